"""Drivers: the published shares of R², other ways of computing them, and refusals."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import numpy as np
import pytest

from flows.scoring.drivers import drivers, lmg, shares_of_r2

PUBLISHED = Path(__file__).with_name("published")
EXPECTED = list(csv.DictReader((PUBLISHED / "expected_relimp.csv").read_text(encoding="utf-8").splitlines()))
WEIGHTS = {"swiss": np.ones(47), "swiss_weights_abs(-23:23)": np.abs(np.arange(-23.0, 24.0))}


def swiss() -> tuple[list[str], np.ndarray, np.ndarray]:
    head, *rows = csv.reader((PUBLISHED / "swiss.csv").read_text(encoding="utf-8").splitlines())
    table = np.array([[float(cell) for cell in row[1:]] for row in rows])
    return head[2:], table[:, 1:], table[:, 0]


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row['set']}-{row['metric']}-{row['regressor']}")
def test_shares_equal_relaimpo(row: dict[str, str]) -> None:
    names, item, outcome = swiss()
    got = drivers(item, outcome, WEIGHTS[row["set"]], cases_per_item=9)
    assert got.shares.r2 == pytest.approx(float(row["R2"]), rel=1e-10)
    value = getattr(got.shares, row["metric"])[names.index(row["regressor"])]
    assert value == pytest.approx(float(row["value"]), rel=1e-10)


def answers(size: int, coefficient: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of items that go together, an outcome that depends on them, weights."""
    rng = np.random.default_rng(seed)
    item = np.round(80 + 6 * rng.normal(size=(size, 1)) + 9 * rng.normal(size=(size, len(coefficient))))
    return item, item @ coefficient + 7 * rng.normal(size=size), rng.uniform(20, 200, size)


def r2_of(item: np.ndarray, outcome: np.ndarray, weight: np.ndarray) -> float:
    """Weighted least squares on the data, as a textbook does it."""
    root = np.sqrt(weight)
    design = np.column_stack([np.ones(len(item)), item]) * root[:, None]
    fitted = design @ np.linalg.lstsq(design, outcome * root, rcond=None)[0]
    centre = weight @ outcome / weight.sum()
    return float(1 - ((outcome * root - fitted) ** 2).sum() / (weight * (outcome - centre) ** 2).sum())


def test_shares_are_the_average_over_all_orders_of_refitted_models() -> None:
    item, outcome, weight = answers(150, np.array([0.5, 0.3, 0.0, 0.1]), 1)
    total = np.zeros(4)
    for order in itertools.permutations(range(4)):
        before = 0.0
        for position, added in enumerate(order):
            now = r2_of(item[:, order[: position + 1]], outcome, weight)
            total[added] += now - before
            before = now
    got = drivers(item, outcome, weight)
    assert got.shares.lmg == pytest.approx(total / 24, rel=1e-9)
    assert got.importance.sum() == pytest.approx(1)
    assert got.performance == pytest.approx(weight @ item / weight.sum())


def test_many_regressions_at_once_are_each_by_itself() -> None:
    """Eight items, 256 models each."""
    one, two = (np.corrcoef(np.column_stack(answers(200, np.arange(8) / 10, seed)[:2]).T) for seed in (2, 3))
    both = lmg(np.stack([one, two]))
    assert both[0] == pytest.approx(shares_of_r2(one).lmg, rel=1e-12)
    assert both[1] == pytest.approx(shares_of_r2(two).lmg, rel=1e-12)
    assert both.sum(axis=1) == pytest.approx([shares_of_r2(one).r2, shares_of_r2(two).r2])
    assert (both >= 0).all()
    with pytest.raises(ValueError, match="8 items"):
        lmg(np.eye(10))


def test_two_questions_answered_alike_share_what_one_would_have() -> None:
    item, outcome, weight = answers(300, np.array([0.6, 0.2]), 4)
    twice = np.column_stack([item, item[:, 0]])
    got = drivers(twice, outcome, weight)
    assert got.shares.r2 == pytest.approx(drivers(item, outcome, weight).shares.r2)
    assert got.shares.lmg[0] == pytest.approx(got.shares.lmg[2])
    assert got.shares.last[[0, 2]] == pytest.approx([0, 0], abs=1e-12)
    assert got.shares.pratt.sum() == pytest.approx(got.shares.r2)


def test_open_answers_leave_the_respondent_out() -> None:
    item, outcome, weight = answers(200, np.array([0.6, 0.2]), 5)
    item[0, 0] = outcome[1] = np.nan
    weight[2] = 0
    got, kept = drivers(item, outcome, weight), drivers(item[3:], outcome[3:], weight[3:])
    assert got.cases == kept.cases == 197
    assert got.importance.tolist() == pytest.approx(kept.importance.tolist())
    assert got.performance.tolist() == pytest.approx(kept.performance.tolist())


def test_what_cannot_be_known_is_refused_with_its_reason() -> None:
    item, outcome, weight = answers(60, np.array([0.6, 0.2, 0.1]), 6)
    assert drivers(item, outcome, weight).status == "estimated"
    short = drivers(item[:29], outcome[:29], weight[:29])
    assert (short.status, short.cases) == ("too_few", 29)
    assert np.isnan([*short.importance, *short.performance, *short.shares.lmg, short.shares.r2]).all()
    alike = item.copy()
    alike[1:, 1] = 100.0
    alike[0] = np.nan  # the only one who differs is not a complete case
    assert drivers(alike, outcome, weight).status == "constant_item"
    assert drivers(item, np.full(60, 100.0), weight).status == "constant_outcome"
    apart = np.tile([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]], (10, 1))
    nothing = drivers(apart, np.tile([1.0, 1.0, -1.0, -1.0], 10), np.ones(40))
    assert nothing.status == "no_association"
    assert np.isnan(nothing.importance).all()
    assert drivers(np.zeros((0, 2)), np.zeros(0), np.zeros(0)).status == "too_few"


def test_the_order_of_known_coefficients_is_found() -> None:
    """A county's 2,000 interviews, 40 times: equal spreads and mutual correlations, so importance follows them."""
    truth = np.array([0.1, 0.5, 0.0, 0.35, 0.2])
    orders = [np.argsort(drivers(*answers(2000, truth, seed)).importance).tolist() for seed in range(40)]
    right = np.argsort(truth).tolist()
    assert sum(order == right for order in orders) >= 38
