"""The macros of sql/functions over the reference data, without any file."""

import duckdb
import pytest

from tests.warehouse.given import Given, loaded


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    return loaded(Given([]))
