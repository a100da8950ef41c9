"""The runner of models, and the rules that the models' text keeps: grain, layers, described columns."""

import re
from functools import cache
from graphlib import CycleError
from pathlib import Path

import pytest

from flows.warehouse.database import SCHEMAS, connect
from flows.warehouse.models import LAYERS, Model, read_models, run_models
from tests.warehouse.given import SQL, Given, built, table

MODELS = read_models(SQL, tuple(LAYERS))
# What the models of a layer may read.
MAY_READ = {
    "staging": {"raw", "reference", "staging"},
    "ops": {"raw", "reference", "staging", "ops"},
    "core": {"reference", "staging", "core"},
    "mart": {"reference", "staging", "ops", "core", "mart"},
}


def _write(sql: Path, **models: str) -> Path:
    """Write models, named layer__name."""
    for name, text in models.items():
        layer, _, stem = name.partition("__")
        (sql / layer).mkdir(parents=True, exist_ok=True)
        (sql / layer / f"{stem}.sql").write_text(text, "utf-8")
    return sql


def _warehouse():
    connection = connect()
    for schema in SCHEMAS:
        connection.execute(f"create schema {schema}")
    return connection


# --- the runner -----------------------------------------------------------------------------------------------------


def test_models_run_in_the_order_of_their_needs_whatever_their_names(tmp_path) -> None:
    sql = _write(
        tmp_path,
        staging__a="select x + 1 as x from staging.b",
        staging__b="select x * 10 as x from STAGING.c",
        staging__c="select 1 as x",
        marts__m="select x from staging.a",
    )
    models = read_models(sql, ("marts", "staging"))
    assert [model.table for model in models] == ["staging.c", "staging.b", "staging.a", "mart.m"]
    warehouse = _warehouse()
    run_models(warehouse, models)
    assert table(warehouse, "select x from mart.m") == [(11,)]


def test_a_name_in_a_comment_is_no_need(tmp_path) -> None:
    sql = _write(tmp_path, staging__a="-- after staging.b\nselect 1 as x", staging__b="select x from staging.a")
    assert [model.table for model in read_models(sql, ("staging",))] == ["staging.a", "staging.b"]


def test_a_cycle_is_refused(tmp_path) -> None:
    sql = _write(tmp_path, staging__a="select * from staging.b", staging__b="select * from staging.a")
    with pytest.raises(CycleError):
        read_models(sql, ("staging",))


def test_descriptions_reach_the_reader(tmp_path) -> None:
    text = "-- grain: one row\n-- 说明：一张'表'\n-- @x 一列\nselect 1 as x, 2 as y"
    warehouse = _warehouse()
    run_models(warehouse, read_models(_write(tmp_path, marts__m=text), ("marts",)))
    assert table(warehouse, "select comment from duckdb_tables() where table_name = 'm'") == [("一张'表'",)]
    columns = "select column_name, comment from duckdb_columns() where table_name = 'm' order by 1"
    assert table(warehouse, columns) == [("x", "一列"), ("y", None)]


def test_running_again_replaces(tmp_path) -> None:
    warehouse = _warehouse()
    run_models(warehouse, read_models(_write(tmp_path, staging__a="select 1 as x"), ("staging",)))
    run_models(warehouse, read_models(_write(tmp_path, staging__a="select 2 as x"), ("staging",)))
    assert table(warehouse, "select x from staging.a") == [(2,)]


# --- the models' text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_the_first_line_says_the_grain(model: Model) -> None:
    assert re.match(r"-- grain: one row per \S+", model.sql)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_a_layer_reads_only_what_lies_below_it(model: Model) -> None:
    layer = model.table.partition(".")[0]
    assert {need.partition(".")[0] for need in model.needs} <= MAY_READ[layer]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.table)
def test_every_table_it_names_is_made_by_someone(model: Model) -> None:
    assert model.needs <= _made_tables()


@cache
def _made_tables() -> set[str]:
    """What is loaded, estimated and made by the models."""
    warehouse = built(Given([], folders=["2022-06"]), marts=True)
    names = "select table_schema || '.' || table_name from information_schema.tables"
    return {name for (name,) in table(warehouse, names)}


@pytest.mark.parametrize("check", sorted((SQL / "checks").glob("*.sql")), ids=lambda path: path.stem)
def test_a_check_reads_no_raw_text(check: Path) -> None:
    assert not re.search(r"\braw\.", re.sub(r"--[^\n]*", "", check.read_text("utf-8")))


# --- described columns ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def warehouse():
    return built(Given([], folders=["2022-06"]), marts=True)


DESCRIBED = [model for model in MODELS if model.table.startswith(("mart.", "ops."))]


@pytest.mark.parametrize("model", DESCRIBED, ids=lambda model: model.table)
def test_every_column_that_readers_see_is_described_and_no_other(warehouse, model: Model) -> None:
    schema, _, name = model.table.partition(".")
    where = "where schema_name = ? and table_name = ?"
    columns = dict(table(warehouse, f"select column_name, comment from duckdb_columns() {where}", schema, name))
    assert model.column_notes.keys() == columns.keys()
    ((note,),) = table(warehouse, f"select comment from duckdb_tables() {where}", schema, name)
    for text in (note, *columns.values()):
        assert re.search(r"[\u4e00-\u9fff]", text or "")


# Percentages that are no part of a whole: errors and limits of rates, probabilities, shares of explained spread;
# the parts of a share among the dimensions' scores are in mart.share.
NO_RATE = re.compile(r"(_se|_low|_high|probability|(^|_)(bottom|top)|r2|importance)_pct$")


@pytest.mark.parametrize("model", DESCRIBED, ids=lambda model: model.table)
def test_a_rate_stands_beside_its_parts(warehouse, model: Model) -> None:
    schema, _, name = model.table.partition(".")
    where = "where schema_name = ? and table_name = ? and column_name like '%\\_pct' escape '\\'"
    rates = [rate for (rate,) in table(warehouse, f"select column_name from duckdb_columns() {where}", schema, name)]
    rates = [rate for rate in rates if not NO_RATE.search(rate) and not NO_RATE.search(f"{model.table}.{rate}")]
    stems = {rate.removesuffix("pct") for rate in rates}
    assert all({f"{stem}numerator", f"{stem}denominator"} <= model.column_notes.keys() for stem in stems)


def test_an_empty_month_makes_every_table(warehouse) -> None:
    made = {name for (name,) in table(warehouse, "select schema_name || '.' || table_name from duckdb_tables()")}
    assert {model.table for model in MODELS} <= made
