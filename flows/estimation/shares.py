"""Weighted waves → core.share: the satisfied, loosely and strictly, in each town and the county, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from flows.assessment import Assessment, Suppression
from flows.estimation.scores import estimate_of
from flows.estimation.waves import Frame
from flows.estimation.weights import WeightedWave
from flows.scoring.design import Floats
from flows.scoring.estimates import Estimate, combined, domain_means
from flows.scoring.shares import korn_graubard
from flows.scoring.suppression import Thresholds, presentation

SHARE_COLUMNS = """
    month date, scope varchar, scope_code varchar, dimension varchar, measure varchar, graded_count integer,
    share_numerator double, share_denominator double, share_pct double, share_se_pct double, df integer,
    ci_low_pct double, ci_high_pct double, effective_count double, publication varchar, reason varchar
"""


def share_rows(
    waves: Mapping[date, WeightedWave], frame: Frame, assessments: Mapping[date, Assessment]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.share: shares of the persons that the graded respondents stand for.

    The county's share is the towns', each counting by its population, as with the score.
    """
    for month, weighted in waves.items():
        wave, assessment = weighted.wave, assessments[month]
        for measure, values in (("satisfied", wave.satisfied), ("strictly_satisfied", wave.strictly_satisfied)):
            for at, dimension in enumerate(wave.dimensions):
                for scope, code, estimate, persons in _estimates(weighted, values[:, at], frame, assessment):
                    yield (month, scope, code, dimension, measure, *_measures(estimate, persons, assessment))


def _estimates(
    weighted: WeightedWave, value: Floats, frame: Frame, assessment: Assessment
) -> Iterator[tuple[str, str, Estimate, float]]:
    wave, confidence = weighted.wave, assessment.score.confidence_pct / 100
    weight = weighted.calibration.weight if weighted.calibration else wave.sample.weight
    count = len(frame.towns)
    towns = domain_means(value, wave.town, count, wave.sample, confidence=confidence, calibration=weighted.calibration)
    graded = np.where(np.isnan(value), 0.0, weight)
    persons = np.bincount(wave.town, weights=graded, minlength=count)
    parts = [at for at in range(count) if np.isfinite(towns.se[at])]
    if parts:
        size = frame.population[parts]
        county = combined([estimate_of(towns, at) for at in parts], size / size.sum(), confidence=confidence)
        yield "county", "", county, float(size.sum())
    for at, code in enumerate(frame.towns):
        if towns.scored[at]:
            yield "town", code, estimate_of(towns, at), float(persons[at])


def _measures(e: Estimate, persons: float, assessment: Assessment) -> tuple[Any, ...]:
    share, se = np.array([e.mean]), np.array([e.se])
    interviews, df = np.array([e.scored]), np.array([e.df])
    interval = korn_graubard(share, se, interviews, df, confidence=assessment.score.confidence_pct / 100)
    limits = (interval.low, interval.high, interval.effective_n)
    decided = presentation(share, *limits, df, thresholds=_thresholds(assessment.suppression))
    return (
        e.scored,
        e.mean * persons,
        persons,
        100 * e.mean,
        100 * e.se,
        e.df,
        100 * interval.low[0],
        100 * interval.high[0],
        interval.effective_n[0],
        str(decided.action[0]),
        str(decided.reason[0]),
    )


def _thresholds(rules: Suppression) -> Thresholds:
    return Thresholds(
        effective_n=rules.min_effective_interviews,
        widest=rules.wide_interval_pct / 100,
        narrowest=rules.narrow_interval_pct / 100,
        relative=rules.relative_width_pct / 100,
        df=rules.min_df,
    )
