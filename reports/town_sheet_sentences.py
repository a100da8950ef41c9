"""The sentences of a town sheet: what a month gives a town to be told. Their words are in words/town_sheet.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.bulletin import Dimension
from reports.bulletin_evidence import chance
from reports.town_sheet import TownDimension, TownSheetView
from reports.town_standing import Side
from reports.wording import Words, fixed

# How many topics, households and places are named, and how many dimensions and concentrated topics where a sentence
# names two lists of them; the tables of the month hold them all.
NAMED, FEW = 3, 2


def findings(view: TownSheetView, words: Words) -> Iterator[str]:
    """Say where the town stands, why, and what is asked of it."""
    yield standing(view, words)
    yield from (evidence(view, words, side) for side in ("bottom", "top") if _is_candidate(view, side))
    yield reasons(view, words)
    yield topics(view, words)
    yield due(view, words)


def standing(view: TownSheetView, words: Words) -> str:
    """Say score, rank and range, the comparison with the county and with the month before; or why there is no rank."""
    town, county = view.town, view.county
    if town.score_printed is None:
        return words.say("standing.no_data")
    if not town.is_ranked:
        return words.say(
            "standing.unranked",
            count=town.interview_count,
            score=fixed(town.score_printed),
            reason=view.refusal,
            minimum=view.settings["score", "min_interviews"],
        )
    text = words.say(
        "standing.ranked",
        score=fixed(town.score_printed),
        ranked=ranked_count(view),
        rank=town.point_rank,
        is_tied=town.is_tied,
        best=town.rank_best,
        worst=town.rank_worst,
    )
    verdict = f"standing.county_{town.county_verdict or 'none'}"
    text += words.claim(verdict, [town.county_test or ""], score=fixed(county.score_printed))
    if town.change_printed is not None and town.change_test:
        size = fixed(abs(town.change_printed))
        prior = fixed(town.prior_score_printed or 0.0)
        return text + words.claim(f"standing.change_{town.change_verdict}", [town.change_test], prior=prior, size=size)
    if county.prior_scale is None:
        return text + words.say("standing.change_first")
    if county.prior_scale != county.scale:
        return text + words.say("standing.change_scale")
    return text + words.say("standing.change_few")


def ranked_count(view: TownSheetView) -> int | None:
    """How many towns are ranked this month."""
    return next((past.ranked_count for past in view.past if past.past_month == view.month), None)


def _is_candidate(view: TownSheetView, side: Side) -> bool:
    return view.town.is_bottom_candidate if side == "bottom" else view.town.is_top_candidate


def evidence(view: TownSheetView, words: Words, side: Side) -> str:
    """Say how sure it is that the town is among the last or the first, and what is proposed."""
    found = view.town.standing(side)
    return words.claim(
        f"evidence.{side}",
        found.tests,
        k=view.settings["ranking", f"{side}_count"],
        level=found.evidence,
        month_chance=chance(found.month_pct),
        rolling_chance=None if found.rolling_pct is None else chance(found.rolling_pct),
        months=view.settings["ranking", "rolling_months"],
        action=found.action,
    )


def reasons(view: TownSheetView, words: Words) -> str:
    """Say on which dimensions the town differs from the county or moved, and what its residents speak of most."""
    own = parts(view)
    tested = [each for each in own if each.county_test]
    if not tested:
        text = words.say("reasons.few", minimum=view.settings["score", "min_interviews"])
    else:
        below, above = (_named(own, "county_verdict", verdict) for verdict in ("below", "above"))
        tests = [each.county_test or "" for each in tested]
        text = words.claim("reasons.county", tests, below=below, above=above, count=len(tested), named=FEW)
    moved = [each for each in own if each.change_verdict in ("up", "down")]
    if moved:
        fallen, risen = (_named(own, "change_verdict", verdict) for verdict in ("down", "up"))
        tests = [each.change_test or "" for each in moved]
        text += words.claim("reasons.change", tests, down=fallen, up=risen, named=FEW)
    return text


def parts(view: TownSheetView) -> list[TownDimension]:
    """The town's dimensions, without the one that the towns are ranked by."""
    return [each for each in view.dimensions if each.dimension != view.settings["score", "dimension"]]


def _named(dimensions: Sequence[Dimension], field: str, verdict: str) -> list[str]:
    return [each.dimension_name for each in dimensions if getattr(each, field) == verdict]


def due(view: TownSheetView, words: Words) -> str:
    """Say what the town has open, and what of it is overdue or nearly so."""
    return words.say("due.count", of=view.due_count)


def topics(view: TownSheetView, words: Words) -> str:
    """Say what the residents speak of most, what of it is concentrated here, and what is a major problem."""
    if not view.topics:
        return words.say("topics.none")
    items = [f"{each.title}{each.mention_count}条" for each in view.topics[:NAMED]]
    text = words.say("topics.most", total=view.topics[0].share_denominator, items=items)
    here = [each for each in view.topics if each.is_concentrated]
    if here:
        titles = [each.title for each in here]
        tests = [each.in_towns_test or "" for each in here]
        months = view.settings["topics", "window_months"]
        text += words.claim("topics.here", tests, titles=titles, months=months, named=FEW)
    named = here[:FEW] or view.topics[:NAMED]
    major = [each.title for each in named if each.is_major]
    if major:
        text += words.say("topics.major", titles=[] if len(major) == len(here) > 1 else major)
    return text + words.say("topics.end")


def work_left(view: TownSheetView, words: Words) -> list[str]:
    """Name whom nobody has visited yet, what inspections found, and what came back: notes to the measures."""
    unanswered = view.measures.get("visit_feedback_overdue")
    notes: list[str] = []

    def note(name: str, **values: object) -> None:
        notes.append(words.say(f"measures.{name}", number=len(notes) + 2, named=NAMED, **values))

    if view.unreached:
        note("note_visits", unreached=[each.household_no for each in view.unreached])
    if unanswered and unanswered.numerator:
        note("note_unanswered", count=unanswered.numerator)
    if view.findings:
        sites = [each.site or "—" for each in view.findings]
        note("note_findings", sites=sites, unentered=[each for each in view.findings if not each.is_entered])
    if view.rebounds:
        note("note_rebounds", ledger_nos=list(dict.fromkeys(each.ledger_no for each in view.rebounds)))
    return notes
