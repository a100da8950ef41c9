"""Inspection findings, task lists and the third party's results."""

from __future__ import annotations

import datetime as dt

import numpy as np

from tests.county import people, texts, truth
from tests.county.places import town_name, towns, villages
from tests.county.rectification import items_of
from tests.county.sheet import Column, Row, Sheet
from tests.county.workdays import export_moment, first_day, last_day, next_workday

_INSPECTION = {
    "seq": "序号",
    "inspected_on": "督查日期",
    "team": "督查组",
    "field": "领域",
    "spot": "点位",
    "town": "镇街",
    "finding": "发现问题",
    "feedback_on": "反馈时间",
    "ledger_no": "转入台账编号",
}
_TASK = {
    "seq": "序号",
    "task": "工作任务",
    "deadline": "完成时限",
    "leader": "责任领导",
    "unit": "责任单位（科室）",
    "person": "责任人",
    "progress": "进展",
    "done_on": "完成日期",
}
_DISTRICT = {"seq": "序号", "district": "区县", "score": "满意度得分", "rank": "位次", "change": "位次变化"}
_TOWN_RESULT = {"seq": "序号", "town": "镇街", "sample": "样本量", "score": "满意度得分"}
_DISTRICTS = (
    "张店区", "淄川区", "博山区", "周村区", "临淄区", "桓台县", "高青县", "沂源县", "高新区", "经开区",
    "文昌湖区",
)  # fmt: skip
_DISTRICT_BASE = (88.6, 86.9, 87.6, 86.4, 88.1, 87.9, 86.0, 0.0, 88.9, 85.7, 85.2)
_FIELDS = {"公共文化设施": "文化广场", "阅读空间": "农家书屋", "文化市场": "网吧", "旅游景区": "景区服务点"}
_FINDINGS = {
    "公共文化设施": ("健身器材有两处损坏未修", "广场卫生差，垃圾未清理", "活动室上锁，无开放时间公示"),
    "阅读空间": ("无借阅登记", "开放时间内无人值守", "图书两年未更新"),
    "文化市场": ("入口处无未成年人禁入标志", "消防通道堆放杂物", "上网登记不全"),
    "旅游景区": ("收费标准未公示", "卫生间无洗手液", "停车引导人员不到岗"),
}
# The eight tasks of the 2021 campaign: task, deadline as written, unit, last day.
_TASKS_2021 = (
    (
        "集中解决存量问题，情况汇总上报",
        "5月31日前",
        "办公室、文化和旅游公共服务中心、公共服务科",
        dt.date(2021, 5, 31),
    ),
    ("召开动员部署会，对走访活动进行动员部署", "5月14日前", "办公室", dt.date(2021, 5, 14)),
    ("制定并上报具体工作方案", "5月12日前", "办公室", dt.date(2021, 5, 12)),
    ("开展专题培训", "5月13日", "办公室", dt.date(2021, 5, 13)),
    ("入户走访，收集群众意见建议并进行梳理汇总", "5月底前", "办公室、党建办公室", dt.date(2021, 5, 31)),
    ("抓好问题整改，及时上报整改情况", "6-9月，每月月底前", "办公室、党建办公室", dt.date(2021, 9, 30)),
    ("整改回头看", "10-11月", "办公室、党建办公室", dt.date(2021, 11, 30)),
    ("总结评估", "12月份", "党建办公室", dt.date(2021, 12, 31)),
)
_MEASURES_2022 = (
    ("图书馆延长开放时间，每日公布在馆人数", texts.LIBRARY, dt.date(2022, 3, 31)),
    ("新建城市书房和阅读吧", texts.LIBRARY, dt.date(2022, 9, 30)),
    ("农家书屋提质增效示范点建设", "公共服务科", dt.date(2022, 10, 31)),
    ("送戏下乡、送电影下乡全覆盖", texts.HALL, dt.date(2022, 11, 30)),
    ("群众广场舞比赛和乡村文艺汇演", texts.HALL, dt.date(2022, 6, 30)),
    ("文旅惠民卡发放和使用", texts.CENTRE, dt.date(2022, 5, 31)),
    ("旅游景区服务质量提升", texts.CENTRE, dt.date(2022, 6, 30)),
    ("文化市场专项整治", texts.MARKET, dt.date(2022, 6, 30)),
    ("不可移动文物安全巡查", texts.RELICS, dt.date(2022, 12, 31)),
    ("满意度工作培训", "办公室", dt.date(2022, 2, 28)),
)
CENTRES = 35


def _columns(headers: dict[str, str], **widths: float) -> list[Column]:
    return [Column(key, header, width=widths.get(key, 12.0)) for key, header in headers.items()]


def _numbered(rows: list[Row]) -> list[Row]:
    for number, row in enumerate(rows, start=1):
        row["seq"] = number
    return rows


def _finding(rng: np.random.Generator, month: str) -> Row:
    town = towns()[int(rng.integers(12))]
    field = str(rng.choice(list(_FIELDS)))
    return Row(
        field=field,
        spot=f"{rng.choice(villages(town.code))}{_FIELDS[field]}",
        town=town.name,
        _town_code=town.code,
        finding=str(rng.choice(_FINDINGS[field])),
        ledger_no=None,
        inspected_on=next_workday(first_day(month) + dt.timedelta(days=int(rng.integers(2, 22)))),
    )


def inspection_sheet(month: str) -> Sheet:
    """The month's unannounced inspections; rows that went onto the ledger carry its number."""
    rng = people.stream(month, "inspection")
    rows = [_finding(rng, month) for _ in range(int(rng.integers(6, 12)))]
    for item in items_of(month):
        if item.source == "暗访督查":
            rows.append(
                Row(
                    field=item.theme,
                    spot=item.village,
                    town=town_name(item.town_code),
                    finding=item.problem,
                    ledger_no=item.ledger_no,
                    _town_code=item.town_code,
                    inspected_on=item.found_on,
                )
            )
    for row in rows:
        day = row["inspected_on"]
        assert isinstance(day, dt.date)
        back = next_workday(day + dt.timedelta(days=int(rng.integers(0, 3))))
        row |= {"team": f"第{rng.choice(('一', '二'))}督查组", "feedback_on": min(back, last_day(month))}
    rows.sort(key=lambda row: str(row["inspected_on"]))
    return Sheet("暗访督查", _columns(_INSPECTION, finding=44.0, spot=22.0), _numbered(rows))


def _task_row(rng: np.random.Generator, day: dt.date, task: str, deadline: str | dt.date, unit: str, due: dt.date):
    finished = due + dt.timedelta(days=int(rng.integers(-12, 9)))
    done = finished <= day
    return Row(
        task=task,
        deadline=deadline,
        leader="分管领导",
        unit=unit,
        person=people.person(rng),
        progress="已完成" if done else ("超期，正在推进" if due < day else "正在推进"),
        done_on=finished if done else None,
    )


def task_sheet(month: str) -> Sheet:
    """The year's task list with its progress at the month's end."""
    day = export_moment(month).date()
    # One stream a year: a task's date of completion must not change from month to month.
    rng = people.stream(f"{month[:4]}-05", "tasks")
    if month[:4] == "2021":
        rows = [_task_row(rng, day, *task) for task in _TASKS_2021]
    else:
        rows = [_task_row(rng, day, task, due, unit, due) for task, unit, due in _MEASURES_2022]
        for index in range(CENTRES):
            town = towns()[index % 12]
            village = str(rng.choice(villages(town.code)))
            due = dt.date(2022, 6, 30) if index < 18 else dt.date(2022, 10, 31)
            name = f"“5+N”基层综合性文化服务中心建设（{town.name}{village}）"
            rows.append(_task_row(rng, day, name, due, town.name, due))
    return Sheet("任务清单", _columns(_TASK, task=44.0, unit=28.0, deadline=16.0), _numbered(rows))


def external_sheets(month: str) -> list[Sheet]:
    """The third party's results: the city's districts with ranks, the county's towns with scores."""
    rng = people.stream(month, "external")
    base = np.array(_DISTRICT_BASE) + rng.normal(0, 0.5, len(_DISTRICTS))
    base[_DISTRICTS.index("沂源县")] = truth.true_county_score(month) + rng.normal(0, 0.4)
    scores = [round(float(score), 2) for score in base]
    ranks = [1 + sum(other > score for other in scores) for score in scores]
    order = sorted(range(len(_DISTRICTS)), key=lambda i: ranks[i])
    change = [int(c) for c in rng.integers(-2, 3, len(_DISTRICTS))]
    districts = [Row(district=_DISTRICTS[i], score=scores[i], rank=ranks[i], change=change[i]) for i in order]
    results = []
    for town in towns():
        sample = int(rng.integers(45, 60))
        score = truth.true_score(town.code, month) + rng.normal(0, 16 / np.sqrt(sample))
        results.append(
            Row(town=town.name, sample=sample, score=round(min(float(score), 99.5), 2), _town_code=town.code)
        )
    return [
        Sheet("区县排名", _columns(_DISTRICT), _numbered(districts)),
        Sheet("镇街得分", _columns(_TOWN_RESULT), _numbered(results)),
    ]
