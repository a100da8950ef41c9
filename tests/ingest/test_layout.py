"""Where the table is in a sheet, and which of its rows are data."""

from __future__ import annotations

import pytest

from flows.ingest.grid import Grid, listed
from flows.ingest.layout import Header, RowKind, RowKinds, fill_merged, find_header
from tests.ingest import books

CONTRACTS = books.contracts()
HEADER = ["工单编号", "来电时间", "镇街", "主要内容"]
ROW = ["T001", "2022-06-07", "南麻街道", "路灯不亮"]


def found(rows: list[list[str]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Header:
    header = find_header(Grid("甲", listed(rows), merged=merged), CONTRACTS)
    assert header is not None
    return header


def names(header: Header) -> list[str | None]:
    return [column.name for column in header.columns]


def test_titles_above_the_header_are_passed_over() -> None:
    title = [["沂源县热线工单明细表"], ["填报单位：甲单位", "", "2022年6月", ""], []]
    header = found([*title, HEADER, ROW], merged=((0, 0, 0, 3),))
    assert (header.source.source, header.top, header.bottom) == ("hotline", 3, 3)
    assert names(header) == ["ticket_no", "called_at", "town", "content"]


@pytest.mark.parametrize(
    "written",
    ["工 单 编 号", "工单\n编号", "工单\r\n编号", "工单编号*", "　工单编号：", "工单号", "诉求编号", "受理编号"],
)
def test_a_header_is_known_however_it_is_written(written: str) -> None:
    assert names(found([[written, *HEADER[1:]]]))[0] == "ticket_no"


def test_a_header_spaced_out_throughout_is_known() -> None:
    assert names(found([["工 单 编 号", "来电\n时间", "镇 街", "主要　内容"]])) == [
        "ticket_no",
        "called_at",
        "town",
        "content",
    ]


def test_full_width_brackets_and_letters_are_known() -> None:
    header = found([["样本ＩＤ", "访问日期", "镇（街道）", "城乡", "访问结果码", "Ｑ１ 总体满意度", "q02"]])
    assert names(header)[:3] == ["sample_id", "interview_date", "town"]
    assert [column.question for column in header.columns] == [None, None, None, None, None, 1, 2]


def test_a_header_of_two_rows_joins_parent_and_own_title() -> None:
    rows = [
        ["工单编号", "来电时间", "镇街", "问题分类", "", "", "主要内容"],
        ["", "", "", "一级", "二级", "三级", ""],
        ["T001", "2022-06-07", "南麻街道", "文体", "场馆", "开放", "路灯不亮"],
    ]
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 5), (0, 6, 1, 6))
    header = found(rows, merged)
    assert (header.top, header.bottom) == (0, 1)
    assert names(header) == ["ticket_no", "called_at", "town", "category_l1", "category_l2", "category_l3", "content"]


def test_a_required_column_that_is_not_there_is_named() -> None:
    assert found([["工单编号", "镇街", "主要内容", "状态"]]).missing == ["来电时间"]


def test_a_column_twice_is_named() -> None:
    assert found([[*HEADER, "镇街"]]).twice == ["镇街"]
    assert found([["工单号", "受理编号", *HEADER[1:]]]).twice == ["工单编号"]


def test_a_synonym_beside_the_title_itself_is_another_column() -> None:
    header = found([["工单编号", "受理编号", *HEADER[1:]]])
    assert header.twice == []
    assert names(header)[:2] == ["ticket_no", None]


def test_a_title_merged_wider_than_the_table_does_no_harm() -> None:
    header = found([["沂源县热线工单明细表"], HEADER, ROW], merged=((0, 0, 0, 9), (1, 3, 1, 9)))
    assert names(header) == ["ticket_no", "called_at", "town", "content"]


def test_notes_and_numbers_are_no_table() -> None:
    for rows in ([], [[]], [["说明"], ["本表由各单位填报"]], [["1", "2", "3"], ["4", "5", "6"]]):
        assert find_header(Grid("甲", listed(rows)), CONTRACTS) is None


def test_a_town_merged_over_its_rows_is_each_rows_town() -> None:
    rows = [HEADER, ROW, ["T002", "2022-06-08", "", "乙"], ["T003", "2022-06-09", "西里镇", "丙"]]
    filled = fill_merged(rows, found(rows), ((1, 2, 2, 2),))
    assert [row[2] for row in filled] == ["南麻街道", "南麻街道", "西里镇"]


def test_merged_cells_beyond_what_was_read_do_no_harm() -> None:
    rows = [HEADER, ["T001"], []]
    merged = ((1, 2, 9, 2), (7, 0, 9, 0), (2, 3, 2_000_000, 3), (1, 9, 2, 9))
    assert list(fill_merged(rows, found(rows), merged)) == [["T001", "", "", ""], ["", "", "", ""]]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (ROW, RowKind.DATA),
        (["", " ", "　", "\n"], RowKind.BLANK),
        (["合 计", "", "12"], RowKind.TOTAL),
        (["", "小计", "", "3"], RowKind.TOTAL),
        (["总计：", "12"], RowKind.TOTAL),
        (["南麻街道小计", "", "3", "4", "5"], RowKind.TOTAL),
        (["备注：含上月结转", ""], RowKind.FOOTER),
        (["填报人：甲某", "", "审核：乙某", "联系电话：0533-2000001"], RowKind.FOOTER),
        (["注：暂定", ""], RowKind.FOOTER),
        (["T009", "2022-06-07", "西里镇", "合计金额不对"], RowKind.DATA),
        (["T009", "2022-06-07", "西里镇", "平均", "说明"], RowKind.DATA),
        (["说明书缺失", "2022-06-07", "西里镇", "甲", "乙"], RowKind.DATA),
        (["T009", "小计", "西里镇", "4"], RowKind.TOTAL),
        (["审核：甲某", "审批：乙某", "丙某", ""], RowKind.FOOTER),
        (["2022年6月30日", "", "", ""], RowKind.FOOTER),
        ([" 工单编号", "来电时间", "镇街", "主要\n内容"], RowKind.DATA),
        (["工单 编号", "来电时间", "镇街", "主要内容"], RowKind.DATA),
        ([" 工单编号", "来电时间", "镇街 ", "主要内容"], RowKind.FOOTER),
    ],
)
def test_data_blanks_totals_and_footers_are_told_apart(row: list[str], kind: RowKind) -> None:
    kinds = RowKinds(CONTRACTS.layout, found([HEADER]))
    assert kinds.kind(row) is kind
    # What is told of many rows at a glance holds of each of them.
    assert kinds.are_data([ROW, ROW])
    assert kind is RowKind.DATA or not kinds.are_data([ROW, row, ROW])
