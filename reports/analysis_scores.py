"""The analysis's parts on what people think: scores, towns, trend, and what drives the overall judgement."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reports.analysis import DimensionScore, Share, Town
from reports.analysis_writing import NOTHING, Writing, interval, number
from reports.charts.canvas import Emphasis
from reports.charts.score_dots import DotRow, score_dots
from reports.charts.trend import TrendPoint, TrendSeries, trend
from reports.document import Block, Column, Figure, Paragraph, RowMark, Shade, Table
from reports.wording import Words, fixed

EMPHASIS: dict[str | None, Emphasis] = {"above": "above", "below": "below", "up": "above", "down": "below"}
TINT = 0.6
MOST_MONTHS = 2  # so many may stand in a caption


def ranked(at: Writing) -> list[Town]:
    """The towns that are ranked, in order."""
    return [town for town in at.view.towns if town.is_ranked]


def beyond(at: Writing, verdict: str) -> list[str]:
    """The ranked towns that differ from the county in one direction."""
    return [town.town_name for town in ranked(at) if town.county_verdict == verdict]


def county_tests(at: Writing) -> list[str]:
    """The tests of the ranked towns against the county."""
    return [town.county_test for town in ranked(at) if town.county_test]


def moved(at: Writing, verdict: str) -> list[DimensionScore]:
    """The county's dimensions, the ranking one apart, that moved in one direction."""
    own = at.view.settings["score", "dimension"]
    county = [each for each in at.view.dimensions if each.scope == "county" and each.dimension != own]
    return [each for each in county if each.change_verdict == verdict]


def share(at: Writing, measure: str) -> Share:
    """The county's satisfied on the ranking dimension."""
    own = at.view.settings["score", "dimension"]
    return next(each for each in at.view.shares if each.dimension == own and each.measure == measure)


def scores(at: Writing) -> Iterator[Block]:
    """The county's score and whether it moved, its dimensions, and how many are satisfied."""
    words, county = at.words, at.view.county
    text = words.say(
        "score.text",
        score=fixed(county.score_printed),
        low=fixed(county.ci_low),
        high=fixed(county.ci_high),
    )
    if county.change_printed is None or county.prior_score_printed is None:
        text += words.say(f"score.change_{'first' if county.prior_scale is None else 'scale'}")
    else:
        text += words.claim(
            f"score.change_{county.change_verdict}",
            [county.change_test or ""],
            prior=fixed(county.prior_score_printed),
            size=fixed(abs(county.change_printed)),
        )
    yield Paragraph(text + _shares(at))
    yield from _moves(at)
    yield _dimension_table(at)


def _shares(at: Writing) -> str:
    loose, strict = share(at, "satisfied"), share(at, "strictly_satisfied")
    return at.words.say(
        "score.share",
        is_five=at.view.county.scale == "five",
        loose=_pct(loose.share_pct),
        loose_low=_pct(loose.ci_low_pct),
        loose_high=_pct(loose.ci_high_pct),
        strict=_pct(strict.share_pct),
        strict_low=_pct(strict.ci_low_pct),
        strict_high=_pct(strict.ci_high_pct),
    )


def _pct(value: float | None) -> str:
    return NOTHING if value is None else f"{fixed(value)}%"


def _moves(at: Writing) -> Iterator[Paragraph]:
    up, down, flat = (moved(at, verdict) for verdict in ("up", "down", "flat"))
    tests = [each.change_test for each in (*up, *down, *flat) if each.change_test]
    if up or down:
        names = {"up": [each.dimension_name for each in up], "down": [each.dimension_name for each in down]}
        yield Paragraph(at.words.claim("score.moved", tests, flat=bool(flat), **names))
    elif tests:
        yield Paragraph(at.words.claim("score.moved_none", tests))


def _dimension_table(at: Writing) -> Table:
    words, county = at.words, [each for each in at.view.dimensions if each.scope == "county"]
    of = {(each.dimension, each.measure): each for each in at.view.shares}
    five, confidence = at.view.county.scale == "five", at.view.settings["score", "confidence_pct"]
    marks = words.section("mark")

    def cells(each: DimensionScore) -> tuple[str, ...]:
        both = [of.get((each.dimension, measure)) for measure in ("satisfied", "strictly_satisfied")]
        said = [
            number(one.share_pct) + f"［{interval(one.ci_low_pct, one.ci_high_pct)}］"
            if one and one.publication != "suppress"
            else NOTHING
            for one in both
        ]
        before = number(each.prior_score_printed)
        score = (number(each.score_printed), interval(each.ci_low, each.ci_high))
        return (each.dimension_name, *score, before, marks[each.change_verdict], *said)

    note = words.say("score.table_note", confidence=f"{float(confidence):g}", is_five=five)
    return at.table(
        words.say("score.table"),
        (
            Column("分项", "left", width_mm=29),
            Column("得分", "point", width_mm=12),
            Column("区间", width_mm=23),
            Column("上月", "point", width_mm=12),
            Column("升降", width_mm=10),
            Column("满意率", "right"),
            Column("严格满意率", "right"),
        ),
        [cells(each) for each in county],
        (note + words.explain("score.table_change"),),
    )


def towns(at: Writing) -> Iterator[Block]:
    """Towns against the county: overall with intervals, and on every dimension."""
    words = at.words
    above, below, all_ranked = beyond(at, "above"), beyond(at, "below"), ranked(at)
    others = len(all_ranked) - len(above) - len(below)
    yield Paragraph(words.claim("town.county", county_tests(at), above=above, below=below, others=others))
    yield _town_chart(at)
    yield from _weak(at)
    yield _heatmap(at)


def weak_dimensions(at: Writing) -> dict[str, list[DimensionScore]]:
    """By town, the dimensions on which it is below the county; the ranking one apart."""
    own = at.view.settings["score", "dimension"]
    found: dict[str, list[DimensionScore]] = {}
    for town in at.view.towns:
        scored = [each for each in at.view.dimensions if each.scope == "town" and each.scope_code == town.town_code]
        weak = [each for each in scored if each.county_verdict == "below" and each.dimension != own]
        if weak:
            found[town.town_name] = weak
    return found


def weak_items(words: Words, weak: dict[str, list[DimensionScore]]) -> list[str]:
    """`西里镇的文体活动和惠民演出`, for each town."""
    return [
        words.say("town.weak_item", town=town, dimensions=[each.dimension_name for each in found])
        for town, found in weak.items()
    ]


def _weak(at: Writing) -> Iterator[Paragraph]:
    weak = weak_dimensions(at)
    tests = [each.county_test for each in at.view.dimensions if each.scope == "town" and each.county_test]
    if weak:
        found = [each.county_test or "" for dimensions in weak.values() for each in dimensions]
        yield Paragraph(at.words.claim("town.weak", found, items=weak_items(at.words, weak)))
    elif tests:
        yield Paragraph(at.words.claim("town.weak_none", tests))


def _town_chart(at: Writing) -> Figure:
    score = fixed(at.view.county.score_printed)
    rows = [
        DotRow(
            name=town.town_name,
            value=town.score_printed or 0.0,
            low=min(town.ci_low or 0.0, town.score_printed or 0.0),
            high=max(town.ci_high or 0.0, town.score_printed or 0.0),
            label=fixed(town.score_printed or 0.0),
            emphasis=EMPHASIS.get(town.county_verdict, "none"),
            is_ranked=True,
        )
        for town in ranked(at)
    ]
    finding = at.words.claim("town.chart", county_tests(at), above=beyond(at, "above"), below=beyond(at, "below"))
    said = [f"{row.name}{row.label}分（{fixed(row.low)}—{fixed(row.high)}）" for row in rows]
    return Figure(
        svg=score_dots(rows, at.view.county.score_printed, at.words.say("town.chart_reference", score=score)),
        caption=at.figure_caption(finding),
        alt=at.words.say("town.chart_alt", score=score, rows=said),
    )


def _heatmap(at: Writing) -> Table:
    """Towns × dimensions, a cell tinted where the test against the county found a difference."""
    words, marks = at.words, at.words.section("mark")
    of = {(each.scope_code, each.dimension): each for each in at.view.dimensions}
    titles = list(dict.fromkeys((each.dimension, each.dimension_name) for each in at.view.dimensions))
    ordered = [(t.town_code, t.town_name) for t in sorted(at.view.towns, key=lambda town: town.town_order)]
    rows: list[tuple[str, ...]] = []
    shades: list[tuple[Shade | None, ...]] = []
    for code, name in [*ordered, ("", "全县")]:
        row, tints = [name], [None]  # type: tuple[list[str], list[Shade | None]]
        for dimension, _ in titles:
            text, tint = _heat(of.get((code, dimension)), marks)
            row.append(text)
            tints.append(tint)
        rows.append(tuple(row))
        shades.append(tuple(tints))
    plain: list[RowMark] = [""] * len(ordered)
    return at.table(
        words.say("town.heatmap"),
        (Column("镇（街道）"), *(Column(title) for _, title in titles)),
        rows,
        (words.explain("town.heatmap_note"),),
        (*plain, "total"),
        tuple(shades),
    )


def _heat(each: DimensionScore | None, marks: dict[str, str]) -> tuple[str, Shade | None]:
    if each is None or each.status == "too_few" or each.score_printed is None:
        return NOTHING, None
    if each.scope == "county" or each.county_verdict not in ("above", "below"):
        return fixed(each.score_printed), None
    tint = Shade("green" if each.county_verdict == "above" else "red", TINT)
    return fixed(each.score_printed) + marks[each.county_verdict], tint


def course(at: Writing) -> Iterator[Block]:
    """The county's score over the last months."""
    words, months = at.words, at.view.trend
    if len(months) < 2:
        yield Paragraph(words.say("trend.first"))
        return
    same = [each for each in months if each.scale == at.view.county.scale]
    best = max(same, key=lambda each: (each.score_printed, each.month))
    worst = min(same, key=lambda each: (each.score_printed, each.month))
    text = words.say(
        "trend.text",
        count=len(months),
        best_month=_label(best.month),
        best=fixed(best.score_printed),
        worst_month=_label(worst.month),
        worst=fixed(worst.score_printed),
    )
    tested = [each for each in months if each.change_test]
    finding = words.say("trend.chart")
    if tested:
        names = {
            side: [_label(each.month) for each in tested if each.change_verdict == side] for side in ("up", "down")
        }
        flat = any(each.change_verdict == "flat" for each in tested)
        kind = "moved" if names["up"] or names["down"] else "moved_none"
        tests = [each.change_test or "" for each in tested]
        text += words.claim(f"trend.{kind}", tests, flat=flat, **names)
        if len(names["up"]) + len(names["down"]) <= MOST_MONTHS:
            finding = words.claim(f"trend.chart_{'moved' if kind == 'moved' else 'flat'}", tests, **names)
    anew = [now for before, now in pairwise(months) if now.scale != before.scale]
    if anew:
        text += words.say("trend.scale", months=[_label(each.month) for each in anew])
    yield Paragraph(text)
    points = tuple(
        TrendPoint(
            month=each.month,
            value=each.score_printed,
            low=each.ci_low,
            high=each.ci_high,
            label=fixed(each.score_printed),
            emphasis=EMPHASIS.get(each.change_verdict, "none"),
            starts_anew=each in anew,
        )
        for each in months
    )
    rows = [f"{_label(each.month)}{fixed(each.score_printed)}分" for each in months]
    caption = at.figure_caption(finding)
    yield trend(TrendSeries("全县", points), caption=caption, alt=words.say("trend.chart_alt", rows=rows))


def _label(month: object) -> str:
    return f"{month.year}年{month.month}月"  # type: ignore[attr-defined]
