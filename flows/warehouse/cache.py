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

import duckdb
import pandas as pd

import flows.ingest
from flows.ingest.privacy import Door
from flows.ingest.read import FileReading, ReadColumn, read_file
from flows.ingest.sources import Contracts
from flows.issues import Problem
from flows.period import Month
from flows.warehouse.database import connect, quoted


@dataclass(frozen=True)
class CachedSheet:
    """A sheet's reading on disk: its rows and answers are Parquet files; only a survey has answers."""

    sheet: str
    source: str
    header_top: int
    header_bottom: int
    columns: tuple[ReadColumn, ...]
    row_count: int
    set_aside: dict[str, int]
    rows: Path
    answers: Path | None


@dataclass(frozen=True)
class CachedFile:
    """A file's reading on disk."""

    path: str
    month: Month
    sha256: str
    is_demo: bool
    sheets: tuple[CachedSheet, ...]
    problems: tuple[Problem, ...]
    key_id: str


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


def entry_folder(cache: Path, name: str, path: Path, contracts_print: str) -> Path:
    """Return where the reading of this file (name, bytes) under these contracts is kept."""
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        sha256 = "unreadable"
    return cache / hashlib.sha256(f"{name}\n{sha256}\n{contracts_print}".encode()).hexdigest()[:32]


@functools.cache
def _writer() -> duckdb.DuckDBPyConnection:
    """One connection a process: opening DuckDB costs more than writing a small file."""
    return connect()


def read_and_store(files: Sequence[tuple[Path, Path, str, Month, Contracts, bytes | None]]) -> None:
    """Read files and keep the readings: for each, its entry's folder and what `read_file` wants."""
    for folder, path, name, month, contracts, key in files:
        store(folder, read_file(path, name, month, contracts, key))


def store(folder: Path, reading: FileReading) -> None:
    """Write a reading; it appears whole or not at all."""
    making = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for number, sheet in enumerate(reading.sheets):
        parts = {"rows": sheet.rows} | ({} if sheet.answers.empty else {"answers": sheet.answers})
        for part, frame in parts.items():
            _write_parquet(_writer(), frame, making / f"{number}-{part}.parquet")
    facts = {
        "path": reading.path,
        "month": str(reading.month),
        "sha256": reading.sha256,
        "is_demo": reading.is_demo,
        "key_id": reading.key_id,
        "problems": [asdict(problem) for problem in reading.problems],
        "sheets": [
            {
                "sheet": s.sheet,
                "source": s.source,
                "header_top": s.header_top,
                "header_bottom": s.header_bottom,
                "columns": [asdict(column) for column in s.columns],
                "row_count": len(s.rows),
                "has_answers": not s.answers.empty,
                "set_aside": s.set_aside,
            }
            for s in reading.sheets
        ],
    }
    (making / "reading.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)


def _write_parquet(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, path: Path) -> None:
    numbers = {"row", "question"}
    columns = ", ".join(f'"{c}"::{"integer" if c in numbers else "varchar"} as "{c}"' for c in frame.columns)
    connection.register("frame", frame)
    connection.execute(f"copy (select {columns} from frame) to {quoted(str(path))} (format parquet)")
    connection.unregister("frame")


def load(folder: Path) -> CachedFile | None:
    """Return the reading kept in a folder, or None when there is none or it was cut short (by a power cut, say)."""
    try:
        facts = json.loads((folder / "reading.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    sheets = tuple(
        CachedSheet(
            sheet=s["sheet"],
            source=s["source"],
            header_top=s["header_top"],
            header_bottom=s["header_bottom"],
            columns=tuple(ReadColumn(**column) for column in s["columns"]),
            row_count=s["row_count"],
            set_aside=s["set_aside"],
            rows=folder / f"{number}-rows.parquet",
            answers=folder / f"{number}-answers.parquet" if s["has_answers"] else None,
        )
        for number, s in enumerate(facts["sheets"])
    )
    if not all(_is_whole(part) for sheet in sheets for part in (sheet.rows, sheet.answers) if part):
        return None
    return CachedFile(
        path=facts["path"],
        month=Month.parse(facts["month"]),
        sha256=facts["sha256"],
        is_demo=facts["is_demo"],
        sheets=sheets,
        problems=tuple(Problem(**problem) for problem in facts["problems"]),
        key_id=facts["key_id"],
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
