"""Rank sets of categories by how often each was named, exact in samples of any size."""

from __future__ import annotations

import numpy as np
from scipy.special import bdtrc

from flows.scoring.estimates import Ints
from flows.scoring.multiple import holm
from flows.scoring.ranks import RankBounds


def count_rank_sets(count: Ints, *, confidence: float, simultaneous: bool = True) -> RankBounds:
    """Bound the rank of every category of a multinomial sample (Bazylik, Mogstad, Romano, Shaikh & Wilhelm 2024).

    Given x_j + x_k = n of two categories, x_k is binomial with probability π_k/(π_j + π_k), at most ½ unless k is
    above j: p_jk = P(Bin(n, ½) ≥ x_k). Holm's step-down over all ordered pairs, or for each category by itself over
    the pairs it is part of; best_j = 1 + #{k surely above j}, worst_j = p − #{k surely below j} ("Finite- and
    Large-Sample Inference for Ranks Using Multinomial Data", arXiv 2402.00192; exact, no normal approximation).

    Holds for independent mentions of one category each: one topic a ticket, not several a respondent or weighted ones.

    Args:
        count: mentions of each category; shape (p,).
        confidence: probability that the bounds hold, e.g. 0.95.
        simultaneous: all sets at once, or each by itself.

    Raises:
        ValueError: a count below zero.
    """
    if (count < 0).any():
        raise ValueError("a count is below zero")
    units = len(count)
    off = ~np.eye(units, dtype=bool)
    both = count[:, None] + count[None, :]
    p_value = np.ones((units, units))
    named = off & (count[None, :] > 0)
    upper = np.broadcast_to(count[None, :], both.shape)
    p_value[named] = bdtrc(upper[named] - 1, both[named], 0.5)
    significance = 1 - confidence
    if simultaneous:
        above = np.zeros_like(off)
        above[off] = holm(p_value[off]) <= significance
        return RankBounds(best=1 + above.sum(axis=1), worst=units - above.sum(axis=0))
    best, worst = np.ones(units, dtype=np.int64), np.full(units, units, dtype=np.int64)
    for unit in range(units):
        others = off[unit]
        rejected = holm(np.concatenate([p_value[unit, others], p_value[others, unit]])) <= significance
        best[unit] += rejected[: units - 1].sum()
        worst[unit] -= rejected[units - 1 :].sum()
    return RankBounds(best, worst)
