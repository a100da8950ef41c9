"""Quadrant and funnel: names beside dots that lie anywhere, on nothing else and within the frame."""

from __future__ import annotations

import pytest

from reports.charts.funnel import FunnelBound, FunnelPoint, funnel
from reports.charts.quadrant import QuadrantItem, quadrant
from reports.document import Figure
from tests.charts.drawn import NAMES_12, NAMES_40, SVG, boxes, faults, parsed

GREEN, RED = "#14663a", "#b3261e"
CORNERS = {
    "improve_first": "优先改进",
    "keep": "继续保持",
    "low_priority": "不重要且表现差",
    "possible_overkill": "不重要而表现好",
}


def item(name: str, performance: float, importance: float, kind: str = "unclear", spread: float = 1.0) -> QuadrantItem:
    """A dimension with a round ellipse of two standard errors."""
    return QuadrantItem(name, performance, importance, spread**2, spread**2, 0.0, 2.0, kind)


def draw_quadrant(items: list[QuadrantItem]) -> Figure:
    """Items around 85 points, 12.5 %."""
    return quadrant(
        items, (85.0, 12.5), axes=("表现（分）", "重要性（%）"), corners=CORNERS, caption="图1", alt="各维度"
    )


def test_names_of_dimensions_close_together_keep_apart() -> None:
    close = [item(name, 85 + i % 3, 12.5 + i // 3 / 2) for i, name in enumerate(NAMES_12[:8])]
    assert faults(draw_quadrant(close)) == []


def test_a_dot_at_the_edge_keeps_its_name_on_the_sheet() -> None:
    edge = [item("图书馆与阅读空间", 95, 5, spread=0.01), item("公共文化设施管理", 75, 30, spread=0.01)]
    assert faults(draw_quadrant(edge)) == []


def test_only_what_is_clear_is_coloured() -> None:
    items = [
        item("甲", 80, 20, "improve_first"),
        item("乙", 90, 20, "keep"),
        item("丙", 80, 19),
        item("丁", 90, 5, "low_priority"),
    ]
    inks = {box.text: box.fill for box in boxes(draw_quadrant(items)) if box.text in "甲乙丙丁"}
    assert inks == {"甲": RED, "乙": GREEN, "丙": "#333", "丁": "#333"}


def test_an_ellipse_leans_as_its_covariance() -> None:
    leaning = QuadrantItem("甲", 85, 12.5, 4.0, 4.0, 3.8, 2.0, "unclear")
    outline = next(parsed(draw_quadrant([leaning])).iter(f"{SVG}polygon")).get("points", "").split()
    corners = [tuple(map(float, corner.split(","))) for corner in outline]
    rightmost, middle = max(corners), sum(y for _, y in corners) / len(corners)
    assert rightmost[1] < middle - 1, "what performs better is also more important: up (smaller y) at the right"


def draw_funnel(points: list[FunnelPoint]) -> Figure:
    """Points around 85 with bounds from 20 to 400 interviews."""
    bounds = [FunnelBound(n, 85 - 40 / n**0.5, 85 + 40 / n**0.5) for n in range(20, 401, 20)]
    axes = ("有效样本量（份）", "得分（分）")
    return funnel(points, bounds, 85.0, "全县85.00分", "95%界限", axes=axes, caption="图2", alt="漏斗图")


@pytest.mark.parametrize("names", [NAMES_12, NAMES_40])
def test_names_of_towns_keep_apart_and_those_that_stand_out_have_one(names: tuple[str, ...]) -> None:
    points = [FunnelPoint(n, 40 + i * 83 % 350, 82 + i * 37 % 70 / 10, "none") for i, n in enumerate(names)]
    last = FunnelPoint(names[-1], points[0].sample, points[0].score, "below")
    figure = draw_funnel([*points[:-1], last])
    assert faults(figure) == []
    printed = {box.text for box in boxes(figure)}
    assert names[-1] in printed
    assert len(printed & set(names)) >= 12


def test_bounds_narrow_with_the_sample_and_towns_stand_out_by_their_test() -> None:
    figure = draw_funnel([FunnelPoint("甲镇", 100, 70, "below"), FunnelPoint("乙镇", 100, 100, "none")])
    upper = next(parsed(figure).iter(f"{SVG}polyline")).get("points", "").split()
    heights = [float(corner.split(",")[1]) for corner in upper]
    assert heights == sorted(heights)
    inks = {box.text: box.fill for box in boxes(figure)}
    assert inks["甲镇"] == RED
    assert inks["乙镇"] == "#333"


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="没有任何"):
        draw_quadrant([])
    with pytest.raises(ValueError, match="没有任何"):
        draw_funnel([])
