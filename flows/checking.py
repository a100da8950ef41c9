"""`minyi check`: the quality of a month's files, without ranking or publishing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows import steps
from flows.documents import write_files
from flows.interviewer_effects import judge_interviewers
from flows.issue_list import ISSUE_LIST, issue_summary, write_issue_list
from flows.orchestration import say, step
from flows.period import Month
from flows.quality import JUDGED_FROM, QUALITY_MARTS, quality_files
from flows.reading import read_files
from flows.reference import load_reference
from flows.settings import Settings, find_settings
from flows.warehouse.checks import Failure, run_checks
from flows.warehouse.database import connect
from flows.warehouse.publish import publish_folder

CHECKED = "核对"


@dataclass(frozen=True)
class Checked:
    """What a check made, and what would withhold publication."""

    files: tuple[Path, ...]
    failures: tuple[Failure, ...]


def check(months: list[str] | None = None) -> Checked:
    """Read all files and report on those of the months asked for (none: the newest).

    Raises:
        InputError: the reference data or the request is wrong; the message says what to do.
    """
    settings = find_settings()
    wanted = steps.choose_months(settings.raw, months or [])
    say(f"核对月份：{'、'.join(str(month) for month in wanted)}")
    with steps.workshop(settings) as shop:
        reference = step("参考数据", load_reference, settings.reference)
        readings = step("读取文件", read_files, settings, reference)
        only = (*QUALITY_MARTS, *JUDGED_FROM)
        built = step("整理核对", steps.build_warehouse, settings, shop, reference, readings, only)
        with connect(built) as connection:
            judge_interviewers(connection, reference.scheme)
        step("汇总结果", steps.make_marts, settings, built, QUALITY_MARTS)
        say(issue_summary(built, wanted))
        with connect(built) as connection:
            failures = run_checks(connection, settings.sql, wanted, is_whole=False)
        folders = step("数据质量", _write_reports, settings, built, wanted)
        shown = [publish_folder(folder, settings.processed / CHECKED, folder.name) for folder in folders]
    files = [path for folder in shown for path in sorted(folder.iterdir())]
    return Checked(tuple(sorted(files, key=lambda path: path.suffix != ".pdf")), tuple(failures))


def _write_reports(settings: Settings, built: Path, months: Sequence[Month]) -> list[Path]:
    folders = {month: built.parent / str(month) for month in months}
    for folder in folders.values():
        folder.mkdir()
    with connect(built, read_only=True) as connection:
        files = {folder: quality_files(connection, month) for month, folder in folders.items()}
    write_files(settings, files)
    for month, folder in folders.items():
        write_issue_list(built, month, folder / ISSUE_LIST)
    return list(folders.values())
