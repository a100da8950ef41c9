"""One set of indicators by scope: county, towns, units, offices, channels, categories, sources and themes."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

TICKET = {"called_at": "2022-06-06 09:00", "dispatched_at": "2022-06-06 10:00"}
PROBLEM = {"found_on": "2022-06-06", "severity": "一般", "is_struck_off": "未销号"}


@pytest.fixture(scope="module")
def warehouse():
    tickets = [
        {"town": "西里镇", "handler": "图书馆、文化馆", "channel": "来信", "category_l1": "文化体育"},
        {"town": "西里镇", "handler": "县图书馆，图书馆", "channel": "微信留言", "category_l1": "文化体育"},
        {"town": "东里镇", "handler": "局公共服务科、西里镇", "channel": "12345"},
        {"town": "县直", "handler": "某某公司"},
    ]
    problems = [
        {"town": "西里镇", "unit": "图书馆", "problem_source": "12345热线", "theme": "文化市场秩序"},
        {"town": "东里镇", "unit": "党史办", "problem_source": "入户走访"},
        {"town": "东里镇", "unit": "东里镇"},
    ]
    sheets = [
        Sheet("hotline", [{"ticket_no": f"T{i}", **TICKET, **row} for i, row in enumerate(tickets)]),
        Sheet("rectification", [{"ledger_no": f"L{i}", **PROBLEM, **row} for i, row in enumerate(problems)]),
    ]
    return built(Given(sheets), "core.indicator", "core.scope")


def _counted(warehouse, indicator: str) -> dict[tuple[str, str], int]:
    found = table(
        warehouse,
        "select scope, scope_name, numerator from core.indicator inner join core.scope using (scope, scope_code)"
        " where indicator = ? and numerator > 0",
        indicator,
    )
    return {(scope, name): number for scope, name, number in found}


def test_a_ticket_counts_once_for_the_county_and_once_for_each_handler(warehouse) -> None:
    assert _counted(warehouse, "hotline_received") == {
        ("county", "全县"): 4,
        ("town", "西里镇"): 2,
        ("town", "东里镇"): 1,
        ("unit", "图书馆"): 2,
        ("unit", "文化馆"): 1,
        ("office", "公共服务科"): 1,
        ("channel", "来信"): 1,
        ("channel", "微信公众号留言"): 1,
        ("channel", "12345热线"): 1,
        ("category", "文化体育"): 2,
    }


def test_a_problem_counts_for_its_town_unit_source_and_theme(warehouse) -> None:
    assert _counted(warehouse, "rectification_found") == {
        ("county", "全县"): 3,
        ("town", "西里镇"): 1,
        ("town", "东里镇"): 2,
        ("unit", "图书馆"): 1,
        ("office", "党建办公室"): 1,
        ("problem_source", "12345"): 1,
        ("problem_source", "入户走访"): 1,
        ("theme", "文化市场"): 1,
    }


def test_what_is_counted_is_described_and_by_these_scopes(warehouse) -> None:
    stray = table(
        warehouse,
        "select distinct counted.indicator, counted.scope, counted.denominator is null"
        " from core.indicator as counted left join reference.indicator as note using (indicator)"
        " where not coalesce(list_contains(string_split(note.scopes, '|'), counted.scope), false)"
        " or (note.form = 'count') <> (counted.denominator is null)",
    )
    assert stray == []


VALUES = {
    "count": ((3, 0), 3.0),
    "rate": ((1, 4), 25.0),
    "per_10000": ((3, 20_000), 1.5),
    "mean": ((7, 2), 3.5),
    "rate of nothing": ((0, 0), None),
    "mean of nothing": ((0, 0), None),
}


@pytest.mark.parametrize("case", VALUES)
def test_a_value_follows_from_its_form(warehouse, case) -> None:
    (numerator, denominator), expected = VALUES[case]
    call = "select indicator_value(?, ?, ?)::double"
    assert table(warehouse, call, case.split(" ")[0], numerator, denominator) == [(expected,)]
