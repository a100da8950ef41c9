"""Web pages, web archives and XML tables under the name of a workbook are read like sheets."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from flows.ingest.workbook import read_grids
from flows.period import Month
from tests.ingest import books, kept
from tests.ingest.kept import tables

KEY = b"a key of the county"
JUNE = Month(2022, 6)


def page(body: str, charset: str = "utf-8", head: str = "") -> bytes:
    text = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">{head}</head>'
    encoding = "gb18030" if charset.startswith("gb") else charset
    return f"{text}<body>{body}</body></html>".encode(encoding)


def html_table(rows: books.Rows) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table border=1>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


TICKETS = [books.TICKET_HEADER, books.TICKET]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_a_page_saved_as_xls_loads_as_a_sheet_does(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "工单.xls"
    row = [*books.TICKET[:3], "綦某某", *books.TICKET[4:]]
    path.write_bytes(page(html_table([["热线工单"], books.TICKET_HEADER, row, ["合计", "1"]]), charset))
    read = kept.read(path, "2022-06/工单.xls", JUNE, books.contracts(), KEY)
    assert read.codes == []
    assert read.rows[["row", "ticket_no", "caller_name"]].to_numpy().tolist() == [[3, "T001", "綦**"]]
    assert [(aside.row, aside.kind) for aside in read.sheets[0].set_aside] == [(4, "total")]


def test_cells_that_span_keep_their_place_and_are_merged() -> None:
    body = (
        "<table><thead><tr><th rowspan=2>镇街<th colspan=2>得分</tr><tr><th>本月<th>上月</tr></thead>"
        "<tbody><tr><td rowspan=2>南麻<td>1<td>2</tr><tr><td>3<td>4</tr></tbody></table>"
    )
    (grid,) = read_grids(page(body))
    assert list(grid.rows) == [["镇街", "得分", ""], ["", "本月", "上月"], ["南麻", "1", "2"], ["", "3", "4"]]
    assert grid.merged == ((0, 0, 1, 0), (0, 1, 0, 2), (2, 0, 3, 0))


def test_a_cell_says_what_it_shows() -> None:
    body = "<table><tr><td> 甲&nbsp;\n 乙<br>丙 <td><b>丁</b>戊<!-- 注 --><style>x</style>"
    body += "<td>&lt;5&amp;6<td><p>己</p><p>庚</p>"
    assert tables(page(body)) == [[["甲 乙\n丙", "丁戊", "<5&6", "己\n庚"]]]


def test_tables_of_a_page_are_sheets_of_their_own_and_layout_is_passed_through() -> None:
    inner = html_table([["编号", "镇街", "内容"], ["1", "南麻", "路灯"]])
    arranged = f"<table><tr><td>{html_table([['报表']])}</td></tr><tr><td>{inner}</td></tr></table>"
    grids = read_grids(page(arranged))
    assert [(grid.sheet, list(grid.rows)) for grid in grids] == [
        ("第1个表格", [["报表"]]),
        ("第2个表格", [["编号", "镇街", "内容"], ["1", "南麻", "路灯"]]),
    ]


def test_a_table_inside_a_cell_of_data_is_that_cells_text() -> None:
    body = f"<table><tr><td>1<td>南麻<td>{html_table([['甲'], ['乙']])}</tr></table>"
    assert tables(page(body)) == [[["1", "南麻", "甲\n乙"]]]


def test_the_sheet_of_another_month_is_known_in_a_page_too() -> None:
    head = (
        "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>5月</x:Name>"
        "</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->"
    )
    assert [grid.sheet for grid in read_grids(page(html_table(TICKETS), head=head))] == ["5月"]


def archive() -> bytes:
    """A web archive as Excel writes it: a page that names the sheets, then a part for each."""
    described = "".join(
        f'<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef=3D"book.files/{place}"/>{more}'
        "</x:ExcelWorksheet>"
        for name, place, more in (
            ("6=E6=9C=88", "sheet001.htm", ""),
            ("old", "sheet002.htm", "<x:Visible>SheetHidden</x:Visible>"),
        )
    )
    parts = [("book.htm", f"<html><xml>{described}</xml></html>"), ("book.files/sheet001.htm", None)]
    parts.append(("book.files/sheet002.htm", "<table><tr><td>1</td></tr></table>"))
    text = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="part"\n\n'
    for place, body in parts:
        encoding = "quoted-printable" if body else "8bit"
        text += f"--part\nContent-Location: file:///C:/{place}\nContent-Transfer-Encoding: {encoding}\n"
        text += f'Content-Type: text/html; charset="utf-8"\n\n{body or html_table(TICKETS)}\n'
    return f"{text}--part--\n".encode()


def test_a_web_archive_gives_its_sheets_by_name() -> None:
    shown, hidden = read_grids(archive())
    assert (shown.sheet, list(shown.rows)) == ("6月", TICKETS)
    assert (hidden.sheet, hidden.is_visible) == ("old", False)


XML = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="6月"><Table>
<Row ss:Index="2"><Cell ss:MergeDown="1"><Data ss:Type="String">南麻</Data></Cell>
<Cell ss:Index="3" ss:MergeAcross="1"><Data ss:Type="Number">85.5</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="DateTime">2022-06-07T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="DateTime">2022-06-07T19:05:00.000</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="旧"><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


def test_an_xml_spreadsheet_gives_its_sheets() -> None:
    shown, hidden = read_grids(XML.encode())
    assert list(shown.rows) == [
        [],
        ["南麻", "", "85.5", "", "是"],
        ["", "2022-06-07", "2022-06-07 19:05:00", "#N/A"],
    ]
    assert shown.merged == ((1, 0, 2, 0), (1, 2, 1, 3))
    assert (hidden.sheet, hidden.is_visible) == ("旧", False)


def ods() -> bytes:
    """An OpenDocument table, as WPS and LibreOffice write it."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in TICKETS
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="工单">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("mimetype", kind)
        made.writestr("META-INF/manifest.xml", manifest)
        made.writestr("content.xml", content)
    return buffer.getvalue()


def test_an_open_document_table_is_read() -> None:
    assert tables(ods()) == [TICKETS]
