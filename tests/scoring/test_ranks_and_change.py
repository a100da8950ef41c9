"""The tests of differences: right on known cases."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from flows.scoring.change import against_whole, differences, holm

PUBLISHED = Path(__file__).with_name("published")


def test_holm_equals_r_p_adjust() -> None:
    rows = list(csv.DictReader((PUBLISHED / "expected_padjust_BH1995.csv").open(encoding="utf-8")))
    p_value = np.array([float(row["p"]) for row in rows])
    expected = np.array([float(row["holm"]) for row in rows])
    shuffled = np.random.default_rng(1).permutation(len(rows))
    assert holm(p_value[shuffled]) == pytest.approx(expected[shuffled], rel=1e-9)


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
