"""The month's workbooks of a whole run: complete, in Chinese, printable, and with the figures of marts and bulletin."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.end_to_end.recount.month import Recount

CODE = re.compile(r"(^|、)[a-z]+(_[a-z]+)+(、|$)|(^|、)[a-z]{4,}(、|$)")
# 6 points where the font has 10: an A4 page across has room for some 140 half-width characters of it.
WIDEST = 140 * 10 / 6


@pytest.fixture(scope="session")
def tables(built_county: Path, recount: Recount) -> openpyxl.Workbook:
    (path,) = (built_county / recount.month).glob("*附表.xlsx")
    return openpyxl.load_workbook(path)


def _rows(sheet) -> list[dict[str, object]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def _sheet(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    (sheet,) = [sheet for sheet in book.worksheets if sheet.title.partition("-")[2] == name]
    return _rows(sheet)


def test_no_code_is_left_and_every_table_fits_a_page(tables: openpyxl.Workbook) -> None:
    for sheet in tables.worksheets:
        codes = [cell.value for row in sheet for cell in row if isinstance(cell.value, str) and CODE.search(cell.value)]
        assert codes == [], sheet.title
        assert sum(width.width for width in sheet.column_dimensions.values()) <= WIDEST, sheet.title


def test_every_indicator_of_the_month_is_in_it_with_its_parts(
    tables: openpyxl.Workbook, built_county: Path, recount: Recount
) -> None:
    wanted = "select title, scope_name, numerator::int, denominator::int, round(value, 9) from mart.indicator"
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        counted = set(connection.execute(f"{wanted} where month = ?", [f"{recount.month}-01"]).fetchall())
    lines = [
        line
        for sheet in tables.worksheets
        if (sheet["A1"].value, sheet["B1"].value) == ("指标名称", "名称")
        for line in sheet.iter_rows(min_row=2, max_col=5, values_only=True)
    ]
    printed = {(*line[:4], line[4] if line[4] is None else round(float(line[4]), 9)) for line in lines}
    assert printed == counted


def test_the_ranking_is_the_bulletins(tables: openpyxl.Workbook, bulletin: str) -> None:
    ranked = [row for row in _sheet(tables, "镇街排名") if row["状态"] == "参加排名"]
    assert len(ranked) > 5
    lines = [line.split() for line in bulletin.splitlines()]
    for row in ranked:
        score = next(value for header, value in row.items() if str(header).startswith("得分（分，按测评办法"))
        assert any(row["镇（街道）"] in line and f"{score:.2f}" in line for line in lines), row


def test_the_summary_lists_the_ledger_as_it_stands(built_county: Path, recount: Recount) -> None:
    (path,) = (built_county / recount.month).glob("*整改情况汇总表.xlsx")
    rows = _rows(openpyxl.load_workbook(path).worksheets[1])
    counted = "select numerator from mart.indicator where month = ? and scope = 'county' and indicator = ?"
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        ((open_count,),) = connection.execute(counted, [f"{recount.month}-01", "rectification_open"]).fetchall()
    assert sum(row["是否销号"] == "未销号" for row in rows) == open_count
    assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row["责任人（岗位）"] for row in rows)
