"""Working days of the People's Republic of China, make-up days included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar


@dataclass(frozen=True)
class CalendarDay:
    """One day; `workday_number` counts the working days up to and including it.

    A deadline of n working days from day d is the working day whose number is d's number + n:
    that holds from a rest day too, where the count starts with the next working day.
    """

    day: date
    is_workday: bool
    workday_number: int
    is_provisional: bool


def calendar_days(first_year: int, last_year: int, overrides: Mapping[date, bool]) -> Iterator[CalendarDay]:
    """Yield every day of the years, both ends included.

    Args:
        first_year: first calendar year.
        last_year: last calendar year.
        overrides: days whose working state the bureau states itself; they win over the library.
    """
    number = 0
    day = date(first_year, 1, 1)
    while day.year <= last_year:
        is_provisional = False
        if day in overrides:
            is_workday = overrides[day]
        else:
            try:
                is_workday = bool(chinese_calendar.is_workday(day))
            except NotImplementedError:
                is_workday, is_provisional = day.weekday() < 5, True
        number += is_workday
        yield CalendarDay(day, is_workday, number, is_provisional)
        day += timedelta(days=1)
