"""Reads a month's raw files into plain tables, by the recount's own rules and nobody else's.

A row is one spreadsheet row or CSV line; `file` and `row` (1-based) say where it stood. Only the first sheet of a
file counts: the others in the demo are hidden copies of last month. Cells stay as they were read; `town_of`,
`moment_of` and `text_of` say what a cell means.
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
import python_calamine

KEY_HEADERS = {
    "survey": "样本编号",
    "hotline": "工单编号",
    "rectification": "台账编号",
    "visit": "走访人",
    "household": "结对走访人",
    "inspection": "督查组",
    "task": "工作任务",
}
# What one wave's supplier calls the columns, to what the others do; units in brackets are off already.
OTHER_HEADERS = {
    "样本号": "样本编号",
    "访问时间": "访问日期",
    "访问时长": "时长",
    "访问员编号": "访问员",
    "电话号码": "电话",
    "所属镇": "镇街",
    "村": "村居",
    "访问结果": "访问结果码",
    "有效样本": "是否有效",
    "您还有什么意见建议": "意见建议",
    "质检": "质检结果",
    "日期": "走访日期",
    "工单号": "工单编号",
    "受理时间": "来电时间",
    "办结日期": "办结时间",
    "工单状态": "状态",
    "镇": "镇街",
    "来源": "问题来源",
    "发现时间": "发现日期",
    "销号情况": "是否销号",
    "销号日期": "销号时间",
}
FILE_MARKS = {
    "survey": ("满意度电话访问",),
    "hotline": ("热线工单", "诉求工单", "局微信"),
    "rectification": ("整改台账",),
    "visit": ("入户走访",),
    "household": ("走访名单",),
    "inspection": ("暗访督查",),
    "task": ("任务清单",),
}
REQUIRED_DATES = {"survey": "访问日期", "hotline": "来电时间", "rectification": "发现日期"}
DATE_COLUMNS = {
    "survey": ("访问日期",),
    "hotline": ("来电时间", "截止时间", "延期后截止", "办结时间", "回访时间"),
    "rectification": ("发现日期", "销号时间"),
}
TOTALS = {"合计", "小计", "总计"}
FEWEST_CELLS = 5
DATE_PATTERN = r"(?:(\d{2,4})[年./-])?(\d{1,2})[月./-](\d{1,2})日?(?:[ T]+(\d+):(\d+)(?::(\d+))?)?$"
EXCEL_EPOCH = datetime(1899, 12, 30)


class BadCellError(ValueError):
    """A cell whose row cannot be used: an impossible date, an unknown town, an ambiguous village, a lost number."""


@lru_cache(maxsize=200_000, typed=True)
def text_of(cell: object) -> str:
    """The cell as text without any white space, full-width forms made half-width; whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell)))


def moment_of(cell: object, year: int) -> datetime | None:
    """The cell as a moment, in `year` where it names none; None where it is empty or is words.

    Raises BadCellError for a day no calendar has.
    """
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, float | int):
        return EXCEL_EPOCH + timedelta(days=float(cell))
    found = re.match(DATE_PATTERN, str(cell).strip())
    if not found:
        return None
    written, *rest = (part and int(part) for part in found.groups())
    full_year = year if written is None else written + 2000 if written < 100 else written
    try:
        return datetime(full_year, *(part or 0 for part in rest))
    except ValueError as impossible:
        raise BadCellError(f"日期 {cell}") from impossible


@cache
def aliases(reference: Path) -> dict[str, str]:
    """Every registered way to write a town, to its code; '' for the names that belong to no town."""
    table = pd.read_csv(reference / "town_aliases.csv", dtype=str).fillna("")
    return dict(zip(table["alias"], table["town_code"], strict=True))


def village_names(name: str) -> set[str]:
    """The ways to write a village, with and without what kind of unit it is: 红星村委会 is 红星村 and 红星."""
    return {
        name,
        re.sub(r"委员?会$", "", name),
        re.sub(r"(村民委员会|居民委员会|村?委员?会|居委会|社区|村)$", "", name),
    }


@cache
def village_towns(reference: Path) -> dict[str, set[str]]:
    """Every way to write a village, to the codes of the towns that have one."""
    found: dict[str, set[str]] = {}
    table = pd.read_csv(reference / "villages.csv", dtype=str)
    for name, code in zip(table["village_name"], table["town_code"], strict=True):
        for written in village_names(name):
            found.setdefault(written, set()).add(code)
    return found


def town_of(town: object, village: object, reference: Path) -> str:
    """The town's code; '' where the row belongs to none.

    Raises BadCellError for a name that is not registered and for a village that two towns have.
    """
    name = text_of(town)
    if name:
        if name not in aliases(reference):
            raise BadCellError(f"镇街 {name}")
        return aliases(reference)[name]
    towns = set().union(*(village_towns(reference).get(name, set()) for name in village_names(text_of(village))))
    if len(towns) > 1:
        raise BadCellError(f"村居 {village}")
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
    top = next((i for i, row in enumerate(cells[:20]) if key in map(_plain_header, row)), None)
    if top is None:
        raise ValueError(f"{path.name}: no header {key}")
    header = [_plain_header(cell) for cell in cells[top]]
    depth = 1
    if cells[top + 1][header.index(key)] == "":  # merged header: the names proper stand in the second row
        header = [_plain_header(low) or high for low, high in zip(cells[top + 1], header, strict=True)]
        depth = 2
    rows = []
    for number, row in enumerate(cells[top + depth :], start=top + depth + 1):
        texts = [text_of(cell) for cell in row]
        if sum(map(bool, texts)) >= FEWEST_CELLS and not TOTALS & set(texts[:3]):
            rows.append([path.name, number, *row])
    return pd.DataFrame(rows, columns=["file", "row", *header]).astype(object)


def _plain_header(cell: object) -> str:
    name = re.sub(r"\(.*\)$", "", text_of(cell))
    return OTHER_HEADERS.get(name, name)


def month_rows(raw: Path, month: str, source: str) -> pd.DataFrame:
    """Every data row of a source's files of the month, in the order of the files' names."""
    files = sorted(path for path in (raw / month).iterdir() if any(mark in path.name for mark in FILE_MARKS[source]))
    return pd.concat([table_of(path, source) for path in files], ignore_index=True)


@dataclass(frozen=True)
class Reading:
    """What became of a source's rows in a month: the rows used, and how many were read, rejected and repeated."""

    used: pd.DataFrame
    read: int
    rejected: int
    duplicates: int


def read_source(raw: Path, reference: Path, month: str, source: str) -> Reading:
    """The month's usable rows with `town_code`, the key as text and moments in the date columns.

    A row is rejected where its first date is no day of the calendar, its town or village is none or two of the
    register's, or its number has been turned into a power of ten. Rows with the same key are one: in these months
    they are equal.
    """
    rows = month_rows(raw, month, source)
    read = len(rows)
    key, year = KEY_HEADERS[source], int(month[:4])
    rows[key] = rows[key].map(text_of)
    if source == "rectification":  # a town cell merged over its rows is written in the first of them only
        rows["镇街"] = rows["镇街"].map(text_of).replace("", None).ffill()
    rows["town_code"] = None
    good = []
    for index, row in rows.iterrows():
        try:
            if re.search(r"E\+", row[key]):
                raise BadCellError(f"编号 {row[key]}")
            moment_of(row[REQUIRED_DATES[source]], year)
            rows.at[index, "town_code"] = town_of(row["镇街"], row.get("村居", row.get("村社区", "")), reference)
        except BadCellError:
            continue
        good.append(index)
    kept = rows.loc[good]
    for column in DATE_COLUMNS[source]:
        kept[column] = pd.to_datetime(pd.Series([moment_of(cell, year) for cell in kept[column]], index=kept.index))
    used = kept.drop_duplicates(subset=key, keep="first")
    return Reading(used.reset_index(drop=True), read, read - len(kept), len(kept) - len(used))
