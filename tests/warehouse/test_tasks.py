"""Task lists: deadlines as people write them, what is completed, which row speaks for a task."""

import pytest

from tests.warehouse.given import Given, Sheet, built, codes, table

GOOD = {"task": "整改回头看", "due": "2022-11-30", "unit": "办公室", "progress": "正在推进"}

READ = {
    "a good row": ({}, []),
    "no number": ({"task_no": ""}, ["id_missing"]),
    "no task": ({"task": ""}, ["task_missing"]),
    "no deadline": ({"due": ""}, ["task_due_missing"]),
    "an unreadable deadline": ({"due": "尽快"}, ["task_due_unreadable"]),
    "an impossible deadline": ({"due": "6月31日前"}, ["task_due_unreadable"]),
    "a deadline of two readings": ({"due": "5月前"}, ["task_due_unreadable"]),
    "for good": ({"due": "长期坚持"}, []),
    "every month": ({"due": "每月底"}, []),
    "done": ({"progress": "已完成", "completed_on": "2022-06-20"}, []),
    "done on no day": ({"progress": "已完成"}, ["completion_undated"]),
    "done on an unreadable day": ({"progress": "已完成", "completed_on": "上周"}, ["time_unreadable"]),
    "done, says only the day": ({"progress": "", "completed_on": "2022-06-20"}, []),
    "done, and not done": ({"completed_on": "2022-06-20"}, ["completion_disputed"]),
    "done on the last day": ({"progress": "已完成", "completed_on": "2022-06-30"}, []),
    "done next month": ({"progress": "已完成", "completed_on": "2022-07-01"}, ["completion_ahead"]),
    "progress in words": ({"progress": "已完成招标，正在施工"}, []),
}

# deadline → last day, whether it comes back, whether it is for good
DUE = {
    "5月31日前": ("2022-05-31", False, False),
    "5月底前": ("2022-05-31", False, False),
    "12月份": ("2022-12-31", False, False),
    "10-11月": ("2022-11-30", False, False),
    "6-9月，每月月底前": ("2022-09-30", True, False),
    "每月底": (None, True, False),
    "长期坚持": (None, False, True),
    "常态化": (None, False, True),
    "2023年3月31日": ("2023-03-31", False, False),
}


def _row(number: str, cells: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in {"task_no": number, **GOOD, **cells}.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    rows = [_row(f"{number}", cells) for number, (cells, _) in enumerate(READ.values())]
    rows += [_row(f"{100 + number}", {"due": due}) for number, due in enumerate(DUE)]
    return built(Given([Sheet("task", rows)]))


@pytest.mark.parametrize("case", READ)
def test_reading_a_row(warehouse, case) -> None:
    assert codes(warehouse, "staging.task_read")[list(READ).index(case) + 2] == READ[case][1]


def test_when_tasks_are_due(warehouse) -> None:
    found = table(
        warehouse,
        "select due_on, is_monthly, is_long_term from staging.task where length(task_no) = 3 order by task_no",
    )
    assert found == list(DUE.values())


def test_what_is_completed(warehouse) -> None:
    found = table(warehouse, "select row from staging.task where is_completed order by row")
    done = [case for case in READ if case.startswith("done")]
    assert found == [(list(READ).index(case) + 2,) for case in done]


def test_units_are_parted_and_a_town_is_known() -> None:
    rows = [_row("1", {"unit": "办公室、文化馆；公共服务科"}), _row("2", {"unit": "悦庄镇"}), _row("3", {"unit": ""})]
    warehouse = built(Given([Sheet("task", rows)]), "staging.task")
    assert table(warehouse, "select units, town_code from staging.task order by task_no") == [
        (["办公室", "文化馆", "公共服务科"], None),
        (["悦庄镇"], "370323104"),
        (None, None),
    ]


def test_a_task_of_two_units_has_two_rows_and_one_number_for_two_tasks_is_told() -> None:
    rows = [_row("1", {}), _row("1", {"unit": "文化馆"}), _row("2", {}), _row("2", {"task": "总结评估"})]
    warehouse = built(Given([Sheet("task", rows)]))
    assert codes(warehouse, "staging.task_read") == {2: [], 3: [], 4: ["id_repeated"], 5: ["id_repeated"]}
    assert table(warehouse, "select count(*) from staging.task") == [(4,)]


def test_the_later_sheet_speaks_for_a_task_and_other_lists_stay() -> None:
    sheets = [
        Sheet("task", [_row("1", {}), _row("1", {"unit": "文化馆"}), _row("2", {"task": "培训"})], sheet="一"),
        Sheet("task", [_row("1", {"progress": "已完成", "completed_on": "2022-06-20"})], sheet="二"),
        Sheet("task", [_row("1", {"task": "新建城市书房"})], sheet="三"),
        Sheet("task", [_row("1", {})], month="2022-07"),
    ]
    warehouse = built(Given(sheets))
    found = table(warehouse, "select month, sheet_id, task, is_completed from staging.task order by all")
    assert found == [
        ("2022-06-01", 1, "培训", False),
        ("2022-06-01", 2, "整改回头看", True),
        ("2022-06-01", 3, "新建城市书房", False),
        ("2022-07-01", 4, "整改回头看", False),
    ]
    superseded = "select row from staging.row_fate where fate = 'superseded' order by row"
    assert table(warehouse, superseded) == [(2,), (3,)]


def test_no_tasks() -> None:
    assert table(built(Given([Sheet("task")]), "staging.task"), "select * from staging.task") == []
