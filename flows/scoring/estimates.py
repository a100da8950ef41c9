"""Weighted means, totals and ratios of a stratified sample with linearised standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.scoring.design import Bools, Calibration, Floats, Ints, Sample
from flows.scoring.variance import linearised_variances, sums, t_quantile

__all__ = [
    "Bools",
    "Estimate",
    "Estimates",
    "Floats",
    "Ints",
    "Sample",
    "combined",
    "domain_mean",
    "domain_means",
    "domain_ratios",
    "domain_totals",
]


@dataclass(frozen=True)
class Estimate:
    """A mean over a domain.

    Attributes:
        interviews: respondents of the domain's scope, scored or not.
        scored: respondents whose value counts.
        mean: Σ w y / Σ w over the scored; NaN when there is none.
        se: linearised standard error; NaN when it cannot be known (`reason`).
        df: sampling units minus strata, over the strata that hold the domain.
        low, high: t interval.
        deff: variance over that of a simple random sample of the same size, drawn without replacement.
        effective_n: scored / deff.
        deff_replace: the same against a simple random sample with replacement.
        kish_n: (Σ w)² / Σ w² over the scored (Kish 1965): what the weights alone leave of the interviews.
        reason: "" or why a figure is NaN: "nothing_scored", "lonely_stratum", "overdrawn_stratum".
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
    deff_replace: float
    kish_n: float
    reason: str


@dataclass(frozen=True)
class Estimates:
    """Estimates of many domains; the fields of Estimate as arrays, `estimate` being the mean, total or ratio.

    All of shape (count,), or (count, q) for values of shape (n, q).
    """

    interviews: Ints
    scored: Ints
    estimate: Floats
    se: Floats
    df: Ints
    low: Floats
    high: Floats
    deff: Floats
    effective_n: Floats
    deff_replace: Floats
    kish_n: Floats
    reason: NDArray[np.str_]


def domain_mean(
    value: Floats, scope: Bools, sample: Sample, *, confidence: float, calibration: Calibration | None = None
) -> Estimate:
    """Estimate the mean of a value over the respondents of a scope that have one; see domain_means.

    Args:
        value: the score of each respondent, NaN where it is not scored; shape (n,).
        scope: the respondents the mean is about; shape (n,).
        sample: the design; shape (n,).
        confidence: level of the interval, e.g. 0.95.
        calibration: of the same respondents; its weights replace the sample's.
    """
    domain = np.where(scope, 0, -1)
    many = domain_means(value, domain, 1, sample, confidence=confidence, calibration=calibration)
    return Estimate(
        interviews=int(many.interviews[0]),
        scored=int(many.scored[0]),
        mean=float(many.estimate[0]),
        se=float(many.se[0]),
        df=int(many.df[0]),
        low=float(many.low[0]),
        high=float(many.high[0]),
        deff=float(many.deff[0]),
        effective_n=float(many.effective_n[0]),
        deff_replace=float(many.deff_replace[0]),
        kish_n=float(many.kish_n[0]),
        reason=str(many.reason[0]),
    )


def domain_means(
    value: Floats,
    domain: Ints,
    count: int,
    sample: Sample,
    *,
    confidence: float,
    calibration: Calibration | None = None,
) -> Estimates:
    """Estimate the means of a value over many domains at once.

    Respondents outside a domain stay in the design with contribution zero, so that the random size of the domain
    enters the variance (Särndal, Swensson & Wretman 1992, ch. 5 and 10). Domains need not be unions of strata.

        ŷ = Σ_D w y / Σ_D w,  u_i = 1_D (y_i − ŷ) / Σ_D w,  V: variance.linearised_variances

    Args:
        value: the score of each respondent, NaN where it is not scored; shape (n,) or (n, q).
        domain: code of the respondent's domain, 0 … count − 1; −1 for none; shape (n,).
        count: number of domains.
        sample: the design; shape (n,).
        confidence: level of the intervals, e.g. 0.95.
        calibration: of the same respondents; its weights replace the sample's.
    """
    if value.ndim == 2:
        return _side_by_side(
            [
                domain_means(column, domain, count, sample, confidence=confidence, calibration=calibration)
                for column in value.T
            ]
        )
    return domain_ratios(
        value, np.ones(len(value)), domain, count, sample, confidence=confidence, calibration=calibration
    )


def domain_ratios(
    numerator: Floats,
    denominator: Floats,
    domain: Ints,
    count: int,
    sample: Sample,
    *,
    confidence: float,
    calibration: Calibration | None = None,
) -> Estimates:
    """Estimate ratios of totals over many domains at once.

        R̂ = Σ_D w y / Σ_D w x,  u_i = 1_D (y_i − R̂ x_i) / Σ_D w x

    The arguments are those of domain_means; who has no numerator or no denominator (NaN) is not scored. A ratio with
    a denominator of zero is NaN, reason "nothing_scored".
    """
    valid = ~np.isnan(numerator) & ~np.isnan(denominator) & (domain >= 0)
    code = domain[valid]
    weight = (sample.weight if calibration is None else calibration.weight)[valid]
    y, x = numerator[valid], denominator[valid]
    base = sums(code, weight * x, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(base != 0, sums(code, weight * y, count) / base, np.nan)
        fitted = ratio[code] * x
        # Answers all alike have no spread, not one of 1e-14 that rounding leaves.
        residual = np.where(np.abs(y - fitted) > 1e-12 * (np.abs(y) + np.abs(fitted)), y - fitted, 0.0)
        influence = residual / base[code]
    size = sums(code, weight, count)
    deviation = influence * size[code]
    influence = np.where(base[code] != 0, influence, 0.0)
    return _summary(ratio, influence, deviation, valid, domain, count, sample, confidence, calibration)


def domain_totals(
    value: Floats,
    domain: Ints,
    count: int,
    sample: Sample,
    *,
    confidence: float,
    calibration: Calibration | None = None,
) -> Estimates:
    """Estimate the totals of a value over many domains at once: Ŷ = Σ_D w y, u_i = 1_D y_i.

    The arguments are those of domain_means. The design effect compares with the total of a simple random sample of the
    scored times the domain's known size, as the size Σ_D w is taken for known there.
    """
    valid = ~np.isnan(value) & (domain >= 0)
    code, y = domain[valid], value[valid]
    weight = (sample.weight if calibration is None else calibration.weight)[valid]
    total = sums(code, weight * y, count)
    size = sums(code, weight, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = (y - (total / size)[code]) * size[code]
    total = np.where(np.bincount(code, minlength=count) > 0, total, np.nan)
    return _summary(total, y, deviation, valid, domain, count, sample, confidence, calibration)


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
    half = float(t_quantile(np.array(df), confidence)) * float(np.sqrt(variance))
    scored = sum(part.scored for part in parts)
    between = float(share @ (np.array([part.mean for part in parts]) - mean) ** 2)
    deff, deff_replace = (
        variance * scored / simple if simple > 0 else float("nan")
        for simple in (
            _spread(parts, [part.deff for part in parts], share) + between,
            _spread(parts, [part.deff_replace for part in parts], share) + between,
        )
    )
    return Estimate(
        interviews=sum(part.interviews for part in parts),
        scored=scored,
        mean=mean,
        se=float(np.sqrt(variance)),
        df=df,
        low=mean - half,
        high=mean + half,
        deff=deff,
        effective_n=scored / deff if deff > 0 else float("nan"),
        deff_replace=deff_replace,
        kish_n=1 / float(share**2 @ (1 / np.array([part.kish_n for part in parts]))),
        reason="",
    )


def _spread(parts: Sequence[Estimate], deff: Sequence[float], share: Floats) -> float:
    """The variance within parts as a simple random sample would see it: n V / deff, weighted by the shares."""
    within = [part.se**2 / one * part.scored if one > 0 else 0.0 for part, one in zip(parts, deff, strict=True)]
    return float(share @ np.array(within))


def _summary(
    estimate: Floats,
    influence: Floats,
    deviation: Floats,
    valid: Bools,
    domain: Ints,
    count: int,
    sample: Sample,
    confidence: float,
    calibration: Calibration | None,
) -> Estimates:
    """Errors, intervals and design effects of estimates whose influence and deviation are those of the valid."""
    code = domain[valid]
    weight = (sample.weight if calibration is None else calibration.weight)[valid]
    everyone = np.zeros(len(valid))
    everyone[valid] = influence
    known = linearised_variances(everyone, valid, domain, count, sample, calibration)
    scored = np.bincount(code, minlength=count)
    variance = np.where(np.isnan(estimate), np.nan, known.variance)
    reason = np.where(np.isnan(estimate), "nothing_scored", known.reason)
    se = np.sqrt(variance)
    half = t_quantile(known.df, confidence) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        size = sums(code, weight, count)
        spread = sums(code, weight * deviation**2, count) / size
        replaced = np.where((scored > 1) & (spread > 0), spread / (scored - 1), np.nan)
        # Weights that do not sum to more than the sample tell nothing of the population's size.
        simple = replaced * np.where(size > scored, 1 - scored / size, 1.0)
        deff = variance / simple
        effective = np.where(deff > 0, scored / deff, np.nan)
        kish = size**2 / sums(code, weight**2, count)
    return Estimates(
        interviews=np.bincount(domain[domain >= 0], minlength=count),
        scored=scored,
        estimate=estimate,
        se=se,
        df=known.df,
        low=estimate - half,
        high=estimate + half,
        deff=deff,
        effective_n=effective,
        deff_replace=variance / replaced,
        kish_n=kish,
        reason=reason,
    )


def _side_by_side(columns: Sequence[Estimates]) -> Estimates:
    return Estimates(**{name: np.stack([vars(one)[name] for one in columns], axis=1) for name in vars(columns[0])})
