"""Cells read otherwise than they stand: only where the file still says what it did when the correction was made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.ingest.corrections import PHONE_SHOWN, CellOverride, Overrides, Place, ReturnedRow, check_code
from flows.period import Month
from tests.ingest import books, kept
from tests.ingest.kept import Read

FILE = "2022-06/工单.xlsx"
HEADER = books.TICKET_HEADER
ROWS = [HEADER, books.TICKET, ["T002", "2022-06-08 09:00:00", "12345", "乙某某", "14200000002", "西李镇", "图书馆关门"]]
BOOK = books.xlsx({"工单": ROWS})
# What the second ticket shows where rows are given out: the name masked, of the telephone only that there is one.
SHOWN = ["T002", "2022-06-08 09:00:00", "12345", "乙**", PHONE_SHOWN, "西李镇", "图书馆关门"]


def cell(expected: str = "西李镇", value: str = "西里镇", **place: object) -> CellOverride:
    facts = {"file": FILE, "sheet": "工单", "row": 3, "column": "镇街", **place}
    return CellOverride(
        **facts,  # type: ignore[arg-type]
        expected=expected,
        value=value,
        reason="与村居核对",
        corrected_by="数据专员",
        place=Place("reference/corrections.csv", "", 2),
    )


def returned(shown: Sequence[str] = SHOWN, at: int = 4, header: Sequence[str] = HEADER, **cells: str) -> ReturnedRow:
    """The second ticket come back, made from a row that showed `shown`, with some cells edited."""
    texts = [cells.get(name, text) for name, text in zip(header, shown, strict=True)]
    place = Place("2022-06/退回记录.xlsx", "1-诉求工单", at)
    code = check_code(list(shown))
    return ReturnedRow(FILE, "工单", 3, code, tuple(zip(header, texts, strict=True)), "镇街不在名录", "退回改正", place)


def read(folder: Path, overrides: Overrides, content: bytes = BOOK) -> Read:
    path = folder / "工单.xlsx"
    path.write_bytes(content)
    return kept.read(path, FILE, Month(2022, 6), books.contracts(), b"k" * 32, overrides)


def towns(reading: Read) -> list[str]:
    return list(reading.rows["town"])


def told(reading: Read) -> list[tuple[str, str, int | None]]:
    return [(problem.code, problem.file, problem.row) for problem in reading.reading.problems]


def test_a_correction_is_read_in_place_of_the_cell_and_is_recorded(tmp_path: Path) -> None:
    reading = read(tmp_path, Overrides((cell(),)))
    assert towns(reading) == ["南麻街道", "西里镇"]
    assert told(reading) == []
    (applied,) = reading.reading.corrections
    assert (applied.sheet, applied.row, applied.header, applied.name) == ("工单", 3, "镇街", "town")
    assert (applied.old, applied.new, applied.reason, applied.corrected_by) == (
        "西李镇",
        "西里镇",
        "与村居核对",
        "数据专员",
    )


def test_the_sheet_may_be_left_out_in_a_file_of_one_table(tmp_path: Path) -> None:
    override = Overrides((cell(sheet=""),))
    assert towns(read(tmp_path, override)) == ["南麻街道", "西里镇"]
    notes = books.xlsx({"说明": [["按月填报"]], "工单": ROWS, "上月": ROWS}, hidden=["上月"])
    assert towns(read(tmp_path, override, notes)) == ["南麻街道", "西里镇"]
    two = read(tmp_path, override, books.xlsx({"工单": ROWS, "续表": ROWS}))
    assert told(two) == [("correction_no_sheet", "reference/corrections.csv", 2)]
    assert two.reading.corrections == ()


@pytest.mark.parametrize(
    ("override", "code"),
    [
        (cell(expected="东李镇"), "correction_stale"),
        (cell(row=9), "correction_no_row"),
        (cell(row=1), "correction_no_row"),
        (cell(column="乡镇街"), "correction_no_column"),
        (cell(sheet="明细"), "correction_no_sheet"),
    ],
    ids=["the cell says something else", "no such row", "the header", "no such column", "no such sheet"],
)
def test_a_correction_that_does_not_fit_is_told_where_it_stands_and_changes_nothing(
    tmp_path: Path, override: CellOverride, code: str
) -> None:
    reading = read(tmp_path, Overrides((override,)))
    assert towns(reading) == ["南麻街道", "西李镇"]
    assert told(reading) == [(code, "reference/corrections.csv", 2)]
    assert reading.reading.corrections == ()


def test_blanks_and_full_width_forms_make_no_difference_to_what_is_expected(tmp_path: Path) -> None:
    content = books.xlsx({"工单": [HEADER, ["T001", "２０２２-06-07 ", "12345", "", "", "西里镇", ""]]})
    override = cell(row=2, column="来电时间", expected="2022-06-07", value="2022-06-09")
    assert list(read(tmp_path, Overrides((override,)), content).rows["called_at"]) == ["2022-06-09"]


def test_a_returned_row_is_read_in_place_of_the_original_with_its_private_cells_kept(tmp_path: Path) -> None:
    plain = read(tmp_path, Overrides())
    reading = read(tmp_path, Overrides(rows=(returned(镇街="西里镇", 主要内容="图书馆周一关门"),)))
    assert towns(reading) == ["南麻街道", "西里镇"]
    assert list(reading.rows["content"]) == ["路灯不亮", "图书馆周一关门"]
    assert list(reading.rows["caller_phone"]) == list(plain.rows["caller_phone"])
    assert list(reading.rows["caller_name"]) == list(plain.rows["caller_name"])
    assert [(c.header, c.old, c.new) for c in reading.reading.corrections] == [
        ("镇街", "西李镇", "西里镇"),
        ("主要内容", "图书馆关门", "图书馆周一关门"),
    ]
    assert told(reading) == []


def test_a_new_telephone_number_is_taken_and_nowhere_shown(tmp_path: Path) -> None:
    plain = read(tmp_path, Overrides())
    reading = read(tmp_path, Overrides(rows=(returned(联系电话="14200000077"),)))
    assert reading.rows["caller_phone"][1] not in (None, plain.rows["caller_phone"][1])
    assert "14200000077" not in repr(reading.reading)
    assert [(c.old, c.new) for c in reading.reading.corrections] == [(PHONE_SHOWN, PHONE_SHOWN)]


def test_an_untouched_row_changes_nothing_and_is_no_fault(tmp_path: Path) -> None:
    reading = read(tmp_path, Overrides(rows=(returned(),)))
    assert (towns(reading), told(reading), reading.reading.corrections) == (["南麻街道", "西李镇"], [], ())
    mended = read(tmp_path, Overrides((cell(),), (returned(),)))
    assert (towns(mended)[1], told(mended)) == ("西里镇", [])


def test_a_row_given_out_twice_follows_the_first_correction_in_any_order(tmp_path: Path) -> None:
    first = returned(镇街="西里", at=4)
    again = [text if text != "西李镇" else "西里" for text in SHOWN]
    second = returned(again, at=7, 镇街="西里镇")
    for rows in ((first, second), (second, first)):
        reading = read(tmp_path, Overrides(rows=rows))
        assert (towns(reading)[1], told(reading)) == ("西里镇", [])


def test_a_corrections_line_comes_before_a_returned_row(tmp_path: Path) -> None:
    mended = [text if text != "西李镇" else "西里镇" for text in SHOWN]
    reading = read(tmp_path, Overrides((cell(),), (returned(mended, 主要内容="停水"),)))
    assert (towns(reading)[1], reading.rows["content"][1], told(reading)) == ("西里镇", "停水", [])


def test_a_returned_row_whose_original_changed_is_told_and_not_used(tmp_path: Path) -> None:
    changed = books.xlsx({"工单": [*ROWS[:2], [*ROWS[2][:6], "改了内容"]]})
    reading = read(tmp_path, Overrides(rows=(returned(镇街="西里镇"),)), changed)
    assert towns(reading)[1] == "西李镇"
    assert told(reading) == [("returned_stale", "2022-06/退回记录.xlsx", 4)]


def test_two_different_versions_of_a_row_are_both_refused(tmp_path: Path) -> None:
    rows = (returned(镇街="西里镇", at=4), returned(镇街="东里镇", at=5))
    reading = read(tmp_path, Overrides(rows=rows))
    assert towns(reading)[1] == "西李镇"
    assert sorted(told(reading)) == [("returned_conflict", "2022-06/退回记录.xlsx", at) for at in (4, 5)]


def test_the_same_version_twice_is_one(tmp_path: Path) -> None:
    rows = (returned(镇街="西里镇", at=4), returned(镇街="西里镇", at=5))
    reading = read(tmp_path, Overrides(rows=rows))
    assert (towns(reading)[1], told(reading), len(reading.reading.corrections)) == ("西里镇", [], 1)


def test_a_renamed_header_in_a_returned_row_is_told(tmp_path: Path) -> None:
    header = [name if name != "镇街" else "乡镇" for name in HEADER]
    reading = read(tmp_path, Overrides(rows=(returned(header=header, 乡镇="西里镇"),)))
    assert towns(reading)[1] == "西李镇"
    assert told(reading) == [("returned_column", "2022-06/退回记录.xlsx", 4)]


def test_a_text_file_is_corrected_like_a_workbook(tmp_path: Path) -> None:
    override = cell(sheet="")
    assert towns(read(tmp_path, Overrides((override,)), books.text(ROWS))) == ["南麻街道", "西里镇"]
