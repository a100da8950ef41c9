"""A town's and a unit's month for their sheets to tell of: nothing remarkable, of which a test changes what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from reports.document import AnalyticalReport, Table
from reports.due_items import DueCount, DueItem
from reports.measures import Measure
from reports.town_sheet import PastMonth, Post, TownDimension, TownSheetView, TownTopic
from reports.unit_sheet import Duty, TaskState, Unit, UnitSheetView
from tests.reports.given_months import COUNTY, town, view

MONTH = date(2022, 6, 1)
DIMENSIONS = ("公共文化设施", "文体活动", "图书馆与阅读空间")
TITLES = {
    "hotline_received": "本月受理",
    "hotline_carried_over": "上月结转",
    "hotline_open": "月末未办结",
    "hotline_on_time": "按时办结率",
    "household_reached": "走访名单覆盖率",
    "rectification_found": "本月新增",
    "rectification_open": "未销号",
    "rectification_overdue_open": "超期未销号",
    "rectification_proposal_overdue": "方案超期",
    "rectification_struck_off": "销号率",
    "rectification_on_time": "按期整改率",
    "task_on_time": "任务按时完成率",
}
SETTINGS = view(town(1)).settings | {("topics", "window_months"): "6"}


def measure(indicator: str, numerator: int, denominator: int | None = None, scope: str = "town") -> Measure:
    """A count, or a rate where there is a denominator."""
    value = None if denominator == 0 else numerator if denominator is None else 100.0 * numerator / denominator
    unit = "件" if denominator is None else "%"
    return Measure(scope, "1", indicator, TITLES[indicator], numerator, denominator, value, unit)


def measures(scope: str = "town") -> dict[str, Measure]:
    """Of every kind: counts of 3, rates of 3/4."""
    counts = ("received", "carried_over", "open", "found", "overdue_open", "proposal_overdue")
    return {
        name: measure(name, 3, None if name.split("_", 1)[1] in counts else 4, scope)
        for name in TITLES
        if name != "household_reached" or scope == "town"
    }


def item(number: int, **changes: object) -> DueItem:
    """A ticket due on 4 July."""
    plain = DueItem(
        "hotline", f"2022060{number:03d}", "关于健身设施的投诉", datetime(2022, 7, 4, 18), None, 2, None, False
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def dimension(number: int, **changes: object) -> TownDimension:
    """A dimension that differs from the county by nothing that a test finds."""
    plain = TownDimension(
        scope="town",
        scope_code="370323001",
        scope_name="镇一",
        dimension=f"d{number}",
        dimension_name=DIMENSIONS[number],
        score_printed=85.0,
        status="ranked",
        prior_score_printed=84.0,
        change_verdict="flat",
        change_test=f"change/d{number}",
        county_verdict="none",
        county_test=f"county/d{number}",
        scored_count=90,
        ci_low=82.0,
        ci_high=88.0,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def topic(title: str, count: int, **changes: object) -> TownTopic:
    """A topic that residents speak of, here no more than elsewhere."""
    plain = TownTopic("370323001", title, count, 20, False, False, f"in_towns/{title}")
    return replace(plain, **changes)  # type: ignore[arg-type]


def town_sheet(**changes: object) -> TownSheetView:
    """The sheet of 镇一, ranked first of five, with one ticket open."""
    plain = TownSheetView(
        month=MONTH,
        county=COUNTY,
        town=town(1),
        is_demo=False,
        phase_names=("集中整改",),
        post="镇一文旅办主任",
        refusal=None,
        past=tuple(
            PastMonth("370323001", date(2022, number, 1), 85.0 + number, 83.0, 93.0, 1, 5) for number in (4, 5, 6)
        ),
        dimensions=tuple(dimension(number) for number in range(3)),
        county_dimensions=tuple(dimension(number, scope="county", scope_code="") for number in range(3)),
        topics=(topic("广场照明", 6), topic("图书馆限流", 4)),
        measures=measures(),
        county_measures=measures(),
        due_count=DueCount("town", "370323001", 1, 1, 0, 0, 0, 0, 0),
        due_items=(item(1),),
        unreached=(),
        findings=(),
        rebounds=(),
        settings=SETTINGS,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def unit_sheet(**changes: object) -> UnitSheetView:
    """The sheet of 图书馆, with a ticket and a task open."""
    plain = UnitSheetView(
        month=MONTH,
        unit=Unit("unit", "library", "图书馆"),
        is_demo=False,
        phase_names=(),
        post="图书馆馆长",
        posts=(
            Post("unit", "library", "图书馆", "成员", "图书馆馆长", True),
            Post("visit_group", "三组", "三组", "组长", "图书馆馆长", True),
        ),
        measures=measures("unit"),
        county_measures=measures(),
        tasks=(TaskState("unit", "library", None, "1", "新建城市书房", date(2022, 9, 30), None, None, "not_due"),),
        duties=(Duty("召开专题研判会", date(2022, 6, 30)),),
        due_count=DueCount("unit", "library", 2, 1, 0, 1, 0, 0, None),
        due_items=(item(1), item(2, source="task", item_no="1", title="新建城市书房")),
        settings=SETTINGS,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def tables(document: AnalyticalReport) -> list[Table]:
    """The tables of a sheet, in order."""
    return [block for block in document.blocks if isinstance(block, Table)]
