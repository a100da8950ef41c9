"""Working days with make-up days (调休): the day of the event is day 0."""

from __future__ import annotations

import datetime as dt
from functools import cache

import chinese_calendar


@cache
def is_workday(day: dt.date) -> bool:
    """Whether offices are open; NotImplementedError past the calendar's data."""
    return bool(chinese_calendar.is_workday(day))


@cache
def add_workdays(day: dt.date, count: int) -> dt.date:
    """The `count`-th working day after `day`; a rest day itself counts as day 0 as well."""
    while count:
        day += dt.timedelta(days=1)
        count -= is_workday(day)
    return day


@cache
def next_workday(day: dt.date) -> dt.date:
    """`day` itself if offices are open, else the first working day after it."""
    return day if is_workday(day) else add_workdays(day, 1)


def first_day(month: str) -> dt.date:
    """First day of a month written "2022-06"."""
    return dt.date.fromisoformat(month + "-01")


def last_day(month: str) -> dt.date:
    """Last day of a month written "2022-06"."""
    return (first_day(month) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def month_before(month: str) -> str:
    """The month before, e.g. 2021-12 for 2022-01."""
    return f"{first_day(month) - dt.timedelta(days=1):%Y-%m}"


def export_moment(month: str) -> dt.datetime:
    """When the month's files were exported: its last day at 18:00. Nothing later is known in them."""
    return dt.datetime.combine(last_day(month), dt.time(18))
