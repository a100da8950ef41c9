"""Tables that come from arrays rather than from SQL."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import numpy as np
import pandas as pd


def write_table(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Make a table of `columns` (names and types, as SQL) and fill it; rows are in the columns' order.

    A number that is not known (NaN) is missing in the table.
    """
    connection.execute(f"create or replace table {table} ({columns})")
    known = [tuple(map(_known, row)) for row in rows]
    if known:
        names = [part.split()[0] for part in columns.split(",")]
        frame = pd.DataFrame(known, columns=names, dtype=object)
        connection.register("incoming", frame)
        chosen = ", ".join(f"{name}::{kind}" for name, kind in (part.split()[:2] for part in columns.split(",")))
        connection.execute(f"insert into {table} select {chosen} from incoming")
        connection.unregister("incoming")


def _known(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value


def round_half_up(value: float, decimals: int) -> float:
    """Round as people do (x.5 up), after the noise of binary fractions is removed; NaN stays NaN."""
    if math.isnan(value):
        return value
    return float(math.floor(round(value * 10**decimals, 6) + 0.5) / 10**decimals)
