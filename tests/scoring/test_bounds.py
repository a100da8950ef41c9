"""Verdicts that depend on what those who could not say might have said are marked, and no others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.scoring.bounds import UnknownBounds, ranks_by_unknown, unknown_bounds
from flows.scoring.estimates import Floats

NAN = float("nan")


def between(*pairs: tuple[float, float]) -> UnknownBounds:
    low, high = (np.array(side) for side in zip(*pairs, strict=True))
    return UnknownBounds((low + high) / 2, low, high, np.zeros(len(low)))


def test_bounds_by_hand() -> None:
    """Town 0: 100 and 75 scored, one unknown of weight 2; town 1 all scored; town 2 all unknown; nobody in town 3."""
    value = np.array([100.0, 75.0, NAN, 75.0, 55.0, NAN, NAN, 0.0])
    unknown = np.array([False, False, True, False, False, True, False, False])  # the seventh refused
    weight = np.array([1.0, 1.0, 2.0, 3.0, 1.0, 1.0, 9.0, 9.0])
    domain = np.array([0, 0, 0, 1, 1, 2, 1, -1])
    got = unknown_bounds(value, unknown, weight, domain, 4, worst=0.0, best=100.0)
    assert got.score[:2] == pytest.approx([87.5, 70.0])
    assert got.low == pytest.approx([43.75, 70.0, 0.0, NAN], nan_ok=True)
    assert got.high == pytest.approx([93.75, 70.0, 100.0, NAN], nan_ok=True)
    assert got.unknown_share == pytest.approx([0.5, 0.0, 1.0, NAN], nan_ok=True)
    assert np.isnan(got.score[2:]).all()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), filled=st.floats(0, 100))
def test_whatever_they_would_have_said_the_score_lies_within(seed: int, filled: float) -> None:
    rng = np.random.default_rng(seed)
    domain, weight = rng.integers(0, 4, 60), rng.uniform(0.5, 3, 60)
    value = rng.choice([100.0, 75.0, 55.0, 0.0], 60)
    unknown = rng.random(60) < 0.3
    got = unknown_bounds(np.where(unknown, NAN, value), unknown, weight, domain, 4, worst=0.0, best=100.0)
    said = np.where(unknown, rng.uniform(0, filled, 60), value)
    full = np.bincount(domain, weight * said, 4) / np.bincount(domain, weight, 4)
    assert ((got.low <= full + 1e-9) & (full <= got.high + 1e-9)).all()
    assert got.high - got.low == pytest.approx(100 * got.unknown_share)


def test_ranks_range_over_every_case() -> None:
    """Against all corner cases, worst or best, of four towns."""
    bounds = between((60, 70), (65, 66), (68, 90), (50, 61))
    corners = np.array(np.meshgrid(*zip(bounds.low, bounds.high, strict=True))).reshape(4, -1).T
    ranks = 1 + (corners[:, None, :] > corners[:, :, None]).sum(axis=2)
    got = ranks_by_unknown(bounds)
    assert got.best.tolist() == ranks.min(axis=0).tolist() == [1, 2, 1, 3]
    assert got.worst.tolist() == ranks.max(axis=0).tolist() == [4, 3, 2, 4]
    with_unasked = ranks_by_unknown(between((60, 70), (NAN, NAN), (80, 90)))
    assert (with_unasked.best.tolist(), with_unasked.worst.tolist()) == ([2, 0, 1], [2, 0, 1])


@pytest.mark.parametrize(
    ("value", "unknown", "domain", "worst", "best", "message"),
    [
        ([75.0], [True], [0], 0.0, 100.0, "both"),
        ([75.0], [False], [0], 80.0, 100.0, "outside"),
        ([75.0], [False], [0], 100.0, 0.0, "above the best"),
        ([75.0], [False], [1], 0.0, 100.0, "domain"),
    ],
)
def test_impossible_input_is_refused(
    value: list[float], unknown: list[bool], domain: list[int], worst: float, best: float, message: str
) -> None:
    weight: Floats = np.ones(1)
    with pytest.raises(ValueError, match=message):
        unknown_bounds(np.array(value), np.array(unknown), weight, np.array(domain), 1, worst=worst, best=best)
