"""The ranking report says what the marts say, in every case a month can bring, and claims nothing untested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.bulletin import BulletinView, Remark
from reports.document import AnalyticalReport, Figure, Heading, Paragraph, Table
from reports.ranking import FunnelStep, MonthScore, RankingView, RankProbability, Refusal, Robustness, SamplePlan
from reports.ranking_document import claimed, write
from reports.town_standing import Town
from tests.reports.given_months import COUNTY, FIVE, first, last, town, unknown_before, view

JUNE = date(2022, 6, 1)
MONTHS = [date(2022, 4, 1), date(2022, 5, 1), JUNE]


def ranking_of(months: BulletinView, scales: tuple[str, ...] = ("three", "three", "three")) -> RankingView:
    """What the ranking report knows besides: three months, a funnel, equal chances, one place under other ways."""
    ranked = [each for each in months.towns if each.is_ranked]
    codes = ["", *(each.town_code for each in months.towns)]
    return RankingView(
        month_view=months,
        probabilities=tuple(
            RankProbability(each.town_code, rank, 96.4 if rank == each.point_rank else 0.4)
            for each in ranked
            for rank in range(1, len(ranked) + 1)
        ),
        robustness=tuple(
            Robustness(basis, each.town_code, 8, each.point_rank or 1, len(ranked), "甲", "乙")
            for basis in ("composite", "score")
            for each in ranked
        ),
        plans=tuple(
            SamplePlan(t.town_code, t.town_name, 95, 38, 3.0, 140, t is ranked[-1], 2.5, 158, 10) for t in months.towns
        ),
        refusals=tuple(
            Refusal(t.town_name, 18, "评分样本不足", "按“样本测算”补足访问份数", 35)
            for t in months.towns
            if not t.is_ranked
        ),
        funnel=tuple(FunnelStep(40.0 + 10 * i, 80.0 + i / 10, 93.0 - i / 10) for i in range(41)),
        history=tuple(
            MonthScore(month, code, 88.0, 85.0, 91.0, is_ranked=True, scale=scale)
            for code in codes
            for month, scale in zip(MONTHS, scales, strict=True)
        ),
        remarks=(Remark("verdict", "约谈由分管领导主持。"),),
        tiles={each.town_code: (i % 2, i // 2) for i, each in enumerate(months.towns)},
    )


def unranked(number: int) -> Town:
    """A town with too few interviews."""
    nothing = dict.fromkeys(("point_rank", "rank_best", "rank_worst", "effective_count", "county_test"))
    return unknown_before(town(number, status="too_few", interview_count=18, county_verdict=None, **nothing))


EVENTFUL = view(
    first(1, county_verdict="above", top_evidence="sufficient", top_action="praise", rank_worst=1, change_verdict="up"),
    town(2, rank_worst=4),
    town(3, rank_worst=4, change_verdict="down", change_printed=-4.0, prior_score_printed=92.0),
    last(4, county_verdict="below", bottom_evidence="sufficient", bottom_action="talk", rank_best=4, rank_worst=4),
    unranked(5),
    county=replace(COUNTY, change_verdict="down", change_printed=-2.0),
)
FIRST_MONTH = view(
    *map(unknown_before, FIVE),
    county=replace(COUNTY, prior_scale=None, prior_score_printed=None, change_printed=None, change_test=None),
)
NEW_SCALE = view(
    *map(unknown_before, FIVE), county=replace(COUNTY, prior_scale="five", change_printed=None, change_test=None)
)
CASES = {
    "quiet": ranking_of(view(*FIVE)),
    "eventful": ranking_of(EVENTFUL),
    "first": ranking_of(FIRST_MONTH),
    "new scale": ranking_of(NEW_SCALE, ("five", "five", "three")),
}


def texts(document: AnalyticalReport, part: str) -> str:
    """The paragraphs, captions and notes of a part, joined."""
    found, inside = "", False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text.endswith(part)
        elif inside and isinstance(block, Paragraph):
            found += block.text
        elif inside and isinstance(block, Table | Figure):
            found += f"［{block.caption}］"
    assert found, part
    return found


def table(document: AnalyticalReport, start: str) -> Table:
    """The table whose caption holds the words."""
    return next(block for block in document.blocks if isinstance(block, Table) and start in block.caption)


@pytest.mark.parametrize("case", CASES)
def test_no_sentence_compares_without_a_test(case: str) -> None:
    found = claimed(CASES[case])
    assert found
    assert [each.sentence for each in found if not each.test] == []


def test_a_comparison_whose_test_is_not_known_is_found_out() -> None:
    untested = ranking_of(view(*FIVE, county=replace(COUNTY, change_test=None)))
    assert any(not each.test and "变化不显著" in each.sentence for each in claimed(untested))


@pytest.mark.parametrize("case", CASES)
def test_figures_and_tables_are_numbered_as_they_stand(case: str) -> None:
    blocks = write(CASES[case]).blocks
    for kind, name in ((Figure, "图"), (Table, "表")):
        captions = [block.caption for block in blocks if isinstance(block, kind)]
        assert [caption.split("　")[0] for caption in captions] == [f"{name}{i}" for i in range(1, len(captions) + 1)]


def test_a_quiet_month_finds_nothing_to_reward_or_to_blame() -> None:
    document = write(CASES["quiet"])
    assert document.findings == (
        "全县得分86.50分，上月86.40分，变化不显著。",
        "与全县平均水平相比（见图1），各镇（街道）差异均不显著。",
        "对镇五予以提醒，暂不约谈，视下月测评结果再定。",
        "对镇一继续观察，暂不作通报表扬。",
    )
    assert [(tile.value, tile.note) for tile in document.tiles[1:]] == [
        ("5", "各镇（街道）全部参加"),
        ("0", "本月没有"),
        ("0", "本月没有"),
    ]
    assert "仅凭本月样本，没有可以认定列前1位或者后1位的镇（街道）］" in texts(document, "名次的可信程度")
    assert "各镇（街道）得分与上月相比变化均不显著］" in texts(document, "升降情况")
    assert "没有显著低于全县的分项。" in texts(document, "分项得分")
    assert "本通报" not in texts(document, "约谈、表扬建议")


def test_an_eventful_month_names_whom_it_is_about_and_why_one_is_not_ranked() -> None:
    document = write(CASES["eventful"])
    assert document.findings[0] == "全县得分86.50分，比上月（86.40分）降低2.00分，下降显著。"
    assert [(tile.value, tile.note) for tile in document.tiles[1:]] == [
        ("4", "镇五样本不足，不排名"),
        ("1", "镇四"),
        ("1", "镇一"),
    ]
    assert "镇一显著高于全县，镇四显著低于全县］" in texts(document, "排名情况")
    assert "镇一可以认定列前1位，镇四可以认定列后1位］" in texts(document, "名次的可信程度")
    assert "镇一显著上升，镇三显著下降］" in texts(document, "升降情况")
    sample = texts(document, "样本和精度")
    assert "镇五有评分样本18份，评分样本不足，不参加排名；按“样本测算”补足访问份数，参加排名共需35份。" in sample
    assert "区分末位的镇四与居中的镇（街道），各镇（街道）均需158份样本；只在镇四增加的，需增加10份。" in sample


@pytest.mark.parametrize(
    ("case", "county", "change"),
    [
        ("first", "全县得分86.50分；没有上月数据，不作环比。", "没有上月数据，各镇（街道）得分不作环比。"),
        ("new scale", "全县得分86.50分；上月采用的量表不同，不作环比。", "上月采用的量表与本月不同"),
    ],
)
def test_without_a_month_to_compare_there_are_no_slopes(case: str, county: str, change: str) -> None:
    document = write(CASES[case])
    assert document.findings[0] == county
    told = texts(document, "升降情况")
    assert told.startswith(change)
    assert "变化均不显著" not in told
    assert "近3个月得分及区间" in told


def test_probable_ranks_are_dark_and_improbable_ones_blank() -> None:
    heat = table(write(CASES["quiet"]), "真实名次为各位的概率")
    assert heat.rows[1] == ("镇二", "", "96", "", "", "")
    shades = [shade.strength if shade else None for shade in heat.shades[1]]
    assert shades == [None, 0.008, 1.0, 0.008, 0.008, 0.008]


def test_dimensions_are_tinted_only_by_their_test() -> None:
    months = view(*FIVE)
    told = {("370323001", "library"): "above", ("370323005", "library"): "below"}
    dimensions = [replace(d, county_verdict=told.get((d.scope_code, d.dimension), "none")) for d in months.dimensions]
    document = write(ranking_of(replace(months, dimensions=tuple(dimensions))))
    tinted = table(document, "分项得分")
    assert tinted.rows[0] == ("镇一", "85.00", "85.00↑")
    assert tinted.rows[4] == ("镇五", "85.00", "85.00↓")
    tones = [[shade.tone if shade else "" for shade in row] for row in tinted.shades]
    assert tones == [["", "", "green"], *[["", "", ""]] * 3, ["", "", "red"], ["", "", ""]]
    assert "显著低于全县的：图书馆与阅读空间有镇五。" in texts(document, "分项得分")


def test_the_composite_names_who_is_last_whatever_the_weights() -> None:
    months = view(*FIVE)
    shares = {"370323005": 12, "370323004": 3}
    composites = [replace(c, bottom_share_numerator=shares.get(c.town_code, 0)) for c in months.composites]
    told = texts(write(ranking_of(replace(months, composites=tuple(composites)))), "综合得分")
    assert "共12种算法：镇五在各种算法下都列后1位；镇四只在部分算法下列后1位。" in told
    assert "没有在各种算法下都列后1位的镇（街道）。" in texts(write(CASES["quiet"]), "综合得分")
    none = replace(months, composites=tuple(replace(c, point_rank=None) for c in months.composites))
    assert texts(write(ranking_of(none)), "综合得分") == "本月没有可以计算综合得分的镇（街道）。"


def test_of_many_towns_the_chances_of_every_rank_are_not_printed() -> None:
    many = [replace(town(1 + i % 5), town_code=str(i), town_name=f"镇{i}", point_rank=i + 1) for i in range(20)]
    document = write(ranking_of(view(first(1, town_code="37"), *many[1:-1], last(5, town_code="38"))))
    assert not any("真实名次为各位的概率" in block.caption for block in document.blocks if isinstance(block, Table))
    assert "列出真实名次为各位的概率" not in texts(document, "名次的可信程度")


def test_a_remark_closes_its_part_as_the_analysts_own() -> None:
    blocks = write(CASES["quiet"]).blocks
    at = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and "名次的可信程度" in block.text)
    assert blocks[at - 1] == Paragraph("约谈由分管领导主持。", is_remark=True)
