"""Web pages and XML that spreadsheet programs write under the name of a workbook: their tables as sheets."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator

from lxml import etree

from flows.ingest.grid import Grid, Merged, UnreadableFileError, listed
from flows.ingest.text import Text, open_text

BEGINNINGS = ("<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<style", "<!--", "<body", "<div")
ARCHIVE = "mime-version:"
MOST_BYTES = 100_000_000
# What one row of a page must fill for its table to hold data rather than to arrange other tables on the page.
DATA_CELLS = 3
WIDEST_SPAN = 1000
SILENT = {"script", "style", "head"}
BREAKS = {"br", "p", "div", "tr"}
SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
SHEET = re.compile(r"<x:ExcelWorksheet>(.*?)</x:ExcelWorksheet>", re.DOTALL | re.IGNORECASE)
SHEET_NAME = re.compile(r"<x:Name>(.*?)</x:Name>", re.DOTALL | re.IGNORECASE)
SHEET_PLACE = re.compile(r"<x:WorksheetSource\s+HRef=[\"']?([^\"'\s>]+?)[\"'\s/]*>", re.IGNORECASE)
SHEET_HIDDEN = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden", re.IGNORECASE)
MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")
FRACTION = re.compile(r"\.0+$")


def is_markup(beginning: str) -> bool:
    """Tell a web page, a web archive or XML by its first characters."""
    start = beginning.lstrip("\ufeff \t\r\n")[:200].lower()
    return start.startswith(BEGINNINGS) or ARCHIVE in start


def read_markup(text: Text) -> list[Grid]:
    """Return the sheets of an XML spreadsheet, or the tables of a web page or web archive.

    Raises:
        UnreadableFileError: no table in it, or too much of it.
    """
    if len(text.content) > MOST_BYTES:
        raise UnreadableFileError("file_unreadable", "网页或 XML 形式的文件过大")
    start = text.beginning.lstrip()[:200].lower()
    if start.startswith("<?xml") and (book := _xml_book(text.content)) is not None:
        return [_xml_sheet(sheet) for sheet in book.iter(f"{SPREADSHEET}Worksheet")]
    grids = _read_archive(text.content) if ARCHIVE in start else _read_page(text)
    if not grids:
        raise UnreadableFileError("file_disguised", "没有表格的网页（HTML）或 XML")
    return grids


# --- web pages --------------------------------------------------------------------------------------------------------


def _read_page(text: Text) -> list[Grid]:
    page = text.content.decode(text.encoding, errors="replace")
    names = [_described(sheet)[0] for sheet in SHEET.findall(page)]
    return _tables(page, names[0] if len(names) == 1 else "")


def _tables(page: str, name: str) -> list[Grid]:
    """Return the tables that hold data; a single one has the name of the sheet it came from."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    root = etree.fromstring(page.encode(), parser)
    found = list(_data_tables(root)) if root is not None else []
    alone = len(found) == 1
    return [
        Grid(name if alone else f"{name}第{number}个表格", listed(rows), merged=merged)
        for number, (rows, merged) in enumerate(found, start=1)
    ]


def _data_tables(element: etree._Element) -> Iterator[tuple[list[list[str]], tuple[Merged, ...]]]:
    """Yield tables in the page's order: what stands within one that holds data is text of its cells."""
    if element.tag == "table":
        rows, merged = _table_rows(element)
        arranges = next(element.iterdescendants("table"), None) is not None
        if not arranges or any(sum(map(bool, row)) >= DATA_CELLS for row in rows):
            if any(map(any, rows)):
                yield rows, merged
            return
    for child in element:
        yield from _data_tables(child)


def _table_rows(table: etree._Element) -> tuple[list[list[str]], tuple[Merged, ...]]:
    rows: list[list[str]] = []
    merged: list[Merged] = []
    # Column → first row that is free again below a cell that spans rows.
    taken: dict[int, int] = {}
    for number, line in enumerate(_own_rows(table)):
        row: list[str] = []
        for cell in line.iterchildren("td", "th"):
            while taken.get(len(row), 0) > number:
                row.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            left = len(row)
            row += [_cell_text(cell), *[""] * (width - 1)]
            taken |= dict.fromkeys(range(left, left + width), number + height)
            if width > 1 or height > 1:
                merged.append((number, left, number + height - 1, left + width - 1))
        rows.append(row)
    return rows, tuple(merged)


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _span(cell: etree._Element, name: str) -> int:
    given = re.match(r"\s*(\d{1,6})", cell.get(name, ""))
    return min(max(int(given[1]), 1), WIDEST_SPAN if name == "colspan" else 65_536) if given else 1


def _cell_text(cell: etree._Element) -> str:
    """Return what a cell shows: white space is one space, a break or a paragraph begins a line."""
    pieces: list[str] = [cell.text or ""]
    for inner in cell.iterdescendants():
        if inner.tag in BREAKS:
            pieces.append("\x00")
        if isinstance(inner.tag, str) and inner.tag not in SILENT:
            pieces.append(inner.text or "")
        pieces.append(inner.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\x00"))
    return "\n".join(line for line in lines if line)


# --- web archives (one file, a part for each sheet) -------------------------------------------------------------------


def _read_archive(content: bytes) -> list[Grid]:
    pages: dict[str, str] = {}
    for number, part in enumerate(email.message_from_bytes(content, policy=email.policy.compat32).walk()):
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(payload, bytes) and payload.strip():
            text = open_text(payload)
            pages[_last(str(part.get("Content-Location", number)))] = text.content.decode(
                text.encoding, errors="replace"
            )
    described = [_described(sheet) for page in pages.values() for sheet in SHEET.findall(page)]
    names = {place: (name, is_hidden) for name, place, is_hidden in described}
    grids = []
    for place, page in pages.items():
        name, is_hidden = names.get(place, ("", False))
        grids += [Grid(name, listed([]), is_visible=False)] if is_hidden else _tables(page, name)
    return grids


def _described(sheet: str) -> tuple[str, str, bool]:
    """Return what the page says of a sheet: its name, the part that holds it, whether it is hidden."""
    name, place = SHEET_NAME.search(sheet), SHEET_PLACE.search(sheet)
    return name[1].strip() if name else "", _last(place[1]) if place else "", SHEET_HIDDEN.search(sheet) is not None


def _last(place: str) -> str:
    return re.split(r"[/\\]", place)[-1]


# --- XML Spreadsheet 2003 ---------------------------------------------------------------------------------------------


def _xml_book(content: bytes) -> etree._Element | None:
    """Return the workbook of an XML spreadsheet, or None for any other XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if SPREADSHEET.strip("{}").encode() in content[:4096]:
            raise UnreadableFileError("file_unreadable", "XML 表格内容不完整、已损坏") from error
        return None
    return root if root.tag == f"{SPREADSHEET}Workbook" else None


def _xml_sheet(sheet: etree._Element) -> Grid:
    name = sheet.get(f"{SPREADSHEET}Name", "")
    visible = sheet.findtext(f"{EXCEL}WorksheetOptions/{EXCEL}Visible", "")
    if "Hidden" in visible:
        return Grid(name, listed([]), is_visible=False)
    rows: list[list[str]] = []
    merged: list[Merged] = []
    for line in sheet.iterfind(f"{SPREADSHEET}Table/{SPREADSHEET}Row"):
        number = int(line.get(f"{SPREADSHEET}Index", len(rows) + 1)) - 1
        rows += [[] for _ in range(min(number, 1_048_576) - len(rows))]
        row: list[str] = []
        for cell in line.iterfind(f"{SPREADSHEET}Cell"):
            left = int(cell.get(f"{SPREADSHEET}Index", len(row) + 1)) - 1
            right = left + int(cell.get(f"{SPREADSHEET}MergeAcross", 0))
            bottom = len(rows) + int(cell.get(f"{SPREADSHEET}MergeDown", 0))
            row += [""] * (min(left, 16_384) - len(row))
            row += [_xml_text(cell), *[""] * (min(right, 16_384) - left)]
            if right > left or bottom > len(rows):
                merged.append((len(rows), left, bottom, right))
        rows.append(row)
    return Grid(name, listed(rows), merged=tuple(merged))


def _xml_text(cell: etree._Element) -> str:
    data = cell.find(f"{SPREADSHEET}Data")
    if data is None:
        return ""
    said = "".join(data.itertext())
    match data.get(f"{SPREADSHEET}Type"):
        case "DateTime":
            return FRACTION.sub("", MIDNIGHT.sub("", said)).replace("T", " ")
        case "Boolean":
            return "是" if said.strip() == "1" else "否"
        case _:
            return said
