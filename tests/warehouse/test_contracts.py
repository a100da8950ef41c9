"""Contracts and SQL say the same: what a column's contract cannot read is told there, what it allows is not."""

from __future__ import annotations

import pytest

from tests.warehouse.given import Given, Sheet, built, reference, table

MONTH = "2022-06"
SOURCES = {source.source: source for source in reference().contracts.sources}
# A row of each source in which nothing is wrong, but for its number.
GOOD: dict[str, dict[str, str]] = {
    "survey": {"interview_date": "2022-06-07", "town": "西里镇", "urban_rural": "农村", "disposition": "访问完成"}
    | {"duration_s": "200"},
    "hotline": {"called_at": "2022-06-07 09:00", "town": "西里镇"},
    "rectification": {"found_on": "2022-06-07", "town": "西里镇", "severity": "一般", "struck_off_on": "2022-06-08"},
    "visit": {"group": "一组", "target_type": "个体工商户", "town": "西里镇", "visited_on": "2022-06-07"}
    | {"started_at": "09:00", "ended_at": "09:30"},
    "household": {"target_type": "个体工商户", "town": "西里镇"},
    "inspection": {"inspected_on": "2022-06-07", "team": "一组", "town": "西里镇", "finding": "无人值守"}
    | {"theme": "文化市场"},
    "task": {"task": "培训", "due": "2022-06-30"},
    "external_district": {"district": "沂源县", "score": "86.42", "rank": "3"},
    "external_town": {"town": "西里镇", "sample_size": "54", "score": "86.42"},
}
NUMBER = {"survey": "sample_id", "hotline": "ticket_no", "rectification": "ledger_no", "visit": "visitor"}
NUMBER |= {"household": "household_no", "inspection": "site", "task": "task_no"}
NUMBER |= {"external_district": "district", "external_town": ""}

# Values that a type allows, as files write them; a choice allows every word of its list.
ALLOWED = {
    "date": ["2022-06-08", "2022年6月8日", "2022.6.8", "22/6/8", "6月8日", "44720", "2022-06-08 12:00"],
    "moment": ["2022-06-08 19:05", "2022/6/8 19:05:22", "2022年6月8日 9时5分", "44720.5", "2022-06-08"],
    "time": ["19:05", "19:05:22", "19：05", "晚上7:05", "2022-06-08 19:05", "44720.795", "0.795"],
    "time_range": ["9:00-9:20", "9：00—9：20", "上午9:00至9:25"],
    "deadline": ["2022-06-20", "6月底前", "长期坚持", "6月20日前", "立行立改"],
    "duration": ["200", "３００", "3分20秒", "00:03:20"],
    "limit": ["5个工作日", "５个工作日", "48小时", "5天"],
    "whole_number": ["200", "３００", "200.0"],
    "number": ["2", "-2", "+1", "0.5"],
    "percent": ["85.5", "85.5%", "８５．５％"],
    "rank": ["3", "第3名", "3/8"],
    "age": ["48", "48岁", "45-59岁", "60岁及以上"],
}
NONSENSE = "不成样子"
TYPED = [(s.source, name) for s in SOURCES.values() for name, c in s.columns.items() if c.has_form]
# A town is told by a source's own model of its rows.
TOWNS = [(s.source, name) for s in SOURCES.values() for name, c in s.columns.items() if c.choices == "town"]


def row(source: str, number: int, **cells: str) -> dict[str, str]:
    named = {NUMBER[source]: f"{number}号"} if NUMBER[source] and NUMBER[source] not in cells else {}
    return {**GOOD[source], **named, **cells}


def words(warehouse, choices: str) -> list[str]:
    return [word for (word,) in table(warehouse, "select word from staging.word where list = ? order by word", choices)]


@pytest.fixture(scope="module")
def lists():
    return built(Given([]), "staging.word")


@pytest.fixture(scope="module")
def cases(lists):
    """Every source: a row of nonsense for each typed column, a row for each allowed value, and the issues of all."""
    meant: dict[tuple[str, int], tuple[str, str, bool]] = {}
    sheets = []
    for source, contract in SOURCES.items():
        rows = []
        for name, column in contract.columns.items():
            if (source, name) not in [*TYPED, *TOWNS]:
                continue
            listed = words(lists, column.choices) if column.type in ("choice", "list") else []
            town = [row.town_name for row in reference().rows("town")] if column.choices == "town" else []
            for value in [NONSENSE, *ALLOWED.get(column.type, []), *listed, *town]:
                meant[source, len(rows) + 2] = (name, value, value != NONSENSE)
                rows.append(row(source, len(rows), **{name: value}))
        sheets.append(Sheet(source, rows, month=MONTH))
    warehouse = built(Given(sheets), "ops.issue")
    told: dict[tuple[str, int], set[str]] = {}
    for source, number, header in table(
        warehouse,
        # a third-party sheet with several rows for one place is a fault of the rows, not of a cell
        "select sheet.source, issue.row, issue.column_header from ops.issue inner join raw.sheet using (file)"
        " where issue.code <> 'result_repeated'",
    ):
        told.setdefault((source, number), set()).add(header)
    return meant, told


@pytest.mark.parametrize(("source", "name"), TYPED)
def test_nonsense_is_told_at_its_column(cases, source, name) -> None:
    meant, told = cases
    rows = [at for at, (column, _, is_good) in meant.items() if at[0] == source and column == name and not is_good]
    assert len(rows) == 1
    assert SOURCES[source].columns[name].title in told.get(rows[0], set())


@pytest.mark.parametrize(("source", "name"), TYPED + TOWNS)
def test_what_is_allowed_is_not_told(cases, source, name) -> None:
    meant, told = cases
    title = SOURCES[source].columns[name].title
    good = {
        at: value for at, (column, value, is_good) in meant.items() if at[0] == source and column == name and is_good
    }
    assert good
    assert {value for at, value in good.items() if title in told.get(at, set())} == set()


@pytest.mark.parametrize(("source", "name"), TOWNS)
def test_no_town_is_told_at_its_column(cases, source, name) -> None:
    meant, told = cases
    (at,) = [at for at, (column, _, is_good) in meant.items() if at[0] == source and column == name and not is_good]
    assert told.get(at) == {SOURCES[source].columns[name].title}


def test_a_cell_is_told_once_with_its_place_and_its_words() -> None:
    ticket = row("hotline", 1, called_at="2022-06-31", solved=NONSENSE)
    task = row("task", 1, completed_on="不详")
    warehouse = built(Given([Sheet("hotline", [ticket]), Sheet("task", [task])]), "ops.issue")
    told = table(
        warehouse, "select row, column_letter, column_header, code, severity, problem from ops.issue order by all"
    )
    assert told == [
        (2, "A", "来电时间", "date_unreadable", "reject", "“2022-06-31”不是一个存在的日期"),
        (2, "D", "完成日期", "time_unreadable", "notice", "“不详”不是一个能读懂的时间，按空白处理"),
        (2, "D", "是否解决", "word_unknown", "notice", "“不成样子”不在用词表中，按空白处理"),
    ]


def test_the_warehouse_says_what_each_column_holds(lists) -> None:
    held = table(
        lists,
        "select column_title, column_type, choices, is_required, valid_from, valid_to, note"
        " from reference.source_column where source = 'survey' and column_name in ('phone_type', 'sample_id')"
        " order by column_title",
    )
    assert held == [
        ("号码类型", "choice", "phone_type", False, None, None, ""),
        ("样本编号", "identifier", "", True, None, None, "每次拨打一个编号，不重复"),
    ]
