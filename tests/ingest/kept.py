"""What a reading handed on, gathered in memory: the rows of each sheet as a table, answers beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from flows.ingest.corrections import Overrides
from flows.ingest.file_reading import FileReading, SheetReading
from flows.ingest.grid import Grid
from flows.ingest.read import NO_OVERRIDES, read_file
from flows.ingest.rows import Chunk
from flows.ingest.sources import Contracts
from flows.ingest.workbook import read_grids
from flows.period import Month


@dataclass
class Kept:
    """Takes rows as the cache does."""

    chunks: list[tuple[int, Chunk]] = field(default_factory=list)

    def keep(self, sheet: int, chunk: Chunk) -> None:
        self.chunks.append((sheet, chunk))

    def drop(self) -> None:
        self.chunks.clear()

    def rows(self, sheet: int = 0) -> pd.DataFrame:
        return self._joined(sheet, "rows")

    def answers(self, sheet: int = 0) -> pd.DataFrame:
        return self._joined(sheet, "answers")

    def _joined(self, sheet: int, part: str) -> pd.DataFrame:
        chunks = sorted((c for at, c in self.chunks if at == sheet), key=lambda chunk: chunk.first_row)
        return pd.concat([getattr(chunk, part) for chunk in chunks], ignore_index=True) if chunks else pd.DataFrame()


@dataclass
class Read:
    """A file's reading with its rows."""

    reading: FileReading
    kept: Kept

    @property
    def sheets(self) -> tuple[SheetReading, ...]:
        return self.reading.sheets

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.reading.problems]

    @property
    def rows(self) -> pd.DataFrame:
        """The rows of the only sheet."""
        assert len(self.sheets) == 1
        return self.kept.rows()


def read(
    path: Path,
    name: str,
    month: Month,
    contracts: Contracts,
    key: bytes | None,
    overrides: Overrides = NO_OVERRIDES,
) -> Read:
    kept = Kept()
    return Read(read_file(path, name, month, contracts, key, kept, overrides), kept)


def tables(content: bytes) -> list[list[list[str]]]:
    """Every sheet of a file as a list of rows."""
    return [rows(grid) for grid in read_grids(content)]


def rows(grid: Grid) -> list[list[str]]:
    return list(grid.rows)
