"""Scores → core.plan, core.town_plan: how many interviews would tell more than this month's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from flows.assessment import Assessment
from flows.estimation.changes import Monthly
from flows.estimation.scores import ScoreSet
from flows.estimation.waves import Frame
from flows.scoring.design import Floats, Ints
from flows.scoring.planner import for_effective_n, for_half_width, separation, unit_variance

PLAN_COLUMNS = """
    month date, last_town_code varchar, middle_town_codes varchar, difference double, each_count integer,
    each_reason varchar, extra_count integer, extra_reason varchar
"""
TOWN_PLAN_COLUMNS = """
    month date, town_code varchar, scored_count integer, ranking_count integer, ranking_reason varchar,
    half_width double, half_width_count integer, half_width_reason varchar
"""


def plan_rows(monthly: Monthly, frame: Frame, assessments: Mapping[date, Assessment]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.plan: what would separate the last town from the median, with the scheme's power."""
    for month, assessment in assessments.items():
        scores = monthly[month, assessment.score.dimension]
        found = separation(
            np.where(scores.ranked, scores.towns.estimate, np.nan),
            _variance(scores, frame),
            frame.population,
            scores.towns.scored,
            power=assessment.planning.power_pct / 100,
            significance=1 - assessment.score.confidence_pct / 100,
            two_sided=True,
        )
        if found.last >= 0:
            middle = "、".join(frame.towns[at] for at in found.middle)
            each, extra = (found.each, found.each_reason), (found.extra, found.extra_reason)
            yield month, frame.towns[found.last], middle, found.difference, *_count(*each), *_count(*extra)


def town_plan_rows(monthly: Monthly, frame: Frame, assessments: Mapping[date, Assessment]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.town_plan: the interviews a town needs to be ranked, and to be known to ± half_width."""
    for month, assessment in assessments.items():
        scores = monthly[month, assessment.score.dimension]
        minimum, half_width = assessment.score.min_interviews, assessment.planning.half_width
        weighting = np.where(scores.towns.kish_n > 0, scores.towns.scored / scores.towns.kish_n, np.nan)
        ranking = for_effective_n(weighting, frame.population, effective_n=minimum)
        exact = for_half_width(
            _variance(scores, frame),
            frame.population,
            _strata(scores, frame),
            half_width=half_width,
            confidence=assessment.score.confidence_pct / 100,
        )
        for at, code in enumerate(frame.towns):
            wanted = max(int(ranking.interviews[at]), minimum) if ranking.interviews[at] > 0 else -1
            to_rank = _count(wanted, str(ranking.reason[at]))
            to_know = _count(int(exact.interviews[at]), str(exact.reason[at]))
            yield month, code, scores.towns.scored[at], *to_rank, half_width, *to_know


def _count(interviews: int, reason: str) -> tuple[int | None, str]:
    return (interviews if interviews >= 0 else None), reason


def _variance(scores: ScoreSet, frame: Frame) -> Floats:
    return unit_variance(scores.towns.se, scores.towns.scored, frame.population)


def _strata(scores: ScoreSet, frame: Frame) -> Ints:
    pairs = np.unique(np.stack([scores.pool.town, scores.pool.sample.stratum]), axis=1)
    return np.bincount(pairs[0], minlength=len(frame.towns))
