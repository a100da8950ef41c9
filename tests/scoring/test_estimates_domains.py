"""Many domains in one pass equal the same thing done one at a time and by the definition, and fast."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from flows.scoring.calibration import Margin, rake
from flows.scoring.design import Calibration, Floats, Ints, Sample
from flows.scoring.estimates import Estimate, domain_mean, domain_means, domain_ratios, domain_totals


def county(towns: int = 4, seed: int = 5) -> tuple[Floats, Ints, Ints, Sample, Calibration]:
    """Answers (some not scored), town, age band, the design of town × urban/rural, and weights raked in each town."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(20, 60, 2 * towns)
    population = rng.integers(500, 9000, 2 * towns).astype(float)
    stratum = np.repeat(np.arange(2 * towns), drawn)
    rng.shuffle(stratum)
    sample = Sample(stratum, (population / drawn)[stratum], population[stratum])
    town, size = stratum // 2, len(stratum)
    band, sex = rng.integers(0, 4, size), rng.integers(0, 2, size)
    value = rng.choice([100.0, 75, 55, np.nan], size, p=[0.5, 0.3, 0.15, 0.05]) - 3 * band
    whole = population.reshape(towns, 2)
    margins = [
        Margin("urban_rural", stratum % 2, whole),
        Margin("sex", sex, np.outer(whole.sum(axis=1), [0.49, 0.51])),
        Margin("age_band", band, np.outer(whole.sum(axis=1), [0.2, 0.3, 0.3, 0.2])),
    ]
    raking = rake(sample.weight, town, margins, min_cell=3)
    assert raking.converged.all()
    return value, town, band, sample, raking.calibration


def by_definition(value: Floats, inside: Ints, sample: Sample, calibration: Calibration | None) -> tuple[float, float]:
    """The mean and its error with everyone's residual written out, least squares by numpy, stratum by stratum."""
    w = sample.weight if calibration is None else calibration.weight
    valid = inside & ~np.isnan(value)
    y = np.where(valid, value, 0.0)
    mean = (w * y)[valid].sum() / w[valid].sum()
    u = np.where(valid, y - mean, 0.0) / w[valid].sum()
    residual = u.copy()
    if calibration is not None:
        for group in range(int(calibration.group.max()) + 1):
            members = calibration.group == group
            x, root = calibration.auxiliary[members], np.sqrt(sample.weight[members])
            slope = np.linalg.lstsq(x * root[:, None], u[members] * root, rcond=1e-9)[0]
            residual[members] = u[members] - x @ slope
    z = w * residual
    unit = np.arange(len(z)) if sample.cluster is None else sample.cluster
    variance = 0.0
    for h in np.unique(sample.stratum):
        here = sample.stratum == h
        totals = np.array([z[here & (unit == c)].sum() for c in np.unique(unit[here])])
        n = len(totals)
        variance += (1 - n / sample.stratum_population[here][0]) * n * totals.var(ddof=1)
    return float(mean), float(np.sqrt(variance))


@pytest.mark.parametrize("calibrated", [False, True])
@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("by", ["town", "town and band", "band across towns"])
def test_domains_equal_the_definition_and_one_at_a_time(by: str, clustered: bool, calibrated: bool) -> None:
    value, town, band, sample, calibration = county()
    domain = {"town": town, "town and band": town * 4 + band, "band across towns": np.where(band == 3, -1, band)}[by]
    if clustered:
        cluster = sample.stratum * 6 + np.arange(len(value)) % 6
        sample = replace(sample, cluster=cluster, stratum_population=np.full(len(value), 50.0))
    used = calibration if calibrated else None
    count = int(domain.max()) + 1
    got = domain_means(value, domain, count, sample, confidence=0.9, calibration=used)
    for d in range(count):
        mean, se = by_definition(value, domain == d, sample, used)
        assert got.estimate[d] == pytest.approx(mean, rel=1e-11)
        assert got.se[d] == pytest.approx(se, rel=1e-9)
        one = domain_mean(value, domain == d, sample, confidence=0.9, calibration=used)
        for field in Estimate.__dataclass_fields__:
            many = getattr(got, "estimate" if field == "mean" else field)[d]
            assert getattr(one, field) == (many if field == "reason" else pytest.approx(many, rel=1e-12)), field


def test_calibration_narrows_the_interval_of_what_it_explains() -> None:
    """The score falls with age: with the age mix known less is left to chance; of the mix itself, nothing."""
    value, town, band, sample, calibration = county()
    value = value - 20 * band
    plain = domain_means(value, town, 4, sample, confidence=0.95)
    raked = domain_means(value, town, 4, sample, confidence=0.95, calibration=calibration)
    assert (raked.se < 0.75 * plain.se).all()
    oldest = domain_means((band == 3).astype(float), town, 4, sample, confidence=0.95, calibration=calibration)
    assert oldest.estimate == pytest.approx([0.2] * 4, rel=1e-9)
    assert (oldest.se < 1e-6).all()


def test_several_values_stand_side_by_side() -> None:
    value, town, _, sample, _ = county()
    other = np.where(np.arange(len(value)) % 7 == 0, np.nan, value / 2)
    got = domain_means(np.column_stack([value, other]), town, 4, sample, confidence=0.95)
    alone = domain_means(other, town, 4, sample, confidence=0.95)
    assert got.se.shape == got.reason.shape == (4, 2)
    assert (got.estimate[:, 1].tolist(), got.high[:, 1].tolist()) == (alone.estimate.tolist(), alone.high.tolist())


def test_an_empty_domain_and_an_empty_sample_say_so() -> None:
    value, town, _, sample, _ = county()
    got = domain_means(np.where(town == 1, np.nan, value), town, 6, sample, confidence=0.95)
    assert got.reason.tolist() == ["", "nothing_scored", "", "", "nothing_scored", "nothing_scored"]
    assert got.interviews[1] > 0 == got.interviews[4]
    assert np.isnan(got.estimate[[1, 4]]).all()
    assert np.isnan(got.se[[1, 4]]).all()
    none, nobody = np.zeros(0), np.zeros(0, dtype=np.int64)
    empty = domain_means(none, nobody, 2, Sample(nobody, none, none), confidence=0.95)
    assert empty.reason.tolist() == ["nothing_scored"] * 2
    total = domain_totals(value, np.where(town == 0, 1, -1), 2, sample, confidence=0.95)
    assert np.isnan(total.estimate[0])
    assert total.estimate[1] > 0
    ratio = domain_ratios(value, np.zeros(len(value)), town, 4, sample, confidence=0.95)
    assert np.isnan(ratio.estimate).all()


def test_a_lonely_stratum_spoils_only_the_domains_it_enters() -> None:
    """With raked weights it enters every domain of its town; without, only those that hold it."""
    value, _, _, sample, calibration = county()
    keep = (sample.stratum != 2) | (np.cumsum(sample.stratum == 2) == 1)
    part = Sample(sample.stratum[keep], sample.weight[keep], sample.stratum_population[keep])
    raked = Calibration(calibration.weight[keep], calibration.group[keep], calibration.auxiliary[keep])
    value = np.nan_to_num(value, nan=75.0)[keep]
    plain = domain_means(value, part.stratum, 8, part, confidence=0.95)
    assert np.flatnonzero(np.isnan(plain.se)).tolist() == [2]
    assert plain.reason[2] == "lonely_stratum"
    with_raking = domain_means(value, part.stratum, 8, part, confidence=0.95, calibration=raked)
    assert np.flatnonzero(np.isnan(with_raking.se)).tolist() == [2, 3]


def test_three_pooled_waves_are_independent_samples() -> None:
    """Waves weighing alike: the pooled mean is the mean of their means, its variance a ninth of the sum of theirs."""
    parts = [county(seed=seed) for seed in (1, 2, 3)]
    values = [np.nan_to_num(part[0], nan=75.0) for part in parts]
    samples = [
        replace(part[3], weight=part[3].weight / part[3].weight[part[1] == 0].sum(), stratum=part[3].stratum + 8 * wave)
        for wave, part in enumerate(parts)
    ]
    pooled = Sample(
        *(np.concatenate([vars(s)[f] for s in samples]) for f in ("stratum", "weight", "stratum_population"))
    )
    town = np.concatenate([part[1] for part in parts])
    got = domain_mean(np.concatenate(values), town == 0, pooled, confidence=0.95)
    waves = [
        domain_mean(value, part[1] == 0, sample, confidence=0.95)
        for value, part, sample in zip(values, parts, samples, strict=True)
    ]
    assert got.mean == pytest.approx(np.mean([wave.mean for wave in waves]), rel=1e-12)
    # Everyone is scored and the town is made of whole strata: how much each wave weighs is not left to chance.
    assert got.se == pytest.approx(np.sqrt(sum(wave.se**2 for wave in waves)) / 3, rel=1e-12)
    assert got.df == sum(wave.df for wave in waves)


@pytest.mark.parametrize("wrong", ["cluster", "group", "population"])
def test_a_design_that_contradicts_itself_is_an_error(wrong: str) -> None:
    value, town, _, sample, calibration = county()
    everyone = np.arange(len(value))
    if wrong == "cluster":
        sample = replace(sample, cluster=everyone // 2)
    elif wrong == "group":
        calibration = replace(calibration, group=everyone % 4)
    else:
        sample = replace(sample, stratum_population=sample.stratum_population + everyone)
    with pytest.raises(ValueError, match=r"stratum|strata"):
        domain_means(value, town, 4, sample, confidence=0.95, calibration=calibration)


def test_a_hundred_thousand_interviews_in_a_thousand_domains_take_a_moment() -> None:
    rng = np.random.default_rng(1)
    domain = rng.integers(0, 1000, 100_000)
    stratum = domain * 2 + rng.integers(0, 2, 100_000)
    sample = Sample(stratum, np.full(100_000, 9.0), np.full(100_000, 900.0))
    value = rng.choice([100.0, 75, 55], 100_000)
    start = time.process_time()
    got = domain_means(value, domain, 1000, sample, confidence=0.95)
    assert time.process_time() - start < 1.0
    assert np.isfinite(got.se).all()
