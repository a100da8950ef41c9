"""The analysis's parts on how the survey was done: sample and response, interview quality, weights."""

from __future__ import annotations

from collections.abc import Iterator

from reports.analysis_sample_view import Outcome
from reports.analysis_writing import NOTHING, Writing, number, ratio
from reports.document import Block, Column, Paragraph, RowMark, Table
from reports.wording import Words, fixed

# How calls end, in the order of the table; those with a leading space in their words are part of the one above.
OUTCOMES = [
    "complete",
    "partial",
    "refusal",
    "break_off",
    "noncontact",
    "other",
    "unknown",
    "busy",
    "no_answer",
    "ineligible",
    "not_in_service",
    "not_eligible",
    "quota_full",
    "attempt",
]
ABREAST = 3  # columns of outcomes beside one another


def sample(at: Writing) -> Iterator[Block]:
    """Calls and how they ended, response, and the interviews of each town against what it needs."""
    view, words = at.view, at.words
    county = next(outcome for outcome in view.outcomes if outcome.scope == "county")
    overall = next(each for each in view.dimensions if each.scope == "county" and _is_ranking(at, each.dimension))
    rates = {
        name: ratio(getattr(county, f"{name}_numerator"), getattr(county, f"{name}_denominator"))
        for name in ("rr1", "rr3", "coop1", "ref1", "con1")
    }
    parts = {
        f"{name}_{short}": getattr(county, f"{name}_{part}")
        for name in ("rr1", "coop1", "ref1", "con1")
        for short, part in (("n", "numerator"), ("d", "denominator"))
    }
    yield Paragraph(
        words.say(
            "sample.text",
            attempts=county.attempt_count,
            valid=view.county.valid_count,
            scored=overall.scored_count,
            **rates,
            **parts,
        )
    )
    yield _outcome_table(at, county)
    yield Paragraph(_sufficiency(at))
    yield _town_table(at)


def _is_ranking(at: Writing, dimension: str) -> bool:
    return dimension == at.view.settings["score", "dimension"]


def _outcome_table(at: Writing, county: Outcome) -> Table:
    said = at.words.section("outcome")
    shown = [name for name in OUTCOMES if getattr(county, f"{name}_count")]
    cells = [(said[name], str(getattr(county, f"{name}_count"))) for name in shown]
    depth = -(-len(cells) // ABREAST)
    cells += [("", "")] * (depth * ABREAST - len(cells))
    rows = [tuple(text for column in range(ABREAST) for text in cells[column * depth + row]) for row in range(depth)]
    return at.table(
        at.words.say("sample.outcomes"),
        (Column("结果", "left"), Column("人次", "point", width_mm=15)) * ABREAST,
        rows,
        (at.words.say("sample.outcomes_note"),),
    )


def _width(at: Writing) -> str:
    return f"{float(at.view.settings['planning', 'half_width']):g}"


def _sufficiency(at: Writing) -> str:
    """Say which towns have fewer interviews than the precision wants, and which are not ranked for it."""
    short = [p.town_name for p in at.view.plans if p.half_width_count is None or p.scored_count < p.half_width_count]
    text = at.words.say(f"sample.short{'' if short else '_none'}", towns=short, width=_width(at))
    unranked = [town.town_name for town in at.view.towns if not town.is_ranked]
    return text + (at.words.say("sample.unranked", towns=unranked) if unranked else "")


def _town_table(at: Writing) -> Table:
    outcome = {each.scope_name: each for each in at.view.outcomes if each.scope == "town"}
    plan = {each.town_name: each for each in at.view.plans}
    rows: list[tuple[str, ...]] = []
    marks: list[RowMark] = []
    for town in sorted(at.view.towns, key=lambda town: town.town_order):
        calls, wanted = outcome.get(town.town_name), plan.get(town.town_name)
        rows.append(
            (
                town.town_name,
                str(calls.attempt_count) if calls else NOTHING,
                str(town.interview_count),
                number(town.effective_count, 0),
                ratio(calls.rr1_numerator, calls.rr1_denominator) if calls else NOTHING,
                ratio(calls.coop1_numerator, calls.coop1_denominator) if calls else NOTHING,
                str(wanted.scored_count) if wanted else NOTHING,
                number(wanted.ranking_count if wanted else None, 0),
                number(wanted.half_width_count if wanted else None, 0),
            )
        )
        marks.append("" if town.is_ranked else "faint")
    return at.table(
        at.words.say("sample.towns"),
        (
            Column("镇（街道）", width_mm=23),
            Column("呼叫人次", "point"),
            Column("有效样本", "point"),
            Column("有效样本量", "point"),
            Column("应答率", "right"),
            Column("合作率", "right"),
            Column("评分样本", "point"),
            Column("参加排名须有", "point"),
            Column(f"±{_width(at)}分须有", "point"),
        ),
        rows,
        (at.words.say("sample.towns_note", width=_width(at)),),
        marks,
    )


def quality(at: Writing) -> Iterator[Block]:
    """What interviews are doubted for, and whether interviewers make a difference."""
    view, words = at.view, at.words
    if view.doubts:
        named = Words("quality").section("doubt")
        text = words.say(
            "quality.text",
            doubtful=view.doubts[0].month_doubtful_count,
            excluded=view.doubts[0].month_excluded_count,
            reasons=[f"{named[each.reason_code]}{each.doubtful_count}份" for each in view.doubts],
        )
    else:
        text = words.say("quality.none")
    effect = view.effect
    if effect and effect.icc is not None and effect.icc_low is not None and effect.icc_high is not None:
        limit = float(view.settings["interviewer", "significance_pct"]) / 100
        text += words.say(
            "quality.effect",
            count=effect.interviewer_count,
            # An estimate below zero means that interviewers differ less than chance would have them.
            icc=fixed(max(effect.icc, 0.0), 3),
            low=fixed(max(effect.icc_low, 0.0), 3),
            high=fixed(max(effect.icc_high, 0.0), 3),
            matters=effect.p_value is not None and effect.p_value < limit,
            deff=fixed(effect.design_effect or 1.0),
        )
    yield Paragraph(text + words.say("quality.detail"))


def weighting(at: Writing) -> Iterator[Block]:
    """How the sample differs from the population, and how far the weights had to move for it."""
    view, words = at.view, at.words
    names = words.section("margin")
    margins = [names[each] for each in view.settings["weighting", "margins"].split("、") if each]
    raked = [each for each in view.weighting if each.status == "raked"]
    if margins and view.weighting:
        merged = [each.town_name for each in view.weighting if each.merged]
        text = words.say("weighting.text", margins=margins, raked=len(raked), all=len(view.weighting), merged=merged)
    else:
        text = words.say("weighting.base")
    low = min(raked, key=lambda each: (each.lowest_ratio or 1.0, each.town_name), default=None)
    high = max(raked, key=lambda each: (each.highest_ratio or 1.0, each.town_name), default=None)
    if low and high and low.lowest_ratio is not None and high.highest_ratio is not None:
        text += words.say(
            "weighting.range",
            lowest=fixed(low.lowest_ratio),
            lowest_town=low.town_name,
            highest=fixed(high.highest_ratio),
            highest_town=high.town_name,
        )
    yield Paragraph(text)
    if view.composition:
        yield _composition_table(at)


def _composition_table(at: Writing) -> Table:
    names = at.words.section("margin")
    return at.table(
        at.words.say("weighting.composition"),
        (
            Column("构成", width_mm=22),
            Column("类别", width_mm=28),
            Column("有效样本", "point"),
            Column("样本占比", "right"),
            Column("成年人口", "point"),
            Column("人口占比", "right"),
        ),
        [
            (
                names[each.scope],
                each.scope_name,
                str(each.sample_numerator),
                ratio(each.sample_numerator, each.sample_denominator),
                str(each.population_numerator),
                ratio(each.population_numerator, each.population_denominator),
            )
            for each in at.view.composition
        ],
        (at.words.say("weighting.composition_note"),),
    )
