"""Trends: bands and lines that stop where months cannot be compared, labels that do not touch."""

from __future__ import annotations

from datetime import date

import pytest

from reports.charts.trend import TrendPoint, TrendSeries, trend, trend_panels
from reports.document import Figure
from tests.charts.drawn import NAMES_12, NAMES_40, SVG, boxes, faults, parsed


def months(count: int) -> list[date]:
    """Months from May 2021 on."""
    return [date(2021 + (4 + i) // 12, (4 + i) % 12 + 1, 1) for i in range(count)]


def series(name: str, count: int, **of: TrendPoint) -> TrendSeries:
    """A series that wanders; `of` replaces points by their place: p3=…"""
    points = [
        TrendPoint(month, 84 + i * 7 % 5, 82 + i * 7 % 5, 86 + i * 7 % 5, f"{84 + i * 7 % 5:.2f}")
        for i, month in enumerate(months(count))
    ]
    for key, point in of.items():
        points[int(key[1:])] = point
    return TrendSeries(name, tuple(points), label="84.00", emphasis="none")


def draw(one: TrendSeries) -> Figure:
    """The series at full width."""
    return trend(one, caption="图1　全县得分", alt="全县得分")


@pytest.mark.parametrize("count", [1, 2, 14, 40])
def test_labels_of_a_trend_keep_apart(count: int) -> None:
    figure = draw(series("全县", count))
    assert faults(figure) == []
    printed = [box.text for box in boxes(figure)]
    assert printed.count("84.00") >= 1


def test_no_line_joins_months_of_different_scales_or_over_a_gap() -> None:
    whole = draw(series("全县", 6))
    assert len(list(parsed(whole).iter(f"{SVG}polyline"))) == 1
    anew = TrendPoint(months(6)[2], 70, 68, 72, "70.00", starts_anew=True)
    gap = TrendPoint(months(6)[4], None, None, None)
    broken = parsed(draw(series("全县", 6, p2=anew, p4=gap)))
    lines = [line.get("points", "").split() for line in broken.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [2, 2]
    assert sum(bool(line.get("stroke-dasharray")) for line in broken.iter(f"{SVG}line")) == 1


def test_only_moves_that_are_significant_are_coloured() -> None:
    moved = TrendPoint(months(3)[2], 90, 89, 91, "90.00", "above")
    inks = {box.text: box.fill for box in boxes(draw(series("全县", 3, p2=moved)))}
    assert inks["90.00"] == "#14663a"
    assert inks["84.00"] == "#333"


@pytest.mark.parametrize("names", [NAMES_12, NAMES_40, NAMES_12[:1]])
def test_panels_share_a_scale_and_keep_their_names_apart(names: tuple[str, ...]) -> None:
    county = series("全县得分", 14)
    figure = trend_panels([series(name, 14) for name in names], county, caption="图2", alt="各镇街")
    assert faults(figure) == []
    assert {box.text for box in boxes(figure)} >= {*names, "全县得分"}
    heights = [box.bottom for box in boxes(figure)]
    assert max(heights) <= 216, "a page with caption"


def test_nothing_to_draw_is_refused() -> None:
    empty = TrendSeries("全县", (TrendPoint(date(2022, 6, 1), None, None, None),))
    with pytest.raises(ValueError, match="没有任何得分"):
        draw(empty)
    with pytest.raises(ValueError, match="没有任何镇街"):
        trend_panels([], caption="图2", alt="")
