"""Rebounds: problems struck off that are reported again, by whom and on what grounds."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

# Every case has words of its own in these places, so that no case is a report of another.
LAMP = "西里镇大刘庄村{matter}"
SIMILAR = "西里镇大刘庄村{nearly}"
NOISE = "{another}"
NOWHERE = "{matter}"

# A problem of 西里镇 found on 2022-05-06 and struck off on 2022-05-20, in the ledgers of May and June.
PROBLEM = {"found_on": "2022-05-06", "severity": "一般", "problem_source": "12345", "source_ref": "源{case}"}
DONE = {"is_struck_off": "已销号", "struck_off_on": "2022-05-20"}
UNDATED = {"is_struck_off": "已销号"}
OPEN = {"is_struck_off": "未销号"}

# A later report of it: a source and what its row says → what is found: by, grounds, month, days after.
TICKET = {"called_at": "2022-06-06 09:00", "content": LAMP, "village": "大刘庄村"}
VISIT = {"visited_on": "2022-06-06", "opinion": LAMP, "solved_on_site": "否", "target_type": "结对帮扶村群众"}
FINDING = {"inspected_on": "2022-06-06", "team": "第一督查组", "finding": NOWHERE, "site": "大刘庄村文化广场"}
ROW = {"found_on": "2022-06-06", "severity": "一般", **OPEN, "description": LAMP}
PLACED = ("place_and_text", 17)
REPORTS = {
    "a ticket in the same words": ("hotline", TICKET, ("ticket", *PLACED)),
    "a ticket in similar words": ("hotline", {**TICKET, "content": SIMILAR}, ("ticket", *PLACED)),
    "a ticket about something else": ("hotline", {**TICKET, "content": NOISE}, None),
    "a ticket of another village": ("hotline", {**TICKET, "village": "五里沟村", "content": NOWHERE}, None),
    "a ticket of no village": ("hotline", {**TICKET, "village": "", "content": NOWHERE}, ("ticket", "text", 17)),
    "a ticket of another town": ("hotline", {**TICKET, "town": "东里镇", "village": "", "content": NOWHERE}, None),
    "a ticket of no town": ("hotline", {**TICKET, "town": "县直", "village": "", "content": NOWHERE}, None),
    "a ticket on the day of the strike-off": ("hotline", {**TICKET, "called_at": "2022-05-20 18:00"}, None),
    "a ticket the day after": (
        "hotline",
        {**TICKET, "called_at": "2022-05-21 09:00"},
        ("ticket", "place_and_text", 1),
    ),
    "on the window's last day": (
        "hotline",
        {**TICKET, "called_at": "2022-11-16 09:00"},
        ("ticket", "place_and_text", 180),
    ),
    "past the window": ("hotline", {**TICKET, "called_at": "2022-11-17 09:00"}, None),
    "a ticket that names the source ticket": (
        "hotline",
        {**TICKET, "content": NOISE, "prior_ticket_no": "源{case}"},
        ("ticket", "number", 17),
    ),
    "an opinion of a visit": ("visit", VISIT, ("visit", "place_and_text", 17)),
    "an opinion about something else": ("visit", {**VISIT, "opinion": NOISE}, None),
    "a finding": ("inspection", FINDING, ("inspection", *PLACED)),
    "a finding elsewhere": ("inspection", {**FINDING, "site": "五里沟村文化广场"}, None),
    "a new row": ("rectification", ROW, ("new_row", *PLACED)),
    "a new row from the same ticket": (
        "rectification",
        {**ROW, "description": NOISE, "source_ref": "源{case}"},
        ("new_row", "number", 17),
    ),
}

# What becomes of a problem: the ledgers of May and June, a ticket of 6 June → the days on which it was struck off.
LIVES = {
    "struck off": (DONE, DONE, "2022-05-20"),
    "struck off without a day: by the month's end": (UNDATED, UNDATED, "2022-05-31"),
    "without a day in June: too late for the ticket": (OPEN, UNDATED, None),
    "open all the time": (OPEN, OPEN, None),
    "explained": ({"is_struck_off": "已解释", "struck_off_on": "2022-05-20"},) * 2 + (None,),
    "explained, then open": (
        {"is_struck_off": "已解释", "struck_off_on": "2022-05-20"},
        {**OPEN, "struck_off_on": "2022-05-20"},
        None,
    ),
    "open again with the day of the strike-off": (OPEN, {**OPEN, "struck_off_on": "2022-05-20"}, "2022-05-20"),
    "struck off twice: since the later": (DONE, {**DONE, "struck_off_on": "2022-06-01"}, "2022-06-01"),
}  # fmt: skip


def _own(text: str, at: int) -> str:
    """Fill in a case's words: 20 characters that no other has, the same with the last three changed, 20 more."""
    words = "".join(chr(0x5000 + 60 * at + n) for n in range(43))
    return text.format(matter=words[:20], nearly=words[:17] + words[40:], another=words[20:40], case=f"{at:02d}")


def _row(at: int, cells: dict[str, str]) -> dict[str, str]:
    return {name: _own(text, at) for name, text in {"town": "西里镇", **cells}.items() if text}


NUMBER = {"hotline": "ticket_no", "visit": "household_no", "rectification": "ledger_no", "inspection": "team"}


@pytest.fixture(scope="module")
def warehouse():
    sheets: dict[tuple[str, str], list[dict[str, str]]] = {}
    cases = [(source, cells, DONE, DONE) for source, cells, _ in REPORTS.values()]
    cases += [("hotline", TICKET, *life[:2]) for life in LIVES.values()]
    for at, (source, cells, may, june) in enumerate(cases):
        problem = {**PROBLEM, "ledger_no": "题{case}", "description": LAMP}
        for month, state in (("2022-05", may), ("2022-06", june)):
            sheets.setdefault(("rectification", month), []).append(_row(at, {**problem, **state}))
        month = "2022-12" if cells.get("called_at", "") > "2022-07" else "2022-06"
        report = _row(at, {**cells, NUMBER[source]: "报{case}"})
        sheets.setdefault((source, month), []).append(report)
    return built(Given([Sheet(source, rows, month=month) for (source, month), rows in sheets.items()]), "core.rebound")


def test_a_record_shows_a_problems_return_once(warehouse) -> None:
    twice = "select ledger_no, found_by, sheet_id, row from core.rebound group by all having count(*) > 1"
    assert table(warehouse, twice) == []


def _found(warehouse, at: int) -> list[tuple]:
    return table(
        warehouse,
        "select found_by, basis, date_diff('day', struck_off_on, reported_on), struck_off_on"
        " from core.rebound where ledger_no = ?",
        f"题{at:02d}",
    )


@pytest.mark.parametrize("case", REPORTS)
def test_what_shows_that_a_problem_came_back(warehouse, case) -> None:
    expected = REPORTS[case][2]
    found = _found(warehouse, list(REPORTS).index(case))
    assert [line[:3] for line in found] == ([expected] if expected else [])


@pytest.mark.parametrize("case", LIVES)
def test_from_when_on_a_problem_can_come_back(warehouse, case) -> None:
    expected = LIVES[case][2]
    found = _found(warehouse, len(REPORTS) + list(LIVES).index(case))
    assert [line[3] for line in found] == ([expected] if expected else [])


def test_what_a_row_came_from_is_no_rebound_and_a_later_naming_is() -> None:
    """Struck off on the spot: the visit that brought it is entered days later, the next one names it again."""
    row = {"ledger_no": "7", "town": "西里镇", "found_on": "2022-05-06", "severity": "现场解决", "description": LAMP,
           "source_ref": "T1", "is_struck_off": "已销号", "struck_off_on": "2022-05-06"}  # fmt: skip
    visits = [
        {**VISIT, "town": "西里镇", "visited_on": day, "transfer_no": "7", "opinion": opinion}
        for day, opinion in (("2022-05-10", LAMP), ("2022-05-17", NOISE))
    ]
    tickets = [{**TICKET, "town": "西里镇", "ticket_no": "T1", "called_at": "2022-05-07"}]
    given = [
        Sheet(source, [_row(0, line) for line in lines])
        for source, lines in (("rectification", [row]), ("visit", visits), ("hotline", tickets))
    ]
    assert table(
        built(Given(given), "core.rebound"), "select found_by, basis, reported_on from core.rebound order by all"
    ) == [("visit", "number", "2022-05-17")]


MARKED = {"town": "西里镇", "ledger_no": "7", **PROBLEM, "description": LAMP}
AGAIN = {**MARKED, **OPEN, "struck_off_on": "2022-05-20", "rebound": "是"}


def test_the_ledgers_mark_and_what_was_found_count_once_and_never_before_they_are_known() -> None:
    """Two tickets of June about one problem, one of July about a problem that no ledger marks."""
    other = {**MARKED, **DONE, "ledger_no": "8", "description": NOISE, "source_ref": "另"}
    tickets = [{**TICKET, "town": "西里镇", "ticket_no": f"T{day}", "called_at": f"2022-06-{day}"} for day in (10, 12)]
    late = {"town": "西里镇", "ticket_no": "T9", "called_at": "2022-06-29", "content": NOISE}
    files = [
        ("rectification", "2022-05", [{**MARKED, **DONE}, other]),
        ("rectification", "2022-06", [AGAIN, other]),
        ("rectification", "2022-07", [AGAIN, other]),
        ("hotline", "2022-06", tickets),
        ("hotline", "2022-07", [late]),
    ]
    sheets = [Sheet(source, [_row(0, line) for line in lines], month=month) for source, month, lines in files]
    warehouse = built(Given(sheets), "core.indicator")
    found = table(warehouse, "select month, ledger_no, found_by, record_no from core.rebound order by all")
    assert found == [
        ("2022-06-01", "7", "ledger", "7"),
        ("2022-06-01", "7", "ticket", "T10"),
        ("2022-06-01", "7", "ticket", "T12"),
        ("2022-07-01", "8", "ticket", "T9"),
    ]
    counted = table(
        warehouse,
        "select month, indicator, numerator, denominator from core.indicator"
        " where scope = 'county' and indicator like 'rectification_rebound%' order by month, indicator",
    )
    assert [(month[5:7], name.removeprefix("rectification_"), *parts) for month, name, *parts in counted] == [
        ("05", "rebound", 0, None),
        ("05", "rebound_by_text", 0, None),
        ("05", "rebound_unmarked", 0, None),
        ("05", "rebounded", 0, 2),
        ("06", "rebound", 1, None),
        ("06", "rebound_by_text", 0, None),
        ("06", "rebound_unmarked", 0, None),
        ("06", "rebounded", 1, 2),
        ("07", "rebound", 1, None),
        ("07", "rebound_by_text", 1, None),
        ("07", "rebound_unmarked", 1, None),
        ("07", "rebounded", 2, 2),
    ]
