"""Bars of deadlines: as long as their counts, and the counts beside them."""

from __future__ import annotations

import pytest

from reports.charts.deadline_bars import DeadlineRow, deadline_bars
from reports.document import Figure
from tests.charts.drawn import NAMES_12, NAMES_40, SVG, boxes, faults, parsed

TITLES = {"met": "按期办结", "late": "逾期办结", "open": "未到期", "overdue": "超期未办结"}
RED = "#b3261e"


def draw(rows: list[DeadlineRow]) -> Figure:
    """The bars with all titles."""
    return deadline_bars(rows, TITLES, caption="图1", alt="各镇街")


@pytest.mark.parametrize("names", [NAMES_12, NAMES_40])
def test_names_and_counts_keep_apart(names: tuple[str, ...]) -> None:
    figure = draw([DeadlineRow(name, 1000 - i, i % 7, i % 5, i % 3) for i, name in enumerate(names)])
    assert faults(figure) == []
    assert [box.text for box in boxes(figure) if box.text in names] == list(names)


def test_a_bar_is_as_long_as_its_counts_and_overdue_is_red() -> None:
    root = parsed(draw([DeadlineRow("甲镇", 6, 0, 0, 2), DeadlineRow("乙镇", 3, 0, 0, 0)]))
    widths = {
        (bar.get("fill"), round(float(bar.get("y", "0"))), float(bar.get("width", "0")))
        for bar in root.iter(f"{SVG}rect")
        if bar.get("height") == "3.4"
    }
    greys = sorted(width for fill, _, width in widths if fill != RED)
    reds = [width for fill, _, width in widths if fill == RED]
    assert greys[1] == pytest.approx(2 * greys[0], abs=0.02)
    assert reds == [pytest.approx(greys[0] * 2 / 3, abs=0.02)]


def test_a_kind_that_does_not_occur_has_no_column_and_nothing_is_a_dash() -> None:
    printed = [box.text for box in boxes(draw([DeadlineRow("甲镇", 0, 0, 0, 2), DeadlineRow("乙镇", 3, 0, 0, 0)]))]
    assert "逾期办结" not in printed
    assert "超期未办结" in printed
    assert printed.count("—") == 2


def test_all_done_and_nothing_due_are_drawn() -> None:
    assert faults(draw([DeadlineRow("甲镇", 0, 0, 0, 0)])) == []


@pytest.mark.parametrize(("rows", "message"), [([], "没有任何"), ([DeadlineRow("甲镇", -1, 0, 0, 0)], "不能为负")])
def test_impossible_rows_are_refused(rows: list[DeadlineRow], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(rows)
