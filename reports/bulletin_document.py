"""The monthly bulletin's document: which sentence, table and chart stands where. Words are in words/bulletin.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from reports import bulletin_sentences as sentences
from reports import bulletin_work as work
from reports.bulletin import BulletinView, is_reportable, read
from reports.bulletin_evidence import composite_table, evidence_table, reliability_table, scheme_table, weights
from reports.bulletin_tables import (
    chart,
    dimension_table,
    hotline_table,
    quality_table,
    ranking_table,
    rectification_table,
    scale_text,
)
from reports.document import Attachment, Block, Colophon, Heading, OfficialDocument, Paragraph
from reports.marts import Connection
from reports.report import WHOLE, Report, Subject
from reports.statements import Said, said
from reports.wording import Words, percent

MARGINS = {"urban_rural": "城乡", "sex": "性别", "age_band": "年龄段"}


def compose(connection: Connection, month: date) -> OfficialDocument:
    """Write the bulletin of a month from the marts."""
    return write(read(connection, month))


def claims(connection: Connection, month: date) -> list[Said]:
    """List what the bulletin of a month compares, with the tests behind it."""
    view = read(connection, month)
    words = words_of(view)
    return said(tuple(_body(view, words, month_label(month))), words.statements, words.explained)


def words_of(view: BulletinView, document: str = "本通报") -> Words:
    """The bulletin's words, as a month's settings fill them; `document` is what they call what they stand in."""
    confidence = f"{float(view.settings['score', 'confidence_pct']):g}"
    return Words("bulletin", confidence=confidence, document=document)


def write(view: BulletinView) -> OfficialDocument:
    """Write the bulletin of a view."""
    words = words_of(view)
    issuer = {name: value for (part, name), value in view.settings.items() if part == "issuer"}
    label = month_label(view.month)
    names = {"month": label, "minimum": view.settings["score", "min_interviews"], "scale": scale_text(view)}
    return OfficialDocument(
        issuer_mark=issuer["issuer_mark"],
        document_prefix=issuer["document_prefix"],
        title_lines=(words.say("head.title_first", month=label), words.say("head.title_second")),
        addressee=issuer["addressee"],
        blocks=tuple(_body(view, words, label)),
        signature=issuer["issuer"],
        dated_on=_month_after(view.month),
        colophon=Colophon(issuer["copy_to"], issuer["printed_by"]),
        attachments_note=(
            words.say("attachment.dimensions_note", month=label),
            words.say("attachment.hotline_note", month=label),
            words.say("attachment.rectification_note", month=label),
            words.say("attachment.reliability_note", month=label),
            words.say("attachment.composite_note", month=label),
            words.say("attachment.method_note"),
        ),
        attachments=(
            Attachment(
                (words.say("attachment.dimensions_first", month=label),),
                (dimension_table(view, words.say("attachment.dimensions_unit", **names)),),
                landscape=True,
            ),
            Attachment(
                (words.say("attachment.hotline_note", month=label),),
                (hotline_table(view, words.say("attachment.rate_unit")),),
                landscape=True,
            ),
            Attachment(
                (words.say("attachment.rectification_note", month=label),),
                (rectification_table(view, words.say("attachment.rate_unit")),),
                landscape=True,
            ),
            Attachment(
                (words.say("attachment.reliability_note", month=label),),
                (reliability_table(view, words.say("attachment.reliability_unit")),),
                landscape=True,
            ),
            Attachment(
                (words.say("attachment.composite_note", month=label),),
                (composite_table(view, words),),
                landscape=True,
            ),
            Attachment((words.say("attachment.method_first"),), tuple(_method(view, words))),
        ),
        is_demo=view.county.is_demo,
        subject=words.say("head.subject", month=label),
        keywords=("群众文化生活满意度", "月度通报", label),
    )


def month_label(month: date) -> str:
    """`2022年6月`."""
    return f"{month.year}年{month.month}月"


def _month_after(month: date) -> date:
    """The month in which the bulletin is issued: a draft of December's bears the next year."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _body(view: BulletinView, words: Words, label: str) -> Iterator[Block]:
    yield Paragraph(words.say("head.opening", month=label))
    for part, blocks in PARTS.items():
        yield Heading(1, words.say(f"{part}.heading"))
        yield from blocks(view, words, label)
        yield from (Paragraph(each.text, is_remark=True) for each in view.remarks if each.part == part)


def _one(sentence: Callable[[BulletinView, Words], str], view: BulletinView, words: Words, _: str) -> Iterator[Block]:
    yield Paragraph(sentence(view, words))


def _ranking(view: BulletinView, words: Words, label: str) -> Iterator[Block]:
    ranked = [town for town in view.towns if town.is_ranked]
    top, bottom = sentences.top_towns(view), sentences.bottom_towns(view)
    minimum = view.settings["score", "min_interviews"]
    yield Paragraph(
        words.say(
            "ranking.order",
            town_count=len(view.towns),
            ranked_count=len(ranked),
            top=[sentences.with_score(town) for town in top],
            bottom=[sentences.with_score(town) for town in bottom],
            unranked=[town.town_name for town in view.towns if not town.is_ranked],
            minimum=minimum,
        )
    )
    yield ranking_table(view, words, label)
    # The text between table and chart fills the page where the chart does not fit below the table.
    simultaneous = view.settings["evidence", "rank_range"] == "simultaneous"
    yield Paragraph(sentences.against_county(view, words) + words.explain("ranking.caution", simultaneous=simultaneous))
    yield chart(view, words)


def _verdict(view: BulletinView, words: Words, label: str) -> Iterator[Block]:
    yield Paragraph(sentences.verdict_rule(view, words))
    yield from (Paragraph(text) for text in sentences.verdict(view, words))
    yield evidence_table(view, words, label)


def _each(
    texts: Callable[[BulletinView, Words], Iterable[str]], view: BulletinView, words: Words, _: str
) -> Iterator[Block]:
    yield from (Paragraph(text) for text in texts(view, words))


def method_facts(view: BulletinView) -> dict[str, object]:
    """What the sentences on the method have to be filled in with."""
    county = view.county
    return {
        "scale": scale_text(view),
        "unknown": view.settings["score", "unknown"],
        "margins": [MARGINS[name] for name in view.settings["weighting", "margins"].split("、") if name],
        "min_cell": view.settings["weighting", "min_cell_interviews"],
        "draws": view.settings["ranking", "draws"],
        "minimum": view.settings["score", "min_interviews"],
        "parts": [f"{title}{share:g}%" for title, share in weights(view).values()],
        "rates": view.settings["composite", "small_rates"],
        "least": f"{float(view.settings['composite', 'min_weight_pct']):g}",
        "step": f"{float(view.settings['composite', 'perturbation_pct']):g}",
        "significance": f"{float(view.settings['change', 'significance_pct']):g}",
        "first_day": int(view.settings["period", "first_day"]),
        "last_day": int(view.settings["period", "first_day"]) - 1,
        "rr1": percent(county.rr1_numerator, county.rr1_denominator),
        "rr1_n": county.rr1_numerator,
        "rr1_d": county.rr1_denominator,
        "coop1": percent(county.coop1_numerator, county.coop1_denominator),
        "coop1_n": county.coop1_numerator,
        "coop1_d": county.coop1_denominator,
    }


def _method(view: BulletinView, words: Words) -> Iterator[Block]:
    facts = method_facts(view)
    parts = ("score", "interval", "rank", "change", "composite", "response", "hotline", "rectification")
    for number, part in enumerate(parts, start=1):
        lead = words.say(f"attachment.method_{part}_lead")
        yield Paragraph(words.say(f"attachment.method_{part}", **facts), lead=f"{number}.{lead}")
    yield quality_table(view, words)
    yield scheme_table(view, words, month_label(view.month))
    if view.county.is_demo:
        yield Paragraph(words.say("attachment.demo"))


# The parts of the text in their order, and what each says.
PARTS: dict[str, Callable[[BulletinView, Words, str], Iterator[Block]]] = {
    "overall": partial(_one, sentences.overall),
    "ranking": _ranking,
    "change": partial(_one, sentences.change),
    "dimension": partial(_one, sentences.dimensions),
    "hotline": partial(_one, sentences.hotline),
    "rectification": partial(_one, sentences.rectification),
    "visit": partial(_one, work.visits),
    "problem": partial(_one, work.problems),
    "practice": partial(_each, work.practice),
    "verdict": _verdict,
    "next": partial(_one, work.next_steps),
}


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    """Return the whole county once there is enough to report on."""
    return (WHOLE,) if is_reportable(connection, month) else ()


REPORT = Report(
    name="bulletin",
    title="通报",
    compose=lambda connection, month, _: compose(connection, month),
    subjects=_subjects,
    claims=claims,
    parts=tuple(PARTS),
)
