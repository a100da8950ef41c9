"""What a visit counts in: proper visits, answers to opinions, the campaign's targets, the coverage of the list."""

import pytest

from flows.warehouse.models import needed_for, read_models, run_model, run_models
from tests.warehouse.given import SQL, Given, Sheet, built, loaded, table

VISIT = {
    "group": "一组",
    "visitor": "周**",
    "town": "悦庄镇",
    "visited_on": "2022-05-16",
    "target_type": "结对帮扶村群众",
    "started_at": "09:00",
    "ended_at": "09:30",
    "method": "入户",
    "cloud_uploaded": "是",
}
SAYS = {"opinion": "路灯不亮", "theme": "社会治安"}
AWAY, HOME = {"household_no": "1"}, {"household_no": "2"}
HOUSEHOLD = {"group": "一组", "visitor": "周**", "town": "悦庄镇", "target_type": "结对帮扶村群众"}
# 10 working days from Monday 16 May 2022: Monday 30 May
LAST_DAY = "2022-05-30"

# cells of a visit in May's ledger → (accepted, assessable, proper)
PROPER = {
    "at home, half an hour": ({}, (True, True, True)),
    "at home, fifteen minutes": ({"ended_at": "09:15"}, (True, True, True)),
    "at home, fourteen minutes": ({"ended_at": "09:14"}, (True, True, False)),
    "nobody says how, fourteen minutes": ({"ended_at": "09:14", "method": ""}, (True, True, False)),
    "end before start": ({"ended_at": "08:30"}, (True, False, False)),
    "no end": ({"ended_at": ""}, (True, False, False)),
    "by telephone, long away": ({"method": "电话", "ended_at": "09:03", **AWAY}, (True, True, True)),
    "by telephone, at home": ({"method": "电话", **HOME}, (False, True, False)),
    "by telephone, not on the list": ({"method": "电话", "household_no": "9"}, (False, False, False)),
    "by telephone, told by number and name": (
        {"method": "电话", "phone": "p1", "householder": "王**"},
        (True, True, True),
    ),
    "by telephone, the number of another name": (
        {"method": "电话", "phone": "p1", "householder": "李**"},
        (False, False, False),
    ),
    "by telephone, the number from another village": (
        {"method": "电话", "phone": "p1", "householder": "王**", "village": "王庄村"},
        (False, False, False),
    ),
    "by telephone, one of two numbers in the cell": (
        {"method": "电话", "phone": "p1、p8", "householder": "王**"},
        (True, True, True),
    ),
    "by telephone, number illegible, the only one of the name in the village": (
        {"method": "电话", "phone": "", "householder": "王**", "village": "石楼村"},
        (True, True, True),
    ),
    "by telephone, number illegible, another group's household": (
        {"method": "电话", "phone": "", "householder": "王**", "village": "石楼村", "group": "二组"},
        (False, False, False),
    ),
    "by telephone, number illegible, two of the name in the village": (
        {"method": "电话", "phone": "", "householder": "李**", "village": "石楼村"},
        (False, False, False),
    ),
    "by telephone, a number that the list has not": (
        {"method": "电话", "phone": "p9", "householder": "王**", "village": "石楼村"},
        (False, False, False),
    ),
}

# cells of a visit with an opinion → (due in May, fed back properly, overdue at the end of May)
FED_BACK = {
    "on the last day": ({"feedback_at": LAST_DAY, "feedback_by": "周**"}, (True, True, False)),
    "a day late": ({"feedback_at": "2022-05-31", "feedback_by": "周**"}, (True, False, False)),
    "next month": ({"feedback_at": "2022-06-02", "feedback_by": "周**"}, (True, False, True)),
    "never": ({}, (True, False, True)),
    "by somebody else": ({"feedback_at": "2022-05-20", "feedback_by": "李**"}, (True, False, False)),
    "by one of two": (
        {"visitor": "周**、李**", "feedback_at": "2022-05-20", "feedback_by": "李**"},
        (True, True, False),
    ),
    "nobody says by whom": ({"feedback_at": "2022-05-20"}, (True, True, False)),
    "by a name, the visitor unknown": (
        {"visitor": "", "feedback_at": "2022-05-20", "feedback_by": "周**"},
        (True, False, False),
    ),
    "solved on the spot": ({"solved_on_site": "是"}, (True, True, False)),
    "not due yet": ({"visited_on": "2022-05-18"}, (False, False, False)),
}


def _row(number: int, *cells: dict[str, str]) -> dict[str, str]:
    """A visit to somebody with a telephone of his own, so that it is one visit."""
    row = {"phone": f"t{number}", **VISIT}
    for part in cells:
        row |= part
    return {name: text for name, text in row.items() if text}


@pytest.fixture(scope="module")
def may():
    rows = [_row(number, cells) for number, (cells, _) in enumerate(PROPER.values())]
    rows += [_row(100 + number, SAYS, cells) for number, (cells, _) in enumerate(FED_BACK.values())]
    away = {"household_no": "1", "is_long_away": "是", "phone": "p1", "householder": "王**", "village": "石楼村"}
    listed = [{**HOUSEHOLD, **away}, {**HOUSEHOLD, "household_no": "2", "phone": "p2"}]
    listed += [
        {**HOUSEHOLD, **away, "household_no": phone, "phone": phone, "householder": "李**"} for phone in ("p3", "p4")
    ]
    sheets = [Sheet("visit", rows, month="2022-05"), Sheet("household", listed, month="2022-05")]
    return built(Given(sheets), "core.visit_indicator")


@pytest.mark.parametrize("case", PROPER)
def test_what_is_a_proper_visit(may, case) -> None:
    row = list(PROPER).index(case) + 2
    found = "select is_accepted, is_assessable, is_proper from core.visit_event where row = ?"
    assert table(may, found, row) == [PROPER[case][1]]


@pytest.mark.parametrize("case", FED_BACK)
def test_when_and_by_whom_an_opinion_is_answered(may, case) -> None:
    row = list(FED_BACK).index(case) + 2 + len(PROPER)
    found = "select is_feedback_due, is_fed_back_properly, is_feedback_overdue from core.visit_event where row = ?"
    assert table(may, found, row) == [FED_BACK[case][1]]


def test_what_is_counted_of_visits_and_of_opinions(may) -> None:
    found = table(
        may,
        "select indicator, scope, numerator, denominator from core.visit_indicator"
        " where scope in ('county', 'theme') and indicator not like 'visit_target%' order by all",
    )
    visits, opinions = len(PROPER) + len(FED_BACK), len(FED_BACK)
    proper, assessable = (sum(flags[at] for _, flags in PROPER.values()) + opinions for at in (2, 1))
    due, answered, overdue = (sum(flags[at] for _, flags in FED_BACK.values()) for at in range(3))
    by_theme = {
        "visit_fed_back": (answered, due),
        "visit_feedback_overdue": (overdue, None),
        "visit_opinion": (opinions, None),
        "visit_solved_on_site": (1, 1),
        "visit_transferred": (0, None),
    }
    by_visit = {
        "visit_made": (visits, None),
        "visit_proper": (proper, assessable),
        "visit_unassessable": (visits - assessable, None),
        "visit_uploaded": (visits, visits),
    }
    assert found == sorted(
        [(name, scope, *counts) for name, counts in by_theme.items() for scope in ("county", "theme")]
        + [(name, "county", *counts) for name, counts in by_visit.items()]
    )


# --- over months: a visit counts once, the newest ledger speaks, the campaign adds up --------------------------------

YEAR = {
    "2022-04": [_row(1, {"visited_on": "2022-04-20"})],
    "2022-05": [
        _row(2, SAYS, {"household_no": "2", "visited_on": "2022-05-27"}),
        _row(3),
        _row(3),  # a copy, which the duplicate rule takes out
        _row(3, {"visited_on": "2022-05-23"}),  # the same household on another day
        _row(4, {"visited_on": "2022-06-02"}),  # a ledger made up in June
    ],
    "2022-06": [
        _row(
            2,
            SAYS,
            {"household_no": "2", "visited_on": "2022-05-27", "feedback_at": "2022-06-10", "feedback_by": "周**"},
        ),
        _row(3),
        _row(5, {"visited_on": "2022-05-30"}),  # entered late
        _row(6, SAYS, {"visited_on": "2022-05-12"}),  # entered after its opinion was to be answered
        _row(7, {"visited_on": "2022-06-20", "group": "第二组"}),
        _row(8, {"visited_on": "2022-06-21", "group": "五组"}),
    ],
    "2022-07": [_row(9, {"visited_on": "2022-07-05"})],
}
# the same list in May and June; in July none, so June's holds
LIST = [
    {**HOUSEHOLD, "household_no": str(number), "phone": f"t{number}", "householder": ""} for number in (2, 3, 4, 5, 9)
]


@pytest.fixture(scope="module")
def year():
    visits = [{**row, "householder": "王**"} for rows in YEAR.values() for row in rows]
    sheets = []
    for month, rows in YEAR.items():
        sheets.append(Sheet("visit", [visits.pop(0) for _ in rows], month=month))
    listed = [{**row, "householder": "王**"} for row in LIST]
    # the second group lists household 3, too, by the number that another household of the first group has
    listed.insert(0, {**HOUSEHOLD, "group": "二组", "household_no": "2", "phone": "t3", "householder": "王**"})
    sheets += [Sheet("household", listed, month=month) for month in ("2022-05", "2022-06")]
    return built(Given(sheets), "core.visit_indicator", "core.household_indicator", "core.scope")


def _county(warehouse, indicator: str, scope: str = "county", code: str = "") -> dict[str, tuple]:
    found = table(
        warehouse,
        "select month, numerator, denominator from (from core.visit_indicator union all by name"
        " from core.household_indicator) where indicator = ? and scope = ? and scope_code = ? order by month",
        indicator,
        scope,
        code,
    )
    return {month[:7]: tuple(counts) for month, *counts in found}


def test_a_visit_counts_once_in_its_month_or_where_it_is_entered_late(year) -> None:
    made = {month: count for month, (count, _) in _county(year, "visit_made").items()}
    # May: 2, 3, 3 again. June: 4, 5, 6, 7, 8, and not 2 and 3, which May knew.
    assert made == {"2022-04": 1, "2022-05": 3, "2022-06": 5, "2022-07": 1}


def test_opinions_fall_due_once_and_the_newest_ledger_says_what_became_of_them(year) -> None:
    assert _county(year, "visit_fed_back") == {
        "2022-04": (0, 0),
        "2022-05": (0, 0),
        "2022-06": (1, 2),
        "2022-07": (0, 0),
    }
    overdue = {month: count for month, (count, _) in _county(year, "visit_feedback_overdue").items()}
    assert overdue == {"2022-04": 0, "2022-05": 0, "2022-06": 1, "2022-07": 1}


def test_the_campaign_adds_up_households_until_its_last_month(year) -> None:
    # April is before the campaign, July after it: nothing is added
    assert _county(year, "visit_target_paired_village") == {
        "2022-05": (2, 320),
        "2022-06": (7, 320),
        "2022-07": (7, 320),
    }
    assert _county(year, "visit_target_paired_village", "visit_group", "group_2")["2022-06"] == (1, 80)
    assert _county(year, "visit_target_firm")["2022-06"] == (0, 2)


def test_coverage_is_of_the_newest_list_and_a_group_answers_for_its_own_lines(year) -> None:
    # in May 2 and 3 of six lines; in June 4 and 5 too; the second group's line of household 3 waits for its own visit
    assert _county(year, "household_reached") == {"2022-05": (2, 6), "2022-06": (4, 6), "2022-07": (4, 6)}
    assert _county(year, "household_reached", "visit_group", "group_2")["2022-07"] == (0, 1)
    reached = "select household_no from core.household_event where month = '2022-06-01' and is_reached order by 1"
    assert table(year, reached) == [("2",), ("3",), ("4",), ("5",)]


def test_a_group_that_no_list_has_is_told_and_counts_for_the_county_only(year) -> None:
    told = table(
        year,
        "select problems[1].code, problems[1].value from staging.visit_read where row = 7 and month = '2022-06-01'",
    )
    assert told == [("group_unknown", "五组")]
    assert _county(year, "visit_made", "visit_group", "group_2")["2022-06"] == (1, None)


def test_without_a_list_nothing_is_covered_or_missed() -> None:
    warehouse = built(
        Given([Sheet("visit", [_row(1), _row(2, {"method": "电话"})], month="2022-05")]),
        "core.visit_indicator",
        "core.household_indicator",
    )
    assert _county(warehouse, "household_reached") == {}
    assert _county(warehouse, "visit_proper") == {"2022-05": (1, 1)}
    assert _county(warehouse, "visit_target_paired_village") == {"2022-05": (1, 320)}


# setting → what May's targets are by indicator, and whether a telephone visit counts
SETTINGS = {
    ("community_and_traders", "each"): {"community": (1, 120), "sole_trader": (1, 120)},
    ("community_and_traders", "together"): {"community_and_trader": (2, 120)},
    ("community_ratio", "4"): {"community": (1, 160), "sole_trader": (1, 160)},
    ("firm_target", "3"): {"firm": (2, 3)},
    ("phone_only_long_away", "False"): {"paired_village": (1, 320)},
    ("phone_only_long_away", "True"): {"paired_village": (0, 320)},
}


@pytest.fixture(scope="module")
def kinds():
    targets = ("双报到社区群众", "个体工商户", "企业（景区）", "网吧")
    rows = [_row(number, {"target_type": target}) for number, target in enumerate(targets)]
    warehouse = loaded(Given([Sheet("visit", [*rows, _row(9, {"method": "电话"})], month="2022-05")]))
    run_models(warehouse, needed_for(read_models(SQL, ("staging", "core")), ["core.visit_target"]))
    return warehouse


def _run_again(warehouse, names) -> None:
    """Make some tables of core anew, within the transaction of the test."""
    for model in read_models(SQL, ("core",)):
        if model.table in names:
            run_model(warehouse, model)


@pytest.mark.parametrize(("setting", "value"), SETTINGS)
def test_what_is_asked_is_a_setting(kinds, setting, value) -> None:
    kinds.execute("begin")
    kinds.execute("update reference.scheme set value = ? where setting = ?", [value, setting])
    names = {"core.visit_campaign", "core.visit_event", "core.visit_target"}
    _run_again(kinds, names)
    found = table(
        kinds,
        "select replace(indicator, 'visit_target_', ''), numerator, denominator from core.visit_target"
        " where scope = 'county'",
    )
    kinds.execute("rollback")
    told = {indicator: tuple(counts) for indicator, *counts in found}
    asked = SETTINGS[setting, value]
    assert {name: told.get(name) for name in asked} == asked
    if setting.startswith("community_and"):
        assert {name for name in told if name.startswith(("community", "sole"))} == set(asked)


def test_the_campaigns_months_are_those_of_its_phase(kinds) -> None:
    # of a campaign over in April, a visit of May is none
    owed = "select numerator, denominator from core.visit_target where scope = 'county' and indicator like '%_firm'"
    phases = {
        ("2022-05", "2022-05"): [(2, 2)],
        ("2022-04", "2022-06"): [(2, 2)],
        ("2022-04", "2022-04"): [(0, 2)],
        ("2022-06", "2022-06"): [],
    }
    names = {"core.visit_campaign", "core.visit_event", "core.visit_target"}
    for months, expected in phases.items():
        kinds.execute("begin")
        kinds.execute(
            "update reference.campaign_phase set first_month = ?, last_month = ?"
            " where phase = 'visits' and campaign = 2022",
            months,
        )
        _run_again(kinds, names)
        found = table(kinds, owed)
        kinds.execute("rollback")
        assert found == expected, months


def test_headcounts_hold_over_months(kinds) -> None:
    kinds.execute("begin")
    kinds.execute("update reference.visit_group set valid_to = '2022-04' where group_code = 'group_4'")
    _run_again(kinds, {"core.visit_target"})
    owed = "select denominator from core.visit_target where scope = 'county' and indicator like '%paired_village'"
    found = table(kinds, owed)
    kinds.execute("rollback")
    assert found == [(240,)]


def test_a_visitors_work_stands_under_his_surname_in_his_group(year) -> None:
    run_models(year, [model for model in read_models(SQL, ("marts",)) if model.table == "mart.visitor"])
    found = table(
        year,
        "select group_code, visit_count, fed_back_numerator, fed_back_denominator, reached_numerator,"
        " reached_denominator from mart.visitor where month = '2022-06-01' and visitor = '周**' order by 1 nulls last",
    )
    assert found == [("group_1", 3, 1, 2, 4, 5), ("group_2", 1, 0, 0, 0, 1), (None, 1, 0, 0, 0, 0)]
