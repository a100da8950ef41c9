"""Shares that may not be shown, and how many interviews would tell more."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from flows.estimation.planning import plan_rows, town_plan_rows
from flows.estimation.scores import score_sets
from flows.estimation.shares import SHARE_COLUMNS, share_rows
from flows.estimation.weights import weighted
from tests.estimation.given_waves import answers, assessment, frame, wave

JUNE = date(2022, 6, 1)
RULES = assessment(weighting={"margins": ()})
NAMES = [part.split()[0] for part in SHARE_COLUMNS.split(",")]


def _shares(parts: list[list[float]]) -> dict[tuple[str, str], dict[str, object]]:
    towns = frame(len(parts))
    rows = share_rows({JUNE: weighted(wave(parts), towns, RULES.weighting)}, towns, {JUNE: RULES})
    named = [dict(zip(NAMES, row, strict=True)) for row in rows]
    return {(str(row["scope_code"]), str(row["measure"])): row for row in named}


def test_the_satisfied_loosely_and_strictly() -> None:
    part = [100.0] * 24 + [75.0] * 12 + [55.0] * 12 + [float("nan")] * 4
    found = _shares([part, part])
    loose, strict = found["A", "satisfied"], found["A", "strictly_satisfied"]
    assert loose["share_pct"] == pytest.approx(75.0)
    assert strict["share_pct"] == pytest.approx(50.0)
    assert loose["graded_count"] == 48
    # The parts are the persons that those who gave a grade stand for: 48 of 52 interviews of 8,000 adults.
    assert loose["share_denominator"] == pytest.approx(8000 * 48 / 52)
    assert loose["share_numerator"] == pytest.approx(0.75 * 8000 * 48 / 52)
    assert found["", "satisfied"]["share_pct"] == pytest.approx(75.0)
    assert found["", "satisfied"]["share_denominator"] == pytest.approx(16000)


def test_everybody_satisfied_still_has_an_interval_and_few_are_not_shown() -> None:
    found = _shares([[100.0] * 60, answers(85, 20, seed=1)])
    everybody = found["A", "satisfied"]
    assert (everybody["share_pct"], everybody["publication"], everybody["reason"]) == (100.0, "review", "all_alike")
    low = everybody["ci_low_pct"]
    # Clopper–Pearson of 60 of 60: 0.025^(1/60).
    assert low == pytest.approx(100 * 0.025 ** (1 / 60))
    assert found["B", "satisfied"]["publication"] == "suppress"
    assert found["B", "satisfied"]["reason"] == "small_sample"


def test_plans_say_what_would_separate_the_last_and_what_a_town_needs() -> None:
    towns = frame(3)
    parts = [answers(88, 80, seed=1), answers(85, 80, seed=2), answers(80, 20, seed=4)]
    waves = {JUNE: weighted(wave(parts), towns, RULES.weighting)}
    assessments = {JUNE: RULES}
    monthly = {(s.month, s.dimension): s for s in score_sets(waves, towns, assessments)}
    needs = {row[1]: row[2:] for row in town_plan_rows(monthly, towns, assessments)}
    assert needs["C"][:2] == (20, 30)
    # ± 3 points of a town with some 18 points of spread: about (2 · 18 / 3)².
    spread = float(np.std(parts[0], ddof=1))
    assert needs["A"][4] == pytest.approx((1.98 * spread / 3) ** 2, rel=0.1)
    # C is not ranked, so two towns are left: no median to separate anybody from.
    assert list(plan_rows(monthly, towns, assessments)) == []

    ranked = [answers(90, 80, seed=1), answers(85, 80, seed=2), answers(80, 80, seed=3)]
    waves = {JUNE: weighted(wave(ranked), towns, RULES.weighting)}
    monthly = {(s.month, s.dimension): s for s in score_sets(waves, towns, assessments)}
    ((_, last, middle, difference, each, reason, *_),) = plan_rows(monthly, towns, assessments)
    assert (last, middle, reason) == ("C", "B", "")
    assert difference == pytest.approx(np.mean(ranked[1]) - np.mean(ranked[2]))
    assert each > 0
