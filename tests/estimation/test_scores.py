"""Scores by month and over rolling months: who is ranked, what the county is, what 不了解 could change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from flows.assessment import Assessment
from flows.estimation.scores import ScoreSet, months_to, score_sets
from flows.estimation.waves import Wave
from flows.estimation.weights import weighted
from tests.estimation.given_waves import answers, assessment, frame, later, wave

MAY, JUNE = date(2022, 5, 1), date(2022, 6, 1)
PLAIN = assessment(weighting={"margins": ()})


def _sets(waves: Sequence[Wave], rules: Assessment = PLAIN) -> dict[tuple[date, int], ScoreSet]:
    towns = frame(int(waves[0].town.max()) + 1)
    of_month = {one.month: weighted(one, towns, rules.weighting) for one in waves}
    found = score_sets(of_month, towns, dict.fromkeys(of_month, rules))
    return {(each.month, each.span_months): each for each in found}


def test_a_town_with_too_few_or_too_unequal_interviews_is_listed_not_ranked() -> None:
    enough, few, alike = answers(85, 48, seed=1), answers(85, 29, seed=2), [100.0] * 40
    one = wave([enough, few, alike, answers(80, 40, seed=3)])
    # Town D: a handful of interviews stand for nearly everybody.
    weight = one.sample.weight.copy()
    last = np.flatnonzero(one.town == 3)
    weight[last] = 1.0
    weight[last[:8]] = 990.0
    one = replace(one, sample=replace(one.sample, weight=weight))
    scores = _sets([one])[JUNE, 1]
    assert scores.status.tolist() == ["ranked", "too_few", "no_variance", "too_few"]
    assert scores.reason.tolist() == ["", "few_scored", "answers_alike", "few_effective"]


def test_the_county_is_its_towns_by_their_population() -> None:
    parts = [answers(88, 64, seed=4), answers(80, 48, seed=5), answers(84, 200, seed=6)]
    scores = _sets([wave(parts)])[JUNE, 1]
    assert scores.county.mean == pytest.approx(np.mean(scores.towns.estimate))
    assert scores.county.scored == 312


def test_rolling_months_pool_the_interviews_and_need_every_month_on_one_scale() -> None:
    months = months_to(JUNE, 3)
    assert months == [date(2022, 4, 1), MAY, JUNE]
    parts = [[answers(85, 48, seed=10 * m + t) for t in range(2)] for m in range(3)]
    waves = [wave(part, month) for part, month in zip(parts, months, strict=True)]
    found = _sets(waves)
    assert (JUNE, 3) in found
    assert {span for month, span in found if month != JUNE} == {1}
    rolling = found[JUNE, 3]
    # Equal weights in every wave: the rolling score is the mean of all answers.
    for town in range(2):
        everyone = np.concatenate([part[town] for part in parts])
        assert rolling.towns.estimate[town] == pytest.approx(everyone.mean())
        assert rolling.towns.scored[town] == 144
    assert np.all(rolling.towns.se < found[JUNE, 1].towns.se)

    assert (JUNE, 3) not in _sets([waves[0], waves[2]])
    assert (JUNE, 3) not in _sets([replace(waves[0], scales=("five",)), waves[1], waves[2]])


def test_the_rolling_error_of_raked_waves_is_that_of_independent_waves() -> None:
    rules = assessment()
    parts = [[answers(85, 64, seed=10 * m + t) for t in range(2)] for m in range(3)]
    waves = [wave(part, month) for part, month in zip(parts, months_to(JUNE, 3), strict=True)]
    found = _sets(waves, rules)
    alone = [found[month, 1].towns for month in months_to(JUNE, 3)]
    # Every wave weighs the same, so the pooled estimate is their mean.
    assert found[JUNE, 3].towns.estimate == pytest.approx(np.mean([each.estimate for each in alone], axis=0))
    pooled_se = np.sqrt(np.sum([each.se**2 for each in alone], axis=0)) / 3
    assert found[JUNE, 3].towns.se == pytest.approx(pooled_se, rel=0.05)


def test_dont_know_bounds_are_the_score_had_all_of_them_been_at_an_end() -> None:
    part = [100.0] * 30 + [75.0] * 10 + [float("nan")] * 8
    scores = _sets([wave([part, answers(80, 48, seed=8)])])[JUNE, 1]
    assert scores.towns.estimate[0] == pytest.approx((30 * 100 + 10 * 75) / 40)
    assert scores.unknown.low[0] == pytest.approx((30 * 100 + 10 * 75 + 8 * 55) / 48)
    assert scores.unknown.high[0] == pytest.approx((30 * 100 + 10 * 75 + 8 * 100) / 48)


def test_the_same_wave_in_another_month_scores_the_same() -> None:
    one = wave([answers(85, 48, seed=1), answers(80, 48, seed=2)])
    found = _sets([later(one, MAY), one])
    assert found[MAY, 1].towns.estimate.tolist() == found[JUNE, 1].towns.estimate.tolist()
