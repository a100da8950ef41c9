"""Agreement of two measurements: equal to scipy's and R's, intervals that hold, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from flows.scoring.agreement import attainable, kendall, mean_difference, pearson, spearman

# Anscombe 1973, American Statistician 27: 17-21, the first set
X = np.array([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], dtype=float)
Y = np.array([8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68])
SIDES = np.array([-1.0, 1.0])
TIED = np.array([1, 1, 2, 2, 2, 3, 4, 4, 5, 6, 6], dtype=float)


def test_pearson_is_that_of_r_cor_test() -> None:
    found = pearson(X, Y, confidence=0.95)
    assert (found.estimate, found.low, found.high) == pytest.approx((0.8164205, 0.4243912, 0.9506933), abs=1e-7)
    other = stats.pearsonr(X, TIED).confidence_interval(0.9)
    found = pearson(X, TIED, confidence=0.9)
    assert (found.low, found.high) == pytest.approx((other.low, other.high), rel=1e-9)


@pytest.mark.parametrize("other", [Y, TIED, -TIED])
def test_rank_correlations_are_scipys_ties_included(other) -> None:
    assert spearman(X, other, confidence=0.95).estimate == pytest.approx(stats.spearmanr(X, other).statistic, rel=1e-12)
    assert kendall(X, other, confidence=0.95).estimate == pytest.approx(stats.kendalltau(X, other).statistic, rel=1e-12)


def test_intervals_of_rank_correlations_by_hand() -> None:
    # Anscombe's first set: r_s = 0.81818, 11 units; τ = 0.63636
    found = spearman(X, Y, confidence=0.95)
    half = 1.959963985 * np.sqrt((1 + found.estimate**2 / 2) / 8)
    assert (found.low, found.high) == pytest.approx(tuple(np.tanh(np.arctanh(found.estimate) + half * SIDES)))
    found = kendall(X, Y, confidence=0.95)
    half = 1.959963985 * np.sqrt(0.437 / 7)
    assert (found.low, found.high) == pytest.approx(tuple(np.tanh(np.arctanh(found.estimate) + half * SIDES)))


@pytest.mark.parametrize("measure", [pearson, spearman, kendall])
def test_intervals_of_twelve_towns_hold(measure) -> None:
    rng, rho, draws = np.random.default_rng(12), 0.6, 1500
    truth = {pearson: rho, spearman: 6 / np.pi * np.arcsin(rho / 2), kendall: 2 / np.pi * np.arcsin(rho)}[measure]
    x = rng.normal(size=(draws, 12))
    y = rho * x + np.sqrt(1 - rho**2) * rng.normal(size=x.shape)
    found = [measure(first, second, confidence=0.95) for first, second in zip(x, y, strict=True)]
    held = np.mean([each.low <= truth <= each.high for each in found])
    assert 0.93 <= held <= 0.985


def test_the_mean_difference_is_the_paired_t_tests() -> None:
    found = mean_difference(X, Y, confidence=0.95)
    expected = stats.ttest_rel(X, Y).confidence_interval(0.95)
    assert found.estimate == pytest.approx((X - Y).mean())
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_errors_bound_the_correlation_to_expect() -> None:
    assert attainable(X, np.zeros(len(X))) == 1
    assert attainable(X, np.full(len(X), X.std(ddof=1) * 0.6)) == pytest.approx(0.8)
    assert attainable(X, np.full(len(X), 99.0)) == 0
    assert np.isnan(attainable(np.ones(8), np.ones(8)))


REFUSED = {
    "four towns": (X[:4], Y[:4], "too_few"),
    "all alike": (X, np.full(len(X), 80.0), "no_variance"),
    "the same order throughout": (X, 2 * X + 1, "perfect"),
    "the opposite order": (X, -X, "perfect"),
}


@pytest.mark.parametrize("measure", [pearson, spearman, kendall])
@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_interval_says_why(measure, case) -> None:
    first, second, reason = REFUSED[case]
    found = measure(first, second, confidence=0.95)
    assert found.reason == reason
    assert np.isnan([found.low, found.high]).all()
    assert np.isnan(found.estimate) != (reason == "perfect")


def test_towns_of_one_measurement_only_are_to_be_left_out() -> None:
    with pytest.raises(ValueError, match="different units"):
        pearson(X, Y[:-1], confidence=0.95)
    with pytest.raises(ValueError, match="not finite"):
        kendall(X, np.where(X == 4, np.nan, Y), confidence=0.95)
