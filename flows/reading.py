"""From the folders of data/raw to the readings of their files: remembered, or read anew; with what overrides them."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from flows.ingest.corrections import Overrides, ReturnedRow
from flows.ingest.file_reading import FileReading, SeenSheet
from flows.ingest.privacy import Door, shown_name
from flows.ingest.read import DEMO_MARK, data_files
from flows.ingest.returned import is_returned, read_returned
from flows.issues import InputError, Problem
from flows.key import find_key
from flows.period import Month
from flows.reference import Reference
from flows.settings import Settings
from flows.warehouse import cache

# Starting a process costs as much as reading this many bytes; opening a file as much as this many.
FILES_WORTH_A_WORKER = 20
WORKER_START_BYTES = 1_500_000
BYTES_PER_FILE = 30_000


@dataclass(frozen=True)
class Readings:
    """Every month's folder and what its files gave."""

    folders: tuple[Month, ...]
    files: tuple[cache.CachedFile, ...]
    read_anew: int


def month_folders(raw: Path) -> list[Month]:
    """Return the months that have a folder under data/raw, oldest first."""
    found = []
    for folder in raw.iterdir() if raw.exists() else ():
        try:
            found.append(Month.parse(folder.name))
        except ValueError:
            continue
    return sorted(found)


def read_files(settings: Settings, reference: Reference) -> Readings:
    """Read every file of every month; a file read before under the same rules is taken from the cache.

    Workbooks of rejected rows come first: what was corrected in them is read in place of the original rows.

    Raises:
        InputError: a correction is for a file of a month that has no folder; the key of the telephone numbers'
            hashes is unusable.
    """
    key = find_key()
    contracts = reference.contracts
    rules = cache.fingerprint(contracts, key)
    folder = settings.processed / ".readings"
    folders = month_folders(settings.raw)
    found = [(month, path) for month in folders for path in data_files(settings.raw / str(month))]
    files = {path.relative_to(settings.raw).as_posix(): (month, path) for month, path in found}
    returned = {
        name: _read_returned(month, path, name, reference)
        for name, (month, path) in files.items()
        if is_returned(path, contracts.layout)
    }
    true_names = _true_names((name, path) for name, (_, path) in files.items() if name not in returned)
    back = (row for _, rows in returned.values() for row in rows)
    back = (replace(row, file=true_names.get(row.file, row.file)) for row in back)
    overrides = Overrides(reference.corrections, tuple(back))
    entries = []
    for name, (month, path) in files.items():
        if name not in returned:
            mine = overrides.of(name)
            entry = cache.entry_folder(folder, name, path, rules, mine)
            entries.append(cache.FileToRead(entry, path, name, month, contracts, key, mine))
    unread = [file for file in entries if cache.load(file.entry) is None]
    _read_unread(unread)
    cache.forget_others(folder, [file.entry for file in entries])
    known = [cache.load(file.entry) for file in entries]
    readings = [file for file in known if file is not None]
    readings += [cache.CachedFile(reading, (), ()) for reading, _ in returned.values()]
    readings = _with_unmatched(readings, overrides, set(files) - set(returned))
    return Readings(tuple(folders), tuple(readings), len(unread))


def _read_returned(month: Month, path: Path, name: str, reference: Reference) -> tuple[FileReading, list[ReturnedRow]]:
    """Read a workbook of rejected rows: as a file, it holds nothing but overrides of others."""
    try:
        content = path.read_bytes()
    except OSError as error:
        fault = Problem("file_unreadable", detail=error.strerror or "")
        return FileReading(shown_name(name, "?"), month, "", False, problems=(fault,)), []
    sha256 = hashlib.sha256(content).hexdigest()
    shown = shown_name(name, sha256[:6])
    rows, problems = read_returned(content, shown, reference.contracts.layout)
    if shown != name:
        problems.append(Problem("file_name_private"))
    reading = FileReading(shown, month, sha256, DEMO_MARK in path.name, len(content))
    return replace(reading, sheet_total=1, seen=(SeenSheet("", "returned", None),), problems=tuple(problems)), rows


def _true_names(files: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """Return the names under which files are shown that have something private in their own → their own."""
    private = [(name, path) for name, path in files if shown_name(name, "") != name and os.access(path, os.R_OK)]
    return {shown_name(name, hashlib.sha256(path.read_bytes()).hexdigest()[:6]): name for name, path in private}


def _with_unmatched(
    readings: Sequence[cache.CachedFile], overrides: Overrides, files: set[str]
) -> list[cache.CachedFile]:
    """Tell overrides of files that are not there, each with the month of the file it names.

    Raises:
        InputError: no file of that month is there at all.
    """
    problems: dict[str, list[Problem]] = {}
    named = [("correction_no_file", each.file, each.place) for each in overrides.cells]
    named += [("returned_no_file", each.file, each.place) for each in overrides.rows]
    for code, file, place in named:
        if file not in files:
            fault = Problem(code, place.sheet, place.row, value=Door.plain(file), file=place.file)
            problems.setdefault(file[:7], []).append(fault)
    told = []
    for known in readings:
        found = problems.pop(str(known.reading.month), [])
        told.append(replace(known, reading=replace(known.reading, problems=(*known.reading.problems, *found))))
    if problems:
        lines = [f"  {p.file} 第{p.row}行：没有文件“{p.value}”" for found in problems.values() for p in found]
        raise InputError("更正所指的文件不在 data/raw 下，请改正后重新运行：\n" + "\n".join(lines))
    return told


def _read_unread(unread: Sequence[cache.FileToRead]) -> None:
    """Read files in this process and, where that pays for starting it, in one more for each further core.

    Each process gets its share beforehand, by size; this one starts at once and so takes the first.
    """
    workers = max(1, min(os.cpu_count() or 1, len(unread) // FILES_WORTH_A_WORKER))
    shares: list[list[cache.FileToRead]] = [[] for _ in range(workers)]
    sizes = [-WORKER_START_BYTES, *[0] * (workers - 1)]
    for file in sorted(unread, key=lambda each: -each.path.stat().st_size):
        lightest = sizes.index(min(sizes))
        shares[lightest].append(file)
        sizes[lightest] += file.path.stat().st_size + BYTES_PER_FILE
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        running = [pool.submit(cache.read_and_store, share) for share in shares[1:]]
        cache.read_and_store(shares[0])
        for done in running:
            done.result()


def forget_readings(settings: Settings) -> None:
    """Remove what was remembered of files: it was made with a key that is no more."""
    shutil.rmtree(settings.processed / ".readings", ignore_errors=True)


def published_months(settings: Settings) -> list[Month]:
    """Return the months that have a published folder and still one under data/raw, oldest first."""
    raw = month_folders(settings.raw)
    return [month for month in month_folders(settings.processed) if month in raw]
