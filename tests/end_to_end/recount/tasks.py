"""The counts of a month's task lists."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from tests.end_to_end.recount.days import day_of, month_bounds, month_end
from tests.end_to_end.recount.interviews import COUNTY
from tests.end_to_end.recount.scopes import owners_of, unit_codes
from tests.end_to_end.recount.sheets import month_rows, text_of
from tests.end_to_end.recount.visits import Pair, months_of


class MonthlyTaskError(ValueError):
    """A task to be done every month, in one of its months: the recount does not try these."""


@dataclass(frozen=True)
class Task:
    """One task with one deadline or, where `starts_on` and `due_on` are None, a task of months gone by or to come."""

    owners: set[str]
    lists: set[str]
    starts_on: date | None
    due_on: date | None
    is_done: bool
    done_on: date | None


@dataclass(frozen=True)
class TaskLists:
    """The month's tasks, and since when each has been listed in the year."""

    raw: Path
    reference: Path
    month: str

    @cached_property
    def first_listed(self) -> dict[str, str]:
        """Each task's text, to the first month of the year whose list has it."""
        found: dict[str, str] = {}
        for one in months_of(self.raw, self.month):
            for text in month_rows(self.raw, one, "task")["工作任务"].map(text_of):
                found.setdefault(text, one)
        return found

    @cached_property
    def phrases(self) -> dict[str, list[str]]:
        """The words of a task's text by list."""
        table = pd.read_csv(self.reference / "task_lists.csv", dtype=str)
        return {code: words.split("|") for code, words in zip(table["list_code"], table["phrases"], strict=True)}

    def span(self, cell: object, text: str) -> tuple[date | None, date | None]:
        """First and last day of the task: from the month the deadline names, or from the month it was first listed."""
        year = int(self.month[:4])
        words = text_of(cell)
        months = re.match(r"(?:(\d+)-)?(\d+)月(?:份|底前|$|,每月)", words)
        listed = month_bounds(self.first_listed[text])[0].date()
        if not months:
            return listed, day_of(words.removesuffix("前") if isinstance(cell, str) else cell, year)
        last = int(months[2])
        first = int(months[1] or last)
        if "每月" in words:
            if first <= int(self.month[5:]) <= last:
                raise MonthlyTaskError(words)
            return None, None
        return (listed if words.endswith("底前") else date(year, first, 1)), month_end(year, last)

    @cached_property
    def tasks(self) -> list[Task]:
        """The tasks of the month's lists."""
        year = int(self.month[:4])
        found = []
        for _, row in month_rows(self.raw, self.month, "task").iterrows():
            text = text_of(row["工作任务"])
            found.append(
                Task(
                    owners_of(row["责任单位"], self.reference),
                    {code for code, words in self.phrases.items() if any(text_of(word) in text for word in words)},
                    *self.span(row["完成时限"], text),
                    text_of(row["进展"]) == "已完成",
                    day_of(row["完成日期"], year),
                )
            )
        return found


def counts_of(tasks: list[Task], month: str) -> dict[str, Pair]:
    """Every indicator of these tasks."""
    start, after = (bound.date() for bound in month_bounds(month))
    dated = [one for one in tasks if one.due_on is not None]
    due = [one for one in dated if start <= one.due_on < after]
    done_now = [one for one in dated if one.done_on is not None and start <= one.done_on < after]
    left = [one for one in dated if not one.is_done]
    last = date.fromordinal(after.toordinal() - 1)
    elapsed = sum(max((min(one.due_on, last) - one.starts_on).days + 1, 0) for one in dated)
    return {
        "task_due": (len(due), None),
        "task_on_time": (sum(one.done_on is not None and one.done_on <= one.due_on for one in due), len(due)),
        "task_done_late": (sum(one.done_on > one.due_on for one in done_now), None),
        "task_overdue": (sum(one.due_on < after for one in left), None),
        "task_not_due": (sum(one.due_on >= after for one in left), None),
        "task_long_term": (0, None),
        "task_done": (sum(one.is_done for one in dated), len(dated)),
        "task_time_elapsed": (elapsed, sum((one.due_on - one.starts_on).days + 1 for one in dated)),
    }


def task_counts(raw: Path, reference: Path, month: str, towns: list[str]) -> dict[str, dict[str, Pair]]:
    """Every indicator of tasks, for the county, the towns, the units and offices, and the lists."""
    lists = TaskLists(raw, reference, month)
    result = {
        scope: counts_of([one for one in lists.tasks if scope in one.owners], month)
        for scope in [*towns, *unit_codes(reference)]
    }
    result[COUNTY] = counts_of(lists.tasks, month)
    planned = pd.read_csv(reference / "task_lists.csv").set_index("list_code")["planned_count"]
    by_list = {code: [one for one in lists.tasks if code in one.lists] for code in planned.index}
    done = {code: sum(one.is_done for one in tasks) for code, tasks in by_list.items()}
    asked = {code: int(planned[code]) if tasks else 0 for code, tasks in by_list.items()}
    for code, tasks in by_list.items():
        result[code] = counts_of(tasks, month)
        if any(asked.values()):
            result[code]["task_list_done"] = (done[code], asked[code])
            result[COUNTY]["task_list_done"] = (sum(done.values()), sum(asked.values()))
    return result
