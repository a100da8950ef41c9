"""Scores of two months → core.change: what moved, by its test; the tests read together are adjusted together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from flows.assessment import Assessment
from flows.estimation.overlap import repeat_covariance, repeated
from flows.estimation.scores import ScoreSet, months_to
from flows.estimation.waves import Frame, Wave
from flows.scoring.change import differences
from flows.scoring.decomposition import score_change
from flows.scoring.design import Floats

CHANGE_COLUMNS = """
    month date, prior_month date, scope varchar, scope_code varchar, dimension varchar, change double,
    change_se double, ci_low double, ci_high double, p_value double, p_adjusted double, verdict varchar,
    change_by_performance double, change_by_composition double
"""

# (month, dimension) → scores of that month alone
Monthly = Mapping[tuple[date, str], ScoreSet]


@dataclass(frozen=True)
class _Pair:
    """A scope's score (value, error, standardised), that of the month before on the same scale, their covariance."""

    scope: str
    code: str
    dimension: str
    later: tuple[float, float, float, int]
    earlier: tuple[float, float, float, int]
    covariance: float


def change_rows(
    monthly: Monthly, waves: Mapping[date, Wave], frame: Frame, assessments: Mapping[date, Assessment]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.change, for all that has a score in both of two neighbouring months, on one scale.

    The ranking dimension and the others, the county and the towns, are families of their own in each month: the
    bulletin names towns that moved from one family and dimensions of towns that moved from another.
    """
    for month, assessment in assessments.items():
        prior_month = months_to(month, 2)[0]
        if prior_month not in waves:
            continue
        people = repeated(waves[month], waves[prior_month])
        families: dict[tuple[str, bool], list[_Pair]] = {}
        for (of, dimension), later in monthly.items():
            earlier = monthly.get((prior_month, dimension))
            if of != month or earlier is None or earlier.pool.scale != later.pool.scale:
                continue
            shared = repeat_covariance(people, later, earlier, len(frame.towns))
            for pair in _pairs(later, earlier, frame, shared):
                families.setdefault((pair.scope, dimension == assessment.score.dimension), []).append(pair)
        for pairs in families.values():
            yield from _tested(month, prior_month, pairs, assessment)


def _pairs(later: ScoreSet, earlier: ScoreSet, frame: Frame, shared: Floats) -> Iterator[_Pair]:
    if later.county.se > 0 and earlier.county.se > 0:
        nothing = float("nan")
        # The county is its towns by their shares of the people; towns without an error of their own are no part of it.
        size = [np.where(np.isfinite(s.towns.se), frame.population, 0.0) for s in (later, earlier)]
        share = size[0] / size[0].sum() * size[1] / size[1].sum()
        yield _Pair(
            "county",
            "",
            later.dimension,
            (later.county.mean, later.county.se, nothing, later.county.df),
            (earlier.county.mean, earlier.county.se, nothing, earlier.county.df),
            float(share @ shared),
        )
    for at in np.flatnonzero(later.ranked & earlier.ranked):
        sides = [
            (float(s.towns.estimate[at]), float(s.towns.se[at]), float(s.standardised.mean[at]), int(s.towns.df[at]))
            for s in (later, earlier)
        ]
        yield _Pair("town", frame.towns[at], later.dimension, sides[0], sides[1], float(shared[at]))


def _tested(
    month: date, prior_month: date, pairs: Sequence[_Pair], assessment: Assessment
) -> Iterator[tuple[Any, ...]]:
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
    for i, pair in enumerate(pairs):
        is_change = tested.p_adjusted[i] <= assessment.change.significance_pct / 100
        verdict = ("up" if tested.difference[i] > 0 else "down") if is_change else "flat"
        measures = (tested.difference[i], tested.se[i], tested.low[i], tested.high[i], tested.p_value[i])
        yield (
            month,
            prior_month,
            pair.scope,
            pair.code,
            pair.dimension,
            *measures,
            tested.p_adjusted[i],
            verdict,
            split.performance[i],
            split.composition[i],
        )
