"""The steps of the monthly flow, as plain functions: each takes what the one before left and leaves files behind."""

from __future__ import annotations

import fcntl
import hashlib
import json
import multiprocessing
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.estimation import estimate_scores
from flows.ingest.read import data_files
from flows.issue_list import ISSUE_LIST, write_issue_list
from flows.issues import InputError
from flows.key import find_key
from flows.period import Month
from flows.reference import Reference
from flows.settings import Settings
from flows.warehouse import cache
from flows.warehouse.checks import Failure, run_checks
from flows.warehouse.database import connect, create
from flows.warehouse.load import load_raw, load_reference
from flows.warehouse.models import define_functions, read_models, run_models
from flows.warehouse.publish import WAREHOUSE, publish_folder, publish_warehouse
from reports.bulletin_document import compose
from reports.render import render_pdf

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


def choose_months(raw: Path, wanted: Sequence[str]) -> list[Month]:
    """Return the months to publish: those named, `all`, or the newest when none is.

    Raises:
        InputError: no month there, or one named has no folder.
    """
    folders = month_folders(raw)
    if not folders:
        raise InputError(f"{raw} 下没有月份文件夹，请建立 2022-06 样式的文件夹并放入文件")
    if not wanted:
        return folders[-1:]
    if list(wanted) == ["all"]:
        return folders
    months = []
    for text in wanted:
        try:
            month = Month.parse(text)
        except ValueError as error:
            raise InputError(str(error)) from None
        if month not in folders:
            raise InputError(f"没有 {month} 的文件夹，请先建立 {raw / str(month)} 并放入文件")
        months.append(month)
    return sorted(set(months))


def read_files(settings: Settings, reference: Reference) -> Readings:
    """Read every file of every month; a file read before under the same rules is taken from the cache.

    Raises:
        InputError: the key of the telephone hashes is unusable.
    """
    key = find_key()
    contracts = reference.contracts
    rules = cache.fingerprint(contracts, key)
    folder = settings.processed / ".readings"
    folders = month_folders(settings.raw)
    entries = []
    for month in folders:
        for path in data_files(settings.raw / str(month)):
            name = path.relative_to(settings.raw).as_posix()
            entries.append((cache.entry_folder(folder, name, path, rules), path, name, month))
    unread = [(*entry, contracts, key) for entry in entries if cache.load(entry[0]) is None]
    _read_unread(unread)
    cache.forget_others(folder, [entry[0] for entry in entries])
    known = [cache.load(entry[0]) for entry in entries]
    return Readings(tuple(folders), tuple(file for file in known if file is not None), len(unread))


def _read_unread(unread: Sequence[tuple[Any, ...]]) -> None:
    """Read files in this process and, where that pays for starting it, in one more for each further core.

    Each process gets its share beforehand, by size; this one starts at once and so takes the first.
    """
    workers = max(1, min(os.cpu_count() or 1, len(unread) // FILES_WORTH_A_WORKER))
    shares: list[list[tuple[Any, ...]]] = [[] for _ in range(workers)]
    sizes = [-WORKER_START_BYTES, *[0] * (workers - 1)]
    for arguments in sorted(unread, key=lambda each: -each[1].stat().st_size):
        lightest = sizes.index(min(sizes))
        shares[lightest].append(arguments)
        sizes[lightest] += arguments[1].stat().st_size + BYTES_PER_FILE
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


@contextmanager
def workshop(settings: Settings) -> Iterator[Path]:
    """Give one run at a time a folder beside the published files to build in; it is gone afterwards.

    Raises:
        InputError: another run is under way.
    """
    settings.processed.mkdir(parents=True, exist_ok=True)
    shop = settings.processed / ".making"
    with (settings.processed / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError("另一次运行正在进行，请等它结束后再运行") from None
        shutil.rmtree(shop, ignore_errors=True)
        shop.mkdir()
        try:
            yield shop
        finally:
            shutil.rmtree(shop, ignore_errors=True)


def build_warehouse(settings: Settings, shop: Path, reference: Reference, readings: Readings) -> Path:
    """Build a new warehouse beside the published one: raw, reference, staging, core."""
    built = shop / WAREHOUSE
    create(built)
    with connect(built) as connection:
        load_reference(connection, reference, readings.folders)
        load_raw(connection, reference, readings.folders, readings.files)
        define_functions(connection, settings.sql)
        run_models(connection, read_models(settings.sql, ("staging", "ops", "core")))
    return built


def rank_towns(built: Path, reference: Reference) -> None:
    """Estimate scores, ranks and changes."""
    with connect(built) as connection:
        estimate_scores(connection, reference.scheme)


def make_marts(settings: Settings, built: Path) -> None:
    """Make the tables that reports and analysts read."""
    with connect(built) as connection:
        run_models(connection, read_models(settings.sql, ("marts",)))


def check_warehouse(settings: Settings, built: Path, months: Sequence[Month]) -> list[Failure]:
    """Run the checks; any failure withholds publication."""
    with connect(built) as connection:
        return run_checks(connection, settings.sql, months)


def make_documents(settings: Settings, built: Path, months: Sequence[Month]) -> dict[Month, Path]:
    """Set every document of the months; return the folder made for each."""
    made = {}
    with connect(built, read_only=True) as connection:
        for month in months:
            folder = built.parent / str(month)
            folder.mkdir(parents=True)
            document = compose(connection, month.first_day)
            (folder / f"{month.label}通报.pdf").write_bytes(render_pdf(document, fonts=settings.fonts))
            write_issue_list(built, month, folder / ISSUE_LIST)
            write_manifest(built, month, folder)
            made[month] = folder
    return made


def write_manifest(built: Path, month: Month, folder: Path) -> None:
    """Write what the month's outputs were made from and their hashes."""
    with connect(built, read_only=True) as connection:
        inputs = connection.execute(
            "select file, sha256 from raw.file where month <= ? order by file", [month.first_day]
        ).fetchall()
    outputs = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()
    }
    facts = {"month": str(month), "inputs": dict(inputs), "outputs": outputs}
    (folder / "manifest.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def publish(settings: Settings, built: Path, made: dict[Month, Path]) -> list[Path]:
    """Show the new warehouse and the months' folders; return the published files, documents first."""
    processed = settings.processed
    warehouse = publish_warehouse(built, processed)
    shown = [publish_folder(folder, processed, str(month)) for month, folder in sorted(made.items())]
    shutil.rmtree(withheld_folder(settings), ignore_errors=True)
    files = [path for folder in shown for path in sorted(folder.iterdir()) if path.suffix != ".json"]
    return [*sorted(files, key=lambda path: path.suffix != ".pdf"), warehouse]


def withhold(settings: Settings, built: Path, months: Sequence[Month], failures: Sequence[Failure]) -> list[Path]:
    """Keep what was built where the analyst can look at it, with the issue lists; the published files stay."""
    folder = withheld_folder(settings)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kept = []
    for month in months:
        kept.append(folder / f"{month}-{ISSUE_LIST}")
        write_issue_list(built, month, kept[-1])
    kept.append(folder / "未通过的核对.txt")
    lines = [f"{f.protects}（{f.check}，{f.row_count} 处）\n  " + "\n  ".join(f.examples) for f in failures]
    kept[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
    kept.append(folder / WAREHOUSE)
    built.rename(kept[-1])
    return kept


def withheld_folder(settings: Settings) -> Path:
    """Where a build goes that failed its checks."""
    return settings.processed / "未发布"
