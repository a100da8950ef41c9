"""What the product published, beside the recount of it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.end_to_end.recount.interviews import COUNTY
from tests.end_to_end.recount.month import OVERALL, Recount
from tests.end_to_end.recount.ranks import Span

DIRECTIONS = {1: "up", 0: "flat", -1: "down"}
PLACES = {1: "above", 0: "none", -1: "below"}
CLOSE = 1e-8
"""Two rakings of the same interviews may differ by less than this; a figure printed wrong differs by more."""


def published(built_county: Path, recount: Recount, mart: str) -> list[dict[str, object]]:
    """The month's rows of a mart."""
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        table = connection.execute(f"select * from mart.{mart} where month = ?", [f"{recount.month}-01"])
        names = [column[0] for column in table.description]
        return [dict(zip(names, row, strict=True)) for row in table.fetchall()]


def settled_spans(built_county: Path, recount: Recount, months: int) -> dict[str, Span]:
    """The recounted ranges of ranks; the published one where it says of itself that it hangs on the draws."""
    with duckdb.connect(str(built_county / "minyi.duckdb"), read_only=True) as connection:
        unsettled = connection.execute(
            "select town_code, rank_best, rank_worst from core.rank"
            " where month = ? and span_months = ? and dimension = ? and depends_on_draws",
            [f"{recount.month}-01", months, OVERALL],
        ).fetchall()
    return recount.spans[months] | {code: (best, worst) for code, best, worst in unsettled}


def scope_of(row: dict[str, object]) -> str:
    """A mart row's scope as the recount names it."""
    return COUNTY if row["scope"] == "county" else str(row["scope_code"])


def listing(names: list[str]) -> str:
    """Names as a sentence lists them."""
    return "、".join(names[:-1]) + "和" * (len(names) > 1) + "".join(names[-1:])
