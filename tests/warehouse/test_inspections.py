"""Inspections: what is read of a finding, its place, and the ledger it went onto."""

import pytest

from tests.warehouse.given import Given, Sheet, built, codes, table

GOOD = {
    "town": "悦庄镇",
    "inspected_on": "2022-06-07",
    "team": "第一督查组",
    "theme": "文化市场",
    "finding": "登记不全",
}

READ = {
    "a good row": ({}, []),
    "no day": ({"inspected_on": ""}, ["date_missing"]),
    "an impossible day": ({"inspected_on": "6月31日"}, ["date_unreadable"]),
    "no town": ({"town": ""}, ["town_missing"]),
    "no town, a place in a village of one town": ({"town": "", "site": "南麻一村"}, []),
    "no town, a place in a village of two towns": ({"town": "", "site": "新村"}, ["town_ambiguous"]),
    "no town, a place that names one": ({"town": "", "site": "西里镇文化广场"}, []),
    "a misspelt town": ({"town": "悦装镇"}, ["town_unknown"]),
    "outside every town": ({"town": "县直"}, ["town_none"]),
    "a finding without a theme": ({"theme": ""}, ["theme_missing"]),
    "a theme no list has": ({"theme": "杂项"}, ["word_unknown"]),
    "nothing found": ({"finding": "未发现问题", "theme": ""}, []),
    "nothing written": ({"finding": "", "theme": ""}, ["finding_missing"]),
    "fed back on the day": ({"fed_back_at": "6月7日"}, []),
    "fed back before": ({"fed_back_at": "2022-06-06"}, ["feedback_before"]),
    "unreadable feedback": ({"fed_back_at": "已反馈"}, ["time_unreadable"]),
    "onto the ledger": ({"ledger_no": "2022001"}, []),
    "onto the ledger of next month": ({"ledger_no": "2022002"}, []),
    "onto no ledger": ({"ledger_no": "2022099"}, ["ledger_no_unknown"]),
    "onto two, one of them nowhere": ({"ledger_no": "2022001,2022098"}, ["ledger_no_unknown"]),
    "not onto the ledger": ({"ledger_no": "—"}, []),
}


def _row(number: int, cells: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in {"site": f"点位{number}", **GOOD, **cells}.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    rows = [_row(number, cells) for number, (cells, _) in enumerate(READ.values())]
    ledgers = [
        Sheet("rectification", [{"ledger_no": number, "town": "悦庄镇", "found_on": f"{month}-06"}], month=month)
        for month, number in (("2022-06", "2022001"), ("2022-07", "2022002"))
    ]
    return built(Given([Sheet("inspection", rows), *ledgers]))


@pytest.mark.parametrize("case", READ)
def test_reading_a_row(warehouse, case) -> None:
    assert codes(warehouse, "staging.inspection_read")[list(READ).index(case) + 2] == READ[case][1]


def test_what_a_row_comes_to(warehouse) -> None:
    wanted = ("a good row", "no town, a place that names one", "nothing found", "onto two, one of them nowhere")
    rows = [list(READ).index(case) + 2 for case in wanted]
    found = table(
        warehouse,
        "select town_code, inspected_on, theme, finding, ledger_nos from staging.inspection"
        " where list_contains(?, row) order by row",
        rows,
    )
    assert found == [
        ("370323104", "2022-06-07", "culture_market", "登记不全", None),
        ("370323105", "2022-06-07", "culture_market", "登记不全", None),
        ("370323104", "2022-06-07", None, None, None),
        ("370323104", "2022-06-07", "culture_market", "登记不全", ["2022001", "2022098"]),
    ]


def test_the_place_and_the_missing_number_are_told(warehouse) -> None:
    told = table(
        warehouse,
        "select column_header, value from ops.issue where code in ('town_ambiguous', 'ledger_no_unknown') order by row",
    )
    assert told == [("点位", "新村"), ("转入台账编号", "2022099"), ("转入台账编号", "2022098")]


def test_a_repeated_finding_counts_once() -> None:
    warehouse = built(Given([Sheet("inspection", [_row(1, {}), _row(2, {}), _row(1, {})])]), "staging.inspection")
    assert table(warehouse, "select row from staging.inspection order by row") == [(2,), (3,)]
    assert codes(warehouse, "staging.inspection_read") == {2: [], 3: [], 4: ["row_duplicate"]}


def test_no_inspections() -> None:
    assert table(built(Given([Sheet("inspection")]), "staging.inspection"), "select * from staging.inspection") == []
