"""What reading a file gives: every sheet seen, the loaded ones, what is wrong; the rows go to a keeper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from flows.ingest.corrections import AppliedCorrection
from flows.ingest.rows import Chunk, RowSetAside
from flows.issues import Problem
from flows.period import Month


class Keeper(Protocol):
    """Takes the rows of a file while it is read, perhaps in several processes at once (so: can be pickled)."""

    def keep(self, sheet: int, chunk: Chunk) -> None:
        """Take some rows of the sheet of this number among those loaded."""

    def drop(self) -> None:
        """Forget all that was taken: the file is refused, or read again in another way."""


@dataclass(frozen=True)
class ReadColumn:
    """A column of a sheet as it was understood."""

    position: int
    header: str
    name: str | None


@dataclass(frozen=True)
class SheetReading:
    """A sheet that holds a known source; its rows went to the keeper.

    `row_count` and `blank_count` count data and blank rows below the header, `set_aside` lists the others;
    `line_shifts` says from which rows of a text file on its lines have other numbers: (row, line).
    """

    sheet: str
    source: str
    header_top: int
    header_bottom: int
    columns: tuple[ReadColumn, ...]
    row_count: int = 0
    blank_count: int = 0
    set_aside: tuple[RowSetAside, ...] = ()
    line_shifts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class SeenSheet:
    """What became of a sheet of a file.

    `state` is loaded, hidden, empty, other_month, unknown or refused; `last_row` the last row that says something as
    the reader of the format gives it (a text file: its last row), None for a hidden sheet, which is not opened.
    """

    sheet: str
    state: str
    last_row: int | None


@dataclass(frozen=True)
class FileReading:
    """What one file gave: every sheet of it was `seen`, the loaded ones are `sheets`, in the same order.

    `path` is what the file is called in every message: its name, without the private values in it. `key_id` names the
    key that its telephone numbers were hashed with; '' where none was needed.
    """

    path: str
    month: Month
    sha256: str
    is_demo: bool
    byte_size: int = 0
    sheet_total: int = 0
    seen: tuple[SeenSheet, ...] = ()
    sheets: tuple[SheetReading, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    corrections: tuple[AppliedCorrection, ...] = ()
    key_id: str = ""
