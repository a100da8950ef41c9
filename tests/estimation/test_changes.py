"""Changes between months: what is compared with what, and respondents reached in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from flows.estimation.changes import change_rows
from flows.estimation.scores import score_sets
from flows.estimation.waves import Wave
from flows.estimation.weights import weighted
from tests.estimation.given_waves import answers, assessment, frame, later, wave

MAY, JUNE = date(2022, 5, 1), date(2022, 6, 1)
RULES = assessment(weighting={"margins": ()})
SCOPE, CODE, CHANGE, SE, P, ADJUSTED, VERDICT = 2, 3, 5, 6, 9, 10, 11


def _changes(waves: Sequence[Wave]) -> dict[tuple[str, str], tuple[Any, ...]]:
    towns = frame(int(waves[0].town.max()) + 1)
    of_month = {one.month: weighted(one, towns, RULES.weighting) for one in waves}
    assessments = dict.fromkeys(of_month, RULES)
    monthly = {(s.month, s.dimension): s for s in score_sets(of_month, towns, assessments) if s.span_months == 1}
    pairs = [(waves[1].month, waves[0].month)]
    rows = change_rows(pairs, monthly, {one.month: one for one in waves}, towns, assessments)
    return {(row[SCOPE], row[CODE]): row for row in rows}


def test_a_fall_beyond_chance_is_a_fall_and_the_rest_is_flat() -> None:
    before = [answers(90, 150, seed=1), answers(84, 150, seed=2)]
    after = [answers(78, 150, seed=3), answers(84.5, 150, seed=4)]
    found = _changes([wave(before, MAY), wave(after)])
    assert {key: row[VERDICT] for key, row in found.items() if key[0] in ("county", "town")} == {
        ("county", ""): "down",
        ("town", "A"): "down",
        ("town", "B"): "flat",
    }
    town = found["town", "A"]
    assert town[CHANGE] == pytest.approx(np.mean(after[0]) - np.mean(before[0]))
    # Two towns are tested together: the smaller p counts twice.
    assert town[ADJUSTED] == pytest.approx(2 * town[P])


def test_a_group_of_residents_that_fell_is_told_from_those_that_did_not() -> None:
    """Women answer lower in June, men as before; the eight groups are tested together, apart from the towns."""
    before = wave([answers(90, 160, seed=1), answers(90, 160, seed=2)], MAY)
    after = later(before, date(2022, 6, 1))
    woman = (after.category["sex"] == 1)[:, None]
    lower = np.where(woman, np.maximum(after.score - 20, 55), after.score)
    found = _changes([before, replace(after, score=lower, answer_score=lower)])
    assert {code: row[VERDICT] for (scope, code), row in found.items() if scope == "sex"} == {
        "male": "flat",
        "female": "down",
    }
    women, men = found["sex", "female"], found["sex", "male"]
    assert women[CHANGE] < -10
    assert men[CHANGE] == pytest.approx(0)
    assert women[ADJUSTED] == pytest.approx(8 * women[P])


def test_a_group_with_too_few_interviews_is_not_compared() -> None:
    before, after = wave([answers(90, 120, seed=1)] * 2, MAY), wave([answers(80, 120, seed=2)] * 2)
    band = before.category["age_band"]
    few = np.where((band == 0) & (np.cumsum(band == 0) > 29), 1, band)
    found = _changes([replace(before, category={**before.category, "age_band": few}), after])
    assert sorted(code for scope, code in found if scope == "age_band") == ["30-44", "45-59", "60+"]


def test_months_on_different_scales_are_not_compared() -> None:
    before, after = wave([answers(90, 60, seed=1)] * 2, MAY), wave([answers(80, 60, seed=2)] * 2)
    assert _changes([replace(before, scales=("five",)), after]) == {}


def test_the_same_respondents_in_both_months_make_a_change_surer() -> None:
    """Everybody answers as before but for the few who fell: the error is that of their own changes."""
    part = answers(85, 120, seed=5)
    fallen = [55.0 if at % 10 == 0 else score for at, score in enumerate(part)]
    before, after = wave([part, part], MAY), wave([fallen, fallen])
    phones = np.array([f"t{at}" for at in range(240)])
    apart = _changes([before, after])
    panel = _changes([replace(before, phone=phones), replace(after, phone=phones)])
    assert panel["town", "A"][CHANGE] == pytest.approx(apart["town", "A"][CHANGE])
    assert panel["town", "A"][SE] < 0.6 * apart["town", "A"][SE]
    change = np.array(fallen) - np.array(part)
    by_stratum = [change[0::2], change[1::2]]
    by_hand = np.sqrt(sum((1 - 60 / 4000) * one.var(ddof=1) / 60 for one in by_stratum) / 4)
    assert panel["town", "A"][SE] == pytest.approx(by_hand)
    # The county's two towns are sampled apart: half of each.
    assert panel["county", ""][SE] == pytest.approx(by_hand / np.sqrt(2))
    # The urban residents are a stratum of each town.
    urban = np.sqrt((1 - 60 / 4000) * by_stratum[0].var(ddof=1) / 60 / 2)
    assert panel["urban_rural", "urban"][SE] == pytest.approx(urban)


def test_a_telephone_with_two_interviews_in_a_month_says_not_who_was_asked() -> None:
    part = answers(85, 60, seed=6)
    before, after = wave([part, part], MAY), wave([part[::-1], part])
    twice = np.array(["t1", "t1", *[""] * 118])
    apart = _changes([before, after])
    told = _changes([replace(before, phone=twice), replace(after, phone=twice)])
    assert told["town", "A"][SE] == apart["town", "A"][SE]
