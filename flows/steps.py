"""The steps of the monthly flow, as plain functions: each takes what the one before left and leaves files behind."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from flows.documents import MonthFiles, files_of, write_files
from flows.estimation.disclosure import write_public_counts
from flows.estimation.judgement import judge_towns
from flows.estimation.tables import write_table
from flows.interviewer_effects import judge_interviewers
from flows.issue_list import ISSUE_LIST, write_issue_list
from flows.issues import InputError
from flows.period import Month
from flows.quality import quality_files
from flows.reading import Readings, month_folders
from flows.reference import Reference
from flows.register import Register
from flows.settings import Settings
from flows.topic_marks import mark_topics
from flows.warehouse.checks import Failure, run_checks
from flows.warehouse.database import connect, create
from flows.warehouse.load import load_raw, load_reference
from flows.warehouse.models import LAYERS, define_functions, needed_for, read_models, run_models
from flows.warehouse.publish import WAREHOUSE, publish_folder, publish_warehouse
from reports.catalogue import REPORTS


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


STATEMENT = "ops.statement"
STATEMENT_COLUMNS = "month date, report varchar, statement_order integer, sentence varchar, test_id varchar"
# The layers of sql/ that are made before anything is estimated.
BUILT_LAYERS = ("staging", "ops", "core")


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


def build_warehouse(
    settings: Settings, shop: Path, reference: Reference, readings: Readings, only: Sequence[str] = ()
) -> Path:
    """Build a new warehouse beside the published one: raw, reference, staging, ops, core.

    With `only`, of these just what the marts and other tables named need.
    """
    built = shop / WAREHOUSE
    create(built)
    with connect(built) as connection:
        load_reference(connection, reference, readings.folders)
        load_raw(connection, reference, readings.folders, readings.files)
        define_functions(connection, settings.sql)
        models = read_models(settings.sql, BUILT_LAYERS)
        if only:
            needed = {model.table for model in needed_for(read_models(settings.sql, tuple(LAYERS)), only)}
            models = [model for model in models if model.table in needed]
        run_models(connection, models)
    return built


def rank_towns(built: Path, reference: Reference) -> None:
    """Estimate scores, ranks and changes, interviewers' part in them, the topics of opinions, and what may be told."""
    with connect(built) as connection:
        judge_towns(connection, reference.scheme)
        judge_interviewers(connection, reference.scheme)
        mark_topics(connection, reference)
        write_public_counts(connection, reference.scheme)


def make_marts(settings: Settings, built: Path, only: Sequence[str] = ()) -> None:
    """Make the tables that reports and analysts read, or some of them."""
    with connect(built) as connection:
        marts = [model for model in read_models(settings.sql, ("marts",)) if STATEMENT not in model.needs]
        run_models(connection, needed_for(marts, only) if only else marts)


def write_statements(settings: Settings, built: Path) -> None:
    """Write down what the reports of every month compare, with the tests behind each sentence."""
    with connect(built) as connection:
        write_table(connection, STATEMENT, STATEMENT_COLUMNS, statement_rows(connection))
        run_models(connection, [m for m in read_models(settings.sql, ("marts",)) if STATEMENT in m.needs])


def statement_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """List what the reports compare, of the months for which there are such: the rows of ops.statement."""
    months = connection.execute("select month from mart.month order by month").fetchall()
    return [
        (month, report.title, order, each.sentence, each.test)
        for (month,) in months
        for report in REPORTS
        if report.claims and report.subjects(connection, month)
        for order, each in enumerate(report.claims(connection, month), start=1)
    ]


def check_warehouse(settings: Settings, built: Path, months: Sequence[Month]) -> list[Failure]:
    """Run the checks; any failure withholds publication."""
    with connect(built) as connection:
        return run_checks(connection, settings.sql, months)


def make_documents(
    settings: Settings, built: Path, months: Sequence[Month], register: Register
) -> tuple[dict[Month, Path], list[str]]:
    """Make every file of the months; return the folder made for each, and what to tell of documents issued before."""
    folders = {month: built.parent / str(month) for month in months}
    for folder in folders.values():
        folder.mkdir(parents=True)
    with connect(built, read_only=True) as connection:
        files = {folder: files_of(connection, month, register) for month, folder in folders.items()}
    write_files(settings, files, is_whole_run=True)
    for month, folder in folders.items():
        write_issue_list(built, month, folder / ISSUE_LIST)
        write_manifest(built, month, folder)
    return folders, [notice for made in files.values() for notice in made.notices]


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
    """Keep what was built where the analyst can look at it, with the quality reports; the published files stay."""
    folder = withheld_folder(settings)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with connect(built, read_only=True) as connection:
        files = {name: made for month in months for name, made in quality_files(connection, month).files.items()}
    write_files(settings, {folder: MonthFiles(files)})
    kept = [folder / name for name in files]
    for month in months:
        kept.append(withheld_list(settings, month))
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


def withheld_list(settings: Settings, month: Month) -> Path:
    """Where the list of issues of a month is that a failed check withheld; the next publication removes it."""
    return withheld_folder(settings) / f"{month}-{ISSUE_LIST}"
