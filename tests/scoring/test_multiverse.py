"""Other reasonable analyses: which ones are tried, and what they say of a town's place."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from flows.scoring.composite import Scheme, composite
from flows.scoring.multiverse import multiverse, perturbed_weights, reweighted


def test_weights_tried_are_each_alone_and_all_corners() -> None:
    weight = np.array([40.0, 35.0, 25.0])
    got = perturbed_weights(weight, step=0.2)
    assert got.shape == (1 + 6 + 6, 3)
    assert got.sum(axis=1) == pytest.approx(np.ones(13))
    assert got[0].tolist() == pytest.approx([0.40, 0.35, 0.25])
    assert got[1].tolist() == pytest.approx([32 / 92, 35 / 92, 25 / 92])
    assert got[6].tolist() == pytest.approx([40 / 105, 35 / 105, 30 / 105])
    corners = {
        tuple(np.round(weight * factor / (weight * factor).sum(), 9))
        for factor in itertools.product((0.8, 1.2), repeat=3)
    }
    assert {tuple(row) for row in np.round(got[7:], 9)} == corners - {(0.4, 0.35, 0.25)}
    assert perturbed_weights(np.ones(9), step=0.2).shape == (19, 9)


def test_composites_under_other_weights_are_the_composites_of_that_scheme() -> None:
    rng = np.random.default_rng(1)
    value = rng.uniform(60, 100, (12, 4))
    value[2, 1] = value[5, 0] = np.nan
    value[7, [0, 1]] = np.nan
    weight = np.array([40.0, 30.0, 20.0, 10.0])

    def under(weights: np.ndarray) -> Scheme:
        return Scheme(weights, np.full(4, 50.0), np.full(4, 100.0), np.zeros(4), 0.5)

    main = composite(value, np.zeros((12, 4)), np.ones((12, 4)), under(weight), confidence=0.95)
    tried = perturbed_weights(weight, step=0.2)
    got = reweighted(main, tried)
    assert main.status[7] == "weight_too_small"
    for row in (0, 3, 8, 20):
        again = composite(value, np.zeros((12, 4)), np.ones((12, 4)), under(tried[row]), confidence=0.95).value
        again[7] = np.nan  # who is refused is settled by the scheme's own weights
        assert got[row].tolist() == pytest.approx(again.tolist(), nan_ok=True)


def test_places_over_analyses_by_hand() -> None:
    values = np.array(
        [
            [90.0, 85.0, 80.0, 75.0, np.nan],
            [90.0, 79.0, 80.0, 75.0, 60.0],
            [84.0, 85.0, 80.0, 80.0, np.nan],
            [90.0, 85.0, 70.0, np.nan, np.nan],
        ]
    )
    got = multiverse(values, bottom_count=1, top_count=1)
    assert got.analyses.tolist() == [4, 4, 4, 3, 1]
    # The third and fourth tie at the bottom of the third analysis: both are in it.
    assert got.bottom_share.tolist() == pytest.approx([0, 0, 2 / 4, 2 / 3, 1])
    assert got.top_share.tolist() == pytest.approx([3 / 4, 1 / 4, 0, 0, 0])
    assert got.best_rank.tolist() == [1, 1, 2, 3, 5]
    assert got.worst_rank.tolist() == [2, 3, 3, 4, 5]
    assert got.best_analysis.tolist() == [0, 2, 1, 2, 1]
    assert got.worst_analysis.tolist() == [2, 1, 0, 0, 1]
    assert got.rank[2].tolist() == pytest.approx([2, 1, 3, 3, np.nan], nan_ok=True)
    assert got.departs.tolist() == [
        [False] * 5,
        [False, False, False, True, False],
        [True, True, True, False, False],
        [False, False, True, False, False],
    ]


def test_a_town_never_ranked_has_no_place() -> None:
    got = multiverse(np.array([[90.0, np.nan], [80.0, np.nan]]), bottom_count=1, top_count=1)
    assert np.isnan([got.bottom_share[1], got.top_share[1], got.best_rank[1], got.worst_rank[1]]).all()
    assert (got.analyses[1], got.best_analysis[1], got.worst_analysis[1]) == (0, -1, -1)
    assert got.bottom_share[0] == 1


def test_a_town_at_the_bottom_whatever_the_weights_stays_there() -> None:
    """One town is last in every indicator; another owes its place to one indicator alone."""
    rng = np.random.default_rng(2)
    value = rng.uniform(78, 82, (12, 5))
    value[4] = 60.0
    value[9] = [98.0, 73.0, 73.0, 73.0, 73.0]
    ones = np.ones((12, 5))
    scheme = Scheme(np.ones(5), np.zeros(5), np.full(5, 100.0), np.zeros(5), 1.0)
    main = composite(value, 0 * ones, ones, scheme, confidence=0.95)
    got = multiverse(reweighted(main, perturbed_weights(scheme.weight, step=0.2)), bottom_count=2, top_count=2)
    assert got.bottom_share[4] == 1
    assert 0 < got.bottom_share[9] < 1
    assert not got.departs[:, 4].any()
