"""Scores → core.rank and what goes with it: ranges of ranks, probabilities, evidence, pairs, movement by chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.assessment import Assessment
from flows.estimation.changes import Monthly
from flows.estimation.scores import ScoreSet, months_to
from flows.estimation.waves import Frame
from flows.scoring.bounds import ranks_by_unknown
from flows.scoring.change import Differences, against_whole
from flows.scoring.decomposition import rank_movement
from flows.scoring.design import Floats, Ints
from flows.scoring.movement import ChanceMovement, chance_movement
from flows.scoring.rank_probability import expected_rank, first_probability, last_probability, rank_probability
from flows.scoring.rank_sets import RankSets, extreme_sets, rank_sets
from flows.scoring.rank_tests import extreme_p_values, pair_p_values
from flows.scoring.ranks import competition_ranks
from flows.scoring.shrinkage import Shrinkage, shrinkage

RANK_COLUMNS = """
    month date, span_months integer, dimension varchar, town_code varchar, ranked_count integer, point_rank integer,
    is_tied boolean, rank_best integer, rank_worst integer, depends_on_draws boolean, marginal_best integer,
    marginal_worst integer, unknown_best integer, unknown_worst integer, expected_rank double, bottom_pct double,
    top_pct double, bottom_p_adjusted double, top_p_adjusted double, bottom_evidence varchar, top_evidence varchar,
    shrunken_score double, reliability double, funnel_z double, county_difference double,
    county_difference_se double, county_p_value double, county_p_adjusted double, county_verdict varchar
"""
PROBABILITY_COLUMNS = """
    month date, span_months integer, dimension varchar, town_code varchar, rank integer, probability_pct double
"""
PAIR_COLUMNS = """
    month date, span_months integer, dimension varchar, town_code varchar, other_town_code varchar, difference double,
    difference_se double, p_adjusted double
"""
MOVEMENT_COLUMNS = """
    month date, prior_month date, dimension varchar, town_code varchar, rank_gain integer,
    gain_by_performance integer, gain_by_composition integer, gain_by_field integer, chance_places double,
    leave_bottom_pct double
"""


@dataclass(frozen=True)
class Places:
    """What is known of the ranked towns' ranks on the ranking dimension; arrays over the ranked towns, (p,).

    `probability` is of each rank, (p, p); `last`, `first` of being among the last (first) k; `pairs` the p values of
    "k is above j", (p, p).
    """

    simultaneous: RankSets
    marginal: RankSets
    unknown_best: Ints
    unknown_worst: Ints
    probability: Floats
    expected: Floats
    last: Floats
    first: Floats
    pairs: Floats
    bottom_p: Floats
    top_p: Floats
    bottom_evidence: NDArray[np.str_]
    top_evidence: NDArray[np.str_]
    shrinkage: Shrinkage


@dataclass(frozen=True)
class Ranking:
    """The ranked towns of a set of scores: `at` are their positions in the frame; arrays of shape (p,)."""

    scores: ScoreSet
    assessment: Assessment
    at: Ints
    point: Ints
    county: Differences
    places: Places | None


def rankings(scores: Sequence[ScoreSet], frame: Frame, assessments: Mapping[date, Assessment]) -> Iterator[Ranking]:
    """Rank the towns of every set of scores with two or more to rank.

    On dimensions that are not ranked for consequences, only the point rank and the comparison with the county.
    """
    for each in scores:
        at = np.flatnonzero(each.ranked)
        if len(at) < 2:
            continue
        assessment = assessments[each.month]
        is_ranking = each.dimension == assessment.score.dimension
        yield Ranking(
            scores=each,
            assessment=assessment,
            at=at,
            point=competition_ranks(each.printed[at]),
            county=_against_county(each, frame, assessment),
            places=_places(each, at, assessment) if is_ranking else None,
        )


def _against_county(scores: ScoreSet, frame: Frame, assessment: Assessment) -> Differences:
    parts = np.isfinite(scores.towns.se)
    size = frame.population[parts]
    return against_whole(
        scores.towns.estimate[parts],
        scores.towns.se[parts],
        size / size.sum(),
        scores.ranked[parts],
        confidence=assessment.score.confidence_pct / 100,
    )


def _places(scores: ScoreSet, at: Ints, assessment: Assessment) -> Places:
    rules, confidence = assessment.ranking, assessment.score.confidence_pct / 100
    score, se = scores.towns.estimate[at], scores.towns.se[at]
    simultaneous, marginal = (
        rank_sets(score, se, confidence=confidence, simultaneous=together, draws=rules.draws, seed=rules.seed)
        for together in (True, False)
    )
    probability = rank_probability(score, se)
    last = last_probability(probability, rules.bottom_count)
    first = first_probability(probability, rules.top_count)
    pairs = pair_p_values(score, se, draws=rules.draws, seed=rules.seed)
    unknown = ranks_by_unknown(scores.unknown)
    chosen = simultaneous if assessment.evidence.rank_range == "simultaneous" else marginal
    return Places(
        simultaneous=simultaneous,
        marginal=marginal,
        unknown_best=unknown.best[at],
        unknown_worst=unknown.worst[at],
        probability=probability,
        expected=expected_rank(score, se),
        last=last,
        first=first,
        pairs=pairs,
        bottom_p=extreme_p_values(pairs, rules.bottom_count, last=True),
        top_p=extreme_p_values(pairs, rules.top_count, last=False),
        bottom_evidence=_evidence(chosen, rules.bottom_count, last, assessment, at_bottom=True),
        top_evidence=_evidence(chosen, rules.top_count, first, assessment, at_bottom=False),
        shrinkage=shrinkage(score, se),
    )


def _evidence(
    ranges: RankSets, count: int, probability: Floats, assessment: Assessment, *, at_bottom: bool
) -> NDArray[np.str_]:
    """Say how sure it is that a town is among the last (first) k; where no more than k are ranked, it is no finding."""
    if count >= len(probability):
        return np.full(len(probability), "insufficient")
    sets = extreme_sets(ranges, count)
    surely, depends = (sets.surely_last, sets.last_depends) if at_bottom else (sets.surely_first, sets.first_depends)
    strong = 100 * probability >= assessment.evidence.strong_probability_pct
    # Certified is what no other stream of draws would take back.
    return np.where(surely & ~depends, "sufficient", np.where(strong, "strong", "insufficient"))


def rank_rows(ranking: Ranking, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.rank."""
    scores, places, county = ranking.scores, ranking.places, ranking.county
    significance = 1 - ranking.assessment.score.confidence_pct / 100
    units = len(ranking.at)
    for j, at in enumerate(ranking.at):
        is_apart = county.p_adjusted[j] <= significance
        verdict = ("above" if county.difference[j] > 0 else "below") if is_apart else "none"
        yield (
            scores.month,
            scores.span_months,
            scores.dimension,
            frame.towns[at],
            units,
            ranking.point[j],
            (ranking.point == ranking.point[j]).sum() > 1,
            *(_place(places, j, ranking.assessment) if places else (None,) * 17),
            *(county.difference[j], county.se[j], county.p_value[j], county.p_adjusted[j]),
            verdict,
        )


def _place(places: Places, j: int, assessment: Assessment) -> tuple[Any, ...]:
    is_simultaneous = assessment.evidence.rank_range == "simultaneous"
    chosen = places.simultaneous if is_simultaneous else places.marginal
    drawn_in = places.shrinkage
    return (
        chosen.best[j],
        chosen.worst[j],
        bool(chosen.best_depends[j] or chosen.worst_depends[j]),
        places.marginal.best[j],
        places.marginal.worst[j],
        places.unknown_best[j],
        places.unknown_worst[j],
        places.expected[j],
        100 * places.last[j],
        100 * places.first[j],
        places.bottom_p[j],
        places.top_p[j],
        str(places.bottom_evidence[j]),
        str(places.top_evidence[j]),
        drawn_in.shrunken[j],
        drawn_in.reliability[j],
        drawn_in.z[j],
    )


def probability_rows(ranking: Ranking, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.rank_probability."""
    if ranking.places:
        scores = ranking.scores
        for j, at in enumerate(ranking.at):
            for rank, probability in enumerate(ranking.places.probability[j], start=1):
                identity = (scores.month, scores.span_months, scores.dimension, frame.towns[at])
                yield (*identity, rank, 100 * probability)


def pair_rows(ranking: Ranking, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.pair: is the other town above this one?"""
    if ranking.places:
        scores = ranking.scores
        score, se = scores.towns.estimate[ranking.at], scores.towns.se[ranking.at]
        for j, town in enumerate(ranking.at):
            for k, other in enumerate(ranking.at):
                if j != k:
                    identity = (scores.month, scores.span_months, scores.dimension)
                    towns = (frame.towns[town], frame.towns[other])
                    spread = float(np.hypot(se[j], se[k]))
                    yield (*identity, *towns, score[k] - score[j], spread, ranking.places.pairs[j, k])


def movement_rows(monthly: Monthly, frame: Frame, assessments: Mapping[date, Assessment]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.movement: places gained since last month, and how far chance alone would move a town."""
    for month, assessment in assessments.items():
        dimension, prior_month = assessment.score.dimension, months_to(month, 2)[0]
        later, earlier = monthly.get((month, dimension)), monthly.get((prior_month, dimension))
        if later is None or earlier is None or earlier.pool.scale != later.pool.scale:
            continue
        gains = rank_movement(*(side for s in (later, earlier) for side in (_printed(s), _standardised(s, assessment))))
        both = np.flatnonzero(later.ranked & earlier.ranked)
        chance = _chance(later, earlier, both, assessment.ranking.bottom_count)
        for j, at in enumerate(both):
            parts = (gains.total[at], gains.performance[at], gains.composition[at], gains.field[at])
            identity = (month, prior_month, dimension, frame.towns[at])
            by_chance = (chance.expected[j], 100 * (1 - chance.last_after[j])) if chance else (None, None)
            yield (*identity, *parts, *by_chance)


def _chance(later: ScoreSet, earlier: ScoreSet, both: Ints, bottom_count: int) -> ChanceMovement | None:
    """What chance alone would do to towns whose true scores are the two months' mean, weighted by precision."""
    if len(both) < max(2, bottom_count):
        return None
    first, second = ((s.towns.estimate[both], s.towns.se[both]) for s in (earlier, later))
    weight = [1 / se**2 for _, se in (first, second)]
    truth = (weight[0] * first[0] + weight[1] * second[0]) / (weight[0] + weight[1])
    return chance_movement(truth, first[1], second[1], count=bottom_count)


def _printed(scores: ScoreSet) -> Floats:
    return np.where(scores.ranked, scores.printed, np.nan)


def _standardised(scores: ScoreSet, assessment: Assessment) -> Floats:
    return np.where(scores.ranked, np.round(scores.standardised.mean, assessment.score.decimals), np.nan)
