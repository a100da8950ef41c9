"""Ranks: the point rank as people expect it, and the range of ranks that the data allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from flows.scoring.estimates import Floats
from flows.scoring.multiple import holm


@dataclass(frozen=True)
class RankBounds:
    """Ranks that cannot be excluded, simultaneously for all units; 1 is the largest estimate. Shape (p,)."""

    best: NDArray[np.int64]
    worst: NDArray[np.int64]


def competition_ranks(printed: Floats) -> NDArray[np.int64]:
    """Rank from the largest down; equal printed values share a rank and the next rank is skipped (1, 2, 2, 4).

    Args:
        printed: the values as they are printed, already rounded; shape (p,).
    """
    ranks: NDArray[np.int64] = 1 + (printed[None, :] > printed[:, None]).sum(axis=1, dtype=np.int64)
    return ranks


def require_errors(estimate: Floats, se: Floats) -> None:
    """Refuse estimates whose differences cannot be judged.

    Raises:
        ValueError: shapes that differ, an estimate that is not finite, a standard error that is not finite and
            positive. A unit without an error of its own (one interview, a full register) has no range of ranks by
            sampling; the caller leaves it out and says so.
    """
    if estimate.shape != se.shape or estimate.ndim != 1:
        raise ValueError(f"estimates of shape {estimate.shape} with errors of shape {se.shape}")
    if not (np.isfinite(estimate).all() and np.isfinite(se).all() and (se > 0).all()):
        raise ValueError("every estimate needs a finite value and a finite standard error above zero")


def rank_bounds(estimate: Floats, se: Floats, *, significance: float) -> RankBounds:
    """Bound the rank of every unit at once.

    Every ordered pair (j, k) is tested one-sided for θ_k > θ_j by z = (θ̂_k − θ̂_j)/√(s_j² + s_k²) and Holm's
    step-down over all p(p − 1) pairs; best_j = 1 + #{k above j}, worst_j = p − #{k below j}
    (the rank set of Mogstad, Romano, Shaikh & Wilhelm 2024 with Holm's critical values, which are wider than those
    of the largest statistic).

    Args:
        estimate: independent estimates; shape (p,).
        se: their standard errors, > 0; shape (p,).
        significance: probability that any bound is wrong, e.g. 0.05.
    """
    units = len(estimate)
    spread = np.sqrt(se[:, None] ** 2 + se[None, :] ** 2)
    z = (estimate[None, :] - estimate[:, None]) / spread
    off = ~np.eye(units, dtype=bool)
    p_value = np.ones((units, units))
    p_value[off] = holm(ndtr(-z[off]))
    above = off & (p_value <= significance)
    return RankBounds(best=1 + above.sum(axis=1), worst=units - above.sum(axis=0))
