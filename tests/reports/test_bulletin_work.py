"""The bulletin tells of visits, recurring problems, good work and shortcomings with their figures, in any number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.bulletin import BulletinView, Duty, Indicator, Owner, Phase, Problem
from reports.bulletin_document import words_of, write
from reports.bulletin_work import problems
from tests.reports.given_months import FIVE, section, view


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
        ({}, "本月走访20次，走访规范率94.74%（18/19）；收集意见7条。", "超期未反馈"),
        ({}, "名单覆盖率75.00%（45/60户）。", ""),
        ({}, "结对帮扶村群众30（任务40）、企业3（任务2）。", "个体工商户"),
        ({"visit_feedback_overdue": Indicator(2, None)}, "反馈率62.50%（5/8）。月末超期未反馈意见2条。", ""),
        ({"visit_made": Indicator(0, None), "visit_proper": NOTHING}, "本月没有走访记录。", "规范"),
        ({"visit_proper": NOTHING}, "本月走访20次，均无从判断是否规范；", "规范率"),
        ({"household_reached": NOTHING, "visit_fed_back": NOTHING}, "收集意见7条。已走访", "反馈率"),
        ({"visit_target_firm": NOTHING, "visit_target_paired_village": NOTHING}, "75.00%（45/60户）。意见", "任务"),
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
    assert text.endswith("甲已在整改台账列专项整治，其余尚未列入。")
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
    assert "按时办结率93.75%（32中30），解决率80.00%（25中20），办理满意率87.50%（24中21），超期未销号问题3个。" in text
    assert "按期整改率" not in text
    untested = replace(late, dimensions=tuple(d for d in late.dimensions if d.scope == "county"))
    assert "。镇五按时办结率93.75%（32中30），" in "。" + section(write(untested), "典型与不足").split("镇（街道）。")[1]
    assert "机关科室中" not in text
    owners = (Owner("文化馆", 2), Owner("图书馆", 1))
    assert section(write(told(overdue_owners=owners)), "典型与不足").endswith("超期未销号的是文化馆2个，图书馆1个。")


@pytest.mark.parametrize(
    ("is_last", "sentence"),
    [
        (False, "一是2022年集中整改阶段至2022年9月30日止，要抓好问题整改。二是"),
        (True, "一是2022年集中整改阶段已到期（2022年9月30日），抓好问题整改，未完成的要说明原因、抓紧完成。二是"),
    ],
)
def test_the_phase_and_its_duties_open_what_is_next(is_last: bool, sentence: str) -> None:
    end = date(2022, 9, 30)
    phases = (Phase(2022, "rectification", "集中整改", end, is_last),)
    duties = (Duty("抓好问题整改", "rectification", end), Duty("入户走访", "visits", end))
    assert section(write(told(phases=phases, duties=duties)), "下步要求").startswith(sentence)
    assert "阶段" not in section(write(told()), "下步要求")
