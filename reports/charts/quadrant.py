"""Importance against performance: what matters and is done badly stands at the upper left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.canvas import TEXT, figure, place, scale, text_width, ticks
from reports.charts.labels import Box, Dot, beside
from reports.document import Figure

_LEFT, _RIGHT = 12.0, 151.0
_TOP, _BOTTOM = 6.0, 74.0
_OUTLINE = 48  # corners of an ellipse's outline


@dataclass(frozen=True)
class QuadrantItem:
    """One dimension: its performance (across) and importance (up), and the ellipse of their error.

    The ellipse holds the points within `radius` standard errors; variances and covariance are in the axes' units.
    `kind`: improve_first, keep, low_priority, possible_overkill, or unclear where the ellipse holds the crossing.
    """

    name: str
    performance: float
    importance: float
    performance_variance: float
    importance_variance: float
    covariance: float
    radius: float
    kind: str


def quadrant(
    items: Sequence[QuadrantItem],
    crossing: tuple[float, float],
    *,
    axes: tuple[str, str],
    corners: dict[str, str],
    caption: str,
    alt: str,
) -> Figure:
    """Items around the crossing (performance, importance) of the mean lines.

    `axes` name the horizontal and the vertical one; `corners` names the kinds of QuadrantItem, except unclear.
    Raises ValueError for no items.
    """
    if not items:
        raise ValueError("图中没有任何维度")
    outlines = [_outline(item) for item in items]
    across = [x for outline in outlines for x, _ in outline] + [crossing[0]]
    up = [y for outline in outlines for _, y in outline] + [crossing[1]]
    x_step, x_first, x_last = _padded(across)
    y_step, y_first, y_last = _padded(up)

    def x(value: float) -> float:
        return place(value, x_first, x_last, _LEFT, _RIGHT)

    def y(value: float) -> float:
        return place(value, y_first, y_last, _BOTTOM, _TOP)

    dots = [(item, x(item.performance), y(item.importance)) for item in items]
    titles = _corners(corners)
    frame = Box(_LEFT, _RIGHT, _TOP, _BOTTOM)
    centre_x, centre_y = x(crossing[0]), y(crossing[1])
    lines = [Box(centre_x - 0.3, centre_x + 0.3, _TOP, _BOTTOM), Box(_LEFT, _RIGHT, centre_y - 0.3, centre_y + 0.3)]
    taken = [*(box for *_, box in titles), *lines]
    labels = beside([Dot(item.name, at_x, at_y, is_needed=True) for item, at_x, at_y in dots], taken, frame)
    return figure(
        "quadrant.svg",
        _BOTTOM + 10.5,
        caption,
        alt,
        frame=(_LEFT, _TOP, _RIGHT, _BOTTOM),
        crossing=(centre_x, centre_y),
        axes=axes,
        corners=[(text, at_x, at_y, anchor) for text, at_x, at_y, anchor, _ in titles],
        ellipses=[" ".join(f"{x(a)},{y(b)}" for a, b in outline) for outline in outlines],
        dots=dots,
        labels=list(zip(dots, labels, strict=True)),
        x_ticks=[(x(tick), f"{tick:g}") for tick in ticks(x_step, x_first, x_last)],
        y_ticks=[(y(tick), f"{tick:g}") for tick in ticks(y_step, y_first, y_last)],
    )


def _outline(item: QuadrantItem) -> list[tuple[float, float]]:
    """Corners of the ellipse: the circle of the radius under the Cholesky factor of the covariance."""
    across = math.sqrt(max(item.performance_variance, 0.0))
    slant = item.covariance / across if across > 0 else 0.0
    up = math.sqrt(max(item.importance_variance - slant**2, 0.0))
    turns = [2 * math.pi * i / _OUTLINE for i in range(_OUTLINE)]
    return [
        (
            item.performance + item.radius * across * math.cos(turn),
            item.importance + item.radius * (slant * math.cos(turn) + up * math.sin(turn)),
        )
        for turn in turns
    ]


def _padded(values: Sequence[float]) -> tuple[float, float, float]:
    """A scale with air around the values, for labels and the corners' names."""
    low, high = min(values), max(values)
    air = max((high - low) * 0.08, 1e-3)
    return scale(low - air, high + air)


def _corners(names: dict[str, str]) -> list[tuple[str, float, float, str, Box]]:
    places = {
        "improve_first": (_LEFT + 2, _TOP + 5, "start"),
        "keep": (_RIGHT - 2, _TOP + 5, "end"),
        "low_priority": (_LEFT + 2, _BOTTOM - 3, "start"),
        "possible_overkill": (_RIGHT - 2, _BOTTOM - 3, "end"),
    }
    found = []
    for kind, (x, y, anchor) in places.items():
        width = text_width(names[kind])
        left = x if anchor == "start" else x - width
        found.append((names[kind], x, y, anchor, Box(left, left + width, y - TEXT, y + 0.6)))
    return found
