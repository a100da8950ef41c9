"""The analysis's parts on why: which residents think otherwise, and what drives the overall judgement."""

from __future__ import annotations

from collections.abc import Iterator

from reports.analysis import DimensionScore, Driver
from reports.analysis_writing import NOTHING, Writing, interval, number
from reports.charts.quadrant import QuadrantItem, quadrant
from reports.document import Block, Column, Paragraph
from reports.wording import fixed, signed

KINDS = ("improve_first", "keep", "low_priority", "possible_overkill")
VERDICTS = ("above", "below", "none", "untested")


def groups(at: Writing) -> Iterator[Block]:
    """Who thinks otherwise than the rest: town and country, men and women, age bands."""
    words, found = at.words, at.view.groups
    names = {side: [g.scope_name for g in found if g.verdict == side] for side in VERDICTS}
    tests = [group.group_test for group in found if group.group_test]
    text = ""
    if tests:
        text = words.claim("group.text", tests, above=names["above"], below=names["below"], others=bool(names["none"]))
    if names["untested"]:
        text += words.say("group.untested", names=names["untested"])
    yield Paragraph(text)
    margins, marks = words.section("margin"), words.section("mark")
    score = {(each.scope, each.scope_code, each.dimension): each for each in at.view.dimensions}
    yield at.table(
        words.say("group.table"),
        (
            Column("构成", width_mm=22),
            Column("类别", width_mm=28),
            Column("评分样本", "point"),
            Column("得分", "point"),
            Column("区间", width_mm=32),
            Column("差", "point"),
            Column("结论"),
        ),
        [
            (
                margins[group.scope],
                group.scope_name,
                str(group.scored_count),
                *_score(score.get((group.scope, group.scope_code, group.dimension))),
                NOTHING if group.difference is None else signed(group.difference),
                marks.get(group.verdict, NOTHING),
            )
            for group in found
        ],
        (words.explain("group.table_note"),),
    )


def _score(each: DimensionScore | None) -> tuple[str, str]:
    if each is None or each.status == "too_few":
        return NOTHING, NOTHING
    return number(each.score_printed), interval(each.ci_low, each.ci_high)


def estimated(at: Writing) -> list[Driver]:
    """The dimensions whose importance could be estimated, the most important first."""
    return [each for each in at.view.drivers if each.status == "estimated" and each.importance_pct is not None]


def drivers(at: Writing) -> Iterator[Block]:
    """What matters for the overall judgement and how it does."""
    words, found = at.words, estimated(at)
    if not found:
        yield Paragraph(words.say("driver.none"))
        return
    items = [f"{each.dimension_name}（{fixed(each.importance_pct or 0.0, 1)}%）" for each in found]
    text = words.say("driver.text", cases=found[0].case_count, r2=fixed(found[0].r2_pct or 0.0, 1), items=items)
    titles = words.section("quadrant")
    clear = [each.dimension_name for each in found if each.quadrant in KINDS]
    for kind in KINDS:
        names = [each.dimension_name for each in found if each.quadrant == kind]
        if names:
            text += words.say("driver.quadrant", kind=titles[kind], names=names)
    unclear = [each.dimension_name for each in found if each.quadrant == "unclear"]
    if unclear:
        text += words.say("driver.unclear", names=unclear)
    yield Paragraph(text)
    said = [
        words.say(
            "driver.row",
            dimension=each.dimension_name,
            importance=fixed(each.importance_pct or 0.0, 1),
            performance=fixed(each.performance or 0.0),
        )
        for each in found
    ]
    yield quadrant(
        [
            QuadrantItem(
                name=each.dimension_name,
                performance=each.performance or 0.0,
                importance=each.importance_pct or 0.0,
                performance_variance=each.ellipse_yy or 0.0,
                importance_variance=each.ellipse_xx or 0.0,
                covariance=each.ellipse_xy or 0.0,
                radius=each.ellipse_radius or 0.0,
                kind=each.quadrant or "unclear",
            )
            for each in found
        ],
        (found[0].crossing_performance or 0.0, found[0].crossing_importance_pct or 0.0),
        axes=(words.say("driver.axis_performance"), words.say("driver.axis_importance")),
        corners={kind: titles[kind] for kind in KINDS},
        caption=at.figure_caption(words.say(f"driver.chart_{'clear' if clear else 'none'}", names=clear)),
        alt=words.say("driver.chart_alt", rows=said),
    )
    yield at.table(
        words.say("driver.table"),
        (
            Column("方面", "left"),
            Column("重要性（%）", "right"),
            Column("表现（分）", "right"),
            Column("象限"),
        ),
        [
            (
                each.dimension_name,
                f"{number(each.importance_pct, 1)}（{number(each.importance_se_pct, 1)}）",
                f"{number(each.performance)}（{number(each.performance_se)}）",
                titles[each.quadrant or "unclear"],
            )
            for each in found
        ],
        (words.say("driver.table_note"),),
    )
