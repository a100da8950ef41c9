"""The funnel: how much of the units' differences is real, and the scores drawn towards the mean by what is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from flows.scoring.estimates import Floats
from flows.scoring.ranks import require_errors


@dataclass(frozen=True)
class Shrinkage:
    """Units as draws from a normal distribution of true values. NaN throughout where there are fewer than two units.

    Attributes:
        mean: μ, the mean of the true values.
        between: τ, their standard deviation; 0 where the estimates differ by no more than their errors.
        z: (y_j − μ)/√(s_j² + τ²), the place in the funnel; shape (p,).
        reliability: τ²/(τ² + s_j²), the share of the variance of such an estimate that is real; shape (p,).
        shrunken: μ + reliability_j (y_j − μ); shape (p,).
    """

    mean: float
    between: float
    z: Floats
    reliability: Floats
    shrunken: Floats


def shrinkage(estimate: Floats, se: Floats) -> Shrinkage:
    """Estimate the spread of the true values (DerSimonian & Laird 1986, Controlled Clinical Trials 7: 177–188).

        w_j = 1/s_j²,  Q = Σ w_j (y_j − ȳ_w)²,  τ² = max(0, (Q − (p − 1)) / (Σ w − Σ w² / Σ w))
        μ = Σ y_j/(s_j² + τ²) / Σ 1/(s_j² + τ²)

    Shrunken scores are the empirical best linear predictors (Morris 1983, JASA 78: 47–55). They are shown beside the
    scores, never instead of them. The funnel with the variance between units added is Spiegelhalter's (2005,
    Statistics in Medicine 24: 1185–1202).

    Args:
        estimate: independent estimates; shape (p,).
        se: their standard errors, > 0; shape (p,).

    Raises:
        ValueError: an estimate that is not finite or an error that is not positive; leave such units out.
    """
    require_errors(estimate, se)
    units = len(estimate)
    if units < 2:
        unknown = np.full(units, np.nan)
        return Shrinkage(float("nan"), float("nan"), unknown, unknown, unknown)
    weight = 1 / se**2
    total = weight.sum()
    fixed = (weight * estimate).sum() / total
    heterogeneity = (weight * (estimate - fixed) ** 2).sum()
    between = max(0.0, float((heterogeneity - (units - 1)) / (total - (weight**2).sum() / total)))
    weight = 1 / (se**2 + between)
    mean = float((weight * estimate).sum() / weight.sum())
    reliability = between / (between + se**2)
    return Shrinkage(
        mean=mean,
        between=float(np.sqrt(between)),
        z=(estimate - mean) / np.sqrt(se**2 + between),
        reliability=reliability,
        shrunken=mean + reliability * (estimate - mean),
    )


def funnel_limits(mean: float, between: float, se: Floats, *, level: float) -> tuple[Floats, Floats]:
    """Compute the limits within which estimates of a given error lie, μ ± z √(s² + τ²); usual levels 0.95, 0.998.

    Args:
        mean, between: μ and τ of `shrinkage`.
        se: standard errors to draw the funnel at; shape (m,).
        level: share of estimates within the limits.

    Returns:
        Lower and upper limits; shape (m,) each.
    """
    half = float(ndtri(0.5 + level / 2)) * np.sqrt(se**2 + between**2)
    return mean - half, mean + half
