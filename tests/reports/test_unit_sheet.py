"""A unit's sheet says what it handled and what is due; what there is none of to assess is said, never a rate."""

from __future__ import annotations

from datetime import date

from reports.document import Heading, Paragraph
from reports.due_items import DueCount
from reports.unit_sheet import TaskState, UnitSheetView
from reports.unit_sheet_document import TASKS_SHOWN, write
from tests.reports.given_sheets import item, measure, measures, tables, unit_sheet

NO_COUNTS = DueCount("office", "finance_audit", 0, 0, 0, 0, 0, 0, None)


def told(view: UnitSheetView) -> list[str]:
    return list(write(view).findings)


def task(number: int, state: str, **days: date) -> TaskState:
    return TaskState(
        "unit", "library", None, str(number), f"任务{number}", days.get("due"), days.get("done"), None, state
    )


def test_a_unit_reads_what_it_handled_and_what_is_open() -> None:
    assert told(unit_sheet()) == [
        "诉求：本月受理3件，上月结转3件，月末未办结3件；按时办结率3/4，75.00%。",
        "整改：本月新增问题3件，月末未销号3件，其中超期3件，方案超期3件；按期整改率3/4，75.00%。",
        "任务：清单所列任务1项；本月任务按时完成率3/4，75.00%。",
        "月末未结事项2件（诉求1件、整改0件、任务1项），没有超期和临期的。",
    ]
    document = write(unit_sheet())
    assert "责任职务：图书馆馆长" in document.scope
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts[0].endswith("担任：图书馆馆长（成员）、图书馆馆长（走访三组组长）。")
    assert texts[1].endswith("召开专题研判会（6月30日）。")
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == ["一、工作指标", "二、未结诉求和整改问题", "三、任务", "四、职责", "五、当月应办"]


def test_nothing_that_fell_due_is_no_hundred_per_cent() -> None:
    rates = ("hotline_on_time", "rectification_on_time", "task_on_time")
    view = unit_sheet(measures=measures("unit") | {name: measure(name, 0, 0, "unit") for name in rates})
    text = "".join(told(view))
    assert "按时办结率无从评价（无应办结）。" in text
    assert "按期整改率无从评价（无到期）。" in text
    assert "本月任务按时完成率无从评价（无到期任务）。" in text
    document = write(view)
    assert [(t.value, t.note) for t in document.tiles[2:4]] == [
        ("—", "无应办结，全县75.00%"),
        ("—", "无到期任务，全县75.00%"),
    ]
    assert "100" not in str(tables(document)[0].rows)


def test_an_office_without_any_work_is_told_so_and_is_not_assessed() -> None:
    counts = ("received", "carried_over", "open", "found", "overdue_open", "proposal_overdue")
    none = {name: measure(name, 0, None if name.split("_", 1)[1] in counts else 0, "unit") for name in measures("unit")}
    document = write(unit_sheet(measures=none, tasks=(), due_items=(), due_count=NO_COUNTS, posts=(), post=None))
    assert document.findings == ("本月没有承办的诉求、整改问题和任务，无应办结，不作评价。",)
    assert tables(document) == []
    assert "组织名册没有列本单位（科室）的职务。" in str(document.blocks)
    tickets_only = unit_sheet(measures=none, tasks=(), due_items=(item(1),), due_count=NO_COUNTS)
    assert told(tickets_only)[:3] == [
        "诉求：本月没有承办的诉求，无应办结，不作评价。",
        "整改：台账没有由本单位（科室）负责的问题，不作评价。",
        "任务：任务清单没有由本单位（科室）负责的任务，不作评价。",
    ]


def test_tasks_show_their_state_and_long_lists_are_cut() -> None:
    late = task(1, "overdue", due=date(2022, 5, 31))
    done = task(2, "done_late", due=date(2022, 5, 31), done=date(2022, 6, 2))
    view = unit_sheet(tasks=(late, task(3, "overdue"), task(4, "overdue"), done))
    assert "超期未完成的是任务1和任务3等3项。" in told(view)[2]
    table = tables(write(view))[-1]
    assert table.rows[0] == ("任务1", "2022年5月31日", "—", "超期未完成")
    assert table.rows[3] == ("任务2", "2022年5月31日", "2022年6月2日", "逾期完成")
    assert table.row_marks == ("strong", "strong", "strong", "")
    many = tuple(task(number, "not_due") for number in range(20))
    cut = tables(write(unit_sheet(tasks=many, due_items=tuple(item(n) for n in range(40)))))
    assert len(cut[-1].rows) == TASKS_SHOWN
    assert cut[-1].notes == ("注：其余12项见附表“任务进展”。",)
    assert f"其余{40 - len(cut[-2].rows)}件见附表“未结事项”。" in cut[-2].notes[0]
