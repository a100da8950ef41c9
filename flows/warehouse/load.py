"""Readings and reference data → raw.* and reference.*"""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Union, get_args, get_origin

import duckdb
import pandas as pd

from flows.calendar import calendar_days
from flows.period import Month
from flows.reference import Reference
from flows.warehouse.cache import CachedFile
from flows.warehouse.database import quoted

SQL_TYPES = {str: "varchar", int: "integer", float: "double", bool: "boolean", date: "date"}


def load_reference(connection: duckdb.DuckDBPyConnection, reference: Reference, months: Sequence[Month]) -> None:
    """Fill reference.*: the tables as they stand, the scheme, and the working days around the months."""
    for table, (model, rows) in reference.tables.items():
        columns = {name: _sql_type(field.annotation) for name, field in model.model_fields.items()}
        _create(connection, f"reference.{table}", columns, [tuple(row.model_dump().values()) for row in rows])
    scheme = [
        (part, name, str(value))
        for part, settings in reference.scheme.model_dump().items()
        for name, value in settings.items()
    ]
    _create(connection, "reference.scheme", dict.fromkeys(("part", "setting", "value"), "varchar"), scheme)
    issuer = [(name, str(value)) for name, value in reference.issuer.model_dump().items()]
    _create(connection, "reference.issuer", dict.fromkeys(("setting", "value"), "varchar"), issuer)
    sources = [
        (source.source, source.title, source.order, name, column.title, column.required)
        for source in reference.contracts.sources
        for name, column in source.columns.items()
    ]
    columns = {"source": "varchar", "source_title": "varchar", "source_order": "integer"}
    columns |= {"column_name": "varchar", "column_title": "varchar"}
    _create(connection, "reference.source_column", {**columns, "is_required": "boolean"}, sources)
    overrides = {row.date: row.is_workday for row in reference.rows("calendar_override")}
    years = [month.year for month in months] or [date.min.year + 1]
    days = [tuple(asdict(day).values()) for day in calendar_days(min(years) - 1, max(years) + 1, overrides)]
    types_ = {
        "day": "date",
        "is_workday": "boolean",
        "workday_number": "integer",
        "is_provisional": "boolean",
    }
    _create(connection, "reference.calendar_day", types_, days)


def _sql_type(annotation: Any) -> str:
    """Return the SQL type of a pydantic field: Optional and Literal are looked through."""
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    if get_origin(annotation) is not None:
        annotation = type(get_args(annotation)[0]) if not isinstance(get_args(annotation)[0], type) else str
    return SQL_TYPES.get(annotation, "varchar")


def _create(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    definition = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f"create table {table} ({definition})")
    if rows:
        frame = pd.DataFrame(list(rows), columns=list(columns), dtype=object)
        chosen = ", ".join(f'"{name}"::{kind}' for name, kind in columns.items())
        connection.register("incoming", frame)
        connection.execute(f"insert into {table} select {chosen} from incoming")
        connection.unregister("incoming")


def load_raw(
    connection: duckdb.DuckDBPyConnection,
    reference: Reference,
    folders: Sequence[Month],
    files: Sequence[CachedFile],
) -> None:
    """Fill raw.*: one table a source, and what is known of every folder, file, sheet, column and fault."""
    _create(connection, "raw.month_folder", {"month": "date"}, [(month.first_day,) for month in folders])
    for source in reference.contracts.sources:
        text = "".join(f', "{name}" varchar' for name in source.kept_columns)
        connection.execute(
            f'create table raw."{source.source}" (sheet_id integer, "row" integer{text}, content_hash varchar)'
        )
    connection.execute(
        'create table raw.survey_answer (sheet_id integer, "row" integer, question integer, answer varchar)'
    )
    file_rows: list[tuple[Any, ...]] = []
    sheet_rows: list[tuple[Any, ...]] = []
    column_rows: list[tuple[Any, ...]] = []
    problem_rows: list[tuple[Any, ...]] = []
    parquet_rows: list[tuple[str, str, int]] = []
    for file in sorted(files, key=lambda f: (f.month, f.path)):
        file_rows.append((file.month.first_day, file.path, file.sha256, file.is_demo, len(file.sheets), file.key_id))
        sheet_ids: dict[str, int] = {}
        for sheet in file.sheets:
            sheet_id = sheet_ids[sheet.sheet] = len(sheet_rows) + 1
            aside = sheet.set_aside
            sheet_rows.append(
                (
                    sheet_id,
                    file.month.first_day,
                    file.path,
                    sheet.sheet,
                    sheet.source,
                    file.is_demo,
                    sheet.header_top,
                    sheet.header_bottom,
                    sheet.row_count,
                    aside["blank"],
                    aside["total"],
                    aside["footer"],
                )
            )
            column_rows += [(sheet_id, c.position + 1, c.header, c.name) for c in sheet.columns]
            parquet_rows.append((sheet.source, str(sheet.rows), sheet_id))
            if sheet.answers is not None:
                parquet_rows.append(("survey_answer", str(sheet.answers), sheet_id))
        problem_rows += [
            (
                file.month.first_day,
                file.path,
                p.sheet,
                sheet_ids.get(p.sheet),
                p.row,
                p.column,
                p.value,
                p.code,
                p.detail,
            )
            for p in file.problems
        ]
    _load_rows(connection, parquet_rows)
    _create(
        connection,
        "raw.file",
        {
            "month": "date",
            "file": "varchar",
            "sha256": "varchar",
            "is_demo": "boolean",
            "sheet_count": "integer",
            "key_id": "varchar",
        },
        file_rows,
    )
    _create(
        connection,
        "raw.sheet",
        {"sheet_id": "integer", "month": "date", "file": "varchar", "sheet": "varchar", "source": "varchar"}
        | {"is_demo": "boolean", "header_top": "integer", "header_bottom": "integer", "row_count": "integer"}
        | {"blank_count": "integer", "total_count": "integer", "footer_count": "integer"},
        sheet_rows,
    )
    _create(
        connection,
        "raw.sheet_column",
        {"sheet_id": "integer", "position": "integer", "header": "varchar", "column_name": "varchar"},
        column_rows,
    )
    _create(
        connection,
        "raw.problem",
        {"month": "date", "file": "varchar", "sheet": "varchar", "sheet_id": "integer", "row": "integer"}
        | {"column_header": "varchar", "value": "varchar", "code": "varchar", "detail": "varchar"},
        problem_rows,
    )


def _load_rows(connection: duckdb.DuckDBPyConnection, parquet_rows: Sequence[tuple[str, str, int]]) -> None:
    """Fill the tables of rows from (table, Parquet file, sheet_id), a table at a time, in the order of the sheets."""
    by_table: dict[str, dict[str, int]] = {}
    for table, path, sheet_id in parquet_rows:
        by_table.setdefault(table, {})[path] = sheet_id
    for table, sheet_ids in by_table.items():
        connection.register("sheet_file", pd.DataFrame(sheet_ids.items(), columns=["filename", "sheet_id"]))
        paths = ", ".join(quoted(path) for path in sheet_ids)
        connection.execute(
            f'insert into raw."{table}" by name'
            f" select sheet_file.sheet_id, part.* exclude (filename)"
            f" from read_parquet([{paths}], filename = true) as part inner join sheet_file using (filename)"
            f' order by sheet_id, "row"'
        )
        connection.unregister("sheet_file")
