"""Readings of files, remembered by content: a file that did not change is not read again."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

import flows.ingest
from flows.ingest.corrections import AppliedCorrection, Overrides, Place
from flows.ingest.file_reading import FileReading, ReadColumn, SeenSheet, SheetReading
from flows.ingest.privacy import Door
from flows.ingest.read import NO_OVERRIDES, read_file
from flows.ingest.rows import Chunk, RowSetAside
from flows.ingest.sources import Contracts
from flows.issues import Problem
from flows.period import Month
from flows.warehouse.database import connect, quoted

READING = "reading.json"


@dataclass(frozen=True)
class CachedFile:
    """A file's reading on disk: what it gave, and for each loaded sheet its rows and answers as Parquet files.

    A sheet without data rows has no parts; only a survey has answers.
    """

    reading: FileReading
    rows: tuple[tuple[Path, ...], ...]
    answers: tuple[tuple[Path, ...], ...]


def fingerprint(contracts: Contracts, key: bytes | None) -> str:
    """Hash what a reading depends on besides the file: contracts, reading code, key."""
    digest = hashlib.sha256()
    digest.update(contracts.layout.model_dump_json().encode())
    for source in contracts.sources:
        digest.update(source.model_dump_json().encode())
    for code in [*sorted(Path(str(flows.ingest.__file__)).parent.glob("*.py")), Path(__file__)]:
        digest.update(code.read_bytes())
    digest.update(Door(key).key_id.encode() if key else b"no key")
    return digest.hexdigest()


def entry_folder(cache: Path, name: str, path: Path, contracts_print: str, overrides: Overrides = NO_OVERRIDES) -> Path:
    """Return where the reading of this file (name, bytes) under these contracts and overrides is kept."""
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        sha256 = "unreadable"
    parts = f"{name}\n{sha256}\n{contracts_print}\n{overrides if overrides.cells or overrides.rows else ''}"
    return cache / hashlib.sha256(parts.encode()).hexdigest()[:32]


@functools.cache
def _writer() -> duckdb.DuckDBPyConnection:
    """One connection a process: opening DuckDB costs more than writing a small file.

    Every column is cast as it is written: looking into the frame for its types first would cost most of the writing.
    A part is written by one core; the other cores read with processes of their own.
    """
    connection = connect()
    connection.execute("set threads = 1")
    connection.execute("set pandas_analyze_sample = 0")
    return connection


@dataclass(frozen=True)
class FileToRead:
    """A file that is to be read into an entry's folder: what `read_file` wants, which see."""

    entry: Path
    path: Path
    name: str
    month: Month
    contracts: Contracts
    key: bytes | None
    overrides: Overrides = NO_OVERRIDES


def read_and_store(files: Sequence[FileToRead]) -> None:
    """Read files and keep the readings.

    A reading appears whole or not at all.
    """
    for file in files:
        folder = file.entry
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        reading = read_file(file.path, file.name, file.month, file.contracts, file.key, Parts(making), file.overrides)
        facts = {**asdict(reading), "month": str(reading.month), "parts": sorted(p.name for p in making.iterdir())}
        (making / READING).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        making.rename(folder)


@dataclass(frozen=True)
class Parts:
    """Writes the rows of a file as Parquet files into a folder, a part each time; names sort as the rows do."""

    folder: Path

    def keep(self, sheet: int, chunk: Chunk) -> None:
        """Write some rows of a sheet."""
        for part, frame in {"rows": chunk.rows, "answers": chunk.answers}.items():
            if not frame.empty:
                _write_parquet(_writer(), frame, self.folder / f"{sheet:03d}-{part}-{chunk.first_row:07d}.parquet")

    def drop(self) -> None:
        """Delete what was written."""
        for path in self.folder.iterdir():
            path.unlink()


def _write_parquet(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, path: Path) -> None:
    numbers = {"row", "question"}
    columns = ", ".join(f'"{c}"::{"integer" if c in numbers else "varchar"} as "{c}"' for c in frame.columns)
    connection.register("frame", frame)
    connection.execute(
        f"copy (select {columns} from frame) to {quoted(str(path))} (format parquet, compression lz4_raw)"
    )
    connection.unregister("frame")


def load(folder: Path) -> CachedFile | None:
    """Return the reading kept in a folder, or None when there is none or it was cut short (by a power cut, say)."""
    try:
        facts = json.loads((folder / READING).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    parts = [folder / name for name in facts.pop("parts")]
    if not all(map(_is_whole, parts)):
        return None
    facts |= {
        "month": Month.parse(facts["month"]),
        "seen": tuple(SeenSheet(**sheet) for sheet in facts["seen"]),
        "sheets": tuple(_sheet(**sheet) for sheet in facts["sheets"]),
        "problems": tuple(Problem(**problem) for problem in facts["problems"]),
        "corrections": tuple(
            AppliedCorrection(**{**each, "place": Place(**each["place"])}) for each in facts["corrections"]
        ),
    }
    rows, answers = (
        tuple(
            tuple(part for part in parts if part.name.startswith(f"{number:03d}-{kind}-"))
            for number in range(len(facts["sheets"]))
        )
        for kind in ("rows", "answers")
    )
    return CachedFile(FileReading(**facts), rows, answers)


def _sheet(
    columns: list[dict[str, Any]], set_aside: list[dict[str, Any]], line_shifts: list[list[int]], **facts: Any
) -> SheetReading:
    return SheetReading(
        columns=tuple(ReadColumn(**column) for column in columns),
        set_aside=tuple(RowSetAside(**row) for row in set_aside),
        line_shifts=tuple((row, line) for row, line in line_shifts),
        **facts,
    )


def _is_whole(parquet: Path) -> bool:
    """Tell a Parquet file that was written to its end, by the four bytes that close it."""
    try:
        with parquet.open("rb") as file:
            file.seek(-4, os.SEEK_END)
            return file.read() == b"PAR1"
    except OSError:
        return False


def forget_others(cache: Path, kept: Sequence[Path]) -> None:
    """Drop readings of files that are no longer there or were read under other rules."""
    names = {folder.name for folder in kept}
    for folder in cache.iterdir() if cache.exists() else ():
        if folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)
