"""Probabilities of ranks against closed forms and simulation, at errors alike and very unlike."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from flows.scoring.rank_probability import expected_rank, first_probability, last_probability, rank_probability

TOWNS = np.array([92.5, 88.4, 86.0, 85.2, 79.0, 86.6, 86.6, 80.8, 87.3, 84.7, 85.7, 88.0])
TOWNS_SE = np.array([0.9, 1.3, 1.9, 1.5, 1.2, 1.9, 2.0, 1.3, 1.5, 2.1, 1.7, 1.6])
CASES = {
    "towns": (TOWNS, TOWNS_SE),
    "all alike": (np.full(20, 80.0), np.ones(20)),
    "far apart": (np.array([10.0, 50.0, 90.0, 90.1]), np.array([0.1, 0.1, 0.1, 8.0])),
    "errors that differ a millionfold": (TOWNS, np.geomspace(2e-6, 2.0, 12)),
    "one": (np.array([80.0]), np.array([1.0])),
}


@pytest.mark.parametrize("case", CASES)
def test_every_unit_has_a_rank_and_every_rank_a_unit(case: str) -> None:
    estimate, se = CASES[case]
    probability = rank_probability(estimate, se)
    assert probability.min() >= 0
    assert probability.sum(axis=1) == pytest.approx(1.0, abs=1e-10)
    assert probability.sum(axis=0) == pytest.approx(1.0, abs=1e-10)
    by_rank = probability @ np.arange(1, len(estimate) + 1)
    assert by_rank == pytest.approx(expected_rank(estimate, se), abs=1e-9)
    assert first_probability(probability, len(estimate)) == pytest.approx(1.0, abs=1e-10)


@pytest.mark.parametrize(
    ("gap", "se"), [(1.3, (1.0, 2.0)), (-0.002, (0.001, 1.0)), (0.0, (1.0, 1.0)), (4.0, (1e-5, 1e-3))]
)
def test_two_units_are_one_normal_probability(gap: float, se: tuple[float, float]) -> None:
    probability = rank_probability(np.array([80.0 + gap, 80.0]), np.array(se))
    first = ndtr(gap / np.hypot(*se))
    assert probability == pytest.approx(np.array([[first, 1 - first], [1 - first, first]]), abs=1e-10)


def test_units_of_one_distribution_share_all_ranks_alike() -> None:
    assert rank_probability(np.full(20, 80.0), np.ones(20)) == pytest.approx(np.full((20, 20), 0.05), abs=1e-10)


@pytest.mark.parametrize("case", ["towns", "far apart"])
def test_probabilities_are_those_of_a_simulation(case: str) -> None:
    estimate, se = CASES[case]
    rng = np.random.default_rng(12)
    drawn = estimate + rng.normal(size=(100_000, len(estimate))) * se
    ranks = 1 + np.argsort(np.argsort(-drawn, axis=1), axis=1)
    share = np.stack([(ranks == rank).mean(axis=0) for rank in range(1, len(estimate) + 1)], axis=1)
    probability = rank_probability(estimate, se)
    assert probability == pytest.approx(share, abs=5 * np.sqrt(0.25 / 100_000))
    last = (ranks > len(estimate) - 3).mean(axis=0)
    assert last_probability(probability, 3) == pytest.approx(last, abs=0.008)
    assert first_probability(probability, 2) == pytest.approx((ranks <= 2).mean(axis=0), abs=0.008)


@pytest.mark.parametrize("se", [[1.0, 0.0], [1.0, np.nan], [1.0, 1e-13]])
def test_units_without_an_error_are_refused(se: list[float]) -> None:
    with pytest.raises(ValueError, match="error"):
        rank_probability(np.array([80.0, 81.0]), np.array(se))
