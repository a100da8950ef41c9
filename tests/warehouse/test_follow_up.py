"""What has to become a row of the rectification ledger: by which rule, until when, whether it did and how soon."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

# A row of the ledger of June or July; the case's own number stands for {case}.
LINE = {"town": "西里镇", "found_on": "2022-06-10", "severity": "一般", "is_struck_off": "未销号"}
TICKET = {"town": "西里镇", "called_at": "2022-06-01 09:00", "visited_at": "2022-06-06 10:00", "channel": "12345热线"}
BAD = {**TICKET, "final_satisfaction": "不满意"}
VISIT = {"town": "西里镇", "visited_on": "2022-06-06", "target_type": "企业", "opinion": "意见{case}"}
FINDING = {"town": "西里镇", "inspected_on": "2022-06-06", "team": "第一督查组", "finding": "问题{case}"}

# Record of June, row of the ledger of June, of July → month, status, working days to enter, working days missing.
# 5 working days from Monday 6 June are Monday 13 June; 18 to 30 June, the last of the month.
MISSING = ("2022-06", "missing", None, 18)
CASES = {
    "a dissatisfied ticket": ("hotline", BAD, None, None, MISSING),
    "a satisfied ticket": ("hotline", {**TICKET, "final_satisfaction": "满意"}, None, None, None),
    "a dissatisfied ticket, unreasonable": ("hotline", {**BAD, "unreasonable": "是"}, None, None, None),
    "unsolved after being redone": ("hotline", {**TICKET, "solved": "未解决", "redo_count": "1"}, None, None, MISSING),
    "unsolved, never redone": ("hotline", {**TICKET, "solved": "未解决", "redo_count": "0"}, None, None, None),
    "a dissatisfied ticket that nobody dated": (
        "hotline",
        {**BAD, "visited_at": ""},
        None,
        None,
        ("2022-07", "missing", None, 21),
    ),
    "entered": ("hotline", BAD, {"source_ref": "报{case}"}, None, ("2022-06", "entered", 4, None)),
    "entered with others": ("hotline", BAD, {"source_ref": "别、报{case}"}, None, ("2022-06", "entered", 4, None)),
    "entered before it was owed": (
        "hotline",
        BAD,
        {"source_ref": "报{case}", "found_on": "2022-06-01"},
        None,
        ("2022-06", "entered", 0, None),
    ),
    "entered late": (
        "hotline",
        BAD,
        {"source_ref": "报{case}", "found_on": "2022-06-14"},
        None,
        ("2022-06", "entered", 6, None),
    ),
    "entered in a row that cannot be used": (
        "hotline",
        BAD,
        {"source_ref": "报{case}", "town": "悦装镇"},
        None,
        ("2022-06", "entered", 4, None),
    ),
    "entered a month after it had to be: June does not know": (
        "hotline",
        BAD,
        None,
        {"source_ref": "报{case}", "found_on": "2022-07-04"},
        MISSING,
    ),
    "entered in the month in which it had to be": (
        "hotline",
        {**BAD, "visited_at": "2022-06-28 10:00"},
        None,
        {"source_ref": "报{case}", "found_on": "2022-07-01"},
        ("2022-07", "entered", 3, None),
    ),
    "not yet due at the end of the newest month": (
        "hotline",
        {**BAD, "visited_at": "2022-07-28 10:00"},
        None,
        None,
        None,
    ),
    "an opinion not solved on site": ("visit", {**VISIT, "solved_on_site": "否"}, None, None, MISSING),
    "an opinion of which nothing is said": ("visit", VISIT, None, None, MISSING),
    "an opinion solved on site": ("visit", {**VISIT, "solved_on_site": "是"}, None, None, None),
    "a visit without an opinion": ("visit", {**VISIT, "opinion": "无意见"}, None, None, None),
    "an opinion handed over": (
        "visit",
        {**VISIT, "transfer_no": "题{case}"},
        {},
        None,
        ("2022-06", "entered", 4, None),
    ),
    "an opinion handed over to a number no ledger has": (
        "visit",
        {**VISIT, "transfer_no": "空{case}"},
        None,
        None,
        ("2022-06", "unknown_number", None, 18),
    ),
    "an opinion of a rest day": (
        "visit",
        {**VISIT, "visited_on": "2022-06-04"},  # the Saturday of the Dragon Boat Festival: the count starts on 6 June
        None,
        None,
        ("2022-06", "missing", None, 19),
    ),
    "a finding": ("inspection", FINDING, None, None, MISSING),
    "nothing found": ("inspection", {**FINDING, "finding": "未发现问题"}, None, None, None),
    "a finding on the ledger of next month only": (
        "inspection",
        {**FINDING, "ledger_no": "题{case}"},
        None,
        {"found_on": "2022-07-01"},
        ("2022-06", "unknown_number", None, 18),
    ),
    "a finding of no town": ("inspection", {**FINDING, "town": "县直"}, None, None, MISSING),
}


def _filled(cells: dict[str, str], at: int) -> dict[str, str]:
    return {name: text.replace("{case}", f"{at:02d}") for name, text in cells.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    sheets: dict[tuple[str, str], list[dict[str, str]]] = {}
    for at, (source, cells, june, july, _) in enumerate(CASES.values()):
        number = {"hotline": "ticket_no", "visit": "household_no", "inspection": "site"}[source]
        sheets.setdefault((source, "2022-06"), []).append(_filled({**cells, number: "报{case}"}, at))
        for month, line in (("2022-06", june), ("2022-07", july)):
            if line is not None:
                row = _filled({**LINE, "ledger_no": "题{case}", "description": "描述{case}", **line}, at)
                sheets.setdefault(("rectification", month), []).append(row)
    given = [Sheet(source, rows, month=month) for (source, month), rows in sheets.items()]
    return built(Given(given), "core.indicator")


def test_a_record_is_judged_once(warehouse) -> None:
    twice = "select sheet_id, row from core.follow_up group by all having count(*) > 1"
    assert table(warehouse, twice) == []


@pytest.mark.parametrize("case", CASES)
def test_what_has_to_be_entered_and_was(warehouse, case) -> None:
    source, _, _, _, expected = CASES[case]
    row = [name for name in CASES if CASES[name][0] == source].index(case) + 2
    found = table(
        warehouse,
        "select left(month::varchar, 7), status, working_days_to_enter, working_days_missing"
        " from core.follow_up where source = ? and row = ?",
        source,
        row,
    )
    assert found == ([expected] if expected else [])


def test_the_share_that_was_entered_by_scope(warehouse) -> None:
    found = {
        (scope, code): parts
        for scope, code, *parts in table(
            warehouse,
            "select scope, scope_code, numerator, denominator from core.indicator"
            " where indicator = 'rectification_entered' and month = '2022-06-01'",
        )
    }
    june = [(case[0], case[4][1] == "entered") for case in CASES.values() if case[4] and case[4][0] == "2022-06"]

    def share(source: str) -> list[int]:
        entered = [done for of, done in june if source in (of, "")]
        return [sum(entered), len(entered)]

    assert found["county", ""] == [sum(done for _, done in june), len(june)]
    assert found["town", "370323105"] == [found["county", ""][0], len(june) - 1]  # one is of no town
    assert [found["problem_source", name] for name in ("12345", "visit", "inspection")] == [
        share(source) for source in ("hotline", "visit", "inspection")
    ]


def test_one_ticket_of_a_problem_on_the_ledger_is_enough_and_the_others_are_not_told_again() -> None:
    """Three tickets about one problem; the ledger names the first: both repeats are on it. A fourth is not."""
    told = "文化广场路灯不亮已有两周，请有关部门修复"
    tickets = [
        {"town": "西里镇", "ticket_no": f"T{day}", "called_at": f"2022-06-0{day} 09:00", "content": told}
        for day in (1, 6, 7)
    ]
    other = [{**tickets[1], "ticket_no": "U1", "town": "东里镇"}, {**tickets[2], "ticket_no": "U2", "town": "东里镇"}]
    ledger = Sheet("rectification", [{**LINE, "ledger_no": "7", "source_ref": "T1", "description": told}])
    warehouse = built(Given([Sheet("hotline", [*tickets, *other]), ledger]), "core.follow_up")
    assert table(warehouse, "select record_no, rules, status, ledger_no from core.follow_up order by record_no") == [
        ("T6", ["ticket_repeated"], "entered", "7"),
        ("T7", ["ticket_repeated"], "entered", "7"),
        ("U2", ["ticket_repeated"], "missing", None),
    ]


def test_a_visit_that_two_ledgers_show_is_owed_once_and_the_later_may_name_the_number() -> None:
    visit = {**VISIT, "visited_on": "2022-06-28", "opinion": "戏台漏雨"}
    sheets = [
        Sheet("visit", [visit]),
        Sheet("visit", [{**visit, "transfer_no": "7"}], month="2022-07"),
        Sheet("rectification", [{**LINE, "ledger_no": "7", "found_on": "2022-07-01"}], month="2022-07"),
    ]
    warehouse = built(Given(sheets), "core.follow_up")
    columns = "month, row, status, working_days_to_enter"
    assert table(warehouse, f"select {columns} from core.follow_up") == [("2022-07-01", 2, "entered", 3)]


SOURCE = {**LINE, "problem_source": "12345", "source_ref": "无此号", "found_on": "2022-06-06"}
UNKNOWN = {
    "no export has the number": (SOURCE, True),
    "an export has it": ({**SOURCE, "source_ref": "T5"}, False),
    "one of two": ({**SOURCE, "source_ref": "T5、无此号"}, True),
    "an export of the month before has it": ({**SOURCE, "source_ref": "T4"}, False),
    "an export of next month has it": ({**SOURCE, "source_ref": "T7"}, False),
    "a ticket that could not be used has it": ({**SOURCE, "source_ref": "坏"}, False),
    "not from a channel": ({**SOURCE, "problem_source": "巡视巡察"}, False),
    "no number": ({**SOURCE, "source_ref": "无"}, False),
    "older than the first export": ({**SOURCE, "found_on": "2022-05-20"}, False),
    "from a letter": ({**SOURCE, "problem_source": "来信"}, True),
}


def test_a_source_number_that_no_export_has_is_told() -> None:
    rows = [{**cells, "ledger_no": f"{at:02d}"} for at, (cells, _) in enumerate(UNKNOWN.values())]
    tickets = {"2022-05": ["T4"], "2022-06": ["T5", "坏"], "2022-07": ["T7"]}
    sheets = [
        Sheet("hotline", [{"ticket_no": no, "town": "悦装镇" if no == "坏" else "西里镇", "called_at": f"{month}-03"}
                          for no in numbers], month=month)
        for month, numbers in tickets.items()
    ]  # fmt: skip
    warehouse = built(Given([*sheets, Sheet("rectification", rows)]), "ops.issue", "core.rectification_event")
    told = table(warehouse, "select row, column_header, value from ops.issue where code = 'source_ref_unknown'")
    expected = [at for at, (_, is_unknown) in enumerate(UNKNOWN.values(), start=2) if is_unknown]
    assert told == [(row, "来源单号", "无此号") for row in expected]
    flagged = "select row from core.rectification_event where is_source_unknown order by row"
    assert table(warehouse, flagged) == [(row,) for row in expected]
