"""What inspections count in: findings, feedback, and how soon they stand in the rectification ledger."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

RECORD = {
    "town": "悦庄镇",
    "inspected_on": "2022-06-01",
    "team": "第一督查组",
    "theme": "文化市场",
    "finding": "登记不全",
}

# cells of a record in June's file → (finding, fed back, days to feedback, entered, working days to enter)
JUNE = {
    "nothing done": ({}, (True, False, None, False, None)),
    "nothing found": ({"finding": "无"}, (False, False, None, False, None)),
    "fed back on the day": ({"fed_back_at": "2022-06-01"}, (True, True, 0, False, None)),
    "fed back over a weekend": ({"fed_back_at": "2022-06-06"}, (True, True, 5, False, None)),
    "fed back next month": ({"fed_back_at": "2022-07-01"}, (True, False, None, False, None)),
    "fed back before": ({"fed_back_at": "2022-05-31"}, (True, True, None, False, None)),
    # 3 to 5 June 2022 are the Dragon Boat holiday
    "entered after the holiday": ({"ledger_no": "A"}, (True, False, None, True, 2)),
    "entered on the day": ({"ledger_no": "B"}, (True, False, None, True, 0)),
    "on the ledger before": ({"ledger_no": "C"}, (True, False, None, True, 0)),
    "inspected on a rest day": ({"ledger_no": "A", "inspected_on": "2022-06-04"}, (True, False, None, True, 1)),
    "two numbers, one of them nowhere": ({"ledger_no": "X、A"}, (True, False, None, True, 2)),
    "on next month's ledger": ({"ledger_no": "D"}, (True, False, None, False, None)),
    "on no ledger": ({"ledger_no": "X"}, (True, False, None, False, None)),
    "nothing found, yet a number": ({"finding": "无", "ledger_no": "A"}, (False, False, None, False, None)),
    "told a month late": ({"inspected_on": "2022-05-20"}, (True, False, None, False, None)),
}


@pytest.fixture(scope="module")
def warehouse():
    rows = [{"site": f"点位{at}", **RECORD, **cells} for at, (cells, _) in enumerate(JUNE.values())]
    # July's file repeats June's first record, now fed back, and has one of June that June did not know
    july = [{**rows[0], "fed_back_at": "2022-07-02"}, {**RECORD, "site": "新", "town": "县直", "team": "第二督查组"}]
    problem = {"town": "悦庄镇", "severity": "一般", "is_struck_off": "未销号"}
    ledger = [
        {**problem, "ledger_no": number, "found_on": day}
        for number, day in (("A", "2022-06-06"), ("B", "2022-06-01"), ("C", "2022-05-10"))
    ]
    later = [*ledger, {**problem, "ledger_no": "D", "found_on": "2022-07-01"}]
    sheets = [
        Sheet("inspection", rows),
        Sheet("inspection", july, month="2022-07"),
        Sheet("rectification", ledger),
        Sheet("rectification", later, month="2022-07"),
    ]
    return built(Given(sheets), "core.inspection_indicator")


@pytest.mark.parametrize("case", JUNE)
def test_what_a_record_counts_in(warehouse, case) -> None:
    found = table(
        warehouse,
        "select has_finding, is_fed_back, feedback_days, is_entered, entry_working_days"
        " from core.inspection_event where month = '2022-06-01' and row = ?",
        list(JUNE).index(case) + 2,
    )
    assert found == [JUNE[case][1]]


def test_a_record_counts_once_and_late_ones_where_they_are_first_told(warehouse) -> None:
    made = "select month, numerator from core.inspection_indicator where indicator = 'inspection_made'"
    assert table(warehouse, f"{made} and scope = 'county' order by month") == [
        ("2022-06-01", len(JUNE)),
        ("2022-07-01", 1),
    ]


def test_rates_and_days_by_scope(warehouse) -> None:
    found = table(
        warehouse,
        "select indicator, scope, scope_code, numerator, denominator from core.inspection_indicator"
        " where month = '2022-06-01' order by all",
    )
    counts = {
        "inspection_entered": (5, 13),
        "inspection_entry_days": (5, 5),
        "inspection_fed_back": (3, 13),
        "inspection_feedback_days": (5, 2),
        "inspection_finding": (13, None),
        "inspection_made": (15, None),
    }
    scopes = [("county", ""), ("inspection_team", "第一督查组"), ("theme", "culture_market"), ("town", "370323104")]
    assert found == [(name, *scope, *count) for name, count in counts.items() for scope in scopes]


def test_past_the_calendar_the_working_days_are_provisional() -> None:
    rows = [{**RECORD, "inspected_on": "2027-06-01", "ledger_no": "A"}]
    ledger = [{"town": "悦庄镇", "ledger_no": "A", "found_on": "2027-06-03"}]
    sheets = [Sheet("inspection", rows, month="2027-06"), Sheet("rectification", ledger, month="2027-06")]
    warehouse = built(Given(sheets), "core.inspection_event")
    found = "select entry_working_days, is_entry_provisional from core.inspection_event"
    assert table(warehouse, found) == [(2, True)]
