"""Weighted means of a stratified sample with linearised standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """A stratified sample drawn without replacement within strata; all arrays have one element a respondent.

    Attributes:
        stratum: code of the stratum, 0 … H − 1.
        weight: base weight N_h / n_h, persons.
        stratum_population: N_h of the respondent's stratum, persons; inf where the correction is not wanted.
    """

    stratum: Ints
    weight: Floats
    stratum_population: Floats


@dataclass(frozen=True)
class Estimate:
    """A mean over a domain.

    Attributes:
        interviews: respondents of the domain's scope, scored or not.
        scored: respondents whose value counts.
        mean: Σ w y / Σ w over the scored; NaN when there is none.
        se: linearised standard error; NaN when a stratum has a single respondent or nothing is scored.
        df: respondents minus strata, over the strata that hold the domain.
        low, high: t interval.
        deff: variance over that of a simple random sample of the same size.
        effective_n: scored / deff.
    """

    interviews: int
    scored: int
    mean: float
    se: float
    df: int
    low: float
    high: float
    deff: float
    effective_n: float


def domain_mean(value: Floats, scope: Bools, sample: Sample, *, confidence: float) -> Estimate:
    """Estimate the mean of a value over the respondents of a scope that have one.

    Respondents outside the domain stay in the design with contribution zero, so that the random size of the
    domain enters the variance (Särndal, Swensson & Wretman 1992, ch. 5 and 10).

        ŷ = Σ_D w y / Σ_D w
        z_i = w_i 1_D (y_i − ŷ) / Σ_D w
        V = Σ_h (1 − n_h/N_h) n_h/(n_h − 1) Σ_i (z_i − z̄_h)²

    Args:
        value: the score of each respondent, NaN where it is not scored; shape (n,).
        scope: the respondents the mean is about; shape (n,).
        sample: the design; shape (n,).
        confidence: level of the interval, e.g. 0.95.
    """
    domain = scope & ~np.isnan(value)
    interviews, scored = int(scope.sum()), int(domain.sum())
    if scored == 0:
        nan = float("nan")
        return Estimate(interviews, 0, nan, nan, 0, nan, nan, nan, nan)
    y = np.where(domain, value, 0.0)
    weight = np.where(domain, sample.weight, 0.0)
    total = weight.sum()
    mean = float((weight * y).sum() / total)
    z = weight * np.where(domain, y - mean, 0.0) / total

    size = np.bincount(sample.stratum).astype(float)
    in_domain = np.bincount(sample.stratum, weights=domain) > 0
    variance = _stratified_variance(z, sample, size, in_domain)
    se = float(np.sqrt(variance))
    df = int(size[in_domain].sum() - in_domain.sum())
    half = float(stdtrit(df, 0.5 + confidence / 2)) * se if df > 0 else float("nan")
    deff = _design_effect(variance, y, weight, mean, scored)
    return Estimate(
        interviews,
        scored,
        mean,
        se,
        df,
        mean - half,
        mean + half,
        deff,
        scored / deff if deff else float("nan"),
    )


def combined(parts: Sequence[Estimate], share: Floats, *, confidence: float) -> Estimate:
    """Combine independent estimates of the parts of a whole by their shares of its population.

        θ̂ = Σ share_k θ̂_k,  V = Σ share_k² V_k,  df = Σ df_k

    Args:
        parts: estimates with finite standard errors; length p.
        share: shares summing to 1; shape (p,).
        confidence: level of the interval, e.g. 0.95.
    """
    mean = float(share @ np.array([part.mean for part in parts]))
    variance = float(share**2 @ np.array([part.se for part in parts]) ** 2)
    df = sum(part.df for part in parts)
    half = float(stdtrit(df, 0.5 + confidence / 2)) * float(np.sqrt(variance))
    scored = sum(part.scored for part in parts)
    # What a simple random sample of the same size would have: the parts' own, weighted alike, and the spread between.
    simple = float(
        share @ np.array([(part.se**2 / part.deff * part.scored if part.deff > 0 else 0.0) for part in parts])
        + share @ (np.array([part.mean for part in parts]) - mean) ** 2
    )
    deff = variance * scored / simple if simple > 0 else float("nan")
    return Estimate(
        interviews=sum(part.interviews for part in parts),
        scored=scored,
        mean=mean,
        se=float(np.sqrt(variance)),
        df=df,
        low=mean - half,
        high=mean + half,
        deff=deff,
        effective_n=scored / deff if deff else float("nan"),
    )


def _stratified_variance(z: Floats, sample: Sample, size: Floats, in_domain: Bools) -> float:
    """Sum the between-respondent variances of the strata; NaN where a stratum has one respondent."""
    if np.any(size[in_domain] < 2):
        return float("nan")
    centre = np.bincount(sample.stratum, weights=z) / size
    squares = np.bincount(sample.stratum, weights=(z - centre[sample.stratum]) ** 2)
    population = np.full(len(size), np.inf)
    population[sample.stratum] = sample.stratum_population
    used = in_domain
    return float(((1 - size[used] / population[used]) * size[used] / (size[used] - 1) * squares[used]).sum())


def _design_effect(variance: float, y: Floats, weight: Floats, mean: float, scored: int) -> float:
    """Kish's deff against simple random sampling without replacement of the same size."""
    total = weight.sum()
    if scored < 2:
        return float("nan")
    spread = (weight * (y - mean) ** 2).sum() / total * scored / (scored - 1)
    simple = spread / scored * (1 - scored / total if total > scored else 1.0)
    return float(variance / simple) if simple > 0 else float("nan")
