"""A problem over the months' ledgers: its versions, its number, what changed, what went missing."""

from itertools import permutations

import pytest

from tests.warehouse.given import Given, Sheet, built, table

GOOD = {"town": "悦庄镇", "found_on": "2022-05-06", "severity": "一般", "is_struck_off": "未销号"}
LAMP = {**GOOD, "description": "文化广场路灯不亮，晚上没有办法跳舞"}
BOOKS = {**GOOD, "description": "农家书屋常年锁门，借不到书"}
STAGE = {**GOOD, "description": "戏台屋顶漏雨，演出取消"}
BENCH = {**GOOD, "description": "健身器材锈蚀，无人维护"}
DONE = {"is_struck_off": "已销号", "struck_off_on": "2022-05-20"}

SUPERSEDED = "select source, superseded_row.row from staging.superseded_row inner join raw.sheet using (sheet_id)"


def _ledgers(months: dict[str, list[dict[str, str]]], *, marts: bool = False):
    given = Given([Sheet("rectification", rows, month=month) for month, rows in months.items()])
    return built(given, marts=True) if marts else built(given, "ops.issue", "staging.rectification")


def _told(warehouse) -> list[tuple[str, int | None, str]]:
    return table(warehouse, "select file, row, code from ops.issue where code like 'ledger_%' order by issue_no")


# --- versions of one month ------------------------------------------------------------------------------------------

LATER = {
    "struck off": ({}, DONE),
    "rebounded": (DONE, {**DONE, "is_struck_off": "未销号", "rebound": "是"}),
    "struck off again": (
        {"is_struck_off": "未销号", "struck_off_on": "2022-05-20", "rebound": "是"},
        {**DONE, "struck_off_on": "2022-05-30", "rebound": "是"},
    ),
    "struck off on a later day": (DONE, {**DONE, "struck_off_on": "2022-05-23"}),
}


@pytest.mark.parametrize("case", LATER)
def test_the_later_of_two_ledgers_of_a_month_speaks_whatever_their_order(case) -> None:
    for order in permutations(zip(("先", "后"), LATER[case], strict=True)):
        sheets = [
            Sheet("rectification", [{**LAMP, "ledger_no": "7", "progress": name, **cells}], file=f"2022-06/{at}.xlsx")
            for at, (name, cells) in enumerate(order)
        ]
        warehouse = built(Given(sheets), "staging.rectification", "staging.superseded_row", "ops.issue")
        assert table(warehouse, "select progress from staging.rectification") == [("后",)]
        late = [name for name, _ in order].index("后")
        assert _told(warehouse) == [(f"2022-06/{1 - late}.xlsx", 2, "ledger_superseded")]
        assert table(warehouse, SUPERSEDED) == [("rectification", 2)]


# --- a problem's months ---------------------------------------------------------------------------------------------


def test_the_history_of_a_problem_that_came_back() -> None:
    line = {**LAMP, "ledger_no": "7", "due": "2022-05-20"}
    again = {**line, "struck_off_on": "2022-05-19", "rebound": "是", "due": "2022-07-29", "progress": "重新整改"}
    warehouse = _ledgers(
        {
            "2022-05": [{**line, "progress": "正在整改"}],
            "2022-06": [{**line, **DONE, "progress": "已整改"}],
            "2022-07": [again],
            "2022-09": [{**again, **DONE, "struck_off_on": "2022-08-30", "progress": "已整改"}],
        },
        marts=True,
    )
    found = table(
        warehouse,
        "select month, months_seen, state_change, is_due_changed, prior_due_on, prior_progress"
        " from mart.rectification_history order by month",
    )
    assert found == [
        ("2022-05-01", 1, "new", False, None, None),
        ("2022-06-01", 2, "struck_off", False, "2022-05-20", "正在整改"),
        ("2022-07-01", 3, "rebound", True, "2022-05-20", "已整改"),
        ("2022-09-01", 4, "struck_off", False, "2022-07-29", "重新整改"),
    ]
    assert table(warehouse, "select distinct first_seen_month from mart.rectification_history") == [("2022-05-01",)]
    assert _told(warehouse) == []


NEXT = {
    "still there": ({}, []),
    "gone before it was struck off": (None, [("2022-06/rectification.xlsx", None, "ledger_row_vanished")]),
    "there, but rejected": ({"found_on": "2022-05-36"}, []),
    "open again, marked": ({"rebound": "是"}, []),
}


@pytest.mark.parametrize("case", NEXT)
def test_what_became_of_an_open_problem(case) -> None:
    cells, expected = NEXT[case]
    other = {**BOOKS, "ledger_no": "8"}
    june = [other] if cells is None else [other, {**LAMP, "ledger_no": "7", **cells}]
    warehouse = _ledgers({"2022-05": [{**LAMP, "ledger_no": "7"}, other], "2022-06": june})
    assert _told(warehouse) == expected
    if expected:
        ((text,),) = table(warehouse, "select problem from ops.issue where code = 'ledger_row_vanished'")
        assert "“7”（2022-05/rectification.xlsx“Sheet1”第 2 行）" in text


def test_a_problem_struck_off_may_leave_the_ledger_and_must_not_return_unmarked() -> None:
    struck, other = {**LAMP, "ledger_no": "7", **DONE}, {**BOOKS, "ledger_no": "8"}
    assert _told(_ledgers({"2022-05": [struck, other], "2022-06": [other]})) == []
    back = {**LAMP, "ledger_no": "7"}
    told = _told(_ledgers({"2022-05": [struck], "2022-06": [back]}))
    assert told == [("2022-06/rectification.xlsx", 2, "ledger_reopened_unmarked")]
    assert _told(_ledgers({"2022-05": [struck], "2022-06": [{**back, "rebound": "是"}]})) == []


def test_a_month_without_a_ledger_is_passed_over() -> None:
    line = {**LAMP, "ledger_no": "7"}
    assert _told(_ledgers({"2022-05": [line], "2022-08": [line]})) == []
    other = [{**BOOKS, "ledger_no": "8"}]
    assert _told(_ledgers({"2022-05": [line, *other], "2022-08": other})) == [
        ("2022-08/rectification.xlsx", None, "ledger_row_vanished")
    ]


# --- the same problem under another number --------------------------------------------------------------------------

RENAMED = {
    "the same words": ({}, True),
    "nearly the same words": ({"description": "文化广场路灯不亮，晚上没有办法跳舞了"}, True),
    "other words, the same source ticket": ({**STAGE, "source_ref": "20220506000001"}, True),
    "other words": (STAGE, False),
    "the same words in another town": ({"town": "西里镇"}, False),
    "the same words two months later": ({"found_on": "2022-07-06"}, False),
}


@pytest.mark.parametrize("case", RENAMED)
def test_a_new_number_for_an_old_problem_is_told(case) -> None:
    cells, expected = RENAMED[case]
    old = {**LAMP, "ledger_no": "7", "source_ref": "20220506000001"}
    new = {**LAMP, "ledger_no": "9", **cells}
    warehouse = _ledgers({"2022-05": [old], "2022-06": [old, new]})
    assert _told(warehouse) == [("2022-06/rectification.xlsx", 3, "ledger_same_problem")] * expected
    assert table(warehouse, "select count(*) from staging.rectification where month = '2022-06-01'") == [(2,)]


def test_a_number_used_for_another_problem_is_told() -> None:
    warehouse = _ledgers(
        {
            "2022-05": [{**LAMP, "ledger_no": "7", **DONE}],
            "2022-06": [{**STAGE, "ledger_no": "7", **DONE, "found_on": "2022-06-06"}],
        }
    )
    assert _told(warehouse) == [("2022-06/rectification.xlsx", 2, "ledger_no_reused")]


# --- ledgers without numbers ----------------------------------------------------------------------------------------


def _lines(*rows: dict[str, str]) -> list[dict[str, str]]:
    return [{"sequence_no": str(at), **row} for at, row in enumerate(rows, start=1)]


def _numbers(warehouse) -> list[tuple]:
    return table(warehouse, "select month, row, ledger_no from staging.rectification order by month, row")


def test_lines_that_shift_keep_their_numbers_and_it_is_told_once() -> None:
    warehouse = _ledgers({"2022-05": _lines(LAMP, BOOKS), "2022-06": _lines(STAGE, LAMP, BOOKS)})
    assert _numbers(warehouse) == [
        ("2022-05-01", 2, "2022-1"),
        ("2022-05-01", 3, "2022-2"),
        ("2022-06-01", 2, "2022-1/2"),
        ("2022-06-01", 3, "2022-1"),
        ("2022-06-01", 4, "2022-2"),
    ]
    assert _told(warehouse) == [("2022-06/rectification.xlsx", 3, "ledger_renumbered")]
    ((text,),) = table(warehouse, "select problem from ops.issue where code = 'ledger_renumbered'")
    assert text.startswith("2 个没有台账编号的问题")


def test_a_reworded_description_keeps_number_town_and_day() -> None:
    reworded = {**LAMP, "description": "广场照明损坏"}
    warehouse = _ledgers(
        {"2022-05": _lines(LAMP, BOOKS), "2022-06": _lines(reworded, BOOKS), "2022-07": _lines(STAGE, reworded, BOOKS)}
    )
    found = table(warehouse, "select month, description from staging.rectification where ledger_no = '2022-1'")
    assert sorted(found) == [("2022-05-01", LAMP["description"]), *[(f"2022-0{m}-01", "广场照明损坏") for m in (6, 7)]]
    assert [code for _, _, code in _told(warehouse)] == ["ledger_renumbered"]


def test_another_day_under_the_same_line_is_another_problem() -> None:
    other = {**STAGE, "found_on": "2022-06-01"}
    warehouse = _ledgers({"2022-05": _lines({**LAMP, **DONE}), "2022-06": _lines(other)})
    assert [number for _, _, number in _numbers(warehouse)] == ["2022-1", "2022-1/2"]


def test_the_turn_of_the_year_keeps_the_number_and_a_ledger_with_numbers_lends_them() -> None:
    lamp = _lines({**LAMP, "found_on": "2021-12-06"})
    warehouse = _ledgers({"2021-12": lamp, "2022-01": lamp})
    assert [number for _, _, number in _numbers(warehouse)] == ["2021-1", "2021-1"]
    assert _told(warehouse) == []
    warehouse = _ledgers({"2022-05": [{**LAMP, "ledger_no": "甲7"}], "2022-06": _lines(LAMP)})
    assert [number for _, _, number in _numbers(warehouse)] == ["甲7", "甲7"]


def test_lines_without_a_description_are_told_apart_by_their_numbers() -> None:
    warehouse = _ledgers({"2022-05": _lines(GOOD, GOOD), "2022-06": _lines(GOOD, GOOD, BENCH)})
    assert [number for _, _, number in _numbers(warehouse)] == ["2022-1", "2022-2", "2022-1", "2022-2", "2022-3"]


ALIKE = {
    "numbers in the words": ("第3组路灯不亮", "第5组路灯不亮"),
    "the same words": ("健身器材损坏", "健身器材损坏"),
}


@pytest.mark.parametrize("case", ALIKE)
def test_lines_of_one_ledger_that_read_alike_are_all_counted_and_keep_their_numbers(case) -> None:
    lines = _lines(*({**GOOD, "description": text} for text in ALIKE[case]))
    warehouse = _ledgers(
        {
            "2022-05": lines,
            "2022-06": _lines(STAGE) + [{**line, "sequence_no": line["sequence_no"] + "0"} for line in lines],
        }
    )
    assert [number for _, _, number in _numbers(warehouse)] == ["2022-1", "2022-2", "2022-1/2", "2022-1", "2022-2"]
    assert "ledger_superseded" not in [code for _, _, code in _told(warehouse)]
