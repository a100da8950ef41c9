"""Tables of the ranking report, among them two heatmaps."""

from __future__ import annotations

from reports.bulletin import Composite
from reports.bulletin_tables import NOTHING, county_last, number, rank_range
from reports.document import Column, Shade, Table
from reports.ranking import RankingView
from reports.wording import Words, fixed

_LEAST_PCT = 0.5  # a probability that would round to nothing is left blank
_DARKEST_PCT = 50.0  # from here on a cell is as dark as it gets


def probability_table(view: RankingView, words: Words, counter: int) -> Table:
    """Towns × ranks: how probable it is that the town's true rank is this one."""
    towns = [town for town in view.month_view.towns if town.is_ranked]
    chance = {(each.town_code, each.rank): each.probability_pct for each in view.probabilities}
    ranks = range(1, len(towns) + 1)
    values = [[chance.get((town.town_code, rank), 0.0) for rank in ranks] for town in towns]
    return Table(
        caption=words.say("place.table", number=counter),
        columns=(
            Column(words.say("place.town"), width_mm=24),
            *(Column(str(rank), "point", group=words.say("place.rank")) for rank in ranks),
        ),
        rows=tuple(
            (town.town_name, *(fixed(pct, 0) if pct >= _LEAST_PCT else "" for pct in row))
            for town, row in zip(towns, values, strict=True)
        ),
        notes=(words.say("place.table_note"),),
        shades=tuple((None, *(Shade("grey", min(pct / _DARKEST_PCT, 1.0)) for pct in row)) for row in values),
    )


def rolling_table(view: RankingView, words: Words, counter: int) -> Table:
    """Score and places of the month beside those of the rolling months, and the score as if all towns were alike."""
    ranking = view.month_view
    span = words.say("place.rolling", months=ranking.settings["ranking", "rolling_months"])
    now, score, places = words.say("place.now"), words.say("place.score"), words.say("place.places")
    return Table(
        caption=words.say("place.rolling_table", number=counter),
        columns=(
            Column(words.say("place.town"), width_mm=24),
            Column(score, "point", group=now),
            Column(places, group=now),
            Column(score, "point", group=span),
            Column(places, group=span),
            Column(words.say("place.standardised"), "point"),
            Column(words.say("place.shrunken"), "point"),
            Column(words.say("place.other_ways")),
        ),
        rows=tuple(
            (
                town.town_name,
                number(town.score_printed),
                rank_range(town.rank_best, town.rank_worst),
                number(town.rolling_score_printed),
                rank_range(town.rolling_rank_best, town.rolling_rank_worst),
                number(town.standardised_printed),
                number(town.shrunken_score),
                _other_ways(view, "score", town.town_code),
            )
            for town in ranking.towns
        ),
        notes=(words.say("place.rolling_note", months=ranking.settings["ranking", "rolling_months"]),),
    )


def _other_ways(view: RankingView, basis: str, code: str) -> str:
    found = [each for each in view.robustness if each.basis == basis and each.town_code == code]
    return rank_range(found[0].best_rank, found[0].worst_rank) if found else NOTHING


def dimension_table(view: RankingView, words: Words, counter: int) -> Table:
    """Towns × dimensions, by rank: red where a town is significantly below the county, green where above."""
    ranking = view.month_view
    names = {each.dimension: each.dimension_name for each in ranking.dimensions}
    of = {(each.scope_code, each.dimension): each for each in ranking.dimensions if each.status != "too_few"}
    scopes = [*((town.town_code, town.town_name) for town in ranking.towns), ("", words.say("dimension.county"))]
    tones: dict[str, Shade] = {"above": Shade("green", 0.8), "below": Shade("red", 0.8)}
    marks = {"above": "↑", "below": "↓"}

    def cell(code: str, dimension: str) -> tuple[str, Shade | None]:
        found = of.get((code, dimension))
        if found is None:
            return NOTHING, None
        verdict = found.county_verdict if code else "none"
        return number(found.score_printed) + marks.get(verdict, ""), tones.get(verdict)

    cells = [[cell(code, dimension) for dimension in names] for code, _ in scopes]
    return Table(
        caption=words.say("dimension.table", number=counter),
        columns=(
            Column(words.say("place.town"), width_mm=22),
            *(Column(_halved(name), "point") for name in names.values()),
        ),
        rows=tuple((name, *(text for text, _ in row)) for (_, name), row in zip(scopes, cells, strict=True)),
        notes=(words.explain("dimension.table_note", minimum=ranking.settings["score", "min_interviews"]),),
        row_marks=county_last(len(scopes) - 1),
        shades=tuple((None, *(shade for _, shade in row)) for row in cells),
    )


def _halved(title: str) -> str:
    """A heading of more than four characters in two lines."""
    half = (len(title) + 1) // 2
    return title if len(title) <= 4 else f"{title[:half]}\n{title[half:]}"


def composite_table(view: RankingView, words: Words, counter: int) -> Table:
    """Composite scores with their interval, places, and places under other weights."""
    ranking = view.month_view
    grouped = any(each.peer_group != "all" for each in ranking.composites)
    return Table(
        caption=words.say("composite.table", number=counter),
        columns=(
            Column(words.say("composite.rank")),
            Column(words.say("place.town"), width_mm=24),
            Column(words.say("composite.score"), "point"),
            Column(words.say("composite.interval")),
            Column(words.say("place.places")),
            Column(words.say("composite.other_weights")),
            Column(words.say("composite.bottom", k=ranking.settings["ranking", "bottom_count"])),
        ),
        rows=tuple(_composite_row(view, each, grouped) for each in ranking.composites),
        notes=(
            words.say(
                "composite.note",
                step=f"{float(ranking.settings['composite', 'perturbation_pct']):g}",
                k=ranking.settings["ranking", "bottom_count"],
            ),
        ),
    )


def _composite_row(view: RankingView, town: Composite, grouped: bool) -> tuple[str, ...]:
    place = NOTHING if town.point_rank is None else str(town.point_rank)
    share = (town.bottom_share_numerator, town.bottom_share_denominator)
    return (
        f"{town.peer_group}{place}" if grouped else place,
        town.town_name,
        number(town.composite_printed),
        NOTHING if town.ci_low is None else f"{number(town.ci_low)}—{number(town.ci_high)}",
        rank_range(town.rank_best, town.rank_worst),
        _other_ways(view, "composite", town.town_code),
        NOTHING if None in share else f"{share[0]}/{share[1]}",
    )


def plan_table(view: RankingView, words: Words, counter: int) -> Table:
    """How far each score can be trusted, and the interviews it would take, in the fixed order."""
    ranking = view.month_view
    towns = {town.town_code: town for town in ranking.towns}
    plans = {plan.town_code: plan for plan in view.plans}
    half = next((f"{plan.half_width:g}" for plan in view.plans), NOTHING)
    rows = []
    for code in ranking.town_order:
        town, plan = towns[code], plans.get(code)
        rows.append(
            (
                town.town_name,
                str(town.interview_count),
                NOTHING if town.effective_count is None else fixed(town.effective_count, 0),
                number(town.reliability),
                NOTHING if plan is None else str(plan.ranking_count),
                NOTHING if plan is None or plan.half_width_count is None else str(plan.half_width_count),
            )
        )
    return Table(
        caption=words.say("sample.table", number=counter),
        columns=(
            Column(words.say("place.town"), width_mm=24),
            Column(words.say("sample.interviews"), "point"),
            Column(words.say("sample.effective"), "point"),
            Column(words.say("sample.reliability"), "point"),
            Column(words.say("sample.to_rank"), "point"),
            Column(words.say("sample.to_half", half=half), "point"),
        ),
        rows=tuple(rows),
        notes=(words.say("sample.note"),),
    )
