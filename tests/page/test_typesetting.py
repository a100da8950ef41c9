"""Widths, break points and tables, worked out before the page is laid out."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.document import Column, Figure, Shade, Table
from reports.table_layout import lay_out_table, tint
from reports.typesetting import breakable, chinese_date, figure_space, issuer_mark
from tests.page.sample import ranking

FONTS = Path(__file__).resolve().parents[2] / ".fonts"
BREAK = "\u200b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从“一窗”看", f"从{BREAK}“一窗”{BREAK}看"),
        ("“一窗”，好", "“一窗”，好"),
        ("（“一窗”）", "（“一窗”）"),
        ("是“甲”“乙”。", f"是{BREAK}“甲”{BREAK}“乙”。"),
        ("没有引号", "没有引号"),
    ],
)
def test_quotes_can_be_broken_outside_only(text: str, expected: str) -> None:
    assert breakable(text) == expected


def test_dates_have_no_leading_zeros() -> None:
    assert chinese_date(date(2022, 7, 5)) == "2022年7月5日"


def test_numbers_line_up_on_the_point() -> None:
    rows = (("9.5",), ("−10.25%",), ("100",), ("—",), ("样本不足",))
    cells = [row[0] for row in lay_out_table(Table("", (Column("得分", "point"),), rows), 156, FONTS).rows]
    # Digits are half an em wide, the point 0.277, the per-cent sign 0.833.
    assert cells[0].left_em - cells[2].left_em == pytest.approx(1.0)
    assert cells[1].left_em == 0.0
    assert cells[0].right_em == pytest.approx(0.5 + 0.833, abs=0.01)
    assert cells[1].right_em == 0.0
    assert [cell.left_em for cell in cells[3:]] == [0.0, 0.0]


def test_nine_columns_fit_the_type_area_without_wrapping() -> None:
    layout = lay_out_table(ranking(), 156.0, FONTS)
    assert layout.size_pt == 10.5
    assert sum(layout.widths) == pytest.approx(156, abs=0.1)
    assert [cell.columns for cell in layout.head[0]] == [1, 1, 1, 3, 2, 1]
    assert len(layout.head[1]) == 5


def test_small_tables_are_set_larger() -> None:
    table = Table("", (Column("镇（街道）"), Column("得分", "point")), (("鲁村镇", "91.24"),))
    assert lay_out_table(table, 156.0, FONTS).size_pt == 12.0


def test_rows_must_fit_the_columns() -> None:
    with pytest.raises(ValueError, match="第2行有1格"):
        Table("表1", (Column("甲"), Column("乙")), (("1", "2"), ("3",)))
    with pytest.raises(ValueError, match="行标记"):
        Table("表1", (Column("甲"),), (("1",),), row_marks=("strong", "total"))


def test_long_marks_stay_within_the_type_area() -> None:
    for text in ("沂源县文化和旅游局文件", "沂源县群众文化生活满意度提升工作领导小组办公室文件", "文件"):
        mark = issuer_mark(text)
        assert mark.size_pt >= 28
        assert len(text) * (mark.size_pt * mark.narrowing + mark.tracking_pt) * 25.4 / 72 <= 151


def test_figures_need_a_size() -> None:
    with pytest.raises(ValueError, match="viewBox"):
        figure_space(Figure("<svg/>", "图1", ""), 156.0)


def _luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_black_type_can_be_read_on_every_tint_and_a_grey_copy_tells_red_from_green() -> None:
    green, red, grey = (_luminance(tint(Shade(tone, 1.0))) for tone in ("green", "red", "grey"))
    assert min(green, red, grey) > 0.3  # a contrast with black of 7 : 1 and more
    assert green - red > 0.15
    assert tint(Shade("red", 0.0)) == tint(None) == ""


def test_tints_belong_to_their_cells() -> None:
    columns = (Column("镇"), Column("得分", "point"))
    table = Table("", columns, (("甲", "80.00"), ("乙", "9.50")), shades=((None, Shade("red", 1.0)), (None, None)))
    cells = lay_out_table(table, 156, FONTS).rows
    assert [[bool(cell.tint) for cell in row] for row in cells] == [[False, True], [False, False]]
    with pytest.raises(ValueError, match="底色与表格"):
        Table("", columns, (("甲", "80.00"),), shades=((None,),))
    with pytest.raises(ValueError, match="深浅"):
        Shade("red", 1.1)


@pytest.mark.parametrize(
    ("rows", "text", "is_short"),
    [(15, "甲镇", True), (16, "甲镇", False), (3, "村级文化广场照明损坏，晚间活动不便，" * 4, False)],
)
def test_only_few_rows_of_one_line_are_kept_on_a_page(rows: int, text: str, is_short: bool) -> None:
    table = Table("", (Column("问题", "left"), Column("得分", "point")), ((text, "80.00"),) * rows)
    assert lay_out_table(table, 156, FONTS).is_short == is_short


@pytest.mark.parametrize(
    ("title", "width_mm", "printed"),
    [
        ("公共文化设施", 30.0, "公共文化设施"),
        ("公共文化设施", 20.0, "公共文化\n设施"),
        ("公共文化设施", 14.5, "公共文\n化设施"),
        ("满意率", 20.0, "满意率"),
        ("满意率", 10.0, "满意\n率"),
        ("镇（街道）", 16.0, "镇\n（街道）"),
        ("2022年5月", 12.0, "2022年5月"),
        ("时长\n中位数", 10.0, "时长\n中位数"),
    ],
)
def test_a_heading_without_room_breaks_where_it_reads(title: str, width_mm: float, printed: str) -> None:
    table = Table("", (Column(title, width_mm=width_mm), Column("得分")), (("1", "2"),))
    assert lay_out_table(table, 156.0, FONTS, is_dense=True).head[0][0].text == printed


@pytest.mark.parametrize(("count", "parts"), [(1, [1]), (5, [5]), (6, [3, 3]), (40, [37, 3])])
def test_the_last_rows_of_a_table_that_can_run_on_stay_together(count: int, parts: list[int]) -> None:
    table = Table("", (Column("序号"),), tuple((str(i),) for i in range(count)), row_marks=("",) * count)
    laid_out = lay_out_table(table, 156.0, FONTS).parts
    assert [len(part) for part in laid_out] == parts
    assert [row[0].text for part in laid_out for row, _ in part] == [str(i) for i in range(count)]


TITLES = st.text(alphabet="率件数评价（）%2年A", min_size=1, max_size=8)


@given(titles=st.lists(TITLES, min_size=2, max_size=14), width_mm=st.sampled_from([60.0, 156.0]))
@settings(max_examples=60, deadline=None)
def test_any_headings_are_laid_out_with_all_their_characters(titles: list[str], width_mm: float) -> None:
    table = Table("", tuple(map(Column, titles)), (("12345.67",) * len(titles),))
    head = lay_out_table(table, width_mm, FONTS, is_dense=True).head[0]
    assert [cell.text.replace("\n", "") for cell in head] == titles
