"""Weighted means and their errors equal those of R's survey package, and refuse what cannot be known."""

from __future__ import annotations

import numpy as np
import pytest

from flows.scoring.estimates import (
    Estimates,
    Sample,
    combined,
    domain_mean,
    domain_means,
    domain_ratios,
    domain_totals,
)
from flows.scoring.variance import linearised_variances
from tests.scoring.schools import expected, expected_lonely, name, schools, value_and_domain

CLOSE = 1e-8


def assert_equal_r(got: Estimates, row: dict[str, str], *, deff: str = "deff") -> None:
    assert got.estimate[0] == pytest.approx(float(row["estimate"]), rel=CLOSE, abs=1e-300)
    # R gives a rounding error for the standard error of a constant.
    assert got.se[0] == pytest.approx(float(row["se"]), rel=CLOSE, abs=1e-12 * abs(float(row["estimate"])))
    if row["deff"]:
        assert getattr(got, deff)[0] == pytest.approx(float(row["deff"]), rel=CLOSE, abs=1e-12)
    if row["df"]:
        assert got.df[0] == int(row["df"])
        assert (got.low[0], got.high[0]) == pytest.approx((float(row["ci_l"]), float(row["ci_u"])), rel=CLOSE)


@pytest.mark.parametrize("row", expected("mean", "prop", "domain_mean", "domain_prop"), ids=name)
def test_means_and_shares_equal_r_survey(row: dict[str, str]) -> None:
    frame, sample = schools(row["design"])
    value, domain = value_and_domain(frame, row)
    got = domain_means(value, domain, 1, sample, confidence=0.95)
    assert_equal_r(got, row)
    if row["deff"] and float(row["deff"]) > 0:
        assert got.effective_n[0] == pytest.approx((domain == 0).sum() / float(row["deff"]), rel=CLOSE)


@pytest.mark.parametrize("row", expected("mean_deff_replace"), ids=name)
def test_design_effect_against_sampling_with_replacement_equals_r_survey(row: dict[str, str]) -> None:
    frame, sample = schools(row["design"])
    assert_equal_r(domain_means(*value_and_domain(frame, row), 1, sample, confidence=0.95), row, deff="deff_replace")


@pytest.mark.parametrize("row", expected("total"), ids=name)
def test_totals_equal_r_survey(row: dict[str, str]) -> None:
    frame, sample = schools(row["design"])
    assert_equal_r(domain_totals(*value_and_domain(frame, row), 1, sample, confidence=0.95), row)


@pytest.mark.parametrize("row", expected("ratio"), ids=name)
def test_ratios_equal_r_survey(row: dict[str, str]) -> None:
    frame, sample = schools(row["design"])
    above, below = (frame[variable].to_numpy(float) for variable in row["stat"].split("/"))
    everyone = np.zeros(len(frame), dtype=np.int64)
    assert_equal_r(domain_ratios(above, below, everyone, 1, sample, confidence=0.95), row)


@pytest.mark.parametrize("row", expected("var"), ids=name)
def test_the_population_variance_as_a_mean_of_squares_equals_r_survey(row: dict[str, str]) -> None:
    frame, sample = schools(row["design"])
    value, everyone = value_and_domain(frame, row)
    mean = domain_means(value, everyone, 1, sample, confidence=0.95).estimate[0]
    squares = (value - mean) ** 2 * len(value) / (len(value) - 1)
    assert_equal_r(domain_means(squares, everyone, 1, sample, confidence=0.95), row)


@pytest.mark.parametrize("row", expected("contrast", "ttest_diff"), ids=name)
def test_differences_of_domains_equal_r_survey(row: dict[str, str]) -> None:
    """Two domains' influence values in one variance carry their covariance through strata and clusters."""
    frame, sample = schools(row["design"])
    by = row["stat"].partition("~")[2] or "stype"
    value = frame["api00"].to_numpy(float)
    difference, influence = 0.0, np.zeros(len(frame))
    for level, sign in zip(row["level"].split("-"), (1, -1), strict=True):
        inside = (frame[by] == level).to_numpy()
        mean = np.average(value[inside], weights=sample.weight[inside])
        difference += sign * mean
        influence += sign * inside * (value - mean) / sample.weight[inside].sum()
    everyone = np.zeros(len(frame), dtype=np.int64)
    got = linearised_variances(influence, everyone == 0, everyone, 1, sample)
    assert difference == pytest.approx(float(row["estimate"]), rel=CLOSE)
    if row["se"]:
        assert np.sqrt(got.variance[0]) == pytest.approx(float(row["se"]), rel=CLOSE)
    else:
        t = float(row["note"].split(";")[0].removeprefix("t="))
        assert difference / np.sqrt(got.variance[0]) == pytest.approx(t, rel=CLOSE)


def test_a_change_within_the_same_respondents_equals_r_survey() -> None:
    (row,) = expected("paired_change")
    frame, sample = schools("strat")
    change = (frame["api00"] - frame["api99"]).to_numpy(float)
    assert_equal_r(domain_means(change, np.zeros(len(frame), dtype=np.int64), 1, sample, confidence=0.95), row)


def test_what_the_weights_alone_cost_equals_r_survey() -> None:
    (row,) = expected("kish_deff")
    frame, sample = schools("strat")
    got = domain_mean(frame["api00"].to_numpy(float), np.ones(len(frame), dtype=bool), sample, confidence=0.95)
    assert len(frame) / got.kish_n == pytest.approx(float(row["estimate"]), rel=CLOSE)


def two_strata(size: int = 4) -> Sample:
    return Sample(
        stratum=np.repeat([0, 1], size).astype(np.int64),
        weight=np.repeat([30.0, 10.0], size),
        stratum_population=np.repeat([30.0 * size, 10.0 * size], size),
    )


def test_an_answer_that_is_not_scored_stays_in_the_design() -> None:
    """Dropping the row instead would change the standard error: the domain's size is random."""
    value = np.array([100, 75, 55, np.nan, 100, 100, 75, np.nan])
    everyone = np.ones(8, dtype=bool)
    kept = domain_mean(value, everyone, two_strata(), confidence=0.95)
    assert (kept.interviews, kept.scored) == (8, 6)
    assert kept.mean == pytest.approx((30 * 230 + 10 * 275) / (3 * 40))

    answered = ~np.isnan(value)
    sample = two_strata()
    dropped = domain_mean(
        value[answered],
        everyone[answered],
        Sample(sample.stratum[answered], sample.weight[answered], sample.stratum_population[answered]),
        confidence=0.95,
    )
    assert kept.mean == pytest.approx(dropped.mean)
    assert kept.se != pytest.approx(dropped.se, rel=1e-3)
    # By hand: z = w (y − ŷ)/Σw of the scored, 0 of the others; V = Σ (1 − 4/N) 4/3 Σ (z − z̄)².
    z = np.where(answered, sample.weight * (np.nan_to_num(value) - kept.mean) / 120, 0.0)
    by_hand = sum(
        (1 - 4 / population) * 4 / 3 * ((part - part.mean()) ** 2).sum()
        for part, population in ((z[:4], 120.0), (z[4:], 40.0))
    )
    assert kept.se == pytest.approx(np.sqrt(by_hand), rel=1e-12)


def test_parts_combine_by_their_shares_to_the_stratified_estimate_of_the_whole() -> None:
    """With everything scored, towns combined by population are the whole sample's weighted mean and error."""
    rng = np.random.default_rng(3)
    population, drawn = np.array([9000.0, 3000.0, 5000.0]), np.array([60, 90, 40])
    stratum = np.repeat([0, 1, 2], drawn).astype(np.int64)
    sample = Sample(stratum, (population / drawn)[stratum], population[stratum])
    value = rng.choice([100.0, 75.0, 55.0], len(stratum))
    parts = [domain_mean(value, stratum == part, sample, confidence=0.95) for part in range(3)]
    got = combined(parts, population / population.sum(), confidence=0.95)
    whole = domain_mean(value, np.ones(len(stratum), dtype=bool), sample, confidence=0.95)
    assert (got.mean, got.se, got.df) == pytest.approx((whole.mean, whole.se, whole.df), rel=1e-12)
    assert (got.low, got.high) == pytest.approx((whole.low, whole.high), rel=1e-12)
    assert got.deff == pytest.approx(whole.deff, rel=0.02)


def test_a_lonely_stratum_gives_no_standard_error_rather_than_a_wrong_one() -> None:
    """R's options (certainty, remove, adjust, average) give four different errors here; there is none to know."""
    frame, sample = schools("strat")
    high = (frame["stype"] == "H").to_numpy()
    kept = ~high | (np.arange(len(frame)) == np.flatnonzero(high)[0])
    part = Sample(sample.stratum[kept], sample.weight[kept], sample.stratum_population[kept])
    value = frame["api00"].to_numpy(float)[kept]
    got = domain_mean(value, np.ones(kept.sum(), dtype=bool), part, confidence=0.95)
    rows = expected_lonely()
    assert {round(float(row["estimate"]), 6) for row in rows} == {round(got.mean, 6)}
    assert np.isnan([got.se, got.low, got.high, got.deff, got.effective_n]).all()
    assert got.reason == "lonely_stratum"
    elementary = domain_mean(value, (frame["stype"] == "E").to_numpy()[kept], part, confidence=0.95)
    assert np.isfinite(elementary.se)


def test_more_interviews_than_people_give_no_standard_error() -> None:
    sample = Sample(np.repeat([0, 1], 4), np.repeat([1.0, 9.0], 4), np.repeat([3.0, 36.0], 4))
    value = np.array([100.0, 55, 75, 75, 100, 55, 55, 100])
    got = domain_mean(value, np.ones(8, dtype=bool), sample, confidence=0.95)
    assert np.isnan(got.se)
    assert got.reason == "overdrawn_stratum"
    assert domain_mean(value, np.arange(8) >= 4, sample, confidence=0.95).se > 0


def test_a_stratum_where_nobody_is_scored_adds_no_degrees_of_freedom() -> None:
    value = np.array([100, 75, 55, np.nan, np.nan, np.nan, np.nan, np.nan])
    got = domain_mean(value, np.ones(8, dtype=bool), two_strata(), confidence=0.95)
    assert (got.interviews, got.scored, got.df) == (8, 3, 3)


def test_nothing_scored_gives_no_mean() -> None:
    got = domain_mean(np.full(8, np.nan), np.ones(8, dtype=bool), two_strata(), confidence=0.95)
    assert (got.interviews, got.scored, got.reason) == (8, 0, "nothing_scored")
    assert np.isnan(got.mean)


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """2,000 samples of two strata of very different size and mean, four grades: 95 ± 1.5 %."""
    rng = np.random.default_rng(20220601)
    grades, sizes, drawn = np.array([100.0, 75.0, 55.0]), (9000, 3000), (60, 90)
    shares = (np.array([0.5, 0.3, 0.2]), np.array([0.7, 0.25, 0.05]))
    truth = sum(n * float(p @ grades) for n, p in zip(sizes, shares, strict=True)) / sum(sizes)
    stratum = np.repeat([0, 1], drawn).astype(np.int64)
    population = np.repeat(np.array(sizes, dtype=float), drawn)
    sample = Sample(stratum, population / np.repeat(drawn, drawn), population)
    hits = 0
    for _ in range(2000):
        value = np.concatenate([rng.choice(grades, n, p=p) for n, p in zip(drawn, shares, strict=True)])
        value[rng.random(len(value)) < 0.03] = np.nan
        got = domain_mean(value, np.ones(len(value), dtype=bool), sample, confidence=0.95)
        hits += got.low <= truth <= got.high
    assert abs(hits / 2000 - 0.95) < 0.015


def test_answers_all_alike_have_no_error_whatever_the_weights() -> None:
    """Σ w y / Σ w misses y by a rounding: an error of 1e-15 would have a town ranked that cannot be."""
    weight = 1 + np.arange(60) / 7
    sample = Sample(np.arange(60) % 2, weight, np.full(60, 900.0))
    many = [
        domain_means(np.full(60, value), np.zeros(60, int), 1, sample, confidence=0.95) for value in (80.1, 100 / 3)
    ]
    assert [got.se[0] for got in many] == [0.0, 0.0]
