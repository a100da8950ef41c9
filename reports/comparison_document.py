"""The comparison report's document: which sentence, table and chart stands where. Words: words/comparison.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count

from reports.comparison import ComparisonView, ScoreChange, comparable_months, read
from reports.comparison_tables import (
    change,
    changes_table,
    county_table,
    group_table,
    indicator_table,
    score,
    town_slopes,
    town_table,
)
from reports.document import AnalyticalReport, Block, Heading, Paragraph, Tile
from reports.marts import Connection
from reports.report import Report, Subject
from reports.statements import Said, said
from reports.wording import Words, fixed

GROUPS = ("urban_rural", "sex", "age_band")


def write(view: ComparisonView) -> AnalyticalReport:
    """Write the comparison of a view."""
    return _written(view, Words("comparison"))


def _written(view: ComparisonView, words: Words) -> AnalyticalReport:
    labels = (month_label(view.month), month_label(view.prior_month))
    names = {"month": labels[0], "prior": labels[1]}
    is_comparable = any(each.verdict != "none" for each in view.scores)
    return AnalyticalReport(
        kicker=words.say("head.kicker"),
        title=words.say("head.title", **names),
        scope=words.say("head.scope" if is_comparable else "head.scope_indicators", **names),
        tiles=tuple(_tiles(view, words, labels)) if is_comparable else (),
        findings=tuple(_findings(view, words)),
        blocks=tuple(_body(view, words, labels, is_comparable=is_comparable)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        is_demo=view.is_demo,
        subject=words.say("head.subject", **names),
        keywords=("群众文化生活满意度", "对比", *labels),
    )


def month_label(month: date) -> str:
    """`2022年6月`."""
    return f"{month.year}年{month.month}月"


def prior_subject(prior_month: date) -> Subject:
    """What a comparison with a month is called."""
    return Subject(code=f"{prior_month:%Y-%m}", name=f"与{month_label(prior_month)}")


def _tiles(view: ComparisonView, words: Words, labels: tuple[str, str]) -> Iterator[Tile]:
    county = next((each for each in view.of("county", is_ranking=True)), None)
    if county is None:
        return
    for label, value, number in (
        (labels[1], county.prior_score_printed, county.prior_scored_count),
        (labels[0], county.score_printed, county.scored_count),
    ):
        note = words.say("tile.score_note", count=number or 0)
        yield Tile(words.say("tile.score", month=label), score(value), note)
    verdict = words.say(f"verdict.{county.verdict}")
    yield Tile(words.say("tile.change"), change(county.change_printed), words.say("tile.change_note", verdict=verdict))
    towns = [each for each in view.of("town", is_ranking=True) if each.verdict != "none"]
    moved = sum(each.verdict != "flat" for each in towns)
    yield Tile(words.say("tile.towns"), str(moved), words.say("tile.towns_note", compared=len(towns)))


def _findings(view: ComparisonView, words: Words) -> Iterator[str]:
    county = next((each for each in view.of("county", is_ranking=True)), None)
    if county is None or county.verdict == "none":
        yield words.say(f"finding.{'other_scale' if county and county.reason == 'other_scale' else 'no_scores'}")
        return
    yield words.claim(
        "finding.county",
        [county.test_id or ""],
        dimension=county.dimension_name,
        prior=score(county.prior_score_printed),
        score=score(county.score_printed),
        verdict=words.say(f"verdict.{county.verdict}"),
        change=change(county.change_printed),
        low=change(county.change_low),
        high=change(county.change_high),
    )
    yield _moves(view.of("town", is_ranking=True), "towns", words)
    yield _moves(view.of("county", is_ranking=False), "dimensions", words)
    yield _moves(view.of(*GROUPS, is_ranking=True), "groups", words)


def _moves(found: Sequence[ScoreChange], part: str, words: Words) -> str:
    """Name those that moved, or say that none did."""
    compared = [each for each in found if each.verdict != "none"]
    if not compared:
        return words.say(f"finding.{part}_none") if words.has(f"finding.{part}_none") else ""
    moved = {verdict: [each for each in compared if each.verdict == verdict] for verdict in ("up", "down")}
    named = {verdict: [_item(each, words) for each in those] for verdict, those in moved.items()}
    kind = "both" if named["up"] and named["down"] else next((k for k in named if named[k]), "flat")
    flat = sum(each.verdict == "flat" for each in compared)
    return words.claim(f"finding.{part}_{kind}", [each.test_id or "" for each in compared], flat=flat, **named)


def _item(each: ScoreChange, words: Words) -> str:
    name = each.dimension_name if each.scope == "county" else each.scope_name
    return words.say("finding.item", who=name, change=change(each.change_printed))


def _body(view: ComparisonView, words: Words, labels: tuple[str, str], *, is_comparable: bool) -> Iterator[Block]:
    tables = count(1)

    def caption(name: str) -> str:
        return f"表{next(tables)}　{words.say(name)}"

    if is_comparable:
        yield Heading(1, words.say("county.heading"))
        yield county_table(view, words, labels, caption("county.table"))
        yield Heading(1, words.say("town.heading"))
        figure = town_slopes(view, words, labels, "图1　")
        if figure:
            yield Paragraph(words.explain("town.opening_significant"))
            yield figure
        yield town_table(view, words, labels, caption("town.table"))
        yield Heading(1, words.say("dimension.heading"))
        yield Paragraph(words.explain("dimension.opening") + _cells(view, words))
        yield changes_table(view, ("town",), "镇（街道）", caption("dimension.table"))
        yield Heading(1, words.say("group.heading"))
        ranking = next(each.dimension_name for each in view.of("county", is_ranking=True))
        yield Paragraph(words.say("group.opening", dimension=ranking))
        yield group_table(view, words, labels, caption("group.table"))
        yield changes_table(view, GROUPS, "居民", caption("group.table_dimensions"))
    yield Heading(1, words.say(f"indicator_part.heading{'' if is_comparable else '_alone'}"))
    yield Paragraph(words.say("indicator_part.opening"))
    yield indicator_table(view, words, labels, caption("indicator_part.table"))
    if is_comparable:
        yield Heading(1, words.say("method.heading"))
        significance = f"{float(view.settings['change', 'significance_pct']):g}"
        minimum = view.settings["score", "min_interviews"]
        yield Paragraph(words.explain("method.text", significance=significance, minimum=minimum))
    if view.is_demo:
        yield Paragraph(words.say("method.demo"))


def _cells(view: ComparisonView, words: Words) -> str:
    """Name the cells of towns and dimensions that moved."""
    cells = view.of("town", is_ranking=False)
    compared = [each.test_id or "" for each in cells if each.test_id]
    moved = [each for each in cells if each.verdict in ("up", "down")]
    if not compared:
        return ""
    items = [
        words.say(
            "dimension.summary_item",
            who=each.scope_name,
            dimension=each.dimension_name,
            verdict=words.say(f"dimension.{each.verdict}"),
            change=fixed(abs(each.change_printed or 0.0)),
        )
        for each in moved
    ]
    return words.claim(f"dimension.summary_{'some' if moved else 'none'}", compared, items=items)


def compose(connection: Connection, month: date, prior_month: date) -> AnalyticalReport:
    """Write the comparison of two months from the marts."""
    return write(read(connection, month, prior_month))


def _compose(connection: Connection, month: date, subject: Subject) -> AnalyticalReport:
    return compose(connection, month, date.fromisoformat(f"{subject.code}-01"))


def _claims(connection: Connection, month: date) -> list[Said]:
    """List what the comparisons of a month claim, with the tests behind it."""
    found: list[Said] = []
    for prior in comparable_months(connection, month):
        words = Words("comparison")
        document = _written(read(connection, month, prior), words)
        findings = tuple(Paragraph(text) for text in document.findings)
        found += said((*findings, *document.blocks), words.statements, words.explained)
    return found


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    return tuple(prior_subject(prior) for prior in comparable_months(connection, month))


REPORT = Report(name="comparison", title="对比报告", compose=_compose, subjects=_subjects, claims=_claims)
