"""The view of the briefing for the monthly study meeting: what happened, what is wrong, what is to be decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.marts import Connection, rows, settings


@dataclass(frozen=True)
class County:
    """mart.county_month: the county's score and its change from the month before."""

    is_demo: bool
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    prior_score_printed: float | None
    change_verdict: str | None
    change_test: str | None


@dataclass(frozen=True)
class Indicator:
    """mart.indicator: an indicator of the county."""

    indicator: str
    title: str
    numerator: int | None
    denominator: int | None
    value: float | None
    unit_of_value: str


@dataclass(frozen=True)
class Problem:
    """mart.topic_month: a topic that is a major problem this month."""

    title: str
    mention_count: int
    town_count: int
    total_count: int
    total_month_count: int
    major_reason: str
    open_ledger_count: int
    overdue_ledger_count: int
    has_special_row: bool
    examples: list[str]


@dataclass(frozen=True)
class Dimension:
    """mart.dimension_score: the county on a dimension whose score moved by its test."""

    dimension_name: str
    score_printed: float
    prior_score_printed: float
    change_verdict: str
    change_test: str


@dataclass(frozen=True)
class Owner:
    """mart.supervision_notice: who has items of a red or yellow card; `again_count` red ones were red before."""

    scope_name: str
    responsible_post: str | None
    red_count: int
    yellow_count: int
    again_count: int
    plan_due_on: date
    result_due_on: date


@dataclass(frozen=True)
class OpenItems:
    """mart.due_month: the county's open items of all sources."""

    open_count: int
    red_count: int
    yellow_count: int
    again_count: int
    new_count: int
    notice_count: int


@dataclass(frozen=True)
class Town:
    """mart.town_ranking: a town for which something is proposed."""

    town_name: str
    score_printed: float | None
    bottom_action: str | None
    top_action: str | None


@dataclass(frozen=True)
class Duty:
    """mart.duty: what the month or its phase asks for."""

    duty_title: str
    phase_name: str | None
    due_working_day_on: date
    is_provisional: bool


@dataclass(frozen=True)
class Task:
    """mart.task_state: a task that is not done though it was due."""

    task: str
    units: list[str]
    due_on: date | None
    past_due_days: int | None


@dataclass(frozen=True)
class BriefingView:
    """Everything the briefing says of a month."""

    month: date
    county: County
    indicators: dict[str, Indicator]
    problems: tuple[Problem, ...]
    dimensions: tuple[Dimension, ...]
    improve_first: tuple[str, ...]
    items: OpenItems | None
    owners: tuple[Owner, ...]
    towns: tuple[Town, ...]
    phases: tuple[str, ...]
    duties: tuple[Duty, ...]
    tasks: tuple[Task, ...]
    settings: dict[tuple[str, str], str]

    def proposed(self, action: str) -> list[Town]:
        """The towns for which something is proposed: talk, watch, praise, observe."""
        return [each for each in self.towns if action in (each.bottom_action, each.top_action)]


def is_called_for(connection: Connection, month: date) -> bool:
    """Whether the month has what a bulletin needs; the meeting speaks of the same."""
    found = connection.execute("select is_reportable from mart.county_month where month = ?", [month]).fetchone()
    return bool(found and found[0])


def read(connection: Connection, month: date) -> BriefingView:
    """Read the view of one month from the marts."""
    improve = connection.execute(
        "select dimension_name from mart.driver where month = ? and quadrant = 'improve_first' order by dimension",
        [month],
    ).fetchall()
    phases = connection.execute(
        "select phase_name from mart.phase where month = ? and campaign is not null order by first_on, phase", [month]
    ).fetchall()
    items = rows(connection, OpenItems, "mart.due_month", month, "and source = 'all'")
    moved = "and scope = 'county' and change_verdict in ('up', 'down') order by question"
    card = "order by red_count desc, yellow_count desc, scope, scope_order"
    proposed = "and (bottom_action is not null or top_action is not null) order by point_rank, town_order"
    indicators = rows(connection, Indicator, "mart.indicator", month, "and scope = 'county' order by indicator")
    return BriefingView(
        month=month,
        county=rows(connection, County, "mart.county_month", month)[0],
        indicators={each.indicator: each for each in indicators},
        problems=rows(
            connection, Problem, "mart.topic_month", month, "and is_major order by mention_count desc, title"
        ),
        dimensions=rows(connection, Dimension, "mart.dimension_score", month, moved),
        improve_first=tuple(name for (name,) in improve),
        items=items[0] if items else None,
        owners=rows(connection, Owner, "mart.supervision_notice", month, card),
        towns=rows(connection, Town, "mart.town_ranking", month, proposed),
        phases=tuple(name for (name,) in phases),
        duties=rows(connection, Duty, "mart.duty", month, "order by duty_order"),
        tasks=rows(
            connection,
            Task,
            "mart.task_state",
            month,
            "and scope = 'county' and state = 'overdue' order by due_on, task",
        ),
        settings=settings(connection, month),
    )
