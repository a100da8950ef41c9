"""What a model's first line says of its rows holds in the published warehouse of the demo county."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from flows.warehouse.models import LAYERS, read_models
from tests.end_to_end.conftest import PROJECT

# A grain that is said in columns; others are said in words, such as "one row per row of a hotline file".
GRAIN = re.compile(r"-- grain: one row per \(([a-z_0-9, ]+)\)")


def test_rows_are_as_many_as_their_grain_says(built_county: Path) -> None:
    repeated, looked_at = {}, set()
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select schema_name || '.' || table_name, list(column_name) from duckdb_columns() group by all"
        ).fetchall()
        columns = {table: set(names) for table, names in found}
        for model in read_models(PROJECT / "sql", tuple(LAYERS)):
            said = GRAIN.match(model.sql)
            names = said[1].split(", ") if said else []
            if names and columns[model.table].issuperset(names):
                looked_at.add(model.table)
                key = ", ".join(names)
                rows = f"select {key} from {model.table} group by all having count(*) > 1"
                repeated[model.table] = connection.execute(rows).fetchall()
    assert {table: rows for table, rows in repeated.items() if rows} == {}
    assert {"mart.indicator", "mart.major_problem", "mart.town_ranking", "core.task_event"} <= looked_at
    assert len(looked_at) >= 35
