"""The analysis's view: what a month's survey, opinions and work tell together. Rows of mart.* only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from reports.analysis_sample_view import Composition, Doubt, Effect, Outcome, Plan, Weighting
from reports.analysis_work_view import (
    Agreement,
    ClosingBand,
    District,
    ExternalTown,
    Problem,
    ScopedIndicator,
    Topic,
)
from reports.marts import Connection, rows, settings

TREND_MONTHS = 13


@dataclass(frozen=True)
class CountyMonth:
    """mart.county_month: the county in one month, the reporting month or one before it."""

    month: date
    is_demo: bool
    attempt_count: int
    valid_count: int
    scale: str
    score_printed: float
    ci_low: float
    ci_high: float
    prior_score_printed: float | None
    prior_scale: str | None
    change_printed: float | None
    change_verdict: str
    change_test: str | None


@dataclass(frozen=True)
class Town:
    """mart.town_ranking: one town."""

    town_code: str
    town_name: str
    town_order: int
    interview_count: int
    scored_count: int | None
    effective_count: float | None
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    status: str
    point_rank: int | None
    county_verdict: str | None
    county_test: str | None
    change_verdict: str
    change_test: str | None

    @property
    def is_ranked(self) -> bool:
        """Whether the town has enough interviews to be ranked."""
        return self.point_rank is not None


@dataclass(frozen=True)
class DimensionScore:
    """mart.dimension_score: the score of the county or of a town on a dimension."""

    scope: str
    scope_code: str
    scope_name: str
    dimension: str
    dimension_name: str
    scored_count: int
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    status: str
    prior_score_printed: float | None
    change_verdict: str
    change_test: str | None
    county_verdict: str
    county_test: str | None


@dataclass(frozen=True)
class Share:
    """mart.share: the county's satisfied on one dimension, loosely or strictly, %."""

    dimension: str
    measure: str
    share_pct: float | None
    share_numerator: float
    share_denominator: float
    ci_low_pct: float | None
    ci_high_pct: float | None
    publication: str


@dataclass(frozen=True)
class Group:
    """mart.group_contrast: whether a group of residents thinks otherwise than all others."""

    scope: str
    scope_code: str
    scope_name: str
    dimension: str
    scored_count: int
    difference: float | None
    verdict: str
    group_test: str | None


@dataclass(frozen=True)
class Driver:
    """mart.driver: how much a dimension matters for the ranking one, and how it does."""

    dimension_name: str
    case_count: int
    r2_pct: float | None
    importance_pct: float | None
    importance_se_pct: float | None
    performance: float | None
    performance_se: float | None
    crossing_importance_pct: float | None
    crossing_performance: float | None
    ellipse_xx: float | None
    ellipse_xy: float | None
    ellipse_yy: float | None
    ellipse_radius: float | None
    quadrant: str | None
    status: str


@dataclass(frozen=True)
class Remark:
    """mart.remark: a paragraph that the analyst adds at the end of a part."""

    part: str
    text: str


@dataclass(frozen=True)
class AnalysisView:
    """Everything the analysis of a month says.

    `towns` by rank, then the unranked in the fixed order; `trend` ends with the month. `indicators` are the county's,
    by code; `scoped` those of channels, categories, sources and severities, in their order.
    """

    month: date
    county: CountyMonth
    trend: tuple[CountyMonth, ...]
    outcomes: tuple[Outcome, ...]
    plans: tuple[Plan, ...]
    doubts: tuple[Doubt, ...]
    effect: Effect | None
    composition: tuple[Composition, ...]
    weighting: tuple[Weighting, ...]
    towns: tuple[Town, ...]
    dimensions: tuple[DimensionScore, ...]
    shares: tuple[Share, ...]
    groups: tuple[Group, ...]
    drivers: tuple[Driver, ...]
    topics: tuple[Topic, ...]
    problems: tuple[Problem, ...]
    indicators: dict[str, ScopedIndicator]
    scoped: tuple[ScopedIndicator, ...]
    closing: tuple[ClosingBand, ...]
    districts: tuple[District, ...]
    external: tuple[ExternalTown, ...]
    agreement: tuple[Agreement, ...]
    remarks: tuple[Remark, ...]
    settings: dict[tuple[str, str], str]


_Row = TypeVar("_Row")


def read(connection: Connection, month: date) -> AnalysisView:
    """Read the view of one month from the marts."""

    def of(kind: type[_Row], mart: str, rest: str) -> tuple[_Row, ...]:
        return rows(connection, kind, f"mart.{mart}", month, rest)

    effect = of(Effect, "interviewer_effect", "")
    trend = _trend(connection, month)
    whole = of(ScopedIndicator, "indicator", "and scope = 'county' order by indicator")
    parts = "and scope in ('channel', 'category', 'problem_source', 'severity') order by scope, scope_order, indicator"
    return AnalysisView(
        month=month,
        county=trend[-1],
        trend=trend,
        outcomes=of(Outcome, "sample_outcome", "order by scope = 'county', scope_code"),
        plans=of(Plan, "sample_plan", "order by town_code"),
        doubts=of(Doubt, "interview_doubt", "order by doubtful_count desc, reason_code"),
        effect=effect[0] if effect else None,
        composition=of(Composition, "sample_composition", "order by scope desc, scope_order"),
        weighting=of(Weighting, "weighting", "order by town_code"),
        towns=of(Town, "town_ranking", "order by point_rank nulls last, score_printed desc, town_order"),
        dimensions=of(DimensionScore, "dimension_score", "order by question, scope, scope_code"),
        shares=of(Share, "share", "and scope = 'county' order by question, measure"),
        groups=of(Group, "group_contrast", "order by scope desc, scope_order"),
        drivers=of(Driver, "driver", "order by importance_pct desc nulls last, dimension"),
        topics=of(Topic, "topic_month", "order by mention_count desc, topic"),
        problems=of(Problem, "problem_group", "order by mention_count desc, group_id"),
        indicators={each.indicator: each for each in whole},
        scoped=of(ScopedIndicator, "indicator", parts),
        closing=of(ClosingBand, "closing_time", "and scope = 'county' order by band_order"),
        districts=of(District, "external_district", "order by rank nulls last, score desc, district"),
        external=of(ExternalTown, "external_town", "order by town_order"),
        agreement=of(Agreement, "agreement", "order by measure"),
        remarks=of(Remark, "remark", "and report = 'analysis' order by remark_order"),
        settings=settings(connection, month),
    )


def _trend(connection: Connection, month: date) -> tuple[CountyMonth, ...]:
    """Read the last months that have a survey, in order."""
    months = "select month from mart.county_month where month <= ? and score is not null order by month desc limit ?"
    found = connection.execute(months, [month, TREND_MONTHS]).fetchall()
    return tuple(rows(connection, CountyMonth, "mart.county_month", each)[0] for (each,) in reversed(found))


def is_reportable(connection: Connection, month: date) -> bool:
    """Whether the month has a survey whose towns can be compared, and work to tell of."""
    found = connection.execute("select is_reportable from mart.county_month where month = ?", [month]).fetchone()
    return bool(found and found[0])
