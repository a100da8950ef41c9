"""The rows below a header, a chunk at a time: told apart, filled, guarded, handed on. Nothing holds a whole sheet."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np
import pandas as pd

from flows.ingest.corrections import Corrector
from flows.ingest.error_cells import ERROR_TEXTS
from flows.ingest.layout import Header, HeaderColumn, RowKind, RowKinds
from flows.ingest.privacy import Door
from flows.ingest.sources import Contracts
from flows.issues import Problem

# So few rows at a time that the processor has them at hand; so many stretches together that they are worth a file.
STRETCH_ROWS = 1_000
CHUNK_STRETCHES = 20
SHOWN_ERROR_ROWS = 5
# Who filled in a form signs it; the line that is set aside keeps the word and not the name.
SIGNED = re.compile(r"((?:人|制表|审核|复核|报送|签字|签发|领导)\s*[:：]\s*)[\u3400-\u9fff·]{2,4}(?![\u3400-\u9fff])")


@dataclass(frozen=True)
class Chunk:
    """Some data rows of a sheet, in order, with nothing private in them.

    `rows` has `row` (1-based row of the sheet), the kept columns of the contract that the sheet has, as text (missing:
    None), and `content_hash` (keyed, of the row's recognised cells); `answers` has `row`, `question`, `answer`.
    `first_row` tells the chunks of a sheet apart and gives their order.
    """

    first_row: int
    rows: pd.DataFrame
    answers: pd.DataFrame


@dataclass(frozen=True)
class _Stretch:
    """Some data rows: their numbers, the columns that are kept of them, the answers (row, answer) to each question."""

    numbers: list[int]
    columns: dict[str, Sequence[str | None]]
    answers: dict[int, list[tuple[int, str]]]


@dataclass(frozen=True)
class RowSetAside:
    """A total, a line below the table or its header again: its row, its kind, its first filled cell (scrubbed)."""

    row: int
    kind: str
    label: str


@dataclass
class Tally:
    """What the rows below a header were, counted while they passed; two stretches of a sheet add up."""

    data: int = 0
    blank: int = 0
    set_aside: list[RowSetAside] = field(default_factory=list)
    # (position of the column, text) → rows of the cells in error
    errors: dict[tuple[int, str], list[int]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Count what follows too."""
        self.data += other.data
        self.blank += other.blank
        self.set_aside += other.set_aside
        for place, rows in other.errors.items():
            self.errors.setdefault(place, []).extend(rows)

    def counted(self, kind: RowKind) -> int:
        """How many rows were set aside as this kind."""
        return sum(row.kind == kind.value for row in self.set_aside)

    def error_problems(self, sheet: str, header: Header) -> list[Problem]:
        """Tell the cells in error of each column: the first by its place, the others in words."""
        titles = {column.position: column.header for column in header.columns}
        problems = []
        for (position, text), rows in sorted(self.errors.items()):
            others = f"，第{'、'.join(map(str, rows[1 : 1 + SHOWN_ERROR_ROWS]))}行也是" if len(rows) > 1 else ""
            others += f"（共{len(rows)}处）" if len(rows) > 1 + SHOWN_ERROR_ROWS else ""
            problems.append(Problem("cell_error", sheet, rows[0], titles[position], text, others))
        return problems


def read_rows(
    rows: Iterable[list[str]],
    first_row: int,
    header: Header,
    contracts: Contracts,
    door: Door,
    keep: Callable[[Chunk], None],
    corrector: Corrector | None = None,
) -> Tally:
    """Hand on the data rows in chunks, and count the others.

    Args:
        rows: the rows from below the header on, as wide as the header, merged cells filled.
        first_row: the sheet's number of the first of them.
        header: what the columns are.
        contracts: the rules of what is data.
        door: takes out what is private.
        keep: takes each chunk.
        corrector: overrides cells while they still are what they were in the file.
    """
    tally = Tally()
    # Rows are lists of texts and form no cycles; to look for some among millions of them takes a sixth of the time.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        stretches = _stretches(rows, first_row, header, contracts, door, corrector, tally)
        while together := list(islice(stretches, CHUNK_STRETCHES)):
            keep(_chunk(together))
    finally:
        if was_enabled:
            gc.enable()
    return tally


def _stretches(
    rows: Iterable[list[str]],
    first_row: int,
    header: Header,
    contracts: Contracts,
    door: Door,
    corrector: Corrector | None,
    tally: Tally,
) -> Iterator[_Stretch]:
    for numbers, data in _data_rows(rows, first_row, header, contracts, tally):
        if corrector is not None:
            for number, row in zip(numbers, data, strict=True):
                corrector.correct(number, row)
        yield _guarded(numbers, data, header, door, tally)


def _data_rows(
    rows: Iterable[list[str]], first_row: int, header: Header, contracts: Contracts, tally: Tally
) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Yield the data rows and their numbers, a stretch at a time; the others are counted."""
    coming = iter(rows)
    kinds = RowKinds(contracts.layout, header)
    while data := list(islice(coming, STRETCH_ROWS)):
        numbers = list(range(first_row, first_row + len(data)))
        first_row += len(data)
        if not kinds.are_data(data):
            numbers, data = _sorted_out(numbers, data, kinds, tally)
        tally.data += len(data)
        if data:
            yield numbers, data


def _sorted_out(
    numbers: Sequence[int], rows: Sequence[list[str]], kinds: RowKinds, tally: Tally
) -> tuple[list[int], list[list[str]]]:
    """Return the data rows and their numbers; the others are counted."""
    data: dict[int, list[str]] = {}
    for number, row in zip(numbers, rows, strict=True):
        kind = kinds.kind(row)
        if kind is RowKind.DATA:
            data[number] = row
        elif kind is RowKind.BLANK:
            tally.blank += 1
        else:
            label = next(cell for cell in row if cell.strip())
            tally.set_aside.append(RowSetAside(number, kind.value, SIGNED.sub(r"\1〔姓名〕", Door.text(label))))
    return list(data), list(data.values())


def _kept(cells: Sequence[str], different: set[str], rule: Callable[[str], str]) -> Sequence[str | None]:
    """Apply a rule to a column; most columns hold few different values, and each is looked at once.

    Args:
        cells: the column.
        different: the different values; none where the rule is known to leave every cell.
        rule: what makes of a cell what is kept of it.
    """
    suspects = Door.suspects(different) if rule in (Door.plain, Door.text) else different
    changed: dict[str, str | None] = {cell: rule(cell) or None for cell in suspects}
    if "" in (different or cells):
        changed[""] = None
    return list(map(changed.get, cells, cells)) if changed else cells


def _guarded(numbers: list[int], data: Sequence[Sequence[str]], header: Header, door: Door, tally: Tally) -> _Stretch:
    """Take the columns we know, with nothing private in them."""
    cells = list(zip(*data, strict=True))
    named = {column.name: column for column in header.columns if column.name}
    questions = [column for column in header.columns if column.question is not None]
    known = sorted({column.position for column in [*named.values(), *questions]})
    rules = {column.position: door.keeper(name, header.source.columns[name]) for name, column in named.items()}
    # No cell of those that a rule leaves at a glance is one in error.
    different = {at: set() if door.leaves(rules.get(at, door.text), cells[at]) else set(cells[at]) for at in known}
    kept: dict[str, Sequence[str | None]] = {}
    for name in header.source.kept_columns:
        if name in named:
            at = named[name].position
            kept[name] = _kept(cells[at], different[at], rules[at])
    # Where every column is known the rows are hashed as they are.
    hashed = data if len(known) == len(cells) else zip(*(cells[at] for at in known), strict=True)
    kept["content_hash"] = list(door.fingerprints(hashed))
    for position in known:
        for said in ERROR_TEXTS & different[position]:
            rows = [number for number, cell in zip(numbers, cells[position], strict=True) if cell == said]
            tally.errors.setdefault((position, said), []).extend(rows)
    return _Stretch(numbers, kept, _answers(numbers, cells, questions, door))


def _answers(
    numbers: list[int], cells: Sequence[Sequence[str]], questions: Sequence[HeaderColumn], door: Door
) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for column in questions:
        stripped = [cell.strip() for cell in cells[column.position]]
        kept = zip(numbers, _kept(stripped, set(stripped), door.text), strict=True)
        found.setdefault(column.question or 0, []).extend((number, answer) for number, answer in kept if answer)
    return found


def _chunk(stretches: Sequence[_Stretch]) -> Chunk:
    numbers = list(chain.from_iterable(stretch.numbers for stretch in stretches))
    columns = {
        name: list(chain.from_iterable(stretch.columns[name] for stretch in stretches)) for name in stretches[0].columns
    }
    answers = [
        (number, question, answer)
        for question in stretches[0].answers
        for stretch in stretches
        for number, answer in stretch.answers[question]
    ]
    rows, asked, said = map(list, zip(*answers, strict=True)) if answers else ([], [], [])
    return Chunk(
        numbers[0], _frame({"row": numbers}, columns), _frame({"row": rows, "question": asked}, {"answer": said})
    )


def _frame(numbers: Mapping[str, Sequence[int]], texts: Mapping[str, list[str | None]]) -> pd.DataFrame:
    columns = {name: pd.Series(np.array(values, dtype=np.int64)) for name, values in numbers.items()}
    columns |= {name: pd.Series(values, dtype=object) for name, values in texts.items()}
    # One array for all texts would be a copy of them.
    return pd.DataFrame(columns, copy=False)
