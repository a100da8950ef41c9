"""The annual assessment's view: the months of a campaign's year up to its last, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.marts import Connection, rows, rows_of_months, settings


@dataclass(frozen=True)
class CountyMonth:
    """mart.county_month: the county's score of a month and its change from the month before."""

    month: date
    is_demo: bool
    scale: str | None
    scored_count: int | None
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    change_printed: float | None
    change_verdict: str | None
    change_test: str | None
    satisfied_pct: float | None


@dataclass(frozen=True)
class TownMonth:
    """mart.town_ranking: a town's score of a month, how it stands to the county, and what followed from it."""

    month: date
    town_name: str
    town_order: int
    status: str
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    point_rank: int | None
    county_verdict: str
    county_test: str | None
    bottom_action: str | None
    top_action: str | None


@dataclass(frozen=True)
class IndicatorMonth:
    """mart.indicator: an indicator of the county in a month."""

    month: date
    indicator: str
    title: str
    numerator: int | None
    denominator: int | None
    value: float | None
    unit_of_value: str


@dataclass(frozen=True)
class Problem:
    """mart.topic_month: a topic that was a major problem in a month."""

    month: date
    title: str
    mention_count: int
    town_count: int
    total_count: int
    major_reason: str
    has_special_row: bool
    open_ledger_count: int


@dataclass(frozen=True)
class TaskState:
    """mart.task_state: a task of the year's list as the last month shows it."""

    list_name: str | None
    task_no: str
    task: str
    units: list[str]
    due_on: date | None
    completed_on: date | None
    state: str


@dataclass(frozen=True)
class ExternalMonth:
    """mart.external_district: what the third party said of the county in a month."""

    month: date
    score: float
    rank: int | None
    district_count: int
    score_change: float | None


@dataclass(frozen=True)
class LedgerYear:
    """mart.look_back_count: the county's problems struck off since the campaign began."""

    struck_off_count: int
    confirmed_count: int
    rebounded_numerator: int
    told_again_count: int
    remaining_count: int


@dataclass(frozen=True)
class AnnualView:
    """Everything the annual assessment says: months in order, and the state at the end of the last one."""

    month: date
    counties: tuple[CountyMonth, ...]
    towns: tuple[TownMonth, ...]
    indicators: tuple[IndicatorMonth, ...]
    problems: tuple[Problem, ...]
    tasks: tuple[TaskState, ...]
    externals: tuple[ExternalMonth, ...]
    ledger: LedgerYear | None
    settings: dict[tuple[str, str], str]

    @property
    def is_demo(self) -> bool:
        """Whether any month has demonstration data."""
        return any(each.is_demo for each in self.counties)

    @property
    def months(self) -> list[date]:
        """The months that there are."""
        return [each.month for each in self.counties]

    def on_last_scale(self) -> list[CountyMonth]:
        """The months with a score on the scale of the last one, without a break."""
        scored = [each for each in self.counties if each.score_printed is not None]
        kept: list[CountyMonth] = []
        for each in reversed(scored):
            if each.scale != scored[-1].scale:
                break
            kept.insert(0, each)
        return kept


def is_called_for(connection: Connection, month: date) -> bool:
    """Whether a campaign's summing-up ends with the month and there is a score to assess."""
    found = connection.execute(
        "select 1 from mart.phase inner join mart.county_month using (month)"
        " where month = ? and phase = 'summing_up' and is_last_month and score is not null",
        [month],
    ).fetchone()
    return found is not None


def read(connection: Connection, month: date) -> AnnualView:
    """Read the view of the year that ends with a month from the marts."""
    span = (date(month.year, 1, 1), month)
    ledger = rows(connection, LedgerYear, "mart.look_back_count", month, "and scope = 'county'")
    of_county = "and scope = 'county' order by indicator, month"
    return AnnualView(
        month=month,
        counties=rows_of_months(connection, CountyMonth, "mart.county_month", *span, "order by month"),
        towns=rows_of_months(connection, TownMonth, "mart.town_ranking", *span, "order by month, town_order"),
        indicators=rows_of_months(connection, IndicatorMonth, "mart.indicator", *span, of_county),
        problems=rows_of_months(connection, Problem, "mart.topic_month", *span, "and is_major order by title, month"),
        tasks=rows(
            connection, TaskState, "mart.task_state", month, "and scope = 'county' order by list_name, due_on, task_no"
        ),
        externals=rows_of_months(
            connection, ExternalMonth, "mart.external_district", *span, "and is_own_county order by month"
        ),
        ledger=ledger[0] if ledger else None,
        settings=settings(connection, month),
    )
