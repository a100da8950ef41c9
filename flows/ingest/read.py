"""One file → the sheets it holds, as text rows with their origin, and what is wrong with it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from flows.ingest.layout import Header, RowKind, fill_merged, find_header, row_kind
from flows.ingest.privacy import DEMO_KEY, Door
from flows.ingest.sources import Contracts
from flows.ingest.workbook import Grid, UnreadableFileError, read_grids
from flows.issues import Problem
from flows.period import Month

DEMO_MARK = "演示数据"
READABLE_SUFFIXES = {".xlsx", ".xls", ".xlsm", ".csv", ".tsv", ".txt"}
IDENTIFIER_ENDINGS = ("_no", "_id", "_ref")
MONTH_NAMES = {name: number for number, name in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
NAMED_MONTH = re.compile(r"(?:(20\d\d|(?<!\d)\d\d)年)?(?<!\d)(\d{1,2}|[一二三四五六七八九]|十[一二]?)月")
DATED_MONTH = re.compile(r"(?<!\d)(20\d\d)[-._](\d{1,2})(?![\d]|[-._]\d)")
SIDE_FILES = {"readme.md", ".ds_store", "thumbs.db"}


@dataclass(frozen=True)
class ReadColumn:
    """A column of a sheet as it was understood."""

    position: int
    header: str
    name: str | None


@dataclass(frozen=True)
class SheetReading:
    """A sheet that holds a known source.

    `rows` has `row` (1-based row of the sheet), `content_hash` (keyed, of the row's recognised cells) and every kept
    column of the contract as text ('' → missing);
    `answers` has `row`, `question`, `answer`. `set_aside` counts rows below the header that are no data, by kind.
    """

    sheet: str
    source: str
    header_top: int
    header_bottom: int
    columns: tuple[ReadColumn, ...]
    rows: pd.DataFrame
    answers: pd.DataFrame
    set_aside: dict[str, int]


@dataclass(frozen=True)
class FileReading:
    """What one file gave.

    `path` is what the file is called in every message: its name, without the private values in it. `key_id` names the
    key that its telephone numbers were hashed with; '' where none was needed.
    """

    path: str
    month: Month
    sha256: str
    is_demo: bool
    sheets: tuple[SheetReading, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    key_id: str = ""


def data_files(folder: Path) -> list[Path]:
    """Return the files of a month's folder that may hold data, in a fixed order."""
    found = (path for path in folder.rglob("*") if path.is_file())
    wanted = (p for p in found if p.name.lower() not in SIDE_FILES and not p.name.startswith(("~$", ".")))
    return sorted(wanted, key=lambda path: path.relative_to(folder).as_posix())


def read_file(path: Path, name: str, month: Month, contracts: Contracts, key: bytes | None) -> FileReading:
    """Read one file; never raises for what is in it.

    Args:
        path: where the file is.
        name: how it is called in every message (relative to data/raw).
        month: the month of its folder.
        contracts: the sources and layout rules.
        key: the key for telephone numbers; None allows demonstration files only.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        return FileReading(
            _shown_name(name, "?"),
            month,
            "",
            False,
            problems=(Problem("file_unreadable", detail=error.strerror or ""),),
        )
    is_demo = DEMO_MARK in path.name
    sha256 = hashlib.sha256(content).hexdigest()
    shown = _shown_name(name, sha256[:6])
    renamed = [Problem("file_name_private")] if shown != name else []
    reading = FileReading(shown, month, sha256, is_demo, problems=tuple(renamed))
    if key is None and not is_demo:
        return _with(reading, problems=[Problem("file_key_missing")])
    if path.suffix.lower() not in READABLE_SUFFIXES:
        return _with(reading, problems=[Problem("file_type", value=Door.plain(path.suffix))])
    try:
        grids = read_grids(content)
    except UnreadableFileError as error:
        return _with(reading, problems=[Problem(error.code, detail=error.detail)])
    door = Door(DEMO_KEY if is_demo else key or b"")
    return _read_sheets(replace(reading, key_id=door.key_id), grids, contracts, door)


def _shown_name(name: str, mark: str) -> str:
    """Return the name of a file or sheet without what is private in it; `mark` then tells it from others like it."""
    scrubbed = Door.plain(name)
    return name if scrubbed == name else f"{scrubbed}（{mark}）"


def _with(reading: FileReading, *, sheets: list[SheetReading] | None = None, problems: list[Problem]) -> FileReading:
    return replace(reading, sheets=tuple(sheets or ()), problems=(*reading.problems, *problems))


def _read_sheets(reading: FileReading, grids: list[Grid], contracts: Contracts, door: Door) -> FileReading:
    sheets: list[SheetReading] = []
    problems: list[Problem] = []
    refused = False
    for number, found in enumerate(grids, 1):
        grid = replace(found, sheet=_shown_name(found.sheet, f"第{number}个工作表"))
        if not grid.is_visible:
            problems.append(Problem("sheet_hidden", sheet=grid.sheet))
            continue
        if not any(cell.strip() for row in grid.rows for cell in row):
            continue
        if _names_other_month(found.sheet, reading.month):
            problems.append(Problem("sheet_other_month", sheet=grid.sheet, value=grid.sheet))
            continue
        header = find_header(grid, contracts)
        if header is None:
            problems.append(Problem("sheet_unknown", sheet=grid.sheet))
            continue
        faults = _header_faults(grid, header)
        if faults:
            problems += faults
            refused = True
            continue
        problems += _unknown_columns(grid, header, contracts)
        sheets.append(_read_rows(grid, header, contracts, door))
        if sheets[-1].rows.empty:
            problems.append(Problem("sheet_empty", sheet=grid.sheet))
    if not sheets and not refused:
        problems.append(Problem(_why_nothing(problems)))
    return _with(reading, sheets=sheets, problems=problems)


def _why_nothing(problems: list[Problem]) -> str:
    """Say why no sheet of a file was loaded, from what was said of its sheets."""
    codes = {problem.code for problem in problems}
    if "sheet_unknown" in codes:
        return "file_unknown"
    return "file_sheets_unused" if codes else "file_empty"


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


def _kept(cells: list[str], rule: Callable[[str], str]) -> list[str | None]:
    """Apply a rule to a column; most columns hold few different values, and each is looked at once."""
    kept = {cell: rule(cell) or None for cell in set(cells)}
    return [kept[cell] for cell in cells]


def _read_rows(grid: Grid, header: Header, contracts: Contracts, door: Door) -> SheetReading:
    first_row = header.bottom + 2
    rows = fill_merged(grid, header)
    kinds = [row_kind(row, contracts.layout) for row in rows]
    numbers = [first_row + i for i, kind in enumerate(kinds) if kind is RowKind.DATA]
    data = [row for row, kind in zip(rows, kinds, strict=True) if kind is RowKind.DATA]
    positions = {column.name: column.position for column in header.columns if column.name}

    frame: dict[str, Sequence[object]] = {"row": numbers}
    for name in header.source.kept_columns:
        # An identifier may look like a telephone number; it must stay what it is.
        privacy = header.source.columns[name].privacy
        kept = door.identifier if not privacy and name.endswith(IDENTIFIER_ENDINGS) else door.rule(privacy)
        at = positions.get(name)
        frame[name] = [None] * len(data) if at is None else _kept([row[at] for row in data], kept)
    questions = [column for column in header.columns if column.question is not None]
    recognised = sorted({*positions.values(), *(column.position for column in questions)})
    frame["content_hash"] = [door.fingerprint([row[position] for position in recognised]) for row in data]
    answers = [
        (number, column.question, answer)
        for column in questions
        for number, answer in zip(
            numbers, _kept([row[column.position].strip() for row in data], door.text), strict=True
        )
        if answer
    ]
    return SheetReading(
        sheet=grid.sheet,
        source=header.source.source,
        header_top=header.top + 1,
        header_bottom=header.bottom + 1,
        columns=tuple(
            ReadColumn(c.position, c.header, c.name or (f"q{c.question}" if c.question else None))
            for c in header.columns
        ),
        rows=pd.DataFrame(frame, dtype=object).astype({"row": "int64"}),
        answers=pd.DataFrame(answers, columns=["row", "question", "answer"]).astype(
            {"row": "int64", "question": "int64", "answer": object}
        ),
        set_aside={kind.value: kinds.count(kind) for kind in RowKind if kind is not RowKind.DATA},
    )
