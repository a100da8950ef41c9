"""The rectification ledger (整改台账): the year's rows and all that is open, again every month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from tests.county import people, texts, truth
from tests.county.places import town_name, towns, villages
from tests.county.sheet import Column, Row, Sheet
from tests.county.tickets import tickets_of
from tests.county.workdays import add_workdays, export_moment, first_day, last_day, next_workday

# New rows a month: many when a campaign collects problems, few after.
_NEW = dict(zip(truth.MONTHS, (42, 6, 5, 5, 4, 5, 5, 4, 38, 4, 5, 4, 8, 8), strict=True))
_SOURCES = {
    "满意度调查": 0.16,
    "12345": 0.24,
    "微信留言": 0.06,
    "来信": 0.04,
    "来访": 0.05,
    "入户走访": 0.22,
    "暗访督查": 0.14,
    "审批手续办理": 0.03,
    "巡视巡察": 0.02,
    "上级交办": 0.04,
}
_CHANNEL_OF = {"12345": "12345热线", "微信留言": "微信公众号留言", "来信": "来信", "来访": "来访"}
# Working days to the deadline by severity; a long-term row has a proposal deadline instead.
DEADLINE_DAYS = {"立行立改": 0, "一般": 10, "较大": 20, "特别重大": 45, "长期": None}
_SEVERITY = {"立行立改": 0.08, "一般": 0.46, "较大": 0.28, "特别重大": 0.10, "长期": 0.08}
_MEASURES = (
    "组织现场查看，列出维修清单，联系厂家更换",
    "与镇街会商，明确专人管理，公布开放时间",
    "调整活动安排，增加场次并提前公告",
    "开展专项检查，责令限期改正",
    "制定专项整治方案，分步实施",
)
_TARGETS = (
    "问题解决，群众满意",
    "恢复正常使用",
    "按时开放，有人管理",
    "每月不少于2场活动",
    "举一反三，不再反弹",
)
_HEADERS = {
    "seq": "序号",
    "ledger_no": "台账编号",
    "town": "镇街",
    "source": "问题来源",
    "source_ref": "来源单号",
    "theme": "领域",
    "problem": "问题描述",
    "severity": "问题等级",
    "found_on": "发现日期",
    "unit": "责任单位",
    "person": "责任人",
    "measures": "整改措施",
    "target": "目标任务",
    "plan_due": "方案时限",
    "due": "整改时限",
    "progress": "进展",
    "is_struck_off": "是否销号",
    "struck_off_on": "销号时间",
    "revisit": "回访结果",
    "on_site": "现场核查",
    "rebound": "反弹",
    "published": "公示",
}


@dataclass(frozen=True)
class Item:
    """A problem on the ledger with its whole life. Dates; None means that it never happens."""

    ledger_no: str
    source: str
    source_ref: str
    town_code: str
    village: str
    theme: str
    problem: str
    severity: str
    found_on: dt.date
    unit: str
    person: str
    measures: str
    target: str
    plan_due: dt.date
    due: dt.date | None
    struck_off_on: dt.date | None
    is_explained: bool
    revisit: str
    on_site: str
    rebounded_on: dt.date | None


def _ticket_ref(rng: np.random.Generator, month: str, source: str, town_code: str) -> str:
    channel = _CHANNEL_OF.get(source)
    pool = [t.ticket_no for t in tickets_of(month) if t.channel == channel and t.town_code == town_code]
    return str(rng.choice(pool)) if pool else ""


def _item(rng: np.random.Generator, month: str, number: int) -> Item:
    town = towns()[int(rng.choice(12, p=np.array([9, 8, 8, 9, 13, 6, 6, 10, 9, 7, 7, 8]) / 100))]
    village = str(rng.choice(villages(town.code)))
    ordinary = {topic.name: max(topic.weight, 1.0) for topic in texts.TOPICS if topic.name[:2] != "西里"}
    topic = texts.BY_NAME[people.pick(rng, ordinary)]
    if month == truth.NEWEST and town.code == truth.FALLEN:
        topic = texts.BY_NAME["西里文化广场围挡"]
    source = people.pick(rng, _SOURCES)
    severity = people.pick(rng, _SEVERITY)
    found = next_workday(first_day(month) + dt.timedelta(days=int(rng.integers(2, 25))))
    days = DEADLINE_DAYS[severity]
    due = None if days is None else add_workdays(found, days)
    struck: dt.date | None = None
    late = rng.random() < (0.30 if town.code in (truth.BOTTOM, "370323108") else 0.14)
    if days is None:
        struck = add_workdays(found, int(rng.integers(60, 160))) if rng.random() < 0.5 else None
    elif rng.random() < 0.95:
        taken = days + int(rng.geometric(0.12)) if late else int(rng.integers(days // 2, days + 1))
        struck = add_workdays(found, taken)
    rebounds = struck is not None and rng.random() < 0.06
    explained = bool(rng.random() < 0.05)
    return Item(
        ledger_no=f"{month[:4]}{number:03d}",
        source=source,
        source_ref=_ticket_ref(rng, month, source, town.code),
        town_code=town.code,
        village=village,
        theme=topic.theme,
        problem=texts.sentence(rng, topic, town.name, village),
        severity=severity,
        found_on=found,
        unit=topic.handler or town.name,
        person=people.person(rng),
        measures="政策不支持，做好解释说明" if explained else str(rng.choice(_MEASURES)),
        target=str(rng.choice(_TARGETS)),
        plan_due=add_workdays(found, 10 if days is None else min(5, days)),
        due=due,
        struck_off_on=struck,
        is_explained=explained,
        revisit=people.pick(rng, {"满意": 0.68, "基本满意": 0.22, "不满意": 0.10}),
        on_site=people.pick(rng, {"已核查，属实": 0.75, "已核查，未到位": 0.07, "未核查": 0.18}),
        rebounded_on=add_workdays(struck, int(rng.integers(15, 50))) if rebounds and struck else None,
    )


@cache
def items_of(month: str) -> tuple[Item, ...]:
    """Problems found in a month, numbered on from the year's earlier months."""
    rng = people.stream(month, "rectification")
    earlier = sum(_NEW[m] for m in truth.MONTHS if m[:4] == month[:4] and m < month)
    found = [_item(rng, month, earlier + index) for index in range(1, _NEW[month] + 1)]
    return tuple(found)


def _progress(item: Item, day: dt.date) -> str:
    if item.rebounded_on and item.rebounded_on <= day:
        return "问题反弹，重新整改"
    if item.struck_off_on and item.struck_off_on <= day:
        return "政策不支持，已向群众解释" if item.is_explained else "已整改到位"
    if item.plan_due > day:
        return "正在制定方案"
    return "超期，正在加快整改" if item.due and item.due < day else "正在整改"


def known(item: Item, day: dt.date) -> Row:
    """An item as the ledger of `day` shows it."""
    struck = item.struck_off_on is not None and item.struck_off_on <= day
    back = item.rebounded_on is not None and item.rebounded_on <= day
    shown_struck = struck and not back
    due: dt.date | str | None = item.due
    if item.severity == "立行立改":
        due = "立行立改"
    elif item.due is None:
        due = "长期坚持"
    return Row(
        ledger_no=item.ledger_no,
        town=town_name(item.town_code),
        source=item.source,
        source_ref=item.source_ref or None,
        theme=item.theme,
        problem=item.problem,
        severity=item.severity,
        found_on=item.found_on,
        unit=item.unit,
        person=item.person,
        measures=item.measures,
        target=item.target,
        plan_due=item.plan_due,
        due=due,
        progress=_progress(item, day),
        is_struck_off="已解释" if shown_struck and item.is_explained else ("已销号" if shown_struck else "未销号"),
        struck_off_on=item.struck_off_on if struck else None,
        revisit=item.revisit if struck else None,
        on_site=item.on_site if struck else None,
        rebound="是" if back else ("否" if struck else None),
        published="是" if struck and item.found_on < day - dt.timedelta(days=20) else "否",
        _town_code=item.town_code,
    )


def rectification_sheet(month: str) -> Sheet:
    """The ledger at a month's end, sorted by town as the bureau keeps it."""
    day = export_moment(month).date()
    year_end = last_day(f"{int(month[:4]) - 1}-12")
    shown_items = []
    for past in truth.MONTHS:
        if past > month:
            break
        for item in items_of(past):
            was_open = item.struck_off_on is None or item.struck_off_on > year_end
            came_back = item.rebounded_on is not None and item.rebounded_on > year_end
            if past[:4] == month[:4] or was_open or came_back:
                shown_items.append(item)
    order = {town.code: town.order for town in towns()}
    shown_items.sort(key=lambda item: (order[item.town_code], item.ledger_no))
    rows = [known(item, day) for item in shown_items]
    for number, row in enumerate(rows, start=1):
        row["seq"] = number
    wide = {"problem": 46.0, "measures": 30.0, "target": 22.0, "source_ref": 18.0, "seq": 6.0}
    return Sheet("整改台账", [Column(k, h, width=wide.get(k, 12.0)) for k, h in _HEADERS.items()], rows)
