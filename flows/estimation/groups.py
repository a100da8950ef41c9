"""Weighted waves → core.group_score: what men and women, age bands, town and country think, and who differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from flows.assessment import Assessment
from flows.estimation.tables import round_half_up
from flows.estimation.waves import Frame
from flows.estimation.weights import WeightedWave
from flows.scoring.contrasts import contrasts_with_others
from flows.scoring.design import Bools
from flows.scoring.estimates import domain_means
from flows.scoring.multiple import holm

GROUP_COLUMNS = """
    month date, margin varchar, category varchar, category_order integer, dimension varchar, interview_count integer,
    scored_count integer, score double, score_printed double, score_se double, ci_low double, ci_high double,
    difference double, difference_se double, p_value double, p_adjusted double, verdict varchar
"""


def group_rows(
    waves: Mapping[date, WeightedWave], frame: Frame, assessments: Mapping[date, Assessment]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.group_score: every category of every margin, on the ranking dimension.

    All categories of a month are tested together (Holm); of the two sides of one difference only the first counts.
    A category with fewer interviews than a town needs to be ranked, on either side, is not tested.
    """
    for month, weighted in waves.items():
        assessment = assessments[month]
        if assessment.score.dimension in weighted.wave.dimensions:
            yield from _month_rows(weighted, frame, assessment)


def _month_rows(weighted: WeightedWave, frame: Frame, assessment: Assessment) -> Iterator[tuple[Any, ...]]:
    wave = weighted.wave
    value = wave.score[:, wave.dimensions.index(assessment.score.dimension)]
    rows, p_values, mirrored = [], [], []
    for margin, categories in frame.margins.items():
        code, count = wave.category[margin], len(categories)
        confidence = assessment.score.confidence_pct / 100
        means = domain_means(value, code, count, wave.sample, confidence=confidence, calibration=weighted.calibration)
        against = contrasts_with_others(value, code, count, wave.sample, calibration=weighted.calibration)
        few = _too_few(means.scored, assessment.score.min_interviews)
        for at, category in enumerate(categories):
            mean = means.estimate[at]
            rows.append(
                (
                    *(wave.month, margin, category, at + 1, assessment.score.dimension),
                    *(int(means.interviews[at]), int(means.scored[at])),
                    *(mean, round_half_up(float(mean), assessment.score.decimals)),
                    *(means.se[at], means.low[at], means.high[at], against.difference[at], against.se[at]),
                )
            )
            p_values.append(np.nan if few[at] else against.p_value[at])
            mirrored.append(count == 2 and at == 1)
    p_value = np.array(p_values)
    adjusted = holm(np.where(mirrored, np.nan, p_value))
    adjusted[np.flatnonzero(mirrored)] = adjusted[np.flatnonzero(mirrored) - 1]
    level = assessment.change.significance_pct / 100
    for row, p, p_adjusted in zip(rows, p_value, adjusted, strict=True):
        is_found = p_adjusted < level
        verdict = "untested" if np.isnan(p) else "none" if not is_found else "above" if row[12] > 0 else "below"
        yield (*row, p, p_adjusted, verdict)


def _too_few(scored: np.ndarray, least: int) -> Bools:
    few: Bools = (scored < least) | (scored.sum() - scored < least)
    return few
