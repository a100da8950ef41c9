"""The sentences of the monthly bulletin: what a month gives them to say. Their words are in words/bulletin.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reports.bulletin import BulletinView, Dimension, Indicator
from reports.town_standing import ACTIONS, EVIDENCE, Side, Town
from reports.wording import Words, fixed, percent

_MOST_NAMED = 5  # towns that a sentence names; where more are meant, it points to the table of all


def overall(view: BulletinView, words: Words) -> str:
    """Say the sample, the county's score and whether it moved."""
    county = view.county
    text = words.say(
        "overall.sample",
        attempts=county.attempt_count,
        valid=county.valid_count,
        rr1=percent(county.rr1_numerator, county.rr1_denominator),
        coop1=percent(county.coop1_numerator, county.coop1_denominator),
        score=fixed(county.score_printed),
        low=fixed(county.ci_low),
        high=fixed(county.ci_high),
    )
    if county.change_printed is None or county.prior_score_printed is None:
        text += words.say(f"overall.change_{'none' if county.prior_scale is None else 'scale'}")
    else:
        text += words.claim(
            f"overall.change_{county.change_verdict}",
            [county.change_test or ""],
            prior=fixed(county.prior_score_printed),
            size=fixed(abs(county.change_printed)),
        )
    satisfied = percent(county.satisfied_numerator, county.satisfied_denominator)
    return text + words.say(f"overall.satisfied{'_five' if county.scale == 'five' else ''}", satisfied=satisfied)


def with_score(town: Town) -> str:
    """`西里镇（81.55分）`."""
    return f"{town.town_name}（{fixed(town.score_printed or 0.0)}分）"


def top_towns(view: BulletinView) -> list[Town]:
    """Return the candidates for praise: those ranked k or better; a tie at the edge takes all of it."""
    return [town for town in view.towns if town.is_top_candidate]


def bottom_towns(view: BulletinView) -> list[Town]:
    """Return the candidates for talks: those with fewer than k towns below them, from the last upwards in the table."""
    return [town for town in view.towns if town.is_bottom_candidate]


def against_county(view: BulletinView, words: Words) -> str:
    """Say who differs from the county, and that the others do not."""
    ranked = [town for town in view.towns if town.is_ranked]
    above = [town.town_name for town in ranked if town.county_verdict == "above"]
    below = [town.town_name for town in ranked if town.county_verdict == "below"]
    tests = [town.county_test or "" for town in ranked]
    return words.claim("ranking.county", tests, above=above, below=below, others=len(ranked) - len(above) - len(below))


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
                words.claim(
                    f"change.town_{town.change_verdict}",
                    [town.change_test or ""],
                    town=town.town_name,
                    prior=fixed(town.prior_score_printed or 0.0),
                    score=fixed(town.score_printed or 0.0),
                    size=fixed(abs(town.change_printed or 0.0)),
                )
            )
    flat = sum(town.change_verdict == "flat" for town in view.towns)
    apart = sum(town.change_verdict == "none" for town in view.towns)
    kind = "both" if moved["up"] and moved["down"] else next((k for k in moved if moved[k]), "flat")
    tests = [town.change_test for town in view.towns if town.change_test]
    text = words.claim(f"change.{kind}", tests, flat=flat, apart=apart, **moved)
    return text + words.explain("change.caution") + _movement(view, words)


def _movement(view: BulletinView, words: Words) -> str:
    """Set the movement of ranks beside what chance alone would move them."""
    moved = [town for town in view.towns if town.rank_gain is not None and town.chance_places is not None]
    if not moved:
        return ""
    places = sum(abs(town.rank_gain or 0) for town in moved) / len(moved)
    chance = sum(town.chance_places or 0.0 for town in moved) / len(moved)
    return words.say("change.movement", places=fixed(places, 1), chance=fixed(chance, 1))


def dimensions(view: BulletinView, words: Words) -> str:
    """Say the county's scores by dimension and what moved, with the towns where something fell."""
    ranking = view.settings["score", "dimension"]
    county = [d for d in view.dimensions if d.scope == "county" and d.dimension != ranking]
    scores = [d.score_printed or 0.0 for d in county]
    highest, lowest = (
        [f"{d.dimension_name}（{fixed(end)}分）" for d, score in zip(county, scores, strict=True) if score == end]
        for end in (max(scores), min(scores))
    )
    if len(set(scores)) > 1:
        text = words.say("dimension.order", count=len(county), highest=highest, lowest=lowest)
    else:
        text = words.say("dimension.tied", names=[d.dimension_name for d in county], score=fixed(scores[0]))
    tested = [d for d in county if d.change_test]
    for verdict in ("up", "down"):
        moved = [d for d in tested if d.change_verdict == verdict]
        if moved:
            tests = [d.change_test or "" for d in moved]
            text += words.claim(f"dimension.{verdict}", tests, **{verdict: [_moved(d) for d in moved]})
    if tested and all(d.change_verdict not in ("up", "down") for d in tested):
        text += words.claim("dimension.flat", [d.change_test or "" for d in tested])
    fallen = [d for d in view.dimensions if d.scope == "town" and d.dimension != ranking and d.change_verdict == "down"]
    if fallen:
        items = [_fallen_names(fallen, name) for name in _scope_names(fallen)]
        text += words.claim("dimension.town", [d.change_test or "" for d in fallen], items=items)
    return text


def _moved(dimension: Dimension) -> str:
    prior, score = fixed(dimension.prior_score_printed or 0.0), fixed(dimension.score_printed or 0.0)
    return f"{dimension.dimension_name}（由{prior}分变为{score}分）"


def _scope_names(dimensions: Sequence[Dimension]) -> list[str]:
    return list(dict.fromkeys(d.scope_name for d in dimensions))


def _fallen_names(fallen: Sequence[Dimension], scope_name: str) -> str:
    return scope_name + "（" + "、".join(d.dimension_name for d in fallen if d.scope_name == scope_name) + "）"


def rate_sentence(words: Words, name: str, indicator: Indicator) -> str:
    """Say a rate, or that there was nothing to assess (when the words have a sentence for it)."""
    if not indicator.denominator:
        return words.say(f"{name}_none") if words.has(f"{name}_none") else ""
    rate = percent(indicator.numerator, indicator.denominator)
    return words.say(name, met=indicator.numerator, rate=rate, all=indicator.denominator, due=indicator.denominator)


def _overdue(view: BulletinView, words: Words, part: str) -> str:
    count = view.indicators["", f"{part}_overdue_open"].numerator
    if not count:
        return words.say(f"{part}.overdue_none")
    unit = "件" if part == "hotline" else "个"
    counts = _by_town(view, f"{part}_overdue_open")
    having = sum(number > 0 for number in counts.values())
    if having > _MOST_NAMED:
        places = words.say("overdue.spread", count=having)
    else:
        places = words.say("overdue.named", towns=by_count(view, counts, unit)) if having else ""
    if outside := count - sum(counts.values()):
        places += words.say("overdue.outside", count=outside, unit=unit)
    return words.say(f"{part}.overdue", count=count, places=places)


def _by_town(view: BulletinView, indicator: str) -> dict[str, int]:
    return {code: view.indicators[code, indicator].numerator for code in view.town_order}


def by_count(view: BulletinView, counts: Mapping[str, int], unit: str) -> list[str]:
    """Name the towns that have some, the most first, those with as many together: `鲁村镇、东里镇各1个`."""
    names = {town.town_code: town.town_name for town in view.towns}
    having: dict[int, list[str]] = {}
    for code, number in counts.items():
        having.setdefault(number, []).append(names[code])
    return [
        f"{'、'.join(towns)}{'各' if len(towns) > 1 else ''}{number}{unit}"
        for number, towns in sorted(having.items(), reverse=True)
        if number
    ]


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
        + rate_sentence(words, "hotline.responded", of["hotline_responded"])
        + rate_sentence(words, "hotline.on_time", of["hotline_on_time"])
        + rate_sentence(words, "hotline.solved", of["hotline_solved"])
        + rate_sentence(words, "hotline.satisfied", of["hotline_satisfied"])
        + rate_sentence(words, "hotline.repeated", of["hotline_repeated"])
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
    text += rate_sentence(words, "rectification.on_time", of["rectification_on_time"])
    text += _overdue(view, words, "rectification")
    if of["rectification_rebound"].numerator:
        towns = by_count(view, _by_town(view, "rectification_rebound"), "个")
        text += words.say("rectification.rebound", count=of["rectification_rebound"].numerator, towns=towns)
    if count := of["rectification_rebound_unmarked"].numerator:
        by_text = of["rectification_rebound_by_text"].numerator
        text += words.say("rectification.rebound_unmarked", count=count, by_text=by_text)
    if count := of["rectification_due_soon"].numerator:
        text += words.say("rectification.due_soon", count=count)
    return text + rate_sentence(words, "rectification.entered", of.get("rectification_entered", Indicator(0, 0)))


def verdict(view: BulletinView, words: Words) -> Iterator[str]:
    """Propose talks and praise, each only on the evidence it has."""
    sides: tuple[tuple[Side, list[Town]], ...] = (("bottom", bottom_towns(view)), ("top", top_towns(view)))
    for side, towns in sides:
        if not towns:
            continue
        k = view.settings["ranking", f"{side}_count"]
        text = ""
        for level in reversed(EVIDENCE):
            there = [town for town in towns if town.standing(side).evidence == level]
            if there:
                tests = [test for town in there for test in town.standing(side).tests]
                text += words.claim(f"verdict.{side}_{level}", tests, k=k, items=[town.town_name for town in there])
        actions = {a: [town.town_name for town in towns if town.standing(side).action == a] for a in ACTIONS}
        yield text + words.say(f"verdict.{side}_action", actions=actions)


def verdict_rule(view: BulletinView, words: Words) -> str:
    """Say what the levels of evidence mean and what they lead to."""
    return words.explain(
        "verdict.rule",
        top_k=view.settings["ranking", "top_count"],
        bottom_k=view.settings["ranking", "bottom_count"],
        strong=f"{float(view.settings['evidence', 'strong_probability_pct']):g}",
        months=view.settings["ranking", "rolling_months"],
        talk=view.settings["evidence", "talk_needs"],
        praise=view.settings["evidence", "praise_needs"],
    )
