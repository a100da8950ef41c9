"""The monthly bulletin's view: rows of mart.* as plain frozen data. Nothing is computed here but order and choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.marts import Connection, rows, settings
from reports.town_standing import Town


@dataclass(frozen=True)
class County:
    """mart.county_month of the month."""

    is_demo: bool
    attempt_count: int
    valid_count: int
    rr1_numerator: int
    rr1_denominator: int
    coop1_numerator: int
    coop1_denominator: int
    scale: str
    score_printed: float
    ci_low: float
    ci_high: float
    satisfied_numerator: float
    satisfied_denominator: float
    prior_score_printed: float | None
    prior_scale: str | None
    change_printed: float | None
    change_verdict: str
    change_test: str | None


@dataclass(frozen=True)
class Dimension:
    """mart.dimension_score: a scope's score on one dimension."""

    scope: str
    scope_code: str
    scope_name: str
    dimension: str
    dimension_name: str
    score_printed: float | None
    status: str
    prior_score_printed: float | None
    change_verdict: str
    change_test: str | None
    county_verdict: str
    county_test: str | None


@dataclass(frozen=True)
class Composite:
    """mart.composite, and mart.robustness of it: a town's composite score."""

    town_code: str
    town_name: str
    peer_group: str
    composite_printed: float | None
    ci_low: float | None
    ci_high: float | None
    status: str
    missing_parts: str | None
    point_rank: int | None
    rank_best: int | None
    rank_worst: int | None
    bottom_share_numerator: int | None
    bottom_share_denominator: int | None


@dataclass(frozen=True)
class CompositePart:
    """mart.composite_part: what one indicator gives a town."""

    town_code: str
    part_order: int
    indicator: str
    title: str
    weight: float
    floor: float
    target: float
    points: float | None


@dataclass(frozen=True)
class Indicator:
    """mart.indicator: a count (no denominator) or the two parts of a rate."""

    numerator: int
    denominator: int | None


@dataclass(frozen=True)
class Quality:
    """mart.data_quality: how the rows of one source fared."""

    source_title: str
    row_count: int
    used_count: int
    rejected_count: int
    duplicate_count: int
    superseded_count: int
    notice_count: int


@dataclass(frozen=True)
class Problem:
    """mart.major_problem: a recurring problem for the party group; `title` names it."""

    title: str
    mention_count: int
    town_count: int
    major_reason: str
    emerging_test: str | None
    growing_test: str | None
    in_towns_test: str | None
    has_special_row: bool


@dataclass(frozen=True)
class Owner:
    """mart.indicator: a unit or office with problems past their deadline."""

    scope_name: str
    numerator: int


@dataclass(frozen=True)
class Phase:
    """mart.phase: a phase of the campaign year in which the month falls."""

    campaign: int
    phase: str
    phase_name: str
    last_on: date
    is_last_month: bool


@dataclass(frozen=True)
class Duty:
    """mart.duty: what a phase of the campaign asks for, and until when."""

    duty_title: str
    phase: str
    due_on: date


@dataclass(frozen=True)
class Remark:
    """mart.remark: a paragraph that the analyst adds at the end of a part."""

    part: str
    text: str


@dataclass(frozen=True)
class BulletinView:
    """Everything the bulletin of a month says.

    `towns` are in the order of the ranking table: by rank, then the unranked in the fixed order; `town_order` is the
    fixed order. `indicators` is keyed by (scope_code, indicator), '' for the county.
    """

    month: date
    county: County
    towns: tuple[Town, ...]
    town_order: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    grades: tuple[tuple[str, float], ...]
    composites: tuple[Composite, ...]
    parts: tuple[CompositePart, ...]
    indicators: dict[tuple[str, str], Indicator]
    problems: tuple[Problem, ...]
    overdue_owners: tuple[Owner, ...]
    phases: tuple[Phase, ...]
    duties: tuple[Duty, ...]
    quality: tuple[Quality, ...]
    remarks: tuple[Remark, ...]
    settings: dict[tuple[str, str], str]


def read(connection: Connection, month: date) -> BulletinView:
    """Read the view of one month from the marts."""
    county = rows(connection, County, "mart.county_month", month)[0]
    towns = rows(
        connection,
        Town,
        "mart.town_ranking",
        month,
        "order by point_rank nulls last, score_printed desc, town_order",
    )
    order = connection.execute(
        "select town_code from mart.town_ranking where month = ? order by town_order", [month]
    ).fetchall()
    of_places = "and scope in ('county', 'town') order by question, scope, scope_code"
    dimensions = rows(connection, Dimension, "mart.dimension_score", month, of_places)
    indicators = connection.execute(
        "select scope_code, indicator, numerator, denominator from mart.indicator"
        " where month = ? and scope in ('county', 'town')",
        [month],
    ).fetchall()
    grades = connection.execute(
        "select answer, score from mart.grade where scale = ? and score is not null order by grade_order",
        [county.scale],
    ).fetchall()
    return BulletinView(
        month=month,
        county=county,
        towns=towns,
        town_order=tuple(code for (code,) in order),
        dimensions=dimensions,
        grades=tuple(grades),
        composites=rows(connection, Composite, "mart.composite_table", month, "order by table_order"),
        parts=rows(connection, CompositePart, "mart.composite_part", month, "order by town_code, part_order"),
        indicators={(code, name): Indicator(n, d) for code, name, n, d in indicators},
        problems=rows(
            connection, Problem, "mart.major_problem", month, "order by mention_count desc, title, kind, code"
        ),
        overdue_owners=rows(
            connection,
            Owner,
            "mart.indicator",
            month,
            "and indicator = 'rectification_overdue_open' and scope in ('unit', 'office') and numerator > 0"
            " order by numerator desc, scope desc, scope_order",
        ),
        phases=rows(
            connection, Phase, "mart.phase", month, "and last_on is not null order by first_on, last_on, phase"
        ),
        duties=rows(connection, Duty, "mart.duty", month, "and phase is not null order by duty_order"),
        quality=rows(connection, Quality, "mart.data_quality", month, "order by source_order"),
        remarks=rows(connection, Remark, "mart.remark", month, "and report = 'bulletin' order by remark_order"),
        settings=settings(connection, month),
    )


def is_reportable(connection: Connection, month: date) -> bool:
    """Whether the month's data suffice for a bulletin."""
    found = connection.execute("select is_reportable from mart.county_month where month = ?", [month]).fetchone()
    return bool(found and found[0])
