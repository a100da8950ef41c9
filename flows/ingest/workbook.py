"""Bytes of a file → grids of text, one per sheet. Nothing is interpreted here."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass

import python_calamine

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DELIMITERS = (",", "\t", ";", "|")


class UnreadableFileError(Exception):
    """The file cannot become a grid; `code` and `detail` say why (see issue_texts.csv)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Grid:
    """A sheet as text: `rows[i][j]` is the cell of sheet row i + 1; an empty cell is ''.

    `merged` holds (first row, first column, last row, last column), 0-based and inclusive.
    """

    sheet: str
    rows: list[list[str]]
    is_visible: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_grids(content: bytes) -> list[Grid]:
    """Read every sheet of a workbook, or the one table of a text file.

    What the file is, its content says; the name's ending is often wrong.

    Raises:
        UnreadableFileError: empty, encrypted, damaged, or in no known encoding.
    """
    if not content.strip():
        raise UnreadableFileError("file_empty")
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return _read_workbook(content)
    return [_read_text(content)]


def _read_workbook(content: bytes) -> list[Grid]:
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            return [_read_sheet(book, meta) for meta in book.sheets_metadata]
    except python_calamine.PasswordError:
        raise UnreadableFileError("file_encrypted") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError("file_unreadable", f"{error}") from None


def _read_sheet(book: python_calamine.CalamineWorkbook, meta: python_calamine.SheetMetadata) -> Grid:
    is_visible = meta.visible == python_calamine.SheetVisibleEnum.Visible
    if not is_visible or meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return Grid(meta.name, [], is_visible=False)
    sheet = book.get_sheet_by_name(meta.name)
    rows = [
        [cell if type(cell) is str else cell_text(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or [])
    return Grid(meta.name, rows, merged=merged)


def cell_text(cell: object) -> str:
    """Write a cell that is not text as a person reads it: whole numbers without `.0`, dates as ISO, nothing rounded."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case dt.datetime():
            has_time = cell.time() != dt.time()
            return cell.isoformat(sep=" ", timespec="seconds") if has_time else cell.date().isoformat()
        case dt.date():
            return cell.isoformat()
        case dt.time():
            return cell.isoformat(timespec="seconds")
        case dt.timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        case _:
            return str(cell)


def _read_text(content: bytes) -> Grid:
    text = decode(content)
    start = text.lstrip()[:15].lower()
    if start.startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise UnreadableFileError("file_type", "html")
    sample = [line for line in text.splitlines()[:30] if line.strip()]
    delimiter = max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in sample))
    rows: list[list[str]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for row in reader:
            # A quoted cell may hold line breaks: the row keeps the number of the line it starts on.
            rows.extend([] for _ in range(reader.line_num - len(rows) - 1 - sum(c.count("\n") for c in row)))
            rows.append(row)
    except csv.Error as error:
        raise UnreadableFileError("file_unreadable", f"第 {len(rows) + 1} 行：{error}") from None
    return Grid("", rows)


def decode(content: bytes) -> str:
    """Decode UTF-8 (with or without BOM) or GB18030, strictly: a wrong guess would corrupt names.

    Raises:
        UnreadableFileError: neither fits, or the text holds NUL bytes.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFileError("file_encoding")
