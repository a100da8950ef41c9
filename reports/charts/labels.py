"""Names beside dots that lie anywhere: the nearest place where a name lies on nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.canvas import SMALL, text_width

_DOT = 1.5
_NEAR = 8  # so many of the places below touch the dot

# Where a name may stand from its dot: near places first, then farther ones.
_AROUND = [
    (dx * far, dy * far + 1.0, anchor)
    for far in (1.0, 1.9, 2.8, 4.0, 5.5)
    for dx, dy, anchor in (
        (2.2, 0.0, "start"),
        (-2.2, 0.0, "end"),
        (0.0, -2.9, "middle"),
        (0.0, 3.2, "middle"),
        (1.7, -2.4, "start"),
        (1.7, 2.6, "start"),
        (-1.7, -2.4, "end"),
        (-1.7, 2.6, "end"),
    )
]


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    right: float
    top: float
    bottom: float

    def over(self, other: Box) -> float:
        """The area both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)


@dataclass(frozen=True)
class Dot:
    """A dot and its name; one whose name `is_needed` gets it even where there is no free place."""

    name: str
    x: float
    y: float
    is_needed: bool


@dataclass(frozen=True)
class Label:
    """Where a name stands; one that `is_far` wants a thin line to its dot."""

    x: float
    y: float
    anchor: str
    is_far: bool


def beside(dots: Sequence[Dot], taken: Sequence[Box], frame: Box) -> list[Label | None]:
    """A place for each name in small type: the nearest that lies on nothing.

    Names that are needed come first, and take the place where they cover least if none is free; of the others,
    those without a free place are left out (None).
    """
    occupied = [*taken, *(Box(dot.x - _DOT, dot.x + _DOT, dot.y - _DOT, dot.y + _DOT) for dot in dots)]
    found: list[Label | None] = [None] * len(dots)
    for index in sorted(range(len(dots)), key=lambda i: (not dots[i].is_needed, i)):
        cost, box, label = min(
            ((_cost(box, occupied, frame), box, label) for box, label in _places(dots[index])), key=lambda each: each[0]
        )
        if cost == 0 or dots[index].is_needed:
            occupied.append(box)
            found[index] = label
    return found


def _places(dot: Dot) -> list[tuple[Box, Label]]:
    width = text_width(dot.name, SMALL)
    places = []
    for index, (dx, dy, anchor) in enumerate(_AROUND):
        x, y = dot.x + dx, dot.y + dy
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        box = Box(left, left + width, y - SMALL * 0.95, y + SMALL * 0.25)
        places.append((box, Label(round(x, 2), round(y, 2), anchor, is_far=index >= _NEAR)))
    return places


def _cost(box: Box, occupied: Sequence[Box], frame: Box) -> float:
    """What a place covers (mm²); to leave the frame is worse than anything. Zero for a free place."""
    outside = max(frame.left - box.left, box.right - frame.right, 0.0)
    outside += max(frame.top - box.top, box.bottom - frame.bottom, 0.0)
    return round(outside * 1e3 + math.fsum(box.over(other) for other in occupied), 6)
