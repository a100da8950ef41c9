"""How far two measurements of the same units agree: correlations and the mean difference, with their intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from flows.scoring.estimates import Floats

# Variance of atanh r from r and the number of units.
_Variance = Callable[[float, int], float]
FEWEST = 5  # Kendall's interval needs one unit more than four


@dataclass(frozen=True)
class Agreement:
    """A measure of agreement with its confidence interval; NaN where it cannot be had.

    Attributes:
        estimate: correlations between −1 and 1; the mean difference in points.
        low, high: of the interval; NaN at a correlation of exactly ±1, where the normal approximation gives no width.
        reason: `estimated`; `too_few` units; `no_variance` in one of the two; `perfect` correlation, without interval.
    """

    estimate: float
    low: float
    high: float
    reason: str


def pearson(first: Floats, second: Floats, *, confidence: float) -> Agreement:
    """Correlate two scores; interval by Fisher's z: tanh(atanh r ± z/√(n − 3)) (Fisher 1921, Metron 1: 3–32).

    Args:
        first, second: one finite number a unit; shape (n,).
        confidence: of the interval, between 0 and 1.

    Raises:
        ValueError: shapes differ, or a number is not finite.
    """
    return _correlation(first, second, confidence, lambda _, n: 1 / (n - 3))


def spearman(first: Floats, second: Floats, *, confidence: float) -> Agreement:
    """Correlate the ranks (ties have their mean rank); variance of atanh r is (1 + r²/2)/(n − 3).

    Bonett & Wright 2000, Psychometrika 65: 23–28. Arguments and errors as for `pearson`.
    """
    _require_pairs(first, second)
    return _correlation(_mean_rank(first), _mean_rank(second), confidence, lambda r, n: (1 + r**2 / 2) / (n - 3))


def kendall(first: Floats, second: Floats, *, confidence: float) -> Agreement:
    """Set the pairs in one order against those in opposite orders: τ_b, correlation of the pairs' signs.

    τ_b = Σ sign(x_i − x_j) sign(y_i − y_j) / √(pairs untied in x · pairs untied in y) (Kendall 1945, Biometrika 33:
    239–251); variance of atanh τ is 0.437/(n − 4) (Fieller, Hartley & Pearson 1957, Biometrika 44: 470–481). Arguments
    and errors as for `pearson`.
    """
    _require_pairs(first, second)
    signs = (np.sign(np.subtract.outer(each, each)) for each in (first, second))
    x, y = (sign[np.triu_indices(len(first), 1)] for sign in signs)
    reason = _obstacle(first, second)
    tau = np.nan if reason else float((x * y).sum() / np.sqrt((x**2).sum() * (y**2).sum()))
    return _interval(tau, reason, len(first), confidence, lambda _, n: 0.437 / (n - 4))


def mean_difference(first: Floats, second: Floats, *, confidence: float) -> Agreement:
    """Average first − second over the units, with the interval of Student's paired t. Arguments as for `pearson`."""
    _require_pairs(first, second)
    count = len(first)
    if count < FEWEST:
        return Agreement(np.nan, np.nan, np.nan, "too_few")
    difference = first - second
    mean = float(difference.mean())
    half = float(stdtrit(count - 1, (1 + confidence) / 2) * difference.std(ddof=1) / np.sqrt(count))
    return Agreement(mean, mean - half, mean + half, "estimated")


def attainable(score: Floats, se: Floats) -> float:
    """Give the largest correlation to expect of scores with errors and a measurement without any: √reliability.

    reliability = 1 − mean(s²)/var(score), not below 0 (Spearman 1904, American Journal of Psychology 15: 72–101). The
    other measurement's own errors lower it further. NaN where the scores do not vary or are too few.

    Args:
        score, se: estimates and standard errors; shape (n,).
    """
    if len(score) < FEWEST or np.ptp(score) == 0:
        return np.nan
    return float(np.sqrt(max(0.0, 1 - float((se**2).mean()) / float(score.var(ddof=1)))))


def _correlation(first: Floats, second: Floats, confidence: float, variance: _Variance) -> Agreement:
    _require_pairs(first, second)
    reason = _obstacle(first, second)
    r = np.nan if reason else float(np.clip(np.corrcoef(first, second)[0, 1], -1, 1))
    return _interval(r, reason, len(first), confidence, variance)


def _interval(r: float, reason: str, count: int, confidence: float, variance: _Variance) -> Agreement:
    if reason:
        return Agreement(np.nan, np.nan, np.nan, reason)
    if 1 - abs(r) < 1e-12:
        return Agreement(round(r), np.nan, np.nan, "perfect")
    half = ndtri((1 + confidence) / 2) * np.sqrt(variance(r, count))
    return Agreement(r, float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half)), "estimated")


def _obstacle(first: Floats, second: Floats) -> str:
    if len(first) < FEWEST:
        return "too_few"
    return "no_variance" if np.ptp(first) == 0 or np.ptp(second) == 0 else ""


def _mean_rank(value: Floats) -> Floats:
    below = (value[None, :] < value[:, None]).sum(axis=1)
    tied = (value[None, :] == value[:, None]).sum(axis=1)
    rank: Floats = below + (tied + 1) / 2
    return rank


def _require_pairs(first: Floats, second: Floats) -> None:
    if first.shape != second.shape:
        raise ValueError(f"two measurements of different units: shapes {first.shape} and {second.shape}")
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise ValueError("a measurement is not finite: leave such units out")
