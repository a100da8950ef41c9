"""附表: every table of the month in one workbook, as reports/words/tables.toml lists them.

Headers, and the Chinese for coded values, come from the comments of the marts' columns: a column is called the same
in the warehouse and in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.column_notes import ColumnNote, MartNote, read_mart_notes, readable
from reports.marts import Connection, settings
from reports.report import Report, Subject
from reports.wording import Words
from reports.workbook import Sheet, SheetColumn, Value, Workbook, width_of

_INDICATOR_COLUMNS = ("title", "scope_name", "numerator", "denominator", "value", "unit_of_value")
_NARROWEST, _WIDEST, _WRAPS_FROM = 8.0, 28.0, 24.0
_TITLE_WIDTH = 11.0


@dataclass(frozen=True)
class TableSpec:
    """A table to print: rows of a mart in order, some of its columns, under a name.

    `where`: column → its value or values; `order`: columns, with a minus where the greatest comes first.
    """

    name: str
    mart: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    where: dict[str, Any]
    is_monthly: bool = True


@dataclass(frozen=True)
class TableView:
    """A table of the month: what its columns are, and its rows; `summary` says what it tells."""

    name: str
    summary: str
    notes: tuple[ColumnNote, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class TablesView:
    """Every table of a month, those without rows included."""

    month: date
    is_demo: bool
    issuer: str
    tables: tuple[TableView, ...]


def is_demo(connection: Connection, month: date) -> bool:
    """Whether demo data is among what the month's files held."""
    found = connection.execute("select has_demo_data from mart.month where month = ?", [month]).fetchone()
    return bool(found and found[0])


def read(connection: Connection, month: date) -> TablesView:
    """Read every table of a month.

    Raises:
        KeyError: the list names a column that its mart has not.
    """
    words = Words("tables")
    scopes = "select distinct scope, source from mart.indicator inner join mart.indicator_note using (indicator)"
    counted = set(connection.execute(scopes).fetchall())
    notes = read_mart_notes(connection)
    return TablesView(
        month=month,
        is_demo=is_demo(connection, month),
        issuer=settings(connection, month)["issuer", "issuer"],
        tables=tuple(
            _read_table(connection, month, spec, notes[spec.mart]) for spec in _specs(connection, words, counted)
        ),
    )


def _specs(connection: Connection, words: Words, counted: set[tuple[str, str]]) -> Iterator[TableSpec]:
    """Yield the tables in order; an entry that names a source of indicators stands for one table a kind of scope."""
    for entry in words.entries("table"):
        if "indicators_of" not in entry:
            yield TableSpec(
                entry["name"],
                entry["mart"],
                tuple(entry["columns"]),
                tuple(entry["order"]),
                entry.get("where", {}),
                entry.get("is_monthly", True),
            )
            continue
        source = entry["indicators_of"]
        listed = "select indicator from mart.indicator_note where source = ? order by indicator"
        indicators = [indicator for (indicator,) in connection.execute(listed, [source]).fetchall()]
        for scope, scope_title in words.section("scope_titles").items():
            if (scope, source) in counted:
                where = {"scope": scope, "indicator": indicators}
                name = f"{entry['name']}（{scope_title}）"
                order = ("indicator", "scope_order", "scope_code")
                yield TableSpec(name, "indicator", _INDICATOR_COLUMNS, order, where)


def _read_table(connection: Connection, month: date, spec: TableSpec, note: MartNote) -> TableView:
    conditions = {"month": month, **spec.where} if spec.is_monthly else spec.where
    one_of = {column: value if isinstance(value, list) else [value] for column, value in conditions.items()}
    tests = " and ".join(f'list_contains(?, "{column}")' for column in one_of) or "true"
    columns = ", ".join(f'"{name}"' for name in spec.columns)
    order = ", ".join(f'"{name.removeprefix("-")}"' + " desc" * name.startswith("-") for name in spec.order)
    found = connection.execute(
        f"select {columns} from mart.{spec.mart} where {tests} order by {order}", list(one_of.values())
    ).fetchall()
    return TableView(spec.name, note.summary, tuple(note.columns[column] for column in spec.columns), tuple(found))


def compose(view: TablesView) -> Workbook:
    """Lay out the workbook: contents, notes, a sheet a table that has rows, and what each column means."""
    words = Words("tables", month=f"{view.month.year}年{view.month.month}月")
    printed = [table for table in view.tables if table.rows]
    without = [table.name for table in view.tables if not table.rows]
    notes = [words.say(f"tables.note_{number}") for number in range(1, 5)]
    if without:
        notes.append(words.say("tables.note_without", names=without))
    return Workbook(
        title=words.say("tables.title"),
        issuer=view.issuer,
        dated_on=view.month,
        notes=tuple(notes),
        sheets=(*(_sheet(table) for table in printed), _columns_sheet(printed, words)),
        is_demo=view.is_demo,
        has_contents=True,
    )


def _sheet(table: TableView) -> Sheet:
    rows = [[readable(value, note) for value, note in zip(row, table.notes, strict=True)] for row in table.rows]
    return Sheet(
        name=table.name,
        columns=tuple(_column(note, [row[at] for row in rows]) for at, note in enumerate(table.notes)),
        rows=rows,
        summary=table.summary,
    )


def _column(note: ColumnNote, values: list[Value]) -> SheetColumn:
    longest = max(_width(value) for value in (*values, ""))
    width = min(max(longest + 2, min(_width(note.title) + 2, _TITLE_WIDTH), _NARROWEST), _WIDEST)
    return SheetColumn(note.title, width, wraps=width >= _WRAPS_FROM, number_format=note.number_format)


def _width(value: Value) -> float:
    """The width of a cell in half-width characters; numbers are shown short."""
    if isinstance(value, date):
        return 16 if hasattr(value, "hour") else 10
    if not isinstance(value, str):
        return 8
    return width_of(value)


def _columns_sheet(tables: list[TableView], words: Words) -> Sheet:
    titles = words.say("tables.column_titles").split("|")
    return Sheet(
        name=words.say("tables.column_sheet"),
        columns=tuple(
            SheetColumn(title, width, wraps=width > _WRAPS_FROM)
            for title, width in zip(titles, (24, 36, 90), strict=True)
        ),
        rows=[[table.name, note.title, note.explanation] for table in tables for note in table.notes],
        summary=words.say("tables.column_summary"),
    )


def _compose(connection: Connection, month: date, _: Subject) -> Workbook:
    return compose(read(connection, month))


REPORT = Report(name="tables", title="附表", compose=_compose)
