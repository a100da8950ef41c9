"""The third party's results: scores on one scale, ranks, and what may be read in two ways."""

import pytest

from tests.warehouse.given import Given, Sheet, built, codes, rows_of, table

TOWNS = ("南麻街道", "历山街道", "鲁村镇", "东里镇")

# the scores of one sheet as written → as read (None: rejected, for this reason)
SHEETS = {
    "points": (["85.5", "90", "100", "0"], [85.5, 90.0, 100.0, 0.0]),
    "per cent": (["85.5%", "８５．５％", "90 %", "100%"], [85.5, 85.5, 90.0, 100.0]),
    "points and per cent": (["85.5", "85.5%", "85.5分", "90"], [85.5, 85.5, 85.5, 90.0]),
    "ratios": (["0.855", "0.9", "1", "0.8748"], [85.5, 90.0, 100.0, 87.48]),
    "ratios and per cent": (["0.855", "90%"], [85.5, 90.0]),
    "a ratio among points": (["85.5", "0.9", "90"], [85.5, "score_ambiguous", 90.0]),
    "a one among points": (["85.5", "1"], [85.5, "score_ambiguous"]),
    "a one among points with their unit": (["85.5分", "1"], [85.5, "score_ambiguous"]),
    "nothing but ones and noughts": (["1", "0"], ["score_ambiguous", 0.0]),
    "past the scale": (["100.01", "-1", "85.5"], ["score_unreadable", "score_unreadable", 85.5]),
    "words": (["优秀", "85.5"], ["score_unreadable", 85.5]),
    "nothing": (["", "—", "85.5"], ["score_missing", "score_missing", 85.5]),
}


@pytest.mark.parametrize("case", SHEETS)
def test_scores_of_a_sheet(case) -> None:
    written, expected = SHEETS[case]
    rows = rows_of("town score", list(zip(TOWNS, written, strict=False)), sample_size="50")
    warehouse = built(Given([Sheet("external_town", rows)]), "staging.external_town")
    told = codes(warehouse, "staging.external_town_read")
    scores = dict(table(warehouse, "select row, score from staging.external_town"))
    assert [scores.get(row, *told[row]) for row in told] == expected


def test_each_sheet_has_its_own_scale() -> None:
    sheets = [
        Sheet("external_town", [{"town": "南麻", "score": "0.9", "sample_size": "50"}]),
        Sheet("external_town", [{"town": "历山", "score": "85.5", "sample_size": "50"}], file="2022-06/又.xlsx"),
        Sheet("external_district", [{"district": "沂源县", "score": "0.9", "rank": "3/8"}]),
    ]
    warehouse = built(Given(sheets))
    assert table(warehouse, "select score from staging.external_town order by sheet_id") == [(90.0,), (85.5,)]
    assert table(warehouse, "select score, rank, rank_places from staging.external_district") == [(90.0, 3, 8)]


TOWN_ROWS = {
    "a good row": ({}, []),
    "a misspelt town": ({"town": "悦装镇"}, ["town_unknown"]),
    "no town": ({"town": ""}, ["town_missing"]),
    "a sample with its unit": ({"town": "东里", "sample_size": "48份"}, []),
    "no sample": ({"town": "石桥", "sample_size": ""}, []),
    "an unreadable sample": ({"town": "西里", "sample_size": "约50"}, ["number_unreadable"]),
}


def test_reading_a_town() -> None:
    good = {"town": "悦庄镇", "score": "85.5", "sample_size": "50"}
    rows = [{n: t for n, t in {**good, **cells}.items() if t} for cells, _ in TOWN_ROWS.values()]
    warehouse = built(Given([Sheet("external_town", rows)]), "staging.external_town")
    assert list(codes(warehouse, "staging.external_town_read").values()) == [told for _, told in TOWN_ROWS.values()]
    assert table(warehouse, "select sample_size from staging.external_town order by row") == [
        (50,),
        (48,),
        (None,),
        (None,),
    ]


def test_reading_a_district() -> None:
    rows = rows_of(
        "district score rank rank_change",
        [
            ("张店区", "88.6", "第1名", "上升2位"),
            ("沂源县", "87.2", "2/11", "-1"),
            ("高新区", "86", "第三", "—"),
            ("临淄区", "85", "前列", "较好"),
            ("", "84", "5", "0"),
        ],
    )
    warehouse = built(Given([Sheet("external_district", rows)]), "staging.external_district")
    told = codes(warehouse, "staging.external_district_read")
    assert list(told.values()) == [[], [], [], ["number_unreadable", "number_unreadable"], ["district_missing"]]
    columns = "district, is_own_county, rank, rank_places, places_risen"
    assert table(warehouse, f"select {columns} from staging.external_district order by row") == [
        ("张店区", False, 1, None, 2),
        ("沂源县", True, 2, 11, -1),
        ("高新区", False, 3, None, None),
        ("临淄区", False, None, None, None),
    ]


def test_two_results_for_one_are_told_and_neither_is_used() -> None:
    town = {"town": "南麻", "score": "90", "sample_size": "50"}
    district = {"district": "沂源县", "score": "87", "rank": "3"}
    sheets = [
        Sheet("external_town", [town, {**town, "town": "南麻街道", "score": "91"}, {**town, "town": "历山"}]),
        Sheet("external_district", [district], sheet="一"),
        Sheet("external_district", [{**district, "score": "88"}], sheet="二"),
        Sheet("external_town", [town], month="2022-07"),
    ]
    warehouse = built(Given(sheets))
    assert table(warehouse, "select month, town_code from staging.external_town order by all") == [
        ("2022-06-01", "370323001"),
        ("2022-07-01", "370323002"),
    ]
    assert table(warehouse, "select * from staging.external_district") == []
    told = table(warehouse, "select problem from ops.issue where code = 'result_repeated' order by issue_no")
    assert [problem for (problem,) in told] == [
        "本月有多行不同的“沂源县”结果，都没有使用",
        "本月有多行不同的“沂源县”结果，都没有使用",
        "本月有多行不同的“南麻”结果，都没有使用",
        "本月有多行不同的“南麻街道”结果，都没有使用",
    ]


def test_the_same_result_twice_counts_once() -> None:
    town = {"town": "南麻", "score": "90", "sample_size": "50"}
    warehouse = built(Given([Sheet("external_town", [town, town])]), "staging.external_town")
    assert table(warehouse, "select row from staging.external_town") == [(2,)]
    assert codes(warehouse, "staging.external_town_read") == {2: [], 3: ["row_duplicate"]}


def test_no_results() -> None:
    warehouse = built(
        Given([Sheet("external_town"), Sheet("external_district")]),
        "staging.external_town",
        "staging.external_district",
    )
    assert (
        table(warehouse, "select 1 from staging.external_town union all select 1 from staging.external_district") == []
    )
