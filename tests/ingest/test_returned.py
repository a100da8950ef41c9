"""Workbooks of rejected rows as they come back: under other names, with things in them that are nobody's business."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.ingest.corrections import PHONE_SHOWN, check_code
from flows.reading import Readings, read_files
from flows.reference import Reference, load_reference
from flows.settings import Settings
from tests.ingest import books

ROOT = Path(__file__).resolve().parents[2]
PHONE = "14200000077"
PRIVATE_NAME = f"2022-06/工单（联系人甲某某{PHONE}）.xlsx"
PLACE_COLUMNS = ["来源文件", "工作表", "行", "核对码", "退回原因", "怎么改"]
ROW = ["T002", "2022-06-08 09:00:00", "12345", "乙某某", "14200000002", "西李镇", "图书馆关门"]
SHOWN = ["T002", "2022-06-08 09:00:00", "12345", "乙**", PHONE_SHOWN, "西李镇", "图书馆关门"]
SOURCE = books.xlsx({"工单": [books.TICKET_HEADER, books.TICKET, ROW]})


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_KEY", "k" * 40)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference(ROOT / "data" / "reference")


def returned(file: str, reason: str = "镇街不在名录", sheet: str = "1-诉求工单") -> bytes:
    """The second ticket come back with its town corrected."""
    row = [file, "工单", "3", check_code(SHOWN), reason, "改正", *SHOWN]
    row[row.index("西李镇")] = "西里镇"
    return books.xlsx({"说明": [["退回的行"]], sheet: [[*PLACE_COLUMNS, *books.TICKET_HEADER], row]})


def read(folder: Path, reference: Reference, files: dict[str, bytes]) -> Readings:
    for name, content in files.items():
        (folder / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "raw" / name).write_bytes(content)
    return read_files(Settings(root=ROOT, data=folder), reference)


def told(readings: Readings) -> list[tuple[str, str]]:
    return [(each.code, each.value) for file in readings.files for each in file.reading.problems]


def corrected(readings: Readings) -> list[tuple[str, str]]:
    return [(each.old, each.new) for file in readings.files for each in file.reading.corrections]


def test_a_row_of_a_file_that_is_shown_without_its_private_name_finds_its_place(
    tmp_path: Path, reference: Reference
) -> None:
    first = read(tmp_path, reference, {PRIVATE_NAME: SOURCE})
    (shown,) = [file.reading.path for file in first.files]
    assert PHONE not in shown
    again = read(tmp_path, reference, {"2022-06/退回记录_甲.xlsx": returned(shown)})
    assert corrected(again) == [("西李镇", "西里镇")]
    assert told(again) == [("file_name_private", "")]


def test_private_values_that_are_written_into_a_returned_workbook_stay_out(
    tmp_path: Path, reference: Reference
) -> None:
    readings = read(
        tmp_path,
        reference,
        {
            "2022-06/工单.xlsx": SOURCE,
            f"2022-06/退回记录_{PHONE}.xlsx": returned("2022-06/工单.xlsx", f"已电话{PHONE}核实", f"联系{PHONE}"),
            f"2022-06/退回记录_{PHONE}二.xlsx": returned(f"2022-06/没有{PHONE}.xlsx"),
        },
    )
    assert corrected(readings) == [("西李镇", "西里镇")]
    assert PHONE not in repr([file.reading for file in readings.files])
    assert sorted(told(readings)) == [
        ("file_name_private", ""),
        ("file_name_private", ""),
        ("returned_no_file", "2022-06/没有〔电话〕.xlsx"),
    ]


def test_rows_given_out_are_not_taken_for_new_ones_under_another_file_name(
    tmp_path: Path, reference: Reference
) -> None:
    files = {"2022-06/工单.xlsx": SOURCE, "2022-06/改好的退回记录.xlsx": returned("2022-06/工单.xlsx")}
    readings = read(tmp_path, reference, files)
    assert told(readings) == [("returned_renamed", "")]
    assert [len(file.reading.sheets) for file in readings.files if "改好" in file.reading.path] == [0]
