"""The demo county's planted recurring problems, found again from its files: each ticket's topic, each month's majors.

`pytest tests/end_to_end/test_problems.py -s` prints the table of tests/topics/README.md.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from tests.county import truth
from tests.county.tickets import tickets_of

TOPICS = {
    "图书馆限流": "library_limit",
    "文化活动设施不足": "facility_shortage",
    "文化活动偏少": "activity_few",
    "演出品质不高": "performance_quality",
    "西里文化广场围挡": "venue_closed",
    "娱乐场所噪声": "entertainment_noise",
}
LEAST = 0.9
TICKETS = """select strftime(ticket.month, '%Y-%m'), ticket.ticket_no, mark.topic
    from staging.ticket inner join core.opinion_mark as mark using (sheet_id, row) where mark.source = 'hotline'"""
MAJORS = "select topic, strftime(month, '%Y-%m') from mart.topic_month where is_major"


@pytest.fixture(scope="module")
def warehouse(built_county: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True)


@pytest.fixture(scope="module")
def majors(warehouse: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    return set(warehouse.execute(MAJORS).fetchall())


def test_planted_tickets_are_found_by_their_topic(
    warehouse: duckdb.DuckDBPyConnection, majors: set[tuple[str, str]]
) -> None:
    """In every month of every problem: its tickets have its topic, and tickets of that topic tell of it."""
    found = defaultdict(set)
    for month, number, topic in warehouse.execute(TICKETS).fetchall():
        found[topic, month].add(number)
    for plan in truth.planted_recurring():
        topic = TOPICS[plan.topic]
        for month in plan.months:
            meant = {ticket.ticket_no for ticket in tickets_of(month) if ticket.topic == plan.topic}
            planted = {ticket.ticket_no for ticket in tickets_of(month) if ticket.ticket_no in plan.ticket_nos}
            named = found[topic, month]
            recall, precision = len(planted & named) / len(planted), len(meant & named) / max(len(named), 1)
            major = "major" if (topic, month) in majors else ""
            print(f"{plan.topic} {month} planted {len(planted)} recall {recall:.2f} precision {precision:.2f} {major}")
            assert recall >= LEAST
            assert precision >= LEAST


def test_majors_are_the_planted_problems(majors: set[tuple[str, str]]) -> None:
    """Of the major problems of all months; of the planted, the months in which they have come back or are new.

    A problem has come back in its third month of six: before, nothing tells it from chance.
    """
    planted = {(TOPICS[plan.topic], month) for plan in truth.recurring_plan() for month in plan.months}
    due = {(topic, month) for topic, month in planted if _times_of_six(planted, topic, month) >= 3}
    due.add(("venue_closed", truth.NEWEST))
    print(f"{len(majors & planted)} of {len(majors)} are planted, {len(majors & due)} of {len(due)} due are found")
    print(f"{len(majors & planted)} of {len(planted)} planted months, not planted: {sorted(majors - planted)}")
    assert len(majors & planted) >= LEAST * len(majors)
    assert len(majors & due) >= LEAST * len(due)
    newest = {topic for topic, month in majors if month == truth.NEWEST}
    assert newest == {topic for topic, month in planted if month == truth.NEWEST}


def test_a_month_has_few_majors(majors: set[tuple[str, str]]) -> None:
    counts = [sum(month == each for _, month in majors) for each in truth.MONTHS]
    assert max(counts) <= 6


def _times_of_six(planted: set[tuple[str, str]], topic: str, month: str) -> int:
    at = truth.MONTHS.index(month)
    return sum((topic, each) in planted for each in truth.MONTHS[max(at - 5, 0) : at + 1])
