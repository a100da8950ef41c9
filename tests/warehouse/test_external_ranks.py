"""The third party's districts: ranks and rises as stated and as the scores say, gaps to the neighbours."""

import pytest

from flows.warehouse.models import read_models, run_models
from tests.warehouse.given import SQL, Given, Sheet, built, rows_of, table

# month → district, score, rank, rank change as written; 沂源县 is the bureau's own
MONTHS = {
    "2022-03": [("张店区", "88", "1", ""), ("沂源县", "86", "2", ""), ("高青县", "84", "3", "")],
    "2022-05": [  # a tie, ranked without a gap after it, and the county a place lower than stated
        ("张店区", "88", "1", "0"),
        ("高青县", "87", "2", "上升1位"),
        ("临淄区", "87", "2", ""),
        ("沂源县", "85.5", "3", "-1"),
    ],
    "2022-06": [("沂源县", "86", "3/11", "0"), ("张店区", "88", "1", "")],  # not all of them
    "2022-07": [("沂源县", "90", "", "+2"), ("张店区", "88", "", "")],  # no ranks stated
}


@pytest.fixture(scope="module")
def warehouse():
    sheets = [
        Sheet("external_district", rows_of("district score rank rank_change", rows), month=month)
        for month, rows in MONTHS.items()
    ]
    connection = built(Given(sheets), "staging.external_rank", "staging.sheet")
    run_models(connection, [m for m in read_models(SQL, ("marts",)) if m.table == "mart.external_district"])
    return connection


def test_ranks_follow_from_scores_where_all_districts_are_there(warehouse) -> None:
    found = table(
        warehouse,
        "select strftime(month, '%m'), district, rank, computed_rank, is_rank_disputed from mart.external_district"
        " order by month, score desc, district",
    )
    assert found == [
        ("03", "张店区", 1, 1, False),
        ("03", "沂源县", 2, 2, False),
        ("03", "高青县", 3, 3, False),
        ("05", "张店区", 1, 1, False),
        ("05", "临淄区", 2, 2, False),
        ("05", "高青县", 2, 2, False),
        ("05", "沂源县", 3, 4, True),
        ("06", "张店区", 1, None, False),
        ("06", "沂源县", 3, None, False),
        ("07", "沂源县", None, 1, False),
        ("07", "张店区", None, 2, False),
    ]


def test_a_rise_is_since_the_latest_month_before(warehouse) -> None:
    found = table(
        warehouse,
        "select strftime(month, '%m'), strftime(prior_month, '%m'), score_change, prior_rank, places_risen,"
        " computed_rise, is_rise_disputed from mart.external_district where is_own_county order by month",
    )
    assert found == [
        ("03", None, None, None, None, None, False),
        ("05", "03", -0.5, 2, -1, -1, False),
        ("06", "05", 0.5, 3, 0, 0, False),
        ("07", "06", 4.0, 3, 2, 2, False),
    ]


def test_the_neighbours_are_the_next_scores_ties_together(warehouse) -> None:
    found = table(
        warehouse,
        "select district, above_district, gap_above, below_district, gap_below from mart.external_district"
        " where month = '2022-05-01' order by score desc, district",
    )
    assert found == [
        ("张店区", None, None, "临淄区、高青县", 1.0),
        ("临淄区", "张店区", 1.0, "沂源县", 1.5),
        ("高青县", "张店区", 1.0, "沂源县", 1.5),
        ("沂源县", "临淄区、高青县", 1.5, None, None),
    ]


def test_the_analyst_is_asked_about_ranks_and_about_the_own_countys_rise() -> None:
    sheets = [
        Sheet("external_district", rows_of("district score rank rank_change", rows), month=month)
        for month, rows in {
            "2022-05": [("张店区", "88", "1", "0"), ("沂源县", "85", "3", "0")],
            "2022-06": [("张店区", "88", "2", "1"), ("沂源县", "89", "1", "1")],
            "2022-07": [("张店区", "88", "1", "2"), ("沂源县", "85", "1", "-1")],
        }.items()
    ]
    warehouse = built(Given(sheets), "staging.external_rank")
    found = table(
        warehouse, "select month, row, unnest(problems, recursive := true) from staging.external_rank order by 1"
    )
    assert found == [
        ("2022-06-01", 3, "district_rise_disputed", "rank_change", "1", "2022-05 第3位，本月第1位"),
        ("2022-07-01", 3, "district_rank_disputed", "rank", "1", "2"),
        ("2022-07-01", 3, "district_rise_disputed", "rank_change", "-1", "2022-06 第1位，本月第1位"),
    ]
