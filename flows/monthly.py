"""The monthly flow: from the files of a month to its published bulletin. The body is the story of the data."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from flows import steps
from flows.issue_list import issue_summary
from flows.orchestration import say, step
from flows.reading import read_files
from flows.reference import load_reference
from flows.register import read_register
from flows.settings import find_settings
from flows.warehouse.checks import Failure


@dataclass(frozen=True)
class Published:
    """The files a run published, and how long its steps took (Prefect's own start not counted)."""

    files: tuple[Path, ...]
    seconds: float


class PublicationWithheldError(Exception):
    """Checks failed: nothing was published; `kept` is where to look."""

    def __init__(self, failures: list[Failure], kept: list[Path]) -> None:
        super().__init__("；".join(failure.protects for failure in failures))
        self.failures = failures
        self.kept = kept


def monthly(months: list[str] | None = None) -> Published:
    """Load all months, rank the towns, and publish the bulletins of the months asked for.

    Args:
        months: months as 2022-06; ["all"] for every month; none for the newest.

    Raises:
        InputError: the reference data or the request is wrong; the message says what to do.
        PublicationWithheldError: a check found something.
    """
    began = time.perf_counter()
    settings = find_settings()
    wanted = steps.choose_months(settings.raw, months or [])
    say(f"发布月份：{'、'.join(str(month) for month in wanted)}")

    with steps.workshop(settings) as shop:
        reference = step("参考数据", load_reference, settings.reference, settings.remarks)
        register = step("发文登记", read_register, settings)
        readings = step("读取文件", read_files, settings, reference)
        built = step("整理入库", steps.build_warehouse, settings, shop, reference, readings)
        step("评分排名", steps.rank_towns, built, reference)
        step("汇总结果", steps.make_marts, settings, built)
        step("写出结论", steps.write_statements, settings, built)
        say(issue_summary(built, wanted))

        failures = step("核对结果", steps.check_warehouse, settings, built, wanted)
        if failures:
            raise PublicationWithheldError(failures, steps.withhold(settings, built, wanted, failures))

        documents, notices = step("排版文件", steps.make_documents, settings, built, wanted, register)
        for notice in notices:
            say(notice)
        files = step("发布文件", steps.publish, settings, built, documents)
    return Published(tuple(files), time.perf_counter() - began)
