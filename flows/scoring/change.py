"""Differences with their tests: between periods, and against the county."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from flows.scoring.estimates import Bools, Floats
from flows.scoring.multiple import holm as holm


@dataclass(frozen=True)
class Differences:
    """Differences of independent estimates, two-sided p by the normal distribution, and Holm's p. Shape (p,)."""

    difference: Floats
    se: Floats
    p_value: Floats
    p_adjusted: Floats


def differences(later: Floats, later_se: Floats, earlier: Floats, earlier_se: Floats) -> Differences:
    """Compare two independent periods unit by unit: z = (θ̂₂ − θ̂₁)/√(s₁² + s₂²). All shapes (p,)."""
    return _tested(later - earlier, np.sqrt(later_se**2 + earlier_se**2))


def against_whole(estimate: Floats, se: Floats, share: Floats, tested: Bools) -> Differences:
    """Compare units with the whole they belong to, θ̂ = Σ share_k θ̂_k (estimates.combined).

    The unit is part of the whole: var(θ̂_j − θ̂) = (1 − 2 share_j) s_j² + Σ share_k² s_k².

    Args:
        estimate: independent estimates; shape (p,).
        se: their standard errors; shape (p,).
        share: each unit's share of the whole's population, summing to 1; shape (p,).
        tested: the units to compare; the others are part of the whole only; shape (p,). The result has one
            element for each of them.
    """
    whole = float((share * estimate).sum())
    variance = (1 - 2 * share) * se**2 + float((share**2 * se**2).sum())
    return _tested((estimate - whole)[tested], np.sqrt(variance)[tested])


def _tested(difference: Floats, se: Floats) -> Differences:
    p_value = 2 * ndtr(-np.abs(difference) / se)
    return Differences(difference, se, p_value, holm(p_value))
