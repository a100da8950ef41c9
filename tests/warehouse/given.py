"""Given rows of files, expected rows of models: a warehouse in memory with the real reference data.

A test says what stood in a sheet (only the columns that matter; the rest are empty), the models run over it, and the
test compares what a model says with a table written beside it.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from flows.estimation.disclosure import write_public_counts
from flows.estimation.judgement import judge_towns
from flows.estimation.tables import write_table
from flows.interviewer_effects import judge_interviewers
from flows.period import Month
from flows.reference import Reference, load_reference
from flows.steps import STATEMENT, STATEMENT_COLUMNS, statement_rows
from flows.topic_marks import mark_topics
from flows.warehouse import load
from flows.warehouse.database import connect, create, quoted
from flows.warehouse.models import LAYERS, Model, define_functions, needed_for, read_models, run_models

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "sql"
HEADER_ROW = 1

Row = Mapping[str, str]


@cache
def reference() -> Reference:
    """The bureau's reference data, as shipped."""
    return load_reference(ROOT / "data" / "reference")


@dataclass
class Sheet:
    """A sheet as it was read: `rows` by the columns' warehouse names, answers as q1, q2, …

    `columns` gives columns in the sheet's order; a column of the contract has its title for a header. Two rows of
    the same cells are the same row to the duplicate rule, as they are when a file is read.
    """

    source: str
    rows: Sequence[Row] = ()
    month: str = "2022-06"
    file: str = ""
    sheet: str = "Sheet1"
    columns: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.file = self.file or f"{self.month}/{self.source}.xlsx"

    def header(self, column: str) -> str:
        contract = next(s for s in reference().contracts.sources if s.source == self.source)
        return contract.columns[column].title if column in contract.columns else column.upper()


@dataclass
class Given:
    """What the files of some months held; `problems` are faults of files, found while reading."""

    sheets: Sequence[Sheet]
    folders: Sequence[str] = ()
    problems: Sequence[tuple[str, str, dict[str, Any]]] = field(default=())  # (month, file, columns of raw.problem)

    @property
    def months(self) -> list[Month]:
        named = {*self.folders, *(sheet.month for sheet in self.sheets), *(month for month, _, _ in self.problems)}
        return sorted(Month.parse(month) for month in named)


def loaded(given: Given) -> duckdb.DuckDBPyConnection:
    """Return a warehouse that holds reference.* and raw.*."""
    connection = _warehouse(tuple(given.months))
    for sheet_id, sheet in enumerate(given.sheets, start=1):
        _insert_sheet(connection, sheet_id, sheet)
    for month, file, columns in given.problems:
        sheet_id = next(
            (i for i, s in enumerate(given.sheets, 1) if (s.file, s.sheet) == (file, columns.get("sheet"))), None
        )
        facts = {"month": Month.parse(month).first_day, "file": file, "sheet": "", "sheet_id": sheet_id, "detail": ""}
        _insert(connection, "raw.problem", [{**facts, "column_header": "", "value": "", **columns}])
    files = {(sheet.month, sheet.file) for sheet in given.sheets} | {(month, file) for month, file, _ in given.problems}
    _insert(
        connection,
        "raw.file",
        [
            {"month": Month.parse(m).first_day, "file": f, "sha256": f, "is_demo": False, **_totals(given, m, f)}
            for m, f in sorted(files)
        ],
    )
    return connection


def _warehouse(months: tuple[Month, ...]) -> duckdb.DuckDBPyConnection:
    """A warehouse without files, copied from one made once for the months: in a tenth of the time.

    It has one thread: a second one would prepare every expression of the models again, for a handful of rows.
    """
    connection = connect()
    connection.execute("set threads = 1")
    connection.execute(f"attach {quoted(str(_empty_warehouse(months, reference())))} as empty (read_only)")
    connection.execute("copy from database empty to memory")
    connection.execute("detach empty")
    return connection


# Warehouses without files, by reference data and months; a place is the data's own as long as it is kept here.
_EMPTY: dict[tuple[int, tuple[Month, ...]], tuple[Reference, Path]] = {}


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where the warehouses to copy lie as long as the tests run."""
    return tempfile.TemporaryDirectory(prefix="minyi-tests-")


def _empty_warehouse(months: tuple[Month, ...], data: Reference) -> Path:
    """A warehouse's file with reference data, macros and the tables of raw.*, which have no rows."""
    _, path = _EMPTY.get((id(data), months), (data, None))
    if path is None:
        path = Path(_folder().name) / f"{len(_EMPTY)}.duckdb"
        create(path)
        with connect(path) as connection:
            connection.execute("set threads = 1")
            load.load_reference(connection, data, months)
            load.load_raw(connection, data, months, [])
            define_functions(connection, SQL)
        _EMPTY[id(data), months] = data, path
    return path


def _totals(given: Given, month: str, file: str) -> dict[str, int]:
    sheets = [sheet for sheet in given.sheets if (sheet.month, sheet.file) == (month, file)]
    rows = sum(HEADER_ROW + len(sheet.rows) for sheet in sheets)
    return {"sheet_count": len(sheets), "sheet_total": len(sheets), "row_total": rows}


def built(given: Given, *tables: str, marts: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a warehouse with some tables and what they need, or all of staging, ops and core; marts too if asked.

    A mart may be named that shows nothing estimated; for the others ask for `marts`.
    """
    connection = loaded(given)
    sources = {sheet.source for sheet in given.sheets}
    if tables:
        _build(connection, needed_for(_models(), tables), sources)
        return connection
    layers = ("staging", "ops", "core")
    _build(connection, [model for model in _models() if model.table.startswith(layers)], sources)
    if marts:
        judge_towns(connection, reference().scheme)
        judge_interviewers(connection, reference().scheme)
        mark_topics(connection, reference())
        write_public_counts(connection, reference().scheme)
        marts = [model for model in _models() if model.table.startswith("mart.")]
        run_models(connection, [model for model in marts if STATEMENT not in model.needs])
        write_table(connection, STATEMENT, STATEMENT_COLUMNS, statement_rows(connection))
        run_models(connection, [model for model in marts if STATEMENT in model.needs])
    return connection


@cache
def _models() -> tuple[Model, ...]:
    return tuple(read_models(SQL, tuple(LAYERS)))


def _build(connection: duckdb.DuckDBPyConnection, models: Sequence[Model], sources: Set[str]) -> None:
    """Run models; what reads the rows of one source that has no sheet is copied as it is without any.

    To prepare these models takes as long as all the others, and a test is about one source or two.
    """
    empty = [model for model in models if _source_read(model) not in {None, *sources}]
    connection.execute(f"attach {quoted(str(_read_of_nothing()))} as nothing (read_only)")
    for model in empty:
        connection.execute(f"create table {model.table} as from nothing.{model.table}")
    connection.execute("detach nothing")
    run_models(connection, [model for model in models if model not in empty])


def _source_read(model: Model) -> str | None:
    """The source of which a model types the rows, one by one: raw.hotline for staging.ticket_read."""
    if not model.table.endswith("_read"):
        return None
    sources = (source.source for source in reference().contracts.sources)
    return next((source for source in sources if f"raw.{source}" in model.needs), None)


@cache
def _read_of_nothing() -> Path:
    """A warehouse's file with the tables that hold the typed rows of a source, without any."""
    models = [model for model in _models() if _source_read(model)]
    path = Path(_folder().name) / "nothing.duckdb"
    create(path)
    connection = loaded(Given([]))
    run_models(connection, needed_for(_models(), [model.table for model in models]))
    connection.execute(f"attach {quoted(str(path))} as nothing")
    for model in models:
        connection.execute(f"create table nothing.{model.table} as from {model.table}")
    connection.close()
    return path


def _insert_sheet(connection: duckdb.DuckDBPyConnection, sheet_id: int, sheet: Sheet) -> None:
    named = [*sheet.columns, *(name for row in sheet.rows for name in row)]
    columns = list(dict.fromkeys(named))
    month = Month.parse(sheet.month).first_day
    facts = {"sheet_id": sheet_id, "month": month, "file": sheet.file, "sheet": sheet.sheet, "source": sheet.source}
    counts = {"row_count": len(sheet.rows), "blank_count": 0, "total_count": 0, "footer_count": 0}
    place = {"is_demo": False, "header_top": HEADER_ROW, "header_bottom": HEADER_ROW}
    _insert(connection, "raw.sheet", [{**facts, **place, **counts}])
    seen = {name: facts[name] for name in ("sheet_id", "month", "file", "sheet")}
    _insert(connection, "raw.sheet_seen", [{**seen, "state": "loaded", "last_row": HEADER_ROW + len(sheet.rows)}])
    _insert(
        connection,
        "raw.sheet_column",
        [
            {"sheet_id": sheet_id, "position": at, "header": sheet.header(name), "column_name": name}
            for at, name in enumerate(columns, start=1)
        ],
    )
    rows, answers = [], []
    for number, row in enumerate(sheet.rows, start=HEADER_ROW + 1):
        cells = json.dumps(row, ensure_ascii=False, sort_keys=True)
        kept = {name: text for name, text in row.items() if not _is_answer(name)}
        content_hash = hashlib.sha256(cells.encode()).hexdigest()
        rows.append({"sheet_id": sheet_id, "row": number, "content_hash": content_hash, **kept})
        answers += [
            {"sheet_id": sheet_id, "row": number, "question": int(name[1:]), "answer": text}
            for name, text in row.items()
            if _is_answer(name)
        ]
    _insert(connection, f'raw."{sheet.source}"', rows)
    _insert(connection, "raw.survey_answer", answers)


def _is_answer(name: str) -> bool:
    return name[0] == "q" and name[1:].isdigit()


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that may each name other columns, a shape at a time."""
    shapes: dict[tuple[str, ...], list[list[Any]]] = {}
    for row in rows:
        shapes.setdefault(tuple(row), []).append(list(row.values()))
    for names, values in shapes.items():
        columns = ", ".join(f'"{name}"' for name in names)
        line = "(" + ", ".join("?" * len(names)) + ")"
        for start in range(0, len(values), 500):
            part = values[start : start + 500]
            lines = ", ".join([line] * len(part))
            connection.execute(f"insert into {table} ({columns}) values {lines}", [cell for v in part for cell in v])


def table(connection: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query, dates and moments as text: what an expected table is compared with."""
    rows = connection.execute(sql, list(values)).fetchall()
    return [tuple(str(cell) if hasattr(cell, "isoformat") else cell for cell in row) for row in rows]


def codes(connection: duckdb.DuckDBPyConnection, model: str) -> dict[int, list[str]]:
    """Row of the sheet → the problem codes that a *_read model found in it, in its order."""
    return dict(
        connection.execute(f"select row, list_transform(problems, p -> p.code) from {model} order by row").fetchall()
    )


def rows_of(columns: str, lines: Iterable[Sequence[str]], **common: str) -> list[dict[str, str]]:
    """Rows from a table: column names parted by spaces, a tuple a line; '' is an empty cell."""
    names = columns.split()
    return [{**common, **{n: c for n, c in zip(names, line, strict=True) if c}} for line in lines]
