"""What the hotline is judged by: every rate with its exclusions, by scope, from rows that each count in a known way."""

import pytest

from tests.warehouse.given import Given, Sheet, built, reference, table

JUNE, JULY = "2022-06", "2022-07"
BASE = {"called_at": "2022-06-06 09:00", "dispatched_at": "2022-06-06 10:00", "town": "县直"}
DUE = {"due_at": "2022-06-13 18:00"}
CLOSED = {**DUE, "closed_at": "2022-06-08 09:00"}
VISITED = {**CLOSED, "visited_at": "2022-06-09 10:00", "connected": "是"}
GOOD = {**VISITED, "solved": "是", "final_satisfaction": "满意"}
LATE = {**GOOD, "closed_at": "2022-06-14 09:00", "visited_at": "2022-06-15 10:00"}
UPHELD = {"appeal": "申诉成立"}
# What every row of a sheet with both columns says, so that the sheet has them.
ANSWERED = {"signed_at": "2022-06-07 17:00", "contacted": "是"}

# --- the flags of one ticket ----------------------------------------------------------------------------------------

ASSESSED = "solution_assessed solved satisfaction_assessed satisfied strictly_satisfied first_satisfied"
FLAGS = {
    "response_assessed responded due closed_on_time excluded_appeal_due closed revisited answered excluded_appeal",
    "excluded_unreachable excluded_unreasonable excluded_solution_unknown excluded_satisfaction_unknown",
    "redone returned closed_or_redone dispatched_or_returned reopened_now",
    ASSESSED,
}
NAMES = sorted(name for line in FLAGS for name in line.split())
DISPATCHED = "dispatched_or_returned"
DONE = f"closed closed_or_redone {DISPATCHED} due closed_on_time"
HEARD = f"{DONE} revisited answered"

TICKETS = {
    "solved and satisfied": (GOOD, f"{HEARD} {ASSESSED}"),
    "basically satisfied": (
        {**GOOD, "final_satisfaction": "基本满意"},
        f"{HEARD} solution_assessed solved satisfaction_assessed satisfied first_satisfied",
    ),
    "dissatisfied first, satisfied in the end": (
        {**GOOD, "first_satisfaction": "不满意"},
        f"{HEARD} solution_assessed solved satisfaction_assessed satisfied strictly_satisfied reopened_now",
    ),
    "satisfied first, dissatisfied in the end": (
        {**GOOD, "first_satisfaction": "基本满意", "final_satisfaction": "不满意"},
        f"{HEARD} solution_assessed solved satisfaction_assessed first_satisfied reopened_now",
    ),
    "satisfied but unsolved": (
        {**GOOD, "solved": "否"},
        f"{HEARD} solution_assessed satisfaction_assessed satisfied strictly_satisfied first_satisfied",
    ),
    "uncontactable": ({**VISITED, "connected": "否"}, f"{DONE} revisited excluded_unreachable"),
    "uncontactable by its answer, and unreasonable": (
        {**VISITED, "connected": "", "solved": "联系不上", "unreasonable": "是"},
        f"{DONE} revisited excluded_unreachable",
    ),
    "unreasonable": (
        {**GOOD, "solved": "否", "unreasonable": "是"},
        f"{HEARD} excluded_unreasonable satisfaction_assessed satisfied strictly_satisfied first_satisfied",
    ),
    "solved unknown": (
        {**VISITED, "final_satisfaction": "满意"},
        f"{HEARD} excluded_solution_unknown satisfaction_assessed satisfied strictly_satisfied first_satisfied",
    ),
    "no evaluation": (
        {**VISITED, "solved": "是", "final_satisfaction": "未评价"},
        f"{HEARD} solution_assessed solved excluded_satisfaction_unknown",
    ),
    "an appeal upheld, late and unsolved": (
        {**LATE, "solved": "否", "final_satisfaction": "不满意", **UPHELD},
        f"closed closed_or_redone {DISPATCHED} excluded_appeal_due revisited excluded_appeal",
    ),
    "an appeal upheld, nobody reached": (
        {**VISITED, "connected": "否", **UPHELD},
        f"closed closed_or_redone {DISPATCHED} excluded_appeal_due revisited excluded_appeal",
    ),
    "an appeal pending counts": (
        {**LATE, "appeal": "申诉中"},
        f"closed closed_or_redone {DISPATCHED} due revisited answered {ASSESSED}",
    ),
    "an appeal refused counts": (
        {**LATE, "appeal": "申诉不成立"},
        f"closed closed_or_redone {DISPATCHED} due revisited answered {ASSESSED}",
    ),
    "open and overdue": (DUE, f"{DISPATCHED} due"),
    "closed before the month, redone in it": (
        {"called_at": "2022-05-20 09:00", "dispatched_at": "2022-05-20 10:00", "closed_at": "2022-05-26 10:00"}
        | {"due_at": "2022-05-27", "redo_count": "1"},
        "redone closed_or_redone reopened_now",
    ),
    "returned before it was dispatched anew": (
        {**DUE, "return_count": "2"},
        f"due {DISPATCHED} returned",
    ),
    "dispatched next month": ({"dispatched_at": "2022-07-01 09:00"}, ""),
}

# --- answered for in time: a sheet of its own has the columns -------------------------------------------------------

RESPONSES = {
    "signed on the next working day": ({}, True),
    "signed on the day": ({"signed_at": "2022-06-06 10:05"}, True),
    "signed a working day late": ({"signed_at": "2022-06-08 08:00"}, False),
    "over a weekend": ({"dispatched_at": "2022-06-10 10:00", "signed_at": "2022-06-13 23:00"}, True),
    "dispatched on a Saturday": ({"dispatched_at": "2022-06-11 10:00", "signed_at": "2022-06-13 12:00"}, True),
    "dispatched on a Saturday, signed on Tuesday": (
        {"dispatched_at": "2022-06-11 10:00", "signed_at": "2022-06-14 08:00"},
        False,
    ),
    "not signed": ({"signed_at": ""}, False),
    "not contacted": ({"contacted": "否"}, False),
    "contact left blank": ({"contacted": ""}, False),
    "contact unreadable": ({"contacted": "待定"}, False),
    "never dispatched": ({"dispatched_at": ""}, None),
    "an appeal upheld": (UPHELD, None),
    "due next month": ({"due_at": "2022-07-04"}, None),
    "no due time, dispatched too late to be due": (
        {"due_at": "", "dispatched_at": "2022-06-29 10:00", "signed_at": "2022-06-29 11:00"},
        None,
    ),
    "open and overdue, nothing said": ({"closed_at": "", "signed_at": "", "contacted": ""}, False),
}

# --- handling time --------------------------------------------------------------------------------------------------

DURATIONS = {
    "on the day": ("2022-06-06 10:00", "2022-06-06 17:00", 0),
    "the next day": ("2022-06-06 10:00", "2022-06-07 08:00", 1),
    "over a weekend": ("2022-06-10 10:00", "2022-06-13 08:00", 1),
    "from a Saturday": ("2022-06-11 10:00", "2022-06-13 08:00", 1),
    "over the Dragon Boat holiday": ("2022-06-02 10:00", "2022-06-06 08:00", 1),
    "closed before dispatched": ("2022-06-08 10:00", "2022-06-07 08:00", None),
    "never dispatched": ("", "2022-06-07 08:00", None),
    "closed before the month": ("2022-05-30 10:00", "2022-05-31 08:00", None),
    "closed after the month": ("2022-06-30 10:00", "2022-07-01 08:00", None),
}


def _row(ticket_no: str, *cells: dict[str, str]) -> dict[str, str]:
    merged = {"ticket_no": ticket_no, **BASE}
    for part in cells:
        merged |= part
    return {name: text for name, text in merged.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    silent = [_row(f"旗{i:02d}", cells) for i, (cells, _) in enumerate(TICKETS.values())]
    silent += [
        _row(f"长{i:02d}", {"dispatched_at": dispatched, "closed_at": closed, "called_at": "2022-05-30 08:00"})
        for i, (dispatched, closed, _) in enumerate(DURATIONS.values())
    ]
    told = [_row(f"应{i:02d}", CLOSED, ANSWERED, cells) for i, (cells, _) in enumerate(RESPONSES.values())]
    sheets = [Sheet("hotline", silent), Sheet("hotline", told, file="2022-06/b.xlsx")]
    return built(Given(sheets), "core.indicator", "ops.issue")


@pytest.mark.parametrize("case", TICKETS)
def test_what_a_ticket_counts_in(warehouse, case) -> None:
    columns = ", ".join(f"is_{name}" for name in NAMES)
    ticket_no = f"旗{list(TICKETS).index(case):02d}"
    (flags,) = table(warehouse, f"select {columns} from core.hotline_event where ticket_no = ?", ticket_no)
    assert {name for name, holds in zip(NAMES, flags, strict=True) if holds} == set(TICKETS[case][1].split())
    assert None not in flags


@pytest.mark.parametrize("case", RESPONSES)
def test_who_was_answered_in_time(warehouse, case) -> None:
    columns = "is_response_assessed, is_responded"
    ticket_no = f"应{list(RESPONSES).index(case):02d}"
    (found,) = table(warehouse, f"select {columns} from core.hotline_event where ticket_no = ?", ticket_no)
    expected = RESPONSES[case][1]
    assert found == (expected is not None, bool(expected))


def test_a_file_that_does_not_say_who_was_contacted_is_not_assessed(warehouse) -> None:
    where = "where ticket_no like '旗%' and is_response_assessed"
    assert table(warehouse, f"select count(*) from core.hotline_event {where}") == [(0,)]


@pytest.mark.parametrize("case", DURATIONS)
def test_how_many_working_days_a_ticket_took(warehouse, case) -> None:
    ticket_no = f"长{list(DURATIONS).index(case):02d}"
    days = "select handling_working_days from core.hotline_event where ticket_no = ?"
    assert table(warehouse, days, ticket_no) == [(DURATIONS[case][2],)]


def _county(warehouse) -> dict[str, tuple[int, int | None]]:
    sql = "select indicator, numerator, denominator from core.indicator where scope = 'county'"
    return {name: (numerator, denominator) for name, numerator, denominator in table(warehouse, sql)}


def test_indicators_add_up_the_flags(warehouse) -> None:
    def count(flag: str) -> int:
        return sum(flag in flags.split() for _, flags in TICKETS.values())

    found = _county(warehouse)
    assert found["hotline_solved"] == (count("solved"), count("solution_assessed"))
    assert found["hotline_satisfied"] == (count("satisfied"), count("satisfaction_assessed"))
    assert found["hotline_strictly_satisfied"] == (count("strictly_satisfied"), count("satisfaction_assessed"))
    assert found["hotline_first_satisfied"] == (count("first_satisfied"), count("satisfaction_assessed"))
    assert found["hotline_redone"][0] == count("redone")
    assert found["hotline_returned"][0] == count("returned")
    assert found["hotline_reopened"] == (count("reopened_now"), None)
    answers = [responded for _, responded in RESPONSES.values() if responded is not None]
    assert found["hotline_responded"] == (sum(answers), len(answers))


def test_every_revisited_ticket_is_assessed_or_excluded_for_one_reason(warehouse) -> None:
    found = {name: pair[0] for name, pair in _county(warehouse).items()}
    solved, satisfied = (_county(warehouse)[f"hotline_{rate}"][1] for rate in ("solved", "satisfied"))
    excluded = {reason: found[f"hotline_excluded_{reason}"] for reason in ("appeal", "unreachable", "unreasonable")}
    unknown = {answer: found[f"hotline_excluded_{answer}_unknown"] for answer in ("solution", "satisfaction")}
    assert excluded == {"appeal": 2, "unreachable": 2, "unreasonable": 1}
    assert unknown == {"solution": 1, "satisfaction": 1}
    assert found["hotline_revisited"] == solved + sum(excluded.values()) + unknown["solution"]
    assert (
        found["hotline_revisited"] == satisfied + excluded["appeal"] + excluded["unreachable"] + unknown["satisfaction"]
    )
    assert found["hotline_excluded_appeal_due"] == 3


# --- over the months, by scope --------------------------------------------------------------------------------------


def _life(ticket_no: str, **cells: str) -> dict[str, str]:
    return {**BASE, "ticket_no": ticket_no, "town": "西里镇", **cells}


@pytest.fixture(scope="module")
def months():
    """石桥镇 has no ticket in any month, 西里镇 none in July."""
    redone = {"closed_at": "2022-06-09 10:00", "visited_at": "2022-06-10 10:00"}
    fast = _life("快", closed_at="2022-06-06 17:00", handler="文化馆、图书馆、局公共服务科", role="主办、协办、协办")
    slow = _life("慢", closed_at="2022-06-27 10:00", handler="图书馆", role="主办", content="剧院座椅破损，无法坐人")
    again = _life("再", called_at="2022-06-20 09:00", dispatched_at="2022-06-20 10:00", prior_ticket_no="慢")
    june = [
        fast,
        slow,
        again,
        {**slow, "role": "协办", "handler": "某某公司、县文化馆"},
        _life("重", **redone),
        _life("退", return_count="1", handler="某某公司", town="东里镇"),
    ]
    july = [
        _life("重", **redone, redo_count="1", first_satisfaction="不满意", town="东里镇"),
        _life("退", return_count="1", town="东里镇"),
    ]
    august = [_life("重", **redone, redo_count="1", town="东里镇"), _life("退", return_count="2", town="东里镇")]
    sheets = [Sheet("hotline", june), Sheet("hotline", july, month=JULY), Sheet("hotline", august, month="2022-08")]
    return built(Given(sheets), marts=True)


def _indicator(months, indicator: str, month: str = JUNE, where: str = "numerator + coalesce(denominator, 0) > 0"):
    found = table(
        months,
        "select scope_name, numerator, denominator, value from mart.indicator"
        f" where indicator = ? and month = ? and scope in ('county', 'town', 'unit', 'office') and {where}"
        " order by scope, scope_order",
        indicator,
        f"{month}-01",
    )
    return {name: tuple(rest) for name, *rest in found}


def test_a_redone_returned_or_reopened_ticket_counts_in_the_month_that_first_tells_it(months) -> None:
    redone = [_indicator(months, "hotline_redone", month)["全县"] for month in (JUNE, JULY)]
    assert redone == [(0, 3, 0.0), (1, 1, 100.0)]
    returned = [_indicator(months, "hotline_returned", month)["全县"] for month in (JUNE, "2022-08")]
    assert returned == [(1, 5, 20.0), (1, 1, 100.0)]
    assert "全县" not in _indicator(months, "hotline_returned", JULY)
    assert "全县" not in _indicator(months, "hotline_redone", "2022-08")
    assert _indicator(months, "hotline_reopened", JULY)["全县"] == (1, None, 1.0)
    assert "全县" not in _indicator(months, "hotline_reopened", "2022-08")


def test_repeats_are_of_those_received(months) -> None:
    assert _indicator(months, "hotline_repeated") == {
        "全县": (1, 5, 20.0),
        "西里镇": (1, 4, 25.0),
        "东里镇": (0, 1, 0.0),
        "图书馆": (0, 2, 0.0),
        "文化馆": (0, 2, 0.0),
        "公共服务科": (0, 1, 0.0),
    }


def test_tickets_per_10000_residents_of_every_town_and_the_county(months) -> None:
    persons: dict[str, int] = {}
    for row in reference().rows("population"):
        persons[row.town_code] = persons.get(row.town_code, 0) + row.persons
    xili, everybody = persons["370323105"], sum(persons.values())
    found = _indicator(months, "hotline_received_per_10000")
    assert len(found) == 13
    assert found["全县"] == (5, everybody, pytest.approx(50_000 / everybody))
    assert found["西里镇"] == (4, xili, pytest.approx(40_000 / xili))
    assert found["石桥镇"][0::2] == (0, 0.0)
    assert _indicator(months, "hotline_received_per_10000", JULY)["西里镇"] == (0, xili, 0.0)


def test_what_is_not_assessable_has_no_value(months) -> None:
    rates = ("responded", "on_time", "solved", "satisfied", "redone", "returned", "repeated", "handling_days")
    for rate in rates:
        found = _indicator(months, f"hotline_{rate}", where="scope_name = '石桥镇'")
        assert found == {"石桥镇": (0, 0, None)}, rate
    assert _indicator(months, "hotline_solved", JULY, "scope = 'county'") == {"全县": (0, 0, None)}


def test_handling_days_and_their_distribution(months) -> None:
    assert _indicator(months, "hotline_handling_days")["全县"] == (18, 3, 6.0)
    columns = "band_name, ticket_count, closed_count, median_working_days, nine_tenths_working_days"
    sql = f"select {columns} from mart.closing_time where month = '2022-06-01' and scope_name = ? order by band_order"
    assert table(months, sql, "全县") == [
        ("0—1个工作日", 1, 3, 3.0, 15),
        ("2—3个工作日", 1, 3, 3.0, 15),
        ("4—5个工作日", 0, 3, 3.0, 15),
        ("6—10个工作日", 0, 3, 3.0, 15),
        ("10个工作日以上", 1, 3, 3.0, 15),
    ]
    assert {row[1:] for row in table(months, sql, "石桥镇")} == {(0, 0, None, None)}
