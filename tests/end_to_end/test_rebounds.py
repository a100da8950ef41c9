"""Rebounds of the demo county: those its ledger marks, and those that its tickets and visits tell again.

The simulator plants the marks; that a problem is told again after its strike-off happens by chance, as often as the
same sentence is drawn for the same place.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import duckdb
import pytest

from tests.county import texts, truth
from tests.county.rectification import Item, items_of
from tests.county.tickets import tickets_of
from tests.county.visits import visit_sheet
from tests.county.workdays import export_moment

WINDOW = dt.timedelta(days=180)
Told = tuple[int, str]  # which sentence of tests/county/texts.py, and the village where the sentence names one


def _patterns() -> list[re.Pattern[str]]:
    sentences = [sentence for topic in texts.TOPICS for sentence in topic.sentences]
    slots = {"town": "[^，]+?(?:镇|街道)", "time": ".+?", "thing": ".+?"}
    slots["place"] = f"{slots['town']}(?P<village>.+?)"
    return [re.compile(sentence.format(**slots)) for sentence in sentences]


PATTERNS = _patterns()


def _told(text: str) -> Told:
    """The sentence that a text was made from: the longest that fits."""
    fitting = [(at, match) for at, pattern in enumerate(PATTERNS) if (match := pattern.search(text))]
    at, match = max(fitting, key=lambda each: len(each[1].group()))
    return at, match.groupdict().get("village") or ""


@pytest.fixture(scope="module")
def problems() -> dict[str, Item]:
    return {item.ledger_no: item for month in truth.MONTHS for item in items_of(month)}


@pytest.fixture(scope="module")
def found(built_county: Path) -> list[tuple[str, str, str, str, dt.date]]:
    """Ledger number, by whom it was found, the record's number, its words, its day."""
    with duckdb.connect(built_county / "minyi.duckdb", read_only=True) as connection:
        return connection.execute(
            "select ledger_no, found_by, record_no, report_text, reported_on from mart.rebound"
        ).fetchall()


def test_every_marked_rebound_is_found_and_no_other(found, problems) -> None:
    last = export_moment(truth.NEWEST).date()
    planted = {number for number, item in problems.items() if item.rebounded_on and item.rebounded_on <= last}
    assert {number for number, by, *_ in found if by == "ledger"} == planted
    assert len(planted) >= 5


def _reports(by: str) -> dict[str, tuple[str, dt.date, str]]:
    """What was told, as (town, day, words) by what the found rebound is known by: ticket number, or day and words."""
    if by == "ticket":
        tickets = [ticket for month in truth.MONTHS for ticket in tickets_of(month)]
        return {ticket.ticket_no: (ticket.town_code, ticket.called_at.date(), ticket.content) for ticket in tickets}
    visits = [row for month in truth.MONTHS for row in visit_sheet(month).rows if row["opinion"] != "无意见"]
    told = [(str(row["_town_code"]), row["visited_on"], str(row["opinion"])) for row in visits]
    return {f"{day} {words}": (town_code, day, words) for town_code, day, words in told}


def test_what_is_told_again_after_a_strike_off_is_found(found, problems) -> None:
    """Right is a report made from the problem's own sentence, of its town and village, within the window."""
    known, right = set(), set()
    for by in ("ticket", "visit"):
        reports = _reports(by)
        same = {key: _told(words) for key, (_, _, words) in reports.items()}
        known |= {
            (number, record_no if by == "ticket" else f"{day} {text}")
            for number, found_by, record_no, text, day in found
            if found_by == by
        }
        for number, item in problems.items():
            if item.struck_off_on is None or item.is_explained:
                continue
            told, until = _told(item.problem), item.struck_off_on + WINDOW
            right |= {
                (number, key)
                for key, (town_code, day, _) in reports.items()
                if town_code == item.town_code and item.struck_off_on < day <= until and same[key] == told
            }
    both = known & right
    assert len(right) >= 50
    assert len(both) / len(known) >= 0.9
    assert len(both) / len(right) >= 0.9
