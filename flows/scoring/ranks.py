"""Ranks: the point rank as people expect it, and what a range of ranks is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.scoring.estimates import Floats


@dataclass(frozen=True)
class RankBounds:
    """The best and the worst rank of each unit that cannot be excluded; 1 is the largest. Shape (p,)."""

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
