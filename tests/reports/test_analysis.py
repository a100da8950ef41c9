"""What the analysis says of a month: compares only what was tested, proposes only what facts ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reports import analysis as view_of
from reports.analysis import AnalysisView, CountyMonth, DimensionScore, Share, Town
from reports.analysis_document import claims, write
from reports.analysis_sample_view import Outcome
from reports.analysis_work_view import ScopedIndicator, Topic
from reports.document import AnalyticalReport, Figure, Heading, Paragraph, Table
from tests.reports.given_months import ASSESSMENT

MONTH = date(2022, 6, 1)
COUNTY = CountyMonth(MONTH, False, 6000, 1500, "three", 86.5, 85.7, 87.3, 86.4, "three", 0.1, "flat", "change/county")
OUTCOME = Outcome("county", "全县", 6000, 1500, 1490, *(0,) * 13, 1500, 5000, 1500, 4400.5, *(1500, 3000, 0, 0, 0, 0))
TOWN = Town("1", "甲镇", 1, 120, 118, 90.0, 86.0, 84.0, 88.0, "ranked", 1, "none", "county/1", "flat", "change/1")
OVERALL = DimensionScore(
    *("county", "", "全县", "overall", "总体评价", 1480, 86.5, 85.7, 87.3, "ranked", 86.4, "flat", "change/county"),
    *("none", None),
)
SHARES = tuple(
    Share("overall", measure, 88.0, 88.0, 100.0, 86.0, 90.0, "show") for measure in ("satisfied", "strictly_satisfied")
)
TOPIC = Topic(
    *("limit", "图书馆限流", "图书馆限流", ["周末预约不上，希望提高限额"], 39, 14, 17, 7, 1, 8, 39, 551, 6, 32, 3),
    *(103, 81, "emerging/limit", "growing/limit", "in_towns/limit", ["甲镇"], "in_towns", True, True, 1, 0, [], False),
)


def view(*towns: Town, county: CountyMonth = COUNTY, **changes: object) -> AnalysisView:
    """A month with a survey and nothing else, unless `changes` give it more."""
    empty = dict.fromkeys(view_of.AnalysisView.__dataclass_fields__, ())
    given = {
        **empty,
        "month": MONTH,
        "county": county,
        "trend": (county,),
        "outcomes": (OUTCOME,),
        "effect": None,
        "towns": towns or (TOWN,),
        "dimensions": (OVERALL,),
        "shares": SHARES,
        "indicators": {},
        "settings": {
            **{
                (part, name): "、".join(value) if isinstance(value, tuple | list) else str(value)
                for part, section in ASSESSMENT.items()
                for name, value in section.items()
                if name != "parts"
            },
            ("issuer", "issuer"): "沂源县文化和旅游局",
            ("topics", "window_months"): "6",
        },
    }
    return AnalysisView(**{**given, **changes})  # type: ignore[arg-type]


def part(document: AnalyticalReport, heading: str) -> str:
    """The paragraphs of a part, joined."""
    text, inside = "", False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.text.endswith(heading)
        elif inside and isinstance(block, Paragraph):
            text += (block.lead or "") + block.text
    assert text, heading
    return text


def count(indicator: str, numerator: float, denominator: float | None = None) -> tuple[str, ScopedIndicator]:
    return indicator, ScopedIndicator("county", "全县", indicator, numerator, denominator, None)


def test_a_month_with_a_survey_alone_says_what_it_lacks() -> None:
    document = write(view())
    for heading, lack in (
        ("各月走势", "本月为首次测评，尚无走势可言。"),
        ("影响总体评价的因素", "本月样本不足以分析影响总体评价的因素。"),
        ("群众意见与共性问题", "本月没有归入主题的群众意见。"),
        ("诉求办理", "本月没有诉求数据。"),
        ("整改销号", "本月没有整改台账数据。"),
        ("第三方测评对照", "本月没有第三方测评结果。"),
        ("工作建议", "1.本月没有须另行提请决定的事项，按既定安排推进。"),
    ):
        assert part(document, heading) == lack
    assert [tile.label for tile in document.tiles] == ["全县得分", "满意率", "有效样本"]


def test_the_change_of_the_county_is_told_as_the_test_found_it() -> None:
    def told(**changes: object) -> str:
        return write(view(county=replace(COUNTY, **changes))).findings[0]  # type: ignore[arg-type]

    unknown = {"change_printed": None, "prior_score_printed": None, "change_verdict": "none", "change_test": None}
    assert told() == "全县得分86.50分，与上月相比变化不显著。"
    assert told(change_verdict="down", change_printed=-1.76) == "全县得分86.50分，比上月显著下降1.76分。"
    assert told(**unknown) == "全县得分86.50分；本月改用新量表，与上月不可比。"
    assert told(**unknown, prior_scale=None) == "全县得分86.50分，为首次测评，没有可比的上月数据。"


def test_towns_stand_out_only_by_their_tests_and_the_unranked_not_at_all() -> None:
    low = replace(TOWN, town_code="2", town_name="乙镇", town_order=2, point_rank=2, county_verdict="below")
    few = replace(TOWN, town_code="3", town_name="丙镇", town_order=3, point_rank=None, status="too_few")
    weak = replace(OVERALL, scope="town", scope_code="2", scope_name="乙镇", dimension="library")
    weak = replace(weak, dimension_name="图书馆与阅读空间", county_verdict="below", county_test="county/2/library")
    document = write(view(TOWN, low, few, dimensions=(OVERALL, weak)))
    assert part(document, "镇（街道）差异").startswith(
        "乙镇得分显著低于全县平均水平；其余1个镇（街道）与全县平均水平差异不显著。"
    )
    (chart,) = (block for block in document.blocks if isinstance(block, Figure))
    assert chart.caption == "图1　乙镇显著低于全县"
    assert "丙镇" not in chart.alt
    proposals = part(document, "工作建议")
    assert "重点是乙镇的图书馆与阅读空间" in proposals
    assert proposals.endswith("2.下月访问按“样本测算”优先补足丙镇的样本。")


def test_a_major_topic_is_told_with_its_towns_and_asks_for_what_is_missing() -> None:
    telling = view(topics=(TOPIC,))
    text = part(write(telling), "群众意见与共性问题")
    assert "1.图书馆限流：本月39条，近6个月中6个月提及，集中在甲镇。" in text
    assert text.endswith("整改台账尚无专项整治，须由责任单位制定方案。")
    assert "其中图书馆限流尚无专项整治" in part(write(telling), "工作建议")
    ready = view(topics=(replace(TOPIC, special_ledger_nos=["2022066"]),))
    assert "整改台账已有专项整治（2022066）。" in part(write(ready), "群众意见与共性问题")
    assert "尚无" not in part(write(ready), "工作建议")


def test_a_rate_has_its_parts_and_is_never_made_up_where_nothing_fell_due() -> None:
    codes = ("received", "carried_over", "closed", "open", "overdue_open")
    counts = dict(count(f"hotline_{code}", 2) for code in codes)
    rates = dict([count("hotline_on_time", 262, 281), count("hotline_solved", 0, 0)])
    text = part(write(view(indicators={**counts, **rates})), "诉求办理")
    assert "按时办结率93.24%（262/281），解决率无从评价" in text


def test_each_kind_of_scope_has_a_table_and_their_note_stands_once() -> None:
    rates = dict([count("hotline_received", 3), count("hotline_on_time", 2, 3)])
    found = (
        ScopedIndicator("channel", "来信", "hotline_received", 3, None, 3),
        ScopedIndicator("channel", "来访", "hotline_received", 0, None, 0),
        ScopedIndicator("category", "旅游服务", "hotline_received", 3, None, 3),
    )
    document = write(view(indicators=rates, scoped=found))
    tables = [block for block in document.blocks if isinstance(block, Table) and "办理情况" in block.caption]
    assert [(t.caption[3:], [row[:2] for row in t.rows], len(t.notes)) for t in tables] == [
        ("按受理渠道的办理情况", [("来信", "3")], 0),
        ("按问题分类的办理情况", [("旅游服务", "3")], 1),
    ]


def test_the_caption_of_the_trend_tells_what_the_tests_found() -> None:
    def told(*verdicts: str) -> str:
        months = [
            replace(COUNTY, month=date(2022, 1 + i, 1), change_verdict=verdict, change_test=f"change/{i}")
            for i, verdict in enumerate(verdicts)
        ]
        blocks = write(view(trend=tuple(months))).blocks
        return next(block.caption for block in blocks if isinstance(block, Figure)).removeprefix("图1　")

    assert told("flat", "up", "down") == "2022年2月环比显著上升，2022年3月环比显著下降"
    assert told("flat", "flat") == "各月环比变化都在抽样误差之内"
    assert told("up", "down", "up") == "全县得分及95%区间"


def test_every_comparison_rests_on_a_test_even_where_residents_are_quoted() -> None:
    telling = view(replace(TOWN, county_verdict="above"), topics=(TOPIC,))
    assert {each.test for each in claims(telling)} == {"change/county", "county/1"}
