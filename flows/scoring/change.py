"""Differences with their tests: between periods, and against the county."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from flows.scoring.estimates import Bools, Floats, Ints
from flows.scoring.multiple import holm

# Below this, relative to the variances it is left over from, a variance is the rounding of binary fractions.
SMALLEST = 1e-12


@dataclass(frozen=True)
class Differences:
    """Differences of estimates, tested two-sided by the t distribution; the normal without df. All shapes (p,).

    Attributes:
        difference: points.
        se: its standard error, points; NaN where the variance is not positive or not known: nothing is tested there.
        low, high: interval of each difference by itself, difference ± t se.
        p_value: two-sided.
        p_adjusted: Holm's over the differences that have a p value.
    """

    difference: Floats
    se: Floats
    low: Floats
    high: Floats
    p_value: Floats
    p_adjusted: Floats


def differences(
    later: Floats,
    later_se: Floats,
    earlier: Floats,
    earlier_se: Floats,
    covariance: Floats | None = None,
    *,
    confidence: float = 0.95,
    later_df: Floats | None = None,
    earlier_df: Floats | None = None,
) -> Differences:
    """Compare two periods unit by unit: t = (θ̂₂ − θ̂₁)/√(s₁² + s₂² − 2 c), df = (s₁² + s₂²)²/(s₁⁴/df₁ + s₂⁴/df₂).

    The degrees of freedom are Satterthwaite's (1946, Biometrics Bulletin 2: 110–114): in the far tails that Holm's
    adjustment looks at, the normal distribution finds too much in samples of a hundred.

    Args:
        later, later_se: estimates and standard errors of the later period; shape (p,).
        earlier, earlier_se: those of the earlier one; shape (p,).
        covariance: c of the two estimates (`overlap_covariance` where respondents repeat); shape (p,). None: the
            periods are independent.
        confidence: level of each interval.
        later_df, earlier_df: degrees of freedom of the errors, > 0; shape (p,). None: taken for infinite.
    """
    separate = later_se**2 + earlier_se**2
    variance = separate if covariance is None else separate - 2 * covariance
    df = np.full(len(later), np.inf)
    if later_df is not None and earlier_df is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            df = separate**2 / (later_se**4 / later_df + earlier_se**4 / earlier_df)
    return _tested(later - earlier, np.where(variance > SMALLEST * separate, variance, np.nan), confidence, df)


def overlap_covariance(
    later_z: Floats,
    earlier_z: Floats,
    stratum: Ints,
    *,
    later_size: Floats,
    earlier_size: Floats,
    population: Floats,
    unit: Ints,
    units: int,
) -> Floats:
    """Estimate the covariance of two waves' estimates from the respondents interviewed in both.

    With m_h of the respondents of stratum h in both waves,

        c = Σ_h (1 − n₁ₕ n₂ₕ / (m_h N_h)) m_h/(m_h − 1) Σ_i (z₁ᵢ − z̄₁ₕ)(z₂ᵢ − z̄₂ₕ),

    the sum and the means over those m_h. For simple random samples this is (m/(n₁ n₂) − 1/N) s₁₂ (Tam 1984, The
    American Statistician 38: 288–289), without the correction Kish's m s₁₂/(n₁ n₂) (1965, Survey Sampling, § 12.4);
    with the same respondents in both waves it is the covariance that goes with the variance of
    `estimates.domain_mean`. A stratum with fewer than two of them tells nothing of the covariance and counts as 0, as
    if nobody repeated.

    Args:
        later_z, earlier_z: linearised contributions of the respondents who repeat, in pairs; NaN is an answer that is
            not scored and counts as 0; shape (r,).
        stratum: their stratum, the same in both waves, 0 … H − 1; shape (r,).
        later_size, earlier_size: n_h of each wave, everyone interviewed; shape (H,).
        population: N_h; inf where the correction is not wanted; shape (H,).
        unit: the unit the stratum belongs to, 0 … units − 1; shape (H,).
        units: p, the number of units; the result has the shape (p,).
    """
    strata = len(unit)
    repeated = np.bincount(stratum, minlength=strata).astype(np.float64)
    apart = []
    for z in (np.nan_to_num(later_z), np.nan_to_num(earlier_z)):
        centre = np.bincount(stratum, weights=z, minlength=strata) / np.maximum(repeated, 1)
        apart.append(z - centre[stratum])
    products = np.bincount(stratum, weights=apart[0] * apart[1], minlength=strata)
    known = repeated >= 2
    m = np.where(known, repeated, 2.0)
    scale = np.where(known, (1 - later_size * earlier_size / (m * population)) * m / (m - 1), 0.0)
    return np.bincount(unit, weights=scale * products, minlength=units).astype(np.float64)


def against_whole(
    estimate: Floats, se: Floats, share: Floats, tested: Bools, *, confidence: float = 0.95
) -> Differences:
    """Compare units with the whole they belong to, θ̂ = Σ share_k θ̂_k (estimates.combined).

    The unit is part of the whole: var(θ̂_j − θ̂) = (1 − 2 share_j) s_j² + Σ share_k² s_k².

    Args:
        estimate: independent estimates; shape (p,).
        se: their standard errors; shape (p,).
        share: each unit's share of the whole's population, summing to 1; shape (p,).
        tested: the units to compare; the others are part of the whole only; shape (p,). The result has one
            element for each of them.
        confidence: level of each interval.
    """
    whole = float((share * estimate).sum())
    variance = (1 - 2 * share) * se**2 + float((share**2 * se**2).sum())
    return _tested((estimate - whole)[tested], variance[tested], confidence, np.full(int(tested.sum()), np.inf))


def _tested(difference: Floats, variance: Floats, confidence: float, df: Floats) -> Differences:
    se = np.sqrt(np.where(variance > 0, variance, np.nan))
    normal = np.isinf(df)
    finite = np.where(normal, 1.0, df)
    half = np.where(normal, ndtri(0.5 + confidence / 2), stdtrit(finite, 0.5 + confidence / 2)) * se
    z = -np.abs(difference) / se
    p_value = 2 * np.where(normal, ndtr(z), stdtr(finite, z))
    return Differences(difference, se, difference - half, difference + half, p_value, holm(p_value))
