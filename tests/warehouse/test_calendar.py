"""The calendar's days, the months of tables, what the bureau overrides; deadlines: tests/sql/test_working_days.py."""

from datetime import date
from itertools import pairwise

import chinese_calendar
import pytest

from flows.calendar import FIRST_KNOWN_YEAR, CalendarDay, calendar_days
from flows.period import Month


def _calendar(first: int, last: int, overrides: dict[date, bool] | None = None) -> dict[date, CalendarDay]:
    return {day.day: day for day in calendar_days(first, last, overrides or {})}


def test_every_day_is_there_once_in_order_and_as_the_library_says() -> None:
    days = list(calendar_days(2020, 2022, {}))
    assert len(days) == 366 + 365 + 365
    assert [day.day for day in days] == sorted({day.day for day in days})
    steps = [(a.workday_number, b.workday_number - a.workday_number, b.is_workday) for a, b in pairwise(days)]
    assert all(step == is_workday for _, step, is_workday in steps)
    assert [day.is_workday for day in days] == [chinese_calendar.is_workday(day.day) for day in days]


def test_the_bureaus_own_days_win_over_the_library() -> None:
    closed, opened = date(2022, 6, 13), date(2022, 6, 12)
    calendar = _calendar(2022, 2022, {closed: False, opened: True})
    assert not calendar[closed].is_workday
    assert calendar[opened].is_workday


def test_past_the_data_weekdays_count_and_are_provisional_unless_overridden() -> None:
    new_year = date(2027, 1, 1)
    calendar = _calendar(2026, 2027, {new_year: False})
    last = calendar[date(2026, 12, 31)]
    assert not last.is_provisional
    assert calendar[new_year] == CalendarDay(new_year, False, last.workday_number, False, 0)
    assert calendar[date(2027, 1, 2)] == CalendarDay(date(2027, 1, 2), False, last.workday_number, True, 1)
    assert calendar[date(2027, 1, 4)] == CalendarDay(date(2027, 1, 4), True, last.workday_number + 1, True, 3)


def test_before_the_data_too() -> None:
    assert next(calendar_days(FIRST_KNOWN_YEAR - 1, FIRST_KNOWN_YEAR, {})).is_provisional


@pytest.mark.parametrize("text", ["2022-13", "2022-00", "2022-6", "202206", "2022年6月", "", " 2022-06", "2022-06 "])
def test_what_is_no_month_is_refused_in_chinese(text) -> None:
    with pytest.raises(ValueError, match=r"不是月份，请写成 2022-06 的样子"):
        Month.parse(text)


def test_a_month_knows_its_neighbours_and_ends() -> None:
    december, february = Month.parse("2021-12"), Month(2024, 2)
    assert (december.next, december.next.prior) == (Month(2022, 1), december)
    assert (february.first_day, february.last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (str(february), february.label) == ("2024-02", "2024年2月")
    assert sorted([Month(2022, 1), december]) == [december, Month(2022, 1)]
