"""Evidence: who is certified, who is probably there, who may only seem so; and places moved by chance."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from flows.assessment import Assessment
from flows.estimation.ranking import Ranking, movement_rows, rankings
from flows.estimation.scores import score_sets
from flows.estimation.weights import weighted
from flows.scoring.rank_sets import rank_sets
from flows.scoring.rank_tests import extreme_p_values, pair_p_values
from tests.estimation.given_waves import answers, assessment, frame, wave

JUNE = date(2022, 6, 1)
RULES = assessment(weighting={"margins": ()}, ranking={"bottom_count": 1, "top_count": 1, "draws": 10_000})


def _ranking(parts: list[list[float]], rules: Assessment = RULES) -> Ranking:
    towns = frame(len(parts))
    waves = {JUNE: weighted(wave(parts), towns, rules.weighting)}
    (found,) = rankings(list(score_sets(waves, towns, {JUNE: rules})), towns, {JUNE: rules})
    return found


def test_evidence_is_sufficient_strong_or_insufficient() -> None:
    clear = _ranking([answers(97, 300, seed=1), answers(88, 300, seed=2), answers(80, 300, seed=3)]).places
    assert clear is not None
    assert clear.bottom_evidence.tolist() == ["insufficient", "insufficient", "sufficient"]
    assert clear.top_evidence.tolist() == ["sufficient", "insufficient", "insufficient"]
    near = _ranking([answers(90, 60, seed=4), answers(86, 60, seed=5), answers(81, 60, seed=6)]).places
    assert near is not None
    assert near.bottom_evidence[2] == "strong"
    assert 0.8 <= near.last[2] < 1
    same = answers(86, 60, seed=7)
    alike = _ranking([same, same, same]).places
    assert alike is not None
    assert set(alike.bottom_evidence) == set(alike.top_evidence) == {"insufficient"}


def test_the_share_that_makes_evidence_strong_is_a_setting() -> None:
    parts = [answers(90, 60, seed=4), answers(86, 60, seed=5), answers(81, 60, seed=6)]
    strict = RULES.model_copy(update={"evidence": RULES.evidence.model_copy(update={"strong_probability_pct": 99.9})})
    places = _ranking(parts, strict).places
    assert places is not None
    assert places.bottom_evidence[2] == "insufficient"


def test_adjusted_p_values_reject_what_the_rank_sets_set_apart() -> None:
    """Two ways to the same decisions: ranges at a level, and the smallest level of each pair; same draws."""
    rng = np.random.default_rng(2)
    for case in range(8):
        score, se = rng.normal(85, 3.5, 9), rng.uniform(0.8, 2.0, 9)
        pairs = pair_p_values(score, se, draws=20_000, seed=case)
        for confidence in (0.9, 0.95):
            sets = rank_sets(score, se, confidence=confidence, seed=case, draws=20_000)
            sure = pairs <= 1 - confidence
            settled = ~(sets.best_depends | sets.worst_depends)
            assert (1 + sure.sum(axis=1))[settled].tolist() == sets.best[settled].tolist()
            assert (9 - sure.sum(axis=0))[settled].tolist() == sets.worst[settled].tolist()
            last = extreme_p_values(pairs, 3, last=True) <= 1 - confidence
            assert last[settled].tolist() == (sets.best >= 7)[settled].tolist()
            first = extreme_p_values(pairs, 3, last=False) <= 1 - confidence
            assert first[settled].tolist() == (sets.worst <= 3)[settled].tolist()


def test_p_values_of_two_units_are_those_of_one_comparison() -> None:
    pairs = pair_p_values(np.array([90.0, 87.0]), np.array([1.0, 1.0]), draws=200_000, seed=3)
    # The larger of z and −z: one-sided in either direction is two-sided.
    assert pairs[1, 0] == pytest.approx(0.0339, abs=0.002)
    # Once that is settled, the other direction stands alone: Φ(2.12).
    assert pairs[0, 1] == pytest.approx(0.983, abs=0.001)
    assert extreme_p_values(pairs, 2, last=True).tolist() == [1.0, 1.0]


def test_movement_is_told_beside_what_chance_would_do() -> None:
    may, rules = date(2022, 5, 1), RULES
    towns = frame(3)
    first = [answers(90, 90, seed=1), answers(86, 90, seed=2), answers(82, 90, seed=3)]
    waves = {
        may: weighted(wave(first, may), towns, rules.weighting),
        JUNE: weighted(wave([first[2], first[1], first[0]]), towns, rules.weighting),
    }
    assessments = dict.fromkeys(waves, rules)
    monthly = {(s.month, s.dimension): s for s in score_sets(waves, towns, assessments) if s.span_months == 1}
    rows = list(movement_rows(monthly, towns, assessments))
    gains = {row[3]: row[4] for row in rows}
    assert gains == {"A": -2, "B": 0, "C": 2}
    assert all(row[4] == row[5] + row[6] + row[7] for row in rows)
    assert all(0 < row[8] < 2 and 0 < row[9] < 100 for row in rows)


def test_where_no_more_than_k_are_ranked_nobody_is_among_the_last_for_sure() -> None:
    rules = RULES.model_copy(update={"ranking": RULES.ranking.model_copy(update={"bottom_count": 3, "top_count": 3})})
    places = _ranking([answers(97, 300, seed=1), answers(88, 300, seed=2), answers(80, 300, seed=3)], rules).places
    assert places is not None
    assert set(places.bottom_evidence) == set(places.top_evidence) == {"insufficient"}
