"""What a file is, its content says; a cell is what a person sees in it."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter
import xlwt

from flows.ingest.grid import UnreadableFileError
from flows.ingest.rehearsal import is_readable
from flows.ingest.text import TextRows
from flows.ingest.workbook import read_grids
from tests.ingest import books
from tests.ingest.kept import tables

ROWS = [["镇街", "得分"], ["南麻街道", "85.5"], ["西里镇", "79"]]


def refusal(content: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableFileError) as raised:
        tables(content)
    return raised.value.code, raised.value.detail


@pytest.mark.parametrize(
    "content",
    [
        books.xlsx({"甲": ROWS}),
        books.xls({"甲": ROWS}),
        *(books.text(ROWS, mark) for mark in ",\t;|"),
        *(books.text(ROWS, encoding=name) for name in ("utf-8-sig", "gb18030", "utf-16")),
        books.text(ROWS, "\t", "gb18030"),
    ],
    ids=["xlsx", "xls", "comma", "tab", "semicolon", "bar", "utf8-bom", "gb18030", "utf16", "tab-gb18030"],
)
def test_every_form_gives_the_same_rectangle(content: bytes) -> None:
    assert tables(content)[0] == ROWS


def test_rare_characters_survive_gb18030() -> None:
    assert tables("姓名\n綦亓燚𠮷\n".encode("gb18030")) == [[["姓名"], ["綦亓燚𠮷"]]]


def test_cells_read_as_a_person_sees_them() -> None:
    cells = [
        (44719, "yyyy-mm-dd", "2022-06-07"),
        (44719, 'm"月"d"日"', "2022-06-07"),
        (44719 + (19 * 60 + 5) / 1440, "yyyy-mm-dd hh:mm", "2022-06-07 19:05:00"),
        (44719 + (19 * 60 + 5) / 1440 - 1e-9, "yyyy-mm-dd hh:mm", "2022-06-07 19:05:00"),
        (0.5, "hh:mm", "12:00:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (0.855, "0.0%", "0.855"),
        (85.55, None, "85.55"),
        (12.0, None, "12"),
        (20220600000001, None, "20220600000001"),
        (True, None, "是"),
        (False, None, "否"),
        ("００１", None, "００１"),
    ]
    content = books.xlsx(
        {"甲": [[value] for value, _, _ in cells]},
        formats={(i, 0): style for i, (_, style, _) in enumerate(cells) if style},
    )
    assert [row[0] for row in tables(content)[0]] == [seen for _, _, seen in cells]


def test_a_number_longer_than_a_spreadsheet_keeps_shows_its_loss() -> None:
    """Excel keeps 15 digits: an identifier ending in an invented 0 must not pass for a whole one."""
    rows = tables(books.xlsx({"甲": [[2022060700001230.0], [370323190001010000.0]]}))[0]
    assert rows == [["2.02206070000123E+15"], ["3.70323190001010E+17"]]


def test_a_long_number_that_lost_nothing_stays_whole() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("甲").write_number(0, 0, 2022060700001234)
    book.close()
    # The writer rounds to 16 significant digits, which hold this number exactly.
    assert tables(buffer.getvalue())[0] == [["2022060700001234"]]


def test_dates_of_a_true_xls() -> None:
    book = books.xls_book({"甲": [["日期"]]})
    style = xlwt.XFStyle()
    style.num_format_str = "YYYY-MM-DD"
    book.get_sheet(0).write(1, 0, dt.date(2022, 6, 7), style)
    buffer = io.BytesIO()
    book.save(buffer)
    assert tables(buffer.getvalue())[0][1] == ["2022-06-07"]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "file_empty", ""),
        (b" \r\n \n", "file_empty", ""),
        (books.xls_with_password({"甲": ROWS}), "file_encrypted", ""),
        (books.xlsx_with_password(), "file_encrypted", ""),
        (books.xlsx({"甲": ROWS})[:2000], "file_unreadable", "不完整"),
        (books.xls({"甲": ROWS * 100})[:6000], "file_unreadable", "不完整"),
        (books.archive(), "file_unreadable", "不是 Excel 工作簿"),
        (b"%PDF-1.7\n1 0 obj\n", "file_disguised", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "file_disguised", "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "file_disguised", "图片"),
        (b"<html><table><tr><td> </td></tr></table>", "file_disguised", "HTML"),
        ("\ufeff\r\n<!DOCTYPE html><p>无</p>".encode(), "file_disguised", "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', "file_disguised", "XML"),
        (b"a,b\x00c\n", "file_encoding", ""),
        (b"\x81\x20\xff\xff,\n", "file_encoding", ""),
        ('甲,乙\n"丙,丁\n'.encode(), "file_unreadable", "引号没有成对"),
        ('甲,乙\n"丙"丁,戊\n'.encode(), "file_unreadable", "第 2 行引号后面还有文字"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, code: str, said: str) -> None:
    given_code, given_detail = refusal(content)
    assert given_code == code
    assert said in given_detail
    assert not any(word in given_detail.lower() for word in ("error", "cannot", "expected")), "the reason is in Chinese"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_rows_of_a_csv_are_those_a_spreadsheet_shows_and_their_lines_are_known(line_break: str) -> None:
    lines = ["编号,内容", '1,"甲', "乙", '丙"', "", "2,丁", '3,"戊', '己"']
    (grid,) = read_grids(line_break.join([*lines, ""]).encode())
    assert isinstance(grid.rows, TextRows)
    assert [row[0] if row else "" for row in grid.rows] == ["编号", "1", "", "2", "3"]
    assert grid.rows.last_row == 5
    assert grid.rows.line_shifts == [(3, 5), (6, 9)]


def test_marks_inside_quoted_cells_do_not_decide_what_separates_cells() -> None:
    content = b'"a,b,c,d"\t"e,f,g,h"\n"i,j,k,l"\t"m,n,o,p"\n'
    assert tables(content)[0] == [["a,b,c,d", "e,f,g,h"], ["i,j,k,l", "m,n,o,p"]]


def test_a_cell_of_a_csv_that_was_kept_from_becoming_a_number_is_what_a_spreadsheet_shows() -> None:
    content = 'id,said\n="00123",="甲"\n"=""00124""",他说="好"\n'.encode()
    assert tables(content)[0] == [["id", "said"], ["00123", "甲"], ["00124", '他说="好"']]


def test_hidden_sheets_are_known_but_not_read() -> None:
    shown, hidden = read_grids(books.xlsx({"本月": ROWS, "旧": ROWS}, hidden=["旧"]))
    assert (shown.is_visible, len(list(shown.rows))) == (True, 3)
    assert (hidden.is_visible, list(hidden.rows)) == (False, [])


def test_a_table_that_begins_in_the_middle_keeps_its_place() -> None:
    for content in (books.xlsx({"甲": [[], [], ["", "", "起"]]}), books.xls({"甲": [[], [], ["", "", "起"]]})):
        assert tables(content)[0] == [[], [], ["", "", "起"]]


def formatted(rows: int, stray: tuple[int, int] | None) -> bytes:
    """A sheet of two rows of data and many that are only formatted, perhaps with a space far away."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("工单")
    border = book.add_format({"border": 1})
    sheet.write_row(0, 0, ["镇街", "得分"])
    sheet.write_row(1, 0, ["南麻街道", "85.5"])
    for i in range(2, rows):
        sheet.write_blank(i, 0, None, border)
        sheet.write_blank(i, 1, None, border)
    if stray:
        sheet.write(*stray, " ")
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("stray", [None, (200_000, 1)], ids=["formatted", "and a space at the end"])
def test_empty_formatted_rows_are_not_kept(stray: tuple[int, int] | None) -> None:
    assert tables(formatted(100_000, stray))[0] == [["镇街", "得分"], ["南麻街道", "85.5"]]


def test_damage_that_ends_the_library_does_not_end_us(monkeypatch: pytest.MonkeyPatch) -> None:
    content = books.xls({"工单": [books.TICKET_HEADER] * 40})[:8208]
    assert not is_readable(content), "the rehearsal in a process of its own sees it"
    monkeypatch.setattr("flows.ingest.workbook.is_readable", lambda _: True)
    assert refusal(content)[0] == "file_unreadable", "and so does the reading itself"


def test_a_cell_in_the_far_corner_is_refused_before_it_takes_all_memory() -> None:
    assert refusal(formatted(2, (1_048_575, 16_383)))[0] == "file_too_large"
