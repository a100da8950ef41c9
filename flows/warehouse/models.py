"""Runs the models of sql/: a file is a table, its first comment says the grain, the order follows from the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from flows.warehouse.database import quoted, transaction

# Folder under sql/ → schema of its tables.
LAYERS = {"staging": "staging", "ops": "ops", "core": "core", "marts": "mart"}
REFERENCE = re.compile(r"\b(raw|reference|staging|ops|core|mart)\.([a-z_0-9]+)", re.IGNORECASE)
COLUMN_NOTE = re.compile(r"^-- @(\w+)\s+(.+)$", re.MULTILINE)
TABLE_NOTE = re.compile(r"^-- 说明：(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Model:
    """One SQL file: `table` is its full name, `needs` the tables its text names."""

    table: str
    path: Path
    sql: str
    needs: frozenset[str]

    @property
    def note(self) -> str | None:
        """The table's description for readers, in Chinese."""
        found = TABLE_NOTE.search(self.sql)
        return found[1].strip() if found else None

    @property
    def column_notes(self) -> dict[str, str]:
        """Column descriptions for readers, in Chinese."""
        return {name: text.strip() for name, text in COLUMN_NOTE.findall(self.sql)}


def tables_named(sql: str) -> frozenset[str]:
    """Return the warehouse's tables that a text names outside its comments, as `schema.table`."""
    code = re.sub(r"--[^\n]*", "", sql)
    return frozenset(f"{schema}.{name}".lower() for schema, name in REFERENCE.findall(code))


def read_models(sql: Path, layers: Sequence[str]) -> list[Model]:
    """Read the models of some layers in an order in which each finds what it needs.

    Raises:
        graphlib.CycleError: two models need each other.
    """
    models = {}
    for layer in layers:
        for path in sorted((sql / layer).glob("*.sql")):
            text = path.read_text(encoding="utf-8")
            table = f"{LAYERS[layer]}.{path.stem}"
            models[table] = Model(table, path, text, tables_named(text) - {table})
    order = TopologicalSorter({table: sorted(model.needs & models.keys()) for table, model in models.items()})
    return [models[table] for table in order.static_order()]


def needed_for(models: Sequence[Model], tables: Iterable[str]) -> list[Model]:
    """Return the models that some tables need, themselves included, in the order given.

    Raises:
        KeyError: one of the tables is no model's.
    """
    by_table = {model.table: model for model in models}
    wanted: set[str] = set()
    waiting = list(tables)
    while waiting:
        table = waiting.pop()
        if table not in wanted:
            wanted.add(table)
            waiting += by_table[table].needs & by_table.keys()
    return [model for model in models if model.table in wanted]


def define_functions(connection: duckdb.DuckDBPyConnection, sql: Path) -> None:
    """Define the macros of sql/functions."""
    for path in sorted((sql / "functions").glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))


def run_models(connection: duckdb.DuckDBPyConnection, models: Sequence[Model]) -> None:
    """Make each model's table and attach its descriptions, in a transaction a model: a comment alone costs a commit."""
    for model in models:
        with transaction(connection):
            run_model(connection, model)


def run_model(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make one model's table and attach its descriptions, in the transaction that is open."""
    connection.execute(f"create or replace table {model.table} as\n{model.sql}")
    if model.note:
        connection.execute(f"comment on table {model.table} is {quoted(model.note)}")
    for column, note in model.column_notes.items():
        connection.execute(f'comment on column {model.table}."{column}" is {quoted(note)}')
