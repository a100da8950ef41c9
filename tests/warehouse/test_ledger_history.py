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
# One problem is never taken for another of another town.
TOWNS = ("南麻街道", "历山街道", "西里镇", "悦庄镇", "中庄镇", "燕崖镇", "东里镇", "鲁村镇")


def _ledgers(months: dict[str, list[dict[str, str]]], *tables: str):
    given = Given([Sheet("rectification", rows, month=month) for month, rows in months.items()])
    return built(given, "ops.issue", "staging.rectification", *tables)


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


@pytest.fixture(scope="module", params=permutations([0, 1]), ids=["early first", "late first"])
def two_ledgers(request):
    """The two versions of every problem in two ledgers of a month, in both orders; each problem in its own town."""
    files = [
        [
            {
                **LAMP,
                **LATER[case][version],
                "town": town,
                "ledger_no": case.replace(" ", "_"),
                "progress": "先后"[version],
            }
            for case, town in zip(LATER, TOWNS, strict=False)
        ]
        for version in request.param
    ]
    sheets = [Sheet("rectification", rows, file=f"2022-06/{at}.xlsx") for at, rows in enumerate(files)]
    warehouse = built(Given(sheets), "staging.rectification", "staging.superseded_row", "ops.issue")
    return warehouse, request.param.index(0)


@pytest.mark.parametrize("case", LATER)
def test_the_later_of_two_ledgers_of_a_month_speaks_whatever_their_order(two_ledgers, case) -> None:
    warehouse, early = two_ledgers
    number, row = case.replace(" ", "_"), list(LATER).index(case) + 2
    assert table(warehouse, "select progress from staging.rectification where ledger_no = ?", number) == [("后",)]
    told = [line for line in _told(warehouse) if line[1] in (row, None)]
    assert told == [(f"2022-06/{early}.xlsx", row, "ledger_superseded")]
    superseded = "select file, superseded_row.row from staging.superseded_row inner join raw.sheet using (sheet_id)"
    assert table(warehouse, f"{superseded} where superseded_row.row = ?", row) == [(f"2022-06/{early}.xlsx", row)]


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
        "mart.rectification_history",
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


# A problem open in May → its line in June's ledger, and whether it is missed.
NEXT = {
    "still there": ({}, False),
    "gone before it was struck off": (None, True),
    "there, but rejected": ({"found_on": "2022-05-36"}, False),
    "open again, marked": ({"rebound": "是"}, False),
}


def test_what_became_of_open_problems() -> None:
    may = [{**LAMP, "town": town, "ledger_no": case.replace(" ", "_")} for case, town in zip(NEXT, TOWNS, strict=False)]
    june = [{**line, **cells} for line, (cells, _) in zip(may, NEXT.values(), strict=True) if cells is not None]
    warehouse = _ledgers({"2022-05": may, "2022-06": june})
    ((file, row, text),) = table(
        warehouse, "select file, row, problem from ops.issue where code like 'ledger_%' order by issue_no"
    )
    assert (file, row) == ("2022-06/rectification.xlsx", None)
    (missed,) = (case for case, (_, is_missed) in NEXT.items() if is_missed)
    place = f"2022-05/rectification.xlsx“Sheet1”第 {list(NEXT).index(missed) + 2} 行"
    assert f"“{missed.replace(' ', '_')}”（{place}）" in text


def test_a_problem_struck_off_may_leave_the_ledger_and_must_not_return_unmarked() -> None:
    away, unmarked, marked = (
        {**LAMP, "town": town, "ledger_no": number} for town, number in zip(TOWNS, "789", strict=False)
    )
    may = [{**line, **DONE} for line in (away, unmarked, marked)]
    warehouse = _ledgers({"2022-05": may, "2022-06": [unmarked, {**marked, "rebound": "是"}]})
    assert _told(warehouse) == [("2022-06/rectification.xlsx", 2, "ledger_reopened_unmarked")]


def test_a_month_without_a_ledger_is_passed_over() -> None:
    gone, stays = {**LAMP, "ledger_no": "7"}, {**BOOKS, "ledger_no": "8"}
    assert _told(_ledgers({"2022-05": [gone, stays], "2022-08": [stays]})) == [
        ("2022-08/rectification.xlsx", None, "ledger_row_vanished")
    ]


# --- the same problem under another number --------------------------------------------------------------------------

RENAMED = {
    "the same words": ({}, True),
    "nearly the same words": ({"description": "文化广场路灯不亮，晚上没有办法跳舞了"}, True),
    "other words, the same source ticket": (
        {"description": STAGE["description"], "source_ref": "20220506000003"},
        True,
    ),
    "other words": ({"description": STAGE["description"]}, False),
    "the same words in another town": ({"town": "石桥镇"}, False),
    "the same words two months later": ({"found_on": "2022-07-06"}, False),
}


@pytest.fixture(scope="module")
def renamed():
    """Every problem of May in June's ledger too, with one more of its town under another number."""
    may, june = [], []
    for at, ((cells, _), town) in enumerate(zip(RENAMED.values(), TOWNS, strict=False), start=1):
        old = {**LAMP, "town": town, "ledger_no": f"甲{at}", "source_ref": f"2022050600000{at}"}
        may.append(old)
        june += [old, {**LAMP, "town": town, "ledger_no": f"乙{at}", **cells}]
    return _ledgers({"2022-05": may, "2022-06": june})


@pytest.mark.parametrize("case", RENAMED)
def test_a_new_number_for_an_old_problem_is_told(renamed, case) -> None:
    _, expected = RENAMED[case]
    row = 2 * list(RENAMED).index(case) + 3
    told = [line for line in _told(renamed) if line[1] in (row - 1, row, None)]
    assert told == [("2022-06/rectification.xlsx", row, "ledger_same_problem")] * expected
    used = "select count(*) from staging.rectification where month = '2022-06-01'"
    assert table(renamed, f"{used} and row in (?, ?)", row - 1, row) == [(2,)]


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
