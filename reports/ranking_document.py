"""The ranking report's document: which sentence, table and chart stands where. Words are in words/ranking.toml.

Sentences that the bulletin says too are the bulletin's own, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from reports import bulletin_sentences as shared
from reports.bulletin import is_reportable
from reports.bulletin_document import method_facts, month_label, words_of
from reports.bulletin_evidence import evidence_table, weights
from reports.bulletin_tables import chart, ranking_table
from reports.document import AnalyticalReport, Block, Heading, Paragraph, Tile
from reports.marts import Connection
from reports.ranking import RankingView, read
from reports.ranking_figures import county_map, months, moves, rank_ranges, ranked_towns, sample_funnel
from reports.ranking_tables import composite_table, dimension_table, plan_table, probability_table, rolling_table
from reports.report import WHOLE, Report, Subject
from reports.statements import Said, said
from reports.town_standing import ACTIONS
from reports.wording import Words, fixed

_MOST_RANKS = 16  # more columns of chances than these do not fit the page


@dataclass
class _Writer:
    """A report in the making: its view, its words and the bulletin's, and the numbers of its figures and tables."""

    view: RankingView
    words: Words
    bulletin: Words
    figures: Iterator[int] = field(default_factory=lambda: count(1))
    tables: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def label(self) -> str:
        return month_label(self.view.month_view.month)


def _writer(view: RankingView) -> _Writer:
    confidence = f"{float(view.month_view.settings['score', 'confidence_pct']):g}"
    words = Words("ranking", confidence=confidence)
    return _Writer(view, words, words_of(view.month_view, words.say("head.name")))


def write(view: RankingView) -> AnalyticalReport:
    """Write the ranking report of a view."""
    writer = _writer(view)
    words, ranking = writer.words, view.month_view
    return AnalyticalReport(
        kicker=words.say("head.kicker"),
        title=words.say("head.title", month=writer.label),
        scope=words.say("head.scope", town_count=len(ranking.towns), valid=ranking.county.valid_count),
        tiles=tuple(_tiles(writer)),
        findings=tuple(_findings(writer)),
        blocks=tuple(_body(writer)),
        issuer=ranking.settings["issuer", "issuer"],
        dated_on=ranking.month,
        is_demo=ranking.county.is_demo,
        subject=words.say("head.subject", month=writer.label),
        keywords=("群众文化生活满意度", "排名", writer.label),
    )


def claims(connection: Connection, month: date) -> list[Said]:
    """List what the ranking report of a month compares, with the tests behind it."""
    return claimed(read(connection, month))


def claimed(view: RankingView) -> list[Said]:
    """List what the ranking report of a view compares, its findings first."""
    writer = _writer(view)
    findings = [Paragraph(text) for text in _findings(writer)]
    blocks = [*findings, *_body(writer)]
    statements = [*writer.words.statements, *writer.bulletin.statements]
    return said(blocks, statements, [*writer.words.explained, *writer.bulletin.explained])


def _tiles(writer: _Writer) -> Iterator[Tile]:
    words, ranking = writer.words, writer.view.month_view
    county, ranked = ranking.county, ranked_towns(writer.view)
    note = words.say("tile.score_note", low=fixed(county.ci_low), high=fixed(county.ci_high))
    yield Tile(words.say("tile.score"), fixed(county.score_printed), note)
    unranked = [town.town_name for town in ranking.towns if not town.is_ranked]
    yield Tile(words.say("tile.ranked"), str(len(ranked)), words.say("tile.ranked_note", unranked=unranked))
    for side, action in (("bottom", "talk"), ("top", "praise")):
        towns = [town.town_name for town in ranked if getattr(town, f"{side}_action") == action]
        yield Tile(words.say(f"tile.{action}"), str(len(towns)), words.say(f"tile.{action}_note", towns=towns))


def _findings(writer: _Writer) -> Iterator[str]:
    view, words = writer.view.month_view, writer.words
    county = view.county
    score = fixed(county.score_printed)
    if county.change_printed is None or county.prior_score_printed is None:
        yield words.say(f"finding.county_{'none' if county.prior_scale is None else 'scale'}", score=score)
    else:
        prior, size = fixed(county.prior_score_printed), fixed(abs(county.change_printed))
        verdict = f"finding.county_{county.change_verdict}"
        yield words.claim(verdict, [county.change_test or ""], score=score, prior=prior, size=size)
    yield shared.against_county(view, writer.bulletin)
    for side in ("bottom", "top"):
        named = [(getattr(town, f"{side}_action"), town.town_name) for town in view.towns]
        actions = {action: [name for given, name in named if given == action] for action in ACTIONS}
        if any(actions.values()):
            yield writer.bulletin.say(f"verdict.{side}_action", actions=actions)


def _body(writer: _Writer) -> Iterator[Block]:
    for part, blocks in PARTS.items():
        yield Heading(1, writer.words.say(f"{part}.heading"))
        yield from blocks(writer)
        yield from (Paragraph(each.text, is_remark=True) for each in writer.view.remarks if each.part == part)


def _ranking(writer: _Writer) -> Iterator[Block]:
    view = writer.view.month_view
    # The captions of these three are the bulletin's: 表1, 图1, and 表2 in the next part.
    next(writer.tables), next(writer.figures)
    yield chart(view, writer.bulletin)
    yield ranking_table(view, writer.bulletin, writer.label)
    yield county_map(writer.view, writer.words, next(writer.figures))


def _verdict(writer: _Writer) -> Iterator[Block]:
    view = writer.view.month_view
    yield Paragraph(shared.verdict_rule(view, writer.bulletin))
    yield from (Paragraph(text) for text in shared.verdict(view, writer.bulletin))
    next(writer.tables)
    yield evidence_table(view, writer.bulletin, writer.label)


def _place(writer: _Writer) -> Iterator[Block]:
    view, words = writer.view, writer.words
    settings = view.month_view.settings
    figure = next(writer.figures)
    heat = next(writer.tables) if len(ranked_towns(view)) <= _MOST_RANKS else None
    yield Paragraph(
        words.say(
            "place.opening",
            figure=figure,
            table=heat,
            simultaneous=settings["evidence", "rank_range"] == "simultaneous",
            top_k=settings["ranking", "top_count"],
            bottom_k=settings["ranking", "bottom_count"],
        )
    )
    yield rank_ranges(view, words, figure)
    if heat:
        yield probability_table(view, words, heat)
    has_rolling = any(town.rolling_score_printed is not None for town in view.month_view.towns)
    table = next(writer.tables)
    name = "place.rolling_opening" if has_rolling else "place.rolling_none"
    yield Paragraph(words.say(name, months=settings["ranking", "rolling_months"], number=table))
    yield rolling_table(view, words, table)


def _change(writer: _Writer) -> Iterator[Block]:
    view = writer.view
    yield Paragraph(shared.change(view.month_view, writer.bulletin))
    if any(town.change_test for town in view.month_view.towns):
        month = view.month_view.month
        before = date(month.year - (month.month == 1), month.month - 1 or 12, 1)
        yield moves(view, writer.words, next(writer.figures), (month_label(before), writer.label))
    if len({score.month for score in view.history}) > 1:
        yield months(view, writer.words, next(writer.figures))


def _dimension(writer: _Writer) -> Iterator[Block]:
    view, words = writer.view.month_view, writer.words
    table = next(writer.tables)
    ranking = view.settings["score", "dimension"]
    tested = [each for each in view.dimensions if each.county_test and each.dimension != ranking]
    text = words.say("dimension.opening", number=table)
    below: dict[str, list[str]] = {}
    for each in tested:
        if each.county_verdict == "below":
            below.setdefault(each.dimension_name, []).append(each.scope_name)
    if below:
        items = [words.say("dimension.item", dimension=name, towns=towns) for name, towns in below.items()]
        tests = [each.county_test or "" for each in tested if each.county_verdict == "below"]
        text += words.claim("dimension.below", tests, items=items)
    elif tested:
        text += words.claim("dimension.below_none", [each.county_test or "" for each in tested])
    yield Paragraph(text)
    yield dimension_table(writer.view, words, table)


def _composite(writer: _Writer) -> Iterator[Block]:
    view, words = writer.view.month_view, writer.words
    ranked = [each for each in view.composites if each.point_rank is not None]
    if not ranked:
        yield Paragraph(words.say("composite.none"))
        return
    parts = [f"{title}（{share:g}%）" for title, share in weights(view).values()]
    text = words.say("composite.opening", parts=parts)
    if all(each.peer_group == "all" for each in ranked):
        top, bottom = (int(view.settings["ranking", f"{side}_count"]) for side in ("top", "bottom"))
        first = [f"{each.town_name}（{fixed(each.composite_printed or 0.0)}分）" for each in ranked[:top]]
        last = [f"{each.town_name}（{fixed(each.composite_printed or 0.0)}分）" for each in ranked[-bottom:]]
        text += words.say("composite.order", top=first, bottom=last)
    shares = [(e.town_name, e.bottom_share_numerator, e.bottom_share_denominator) for e in ranked]
    known = [(name, n, d) for name, n, d in shares if n is not None and d]
    if known:
        text += words.say(
            "composite.robust",
            step=f"{float(view.settings['composite', 'perturbation_pct']):g}",
            analyses=known[0][2],
            k=view.settings["ranking", "bottom_count"],
            always=[name for name, n, d in known if n == d],
            sometimes=[name for name, n, d in known if 0 < n < (d or 0)],
        )
    yield Paragraph(text)
    yield composite_table(writer.view, words, next(writer.tables))


def _sample(writer: _Writer) -> Iterator[Block]:
    view, words = writer.view, writer.words
    text = "".join(
        words.say(
            "sample.refusal",
            town=each.town_name,
            scored=each.scored_count,
            reason=each.reason_text,
            remedy=each.remedy,
            needed=each.needed_count,
        )
        for each in view.refusals
    )
    last = next((plan for plan in view.plans if plan.is_last and (plan.each_count or plan.extra_count)), None)
    if last:
        power = f"{float(view.month_view.settings['planning', 'power_pct']):g}"
        numbers = {"each": last.each_count, "extra": last.extra_count}
        text = words.say("sample.separate", power=power, town=last.town_name, **numbers) + text
    if text:
        yield Paragraph(text)
    yield plan_table(view, words, next(writer.tables))
    if len(view.funnel) > 1:
        figure = next(writer.figures)
        yield Paragraph(words.say("sample.opening", number=figure))
        yield sample_funnel(view, words, figure)


def _method(writer: _Writer) -> Iterator[Block]:
    view, words = writer.view.month_view, writer.bulletin
    facts = method_facts(view)
    for number, part in enumerate(("score", "interval", "rank", "change"), start=1):
        lead = words.say(f"attachment.method_{part}_lead")
        # What the bulletin tells of its method, it tells without claiming anything.
        yield Paragraph(words.explain(f"attachment.method_{part}", **facts), lead=f"{number}.{lead}")


# The parts of the report in their order, and what each says.
PARTS: dict[str, Callable[[_Writer], Iterator[Block]]] = {
    "ranking": _ranking,
    "verdict": _verdict,
    "place": _place,
    "change": _change,
    "dimension": _dimension,
    "composite": _composite,
    "sample": _sample,
    "method": _method,
}


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    """Return the whole county once there is enough to report on."""
    return (WHOLE,) if is_reportable(connection, month) else ()


REPORT = Report(
    name="ranking",
    title="排名报告",
    compose=lambda connection, month, _: write(read(connection, month)),
    subjects=_subjects,
    claims=claims,
    parts=tuple(PARTS),
)
