"""Composites by hand: what counts, what is sampled, what is missing, who is ranked among whom, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
import pytest

from flows.assessment import Assessment
from flows.estimation.composites import write_composites
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
    write_ledgers,
)
from tests.warehouse.given import SQL, table

Z = 1.959963984540054
# 40 answers a town: scores from 92.5 down by 2.5 a town.
ANSWERS = {code: [100.0] * (28 - 4 * at) + [75.0] * (12 + 4 * at) for at, code in enumerate(TOWNS)}
SURVEY = part("survey_score", 60, floor=55, least=30)


def _composed(
    warehouse: duckdb.DuckDBPyConnection,
    rules: Assessment,
    indicators: Mapping[str, Mapping[str, tuple[int, int | None]]],
    revisits: Mapping[str, tuple[int, ...]] | None = None,
    answers: Mapping[str, list[float]] = ANSWERS,
) -> None:
    write_ledgers(warehouse, indicators, revisits)
    write_composites(warehouse, scores(wave(answers), rules) if answers else [], frame(), {JUNE: rules})


def _of(warehouse: duckdb.DuckDBPyConnection, code: str, columns: str, order: int | None = None) -> tuple[Any, ...]:
    """A town's composite, or one of its parts."""
    name, where = ("composite", "") if order is None else ("composite_part", f" and part_order = {order}")
    (row,) = table(warehouse, f"select {columns} from core.{name} where town_code = '{code}'{where}")
    return row


def _by_town(warehouse: duckdb.DuckDBPyConnection, column: str) -> dict[str, Any]:
    return dict(table(warehouse, f"select town_code, {column} from core.composite"))


# --- the sum --------------------------------------------------------------------------------------------------------

ON_TIME = {code: (90 - 10 * at, 100) for at, code in enumerate(TOWNS)}


def test_a_composite_by_hand(warehouse) -> None:
    rules = assessment([SURVEY, part("hotline_on_time", 40)], composite={"small_rates": "as_counted"})
    _composed(warehouse, rules, {"hotline_on_time": ON_TIME})
    # A: (92.5 − 55)/45 · 60 = 50, and 90 · 0.4 = 36.
    assert _of(warehouse, A, "composite, printed, status") == (pytest.approx(86.0), 86.0, "complete")
    assert _of(warehouse, A, "points, contribution, weight_used_pct", 1) == pytest.approx((250 / 3, 50.0, 60.0))
    assert _of(warehouse, A, "value, value_used, se, rule, points", 2) == (90.0, 90.0, 0.0, "as_counted", 90.0)
    # Only the survey is sampled: 40 answers of 10,000 adults.
    se = np.sqrt((1 - 40 / 10_000) * np.var(ANSWERS[A], ddof=1) / 40) * 60 / 45
    assert _of(warehouse, A, "se, ci_low, ci_high") == pytest.approx((se, 86 - Z * se, 86 + Z * se))


def test_losses_say_which_part_costs_how_much_and_add_up(warehouse) -> None:
    rules = assessment([SURVEY, part("hotline_on_time", 40)], composite={"small_rates": "as_counted"})
    _composed(warehouse, rules, {"hotline_on_time": {**ON_TIME, F: (0, 0)}})
    # The county's points are the towns': of five towns with tickets 70, of six with scores (86.25 − 55)/0.45.
    assert _of(warehouse, A, "county_points, loss", 2) == pytest.approx((70.0, 0.4 * (70 - 90)))
    county = 0.6 * (86.25 - 55) / 0.45 + 0.4 * 70
    for code in TOWNS:
        value, loss, by_missing = _of(warehouse, code, "composite, loss, loss_by_missing")
        parts = table(warehouse, f"select sum(loss) from core.composite_part where town_code = '{code}'")[0][0]
        assert loss == pytest.approx(county - value)
        assert parts + by_missing == pytest.approx(loss)
        assert (abs(by_missing) > 1e-9) == (code == F)


def test_what_a_town_lacks_hands_over_its_weight_and_is_named(warehouse) -> None:
    rules = assessment([SURVEY, part("hotline_on_time", 40, least=10)], composite={"small_rates": "as_counted"})
    _composed(warehouse, rules, {"hotline_on_time": {**ON_TIME, E: (9, 9), F: (0, 0)}})
    assert _of(warehouse, F, "status, weight_share_pct, composite") == ("renormalised", 60.0, pytest.approx(2500 / 45))
    assert _of(warehouse, F, "status, value, points, weight_used_pct, contribution", 2) == ("no_data", None, None, 0, 0)
    assert _of(warehouse, E, "status, value, weight_used_pct", 2) == ("below_minimum", 100.0, 0.0)
    assert _of(warehouse, F, "weight_used_pct, weight_used_numerator, weight_used_denominator", 1) == (100, 60, 60)


def test_too_much_missing_is_refused_listed_and_not_ranked(warehouse) -> None:
    rules = assessment([SURVEY, part("hotline_on_time", 40)], composite={"small_rates": "as_counted"})
    few = {**ANSWERS, B: ANSWERS[B][:29]}
    _composed(warehouse, rules, {"hotline_on_time": ON_TIME}, answers=few)
    columns = "status, composite, printed, point_rank, rank_best, ranked_count, loss"
    assert _of(warehouse, B, columns) == ("weight_too_small", None, None, None, None, None, None)
    assert _of(warehouse, A, "ranked_count, point_rank") == (5, 1)
    assert _of(warehouse, F, "point_rank, rank_worst") == (5, 5)


def test_a_score_without_an_error_is_shown_and_not_ranked(warehouse) -> None:
    rules = assessment([SURVEY, part("hotline_on_time", 40)], composite={"small_rates": "as_counted"})
    _composed(warehouse, rules, {"hotline_on_time": ON_TIME}, answers={**ANSWERS, C: [100.0] * 40})
    assert _of(warehouse, C, "status, printed, se, ci_low, point_rank") == ("no_error", 88.0, None, None, None)
    assert _of(warehouse, A, "ranked_count") == (5,)


def test_the_county_is_its_people(warehouse) -> None:
    rules = assessment([part("hotline_on_time", 1)], composite={"small_rates": "as_counted"})
    write_ledgers(warehouse, {"hotline_on_time": ON_TIME})
    write_composites(warehouse, [], frame((50_000, 10_000, 10_000, 10_000, 10_000, 10_000)), {JUNE: rules})
    # Five times 90, then 80, 70, 60, 50, 40, of ten parts of the people.
    assert _of(warehouse, A, "loss, loss_by_missing") == pytest.approx((75 - 90, 0))


# --- rates of few cases ---------------------------------------------------------------------------------------------

RATES = {A: (22, 22), B: (6400, 6530), C: (190, 200), D: (150, 200), E: (120, 200), F: (100, 200)}


def test_the_lower_limit_keeps_few_cases_from_the_top(warehouse) -> None:
    rules = assessment([part("hotline_on_time", 1)], composite={"small_rates": "lower_limit"})
    _composed(warehouse, rules, {"hotline_on_time": RATES})
    # Wilson's lower limit of n of n is n/(n + z²).
    assert _of(warehouse, A, "value, value_used, rule", 1) == (100.0, pytest.approx(2200 / (22 + Z**2)), "lower_limit")
    ranks = _by_town(warehouse, "point_rank")
    assert ranks[B] < ranks[C] < ranks[A]


def test_where_less_is_better_the_upper_limit_counts(warehouse) -> None:
    rules = assessment([part("redo", 1, floor=50, target=0)], composite={"small_rates": "lower_limit"})
    _composed(warehouse, rules, {"redo": {code: (0, 22) if code == A else (5, 200) for code in TOWNS}})
    upper = 100 * Z**2 / (22 + Z**2)
    assert _of(warehouse, A, "value, value_used, rule", 1) == (0.0, pytest.approx(upper), "upper_limit")
    assert _of(warehouse, A, "composite") == (pytest.approx(100 - 2 * upper),)


def test_shrunken_rates_are_drawn_to_the_county_and_four_towns_are_needed(warehouse) -> None:
    rules = assessment([part("hotline_on_time", 1)], composite={"small_rates": "shrunken"})
    _composed(warehouse, rules, {"hotline_on_time": RATES})
    drawn = {code: _of(warehouse, code, "value, value_used, rule", 1) for code in TOWNS}
    assert {rule for *_, rule in drawn.values()} == {"shrunken"}
    moved = {code: abs(used - value) for code, (value, used, _) in drawn.items()}
    assert drawn[A][1] < drawn[A][0]
    assert moved[B] < 0.02 < 0.5 < moved[A]
    _composed(warehouse, rules, {"hotline_on_time": {code: RATES[code] for code in (A, B, C)}})
    assert _of(warehouse, A, "value_used, rule", 1) == (100.0, "as_counted")


def test_counts_are_scored_by_their_limits_and_none_is_nothing(warehouse) -> None:
    rules = assessment([part("hotline_overdue_open", 1, floor=20, target=0)])
    _composed(warehouse, rules, {"hotline_overdue_open": {"": (99, None), A: (5, None), B: (30, None)}})
    assert _of(warehouse, A, "composite, se") == (75.0, 0.0)
    assert _of(warehouse, A, "value, numerator, denominator, base_count", 1) == (5.0, 5, None, None)
    assert (_of(warehouse, B, "composite"), _of(warehouse, C, "composite")) == ((0.0,), (100.0,))


# --- revisited tickets are a sample ---------------------------------------------------------------------------------

SOLVED = dict.fromkeys(TOWNS, (20, 25))


def _solved_se(warehouse: duckdb.DuckDBPyConnection, register: int) -> float:
    rules = assessment([part("hotline_solved", 1)], composite={"small_rates": "as_counted"})
    _composed(warehouse, rules, {"hotline_solved": SOLVED}, dict.fromkeys(TOWNS, (register, 0, 0, 0, 0, 0)))
    return float(_of(warehouse, A, "se", 1)[0])


def test_a_rate_of_revisited_tickets_has_the_error_of_a_sample_from_its_register(warehouse) -> None:
    assert _solved_se(warehouse, 25) == 0.0
    half, most = _solved_se(warehouse, 50), _solved_se(warehouse, 1_000_000)
    assert 0 < half < most
    # All but infinite a register: half of Wilson's interval of 20 of 25 over z.
    wilson = np.sqrt(0.8 * 0.2 / 25 + Z**2 / (4 * 25**2)) / (1 + Z**2 / 25)
    assert most == pytest.approx(100 * wilson, rel=1e-4)


def test_each_rate_has_its_own_register(warehouse) -> None:
    rules = assessment([part("hotline_solved", 1), part("hotline_satisfied", 1)])
    _composed(
        warehouse,
        rules,
        {"hotline_solved": SOLVED, "hotline_satisfied": SOLVED},
        dict.fromkeys(TOWNS, (25, 1000, 25, 20, 20, 20)),
    )
    assert _of(warehouse, A, "se", 1) == (0.0,)
    assert _of(warehouse, A, "se", 2)[0] > 5


@pytest.mark.parametrize(
    ("both", "agreement"),
    [((25, 20, 20, 20), 1.0), ((25, 20, 20, 16), 0.0), ((16, 12, 12, 12), 16 / 25), ((25, 25, 25, 25), 1.0)],
    ids=["the same answers", "unrelated answers", "16 of 25 tickets in both", "nothing known"],
)
def test_two_rates_of_the_same_tickets_err_together(warehouse, both, agreement) -> None:
    """Six like towns: what holds in the county holds in each."""
    rules = assessment(
        [part("hotline_satisfied", 3), part("survey_score", 2, 55), part("hotline_solved", 1)],
        composite={"small_rates": "as_counted"},
    )
    revisits = dict.fromkeys(TOWNS, (1000, 1000, *both))
    _composed(warehouse, rules, {"hotline_solved": SOLVED, "hotline_satisfied": SOLVED}, revisits)
    satisfied, survey, solved = (
        used / 100 * slope * _of(warehouse, A, "se", order)[0]
        for order, used, slope in ((1, 50, 1), (2, 100 / 3, 100 / 45), (3, 100 / 6, 1))
    )
    expected = satisfied**2 + survey**2 + solved**2 + 2 * agreement * satisfied * solved
    assert _of(warehouse, A, "se")[0] ** 2 == pytest.approx(expected)


# --- ranks ----------------------------------------------------------------------------------------------------------


def test_ranks_and_what_the_data_do_not_exclude(warehouse) -> None:
    rules = assessment([SURVEY, part("hotline_on_time", 40)], composite={"small_rates": "as_counted"})
    _composed(warehouse, rules, {"hotline_on_time": ON_TIME})
    rows = table(
        warehouse,
        "select point_rank, rank_best, rank_worst, bottom_pct, top_pct, ranked_count from core.composite order by 1",
    )
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert all(best <= rank <= worst for rank, best, worst, *_ in rows)
    # Of 86.0, 78.7 and 71.3 with errors of about 2.5, neighbours are 2.1 standard errors apart and the others 4.1.
    assert [row[1:3] for row in rows[:3]] == [(1, 2), (1, 3), (2, 4)]
    assert sum(row[3] for row in rows) == pytest.approx(300)
    assert rows[0][4] > 99 > rows[2][4] > 50 > rows[3][4]


def test_what_is_known_exactly_has_its_rank_and_ties_share_theirs(warehouse) -> None:
    rules = assessment([part("hotline_on_time", 1)], composite={"small_rates": "as_counted"})
    rates = {A: (900, 1000), B: (800, 1000), C: (8000, 10000), D: (700, 1000), E: (60001, 100000), F: (60004, 100000)}
    _composed(warehouse, rules, {"hotline_on_time": rates})
    ranks = {code: _of(warehouse, code, "point_rank, is_tied, rank_best, rank_worst") for code in TOWNS}
    assert ranks[A] == (1, False, 1, 1)
    assert ranks[B] == ranks[C] == (2, True, 2, 3)
    assert ranks[D] == (4, False, 4, 4)
    # 60.001 and 60.004 are printed alike.
    assert ranks[E] == ranks[F] == (5, True, 5, 6)


def test_streets_and_towns_are_ranked_apart(warehouse) -> None:
    rules = assessment(
        [part("hotline_on_time", 1)], composite={"small_rates": "as_counted", "peer_groups": "town_type"}
    )
    _composed(warehouse, rules, {"hotline_on_time": ON_TIME})
    ranks = {code: _of(warehouse, code, "peer_group, point_rank, ranked_count") for code in TOWNS}
    assert ranks == {
        **{A: ("街道", 1, 2), B: ("街道", 2, 2)},
        **{C: ("镇", 1, 4), D: ("镇", 2, 4), E: ("镇", 3, 4), F: ("镇", 4, 4)},
    }
    # Both of two streets are among their last three: that is no finding.
    assert _of(warehouse, A, "bottom_pct, top_pct") == (None, None)
    assert _of(warehouse, C, "bottom_pct, top_pct") == (pytest.approx(0, abs=1e-6), pytest.approx(100))


@pytest.mark.filterwarnings("error")
def test_a_month_in_which_nothing_can_be_counted_lists_the_towns(warehouse) -> None:
    rules = assessment([SURVEY, part("hotline_on_time", 40)])
    _composed(warehouse, rules, {}, answers={})
    assert table(warehouse, "select distinct status, composite, loss from core.composite") == [
        ("weight_too_small", None, None)
    ]


# --- the marts -----------------------------------------------------------------------------------------------------


def test_readers_see_the_towns_by_name_and_what_is_missing(warehouse) -> None:
    rules = assessment()
    on_time = {**ON_TIME, F: (0, 0)}
    _composed(
        warehouse, rules, {"hotline_on_time": on_time, "hotline_solved": on_time, "rectification_struck_off": ON_TIME}
    )
    wanted = {"mart.composite", "mart.composite_part"}
    run_models(warehouse, [model for model in read_models(SQL, ("marts",)) if model.table in wanted])
    columns = "town_name, peer_group, missing_parts, weight_share_pct"
    rows = table(warehouse, f"select {columns} from mart.composite order by town_order")
    assert rows[0] == ("南麻街道", "all", "办理满意率", 90.0)
    assert rows[-1] == ("燕崖镇", "all", "按时办结率、解决率、办理满意率", 70.0)
    parts = table(
        warehouse, f"select title, weight from mart.composite_part where town_code = '{A}' order by part_order"
    )
    assert parts[:2] == [("满意度得分", 60.0), ("按时办结率", 10.0)]
