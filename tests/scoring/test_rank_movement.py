"""Movement of ranks by chance alone, against simulation of two months with one truth."""

from __future__ import annotations

import numpy as np
import pytest

from flows.scoring.movement import chance_movement

TRUTH = np.array([92.5, 88.4, 86.0, 85.2, 79.0, 86.6, 86.6, 80.8, 87.3, 84.7, 85.7, 88.0])
BEFORE = np.array([0.9, 1.3, 1.9, 1.5, 1.2, 1.9, 2.0, 1.3, 1.5, 2.1, 1.7, 1.6])
AFTER = BEFORE[::-1] * 1.5


def test_movement_is_that_of_a_simulation() -> None:
    rng = np.random.default_rng(5)
    months = [TRUTH + rng.normal(size=(50_000, 12)) * se for se in (BEFORE, AFTER)]
    before, after = (1 + np.argsort(np.argsort(-month, axis=1), axis=1) for month in months)
    moved = np.abs(before - after)
    got = chance_movement(TRUTH, BEFORE, AFTER, count=3)
    assert got.expected == pytest.approx(moved.mean(axis=0), abs=0.05)
    assert got.change == pytest.approx(np.stack([(moved == size).mean(axis=0) for size in range(12)], axis=1), abs=0.01)
    assert got.change.sum(axis=1) == pytest.approx(1.0, abs=1e-10)
    last, still = before > 9, after > 9
    assert got.last_before == pytest.approx(last.mean(axis=0), abs=0.01)
    assert got.last_after == pytest.approx(still.mean(axis=0), abs=0.01)
    assert got.leaving == pytest.approx((last & ~still).sum() / last.sum(), abs=0.01)


def test_equal_towns_change_places_at_random() -> None:
    """Two ranks drawn alike from twelve differ by (12² − 1)/(3 · 12) in the mean; three quarters of the last leave."""
    got = chance_movement(np.full(12, 85.0), np.ones(12), np.full(12, 2.0), count=3)
    assert got.expected == pytest.approx(143 / 36, abs=1e-9)
    assert got.leaving == pytest.approx(0.75, abs=1e-9)


def test_towns_far_apart_stay() -> None:
    got = chance_movement(np.linspace(10, 90, 5), np.ones(5), np.ones(5), count=2)
    assert got.expected == pytest.approx(0.0, abs=1e-9)
    assert (got.last_before.round(9).tolist(), round(got.leaving, 9)) == ([1, 1, 0, 0, 0], 0)


def test_three_in_ten_of_those_called_in_leave_by_chance() -> None:
    """True scores of standard deviation 5 and 200 interviews of standard deviation 30: 29 % leave the last three."""
    rng = np.random.default_rng(6)
    se = np.full(12, 30 / np.sqrt(200))
    leaving = [chance_movement(rng.normal(85, 5, 12), se, se, count=3).leaving for _ in range(60)]
    assert np.mean(leaving) == pytest.approx(0.29, abs=0.02)


@pytest.mark.parametrize("count", [0, 13])
def test_a_number_of_last_places_that_is_not_there_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="last"):
        chance_movement(TRUTH, BEFORE, AFTER, count=count)
