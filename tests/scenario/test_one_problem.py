"""One problem through two years: each month all marts and workbooks say what the files say, and say the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from reports import annual, look_back, look_back_document, summary, tables
from reports.workbook import Workbook
from tests.scenario.one_problem import MATTER, MONTHS, PROBLEM, TICKET, TOWN, given
from tests.warehouse.given import built, table

# The three that answer for the problem and its ticket: each has this one matter, so that they count alike.
SCOPES = {"county": "", "town": "370323105", "unit": "library"}

# month | phases | ledger: state, change, remark | counts of the ledger's indicators, rates as numerator/denominator
LIFE = """
2021-05 | preparation visits | | | |
2021-06 | rectification | 未销号 | new | | due_soon=1 found=1 open=1 struck_off=0/1
2021-07 | rectification | 未销号 | none | 超期 | carried_over=1 on_time=0/1 open=1 overdue_open=1 struck_off=0/1
2021-08 | rectification | 已销号 | struck_off | | carried_over=1 struck_off=1/1 struck_off_now=1
2021-09 | rectification | 已销号 | none | | struck_off=1/1
2021-10 | look_back | 已销号 | none | 反弹 | rebound_unmarked=1 rebounded=1/1 struck_off=1/1
2021-11 | look_back | 未销号 | rebound | 反弹 | open=1 rebound=1 rebounded=1/1 reopened=1 struck_off=0/1
2021-12 | summing_up | 已销号 | struck_off | 反弹 | carried_over=1 on_time=1/1 rebound=1 struck_off=1/1 struck_off_now=1
"""
QUIET = "已销号 | none | 反弹 | rebound=1 rebounded=1/1 struck_off=1/1"
QUIET_PHASES = {5: "preparation visits", 6: "rectification visits", **dict.fromkeys(range(7, 10), "rectification")}
QUIET_PHASES |= {10: "look_back", 11: "look_back", 12: "summing_up"}
LIFE += "".join(f"2022-{month:02d} | {QUIET_PHASES.get(month, 'none')} | {QUIET}\n" for month in range(1, 13))
EXPECTED = {
    month: cells for month, *cells in ([c.strip() for c in line.split("|")] for line in LIFE.split("\n") if line)
}

# month → what is open as it closes: source, number, card, working days left, working days overdue
DUE = {
    "2021-06": [("hotline", TICKET, "red", None, 3), ("rectification", PROBLEM, "yellow", 3, None)],
    "2021-07": [("rectification", PROBLEM, "red", None, 19)],
    "2021-11": [("rectification", PROBLEM, None, 13, None)],
}
# month → who shows that it came back, on what grounds, how many days after the strike-off
REBOUNDS = {
    "2021-10": [("inspection", "number", 60), ("visit", "number", 53)],
    "2021-11": [("ledger", "mark", None)],
}
# month → records that had to become a row of the ledger by then
FOLLOW_UPS = {
    "2021-07": [("hotline", TICKET, "entered", PROBLEM, False)],
    "2021-10": [("inspection", None, "entered", PROBLEM, False), ("visit", "H1", "entered", PROBLEM, False)],
}
MENTIONS = {"2021-05": ["survey"], "2021-06": ["hotline"], "2021-10": ["inspection", "visit"]}
TICKET_COUNTS = {
    "2021-06": {"received": 1, "open": 1, "overdue_open": 1, "carried_over": 0, "closed": 0},
    "2021-07": {"received": 0, "open": 0, "overdue_open": 0, "carried_over": 1, "closed": 1, "redone": 1},
}


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    return built(given(), marts=True)


def _of(warehouse: duckdb.DuckDBPyConnection, mart: str, columns: str, month: str) -> list[tuple[Any, ...]]:
    """Some columns of a mart's rows of a month, ordered by them."""
    return table(warehouse, f"select {columns} from mart.{mart} where month = ? order by all", f"{month}-01")


def _counts(warehouse: duckdb.DuckDBPyConnection, month: str, source: str, scope: str) -> dict[str, tuple[int, int]]:
    """Numerator and denominator by indicator of a source, of one of the three that answer."""
    found = table(
        warehouse,
        "select replace(indicator, source || '_', ''), numerator, denominator from mart.indicator"
        " inner join mart.indicator_note using (indicator)"
        " where month = ? and source = ? and scope = ? and scope_code = ?",
        f"{month}-01",
        source,
        scope,
        SCOPES[scope],
    )
    return {name: tuple(parts) for name, *parts in found}


def _written(counts: dict[str, tuple[int, int]], name: str) -> str:
    numerator, denominator = counts[name]
    return f"{name}={numerator}" if denominator is None else f"{name}={numerator}/{denominator}"


@pytest.mark.parametrize("month", MONTHS)
def test_the_month_says_where_the_problem_stands(warehouse, month) -> None:
    phases, state, change, remark, counts = EXPECTED[month]
    assert " ".join(phase for (phase,) in _of(warehouse, "phase", "phase", month)) == phases
    listed = _of(warehouse, "rectification_summary", "strike_off, coalesce(remark, '')", month)
    assert listed == ([(state, remark)] if state else [])
    assert [change for (change,) in _of(warehouse, "rectification_history", "state_change", month)] == change.split()
    found = _counts(warehouse, month, "rectification", "county")
    assert [_written(found, each.split("=")[0]) for each in counts.split()] == counts.split()
    named = {each.split("=")[0] for each in counts.split()}
    others = {
        "proposed",
        "long_term_proposed",
        "revisit_satisfied",
        "check_passed",
        "disclosed",
        "rebounded",
        "entered",
    }
    assert {name for name, (numerator, _) in found.items() if numerator and name not in others} <= named
    assert _of(
        warehouse, "due_item", "source, item_no, card, working_days_left, working_days_overdue", month
    ) == DUE.get(month, [])
    assert _of(warehouse, "rebound", "found_by, basis, days_since_struck_off", month) == sorted(REBOUNDS.get(month, []))
    assert _of(warehouse, "follow_up", "source, record_no, status, ledger_no, is_late", month) == FOLLOW_UPS.get(
        month, []
    )
    mentions = table(
        warehouse,
        "select source from mart.problem_mention where kind = 'group' and month = ? order by 1",
        f"{month}-01",
    )
    assert [source for (source,) in mentions] == MENTIONS.get(month, [])


@pytest.mark.parametrize("month", TICKET_COUNTS)
def test_the_ticket_is_received_carried_over_and_closed_late(warehouse, month) -> None:
    found = _counts(warehouse, month, "hotline", "county")
    assert {name: found[name][0] for name in TICKET_COUNTS[month]} == TICKET_COUNTS[month]
    assert found["on_time"] == ((0, 1) if month == "2021-06" else (0, 0))


@pytest.mark.parametrize("source", ["hotline", "rectification"])
def test_county_town_and_unit_count_the_same(warehouse, source) -> None:
    # population stands under one of them only; a visit's or a finding's way into the ledger is no unit's
    apart = {"received_per_10000", "entered"}
    for month in MONTHS:
        county, *parts = (_counts(warehouse, month, source, scope) for scope in SCOPES)
        for counts in parts:
            assert {name: county[name] for name in counts if name not in apart} == {
                name: parts for name, parts in counts.items() if name not in apart
            }, month


@pytest.mark.parametrize("month", MONTHS[1:])
def test_what_is_counted_is_what_is_listed(warehouse, month) -> None:
    """Indicators against the rows behind them: traces, open items, rebounds, records followed up."""
    for scope in SCOPES:
        counts = _counts(warehouse, month, "rectification", scope)
        flags = (
            "is_open",
            "is_overdue_open",
            "is_due_soon",
            "is_found",
            "is_struck_off_now",
            "is_rebound",
            "is_reopened",
        )
        traced = ", ".join(f"count(*) filter ({flag})" for flag in flags)
        [trace] = _of(warehouse, "trace_rectification", traced, month)
        assert trace == tuple(counts[flag.removeprefix("is_")][0] for flag in flags)
        open_cards = table(
            warehouse,
            "select count(*), count(*) filter (card = 'red'), count(*) filter (card = 'yellow') from mart.due_item"
            " where source = 'rectification' and month = ?",
            f"{month}-01",
        )
        assert open_cards == [trace[:3]]
        known = table(warehouse, "select count(distinct ledger_no) from mart.rebound where month <= ?", f"{month}-01")
        assert known == [(counts["rebounded"][0],)]
    owned = "select count(*) from mart.due_owner where month = ? and scope = 'unit' and scope_code = 'library'"
    assert table(warehouse, owned, f"{month}-01") == [(len(DUE.get(month, [])),)]
    followed = _of(warehouse, "follow_up", "status", month)
    assert _counts(warehouse, month, "rectification", "county").get("entered", (0, 0)) == (len(followed),) * 2
    group = "select sum(open_ledger_count), sum(overdue_ledger_count) from mart.problem_ledger"
    assert table(warehouse, f"{group} where kind = 'group' and month = ?", f"{month}-01") == [trace[:2]]


@pytest.mark.parametrize("month", MONTHS)
def test_every_row_leads_back_to_its_file(warehouse, month) -> None:
    ledger = [(f"{month}/rectification.xlsx", 2)] if month > "2021-05" else []
    for mart in ("trace_rectification", "rectification_summary", "rectification_history"):
        assert _of(warehouse, mart, "file, row", month) == ledger
    found = _of(warehouse, "rebound", "file, row", month)
    assert found == [(f"{month}/{_file(by)}.xlsx", 2) for by, *_ in REBOUNDS.get(month, [])]
    told = _of(warehouse, "problem_mention", "distinct file, row", month)
    assert told == [(f"{month}/{source}.xlsx", 2) for source in MENTIONS.get(month, [])]


def _file(found_by: str) -> str:
    return "rectification" if found_by == "ledger" else found_by


def test_the_look_back_of_the_second_year_finds_nothing(warehouse) -> None:
    visits = _counts(warehouse, "2022-10", "visit", "county")
    findings = _counts(warehouse, "2022-10", "inspection", "county")
    assert (visits["made"][0], visits["opinion"][0]) == (1, 0)
    assert (findings["made"][0], findings["finding"][0]) == (1, 0)


# month of a campaign → what the look-back says of the problem; in 2022 it was struck off before the campaign began
LOOK_BACKS = {"2021-08": "confirmed", "2021-09": "confirmed"}
LOOK_BACKS |= dict.fromkeys(("2021-10", "2021-11", "2021-12"), "rebounded")


@pytest.mark.parametrize("month", MONTHS)
def test_look_back_and_annual_assessment_say_what_became_of_it(warehouse, month) -> None:
    outcome = LOOK_BACKS.get(month)
    assert _of(warehouse, "look_back", "ledger_no, outcome", month) == ([(PROBLEM, outcome)] if outcome else [])
    counted = "scope, struck_off_count, confirmed_count, rebounded_numerator"
    expected = (1, int(outcome == "confirmed"), int(outcome == "rebounded"))
    found = [row for row in _of(warehouse, "look_back_count", counted, month) if row[1]]
    assert found == ([(scope, *expected) for scope in sorted(SCOPES)] if outcome else [])
    on = date.fromisoformat(f"{month}-01")
    calls = "look_back" in EXPECTED[month][0] and outcome is not None
    assert look_back.is_called_for(warehouse, on) == calls
    if calls:
        assert f"件数最多的是{TOWN}（1件）" in look_back_document.write(look_back.read(warehouse, on)).findings[-1]
    ledger = annual.read(warehouse, on).ledger
    assert (ledger and ledger.rebounded_numerator) == (expected[2] if month[4:] > "-04" else None)


# --- the workbooks --------------------------------------------------------------------------------------------------

# overdue, found to have come back, open again
_RAISED = ("2021-07", "2021-10", "2021-11")


def _sheet_rows(book: Workbook | None, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their headers, short of what explains them; none where there is no such sheet."""
    assert book is not None
    return [
        dict(zip([column.title.split("（")[0] for column in sheet.columns], row, strict=True))
        for sheet in book.sheets
        if sheet.name == name
        for row in sheet.rows
    ]


@pytest.mark.parametrize("month", _RAISED)
def test_the_workbooks_show_the_same_rows_and_numbers(warehouse, month) -> None:
    on = date.fromisoformat(f"{month}-01")
    book = tables.compose(tables.read(warehouse, on))
    assert [row["编号"] for row in _sheet_rows(book, "未结事项")] == [n for _, n, *_ in DUE.get(month, [])]
    assert len(_sheet_rows(book, "反弹")) == len(REBOUNDS.get(month, []))
    assert len(_sheet_rows(book, "应入台账")) == len(FOLLOW_UPS.get(month, []))
    for scope, sheet in {"county": "整改（全县）", "town": "整改（各镇街）", "unit": "整改（局属单位）"}.items():
        owner = {"county": "全县", "town": TOWN, "unit": "图书馆"}[scope]
        shown = {r["指标名称"]: r["分子"] for r in _sheet_rows(book, sheet) if r["名称"] == owner}
        counts = _counts(warehouse, month, "rectification", scope)
        assert (shown["未销号"], shown["超期未销号"], shown["反弹"], shown["发现反弹"]) == tuple(
            counts[name][0] for name in ("open", "overdue_open", "rebound", "rebound_unmarked")
        )
    _, state, _, remark, _ = EXPECTED[month]
    reported = summary.compose(summary.read(warehouse, on))
    [line] = _sheet_rows(reported, reported.sheets[0].name)
    assert (line["问题描述"], line["镇街"], line["是否销号"], line["备注"] or "") == (MATTER, TOWN, state, remark)
    assert f"未销号{int(state == '未销号')}个" in reported.notes[0]
