"""The monthly bulletin's document: which sentence, table and chart stands where. Words are in words/bulletin.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from reports.bulletin import BulletinView, Connection, Dimension, Indicator, Town, read
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
from reports.wording import Words, fixed, percent


def compose(connection: Connection, month: date) -> OfficialDocument:
    """Write the bulletin of a month from the marts."""
    return write(read(connection, month))


def write(view: BulletinView) -> OfficialDocument:
    """Write the bulletin of a view."""
    words = Words("bulletin")
    issuer = {name: value for (part, name), value in view.settings.items() if part == "issuer"}
    label = month_label(view.month)
    issued_on = _issue_date(view.month, int(issuer["issue_day"]))
    names = {"month": label, "minimum": view.settings["score", "min_interviews"], "scale": scale_text(view)}
    return OfficialDocument(
        issuer_mark=issuer["issuer_mark"],
        document_number=f"{issuer['document_prefix']}〔{issued_on.year}〕{view.month.month}号",
        title_lines=(words.say("head.title_first", month=label), words.say("head.title_second")),
        addressee=issuer["addressee"],
        blocks=tuple(_body(view, words, label)),
        signature=issuer["issuer"],
        issued_on=issued_on,
        colophon=Colophon(issuer["copy_to"], issuer["printed_by"], issued_on),
        attachments_note=(
            words.say("attachment.dimensions_note", month=label),
            words.say("attachment.hotline_note", month=label),
            words.say("attachment.rectification_note", month=label),
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
            Attachment((words.say("attachment.method_first"),), tuple(_method(view, words))),
        ),
        is_demo=view.county.is_demo,
        subject=words.say("head.subject", month=label),
        keywords=("群众文化生活满意度", "月度通报", label),
    )


def month_label(month: date) -> str:
    """`2022年6月`."""
    return f"{month.year}年{month.month}月"


def _issue_date(month: date, day: int) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, day)


def _body(view: BulletinView, words: Words, label: str) -> Iterator[Block]:
    yield Paragraph(words.say("head.opening", month=label))
    yield Heading(1, words.say("overall.heading"))
    yield Paragraph(_overall(view, words))
    yield Heading(1, words.say("ranking.heading"))
    yield from _ranking(view, words, label)
    yield Heading(1, words.say("change.heading"))
    yield Paragraph(_change(view, words))
    yield Heading(1, words.say("dimension.heading"))
    yield Paragraph(_dimensions(view, words))
    yield Heading(1, words.say("hotline.heading"))
    yield Paragraph(_hotline(view, words))
    yield Heading(1, words.say("rectification.heading"))
    yield Paragraph(_rectification(view, words))
    yield Heading(1, words.say("verdict.heading"))
    yield from (Paragraph(text) for text in _verdict(view, words))
    yield Heading(1, words.say("next.heading"))
    yield Paragraph(_next(view, words))


def _overall(view: BulletinView, words: Words) -> str:
    county = view.county
    sample = words.say(
        "overall.sample_five" if county.scale == "five" else "overall.sample",
        attempts=county.attempt_count,
        valid=county.valid_count,
        rr1=percent(county.rr1_numerator, county.rr1_denominator),
        coop1=percent(county.coop1_numerator, county.coop1_denominator),
        score=fixed(county.score_printed),
        low=fixed(county.ci_low),
        high=fixed(county.ci_high),
        satisfied=percent(county.satisfied_numerator, county.satisfied_denominator),
    )
    if county.change_printed is None or county.prior_score_printed is None:
        return sample + words.say(f"overall.change_{'none' if county.prior_scale is None else 'scale'}")
    return sample + words.say(
        f"overall.change_{county.change_verdict}",
        prior=fixed(county.prior_score_printed),
        size=fixed(abs(county.change_printed)),
    )


def _ranking(view: BulletinView, words: Words, label: str) -> Iterator[Block]:
    ranked = [town for town in view.towns if town.is_ranked]
    top, bottom = _top(view), _bottom(view)
    above = [town.town_name for town in ranked if town.county_verdict == "above"]
    below = [town.town_name for town in ranked if town.county_verdict == "below"]
    minimum = view.settings["score", "min_interviews"]
    yield Paragraph(
        words.say(
            "ranking.order",
            town_count=len(view.towns),
            ranked_count=len(ranked),
            top=[_with_score(town) for town in top],
            bottom=[_with_score(town) for town in bottom],
            tied=[town.town_name for town in ranked if town.is_tied],
            unranked=[town.town_name for town in view.towns if not town.is_ranked],
            minimum=minimum,
        )
    )
    yield ranking_table(view, words, label)
    # The chart next to the table: both fill a page and the text flows on after them without a gap.
    yield chart(view, words, above, below)
    yield Paragraph(words.say("ranking.county", above=above, below=below, others=len(ranked) - len(above) - len(below)))
    yield Paragraph(words.say("ranking.caution"))


def _with_score(town: Town) -> str:
    return f"{town.town_name}（{fixed(town.score_printed or 0.0)}分）"


def _top(view: BulletinView) -> list[Town]:
    """Return the candidates for praise: those ranked k or better; a tie at the edge takes all of it."""
    count = int(view.settings["ranking", "top_count"])
    return [town for town in view.towns if town.point_rank is not None and town.point_rank <= count]


def _bottom(view: BulletinView) -> list[Town]:
    """Return the candidates for talks: those with fewer than k towns below them, from the last upwards in the table."""
    count = int(view.settings["ranking", "bottom_count"])
    ranked = [town for town in view.towns if town.point_rank is not None]
    return [
        town for town in ranked if sum((other.point_rank or 0) > (town.point_rank or 0) for other in ranked) < count
    ]


def _change(view: BulletinView, words: Words) -> str:
    if view.county.prior_scale is None:
        return words.say("change.none")
    if view.county.prior_scale != view.county.scale:
        return words.say("change.scale")
    moved: dict[str, list[str]] = {"up": [], "down": []}
    for town in view.towns:
        if town.change_verdict in moved:
            moved[town.change_verdict].append(
                words.say(
                    f"change.town_{town.change_verdict}",
                    town=town.town_name,
                    prior=fixed(town.prior_score_printed or 0.0),
                    score=fixed(town.score_printed or 0.0),
                    size=fixed(abs(town.change_printed or 0.0)),
                )
            )
    flat = sum(town.change_verdict == "flat" for town in view.towns)
    apart = sum(town.change_verdict == "none" for town in view.towns)
    kind = "both" if moved["up"] and moved["down"] else next((k for k in moved if moved[k]), "flat")
    return words.say(f"change.{kind}", flat=flat, apart=apart, **moved) + words.say("change.caution")


def _dimensions(view: BulletinView, words: Words) -> str:
    ranking = view.settings["score", "dimension"]
    county = [d for d in view.dimensions if d.scope == "county" and d.dimension != ranking]
    ordered = sorted(county, key=lambda d: -(d.score_printed or 0.0))
    text = words.say(
        "dimension.order",
        count=len(ordered),
        scores=[f"{d.dimension_name}{fixed(d.score_printed or 0.0)}分" for d in ordered],
    )
    comparable = any(d.change_verdict != "none" for d in county)
    for verdict in ("up", "down"):
        names = [d.dimension_name for d in county if d.change_verdict == verdict]
        if names:
            text += words.say(f"dimension.{verdict}", **{verdict: names})
    if comparable and all(d.change_verdict not in ("up", "down") for d in county):
        text += words.say("dimension.flat")
    fallen = [d for d in view.dimensions if d.scope == "town" and d.dimension != ranking and d.change_verdict == "down"]
    if fallen:
        text += words.say("dimension.town", items=[_fallen_names(fallen, name) for name in _scope_names(fallen)])
    return text + words.say("dimension.reference")


def _scope_names(dimensions: Sequence[Dimension]) -> list[str]:
    return list(dict.fromkeys(d.scope_name for d in dimensions))


def _fallen_names(fallen: Sequence[Dimension], scope_name: str) -> str:
    return scope_name + "（" + "、".join(d.dimension_name for d in fallen if d.scope_name == scope_name) + "）"


def _rate(words: Words, name: str, indicator: Indicator) -> str:
    """Say a rate, or that there was nothing to assess (when the words have a sentence for it)."""
    if not indicator.denominator:
        return words.say(f"{name}_none") if words.has(f"{name}_none") else ""
    rate = percent(indicator.numerator, indicator.denominator)
    return words.say(name, met=indicator.numerator, rate=rate, all=indicator.denominator, due=indicator.denominator)


def _overdue(view: BulletinView, words: Words, part: str) -> str:
    count = view.indicators["", f"{part}_overdue_open"].numerator
    if not count:
        return words.say(f"{part}.overdue_none")
    names = {town.town_code: town.town_name for town in view.towns}
    owed = [(names[code], view.indicators[code, f"{part}_overdue_open"].numerator) for code in view.town_order]
    unit = "件" if part == "hotline" else "个"
    towns = [f"{name}{number}{unit}" for name, number in sorted(owed, key=lambda pair: -pair[1]) if number]
    return words.say(f"{part}.overdue", count=count, towns=towns)


def _hotline(view: BulletinView, words: Words) -> str:
    of = {name: indicator for (code, name), indicator in view.indicators.items() if code == ""}
    return (
        words.say(
            "hotline.volume",
            received=of["hotline_received"].numerator,
            carried=of["hotline_carried_over"].numerator,
            open=of["hotline_open"].numerator,
        )
        + _rate(words, "hotline.on_time", of["hotline_on_time"])
        + _rate(words, "hotline.solved", of["hotline_solved"])
        + _rate(words, "hotline.satisfied", of["hotline_satisfied"])
        + _overdue(view, words, "hotline")
    )


def _rectification(view: BulletinView, words: Words) -> str:
    of = {name: indicator for (code, name), indicator in view.indicators.items() if code == ""}
    struck, explained = of["rectification_struck_off"], of["rectification_explained"].numerator
    total = (struck.denominator or 0) + explained
    text = words.say(
        "rectification.volume",
        total=total,
        found=of["rectification_found"].numerator,
        struck=struck.numerator,
        rate=percent(struck.numerator, struck.denominator) if struck.denominator else "—",
        explained=explained,
        open=of["rectification_open"].numerator,
    )
    text += _rate(words, "rectification.on_time", of["rectification_on_time"])
    text += _overdue(view, words, "rectification")
    if of["rectification_rebound"].numerator:
        text += words.say("rectification.rebound", count=of["rectification_rebound"].numerator)
    return text + words.say("rectification.reference")


def _verdict(view: BulletinView, words: Words) -> Iterator[str]:
    top_count, bottom_count = view.settings["ranking", "top_count"], view.settings["ranking", "bottom_count"]
    for side, towns, k in (("bottom", _bottom(view), bottom_count), ("top", _top(view), top_count)):
        certified = [t for t in towns if (t.is_certified_bottom if side == "bottom" else t.is_certified_top)]
        text = words.say(
            f"verdict.{side}_{'certified' if certified else 'none'}",
            k=k,
            certified=[town.town_name for town in certified],
            others=[town.town_name for town in towns if town not in certified],
            **{side: [town.town_name for town in towns]},
        )
        fallen = [town.town_name for town in towns if town.change_verdict == "down"]
        if side == "bottom" and fallen:
            text += words.say("verdict.bottom_down", down=fallen)
        yield text
    yield words.say("verdict.rule", top_k=top_count, bottom_k=bottom_count)


def _next(view: BulletinView, words: Words) -> str:
    tickets = view.indicators["", "hotline_overdue_open"].numerator
    problems = view.indicators["", "rectification_overdue_open"].numerator
    items = []
    if tickets or problems:
        items.append(words.say("next.overdue", tickets=tickets, problems=problems))
    fallen = [town.town_name for town in view.towns if town.change_verdict == "down"]
    if fallen:
        items.append(words.say("next.fallen", towns=fallen))
    if view.indicators["", "rectification_rebound"].numerator:
        items.append(words.say("next.rebound"))
    items.append(words.say("next.always"))
    if len(items) == 1:
        return items[0]
    return "".join(f"{number}是{text}" for number, text in zip("一二三四", items, strict=False))


def _method(view: BulletinView, words: Words) -> Iterator[Block]:
    county = view.county
    facts = {
        "scale": scale_text(view),
        "confidence": f"{float(view.settings['score', 'confidence_pct']):g}",
        "minimum": view.settings["score", "min_interviews"],
        "significance": f"{float(view.settings['change', 'significance_pct']):g}",
        "rr1": percent(county.rr1_numerator, county.rr1_denominator),
        "rr1_n": county.rr1_numerator,
        "rr1_d": county.rr1_denominator,
        "coop1": percent(county.coop1_numerator, county.coop1_denominator),
        "coop1_n": county.coop1_numerator,
        "coop1_d": county.coop1_denominator,
    }
    parts = ("score", "interval", "rank", "change", "response", "hotline", "trace")
    for number, part in enumerate(parts, start=1):
        lead = words.say(f"attachment.method_{part}_lead")
        yield Paragraph(words.say(f"attachment.method_{part}", **facts), lead=f"{number}.{lead}")
    yield quality_table(view, words)
    if county.is_demo:
        yield Paragraph(words.say("attachment.demo"))
