"""The analyst's round: check a month, correct what came back, put it back, check again; and the corrections file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.end_to_end.conftest import call_minyi, call_sparingly, county_folder, run_minyi

MONTH = "2022-06"
CHECK = "processed/核对/2022-06"
BAD = 3


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s", "", done.stdout)


def returned(folder: Path) -> Path:
    (workbook,) = folder.glob("退回记录*.xlsx")
    return workbook


def rejected_rows(workbook: Path) -> dict[tuple[str, str], dict[str, str]]:
    """(file's beginning, row) → the row's cells by header, of every sheet that holds rejected rows."""
    found = {}
    for sheet in openpyxl.load_workbook(workbook).worksheets:
        lines = list(sheet.iter_rows(values_only=True))
        if lines[0][0] == "来源文件":
            for line in lines[1:]:
                cells = dict(zip(map(str, lines[0]), map(str, line), strict=True))
                found[cells["来源文件"].partition("/")[2][:4], cells["行"]] = cells
    return found


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A month of the demo, checked once."""
    data = county_folder(tmp_path_factory.mktemp("county"), (MONTH,))
    return data, run_minyi(data, "check", MONTH)


def test_check_reports_and_publishes_nothing(checked: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, done = checked
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.suffix for path in (data / CHECK).iterdir()) == [".csv", ".pdf", ".xlsx"]
    assert not (data / "processed" / MONTH).exists()
    assert not (data / "processed/minyi.duckdb").exists()


def test_the_report_says_what_was_read_and_what_became_of_it(
    checked: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    report = text_of(next((checked[0] / CHECK).glob("*.pdf")))
    for said in (
        "2022年6月数据质量报告",
        "数据行7810行＝使用7790行＋退回9行＋重复11行＋被后来的记录替代0行",
        "没有妨碍发布的问题",
        "“西李镇”不在镇街名录中",
        "本月没有更正",
        "访问员24名",
        "演示数据",
        "隐藏，未载入",
    ):
        assert said in report
    assert returned(checked[0] / CHECK).name in report


def test_the_workbook_shows_the_faulty_cell_and_nothing_private(
    checked: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    workbook = returned(checked[0] / CHECK)
    rows = rejected_rows(workbook)
    assert len(rows) == 9
    assert rows["满意度电", "4156"]["退回原因"] == "“西李镇”不在镇街名录中，是否为西里镇？"
    assert rows["满意度电", "4156"]["电话"] == "〔电话〕"
    sheet = next(s for s in openpyxl.load_workbook(workbook).worksheets if s.title.endswith("满意度电话访问"))
    coloured = {
        str(sheet.cell(1, cell.column).value): cell.value
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.fill.fgColor.rgb == "FFF8CBAD"
    }
    assert coloured == {"镇 街": "西李镇", "访问日期": "2022年6月31日"}


def test_rows_that_come_back_corrected_are_loaded_in_place_of_the_originals(
    checked: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    data = shutil.copytree(checked[0], tmp_path / "county", symlinks=True)
    workbook = returned(data / CHECK)
    book = openpyxl.load_workbook(workbook)
    sheet = next(sheet for sheet in book.worksheets if sheet.title.endswith("满意度电话访问"))
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if cell.value in ("西李镇", "2022年6月31日"):
                cell.value = {"西李镇": "西里镇", "2022年6月31日": "2022-06-30"}[str(cell.value)]
    book.save(data / "raw" / MONTH / workbook.name)
    (data / "reference/corrections.csv").write_text(
        "file,sheet,row,column,expected,value,reason,corrected_by\n"
        "2022-06/满意度电话访问_2022年6月_演示数据.xlsx,,2346,镇街,泉庄镇,中庄镇,与受访者核实,数据专员\n",
        encoding="utf-8",
    )
    done = call_sparingly(data, "run", "--direct", PRINTED="数据质量报告")
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(data / "processed/minyi.duckdb"), read_only=True) as connection:
        applied = connection.execute(
            "select row, column_header, old_value, new_value, corrected_by, place_row from mart.correction order by row"
        ).fetchall()
        used = connection.execute(
            "select interview.row, town_name, interview_on::varchar from staging.interview"
            " inner join reference.town using (town_code) where interview.row in (2346, 4156, 5873) order by 1"
        ).fetchall()
        state = connection.execute("select state from mart.file_read where file like '%退回记录%'").fetchone()
    assert [line[:5] for line in applied] == [
        (2346, "镇 街", "泉庄镇", "中庄镇", "数据专员"),
        (4156, "镇 街", "西李镇", "西里镇", "退回改正"),
        (5873, "访问日期", "2022年6月31日", "2022-06-30", "退回改正"),
    ]
    assert [(row, town) for row, town, _ in used][:2] == [(2346, "中庄镇"), (4156, "西里镇")]
    assert used[2][2] == "2022-06-30"
    assert state == ("returned",)
    report = text_of(next((data / "processed" / MONTH).glob("*数据质量报告.pdf")))
    assert "以下3处单元格未按来源文件原文" in report
    assert "6行未使用" in report

    # the file changes under the correction: it is told where it stands, and the month is held back
    (data / "reference/corrections.csv").write_text(
        "file,sheet,row,column,expected,value,reason,corrected_by\n"
        "2022-06/满意度电话访问_2022年6月_演示数据.xlsx,,2346,镇街,泉庄,中庄镇,与受访者核实,数据专员\n",
        encoding="utf-8",
    )
    done = call_minyi(data, "check")
    assert done.returncode == BAD
    assert "reference/corrections.csv第2行" in done.stdout
    assert "现在不是更正中写的原值" in done.stdout + done.stderr
