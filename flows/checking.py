"""`minyi check`: the quality of a month's files, without ranking or publishing anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows import steps
from flows.issue_list import ISSUE_LIST, issue_summary, write_issue_list
from flows.orchestration import say, step
from flows.quality import QUALITY_MARTS, write_quality_report
from flows.reading import read_files
from flows.reference import load_reference
from flows.settings import find_settings
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
        built = step("整理核对", steps.build_warehouse, settings, shop, reference, readings, QUALITY_MARTS)
        say(issue_summary(built, wanted))
        files: list[Path] = []
        with connect(built) as connection:
            failures = run_checks(connection, settings.sql, wanted, is_whole=False)
            for month in wanted:
                folder = shop / str(month)
                folder.mkdir()
                layout = reference.contracts.layout
                write_quality_report(connection, month, folder, settings.fonts, layout.returned)
                write_issue_list(built, month, folder / ISSUE_LIST)
                shown = publish_folder(folder, settings.processed / CHECKED, str(month))
                files += sorted(shown.iterdir(), key=lambda path: (path.suffix != ".pdf", path.name))
    return Checked(tuple(files), tuple(failures))
