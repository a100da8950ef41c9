"""Working days with make-up days, the months of tables, and what the bureau overrides."""

from datetime import date
from itertools import pairwise

import pytest

from flows.calendar import CalendarDay, calendar_days
from flows.period import Month

# Found on → due after 5, 10, 20 and 45 working days, by the State Council's notices on holidays and make-up days.
DUE = {
    "2022-01-28": ("2022-02-09", "2022-02-16", "2022-03-02", "2022-04-07"),
    "2022-09-30": ("2022-10-12", "2022-10-19", "2022-11-02", "2022-12-07"),
    "2021-04-30": ("2021-05-11", "2021-05-18", "2021-06-01", "2021-07-07"),
    "2026-09-18": ("2026-09-24", "2026-10-09", "2026-10-22", "2026-11-26"),
}
LIMITS = (5, 10, 20, 45)


def _calendar(first: int, last: int, overrides: dict[date, bool] | None = None) -> dict[date, CalendarDay]:
    return {day.day: day for day in calendar_days(first, last, overrides or {})}


def _after(calendar: dict[date, CalendarDay], found_on: date, working_days: int) -> date:
    number = calendar[found_on].workday_number + working_days
    return next(day.day for day in calendar.values() if day.workday_number == number and day.is_workday)


@pytest.mark.parametrize("found_on", DUE)
def test_deadlines_of_the_plan(found_on) -> None:
    day = date.fromisoformat(found_on)
    calendar = _calendar(day.year, day.year)
    assert tuple(_after(calendar, day, n).isoformat() for n in LIMITS) == DUE[found_on]


def test_from_a_rest_day_the_count_starts_with_the_next_working_day() -> None:
    calendar = _calendar(2022, 2022)
    friday, saturday, sunday = date(2022, 6, 10), date(2022, 6, 11), date(2022, 6, 12)
    assert {_after(calendar, day, 1) for day in (friday, saturday, sunday)} == {date(2022, 6, 13)}
    assert _after(calendar, date(2022, 10, 3), 1) == date(2022, 10, 8)  # a holiday; 8 October is a make-up Saturday


def test_the_count_goes_on_over_the_year_end() -> None:
    assert _after(_calendar(2021, 2022), date(2021, 12, 31), 1) == date(2022, 1, 4)
    assert _after(_calendar(2021, 2022), date(2021, 12, 24), 10) == date(2022, 1, 10)


def test_every_day_is_there_once_in_order() -> None:
    days = list(calendar_days(2020, 2021, {}))
    assert len(days) == 366 + 365
    assert [day.day for day in days] == sorted({day.day for day in days})
    steps = [(a.workday_number, b.workday_number - a.workday_number, b.is_workday) for a, b in pairwise(days)]
    assert all(step == is_workday for _, step, is_workday in steps)


def test_the_bureaus_own_days_win_over_the_library() -> None:
    closed, opened = date(2022, 6, 13), date(2022, 6, 12)
    calendar = _calendar(2022, 2022, {closed: False, opened: True})
    assert not calendar[closed].is_workday
    assert calendar[opened].is_workday
    assert _after(calendar, date(2022, 6, 10), 1) == opened
    assert _after(calendar, date(2022, 6, 10), 2) == date(2022, 6, 14)


def test_past_the_data_weekdays_count_and_are_provisional_unless_overridden() -> None:
    new_year = date(2027, 1, 1)
    calendar = _calendar(2026, 2027, {new_year: False})
    assert not calendar[date(2026, 12, 31)].is_provisional
    assert calendar[date(2027, 1, 4)] == CalendarDay(
        date(2027, 1, 4), True, calendar[date(2026, 12, 31)].workday_number + 1, True
    )
    assert not calendar[new_year].is_provisional
    assert not calendar[new_year].is_workday
    assert calendar[date(2027, 1, 2)] == CalendarDay(date(2027, 1, 2), False, calendar[new_year].workday_number, True)


def test_before_the_data_too() -> None:
    assert next(calendar_days(2003, 2003, {})).is_provisional


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
