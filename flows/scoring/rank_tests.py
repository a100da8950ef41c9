"""How small the level could be at which a unit is still certified to be among the last or the first."""

from __future__ import annotations

import numpy as np

from flows.scoring.estimates import Floats
from flows.scoring.rank_critical import draw


def pair_p_values(estimate: Floats, se: Floats, *, draws: int, seed: int) -> Floats:
    """Adjust the one-sided p values of all ordered pairs together by the largest statistic, stepping down.

    The hypotheses in the order of their statistics, largest first, t_(1) ≥ t_(2) ≥ …:

        p_(i) = max_{l ≤ i} P(max_{m ≥ l} T_m ≥ t_(l))        (Westfall & Young 1993, algorithm 2.8)

    with T drawn as nothing differs. Pair (j, k) is rejected at level α, as in rank_sets with the step-down, where its
    p is at most α. Draws tell p to about √(p/draws): of no p smaller than 1/draws is more known, and it is given as
    that.

    Args:
        estimate: independent estimates; shape (p,).
        se: their standard errors, > 0; shape (p,).
        draws: number of draws.
        seed: of the stream of draws.

    Returns:
        [j, k] is the p value of "k is above j"; 1 on the diagonal; shape (p, p).
    """
    units = len(estimate)
    below, above = np.nonzero(~np.eye(units, dtype=bool))
    spread = np.sqrt(se[below] ** 2 + se[above] ** 2)
    statistic = (estimate[above] - estimate[below]) / spread
    order = np.argsort(-statistic, kind="stable")
    error = draw(se, None, draws=draws, seed=seed)
    largest = np.full(draws, -np.inf, dtype=np.float32)
    raw = np.ones(len(order))
    # From the smallest statistic up: each step adds one hypothesis to the family the maximum is taken over.
    for at in order[::-1]:
        np.maximum(largest, (error[above[at]] - error[below[at]]) / np.float32(spread[at]), out=largest)
        reached = int(np.count_nonzero(largest >= statistic[at]))
        raw[at] = max(reached, 1) / draws
    adjusted = np.ones((units, units))
    adjusted[below[order], above[order]] = np.maximum.accumulate(raw[order])
    return adjusted


def extreme_p_values(pairs: Floats, count: int, *, last: bool) -> Floats:
    """Give for each unit the smallest level at which it is certified to be among the last (first) `count`.

    A unit is among the last k for sure when at least p − k units are surely above it: the (p − k)-th smallest of the
    p values of its pairs. 1 where nobody can be outside, as there are no more than k units: the set then is no finding.

    Args:
        pairs: of pair_p_values; shape (p, p).
        count: k.
        last: among the last, or else among the first.
    """
    units = len(pairs)
    if count >= units:
        return np.ones(units)
    of_unit = np.sort(pairs if last else pairs.T, axis=1)
    found: Floats = of_unit[:, units - count - 1]
    return found
