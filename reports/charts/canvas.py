"""What the charts share: the sheet's width, type widths, round ticks, labels kept apart, and the templates.

Lengths are millimetres, as in the SVGs. A chart is as wide as the type area.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.document import Figure

Emphasis: TypeAlias = Literal["above", "below", "none"]

WIDTH = 156.0
TEXT = 3.25  # size of names and labels, 9.2 pt
SMALL = 2.9  # size of ticks and notes, 8.2 pt


def figure(template: str, height: float, caption: str, alt: str, **values: object) -> Figure:
    """Draw a template of reports/templates as a figure of the type area's width."""
    svg = draw(template, width=WIDTH, height=round(height, 2), **values)
    return Figure(svg=svg, caption=caption, alt=alt)


def draw(template: str, **values: object) -> str:
    """Fill in a template of reports/templates."""
    return _environment().get_template(template).render(text_size=TEXT, small_size=SMALL, **values)


def text_width(text: str, size: float = TEXT) -> float:
    """How wide a text is set at most: Chinese characters a full em, what is narrower 0.6 em."""
    return size * sum(1.0 if ord(character) > 0x2E7F or character in "—…“”‘’" else 0.6 for character in text)


def scale(low: float, high: float, steps: int = 7) -> tuple[float, float, float]:
    """Round step, first and last tick around the values, with at most `steps` steps between them."""
    span = max(high - low, 1e-6)
    power = 10 ** math.floor(math.log10(span / 4))
    step = next(power * factor for factor in (1, 2, 5, 10, 20, 50) if span / (power * factor) <= steps)
    first, last = math.floor(low / step) * step, math.ceil(high / step) * step
    return step, first, last if last > first else first + step


def ticks(step: float, first: float, last: float) -> list[float]:
    """The ticks of a scale."""
    return [round(first + step * i, 10) for i in range(round((last - first) / step) + 1)]


def place(value: float, first: float, last: float, start: float, end: float) -> float:
    """Where a value lies between `start` and `end`, which stand for the ends of the scale."""
    return round(start + (value - first) / (last - first) * (end - start), 2)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones, in the order given (ascending), at least `gap` apart, from `low` to `high`.

    Neighbours that would touch move apart by as much to either side. Raises ValueError where there is no room.
    """
    if not wanted:
        return []
    if (len(wanted) - 1) * gap > high - low + 1e-6:
        raise ValueError(f"{len(wanted)}个标注排不下")
    # Groups of labels that touch, each as its first place and the wishes of its members for that place.
    groups: list[list[float]] = []
    for place_ in wanted:
        groups.append([place_])
        while len(groups) > 1 and _start(groups[-2]) + len(groups[-2]) * gap > _start(groups[-1]):
            last = groups.pop()
            groups[-1] += [wish - len(groups[-1]) * gap for wish in last]
    places = [_start(group) + i * gap for group in groups for i in range(len(group))]
    for index, each in enumerate(places):
        floor = low + index * gap
        ceiling = high - (len(places) - 1 - index) * gap
        places[index] = round(min(max(each, floor), ceiling), 2)
    return places


def _start(group: Sequence[float]) -> float:
    return math.fsum(group) / len(group)


def county_key(kinds: Sequence[str], left: float) -> list[tuple[str, str, float]]:
    """What the marks of a test against the county mean, each with its place; none where all towns are alike."""
    meanings = {
        "above": "显著高于全县",
        "none": "与全县差异不显著",
        "below": "显著低于全县",
        "unranked": "样本不足，不排名",
    }
    present = [kind for kind in meanings if kind in kinds]
    if len(present) < 2:
        return []
    places, x = [], left
    for kind in present:
        places.append((kind, meanings[kind], round(x, 2)))
        x += 6.5 + 3.0 * len(meanings[kind])
    return places


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent.parent / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
