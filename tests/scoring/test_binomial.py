"""Intervals of rates and of their differences equal the published ones and never claim more than the counts allow."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.scoring.binomial import newcombe, rate_differences, rate_interval

PUBLISHED = Path(__file__).with_name("published")
SINGLE = list(csv.DictReader((PUBLISHED / "expected_binomial_ci.csv").open(encoding="utf-8")))
DIFFERENCES = list(csv.DictReader((PUBLISHED / "expected_difference_ci.csv").open(encoding="utf-8")))
WITHIN_BOUNDS = ["wilson", "wilson_cc", "clopper_pearson", "jeffreys"]


@pytest.mark.parametrize("row", SINGLE, ids=lambda row: "-".join((row["x"], row["n"], row["method"])))
def test_single_intervals_equal_the_published_ones(row: dict[str, str]) -> None:
    x, n = np.array([float(row["x"])]), np.array([float(row["n"])])
    got = rate_interval(x, n, confidence=0.95, method=row["method"])
    assert (got.low[0], got.high[0]) == pytest.approx((float(row["ci_l"]), float(row["ci_u"])), rel=1e-8, abs=1e-15)


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: "-".join(row[name] for name in ("x1", "n1", "x2", "n2")))
def test_differences_equal_newcombe_s_table(row: dict[str, str]) -> None:
    x1, n1, x2, n2 = (np.array([float(row[name])]) for name in ("x1", "n1", "x2", "n2"))
    got = rate_differences(x1, n1, x2, n2, confidence=0.95)  # the table subtracts the second from the first
    expected = (float(row["diff"]), float(row["ci_l"]), float(row["ci_u"]))
    assert (got.difference[0], got.low[0], got.high[0]) == pytest.approx(expected, rel=1e-8)


@settings(max_examples=150, deadline=None)
@given(n=st.integers(1, 7000), share=st.floats(0, 1), method=st.sampled_from(WITHIN_BOUNDS))
def test_intervals_hold_the_rate_stay_in_bounds_and_rise_with_successes(n: int, share: float, method: str) -> None:
    x = np.array([round(share * n), min(round(share * n) + 1, n)], dtype=float)
    got = rate_interval(x, np.full(2, float(n)), confidence=0.95, method=method)
    assert ((got.low >= 0) & (got.low <= x / n + 1e-15) & (got.high >= x / n - 1e-15) & (got.high <= 1)).all()
    assert (got.high > got.low).all()
    assert got.low[1] >= got.low[0]
    assert got.high[1] >= got.high[0]
    mirrored = rate_interval(n - x, np.full(2, float(n)), confidence=0.95, method=method)
    assert (1 - mirrored.high, 1 - mirrored.low) == (
        pytest.approx(got.low, abs=1e-10),
        pytest.approx(got.high, abs=1e-10),
    )


@settings(max_examples=100, deadline=None)
@given(
    n1=st.integers(1, 500), n2=st.integers(1, 500), s1=st.floats(0, 1), s2=st.floats(0, 1), level=st.floats(0.5, 0.999)
)
def test_p_is_below_the_level_exactly_when_the_interval_excludes_zero(
    n1: int, n2: int, s1: float, s2: float, level: float
) -> None:
    x1, x2 = round(s1 * n1), round(s2 * n2)
    got = rate_differences(*(np.array([float(v)]) for v in (x2, n2, x1, n1)), confidence=level)
    low, high, p_value = got.low[0], got.high[0], got.p_value[0]
    assert -1 <= low <= got.difference[0] <= high <= 1
    if abs(p_value - (1 - level)) > 1e-9:
        assert (low > 0 or high < 0) == (p_value < 1 - level)


def test_p_values_know_certainty_equality_and_many_tests() -> None:
    nothing = np.array([0.0])
    equal = rate_differences(np.array([5.0]), np.array([10.0]), np.array([50.0]), np.array([100.0]), confidence=0.95)
    assert equal.p_value[0] == 1.0
    sure = rate_differences(np.array([5000.0]), np.array([5000.0]), nothing, np.array([5000.0]), confidence=0.95)
    assert sure.p_value[0] < 1e-100
    # 70/100 against 50/100: the pooled z test gives 0.0039; adjusted over the two that could be compared.
    got = rate_differences(
        np.array([70.0, 50.0, 0.0]), np.array([100.0, 100.0, 0.0]), np.full(3, 50.0), np.full(3, 100.0), confidence=0.95
    )
    assert got.p_value[0] == pytest.approx(0.0039, abs=0.0005)
    assert got.p_adjusted[:2] == pytest.approx([2 * got.p_value[0], 1.0])
    assert np.isnan([got.difference[2], got.low[2], got.high[2], got.p_value[2], got.p_adjusted[2]]).all()


def test_nothing_counted_gives_no_interval_and_impossible_counts_are_refused() -> None:
    got = rate_interval(np.array([0.0, 22.0]), np.array([0.0, 22.0]), confidence=0.95)
    assert np.isnan([got.low[0], got.high[0]]).all()
    assert got.high[1] == 1.0
    for x, n in ((3.0, 2.0), (-1.0, 2.0)):
        with pytest.raises(ValueError, match="between 0 and trials"):
            rate_interval(np.array([x]), np.array([n]), confidence=0.95)
    with pytest.raises(ValueError, match="unknown method"):
        rate_interval(np.array([1.0]), np.array([2.0]), confidence=0.95, method="exact")
    with pytest.raises(ValueError, match="confidence"):
        rate_interval(np.array([1.0]), np.array([2.0]), confidence=95)


def test_any_pair_of_intervals_combines() -> None:
    exact = rate_interval(np.array([9.0, 3.0]), np.array([10.0, 10.0]), confidence=0.95, method="clopper_pearson")
    later = type(exact)(exact.low[:1], exact.high[:1])
    earlier = type(exact)(exact.low[1:], exact.high[1:])
    difference, limits = newcombe(np.array([0.9]), later, np.array([0.3]), earlier)
    assert difference[0] == pytest.approx(0.6)
    assert limits.low[0] == pytest.approx(0.6 - np.hypot(0.9 - exact.low[0], exact.high[1] - 0.3))
    assert limits.high[0] == pytest.approx(0.6 + np.hypot(exact.high[0] - 0.9, 0.3 - exact.low[1]))
