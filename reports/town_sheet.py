"""The town sheet's view: what the marts know of each town in a month. Nothing is computed here but order and choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from reports.bulletin import County, Dimension
from reports.due_items import DueCount, DueItem, read_due_counts, read_due_items
from reports.marts import Connection, rows, settings
from reports.measures import Measure
from reports.town_standing import Town


@dataclass(frozen=True)
class PastMonth:
    """mart.town_trend: a town's score in a month of the past year, of the same scale; None where it was not ranked."""

    town_code: str
    past_month: date
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    point_rank: int | None
    ranked_count: int | None


@dataclass(frozen=True)
class TownDimension(Dimension):
    """mart.dimension_score, with the sample and the interval that a sheet shows."""

    scored_count: int
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class TownTopic:
    """mart.town_topic: how often the town's residents speak of a topic."""

    town_code: str
    title: str
    mention_count: int
    share_denominator: int
    is_major: bool
    is_concentrated: bool
    in_towns_test: str | None


@dataclass(frozen=True)
class Unreached:
    """mart.household_coverage: a household or firm of the list that nobody has visited yet."""

    town_code: str | None
    household_no: str


@dataclass(frozen=True)
class Finding:
    """mart.trace_inspection: what an inspection found at a place, and whether it is on the ledger."""

    town_code: str | None
    site: str | None
    is_entered: bool | None


@dataclass(frozen=True)
class Rebound:
    """mart.rebound: a problem of the ledger that came back after it was struck off."""

    town_code: str | None
    ledger_no: str


@dataclass(frozen=True)
class Refusal:
    """mart.refusal: why a town's score on a dimension, over some months, is not ranked."""

    town_code: str
    dimension: str
    span_months: int
    reason_text: str


@dataclass(frozen=True)
class Post:
    """mart.roster: a post and what it is part of."""

    scope: str
    scope_code: str
    scope_name: str
    role: str
    post: str
    is_responsible: bool


@dataclass(frozen=True)
class TownSheetView:
    """Everything the sheet of one town says; the county's measures stand beside the town's, by indicator."""

    month: date
    county: County
    town: Town
    is_demo: bool
    phase_names: tuple[str, ...]
    post: str | None
    refusal: str | None
    past: tuple[PastMonth, ...]
    dimensions: tuple[TownDimension, ...]
    county_dimensions: tuple[Dimension, ...]
    topics: tuple[TownTopic, ...]
    measures: dict[str, Measure]
    county_measures: dict[str, Measure]
    due_count: DueCount
    due_items: tuple[DueItem, ...]
    unreached: tuple[Unreached, ...]
    findings: tuple[Finding, ...]
    rebounds: tuple[Rebound, ...]
    settings: dict[tuple[str, str], str]


_Row = TypeVar("_Row", PastMonth, TownTopic, Unreached, Finding, Rebound)


def read(connection: Connection, month: date) -> dict[str, TownSheetView]:
    """Read the sheets of every town of a month, by town code, in the fixed order of towns."""
    named = settings(connection, month)
    county = rows(connection, County, "mart.county_month", month)[0]
    towns = rows(connection, Town, "mart.town_ranking", month, "order by town_order")
    dimensions = rows(connection, TownDimension, "mart.dimension_score", month, "order by question, scope, scope_code")
    measures = rows(
        connection, Measure, "mart.indicator", month, "and scope in ('county', 'town') order by scope_code, indicator"
    )
    refusals = {
        each.town_code: each.reason_text
        for each in rows(connection, Refusal, "mart.refusal", month)
        if (each.dimension, each.span_months) == (named["score", "dimension"], 1)
    }
    trend = rows(connection, PastMonth, "mart.town_trend", month, "order by town_code, past_month")
    topics = rows(connection, TownTopic, "mart.town_topic", month, "order by town_code, topic_order")
    unreached = rows(
        connection, Unreached, "mart.household_coverage", month, "and not is_reached order by household_no, row"
    )
    findings = rows(
        connection, Finding, "mart.trace_inspection", month, "and has_finding order by inspected_on, file, sheet, row"
    )
    rebounds = rows(connection, Rebound, "mart.rebound", month, "order by ledger_no, record_no, file, sheet, row")
    posts = read_posts(connection, month)
    items, counts = read_due_items(connection, month), read_due_counts(connection, month)
    phases = read_phases(connection, month)
    return {
        town.town_code: TownSheetView(
            month=month,
            county=county,
            town=town,
            is_demo=county.is_demo,
            phase_names=phases,
            post=responsible_post(posts, "town", town.town_code),
            refusal=refusals.get(town.town_code),
            past=_of(trend, town),
            dimensions=tuple(d for d in dimensions if d.scope == "town" and d.scope_code == town.town_code),
            county_dimensions=tuple(d for d in dimensions if d.scope == "county"),
            topics=_of(topics, town),
            measures={m.indicator: m for m in measures if m.scope == "town" and m.scope_code == town.town_code},
            county_measures={m.indicator: m for m in measures if m.scope == "county"},
            due_count=counts["town", town.town_code],
            due_items=items.get(("town", town.town_code), ()),
            unreached=_of(unreached, town),
            findings=_of(findings, town),
            rebounds=_of(rebounds, town),
            settings=named,
        )
        for town in towns
    }


def read_posts(connection: Connection, month: date) -> tuple[Post, ...]:
    """Read the roster as it stood at the month's end."""
    return rows(connection, Post, "mart.roster", month, "order by scope, scope_code, role_order, post")


def responsible_post(posts: Sequence[Post], scope: str, scope_code: str) -> str | None:
    """The post that answers for a town, unit or office; None where the roster names none."""
    held = (each.post for each in posts if (each.scope, each.scope_code) == (scope, scope_code) and each.is_responsible)
    return next(held, None)


def read_phases(connection: Connection, month: date) -> tuple[str, ...]:
    """Read the names of the campaign's phases that run in a month; none outside a campaign."""
    found = connection.execute(
        "select phase_name from mart.phase where month = ? and phase <> 'none' order by first_on, phase", [month]
    ).fetchall()
    return tuple(name for (name,) in found)


def _of(found: Iterable[_Row], town: Town) -> tuple[_Row, ...]:
    return tuple(each for each in found if each.town_code == town.town_code)
