"""Critical values of the largest of many pairwise statistics: exact for one unit's pairs, else by a stream of draws."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from flows.scoring.estimates import Bools, Floats

Draws = NDArray[np.float32]

CHUNK = 4096  # draws at a time: the differences of one unit stay in the processor's cache
REACH = 8.5  # the normal density beyond this many standard deviations is below 1e-16
# Two streams' order statistics differ by √2 as much as one differs from the truth; 99.9 % of a normal lie within 3.29.
LIMIT = 3.2905 * np.sqrt(2.0)


def draw(se: Floats, correlation: Floats | None, *, draws: int, seed: int) -> Draws:
    """Draw errors of the estimates, N(0, s_i s_j ρ_ij), from the PCG64 stream of a seed; shape (p, draws).

    Single precision: its rounding moves a critical value by 1e-6, the draws themselves by 1e-2.
    """
    normal = np.random.Generator(np.random.PCG64(seed)).standard_normal((len(se), draws), dtype=np.float32)
    if correlation is not None:
        values, vectors = np.linalg.eigh(correlation)
        if values.min() < -1e-8 * values.max():
            raise ValueError("the correlations are those of no distribution: an eigenvalue is negative")
        normal = (vectors * np.sqrt(np.maximum(values, 0.0))).astype(np.float32) @ normal
    return normal * se.astype(np.float32)[:, None]


def largest(error: Draws, spread: Floats, kept: Bools) -> Draws:
    """Find the largest (e_k − e_j) / spread_jk over the ordered pairs kept[j, k], of each draw.

    Args:
        error: drawn errors; shape (p, draws).
        spread: standard errors of the differences, symmetric; shape (p, p).
        kept: the pairs, at least one, none of a unit with itself; shape (p, p).
    """
    scale = (1 / spread).astype(np.float32)
    # Each unordered pair is looked at once, from its first unit: upwards, downwards or both.
    upward, downward = np.triu(kept, 1), np.triu(kept.T, 1)
    work = []
    for first in np.flatnonzero((upward | downward).any(axis=1)):
        up, down = upward[first], downward[first]
        for others, sign in ((up & down, 0), (up & ~down, 1), (down & ~up, -1)):
            if others.any():
                work.append((first, np.flatnonzero(others), scale[first, others][:, None], sign))
    result = np.full(error.shape[1], -np.inf, dtype=np.float32)
    for start in range(0, error.shape[1], CHUNK):
        part = error[:, start : start + CHUNK]
        found = result[start : start + CHUNK]
        for first, others, inverse, sign in work:
            difference = part[others] - part[first]
            difference *= inverse
            if sign >= 0:
                np.maximum(found, difference.max(axis=0), out=found)
            if sign <= 0:
                np.maximum(found, -difference.min(axis=0), out=found)
    return result


def critical_by_draws(error: Draws, spread: Floats, kept: Bools, *, confidence: float) -> Floats:
    """Estimate the `confidence` quantile of the largest statistic, and the limits of a second stream's estimate.

    The limits are order statistics: of R draws, those numbered R c ± 3.29 √2 √(R c (1 − c)), between which the
    quantile of another R draws lies with 99.9 % confidence (binomial numbers below a quantile, approximately normal).

    Args:
        error, spread, kept: as in `largest`.
        confidence: of the quantile, e.g. 0.95.

    Returns:
        The lower limit, the quantile, the upper limit; shape (3,).
    """
    count = error.shape[1]
    margin = LIMIT * np.sqrt(count * confidence * (1 - confidence))
    numbers = np.ceil(count * confidence + margin * np.array([-1.0, 0.0, 1.0])).astype(int) - 1
    numbers = np.clip(numbers, 0, count - 1)
    limits: Floats = np.partition(largest(error, spread, kept), numbers)[numbers].astype(np.float64)
    return limits


def critical_exact(se: Floats, unit: int, kept: Bools, *, confidence: float) -> float:
    """Compute the `confidence` quantile of the largest statistic over pairs that share a unit.

    Given the unit's own error s_j z the others' are independent, so that

        P(largest ≤ c) = ∫ φ(z) Π_k [Φ((s_j z + c σ_jk)/s_k) − Φ((s_j z − c σ_jk)/s_k)] dz,  σ_jk = √(s_j² + s_k²)

    with 1 for the first Φ where k above j is not kept and 0 for the second where j above k is not. The trapezoidal
    rule converges exponentially for such integrands (Trefethen & Weideman 2014, SIAM Review 56: 385–458); its step is
    half of the smaller of 1 and the smallest s_k/s_j. Errors that differ more than a thousandfold are resolved as a
    thousandfold, which moves the probability by 5e-5 at most.

    Args:
        se: standard errors of independent estimates; shape (p,).
        unit: the unit j.
        kept: ordered pairs, all of them with j: kept[j, k] is k above j, kept[k, j] is j above k; shape (p, p).
        confidence: of the quantile, 0.5 or more.
    """
    others = kept[unit] | kept[:, unit]
    upward, downward = kept[unit, others], kept[others, unit]
    own, other = se[unit], se[others]
    step = 0.5 * max(min(1.0, float(other.min()) / own), 1e-3)
    count = int(np.ceil(REACH / step))
    z = step * np.arange(-count, count + 1)
    weight = step * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    centre = own * z[:, None] / other
    reach = np.sqrt(own**2 + other**2) / other
    plus, minus = np.where(upward, reach, np.inf), np.where(downward, reach, np.inf)

    def missing(critical: float) -> float:
        within = ndtr(centre + critical * plus) - ndtr(centre - critical * minus)
        return float(weight @ within.prod(axis=1)) - confidence

    family = int(upward.sum() + downward.sum())
    # One pair alone needs no less, and all of them no more, than these.
    least, most = float(ndtri(confidence)), float(-ndtri((1 - confidence) / family))
    return float(brentq(missing, max(least - 1e-3, 1e-6), most + 1e-3, xtol=1e-10))
