"""Measures of a town, unit or office beside the county's, as a table of two halves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.document import Column, Table
from reports.wording import Words, fixed, percent


@dataclass(frozen=True)
class Measure:
    """mart.indicator: `denominator` is None for a count, 0 where there is nothing to assess."""

    scope: str
    scope_code: str
    indicator: str
    title: str
    numerator: int
    denominator: int | None
    value: float | None
    unit_of_value: str


def measure_table(
    own: Mapping[str, Measure], county: Mapping[str, Measure], words: Words, notes: Sequence[str] = ()
) -> Table:
    """Set the measures that `measures.left` and `measures.right` of the words list beside the county's.

    A measure that the month has no source for is left out; one with nothing to assess says so in words.
    """
    halves = [
        [_cells(own.get(code), county[code], words) for code in codes.split("、") if code in county]
        for codes in (words.say("measures.left"), words.say("measures.right"))
    ]
    longest = max(len(half) for half in halves)
    left, right = ([*half, *[("", "", "")] * (longest - len(half))] for half in halves)
    columns = [
        column
        for side in ("left", "right")
        for column in (
            Column(words.say("measures.title"), "left", width_mm=25, group=words.say(f"measures.{side}_title")),
            Column(words.say("measures.own"), width_mm=25, group=words.say(f"measures.{side}_title")),
            Column(words.say("measures.county"), width_mm=28, group=words.say(f"measures.{side}_title")),
        )
    ]
    return Table(
        caption="",
        columns=tuple(columns),
        rows=tuple((*one, *other) for one, other in zip(left, right, strict=True)),
        notes=(words.say("measures.note"), *notes),
    )


def _cells(own: Measure | None, county: Measure, words: Words) -> tuple[str, str, str]:
    return county.title, "—" if own is None else measured(own, words), measured(county, words)


def measured(measure: Measure, words: Words) -> str:
    """`29件`, `22/23　95.65%`, `3.14个工作日`; what there is none of to assess is said in words, never as a rate."""
    if measure.denominator is None:
        return f"{measure.numerator}{measure.unit_of_value}"
    if measure.value is None or not measure.denominator:
        name = f"nothing.{measure.indicator}"
        return words.say(name if words.has(name) else "nothing.any")
    if measure.unit_of_value == "%":
        return f"{measure.numerator}/{measure.denominator}　{percent(measure.numerator, measure.denominator)}"
    return f"{fixed(measure.value)}{measure.unit_of_value}"
