"""Months for the bulletin to tell of: towns in the middle of things, of which a test changes what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flows.period import Month
from reports.bulletin import BulletinView, Composite, CompositePart, County, Dimension, Indicator, Quality
from reports.document import Heading, OfficialDocument, Paragraph
from reports.town_standing import Town
from tests.warehouse.given import reference

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
    change_test="change/county",
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
        depends_on_draws=False,
        effective_count=90.0,
        standardised_printed=91.0 - number,
        score_if_lowest=90.0 - number,
        score_if_highest=92.0 - number,
        unknown_best=number,
        unknown_worst=number,
        expected_rank=float(number),
        shrunken_score=91.0 - number,
        reliability=0.8,
        bottom_pct=20.0,
        top_pct=20.0,
        bottom_evidence="insufficient",
        top_evidence="insufficient",
        county_verdict="none",
        county_test=f"county/{number}",
        prior_score_printed=91.0 - number,
        prior_point_rank=number,
        change_printed=0.0,
        change_verdict="flat",
        change_test=f"change/{number}",
        rank_gain=0,
        chance_places=1.0,
        rolling_score_printed=91.0 - number,
        rolling_rank_best=1,
        rolling_rank_worst=5,
        rolling_bottom_pct=20.0,
        rolling_top_pct=20.0,
        rolling_bottom_evidence="insufficient",
        rolling_top_evidence="insufficient",
        is_bottom_candidate=False,
        is_top_candidate=False,
        bottom_action=None,
        top_action=None,
        bottom_test=f"bottom/{number}",
        top_test=f"top/{number}",
        rolling_bottom_test=f"rolling bottom/{number}",
        rolling_top_test=f"rolling top/{number}",
        analysis_count=8,
        bottom_analysis_count=2,
        top_analysis_count=1,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def last(number: int, **changes: object) -> Town:
    """A town that is a candidate for a talk, on no evidence."""
    return town(number, **{"is_bottom_candidate": True, "bottom_action": "watch", **changes})


def first(number: int, **changes: object) -> Town:
    """A town that is a candidate for praise, on no evidence."""
    return town(number, **{"is_top_candidate": True, "top_action": "observe", **changes})


def unknown_before(each: Town) -> Town:
    """The town without anything of the month before."""
    before = {"prior_score_printed": None, "prior_point_rank": None, "change_printed": None, "rank_gain": None}
    return replace(each, **before, change_verdict="none", change_test=None, chance_places=None)  # type: ignore[arg-type]


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
    "rectification_rebound_unmarked": 0,
    "rectification_rebound_by_text": 0,
    "rectification_due_soon": 0,
    "visit_made": 20,
    "visit_opinion": 7,
    "visit_feedback_overdue": 0,
}
RATES = {
    "hotline_on_time": (30, 32),
    "hotline_solved": (20, 25),
    "hotline_satisfied": (21, 24),
    "rectification_struck_off": (6, 9),
    "rectification_on_time": (2, 2),
    "hotline_responded": (31, 32),
    "hotline_repeated": (3, 40),
    "rectification_entered": (1, 4),
    "household_reached": (45, 60),
    "visit_proper": (18, 19),
    "visit_fed_back": (5, 8),
    "visit_target_paired_village": (30, 40),
    "visit_target_firm": (3, 2),
}


ASSESSMENT = reference().scheme.assessment(Month(2022, 6)).model_dump()


def view(*towns: Town, county: County = COUNTY, **indicators: Indicator) -> BulletinView:
    """A month of the towns given; every town has the county's indicators, those named changed for all.

    The assessment is the shipped one with one candidate for talks and one for praise.
    """
    plain = {name: Indicator(count, None) for name, count in COUNTS.items()}
    plain |= {name: Indicator(*parts) for name, parts in RATES.items()} | indicators
    codes = ("", *(each.town_code for each in towns))
    dimensions = [
        Dimension(
            *(scope, code, name, dimension, title, 85.0, "ranked", 85.0, "flat", f"change/{code}/{dimension}"),
            *("none", f"county/{code}/{dimension}" if code else None),
        )
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
        composites=tuple(
            Composite(t.town_code, t.town_name, "all", 80.0, 78.0, 82.0, "ranked", None, t.point_rank, 1, 5, 0, 12)
            for t in towns
        ),
        parts=tuple(
            CompositePart(t.town_code, 1, "survey_score", "满意度得分", 60.0, 55.0, 100.0, 66.0) for t in towns
        ),
        indicators={(code, name): indicator for code in codes for name, indicator in plain.items()},
        problems=(),
        overdue_owners=(),
        phases=(),
        duties=(),
        quality=(Quality("满意度电话访问", 6006, 6000, 3, 2, 1, 12),),
        remarks=(),
        settings={
            **{
                (part, name): "、".join(value) if isinstance(value, tuple | list) else str(value)
                for part, section in ASSESSMENT.items()
                for name, value in section.items()
                if name != "parts"
            },
            ("ranking", "top_count"): "1",
            ("ranking", "bottom_count"): "1",
            ("period", "first_day"): "1",
            ("issuer", "issuer"): "沂源县文化和旅游局",
            ("issuer", "issuer_mark"): "沂源县文化和旅游局文件",
            ("issuer", "document_prefix"): "源文旅通",
            ("issuer", "addressee"): "各镇（街道）：",
            ("issuer", "copy_to"): "局领导班子成员。",
            ("issuer", "printed_by"): "沂源县文化和旅游局办公室",
        },
    )


FIVE = (first(1), *(town(number) for number in (2, 3, 4)), last(5))


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
