"""Errors in cells, sheets left aside, signatures: nothing goes unsaid."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from flows.period import Month
from tests.ingest import books, kept
from tests.ingest.kept import Read

KEY = b"a key of the county"
HEADER = books.TICKET_HEADER


def read(folder: Path, content: bytes, name: str = "工单.xlsx") -> Read:
    path = folder / name
    path.write_bytes(content)
    return kept.read(path, f"2022-06/{name}", Month(2022, 6), books.contracts(), KEY)


def with_errors(rows: int) -> bytes:
    """Tickets whose town is looked up by a formula that fails."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("工单")
    sheet.write_row(0, 0, HEADER)
    for number in range(1, rows + 1):
        sheet.write_row(number, 0, [f"T{number:05d}", *books.TICKET[1:]])
        sheet.write_formula(number, 5, "=VLOOKUP(1,A:A,2,0)", None, "#N/A")
    sheet.write_formula(2, 4, "=A1/0", None, "#DIV/0!")
    book.close()
    return buffer.getvalue()


def test_cells_in_error_are_told_with_their_places_and_kept_as_they_show(tmp_path: Path) -> None:
    found = read(tmp_path, with_errors(9))
    assert list(found.rows["town"]) == ["#N/A"] * 9
    assert [(p.code, p.row, p.column, p.value, p.detail) for p in found.reading.problems] == [
        ("cell_error", 3, "联系电话", "#DIV/0!", ""),
        ("cell_error", 2, "镇街", "#N/A", "，第3、4、5、6、7行也是（共9处）"),
    ]


def test_errors_are_found_wherever_they_are_in_a_large_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.ingest.error_cells.BLOCK_BYTES", 700)
    assert list(read(tmp_path, with_errors(60)).rows["town"]) == ["#N/A"] * 60


def test_a_row_that_holds_only_an_error_is_not_lost(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("工单")
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, books.TICKET)
    sheet.write_formula(4, 2, "=A1/0", None, "#DIV/0!")
    book.close()
    found = read(tmp_path, buffer.getvalue())
    assert list(found.rows["row"]) == [2, 5]
    assert [(sheet.state, sheet.last_row) for sheet in found.reading.seen] == [("loaded", 5)]


def test_every_sheet_has_a_fate(tmp_path: Path) -> None:
    table = [HEADER, books.TICKET]
    content = books.xlsx(
        {
            "6月": table,
            "5月": [[], *table],
            "旧": table,
            "说明": [["请填写"]],
            "空": [],
            "缺": [[*HEADER[:1], *HEADER[2:]]],
        },
        hidden=["旧"],
    )
    found = read(tmp_path, content)
    assert [(sheet.sheet, sheet.state, sheet.last_row) for sheet in found.reading.seen] == [
        ("6月", "loaded", 2),
        ("5月", "other_month", 3),
        ("旧", "hidden", None),
        ("说明", "unknown", 1),
        ("空", "empty", 0),
        ("缺", "refused", 1),
    ]
    assert (found.reading.sheet_total, found.reading.byte_size) == (6, len(content))


def test_a_sheet_hidden_from_the_menu_is_hidden(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name in ("6月", "底稿"):
        book.add_worksheet(name).write_row(0, 0, HEADER)
    book.get_worksheet_by_name("底稿").very_hidden()
    book.close()
    assert [p.sheet for p in read(tmp_path, buffer.getvalue()).reading.problems if p.code == "sheet_hidden"] == ["底稿"]


def test_rows_that_a_filter_hides_are_data(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("工单")
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, books.TICKET)
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column(5, 5, None, None, {"hidden": True})
    book.close()
    assert list(read(tmp_path, buffer.getvalue()).rows["town"]) == [books.TICKET[5]]


def test_a_line_that_is_set_aside_names_nobody(tmp_path: Path) -> None:
    lines = [["填报人：綦小燚", "", "审核：甲某"], ["制表：綦小燚 联系人：綦小燚 14200000001"], ["备注：含上月结转"]]
    found = read(tmp_path, books.xlsx({"工单": [HEADER, books.TICKET, *lines]}))
    assert [(row.row, row.label) for row in found.sheets[0].set_aside] == [
        (3, "填报人：〔姓名〕"),
        (4, "制表：〔姓名〕 联系人：〔姓名〕 〔电话〕"),
        (5, "备注：含上月结转"),
    ]


@pytest.mark.parametrize("note_at", [None, 50_000], ids=["formatted", "and a note far below"])
def test_many_empty_rows_cost_little_and_end_where_something_stands(tmp_path: Path, note_at: int | None) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("工单")
    border = book.add_format({"border": 1})
    for number, row in enumerate([HEADER, books.TICKET]):
        sheet.write_row(number, 0, row)
    for number in range(2, 30_000):
        sheet.write_blank(number, 0, None, border)
    if note_at:
        sheet.write_string(note_at, 0, "备注：含上月结转")
    book.close()
    found = read(tmp_path, buffer.getvalue())
    (loaded,) = found.sheets
    assert list(found.rows["row"]) == [2]
    assert [row.row for row in loaded.set_aside] == ([note_at + 1] if note_at else [])
    assert loaded.blank_count == (note_at - 2 if note_at else 0)
