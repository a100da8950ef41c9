"""Point ranks, and ranges of ranks by Holm's test: right on known cases, and rarely wrong on simulated ones."""

from __future__ import annotations

import numpy as np
import pytest

from flows.scoring.ranks import competition_ranks, rank_bounds


@pytest.mark.parametrize(
    ("printed", "ranks"),
    [
        ([90.0, 88.5, 88.5, 80.0], [1, 2, 2, 4]),
        ([80.0, 90.0], [2, 1]),
        ([75.0, 75.0, 75.0], [1, 1, 1]),
        ([70.0], [1]),
    ],
)
def test_equal_printed_scores_share_a_rank(printed: list[float], ranks: list[int]) -> None:
    assert competition_ranks(np.array(printed)).tolist() == ranks


def test_clear_differences_leave_one_rank_and_noise_leaves_all() -> None:
    apart = rank_bounds(np.array([90.0, 80.0, 70.0]), np.ones(3), significance=0.05)
    assert apart.best.tolist() == apart.worst.tolist() == [1, 2, 3]
    alike = rank_bounds(np.array([80.2, 80.1, 80.0]), np.ones(3), significance=0.05)
    assert alike.best.tolist() == [1, 1, 1]
    assert alike.worst.tolist() == [3, 3, 3]
    one_apart = rank_bounds(np.array([90.0, 80.1, 80.0]), np.ones(3), significance=0.05)
    assert one_apart.best.tolist() == [1, 2, 2]
    assert one_apart.worst.tolist() == [1, 3, 3]


def test_rank_bounds_hold_all_true_ranks_at_once() -> None:
    """Twelve towns, 1,000 simulated months: any bound wrong in at most 5.5 % of them, equal towns included."""
    rng = np.random.default_rng(370323)
    truth = np.array([92.5, 88.4, 86.0, 85.2, 79.0, 86.6, 86.6, 80.8, 87.3, 84.7, 85.7, 88.0])
    se = np.array([0.9, 1.3, 1.9, 1.5, 1.2, 1.9, 2.0, 1.3, 1.5, 2.1, 1.7, 1.6])
    # A range must hold every rank that towns of the same truth share.
    best_allowed = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    worst_allowed = (truth[None, :] >= truth[:, None]).sum(axis=1)
    wrong = 0
    for _ in range(1000):
        bounds = rank_bounds(truth + rng.normal(size=12) * se, se, significance=0.05)
        wrong += bool(np.any(bounds.best > best_allowed) or np.any(bounds.worst < worst_allowed))
    assert wrong / 1000 <= 0.055


def test_equal_towns_are_hardly_ever_set_apart() -> None:
    rng = np.random.default_rng(5)
    se = np.linspace(0.9, 2.1, 12)
    named = sum(
        bool(np.any(rank_bounds(rng.normal(size=12) * se, se, significance=0.05).best > 1)) for _ in range(1000)
    )
    assert named / 1000 <= 0.055
