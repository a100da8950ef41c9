"""Household visits (入户走访台账) and the list of those to be visited (走访名单)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from tests.county import people, texts, truth
from tests.county.places import town_name, towns, villages
from tests.county.rectification import items_of
from tests.county.sheet import Column, Row, Sheet
from tests.county.workdays import first_day, last_day

GROUPS = ("一组", "二组", "三组", "四组")
HEADCOUNT = 40
# Listed households by kind; the plan asks for 8 and 3 times the headcount and for at least two firms.
_LISTED = {
    "结对帮扶村群众": 8 * HEADCOUNT + 12,
    "双报到社区群众": 3 * HEADCOUNT + 6,
    "个体工商户": 3 * HEADCOUNT + 2,
    "企业（景区）": 4,
    "企业（旅行社）": 4,
    "企业（网吧）": 4,
    "企业（KTV）": 3,
    "企业（民宿）": 3,
    "第一书记所在村": 24,
    "文旅项目": 8,
}
_STREETS = ("370323002", "370323001")
_GROUP_COVERAGE = dict(zip(GROUPS, (1.0, 0.985, 0.96, 0.93), strict=True))
# Share of a campaign's list that is visited in a month; what is left of the year's list is never reached.
_CAMPAIGN = {"2021-05": ("2021", 0.0, 1.0), "2022-05": ("2022", 0.0, 0.55), "2022-06": ("2022", 0.55, 1.0)}
LIST_MONTHS = tuple(_CAMPAIGN)
_VISIT_HEADERS = {
    "seq": "序号",
    "group": "组别",
    "visitor": "走访人",
    "target_type": "对象类型",
    "town": "镇街",
    "village": "村居",
    "head": "户主",
    "phone": "联系方式",
    "visited_on": "走访日期",
    "started": "开始时间",
    "ended": "结束时间",
    "method": "走访方式",
    "opinion": "意见建议",
    "theme": "主题",
    "solved_on_spot": "是否现场解决",
    "referral_no": "转办编号",
    "feedback_by": "反馈人",
    "feedback_on": "反馈时间",
    "uploaded": "云台账上传",
}
_LIST_HEADERS = {
    "seq": "序号",
    "group": "组别",
    "visitor": "结对走访人",
    "target_type": "对象类型",
    "town": "镇街",
    "village": "村居",
    "head": "户主",
    "phone": "联系方式",
    "away": "是否长期在外",
}


@dataclass(frozen=True)
class Household:
    """Someone to be visited."""

    group: str
    visitor: str
    target_type: str
    town_code: str
    village: str
    head: str
    phone: str
    is_away: bool


def _visitors() -> dict[str, list[str]]:
    """Ten visitors a group, each with a form of name of his own."""
    names = [surname + given for given in ("某某", "某") for surname in people.SURNAMES]
    return {group: names[i * 10 : i * 10 + 10] for i, group in enumerate(GROUPS)}


@cache
def listed(year: str) -> tuple[Household, ...]:
    """The list of a campaign year, in the order of kinds."""
    rng = people.stream(f"{year}-05", "households")
    visitors = _visitors()
    found = []
    for kind, count in _LISTED.items():
        for index in range(count):
            codes = [t.code for t in towns() if (t.code in _STREETS) == (kind == "双报到社区群众")]
            if kind.startswith("企业") or kind == "个体工商户":
                codes = [t.code for t in towns()]
            group = GROUPS[index % 4]
            code = str(rng.choice(codes))
            found.append(
                Household(
                    group=group,
                    visitor=str(rng.choice(visitors[group])),
                    target_type=kind,
                    town_code=code,
                    village=str(rng.choice(villages(code))),
                    head=people.person(rng),
                    phone=people.mobile(rng),
                    is_away=bool(rng.random() < 0.08 and "群众" in kind),
                )
            )
    return tuple(found)


def _visit(rng: np.random.Generator, month: str, house: Household) -> Row:
    day = first_day(month) + dt.timedelta(days=int(rng.integers(4, 24)))
    start = dt.datetime.combine(day, dt.time(8)) + dt.timedelta(minutes=int(rng.integers(30, 560)))
    by_phone = house.is_away or rng.random() < 0.03
    minutes = int(rng.integers(4, 14)) if by_phone else int(rng.integers(15, 50))
    if not by_phone and rng.random() < 0.03:
        minutes = 14
    says = rng.random() < 0.35
    topics = {topic.name: topic.weight for topic in texts.TOPICS if topic.weight}
    if month == truth.NEWEST and house.town_code == truth.FALLEN:
        topics["西里文化广场围挡"] = 60.0
    topic = texts.BY_NAME[people.pick(rng, topics)]
    solved = says and rng.random() < 0.5
    answered = says and not solved and rng.random() < 0.7
    feedback = day + dt.timedelta(days=int(rng.integers(1, 12)))
    return Row(
        group=house.group,
        visitor=house.visitor,
        target_type=house.target_type,
        town=town_name(house.town_code),
        village=house.village,
        head=house.head,
        phone=house.phone,
        visited_on=day,
        started=start.time(),
        ended=(start + dt.timedelta(minutes=minutes)).time(),
        method="电话" if by_phone else "入户",
        opinion=texts.sentence(rng, topic, town_name(house.town_code), house.village) if says else "无意见",
        theme=topic.theme if says else None,
        solved_on_spot="是" if solved else ("否" if says else None),
        referral_no=None,
        feedback_by=(house.visitor if rng.random() < 0.95 else people.person(rng)) if answered else None,
        feedback_on=feedback if answered and feedback <= last_day(month) else None,
        uploaded="是" if rng.random() < 0.96 else "否",
        _town_code=house.town_code,
    )


def _refer(rng: np.random.Generator, month: str, rows: list[Row]) -> None:
    """Give the ledger numbers of the month's rows that came from visits to visits with an open opinion."""
    for item in items_of(month):
        if item.source != "入户走访":
            continue
        fitting = [r for r in rows if r["town"] == town_name(item.town_code) and r["referral_no"] is None]
        if fitting:
            row = fitting[int(rng.integers(len(fitting)))]
            row |= {
                "referral_no": item.ledger_no,
                "village": item.village,
                "opinion": item.problem,
                "theme": item.theme,
                "solved_on_spot": "否",
            }


def visit_sheet(month: str) -> Sheet:
    """The month's visits, in order of date."""
    rng = people.stream(month, "visits")
    year, low, high = _CAMPAIGN.get(month, (month[:4] if month >= "2022-05" else "2021", 0.0, 0.0))
    houses = listed(year)
    if high:
        # One order for the whole campaign, so that its months share the list out without overlap.
        order = people.stream(f"{year}-05", "visit-order")
        place, reached = order.permutation(len(houses)) / len(houses), order.random(len(houses))
        chosen = [
            house
            for house, at, luck in zip(houses, place, reached, strict=True)
            if low <= at < high and luck < _GROUP_COVERAGE[house.group]
        ]
    else:
        chosen = [houses[int(i)] for i in rng.choice(len(houses), size=int(rng.integers(14, 24)), replace=False)]
    rows = [_visit(rng, month, house) for house in chosen]
    _refer(rng, month, rows)
    rows.sort(key=lambda row: (str(row["visited_on"]), str(row["started"])))
    for number, row in enumerate(rows, start=1):
        row["seq"] = number
    wide = {"opinion": 44.0, "phone": 14.0, "target_type": 16.0, "seq": 6.0}
    return Sheet("走访台账", [Column(k, h, width=wide.get(k, 11.0)) for k, h in _VISIT_HEADERS.items()], rows)


def household_sheet(month: str) -> Sheet:
    """The list of those to be visited; the same for all months of a campaign."""
    rows = [
        Row(
            seq=number,
            group=house.group,
            visitor=house.visitor,
            target_type=house.target_type,
            town=town_name(house.town_code),
            village=house.village,
            head=house.head,
            phone=house.phone,
            away="是" if house.is_away else "否",
            _town_code=house.town_code,
        )
        for number, house in enumerate(listed(month[:4]), start=1)
    ]
    wide = {"phone": 14.0, "target_type": 16.0, "seq": 6.0}
    return Sheet("走访名单", [Column(k, h, width=wide.get(k, 11.0)) for k, h in _LIST_HEADERS.items()], rows)
