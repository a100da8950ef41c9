"""The comparison of two months: what it says of moves, of what cannot be compared, and which tests it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.comparison import ComparisonView, CountyIndicator, ScoreChange, TownRank
from reports.comparison_document import write
from reports.document import AnalyticalReport, Figure, Paragraph, Table
from reports.statements import COMPARING

TOWNS = ("南麻街道", "历山街道", "西里镇")


def moved(scope: str, name: str, change: float | None, verdict: str, *, dimension: str = "总体评价") -> ScoreChange:
    """A score that was 80 and moved by `change`; not comparable where there is none."""
    now = None if change is None else 80.0 + change
    return ScoreChange(
        scope=scope,
        scope_code="" if scope == "county" else name,
        scope_name=name,
        dimension=dimension,
        dimension_name=dimension,
        is_ranking_dimension=dimension == "总体评价",
        scored_count=120,
        score_printed=now,
        prior_scored_count=118,
        prior_score_printed=80.0,
        change_printed=change,
        change_low=None if change is None else change - 3,
        change_high=None if change is None else change + 3,
        p_adjusted=None if change is None else 0.01,
        verdict=verdict,
        reason=None if verdict != "none" else "too_few",
        change_by_performance=change,
        change_by_composition=None if change is None else 0.0,
        test_id=None if verdict == "none" else f"change/{scope}/{name}/{dimension}",
    )


def given(*verdicts: str) -> ComparisonView:
    """Two months in which the towns' scores took these turns; the county's fell."""
    sizes = {"up": 5.0, "down": -6.0, "flat": 0.4, "none": None}
    towns = [moved("town", name, sizes[turn], turn) for name, turn in zip(TOWNS, verdicts, strict=False)]
    cells = [moved("town", each.scope_name, each.change_printed, each.verdict, dimension="惠民演出") for each in towns]
    indicators = {
        "hotline_on_time": CountyIndicator("hotline_on_time", "按时办结率", 9, 10, 90.0, "%"),
        "hotline_received": CountyIndicator("hotline_received", "本月受理", 10, None, 10.0, "件"),
    }
    none = replace(indicators["hotline_on_time"], numerator=0, denominator=0, value=None)
    return ComparisonView(
        month=date(2022, 6, 1),
        prior_month=date(2021, 12, 1),
        is_demo=True,
        scores=(
            moved("county", "全县", -2.0, "down"),
            moved("county", "全县", 0.1, "flat", dimension="惠民演出"),
            *towns,
            *cells,
            moved("sex", "女", 0.2, "flat"),
            moved("sex", "女", 0.2, "flat", dimension="惠民演出"),
        ),
        ranks=({TOWNS[0]: TownRank(TOWNS[0], 1, 1, 3)}, {}),
        indicators=(indicators, {"hotline_on_time": none}),
        settings={
            ("issuer", "issuer"): "某局",
            ("change", "significance_pct"): "5",
            ("score", "min_interviews"): "30",
        },
    )


def table(document: AnalyticalReport, caption: str) -> Table:
    (found,) = [block for block in document.blocks if isinstance(block, Table) and block.caption.endswith(caption)]
    return found


TURNS = {
    (
        "up",
        "down",
        "flat",
    ): "显著上升的是南麻街道（+5.00分），显著下降的是历山街道（−6.00分），其余可比的1个变化不显著。",
    (
        "up",
        "up",
        "flat",
    ): "显著上升的是南麻街道（+5.00分）和历山街道（+5.00分），没有显著下降的，其余可比的1个变化不显著。",
    ("flat", "flat", "none"): "可比的2个镇（街道）变化均不显著。",
    ("none", "none", "none"): "没有两期样本都够的镇（街道），不作对比。",
}


@pytest.mark.parametrize("verdicts", TURNS)
def test_towns_that_moved_are_named_and_the_rest_counted(verdicts: tuple[str, ...]) -> None:
    findings = write(given(*verdicts)).findings
    assert findings[0] == "全县总体评价得分由80.00分变为78.00分，显著下降（−2.00分，95%区间−5.00至+1.00分）。"
    assert findings[1].endswith(TURNS[verdicts])
    assert findings[2] == "各分项全县得分变化均不显著。"


def test_a_town_that_cannot_be_compared_has_no_change_and_its_reason_is_told() -> None:
    document = write(given("up", "flat", "none"))
    towns = table(document, "镇（街道）得分与名次")
    assert [row[0] for row in towns.rows] == ["南麻街道", "历山街道", "西里镇"]
    assert towns.rows[0][3:] == ("+5.00*", "+2.00至+8.00", "+5.00", "0.00", "—", "1（1—3）")
    assert towns.rows[2][3:5] == ("—", "—")
    assert towns.notes[-1].endswith("标“—”的不可比：本期样本不足。")
    changes = table(document, "镇（街道）×分项：得分变化")
    assert [row[1] for row in changes.rows] == ["+5.00*", "+0.40", "—"]
    assert [shades[1] and shades[1].tone for shades in changes.shades] == ["green", "green", None]


def test_months_on_different_scales_are_compared_by_their_work_alone() -> None:
    view = given("none", "none", "none")
    apart = tuple(replace(each, verdict="none", reason="other_scale", test_id=None) for each in view.scores)
    document = write(replace(view, scores=apart))
    assert document.findings == ("两期采用的量表不同，得分不可比；下面只列诉求办理、整改、走访等工作指标。",)
    assert [block.caption for block in document.blocks if isinstance(block, Table)] == ["表1　全县主要工作指标"]
    assert not any(isinstance(block, Figure) for block in document.blocks)


def test_a_rate_shows_its_parts_and_what_cannot_be_assessed_is_no_hundred_percent() -> None:
    rows = table(write(given("flat", "flat", "flat")), "全县主要工作指标").rows
    assert rows == (("本月受理", "件", "—", "10"), ("按时办结率", "%", "—", "90.00（9/10）"))


def test_nothing_is_compared_without_a_test() -> None:
    document = write(given("none", "none", "none"))
    text = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert not any(COMPARING.search(each) for each in text if "校正" not in each)
