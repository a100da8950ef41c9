"""The tables of a town sheet: past months, and dimensions beside the county's."""

from __future__ import annotations

from reports.bulletin_tables import NOTHING, VERDICTS, number
from reports.document import Column, Shade, Table
from reports.town_sheet import TownSheetView
from reports.town_sheet_sentences import parts
from reports.wording import Words

# As many months as stand side by side in type that can be read.
MONTHS_SHOWN = 6
# Only what a test found is tinted.
TINTS = {**dict.fromkeys(("above", "up"), Shade("green", 0.8)), **dict.fromkeys(("below", "down"), Shade("red", 0.8))}
AGAINST_COUNTY = {"above": "显著高于", "below": "显著低于", "none": "不显著"}


def trend_table(view: TownSheetView, words: Words) -> Table:
    """Scores, intervals and ranks of the last months of the same scale, a column a month."""
    past = view.past[-MONTHS_SHOWN:]
    return Table(
        caption=words.say("trend.caption", count=len(past)),
        columns=(
            # So narrow that the table is always set in its smallest type: the sheet counts on its height.
            Column(words.say("trend.item"), width_mm=22),
            *(Column(f"{each.past_month.year}年{each.past_month.month}月") for each in past),
        ),
        rows=(
            (words.say("trend.score"), *(number(each.score_printed) for each in past)),
            (words.say("trend.interval"), *(_interval(each.ci_low, each.ci_high) for each in past)),
            (words.say("trend.rank"), *(_rank(each.point_rank, each.ranked_count) for each in past)),
        ),
    )


def _interval(low: float | None, high: float | None) -> str:
    return NOTHING if low is None or high is None else f"{number(low)}—{number(high)}"


def _rank(rank: int | None, ranked: int | None) -> str:
    return NOTHING if rank is None else f"{rank}/{ranked}"


def dimension_table(view: TownSheetView, words: Words) -> Table:
    """The town's dimensions beside the county's, with what the tests found; too small samples are not listed."""
    county = {each.dimension: each for each in view.county_dimensions}
    return Table(
        caption=words.say("dimension.caption"),
        columns=(
            Column(words.say("dimension.name"), "left"),
            Column(words.say("dimension.count"), "point"),
            Column(words.say("dimension.score"), "point"),
            Column(words.say("dimension.interval"), width_mm=21),
            Column(words.say("dimension.county"), "point"),
            Column(words.say("dimension.against")),
            Column(words.say("dimension.prior"), "point"),
            Column(words.say("dimension.change")),
        ),
        rows=tuple(
            (
                each.dimension_name,
                str(each.scored_count),
                number(each.score_printed) if each.status == "ranked" else NOTHING,
                _interval(each.ci_low, each.ci_high) if each.status == "ranked" else NOTHING,
                number(county[each.dimension].score_printed),
                AGAINST_COUNTY[each.county_verdict] if each.county_test else NOTHING,
                number(each.prior_score_printed) if each.change_test else NOTHING,
                VERDICTS[each.change_verdict],
            )
            for each in parts(view)
        ),
        notes=(words.explain("dimension.note"),),
        shades=tuple(
            (*[None] * 5, TINTS.get(each.county_verdict), None, TINTS.get(each.change_verdict)) for each in parts(view)
        ),
    )
