"""The workbook of rejected rows, come back corrected: its rows, each with the place of the row it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from flows.ingest.corrections import Place, ReturnedRow
from flows.ingest.grid import UnreadableFileError, is_blank
from flows.ingest.privacy import shown_name
from flows.ingest.sources import Layout
from flows.ingest.workbook import read_grids
from flows.issues import Problem

ROW_NUMBER = re.compile(r"\d{1,7}")


def is_returned(path: Path, layout: Layout) -> bool:
    """Tell such a workbook by its name: it keeps the one it was given out under."""
    return path.name.startswith(layout.returned.file_prefix)


def read_returned(content: bytes, name: str, layout: Layout) -> tuple[list[ReturnedRow], list[Problem]]:
    """Read a workbook of rejected rows.

    Returns:
        its rows, edited or not, and what is wrong with the workbook itself. `name` is what it is called in messages.
    """
    rows: list[ReturnedRow] = []
    problems: list[Problem] = []
    has_table = False
    try:
        for at, grid in enumerate(read_grids(content), start=1):
            sheet = shown_name(grid.sheet, f"第{at}个工作表")
            header: list[str] | None = None
            for number, row in enumerate(grid.rows, start=1):
                if header is None:
                    header = row if is_returned_header(row, layout) else None
                    has_table = has_table or header is not None
                elif not is_blank(row):
                    returned = _returned_row(row, header, layout, Place(name, sheet, number))
                    if returned is None:
                        problems.append(Problem("returned_place_lost", sheet, number))
                    else:
                        rows.append(returned)
    except UnreadableFileError as error:
        return [], [Problem(error.code, detail=error.detail)]
    if not has_table:
        problems.append(Problem("returned_no_table"))
    return rows, problems


def is_returned_header(row: Sequence[str], layout: Layout) -> bool:
    """Tell the header of a table of rejected rows by its first columns."""
    wanted = layout.returned.place_columns
    return [cell.strip() for cell in row[: len(wanted)]] == list(wanted)


def _returned_row(row: list[str], header: list[str], layout: Layout, place: Place) -> ReturnedRow | None:
    """Return a row of the table, or None when it no longer says which row it stands for."""
    width = len(layout.returned.place_columns)
    file, sheet, number, code, reason, *_ = [cell.strip() for cell in row + [""] * width]
    if not file or not ROW_NUMBER.fullmatch(number) or not code:
        return None
    cells = row[width:] + [""] * (len(header) - len(row))
    return ReturnedRow(
        file,
        sheet,
        int(number),
        code,
        tuple((label.strip(), cell) for label, cell in zip(header[width:], cells, strict=False) if label.strip()),
        reason,
        layout.returned.corrected_by,
        place,
    )
