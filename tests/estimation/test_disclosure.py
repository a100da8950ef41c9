"""What the public is told: no hidden count can be worked out from what is shown."""

from __future__ import annotations

from datetime import date
from itertools import product

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.estimation.disclosure import write_public_counts
from tests.warehouse.given import reference

MINIMUM = 5
JUNE = date(2022, 6, 1)


def told(counts: list[int]) -> tuple[list[str], int | None]:
    """What is decided of one table: the cells' actions and the total, None where it is hidden."""
    with duckdb.connect() as connection:
        connection.execute("create schema core")
        columns = "month date, public_table varchar, category varchar, category_order integer, cell_count integer"
        connection.execute(f"create table core.public_cell ({columns})")
        for at, count in enumerate(counts):
            cell = [JUNE, "t", f"{at:02d}", at, count]
            connection.execute("insert into core.public_cell values (?, ?, ?, ?, ?)", cell)
        write_public_counts(connection, reference().scheme)
        rows = connection.execute("select action, total_count from core.public_count order by category").fetchall()
    return [action for action, _ in rows], rows[0][1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_no_hidden_count_follows_from_what_is_shown(counts: list[int]) -> None:
    """Of all tables a reader can think of, more than one number is left for every hidden place.

    What is hidden bears one mark, whatever for: a reader knows only that one of the hidden counts is small.
    """
    actions, total = told(counts)
    assert all(action != "show" for action, count in zip(actions, counts, strict=True) if count < MINIMUM)
    hidden = [at for at, action in enumerate(actions) if action != "show"]
    if not hidden:
        assert total == sum(counts)
        return
    if total is None:
        assert len(hidden) == len(counts)
        return
    rest = total - sum(count for at, count in enumerate(counts) if at not in hidden)
    tables = product(range(rest + 1), repeat=len(hidden))
    possible = [values for values in tables if sum(values) == rest and min(values) < MINIMUM]
    assert tuple(counts[at] for at in hidden) in possible
    for place in range(len(hidden)):
        assert len({values[place] for values in possible}) > 1, (counts, actions)


def test_large_counts_are_shown_with_their_total() -> None:
    assert told([7, 30, 5]) == (["show"] * 3, 42)


def test_one_small_count_takes_the_smallest_other_with_it() -> None:
    assert told([2, 30, 6]) == (["primary", "show", "complementary"], 38)
