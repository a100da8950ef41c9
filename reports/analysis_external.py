"""The analysis's part on the third party: the city's districts, and its town scores beside our own."""

from __future__ import annotations

from collections.abc import Iterator

from reports.analysis_writing import NOTHING, Writing, interval, number
from reports.document import Block, Column, Paragraph, Table
from reports.wording import fixed, signed


def external(at: Writing) -> Iterator[Block]:
    """The third party's results beside our own."""
    view, words = at.view, at.words
    if not view.districts and not any(each.external_score is not None for each in view.external):
        yield Paragraph(words.say("external.none"))
        return
    own = next((each for each in view.districts if each.is_own_county), None)
    if own is not None and own.rank is not None:
        text = words.say(
            "external.county",
            score=fixed(own.score),
            count=own.district_count,
            rank=own.rank,
            prior=own.prior_rank,
            above=own.above_district,
            gap_above=number(own.gap_above),
            below=own.below_district,
            gap_below=number(own.gap_below),
        )
        text += words.say("external.disputed") if own.is_rank_disputed else ""
        yield Paragraph(text + words.say("external.error"))
        yield _district_table(at)
    if any(each.external_score is not None for each in view.external):
        yield Paragraph(_agreement(at))
        yield _external_table(at)


def _agreement(at: Writing) -> str:
    of = {each.measure: each for each in at.view.agreement if each.estimate is not None and each.ci_low is not None}
    text = ""
    names = {"pearson": "pearson", "spearman": "spearman", "difference": "mean_difference"}
    if all(code in of for code in names.values()):
        values = {
            name + part: (signed if name == "difference" else _correlation)(getattr(of[code], field) or 0.0)
            for name, code in names.items()
            for part, field in (("", "estimate"), ("_low", "ci_low"), ("_high", "ci_high"))
        }
        text = at.words.say("external.agreement", **values)
    outside = [each.town_name for each in at.view.external if each.is_external_outside]
    return text + at.words.say(f"external.outside{'' if outside else '_none'}", towns=outside)


def _correlation(value: float) -> str:
    return fixed(value) if value >= 0 else f"−{fixed(-value)}"


def _district_table(at: Writing) -> Table:
    return at.table(
        at.words.say("external.districts"),
        (
            Column("位次", width_mm=20),
            Column("区县"),
            Column("得分", "point"),
            Column("上次位次"),
            Column("得分与上次之差", "point"),
        ),
        [
            (
                number(each.rank, 0),
                each.district,
                fixed(each.score),
                number(each.prior_rank, 0),
                NOTHING if each.score_change is None else signed(each.score_change),
            )
            for each in at.view.districts
        ],
        (at.words.say("external.districts_note"),),
        tuple("strong" if each.is_own_county else "" for each in at.view.districts),
    )


def _external_table(at: Writing) -> Table:
    return at.table(
        at.words.say("external.table"),
        (
            Column("镇（街道）", width_mm=26),
            Column("得分", "point", group="本局"),
            Column("区间", group="本局", width_mm=30),
            Column("名次", group="本局"),
            Column("得分", "point", group="第三方"),
            Column("名次", group="第三方"),
            Column("样本量", "point", group="第三方"),
            Column("差", "point"),
        ),
        [
            (
                each.town_name,
                number(each.score),
                interval(each.ci_low, each.ci_high),
                number(each.point_rank, 0),
                number(each.external_score),
                number(each.external_rank, 0),
                number(each.external_sample_size, 0),
                NOTHING if each.difference is None else signed(each.difference),
            )
            for each in at.view.external
        ],
        (at.words.say("external.table_note"),),
        tuple("strong" if each.is_external_outside else "" for each in at.view.external),
    )
