"""Charts of the ranking report: where each town stands, how sure that is, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reports.bulletin_tables import number, rank_range
from reports.charts.canvas import Emphasis
from reports.charts.funnel import FunnelBound, FunnelPoint, funnel
from reports.charts.rank_interval import RankRow, rank_interval
from reports.charts.slope import SlopeRow, slope
from reports.charts.tile_map import Tile, tile_map
from reports.charts.trend import TrendPoint, TrendSeries, trend_panels
from reports.document import Figure
from reports.ranking import MonthScore, RankingView
from reports.town_standing import Town
from reports.wording import Words, fixed

COUNTY: dict[str | None, Emphasis] = {"above": "above", "below": "below"}
MOVED: dict[str | None, Emphasis] = {"up": "above", "down": "below"}
_FEW = 4  # so many names may stand in a caption; more are counted


def ranked_towns(view: RankingView) -> list[Town]:
    """The towns that are ranked, by rank."""
    return [town for town in view.month_view.towns if town.is_ranked]


def _verdicts(towns: Sequence[Town], words: Words, name: str, counter: int) -> str:
    """A caption that names the towns above and below the county, or counts them where they are many."""
    above = [town.town_name for town in towns if town.county_verdict == "above"]
    below = [town.town_name for town in towns if town.county_verdict == "below"]
    tests = [town.county_test or "" for town in towns]
    return words.claim(name, tests, number=counter, above=above, below=below, few=len(above) + len(below) <= _FEW)


def county_map(view: RankingView, words: Words, counter: int) -> Figure:
    """The towns where they lie, tinted by their test against the county."""
    tiles = [
        Tile(
            town.town_name,
            *view.tiles[town.town_code],
            number(town.score_printed),
            COUNTY.get(town.county_verdict, "none"),
            town.is_ranked,
        )
        for town in view.month_view.towns
    ]
    towns = ranked_towns(view)
    scores = [f"{tile.name}{tile.label}" for tile in tiles]
    caption = _verdicts(towns, words, "ranking.map_caption", counter)
    return tile_map(tiles, caption=caption, alt=words.say("ranking.map_alt", scores=scores))


def rank_ranges(view: RankingView, words: Words, counter: int) -> Figure:
    """The month's range of ranks of every town; coloured where it lies wholly within the first or last k."""
    settings, towns = view.month_view.settings, ranked_towns(view)
    sure = {
        "above": [town for town in towns if town.top_evidence == "sufficient"],
        "below": [town for town in towns if town.bottom_evidence == "sufficient"],
    }
    rows = [
        RankRow(
            town.town_name,
            town.point_rank or 0,
            town.rank_best or 1,
            town.rank_worst or len(towns),
            words.say("place.range", range=rank_range(town.rank_best, town.rank_worst)),
            "above" if town in sure["above"] else "below" if town in sure["below"] else "none",
        )
        for town in towns
    ]
    counts = {side: settings["ranking", f"{side}_count"] for side in ("top", "bottom")}
    tests = [test for town in towns for test in (town.top_test, town.bottom_test) if test]
    return rank_interval(
        rows,
        top_count=int(counts["top"]),
        bottom_count=int(counts["bottom"]),
        top_title=words.say("place.first", k=counts["top"]),
        bottom_title=words.say("place.last", k=counts["bottom"]),
        caption=words.claim(
            "place.caption",
            tests,
            number=counter,
            top_k=counts["top"],
            bottom_k=counts["bottom"],
            top=[town.town_name for town in sure["above"]],
            bottom=[town.town_name for town in sure["below"]],
        ),
        alt=words.say("place.alt", rows=[f"{row.name}{row.label}" for row in rows]),
    )


def moves(view: RankingView, words: Words, counter: int, periods: tuple[str, str]) -> Figure:
    """Scores of the month before and of this; only significant moves stand out."""
    towns = [town for town in view.month_view.towns if town.score_printed is not None and town.change_test]
    rows = [
        SlopeRow(
            town.town_name,
            town.prior_score_printed,
            town.score_printed,
            number(town.prior_score_printed),
            number(town.score_printed),
            MOVED.get(town.change_verdict, "none"),
        )
        for town in towns
    ]
    moved = {
        verdict: [town.town_name for town in towns if town.change_verdict == verdict] for verdict in ("up", "down")
    }
    tests = [town.change_test or "" for town in towns]
    few = len(moved["up"]) + len(moved["down"]) <= _FEW
    return slope(
        rows,
        periods,
        caption=words.claim("change.caption", tests, number=counter, few=few, **moved),
        alt=words.say("change.alt", rows=[f"{row.name}{row.before_label}→{row.after_label}" for row in rows]),
    )


def months(view: RankingView, words: Words, counter: int) -> Figure:
    """The scores of every town over the months, with the county's as a thin line."""
    anew = _new_scales(view.history)
    ranking = view.month_view
    of = {town.town_code: town for town in ranking.towns}
    panels = [
        TrendSeries(
            of[code].town_name,
            _points(view.history, code, anew),
            label=number(of[code].score_printed),
            emphasis=COUNTY.get(of[code].county_verdict, "none"),
        )
        for code in ranking.town_order
    ]
    broken = bool(anew) or not all(score.is_ranked for score in view.history)
    county = TrendSeries(words.say("change.county_line", broken=broken), _points(view.history, "", anew))
    count = len({score.month for score in view.history})
    return trend_panels(
        panels,
        county,
        caption=words.explain("change.months_caption", number=counter, count=count),
        alt=words.say("change.months_alt", rows=[f"{panel.name}{panel.label}" for panel in panels]),
    )


def _new_scales(history: Sequence[MonthScore]) -> set[tuple[int, int]]:
    """Months whose scale is not that of the month before."""
    county = [score for score in history if not score.town_code]
    changed = [after for before, after in pairwise(county) if before.scale != after.scale]
    return {(score.month.year, score.month.month) for score in changed}


def _points(history: Sequence[MonthScore], code: str, anew: set[tuple[int, int]]) -> tuple[TrendPoint, ...]:
    return tuple(
        TrendPoint(
            score.month,
            score.score_printed if score.is_ranked else None,
            score.ci_low,
            score.ci_high,
            starts_anew=(score.month.year, score.month.month) in anew,
        )
        for score in history
        if score.town_code == code
    )


def sample_funnel(view: RankingView, words: Words, counter: int) -> Figure:
    """Scores against effective samples, with what chance alone would keep them within."""
    towns = ranked_towns(view)
    points = [
        FunnelPoint(
            town.town_name,
            town.effective_count or 0.0,
            town.score_printed or 0.0,
            COUNTY.get(town.county_verdict, "none"),
        )
        for town in towns
    ]
    bounds = [FunnelBound(step.effective_count, step.score_low, step.score_high) for step in view.funnel]
    score = view.month_view.county.score_printed
    return funnel(
        points,
        bounds,
        score,
        words.say("sample.county", score=fixed(score)),
        words.say("sample.bounds"),
        axes=(words.say("sample.axis_sample"), words.say("sample.axis_score")),
        caption=_verdicts(towns, words, "sample.funnel_caption", counter),
        alt=words.say("sample.funnel_alt", rows=[f"{p.name}{fixed(p.sample, 0)}份{fixed(p.score)}分" for p in points]),
    )
