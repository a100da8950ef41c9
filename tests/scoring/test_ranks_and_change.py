"""Ranks, their ranges and the tests of differences: right on known cases, and rarely wrong on simulated ones."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from flows.scoring.change import against_whole, differences, holm
from flows.scoring.ranks import competition_ranks, rank_bounds

PUBLISHED = Path(__file__).with_name("published")


def test_holm_equals_r_p_adjust() -> None:
    rows = list(csv.DictReader((PUBLISHED / "expected_padjust_BH1995.csv").open(encoding="utf-8")))
    p_value = np.array([float(row["p"]) for row in rows])
    expected = np.array([float(row["holm"]) for row in rows])
    shuffled = np.random.default_rng(1).permutation(len(rows))
    assert holm(p_value[shuffled]) == pytest.approx(expected[shuffled], rel=1e-9)


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
    best_allowed = (truth[None, :] >= truth[:, None]).sum(axis=1)
    worst_allowed = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
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


def test_change_is_later_minus_earlier_with_both_errors() -> None:
    got = differences(np.array([82.0, 90.0]), np.array([1.2, 1.0]), np.array([89.0, 90.5]), np.array([1.6, 1.0]))
    assert got.difference.tolist() == pytest.approx([-7.0, -0.5])
    assert got.se.tolist() == pytest.approx([2.0, np.sqrt(2)])
    # z = −3.5 and −0.354: two-sided normal p, the smaller doubled by Holm.
    assert got.p_value == pytest.approx([4.6525816e-4, 0.7236736], rel=1e-5)
    assert got.p_adjusted == pytest.approx([9.3051632e-4, 0.7236736], rel=1e-5)


def test_a_town_is_compared_with_a_county_it_is_part_of() -> None:
    """The variance of (town − county) is that of the same linear form written out."""
    estimate, se = np.array([90.0, 84.0, 80.0]), np.array([1.0, 1.5, 0.5])
    share = np.array([0.5, 0.3, 0.2])
    form = np.eye(3) - share[None, :]
    for tested in (np.array([True, True, True]), np.array([True, False, True])):
        got = against_whole(estimate, se, share, tested)
        assert got.difference == pytest.approx((form @ estimate)[tested])
        assert got.se == pytest.approx(np.sqrt(form**2 @ se**2)[tested])
