"""The rectification ledger's rules: proposals, due soon, proof of a strike-off, what is carried over, disclosure."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

GOOD = {"town": "悦庄镇", "found_on": "2022-06-06", "severity": "一般", "is_struck_off": "未销号"}
DONE = {"is_struck_off": "已销号", "struck_off_on": "2022-06-15"}
ALSO = {"measure": "明确专人管理", "unit": "文化馆"}
FIVE = {**ALSO, "severity": "长期", "target": "按时开放", "person": "张某", "due": "2022-12-31"}

# --- when a proposal is due: day of finding, severity, stated day → due on, provisional ------------------------------

PROPOSAL_DUE = [
    ("2022-06-06", "一般", "", "2022-06-13", False),
    ("2022-01-28", "一般", "", "2022-02-09", False),  # over the Spring Festival, with make-up days
    ("2022-01-28", "长期", "", "2022-02-16", False),
    ("2022-06-04", "较大", "", "2022-06-10", False),  # found on a rest day
    ("2022-06-04", "长期", "", "2022-06-17", False),
    ("2022-06-06", "现场解决", "", "2022-06-13", False),  # what was not solved on the spot needs a proposal
    ("2022-06-06", "一般", "6月20日", "2022-06-20", False),
    ("2022-06-06", "一般", "立行立改", "2022-06-06", False),
    ("2022-06-06", "一般", "尽快", "2022-06-13", False),
    ("2022-06-06", "一般", "长期坚持", "2022-06-13", False),
    ("2021-12-30", "重大", "", "2022-01-07", False),
    ("2021-12-30", "重大", "1月5日", "2022-01-05", False),  # a deadline lies ahead of the finding, in the new year
    ("2022-06-06", "", "", None, False),
    ("2026-12-28", "一般", "", "2027-01-04", True),  # past the calendar's data
    ("2026-12-28", "一般", "2027-01-08", "2027-01-08", False),
]

# --- what a problem counts in: cells → flags beside those of test_rectifications.py ----------------------------------

NEW = ("carried_over", "reopened", "struck_off_undated", "due_soon", "long_term", "proposal_due", "proposal_overdue")
NEW += ("revisited", "revisit_satisfied", "checked", "check_passed", "unproven", "disproved", "disclosed")
FLAGS = [*(f"is_{flag}" for flag in NEW), "has_proposal"]
EVENTS = {
    "open without a proposal": ({}, "proposal_due proposal_overdue"),
    "open with a proposal": (ALSO, "proposal_due has_proposal"),
    "a proposal of blanks": ({**ALSO, "measure": "无"}, "proposal_due proposal_overdue"),
    "the proposal is due next month": ({"found_on": "2022-06-28"}, ""),
    "the proposal is due on the last day": ({"found_on": "2022-06-23"}, "proposal_due proposal_overdue"),
    "struck off before its proposal was due": ({**DONE, "struck_off_on": "2022-06-13"}, "unproven"),
    "struck off after its proposal was due": (DONE, "proposal_due unproven"),
    "struck off on the day of the finding": (
        {**DONE, "severity": "现场解决", "struck_off_on": "2022-06-06"},
        "unproven",
    ),
    "to be solved on the spot, and was not": ({"severity": "现场解决"}, "proposal_due proposal_overdue"),
    "struck off without a day": ({"is_struck_off": "已销号"}, "struck_off_undated proposal_due unproven"),
    "explained": ({"is_struck_off": "已解释", "revisit_result": "满意", "site_check": "属实"}, ""),
    "long-term with all five": (FIVE, "long_term proposal_due has_proposal"),
    **{
        f"long-term without its {field}": ({**FIVE, field: ""}, "long_term proposal_due proposal_overdue")
        for field in ("target", "measure", "unit", "person", "due")
    },
    "long-term for ever": ({**FIVE, "due": "长期坚持"}, "long_term proposal_due proposal_overdue"),
    "long-term, found a day too late to owe": ({**FIVE, "found_on": "2022-06-17", "person": ""}, "long_term"),
    "revisited and checked": (
        {**DONE, **ALSO, "revisit_result": "基本满意", "site_check": "已核查，属实"},
        "proposal_due has_proposal revisited revisit_satisfied checked check_passed",
    ),
    "checked, not to be reached": (
        {**DONE, **ALSO, "revisit_result": "联系不上", "site_check": "属实"},
        "proposal_due has_proposal checked check_passed unproven",
    ),
    "revisited, unchecked": (
        {**DONE, **ALSO, "revisit_result": "满意", "site_check": "未核查"},
        "proposal_due has_proposal revisited revisit_satisfied unproven",
    ),
    "dissatisfied": (
        {**DONE, **ALSO, "revisit_result": "不满意", "site_check": "属实"},
        "proposal_due has_proposal revisited checked check_passed disproved",
    ),
    "not done on site": (
        {**DONE, **ALSO, "revisit_result": "满意", "site_check": "未到位"},
        "proposal_due has_proposal revisited revisit_satisfied checked disproved",
    ),
    "open again, revisited when it was struck off": (
        {**ALSO, "struck_off_on": "2022-06-15", "revisit_result": "满意", "site_check": "属实", "rebound": "是"},
        "proposal_due has_proposal",
    ),
    "due in three working days": ({**ALSO, "due": "2022-07-05"}, "proposal_due has_proposal due_soon"),
    "due in four": ({**ALSO, "due": "2022-07-06"}, "proposal_due has_proposal"),
    "due soon, struck off": ({**DONE, **ALSO, "due": "2022-07-05"}, "proposal_due has_proposal unproven"),
    "due on the last day": ({**ALSO, "due": "2022-06-30"}, "proposal_due has_proposal"),
    "carried over": ({**ALSO, "found_on": "2022-05-31"}, "proposal_due has_proposal carried_over"),
    "carried over, struck off now": (
        {**DONE, **ALSO, "found_on": "2022-05-31"},
        "proposal_due has_proposal carried_over unproven",
    ),
    "done last month": (
        {**DONE, "found_on": "2022-05-20", "struck_off_on": "2022-05-23"},
        "unproven",
    ),
    "disclosed, of no town": ({**ALSO, "town": "县直", "disclosed": "已公示"}, "proposal_due has_proposal disclosed"),
    "disclosed: not": ({**ALSO, "disclosed": "否"}, "proposal_due has_proposal"),
}

# --- over two ledgers: state (and day of strike-off) in May → in June → flags in June --------------------------------

LIVES = {
    "open": (("未销号", ""), ("未销号", ""), "carried_over"),
    "struck off now": (("未销号", ""), ("已销号", "2022-06-15"), "carried_over struck_off_now"),
    "struck off without a day": (("未销号", ""), ("已销号", ""), "carried_over"),
    "explained": (("未销号", ""), ("已解释", ""), "carried_over"),
    "explained before": (("已解释", ""), ("已解释", ""), ""),
    "struck off before": (("已销号", "2022-05-20"), ("已销号", "2022-05-20"), ""),
    "came back": (("已销号", "2022-05-20"), ("未销号", "2022-05-20"), "reopened"),
    "came back after an explanation": (("已解释", "2022-05-20"), ("未销号", "2022-05-20"), "reopened"),
}


def _row(ledger_no: str, cells: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in {"ledger_no": ledger_no, **GOOD, **cells}.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    rows = [
        _row(f"案{i:02d}", {"found_on": found, "severity": severity, "plan_due": plan_due})
        for i, (found, severity, plan_due, *_) in enumerate(PROPOSAL_DUE)
    ]
    rows += [_row(f"计{i:02d}", cells) for i, (cells, _) in enumerate(EVENTS.values())]
    may, june = (
        [
            _row(f"续{i:02d}", {"found_on": "2022-05-10", "is_struck_off": state, "struck_off_on": day})
            for i, (state, day) in enumerate(life[at] for life in LIVES.values())
        ]
        for at in (0, 1)
    )
    late = [row for row in rows if row["found_on"] > "2026"]
    sheets = [
        Sheet("rectification", may, month="2022-05"),
        Sheet("rectification", [row for row in rows if row not in late] + june),
        Sheet("rectification", late, month="2026-12"),
    ]
    return built(Given(sheets), "core.indicator")


@pytest.mark.parametrize("at", range(len(PROPOSAL_DUE)), ids=[" ".join(line[:3]) for line in PROPOSAL_DUE])
def test_when_a_proposal_is_due(warehouse, at) -> None:
    columns = "proposal_due_on, is_proposal_due_provisional"
    found = table(warehouse, f"select {columns} from staging.rectification where ledger_no = ?", f"案{at:02d}")
    assert found == [PROPOSAL_DUE[at][3:]]


@pytest.mark.parametrize("case", EVENTS)
def test_what_a_problem_counts_in(warehouse, case) -> None:
    ledger_no = f"计{list(EVENTS).index(case):02d}"
    (flags,) = table(
        warehouse, f"select {', '.join(FLAGS)} from core.rectification_event where ledger_no = ?", ledger_no
    )
    counted = {flag.removeprefix("is_") for flag, on in zip(FLAGS, flags, strict=True) if on}
    assert counted == set(EVENTS[case][1].split())


@pytest.mark.parametrize("case", LIVES)
def test_carried_over_or_come_back(warehouse, case) -> None:
    kinds = ("carried_over", "reopened", "struck_off_now")
    (flags,) = table(
        warehouse,
        f"select {', '.join(f'is_{kind}' for kind in kinds)} from core.rectification_event"
        " where month = '2022-06-01' and ledger_no = ?",
        f"续{list(LIVES).index(case):02d}",
    )
    assert [kind for kind, on in zip(kinds, flags, strict=True) if on] == LIVES[case][2].split()


def test_what_was_open_and_came_less_what_was_finished_is_open(warehouse) -> None:
    """Rows of these lives only: of the others no ledger before tells what became of them."""
    ((opened, came, finished, left),) = table(
        warehouse,
        "select count(*) filter (is_carried_over), count(*) filter (is_reopened),"
        " count(*) filter (is_carried_over and not is_open), count(*) filter (is_open)"
        " from core.rectification_event where month = '2022-06-01' and ledger_no like '续%'",
    )
    assert (opened, came, finished, left) == (4, 2, 3, 3)


def test_a_rate_of_nothing_is_not_assessable_and_severities_are_a_scope(warehouse) -> None:
    found = {
        (code, name.removeprefix("rectification_")): parts
        for code, name, *parts in table(
            warehouse,
            "select scope_code, indicator, numerator, denominator from core.indicator"
            " where month = '2022-06-01' and scope = 'severity'",
        )
    }
    long_term = [life for life in EVENTS if life.startswith("long-term")]
    assert found["long_term", "long_term_proposed"] == [1, len(long_term) - 1 + 2]  # two more among the deadlines
    assert found["larger", "long_term_proposed"] == [0, 0]
    assert found["larger", "revisit_satisfied"] == [0, 0]
    assert found["general", "revisit_satisfied"] == [3, 4]
    assert found["general", "check_passed"] == [3, 4]
