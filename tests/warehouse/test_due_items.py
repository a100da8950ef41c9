"""What is open as the month closes: cards, working days left and overdue, and who answers for it."""

import pytest

from tests.warehouse.given import Given, Sheet, built, rows_of, table

# The month closes on Thursday, 30 June 2022; 1 July is the next working day, 4 July the one after it.
TICKETS = """
overdue-long | 2022-06-20 09:00 | 2022-06-24 18:00 | | red | | 4
overdue-today | 2022-06-20 09:00 | 2022-06-30 17:00 | | red | | 0
due-next-day | 2022-06-27 09:00 | 2022-07-01 18:00 | | yellow | 1 |
due-on-saturday | 2022-06-27 09:00 | 2022-07-02 | | yellow | 1 |
due-in-two-days | 2022-06-27 09:00 | 2022-07-04 | | | 2 |
closed-in-time | 2022-06-20 09:00 | 2022-06-24 18:00 | 2022-06-22 09:00 | gone
closed-late | 2022-06-20 09:00 | 2022-06-24 18:00 | 2022-06-27 09:00 | gone
closed-in-july | 2022-06-20 09:00 | 2022-06-24 18:00 | 2022-07-01 00:00 | red | | 4
carried-over | 2022-05-20 09:00 | 2022-05-27 | | red | | 23
not-dispatched | 2022-06-29 09:00 | | | | |
called-in-july | 2022-07-01 09:00 | 2022-07-01 18:00 | | gone
past-the-calendar | 2022-06-27 09:00 | 2039-01-03 | | | |
of-a-guessed-year | 2022-06-27 09:00 | 2027-01-04 | | | far | provisional
"""
PROBLEMS = """
overdue | 2022-06-06 | 2022-06-20 | 未销号 | red | | 8
due-on-the-last-day | 2022-06-06 | 2022-06-30 | 未销号 | red | | 0
due-in-three-days | 2022-06-06 | 2022-07-05 | 未销号 | yellow | 3 |
due-in-four-days | 2022-06-06 | 2022-07-06 | 未销号 | | 4 |
counted | 2022-06-20 | | 未销号 | yellow | 2 |
lasting | 2022-06-06 | 长期坚持 | 未销号 | | |
struck-off | 2022-06-06 | 2022-06-20 | 已销号 | gone
explained | 2022-06-06 | 2022-06-20 | 已解释 | gone
"""
TASKS = """
late | 2022-05-31 | | red | | 21
in-time | 2022-05-31 | 2022-05-30 | gone
done-in-july | 2022-06-30 | 2022-07-01 | red | | 0
soon | 2022年7月5日 | | yellow | 3 |
autumn | 9月底 | | | 65 |
lasting | 长期坚持 | | | |
"""
# who is named → who it falls to, who answers for that on 30 June
OWNERS = {
    "two": ("文化馆、图书馆", "文化馆、图书馆", "文化馆馆长、图书馆馆长"),
    "office": ("局公共服务科", "公共服务科", "公共服务科科长"),
    "town": ("西里镇", "西里镇", "西里镇文旅办主任"),
    "both": ("西里镇、文化馆", "西里镇、文化馆", "西里镇文旅办主任、文化馆馆长"),
    "stranger": ("某某公司", "悦庄镇", "悦庄镇文旅办主任"),
    "nobody": ("", "悦庄镇", "悦庄镇文旅办主任"),
}
GOOD = {"town": "悦庄镇", "channel": "12345热线"}


def _lines(given: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in given.strip().splitlines()]


def _expected(source: str, cells: int, given: str) -> dict[tuple[str, str], list[str]]:
    """What stands after a line's cells: card, working days left, overdue; nothing where it is gone."""
    found = {}
    for line in _lines(given):
        card, *days = line[cells:]
        if card != "gone":
            found[source, line[0]] = [card, *days]
    return found


EXPECTED = _expected("hotline", 4, TICKETS) | _expected("rectification", 4, PROBLEMS) | _expected("task", 3, TASKS)


@pytest.fixture(scope="module")
def warehouse():
    tickets = rows_of("ticket_no called_at due_at closed_at", [line[:4] for line in _lines(TICKETS)], **GOOD)
    named = [
        {k: v for k, v in row.items() if v}
        for name, (handler, *_) in OWNERS.items()
        for row in [{"ticket_no": f"谁-{name}", "called_at": "2022-06-29 09:00", "handler": handler, **GOOD}]
    ]
    problems = rows_of(
        "ledger_no found_on due is_struck_off",
        [line[:4] for line in _lines(PROBLEMS)],
        town="西里镇",
        severity="一般",
        theme="文体活动",
        unit="文化馆",
    )
    tasks = rows_of("task_no due completed_on", [line[:3] for line in _lines(TASKS)], unit="图书馆", task="城市书房")
    shared = {"task_no": "shared", "task": "送戏下乡", "due": "2022-06-20", "list_name": "二十条"}
    tasks += [{**shared, "unit": "文化馆", "completed_on": "2022-06-15"}, {**shared, "unit": "图书馆"}]
    sheets = [Sheet("hotline", tickets + named), Sheet("rectification", problems), Sheet("task", tasks)]
    return built(Given(sheets), "mart.due_item", "mart.due_count", "core.hotline_event", "core.rectification_event")


@pytest.fixture(scope="module")
def found(warehouse):
    rows = table(
        warehouse,
        "select source, item_no, coalesce(card, ''), coalesce(working_days_left::varchar, ''),"
        " coalesce(working_days_overdue::varchar, ''), is_provisional from mart.due_item"
        " where item_no not like '谁-%' and item_no not like '二十条%'",
    )
    return {(source, no): cells for source, no, *cells in rows}


def test_what_is_open_and_nothing_else(found) -> None:
    assert found.keys() == EXPECTED.keys()


@pytest.mark.parametrize("item", EXPECTED, ids=" ".join)
def test_cards_and_working_days(found, item) -> None:
    card, left, overdue, is_provisional = found[item]
    if EXPECTED[item][1] == "far":  # in a year whose holidays nobody knows yet
        assert (card, overdue, is_provisional) == ("", "", True)
        assert int(left) > 1000
    else:
        assert [card, left, overdue, is_provisional] == [*EXPECTED[item], False]


def test_red_cards_are_what_the_indicators_count_as_overdue(warehouse) -> None:
    for source, event in (("hotline", "hotline_event"), ("rectification", "rectification_event")):
        red = table(warehouse, "select count(*) from mart.due_item where card = 'red' and source = ?", source)
        assert red == table(warehouse, f"select count(*) from core.{event} where is_overdue_open")


@pytest.mark.parametrize("case", OWNERS)
def test_who_it_falls_to_and_who_answers(warehouse, case) -> None:
    found = table(warehouse, "select owner_names, responsible_posts from mart.due_item where item_no = ?", f"谁-{case}")
    assert found == [OWNERS[case][1:]]


def test_a_task_of_two_units_is_open_with_the_one_that_has_not_done_it(warehouse) -> None:
    found = table(
        warehouse,
        "select item_no, subject, named_units, owner_names, card from mart.due_item where item_no like '二十条%'",
    )
    assert found == [("二十条 shared", "二十条", "图书馆", "图书馆", "red")]


def test_an_item_has_a_line_for_each_that_it_falls_to(warehouse) -> None:
    found = table(
        warehouse,
        "select scope, scope_name, responsible_post from mart.due_owner where item_no = '谁-both' order by scope",
    )
    assert found == [("town", "西里镇", "西里镇文旅办主任"), ("unit", "文化馆", "文化馆馆长")]


def test_an_item_says_where_it_stands_and_what_it_is(warehouse) -> None:
    found = table(
        warehouse,
        'select source_title, town_name, subject, severity, due_at, file, "row" from mart.due_item'
        " where item_no = 'counted'",
    )
    told = ("整改台账", "西里镇", "文体生活", "general", "2022-07-04 23:59:59", "2022-06/rectification.xlsx", 6)
    assert found == [told]


def test_an_owner_has_its_items_counted_by_source_and_card_and_what_others_have_in_its_town(warehouse) -> None:
    counted = table(
        warehouse,
        "select scope_code, open_count, hotline_count, rectification_count, task_count, red_count, yellow_count"
        " from mart.due_count where scope_code in ('library', 'finance_audit') order by scope_code",
    )
    listed = table(
        warehouse,
        "select count(*), count(*) filter (source = 'hotline'), count(*) filter (source = 'rectification'),"
        " count(*) filter (source = 'task'), count(*) filter (card = 'red'), count(*) filter (card = 'yellow')"
        " from mart.due_owner where scope_code = 'library'",
    )
    assert counted == [("finance_audit", 0, 0, 0, 0, 0, 0), ("library", *listed[0])]
    assert listed[0][0] > 0
    # In 悦庄镇 others than the town handle what names two units, an office, another town, or both.
    elsewhere = "select elsewhere_count from mart.due_count where scope_code in ('370323104', 'library') order by 1"
    assert table(warehouse, elsewhere) == [(4,), (None,)]
