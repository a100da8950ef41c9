"""Scores of two months → core.change: what moved, by its test; the tests read together are adjusted together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np

from flows.assessment import Assessment
from flows.estimation.overlap import Repeated, group_covariance, repeat_covariance, repeated
from flows.estimation.scores import ScoreSet, standing
from flows.estimation.waves import Frame, Wave
from flows.scoring.change import differences
from flows.scoring.decomposition import score_change
from flows.scoring.design import Floats
from flows.scoring.estimates import Estimates

CHANGE_COLUMNS = """
    month date, prior_month date, scope varchar, scope_code varchar, dimension varchar, change double,
    change_se double, ci_low double, ci_high double, p_value double, p_adjusted double, verdict varchar,
    change_by_performance double, change_by_composition double
"""

# (month, dimension) → scores of that month alone
Monthly = Mapping[tuple[date, str], ScoreSet]
NOTHING = float("nan")


@dataclass(frozen=True)
class _Pair:
    """A scope's score (value, error, standardised, df), that of an earlier month on the same scale, their covariance.

    `family`: the scopes whose tests are read together.
    """

    family: str
    scope: str
    code: str
    later: tuple[float, float, float, int]
    earlier: tuple[float, float, float, int]
    covariance: float


def month_pairs(connection: duckdb.DuckDBPyConnection, months: Iterable[date]) -> list[tuple[date, date]]:
    """Read which months are compared with which earlier ones (core.month_pair), of those that are known."""
    known = set(months)
    pairs = connection.execute("select month, prior_month from core.month_pair order by all").fetchall()
    return [(later, earlier) for later, earlier in pairs if {later, earlier} <= known]


def change_rows(
    pairs: Iterable[tuple[date, date]],
    monthly: Monthly,
    waves: Mapping[date, Wave],
    frame: Frame,
    assessments: Mapping[date, Assessment],
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.change, for all that has a score in both months of a pair (later, earlier), on one scale.

    The ranking dimension and the others, the county, the towns and the groups of residents are families of their own
    in each pair: a report names towns that moved from one family and dimensions of towns that moved from another.
    """
    for month, earlier_month in pairs:
        people = repeated(waves[month], waves[earlier_month])
        families: dict[tuple[str, bool], list[tuple[str, _Pair]]] = {}
        for (of, dimension), later in monthly.items():
            earlier = monthly.get((earlier_month, dimension))
            if of != month or earlier is None or earlier.pool.scale != later.pool.scale:
                continue
            shared = repeat_covariance(people, later, earlier, len(frame.towns))
            found = [
                *_pairs(later, earlier, frame, shared),
                *_group_pairs(later, earlier, frame, assessments[month], people),
            ]
            is_ranking = dimension == assessments[month].score.dimension
            for pair in found:
                families.setdefault((pair.family, is_ranking), []).append((dimension, pair))
        for family in families.values():
            yield from _tested(month, earlier_month, family, assessments[month])


def _pairs(later: ScoreSet, earlier: ScoreSet, frame: Frame, shared: Floats) -> Iterator[_Pair]:
    if later.county.se > 0 and earlier.county.se > 0:
        # The county is its towns by their shares of the people; towns without an error of their own are no part of it.
        size = [np.where(np.isfinite(s.towns.se), frame.population, 0.0) for s in (later, earlier)]
        share = size[0] / size[0].sum() * size[1] / size[1].sum()
        yield _Pair(
            "county",
            "county",
            "",
            (later.county.mean, later.county.se, NOTHING, later.county.df),
            (earlier.county.mean, earlier.county.se, NOTHING, earlier.county.df),
            float(share @ shared),
        )
    for at in np.flatnonzero(later.ranked & earlier.ranked):
        sides = [
            (float(s.towns.estimate[at]), float(s.towns.se[at]), float(s.standardised.mean[at]), int(s.towns.df[at]))
            for s in (later, earlier)
        ]
        yield _Pair("town", "town", frame.towns[at], sides[0], sides[1], float(shared[at]))


def _group_pairs(
    later: ScoreSet, earlier: ScoreSet, frame: Frame, assessment: Assessment, people: Repeated
) -> Iterator[_Pair]:
    """Pair the groups of residents that are large enough in both months; sexes, ages and settlements are one family."""
    for name, categories in frame.margins.items():
        groups = (later.groups[name], earlier.groups[name])
        comparable = [standing(each, assessment.score.min_interviews)[0] == "ranked" for each in groups]
        for at in np.flatnonzero(comparable[0] & comparable[1]):
            sides = [_side(each, int(at)) for each in groups]
            shared = group_covariance(people, later, earlier, name, int(at))
            yield _Pair("group", name, categories[at], sides[0], sides[1], shared)


def _side(estimates: Estimates, at: int) -> tuple[float, float, float, int]:
    return float(estimates.estimate[at]), float(estimates.se[at]), NOTHING, int(estimates.df[at])


def _tested(
    month: date, prior_month: date, family: Sequence[tuple[str, _Pair]], assessment: Assessment
) -> Iterator[tuple[Any, ...]]:
    pairs = [pair for _, pair in family]
    later, later_se, later_standardised, later_df = np.array([pair.later for pair in pairs]).T
    earlier, earlier_se, earlier_standardised, earlier_df = np.array([pair.earlier for pair in pairs]).T
    confidence = assessment.score.confidence_pct / 100
    covariance = np.array([pair.covariance for pair in pairs])
    tested = differences(
        later,
        later_se,
        earlier,
        earlier_se,
        covariance,
        confidence=confidence,
        later_df=later_df,
        earlier_df=earlier_df,
    )
    split = score_change(later, later_standardised, earlier, earlier_standardised)
    for i, (dimension, pair) in enumerate(family):
        is_change = tested.p_adjusted[i] <= assessment.change.significance_pct / 100
        verdict = ("up" if tested.difference[i] > 0 else "down") if is_change else "flat"
        measures = (tested.difference[i], tested.se[i], tested.low[i], tested.high[i], tested.p_value[i])
        yield (
            month,
            prior_month,
            pair.scope,
            pair.code,
            dimension,
            *measures,
            tested.p_adjusted[i],
            verdict,
            split.performance[i],
            split.composition[i],
        )
