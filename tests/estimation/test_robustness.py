"""Other analyses by hand: which there are, what they say of each town, and how often a town is at the bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pytest

from flows.assessment import Assessment
from flows.estimation.analyses import CORNER, Analysis, composite_analyses, score_analyses
from flows.estimation.composites import write_composites
from flows.estimation.robustness import write_robustness
from flows.estimation.weights import WeightedWave
from flows.warehouse.models import read_models, run_models
from tests.estimation.given_county import (
    JUNE,
    TOWNS,
    A,
    B,
    C,
    D,
    E,
    F,
    assessment,
    frame,
    part,
    scores,
    wave,
    without_ages,
    write_ledgers,
)
from tests.warehouse.given import SQL, table

# Three grades and 不了解 in each town, so that every analysis orders them otherwise.
COUNTS = {
    A: (30, 0, 10, 0),
    B: (20, 20, 0, 0),
    C: (24, 8, 8, 20),
    D: (10, 25, 5, 0),
    E: (5, 30, 5, 0),
    F: (12, 8, 20, 0),
}
ANSWERS = {code: [100.0] * a + [75.0] * b + [55.0] * c + [-1.0] * u for code, (a, b, c, u) in COUNTS.items()}
MAIN, LOWEST, MIDDLE = "main", "unknown_lowest", "unknown_middle"


def _analyses(weighted: WeightedWave, rules: Assessment | None = None, *before: WeightedWave) -> dict[str, Analysis]:
    rules = rules or assessment()
    found = {(each.month, each.span_months): each for each in scores(weighted, rules, *before) if _is_overall(each)}
    made = score_analyses(found[JUNE, 1], found.get((JUNE, rules.ranking.rolling_months)), weighted, rules)
    assert made[0].name == MAIN
    return {each.name: each for each in made}


def _is_overall(each: Any) -> bool:
    return bool(each.dimension == "overall")


# --- the score's analyses -------------------------------------------------------------------------------------------


def test_every_measure_of_the_same_answers_by_hand() -> None:
    found = _analyses(wave(ANSWERS))
    assert list(found) == [MAIN, "satisfied", "strictly_satisfied", LOWEST, MIDDLE, "standardised"]
    assert found[MAIN].value.tolist() == [88.75, 87.5, 86.0, 78.75, 75.63, 72.5]
    assert found["satisfied"].value.tolist() == [75.0, 100.0, 80.0, 87.5, 87.5, 50.0]
    assert found["strictly_satisfied"].value.tolist() == [75.0, 50.0, 60.0, 25.0, 12.5, 30.0]
    # C: 40 answers at 86, 20 who could not say at 55 and at 75.
    assert (found[LOWEST].value[2], found[MIDDLE].value[2]) == (75.67, 82.33)
    others = [0, 1, 3, 4, 5]
    assert found[LOWEST].value[others].tolist() == found[MAIN].value[others].tolist()


def test_what_the_assessment_does_itself_is_no_other_analysis() -> None:
    found = _analyses(wave(ANSWERS), assessment(score={"unknown": "not_scored"}))
    assert "unknown_not_scored" not in found
    found = _analyses(wave(ANSWERS), assessment(score={"unknown": "lowest"}))
    assert {"unknown_not_scored", MIDDLE} <= found.keys()
    assert LOWEST not in found


def test_base_weights_are_an_analysis_where_others_are_used() -> None:
    assert "base_weights" not in _analyses(wave(ANSWERS))
    number = sum(len(each) for each in ANSWERS.values())
    # Of A's 40, the ten who are not satisfied count three times: (3000 + 3 · 550)/60.
    raised = np.ones(number)
    raised[30:40] = 3
    found = _analyses(wave(ANSWERS, raised=raised))
    assert (found[MAIN].value[0], found["base_weights"].value[0]) == (77.5, 88.75)
    assert found["satisfied"].value[0] == 50.0


def test_an_analysis_that_lacks_a_ranked_town_is_left_out() -> None:
    assert "standardised" not in _analyses(without_ages(wave(ANSWERS)))


def test_rolling_months_are_an_analysis_where_there_are_so_many() -> None:
    better = {**ANSWERS, F: [100.0] * 20 + [75.0] * 20}
    before = [wave(better, month=date(2022, month, 1)) for month in (4, 5)]
    found = _analyses(wave(ANSWERS), None, *before)
    assert found["rolling"].title == "近3个月滚动得分"
    assert found["rolling"].value[-1] == pytest.approx((72.5 + 87.5 + 87.5) / 3)
    assert "rolling" not in _analyses(wave(ANSWERS), None, before[1])


def test_a_town_that_is_not_ranked_is_in_no_analysis() -> None:
    found = _analyses(wave({**ANSWERS, B: ANSWERS[B][:20]}))
    assert all(np.isnan(each.value).tolist() == [False, True, False, False, False, False] for each in found.values())


# --- the composite's analyses ---------------------------------------------------------------------------------------

ON_TIME = {code: (40 + 10 * at, 100) for at, code in enumerate(TOWNS)}
PARTS = [part("survey_score", 60, floor=55, least=30), part("hotline_on_time", 30), part("rectification_on_time", 10)]


def _composites(
    warehouse: duckdb.DuckDBPyConnection, rules: Assessment, *, without: Sequence[str] = ()
) -> tuple[Any, ...]:
    answers = {code: given for code, given in ANSWERS.items() if code not in without}
    write_ledgers(warehouse, {"hotline_on_time": ON_TIME, "rectification_on_time": dict.fromkeys(TOWNS, (1, 2))})
    made, weighted = scores(wave(answers), rules), wave(answers)
    composites = write_composites(warehouse, made, frame(), {JUNE: rules})
    write_robustness(warehouse, {JUNE: weighted}, made, composites, frame(), {JUNE: rules})
    return tuple(composites)


RULES: Mapping[str, Any] = {"small_rates": "as_counted", "perturbation_pct": 20}


def test_each_weight_is_moved_alone_and_all_at_once(warehouse) -> None:
    (month,) = _composites(warehouse, assessment(PARTS, composite=RULES))
    made = composite_analyses(month)
    assert [each.name for each in made[:7]] == [
        MAIN,
        *("survey_score_down", "hotline_on_time_down", "rectification_on_time_down"),
        *("survey_score_up", "hotline_on_time_up", "rectification_on_time_up"),
    ]
    assert {each.name for each in made[7:]} == {CORNER}
    assert len(made) == 1 + 6 + 6
    # A: points 75, 40, 50 of weights 60, 30, 10; then 48, 30, 10; then 60, 36, 10.
    assert made[0].value[0] == 62.0
    assert made[1].value[0] == pytest.approx((48 * 75 + 30 * 40 + 10 * 50) / 88, abs=0.005)
    assert made[1].title == "survey_score权重下浮20%"
    assert made[5].value[0] == pytest.approx((60 * 75 + 36 * 40 + 10 * 50) / 106, abs=0.005)
    titled = {each.title: each.value[0] for each in made[7:]}
    assert titled["survey_score、rectification_on_time权重上浮20%，其余下浮20%"] == pytest.approx(
        (72 * 75 + 24 * 40 + 12 * 50) / 108, abs=0.005
    )


def test_the_share_of_analyses_at_the_bottom(warehouse) -> None:
    _composites(warehouse, assessment(PARTS, composite=RULES, ranking={"bottom_count": 1, "top_count": 1}))
    columns = "bottom_share_numerator, bottom_share_denominator, top_share_numerator, best_rank, worst_rank"
    rows = table(
        warehouse,
        f"select town_code, {columns}, best_analysis, worst_analysis from core.robustness where basis = 'score'",
    )
    found = {code: tuple(row) for code, *row in rows}
    # main; satisfied (D and E tie); strictly; 不了解 lowest and middle; standardised as main.
    assert found[F][:5] == (5, 6, 0, 4, 6)
    assert found[E][:5] == (1, 6, 0, 2, 6)
    assert (found[E][5], found[E][6]) == ("满意率（宽口径）", "满意率（严口径）")
    assert found[B][:5] == (0, 6, 1, 1, 3)
    assert found[A][:3] == (0, 6, 5)
    # C is behind B, D and E in the first, behind A, B and D where not knowing is the worst: the first is named.
    assert found[C][3:] == (2, 4, "满意率（严口径）", "满意率（宽口径）")


def test_one_town_in_the_last_place_of_every_weighting(warehouse) -> None:
    _composites(warehouse, assessment(PARTS, composite=RULES, ranking={"bottom_count": 1, "top_count": 1}))
    ((analyses, numerator, denominator, share),) = table(
        warehouse,
        "select analysis_count, bottom_share_numerator, bottom_share_denominator, bottom_share_pct"
        f" from core.robustness where basis = 'composite' and town_code = '{D}'",
    )
    named = table(
        warehouse,
        "select analysis_order, point_rank, is_bottom from core.analysis"
        f" where basis = 'composite' and town_code = '{D}' order by 1",
    )
    assert (analyses, denominator) == (13, 13)
    assert [order for order, *_ in named] == [1, 2, 3, 4, 5, 6, 7]
    assert share == pytest.approx(100 * numerator / 13)
    assert all(is_bottom == (rank == 6) for _, rank, is_bottom in named)


def test_a_group_of_no_more_than_k_towns_has_no_last_k(warehouse) -> None:
    _composites(warehouse, assessment(PARTS, composite={**RULES, "peer_groups": "town_type"}))
    rows = table(
        warehouse,
        "select peer_group, count(*), count(bottom_share_pct), count(top_share_numerator), max(worst_rank)"
        " from core.robustness where basis = 'composite' group by 1 order by 1",
    )
    assert rows == [("街道", 2, 0, 0, 2), ("镇", 4, 4, 4, 4)]
    bottoms = "select count(is_bottom), count(*) from core.analysis where basis = 'composite' and peer_group = '街道'"
    assert table(warehouse, bottoms) == [(0, 14)]


def test_who_is_not_ranked_is_not_listed_and_one_town_has_no_place(warehouse) -> None:
    _composites(warehouse, assessment(PARTS, composite=RULES), without=[B])
    assert table(warehouse, f"select count(*) from core.robustness where town_code = '{B}'") == [(0,)]
    assert table(warehouse, f"select count(*) from core.analysis where town_code = '{B}'") == [(0,)]
    _composites(warehouse, assessment(PARTS, composite=RULES), without=[B, C, D, E, F])
    assert table(warehouse, "select count(*) from core.robustness") == [(0,)]


def test_readers_see_analyses_by_name(warehouse) -> None:
    _composites(warehouse, assessment(PARTS, composite=RULES))
    wanted = {"mart.robustness", "mart.analysis"}
    run_models(warehouse, [model for model in read_models(SQL, ("marts",)) if model.table in wanted])
    assert table(
        warehouse,
        "select title, value, point_rank from mart.analysis where basis = 'score' and town_name = '南麻街道'"
        " and analysis = 'strictly_satisfied'",
    ) == [("满意率（严口径）", 75.0, 1)]
    assert table(warehouse, "select count(*), count(town_name) from mart.robustness") == [(12, 12)]
