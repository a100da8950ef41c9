"""Importance against performance: quadrants that are named only where the data are sure of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from flows.scoring.drivers import drivers
from flows.scoring.estimates import Sample, domain_mean
from flows.scoring.importance_performance import ImportancePerformance, importance_performance

COEFFICIENT = np.array([0.5, 0.35, 0.25, 0.15, 0.05, 0.0])
LEVEL = np.array([74.0, 86.0, 80.5, 88.0, 72.0, 86.0])


def answers(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    item = LEVEL + 6 * rng.normal(size=(size, 1)) + 9 * rng.normal(size=(size, 6))
    item = np.clip(np.round(item / 5) * 5, 0, 100)
    return item, item @ COEFFICIENT + 7 * rng.normal(size=size)


def placed(item: np.ndarray, outcome: np.ndarray, seed: int = 1, replicates: int = 400) -> ImportancePerformance:
    """Equal weights, twelve strata."""
    stratum = np.arange(len(outcome)) % 12
    return importance_performance(
        item, outcome, np.ones(len(outcome)), stratum, confidence=0.95, replicates=replicates, seed=seed
    )


def test_items_stand_in_their_quadrants_and_the_middle_one_is_unclear() -> None:
    got = placed(*answers(np.random.default_rng(1), 3000))
    expected = ["improve_first", "keep", "unclear", "possible_overkill", "low_priority", "possible_overkill"]
    assert got.quadrant.tolist() == expected
    assert got.crossing.tolist() == pytest.approx([1 / 6, got.drivers.performance.mean()])


def test_few_interviews_name_no_quadrant_that_more_would_not() -> None:
    item, outcome = answers(np.random.default_rng(2), 100)
    alike = item - LEVEL  # all items of one level: nothing to tell apart
    assert (placed(alike, outcome).quadrant == "unclear").all()


def test_an_ellipse_that_reaches_one_axis_is_enough_to_be_unclear() -> None:
    got = placed(*answers(np.random.default_rng(3), 600))
    apart = np.stack([got.drivers.importance, got.drivers.performance], axis=1) - got.crossing
    reach = np.sqrt(stats.chi2.ppf(0.95, 2) * np.diagonal(got.deviation_covariance, axis1=1, axis2=2))
    beyond = np.abs(apart) > reach
    assert ((got.quadrant == "unclear") == ~beyond.all(axis=1)).all()
    assert beyond[2, 0] != beyond[2, 1] or not beyond[2].any()
    inside = np.einsum("ki,kij,kj->k", apart, np.linalg.inv(got.deviation_covariance), apart) <= got.radius**2
    assert (got.quadrant[inside] == "unclear").all()


def test_the_bootstrap_of_a_mean_is_its_linearised_error() -> None:
    """Strata of two and of many, answers left open: performance is a domain's mean, whose error is known."""
    rng = np.random.default_rng(4)
    item, outcome = answers(rng, 800)
    stratum = np.sort(np.r_[np.repeat(np.arange(80), 2), rng.integers(80, 90, 640)])
    item += np.where(stratum < 80, 10.0, 0.0)[:, None]
    item[rng.random((800, 6)) < 0.03] = np.nan
    weight = np.where(stratum < 80, 200.0, np.linspace(20, 60, 90)[stratum])
    got = importance_performance(item, outcome, weight, stratum, confidence=0.95, replicates=4000, seed=5)
    complete = ~np.isnan(item).any(axis=1)
    sample = Sample(stratum, weight, np.full(800, np.inf))
    known = [domain_mean(np.where(complete, y, np.nan), np.ones(800, bool), sample, confidence=0.95).se for y in item.T]
    assert np.sqrt(got.covariance[:, 1, 1]) == pytest.approx(known, rel=0.05)
    assert got.drivers.importance.tolist() == drivers(item, outcome, weight).importance.tolist()


def test_replicates_are_fixed_by_the_seed() -> None:
    item, outcome = answers(np.random.default_rng(6), 400)
    first, again, other = (placed(item, outcome, seed).deviation_covariance for seed in (1, 1, 2))
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()


def test_large_samples_drawn_in_parts_are_all_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    item, outcome = answers(np.random.default_rng(7), 600)
    whole = placed(item, outcome, replicates=1000)
    monkeypatch.setattr("flows.scoring.importance_performance.DRAWS_AT_ONCE", 7000)
    parts = placed(item, outcome, replicates=1000)
    spread = [np.sqrt(np.diagonal(got.deviation_covariance, axis1=1, axis2=2)) for got in (whole, parts)]
    assert spread[0] == pytest.approx(spread[1], rel=0.15)


def test_what_cannot_be_drawn_anew_is_refused_and_all_is_unclear() -> None:
    item, outcome = answers(np.random.default_rng(8), 300)
    lonely = np.r_[np.zeros(299, np.int64), 1]
    ones = np.ones(300)
    one_left = np.where(np.arange(300) == 5, 55.0, 100.0)
    cases = {
        "lonely_stratum": (item, outcome, lonely),
        "unstable": (item, one_left, np.zeros(300, np.int64)),
        "too_few": (item[:50], outcome[:50], lonely[:50]),
    }
    for status, (x, y, stratum) in cases.items():
        got = importance_performance(x, y, ones[: len(y)], stratum, confidence=0.95, replicates=100, seed=1)
        assert got.status == status
        assert np.isnan(got.deviation_covariance).all()
        assert (got.quadrant == "unclear").all()


@pytest.mark.filterwarnings("error")
def test_an_item_that_hardly_varies_does_not_break_the_rest() -> None:
    item, outcome = answers(np.random.default_rng(9), 1500)
    item[:, 5] = np.where(np.arange(1500) == 7, 55.0, 100.0)
    got = placed(item, outcome)
    assert got.status == "estimated"
    assert got.drivers.importance[5] < 0.01
    assert got.covariance[5, 0, 0] < 1e-4
    assert got.quadrant.tolist()[:2] == ["improve_first", "keep"]


def test_ellipses_hold_the_true_place() -> None:
    """150 months of 600 interviews against the places of 300,000: the 95 % ellipses hold them about as often."""
    rng = np.random.default_rng(10)
    many = drivers(*answers(rng, 300_000), np.ones(300_000))
    truth = np.stack([many.importance - 1 / 6, many.performance - many.performance.mean()], axis=1)
    held = []
    for month in range(150):
        got = placed(*answers(rng, 600), seed=month, replicates=300)
        place = np.stack([got.drivers.importance, got.drivers.performance], axis=1)
        apart = place - got.crossing - truth
        distance = np.einsum("ki,kij,kj->k", apart, np.linalg.inv(got.deviation_covariance), apart)
        held.append(distance <= got.radius**2)
    assert 0.92 <= np.mean(held) <= 0.97
