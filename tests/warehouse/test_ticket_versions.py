"""The same ticket over time: which version speaks, what is kept and told, when a ticket is reopened."""

from collections.abc import Mapping
from itertools import permutations

import pytest

from tests.warehouse.given import Given, Sheet, built, codes, table

BASE = {"ticket_no": "甲1", "town": "西里镇", "called_at": "2022-05-30 09:00", "dispatched_at": "2022-05-30 10:00"}
MAY, JUNE, JULY = "2022-05", "2022-06", "2022-07"

SUPERSEDED = "select source, superseded_row.row from staging.superseded_row inner join raw.sheet using (sheet_id)"


def _exports(*versions: tuple[str, dict[str, str]]):
    sheets = [
        Sheet("hotline", [{**BASE, **cells}], month=month, file=f"{month}/{number}.xlsx")
        for number, (month, cells) in enumerate(versions)
    ]
    return built(Given(sheets), "core.hotline_event", "staging.superseded_row", "ops.issue")


def _told(warehouse) -> list[tuple[str, str]]:
    return table(warehouse, "select code, problem from ops.issue where code like 'ticket_%' order by issue_no")


Version = tuple[str, dict[str, str]]


def _side_by_side(cases: Mapping[str, tuple[Version, ...]]):
    """A ticket for each case in one warehouse, its number the case's: the first versions in a file, then the second…"""
    exports: dict[tuple[int, str], list[dict[str, str]]] = {}
    for case, versions in cases.items():
        for at, (month, cells) in enumerate(versions):
            exports.setdefault((at, month), []).append({**BASE, "ticket_no": _number(case), **cells})
    sheets = [Sheet("hotline", rows, month=month, file=f"{month}/{at}.xlsx") for (at, month), rows in exports.items()]
    return built(Given(sheets), "core.hotline_event", "staging.superseded_row", "ops.issue")


def _number(case: str) -> str:
    return case.replace(" ", "_")


def _told_of(warehouse, case: str) -> list[tuple[str, str, str]]:
    """The issues of the rows with a case's number: code, file, text."""
    return table(
        warehouse,
        "select issue.code, issue.file, issue.problem from ops.issue"
        " inner join raw.sheet using (file) inner join raw.hotline using (sheet_id, row)"
        " where issue.code like 'ticket_%' and hotline.ticket_no = ? order by issue_no",
        _number(case),
    )


# Two versions within one month: what they say → the one that speaks, whatever the order of the files.
LATER = {
    "closed": ({"status": "办理中"}, {"status": "已办结", "closed_at": "2022-06-02 10:00"}),
    "visited after the same closing": (
        {"closed_at": "2022-06-02 10:00", "status": "待回访"},
        {"closed_at": "2022-06-02 10:00", "visited_at": "2022-06-03 09:00", "status": "待回访"},
    ),
    "being redone, the closing taken back": (
        {"closed_at": "2022-06-02 10:00", "status": "已办结", "redo_count": "0"},
        {"status": "重办中", "redo_count": "1"},
    ),
    "further on by its status alone": ({"status": "待签收"}, {"status": "办理中"}),
    "signed for as well": ({"status": "办理中"}, {"status": "办理中", "signed_at": "2022-05-30 11:00"}),
}


@pytest.fixture(scope="module", params=permutations([0, 1]), ids=["early first", "late first"])
def exported(request):
    """The two versions of every ticket in two files of a month, in both orders."""
    first, second = request.param
    versions = {case: ({**early, "title": "早"}, {**late, "title": "晚"}) for case, (early, late) in LATER.items()}
    return _side_by_side({case: ((JUNE, each[first]), (JUNE, each[second])) for case, each in versions.items()})


@pytest.mark.parametrize("case", LATER)
def test_the_later_version_speaks_whatever_the_order_of_files(exported, case) -> None:
    number = _number(case)
    assert table(exported, "select title from staging.ticket where ticket_no = ?", number) == [("晚",)]
    superseded = "select title from staging.superseded_row inner join staging.ticket_read using (sheet_id, row)"
    assert table(exported, f"{superseded} where ticket_no = ?", number) == [("早",)]
    ((code, _, text),) = _told_of(exported, case)
    assert code == "ticket_superseded"
    assert f"工单“{number}”" in text
    assert f"“Sheet1”第 {list(LATER).index(case) + 2} 行" in text


def test_nothing_else_is_told_of_versions(exported) -> None:
    assert [code for code, _ in _told(exported)] == ["ticket_superseded"] * len(LATER)


def test_versions_that_know_the_same_are_chosen_by_what_they_say_not_by_file() -> None:
    sheets = [Sheet("hotline", file=f"{JUNE}/{at}.xlsx") for at in range(3)]
    for order in permutations(["一", "二", "三"]):
        for sheet, title in zip(sheets, order, strict=True):
            sheet.rows = [*sheet.rows, {**BASE, "ticket_no": "".join(order), "title": title}]
    chosen = table(built(Given(sheets), "staging.ticket"), "select title, count(*) from staging.ticket group by all")
    assert [count for _, count in chosen] == [6]


def test_two_versions_in_one_sheet_and_a_helper_row() -> None:
    rows = [
        {**BASE, "handler": "文化馆", "role": "主办", "status": "办理中"},
        {**BASE, "handler": "文化馆", "role": "主办", "status": "已办结", "closed_at": "2022-06-02 10:00"},
        {**BASE, "handler": "图书馆", "role": "协办", "status": "办理中"},
    ]
    warehouse = built(Given([Sheet("hotline", rows)]), "staging.ticket", "staging.superseded_row")
    assert table(warehouse, "select row, handlers from staging.ticket") == [(3, ["图书馆", "文化馆"])]
    assert table(warehouse, SUPERSEDED) == [("hotline", 2)]  # the helper is used


def test_every_row_has_one_fate() -> None:
    good = {**BASE, "status": "办理中"}
    closed = {**BASE, "closed_at": "2022-06-02 10:00"}
    stray = {**BASE, "ticket_no": "乙2", "town": "西李镇"}
    sheets = [Sheet("hotline", [good, good, stray, closed]), Sheet("hotline", [good], file="2022-06/b.xlsx")]
    warehouse = built(Given(sheets), "staging.superseded_row")
    fates = table(
        warehouse,
        "select is_rejected, is_duplicate, superseded_row.row is not null, count(*) from staging.ticket_read"
        " left join staging.superseded_row using (sheet_id, row) group by all order by all",
    )
    assert fates == [
        (False, False, False, 1),
        (False, False, True, 1),
        (False, True, False, 2),
        (True, False, False, 1),
    ]


def test_a_month_is_as_its_folder_shows_it_and_the_history_shows_all() -> None:
    warehouse = _exports(
        (JULY, {"closed_at": "2022-06-02 10:00", "final_satisfaction": "满意", "visited_at": "2022-07-04 10:00"}),
        (MAY, {"status": "办理中"}),
        (JUNE, {"closed_at": "2022-06-02 10:00", "status": "待回访"}),
    )
    seen = "select month, closed_at, final_satisfaction from staging.ticket order by month"
    assert table(warehouse, seen) == [
        ("2022-05-01", None, None),
        ("2022-06-01", "2022-06-02 10:00:00", None),
        ("2022-07-01", "2022-06-02 10:00:00", "satisfied"),
    ]
    history = "select version_no, month, is_latest from staging.ticket_history order by version_no"
    assert table(warehouse, history) == [(1, "2022-05-01", False), (2, "2022-06-01", False), (3, "2022-07-01", True)]
    assert _told(warehouse) == []


# --- what contradicts -----------------------------------------------------------------------------------------------

CONFLICTS = {
    "the closing time is gone": ({"closed_at": "2022-05-31 08:00"}, {}, ["ticket_close_lost"]),
    "the closing time is gone, the status stays": (
        {"closed_at": "2022-05-31 08:00"},
        {"status": "已办结"},
        ["ticket_close_lost"],
    ),
    "reopened": ({"closed_at": "2022-05-31 08:00"}, {"status": "重办中", "redo_count": "1"}, []),
    "another time of call": ({}, {"called_at": "2022-05-30 09:01"}, ["ticket_called_changed"]),
    "the same time to the second": ({}, {"called_at": "2022-05-30 09:00:31"}, []),
    "the day alone": ({}, {"called_at": "2022-05-30"}, []),
    "another day": ({}, {"called_at": "2022-05-29"}, ["ticket_called_changed"]),
    "another town": ({}, {"town": "悦庄镇"}, ["ticket_town_changed"]),
    "the town by another name": ({}, {"town": "西里"}, []),
}


@pytest.fixture(scope="module")
def contradicted():
    """Every ticket as May's export has it and as June's does."""
    return _side_by_side({case: ((MAY, before), (JUNE, after)) for case, (before, after, _) in CONFLICTS.items()})


@pytest.mark.parametrize("case", CONFLICTS)
def test_what_a_later_export_contradicts_is_told_with_both_places(contradicted, case) -> None:
    *_, expected = CONFLICTS[case]
    told = _told_of(contradicted, case)
    assert [code for code, _, _ in told] == expected
    for _, file, problem in told:
        assert file.startswith("2022-06/")
        assert f"2022-05/0.xlsx“Sheet1”第 {list(CONFLICTS).index(case) + 2} 行" in problem


def test_no_contradiction_is_told_without_its_row(contradicted) -> None:
    assert len(_told(contradicted)) == sum(len(expected) for *_, expected in CONFLICTS.values())


# --- reopened -------------------------------------------------------------------------------------------------------

CLOSED = {"closed_at": "2022-05-31 08:00", "status": "已办结"}
REOPENED = {
    "never": (CLOSED, CLOSED, []),
    "redone": (CLOSED, {**CLOSED, "redo_count": "1"}, ["redone"]),
    "evaluated again": (
        CLOSED,
        {**CLOSED, "first_satisfaction": "不满意", "final_satisfaction": "满意"},
        ["evaluated_again"],
    ),
    "evaluated once": (CLOSED, {**CLOSED, "first_satisfaction": "满意", "final_satisfaction": "满意"}, []),
    "not evaluated the second time": (
        CLOSED,
        {**CLOSED, "first_satisfaction": "满意", "final_satisfaction": "未评价"},
        [],
    ),
    "the status went back": (CLOSED, {**CLOSED, "status": "办理中"}, ["status_back"]),
    "open again": (CLOSED, {"status": "办理中"}, ["opened_again"]),
    "closed by its status, then open": ({"status": "待回访"}, {"status": "办理中"}, ["status_back"]),
}


@pytest.fixture(scope="module")
def reopened():
    """Every ticket as May's export has it and as June's does."""
    return _side_by_side({case: ((MAY, before), (JUNE, after)) for case, (before, after, _) in REOPENED.items()})


@pytest.mark.parametrize("case", REOPENED)
def test_a_reopened_ticket_is_marked_with_the_reason(reopened, case) -> None:
    *_, reasons = REOPENED[case]
    found = table(
        reopened,
        "select month, reopened_reasons, is_reopened from staging.ticket_history where ticket_no = ? order by month",
        _number(case),
    )
    assert found == [("2022-05-01", [], False), ("2022-06-01", reasons, bool(reasons))]
    events = table(
        reopened, "select is_reopened from core.hotline_event where ticket_no = ? order by month", _number(case)
    )
    assert events == [(False,), (bool(reasons),)]


def test_once_reopened_stays_reopened_and_the_first_evaluation_is_kept_while_the_last_counts() -> None:
    visited = {**CLOSED, "visited_at": "2022-06-01 10:00", "final_satisfaction": "不满意"}
    redone = {**CLOSED, "visited_at": "2022-07-05 10:00", "final_satisfaction": "满意"}
    warehouse = _exports((MAY, CLOSED), (JUNE, {**visited, "redo_count": "1"}), (JULY, redone))
    found = table(
        warehouse,
        "select ticket.month, first_satisfaction, final_satisfaction, coalesce(is_satisfied, false), ticket.is_reopened"
        " from staging.ticket inner join core.hotline_event using (month, ticket_no) order by 1",
    )
    assert found == [
        ("2022-05-01", None, None, False, False),
        ("2022-06-01", "dissatisfied", "dissatisfied", False, True),
        ("2022-07-01", "dissatisfied", "satisfied", True, True),
    ]


# --- carried over ---------------------------------------------------------------------------------------------------

# A ticket called in May: its later exports → carried over, open in each later month that knows it.
CARRIED = {
    "opened in May, closed in June": ({JUNE: {"closed_at": "2022-06-01 00:00"}}, {JUNE: (True, False)}),
    "closed in May, still in June's export": ({JUNE: {"closed_at": "2022-05-31 23:59:59"}}, {JUNE: (False, False)}),
    "closed in May, open again in June": ({MAY: CLOSED, JUNE: {"status": "办理中"}}, {JUNE: (True, True)}),
    "no export in June, open in July": ({JULY: {}}, {JULY: (True, True)}),
    "no export in June, closed in June": ({JULY: {"closed_at": "2022-06-15 10:00"}}, {JULY: (False, False)}),
    "carried over twice, closed in July": (
        {JUNE: {}, JULY: {"closed_at": "2022-07-06 10:00"}},
        {JUNE: (True, True), JULY: (True, False)},
    ),
    "carried over twice, open in July": ({JUNE: {}, JULY: {}}, {JUNE: (True, True), JULY: (True, True)}),
}


@pytest.fixture(scope="module")
def carried():
    return _side_by_side({case: tuple({MAY: {}, **exports}.items()) for case, (exports, _) in CARRIED.items()})


@pytest.mark.parametrize("case", CARRIED)
def test_what_is_carried_over(carried, case) -> None:
    found = table(
        carried,
        "select strftime(month, '%Y-%m'), is_carried_over, is_open from core.hotline_event"
        " where month > '2022-05-01' and ticket_no = ?",
        _number(case),
    )
    assert {month: tuple(flags) for month, *flags in found} == CARRIED[case][1]


def test_an_unknown_status_or_first_evaluation_is_told() -> None:
    rows = [{**BASE, "status": "悬着"}, {**BASE, "ticket_no": "乙", "first_satisfaction": "还行"}]
    warehouse = built(Given([Sheet("hotline", rows)]), "staging.ticket_read")
    assert codes(warehouse, "staging.ticket_read") == {2: ["word_unknown"], 3: ["word_unknown"]}
