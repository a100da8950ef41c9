"""The rectification ledger: what is read, when a problem is due, what it counts in."""

import pytest

from tests.warehouse.given import Given, Sheet, built, codes, table

GOOD = {"town": "悦庄镇", "found_on": "2022-06-06", "severity": "一般", "is_struck_off": "未销号"}

# --- reading --------------------------------------------------------------------------------------------------------

READ = {
    "a good row": ({}, []),
    "no number": ({"ledger_no": ""}, ["id_missing"]),
    "the line's number stands in for it": ({"ledger_no": "", "sequence_no": "12"}, []),
    "a number turned into a float": ({"ledger_no": "2.02206E+13"}, ["id_lossy"]),
    "no day of finding": ({"found_on": ""}, ["date_missing"]),
    "an impossible day": ({"found_on": "2022-02-30"}, ["date_unreadable"]),
    "an unknown severity": ({"severity": "紧要"}, ["severity_unknown"]),
    "an unreadable deadline": ({"due": "尽快"}, ["due_unreadable"]),
    "neither deadline nor severity": ({"due": "", "severity": ""}, ["due_missing"]),
    "a lasting deadline": ({"due": "长期坚持"}, []),
    "struck off without a day": ({"is_struck_off": "已销号"}, ["strike_off_undated"]),
    "struck off on an unreadable day": ({"is_struck_off": "已销号", "struck_off_on": "上周"}, ["date_unreadable"]),
    "an unknown state": ({"is_struck_off": "差不多"}, ["word_unknown"]),
    "an unknown answer of the revisit": ({"revisit_result": "还行"}, ["word_unknown"]),
    "an unknown word for rebound": ({"rebound": "有点"}, ["word_unknown"]),
    "an unknown word for the check on site": ({"site_check": "看过"}, ["word_unknown"]),
    "an unknown word for disclosure": ({"disclosed": "待定"}, ["word_unknown"]),
    "a stated day for the proposal": ({"plan_due": "2022-06-13"}, []),
    "the proposal at once": ({"plan_due": "立行立改"}, []),
    "a proposal without a day of its own": ({"plan_due": "长期坚持"}, []),
    "an unreadable day for the proposal": ({"plan_due": "尽快"}, ["due_unreadable"]),
    "no day of finding, so no deadline to read": (
        {"found_on": "", "due": "22/6/3", "plan_due": "22/5/13"},
        ["date_missing"],
    ),
    "a misspelt town": ({"town": "悦装镇"}, ["town_unknown"]),
    "no town": ({"town": ""}, ["town_missing"]),
    "outside every town": ({"town": "县直"}, ["town_none"]),
}

# --- due: day of finding, severity, stated deadline → due on --------------------------------------------------------

DUE = [
    ("2022-01-28", "一般", "", "2022-02-16"),
    ("2022-01-28", "较大", "", "2022-03-02"),
    ("2022-01-28", "特别重大", "", "2022-04-07"),
    ("2022-09-30", "一般问题", "", "2022-10-19"),
    ("2022-09-30", "较大问题", "", "2022-11-02"),
    ("2022-09-30", "涉及面大", "", "2022-12-07"),
    ("2021-04-30", "一般", "", "2021-05-18"),
    ("2021-04-30", "较大", "", "2021-06-01"),
    ("2021-04-30", "重大", "", "2021-07-07"),
    ("2022-06-04", "一般", "", "2022-06-17"),  # found on a rest day: the count starts with the next working day
    ("2022-06-06", "现场解决", "", "2022-06-06"),
    ("2022-06-06", "立行立改", "", "2022-06-06"),
    ("2022-06-06", "一般", "立行立改", "2022-06-06"),
    ("2022-06-06", "一般", "2022-06-30", "2022-06-30"),
    ("2022-06-06", "长期", "", None),
    ("2022-06-06", "一般", "长期坚持", None),
    ("2022-06-06", "长期", "2022-12-31", "2022-12-31"),
    ("2022-06-06", "一般", "尽快", "2022-06-20"),  # an unreadable deadline falls back on the severity
    ("2022-06-06", "", "", None),
    ("2022-05-06", "一般", "5月底前", "2022-05-31"),
    ("2022-05-06", "一般", "2022年5月底", "2022-05-31"),
    ("2021-12-06", "一般", "3月底前", "2022-03-31"),  # a deadline lies ahead of the finding, whichever ledger shows it
    ("2021-12-06", "一般", "12月底前", "2021-12-31"),
    ("2022-06-06", "一般", "6月中旬", "2022-06-20"),
    ("2022-06-06", "一般", "上半年", "2022-06-30"),
    ("2022-06-06", "一般", "年底前", "2022-12-31"),
    ("2022-06-06", "一般", "2022年底前完成", "2022-12-31"),
    ("2022-06-06", "一般", "明年上半年", "2023-06-30"),
    ("2022-07-06", "一般", "上半年", "2023-06-30"),
    ("2022-06-06", "一般", "本月底前", "2022-06-30"),
    ("2022-06-06", "一般", "下月底", "2022-07-31"),
    ("2022-06-06", "一般", "三季度末", "2022-09-30"),
    ("2022-06-06", "一般", "9月前", "2022-06-20"),  # before or within September: falls back on the severity
    ("2022-05-20", "较大", "9月30日", "2022-09-30"),
    ("2021-11-20", "较大", "1月10日", "2022-01-10"),
    ("2021-11-20", "较大", "11月20日", "2021-11-20"),
]

# --- counting -------------------------------------------------------------------------------------------------------

COUNTED = {"found", "open", "struck_off", "explained", "struck_off_now", "due", "struck_off_on_time"}
FLAGS = [f"is_{flag}" for flag in sorted(COUNTED | {"overdue_open", "rebound"})]
DONE = {"is_struck_off": "已销号"}
EVENTS = {
    "struck off on the last day": (
        {**DONE, "due": "2022-06-20", "struck_off_on": "2022-06-20"},
        "found struck_off struck_off_now due struck_off_on_time",
    ),
    "struck off a day late": (
        {**DONE, "due": "2022-06-20", "struck_off_on": "2022-06-21"},
        "found struck_off struck_off_now due",
    ),
    "struck off without a day": ({**DONE, "due": "2022-06-20"}, "found struck_off due"),
    "open and overdue": ({"due": "2022-06-20"}, "found open due overdue_open"),
    "due on the last day of the month": ({"due": "2022-06-30"}, "found open due overdue_open"),
    "due on the first of the next": ({"due": "2022-07-01"}, "found open"),
    "carried over": ({"found_on": "2022-05-31", "due": "2022-05-31"}, "open overdue_open"),
    "carried over, done last month": (
        {**DONE, "found_on": "2022-05-10", "due": "2022-05-31", "struck_off_on": "2022-05-30"},
        "struck_off",
    ),
    "explained": ({"is_struck_off": "已解释", "due": "2022-06-20"}, "found explained"),
    "lasting": ({"due": "长期坚持"}, "found open"),
    "rebounded, open again": (
        {"due": "2022-06-20", "struck_off_on": "2022-06-15", "rebound": "是"},
        "found open due overdue_open rebound",
    ),
}

NAMED = [("读", i, cells) for i, (cells, _) in enumerate(READ.values())]
NAMED += [
    ("限", i, {"found_on": found, "severity": severity, "due": due}) for i, (found, severity, due, _) in enumerate(DUE)
]
NAMED += [("计", i, cells) for i, (cells, _) in enumerate(EVENTS.values())]


def _row(ledger_no: str, cells: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in {"ledger_no": ledger_no, **GOOD, **cells}.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    rows = [_row(f"{kind}{i:02d}", cells) for kind, i, cells in NAMED]
    return built(Given([Sheet("rectification", rows)]), "core.rectification_event")


@pytest.mark.parametrize("case", READ)
def test_reading_a_row(warehouse, case) -> None:
    row = list(READ).index(case) + 2
    assert codes(warehouse, "staging.rectification_read")[row] == READ[case][1]


@pytest.mark.parametrize("at", range(len(DUE)), ids=[" ".join(part for part in line[:3] if part) for line in DUE])
def test_when_a_problem_is_due(warehouse, at) -> None:
    found = table(
        warehouse, "select due_on, is_due_provisional from staging.rectification where ledger_no = ?", f"限{at:02d}"
    )
    assert found == [(DUE[at][3], False)]


@pytest.mark.parametrize("case", EVENTS)
def test_what_a_problem_counts_in(warehouse, case) -> None:
    ledger_no = f"计{list(EVENTS).index(case):02d}"
    (flags,) = table(
        warehouse, f"select {', '.join(FLAGS)} from core.rectification_event where ledger_no = ?", ledger_no
    )
    assert {flag.removeprefix("is_") for flag, on in zip(FLAGS, flags, strict=True) if on} == set(
        EVENTS[case][1].split()
    )


def test_the_line_number_becomes_a_number_of_the_year(warehouse) -> None:
    assert table(warehouse, "select 1 from staging.rectification where ledger_no = '2022-12'") == [(1,)]


def test_of_two_rows_of_a_problem_the_later_speaks_and_months_keep_their_own() -> None:
    early = _row("同", {"progress": "先"})
    late = _row("同", {"progress": "后"})
    sheets = [Sheet("rectification", [early, late]), Sheet("rectification", [early], month="2022-07")]
    warehouse = built(Given(sheets), "staging.rectification")
    found = table(warehouse, "select month, progress from staging.rectification order by month")
    assert found == [("2022-06-01", "后"), ("2022-07-01", "先")]


def test_past_the_calendar_a_deadline_is_provisional() -> None:
    rows = [_row("近", {"found_on": "2026-09-18"}), _row("远", {"found_on": "2026-12-28"})]
    warehouse = built(Given([Sheet("rectification", rows, month="2026-12")]), "staging.rectification")
    found = table(warehouse, "select ledger_no, due_on, is_due_provisional from staging.rectification order by due_on")
    assert found == [("近", "2026-10-09", False), ("远", "2027-01-11", True)]


def test_indicators_of_the_ledger() -> None:
    cells = [
        {**DONE, "due": "2022-06-20", "struck_off_on": "2022-06-20"},
        {**DONE, "due": "2022-06-20", "struck_off_on": "2022-06-21", "town": "县直"},
        {"due": "2022-06-20"},
        {"is_struck_off": "已解释", "due": "2022-06-20"},
        {"due": "长期坚持", "rebound": "是"},
    ]
    warehouse = built(Given([Sheet("rectification", [_row(f"{i}", c) for i, c in enumerate(cells)])]), "core.indicator")
    found = {
        (scope, name.removeprefix("rectification_")): (numerator, denominator)
        for scope, name, numerator, denominator in table(
            warehouse, "select scope, indicator, numerator, denominator from core.indicator"
        )
    }
    town = {name: count for (scope, name), count in found.items() if scope == "town"}
    county = {name: count for (scope, name), count in found.items() if scope == "county"}
    counts = {name: numerator for name, (numerator, denominator) in county.items() if denominator is None}
    assert {name: count for name, count in counts.items() if count} == {
        "found": 5,
        "open": 2,
        "struck_off_now": 2,
        "explained": 1,
        "overdue_open": 1,
        "proposal_overdue": 2,
        "unproven": 2,
        "rebound": 1,
    }
    assert {name: count for name, count in county.items() if count[1] is not None} == {
        "struck_off": (2, 4),
        "on_time": (1, 3),
        "proposed": (0, 4),
        "long_term_proposed": (0, 0),
        "revisit_satisfied": (0, 0),
        "check_passed": (0, 0),
        "disclosed": (0, 5),
        "rebounded": (1, 3),
    }
    assert (town["found"], town["struck_off"], town["on_time"]) == ((4, None), (1, 3), (1, 2))
