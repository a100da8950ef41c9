"""What readers see: who is ranked and who is not, what is compared with the month before, whom a weight speaks for."""

import pytest

from tests.warehouse.given import Given, Sheet, built, reference, table
from tests.warehouse.wave import interviews, wave

NANMA, XILI, SHIQIAO, ZHANGJIAPO = "370323002", "370323105", "370323110", "370323108"


def _population(town_code: str, urban_rural: str | None = None) -> int:
    return sum(
        row.persons
        for row in reference().rows("population")
        if row.town_code == town_code and urban_rural in (None, row.urban_rural)
    )


def _june() -> list[dict[str, str]]:
    """石桥镇 has 20 interviews, 西里镇 none, 张家坡镇 one urban and 47 rural ones."""
    rows = interviews("2022-06", without=["西里镇"])
    urban = [row for row in rows if row["town"] == "张家坡镇" and row["urban_rural"] == "城镇"]
    for row in urban[1:]:
        row["urban_rural"] = "农村"
    few = [row for row in rows if row["town"] == "石桥镇" and row["sample_id"][-3:] >= "010"]
    return [row for row in rows if row not in few]


@pytest.fixture(scope="module")
def months():
    """Scale five in June 2021 and three from July on; no wave in August; then May and June 2022."""
    sheets = [sheet for month in ("2021-06", "2021-07", "2022-05") for sheet in wave(month)]
    third_party = Sheet(
        "external_town", [{"town": town, "score": "86.4", "sample_size": "50"} for town in ("南麻", "西里")]
    )
    return built(Given([*sheets, *wave("2022-06", _june()), third_party], folders=["2021-08"]), marts=True)


def _ranking(months, month: str, columns: str, town_code: str):
    sql = f"select {columns} from mart.town_ranking where month = ? and town_code = ?"
    (row,) = table(months, sql, f"{month}-01", town_code)
    return row


# --- weights --------------------------------------------------------------------------------------------------------


def test_an_interview_speaks_for_its_stratum(months) -> None:
    found = table(
        months,
        "select stratum, count(*), min(base_weight), max(base_weight) from core.respondent"
        " where month = '2022-06-01' and town_code = ? group by stratum order by stratum",
        NANMA,
    )
    urban, rural = (_population(NANMA, side) / 24 for side in ("urban", "rural"))
    assert urban != rural
    assert found == [(f"{NANMA}/rural", 24, rural, rural), (f"{NANMA}/urban", 24, urban, urban)]


def test_a_lonely_stratum_is_merged_into_its_town(months) -> None:
    found = table(
        months,
        "select distinct stratum, stratum_population, stratum_interview_count, base_weight from core.respondent"
        " where month = '2022-06-01' and town_code = ?",
        ZHANGJIAPO,
    )
    everybody = _population(ZHANGJIAPO)
    assert found == [(f"{ZHANGJIAPO}/all", everybody, 48, everybody / 48)]
    assert _ranking(months, "2022-06", "status", ZHANGJIAPO) == ("ranked",)


def test_a_month_has_the_weights_of_its_own_sample(months) -> None:
    found = table(
        months, "select distinct stratum from core.respondent where month = '2022-05-01' and town_code = ?", ZHANGJIAPO
    )
    assert sorted(found) == [(f"{ZHANGJIAPO}/rural",), (f"{ZHANGJIAPO}/urban",)]


# --- who is ranked --------------------------------------------------------------------------------------------------


def test_every_month_lists_all_twelve_towns_once(months) -> None:
    found = table(
        months, "select month, count(*), count(distinct town_code) from mart.town_ranking group by all order by 1"
    )
    expected = ("2021-06-01", "2021-07-01", "2021-08-01", "2022-05-01", "2022-06-01")
    assert found == [(month, 12, 12) for month in expected]


def test_a_small_sample_is_listed_with_its_score_and_not_ranked(months) -> None:
    columns = "status, interview_count, scored_count, score is not null, point_rank, rank_best, bottom_evidence"
    assert _ranking(months, "2022-06", "bottom_action, top_action", SHIQIAO) == (None, None)
    assert _ranking(months, "2022-06", columns, SHIQIAO) == ("too_few", 20, 20, True, None, None, "insufficient")


def test_a_town_without_interviews_is_listed_with_the_reason(months) -> None:
    columns = "status, interview_count, scored_count, score, score_printed, point_rank, change_verdict"
    assert _ranking(months, "2022-06", columns, XILI) == ("no_data", 0, 0, None, None, None, "none")


def test_the_others_are_ranked_among_themselves(months) -> None:
    found = table(months, "select distinct ranked_count from mart.town_ranking where month = '2022-06-01'")
    assert sorted(found, key=str) == [(10,), (None,)]
    ranks = table(
        months,
        "select point_rank, score_printed from mart.town_ranking where month = '2022-06-01' and ranked_count = 10",
    )
    assert all(rank == 1 + sum(other > printed for _, other in ranks) for rank, printed in ranks)


def test_a_month_without_interviews_ranks_nobody(months) -> None:
    found = table(months, "select distinct status, point_rank from mart.town_ranking where month = '2021-08-01'")
    assert found == [("no_data", None)]


# --- against the month before ---------------------------------------------------------------------------------------

PRIOR = "prior_score_printed is not null, prior_point_rank is not null, change, change_printed, change_verdict"


def test_the_first_month_is_compared_with_nothing(months) -> None:
    assert _ranking(months, "2021-06", PRIOR, NANMA) == (False, False, None, None, "none")


def test_another_scale_is_not_compared(months) -> None:
    assert _ranking(months, "2021-07", PRIOR, NANMA) == (False, True, None, None, "none")
    (county,) = table(
        months,
        "select scale, prior_scale, change, change_printed, change_verdict"
        " from mart.county_month where month = '2021-07-01'",
    )
    assert county == ("three", "five", None, None, "none")
    assert table(months, "select distinct change_verdict from mart.dimension_score where month = '2021-07-01'") == [
        ("none",)
    ]


def test_after_a_gap_nothing_is_compared(months) -> None:
    assert _ranking(months, "2022-05", PRIOR, NANMA) == (False, False, None, None, "none")


def test_the_same_answers_a_month_later_are_no_change(months) -> None:
    assert _ranking(months, "2022-06", PRIOR, NANMA) == (True, True, 0.0, 0.0, "flat")


def test_a_town_too_small_this_month_is_not_compared(months) -> None:
    assert _ranking(months, "2022-06", PRIOR, SHIQIAO) == (True, True, None, None, "none")


# --- county, dimensions, indicators, traces --------------------------------------------------------------------------


def test_the_county_row_counts_what_was_read(months) -> None:
    (found,) = table(
        months,
        "select file_count, attempt_count, valid_count, rr1_numerator, rr1_denominator, rr1_pct"
        " from mart.county_month where month = '2022-06-01'",
    )
    assert found == (4, 500, 500, 500, 500, 100.0)


def test_the_satisfied_share_is_weighted_and_has_its_parts(months) -> None:
    (share, numerator, denominator) = table(
        months,
        "select satisfied_pct, satisfied_numerator, satisfied_denominator"
        " from mart.county_month where month = '2022-05-01'",
    )[0]
    everybody = sum(row.persons for row in reference().rows("population"))
    assert denominator == pytest.approx(everybody)
    assert share == pytest.approx(100 * numerator / denominator)
    by_hand = sum(
        _population(town.town_code)
        * sum(
            row["q1"] != "不满意"
            for row in interviews("2022-05")
            if row["town"] == town.town_name and "城" in row["urban_rural"]
        )
        / 24
        for town in reference().rows("town")
    )
    assert numerator == pytest.approx(by_hand)


def test_dimensions_carry_the_questionnaires_names(months) -> None:
    found = table(
        months,
        "select question, dimension_name from mart.dimension_score"
        " where month = '2022-06-01' and scope = 'county' order by 1",
    )
    wave_of_2022 = [row for row in reference().rows("question") if row.valid_from == "2021-07"]
    assert found == [(row.question, row.dimension_name) for row in wave_of_2022]


def test_a_sample_is_set_beside_the_population_it_stands_for(months) -> None:
    found = table(
        months,
        "select scope_name, sample_numerator, sample_denominator, population_numerator, population_denominator"
        " from mart.sample_composition where month = '2022-05-01' and scope = 'urban_rural' order by scope_order",
    )
    asked = interviews("2022-05")
    people = [(row.urban_rural, row.persons) for row in reference().rows("population")]
    whole = sum(persons for _, persons in people)
    assert found == [
        (
            name,
            sum(name[0] in row["urban_rural"] for row in asked),
            len(asked),
            sum(persons for each, persons in people if each == code),
            whole,
        )
        for name, code in (("城镇", "urban"), ("农村", "rural"))
    ]


def test_what_residents_think_otherwise_has_its_test(months) -> None:
    found = table(
        months,
        "select contrast.scope_code, round(contrast.difference + other.difference, 9), contrast.verdict, test.decision"
        " from mart.group_contrast as contrast"
        " inner join mart.group_contrast as other using (month, scope)"
        " inner join mart.test as test on test.test_id = contrast.group_test"
        " where month = '2022-05-01' and scope = 'urban_rural' and other.scope_code <> contrast.scope_code order by 1",
    )
    assert [(code, total) for code, total, *_ in found] == [("rural", 0.0), ("urban", 0.0)]
    assert all(verdict == decision for *_, verdict, decision in found)


@pytest.fixture(scope="module")
def few():
    """Two months with tickets and no ledger."""
    may = {"ticket_no": "0", "town": "南麻", "called_at": "2022-05-06", "due_at": "2022-05-10"}
    good = {"ticket_no": "1", "town": "南麻", "called_at": "2022-06-06"}
    stray = {**good, "ticket_no": "2", "town": "西李镇"}
    june = [good, good, stray, stray, {**good, "ticket_no": "3", "channel": "抖音"}]
    sheets = [Sheet("hotline", [may], month="2022-05"), Sheet("hotline", june), Sheet("visit", [{}, {}])]
    return built(Given(sheets), marts=True)


def test_a_town_without_a_record_has_nothing_due_not_nought_per_cent(few) -> None:
    found = table(
        few,
        "select scope_code, numerator, denominator, value from mart.indicator"
        " where month = '2022-05-01' and indicator = 'hotline_on_time' "
        " and scope in ('county', 'town') and scope_code in ('', ?, ?) order by all",
        NANMA,
        XILI,
    )
    assert found == [("", 0, 1, 0.0), (NANMA, 0, 1, 0.0), (XILI, 0, 0, None)]
    scopes = "select scope, count(*) from mart.indicator where indicator = 'hotline_open' and month = '2022-05-01'"
    assert table(few, f"{scopes} group by scope order by scope") == [
        ("channel", 4),
        ("county", 1),
        ("office", 5),
        ("town", 12),
        ("unit", 5),
    ]
    counts = "select count(*) from mart.indicator where indicator = 'hotline_received'"
    assert table(few, f"{counts} and denominator is null and value = numerator") == table(few, counts)
    ledger = "select count(*) from mart.indicator where indicator like 'rectification%'"
    assert table(few, ledger) == [(0,)]  # no ledger arrived: nothing to show, not a row of noughts


def test_every_scored_interview_can_be_traced_to_its_row(months) -> None:
    found = table(
        months,
        "select file, sheet, row, grade from mart.trace_interview"
        " where month = '2022-06-01' and dimension = 'overall' and sample_id = ?",
        f"{NANMA}城镇000",
    )
    assert found == [("2022-06/survey.xlsx", "Sheet1", 2, "满意")]


def test_data_quality_says_what_became_of_the_rows(few) -> None:
    columns = "source, sheet_count, row_count, rejected_count, duplicate_count, used_count, notice_count"
    assert table(few, f"select {columns} from mart.data_quality where month = '2022-06-01' order by source_order") == [
        ("hotline", 1, 5, 2, 1, 2, 3),
        ("visit", 1, 2, 2, 0, 0, 3),
    ]


# --- one row is one thing -------------------------------------------------------------------------------------------


def test_past_months_of_the_same_scale_stand_beside_a_town_and_an_unranked_one_has_no_score(months) -> None:
    sql = (
        "select strftime(past_month, '%Y-%m'), score_printed is not null, point_rank is not null,"
        " county_score_printed is not null from mart.town_trend where month = ? and town_code = ? order by past_month"
    )
    assert table(months, sql, "2022-06-01", SHIQIAO) == [
        ("2021-07", True, True, True),
        ("2022-05", True, True, True),
        ("2022-06", False, False, True),
    ]
    assert table(months, sql, "2021-07-01", NANMA) == [("2021-07", True, True, True)]


GRAINS = {
    "mart.supervision_notice": "month, scope, scope_code",
    "mart.supervision_item": "month, scope, scope_code, source, item_no",
    "mart.due_month": "month, source",
    "staging.word": "list, word",
    "staging.sheet": "sheet_id",
    "staging.sheet_seen": "month, file, sheet",
    "staging.file": "month, file",
    "staging.month": "month",
    "staging.interview_read": "sheet_id, row",
    "staging.interview": "sheet_id, row",
    "staging.answer": "sheet_id, row, question",
    "staging.ticket_read": "sheet_id, row",
    "staging.ticket": "month, ticket_no",
    "staging.rectification_read": "sheet_id, row",
    "staging.rectification": "month, ledger_no",
    "core.month": "month",
    "core.respondent": "sheet_id, row",
    "core.scored_answer": "sheet_id, row, dimension",
    "core.survey_outcome": "month, scope, scope_code",
    "core.hotline_event": "month, ticket_no",
    "core.rectification_event": "month, ledger_no",
    "staging.unit_name": "name",
    "core.scope": "scope, scope_code",
    "core.indicator": "month, scope, scope_code, indicator",
    "core.weight": "sheet_id, row",
    "core.weighting": "month, town_code",
    "core.score": "month, span_months, scope, scope_code, dimension",
    "core.share": "month, scope, scope_code, dimension, measure",
    "core.rank": "month, span_months, dimension, town_code",
    "core.rank_probability": "month, span_months, dimension, town_code, rank",
    "core.pair": "month, span_months, dimension, town_code, other_town_code",
    "core.change": "month, prior_month, scope, scope_code, dimension",
    "core.month_pair": "month, prior_month",
    "mart.comparison": "month, prior_month, scope, scope_code, dimension",
    "core.movement": "month, dimension, town_code",
    "core.plan": "month",
    "core.town_plan": "month, town_code",
    "core.composite": "month, town_code",
    "core.composite_part": "month, town_code, part_order",
    "core.robustness": "month, basis, town_code",
    "core.analysis": "month, basis, analysis, town_code",
    "core.driver": "month, dimension",
    "ops.issue": "issue_no",
    "mart.town_ranking": "month, town_code",
    "mart.county_month": "month",
    "mart.town_trend": "month, town_code, past_month",
    "mart.dimension_score": "month, scope, scope_code, dimension",
    "mart.indicator": "month, scope, scope_code, indicator",
    "mart.closing_time": "month, scope, scope_code, band_order",
    "mart.data_quality": "month, source",
    "mart.grade": "scale, answer",
    "mart.setting": "month, part, setting",
    "mart.weighting": "month, town_code",
    "mart.share": "month, scope, scope_code, dimension, measure",
    "mart.rank_probability": "month, span_months, dimension, town_code, rank",
    "mart.pair_comparison": "month, span_months, dimension, town_code, other_town_code",
    "mart.refusal": "month, span_months, dimension, town_code",
    "mart.sample_plan": "month, town_code",
    "mart.test": "test_id",
    "mart.composite": "month, town_code",
    "mart.composite_part": "month, town_code, part_order",
    "mart.composite_table": "month, town_code",
    "mart.robustness": "month, basis, town_code",
    "mart.analysis": "month, basis, analysis, town_code",
    "mart.driver": "month, dimension",
    "core.group_contrast": "month, scope, scope_code",
    "mart.group_contrast": "month, scope, scope_code",
    "mart.sample_composition": "month, scope, scope_code",
    "mart.statement": "month, report, statement_order",
    "mart.trace_interview": "file, sheet, row, dimension",
    "mart.external_town": "month, town_code",
    "mart.trace_ticket": "month, ticket_no",
    "mart.rectification_summary": "month, ledger_no",
    "mart.summary_column": "column_order",
    "mart.trace_rectification": "month, ledger_no",
    "staging.report": "sheet_id, row",
}


@pytest.mark.parametrize("model", GRAINS)
def test_no_table_says_a_thing_twice(months, model) -> None:
    assert table(months, f"select {GRAINS[model]} from {model} group by all having count(*) > 1") == []
    if model not in ("ops.issue",):
        assert table(months, f"select count(*) > 0 from {model}") == [(True,)]


def test_the_bounds_of_the_funnel_narrow_around_the_county_from_the_smallest_to_the_largest_sample(months) -> None:
    rows = table(
        months,
        "select effective_count, score_low, score_high, deviation from mart.funnel_bound"
        " where month = '2022-06-01' order by step",
    )
    ((least, most, score, deviation),) = table(
        months,
        "select min(effective_count), max(effective_count), any_value(county.score),"
        " sqrt(avg(score_se ^ 2 * effective_count))"
        " from mart.town_ranking inner join mart.county_month as county using (month)"
        " where month = '2022-06-01' and status = 'ranked'",
    )
    assert len(rows) == 41
    assert (rows[0][0], rows[-1][0]) == pytest.approx((least, most))
    assert [high - low for _, low, high, _ in rows] == pytest.approx([4 * deviation / n**0.5 for n, *_ in rows])
    assert [(low + high) / 2 for _, low, high, _ in rows] == pytest.approx([score] * 41)
    assert table(months, "select count(*) from mart.funnel_bound where month = '2021-08-01'") == [(0,)]


def test_every_town_has_a_tile_of_its_own(months) -> None:
    assert table(months, "select count(*), count(distinct (tile_column, tile_row)) from mart.town") == [(12, 12)]
