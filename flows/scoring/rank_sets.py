"""The ranks that the data do not exclude: confidence sets by the largest of the pairwise statistics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flows.scoring.estimates import Bools, Floats, Ints
from flows.scoring.rank_critical import critical_by_draws, critical_exact, draw
from flows.scoring.ranks import require_errors

SIDES = ("both", "best", "worst")


@dataclass(frozen=True)
class RankSets:
    """Ranks best … worst of each unit that cannot be excluded; 1 is the largest estimate. All shapes (p,).

    Attributes:
        best, worst: the bounds of the rank.
        best_depends, worst_depends: whether another stream of draws may give another bound; False where the
            critical value is exact.
        best_limits, worst_limits: the bounds that other streams may give, the narrowest set's and the widest set's;
            shape (2, p).
    """

    best: Ints
    worst: Ints
    best_depends: Bools
    worst_depends: Bools
    best_limits: Ints
    worst_limits: Ints


@dataclass(frozen=True)
class ExtremeSets:
    """Who may be, and who surely is, among the first or the last τ ranks. All shapes (p,).

    Attributes:
        may_be_first, may_be_last: the τ-best and τ-worst sets, which hold every true member with the sets' confidence.
        surely_first, surely_last: certified; the whole range of ranks lies among the first (last) τ.
        first_depends, last_depends: whether another stream of draws may change one of the two answers.
    """

    may_be_first: Bools
    surely_first: Bools
    first_depends: Bools
    may_be_last: Bools
    surely_last: Bools
    last_depends: Bools


def rank_sets(
    estimate: Floats,
    se: Floats,
    *,
    confidence: float,
    seed: int,
    simultaneous: bool = True,
    step_down: bool = True,
    sides: str = "both",
    correlation: Floats | None = None,
    draws: int = 50_000,
) -> RankSets:
    """Bound the rank of every unit (Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies 91: 476–518).

    For an ordered pair (j, k), z_jk = (θ̂_k − θ̂_j) / √(s_j² + s_k² − 2 ρ_jk s_j s_k); k is surely above j where z_jk
    exceeds the critical value, the quantile of the family's largest statistic when nothing differs:

        best_j = 1 + #{k surely above j},  worst_j = p − #{k surely below j}

    The step-down leaves out the hypotheses rejected so far and repeats with the smaller critical value of the others
    (Romano & Wolf 2005, JASA 100: 94–108). Only the rejected direction of a pair is left out.

    Simultaneous sets have one family of all ordered pairs and hold all at once: for a table of all units. Marginal
    ones have a family for each unit, the pairs it is part of, and hold each by itself: for a unit read alone.

    Of independent estimates the marginal sets' critical values are exact; others come from `draws` normal draws.
    A bound is marked as depending on them where it differs between the limits within which the critical values of
    another stream lie with 99.9 % confidence. Time grows with p² · draws: units of a county or of a peer group.

    Args:
        estimate: estimates; shape (p,).
        se: their standard errors, > 0; shape (p,).
        confidence: probability that the bounds hold, e.g. 0.95.
        seed: of the stream of draws.
        simultaneous: all sets at once, or each by itself.
        step_down: narrower sets at the same confidence; off only to compare.
        sides: "both"; "best" or "worst" bounds that side only, the other is 1 or p. A simultaneous one-sided bound
            is that of "both", whose family holds every pair in either direction too.
        correlation: of the estimates' errors, None where they are independent; shape (p, p).
        draws: number of draws, 50,000 or more for what is published.

    Raises:
        ValueError: an estimate that is not finite or an error that is not positive (leave such units out), a
            confidence below 0.5, an unknown side, correlations of no distribution or two units with the same error.
    """
    require_errors(estimate, se)
    if not 0.5 <= confidence < 1:
        raise ValueError(f"a confidence of {confidence} is not within 0.5 and 1")
    if sides not in SIDES:
        raise ValueError(f"sides {sides!r} is none of {SIDES}")
    units = len(estimate)
    off = ~np.eye(units, dtype=bool)
    spread = _spread(se, correlation)
    statistic = (estimate[None, :] - estimate[:, None]) / spread
    # All pairs of two units share a unit, as those of a marginal set do.
    exact = correlation is None and (not simultaneous or units <= 2)
    error = None if exact else draw(se, correlation, draws=draws, seed=seed)

    def critical_of(unit: int) -> Callable[[Bools], Floats]:
        if error is None:
            return lambda kept: np.full(3, critical_exact(se, unit, kept, confidence=confidence))
        return lambda kept: critical_by_draws(error, spread, kept, confidence=confidence)

    if simultaneous:
        above = _above(statistic, off, step_down, critical_of(0))
        best, worst = 1 + above.sum(axis=2), units - above.sum(axis=1)
    else:
        best, worst = np.empty((3, units), dtype=np.int64), np.empty((3, units), dtype=np.int64)
        for unit in range(units):
            family = np.zeros_like(off)
            family[unit] = off[unit] & (sides != "worst")
            family[:, unit] = off[:, unit] & (sides != "best")
            above = _above(statistic, family, step_down, critical_of(unit))
            best[:, unit], worst[:, unit] = 1 + above[:, unit].sum(axis=1), units - above[:, :, unit].sum(axis=1)
    if sides == "worst":
        best[:] = 1
    if sides == "best":
        worst[:] = units
    return RankSets(
        best=best[1],
        worst=worst[1],
        best_depends=best[0] != best[2],
        worst_depends=worst[0] != worst[2],
        best_limits=best[::2],
        worst_limits=worst[::2],
    )


def extreme_sets(sets: RankSets, count: int) -> ExtremeSets:
    """Find who may be and who surely is among the first and the last `count` ranks (Mogstad et al. 2024, τ-best sets).

        may be first: best ≤ τ        surely first: worst ≤ τ
        may be last: worst ≥ p − τ + 1    surely last: best ≥ p − τ + 1

    Of simultaneous sets all four statements hold at once with the sets' confidence.

    Args:
        sets: of all p units; shape (p,).
        count: τ, from 1 to p.

    Raises:
        ValueError: a count outside 1 … p.
    """
    if not 1 <= count <= len(sets.best):
        raise ValueError(f"the first {count} of {len(sets.best)}")
    last = len(sets.best) - count + 1
    best, worst = sets.best_limits, sets.worst_limits
    return ExtremeSets(
        may_be_first=sets.best <= count,
        surely_first=sets.worst <= count,
        first_depends=((best <= count) != (best[0] <= count)).any(axis=0)
        | ((worst <= count) != (worst[0] <= count)).any(axis=0),
        may_be_last=sets.worst >= last,
        surely_last=sets.best >= last,
        last_depends=((worst >= last) != (worst[0] >= last)).any(axis=0)
        | ((best >= last) != (best[0] >= last)).any(axis=0),
    )


def _spread(se: Floats, correlation: Floats | None) -> Floats:
    """Compute the standard errors of all differences; 1 between a unit and itself, where nothing is looked up."""
    variance = se[:, None] ** 2 + se[None, :] ** 2
    if correlation is not None:
        variance = variance - 2 * correlation * np.outer(se, se)
    np.fill_diagonal(variance, 1.0)
    if np.any(variance <= 1e-12 * np.maximum(se[:, None], se[None, :]) ** 2):
        raise ValueError("two units have the same error: of their difference there is none")
    return np.sqrt(variance)


def _above(statistic: Floats, family: Bools, step_down: bool, critical: Callable[[Bools], Floats]) -> Bools:
    """Find the pairs of a family whose hypotheses are rejected, at each of three critical values; shape (3, p, p)."""
    known: dict[bytes, Floats] = {}
    rejected = np.zeros((3, *family.shape), dtype=bool)
    for level in range(3):
        while True:
            kept = family & ~rejected[level]
            if not kept.any():
                break
            key = kept.tobytes()
            if key not in known:
                known[key] = critical(kept)
            found = kept & (statistic > known[key][level])
            rejected[level] |= found
            if not found.any() or not step_down:
                break
    return rejected
