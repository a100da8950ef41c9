"""The chart of scores: what it draws, and that its labels stay clear of its lines."""

import re
from xml.etree import ElementTree

import pytest

from reports.charts.score_dots import DotRow, score_dots
from reports.document import Figure
from tests.charts.drawn import NAMES_12, NAMES_40, boxes, faults
from tests.page.sample import chart

SVG = "{http://www.w3.org/2000/svg}"


def test_shapes_differ_besides_colour() -> None:
    drawn = ElementTree.fromstring(chart())
    circles = [c.get("fill") for c in drawn.iter(f"{SVG}circle")]
    diamonds = [r for r in drawn.iter(f"{SVG}rect") if "rotate" in r.get("transform", "")]
    # One more of each kind in the legend.
    assert circles.count("#14663a") == 2 + 1
    assert len(diamonds) == 1 + 1
    assert sum(bool(c.get("stroke-dasharray")) for c in drawn.iter(f"{SVG}circle")) == 1 + 1


def test_labels_stay_clear_of_the_reference_line() -> None:
    rows = [DotRow(f"第{i}镇", 80 + i / 4, 79.5 + i / 4, 80.5 + i / 4, "80.00", "none", True) for i in range(24)]
    reference = 84.0
    drawn = ElementTree.fromstring(score_dots(rows, reference, "全县 84.00分"))
    line = next(e for e in drawn.iter(f"{SVG}line") if e.get("stroke") == "#000")
    x = float(line.get("x1", "0"))
    labels = [float(t.get("x", "0")) for t in drawn.iter(f"{SVG}text") if t.text == "80.00"]
    assert len(labels) == 24
    assert all(start > x or start + 5 * 1.62 < x for start in labels)
    assert all(start + 5 * 1.62 < 156 for start in labels)


def test_names_are_escaped() -> None:
    svg = score_dots([DotRow("<b>&", 80, 79, 81, "80", "none", True)], 80, "全县")
    assert "&lt;b&gt;&amp;" in svg


def test_one_kind_of_dot_needs_no_legend() -> None:
    svg = score_dots([DotRow("甲镇", 80, 79, 81, "80", "none", True)], 80, "全县")
    assert "参照线" not in svg


@pytest.mark.parametrize(
    ("rows", "message"), [([], "没有任何"), ([DotRow("甲镇", 80, 81, 82, "80", "none", True)], "不含")]
)
def test_impossible_rows_are_refused(rows: list[DotRow], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        score_dots(rows, 80, "全县")


def test_ticks_are_round_numbers() -> None:
    ticks = re.findall(r'text-anchor="middle">([\d.]+)<', chart())
    assert ticks == ["82", "84", "86", "88", "90", "92", "94"]


@pytest.mark.parametrize("names", [NAMES_12, NAMES_40], ids=["12 towns", "40 towns"])
def test_names_of_eight_characters_stand_within_a_page(names: tuple[str, ...]) -> None:
    rows = [
        DotRow(name, 80.0 + at / 9, 76.0, 90.0, f"{80 + at / 9:.2f}", "none", True) for at, name in enumerate(names)
    ]
    drawn = Figure(svg=score_dots(rows, 84.0, "全县84.00分"), caption="", alt="")
    assert faults(drawn) == []
    assert max(box.bottom for box in boxes(drawn)) < 210
