"""Scores of areas as dots with 95 % intervals, against a reference line."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.canvas import WIDTH, Emphasis, county_key, draw, place, scale, text_width, ticks

__all__ = ["DotRow", "Emphasis", "score_dots"]

_LEFT = 27.0  # at least; names of eight characters want more
_RIGHT = 140.0
_TOP = 9.5
_ROW = 5.9  # at most; more rows than a page holds move together
_HEIGHT = 180.0
_DIGIT = 1.62  # width of a digit in the type of the labels (9.2 pt)


@dataclass(frozen=True)
class DotRow:
    """One area: its score and 95 % interval on the scale of the reference.

    `label` is printed beside the interval. `emphasis` says what the test against the county found; an area that
    is not ranked is drawn hollow and grey.
    """

    name: str
    value: float
    low: float
    high: float
    label: str
    emphasis: Emphasis
    is_ranked: bool


@dataclass(frozen=True)
class _Mark:
    row: DotRow
    kind: str
    y: float
    x: float
    x_low: float
    x_high: float
    label_x: float


def score_dots(rows: Sequence[DotRow], reference: float, reference_label: str) -> str:
    """An SVG as wide as the type area (156 mm), rows in the order given.

    Raises ValueError for no rows, or for an interval that does not contain its value.
    """
    if not rows:
        raise ValueError("图中没有任何镇街")
    for row in rows:
        if not row.low <= row.value <= row.high:
            raise ValueError(f"{row.name}：区间{row.low}～{row.high}不含得分{row.value}")
    left = max(_LEFT, round(max(text_width(row.name) for row in rows) + 4.0, 2))
    height = min(_ROW, round(_HEIGHT / len(rows), 2))
    step, first, last = scale(min(reference, *(r.low for r in rows)), max(reference, *(r.high for r in rows)))

    def x(value: float) -> float:
        return place(value, first, last, left, _RIGHT)

    reference_x = x(reference)
    marks = [
        _Mark(
            row,
            row.emphasis if row.is_ranked else "unranked",
            round(_TOP + height * (index + 0.5), 2),
            x(row.value),
            x(row.low),
            x(row.high),
            _label_x(x(row.high), row.label, reference_x),
        )
        for index, row in enumerate(rows)
    ]
    key = county_key([mark.kind for mark in marks], left)
    bottom = round(_TOP + height * len(rows), 2)
    return draw(
        "score_dots.svg",
        width=WIDTH,
        height=bottom + (11.0 if key else 6.0),
        left=left,
        right=_RIGHT,
        top=_TOP,
        bottom=bottom,
        row_height=height,
        marks=marks,
        legend=key,
        ticks=[(x(tick), f"{tick:g}") for tick in ticks(step, first, last)],
        reference_x=reference_x,
        reference_label=reference_label,
    )


def _label_x(x_high: float, label: str, reference_x: float) -> float:
    """Right of the interval; past the reference line when the label would lie on it."""
    start = x_high + 1.4
    end = start + _DIGIT * sum(2 if ord(character) > 0x7F else 1 for character in label)
    if start - 0.8 < reference_x < end + 0.8:
        start = reference_x + 1.2
    return round(start, 2)
