"""Scores over months with their interval as a band: one series large, or many as small panels of one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reports.charts.canvas import SMALL, WIDTH, Emphasis, figure, place, scale, text_width, ticks
from reports.document import Figure

_LEFT, _RIGHT = 13.0, 151.0
_TOP, _BOTTOM = 7.0, 51.0
_PANEL_GAP = 3.0
_PANEL_LEFT = 9.0
_PANEL_HEAD = 6.5  # name above a panel, months below the lowest
_COLUMNS = 4  # a panel is as wide as a name of eight characters and a score
_LOW = 13.0  # a panel that has no room for five ticks
_PAGE = 185.0  # what many panels have of a page, below a heading


@dataclass(frozen=True)
class TrendPoint:
    """One month: the score with its 95 % interval, None where there is none; `label` is the score as printed.

    `emphasis` is what the test against the month before found. `starts_anew`: not comparable with the months before
    (another scale), so that no line joins them.
    """

    month: date
    value: float | None
    low: float | None
    high: float | None
    label: str = ""
    emphasis: Emphasis = "none"
    starts_anew: bool = False


@dataclass(frozen=True)
class TrendSeries:
    """The months of one area, in order; `label` stands beside the name of a panel, such as the last score.

    `emphasis` colours a panel: what the test against the county found in the last month.
    """

    name: str
    points: tuple[TrendPoint, ...]
    label: str = ""
    emphasis: Emphasis = "none"


@dataclass(frozen=True)
class _Dot:
    kind: str
    x: float
    y: float
    y_low: float
    y_high: float
    label: str


@dataclass(frozen=True)
class _Run:
    """Neighbouring months that may be joined."""

    dots: tuple[_Dot, ...]

    @property
    def line(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    @property
    def band(self) -> str:
        upper = [f"{dot.x},{dot.y_high}" for dot in self.dots]
        lower = [f"{dot.x},{dot.y_low}" for dot in reversed(self.dots)]
        return " ".join(upper + lower)


@dataclass(frozen=True)
class _Frame:
    """Where months and scores lie within one drawing."""

    first_month: int
    last_month: int
    first: float
    last: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, month: date) -> float:
        if self.last_month == self.first_month:
            return round((self.left + self.right) / 2, 2)
        return place(_number(month), self.first_month, self.last_month, self.left, self.right)

    def y(self, value: float) -> float:
        return place(value, self.first, self.last, self.bottom, self.top)


def trend(series: TrendSeries, *, caption: str, alt: str) -> Figure:
    """One series at full width: a label at every month while there is room, then at the first, last and moved ones.

    Raises ValueError where no month has a score.
    """
    step, first, last = _score_scale([series], steps=6)
    frame = _Frame(*_months([series]), first, last, _LEFT + 5, _RIGHT - 5, _TOP, _BOTTOM)
    runs = _runs(series, frame)
    return figure(
        "trend.svg",
        _BOTTOM + 10.5,
        caption,
        alt,
        left=_LEFT,
        right=_RIGHT,
        bottom=_BOTTOM,
        runs=runs,
        labels=_labelled([dot for run in runs for dot in run.dots]),
        ticks=[(frame.y(tick), f"{tick:g}") for tick in ticks(step, first, last)],
        months=_month_ticks(series, frame),
        years=_year_ticks(series, frame),
        breaks=[
            round((frame.x(before.month) + frame.x(point.month)) / 2, 2)
            for before, point in pairwise(series.points)
            if point.starts_anew
        ],
    )


def trend_panels(
    panels: Sequence[TrendSeries], reference: TrendSeries | None = None, *, caption: str, alt: str
) -> Figure:
    """Small panels in reading order, all on one scale, each with the reference as a thin grey line.

    Raises ValueError for no panels, or where no month has a score.
    """
    if not panels:
        raise ValueError("图中没有任何镇街")
    everything = [*panels, *([reference] if reference else [])]
    columns = _COLUMNS
    rows = -(-len(panels) // columns)
    height = min(24.0, _PAGE / rows - _PANEL_HEAD)
    step, first, last = _score_scale(everything, steps=4 if height >= _LOW else 2)
    width = (WIDTH - _PANEL_LEFT - _PANEL_GAP * (columns - 1)) / columns
    drawn = []
    for index, panel in enumerate(panels):
        left = _PANEL_LEFT + (index % columns) * (width + _PANEL_GAP)
        top = (index // columns) * (height + _PANEL_HEAD) + 5.0
        frame = _Frame(*_months(everything), first, last, left + 1.8, left + width - 1.8, top + 1.0, top + height - 1.0)
        drawn.append(
            {
                "series": panel,
                "left": round(left, 2),
                "right": round(left + width, 2),
                "top": round(top, 2),
                "bottom": round(top + height, 2),
                "runs": _runs(panel, frame),
                "reference": _runs(reference, frame) if reference else [],
                "ticks": [
                    (frame.y(tick), f"{tick:g}" if index % columns == 0 else "") for tick in ticks(step, first, last)
                ],
                "ends": _panel_ends(everything, frame) if index >= len(panels) - columns else [],
            }
        )
    bottom = rows * (height + _PANEL_HEAD) + 2.5
    return figure(
        "trend_panels.svg",
        bottom + (5.0 if reference else 0.5),
        caption,
        alt,
        panels=drawn,
        key=reference.name if reference else "",
        bottom=round(bottom, 2),
    )


def _number(month: date) -> int:
    return month.year * 12 + month.month


def _months(series: Sequence[TrendSeries]) -> tuple[int, int]:
    numbers = [_number(point.month) for each in series for point in each.points]
    return min(numbers), max(numbers)


def _score_scale(series: Sequence[TrendSeries], steps: int) -> tuple[float, float, float]:
    values = [
        value
        for each in series
        for point in each.points
        if point.value is not None
        for value in (point.low, point.value, point.high)
        if value is not None
    ]
    if not values:
        raise ValueError("图中没有任何得分")
    return scale(min(values), max(values), steps)


def _runs(series: TrendSeries, frame: _Frame) -> list[_Run]:
    runs: list[list[_Dot]] = []
    joined = False
    for point in series.points:
        if point.value is None:
            joined = False
            continue
        dot = _Dot(
            point.emphasis,
            frame.x(point.month),
            frame.y(point.value),
            frame.y(point.low if point.low is not None else point.value),
            frame.y(point.high if point.high is not None else point.value),
            point.label,
        )
        if joined and not point.starts_anew:
            runs[-1].append(dot)
        else:
            runs.append([dot])
        joined = True
    return [_Run(tuple(run)) for run in runs]


def _labelled(dots: Sequence[_Dot]) -> list[_Dot]:
    """The dots that bear a label: moved ones and the ends first, then the others while none touches another."""
    ends = {0, len(dots) - 1}
    wanted = sorted(range(len(dots)), key=lambda i: (i not in ends, dots[i].kind == "none", i))
    kept: list[int] = []
    for index in wanted:
        room = text_width(dots[index].label, SMALL) + 0.4
        if all(abs(dots[index].x - dots[other].x) >= room for other in kept):
            kept.append(index)
    return [dots[index] for index in sorted(kept)]


def _month_ticks(series: TrendSeries, frame: _Frame) -> list[tuple[float, str]]:
    """Months below the axis, as many as there is room for, counted from the last."""
    marks = [(frame.x(point.month), f"{point.month.month}月") for point in series.points]
    kept: list[tuple[float, str]] = []
    for x, text in reversed(marks):
        if not kept or kept[-1][0] - x >= text_width("12月", SMALL) + 0.6:
            kept.append((x, text))
    return kept[::-1]


def _year_ticks(series: TrendSeries, frame: _Frame) -> list[tuple[float, str]]:
    """The year below its first month; the first year gives way where the next follows at once."""
    found: dict[int, float] = {}
    for point in series.points:
        found.setdefault(point.month.year, frame.x(point.month))
    marks = [(x, f"{year}年") for year, x in found.items()]
    return [m for m, after in zip(marks, [*marks[1:], (1e9, "")], strict=True) if after[0] - m[0] > 12.0]


def _panel_ends(series: Sequence[TrendSeries], frame: _Frame) -> list[tuple[float, str, str]]:
    """First and last month below a panel, each with the side it is set from."""
    months = sorted({point.month for each in series for point in each.points})
    ends = [(round(frame.left - 1.5, 2), f"{months[0].year % 100}年{months[0].month}月", "start")]
    if len(months) > 1:
        ends.append((round(frame.right + 1.5, 2), f"{months[-1].year % 100}年{months[-1].month}月", "end"))
    return ends
