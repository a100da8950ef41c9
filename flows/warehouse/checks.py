"""Checks: queries of which any row is a failure. A failure stops publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.period import Month
from flows.warehouse.models import tables_named

SHOWN_ROWS = 5


@dataclass(frozen=True)
class Failure:
    """A check that found something: what it protects (Chinese), how many rows, and the first of them."""

    check: str
    protects: str
    row_count: int
    examples: tuple[str, ...]


def run_checks(
    connection: duckdb.DuckDBPyConnection, sql: Path, months: Sequence[Month], *, is_whole: bool = True
) -> list[Failure]:
    """Run the checks of sql/checks; those that read `requested_month` look only at the months asked for.

    Of a warehouse that is not whole, only what was built is checked.
    """
    connection.execute("create or replace temp table requested_month (month date)")
    for month in months:
        connection.execute("insert into requested_month values (?)", [month.first_day])
    tables = {
        f"{schema}.{table}"
        for schema, table in connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
    }
    failures = []
    for path in sorted((sql / "checks").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        if not is_whole and not tables_named(text) <= tables:
            continue
        protects = re.search(r"^-- 说明：(.+)$", text, re.MULTILINE)
        cursor = connection.execute(text)
        columns = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
        if rows:
            examples = tuple(
                "，".join(f"{name}={value}" for name, value in zip(columns, row, strict=True))
                for row in rows[:SHOWN_ROWS]
            )
            failures.append(Failure(path.stem, protects[1].strip() if protects else "", len(rows), examples))
    return failures
