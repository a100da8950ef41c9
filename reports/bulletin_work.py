"""The bulletin's sentences on the work itself: visits, recurring problems, good work and shortcomings, what is next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reports.bulletin import BulletinView, Indicator, Phase
from reports.bulletin_sentences import bottom_towns, by_count, rate_sentence
from reports.town_standing import Town
from reports.typesetting import chinese_date
from reports.wording import Words


def visits(view: BulletinView, words: Words) -> str:
    """Say how many visits were made and how, whom they reached, and what became of the opinions."""
    # A month may have no list of households, or no visits at all: then there is nothing to assess.
    of: defaultdict[str, Indicator] = defaultdict(lambda: Indicator(0, 0))
    of.update({name: indicator for (code, name), indicator in view.indicators.items() if code == ""})
    if made := of["visit_made"].numerator:
        text = words.say("visit.made", count=made) + rate_sentence(words, "visit.proper", of["visit_proper"])
        text += words.say("visit.opinions", count=of["visit_opinion"].numerator)
    else:
        text = words.say("visit.made_none")
    text += rate_sentence(words, "visit.reached", of["household_reached"])
    targets = [
        words.say("visit.target", whom=each["name"], met=target.numerator, due=target.denominator)
        for each in words.entries("visit_targets")
        if (target := of.get(each["indicator"])) and target.denominator
    ]
    if targets:
        text += words.say("visit.targets", items=targets)
    text += rate_sentence(words, "visit.fed_back", of["visit_fed_back"])
    overdue = of["visit_feedback_overdue"].numerator
    return text + (words.say("visit.overdue", count=overdue) if overdue else "")


REASONS = ("growing_in_towns", "growing", "in_towns", "emerging")


def problems(view: BulletinView, words: Words) -> str:
    """Name the recurring problems that go to the party group, why each does, and which lack a special ledger row."""
    if not view.problems:
        return words.say("problem.none")
    kinds = []
    for reason in REASONS:
        there = [each for each in view.problems if each.major_reason == reason]
        if there:
            tests = [t for each in there for t in (each.emerging_test, each.growing_test, each.in_towns_test) if t]
            items = [
                words.say("problem.item", title=each.title, mentions=each.mention_count, towns=each.town_count)
                for each in there
            ]
            kinds.append(words.claim(f"problem.{reason}", tests, items=items))
    return (
        words.say("problem.major", count=len(view.problems))
        + "；".join(kinds)
        + "。"
        + words.say(
            "problem.special",
            entered=[each.title for each in view.problems if each.has_special_row],
            missing=[each.title for each in view.problems if not each.has_special_row],
        )
    )


def practice(view: BulletinView, words: Words) -> Iterator[str]:
    """Say who met every deadline, then why each bottom town lost, then which units are behind; figures only."""
    good = []
    for part, unit in (("hotline", "件"), ("rectification", "个")):
        due = {code: view.indicators[code, f"{part}_on_time"] for code in view.town_order}
        met = {code: each.numerator for code, each in due.items() if each.numerator == each.denominator}
        if towns := by_count(view, met, unit):
            good.append(words.say(f"practice.good_{part}", towns=towns))
    yield words.say("practice.good", items=good) if good else words.say("practice.good_none")
    losses = [_losses(view, town, words) for town in bottom_towns(view)]
    if losses:
        yield "".join(losses)
    if view.overdue_owners:
        owners = [words.say("practice.owner", owner=o.scope_name, count=o.numerator) for o in view.overdue_owners]
        yield words.say("practice.owners", items=owners)


def _losses(view: BulletinView, town: Town, words: Words) -> str:
    """Say on which dimensions a town stays behind the county, and what it left undone."""
    ranking = view.settings["score", "dimension"]
    own = [d for d in view.dimensions if d.scope_code == town.town_code and d.dimension != ranking and d.county_test]
    behind = sorted(
        (d for d in own if d.county_verdict == "below"), key=lambda d: (d.score_printed or 0.0, d.dimension)
    )
    tests = [d.county_test or "" for d in (behind or own)]
    items = [d.dimension_name for d in behind]
    said = words.claim("practice.loss", tests, town=town.town_name, items=items, count=len(own)) if own else ""
    undone = _handling(view, town, words)
    if not said:
        return words.say("practice.loss_undone", town=town.town_name, items=undone) if undone else ""
    return "；".join([said, "，".join(undone)] if undone else [said]) + "。"


def _handling(view: BulletinView, town: Town, words: Words) -> list[str]:
    """Say a town's rates short of the whole, what is overdue and what came back."""
    items = []
    for each in words.entries("practice_rates"):
        rate = view.indicators[town.town_code, each["indicator"]]
        if rate.denominator and rate.numerator < rate.denominator:
            parts = {"met": rate.numerator, "due": rate.denominator}
            items.append(words.say("practice.loss_rate", title=each["title"], unit=each["unit"], **parts))
    for sentence, name in (
        ("overdue_hotline", "hotline_overdue_open"),
        ("overdue_rectification", "rectification_overdue_open"),
        ("rebound", "rectification_rebound"),
    ):
        if count := view.indicators[town.town_code, name].numerator:
            items.append(words.say(f"practice.loss_{sentence}", count=count))
    return items


def next_steps(view: BulletinView, words: Words) -> str:
    """Say what is asked of whom, from what the month left open and from the phase of the campaign."""
    items = [_phase(view, phase, words) for phase in view.phases]
    tickets = view.indicators["", "hotline_overdue_open"].numerator
    overdue = view.indicators["", "rectification_overdue_open"].numerator
    if tickets or overdue:
        items.append(words.say("next.overdue", tickets=tickets, problems=overdue))
    if asked := [t.town_name for t in view.towns if t.bottom_action in ("talk", "watch") or t.change_verdict == "down"]:
        items.append(words.say("next.losses", towns=asked))
    if view.indicators["", "rectification_rebound"].numerator:
        names = {town.town_code: town.town_name for town in view.towns}
        towns = [names[c] for c in view.town_order if view.indicators[c, "rectification_rebound"].numerator]
        items.append(words.say("next.rebound", towns=towns))
    missing = [each.title for each in view.problems if not each.has_special_row]
    if missing:
        items.append(words.say("next.problem", titles=missing))
    items.append(words.say("next.always"))
    if len(items) == 1:
        return items[0] + "。"
    return "".join(f"{number}是{text}。" for number, text in zip("一二三四五六七八九", items, strict=False))


def _phase(view: BulletinView, phase: Phase, words: Words) -> str:
    """Say in which phase of the campaign the month falls, and what it asks for."""
    return words.say(
        "next.phase",
        last=phase.is_last_month,
        campaign=phase.campaign,
        phase=phase.phase_name,
        day=chinese_date(phase.last_on),
        duties=[each.duty_title for each in view.duties if each.phase == phase.phase],
    )
