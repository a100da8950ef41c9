"""The sentences of the monthly bulletin: what a month gives them to say. Their words are in words/bulletin.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.bulletin import BulletinView, Dimension, Indicator, Town
from reports.wording import Words, fixed, percent


def overall(view: BulletinView, words: Words) -> str:
    """Say the sample, the county's score and whether it moved."""
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


def with_score(town: Town) -> str:
    """`西里镇（81.55分）`."""
    return f"{town.town_name}（{fixed(town.score_printed or 0.0)}分）"


def top_towns(view: BulletinView) -> list[Town]:
    """Return the candidates for praise: those ranked k or better; a tie at the edge takes all of it."""
    count = int(view.settings["ranking", "top_count"])
    return [town for town in view.towns if town.point_rank is not None and town.point_rank <= count]


def bottom_towns(view: BulletinView) -> list[Town]:
    """Return the candidates for talks: those with fewer than k towns below them, from the last upwards in the table."""
    count = int(view.settings["ranking", "bottom_count"])
    ranked = [town for town in view.towns if town.point_rank is not None]
    return [
        town for town in ranked if sum((other.point_rank or 0) > (town.point_rank or 0) for other in ranked) < count
    ]


def change(view: BulletinView, words: Words) -> str:
    """Name the towns whose score moved by its test, and say that the others did not."""
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


def dimensions(view: BulletinView, words: Words) -> str:
    """Say the county's scores by dimension and what moved, with the towns where something fell."""
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
    outside = count - sum(number for _, number in owed)
    return words.say(f"{part}.overdue", count=count, towns=towns, outside=outside, unit=unit)


def hotline(view: BulletinView, words: Words) -> str:
    """Say what came in, what was due, and what is overdue; a rate with nothing to assess is said so."""
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


def rectification(view: BulletinView, words: Words) -> str:
    """Say what is on the ledger, what was due, and what is overdue or came back."""
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


def verdict(view: BulletinView, words: Words) -> Iterator[str]:
    """Propose talks and praise, each only on the evidence it has."""
    top_count, bottom_count = view.settings["ranking", "top_count"], view.settings["ranking", "bottom_count"]
    for side, towns, k in (("bottom", bottom_towns(view), bottom_count), ("top", top_towns(view), top_count)):
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


def next_steps(view: BulletinView, words: Words) -> list[str]:
    """Say what is asked of whom, from what the month left open."""
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
        return items
    return [f"{number}是{text}" for number, text in zip("一二三四", items, strict=False)]
