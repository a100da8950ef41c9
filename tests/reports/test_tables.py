"""The workbook of the month's tables: headers and Chinese for codes from the marts' comments, contents, page set-up."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from reports.column_notes import ColumnNote, column_note, readable
from reports.summary import SummaryView
from reports.summary import compose as compose_summary
from reports.tables import TablesView, TableView, compose
from reports.workbook import SheetColumn, write_workbook

JUNE = date(2022, 6, 1)
STATUS = "状态：ranked 参加排名；too_few 样本不足，不排名；none 无（见 mart.refusal）"
HEADERS = {
    "得分（分，未舍入）": "得分（分，未舍入）",
    STATUS: "状态",
    "原因（用；隔开）": "原因（用；隔开）",
    "满意率（满意+基本满意，加权，%）": "满意率（满意+基本满意，加权，%）",
    "有疑问的访问（份，见 mart.interview_quality）": "有疑问的访问（份）",
    "名次；空为不排名": "名次",
}


@pytest.mark.parametrize("comment", HEADERS)
def test_a_header_is_the_comment_up_to_what_explains_it(comment: str) -> None:
    assert column_note("c", "VARCHAR", comment).title == HEADERS[comment]


def test_codes_and_truth_values_are_written_in_chinese() -> None:
    note = column_note("status", "VARCHAR", STATUS)
    assert [readable(value, note) for value in ("ranked", "too_few", "ranked、none", "别的")] == [
        "参加排名",
        "样本不足",
        "参加排名、无",
        "别的",
    ]
    assert note.explanation == "状态：参加排名；样本不足，不排名；无"
    plain = column_note("c", "BOOLEAN", "是否并列")
    assert [readable(value, plain) for value in (True, False, None, ["a", "b"], 0)] == ["是", "否", None, "a、b", 0]


def _note(title: str, kind: str = "VARCHAR", name: str = "c") -> ColumnNote:
    return column_note(name, kind, title)


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    score = TableView(
        "排名",
        "各镇街排名",
        (_note("镇（街道）"), _note("得分（分）", "DOUBLE"), _note("p 值", "DOUBLE", "p_value"), _note("日期", "DATE")),
        (("镇一", 90.125, 0.0123, JUNE), ("镇二", None, None, datetime(2022, 6, 2, 9, 30))),
    )
    wide = TableView("台账", "各问题", tuple(_note(f"很长的栏目名称之{at}") for at in range(9)), (("字" * 30,) * 9,))
    view = TablesView(JUNE, True, "某局", (score, TableView("空表", "没有", (_note("镇"),), ()), wide))
    written = write_workbook(compose(view))
    assert written == write_workbook(compose(view))
    return openpyxl.load_workbook(io.BytesIO(written))


def test_the_contents_link_every_table_and_tables_without_rows_are_told(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["目录", "说明", "1-排名", "2-台账", "3-栏目说明"]
    lines = list(book["目录"].iter_rows(min_row=2, values_only=True))
    assert lines[:2] == [(1, "排名", 2, "各镇街排名"), (2, "台账", 1, "各问题")]
    assert [cell.hyperlink.location for cell in book["目录"]["B"][1:]] == [
        f"'{name}'!A1" for name in book.sheetnames[2:]
    ]
    assert "空表" in str([cell.value for cell in book["说明"]["A"]])


def test_numbers_are_numbers_and_days_are_days(book: openpyxl.Workbook) -> None:
    cells = list(book["1-排名"].iter_rows(min_row=2))
    assert [cell.value for cell in cells[0]] == ["镇一", 90.125, 0.0123, datetime(2022, 6, 1)]
    assert [cell.number_format for cell in cells[0]] == ["@", "0.00", "0.0000", "yyyy-mm-dd"]
    assert [cell.value for cell in cells[1]] == ["镇二", None, None, datetime(2022, 6, 2, 9, 30)]


def test_every_sheet_prints_on_a4_under_a_repeated_header_marked_as_demo_data(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "演示数据" in sheet.oddHeader.right.text
        assert (sheet.oddHeader.left.size, sheet.oddHeader.left.text.strip()) == (9, "2022年6月附表")
        assert "&P" in sheet.oddFooter.center.text
        if sheet.title != "说明":
            assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
    assert book["1-排名"].page_setup.orientation != "landscape"
    assert book["2-台账"].page_setup.orientation == "landscape"


@pytest.mark.parametrize(("open_count", "problem_count"), [(0, 1), (2, 3)])
def test_the_summary_tells_how_many_problems_are_open(open_count: int, problem_count: int) -> None:
    columns = (SheetColumn("序号", 6), SheetColumn("问题描述", 30, wraps=True))
    rows = tuple((number, "锁门") for number in range(problem_count))
    made = compose_summary(SummaryView(JUNE, False, "某局", columns, rows, open_count))
    assert made is not None
    assert made.notes[0] == f"本表列出月末整改台账的全部问题{problem_count}个，其中未销号{open_count}个。"
    assert [column.title for column in made.sheets[0].columns] == ["序号", "问题描述"]


def test_a_month_without_a_ledger_has_no_summary() -> None:
    assert compose_summary(SummaryView(JUNE, False, "某局", (), (), 0)) is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [("锁门", 1), ("字" * 10, 1), ("字" * 11, 2), ("一\n二\n三", 3), ("a" * 20 + "\n" + "字" * 21, 4)],
)
def test_a_row_is_as_high_as_its_text_needs(text: str, lines: int) -> None:
    columns = (SheetColumn("序号", 6), SheetColumn("问题", 20, wraps=True))
    made = compose_summary(SummaryView(JUNE, False, "某局", columns, ((1, text),), 1))
    assert made is not None
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(made))).worksheets[-1]
    assert sheet.row_dimensions[2].height == (None if lines == 1 else pytest.approx(13.5 * lines + 2, abs=0.5))
    assert sheet.row_dimensions[1].height is None
