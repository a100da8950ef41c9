"""One file → the sheets it holds, as text rows with their origin, and what is wrong with it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from functools import partial
from pathlib import Path

from flows.ingest.corrections import AppliedCorrection, Corrector, Overrides, without_sheet
from flows.ingest.file_reading import FileReading, Keeper, ReadColumn, SeenSheet, SheetReading
from flows.ingest.grid import Grid, UnreadableFileError, is_blank
from flows.ingest.layout import Header, fill_merged, find_header
from flows.ingest.parts import read_text_rows
from flows.ingest.privacy import DEMO_KEY, Door, shown_name
from flows.ingest.returned import is_returned_header
from flows.ingest.rows import read_rows
from flows.ingest.sources import Contracts
from flows.ingest.text import TextRows
from flows.ingest.workbook import read_grids
from flows.issues import Problem
from flows.period import Month

DEMO_MARK = "演示数据"
NO_OVERRIDES = Overrides()
READABLE_SUFFIXES = {".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv", ".tsv", ".txt"} | {
    ".htm",
    ".html",
    ".mht",
    ".mhtml",
    ".xml",
}
MONTH_NAMES = {name: number for number, name in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
NAMED_MONTH = re.compile(r"(?:(20\d\d|(?<!\d)\d\d)年)?(?<!\d)(\d{1,2}|[一二三四五六七八九]|十[一二]?)月")
DATED_MONTH = re.compile(r"(?<!\d)(20\d\d)[-._](\d{1,2})(?![\d]|[-._]\d)")
SIDE_FILES = {"readme.md", ".ds_store", "thumbs.db"}


def data_files(folder: Path) -> list[Path]:
    """Return the files of a month's folder that may hold data, in a fixed order."""
    found = (path for path in folder.rglob("*") if path.is_file())
    wanted = (p for p in found if p.name.lower() not in SIDE_FILES and not p.name.startswith(("~$", ".")))
    return sorted(wanted, key=lambda path: path.relative_to(folder).as_posix())


def read_file(
    path: Path,
    name: str,
    month: Month,
    contracts: Contracts,
    key: bytes | None,
    keeper: Keeper,
    overrides: Overrides = NO_OVERRIDES,
) -> FileReading:
    """Read one file; never raises for what is in it.

    Args:
        path: where the file is.
        name: how it is called in every message (relative to data/raw).
        month: the month of its folder.
        contracts: the sources and layout rules.
        key: the key for telephone numbers; None allows demonstration files only.
        keeper: takes the rows.
        overrides: what is to be read otherwise than it stands in this file.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        return FileReading(
            shown_name(name, "?"),
            month,
            "",
            False,
            problems=(Problem("file_unreadable", detail=error.strerror or ""),),
        )
    is_demo = DEMO_MARK in path.name
    sha256 = hashlib.sha256(content).hexdigest()
    shown = shown_name(name, sha256[:6])
    renamed = [Problem("file_name_private")] if shown != name else []
    reading = FileReading(shown, month, sha256, is_demo, len(content), problems=tuple(renamed))
    if key is None and not is_demo:
        return _refused(reading, Problem("file_key_missing"))
    if path.suffix.lower() not in READABLE_SUFFIXES:
        return _refused(reading, Problem("file_type", value=Door.plain(path.suffix)))
    try:
        grids = read_grids(content)
        del content
        door = Door(DEMO_KEY if is_demo else key or b"")
        return read_sheets(replace(reading, key_id=door.key_id), grids, contracts.of(month), door, keeper, overrides)
    except UnreadableFileError as error:
        keeper.drop()
        return _refused(reading, Problem(error.code, detail=error.detail))


def _refused(reading: FileReading, problem: Problem) -> FileReading:
    return replace(reading, problems=(*reading.problems, problem))


def read_sheets(
    reading: FileReading,
    grids: list[Grid],
    contracts: Contracts,
    door: Door,
    keeper: Keeper,
    overrides: Overrides = NO_OVERRIDES,
) -> FileReading:
    """Read the sheets of a file, each as far as it is data of the month.

    Raises:
        UnreadableFileError: a fault inside a text file, or rows that were given out to be corrected, under another
            name; what was kept of it is of no use.
    """
    seen: list[SeenSheet] = []
    sheets: list[SheetReading] = []
    problems: list[Problem] = list(reading.problems)
    corrections: list[AppliedCorrection] = []
    # A template of ours without rows says that there is nothing yet; a bare header of others may be a slip.
    is_template = any(_is_notes(grid, contracts) for grid in grids)
    # Only a correction that names no sheet wants to know beforehand how many there are.
    names_none = any(not cell.sheet for cell in overrides.cells)
    is_only_sheet = names_none and sum(_is_table(grid, reading.month, contracts) for grid in grids) == 1
    for number, found in enumerate(grids, 1):
        grid = replace(found, sheet=shown_name(found.sheet, f"第{number}个工作表"))
        header = None
        state = "notes" if _is_notes(grid, contracts) else _state_before_header(found, reading.month)
        if not state:
            header = find_header(grid, contracts)
            state = "unknown" if header is None else "loaded"
        if header is None:
            last_row = _last_row(grid)
            problems += _why_left(grid.sheet, state)
        elif is_returned_header([column.header for column in header.columns], contracts.layout):
            raise UnreadableFileError("returned_renamed")
        elif faults := _header_faults(grid, header):
            state, last_row = "refused", _last_row(grid)
            problems += faults
        else:
            problems += _unknown_columns(grid, header, contracts)
            corrector = Corrector(grid.sheet, header, overrides, door, is_only_sheet=is_only_sheet)
            sheet, last_row, told = _read_rows(grid, header, contracts, door, len(sheets), keeper, corrector)
            sheets.append(sheet)
            problems += [*told, *corrector.finish()]
            if not sheet.row_count and not is_template:
                problems.append(Problem("sheet_empty", sheet=grid.sheet))
            corrections += corrector.applied
        seen.append(SeenSheet(grid.sheet, state, last_row))
    if not any(sheet.state in ("loaded", "refused") for sheet in seen):
        problems.append(Problem(_why_nothing({sheet.state for sheet in seen})))
    problems += without_sheet(overrides, [sheet.sheet for sheet in sheets])
    return replace(
        reading,
        sheet_total=len(grids),
        seen=tuple(seen),
        sheets=tuple(sheets),
        problems=tuple(problems),
        corrections=tuple(corrections),
    )


def _is_table(grid: Grid, month: Month, contracts: Contracts) -> bool:
    """Tell a sheet that will be loaded."""
    if _is_notes(grid, contracts) or _state_before_header(grid, month):
        return False
    header = find_header(grid, contracts)
    return header is not None and not _header_faults(grid, header)


def _is_notes(grid: Grid, contracts: Contracts) -> bool:
    return grid.sheet.strip() in contracts.layout.note_sheets


def _state_before_header(grid: Grid, month: Month) -> str:
    """Say why a sheet is left before anything is looked for in it, or ''."""
    if not grid.is_visible:
        return "hidden"
    if all(map(is_blank, grid.rows)):
        return "empty"
    return "other_month" if _names_other_month(grid.sheet, month) else ""


def _why_left(sheet: str, state: str) -> list[Problem]:
    value = sheet if state == "other_month" else ""
    return [] if state in ("empty", "notes") else [Problem(f"sheet_{state}", sheet=sheet, value=value)]


def _why_nothing(states: set[str]) -> str:
    """Say why no sheet of a file was loaded, from what became of its sheets."""
    if "unknown" in states:
        return "file_unknown"
    return "file_sheets_unused" if states - {"empty", "notes"} else "file_empty"


def _last_row(grid: Grid) -> int | None:
    """Go through the rows of a sheet that is left, to know how many there are."""
    for _ in grid.rows:
        pass
    return grid.rows.last_row if grid.is_visible else None


def _names_other_month(sheet: str, month: Month) -> bool:
    """Tell last month's copy: the sheet's name says 上月 or names months and the folder's is not among them."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", sheet))
    named = [
        (2000 + int(year[-2:]) if year else month.year, MONTH_NAMES.get(number) or int(number))
        for year, number in [*NAMED_MONTH.findall(plain), *DATED_MONTH.findall(plain)]
    ]
    return bool(re.search("上个?月", plain)) or (bool(named) and (month.year, month.number) not in named)


def _header_faults(grid: Grid, header: Header) -> list[Problem]:
    title = header.source.title
    row = header.bottom + 1
    missing = [Problem("column_missing", grid.sheet, row, value=name, detail=title) for name in header.missing]
    return missing + [Problem("column_twice", grid.sheet, row, value=name) for name in header.twice]


def _unknown_columns(grid: Grid, header: Header, contracts: Contracts) -> list[Problem]:
    return [
        Problem("column_unknown", grid.sheet, header.bottom + 1, column.header, column.header)
        for column in header.columns
        if column.name is None and column.question is None and column.header not in contracts.layout.ignored_headers
    ]


def _read_rows(
    grid: Grid,
    header: Header,
    contracts: Contracts,
    door: Door,
    number: int,
    keeper: Keeper,
    corrector: Corrector,
) -> tuple[SheetReading, int, list[Problem]]:
    keep = partial(keeper.keep, number)
    line_shifts: list[tuple[int, int]] = []
    if isinstance(grid.rows, TextRows) and not corrector.is_concerned:
        tally, last_row, line_shifts = read_text_rows(grid.rows.text, header, contracts, door, keep, keeper.drop)
    else:
        below = fill_merged(grid.rows, header, grid.merged)
        tally = read_rows(
            below, header.bottom + 2, header, contracts, door, keep, corrector if corrector.is_concerned else None
        )
        last_row = grid.rows.last_row
        line_shifts = grid.rows.line_shifts if isinstance(grid.rows, TextRows) else []
    columns = (
        ReadColumn(c.position, c.header, c.name or (f"q{c.question}" if c.question else None)) for c in header.columns
    )
    sheet = SheetReading(
        sheet=grid.sheet,
        source=header.source.source,
        header_top=header.top + 1,
        header_bottom=header.bottom + 1,
        columns=tuple(columns),
        row_count=tally.data,
        blank_count=tally.blank,
        set_aside=tuple(tally.set_aside),
        line_shifts=tuple(line_shifts),
    )
    return sheet, last_row, tally.error_problems(grid.sheet, header)
