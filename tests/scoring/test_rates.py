"""Rates of few cases do not outrank rates of many, and shrinking claims no more than the units' spread allows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.scoring.ranks import competition_ranks
from flows.scoring.rates import by_evidence, by_shrinkage

# Twelve towns' closed of due: the second is the county seat, the eighth had nothing due.
CLOSED = np.array([22, 6400, 300, 180, 95, 40, 5, 0, 900, 410, 77, 33], dtype=float)
DUE = np.array([22, 6530, 330, 190, 100, 48, 5, 0, 980, 430, 90, 35], dtype=float)


@pytest.mark.parametrize("order", [by_evidence, by_shrinkage], ids=["evidence", "shrinkage"])
def test_twenty_two_of_twenty_two_do_not_outrank_thousands(order) -> None:  # type: ignore[no-untyped-def]
    got = order(CLOSED, DUE, confidence=0.95)
    assert got.rate[0] == 1.0 > got.rate[1]
    assert got.key[1] > got.key[0]
    ranks = competition_ranks(got.key[DUE > 0])
    assert ranks[1] == 1
    assert np.isnan([got.rate[7], got.key[7], got.low[7], got.high[7]]).all()
    assert got.reason.tolist() == ["", "", "", "", "", "", "", "no_denominator", "", "", "", ""]


@settings(max_examples=100, deadline=None)
@given(few=st.integers(1, 40), many=st.integers(2000, 9000), missed=st.floats(0, 0.02))
def test_evidence_grows_with_cases_and_successes(few: int, many: int, missed: float) -> None:
    x = np.array([few, round(many * (1 - missed)), round(many * (1 - missed)) - 1], dtype=float)
    key = by_evidence(x, np.array([few, many, many], dtype=float), confidence=0.95).key
    assert key[1] > key[0]
    assert key[1] > key[2]


def test_shrinking_pulls_small_units_to_the_mean_and_leaves_large_ones() -> None:
    got = by_shrinkage(CLOSED, DUE, confidence=0.95)
    known = DUE > 0
    toward = (got.key - got.rate)[known] * (got.mean - got.rate)[known]
    assert (toward >= 0).all()
    assert np.argsort(got.kept[known]).tolist() == np.argsort(DUE[known]).tolist()
    assert abs(got.key[1] - got.rate[1]) < 0.001
    assert ((got.low < got.key) & (got.key < got.high))[known].all()
    assert got.key[known] == pytest.approx(
        (CLOSED + (1 - got.correlation) / got.correlation * got.mean)[known]
        / (DUE + (1 - got.correlation) / got.correlation)[known]
    )


def test_equal_denominators_give_the_moments_written_out() -> None:
    """n = 10 each: ρ̂ = (k S₁ / ((k − 1) μ(1 − μ)) n − 1) / (n − 1) with S₁ the mean square about μ."""
    x = np.array([2.0, 5.0, 6.0, 7.0, 10.0])
    p, mean = x / 10, 0.6
    expected = (10 * ((p - mean) ** 2).sum() / (4 * mean * (1 - mean)) - 1) / 9
    got = by_shrinkage(x, np.full(5, 10.0), confidence=0.95)
    assert (got.mean, got.correlation) == pytest.approx((mean, expected), rel=1e-9)
    assert got.kept == pytest.approx(np.full(5, 10 / (10 + (1 - expected) / expected)))


def test_intervals_cover_the_units_probabilities() -> None:
    """Units drawn from a beta of mean .9 (ρ = .05): 95 % intervals cover 92 to 98 % over units."""
    rng = np.random.default_rng(1)
    known = DUE[DUE > 0].astype(int)
    hits = []
    for _ in range(300):
        truth = rng.beta(0.9 * 19, 0.1 * 19, len(known))
        got = by_shrinkage(rng.binomial(known, truth).astype(float), known.astype(float), confidence=0.95)
        hits.append(((got.low <= truth) & (truth <= got.high)).mean())
    assert 0.92 < np.mean(hits) < 0.98


def test_units_that_differ_by_chance_only_are_all_the_mean() -> None:
    got = by_shrinkage(np.array([8.0, 80.0, 16.0, 40.0]), np.array([10.0, 100.0, 20.0, 50.0]), confidence=0.95)
    assert got.correlation == 0.0
    assert got.key == pytest.approx(np.full(4, 0.8))
    # What remains unknown is the common mean of 180 cases: .8 ± 1.96 √(.16/180).
    assert got.high - got.low == pytest.approx(np.full(4, 2 * 1.96 * np.sqrt(0.16 / 180)), rel=0.01)
    apart = by_shrinkage(np.array([9.5, 78.0, 16.0, 40.0]), np.array([10.0, 100.0, 20.0, 50.0]), confidence=0.95)
    assert apart.correlation == 0.0
    # A unit far from the mean may be different after all: its interval is wider than that of one near it.
    width = apart.high - apart.low
    assert width[0] > 2 * width[2]


@pytest.mark.parametrize(
    ("x", "n", "reason", "key_known"),
    [
        ([9.0], [10.0], "too_few_units", False),
        ([9.0, 8.0, 7.0], [10.0, 10.0, 10.0], "too_few_units", False),
        ([5.0, 22.0, 8.0, 9.0], [5.0, 22.0, 8.0, 9.0], "no_variation", True),
        ([0.0, 0.0, 0.0, 0.0], [5.0, 22.0, 8.0, 9.0], "no_variation", True),
        ([0.0, 1.0, 0.0, 1.0], [1.0, 1.0, 1.0, 1.0], "no_interval", True),
    ],
)
def test_what_cannot_be_shrunken_says_why(x: list[float], n: list[float], reason: str, key_known: bool) -> None:
    got = by_shrinkage(np.array(x), np.array(n), confidence=0.95)
    assert set(got.reason.tolist()) == {reason}
    assert np.isnan(got.low).all()
    assert np.isfinite(got.key).all() == key_known


def test_nothing_to_assess_and_impossible_counts() -> None:
    none = np.zeros(3)
    for order in (by_evidence, by_shrinkage):
        got = order(none, none, confidence=0.95)
        assert got.reason.tolist() == ["no_denominator"] * 3
        assert np.isnan(got.key).all()
        with pytest.raises(ValueError, match="between 0 and trials"):
            order(np.array([3.0]), np.array([2.0]), confidence=0.95)
