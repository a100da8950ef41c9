"""Workbooks in every form they arrive in, made in memory from rows of cells."""

from __future__ import annotations

import csv
import html
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc

from flows.ingest.sources import Contracts
from flows.reference import load_reference

Rows = Sequence[Sequence[object]]
Range = tuple[int, int, int, int]
REFERENCE = Path(__file__).parents[2] / "data" / "reference"

TICKET_HEADER = ["工单编号", "来电时间", "受理渠道", "来电人", "联系电话", "镇街", "主要内容"]
TICKET = ["T001", "2022-06-07 19:05:00", "12345", "甲某某", "14200000001", "南麻街道", "路灯不亮"]


@dataclass(frozen=True)
class Shown:
    """A number cell and the number format it is shown in."""

    value: float
    style: str


def contracts() -> Contracts:
    """The sources and layout rules the product ships."""
    return load_reference(REFERENCE).contracts


def xlsx(
    sheets: Mapping[str, Rows],
    *,
    merged: Sequence[Range] | Mapping[str, Sequence[Range]] = (),
    hidden: Sequence[str] = (),
    formats: Mapping[tuple[int, int], str] | None = None,
) -> bytes:
    """An .xlsx; `merged` (top, left, bottom, right) and number `formats` by (row, column) hold for every sheet.

    `merged` may be given sheet by sheet instead.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell != "" and cell is not None:
                    style = cell.style if isinstance(cell, Shown) else (formats or {}).get((i, j))
                    value = cell.value if isinstance(cell, Shown) else cell
                    sheet.write(i, j, value, book.add_format({"num_format": style}) if style else None)
        for top, left, bottom, right in merged.get(name, ()) if isinstance(merged, Mapping) else merged:
            sheet.merge_range(top, left, bottom, right, rows[top][left])
        if name in hidden:
            sheet.hide()
    book.close()
    return buffer.getvalue()


def xls_book(sheets: Mapping[str, Rows]) -> xlwt.Workbook:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, Shown):
                    sheet.write(i, j, cell.value, xlwt.easyxf(num_format_str=cell.style))
                elif cell != "" and cell is not None:
                    sheet.write(i, j, cell)
    return book


def xls(sheets: Mapping[str, Rows]) -> bytes:
    """A true BIFF8 .xls."""
    buffer = io.BytesIO()
    xls_book(sheets).save(buffer)
    return buffer.getvalue()


def xls_with_password(sheets: Mapping[str, Rows]) -> bytes:
    """An .xls whose stream says, as Excel's does, that what follows is encrypted."""
    stream = xls_book(sheets).get_biff_data()
    first = 4 + struct.unpack("<H", stream[2:4])[0]
    password = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(48)
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream[:first] + password + stream[first:])
    return buffer.getvalue()


def xlsx_with_password() -> bytes:
    """The container Excel makes of an .xlsx with a password: the package is one encrypted stream."""
    name, locked = ("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
    content = bytearray(xls({"甲": [["乙"]]}))
    at = content.index(name)
    content[at : at + len(locked)] = locked
    content[at + 64 : at + 66] = struct.pack("<H", len(locked) + 2)
    return bytes(content)


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A text file of cells."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def page(rows: Rows, charset: str = "utf-8") -> bytes:
    """A web page with one table, as web systems save it under the name of an .xls."""
    lines = ("".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    head = f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>'
    return f"<html>{head}<body><table border=1>{table}</table></body></html>".encode(charset)


def archive() -> bytes:
    """A ZIP of something else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("说明.txt", "不是表格")
    return buffer.getvalue()
