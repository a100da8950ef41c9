"""Hotline tickets: what is read, when a ticket is due, and what it counts in."""

import pytest

from tests.warehouse.given import Given, Sheet, built, codes, table

GOOD = {"town": "西里镇", "called_at": "2022-06-06 09:00", "dispatched_at": "2022-06-06 10:00", "channel": "12345热线"}

# --- reading --------------------------------------------------------------------------------------------------------

READ = {
    "a good row": ({}, []),
    "no number": ({"ticket_no": ""}, ["id_missing"]),
    "a number turned into a float": ({"ticket_no": "2.02206E+13"}, ["id_lossy"]),
    "no time of call": ({"called_at": ""}, ["date_missing"]),
    "an impossible day": ({"called_at": "2022-06-31 09:00"}, ["date_unreadable"]),
    "an unreadable closing time": ({"closed_at": "已办结"}, ["date_unreadable"]),
    "closed before dispatched": ({"closed_at": "2022-06-06 09:59"}, ["ticket_time_order"]),
    "said to be closed, no time": ({"status": "已办结"}, ["close_undated"]),
    "a day whose order nobody knows": ({"called_at": "06/07/22"}, ["date_ambiguous"]),
    "closed a day before dispatched, no year": ({"closed_at": "6月5日"}, ["ticket_time_order"]),
    "closed when dispatched": ({"closed_at": "2022-06-06 10:00"}, []),
    "an unreadable dispatch": ({"dispatched_at": "昨天"}, ["time_unreadable"]),
    "an unreadable call-back": ({"visited_at": "未回访"}, ["time_unreadable"]),
    "an unreadable due time": ({"due_at": "尽快"}, ["time_unreadable"]),
    "an unreadable extension": ({"extended_due_at": "延期"}, ["time_unreadable"]),
    "an unreadable limit": ({"limit": "尽快"}, ["time_unreadable"]),
    "a limit without a unit": ({"limit": "5"}, ["time_unreadable"]),
    "a limit in hours": ({"limit": "48小时"}, []),
    "the unit in a column of its own": ({"limit": "５", "limit_unit": "工作日"}, []),
    "an unknown channel": ({"channel": "抖音"}, ["word_unknown"]),
    "an unknown word for solved": ({"solved": "差不多"}, ["word_unknown"]),
    "an unknown grade": ({"final_satisfaction": "还行"}, ["word_unknown"]),
    "an unknown word for connected": ({"connected": "占线"}, ["word_unknown"]),
    "an unknown word for unreasonable": ({"unreasonable": "疑似"}, ["word_unknown"]),
    "no town": ({"town": ""}, ["town_missing"]),
    "outside every town": ({"town": "县直"}, ["town_none"]),
    "a misspelt town": ({"town": "西李镇"}, ["town_unknown"]),
}

# --- due ------------------------------------------------------------------------------------------------------------

DUE = {
    "the limit in working days": ({"limit": "3个工作日"}, "2022-06-09 23:59:59"),
    "the limit in Chinese figures": ({"limit": "五个工作日"}, "2022-06-13 23:59:59"),
    "the number and its unit apart": ({"limit": "3", "limit_unit": "工作日"}, "2022-06-09 23:59:59"),
    "the limit in hours, to the minute": ({"limit": "48小时"}, "2022-06-08 10:00:00"),
    "the limit in days, over a weekend": ({"limit": "5", "limit_unit": "天"}, "2022-06-11 23:59:59"),
    "the stated moment before a limit in hours": (
        {"due_at": "2022-06-10 17:00", "limit": "24小时"},
        "2022-06-10 17:00:00",
    ),
    "a due day without its year, after the call": (
        {"called_at": "2021-12-28 09:00", "due_at": "1月5日"},
        "2022-01-05 23:59:59",
    ),
    "five working days where none is named": ({}, "2022-06-13 23:59:59"),
    "over a weekend and the Dragon Boat holiday": (
        {"dispatched_at": "2022-05-30 16:00", "limit": "5个工作日"},
        "2022-06-07 23:59:59",
    ),
    "a make-up Saturday counts": ({"dispatched_at": "2022-01-28 10:00", "limit": "2个工作日"}, "2022-01-30 23:59:59"),
    "dispatched on a rest day": ({"dispatched_at": "2022-06-11 10:00", "limit": "1个工作日"}, "2022-06-13 23:59:59"),
    "the stated moment": ({"due_at": "2022-06-10 17:00", "limit": "3个工作日"}, "2022-06-10 17:00:00"),
    "a stated day, to its end": ({"due_at": "2022年6月10日"}, "2022-06-10 23:59:59"),
    "the extension goes before the stated": (
        {"due_at": "2022-06-10 17:00", "extended_due_at": "2022-06-24"},
        "2022-06-24 23:59:59",
    ),
    "an unreadable due time falls back on the limit": ({"due_at": "尽快", "limit": "3个工作日"}, "2022-06-09 23:59:59"),
    "never dispatched": ({"dispatched_at": ""}, "None"),
}

# --- counting -------------------------------------------------------------------------------------------------------

DUE_10TH = {"due_at": "2022-06-10 17:00"}
VISITED = {"closed_at": "2022-06-08 09:00", "visited_at": "2022-06-09 10:00", "connected": "是", **DUE_10TH}
LIFE = {"received", "carried_over", "open", "due", "closed_on_time", "overdue_open"}
FLAGS = [f"is_{f}" for f in sorted(LIFE | {"solution_assessed", "solved", "satisfaction_assessed", "satisfied"})]

EVENTS = {
    "closed on the last second": ({**DUE_10TH, "closed_at": "2022-06-10 17:00"}, "received due closed_on_time"),
    "closed a minute late": ({**DUE_10TH, "closed_at": "2022-06-10 17:01"}, "received due"),
    "closed on the due day's last second": (
        {"due_at": "2022-06-10", "closed_at": "2022-06-10 23:59:59"},
        "received due closed_on_time",
    ),
    "closed as the next day begins": ({"due_at": "2022-06-10", "closed_at": "2022-06-11 00:00"}, "received due"),
    "open and overdue": (DUE_10TH, "received open due overdue_open"),
    "closed after the month's end": (
        {"due_at": "2022-06-10", "closed_at": "2022-07-01 00:00"},
        "received open due overdue_open",
    ),
    "open, due next month": ({"due_at": "2022-07-01"}, "received open"),
    "due at the month's last second": ({"due_at": "2022-06-30"}, "received open due overdue_open"),
    "closed early, due next month": ({"due_at": "2022-07-01", "closed_at": "2022-06-08 09:00"}, "received"),
    "carried over, closed in the month": (
        {"called_at": "2022-05-31 23:59:59", "due_at": "2022-06-02", "closed_at": "2022-06-02 08:00"},
        "carried_over due closed_on_time",
    ),
    "carried over and still open": (
        {"called_at": "2022-05-20 09:00", "due_at": "2022-05-27"},
        "carried_over open overdue_open",
    ),
    "closed before the month, visited in it": (
        {**VISITED, "called_at": "2022-05-20 09:00", "closed_at": "2022-05-31 23:00", "due_at": "2022-05-27"}
        | {"solved": "是", "final_satisfaction": "满意"},
        "solution_assessed solved satisfaction_assessed satisfied",
    ),
    "received in the first second": ({"called_at": "2022-06-01 00:00", "due_at": "2022-07-08"}, "received open"),
    "solved and satisfied": (
        {**VISITED, "solved": "是", "final_satisfaction": "基本满意"},
        "received due closed_on_time solution_assessed solved satisfaction_assessed satisfied",
    ),
    "satisfied but unsolved": (
        {**VISITED, "solved": "否", "final_satisfaction": "满意"},
        "received due closed_on_time solution_assessed satisfaction_assessed satisfied",
    ),
    "dissatisfied": (
        {**VISITED, "solved": "否", "final_satisfaction": "不满意", "first_satisfaction": "满意"},
        "received due closed_on_time solution_assessed satisfaction_assessed",
    ),
    "the line was dead": (
        {**VISITED, "connected": "否", "solved": "否", "final_satisfaction": "不满意"},
        "received due closed_on_time",
    ),
    "nobody could be reached": (
        {**VISITED, "solved": "联系不上", "final_satisfaction": "满意"},
        "received due closed_on_time",
    ),
    "no column says who was connected": (
        {**VISITED, "connected": "", "solved": "是", "final_satisfaction": "满意"},
        "received due closed_on_time solution_assessed solved satisfaction_assessed satisfied",
    ),
    "visited, asked nothing": ({**VISITED, "connected": ""}, "received due closed_on_time"),
    "no evaluation given": (
        {**VISITED, "solved": "是", "final_satisfaction": "未评价"},
        "received due closed_on_time solution_assessed solved",
    ),
    "an unreasonable request": (
        {**VISITED, "solved": "否", "final_satisfaction": "不满意", "unreasonable": "是"},
        "received due closed_on_time satisfaction_assessed",
    ),
    "visited after the month": (
        {**VISITED, "visited_at": "2022-07-01 00:00", "solved": "是", "final_satisfaction": "满意"},
        "received due closed_on_time",
    ),
}

NAMED = {f"读{i:02d}": cells for i, (cells, _) in enumerate(READ.values())}
NAMED |= {f"限{i:02d}": cells for i, (cells, _) in enumerate(DUE.values())}
NAMED |= {f"计{i:02d}": cells for i, (cells, _) in enumerate(EVENTS.values())}


def _row(ticket_no: str, cells: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in {"ticket_no": ticket_no, **GOOD, **cells}.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    rows = [_row(ticket_no, cells) for ticket_no, cells in NAMED.items()]
    return built(Given([Sheet("hotline", rows)]), "core.indicator")


@pytest.mark.parametrize("case", READ)
def test_reading_a_row(warehouse, case) -> None:
    row = list(READ).index(case) + 2
    assert codes(warehouse, "staging.ticket_read")[row] == READ[case][1]


@pytest.mark.parametrize("case", DUE)
def test_when_a_ticket_is_due(warehouse, case) -> None:
    ticket_no = f"限{list(DUE).index(case):02d}"
    found = table(
        warehouse, f"select coalesce(due_at::varchar, 'None') from staging.ticket where ticket_no = '{ticket_no}'"
    )
    assert found == [(DUE[case][1],)]


@pytest.mark.parametrize("case", EVENTS)
def test_what_a_ticket_counts_in(warehouse, case) -> None:
    ticket_no = f"计{list(EVENTS).index(case):02d}"
    (flags,) = table(warehouse, f"select {', '.join(FLAGS)} from core.hotline_event where ticket_no = '{ticket_no}'")
    counted = {flag.removeprefix("is_") for flag, holds in zip(FLAGS, flags, strict=True) if holds}
    assert counted == set(EVENTS[case][1].split())


def test_a_flag_is_never_unknown(warehouse) -> None:
    sides = [flag for flag in FLAGS if flag not in ("is_due", "is_overdue_open")]
    blank = table(
        warehouse,
        f"select ticket_no from core.hotline_event where ticket_no like '计%' and ({' and '.join(sides)}) is null",
    )
    assert blank == []


def test_the_county_counts_tickets_of_no_town(warehouse) -> None:
    found = dict(
        table(
            warehouse,
            "select scope || scope_code, numerator from core.indicator"
            " where indicator = 'hotline_received' and scope in ('county', 'town')",
        )
    )
    received = "select count(*) from core.hotline_event where is_received"
    ((everywhere,),) = table(warehouse, received)
    ((outside,),) = table(warehouse, f"{received} and town_code is null")
    assert outside == 1
    assert found == {"county": everywhere, "town370323105": everywhere - outside}


# --- several rows of one ticket -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def versions():
    lead = {"ticket_no": "多1", **GOOD, "role": "主办", "handler": "西里镇", "due_at": "2022-06-10"}
    helper = {**lead, "role": "协办", "handler": "文化馆、图书馆", "closed_at": "2022-06-09 10:00", "town": "东里镇"}
    listed = {"ticket_no": "多2", **GOOD, "role": "主办、协办", "handler": "图书馆 文化馆，西里镇"}
    before = {"ticket_no": "新旧", **GOOD, "handler": "文化馆", "status": "办理中"}
    after = {**before, "handler": "图书馆", "closed_at": "2022-06-20 09:00", "status": "已办结"}
    may = {"ticket_no": "跨月", **GOOD, "called_at": "2022-05-30 09:00", "dispatched_at": "2022-05-30 10:00"}
    june = {**may, "closed_at": "2022-06-02 10:00"}
    return built(
        Given(
            [
                Sheet("hotline", [lead, helper, listed, after], file="2022-06/a.xlsx"),
                Sheet("hotline", [before], file="2022-06/b.xlsx"),
                Sheet("hotline", [may], month="2022-05"),
                Sheet("hotline", [june], file="2022-06/c.xlsx"),
            ]
        ),
        "core.hotline_event",
    )


def test_a_ticket_of_several_handlers_is_one_ticket_with_all_of_them(versions) -> None:
    found = table(
        versions,
        "select ticket_no, town_code, closed_at, handlers from staging.ticket where ticket_no like '多%' order by 1",
    )
    assert found == [
        ("多1", "370323105", None, ["图书馆", "文化馆", "西里镇"]),  # the lead handler's row says where and whether
        ("多2", "370323105", None, ["图书馆", "文化馆", "西里镇"]),
    ]


def test_of_two_exports_of_a_month_the_closed_one_speaks(versions) -> None:
    found = table(versions, "select status, handlers from staging.ticket where ticket_no = '新旧'")
    assert found == [("已办结", ["图书馆"])]


def test_every_month_keeps_its_own_state_of_a_ticket(versions) -> None:
    found = table(
        versions,
        "select month, is_received, is_carried_over, is_open, is_due, is_closed_on_time from core.hotline_event"
        " where ticket_no = '跨月' order by month",
    )
    assert found == [("2022-05-01", True, False, True, False, False), ("2022-06-01", False, True, False, True, True)]
