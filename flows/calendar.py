"""Working days of the People's Republic of China, make-up days included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from chinese_calendar import holidays, workdays

# Years for which the State Council's notices are known to the library. Its own `is_workday` looks for them at each
# call, which is most of its time.
FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR = min(holidays).year, max(holidays).year
# Deadlines are counted so far past the known years and the newest month; a stated one further off has no number of
# working days.
YEARS_AHEAD = 3


class CalendarDay(NamedTuple):
    """One day, with how many days up to and including it are working days, and how many are provisional.

    A deadline of n working days from day d is the working day whose number is d's number + n: that holds from a rest
    day too, where the count starts with the next working day. A span of days is provisional when the provisional
    number rises over it: one guessed day between makes the deadline a guess, even one that falls on a known day.
    """

    day: date
    is_workday: bool
    workday_number: int
    is_provisional: bool
    provisional_number: int


def calendar_days(first_year: int, last_year: int, overrides: Mapping[date, bool]) -> Iterator[CalendarDay]:
    """Yield every day of the years, both ends included.

    Outside the known years weekdays are taken for working days, provisionally, unless an override says what they are.

    Args:
        first_year: first calendar year.
        last_year: last calendar year.
        overrides: days whose working state the bureau states itself; they win over the library.
    """
    workday_number = provisional_number = 0
    day = date(first_year, 1, 1)
    while day.year <= last_year:
        is_provisional = False
        if day in overrides:
            is_workday = overrides[day]
        else:
            is_workday = day in workdays or (day.weekday() < 5 and day not in holidays)
            is_provisional = not FIRST_KNOWN_YEAR <= day.year <= LAST_KNOWN_YEAR
        workday_number += is_workday
        provisional_number += is_provisional
        yield CalendarDay(day, is_workday, workday_number, is_provisional, provisional_number)
        day += timedelta(days=1)
