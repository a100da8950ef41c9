"""Bytes of a file → grids of text, one per sheet. Nothing is interpreted here."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

import python_calamine

from flows.ingest.error_cells import ErrorCells, find_error_cells
from flows.ingest.grid import Grid, SheetRows, UnreadableFileError, listed
from flows.ingest.markup import is_markup, read_markup
from flows.ingest.rehearsal import is_readable, may_be_vast
from flows.ingest.text import TextRows, open_text

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
DAMAGED = "不是 Excel 工作簿，或内容不完整、已损坏"
ARCHIVE = "是压缩包或其他程序的文件，不是 Excel 工作簿"
# One of these begins the name of a part of every workbook that is a ZIP: .xlsx and .xlsb, .ods.
WORKBOOK_PARTS = ("xl/", "content.xml")


def read_grids(content: bytes) -> list[Grid]:
    """Open every sheet of a workbook or web page, or the one table of a text file.

    What the file is, its content says; the name's ending is often wrong.

    Raises:
        UnreadableFileError: empty, encrypted, damaged, or not text. A fault inside a text file is raised while its
            rows are gone through.
    """
    if not content or content.isspace():
        raise UnreadableFileError("file_empty")
    for magic, kind in DISGUISES.items():
        if content.startswith(magic):
            raise UnreadableFileError("file_disguised", kind)
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return _read_workbook(content)
    text = open_text(content)
    if is_markup(text.beginning):
        return read_markup(text)
    return [Grid("", TextRows(text))]


def _read_workbook(content: bytes) -> list[Grid]:
    # Damage in the old format, or a cell at the far corner of a sheet, can end the whole process.
    if content.startswith(OLE_MAGIC) and not is_readable(content):
        raise UnreadableFileError("file_unreadable", DAMAGED)
    if content.startswith(ZIP_MAGIC) and may_be_vast(content) and not is_readable(content):
        raise UnreadableFileError("file_too_large")
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            errors = find_error_cells(content) if content.startswith(ZIP_MAGIC) else {}
            return [_read_sheet(book, meta, errors.get(meta.name, {})) for meta in book.sheets_metadata]
    except BaseException as error:
        # The library's own panic is no Exception and cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if ENCRYPTED.search(content):
            raise UnreadableFileError("file_encrypted") from error
        raise UnreadableFileError("file_unreadable", ARCHIVE if _is_other_archive(content) else DAMAGED) from error


def _is_other_archive(content: bytes) -> bool:
    """Tell a ZIP that is whole and holds no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return not any(name.startswith(WORKBOOK_PARTS) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError):
        return False


def _read_sheet(
    book: python_calamine.CalamineWorkbook, meta: python_calamine.SheetMetadata, errors: ErrorCells
) -> Grid:
    is_visible = meta.visible == python_calamine.SheetVisibleEnum.Visible
    if not is_visible or meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
        return Grid(meta.name, listed([]), is_visible=False)
    sheet = book.get_sheet_by_name(meta.name)
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or [])
    return Grid(meta.name, SheetRows(lambda: _sheet_rows(sheet, errors)), merged=merged)


def _sheet_rows(sheet: python_calamine.CalamineSheet, errors: ErrorCells) -> Iterator[list[str]]:
    left = [""] * (sheet.start[1] if sheet.start else 0)
    number = -1
    for number, cells in enumerate(sheet.iter_rows()):
        if number in errors:
            yield _with_errors(left + [cell_text(cell) for cell in cells], errors[number])
        elif cells.count("") == len(cells):
            yield []
        else:
            yield left + [cell if type(cell) is str else cell_text(cell) for cell in cells]
    # The library does not count cells in error when it says where a sheet ends.
    for below in range(number + 1, max(errors, default=-1) + 1):
        yield _with_errors([], errors.get(below, {}))


def _with_errors(row: list[str], errors: dict[int, str]) -> list[str]:
    width = max(errors, default=-1) + 1
    row += [""] * (width - len(row))
    for position, said in errors.items():
        row[position] = row[position] or said
    return row


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
