"""Analyses of a month → core.robustness and core.analysis: how far a town's place depends on the way it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np

from flows.assessment import Assessment
from flows.estimation.analyses import CORNER, Analysis, composite_analyses, score_analyses
from flows.estimation.composites import EVERYBODY, Group, MonthComposite
from flows.estimation.scores import ScoreSet
from flows.estimation.tables import write_table
from flows.estimation.waves import Frame
from flows.estimation.weights import WeightedWave
from flows.scoring.design import Bools
from flows.scoring.multiverse import Multiverse, multiverse

ROBUSTNESS_COLUMNS = """
    month date, basis varchar, town_code varchar, peer_group varchar, analysis_count integer,
    bottom_share_numerator integer, bottom_share_denominator integer, bottom_share_pct double,
    top_share_numerator integer, top_share_denominator integer, top_share_pct double, best_rank integer,
    worst_rank integer, best_analysis varchar, worst_analysis varchar
"""
ANALYSIS_COLUMNS = """
    month date, basis varchar, analysis_order integer, analysis varchar, title varchar, town_code varchar,
    peer_group varchar, value double, point_rank integer, is_bottom boolean, is_top boolean
"""


@dataclass(frozen=True)
class Comparison:
    """The analyses of a month, of its `score` or its `composite`, among a group of towns; the first is the main one."""

    month: date
    basis: str
    group: Group
    analyses: Sequence[Analysis]
    result: Multiverse
    bottom_count: int
    top_count: int


def write_robustness(
    connection: duckdb.DuckDBPyConnection,
    waves: Mapping[date, WeightedWave],
    scores: Sequence[ScoreSet],
    composites: Sequence[MonthComposite],
    frame: Frame,
    assessments: Mapping[date, Assessment],
) -> None:
    """Write core.robustness and core.analysis of every month's score and composites."""
    found = [*score_comparisons(waves, scores, assessments), *composite_comparisons(composites)]
    robust = (row for each in found for row in robustness_rows(each, frame))
    write_table(connection, "core.robustness", ROBUSTNESS_COLUMNS, robust)
    write_table(
        connection, "core.analysis", ANALYSIS_COLUMNS, (row for each in found for row in analysis_rows(each, frame))
    )


def score_comparisons(
    waves: Mapping[date, WeightedWave], scores: Sequence[ScoreSet], assessments: Mapping[date, Assessment]
) -> Iterator[Comparison]:
    """Compare the analyses of every month's score on the ranking dimension, where two towns or more are ranked."""
    known = {(each.month, each.dimension, each.span_months): each for each in scores}
    for month, assessment in assessments.items():
        dimension, span = assessment.score.dimension, assessment.ranking.rolling_months
        score = known.get((month, dimension, 1))
        if score is None or score.ranked.sum() < 2:
            continue
        analyses = score_analyses(score, known.get((month, dimension, span)), waves[month], assessment)
        everybody = Group(EVERYBODY, np.arange(len(score.printed)))
        yield _comparison(month, "score", everybody, analyses, assessment)


def composite_comparisons(composites: Sequence[MonthComposite]) -> Iterator[Comparison]:
    """Compare the composites of every month under other weights, in every group with two towns or more to rank."""
    for month in composites:
        analyses = composite_analyses(month)
        for group in month.groups:
            if month.ranked[group.at].sum() >= 2:
                yield _comparison(month.month, "composite", group, analyses, month.assessment)


def _comparison(
    month: date, basis: str, group: Group, analyses: Sequence[Analysis], assessment: Assessment
) -> Comparison:
    counts = {"bottom_count": assessment.ranking.bottom_count, "top_count": assessment.ranking.top_count}
    result = multiverse(np.stack([each.value[group.at] for each in analyses]), **counts)
    return Comparison(month, basis, group, analyses, result, **counts)


def robustness_rows(comparison: Comparison, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.robustness: the ranked towns.

    A group of no more than k towns has no last k that would say anything: its shares are not known.
    """
    result = comparison.result
    ranked = int((result.analyses > 0).sum())
    for j, at in enumerate(comparison.group.at):
        if result.analyses[j]:
            yield (
                comparison.month,
                comparison.basis,
                frame.towns[at],
                comparison.group.name,
                result.analyses[j],
                *_share(result.bottom[:, j], result.analyses[j], ranked > comparison.bottom_count),
                *_share(result.top[:, j], result.analyses[j], ranked > comparison.top_count),
                result.best_rank[j],
                result.worst_rank[j],
                comparison.analyses[result.best_analysis[j]].title,
                comparison.analyses[result.worst_analysis[j]].title,
            )


def _share(within: Bools, analyses: int, is_known: bool) -> tuple[Any, ...]:
    count = int(within.sum())
    return (count, analyses, 100 * count / analyses) if is_known else (None, None, None)


def analysis_rows(comparison: Comparison, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.analysis: the ranked towns in every analysis that has a name of its own."""
    result = comparison.result
    ranked = int((result.analyses > 0).sum())
    for order, analysis in enumerate(comparison.analyses):
        if analysis.name == CORNER:
            continue
        for j, at in enumerate(comparison.group.at):
            if result.analyses[j]:
                yield (
                    comparison.month,
                    comparison.basis,
                    order + 1,
                    analysis.name,
                    analysis.title,
                    frame.towns[at],
                    comparison.group.name,
                    analysis.value[at],
                    result.rank[order, j],
                    bool(result.bottom[order, j]) if ranked > comparison.bottom_count else None,
                    bool(result.top[order, j]) if ranked > comparison.top_count else None,
                )
