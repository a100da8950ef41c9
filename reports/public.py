"""The public version's view: what residents may be told; small counts were hidden before (mart.public_*)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.marts import Connection, rows, settings


@dataclass(frozen=True)
class County:
    """mart.county_month: how many were asked, and what they said."""

    is_demo: bool
    valid_count: int
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class Share:
    """mart.share: the satisfied share of a scope on the ranking dimension."""

    scope: str
    scope_name: str
    share_pct: float | None
    ci_low_pct: float | None
    ci_high_pct: float | None
    publication: str


@dataclass(frozen=True)
class Dimension:
    """mart.dimension_score: the county's score on a dimension."""

    dimension: str
    dimension_name: str
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    status: str


@dataclass(frozen=True)
class Count:
    """mart.public_count: a count that may be shown, or None; with the table's total, or None."""

    public_table: str
    category_name: str
    shown_count: int | None
    total_count: int | None


@dataclass(frozen=True)
class Rate:
    """mart.public_rate: a rate of the county in whole per cent, or None."""

    title: str
    shown_rate: float | None
    is_assessable: bool


@dataclass(frozen=True)
class PublicView:
    """Everything the public version says of a month."""

    month: date
    county: County
    shares: tuple[Share, ...]
    dimensions: tuple[Dimension, ...]
    counts: tuple[Count, ...]
    rates: tuple[Rate, ...]
    phases: tuple[str, ...]
    settings: dict[tuple[str, str], str]

    def table(self, name: str) -> list[Count]:
        """The cells of one table."""
        return [each for each in self.counts if each.public_table == name]


def is_called_for(connection: Connection, month: date) -> bool:
    """Whether the month has what a bulletin needs."""
    found = connection.execute("select is_reportable from mart.county_month where month = ?", [month]).fetchone()
    return bool(found and found[0])


def read(connection: Connection, month: date) -> PublicView:
    """Read the view of one month from the marts."""
    chosen = settings(connection, month)
    phases = connection.execute(
        "select phase_name from mart.phase where month = ? and campaign is not null order by first_on, phase", [month]
    ).fetchall()
    satisfied = f"and measure = 'satisfied' and dimension = '{chosen['score', 'dimension']}'"
    order = connection.execute("select scope_name, scope_order from mart.scope where scope in ('county', 'town')")
    place = dict(order.fetchall())
    shares = rows(connection, Share, "mart.share", month, satisfied)
    return PublicView(
        month=month,
        county=rows(connection, County, "mart.county_month", month)[0],
        shares=tuple(sorted(shares, key=lambda each: place[each.scope_name])),
        dimensions=rows(connection, Dimension, "mart.dimension_score", month, "and scope = 'county' order by question"),
        counts=rows(connection, Count, "mart.public_count", month, "order by public_table, category_order"),
        rates=rows(connection, Rate, "mart.public_rate", month, "order by indicator"),
        phases=tuple(name for (name,) in phases),
        settings=chosen,
    )
