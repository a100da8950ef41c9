"""Scores or ranks of two periods as slopes; only moves that are significant stand out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.charts.canvas import WIDTH, Emphasis, figure, place, spread, text_width
from reports.document import Figure

_TOP = 9.0
_LINE = 4.0  # the least distance of two labels


@dataclass(frozen=True)
class SlopeRow:
    """One area: its values in the two periods and their labels as printed; None where it has none in a period.

    `emphasis` is what the test of the change found: above for the better, below for the worse.
    """

    name: str
    before: float | None
    after: float | None
    before_label: str
    after_label: str
    emphasis: Emphasis


@dataclass(frozen=True)
class _Side:
    row: SlopeRow
    text: str
    y: float
    label_y: float


def slope(
    rows: Sequence[SlopeRow], titles: tuple[str, str], *, is_rank: bool = False, caption: str, alt: str
) -> Figure:
    """Slopes between the periods named in `titles`; `is_rank` puts the smallest number on top.

    An area with a value in one period only is a dot without a line. Raises ValueError for no rows.
    """
    values = [value for row in rows for value in (row.before, row.after) if value is not None]
    if not values:
        raise ValueError("图中没有任何镇街")
    first, last = min(values), max(values)
    last = last if last > first else first + 1
    bottom = _TOP + max(42.0, _LINE * max(len(rows) - 1, 1))
    start, end = (_TOP, bottom) if is_rank else (bottom, _TOP)

    def y(value: float) -> float:
        return place(value, first, last, start, end)

    widest = max(text_width(f"{row.name}　{label}") for row in rows for label in (row.before_label, row.after_label))
    left, right = round(widest + 6.0, 2), round(WIDTH - widest - 6.0, 2)
    sides = [_labels(rows, is_after, y, bottom) for is_after in (False, True)]
    return figure(
        "slope.svg",
        bottom + 2.0,
        caption,
        alt,
        left=left,
        right=right,
        bottom=round(bottom, 2),
        titles=titles,
        lines=[
            (row.emphasis, y(row.before), y(row.after))
            for row in sorted(rows, key=lambda row: row.emphasis != "none")
            if row.before is not None and row.after is not None
        ],
        before=sides[0],
        after=sides[1],
    )


def _labels(rows: Sequence[SlopeRow], is_after: bool, y: Callable[[float], float], bottom: float) -> list[_Side]:
    """The names at one side, from the top down, pushed apart where they would touch."""
    shown = [(y(value), row) for row in rows if (value := row.after if is_after else row.before) is not None]
    shown.sort(key=lambda each: each[0])
    places = spread([at for at, _ in shown], _LINE, _TOP, bottom)
    return [
        _Side(row, f"{row.name}　{row.after_label}" if is_after else f"{row.name}　{row.before_label}", at, label_y)
        for (at, row), label_y in zip(shown, places, strict=True)
    ]
