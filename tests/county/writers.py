"""Grids to bytes: .xlsx, true BIFF .xls, .csv. The same grids always give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io

import xlsxwriter
import xlwt

from tests.county.sheet import Grid, Value, shown

_CREATED = dt.datetime(2022, 1, 1)
_DATE, _STAMP, _CLOCK = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"


def as_bytes(grids: list[Grid], suffix: str, encoding: str = "utf-8") -> bytes:
    """The file's bytes; `suffix` is ".xlsx", ".xls" or ".csv" (one sheet). ValueError otherwise."""
    if suffix == ".xlsx":
        return _xlsx(grids)
    if suffix == ".xls":
        return _xls(grids)
    if suffix == ".csv":
        return _csv(grids, encoding)
    raise ValueError(suffix)


def _format_of(value: Value) -> str:
    if isinstance(value, dt.datetime):
        return _STAMP
    return _DATE if isinstance(value, dt.date) else _CLOCK


def _xlsx(grids: list[Grid]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "演示数据", "comments": "演示数据", "created": _CREATED})
    head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1})
    body = book.add_format({"valign": "vcenter"})
    dates = {f: book.add_format({"num_format": f}) for f in (_DATE, _STAMP, _CLOCK)}
    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        if grid.is_hidden:
            sheet.hide()
        for index, width in enumerate(grid.widths):
            sheet.set_column(index, index, width)
        inner = {(r, c) for r0, c0, r1, c1 in grid.merges for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)}
        for r0, c0, r1, c1 in grid.merges:
            style = head if r0 <= grid.header_rows.stop - 1 else body
            sheet.merge_range(r0, c0, r1, c1, "", style)
            sheet.write(r0, c0, grid.cells[r0][c0], style)
        for r, line in enumerate(grid.cells):
            for c, value in enumerate(line):
                if value is None or (r, c) in inner:
                    continue
                if r in grid.header_rows:
                    sheet.write_string(r, c, str(value), head)
                elif isinstance(value, str):
                    sheet.write_string(r, c, value)
                elif isinstance(value, int | float):
                    sheet.write_number(r, c, value)
                else:
                    sheet.write_datetime(r, c, value, dates[_format_of(value)])
    book.close()
    return out.getvalue()


def _xls(grids: list[Grid]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    head = xlwt.easyxf("font: bold on; align: horiz centre, vert centre, wrap on")
    plain = xlwt.easyxf("")
    dates = {f: xlwt.easyxf("", num_format_str=f) for f in (_DATE, _STAMP, _CLOCK)}
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        if grid.is_hidden:
            sheet.visibility = 1
        inner = {(r, c) for r0, c0, r1, c1 in grid.merges for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)}
        for r0, c0, r1, c1 in grid.merges:
            sheet.write_merge(r0, r1, c0, c1, grid.cells[r0][c0], head if r0 in grid.header_rows else plain)
        for r, line in enumerate(grid.cells):
            for c, value in enumerate(line):
                if value is None or (r, c) in inner:
                    continue
                if r in grid.header_rows:
                    sheet.write(r, c, value, head)
                elif isinstance(value, str | int | float):
                    sheet.write(r, c, value, plain)
                else:
                    sheet.write(r, c, value, dates[_format_of(value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(grids: list[Grid], encoding: str) -> bytes:
    if len(grids) != 1:
        raise ValueError("a csv file holds one sheet")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in grids[0].cells:
        writer.writerow([shown(value) for value in line])
    return out.getvalue().encode(encoding)
