"""A warehouse with the bureau's reference data, whose ledgers a test writes."""

from __future__ import annotations

import duckdb
import pytest

from tests.warehouse.given import Given, loaded


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    return loaded(Given([], folders=["2022-06"]))
