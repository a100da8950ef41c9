"""The briefing: what is put to the meeting with nothing, one and many matters, and which test a change rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reports.briefing import BriefingView, County, Indicator, OpenItems, Owner, Problem, Task, Town
from reports.briefing_document import write
from reports.document import AnalyticalReport, Paragraph, Table

JULY = date(2022, 7, 7)


def owner(name: str, red: int, again: int = 0) -> Owner:
    return Owner(name, "文化站站长", red, 1, again, JULY, date(2022, 7, 14))


def problem(title: str, *, has_row: bool) -> Problem:
    return Problem(title, 30, 7, 150, 11, "in_towns", 4, 1, has_row, ["周末图书馆限流，排不上"])


def given() -> BriefingView:
    """A month in which nothing is due, nothing is major and the score did not move."""
    return BriefingView(
        month=date(2022, 6, 1),
        county=County(False, 86.39, 85.5, 87.3, 86.0, "flat", "change/2022-06/1/county/overall"),
        indicators={"hotline_on_time": Indicator("hotline_on_time", "按时办结率", 0, 0, None, "%")},
        problems=(),
        dimensions=(),
        improve_first=(),
        items=OpenItems(0, 0, 0, 0, 0, 0),
        owners=(),
        towns=(),
        phases=(),
        duties=(),
        tasks=(),
        settings={("issuer", "issuer"): "某局"},
    )


def decisions(document: AnalyticalReport) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph) and block.text[:1].isdigit()]


def test_a_quiet_month_puts_nothing_to_the_meeting() -> None:
    document = write(given())
    assert document.findings == (
        "全县总体评价得分86.39分，与上月（86.00分）相比变化不显著。",
        "没有主题达到重大共性问题的条件。",
        "月末没有未结事项。",
    )
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert "本月没有需要提请研究的事项。" in texts
    assert "月末没有超期、临期的事项。" in texts
    (table, _duties) = [block for block in document.blocks if isinstance(block, Table)]
    assert table.rows == (("按时办结率（%）", "—", "", ""),)


def test_the_first_month_ever_compares_nothing() -> None:
    first = replace(given().county, prior_score_printed=None, change_verdict=None, change_test=None)
    document = write(replace(given(), county=first))
    assert document.findings[0] == "全县总体评价得分86.39分，没有可比的上月得分。"
    (said,) = [each.text for each in document.blocks if isinstance(each, Paragraph) and "全县各维度" in each.text]
    assert said.startswith("全县各维度没有可比的上月得分。")


def test_what_is_to_be_decided_is_listed_in_order() -> None:
    view = replace(
        given(),
        items=OpenItems(9, 5, 2, 2, 3, 2),
        owners=(owner("西里镇", 4, again=2), owner("文化馆", 1)),
        problems=(problem("图书馆限流", has_row=True), problem("文化活动偏少", has_row=False)),
        towns=(Town("西里镇", 81.0, "talk", None), Town("南麻街道", 93.0, None, "praise")),
        tasks=(Task("总结评估", ["办公室"], date(2022, 6, 30), 0),),
    )
    document = write(view)
    assert document.findings[1:] == (
        "群众反映反复或者集中、达到重大共性问题条件的主题：图书馆限流和文化活动偏少。",
        "月末未结事项9件，其中超期5件（2件以前月份已超期），临期2件，应发督办单2份。",
    )
    assert decisions(document) == [
        "1.约谈西里镇：证据达到测评办法规定的约谈条件，依据见排名报告。",
        "2.表扬南麻街道：证据达到测评办法规定的表扬条件，依据见排名报告。",
        "3.将图书馆限流和文化活动偏少列为重大共性问题，提交局党组会议研究。",
        "4.对文化活动偏少列专项整治（台账尚未列入），明确责任单位和时限。",
        "5.向西里镇和文化馆发督办单，2022年7月7日前报整改方案，2022年7月14日前报办理结果。",
        "6.以前月份已超期、本月仍未办结的2件，由西里镇的负责人在会上说明原因和办结日期。",
        "7.超期未完成的任务1项：总结评估，由责任单位说明并重新明确时限。",
    ]


def test_many_owners_are_counted_and_stand_in_the_table() -> None:
    many = replace(given(), owners=tuple(owner(f"{name}镇", 1) for name in "甲乙丙丁戊"))
    assert decisions(write(many)) == [
        "1.向5个镇街、单位、科室发督办单（名单见表2），2022年7月7日前报整改方案，2022年7月14日前报办理结果。"
    ]
