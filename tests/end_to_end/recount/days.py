"""Days as the recount counts them."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

import chinese_calendar

from tests.end_to_end.recount.sheets import moment_of, text_of


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """The month's first moment and the first moment of the next month."""
    year, number = int(month[:4]), int(month[5:])
    return datetime(year, number, 1), datetime(year + number // 12, number % 12 + 1, 1)


def month_end(year: int, number: int) -> date:
    """The last day of a month."""
    return date(year, number, monthrange(year, number)[1])


def day_of(cell: object, year: int) -> date | None:
    """The day a cell names; a serial number may have been written as text."""
    if isinstance(cell, str):
        cell = text_of(cell)
        if re.fullmatch(r"\d{5}", cell):
            cell = int(cell)
    moment = moment_of(cell, year)
    return moment and moment.date()


def working_days(start: date, end: date) -> int:
    """Working days from the day of `start` (counted 0) to the day of `end`; 0 where it is no later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(chinese_calendar.is_workday(day) for day in days)


def working_day_after(start: date, number: int) -> date:
    """The day that is so many working days after `start` (counted 0); `start` itself where that is none."""
    day = start
    while number:
        day += timedelta(days=1)
        number -= chinese_calendar.is_workday(day)
    return day
