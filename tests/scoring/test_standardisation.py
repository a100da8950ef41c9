"""Towns compared as if each had the county's mix of sex and age."""

from __future__ import annotations

import numpy as np
import pytest

from flows.scoring.design import Floats, Ints, Sample
from flows.scoring.estimates import domain_mean
from flows.scoring.standardisation import Standardised, standardised_means
from tests.scoring.schools import schools

STANDARD = np.array([[30.0, 20.0], [25.0, 25.0]])


def standardised(value: Floats, town: Ints, sex: Ints, band: Ints, sample: Sample, **changed: object) -> Standardised:
    settings = {"confidence": 0.95, "min_cell": 1, "min_coverage": 0.9} | changed
    return standardised_means(value, town, sex, band, STANDARD, int(town.max()) + 1, sample, **settings)  # type: ignore[arg-type]


def two_towns(seed: int = 1) -> tuple[Floats, Ints, Ints, Ints, Sample]:
    """Scores that depend on sex and age alone; town 1 is older and has more women than town 0."""
    rng = np.random.default_rng(seed)
    town = np.repeat([0, 1], 150)
    sex = (rng.random(300) < np.where(town == 1, 0.7, 0.4)).astype(np.int64)
    band = (rng.random(300) < np.where(town == 1, 0.8, 0.3)).astype(np.int64)
    value = 90.0 - 10 * band - 4 * sex
    stratum = town * 2 + np.arange(300) % 2
    population = np.array([3000.0, 900.0, 1500.0, 6000.0])
    sample = Sample(stratum, (population / 75)[stratum], population[stratum])
    return value, town, sex, band, sample


def test_towns_that_differ_by_their_mix_alone_are_equal_when_standardised() -> None:
    value, town, sex, band, sample = two_towns()
    got = standardised(value, town, sex, band, sample)
    crude = [domain_mean(value, town == t, sample, confidence=0.95).mean for t in (0, 1)]
    assert crude[0] - crude[1] > 3
    truth = 90 - 10 * 0.45 - 4 * 0.5
    assert got.mean == pytest.approx([truth, truth], rel=1e-12)
    assert got.se == pytest.approx([0, 0], abs=1e-12)  # within a cell all answer alike
    assert got.coverage.tolist() == [1.0, 1.0]


def test_the_error_is_that_of_a_weighted_sum_of_domain_means_with_their_covariances() -> None:
    """By hand: influence values of the four cells of a town, summed over the strata that cut across them."""
    value, town, sex, band, sample = two_towns()
    value = value + np.random.default_rng(8).normal(0, 12, 300)
    value[::17] = np.nan
    got = standardised(value, town, sex, band, sample, min_cell=5)
    for t in (0, 1):
        mean, z = 0.0, np.zeros(300)
        for s in (0, 1):
            for a in (0, 1):
                inside = (town == t) & (sex == s) & (band == a) & ~np.isnan(value)
                w, y = sample.weight[inside], value[inside]
                cell = (w * y).sum() / w.sum()
                mean += STANDARD[s, a] / 100 * cell
                z[inside] = STANDARD[s, a] / 100 * w * (y - cell) / w.sum()
        variance = sum(
            (1 - 75 / sample.stratum_population[here][0]) * 75 * z[here].var(ddof=1)
            for here in (sample.stratum == 2 * t, sample.stratum == 2 * t + 1)
        )
        assert got.mean[t] == pytest.approx(mean, rel=1e-12)
        assert got.se[t] == pytest.approx(np.sqrt(variance), rel=1e-12)
        assert (got.df[t], got.reason[t]) == (148, "")
        assert got.low[t] < got.mean[t] < got.high[t]


def test_one_cell_is_the_crude_mean_of_the_schools() -> None:
    frame, sample = schools("clus1")
    value, none = frame["api00"].to_numpy(float), np.zeros(len(frame), dtype=np.int64)
    got = standardised_means(
        value, none, none, none, np.ones((1, 1)), 1, sample, confidence=0.95, min_cell=1, min_coverage=1.0
    )
    assert (got.mean[0], got.se[0], got.df[0]) == pytest.approx((644.169398907104, 23.542240693781, 14), rel=1e-8)


def test_the_types_of_school_standardised_to_the_population_are_the_stratified_estimate() -> None:
    """Type is the stratum, so a simple weighting of its means by the known numbers is what R gives for the whole."""
    frame, sample = schools("strat")
    kind = np.unique(frame["stype"].to_numpy(str), return_inverse=True)[1]
    none = np.zeros(len(frame), dtype=np.int64)
    got = standardised_means(
        frame["api00"].to_numpy(float),
        none,
        none,
        kind,
        np.array([[4421.0, 755.0, 1018.0]]),
        1,
        sample,
        confidence=0.95,
        min_cell=1,
        min_coverage=1.0,
    )
    assert (got.mean[0], got.se[0]) == pytest.approx((662.287363577656, 9.40894087943401), rel=1e-8)


def test_a_band_with_too_few_is_merged_within_its_sex_and_the_merge_is_told() -> None:
    value, town, sex, band, sample = two_towns()
    few = np.flatnonzero((town == 0) & (sex == 1) & (band == 1))[3:]
    value[few] = np.nan
    got = standardised(value, town, sex, band, sample, min_cell=5)
    assert got.cell[0].tolist() == [[0, 1], [0, 0]]
    assert got.cell[1].tolist() == [[0, 1], [0, 1]]
    women = (town == 0) & (sex == 1) & ~np.isnan(value)
    merged = np.average(value[women], weights=sample.weight[women])
    assert got.mean[0] == pytest.approx(0.3 * 90 + 0.2 * 80 + 0.5 * merged)
    assert got.coverage[0] == 1.0


def test_a_town_without_men_covers_half_and_is_refused_or_told() -> None:
    value, town, sex, band, sample = two_towns()
    value[(town == 0) & (sex == 0)] = np.nan
    refused = standardised(value, town, sex, band, sample, min_cell=5)
    assert refused.reason.tolist() == ["low_coverage", ""]
    assert np.isnan([refused.mean[0], refused.se[0], refused.low[0]]).all()
    assert refused.coverage[0] == pytest.approx(0.5)
    told = standardised(value, town, sex, band, sample, min_cell=5, min_coverage=0.5)
    assert told.mean[0] == pytest.approx(86 * 0.5 + 76 * 0.5)
    two_men = value.copy()
    two_men[np.flatnonzero((town == 0) & (sex == 0))[:2]] = 55.0
    same = standardised(two_men, town, sex, band, sample, min_cell=5, min_coverage=0.5)
    assert (same.mean[0], same.scored[0]) == (told.mean[0], told.scored[0])  # two men do not stand for half


def test_respondents_whom_the_standard_population_does_not_have_are_not_scored() -> None:
    value, town, sex, band, sample = two_towns()
    standard = np.array([[30.0, 0.0], [25.0, 25.0]])
    got = standardised_means(value, town, sex, band, standard, 2, sample, confidence=0.95, min_cell=1, min_coverage=1.0)
    assert got.mean == pytest.approx([(30 * 90 + 25 * 86 + 25 * 76) / 80] * 2)
    assert got.scored.tolist() == [np.sum((town == t) & ((sex == 1) | (band == 0))) for t in (0, 1)]


def test_unknown_sex_is_not_scored_and_nobody_scored_has_no_mean() -> None:
    value, town, sex, band, sample = two_towns()
    unknown = np.where(np.arange(300) % 10 == 0, -1, sex)
    got = standardised(np.where(town == 1, np.nan, value), town, unknown, band, sample)
    assert got.scored.tolist() == [135, 0]
    assert got.reason.tolist() == ["", "nothing_scored"]
    assert np.isnan(got.mean[1])
