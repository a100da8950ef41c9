"""The rows of the demo files against a count that shares no code with the product: openpyxl and csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from flows.period import Month
from tests.ingest import books, kept

RAW = Path(__file__).parents[2] / "data" / "raw"
MONTHS = ("2021-05", "2021-11", "2022-06")
FILES = [path for month in MONTHS for path in sorted((RAW / month).iterdir()) if path.suffix in (".xlsx", ".csv")]


def filled_rows(path: Path) -> Iterator[tuple[str, bool, list[int]]]:
    """Each sheet: its name, whether it shows, the numbers of the rows in which something stands."""
    if path.suffix == ".csv":
        content = path.read_bytes()
        text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "gb18030")
        rows = enumerate(csv.reader(text.splitlines(keepends=True)), start=1)
        yield "", True, [number for number, row in rows if any(cell.strip() for cell in row)]
        return
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book.worksheets:
        cells = enumerate(sheet.iter_rows(values_only=True), start=1)
        filled = [number for number, row in cells if any(cell is not None and str(cell).strip() for cell in row)]
        yield sheet.title, sheet.sheet_state == "visible", filled
    book.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_that_says_something_is_data_or_set_aside(path: Path) -> None:
    name = path.relative_to(RAW).as_posix()
    read = kept.read(path, name, Month.parse(path.parent.name), books.contracts(), None)
    counted = list(filled_rows(path))
    assert [sheet.sheet for sheet in read.reading.seen] == [sheet for sheet, _, _ in counted]
    number = 0
    for seen, (_, is_visible, filled) in zip(read.reading.seen, counted, strict=True):
        assert (seen.state == "hidden") is not is_visible
        assert seen.last_row == (filled[-1] if is_visible else None)
        if seen.state == "loaded":
            sheet = read.sheets[number]
            below = {row for row in filled if row > sheet.header_bottom}
            assert {*read.kept.rows(number)["row"], *(row.row for row in sheet.set_aside)} == below
            assert sheet.row_count + len(sheet.set_aside) == len(below)
            assert sheet.blank_count == seen.last_row - sheet.header_bottom - len(below)
            number += 1
    assert number == len(read.sheets) > 0
