"""A long text file read by all cores: each takes a part of it. The result is the same as in one go."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from flows.ingest.grid import UnreadableFileError
from flows.ingest.layout import Header, fill_merged
from flows.ingest.privacy import Door
from flows.ingest.rows import Chunk, Tally, read_rows
from flows.ingest.sources import Contracts
from flows.ingest.text import Text, TextRows, split

# Starting a process costs as much as reading this many bytes.
PART_BYTES = 16 << 20

# Rows told apart and counted, the last row, and where the numbers of rows and lines part.
TextReading = tuple[Tally, int, list[tuple[int, int]]]


def read_text_rows(
    text: Text,
    header: Header,
    contracts: Contracts,
    door: Door,
    keep: Callable[[Chunk], None],
    drop: Callable[[], None],
) -> TextReading:
    """Hand on the rows below the header of a text file, in several processes where that pays.

    `keep` is called in each of them; `drop` if a cut was wrong and the file is read again in one go.

    Raises:
        UnreadableFileError: quotation marks that do not pair up, or bytes that are no text.
    """
    cuts = split(text.content, min(os.cpu_count() or 1, len(text.content) // PART_BYTES), PART_BYTES)
    texts = [replace(text, content=text.content[cut.start : cut.stop]) for cut in cuts]
    if len(texts) > 1:
        with ProcessPoolExecutor(len(texts) - 1, mp_context=multiprocessing.get_context("spawn")) as pool:
            later = [
                pool.submit(_read_part, part, cut.first_row, cut.first_line, header, contracts, door, keep)
                for part, cut in zip(texts[1:], cuts[1:], strict=True)
            ]
            try:
                parts = [_read_part(texts[0], 1, 1, header, contracts, door, keep), *(each.result() for each in later)]
            except UnreadableFileError:
                parts = []
        # A part that ends where the next was said to begin ends with a whole record.
        if [last_row + 1 for _, last_row, _ in parts[:-1]] == [cut.first_row for cut in cuts[1:]]:
            return _joined(parts)
        drop()
    return _read_part(text, 1, 1, header, contracts, door, keep)


def _read_part(
    text: Text,
    first_row: int,
    first_line: int,
    header: Header,
    contracts: Contracts,
    door: Door,
    keep: Callable[[Chunk], None],
) -> TextReading:
    rows = TextRows(text, first_row, first_line)
    first_below = max(first_row, header.bottom + 2)
    below = fill_merged(rows, header, (), start=first_below - first_row)
    tally = read_rows(below, first_below, header, contracts, door, keep)
    return tally, rows.last_row, rows.line_shifts


def _joined(parts: list[TextReading]) -> TextReading:
    tally = Tally()
    shifts: list[tuple[int, int]] = []
    for counted, _, found in parts:
        tally.add(counted)
        # A part repeats by how much it begins shifted.
        shifts += [(row, line) for row, line in found if not shifts or line - row != shifts[-1][1] - shifts[-1][0]]
    return tally, parts[-1][1], shifts
