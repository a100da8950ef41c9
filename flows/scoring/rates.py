"""Rates with denominators of very different size in one order: 22 of 22 must not outrank 6,400 of 6,530."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from flows.scoring.binomial import rate_interval
from flows.scoring.estimates import Floats

# Morris's variance of the shrinkage divides by the number of units less three.
FEWEST_UNITS = 4
# Halvings of [0, 1] that find ρ to the spacing of doubles.
HALVINGS = 60
# Stands for the infinite M of ρ = 0.
LARGEST_PRIOR = 1e16


@dataclass(frozen=True)
class OrderedRates:
    """Rates with the keys they are ordered by, the larger the better. Shape (p,); NaN where refused.

    Attributes:
        rate: x / n; NaN without a denominator.
        key: what to rank by (ranks.competition_ranks, rounded as printed).
        low, high: interval of the probability.
        reason: why the key or the interval is NaN, else "":
            no_denominator: nothing to assess, the unit is listed unranked;
            too_few_units: fewer than four units with a denominator, the spread between them cannot be known;
            no_variation: every unit is at 0 % or every unit at 100 %, the spread has no estimate (interval NaN);
            no_interval: the moments fit no beta distribution, as with one case a unit (interval NaN).
    """

    rate: Floats
    key: Floats
    low: Floats
    high: Floats
    reason: NDArray[np.str_]


@dataclass(frozen=True)
class ShrunkenRates(OrderedRates):
    """Rates drawn towards the mean of all, the more the smaller the denominator; the key is the shrunken rate.

    Attributes:
        mean: μ, what they are drawn to; NaN when refused.
        correlation: ρ, the spread between units as a correlation within; 0 when chance alone explains the spread.
        kept: the part of its own deviation each unit keeps, n / (n + (1 − ρ)/ρ); shape (p,).
    """

    mean: float
    correlation: float
    kept: Floats


def by_evidence(successes: Floats, trials: Floats, *, confidence: float) -> OrderedRates:
    """Order rates by what is sure of them: the key is the lower limit of Wilson's interval.

    A unit ranks high only if many cases say so. Where a low rate is good, pass the failures' complement, n − x.

    Args:
        successes: x; shape (p,).
        trials: n; 0 where there was nothing to assess; shape (p,).
        confidence: two-sided level of the interval, e.g. 0.95.

    Raises:
        ValueError: x < 0 or x > n.
    """
    limits = rate_interval(successes, trials, confidence=confidence)
    return OrderedRates(
        rate=_rate(successes, trials), key=limits.low, low=limits.low, high=limits.high, reason=_no_denominator(trials)
    )


def by_shrinkage(successes: Floats, trials: Floats, *, confidence: float) -> ShrunkenRates:
    """Order rates by their empirical-Bayes estimates in the beta-binomial model, by the method of moments.

    x_i ~ Bin(n_i, π_i), π_i ~ Beta with mean μ and correlation ρ, so var(p_i) = μ(1 − μ)/w_i with
    w_i = n_i/(1 + (n_i − 1)ρ):

        μ̂ = Σ w p / Σ w,  Σ w (p − μ̂)² = (k − 1) μ̂(1 − μ̂) solved for ρ̂, 0 where chance alone makes less
        M = (1 − ρ̂)/ρ̂,  π̂_i = (x_i + M μ̂)/(n_i + M),  B_i = M/(n_i + M)

    the fixed point of Kleinman's (1973, JASA 68: 46–54) moments and weights (Williams 1982, Applied Statistics 31:
    144–148). The interval is of the beta distribution with mean π̂_i and variance

        π̂_i(1 − π̂_i)/(n_i + M + 1) + B_i² μ̂(1 − μ̂)/Σw + 2/(k − 3) · B_i² (p_i − μ̂)²

    whose second and third terms are what Morris (1983, JASA 78: 47–55) adds for μ and ρ being estimates, k units. Over
    units it covers 91 to 99 % for a stated 95 %, least where the spread is small beside chance (simulated, 12 units).
    Unlike `by_evidence` this order is fair on average but does not promise that a small unit at 100 % stays below a
    large one near it: where the units truly differ much, 22 of 22 says much.

    Args:
        successes, trials, confidence: as in `by_evidence`.

    Raises:
        ValueError: x < 0 or x > n.
    """
    rate_interval(successes, trials, confidence=confidence)  # refuses impossible counts
    rate, reason = _rate(successes, trials), _no_denominator(trials)
    known = np.asarray(trials) > 0
    units = int(known.sum())
    unknown = np.full(len(rate), np.nan)
    if units < FEWEST_UNITS:
        reason = np.where(known, "too_few_units", reason)
        return ShrunkenRates(rate, unknown, unknown, unknown, reason, float("nan"), float("nan"), unknown)
    p, n = rate[known], np.asarray(trials, dtype=float)[known]
    if np.all(p == 0) or np.all(p == 1):
        reason = np.where(known, "no_variation", reason)
        return ShrunkenRates(rate, rate, unknown, unknown, reason, float(p[0]), float("nan"), unknown)
    mean, correlation, total = _moments(p, n)
    kept = n / (n + (1 - correlation) / correlation) if correlation > 0 else np.zeros(units)
    shrunken = mean + kept * (p - mean)
    prior = (1 - correlation) / correlation if correlation > 0 else LARGEST_PRIOR
    variance = (
        shrunken * (1 - shrunken) / (n + prior + 1)
        + (1 - kept) ** 2 * mean * (1 - mean) / total
        + 2 / (units - 3) * (1 - kept) ** 2 * (p - mean) ** 2
    )
    low, high = (_spread_out(limit, known) for limit in _beta_limits(shrunken, variance, (1 - confidence) / 2))
    return ShrunkenRates(
        rate=rate,
        key=_spread_out(shrunken, known),
        low=low,
        high=high,
        reason=np.where(known & np.isnan(low), "no_interval", reason),
        mean=mean,
        correlation=correlation,
        kept=_spread_out(kept, known),
    )


def _moments(p: Floats, n: Floats) -> tuple[float, float, float]:
    """μ̂, ρ̂ and Σw; not every p is 0 and not every p is 1."""
    at_zero = _excess(p, n, 0.0)
    if at_zero[0] <= 0:
        return at_zero[1], 0.0, at_zero[2]
    less, more = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (less + more) / 2
        less, more = (middle, more) if _excess(p, n, middle)[0] > 0 else (less, middle)
    _, mean, total = _excess(p, n, more)
    return mean, more, total


def _excess(p: Floats, n: Floats, correlation: float) -> tuple[float, float, float]:
    """By how much the units differ more than a correlation explains, with the mean and the weights' sum it implies."""
    weight = n / (1 + (n - 1) * correlation)
    total = float(weight.sum())
    mean = float(weight @ p) / total
    return float(weight @ (p - mean) ** 2) / (mean * (1 - mean)) - (len(p) - 1), mean, total


def _beta_limits(mean: Floats, variance: Floats, tail: float) -> tuple[Floats, Floats]:
    """Quantiles of beta distributions with given moments; a mean of 0 or 1, or no beta so wide, leaves NaN."""
    with np.errstate(divide="ignore", invalid="ignore"):
        trials = mean * (1 - mean) / variance - 1
        possible = trials > 0
        first, second = (np.where(possible, part * trials, np.nan) for part in (mean, 1 - mean))
    return (
        betaincinv(first, second, tail).astype(np.float64),
        betaincinv(first, second, 1 - tail).astype(np.float64),
    )


def _rate(successes: Floats, trials: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        rate: Floats = np.asarray(successes, dtype=float) / np.asarray(trials, dtype=float)
    return rate


def _no_denominator(trials: Floats) -> NDArray[np.str_]:
    return np.where(np.asarray(trials) > 0, "", "no_denominator")


def _spread_out(values: Floats, known: NDArray[np.bool_]) -> Floats:
    placed = np.full(len(known), np.nan)
    placed[known] = values
    return placed
