"""A sheet as it is meant (columns, rows of values) and as it is laid out (a grid with true row numbers).

Sources build `Sheet`s of plain values. What goes wrong in a cell is done to the rows and noted as a `Plant`
on the row itself, so that sorting and inserting cannot move it. `lay_out` turns a sheet into a `Grid` and the
plants into `Planted` lines with the row number a reader would count.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

Value = str | int | float | dt.date | dt.datetime | dt.time | None
_EPOCH = dt.datetime(1899, 12, 30)
_FULL_WIDTH = str.maketrans("0123456789.%-", "０１２３４５６７８９．％－")


class Row(dict[str, Value]):
    """One row by column key. Compared by identity, so that equal rows stay two rows."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass
class Column:
    """A column: its key, the header people see, its group in a two-row header, how dates are written."""

    key: str
    header: str
    group: str = ""
    style: str = "real"
    width: float = 12.0


@dataclass(frozen=True)
class Plant:
    """Something planted on a row: the column key ("" for the whole row), kind, expectation, right reading."""

    row: Row
    key: str
    kind: str
    expected: str
    reads_as: str = ""


@dataclass(frozen=True)
class Planted:
    """A line of planted.csv, without month and file."""

    sheet: str
    row: int
    column: str
    value: str
    kind: str
    expected: str
    reads_as: str


@dataclass
class Sheet:
    """A table before layout. `title` rows stand above the header, `footers` below the data."""

    name: str
    columns: list[Column]
    rows: list[Row]
    title: list[str] = field(default_factory=list)
    footers: list[str] = field(default_factory=list)
    merge_key: str = ""
    is_hidden: bool = False
    plants: list[Plant] = field(default_factory=list)
    extra_kind: str = ""  # why the sheet is there although it is not this month's data

    def column(self, key: str) -> Column:
        """The column with a key; KeyError if there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def note(self, row: Row, key: str, kind: str, expected: str, reads_as: str = "") -> None:
        """Record something planted on a row."""
        self.plants.append(Plant(row, key, kind, expected, reads_as))


@dataclass
class Grid:
    """A laid-out sheet: cells by row; merged ranges as (first row, first column, last row, last column)."""

    name: str
    cells: list[list[Value]]
    merges: list[tuple[int, int, int, int]]
    header_rows: range
    widths: list[float]
    is_hidden: bool
    planted: list[Planted]


def write_date(value: Value, style: str) -> Value:
    """A date or timestamp the way a supplier writes it; other values are returned as they are."""
    if not isinstance(value, dt.date | dt.datetime) or style == "real":
        return value
    day = value
    clock = f" {value:%H:%M:%S}" if isinstance(value, dt.datetime) else ""
    if style == "serial":
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        serial = (moment - _EPOCH) / dt.timedelta(days=1)
        return int(serial) if serial == int(serial) else round(serial, 6)
    written = {
        "iso": f"{day:%Y-%m-%d}{clock}",
        "cn": f"{day.year}年{day.month}月{day.day}日{clock}",
        "dot": f"{day.year}.{day.month}.{day.day}{clock}",
        "slash": f"{day.year}/{day.month}/{day.day}{clock[:-3]}",
        "slash2": f"{day:%y}/{day.month}/{day.day}{clock[:-3]}",
        "md": f"{day.month}月{day.day}日",
        "full": f"{day.year}年{day.month}月{day.day}日{clock}".translate(_FULL_WIDTH),
    }
    return written[style]


def shown(value: Value) -> str:
    """A cell's value as one would type it into planted.csv."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M:%S}"
    return str(value)


def lay_out(sheet: Sheet) -> Grid:
    """Lay a sheet out: title rows, one- or two-row header, data, footers; row numbers become known here."""
    width = len(sheet.columns)
    cells: list[list[Value]] = [[text] + [None] * (width - 1) for text in sheet.title]
    merges = [(i, 0, i, width - 1) for i in range(len(sheet.title))]
    planted = [Planted(sheet.name, i + 1, "", text, "title_row", "silent", "") for i, text in enumerate(sheet.title)]
    head = len(cells)
    two_rows = any(column.group for column in sheet.columns)
    if two_rows:
        cells.append([column.group or column.header for column in sheet.columns])
        cells.append([column.header if column.group else None for column in sheet.columns])
        merges += _header_merges(sheet.columns, cells, head)
        planted.append(Planted(sheet.name, head + 1, "", "", "two_row_header", "silent", ""))
    else:
        cells.append([column.header for column in sheet.columns])
    header_rows = range(head, len(cells))
    first = len(cells)
    position = {row: first + i for i, row in enumerate(sheet.rows)}
    cells += [[write_date(row.get(c.key), c.style) for c in sheet.columns] for row in sheet.rows]
    planted += _column_plants(sheet, head, first)
    if sheet.merge_key:
        planted += _merge_town_cells(sheet, cells, merges, first)
    for plant in sheet.plants:
        at = position[plant.row]
        index = next((i for i, c in enumerate(sheet.columns) if c.key == plant.key), None)
        value = "" if index is None else shown(cells[at][index])
        header = "" if index is None else sheet.columns[index].header
        planted.append(Planted(sheet.name, at + 1, header, value, plant.kind, plant.expected, plant.reads_as))
    for text in sheet.footers:
        planted.append(Planted(sheet.name, len(cells) + 1, "", text, "footer", "silent", ""))
        cells.append([text] + [None] * (width - 1))
    if sheet.extra_kind:
        planted = [Planted(sheet.name, 1, "", sheet.name, sheet.extra_kind, "silent", "")]
    widths = [column.width for column in sheet.columns]
    return Grid(sheet.name, cells, merges, header_rows, widths, sheet.is_hidden, planted)


def _header_merges(columns: list[Column], cells: list[list[Value]], head: int) -> list[tuple[int, int, int, int]]:
    found = []
    start = 0
    while start < len(columns):
        end = start
        if columns[start].group:
            while end + 1 < len(columns) and columns[end + 1].group == columns[start].group:
                end += 1
                cells[head][end] = None
            if end > start:
                found.append((head, start, head, end))
        else:
            found.append((head, start, head + 1, start))
        start = end + 1
    return found


def _column_plants(sheet: Sheet, head: int, first: int) -> list[Planted]:
    """One line for each column whose dates or header are written in another way than the plain one."""
    found = []
    for column in sheet.columns:
        sample = next((row for row in sheet.rows if isinstance(row.get(column.key), dt.date | dt.datetime)), None)
        if sample is not None and column.style not in ("real", "iso"):
            at = first + sheet.rows.index(sample)
            value = write_date(sample[column.key], column.style)
            reads_as = shown(sample[column.key])
            found.append(
                Planted(
                    sheet.name,
                    at + 1,
                    column.header,
                    shown(value),
                    f"date_{column.style}",
                    "silent",
                    reads_as,
                )
            )
        if any(mark in column.header for mark in "\n 　"):
            found.append(
                Planted(sheet.name, head + 1, column.header, column.header, "header_spaces", "silent", column.key)
            )
    return found


def _merge_town_cells(
    sheet: Sheet, cells: list[list[Value]], merges: list[tuple[int, int, int, int]], first: int
) -> list[Planted]:
    """Merge runs of equal values in a column downwards, as ledgers sorted by town come."""
    column = next(i for i, c in enumerate(sheet.columns) if c.key == sheet.merge_key)
    found = []
    start = first
    while start < len(cells):
        end = start
        value = cells[start][column]
        while value is not None and end + 1 < len(cells) and cells[end + 1][column] == value:
            end += 1
            cells[end][column] = None
        if end > start:
            merges.append((start, column, end, column))
            header = sheet.columns[column].header
            found.append(
                Planted(
                    sheet.name,
                    start + 1,
                    header,
                    shown(value),
                    "vertical_merge",
                    "silent",
                    f"{end - start + 1}行",
                )
            )
        start = end + 1
    return found
