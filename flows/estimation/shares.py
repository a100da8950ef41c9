"""Weighted waves → core.share: the satisfied, loosely and strictly, in each town and the county, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
        wave = weighted.wave
        for measure, values in (("satisfied", wave.satisfied), ("strictly_satisfied", wave.strictly_satisfied)):
            for at, dimension in enumerate(wave.dimensions):
                scopes = list(_estimates(weighted, values[:, at], frame, assessments[month]))
                for (scope, code, *_), measures in zip(scopes, _measures(scopes, assessments[month]), strict=True):
                    yield (month, scope, code, dimension, measure, *measures)


# Scope, code, share, and the persons that those who gave a grade stand for.
_Scope = tuple[str, str, Estimate, float]


def _estimates(weighted: WeightedWave, value: Floats, frame: Frame, assessment: Assessment) -> Iterator[_Scope]:
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


def _measures(scopes: Sequence[_Scope], assessment: Assessment) -> Iterator[tuple[Any, ...]]:
    share, se, df = (np.array([getattr(e, name) for _, _, e, _ in scopes]) for name in ("mean", "se", "df"))
    scored, persons = np.array([e.scored for _, _, e, _ in scopes]), np.array([size for *_, size in scopes])
    interval = korn_graubard(share, se, scored, df, confidence=assessment.score.confidence_pct / 100)
    limits = (interval.low, interval.high, interval.effective_n)
    decided = presentation(share, *limits, df, thresholds=_thresholds(assessment.suppression))
    percents = (100 * share, 100 * se, df, 100 * interval.low, 100 * interval.high, interval.effective_n)
    yield from zip(scored, share * persons, persons, *percents, decided.action, decided.reason, strict=True)


def _thresholds(rules: Suppression) -> Thresholds:
    return Thresholds(
        effective_n=rules.min_effective_interviews,
        widest=rules.wide_interval_pct / 100,
        narrowest=rules.narrow_interval_pct / 100,
        relative=rules.relative_width_pct / 100,
        df=rules.min_df,
    )
