"""What tasks count in: the state of each by the month's list, recurring ones month by month, units and lists apart."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

DONE = {"progress": "已完成"}
OPEN = {"progress": "正在推进"}

# deadline and cells in June's list → (state, due in June, days past due)
JUNE = {
    "done on the last day": ("6月10日前", {**DONE, "completed_on": "2022-06-10"}, ("done_on_time", True, 0)),
    "done a day late": ("6月10日前", {**DONE, "completed_on": "2022-06-11"}, ("done_late", True, 1)),
    "done early, due later": ("7月底前", {**DONE, "completed_on": "2022-06-11"}, ("done_on_time", False, -50)),
    "done, nobody says when": ("6月10日前", DONE, ("done", True, None)),
    "late since May": ("5月31日前", OPEN, ("overdue", False, 30)),
    "due on the month's last day": ("6月底前", OPEN, ("overdue", True, 0)),
    "due tomorrow": ("2022-07-01", OPEN, ("not_due", False, -1)),
    "for good": ("长期坚持", OPEN, ("long_term", False, None)),
    "no deadline": ("", OPEN, ("no_deadline", False, None)),
    "no deadline, done": ("", {**DONE, "completed_on": "2022-06-11"}, ("done", False, None)),
    "every month, done in June": ("每月底", {**DONE, "completed_on": "2022-06-28"}, ("done_on_time", True, -2)),
    "every month, done, no day": ("每月底", DONE, ("done_on_time", True, 0)),
    "every month, done after the month": ("每月底", {**DONE, "completed_on": "2022-07-02"}, ("done_late", True, 2)),
    "every month, done in May": ("每月底", {**DONE, "completed_on": "2022-05-28"}, ("overdue", True, 0)),
    "every month, open": ("每月底", OPEN, ("overdue", True, 0)),
    "every month by the 25th": ("每月25日前", OPEN, ("overdue", True, 5)),
    "every month by the 25th, done, no day": ("每月25日前", DONE, ("done", True, None)),
    "every month, from June on": ("6-9月，每月月底前", OPEN, ("overdue", True, 0)),
    "every month, from July on": ("7-9月，每月月底前", OPEN, ("not_started", False, None)),
    "every month, until May": ("3-5月，每月月底前", OPEN, ("ended", False, None)),
}


@pytest.fixture(scope="module")
def june():
    rows = [
        {n: t for n, t in {"task_no": f"{at}", "task": name, "due": due, "unit": "办公室", **cells}.items() if t}
        for at, (name, (due, cells, _)) in enumerate(JUNE.items(), start=1)
    ]
    return built(Given([Sheet("task", rows)]), "core.task_indicator")


@pytest.mark.parametrize("case", JUNE)
def test_the_state_of_a_task(june, case) -> None:
    found = table(
        june, "select state, is_due, past_due_days from core.task_event where scope = 'county' and task = ?", case
    )
    assert found == [JUNE[case][2]]


def test_what_is_counted_of_a_list(june) -> None:
    found = table(
        june,
        "select scope_code, indicator, numerator, denominator from core.task_indicator"
        " where indicator <> 'task_time_elapsed' order by all",
    )
    states = [expected for _, _, expected in JUNE.values()]
    due = sum(is_due for _, is_due, _ in states)
    on_time = sum(is_due and state == "done_on_time" for state, is_due, _ in states)
    counts = {
        "task_done": (4, 7),  # one deadline each: done on time, late, early, on an unknown day; three are open
        "task_done_late": (1, None),  # the recurring one is July's news
        "task_due": (due, None),
        "task_long_term": (1, None),
        "task_not_due": (1, None),
        "task_on_time": (on_time, due),
        "task_overdue": (sum(state == "overdue" for state, _, _ in states), None),
    }
    assert found == [(scope, name, *count) for scope in ("", "general_office") for name, count in counts.items()]


# --- months, units and lists ----------------------------------------------------------------------------------------

CENTRE = "新建“5＋N”基层综合性文化服务中心"


@pytest.fixture(scope="module")
def months():
    opening = {"task_no": "1", "task": "送戏下乡", "due": "2022-06-30"}
    hall = {**opening, "unit": "文化馆", **DONE, "completed_on": "2022-05-20"}
    library = {**opening, "unit": "县图书馆、西里镇", **OPEN}
    may = [
        hall,
        library,
        {"task_no": "2", "task": f"{CENTRE}（石楼村）", "due": "10月底前", "unit": "悦庄", **OPEN},
        {"task_no": "3", "task": "整改回头看", "due": "10-11月", "unit": "某公司", **OPEN},
        {"task_no": "4", "task": "上报整改情况", "due": "6-9月，每月月底前", "unit": "党史办", **OPEN},
    ]
    june = [
        *may[:2],
        {**may[2], **DONE, "completed_on": "2022-06-15"},
        may[3],
        {**may[4], **DONE},
        {"task_no": "5", "task": "读书月", "due": "6月20日", "unit": "图书馆", **DONE, "completed_on": "2022-06-21"},
        {"task_no": "6", "task": "惠民演出", "list_name": "文旅惠民二十条", "due": "年底", "unit": "文化馆", **OPEN},
    ]
    sheets = [Sheet("task", may, month="2022-05"), Sheet("task", june)]
    return built(Given(sheets), "core.task_indicator")


def _states(warehouse, month: str, scope: str, code: str) -> dict[str, str]:
    select = "select task_no, state from core.task_event where month = ? and scope = ? and scope_code = ? order by 1"
    return dict(table(warehouse, select, f"{month}-01", scope, code))


def test_the_months_list_speaks_and_what_comes_back_starts_with_its_span(months) -> None:
    assert _states(months, "2022-05", "county", "") == {
        "1": "not_due",
        "2": "not_due",
        "3": "not_due",
        "4": "not_started",
    }
    assert _states(months, "2022-06", "county", "") == {
        "1": "overdue",
        "2": "done_on_time",
        "3": "not_due",
        "4": "done_on_time",
        "5": "done_late",
        "6": "not_due",
    }


def test_a_task_counts_once_for_the_county_and_for_each_unit_by_its_own_lines(months) -> None:
    assert _states(months, "2022-06", "unit", "cultural_center") == {"1": "done_on_time", "6": "not_due"}
    assert _states(months, "2022-06", "unit", "library") == {"1": "overdue", "5": "done_late"}
    assert _states(months, "2022-06", "town", "370323105") == {"1": "overdue"}
    assert _states(months, "2022-06", "town", "370323104") == {"2": "done_on_time"}
    assert _states(months, "2022-06", "office", "party_building") == {"4": "done_on_time"}


def test_a_list_is_told_by_its_name_or_by_its_tasks_words(months) -> None:
    found = table(
        months,
        "select month, scope_code, numerator, denominator from core.task_indicator"
        " where indicator = 'task_list_done' order by all",
    )
    assert found == [
        ("2022-05-01", "", 0, 35),
        ("2022-05-01", "culture_centre", 0, 35),
        ("2022-06-01", "", 1, 55),
        ("2022-06-01", "benefit_measure", 0, 20),
        ("2022-06-01", "culture_centre", 1, 35),
    ]


def test_progress_is_set_beside_the_time_that_has_passed(months) -> None:
    found = table(
        months,
        "select month, indicator, numerator, denominator from core.task_indicator"
        " where scope = 'county' and indicator in ('task_done', 'task_time_elapsed') order by all",
    )
    # from 1 May: 61 days to 30 June, 184 to 31 October; October and November 61; from 1 June 20, and 214 to 31 December
    assert found == [
        ("2022-05-01", "task_done", 0, 3),
        ("2022-05-01", "task_time_elapsed", 31 + 31 + 0, 61 + 184 + 61),
        ("2022-06-01", "task_done", 2, 5),
        ("2022-06-01", "task_time_elapsed", 61 + 61 + 0 + 20 + 30, 61 + 184 + 61 + 20 + 214),
    ]
