"""Slopes and ranges of ranks: labels apart, and colour only where a test gives it."""

from __future__ import annotations

import pytest

from reports.charts.rank_interval import RankRow, rank_interval
from reports.charts.slope import SlopeRow, slope
from reports.document import Figure
from tests.charts.drawn import NAMES_12, NAMES_40, SVG, boxes, faults, parsed

GREEN, RED = "#14663a", "#b3261e"
MONTHS = ("2022年5月", "2022年6月")


def draw_slope(rows: list[SlopeRow], *, is_rank: bool = False) -> Figure:
    """Slopes from May to June."""
    return slope(rows, MONTHS, is_rank=is_rank, caption="图1", alt="各镇街")


@pytest.mark.parametrize("names", [NAMES_12, NAMES_40])
def test_labels_of_slopes_keep_apart_even_where_all_scores_are_close(names: tuple[str, ...]) -> None:
    rows = [SlopeRow(n, 85 + i / 100, 85 - i / 100, "85.00", "84.00", "none") for i, n in enumerate(names)]
    assert faults(draw_slope([*rows[1:], SlopeRow(names[0], 95, 75, "95.00", "75.00", "below")])) == []


def test_only_significant_moves_are_coloured() -> None:
    rows = [
        SlopeRow("甲镇", 80, 90, "80.00", "90.00", "above"),
        SlopeRow("乙镇", 90, 80, "90.00", "80.00", "below"),
        SlopeRow("丙镇", 85, 70, "85.00", "70.00", "none"),
    ]
    lines = {
        line.get("stroke") for line in parsed(draw_slope(rows)).iter(f"{SVG}line") if line.get("stroke-width") == "0.9"
    }
    assert lines == {GREEN, RED}
    inks = {box.text: box.fill for box in boxes(draw_slope(rows))}
    assert inks["丙镇　70.00"] not in (GREEN, RED)


def test_a_town_of_one_period_has_no_line() -> None:
    rows = [SlopeRow("甲镇", None, 90, "—", "90.00", "none"), SlopeRow("乙镇", 80, 81, "80.00", "81.00", "none")]
    printed = [box.text for box in boxes(draw_slope(rows))]
    assert "甲镇　90.00" in printed
    assert "甲镇　—" not in printed
    assert faults(draw_slope(rows)) == []


def test_the_first_rank_stands_on_top_as_the_best_score_does() -> None:
    ranks = [SlopeRow("甲镇", 1, 2, "1", "2", "none"), SlopeRow("乙镇", 2, 1, "2", "1", "none")]
    for is_rank, top in ((True, "甲镇"), (False, "乙镇")):
        left = [box for box in boxes(draw_slope(ranks, is_rank=is_rank)) if box.right < 78 and "镇" in box.text]
        assert min(left, key=lambda box: box.top).text.startswith(top)


def draw_ranks(rows: list[RankRow]) -> Figure:
    """Ranges of ranks with the first and last three as zones."""
    titles = {"top_title": "前3位", "bottom_title": "后3位", "caption": "图2", "alt": "名次范围"}
    return rank_interval(rows, top_count=3, bottom_count=3, **titles)


@pytest.mark.parametrize("names", [NAMES_12, NAMES_40, NAMES_12[:1]])
def test_labels_of_ranges_keep_apart(names: tuple[str, ...]) -> None:
    count = len(names)
    rows = [
        RankRow(n, i + 1, max(1, i - 3), min(count, i + 5), f"第{i}—{i + 5}位", "none") for i, n in enumerate(names)
    ]
    assert faults(draw_ranks(rows)) == []


def test_a_range_covers_its_ranks_and_stands_out_where_certain() -> None:
    rows = [
        RankRow("甲镇", 1, 1, 1, "第1位", "above"),
        RankRow("乙镇", 2, 2, 3, "", "none"),
        RankRow("丙镇", 3, 2, 3, "", "below"),
    ]
    bars = [bar for bar in parsed(draw_ranks(rows)).iter(f"{SVG}rect") if bar.get("rx")]
    assert [bar.get("fill") for bar in bars] == [GREEN, "#b9b9b4", RED]
    assert float(bars[1].get("width", "0")) > 2 * float(bars[0].get("width", "0"))


@pytest.mark.parametrize("row", [RankRow("甲镇", 1, 0, 1, "", "none"), RankRow("甲镇", 1, 1, 2, "", "none")])
def test_a_range_beyond_the_ranks_is_refused(row: RankRow) -> None:
    with pytest.raises(ValueError, match="不在1—1之内"):
        draw_ranks([row])


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="没有任何"):
        draw_slope([])
    with pytest.raises(ValueError, match="没有任何"):
        draw_ranks([])
