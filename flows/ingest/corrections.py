"""Overrides of what stands in a file: which cell, what must stand there now, what it shall be.

Two kinds. A line of data/reference/corrections.csv overrides one cell and states the text it expects there. A row of a
workbook of rejected rows that came back overrides the cells that were edited in it; it is held to the row it was made
from by a check code over what that row showed. Either is refused, and told, when the file no longer says what it did.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.ingest.layout import Header, HeaderColumn
from flows.ingest.privacy import Door
from flows.ingest.sources import header_key
from flows.issues import Problem

# What is shown for a telephone number: whether there is one, not which.
PHONE_SHOWN = "〔电话〕"
CHECK_CODE_LENGTH = 12


@dataclass(frozen=True)
class Place:
    """Where an override itself stands, for messages: file, sheet (blank in a CSV), row."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class CellOverride:
    """One cell of one file. `column` is the header as it stands in the file; `sheet` may be blank in a file of one."""

    file: str
    sheet: str
    row: int
    column: str
    expected: str
    value: str
    reason: str
    corrected_by: str
    place: Place


@dataclass(frozen=True)
class ReturnedRow:
    """A row that came back corrected: `cells` are (label, text) of all its columns, edited or not."""

    file: str
    sheet: str
    row: int
    check_code: str
    cells: tuple[tuple[str, str], ...]
    reason: str
    corrected_by: str
    place: Place

    @property
    def is_untouched(self) -> bool:
        """Whether it still shows what it was given out with: then there is nothing to correct."""
        return check_code([text for _, text in self.cells]) == self.check_code


@dataclass(frozen=True)
class AppliedCorrection:
    """A cell that was overridden: its column (label and contract name), its text before and after as it may be kept."""

    sheet: str
    row: int
    header: str
    name: str
    old: str
    new: str
    reason: str
    corrected_by: str
    place: Place


@dataclass(frozen=True)
class Overrides:
    """Overrides of one file, or of all."""

    cells: tuple[CellOverride, ...] = ()
    rows: tuple[ReturnedRow, ...] = ()

    def of(self, file: str) -> Overrides:
        """Those of one file."""
        return Overrides(
            tuple(cell for cell in self.cells if cell.file == file), tuple(row for row in self.rows if row.file == file)
        )


def labels(columns: Sequence[HeaderColumn], titles: dict[str, str]) -> dict[int, str]:
    """Position → what a column is called where rows come back: its header, told apart where two have the same.

    Only columns that may be kept are there: those of the contract that are not dropped, and questions.
    """
    kept = [column for column in columns if column.question is not None or column.name in titles]
    headers = [column.header for column in kept]
    return {
        column.position: column.header
        if headers.count(column.header) == 1
        else f"{column.header}（{titles.get(column.name or '', f'Q{column.question}')}）"
        for column in kept
    }


def check_code(shown: Sequence[str]) -> str:
    """Return the code of a row from what its kept cells show, in the order of its columns (staging.row_shown)."""
    return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()[:CHECK_CODE_LENGTH]


def _same(one: str, other: str) -> bool:
    """Whether two texts say the same to a reader: the kind and number of blanks and full-width forms do not count."""
    return unicodedata.normalize("NFKC", one).split() == unicodedata.normalize("NFKC", other).split()


@dataclass
class Corrector:
    """Applies the overrides of one sheet to its data rows, before anything private is taken out of them."""

    sheet: str
    header: Header
    overrides: Overrides
    door: Door
    is_only_sheet: bool
    applied: list[AppliedCorrection] = field(default_factory=list)
    _done: set[Place] = field(default_factory=set)
    _faults: dict[Place, Problem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = self.header.source.columns
        self._labels = labels(
            self.header.columns, {name: columns[name].title for name in self.header.source.kept_columns}
        )
        self._names = {
            column.position: column.name or f"q{column.question}"
            for column in self.header.columns
            if column.position in self._labels
        }
        self._cells: dict[int, list[CellOverride]] = {}
        for cell in self.overrides.cells:
            if cell.sheet == self.sheet or (not cell.sheet and self.is_only_sheet):
                self._cells.setdefault(cell.row, []).append(cell)
        self._rows: dict[int, list[ReturnedRow]] = {}
        for row in self.overrides.rows:
            if row.sheet == self.sheet and not row.is_untouched:
                self._rows.setdefault(row.row, []).append(row)

    @property
    def is_concerned(self) -> bool:
        """Whether any override is for this sheet."""
        return bool(self._cells or self._rows)

    def correct(self, number: int, row: list[str]) -> None:
        """Override cells of a data row, in place. `number` is its row in the sheet."""
        for cell in self._cells.get(number, ()):
            self._correct_cell(cell, row)
        waiting = list(self._rows.get(number, ()))
        self._tell_conflicts(waiting)
        # A workbook may hold a row that an earlier one had corrected: each follows the row it was made from.
        while ready := next((each for each in waiting if each.check_code == self._code(row)), None):
            waiting.remove(ready)
            self._correct_row(ready, row)
        for each in waiting:
            self._faults.setdefault(each.place, self._problem("returned_stale", each.place, each.row))

    def finish(self) -> list[Problem]:
        """Return what is wrong with overrides of this sheet, once every data row has passed."""
        for cell in (cell for cells in self._cells.values() for cell in cells):
            if cell.place not in self._done:
                self._faults.setdefault(cell.place, self._problem("correction_no_row", cell.place, cell.row))
        for row in (row for rows in self._rows.values() for row in rows):
            if row.place not in self._done:
                self._faults.setdefault(row.place, self._problem("returned_no_row", row.place, row.row))
        return list(self._faults.values())

    def _correct_cell(self, cell: CellOverride, row: list[str]) -> None:
        self._done.add(cell.place)
        wanted = header_key(cell.column)
        positions = [position for position, label in self._labels.items() if header_key(label) == wanted]
        if len(positions) != 1:
            self._faults[cell.place] = self._problem("correction_no_column", cell.place, cell.row, cell.column)
        elif not _same(row[positions[0]], cell.expected):
            stands = self._shown(positions[0], row[positions[0]])
            self._faults[cell.place] = self._problem("correction_stale", cell.place, cell.row, cell.column, stands)
        else:
            self._set(row, positions[0], cell.value, cell)

    def _correct_row(self, returned: ReturnedRow, row: list[str]) -> None:
        self._done.add(returned.place)
        by_label = {label: position for position, label in self._labels.items()}
        strange = [label for label, _ in returned.cells if label not in by_label]
        if strange:
            self._faults[returned.place] = self._problem("returned_column", returned.place, returned.row, strange[0])
            return
        for label, text in returned.cells:
            if not _same(text, self._shown(by_label[label], row[by_label[label]])):
                self._set(row, by_label[label], text, returned)

    def _set(self, row: list[str], position: int, text: str, override: CellOverride | ReturnedRow) -> None:
        old = self._shown(position, row[position])
        row[position] = text
        self.applied.append(
            AppliedCorrection(
                self.sheet,
                override.row,
                self._labels[position],
                self._names[position],
                old,
                self._shown(position, text),
                self.door.text(override.reason),
                self.door.text(override.corrected_by),
                override.place,
            )
        )

    def _tell_conflicts(self, waiting: list[ReturnedRow]) -> None:
        """Two versions of a row that were made from the same one and differ: neither is taken."""
        first: dict[str, ReturnedRow] = {}
        for each in list(waiting):
            other = first.setdefault(each.check_code, each)
            if other is each:
                continue
            waiting.remove(each)
            self._done.add(each.place)
            if other.cells != each.cells:
                for place in (other.place, each.place):
                    self._faults[place] = self._problem("returned_conflict", place, each.row)
        waiting[:] = [each for each in waiting if each.place not in self._faults]
        self._done |= self._faults.keys()

    def _shown(self, position: int, text: str) -> str:
        """Return what a cell shows where rows are given out: what is kept of it, of a telephone number a mark."""
        name = self._names[position]
        column = self.header.source.columns.get(name)
        if column is None:
            return self.door.text(text.strip())
        kept = self.door.keeper(name, column)(text)
        return (PHONE_SHOWN if kept else "") if column.privacy == "phone" else kept

    def _code(self, row: list[str]) -> str:
        return check_code([self._shown(position, row[position]) for position in self._labels])

    def _problem(self, code: str, place: Place, row: int, column: str = "", value: str = "") -> Problem:
        where = f"〔{self.sheet}〕" if self.sheet else ""
        return Problem(code, place.sheet, place.row, column, value, f"{where}第 {row} 行", place.file)


def without_sheet(overrides: Overrides, loaded: Sequence[str]) -> list[Problem]:
    """Say which overrides of a file name a sheet that was not loaded from it; a blank names the only one."""
    named = [
        ("correction_no_sheet", each.sheet, each.place) for each in overrides.cells if each.sheet or len(loaded) != 1
    ]
    named += [("returned_no_sheet", row.sheet, row.place) for row in overrides.rows]
    return [
        Problem(code, place.sheet, place.row, value=Door.plain(sheet), file=place.file)
        for code, sheet, place in named
        if sheet not in loaded
    ]
