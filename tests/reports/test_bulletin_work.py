"""The bulletin tells of visits, recurring problems, good work and shortcomings with their figures, in any number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.bulletin import BulletinView, Duty, Indicator, Owner, Phase, Problem
from reports.bulletin_document import words_of, write
from reports.bulletin_work import problems
from tests.reports.given_months import FIVE, section, town, view


def problem(title: str, reason: str = "growing", *, special: bool = False) -> Problem:
    """A major problem of 12 opinions in 3 towns."""
    return Problem(title, 12, 3, reason, f"emerging/{title}", f"growing/{title}", None, special)


def told(**changes: object) -> BulletinView:
    """A quiet month with something changed."""
    return replace(view(*FIVE), **changes)  # type: ignore[arg-type]


NOTHING = Indicator(0, 0)


@pytest.mark.parametrize(
    ("indicators", "present", "absent"),
    [
        ({}, "本月走访20次，可判断的19次中规范的有18次，规范率94.74%；收集意见7条。", "超期未反馈"),
        ({}, "本年名单60户，已走访45户，覆盖率75.00%。", ""),
        ({}, "结对帮扶村群众30户（任务40户），企业3户（任务2户）。", "个体工商户"),
        (
            {"visit_feedback_overdue": Indicator(2, None)},
            "应反馈意见8条，按期反馈5条，反馈率62.50%。月末超期未反馈意见2条。",
            "",
        ),
        ({"visit_made": Indicator(0, None), "visit_proper": NOTHING}, "本月没有走访记录。", "规范"),
        ({"visit_proper": NOTHING}, "本月走访20次，均无从判断是否规范；", "规范率"),
        ({"household_reached": NOTHING, "visit_fed_back": NOTHING}, "收集意见7条。按任务走访", "反馈率"),
        ({"visit_target_firm": NOTHING, "visit_target_paired_village": NOTHING}, "覆盖率75.00%。应反馈", "任务"),
    ],
)
def test_visits(indicators: dict[str, Indicator], present: str, absent: str) -> None:
    text = section(write(view(*FIVE, **indicators)), "走访情况")
    assert present in text
    assert not absent or absent not in text


def test_a_month_without_any_visit_file_says_so() -> None:
    month = view(*FIVE)
    without = {key: value for key, value in month.indicators.items() if not key[1].startswith(("visit", "household"))}
    assert section(write(replace(month, indicators=without)), "走访情况") == "本月没有走访记录。"


def test_major_problems_are_named_by_why_and_go_to_the_party_group() -> None:
    assert section(write(told()), "共性问题") == "本月没有达到重大共性问题条件的群众意见。"
    one = section(write(told(problems=(problem("甲", special=True),))), "共性问题")
    assert "有1个，提请局党组会议研究（括号内为意见条数、涉及镇街数）：反复出现、明显增多的是甲（12条、3个）。" in one
    assert one.endswith("以上问题均已在整改台账列专项整治。")
    many = told(problems=(problem("甲", special=True), problem("乙"), problem("丙", "emerging")))
    text = section(write(many), "共性问题")
    assert "有3个" in text
    assert "明显增多的是甲（12条、3个）和乙（12条、3个）；新近集中的是丙（" in text
    assert text.endswith("其中甲已在整改台账列专项整治。")
    assert "是乙和丙要立专项整治，" in section(write(many), "下步要求")
    none = told(problems=(problem("甲"),))
    assert section(write(none), "共性问题").endswith("以上问题均未在整改台账列专项整治。")


def test_each_kind_of_problem_rests_on_the_tests_of_its_own() -> None:
    many = told(problems=(problem("甲"), problem("丙", "emerging")))
    words = words_of(many)
    problems(many, words)
    assert [each.tests for each in words.statements] == [("emerging/甲", "growing/甲"), ("emerging/丙", "growing/丙")]


def test_good_work_is_a_deadline_met_by_all_and_shortcomings_have_their_figures() -> None:
    text = section(write(told()), "典型与不足")
    assert text.startswith("到期问题全部按期销号的是镇一、镇二、镇三、镇四、镇五各2个。")
    assert "到期诉求" not in text
    late = view(*FIVE, rectification_on_time=NOTHING, rectification_overdue_open=Indicator(3, None))
    text = section(write(late), "典型与不足")
    assert text.startswith("本月没有到期诉求全部按时办结或者到期问题全部按期销号的镇（街道）。")
    assert "；诉求按时办结30/32件，解决20/25件，评价满意21/24件，超期未销号问题3个。" in text
    assert "按期销号" not in text.split("镇（街道）。")[1]
    untested = replace(late, dimensions=tuple(d for d in late.dimensions if d.scope == "county"))
    assert "。镇五诉求按时办结30/32件，" in "。" + section(write(untested), "典型与不足").split("镇（街道）。")[1]
    assert "机关科室中" not in text
    owners = (Owner("文化馆", 2), Owner("图书馆", 1))
    assert section(write(told(overdue_owners=owners)), "典型与不足").endswith("超期未销号的：文化馆2个，图书馆1个。")


def test_where_many_towns_have_something_overdue_they_are_counted_not_named() -> None:
    six = view(*(town(number) for number in range(1, 7)), rectification_overdue_open=Indicator(2, None))
    indicators = {**six.indicators, ("", "rectification_overdue_open"): Indicator(13, None)}
    text = section(write(replace(six, indicators=indicators)), "整改销号情况")
    assert "月末超期未销号13个，分布在6个镇（街道），另有1个不属于任何镇（街道）。" in text
    assert "镇一" not in text


@pytest.mark.parametrize(
    ("is_last", "sentence"),
    [
        (False, "一是集中整改阶段到2022年9月30日为止，任务是抓好问题整改。二是"),
        (True, "一是集中整改阶段到2022年9月30日为止，任务是抓好问题整改，未完成的要说明原因、抓紧完成。二是"),
    ],
)
def test_the_phase_and_its_duties_open_what_is_next(is_last: bool, sentence: str) -> None:
    end = date(2022, 9, 30)
    phases = (Phase(2022, "rectification", "集中整改", end, is_last),)
    duties = (Duty("抓好问题整改", "rectification", end), Duty("入户走访", "visits", end))
    assert section(write(told(phases=phases, duties=duties)), "下步要求").startswith(sentence)
    assert "阶段" not in section(write(told()), "下步要求")
