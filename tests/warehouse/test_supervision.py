"""Who gets a supervision notice as a month closes, about what, and until when it asks for what."""

import pytest

from tests.warehouse.given import Given, Sheet, built, rows_of, table

# May closes on Tuesday the 31st, June on Thursday the 30th; 3 June 2022 is a rest day.
MAY = """
old | 图书馆 | 2022-04-20 | 2022-05-10
may-only | 文化馆 | 2022-04-20 | 2022-05-12
"""
JUNE = """
old | 图书馆 | 2022-04-20 | 2022-05-10
new | 图书馆 | 2022-06-06 | 2022-06-20
soon | 图书馆 | 2022-06-06 | 2022-07-01
later | 公共服务科 | 2022-06-06 | 2022-08-01
of-two | 图书馆、西里镇 | 2022-06-06 | 2022-06-21
"""


def _ledger(month: str, given: str) -> Sheet:
    lines = [[cell.strip() for cell in line.split("|")] for line in given.strip().splitlines()]
    shared = {"town": "悦庄镇", "theme": "文体生活", "severity": "一般", "is_struck_off": "未销号"}
    return Sheet("rectification", rows_of("ledger_no unit found_on due", lines, **shared), month=month)


def _tasks(month: str, text: str) -> Sheet:
    return Sheet("task", [{"task_no": "1", "task": text, "unit": "文化馆", "due": "2022-05-20"}], month=month)


@pytest.fixture(scope="module")
def warehouse():
    sheets = [_ledger("2022-05", MAY), _ledger("2022-06", JUNE)]
    tasks = [_tasks("2022-05", "送戏下乡"), _tasks("2022-06", "城市书房")]
    return built(Given([*sheets, *tasks]), "mart.due_month")


def test_each_owner_of_a_card_gets_its_own_list_the_longest_overdue_first(warehouse) -> None:
    found = table(
        warehouse,
        "select scope_name, item_order, item_no, card, assigned_on, due_on, red_month_count from mart.supervision_item"
        " where month = '2022-06-01' and source = 'rectification' order by scope_name, item_order",
    )
    assert found == [
        ("图书馆", 1, "old", "red", "2022-04-20", "2022-05-10", 2),
        ("图书馆", 2, "new", "red", "2022-06-06", "2022-06-20", 1),
        ("图书馆", 3, "of-two", "red", "2022-06-06", "2022-06-21", 1),
        ("图书馆", 4, "soon", "yellow", "2022-06-06", "2022-07-01", 0),
        ("西里镇", 1, "of-two", "red", "2022-06-06", "2022-06-21", 1),
    ]


def test_a_notice_counts_its_items_and_asks_by_working_days(warehouse) -> None:
    found = table(
        warehouse,
        "select scope_name, closes_on, card_count, red_count, yellow_count, again_count, plan_due_on, result_due_on,"
        " responsible_post from mart.supervision_notice where month = '2022-06-01' and scope_name <> '文化馆'"
        " order by scope_name",
    )
    dates = ("2022-07-07", "2022-07-14")
    assert found == [
        ("图书馆", "2022-06-30", 4, 3, 1, 1, *dates, "图书馆馆长"),
        ("西里镇", "2022-06-30", 1, 1, 0, 0, *dates, "西里镇文旅办主任"),
    ]


def test_days_asked_for_pass_over_rest_days(warehouse) -> None:
    asked = "select distinct plan_due_on, result_due_on from mart.supervision_notice where month = '2022-05-01'"
    assert table(warehouse, asked) == [("2022-06-08", "2022-06-15")]


def test_a_task_of_the_same_number_and_another_text_is_another_task(warehouse) -> None:
    counts = "select month, red_month_count from mart.supervision_item where source = 'task' order by month"
    assert table(warehouse, counts) == [("2022-05-01", 1), ("2022-06-01", 1)]


def test_the_county_counts_an_item_once_whoever_it_falls_to(warehouse) -> None:
    found = table(
        warehouse,
        "select source, open_count, red_count, yellow_count, again_count, new_count, notice_count from mart.due_month"
        " where month = '2022-06-01' order by source",
    )
    assert found == [
        ("all", 6, 4, 1, 1, 3, 3),
        ("hotline", 0, 0, 0, 0, 0, None),
        ("rectification", 5, 3, 1, 1, 2, None),
        ("task", 1, 1, 0, 0, 1, None),
    ]
