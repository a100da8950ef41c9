"""The comparison report's view: two months, their scores by towns, dimensions and groups, and their indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.marts import Connection, rows, settings


@dataclass(frozen=True)
class ScoreChange:
    """mart.comparison: a score of the month and of the earlier one, points, with the test of the change."""

    scope: str
    scope_code: str
    scope_name: str
    dimension: str
    dimension_name: str
    is_ranking_dimension: bool
    scored_count: int | None
    score_printed: float | None
    prior_scored_count: int | None
    prior_score_printed: float | None
    change_printed: float | None
    change_low: float | None
    change_high: float | None
    p_adjusted: float | None
    verdict: str
    reason: str | None
    change_by_performance: float | None
    change_by_composition: float | None
    test_id: str | None


@dataclass(frozen=True)
class TownRank:
    """mart.town_ranking: a town's place in one of the months; None where it is not ranked."""

    town_code: str
    point_rank: int | None
    rank_best: int | None
    rank_worst: int | None


@dataclass(frozen=True)
class CountyIndicator:
    """mart.indicator: an indicator of the county in one of the months."""

    indicator: str
    title: str
    numerator: int | None
    denominator: int | None
    value: float | None
    unit_of_value: str


@dataclass(frozen=True)
class ComparisonView:
    """Everything the comparison of two months says; `later` and `earlier` by town or indicator code."""

    month: date
    prior_month: date
    is_demo: bool
    scores: tuple[ScoreChange, ...]
    ranks: tuple[dict[str, TownRank], dict[str, TownRank]]
    indicators: tuple[dict[str, CountyIndicator], dict[str, CountyIndicator]]
    settings: dict[tuple[str, str], str]

    def of(self, *scopes: str, is_ranking: bool | None = None) -> list[ScoreChange]:
        """The rows of some scopes; of the ranking dimension only, or of the others only."""
        return [
            each for each in self.scores if each.scope in scopes and is_ranking in (None, each.is_ranking_dimension)
        ]


def read(connection: Connection, month: date, prior_month: date) -> ComparisonView:
    """Read the view of two months from the marts."""
    of_pair = f"and prior_month = date '{prior_month}' order by question, scope, scope_order"
    county = "and scope = 'county' order by indicator"
    demo = connection.execute(
        "select bool_or(has_demo_data) from mart.month where month in (?, ?)", [month, prior_month]
    ).fetchone()
    ranks = [
        {each.town_code: each for each in rows(connection, TownRank, "mart.town_ranking", when)}
        for when in (month, prior_month)
    ]
    indicators = [
        {each.indicator: each for each in rows(connection, CountyIndicator, "mart.indicator", when, county)}
        for when in (month, prior_month)
    ]
    return ComparisonView(
        month=month,
        prior_month=prior_month,
        is_demo=bool(demo and demo[0]),
        scores=rows(connection, ScoreChange, "mart.comparison", month, of_pair),
        ranks=(ranks[0], ranks[1]),
        indicators=(indicators[0], indicators[1]),
        settings=settings(connection, month),
    )


def comparable_months(connection: Connection, month: date) -> tuple[date, ...]:
    """Return the months that a month's score of the county can be compared with, the nearest first."""
    found = connection.execute(
        "select prior_month from mart.comparison"
        " where month = ? and scope = 'county' and is_ranking_dimension and verdict <> 'none' order by 1 desc",
        [month],
    ).fetchall()
    return tuple(prior for (prior,) in found)
