"""core.public_cell → core.public_count: which counts the public may see, so that no small one can be worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import duckdb
import numpy as np

from flows.estimation.tables import write_table
from flows.period import Month
from flows.scheme import Scheme
from flows.scoring.suppression import count_presentation

COUNT_COLUMNS = (
    "month date, public_table varchar, category varchar, cell_count integer, action varchar, total_count integer"
)
Cell = tuple[date, str, str, int]


def write_public_counts(connection: duckdb.DuckDBPyConnection, scheme: Scheme) -> None:
    """Write core.public_count: every table is one-dimensional and has its total, and is judged by itself."""
    cells: list[Cell] = connection.execute(
        "select month, public_table, category, cell_count from core.public_cell"
        " order by month, public_table, category_order, category"
    ).fetchall()
    write_table(connection, "core.public_count", COUNT_COLUMNS, _judged(cells, scheme))


def _judged(cells: list[Cell], scheme: Scheme) -> Iterator[tuple[Any, ...]]:
    for (month, table), found in groupby(cells, key=lambda cell: cell[:2]):
        own = list(found)
        counts = np.array([cell[3] for cell in own], dtype=np.int64)
        minimum = scheme.assessment(Month(month.year, month.month)).suppression.min_public_count
        # Categories with nothing are hidden like small ones: a nought among them would narrow down the others.
        decided = count_presentation(counts, minimum=minimum)
        total = None if decided.total_suppressed else int(counts.sum())
        for cell, action in zip(own, decided.action.tolist(), strict=True):
            yield month, table, cell[2], cell[3], action, total
