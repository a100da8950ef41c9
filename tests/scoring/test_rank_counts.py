"""Ranks of counted categories equal the published ones and are exact in small samples."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from flows.scoring.rank_counts import count_rank_sets

ROWS = [
    row
    for row in csv.DictReader((Path(__file__).with_name("published") / "csranks_multinom.csv").open(encoding="utf-8"))
    if row["multcorr"] == "Holm"
]
CASES = {key: list(rows) for key, rows in groupby(ROWS, key=lambda row: (row["set"], row["coverage"], row["simul"]))}


@pytest.mark.parametrize("key", CASES, ids="-".join)
def test_ranges_equal_csranks(key: tuple[str, str, str]) -> None:
    count = np.array([int(row["count"]) for row in CASES[key]])
    shuffled = np.random.default_rng(1).permutation(len(count))
    got = count_rank_sets(count[shuffled], confidence=float(key[1]), simultaneous=key[2] == "TRUE")
    assert got.best.tolist() == [int(CASES[key][place]["L"]) for place in shuffled]
    assert got.worst.tolist() == [int(CASES[key][place]["U"]) for place in shuffled]


def test_two_categories_are_the_sign_test() -> None:
    """Six mentions to none have p = 1/64 one-sided, doubled by Holm; five to none, 1/32, are not enough."""
    enough, short = (count_rank_sets(np.array([0, n]), confidence=0.95) for n in (6, 5))
    assert (enough.best.tolist(), enough.worst.tolist()) == ([2, 1], [2, 1])
    assert (short.best.tolist(), short.worst.tolist()) == ([1, 1], [2, 2])


def test_topics_nobody_named_are_not_told_apart_and_one_topic_is_first() -> None:
    got = count_rank_sets(np.array([0, 30, 0]), confidence=0.95)
    assert got.best.tolist() == [2, 1, 2]
    assert got.worst.tolist() == [3, 1, 3]
    assert count_rank_sets(np.array([7]), confidence=0.95, simultaneous=False).worst.tolist() == [1]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        count_rank_sets(np.array([3, -1]), confidence=0.95)
