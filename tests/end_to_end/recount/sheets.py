"""Reads a month's raw files into plain tables, by the recount's own rules and nobody else's.

A row is one spreadsheet row or CSV line; `file` and `row` (1-based) say where it stood. Only the first sheet of a
file counts: the others in the demo are hidden copies of last month. Cells stay as they were read; `town_of`,
`moment_of` and `text_of` say what a cell means.
"""

import csv
import io
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pandas as pd
import python_calamine

KEY_HEADERS = {"survey": "样本编号", "hotline": "工单编号", "rectification": "台账编号"}
FILE_MARKS = {
    "survey": ("满意度电话访问",),
    "hotline": ("热线工单", "诉求工单", "局微信"),
    "rectification": ("整改台账",),
}
TOTALS = {"合计", "小计", "总计"}
FEWEST_CELLS = 5
EXCEL_EPOCH = datetime(1899, 12, 30)


class BadCell(ValueError):
    """A cell whose row cannot be used: an impossible date, an unknown town, an ambiguous village, a lost number."""


def text_of(cell: object) -> str:
    """The cell as text without any white space, full-width forms made half-width; whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell)))


def moment_of(cell: object) -> datetime | None:
    """The cell as a moment; None where it is empty or is words. Raises BadCell for a day no calendar has."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, float | int):
        return EXCEL_EPOCH + timedelta(days=float(cell))
    found = re.match(
        r"(\d{2,4})[年./-](\d{1,2})[月./-](\d{1,2})日?(?:[ T]+(\d+):(\d+)(?::(\d+))?)?$", str(cell).strip()
    )
    if not found:
        return None
    year, *rest = (int(part or 0) for part in found.groups())
    try:
        return datetime(year + 2000 if year < 100 else year, *rest)
    except ValueError as impossible:
        raise BadCell(f"日期 {cell}") from impossible


@cache
def aliases(reference: Path) -> dict[str, str]:
    """Every registered way to write a town, to its code; '' for the names that belong to no town."""
    table = pd.read_csv(reference / "town_aliases.csv", dtype=str).fillna("")
    return dict(zip(table["alias"], table["town_code"], strict=True))


def bare_village(name: str) -> str:
    """A village's name without what kind of unit it is: 胜利山社区 and 胜利山居委会 are the same place."""
    return re.sub(r"(村民委员会|居民委员会|村委会|居委会|社区|村)$", "", name)


@cache
def village_towns(reference: Path) -> dict[str, set[str]]:
    """Bare village name to the codes of the towns that have one."""
    found: dict[str, set[str]] = {}
    table = pd.read_csv(reference / "villages.csv", dtype=str)
    for name, code in zip(table["village_name"], table["town_code"], strict=True):
        found.setdefault(bare_village(name), set()).add(code)
    return found


def town_of(town: object, village: object, reference: Path) -> str:
    """The town's code; '' where the row belongs to none. Raises BadCell for a name not registered or a village in two."""
    name = text_of(town)
    if name:
        if name not in aliases(reference):
            raise BadCell(f"镇街 {name}")
        return aliases(reference)[name]
    towns = village_towns(reference).get(bare_village(text_of(village)), set())
    if len(towns) > 1:
        raise BadCell(f"村居 {village}")
    return next(iter(towns), "")


def cells_of(path: Path) -> list[list[object]]:
    """The first sheet of a workbook, or the lines of a CSV file, as they stand."""
    if path.suffix == ".csv":
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("gb18030")
        return list(csv.reader(io.StringIO(text)))
    book = python_calamine.CalamineWorkbook.from_path(path)
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def table_of(path: Path, source: str) -> pd.DataFrame:
    """The file's data rows under plain headers. Raises ValueError where the key column's header is missing."""
    cells = cells_of(path)
    key = KEY_HEADERS[source]
    top = next((i for i, row in enumerate(cells[:20]) if key in map(text_of, row)), None)
    if top is None:
        raise ValueError(f"{path.name}: no header {key}")
    header = [text_of(cell) for cell in cells[top]]
    depth = 1
    if cells[top + 1][header.index(key)] == "":  # merged header: the names proper stand in the second row
        header = [text_of(low) or high for low, high in zip(cells[top + 1], header, strict=True)]
        depth = 2
    rows = []
    for number, row in enumerate(cells[top + depth :], start=top + depth + 1):
        texts = [text_of(cell) for cell in row]
        if sum(map(bool, texts)) >= FEWEST_CELLS and not TOTALS & set(texts[:3]):
            rows.append([path.name, number, *row])
    names = [re.sub(r"\(.*\)$", "", name) for name in header]
    return pd.DataFrame(rows, columns=["file", "row", *names]).astype(object)


def month_rows(raw: Path, month: str, source: str) -> pd.DataFrame:
    """Every data row of a source's files of the month, in the order of the files' names."""
    files = sorted(path for path in (raw / month).iterdir() if any(mark in path.name for mark in FILE_MARKS[source]))
    return pd.concat([table_of(path, source) for path in files], ignore_index=True)
