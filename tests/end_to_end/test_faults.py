"""What goes wrong with files ends in a clear message in Chinese; everything else is loaded; no traceback."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.end_to_end.conftest import WITHHELD, call_minyi, county_folder, withheld_rows
from tests.end_to_end.printed_figures import text_of

MONTH = "2022-06"
BAD_REQUEST = 2


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """One month of the demo."""
    return county_folder(tmp_path / "county", (MONTH,))


def file_of(data: Path, start: str) -> Path:
    return next((data / "raw" / MONTH).glob(f"{start}*"))


def test_files_that_cannot_be_loaded_withhold_the_month_and_are_named(county: Path) -> None:
    """A file cut short, one without a column it needs, one of real data without a key; the others are loaded."""
    ledger = file_of(county, "整改台账")
    ledger.write_bytes(ledger.read_bytes()[:2000])
    survey = file_of(county, "满意度电话访问")
    book = openpyxl.load_workbook(survey)
    sheet = book[next(name for name in book.sheetnames if book[name].sheet_state == "visible")]
    cell = next(cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "访问结果码")
    cell.value = "备用"
    book.save(survey)
    shutil.move(file_of(county, "入户走访台账"), county / "raw" / MONTH / "入户走访台账.xlsx")

    done = call_minyi(county, "run", "--direct")
    assert done.returncode == WITHHELD
    assert "Traceback" not in done.stdout + done.stderr
    assert f"{MONTH}/{ledger.name}：文件无法打开" in done.stdout
    assert "请用 Excel 重新打开并另存为 .xlsx 后放回原处" in done.stdout
    assert "“满意度电话访问”缺少必需的列“访问结果码”" in done.stdout
    # A file not marked as demonstration is never read with the demonstration's key.
    assert "入户走访台账.xlsx：未设置电话加密密钥 MINYI_KEY_FILE" in done.stdout
    assert "设置环境变量 MINYI_KEY_FILE 后重新运行" in done.stdout
    assert "本月没有足够的有效访问，不能排名" in done.stderr
    assert "没有发布" in done.stderr
    rows = withheld_rows(county)
    assert not {"rectification", "survey", "visit"} & rows.keys()
    assert rows["hotline"] > 300
    report = re.sub(r"\s", "", text_of(county / "processed/未发布/2022年6月数据质量报告.pdf"))
    assert "没有可用的满意度电话访问和整改台账，补齐之前本月不能发布。" in report
    assert "没有妨碍发布的问题" not in report
    assert not (county / "processed" / MONTH).exists()
    assert not (county / "processed/minyi.duckdb").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("2022-13",), "“2022-13”不是月份，请写成 2022-06 的样子"),
        (("2023-01",), "没有 2023-01 的文件夹"),
    ],
)
def test_a_wrong_request_is_told(county: Path, arguments: tuple[str, ...], message: str) -> None:
    done = call_minyi(county, "run", "--direct", *arguments)
    assert done.returncode == BAD_REQUEST
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_in_the_reference_data_names_file_and_line(county: Path) -> None:
    scales = county / "reference/scales.csv"
    scales.write_text(scales.read_text(encoding="utf-8").replace("基本满意,75", "基本满意,七十五"), encoding="utf-8")
    done = call_minyi(county, "run", "--direct")
    assert done.returncode == BAD_REQUEST
    assert "scales.csv 第3行：score“七十五”应为数字" in done.stderr
    assert "Traceback" not in done.stderr
