"""The list of those to be visited: what is read, and which row speaks for a household."""

import pytest

from tests.warehouse.given import Given, Sheet, built, codes, table

GOOD = {"town": "悦庄镇", "target_type": "个体工商户", "group": "一组", "householder": "张**", "is_long_away": "否"}

READ = {
    "a good row": ({}, []),
    "no number": ({"household_no": ""}, ["id_missing"]),
    "a number turned into a float": ({"household_no": "2.02206E+13"}, ["id_lossy"]),
    "no town, but a village of one town": ({"town": "", "village": "南麻一村"}, []),
    "no town, a village of two towns": ({"town": "", "village": "新村"}, ["town_ambiguous"]),
    "a misspelt town": ({"town": "悦装镇"}, ["town_unknown"]),
    "a group that no list has": ({"group": "五组"}, ["group_unknown"]),
    "no kind of target": ({"target_type": ""}, ["target_missing"]),
    "an unknown kind of target": ({"target_type": "亲戚"}, ["word_unknown"]),
    "nobody says whether away": ({"is_long_away": ""}, []),
    "an unknown word for being away": ({"is_long_away": "偶尔"}, ["word_unknown"]),
}


def _row(number: str, cells: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in {"household_no": number, **GOOD, **cells}.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    rows = [_row(f"{number}", cells) for number, (cells, _) in enumerate(READ.values())]
    return built(Given([Sheet("household", rows)]))


@pytest.mark.parametrize("case", READ)
def test_reading_a_row(warehouse, case) -> None:
    assert codes(warehouse, "staging.household_read")[list(READ).index(case) + 2] == READ[case][1]


def test_who_is_away() -> None:
    words = {"是": True, "长期在外": True, "否": False, "常住": False, "": False}
    rows = [_row(f"{number}", {"is_long_away": word}) for number, word in enumerate(words)]
    found = table(
        built(Given([Sheet("household", rows)]), "staging.household"),
        "select is_long_away from staging.household order by row",
    )
    assert found == [(away,) for away in words.values()]


def test_one_number_for_two_households_of_a_group_is_told_and_both_stay() -> None:
    rows = [_row("1", {}), _row("1", {"householder": "李**"}), _row("1", {"group": "二组", "householder": "李**"})]
    warehouse = built(Given([Sheet("household", rows)]))
    assert codes(warehouse, "staging.household_read") == {2: ["id_repeated"], 3: ["id_repeated"], 4: []}
    assert table(warehouse, "select count(*) from staging.household") == [(3,)]


def test_the_later_sheet_speaks_for_a_household_and_months_keep_their_own() -> None:
    sheets = [
        Sheet("household", [_row("1", {}), _row("2", {})], file="2022-06/名单.xlsx"),
        Sheet("household", [_row("1", {"is_long_away": "是"})], file="2022-06/名单（更新）.xlsx"),
        Sheet("household", [_row("1", {})], month="2022-07"),
    ]
    warehouse = built(Given(sheets), "ops.issue", "mart.data_quality")
    found = table(warehouse, "select month, household_no, is_long_away from staging.household order by all")
    assert found == [("2022-06-01", "1", True), ("2022-06-01", "2", False), ("2022-07-01", "1", False)]
    told = table(warehouse, "select file, row, column_header, problem from ops.issue where code = 'row_superseded'")
    assert told == [
        (
            "2022-06/名单.xlsx",
            2,
            "名单编号",
            "同一事项在2022-06/名单（更新）.xlsx第 2 行另有内容，以那一行为准，本行没有使用",
        )
    ]
    counts = "select row_count, used_count, superseded_count from mart.data_quality order by month"
    assert table(warehouse, counts) == [(3, 2, 1), (1, 1, 0)]


def test_a_rejected_later_row_supersedes_nothing() -> None:
    sheets = [
        Sheet("household", [_row("1", {})], file="2022-06/名单.xlsx"),
        Sheet("household", [_row("1", {"town": "悦装镇"})], file="2022-06/名单（更新）.xlsx"),
    ]
    warehouse = built(Given(sheets))
    assert table(warehouse, "select town_code from staging.household") == [("370323104",)]
    assert table(warehouse, "select fate from staging.row_fate order by sheet_id") == [("used",), ("rejected",)]


def test_no_households() -> None:
    assert table(built(Given([Sheet("household")]), "staging.household"), "select * from staging.household") == []
