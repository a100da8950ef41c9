"""Where the table is in a sheet: which source, which header rows, which rows are data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from flows.ingest.grid import Grid, Merged
from flows.ingest.privacy import Door
from flows.ingest.sources import Contracts, Layout, Source, header_key

# What is longer stands where a header should be, but is none: nobody needs more of it to find the place.
LONGEST_HEADER = 40
# A total's label is looked for in this many filled cells; this many labels are remembered at most.
TOTAL_CELLS = 3
KNOWN_LABELS = 10_000
SIGNED_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日")


@dataclass(frozen=True)
class HeaderColumn:
    """One column of a sheet; `name` is the contract's name, or None when the contract has none for it."""

    position: int
    header: str
    name: str | None
    question: int | None = None


@dataclass(frozen=True)
class Header:
    """A recognised header: `top` is its first row and `bottom` its last, 0-based."""

    source: Source
    top: int
    bottom: int
    columns: tuple[HeaderColumn, ...]

    @property
    def recognised(self) -> int:
        """How many columns carry data we know."""
        return sum(column.name is not None or column.question is not None for column in self.columns)

    @property
    def missing(self) -> list[str]:
        """Titles of required columns that are not there."""
        present = {column.name for column in self.columns}
        return [c.title for name, c in self.source.columns.items() if c.required and name not in present]

    @property
    def twice(self) -> list[str]:
        """Titles of columns that two headers claim."""
        names = [column.name for column in self.columns if column.name]
        return [self.source.columns[name].title for name in dict.fromkeys(names) if names.count(name) > 1]


class RowKind(StrEnum):
    """What a row below the header is."""

    DATA = "data"
    BLANK = "blank"
    TOTAL = "total"
    FOOTER = "footer"


def find_header(grid: Grid, contracts: Contracts) -> Header | None:
    """Return the header that recognises most columns, over all sources and one- and two-row headers.

    Between equals the one with fewer missing required columns, then the higher and shorter one, wins.
    """
    best: Header | None = None
    best_score: tuple[int, int, int, int] | None = None
    searched = contracts.layout.header_search_rows
    rows = list(islice(grid.rows, searched + 1))
    for top in range(min(len(rows), searched)):
        for depth in (1, 2):
            if top + depth > len(rows):
                continue
            headers = _header_texts(rows, grid.merged, top, depth)
            if not _may_be_header(headers, contracts):
                continue
            for source in contracts.sources:
                header = Header(source, top, top + depth - 1, _recognise(headers, source))
                if header.recognised < contracts.layout.header_min_columns:
                    continue
                score = (header.recognised - 2 * len(header.twice), -len(header.missing), -depth, -top)
                if best_score is None or score > best_score:
                    best, best_score = header, score
    return best


def _may_be_header(headers: list[tuple[str, str]], contracts: Contracts) -> bool:
    """Tell quickly whether enough cells are known headers of any source (most rows are data)."""
    known = 0
    for parent, own in headers:
        key = header_key(own or parent)
        known += bool(key) and any(
            key in source.by_header or (source.question is not None and source.question.match(key) is not None)
            for source in contracts.sources
        )
        if known >= contracts.layout.header_min_columns:
            return True
    return False


def _header_texts(rows: Sequence[list[str]], merged: Iterable[Merged], top: int, depth: int) -> list[tuple[str, str]]:
    """Return (parent, own) header text of each column; a merged parent is spread over its columns."""
    own = list(rows[top + depth - 1])
    if depth == 1:
        return [("", text) for text in own]
    parents = list(rows[top])
    width = max(len(own), len(parents))
    own += [""] * (width - len(own))
    parents += [""] * (width - len(parents))
    for first_row, left, _, right in merged:
        # A title may be merged over more columns than hold anything.
        if first_row == top and left < min(right, width - 1):
            right = min(right, width - 1)
            parents[left : right + 1] = [parents[left]] * (right - left + 1)
    return list(zip(parents, own, strict=True))


def _recognise(headers: list[tuple[str, str]], source: Source) -> tuple[HeaderColumn, ...]:
    columns = []
    for position, (parent, own) in enumerate(headers):
        text = own if own.strip() else parent
        if not text.strip():
            continue
        candidates = [header_key(own), header_key(parent + own)] if own.strip() else [header_key(parent)]
        name = next((source.by_header[key] for key in candidates if key in source.by_header), None)
        asked = source.question.match(candidates[0]) if source.question and name is None else None
        shown = Door.text(" ".join(text.split()))
        if name is None and asked is None and len(shown) > LONGEST_HEADER:
            shown = shown[:LONGEST_HEADER] + "……"
        columns.append(HeaderColumn(position, shown, name, int(asked[1]) if asked else None))
    return tuple(_prefer_titles(columns, source))


def _prefer_titles(columns: list[HeaderColumn], source: Source) -> list[HeaderColumn]:
    """Where a column's own title stands beside a synonym of it, the synonym is a column we don't know."""
    titled = {
        column.name
        for column in columns
        if column.name and header_key(column.header) == header_key(source.columns[column.name].title)
    }
    return [
        HeaderColumn(column.position, column.header, None)
        if column.name in titled
        and column.name
        and header_key(column.header) != header_key(source.columns[column.name].title)
        else column
        for column in columns
    ]


def fill_merged(
    rows: Iterable[list[str]], header: Header, merged: Iterable[Merged], start: int | None = None
) -> Iterator[list[str]]:
    """Yield the rows below the header, as wide as it is, with vertically merged cells filled downwards.

    Args:
        rows: the rows of the sheet from its first.
        header: where the table begins.
        merged: the merged ranges of the sheet.
        start: how many rows to pass over, where `rows` does not begin with the sheet.
    """
    start = header.bottom + 1 if start is None else start
    width = 1 + max(column.position for column in header.columns)
    begun: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _ in merged:
        if bottom > top >= start and left < width:
            begun.setdefault(top, []).append((left, bottom))
    if not begun:
        # Most sheets, and every text file.
        for cells in islice(rows, start, None):
            yield cells if len(cells) == width else cells[:width] + [""] * (width - len(cells))
        return
    # Column → last row and text of the merged cell that reaches down from above.
    reaching: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(islice(rows, start, None), start):
        row = cells if len(cells) == width else cells[:width] + [""] * (width - len(cells))
        row = list(row) if reaching else row
        for left, (bottom, text) in list(reaching.items()):
            row[left] = text
            if bottom <= number:
                del reaching[left]
        for left, bottom in begun.get(number, ()):
            reaching[left] = (bottom, row[left])
        yield row


class RowKinds:
    """Says whether a row below the header is data, blank, a total or a footer, by the rules of layout.toml."""

    def __init__(self, layout: Layout, header: Header) -> None:
        self._layout = layout
        self._said = [(c.position, c.header.split()) for c in header.columns if c.name or c.question is not None]
        self._labels: dict[str, str] = {}
        # Codes and dates, which most rows begin with, say nothing where no label is written in such characters.
        labels = (*layout.total_labels, *layout.footer_prefixes)
        self._has_plain_labels = any(label[0].isascii() for label in labels)

    def are_data(self, rows: Sequence[Sequence[str]]) -> bool:
        """Tell at a glance that all rows are data: each begins with three filled cells, and no cell there is a label.

        What cannot be told so is looked at row by row.
        """
        firsts = {cell for row in rows for cell in row[:TOTAL_CELLS]}
        is_narrow = len(rows[0]) < TOTAL_CELLS
        if is_narrow or self._has_plain_labels or "" in firsts or any(map(str.isspace, firsts)):
            return False
        position, words = self._said[0]
        if words[0] in "".join([row[position] for row in rows]):
            return False
        labels = [self._label(cell) for cell in firsts if not cell.isascii()]
        return not any(
            label.rstrip(":").endswith(self._layout.total_labels) or label.startswith(self._layout.footer_prefixes)
            for label in labels
        )

    def kind(self, row: Sequence[str]) -> RowKind:
        """Tell one row; a header again, as sheets have it at the head of each printed page, is none of the data."""
        kind = self._kind(row)
        is_header_again = kind is RowKind.DATA and all(row[at].split() == words for at, words in self._said)
        return RowKind.FOOTER if is_header_again else kind

    def _kind(self, row: Sequence[str]) -> RowKind:
        """Look at the first three filled cells, and count the filled ones where the first begins like a footer."""
        first = row[:TOTAL_CELLS]
        if not all(first) or any(map(str.isspace, first)):
            first = list(islice((cell for cell in row if cell and not cell.isspace()), TOTAL_CELLS))
        if not first:
            return RowKind.BLANK
        layout = self._layout
        for cell in first:
            if not cell.isascii() and self._label(cell).rstrip(":") in layout.total_labels:
                return RowKind.TOTAL
        if len(first) > 1 and first[0].isascii() and not self._has_plain_labels:
            return RowKind.DATA
        label = self._label(first[0])
        if not label.isascii() and label.rstrip(":").endswith(layout.total_labels):
            return RowKind.TOTAL
        if label.startswith(layout.footer_prefixes):
            filled = sum(bool(cell) and not cell.isspace() for cell in row)
            return RowKind.FOOTER if filled <= layout.footer_max_cells else RowKind.DATA
        # who issued the sheet and when, below it
        if len(first) == 1 and (label.endswith(layout.signature_endings) or SIGNED_DAY.fullmatch(label)):
            return RowKind.FOOTER
        return RowKind.DATA

    def _label(self, cell: str) -> str:
        """Reduce a cell to what a label says; most cells that stand first are of a few kinds, or plain numbers."""
        if cell.isascii():
            return "".join(cell.split())
        label = self._labels.get(cell)
        if label is None:
            if len(self._labels) >= KNOWN_LABELS:
                self._labels.clear()
            label = self._labels[cell] = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell))
        return label
