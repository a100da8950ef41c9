"""Workbooks that others can use: one table a sheet, the same bytes for the same tables."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CellLook: TypeAlias = Literal["", "place", "faulty", "private"]
Value: TypeAlias = str | int | float | date | None

_FONT = {"font_name": "宋体", "font_size": 10, "valign": "top"}
_LOOKS: dict[CellLook, dict[str, object]] = {
    "": {},
    "place": {"font_color": "#666666"},
    "private": {"font_color": "#666666", "bg_color": "#EDEDED"},
    "faulty": {"bg_color": "#F8CBAD", "bold": True},
}
_LINE_PT = 13.5  # of 宋体 10
_HIGHEST_ROW_PT = 409.0  # what Excel shows
_LONGEST_SHEET_NAME = 31
_PORTRAIT_WIDTH = 95.0  # half-width characters of the font's size across an upright page
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: title and width in characters; texts may wrap, numbers and days show in `number_format`."""

    title: str
    width: float = 12
    wraps: bool = False
    number_format: str = "General"


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table. `looks` gives the look of cells that are not plain, by (row, column) of `rows`, 0-based.

    Texts are written as texts: what looks like a number, a date or a formula stays as it is. `summary` says in the
    contents what the table tells. A table wider than an upright page is printed across.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Value]]
    looks: dict[tuple[int, int], CellLook] = field(default_factory=dict)
    frozen_columns: int = 0
    summary: str = ""


@dataclass(frozen=True)
class Workbook:
    """A workbook: its title goes into its properties, `dated_on` stands for the time it was made.

    `file_name` is a name of its own, where month and title of the report do not make one. `has_contents`: a
    sheet 目录 comes first, with a link to each table.
    """

    title: str
    issuer: str
    dated_on: date
    notes: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    is_demo: bool
    file_name: str = ""
    has_contents: bool = False


def width_of(text: str) -> int:
    """Return the width of a text on one line, in half-width characters."""
    return sum(1 if character.isascii() else 2 for character in text)


def write_workbook(book: Workbook) -> bytes:
    """Write a workbook as .xlsx: a sheet 说明 with the notes, then a sheet a table, each ready to print on A4."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made.set_properties(
        {
            "title": book.title + ("（演示数据）" if book.is_demo else ""),
            "author": book.issuer,
            "created": datetime(book.dated_on.year, book.dated_on.month, book.dated_on.day),
        }
    )
    names = [
        f"{number}-{sheet.name}".translate(_NOT_IN_SHEET_NAMES)[:_LONGEST_SHEET_NAME]
        for number, sheet in enumerate(book.sheets, start=1)
    ]
    formats = _Formats(made)
    if book.has_contents:
        _write_contents(made.add_worksheet("目录"), names, formats, book)
    _write_notes(made, book)
    for name, sheet in zip(names, book.sheets, strict=True):
        _write_sheet(made.add_worksheet(name), sheet, formats, book)
    made.close()
    return buffer.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, str], Format] = {}
        self.head = book.add_format(
            {**_FONT, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#D9D9D9", "valign": "vcenter"}
        )

        self.link = book.add_format({**_FONT, "font_color": "#0563C1", "underline": 1, "border": 4})

    def of(self, look: CellLook, *, wraps: bool, number_format: str = "@") -> Format:
        key = (look, wraps, number_format)
        if key not in self._made:
            shape = {"text_wrap": wraps, "num_format": number_format, "border": 4}
            self._made[key] = self._book.add_format({**_FONT, **_LOOKS[look], **shape, "border_color": "#BFBFBF"})
        return self._made[key]


def _write_contents(sheet: Worksheet, names: list[str], formats: _Formats, book: Workbook) -> None:
    """Write the list of tables, each with a link, its number of rows and what it tells."""
    columns = (("序号", 6), ("表", 30), ("行数", 8), ("内容", 60))
    for at, (title, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, formats.head)
    number, told = formats.of("", wraps=False, number_format="0"), formats.of("", wraps=True)
    for row, (name, table) in enumerate(zip(names, book.sheets, strict=True), start=1):
        sheet.write_number(row, 0, row, number)
        sheet.write_url(row, 1, f"internal:'{name}'!A1", formats.link, table.name)
        sheet.write_number(row, 2, len(table.rows), number)
        sheet.write_string(row, 3, table.summary, told)
        _set_height(sheet, row, [(table.summary, columns[3][1])])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _set_page(sheet, book)


def _write_notes(made: xlsxwriter.Workbook, book: Workbook) -> None:
    sheet = made.add_worksheet("说明")
    # One column that is wider than the paper would be cut off, whatever the scale: fonts differ by a tenth.
    sheet.set_column(0, 0, 78)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, book.title, made.add_format({**_FONT, "font_size": 16, "bold": True}))
    line = made.add_format({**_FONT, "font_size": 11, "text_wrap": True})
    for row, note in enumerate((*(["演示数据"] if book.is_demo else []), *book.notes), start=1):
        sheet.write_string(row, 0, note, line)
        # Type of 11 points in a column measured in characters of 10.
        _set_height(sheet, row, [(note, 68)])
    _set_page(sheet, book)


def _write_sheet(sheet: Worksheet, table: Sheet, formats: _Formats, book: Workbook) -> None:
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.title, formats.head)
    _set_height(sheet, 0, [(column.title, column.width) for column in table.columns])
    for i, row in enumerate(table.rows, start=1):
        for at, value in enumerate(row):
            look = table.looks.get((i - 1, at), "")
            column = table.columns[at]
            shown = "@" if isinstance(value, str | None) else column.number_format
            shape = formats.of(look, wraps=column.wraps, number_format=shown)
            if value is None or value == "":
                sheet.write_blank(i, at, None, shape)
            elif isinstance(value, str):
                sheet.write_string(i, at, value, shape)
            elif isinstance(value, date):
                sheet.write_datetime(i, at, value, shape)
            else:
                sheet.write_number(i, at, value, shape)
        wrapping = [(row[at], column.width) for at, column in enumerate(table.columns) if column.wraps]
        _set_height(sheet, i, [(value, width) for value, width in wrapping if isinstance(value, str)])
    sheet.freeze_panes(1, table.frozen_columns)
    sheet.repeat_rows(0)
    if table.frozen_columns:
        sheet.repeat_columns(0, table.frozen_columns - 1)
    if sum(column.width for column in table.columns) > _PORTRAIT_WIDTH:
        sheet.set_landscape()
    _set_page(sheet, book)


def _set_height(sheet: Worksheet, row: int, wrapping: list[tuple[str, float]]) -> None:
    """Make a row as high as its texts need at the widths of their columns: not every program does so by itself."""
    lines = max(
        (sum(max(1, math.ceil(width_of(line) / width)) for line in text.split("\n")) for text, width in wrapping),
        default=1,
    )
    if lines > 1:
        sheet.set_row(row, min(lines * _LINE_PT + 2, _HIGHEST_ROW_PT))


def _set_page(sheet: Worksheet, book: Workbook) -> None:
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
    # A space ends the size: the year of a title would be read as more of it.
    sheet.set_header(f"&L&9 {book.title}" + ("&R&9 演示数据" if book.is_demo else ""))
    sheet.set_footer("&C&9 第 &P 页，共 &N 页")
