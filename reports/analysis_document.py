"""The analysis's document: its parts in order, what it opens with, what it proposes. Words in words/analysis.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from reports import analysis_causes, analysis_external, analysis_sample, analysis_scores, analysis_work
from reports.analysis import AnalysisView, is_reportable, read
from reports.analysis_causes import estimated
from reports.analysis_scores import beyond, county_tests, moved, share, weak_dimensions, weak_items
from reports.analysis_work import major_topics
from reports.analysis_writing import NOTHING, Writing, number, ratio, whole
from reports.document import AnalyticalReport, Block, Heading, Paragraph, Tile
from reports.marts import Connection
from reports.report import WHOLE, Report, Subject
from reports.statements import Said, said
from reports.wording import Words, fixed, percent

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四")


def write(view: AnalysisView) -> AnalyticalReport:
    """Write the analysis of a view."""
    return _write(Writing(view, words_of(view)))


def words_of(view: AnalysisView) -> Words:
    """The analysis's words, as a month's settings fill them."""
    return Words("analysis", confidence=f"{float(view.settings['score', 'confidence_pct']):g}")


def _write(at: Writing) -> AnalyticalReport:
    view, words = at.view, at.words
    label = f"{view.month.year}年{view.month.month}月"
    return AnalyticalReport(
        kicker=words.say("head.kicker"),
        title=words.say("head.title", month=label),
        scope=words.say("head.scope", month=label),
        tiles=tuple(_tiles(at)),
        findings=tuple(_findings(at)),
        blocks=tuple(_body(at)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=date(view.month.year + view.month.month // 12, view.month.month % 12 + 1, 1),
        is_demo=view.county.is_demo,
        subject=words.say("head.subject", month=label),
        keywords=("群众文化生活满意度", "综合分析", label),
    )


def _tiles(at: Writing) -> Iterator[Tile]:
    view, words, county = at.view, at.words, at.view.county
    low, high = fixed(county.ci_low), fixed(county.ci_high)
    yield Tile(words.say("tile.score"), fixed(county.score_printed), words.say("tile.score_note", low=low, high=high))
    loose = share(at, "satisfied")
    limits = {"low": f"{number(loose.ci_low_pct)}%", "high": f"{number(loose.ci_high_pct)}%"}
    note = words.say("tile.share_note", is_five=county.scale == "five", **limits)
    yield Tile(words.say("tile.share"), f"{number(loose.share_pct)}%", note)
    calls = next(outcome for outcome in view.outcomes if outcome.scope == "county")
    note = words.say("tile.sample_note", rr1=ratio(calls.rr1_numerator, calls.rr1_denominator))
    yield Tile(words.say("tile.sample"), str(county.valid_count), note)
    met = view.indicators.get("hotline_on_time")
    if met is not None:
        value = percent(met.numerator, met.denominator) if met.denominator else NOTHING
        parts = {"met": whole(met.numerator), "due": whole(met.denominator or 0)}
        note = words.say("tile.hotline_note", overdue=at.counted("hotline_overdue_open"), **parts)
        yield Tile(words.say("tile.hotline"), value, note)
    if at.has("rectification_"):
        note = words.say("tile.ledger_note", overdue=at.counted("rectification_overdue_open"))
        yield Tile(words.say("tile.ledger"), at.counted("rectification_open"), note)


def _findings(at: Writing) -> Iterator[str]:
    words, county = at.words, at.view.county
    score = fixed(county.score_printed)
    if county.change_printed is None:
        yield words.say(f"finding.score_{'first' if county.prior_scale is None else 'scale'}", score=score)
    else:
        size = fixed(abs(county.change_printed))
        kind = f"finding.score_{county.change_verdict}"
        yield words.claim(kind, [county.change_test or ""], score=score, size=size)
    yield words.claim("finding.towns", county_tests(at), above=beyond(at, "above"), below=beyond(at, "below"))
    first = [each.dimension_name for each in estimated(at) if each.quadrant == "improve_first"]
    if estimated(at):
        yield words.say(f"finding.drivers_{'first' if first else 'unclear'}", names=first)
    titles = [topic.title for topic in major_topics(at)]
    yield words.say(f"finding.topics{'' if titles else '_none'}", titles=titles)
    if at.has("hotline_") and at.has("rectification_"):
        yield words.say(
            "finding.work",
            tickets=at.counted("hotline_overdue_open"),
            problems=at.counted("rectification_overdue_open"),
            rebounds=at.counted("rectification_rebounded"),
        )


def _body(at: Writing) -> Iterator[Block]:
    for numeral, (part, blocks) in zip(NUMERALS, PARTS.items(), strict=True):
        yield Heading(1, f"{numeral}、{at.words.say(f'{part}.heading')}")
        yield from blocks(at)
        yield from (Paragraph(each.text, is_remark=True) for each in at.view.remarks if each.part == part)


def _proposals(at: Writing) -> Iterator[Block]:
    """What follows from what was tested and counted, and nothing else."""
    texts = list(_proposed(at)) or [at.words.say("proposal.none")]
    yield from (Paragraph(text, lead=f"{order}.") for order, text in enumerate(texts, 1))


def _proposed(at: Writing) -> Iterator[str]:
    words, below = at.words, beyond(at, "below")
    if below:
        weak = {town: found for town, found in weak_dimensions(at).items() if town in below}
        tests = [town.county_test or "" for town in at.view.towns if town.town_name in below]
        tests += [each.county_test or "" for found in weak.values() for each in found]
        yield words.claim("proposal.towns", tests, towns=below, weak=weak_items(words, weak))
    first = [each.dimension_name for each in estimated(at) if each.quadrant == "improve_first"]
    down = moved(at, "down")
    if first:
        yield words.say("proposal.dimension_first", names=first)
    elif down:
        names = [each.dimension_name for each in down]
        yield words.claim("proposal.dimension_down", [each.change_test or "" for each in down], names=names)
    major = major_topics(at)
    if major:
        without = [topic.title for topic in major if not topic.special_ledger_nos]
        yield words.say("proposal.topics", titles=[topic.title for topic in major], without=without)
    yield from _urged(at)
    unranked = [town.town_name for town in at.view.towns if not town.is_ranked]
    if unranked:
        yield words.say("proposal.sample", towns=unranked)


def _urged(at: Writing) -> Iterator[str]:
    """What the hotline and the ledger ask for."""
    if not (at.has("hotline_") and at.has("rectification_")):
        return
    late = {"tickets": "hotline_overdue_open", "problems": "rectification_overdue_open"}
    if any(map(at.some, late.values())):
        yield at.words.say("proposal.overdue", **{name: at.counted(code) for name, code in late.items()})
    if at.some("rectification_disproved"):
        yield at.words.say("proposal.unproven", count=at.counted("rectification_disproved"))


# The parts of the text in their order, and what each says.
PARTS: dict[str, Callable[[Writing], Iterator[Block]]] = {
    "sample": analysis_sample.sample,
    "quality": analysis_sample.quality,
    "weighting": analysis_sample.weighting,
    "score": analysis_scores.scores,
    "trend": analysis_scores.course,
    "town": analysis_scores.towns,
    "group": analysis_causes.groups,
    "driver": analysis_causes.drivers,
    "opinion": analysis_work.opinions,
    "hotline": analysis_work.hotline,
    "ledger": analysis_work.ledger,
    "visit": analysis_work.visits,
    "external": analysis_external.external,
    "proposal": _proposals,
}


def _compose(connection: Connection, month: date, _: Subject) -> AnalyticalReport:
    return write(read(connection, month))


def claims(view: AnalysisView) -> list[Said]:
    """List what the analysis of a view compares, with the tests behind it."""
    at = Writing(view, words_of(view))
    document = _write(at)
    blocks = (*map(Paragraph, document.findings), *document.blocks)
    return said(blocks, at.words.statements, at.words.explained)


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    """Return the whole county once there is enough to report on."""
    return (WHOLE,) if is_reportable(connection, month) else ()


REPORT = Report(
    name="analysis",
    title="测评情况综合分析报告",
    compose=_compose,
    subjects=_subjects,
    claims=lambda connection, month: claims(read(connection, month)),
    parts=tuple(PARTS),
)
