"""Weighted waves → core.group_contrast: whether men and women, age bands, town and country think alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from flows.assessment import Assessment
from flows.estimation.waves import Frame
from flows.estimation.weights import WeightedWave
from flows.scoring.contrasts import contrasts_with_others
from flows.scoring.multiple import holm

GROUP_COLUMNS = """
    month date, scope varchar, scope_code varchar, dimension varchar, scored_count integer, others_count integer,
    difference double, difference_se double, p_value double, p_adjusted double, verdict varchar
"""


def group_rows(
    waves: Mapping[date, WeightedWave], frame: Frame, assessments: Mapping[date, Assessment]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.group_contrast: every category of every characteristic, on the ranking dimension.

    All categories of a month are tested together (Holm); of the two sides of one difference only the first counts.
    Where either side has fewer scored interviews than a town needs to be ranked, nothing is tested.
    """
    for month, weighted in waves.items():
        if assessments[month].score.dimension in weighted.wave.dimensions:
            yield from _month_rows(weighted, frame, assessments[month])


def _month_rows(weighted: WeightedWave, frame: Frame, assessment: Assessment) -> Iterator[tuple[Any, ...]]:
    wave, dimension = weighted.wave, assessment.score.dimension
    value = wave.score[:, wave.dimensions.index(dimension)]
    identity: list[tuple[Any, ...]] = []
    difference, se, p_value, mirrored = [], [], [], []
    for name, categories in frame.margins.items():
        count = len(categories)
        found = contrasts_with_others(value, wave.category[name], count, wave.sample, calibration=weighted.calibration)
        known = (wave.category[name] >= 0) & ~np.isnan(value)
        scored = np.bincount(wave.category[name][known], minlength=count)
        others = scored.sum() - scored
        for at, category in enumerate(categories):
            identity.append((wave.month, name, category, dimension, int(scored[at]), int(others[at])))
            few = min(scored[at], others[at]) < assessment.score.min_interviews
            p_value.append(np.nan if few else found.p_value[at])
            mirrored.append(count == 2 and at == 1)
        difference += found.difference.tolist()
        se += found.se.tolist()
    second = np.flatnonzero(mirrored)
    adjusted = holm(np.where(mirrored, np.nan, p_value))
    adjusted[second] = adjusted[second - 1]
    level = assessment.change.significance_pct / 100
    for row, d, error, p, p_adjusted in zip(identity, difference, se, p_value, adjusted, strict=True):
        found_verdict = ("above" if d > 0 else "below") if p_adjusted < level else "none"
        yield (*row, d, error, p, p_adjusted, "untested" if np.isnan(p) else found_verdict)
