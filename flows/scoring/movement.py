"""How far ranks move from one month to the next by chance alone, nothing having changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flows.scoring.estimates import Floats
from flows.scoring.rank_probability import last_probability, rank_probability


@dataclass(frozen=True)
class ChanceMovement:
    """Ranks of two months with the same true values.

    Attributes:
        change: probability of a change by 0, 1, … p − 1 ranks, up or down; shape (p, p), unit by size.
        expected: mean absolute change of the rank; shape (p,).
        last_before, last_after: probability that the unit is among the last τ in the first (second) month; shape (p,).
        leaving: expected share of the first month's last τ that are not among them in the second, Σ last_before
            (1 − last_after) / τ.
    """

    change: Floats
    expected: Floats
    last_before: Floats
    last_after: Floats
    leaving: float


def chance_movement(truth: Floats, se_before: Floats, se_after: Floats, *, count: int) -> ChanceMovement:
    """Compute the movement of ranks that sampling alone gives (ranks of y ~ N(θ, s²), two independent months).

        P(|Δ_j| = d) = Σ_{|r − q| = d} P₁(rank_j = r) P₂(rank_j = q),  E|Δ_j| = Σ_d d P(|Δ_j| = d)

    with the distributions of `rank_probability` about the common truth; no simulation. A unit that was in fact among
    the last leaves them with probability 1 − last_after.

    The truth is not known. Observed scores are spread wider than it and give too little movement, shrunken ones
    (`shrinkage`) are somewhat narrower and give rather too much; the mean of two months lies between.

    Args:
        truth: the values taken as true; shape (p,).
        se_before, se_after: standard errors of the two months, > 0; shape (p,).
        count: τ, from 1 to p.

    Raises:
        ValueError: a value that is not finite, an error that is not positive, a count outside 1 … p.
    """
    units = len(truth)
    if not 1 <= count <= units:
        raise ValueError(f"the last {count} of {units}")
    before, after = rank_probability(truth, se_before), rank_probability(truth, se_after)
    size = np.abs(np.subtract.outer(np.arange(units), np.arange(units))).ravel()
    joint = (before[:, :, None] * after[:, None, :]).reshape(units, -1)
    change: Floats = np.stack([np.bincount(size, weights=row, minlength=units) for row in joint]).astype(np.float64)
    last_before, last_after = last_probability(before, count), last_probability(after, count)
    return ChanceMovement(
        change=change,
        expected=change @ np.arange(units, dtype=np.float64),
        last_before=last_before,
        last_after=last_after,
        leaving=float(last_before @ (1 - last_after) / count),
    )
