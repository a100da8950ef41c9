"""The funnel and the shrunken scores, against a published meta-analysis and simulated truth."""

from __future__ import annotations

import numpy as np
import pytest

from flows.scoring.shrinkage import funnel_limits, shrinkage

# Colditz et al. (1994): tuberculosis cases and healthy, vaccinated and control, of thirteen trials.
TRIALS = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ],
    dtype=float,
)


def test_the_published_meta_analysis() -> None:
    """The R package metafor: DerSimonian–Laird τ² = 0.3088, pooled log relative risk −0.7141."""
    ill, well, ill_control, well_control = TRIALS.T
    estimate = np.log(ill / (ill + well)) - np.log(ill_control / (ill_control + well_control))
    se = np.sqrt(1 / ill - 1 / (ill + well) + 1 / ill_control - 1 / (ill_control + well_control))
    got = shrinkage(estimate, se)
    assert got.between**2 == pytest.approx(0.3088, abs=5e-5)
    assert got.mean == pytest.approx(-0.7141, abs=5e-5)


def test_the_less_is_known_of_a_town_the_nearer_its_score_is_drawn_to_the_mean() -> None:
    got = shrinkage(np.array([90.0, 80.0, 90.0, 80.0]), np.array([1.0, 1.0, 4.0, 4.0]))
    assert got.mean == pytest.approx(85.0)
    # w = 1, 1/16: Q = 25 · 2.125, τ² = (53.125 − 3) / (2.125 − 2.0078125/2.125)
    between = (53.125 - 3) / (2.125 - 2.0078125 / 2.125)
    assert got.between == pytest.approx(np.sqrt(between))
    assert got.reliability == pytest.approx(between / (between + np.array([1, 1, 16, 16])))
    assert got.shrunken == pytest.approx(85 + got.reliability * np.array([5, -5, 5, -5]))
    assert got.z == pytest.approx(np.array([5, -5, 5, -5]) / np.sqrt(between + np.array([1, 1, 16, 16])))


def test_towns_that_differ_by_no_more_than_their_errors_have_one_score() -> None:
    for estimate in (np.array([80.1, 80.0, 79.9]), np.full(3, 80.0)):
        got = shrinkage(estimate, np.array([1.0, 2.0, 3.0]))
        assert (got.between, got.reliability.tolist()) == (0.0, [0.0, 0.0, 0.0])
        assert got.shrunken == pytest.approx(got.mean)


@pytest.mark.parametrize("units", [0, 1])
def test_of_one_town_nothing_is_known(units: int) -> None:
    got = shrinkage(np.full(units, 80.0), np.ones(units))
    assert np.isnan([got.mean, got.between]).all()
    assert len(got.shrunken) == units
    assert np.isnan(got.shrunken).all()


def test_a_town_without_an_error_is_refused() -> None:
    with pytest.raises(ValueError, match="error"):
        shrinkage(np.array([80.0, 90.0]), np.array([1.0, 0.0]))


def test_shrunken_scores_are_nearer_the_truth_and_the_funnel_holds_the_estimates() -> None:
    """400 simulated counties of twelve towns, true spread 3 points."""
    rng = np.random.default_rng(8)
    raw, drawn, within, spreads = 0.0, 0.0, [], []
    for _ in range(400):
        se = rng.uniform(0.8, 4.0, 12)
        truth = rng.normal(85, 3, 12)
        estimate = truth + rng.normal(size=12) * se
        got = shrinkage(estimate, se)
        raw += ((estimate - truth) ** 2).sum()
        drawn += ((got.shrunken - truth) ** 2).sum()
        spreads.append(got.between**2)
        low, high = funnel_limits(85.0, 3.0, se, level=0.95)
        within.append(((estimate > low) & (estimate < high)).mean())
    assert drawn < 0.75 * raw
    assert np.mean(spreads) == pytest.approx(9.0, rel=0.1)
    assert np.mean(within) == pytest.approx(0.95, abs=0.015)


def test_the_funnels_limits_are_the_normals() -> None:
    low, high = funnel_limits(85.0, 3.0, np.array([4.0, 0.0]), level=0.998)
    assert high - 85 == pytest.approx(3.090232 * np.array([5.0, 3.0]), rel=1e-6)
    assert low == pytest.approx(170 - high)
