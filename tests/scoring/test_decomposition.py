"""What changes are made of: every split adds up, and is what the story behind the numbers says."""

from __future__ import annotations

import numpy as np
import pytest

from flows.scoring.decomposition import rank_movement, score_change


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
