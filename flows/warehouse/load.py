"""Readings and reference data → raw.* and reference.*"""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import duckdb
import pandas as pd

from flows.assessment import Part
from flows.calendar import FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR, YEARS_AHEAD, calendar_days
from flows.ingest.file_reading import FileReading, SheetReading
from flows.period import Month
from flows.reference import Reference
from flows.warehouse.cache import CachedFile
from flows.warehouse.database import quoted

# Column of reference.source_column → what of a contract's column it holds.
COLUMN_PARTS = {
    "column_title": "title",
    "column_type": "type",
    "choices": "choices",
    "is_required": "required",
    "privacy": "privacy",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
    "note": "note",
}
SQL_TYPES = {str: "varchar", int: "integer", float: "double", bool: "boolean", date: "date"}
# What is known of files and sheets; one row of raw.sheet_seen is one sheet of a file, loaded or not.
RAW_TABLES = {
    "file": {"month": "date", "file": "varchar", "sha256": "varchar", "is_demo": "boolean", "sheet_count": "integer"}
    | {"byte_size": "bigint", "sheet_total": "integer", "row_total": "integer", "key_id": "varchar"},
    "sheet_seen": {"month": "date", "file": "varchar", "sheet": "varchar", "state": "varchar", "last_row": "integer"}
    | {"sheet_id": "integer"},
    "sheet": {"sheet_id": "integer", "month": "date", "file": "varchar", "sheet": "varchar", "source": "varchar"}
    | {"is_demo": "boolean", "header_top": "integer", "header_bottom": "integer", "row_count": "integer"}
    | {"blank_count": "integer", "total_count": "integer", "footer_count": "integer"},
    "sheet_column": {"sheet_id": "integer", "position": "integer", "header": "varchar", "column_name": "varchar"},
    "row_set_aside": {"sheet_id": "integer", "row": "integer", "kind": "varchar", "label": "varchar"},
    "correction": {"sheet_id": "integer", "row": "integer", "column_header": "varchar", "column_name": "varchar"}
    | {"old_value": "varchar", "new_value": "varchar", "reason": "varchar", "corrected_by": "varchar"}
    | {"place_file": "varchar", "place_sheet": "varchar", "place_row": "integer"},
    "line_shift": {"sheet_id": "integer", "row": "integer", "line": "integer"},
    "problem": {"month": "date", "file": "varchar", "sheet": "varchar", "sheet_id": "integer", "row": "integer"}
    | {"column_header": "varchar", "value": "varchar", "code": "varchar", "detail": "varchar"},
}


def load_reference(connection: duckdb.DuckDBPyConnection, reference: Reference, months: Sequence[Month]) -> None:
    """Fill reference.*: the tables as they stand, the scheme, and the working days around the months."""
    for table, (model, rows) in reference.tables.items():
        columns = {name: _sql_type(field.annotation) for name, field in model.model_fields.items()}
        _create(connection, f"reference.{table}", columns, [tuple(row.model_dump().values()) for row in rows])
    handling = reference.scheme.handling() | {"returned": reference.contracts.layout.returned.model_dump()}
    scheme = [(part, name, _setting_text(value)) for part, held in handling.items() for name, value in held.items()]
    _create(connection, "reference.scheme", dict.fromkeys(("part", "setting", "value"), "varchar"), scheme)
    _load_assessments(connection, reference, months)
    issuer = [(name, str(value)) for name, value in reference.issuer.model_dump().items()]
    _create(connection, "reference.issuer", dict.fromkeys(("setting", "value"), "varchar"), issuer)
    remarks = [(each.month.first_day, each.section, each.text) for each in reference.remarks]
    numbered = [(order, *remark) for order, remark in enumerate(remarks, start=1)]
    columns = {"remark_order": "integer", "month": "date", "section": "varchar", "text": "varchar"}
    _create(connection, "reference.remark", columns, numbered)
    sources = [
        (source.source, source.title, source.order, name, *(getattr(column, part) for part in COLUMN_PARTS.values()))
        for source in reference.contracts.sources
        for name, column in source.columns.items()
    ]
    columns = {"source": "varchar", "source_title": "varchar", "source_order": "integer"}
    columns |= {"column_name": "varchar", **dict.fromkeys(COLUMN_PARTS, "varchar"), "is_required": "boolean"}
    _create(connection, "reference.source_column", columns, sources)
    _load_calendar(connection, reference, months)


def _load_calendar(connection: duckdb.DuckDBPyConnection, reference: Reference, months: Sequence[Month]) -> None:
    """Fill reference.calendar_day: the years whose working days are known, the months' and some ahead."""
    overrides = {row.date: row.is_workday for row in reference.rows("calendar_override")}
    years = [month.year for month in months]
    first, last = min([FIRST_KNOWN_YEAR, *years]), max([LAST_KNOWN_YEAR, *years]) + YEARS_AHEAD
    columns = {"day": "date", "is_workday": "boolean", "workday_number": "integer"}
    columns |= {"is_provisional": "boolean", "provisional_number": "integer"}
    _create(connection, "reference.calendar_day", columns, list(calendar_days(first, last, overrides)))


def _load_assessments(connection: duckdb.DuckDBPyConnection, reference: Reference, months: Sequence[Month]) -> None:
    """Fill reference.assessment and reference.composite_part: what the scheme says of each month."""
    settings: list[tuple[Any, ...]] = []
    parts: list[tuple[Any, ...]] = []
    for month in months:
        assessment = reference.scheme.assessment(month)
        for part, held in assessment.model_dump(exclude={"composite": {"parts"}}).items():
            settings += [(month.first_day, part, name, _setting_text(value)) for name, value in held.items()]
        for order, each in enumerate(assessment.composite.parts, start=1):
            parts.append((month.first_day, order, *each.model_dump().values()))
    columns = {"month": "date", **dict.fromkeys(("part", "setting", "value"), "varchar")}
    _create(connection, "reference.assessment", columns, settings)
    columns = {"month": "date", "part_order": "integer"}
    columns |= {name: _sql_type(field.annotation) for name, field in Part.model_fields.items()}
    _create(connection, "reference.composite_part", columns, parts)


def _setting_text(value: Any) -> str:
    """Return a setting as tables hold it: a list is parted by 、."""
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


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
    """Fill raw.*: one table a source, and what is known of every folder, file, sheet, column, row and fault."""
    _create(connection, "raw.month_folder", {"month": "date"}, [(month.first_day,) for month in folders])
    for source in reference.contracts.sources:
        text = "".join(f', "{name}" varchar' for name in source.kept_columns)
        connection.execute(
            f'create table raw."{source.source}" (sheet_id integer, "row" integer{text}, content_hash varchar)'
        )
    connection.execute(
        'create table raw.survey_answer (sheet_id integer, "row" integer, question integer, answer varchar)'
    )
    _create_source_views(connection, reference)
    facts: dict[str, list[tuple[Any, ...]]] = {table: [] for table in RAW_TABLES}
    parts: dict[str, list[tuple[Path, int]]] = {}
    for file in sorted(files, key=lambda f: (f.reading.month, f.reading.path)):
        reading = file.reading
        place = (reading.month.first_day, reading.path)
        loaded = iter(zip(reading.sheets, file.rows, file.answers, strict=True))
        sheet_ids: dict[str, int] = {}
        for seen in reading.seen:
            sheet_id = None
            if seen.state == "loaded":
                sheet, rows, answers = next(loaded)
                sheet_id = sheet_ids[sheet.sheet] = len(facts["sheet"]) + 1
                _add_sheet(facts, sheet_id, reading, sheet)
                parts.setdefault(sheet.source, []).extend((part, sheet_id) for part in rows)
                parts.setdefault("survey_answer", []).extend((part, sheet_id) for part in answers)
            facts["sheet_seen"].append((*place, seen.sheet, seen.state, seen.last_row, sheet_id))
        rows_seen = sum(seen.last_row or 0 for seen in reading.seen)
        size = (reading.byte_size, reading.sheet_total, rows_seen, reading.key_id)
        facts["file"].append((*place, reading.sha256, reading.is_demo, len(reading.sheets), *size))
        for p in reading.problems:
            at = (place[0], p.file or place[1], p.sheet, None if p.file else sheet_ids.get(p.sheet), p.row)
            facts["problem"].append((*at, p.column, p.value, p.code, p.detail))
        for c in reading.corrections:
            what = (sheet_ids[c.sheet], c.row, c.header, c.name, c.old, c.new, c.reason, c.corrected_by)
            facts["correction"].append((*what, c.place.file, c.place.sheet, c.place.row))
    for table, columns in RAW_TABLES.items():
        _create(connection, f"raw.{table}", columns, facts[table])
    for table, files_of in parts.items():
        _load_rows(connection, table, files_of)


def _add_sheet(
    facts: dict[str, list[tuple[Any, ...]]], sheet_id: int, reading: FileReading, sheet: SheetReading
) -> None:
    set_aside = Counter(row.kind for row in sheet.set_aside)
    facts["sheet"].append(
        (
            sheet_id,
            reading.month.first_day,
            reading.path,
            sheet.sheet,
            sheet.source,
            reading.is_demo,
            sheet.header_top,
            sheet.header_bottom,
            sheet.row_count,
            sheet.blank_count,
            set_aside["total"],
            set_aside["footer"],
        )
    )
    facts["sheet_column"] += [(sheet_id, c.position + 1, c.header, c.name) for c in sheet.columns]
    facts["row_set_aside"] += [(sheet_id, row.row, row.kind, row.label) for row in sheet.set_aside]
    facts["line_shift"] += [(sheet_id, row, line) for row, line in sheet.line_shifts]


def _create_source_views(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Make views over all sources, in which a new one is without a word of SQL.

    raw.row has their rows, raw.cell their filled cells, raw.typed_cell those of columns whose contract gives a form.
    """
    rows: list[str] = []
    cells: list[str] = []
    typed: list[str] = []
    for source in reference.contracts.sources:
        named, table = f"select {quoted(source.source)} as source, ", f'raw."{source.source}"'
        rows.append(f'{named} sheet_id, "row", content_hash from {table}')
        kept = source.kept_columns
        for parts, columns in ((cells, kept), (typed, [name for name in kept if source.columns[name].has_form])):
            if columns:
                names = ", ".join(f'"{name}"' for name in columns)
                wide = f'(select sheet_id, "row", {names} from {table})'
                parts.append(f"{named} * from (unpivot {wide} on {names} into name column_name value text)")
    for view, parts in {"row": rows, "cell": cells, "typed_cell": typed}.items():
        connection.execute(f'create view raw."{view}" as ' + " union all ".join(parts))


def _load_rows(connection: duckdb.DuckDBPyConnection, table: str, parts: Sequence[tuple[Path, int]]) -> None:
    """Fill a table of rows from Parquet files, each with its sheet_id, in their order, which is the rows' order.

    Sheets need not have the same columns; what a sheet lacks is missing.
    """
    if parts:
        paths = ", ".join(quoted(str(path)) for path, _ in parts)
        sheet_ids = ", ".join(str(sheet_id) for _, sheet_id in parts)
        connection.execute(
            f'insert into raw."{table}" by name'
            f" select [{sheet_ids}][(file_index + 1)::bigint] as sheet_id, *"
            f" from read_parquet([{paths}], union_by_name = true)"
        )
