"""A sheet as text, however it came: what every reader of a format gives, and why one may refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

# (first row, first column, last row, last column), 0-based and inclusive.
Merged = tuple[int, int, int, int]


class UnreadableFileError(Exception):
    """The file cannot become a grid; `code` and `detail` say why (see issue_texts.csv)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Rows(Protocol):
    """The rows of a sheet from its first, as lists of texts; an empty cell is ''. They may be gone through again.

    `last_row` is the 1-based number of the last row, known once the rows were gone through.
    """

    last_row: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True)
class Grid:
    """A sheet: its name ('' for a text file), its rows, its merged ranges. Of a hidden sheet only the name is known."""

    sheet: str
    rows: Rows
    is_visible: bool = True
    merged: tuple[Merged, ...] = ()


class SheetRows:
    """Rows up to the last that says something; formatting often reaches a million rows further."""

    def __init__(self, source: Callable[[], Iterable[list[str]]]) -> None:
        self._source = source
        self.last_row = 0

    def __iter__(self) -> Iterator[list[str]]:
        blank = 0
        for number, row in enumerate(self._source(), start=1):
            if is_blank(row):
                blank += 1
                continue
            for _ in range(blank):
                yield []
            blank = 0
            self.last_row = number
            yield row


def listed(rows: list[list[str]]) -> SheetRows:
    """Give rows that are at hand."""
    return SheetRows(lambda: rows)


def is_blank(row: list[str]) -> bool:
    """Tell a row in which nothing is written but white space."""
    return not any(cell and not cell.isspace() for cell in row)
