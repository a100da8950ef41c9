"""Changes between waves whose respondents repeat, and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from flows.scoring.change import against_whole, differences, overlap_covariance
from flows.scoring.estimates import Sample, domain_mean


def simple(z_later: np.ndarray, z_earlier: np.ndarray, sizes: tuple[int, int], population: float = np.inf) -> float:
    """One unit with one stratum."""
    return float(
        overlap_covariance(
            z_later,
            z_earlier,
            np.zeros(len(z_later), np.int64),
            later_size=np.array([float(sizes[0])]),
            earlier_size=np.array([float(sizes[1])]),
            population=np.array([population]),
            unit=np.zeros(1, np.int64),
            units=1,
        )[0]
    )


def test_the_interval_of_a_difference_has_the_level_asked_for() -> None:
    two = (np.array([82.0, 90.0]), np.array([1.2, 1.0]), np.array([89.0, 90.5]), np.array([1.6, 1.0]))
    got = differences(*two, confidence=0.9)
    assert got.low.tolist() == pytest.approx([-7 - 1.6448536 * 2, -0.5 - 1.6448536 * np.sqrt(2)])
    assert got.high.tolist() == pytest.approx([-7 + 1.6448536 * 2, -0.5 + 1.6448536 * np.sqrt(2)])
    usual = differences(*two)
    assert usual.high[0] == pytest.approx(-7 + 1.9599640 * 2)
    part = against_whole(two[0], two[1], np.array([0.25, 0.75]), np.array([True, True]))
    assert (part.high - part.difference).tolist() == pytest.approx((1.9599640 * part.se).tolist())


def test_a_covariance_narrows_the_difference_and_what_has_no_variance_is_not_tested() -> None:
    later, earlier = np.array([82.0, 85.0, 70.0, 70.0]), np.array([80.0, 85.0, 75.0, 70.0])
    se = np.array([1.0, 1.0, 1.0, np.nan])
    got = differences(later, se, earlier, se, np.array([0.5, 1.0, 0.0, 0.0]))
    assert got.se.tolist() == pytest.approx([1.0, np.nan, np.sqrt(2), np.nan], nan_ok=True)
    assert got.p_value[0] == pytest.approx(2 * stats.norm.sf(2))
    # Holm counts the two that are tested, not the four.
    assert got.p_adjusted[2] == pytest.approx(2 * got.p_value[2])
    assert got.p_adjusted[0] == pytest.approx(got.p_value[0])
    assert np.isnan(got.p_adjusted[[1, 3]]).all()


def test_kishs_formula_for_a_simple_sample_of_which_part_repeats() -> None:
    rng = np.random.default_rng(1)
    first, second = rng.normal(80, 10, 50), rng.normal(80, 10, 40)
    first[:12] = second[:12] + rng.normal(0, 3, 12)
    s12 = np.cov(first[:12], second[:12])[0, 1]
    z = (first[:12] - first.mean()) / 50, (second[:12] - second.mean()) / 40
    assert simple(z[1], z[0], (40, 50)) == pytest.approx(12 * s12 / (50 * 40))
    assert simple(z[1], z[0], (40, 50), 900.0) == pytest.approx((12 / (50 * 40) - 1 / 900) * s12)
    nobody = np.zeros(0)
    assert simple(nobody, nobody, (40, 50)) == 0
    assert simple(z[1][:1], z[0][:1], (40, 50)) == 0


def test_a_panel_of_the_same_people_is_the_estimate_of_their_own_changes() -> None:
    """Two towns of two strata, everyone interviewed twice: the error of the difference is that of the differences."""
    rng = np.random.default_rng(2)
    stratum = np.repeat([0, 1, 2, 3], [20, 15, 30, 10]).astype(np.int64)
    population = np.array([900.0, 300.0, 2000.0, 100.0])
    size = np.bincount(stratum).astype(float)
    sample = Sample(stratum, (population / size)[stratum], population[stratum])
    first = rng.choice([100.0, 75.0, 55.0], 75)
    second = np.where(rng.random(75) < 0.7, first, rng.choice([100.0, 75.0, 55.0], 75))
    unit = np.array([0, 0, 1, 1])
    z = []
    for wave in (first, second):
        mean = np.array([domain_mean(wave, unit[stratum] == town, sample, confidence=0.95).mean for town in (0, 1)])
        town = unit[stratum]
        z.append(sample.weight * (wave - mean[town]) / np.bincount(town, weights=sample.weight)[town])
    got = overlap_covariance(
        z[1], z[0], stratum, later_size=size, earlier_size=size, population=population, unit=unit, units=2
    )
    for town in (0, 1):
        scope = unit[stratum] == town
        early, late, own = (domain_mean(y, scope, sample, confidence=0.95).se for y in (first, second, second - first))
        assert np.sqrt(early**2 + late**2 - 2 * got[town]) == pytest.approx(own, rel=1e-10)


def test_an_answer_that_is_not_scored_counts_as_nothing_and_its_row_stays() -> None:
    later, earlier = np.array([0.2, -0.1, np.nan, 0.3]), np.array([0.1, 0.2, -0.3, np.nan])
    assert simple(later, earlier, (9, 9)) == simple(np.nan_to_num(later), np.nan_to_num(earlier), (9, 9))


def test_the_covariance_is_that_of_repeated_draws() -> None:
    """500 people, 60 asked, 30 of them again with 30 new ones, 3,000 times: the error of the change comes out right."""
    rng = np.random.default_rng(7)
    people = rng.normal(80, 10, 500)
    again = people + rng.normal(1, 5, 500)
    change, variance = np.empty(3000), np.empty(3000)
    for run in range(3000):
        drawn = rng.permutation(500)
        first, second = people[drawn[:60]], again[drawn[30:90]]
        separate = (first.var(ddof=1) + second.var(ddof=1)) / 60 * (1 - 60 / 500)
        z = (first[30:] - first.mean()) / 60, (second[:30] - second.mean()) / 60
        change[run] = second.mean() - first.mean()
        variance[run] = separate - 2 * simple(z[1], z[0], (60, 60), 500.0)
    assert variance.mean() == pytest.approx(change.var(), rel=0.06)
    assert np.mean(np.abs(change - (again - people).mean()) <= 1.96 * np.sqrt(variance)) == pytest.approx(
        0.95, abs=0.02
    )


def test_change_is_later_minus_earlier_with_both_errors() -> None:
    got = differences(np.array([82.0, 90.0]), np.array([1.2, 1.0]), np.array([89.0, 90.5]), np.array([1.6, 1.0]))
    assert got.difference.tolist() == pytest.approx([-7.0, -0.5])
    assert got.se.tolist() == pytest.approx([2.0, np.sqrt(2)])
    # z = −3.5 and −0.354: two-sided normal p, the smaller doubled by Holm.
    assert got.p_value == pytest.approx([4.6525816e-4, 0.7236736], rel=1e-5)
    assert got.p_adjusted == pytest.approx([9.3051632e-4, 0.7236736], rel=1e-5)


def test_a_town_is_compared_with_a_county_it_is_part_of() -> None:
    """The variance of (town − county) is that of the same linear form written out."""
    estimate, se = np.array([90.0, 84.0, 80.0]), np.array([1.0, 1.5, 0.5])
    share = np.array([0.5, 0.3, 0.2])
    form = np.eye(3) - share[None, :]
    for tested in (np.array([True, True, True]), np.array([True, False, True])):
        got = against_whole(estimate, se, share, tested)
        assert got.difference == pytest.approx((form @ estimate)[tested])
        assert got.se == pytest.approx(np.sqrt(form**2 @ se**2)[tested])


def test_with_degrees_of_freedom_the_test_is_welchs() -> None:
    chance = np.random.default_rng(3)
    first, second = chance.normal(80, 10, 15), chance.normal(74, 16, 9)
    mean, se = ([f(sample) for sample in (first, second)] for f in (np.mean, lambda x: x.std(ddof=1) / np.sqrt(len(x))))
    found = differences(
        *(np.array([x]) for x in (mean[1], se[1], mean[0], se[0])),
        later_df=np.array([8.0]),
        earlier_df=np.array([14.0]),
    )
    expected = stats.ttest_ind(second, first, equal_var=False)
    assert found.p_value[0] == pytest.approx(expected.pvalue, rel=1e-12)
    limits = expected.confidence_interval(0.95)
    assert (found.low[0], found.high[0]) == pytest.approx((limits.low, limits.high), rel=1e-12)
