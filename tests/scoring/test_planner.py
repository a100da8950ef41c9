"""The number of interviews it names is enough, one fewer is not, and what no number can do is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, stdtrit

from flows.scoring.planner import Separation, for_effective_n, for_half_width, separation, unit_variance

ENDLESS = np.full(5, np.inf)
SCORES = np.array([90.0, 84.0, 80.0, 86.0, 88.0])  # median 86, last 80
SPREAD = np.full(5, 400.0)
NOW = np.full(5, 100)


def plan(score=SCORES, variance=SPREAD, population=ENDLESS, interviews=NOW, **rule) -> Separation:  # type: ignore[no-untyped-def]
    return separation(
        score, variance, population, interviews, **{"power": 0.8, "significance": 0.05, "two_sided": True, **rule}
    )


def test_the_textbook_two_sample_number() -> None:
    """Difference 6, SD 20: n = 2 · 400 · (1.95996 + 0.84162)² / 36 = 174.4 each; one-sided 137.4."""
    got = plan()
    assert (got.last, got.middle, got.difference) == (2, (3,), 6.0)
    assert (got.each, got.each_reason) == (175, "")
    assert plan(two_sided=False).each == 138
    # The middle town keeps its 100: n = 400 / ((6 / 2.80159)² − 4) = 681.9, 582 more than there are.
    assert (got.extra, got.extra_reason) == (582, "")
    assert plan(interviews=np.array([100, 100, 800, 300, 100])).extra == 0


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), towns=st.integers(3, 12), two_sided=st.booleans())
def test_the_number_gives_the_power_and_one_fewer_does_not(seed: int, towns: int, two_sided: bool) -> None:
    rng = np.random.default_rng(seed)
    score, variance = rng.normal(85, 5, towns), rng.uniform(200, 900, towns)
    population, now = rng.integers(2000, 40_000, towns).astype(float), rng.integers(80, 400, towns)
    got = plan(score, variance, population, now, two_sided=two_sided)
    middle = list(got.middle)
    assert score[got.last] == score.min()
    assert score[middle].mean() == pytest.approx(np.median(score))

    def power(n: np.ndarray) -> float:  # type: ignore[type-arg]
        error = variance * (1 / n - 1 / population)
        se = np.sqrt(error[got.last] + error[middle].sum() / len(middle) ** 2)
        limit = 1.959963984540054 if two_sided else 1.6448536269514722
        return float(ndtr(got.difference / se - limit))

    if got.each > 2:
        assert power(np.full(towns, float(got.each))) >= 0.8 - 1e-9
        assert power(np.full(towns, got.each - 1.0)) < 0.8
    alone = now.astype(float)
    if got.extra > 0:
        alone[got.last] += got.extra
        assert power(alone) >= 0.8 - 1e-9
        alone[got.last] -= 1
        assert power(alone) < 0.8
    elif got.extra == 0:
        assert power(alone) >= 0.8 - 1e-9
    else:
        alone[got.last] = population[got.last]
        assert power(alone) < 0.8 + 1e-9
        assert got.extra_reason == "others"


def test_two_towns_in_the_middle_share_the_median() -> None:
    got = plan(np.array([90.0, 80.0, 86.0, 88.0]), SPREAD[:4], ENDLESS[:4], NOW[:4])
    assert (got.middle, got.difference) == ((2, 3), 7.0)
    assert got.each == int(np.ceil(1.5 * 400 * (2.8015852 / 7) ** 2))


def test_what_no_number_can_do_is_said() -> None:
    few = plan(SCORES[:2], SPREAD[:2], ENDLESS[:2], NOW[:2])
    assert (few.each, few.each_reason, few.extra_reason) == (-1, "too_few_towns", "too_few_towns")
    alike = plan(np.full(5, 85.0))
    assert (alike.each, alike.each_reason) == (-1, "no_difference")
    close = plan(SCORES / 10 + 80)  # 0.6 points: the middle town's own error is larger
    assert (close.extra, close.extra_reason) == (-1, "others")
    assert close.each == 17442
    certain = plan(variance=np.array([400.0, 400.0, 0.0, 400.0, 400.0]))
    assert (certain.each, certain.each_reason) == (-1, "no_variance")
    tiny = plan(SCORES / 10 + 80, population=np.array([9e5, 9e5, 1000.0, 9e5, 9e5]))
    assert (tiny.each, tiny.each_reason) == (-1, "population")
    unscored = plan(np.array([90.0, np.nan, 80.0, 86.0, 88.0]))
    assert unscored.middle == (3, 4)
    with pytest.raises(ValueError, match="power"):
        plan(power=80)


def test_a_finite_population_needs_fewer() -> None:
    assert plan(population=np.full(5, 1000.0)).each == 149  # 174.4 / (1 + 174.4 / 1000) = 148.5


def test_the_spread_comes_back_from_the_error() -> None:
    se = np.sqrt(400 * (1 / 80 - 1 / 2000))
    got = unit_variance(np.array([se, 2.0, se, np.nan]), np.array([80, 100, 0, 80]), np.array([2000, np.inf, 9, 9]))
    assert got == pytest.approx([400.0, 400.0, np.nan, np.nan], nan_ok=True)
    assert np.isnan(unit_variance(np.array([1.0]), np.array([50]), np.array([50.0])))[0]


@settings(max_examples=80, deadline=None)
@given(
    variance=st.floats(1, 2000),
    population=st.one_of(st.just(np.inf), st.integers(4, 50_000).map(float)),
    strata=st.integers(1, 3),
    half_width=st.floats(0.3, 30),
    confidence=st.floats(0.5, 0.999),
)
def test_the_half_width_is_reached_and_not_with_one_fewer(
    variance: float, population: float, strata: int, half_width: float, confidence: float
) -> None:
    got = for_half_width(
        np.array([variance]),
        np.array([population]),
        np.array([strata]),
        half_width=half_width,
        confidence=confidence,
    )
    n = int(got.interviews[0])
    assert got.reason[0] == ""
    assert strata < n <= population

    def half(size: int) -> float:
        open_part = max(1 / size - 1 / population, 0.0)
        return float(stdtrit(size - strata, 0.5 + confidence / 2) * np.sqrt(variance * open_part))

    assert half(n) <= half_width * (1 + 1e-8)
    if n > strata + 1:
        assert half(n - 1) > half_width


def test_half_widths_of_known_size_and_refusals() -> None:
    """SD 20, ± 3 points: z alone asks for 171, t with n − 2 degrees of freedom for 174."""
    got = for_half_width(
        np.array([400.0, 400.0, 0.0, np.nan, 400.0]),
        np.array([np.inf, 1000.0, np.inf, np.inf, 2.0]),
        np.full(5, 2),
        half_width=3.0,
        confidence=0.95,
    )
    assert got.interviews.tolist() == [174, 148, -1, -1, -1]
    assert got.reason.tolist() == ["", "", "no_variance", "unknown", "population"]
    with pytest.raises(ValueError, match="half-width"):
        for_half_width(SPREAD, ENDLESS, NOW, half_width=0.0, confidence=0.95)
    with pytest.raises(ValueError, match="confidence"):
        for_half_width(SPREAD, ENDLESS, NOW, half_width=3.0, confidence=95)


def test_enough_to_be_printed() -> None:
    got = for_effective_n(
        np.array([1.0, 1.5, 1.01, 0.5, 2.0, np.nan, 0.0]),
        np.array([np.inf, np.inf, 31.0, np.inf, 59.0, 900.0, 900.0]),
        effective_n=30,
    )
    assert got.interviews.tolist() == [30, 45, 31, 15, -1, -1, -1]
    assert got.reason.tolist() == ["", "", "", "", "population", "unknown", "no_variance"]
