"""What the method promises holds where the truth is known: few runs of bench.simulation, which prints many."""

from __future__ import annotations

import numpy as np
import pytest

from bench.county import county, interview, judge, of_county, together
from bench.trials import CLOSE, EQUAL, LOSER, MIXED, SCENARIOS, SPREAD, TIES, changes, coverage, luck, naming
from flows.scoring.estimates import Estimate, combined

SEED = 5


@pytest.mark.parametrize("interviews", [80, 200])
def test_intervals_hold_the_true_scores_as_often_as_they_say(interviews: int) -> None:
    found = coverage(interviews, 120, SEED)
    assert 0.925 <= found.towns <= 0.97
    assert 0.89 <= found.county <= 0.99


def test_raking_mends_a_sample_that_lacks_the_young() -> None:
    found = coverage(200, 60, SEED, young=0.4)
    assert found.unraked < 0.91
    assert found.towns > 0.92


@pytest.mark.parametrize("scenario", [SPREAD, CLOSE, TIES, LOSER, EQUAL])
def test_hardly_anybody_is_certified_wrongly(scenario: str) -> None:
    found = naming(scenario, MIXED, 40, SEED)
    assert found.wrong_range <= 0.05
    assert found.wrong_certified <= found.wrong_range + 0.05
    assert found.wrong_proposed <= 0.05
    assert found.wrong_strong >= found.wrong_proposed
    if scenario == EQUAL:
        assert found.certified <= 0.05
    if scenario == SPREAD:
        assert found.certified >= 0.3
        assert found.proposed >= 0.8
        assert found.said.true >= 0.9
    if scenario == LOSER:
        assert found.proposed >= 0.9


def test_point_ranks_alone_blame_and_praise_luck() -> None:
    """The figures that the whole method answers: every second list is wrong, a third of it leaves next month."""
    wrong, left = luck(5.0, 2.0, 50_000, SEED)
    assert wrong == pytest.approx(0.585, abs=0.02)
    assert left == pytest.approx(0.29, abs=0.01)
    found = naming(CLOSE, MIXED, 40, SEED)
    assert found.wrong_three > 0.6
    assert found.left > 0.35


def test_changes_are_seldom_false_and_large_ones_found() -> None:
    found = changes(200, 100, SEED)
    assert found.false <= 0.1
    assert found.found >= 0.9


def test_the_county_is_what_was_asked_for() -> None:
    """True scores as wanted; samples find them, three waves together more exactly."""
    whole = county(SCENARIOS[CLOSE])
    assert np.abs(whole.truth - SCENARIOS[CLOSE]).max() < 0.05
    waves = [interview(whole, MIXED, 20, np.random.default_rng(seed)) for seed in range(3)]
    pooled, single = judge(together(waves)), judge(waves[0])
    assert np.abs(pooled.score.mean(axis=0) - whole.truth).max() < 1
    assert (pooled.se < single.se).mean() > 0.95
    assert (pooled.se / single.se).mean() == pytest.approx(1 / np.sqrt(3), abs=0.02)


def test_the_countys_interval_is_the_kernels() -> None:
    whole = county(SCENARIOS[CLOSE])
    judged = judge(interview(whole, MIXED, 1, np.random.default_rng(SEED)))
    nothing = [float("nan")] * 6
    parts = [
        Estimate(0, 1, *map(float, (mean, se)), int(df), *nothing, reason="")
        for mean, se, df in zip(judged.score[0], judged.se[0], judged.df[0], strict=True)
    ]
    expected = combined(parts, whole.share, confidence=0.95)
    low, high = of_county(judged, whole.share)
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high))
