"""The ranking report's view: what the bulletin knows of the month, and how sure each place is. Rows of mart.* only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports import bulletin
from reports.marts import Connection, rows


@dataclass(frozen=True)
class RankProbability:
    """mart.rank_probability of the month's overall scores: how probable it is that a town's true rank is this one."""

    town_code: str
    rank: int
    probability_pct: float


@dataclass(frozen=True)
class Robustness:
    """mart.robustness: a town's best and worst place under other fair ways of reckoning; `basis` score or composite."""

    basis: str
    town_code: str
    analysis_count: int
    best_rank: int
    worst_rank: int
    best_analysis: str
    worst_analysis: str


@dataclass(frozen=True)
class SamplePlan:
    """mart.sample_plan: interviews a town has and would need, for a precision and to tell the last from the middle."""

    town_code: str
    town_name: str
    scored_count: int
    ranking_count: int
    half_width: float
    half_width_count: int | None
    is_last: bool
    difference: float | None
    each_count: int | None
    extra_count: int | None


@dataclass(frozen=True)
class Refusal:
    """mart.refusal of the month's overall scores: why a town is not ranked, and what helps."""

    town_name: str
    scored_count: int
    reason_text: str
    remedy: str
    needed_count: int | None


@dataclass(frozen=True)
class FunnelStep:
    """mart.funnel_bound: what chance alone would keep the scores of such a sample within."""

    effective_count: float
    score_low: float
    score_high: float


@dataclass(frozen=True)
class MonthScore:
    """A score of mart.town_ranking or mart.county_month in one of the months up to this; town_code '' is the county."""

    month: date
    town_code: str
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    is_ranked: bool
    scale: str


@dataclass(frozen=True)
class RankingView:
    """Everything the ranking report of a month says.

    `tiles` gives each town's column and row in the sketch; `remarks` are this report's, those of the month's view the
    bulletin's.
    """

    month_view: bulletin.BulletinView
    probabilities: tuple[RankProbability, ...]
    robustness: tuple[Robustness, ...]
    plans: tuple[SamplePlan, ...]
    refusals: tuple[Refusal, ...]
    funnel: tuple[FunnelStep, ...]
    history: tuple[MonthScore, ...]
    remarks: tuple[bulletin.Remark, ...]
    tiles: dict[str, tuple[int, int]]


def read(connection: Connection, month: date) -> RankingView:
    """Read the view of one month from the marts."""
    ranking = bulletin.read(connection, month)
    dimension = ranking.settings["score", "dimension"]
    overall = f"and span_months = 1 and dimension = '{dimension}'"
    tiles = connection.execute("select town_code, tile_column, tile_row from mart.town order by town_order").fetchall()
    return RankingView(
        month_view=ranking,
        probabilities=rows(
            connection, RankProbability, "mart.rank_probability", month, f"{overall} order by town_code, rank"
        ),
        robustness=rows(connection, Robustness, "mart.robustness", month, "order by basis, town_order"),
        plans=rows(connection, SamplePlan, "mart.sample_plan", month, "order by town_code"),
        refusals=rows(connection, Refusal, "mart.refusal", month, f"{overall} order by town_code"),
        funnel=rows(connection, FunnelStep, "mart.funnel_bound", month, "order by step"),
        history=_history(connection, month),
        remarks=rows(connection, bulletin.Remark, "mart.remark", month, "and report = 'ranking' order by remark_order"),
        tiles={code: (column, row) for code, column, row in tiles},
    )


def _history(connection: Connection, month: date) -> tuple[MonthScore, ...]:
    """The scores of the months up to this one, at most thirteen, so that the same month of last year is the first."""
    first = date(month.year - 1, month.month, 1)
    county = connection.execute(
        "select month, '', score_printed, ci_low, ci_high, true, scale from mart.county_month"
        " where month between ? and ? order by month",
        [first, month],
    ).fetchall()
    towns = connection.execute(
        "select month, town_code, score_printed, ci_low, ci_high, status = 'ranked', scale from mart.town_ranking"
        " inner join (select month, scale from mart.county_month) using (month)"
        " where month between ? and ? order by town_order, month",
        [first, month],
    ).fetchall()
    return tuple(MonthScore(*row) for row in [*county, *towns])
