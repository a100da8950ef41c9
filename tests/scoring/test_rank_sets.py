"""Rank sets equal the published ones, depend on the draws only where they say so, and are rarely wrong."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from flows.scoring.rank_sets import RankSets, extreme_sets, rank_sets

PUBLISHED = Path(__file__).with_name("published")
SIDES = {"two-sided": "both", "lower": "best", "upper": "worst"}

Table = list[dict[str, str]]


def table(name: str) -> Table:
    return list(csv.DictReader((PUBLISHED / name).open(encoding="utf-8")))


def column(rows: Table, name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def kind(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("dataset", "coverage", "cstype", "simul", "stepdown"))


CSRANKS = {key: list(rows) for key, rows in groupby(table("csranks_pisa.csv"), key=kind)}
MATH = CSRANKS[("pisa2018_math", "0.95", "two-sided", "TRUE", "TRUE")]


@pytest.mark.parametrize("key", CSRANKS, ids="-".join)
def test_rank_sets_equal_csranks(key: tuple[str, ...]) -> None:
    """Its 10,000 draws and ours may differ where either says so; marginal sets are exact and need none."""
    rows, (_, coverage, sides, simultaneous, step_down) = CSRANKS[key], key
    estimate, se = column(rows, "estimate"), column(rows, "se")

    def sets(draws: int, correlation: np.ndarray | None) -> RankSets:
        return rank_sets(
            estimate,
            se,
            confidence=float(coverage),
            seed=1,
            simultaneous=simultaneous == "TRUE",
            step_down=step_down == "TRUE",
            sides=SIDES[sides],
            correlation=correlation,
            draws=draws,
        )

    got = sets(50_000, None)
    theirs = got if simultaneous == "TRUE" else sets(10_000, np.eye(len(rows)))
    assert got.best[~theirs.best_depends].tolist() == column(rows, "L")[~theirs.best_depends].tolist()
    assert got.worst[~theirs.worst_depends].tolist() == column(rows, "U")[~theirs.worst_depends].tolist()
    assert (got.best != column(rows, "L")).sum() + (got.worst != column(rows, "U")).sum() <= 2
    assert got.best_depends.sum() + got.worst_depends.sum() <= (4 if simultaneous == "TRUE" else 0)


def test_the_published_example() -> None:
    got = rank_sets(np.linspace(1, 3, 10), np.full(10, 0.2), confidence=0.95, seed=1)
    assert got.best.tolist() == [7, 6, 5, 4, 3, 2, 1, 1, 1, 1]
    assert got.worst.tolist() == [10, 10, 10, 10, 9, 8, 7, 6, 5, 4]
    assert not (got.best_depends | got.worst_depends).any()


TAU = {
    key: list(rows) for key, rows in groupby(table("csranks_pisa2018_math_tau.csv"), key=lambda row: row["coverage"])
}


@pytest.mark.parametrize("coverage", TAU)
def test_best_and_worst_sets_equal_csranks(coverage: str) -> None:
    sets = rank_sets(column(MATH, "estimate"), column(MATH, "se"), confidence=float(coverage), seed=1)
    for tau, group in groupby(TAU[coverage], key=lambda row: int(row["tau"])):
        rows, found = list(group), extreme_sets(sets, tau)
        best, worst = (np.array([row[name] == "TRUE" for row in rows]) for name in ("in_best", "in_worst"))
        assert [row["name"] for row in rows] == [row["name"] for row in MATH]
        assert found.may_be_first[~found.first_depends].tolist() == best[~found.first_depends].tolist()
        assert found.may_be_last[~found.last_depends].tolist() == worst[~found.last_depends].tolist()
        assert (found.first_depends | found.last_depends).sum() <= 1


def test_certified_is_the_whole_range_and_possible_any_of_it() -> None:
    sets = rank_sets(np.array([95.0, 90.0, 89.5, 80.0, 79.9, 60.0]), np.ones(6), confidence=0.95, seed=1)
    assert sets.best.tolist() == [1, 2, 2, 4, 4, 6]
    assert sets.worst.tolist() == [1, 3, 3, 5, 5, 6]
    found = extreme_sets(sets, 2)
    assert found.surely_first.tolist() == [True, False, False, False, False, False]
    assert found.may_be_first.tolist() == [True, True, True, False, False, False]
    assert found.surely_last.tolist() == [False, False, False, False, False, True]
    assert found.may_be_last.tolist() == [False, False, False, True, True, True]
    assert extreme_sets(sets, 3).surely_first.tolist() == [True, True, True, False, False, False]


TOWNS_SE = np.array([0.9, 1.3, 1.9, 1.5, 1.2, 1.9, 2.0, 1.3, 1.5, 2.1, 1.7, 1.6])
TOWNS = np.array([92.5, 88.4, 86.0, 85.2, 79.0, 86.6, 86.6, 80.8, 87.3, 84.7, 85.7, 88.0])
STREAMS = {
    "pisa": (column(MATH, "estimate"), column(MATH, "se"), 2_000),
    "towns": (TOWNS, TOWNS_SE, 20_000),
    "errors that differ tenfold": (np.linspace(60, 90, 15), np.geomspace(0.5, 5, 15), 10_000),
}


@pytest.mark.parametrize("case", STREAMS)
def test_a_bound_that_another_stream_of_draws_changes_says_so(case: str) -> None:
    estimate, se, draws = STREAMS[case]
    first, *others = [rank_sets(estimate, se, confidence=0.95, seed=seed, draws=draws) for seed in range(20)]
    for other in others:
        assert not (first.best != other.best)[~first.best_depends].any()
        assert not (first.worst != other.worst)[~first.worst_depends].any()
    assert (first.best_depends | first.worst_depends).mean() < 0.5


def test_a_bound_on_the_edge_is_marked_and_the_same_seed_gives_the_same_bounds() -> None:
    """Three equal errors: the largest of all pairs is Tukey's range, 3.3145 / √2 = 2.3437 at 95 %."""
    edge = 3.3145 / np.sqrt(2) * np.sqrt(2)
    got = [rank_sets(np.array([0, 0, edge + gap]), np.ones(3), confidence=0.95, seed=4) for gap in (-0.2, 0.0, 0.2)]
    assert [sets.best_depends.tolist() for sets in got] == [[False] * 3, [True, True, False], [False] * 3]
    assert [sets.best.tolist()[0] for sets in (got[0], got[2])] == [1, 2]
    again = rank_sets(np.array([0, 0, edge]), np.ones(3), confidence=0.95, seed=4)
    assert again.best.tolist() == got[1].best.tolist()
    assert again.best_limits.tolist() == got[1].best_limits.tolist() == [[2, 2, 1], [1, 1, 1]]


@pytest.mark.parametrize("spread", [0.0, 3.0])
def test_rank_sets_hold_all_true_ranks_at_once(spread: float) -> None:
    """Twelve towns, equal or not, 1,000 months: any bound wrong in at most 5.5 % of them."""
    rng = np.random.default_rng(370323)
    truth = 85 + spread * np.round((TOWNS - 85) / 3)  # some towns are tied
    # A set must hold every rank that towns of the same truth share.
    best_allowed = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    worst_allowed = (truth[None, :] >= truth[:, None]).sum(axis=1)
    wrong = 0
    for month in range(1000):
        # A stream of its own for each month, so that few draws suffice.
        drawn = truth + rng.normal(size=12) * TOWNS_SE
        sets = rank_sets(drawn, TOWNS_SE, confidence=0.95, seed=month, draws=500)
        wrong += bool(np.any(sets.best > best_allowed) or np.any(sets.worst < worst_allowed))
    assert 0.005 < wrong / 1000 <= 0.055


def test_step_down_and_one_unit_alone_only_narrow_the_sets() -> None:
    all_once = rank_sets(TOWNS, TOWNS_SE, confidence=0.95, seed=1, step_down=False)
    stepped = rank_sets(TOWNS, TOWNS_SE, confidence=0.95, seed=1)
    alone = rank_sets(TOWNS, TOWNS_SE, confidence=0.95, seed=1, simultaneous=False)
    one_side = rank_sets(TOWNS, TOWNS_SE, confidence=0.95, seed=1, simultaneous=False, sides="best")
    widths = [(sets.worst - sets.best).sum() for sets in (all_once, stepped, alone)]
    assert widths[0] >= widths[1] > widths[2]
    assert (one_side.best >= alone.best).all()
    assert (one_side.worst == 12).all()


def test_errors_that_move_together_tell_units_apart() -> None:
    """A weight that two indicators share moves both alike; the difference is then surer than either."""
    estimate, se = np.array([88.0, 86.0, 80.0]), np.array([1.0, 1.0, 1.5])
    together = np.array([[1, 0.9, 0], [0.9, 1, 0], [0, 0, 1]])
    independent = rank_sets(estimate, se, confidence=0.95, seed=1)
    got = rank_sets(estimate, se, confidence=0.95, seed=1, correlation=together)
    assert independent.worst.tolist() == [2, 2, 3]
    assert got.worst.tolist() == got.best.tolist() == [1, 2, 3]
    same = rank_sets(TOWNS, TOWNS_SE, confidence=0.95, seed=1, correlation=np.eye(12))
    assert same.best.tolist() == rank_sets(TOWNS, TOWNS_SE, confidence=0.95, seed=1).best.tolist()


@pytest.mark.parametrize("simultaneous", [True, False])
def test_one_unit_is_first_and_two_are_the_two_sided_test(simultaneous: bool) -> None:
    def sets(estimate: list[float]) -> RankSets:
        return rank_sets(np.array(estimate), np.ones(len(estimate)), confidence=0.95, seed=1, simultaneous=simultaneous)

    assert (sets([80.0]).best.tolist(), sets([80.0]).worst.tolist()) == ([1], [1])
    apart, near, equal = (sets([80.0, 80.0 + gap * np.sqrt(2)]) for gap in (1.9601, 1.9599, 0.0))
    assert (apart.best.tolist(), apart.worst.tolist()) == ([2, 1], [2, 1])
    for sets_of_two in (near, equal):
        assert (sets_of_two.best.tolist(), sets_of_two.worst.tolist()) == ([1, 1], [2, 2])


REFUSED = {
    "no error": ([80.0, 81.0], [0.0, 1.0], None),
    "unknown error": ([80.0, 81.0], [np.nan, 1.0], None),
    "unknown estimate": ([np.nan, 81.0], [1.0, 1.0], None),
    "the same error": ([80.0, 81.0], [1.0, 1.0], np.ones((2, 2))),
    "no distribution": ([80.0, 81.0, 82.0], [1.0, 1.0, 1.0], np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])),
}


@pytest.mark.parametrize("case", REFUSED)
def test_units_whose_differences_cannot_be_judged_are_refused(case: str) -> None:
    estimate, se, correlation = REFUSED[case]
    with pytest.raises(ValueError, match=r"error|correlations"):
        rank_sets(np.array(estimate), np.array(se), confidence=0.95, seed=1, correlation=correlation)
