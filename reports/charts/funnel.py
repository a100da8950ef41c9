"""Scores against the size of their samples, with the bounds that chance alone would keep them within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.canvas import SMALL, Emphasis, county_key, figure, place, scale, text_width, ticks
from reports.charts.labels import Box, Dot, beside
from reports.document import Figure

_LEFT, _RIGHT = 12.0, 153.0
_TOP, _BOTTOM = 6.0, 70.0


@dataclass(frozen=True)
class FunnelPoint:
    """One area: sample, score, and what the test against the county found."""

    name: str
    sample: float
    score: float
    emphasis: Emphasis


@dataclass(frozen=True)
class FunnelBound:
    """The scores between which chance alone would keep a sample of this size."""

    sample: float
    low: float
    high: float


def funnel(
    points: Sequence[FunnelPoint],
    bounds: Sequence[FunnelBound],
    reference: float,
    reference_label: str,
    bounds_label: str,
    *,
    axes: tuple[str, str],
    caption: str,
    alt: str,
) -> Figure:
    """Points and bounds (ascending by sample) around the reference score; `axes` name sample and score.

    Where many towns lie close together, those that do not stand out may be left without a name.

    Raises ValueError for no points, or fewer than two bounds.
    """
    if not points:
        raise ValueError("图中没有任何镇街")
    if len(bounds) < 2:
        raise ValueError("漏斗图的界限至少要有两处")
    samples = [*(point.sample for point in points), *(bound.sample for bound in bounds)]
    scores = [*(point.score for point in points), *(s for bound in bounds for s in (bound.low, bound.high)), reference]
    x_step, x_first, x_last = scale(min(samples), max(samples))
    y_step, y_first, y_last = scale(min(scores), max(scores))

    def x(value: float) -> float:
        return place(value, x_first, x_last, _LEFT, _RIGHT)

    def y(value: float) -> float:
        return place(value, y_first, y_last, _BOTTOM, _TOP)

    dots = [(point, x(point.sample), y(point.score)) for point in points]
    taken = [
        _label_box(reference_label, y(reference)),
        _label_box(bounds_label, y(bounds[-1].high)),
        Box(_LEFT, _RIGHT, y(reference) - 0.3, y(reference) + 0.3),
    ]
    frame = Box(_LEFT, _RIGHT, _TOP, _BOTTOM)
    names = beside([Dot(p.name, at_x, at_y, p.emphasis != "none") for p, at_x, at_y in dots], taken, frame)
    key = county_key([point.emphasis for point in points], _LEFT)
    return figure(
        "funnel.svg",
        _BOTTOM + (15.5 if key else 10.5),
        caption,
        alt,
        frame=(_LEFT, _TOP, _RIGHT, _BOTTOM),
        lower=" ".join(f"{x(bound.sample)},{y(bound.low)}" for bound in bounds),
        upper=" ".join(f"{x(bound.sample)},{y(bound.high)}" for bound in bounds),
        reference_y=y(reference),
        reference_label=reference_label,
        bounds_label=bounds_label,
        bounds_y=y(bounds[-1].high),
        axes=axes,
        key=key,
        dots=dots,
        labels=list(zip(dots, names, strict=True)),
        x_ticks=[(x(tick), f"{tick:g}") for tick in ticks(x_step, x_first, x_last)],
        y_ticks=[(y(tick), f"{tick:g}") for tick in ticks(y_step, y_first, y_last)],
    )


def _label_box(text: str, y: float) -> Box:
    """Where the label of a line stands: above it, at the right."""
    return Box(_RIGHT - text_width(text, SMALL) - 1, _RIGHT, y - 3.6, y + 0.3)
