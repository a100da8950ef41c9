"""The bulletin says what the marts say, in every case a month can bring, and claims nothing untested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.bulletin import Indicator, Remark
from reports.bulletin_document import write
from reports.document import Figure, Paragraph, Table
from reports.statements import said
from reports.typesetting import issue_day_text, number_text
from tests.reports.given_months import COUNTY, FIVE, first, last, section, town, unknown_before, view


def test_a_draft_leaves_number_and_day_open() -> None:
    document = write(view(*FIVE))
    assert document.title == "关于2022年6月全县群众文化生活满意度情况的通报"
    assert document.is_draft
    assert (number_text(document), issue_day_text(document)) == ("源文旅通〔2022〕　号", "2022年　月　日")
    december = write(replace(view(*FIVE), month=date(2022, 12, 1)))
    assert number_text(december) == "源文旅通〔2023〕　号"


def test_the_analysts_paragraphs_stand_at_the_end_of_their_part_and_claim_nothing_of_ours() -> None:
    told = replace(view(*FIVE), remarks=(Remark("next", "各镇得分明显提高。"), Remark("dimension", "活动偏少。")))
    assert section(write(told), "分项情况").endswith("活动偏少。")
    assert section(write(told), "下步要求").endswith("各镇得分明显提高。")
    assert [b.text for b in write(told).blocks if isinstance(b, Paragraph) and b.is_remark] == [
        "活动偏少。",
        "各镇得分明显提高。",
    ]
    ours = [each.sentence for each in said(write(view(*FIVE)).blocks, (), ())]
    assert [each.sentence for each in said(write(told).blocks, (), ())] == ours


def test_a_quiet_month_claims_no_difference() -> None:
    document = write(view(*FIVE))
    assert "与全县平均水平相比（见图1），各镇（街道）差异均不显著。" in section(document, "排名情况")
    assert section(document, "升降情况").startswith("与上月相比，5个镇（街道）得分变化均不显著。")
    verdict = section(document, "约谈、表扬建议")
    assert "镇五处于后1位的证据不充分；" in verdict
    assert "对镇五予以提醒，暂不约谈，视下月测评结果再定。" in verdict
    assert "镇一处于前1位的证据不充分；" in verdict
    assert "对镇一继续观察，暂不作通报表扬。" in verdict
    assert "镇五各分项与全县的差异均不显著；" in section(document, "典型与不足")
    whole = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert "显著偏高" not in whole
    assert "显著偏低" not in whole
    assert "建议约谈镇" not in whole
    assert "建议通报表扬镇" not in whole
    figure = next(block for block in document.blocks if isinstance(block, Figure))
    assert figure.caption == "图1　各镇（街道）得分与全县平均水平差异均不显著"


def test_tested_differences_are_said_with_their_figures() -> None:
    towns = (
        first(1, county_verdict="above", top_evidence="sufficient", top_action="praise", rank_worst=1),
        *FIVE[1:4],
        last(
            5,
            county_verdict="below",
            bottom_evidence="sufficient",
            bottom_action="talk",
            rank_best=5,
            score_printed=86.0,
            prior_score_printed=93.25,
            change_printed=-7.25,
            change_verdict="down",
        ),
    )
    document = write(view(*towns))
    assert "镇一显著偏高，镇五显著偏低，其余3个镇（街道）差异不显著。" in section(document, "排名情况")
    assert "得分显著下降的是镇五（降低7.25分）；其余4个" in section(document, "升降情况")
    verdict = section(document, "约谈、表扬建议")
    assert "镇五处于后1位的证据充分；建议约谈镇五。" in verdict
    assert "镇一处于前1位的证据充分；建议通报表扬镇一。" in verdict
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [mark for mark in table.row_marks if mark == "strong"] == ["strong"] * 2
    assert "镇五要对照分项得分查找原因" in section(document, "下步要求")


def test_up_and_down_in_one_month_are_both_named() -> None:
    towns = (
        town(1, change_verdict="up", change_printed=5.0, prior_score_printed=85.0),
        *FIVE[1:4],
        town(5, change_verdict="down", change_printed=-5.0, prior_score_printed=91.0),
    )
    text = section(write(view(*towns)), "升降情况")
    assert "得分显著上升的是镇一（提高5.00分）；显著下降的是镇五（降低5.00分）" in text
    assert "其余3个镇（街道）变化不显著。" in text


def test_the_first_month_and_a_new_scale_are_not_compared() -> None:
    unknown = tuple(map(unknown_before, FIVE))
    new = replace(COUNTY, change_printed=None, change_verdict="none", change_test=None)
    document = write(view(*unknown, county=replace(new, prior_score_printed=None, prior_scale=None)))
    assert "没有上月数据，不作环比；" in section(document, "总体情况")
    assert section(document, "升降情况") == "没有上月数据，各镇（街道）得分不作环比。"
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert table.rows[0][-3:] == ("—", "—", "—")

    document = write(view(*unknown, county=replace(new, prior_scale="five")))
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
        county_test=None,
        change_printed=None,
        change_verdict="none",
        change_test=None,
        rank_gain=None,
        chance_places=None,
    )
    document = write(view(*FIVE[:3], last(4), small))
    text = section(document, "排名情况")
    assert "5个镇（街道）中，4个参加排名。" in text
    assert "镇五有效样本不足30份，只列出、不排名。" in text
    assert "列后1位的是镇四（87.00分）" in text
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert table.rows[-1] == ("—", "镇五", "18", "86.00", "—", "—", "86.00", "—", "—")
    assert table.row_marks[-1] == "faint"
    assert any("有效样本不足30份的镇（街道）不参加排名" in note for note in table.notes)
    assert "与上月相比，可比的4个镇（街道）得分变化均不显著" in section(document, "升降情况")


def test_a_tie_at_the_edge_takes_all_of_it() -> None:
    towns = (*FIVE[:3], last(4, is_tied=True), last(5, point_rank=4, is_tied=True, score_printed=87.0))
    text = section(write(view(*towns)), "排名情况")
    assert "列后2位的是镇四（87.00分）和镇五（87.00分）" in text


@pytest.mark.parametrize(
    ("indicators", "heading", "sentence"),
    [
        ({"hotline_on_time": Indicator(0, 0)}, "诉求办理情况", "本月没有到期应办结的诉求。"),
        ({}, "诉求办理情况", "应办结32件，按时办结30件，按时办结率93.75%。"),
        ({}, "诉求办理情况", "月末没有超期未办结的诉求。"),
        (
            {"hotline_overdue_open": Indicator(2, None)},
            "诉求办理情况",
            "月末超期未办结2件，镇一、镇二、镇三、镇四、镇五各2件",
        ),
        ({"rectification_on_time": Indicator(0, 0)}, "整改销号情况", "本月没有到期的问题。"),
        (
            {},
            "整改销号情况",
            "累计登记问题10个，其中本月新增4个。已解释1个，已销号6个，未销号3个；扣除已解释的，销号率66.67%。",
        ),
        (
            {"rectification_rebound": Indicator(2, None)},
            "整改销号情况",
            "台账中标记反弹的问题2个（镇一、镇二、镇三、镇四、镇五各2个）。",
        ),
        (
            {"rectification_rebound_unmarked": Indicator(3, None), "rectification_rebound_by_text": Indicator(2, None)},
            "整改销号情况",
            "台账未标明而销号后又有反映的3个，其中2个仅凭文字相近，疑似反弹，须核实。",
        ),
        ({"rectification_rebound_unmarked": Indicator(3, None)}, "整改销号情况", "又有反映的3个，须核实。"),
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


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ((85.0,), "图书馆得分85.00分。"),
        ((85.0, 85.0), "图书馆和演出2个分项得分相同，均为85.00分。"),
        ((85.0, 84.0, 85.0), "3个分项中，得分最高的是图书馆（85.00分）和设施（85.00分），最低的是演出（84.00分）。"),
    ],
)
def test_dimensions_alike_are_not_called_best_and_worst(scores: tuple[float, ...], told: str) -> None:
    given = view(*FIVE)
    county = next(d for d in given.dimensions if d.scope == "county" and d.dimension == "library")
    names = ("图书馆", "演出", "设施")
    parts = [
        replace(county, dimension=name, dimension_name=name, score_printed=score)
        for name, score in zip(names, scores, strict=False)
    ]
    others = [d for d in given.dimensions if d != county]
    text = section(write(replace(given, dimensions=(*others, *parts))), "四、分项情况")
    assert text.startswith(told)
