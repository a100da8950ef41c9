"""A town's sheet says where it stands, why, and what is due, in every case a month brings; nothing untested."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from reports.document import AnalyticalReport, Issue, Paragraph
from reports.due_items import DueCount
from reports.issuing import issued
from reports.render import render_pdf
from reports.statements import said
from reports.town_sheet import Finding, Rebound, TownSheetView, Unreached
from reports.town_sheet_document import words_of, write
from reports.town_sheet_sentences import findings
from tests.reports.given_months import COUNTY, first, last, town, unknown_before
from tests.reports.given_sheets import dimension, item, measure, measures, tables, topic, town_sheet

FONTS = Path(__file__).resolve().parents[2] / ".fonts"
UNRANKED = town(
    1,
    interview_count=18,
    status="too_few",
    point_rank=None,
    rank_best=None,
    rank_worst=None,
    county_verdict=None,
    county_test=None,
    change_printed=None,
    change_verdict="none",
    change_test=None,
)


def told(view: TownSheetView) -> str:
    return "\n".join(write(view).findings)


def untested(view: TownSheetView) -> list[str]:
    words = words_of(view)
    blocks = tuple(Paragraph(text) for text in findings(view, words))
    return [each.sentence for each in said(blocks, words.statements, words.explained) if each.test is None]


def tile(document: AnalyticalReport, label: str) -> tuple[str, str]:
    return next((each.value, each.note) for each in document.tiles if each.label == label)


def test_a_quiet_month_says_where_the_town_stands_and_claims_no_difference() -> None:
    view = town_sheet()
    assert told(view).splitlines() == [
        "得分90.00分，在参加排名的5个镇（街道）中居第1位，名次范围为第1至5位；与全县平均水平（86.50分）差异不显著；"
        "上月得分90.00分，变化不显著。",
        "3个分项与全县的差异均不显著。",
        "群众意见归入主题的20条，较多的是广场照明6条和图书馆限流4条。",
        "月末未结事项1件，没有超期和临期的。",
    ]
    assert untested(view) == []
    assert tile(write(view), "名次") == ("1", "范围1—5，共5个")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"county_verdict": "above"}, "显著高于全县平均水平（86.50分）；"),
        ({"county_verdict": "below"}, "显著低于全县平均水平（86.50分）；"),
        ({"change_verdict": "down", "change_printed": -4.5}, "比上月（90.00分）降低4.50分，下降显著。"),
        ({"is_tied": True}, "居第1位（并列），"),
        ({"rank_worst": 1}, "名次范围为第1位；"),
    ],
)
def test_differences_are_said_with_their_tests(given: dict[str, object], sentence: str) -> None:
    view = town_sheet(town=town(1, **given))
    assert sentence in told(view)
    assert untested(view) == []


def test_the_first_month_a_new_scale_and_a_month_after_too_few_are_not_compared() -> None:
    alone = {"town": unknown_before(town(1))}
    assert "没有上月数据，不作环比。" in told(town_sheet(**alone, county=replace(COUNTY, prior_scale=None)))
    assert "上月采用的量表与本月不同，不作环比。" in told(
        town_sheet(**alone, county=replace(COUNTY, prior_scale="five"))
    )
    assert "上月没有参加排名，不作环比。" in told(town_sheet(**alone))


def test_a_town_with_too_few_interviews_has_no_rank_no_interval_and_no_comparison() -> None:
    few = tuple(
        dimension(n, status="too_few", county_test=None, change_test=None, change_verdict="none") for n in range(3)
    )
    past = (*town_sheet().past[:2], replace(town_sheet().past[2], score_printed=None, point_rank=None))
    view = town_sheet(town=UNRANKED, refusal="评分样本不足", dimensions=few, past=past)
    assert told(view).startswith("有效样本18份，得分90.00分仅供参考；评分样本不足，不参加排名，不与全县和上月作比较")
    assert "各分项评分样本均不足30份，不作比较。" in told(view)
    assert untested(view) == []
    document = write(view)
    assert tile(document, "名次") == ("—", "不参加排名")
    assert {row[2:4] + row[5:] for row in tables(document)[0].rows} == {("—", "—", "—", "—", "—")}
    assert [row[-1] for row in tables(document)[1].rows[::2]] == ["—", "—"]
    empty = town_sheet(town=replace(UNRANKED, interview_count=0, score_printed=None), past=(), dimensions=())
    assert told(empty).startswith("本月没有评分样本，不计得分，不参加排名。")
    assert tile(write(empty), "满意度得分") == ("—", "有效样本0份")


def test_a_candidate_reads_the_evidence_and_what_is_proposed() -> None:
    praised = first(1, top_evidence="strong", rolling_top_evidence="sufficient", top_pct=99.95, top_action="praise")
    view = town_sheet(town=praised)
    assert "按得分列前1位，处于前1位的证据充分（本月概率>99.9%，近3个月概率20.0%），建议通报表扬。" in told(view)
    assert untested(view) == []
    warned = town_sheet(town=last(1, rolling_bottom_pct=None))
    assert "处于后1位的证据不充分（本月概率20.0%），予以提醒，暂不约谈。" in told(warned)


def test_dimensions_that_differ_are_named() -> None:
    below = dimension(0, county_verdict="below", change_verdict="down")
    view = town_sheet(dimensions=(below, dimension(1, county_verdict="above"), dimension(2)))
    assert "显著低于全县的分项是公共文化设施，显著高于全县的是文体活动，其余差异不显著。" in told(view)
    assert "与上月相比，公共文化设施显著下降。" in told(view)
    assert untested(view) == []
    shades = tables(write(view))[0].shades
    assert [[bool(shade) for shade in row] for row in shades] == [
        [False] * 5 + [True, False, True],
        [False] * 5 + [True, False, False],
        [False] * 8,
    ]
    all_below = tuple(dimension(n, county_verdict="below") for n in range(3))
    assert "3个分项全部显著低于全县。" in told(town_sheet(dimensions=all_below))


def test_topics_concentrated_in_the_town_and_major_ones_are_said() -> None:
    here = topic("设施不足", 9, is_concentrated=True, is_major=True)
    other = topic("活动偏少", 5, is_concentrated=True, is_major=True)
    some = town_sheet(topics=(here, replace(other, is_major=False)))
    assert "，近6个月集中在本镇（街道）的是设施不足和活动偏少，其中设施不足为全县重大共性问题" in told(some)
    assert "集中在本镇（街道）的是设施不足和活动偏少，均为全县重大共性问题" in told(town_sheet(topics=(here, other)))
    assert "本月没有归入主题的群众意见。" in told(town_sheet(topics=()))


def test_open_items_are_told_by_their_cards_and_listed_most_urgent_first() -> None:
    red = item(1, card="red", working_days_left=None, working_days_overdue=3)
    lasting = item(2, due_at=None, working_days_left=None, title="长" * 50)
    view = town_sheet(due_items=(red, lasting), due_count=DueCount("town", "1", 2, 2, 0, 0, 1, 1, 4))
    assert "月末未结事项2件，其中红牌（已超期）1件，须立即办结并说明原因；黄牌（临期）1件，" in told(view)
    table = tables(write(view))[-1]
    assert table.rows[0][2:] == ("关于健身设施的投诉", "7月4日", "超期3个工作日")
    assert table.rows[1][2:] == ("长" * 37 + "…", "—", "未定期限")
    assert table.row_marks == ("strong", "")
    assert "责任职务为镇一文旅办主任。" in table.notes[0]
    assert "另有4件发生在本镇（街道）、由其他单位办理。" in table.notes[0]
    none = write(town_sheet(due_items=(), due_count=DueCount("town", "1", 0, 0, 0, 0, 0, 0, 0)))
    assert none.blocks[-1] == Paragraph("月末没有由本镇（街道）办理的未结事项。")
    assert "月末没有由本镇（街道）办理的未结事项。" in none.findings


def test_nothing_to_assess_is_said_in_words_and_a_missing_source_leaves_its_line_out() -> None:
    own = measures() | {"hotline_on_time": measure("hotline_on_time", 0, 0)}
    county = {name: each for name, each in measures().items() if name != "household_reached"}
    document = write(town_sheet(measures=own, county_measures=county))
    cells = {row[0]: row[1:3] for row in tables(document)[2].rows}
    assert cells["按时办结率"] == ("无应办结", "3/4　75.00%")
    assert "走访名单覆盖率" not in cells
    assert tile(document, "诉求按时办结率") == ("—", "无应办结，全县75.00%")


def test_what_is_left_to_do_of_visits_and_inspections_is_named() -> None:
    view = town_sheet(
        unreached=tuple(Unreached("1", str(number)) for number in (11, 12, 13, 14)),
        findings=(Finding("1", "东村广场", True), Finding("1", None, False)),
        rebounds=(Rebound("1", "2022001"), Rebound("1", "2022001")),
    )
    assert tables(write(view))[2].notes[1:] == (
        "2.走访名单尚未走访4户（编号11、12、13等），须尽快走访，不落一户。",
        "3.暗访督查发现问题2个（东村广场、—），尚未转入整改台账1个，须转入。",
        "4.销号后又有反映的问题1个（台账编号2022001），须核实后重新整改。",
    )


def test_a_sheet_is_two_pages_long_with_as_many_items_and_as_long_names_as_there_may_be() -> None:
    sides = [("below", "down"), ("above", "up")] * 3
    dimensions = tuple(
        dimension(n % 3, dimension_name="图书馆与阅读空间", county_verdict=county, change_verdict=change)
        for n, (county, change) in enumerate([*sides, ("none", "flat")])
    )
    view = town_sheet(
        town=last(5, town_name="八个字的镇街名称", county_verdict="below", change_verdict="down", change_printed=-6.8),
        post="八个字的镇街名称综合文化站站长",
        dimensions=dimensions,
        county_dimensions=dimensions,
        topics=tuple(
            topic("文化场所不开放或被占用" + n, 9, is_concentrated=True, is_major=n != "一") for n in "一二三"
        ),
        due_items=tuple(item(n, title="广场健身器材损坏" * 5, card="red", working_days_overdue=281) for n in range(30)),
        due_count=DueCount("town", "1", 30, 30, 0, 0, 30, 12, 88),
        unreached=tuple(Unreached("1", str(number)) for number in range(300, 340)),
        findings=tuple(Finding("1", "红源新村农家书屋和文化广场", False) for _ in range(5)),
        rebounds=tuple(Rebound("1", f"202200{number}") for number in range(5)),
    )
    issue = Issue(
        "", date(2022, 7, 5), "局领导班子成员。", "2022年7月3日印发的八个字的镇街名称群众文化生活满意度情况单"
    )
    pdf = render_pdf(issued(write(view), issue), fonts=FONTS)
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as opened:
        assert len(opened) == 2
    table = tables(write(view))[-1]
    assert f"其余{30 - len(table.rows)}件见附表“未结事项”。" in table.notes[0]
