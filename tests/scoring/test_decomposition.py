"""What changes are made of: every split adds up, and is what the story behind the numbers says."""

from __future__ import annotations

import numpy as np
import pytest

from flows.scoring.decomposition import kitagawa, rank_movement, score_change


def test_a_town_whose_people_are_as_pleased_as_before_changed_by_its_mix_only() -> None:
    """Young 70, old 90 in both months; the share of the young went from 0.3 to 0.6, the county's is 0.5."""
    got = score_change(np.array([78.0]), np.array([80.0]), np.array([84.0]), np.array([80.0]))
    assert (got.total[0], got.performance[0], got.composition[0]) == (-6, 0, -6)
    better = score_change(np.array([81.0]), np.array([83.0]), np.array([84.0]), np.array([80.0]))
    assert (better.total[0], better.performance[0], better.composition[0]) == (-3, 3, -6)


def test_parts_of_movement_add_up_for_any_scores() -> None:
    rng = np.random.default_rng(3)
    for _ in range(200):
        later, later_s, earlier, earlier_s = np.round(rng.normal(85, 3, (4, 12)), 0)
        later[rng.random(12) < 0.1] = np.nan
        earlier_s[rng.random(12) < 0.1] = np.nan
        got = rank_movement(later, later_s, earlier, earlier_s)
        known = ~np.isnan(later + later_s + earlier + earlier_s)
        parts = np.array([got.performance, got.composition, got.field])
        assert (np.isnan(got.total) == ~known).all()
        assert (got.total[known] == parts[:, known].sum(axis=0)).all()
        assert (parts[:, known] == np.round(parts[:, known])).all()
        for unit in np.flatnonzero(known):
            ranks = [1 + np.sum(scores > scores[unit]) for scores in (earlier, later)]
            assert got.total[unit] == ranks[0] - ranks[1]


def test_ranks_gained_by_the_mix_alone_are_composition() -> None:
    steady = np.array([90.0, 85.0, 80.0])
    got = rank_movement(np.array([84.0, 85.0, 80.0]), steady, np.array([90.0, 85.0, 80.0]), steady)
    assert got.total.tolist() == [-1, 1, 0]
    assert got.composition.tolist() == [-1, 1, 0]
    assert (got.performance.tolist(), got.field.tolist()) == ([0, 0, 0], [0, 0, 0])


def test_a_town_that_drops_out_moves_the_others_as_field() -> None:
    earlier, later = np.array([95.0, 85.0, 80.0]), np.array([np.nan, 85.0, 80.0])
    got = rank_movement(later, later, earlier, earlier)
    assert got.total.tolist() == pytest.approx([np.nan, 1, 1], nan_ok=True)
    assert got.field.tolist() == pytest.approx([np.nan, 1, 1], nan_ok=True)
    assert got.performance[1:].tolist() == [0, 0]


def test_kitagawa_by_hand() -> None:
    """Young 70 and old 90 here, 74 and 88 there; young 0.6 here, 0.4 there: 78 − 82.4 = −1 − 3.4."""
    got = kitagawa(np.array([[0.6, 0.4]]), np.array([[70.0, 90.0]]), np.array([0.4, 0.6]), np.array([74.0, 88.0]))
    assert got.difference.tolist() == pytest.approx([-4.4])
    assert got.rate[0].tolist() == pytest.approx([-2.0, 1.0])
    assert got.composition.sum() == pytest.approx(-3.4)
    # M = (78 + 82.4)/2 = 80.2: too many of the less pleased, too few of the more pleased, both cost points.
    assert got.composition[0].tolist() == pytest.approx([0.2 * (72 - 80.2), -0.2 * (89 - 80.2)])


def test_kitagawa_adds_up_with_cells_that_one_side_lacks() -> None:
    rng = np.random.default_rng(4)
    share, standard = rng.dirichlet(np.ones(6), 12), rng.dirichlet(np.ones(6))
    score, standard_score = rng.normal(85, 5, (12, 6)), rng.normal(85, 5, 6)
    share[3] = [0.0, 0.2, 0.3, 0.0, 0.4, 0.1]
    score[3, [0, 3]] = np.nan
    got = kitagawa(share, score, standard, standard_score)
    whole = (share * np.nan_to_num(score)).sum(axis=1) - standard @ standard_score
    assert got.difference == pytest.approx(whole, abs=1e-12)
    assert got.rate.sum(axis=1) + got.composition.sum(axis=1) == pytest.approx(whole, abs=1e-12)
    assert got.rate[3, [0, 3]].tolist() == [0, 0]
    alike = kitagawa(np.tile(standard, (1, 1)), standard_score[None, :] + 2, standard, standard_score)
    assert (alike.rate.sum(), np.abs(alike.composition).max()) == pytest.approx((2.0, 0.0))


def test_cells_that_cannot_be_are_refused() -> None:
    half = np.array([0.5, 0.5])
    with pytest.raises(ValueError, match="no score"):
        kitagawa(half[None, :], np.array([[80.0, np.nan]]), half, np.array([80.0, 80.0]))
    with pytest.raises(ValueError, match="add up"):
        kitagawa(np.array([[0.5, 0.4]]), np.array([[80.0, 80.0]]), half, np.array([80.0, 80.0]))
