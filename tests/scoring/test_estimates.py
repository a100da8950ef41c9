"""Weighted means and their errors equal those of R's survey package, and refuse what cannot be known."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from flows.scoring.estimates import Sample, combined, domain_mean

PUBLISHED = Path(__file__).with_name("published")
EXPECTED = list(csv.DictReader((PUBLISHED / "expected_means.csv").open(encoding="utf-8")))


def schools(design: str) -> tuple[pd.DataFrame, Sample]:
    frame = pd.read_csv(PUBLISHED / f"api{design}.csv")
    stratum = frame["stype"].to_numpy(str) if design == "strat" else np.zeros(len(frame), dtype=str)
    _, code = np.unique(stratum, return_inverse=True)
    return frame, Sample(code.astype(np.int64), frame["pw"].to_numpy(float), frame["fpc"].to_numpy(float))


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: "-".join((row["design"], row["stat"], row["level"])))
def test_means_equal_r_survey(row: dict[str, str]) -> None:
    frame, sample = schools(row["design"])
    variable, _, domain = row["stat"].partition("|")
    members = frame[domain].to_numpy(str) == row["level"] if domain else np.ones(len(frame), dtype=bool)
    got = domain_mean(frame[variable].to_numpy(float), members, sample, confidence=0.95)
    assert got.mean == pytest.approx(float(row["estimate"]), rel=1e-8)
    assert got.se == pytest.approx(float(row["se"]), rel=1e-8)
    if row["deff"] and not domain:
        assert got.deff == pytest.approx(float(row["deff"]), rel=1e-8)
        assert got.effective_n == pytest.approx(len(frame) / float(row["deff"]), rel=1e-8)
    if row["df"] and not domain:
        assert got.df == int(row["df"])
        assert (got.low, got.high) == pytest.approx((float(row["ci_l"]), float(row["ci_u"])), rel=1e-8)


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
    sample = Sample(np.array([0, 0, 1]), np.array([1.0, 1.0, 5.0]), np.array([2.0, 2.0, 5.0]))
    got = domain_mean(np.array([100.0, 55.0, 75.0]), np.ones(3, dtype=bool), sample, confidence=0.95)
    assert np.isfinite(got.mean)
    assert np.isnan(got.se)
    assert np.isnan(got.low)


def test_nothing_scored_gives_no_mean() -> None:
    got = domain_mean(np.full(8, np.nan), np.ones(8, dtype=bool), two_strata(), confidence=0.95)
    assert (got.interviews, got.scored) == (8, 0)
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
