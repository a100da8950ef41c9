"""Bytes of a file → grids of text, one per sheet. Nothing is interpreted here."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass

import python_calamine

from flows.ingest.rehearsal import is_readable, may_be_vast

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DISGUISES = {
    b"%PDF": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包（RAR）",
    b"7z\xbc\xaf": "压缩包（7z）",
    b"PK\x05\x06": "空的压缩包（ZIP）",
    b"{\\rtf": "RTF 文档",
}
# An .xlsx with a password is one stream of this name; an .xls has a FILEPASS record after its first one.
ENCRYPTED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le")) + rb"|\x09\x08\x10\x00\x00\x06.{14}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
MARKUP = ("<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<style", "<!--", "mime-version:")
DELIMITERS = (",", "\t", ";", "|")
DAMAGED = "不是 Excel 工作簿，或内容不完整、已损坏"
LINE_BREAK = re.compile(r"\r\n|\r|\n")
BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")
CSV_FAULTS = {
    "unexpected end of data": "引号没有成对",
    "field larger": "单元格过长，可能是引号没有成对",
    "expected after": "引号后面还有文字",
}


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
    for magic, kind in DISGUISES.items():
        if content.startswith(magic):
            raise UnreadableFileError("file_disguised", kind)
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return _read_workbook(content)
    return [_read_text(content)]


def _read_workbook(content: bytes) -> list[Grid]:
    # Damage in the old format, or a cell at the far corner of a sheet, can end the whole process.
    if content.startswith(OLE_MAGIC) and not is_readable(content):
        raise UnreadableFileError("file_unreadable", DAMAGED)
    if content.startswith(ZIP_MAGIC) and may_be_vast(content) and not is_readable(content):
        raise UnreadableFileError("file_too_large")
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            return [_read_sheet(book, meta) for meta in book.sheets_metadata]
    except BaseException as error:
        # The library's own panic is no Exception and cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if ENCRYPTED.search(content):
            raise UnreadableFileError("file_encrypted") from error
        raise UnreadableFileError("file_unreadable", DAMAGED) from error


def _read_sheet(book: python_calamine.CalamineWorkbook, meta: python_calamine.SheetMetadata) -> Grid:
    is_visible = meta.visible == python_calamine.SheetVisibleEnum.Visible
    if not is_visible or meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return Grid(meta.name, [], is_visible=False)
    sheet = book.get_sheet_by_name(meta.name)
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or [])
    return Grid(meta.name, _sheet_rows(sheet), merged=merged)


def _sheet_rows(sheet: python_calamine.CalamineSheet) -> list[list[str]]:
    """Return the rows up to the last that says something; formatting often reaches a million rows further."""
    rows: list[list[str]] = []
    left = [""] * (sheet.start[1] if sheet.start else 0)
    blank = 0
    for cells in sheet.iter_rows():
        if cells.count("") == len(cells):
            blank += 1
            continue
        row = [cell if type(cell) is str else cell_text(cell) for cell in cells]
        if not any(cell and not cell.isspace() for cell in row):
            blank += 1
            continue
        rows.extend([] for _ in range(blank))
        blank = 0
        rows.append(left + row)
    return rows


def cell_text(cell: object) -> str:
    """Write a cell that is not text as a person reads it: whole numbers without `.0`, dates as ISO, nothing rounded."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case int() | float() if abs(cell) >= 1e15:
            # A spreadsheet keeps 15 digits and puts 0 for the rest: written as it shows it, the loss can be seen.
            return str(int(cell)) if abs(cell) < 2**53 and cell % 10 else f"{cell:.14E}"
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
    if text.lstrip()[:15].lower().startswith(MARKUP):
        raise UnreadableFileError("file_disguised", "网页（HTML）或 XML")
    rows: list[list[str]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for row in reader:
            # A quoted cell may hold line breaks: the row keeps the number of the line it starts on.
            rows.extend(
                [] for _ in range(reader.line_num - len(rows) - 1 - sum(len(LINE_BREAK.findall(cell)) for cell in row))
            )
            rows.append(row)
    except csv.Error as error:
        fault = next((text for mark, text in CSV_FAULTS.items() if mark in str(error)), "不成表格")
        raise UnreadableFileError("file_unreadable", f"第 {len(rows) + 1} 行{fault}") from None
    return Grid("", rows)


def _delimiter(text: str) -> str:
    """Return the mark that separates the cells: the most frequent one outside quotation marks near the top."""
    lines = re.sub(r'"[^"]*"', "", text[:65536]).split("\n")
    sample = "\n".join([line for line in lines if line.strip(" \r")][:30])
    return max(DELIMITERS, key=sample.count)


def decode(content: bytes) -> str:
    """Decode UTF-8 (with or without BOM), UTF-16 with BOM or GB18030, strictly: a wrong guess would corrupt names.

    Raises:
        UnreadableFileError: neither fits, or the text holds NUL bytes.
    """
    encodings = ("utf-16",) if content.startswith(BOM_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFileError("file_encoding")
