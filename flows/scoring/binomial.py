"""Rates x / n counted without weights: intervals, and differences between two of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri

from flows.scoring.estimates import Bools, Floats
from flows.scoring.multiple import holm

# 2 Φ(−38) is the smallest double; a p value that a larger z belongs to is 0.
LARGEST_Z = 38.0
# Halvings of [0, 38] down to the spacing of doubles.
HALVINGS = 60


@dataclass(frozen=True)
class Limits:
    """An interval of each rate, as a fraction; NaN where there is no denominator. Shape (p,)."""

    low: Floats
    high: Floats


@dataclass(frozen=True)
class RateDifferences:
    """Differences of two independent rates, later minus earlier. Shape (p,); NaN where a denominator is missing.

    Attributes:
        difference: p̂₂ − p̂₁.
        low, high: Newcombe's hybrid score interval.
        p_value: two-sided; the significance at which the interval first touches zero.
        p_adjusted: Holm's over all differences.
    """

    difference: Floats
    low: Floats
    high: Floats
    p_value: Floats
    p_adjusted: Floats


def rate_interval(successes: Floats, trials: Floats, *, confidence: float, method: str = "wilson") -> Limits:
    """Give an interval of a binomial probability. With q = 1 − p̂ and z the normal quantile:

        wilson           (2n p̂ + z² ± z √(z² + 4n p̂ q)) / (2 (n + z²))              Wilson 1927, the product's choice
        wilson_cc        the same with continuity correction                        Newcombe 1998, method 4
        clopper_pearson  B(α/2; x, n − x + 1), B(1 − α/2; x + 1, n − x)             Clopper & Pearson 1934
        agresti_coull    p̃ ± z √(p̃ q̃ / ñ), ñ = n + z², p̃ = (x + z²/2) / ñ           Agresti & Coull 1998
        jeffreys         quantiles of Beta(x + ½, n − x + ½); 0 at x = 0, 1 at x = n  Brown, Cai & DasGupta 2001
        wald             p̂ ± z √(p̂ q / n)

    `agresti_coull` and `wald` can leave [0, 1]; they are returned as defined.

    Args:
        successes: x, not necessarily whole (an effective number of a weighted sample); shape (p,).
        trials: n; shape (p,).
        confidence: level of the interval, e.g. 0.95.
        method: as above.

    Raises:
        ValueError: x < 0, x > n, a confidence outside (0, 1), a method not listed.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    x, n = _counts(successes, trials)
    tail = (1 - confidence) / 2
    z = np.full(n.shape, -float(ndtri(tail)))
    with np.errstate(divide="ignore", invalid="ignore"):
        match method:
            case "wilson":
                low, high = wilson(x, n, z)
            case "wilson_cc":
                low, high = _wilson_corrected(x, n, z)
            case "clopper_pearson":
                low, high = _clopper_pearson(x, n, tail)
            case "agresti_coull":
                low, high = _wald(x + z**2 / 2, n + z**2, z)
            case "jeffreys":
                low, high = _jeffreys(x, n, tail)
            case "wald":
                low, high = _wald(x, n, z)
            case _:
                raise ValueError(f"unknown method {method!r}")
    known = n > 0
    return Limits(np.where(known, low, np.nan), np.where(known, high, np.nan))


def wilson(x: Floats, n: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Wilson's score limits at the normal quantile z, one a rate; exactly 0 and 1 at the ends."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = 2 * x + z**2
        half = z * np.sqrt(z**2 + 4 * x * (n - x) / n)
        low, high = (centre - half) / (2 * (n + z**2)), (centre + half) / (2 * (n + z**2))
    return np.where(x == 0, 0.0, np.maximum(low, 0.0)), np.where(x == n, 1.0, np.minimum(high, 1.0))


def newcombe(later: Floats, later_limits: Limits, earlier: Floats, earlier_limits: Limits) -> tuple[Floats, Limits]:
    """Combine the intervals of two independent shares into one of their difference (Newcombe 1998, method 10).

        low  = d − √((p₂ − l₂)² + (u₁ − p₁)²),  high = d + √((u₂ − p₂)² + (p₁ − l₁)²),  d = p₂ − p₁

    With Wilson's limits it is the hybrid score interval; with Korn–Graubard limits (shares.korn_graubard) it serves
    weighted shares (Zou & Donner 2008 for any pair of single intervals).

    Args:
        later, earlier: the shares p₂ and p₁; shape (p,).
        later_limits, earlier_limits: their intervals at one level; shape (p,).

    Returns:
        The difference and its interval.
    """
    difference = later - earlier
    down = np.hypot(later - later_limits.low, earlier_limits.high - earlier)
    up = np.hypot(later_limits.high - later, earlier - earlier_limits.low)
    return difference, Limits(difference - down, difference + up)


def rate_differences(
    later_successes: Floats,
    later_trials: Floats,
    earlier_successes: Floats,
    earlier_trials: Floats,
    *,
    confidence: float,
) -> RateDifferences:
    """Compare two independent rates unit by unit by Newcombe's hybrid score interval (Newcombe 1998, method 10).

    The p value inverts that interval: 2 Φ(−z) of the z at which it touches zero, so that p < 1 − confidence exactly
    when the interval excludes zero, and Holm's adjustment applies over units. For weighted shares pass the effective
    numbers, x = p n* and n = n* (shares.korn_graubard).

    Args:
        later_successes, later_trials, earlier_successes, earlier_trials: x₂, n₂, x₁, n₁; shape (p,).
        confidence: level of the interval, e.g. 0.95.
    """
    x2, n2 = _counts(later_successes, later_trials)
    x1, n1 = _counts(earlier_successes, earlier_trials)
    with np.errstate(divide="ignore", invalid="ignore"):
        later, earlier = x2 / n2, x1 / n1
    difference, limits = newcombe(
        later,
        rate_interval(x2, n2, confidence=confidence),
        earlier,
        rate_interval(x1, n1, confidence=confidence),
    )
    p_value = 2 * ndtr(-_z_at_zero(x2, n2, x1, n1))
    return RateDifferences(difference, limits.low, limits.high, p_value, holm(p_value))


def _z_at_zero(x2: Floats, n2: Floats, x1: Floats, n1: Floats) -> Floats:
    """The z at which the limit nearer to zero reaches it; Wilson's limits are nested in z, so halving finds it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        later, earlier = x2 / n2, x1 / n1
    known = (n2 > 0) & (n1 > 0)
    difference = later - earlier
    inner, outer = np.zeros(difference.shape), np.full(difference.shape, LARGEST_Z)
    for _ in range(HALVINGS):
        z = (inner + outer) / 2
        _, limits = newcombe(later, Limits(*wilson(x2, n2, z)), earlier, Limits(*wilson(x1, n1, z)))
        beyond: Bools = np.where(difference > 0, limits.low > 0, limits.high < 0)
        inner, outer = np.where(beyond, z, inner), np.where(beyond, outer, z)
    return np.where(known, inner, np.nan)


def _counts(successes: Floats, trials: Floats) -> tuple[Floats, Floats]:
    x, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    if x.shape != n.shape:
        raise ValueError(f"successes {x.shape} and trials {n.shape} differ in shape")
    if np.any(x < 0) or np.any(x > n):
        raise ValueError("successes must lie between 0 and trials")
    return x, n


def _wilson_corrected(x: Floats, n: Floats, z: Floats) -> tuple[Floats, Floats]:
    p, q = x / n, 1 - x / n
    low = (2 * x + z**2 - 1 - z * np.sqrt(z**2 - 2 - 1 / n + 4 * p * (n * q + 1))) / (2 * (n + z**2))
    high = (2 * x + z**2 + 1 + z * np.sqrt(z**2 + 2 - 1 / n + 4 * p * (n * q - 1))) / (2 * (n + z**2))
    return np.where(x == 0, 0.0, np.maximum(low, 0.0)), np.where(x == n, 1.0, np.minimum(high, 1.0))


def _clopper_pearson(x: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
    low = np.where(x == 0, 0.0, betaincinv(x, n - x + 1, tail))
    return low, np.where(x == n, 1.0, betaincinv(x + 1, n - x, 1 - tail))


def _jeffreys(x: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
    low = np.where(x == 0, 0.0, betaincinv(x + 0.5, n - x + 0.5, tail))
    return low, np.where(x == n, 1.0, betaincinv(x + 0.5, n - x + 0.5, 1 - tail))


def _wald(x: Floats, n: Floats, z: Floats) -> tuple[Floats, Floats]:
    half = z * np.sqrt(x * (n - x) / n) / n
    return x / n - half, x / n + half
