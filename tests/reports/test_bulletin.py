"""The bulletin says what the marts say, in every case a month can bring, and claims nothing untested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.bulletin import BulletinView, County, Dimension, Indicator, Quality, Town
from reports.bulletin_document import write
from reports.document import Figure, Heading, OfficialDocument, Paragraph, Table

COUNTY = County(
    is_demo=False,
    attempt_count=6000,
    valid_count=1500,
    rr1_numerator=1500,
    rr1_denominator=5000,
    coop1_numerator=1500,
    coop1_denominator=3000,
    scale="three",
    score_printed=86.5,
    ci_low=85.7,
    ci_high=87.3,
    satisfied_numerator=88.0,
    satisfied_denominator=100.0,
    prior_score_printed=86.4,
    prior_scale="three",
    change_printed=0.1,
    change_verdict="flat",
)


def town(number: int, **changes: object) -> Town:
    """A ranked town in the middle of things; 镇一, 镇二 … with ranks 1, 2 …"""
    plain = Town(
        town_code=f"37032300{number}",
        town_name="镇" + "一二三四五六"[number - 1],
        interview_count=100,
        score_printed=91.0 - number,
        ci_low=88.0 - number,
        ci_high=94.0 - number,
        status="ranked",
        point_rank=number,
        is_tied=False,
        rank_best=1,
        rank_worst=5,
        county_verdict="none",
        is_certified_bottom=False,
        is_certified_top=False,
        prior_score_printed=91.0 - number,
        prior_point_rank=number,
        change_printed=0.0,
        change_verdict="flat",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


COUNTS = {
    "hotline_received": 40,
    "hotline_carried_over": 5,
    "hotline_open": 6,
    "hotline_overdue_open": 0,
    "rectification_found": 4,
    "rectification_open": 3,
    "rectification_struck_off_now": 2,
    "rectification_explained": 1,
    "rectification_overdue_open": 0,
    "rectification_rebound": 0,
}
RATES = {
    "hotline_on_time": (30, 32),
    "hotline_solved": (20, 25),
    "hotline_satisfied": (21, 24),
    "rectification_struck_off": (6, 9),
    "rectification_on_time": (2, 2),
}


def view(*towns: Town, county: County = COUNTY, **indicators: Indicator) -> BulletinView:
    """A month of the towns given; every town has the county's indicators, those named changed for all."""
    plain = {name: Indicator(count, None) for name, count in COUNTS.items()}
    plain |= {name: Indicator(*parts) for name, parts in RATES.items()} | indicators
    codes = ("", *(each.town_code for each in towns))
    dimensions = [
        Dimension(scope, code, name, dimension, title, 85.0, "ranked", 85.0, "flat")
        for dimension, title in (("overall", "总体评价"), ("library", "图书馆与阅读空间"))
        for scope, code, name in (("county", "", "全县"), *(("town", t.town_code, t.town_name) for t in towns))
    ]
    return BulletinView(
        month=date(2022, 6, 1),
        county=county,
        towns=towns,
        town_order=tuple(each.town_code for each in towns),
        dimensions=tuple(dimensions),
        grades=(("满意", 100.0), ("基本满意", 75.0), ("不满意", 55.0)),
        indicators={(code, name): indicator for code in codes for name, indicator in plain.items()},
        quality=(Quality("满意度电话访问", 6006, 6000, 3, 2, 1, 12),),
        settings={
            ("score", "dimension"): "overall",
            ("score", "min_interviews"): "30",
            ("period", "first_day"): "1",
            ("score", "confidence_pct"): "95.0",
            ("ranking", "top_count"): "1",
            ("ranking", "bottom_count"): "1",
            ("change", "significance_pct"): "5.0",
            ("issuer", "issuer"): "沂源县文化和旅游局",
            ("issuer", "issuer_mark"): "沂源县文化和旅游局文件",
            ("issuer", "document_prefix"): "源文旅通",
            ("issuer", "addressee"): "各镇（街道）：",
            ("issuer", "copy_to"): "局领导班子成员。",
            ("issuer", "printed_by"): "沂源县文化和旅游局办公室",
            ("issuer", "issue_day"): "5",
        },
    )


FIVE = tuple(town(number) for number in range(1, 6))


def section(document: OfficialDocument, heading: str) -> str:
    """The paragraphs under a heading, joined."""
    text, inside = "", False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text.endswith(heading)
        elif inside and isinstance(block, Paragraph):
            text += block.text
    assert text, heading
    return text


def test_head_number_and_dates_follow_from_the_month() -> None:
    document = write(view(*FIVE))
    assert document.title == "关于2022年6月全县群众文化生活满意度情况的通报"
    assert document.document_number == "源文旅通〔2022〕6号"
    assert document.issued_on == date(2022, 7, 5)
    december = write(replace(view(*FIVE), month=date(2022, 12, 1)))
    assert december.issued_on == date(2023, 1, 5)


def test_a_quiet_month_claims_no_difference() -> None:
    document = write(view(*FIVE))
    assert "各镇（街道）与全县平均水平差异均不显著。" in section(document, "排名情况")
    assert section(document, "升降情况").startswith("与上月相比，5个镇（街道）得分均无显著升降，基本持平。")
    verdict = section(document, "约谈、表扬建议")
    assert "镇五列后1位，但处于后1位的证据均不充分，建议提醒关注，暂不约谈。" in verdict
    assert "镇一列前1位，但处于前1位的证据均不充分" in verdict
    whole = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert "显著高于" not in whole
    assert "显著低于" not in whole
    assert "建议约谈" not in whole
    figure = next(block for block in document.blocks if isinstance(block, Figure))
    assert figure.caption == "图1　各镇（街道）得分与全县平均水平差异均不显著"


def test_tested_differences_are_said_with_their_figures() -> None:
    towns = (
        town(1, county_verdict="above", is_certified_top=True, rank_worst=1),
        *FIVE[1:4],
        town(
            5,
            county_verdict="below",
            is_certified_bottom=True,
            rank_best=5,
            score_printed=86.0,
            prior_score_printed=93.25,
            change_printed=-7.25,
            change_verdict="down",
        ),
    )
    document = write(view(*towns))
    assert "镇一显著高于全县平均水平，镇五显著低于全县平均水平，其余3个镇（街道）与全县平均水平差异不显著。" in section(
        document, "排名情况"
    )
    assert "得分显著下降的是镇五（由93.25分降至86.00分，降低7.25分）；没有显著上升的镇（街道）；其余4个" in section(
        document, "升降情况"
    )
    verdict = section(document, "约谈、表扬建议")
    assert "其中镇五处于后1位的证据充分，建议约谈。" in verdict
    assert "其中镇五得分较上月显著下降，须重点查找原因。" in verdict
    assert "其中镇一处于前1位的证据充分，建议通报表扬。" in verdict
    assert "镇五要对照分项得分查找下降原因" in section(document, "下步要求")


def test_up_and_down_in_one_month_are_both_named() -> None:
    towns = (
        town(1, change_verdict="up", change_printed=5.0, prior_score_printed=85.0),
        *FIVE[1:4],
        town(5, change_verdict="down", change_printed=-5.0, prior_score_printed=91.0),
    )
    text = section(write(view(*towns)), "升降情况")
    assert "得分显著上升的是镇一（由85.00分升至90.00分，提高5.00分）；显著下降的是镇五（由91.00分降至86.00分" in text
    assert "其余3个镇（街道）基本持平，差异不显著。" in text


def test_the_first_month_and_a_new_scale_are_not_compared() -> None:
    unknown = tuple(
        replace(each, prior_score_printed=None, prior_point_rank=None, change_printed=None, change_verdict="none")
        for each in FIVE
    )
    first = replace(COUNTY, prior_score_printed=None, prior_scale=None, change_printed=None, change_verdict="none")
    document = write(view(*unknown, county=first))
    assert "没有上月数据，不作环比。" in section(document, "总体情况")
    assert section(document, "升降情况") == "没有上月数据，各镇（街道）得分不作环比。"
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert table.rows[0][-3:] == ("—", "—", "—")

    rescaled = replace(COUNTY, prior_scale="five", change_printed=None, change_verdict="none")
    document = write(view(*unknown, county=rescaled))
    assert "上月采用的量表与本月不同，得分不可比" in section(document, "总体情况")
    assert section(document, "升降情况") == "上月采用的量表与本月不同，各镇（街道）得分不作环比。"


def test_an_unranked_town_is_listed_last_with_the_reason() -> None:
    small = town(
        5,
        interview_count=18,
        status="too_few",
        point_rank=None,
        is_tied=None,
        rank_best=None,
        rank_worst=None,
        county_verdict=None,
        change_printed=None,
        change_verdict="none",
    )
    document = write(view(*FIVE[:4], small))
    text = section(document, "排名情况")
    assert "5个镇（街道）中，4个参加排名。" in text
    assert "镇五有效样本不足30份，只列出、不排名。" in text
    assert "列后1位的是镇四（87.00分）" in text
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert table.rows[-1] == ("—", "镇五", "18", "86.00", "—", "—", "86.00", "—", "—")
    assert table.row_marks[-1] == "faint"
    assert any("有效样本不足30份的镇（街道）不参加排名" in note for note in table.notes)
    assert "与上月相比，可比的4个镇（街道）得分均无显著升降" in section(document, "升降情况")


def test_ties_are_said_and_a_tie_at_the_edge_takes_all_of_it() -> None:
    towns = (*FIVE[:3], town(4, is_tied=True), town(5, point_rank=4, is_tied=True, score_printed=87.0))
    text = section(write(view(*towns)), "排名情况")
    assert "镇四和镇五得分相同，名次并列。" in text
    assert "列后2位的是镇四（87.00分）和镇五（87.00分）" in text


@pytest.mark.parametrize(
    ("indicators", "heading", "sentence"),
    [
        ({"hotline_on_time": Indicator(0, 0)}, "诉求办理情况", "本月没有到期应办结的诉求。"),
        ({}, "诉求办理情况", "本月应办结32件，按时办结30件，按时办结率93.75%。"),
        ({}, "诉求办理情况", "月末没有超期未办结的诉求。"),
        ({"hotline_overdue_open": Indicator(2, None)}, "诉求办理情况", "月末超期未办结2件，涉及镇一2件、镇二2件"),
        ({"rectification_on_time": Indicator(0, 0)}, "整改销号情况", "本月没有到期的问题。"),
        ({}, "整改销号情况", "累计登记问题10个，其中本月新增4个。已销号6个，销号率66.67%；已解释1个；未销号3个。"),
        ({"rectification_rebound": Indicator(2, None)}, "整改销号情况", "台账中标记反弹的问题2个，须重新整改。"),
    ],
)
def test_handling_is_told_also_when_there_is_nothing_to_assess(
    indicators: dict[str, Indicator], heading: str, sentence: str
) -> None:
    assert sentence in section(write(view(*FIVE, **indicators)), heading)


def test_nothing_to_assess_is_never_a_rate_in_a_table() -> None:
    document = write(view(*FIVE, hotline_on_time=Indicator(0, 0)))
    table = document.attachments[1].blocks[0]
    assert isinstance(table, Table)
    assert table.columns[5].title == "按时办结率"
    assert {row[5] for row in table.rows} == {"—"}


def test_demonstration_is_said_in_words_too() -> None:
    document = write(view(*FIVE, county=replace(COUNTY, is_demo=True)))
    assert document.is_demo
    last = document.attachments[-1].blocks[-1]
    assert isinstance(last, Paragraph)
    assert "演示数据" in last.text
    assert not write(view(*FIVE)).is_demo
