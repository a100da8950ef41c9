"""Deadlines in working days, through the macros that every model and analyst uses: given days → expected days."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from flows.period import Month
from flows.warehouse import load
from flows.warehouse.database import SCHEMAS, connect
from flows.warehouse.models import define_functions
from flows.work_tables import CalendarOverride
from tests.warehouse.given import SQL, reference, table

# What the bureau states itself: a day off in a known year; in a year of which nothing is known, New Year's Day off, a
# Monday that is worked, a Saturday that is worked.
OVERRIDES = {"2022-06-13": False, "2027-01-01": False, "2027-01-04": True, "2027-01-16": True}


@pytest.fixture(scope="module", name="db")
def _db() -> Iterator[duckdb.DuckDBPyConnection]:
    stated = [CalendarOverride(date=dt.date.fromisoformat(d), is_workday=w, note="") for d, w in OVERRIDES.items()]
    tables = reference().tables | {"calendar_override": (CalendarOverride, stated)}
    with connect() as connection:
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")
        load.load_reference(connection, replace(reference(), tables=tables), [Month(2022, 6), Month(2026, 12)])
        define_functions(connection, SQL)
        yield connection


# from, working days, due, whether the due day is provisional; by the State Council's notices on holidays
DUE = """
2022-01-28  0 2022-01-28 no   the day of finding is day 0
2022-01-28  1 2022-01-29 no   a Saturday worked for the Spring Festival
2022-01-28  5 2022-02-09 no
2022-01-28 10 2022-02-16 no
2022-01-28 20 2022-03-02 no
2022-01-28 45 2022-04-07 no
2022-09-30  5 2022-10-12 no
2022-09-30 10 2022-10-19 no
2022-09-30 20 2022-11-02 no
2022-09-30 45 2022-12-07 no
2021-04-30  5 2021-05-11 no
2021-04-30 10 2021-05-18 no
2021-04-30 20 2021-06-01 no
2021-04-30 45 2021-07-07 no
2026-09-18  5 2026-09-24 no
2026-09-18 10 2026-10-09 no
2026-09-18 20 2026-10-22 no
2026-09-18 45 2026-11-26 no
2022-06-12  0 2022-06-12 no   same day, a Sunday
2022-06-18  1 2022-06-20 no   from a Saturday
2022-06-19  1 2022-06-20 no   from a Sunday
2022-10-03  1 2022-10-08 no   from a holiday to a Saturday that is worked
2022-10-03  5 2022-10-12 no
2021-12-31  1 2022-01-04 no   over a year's end
2021-12-24 10 2022-01-10 no
2015-02-17 10 2015-03-09 no   years before the first month
2022-06-10  1 2022-06-14 no   the bureau's own day off
2026-12-31  1 2027-01-04 yes  only Saturday and Sunday are guessed, and they too may be worked
2026-12-28  3 2026-12-31 no
2026-12-28  5 2027-01-05 yes
2027-01-15  1 2027-01-16 no   a Saturday the bureau says is worked
2027-01-15  2 2027-01-18 yes
2029-12-31  1 None       no   past the calendar
2003-12-31  1 None       no   before it
"""


def _cases() -> list[list[str]]:
    return [line.split()[:4] for line in DUE.strip().splitlines()]


@pytest.fixture(scope="module", name="found")
def _found(db: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every case in one query, over a table whose columns bear the calendar's own names."""
    db.execute("create temp table calendar_case (day date, workday_number integer)")
    db.executemany("insert into calendar_case values (?, ?)", [line[:2] for line in _cases()])
    rows = table(
        db,
        "select day, workday_number, working_days_after(day, workday_number),"
        " is_provisional_span(day, working_days_after(day, workday_number)),"
        " working_days_between(day, working_days_after(day, workday_number)) from calendar_case",
    )
    return {(day, str(n)): (str(due), "yes" if guess else "no", str(between)) for day, n, due, guess, between in rows}


@pytest.mark.parametrize(("day", "n", "due", "is_provisional"), _cases(), ids=lambda part: part)
def test_a_deadline(found, day, n, due, is_provisional) -> None:
    assert found[day, n][:2] == (due, is_provisional)


def test_the_days_up_to_a_deadline_are_those_it_was_given(found) -> None:
    assert [found[day, n][2] for day, n, due, _ in _cases() if due != "None"] == [
        n for _, n, due, _ in _cases() if due != "None"
    ]


# first day, second day → working days between them
BETWEEN = {
    ("2022-06-10", "2022-06-12"): 0,  # over a weekend nothing passes
    ("2022-06-11", "2022-06-12"): 0,
    ("2022-06-30", "2022-06-30"): 0,
    ("2022-07-04", "2022-06-30"): -2,
    ("2022-06-30", "2022-07-04"): 2,
    ("2022-06-30", "2039-01-01"): None,
}
# a day → the last working day up to it
LAST = {
    "2022-06-30": "2022-06-30",
    "2022-07-31": "2022-07-29",
    "2022-10-07": "2022-09-30",
    "2022-10-08": "2022-10-08",
    "2022-12-31": "2022-12-30",
    "2021-05-31": "2021-05-31",
}


def test_working_days_between_two_days(db) -> None:
    assert {
        days: table(db, "select working_days_between(?::date, ?::timestamp + interval 9 hour)", *days)[0][0]
        for days in BETWEEN
    } == BETWEEN


def test_the_last_working_day_up_to_a_day(db) -> None:
    assert {day: table(db, "select last_working_day(?::date)", day)[0][0] for day in LAST} == LAST


def test_the_macros_explain_themselves(db) -> None:
    described = "select distinct function_name from duckdb_functions() where comment like '%工作日%'"
    assert {name for (name,) in table(db, described)} == {
        "working_days_after",
        "working_days_between",
        "last_working_day",
        "is_provisional_span",
    }
