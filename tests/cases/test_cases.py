"""Every case: the rows that must be read from its files, and every issue they must cause, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb
import pytest

from tests.cases.given import FOLDER, Case, read_cases

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_read(case: Case, warehouse: duckdb.DuckDBPyConnection) -> None:
    for expected in case.expected:
        known = warehouse.execute(f"select * from {expected.table} limit 0").description
        names = {name for name, *_ in known or ()}
        columns = ", ".join(f"t.{column}" if column in names else column for column in expected.columns)
        if expected.where:
            found = warehouse.execute(f"select {columns} from {expected.table} as t where {expected.where}").fetchall()
        elif "file" in names:
            found = warehouse.execute(f"select {columns} from {expected.table} as t where t.file = ?", [expected.file])
            found = found.fetchall()
        else:
            of_file = f"{expected.table} as t inner join staging.sheet as s using (sheet_id) where s.file = ?"
            found = warehouse.execute(f"select {columns} from {of_file}", [expected.file]).fetchall()
        assert told(found) == sorted(expected.rows), f"{expected.table} of {expected.file or expected.where}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_asked(case: Case, warehouse: duckdb.DuckDBPyConnection) -> None:
    for file in case.files:
        columns = ", ".join(file.asked)
        found = warehouse.execute(f"select {columns} from ops.issue where file = ?", [file.path]).fetchall()
        assert told(found) == sorted(file.issues), file.path


def told(rows: Sequence[Sequence[object]]) -> list[tuple[str, ...]]:
    return sorted(tuple(shown(cell) for cell in row) for row in rows)


def shown(cell: object) -> str:
    """A value as the cases write it: nothing is blank, a list is parted by 、, whole numbers have no point."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case list():
            return "、".join(map(shown, cell))
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def test_the_list_of_cases_names_every_case() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    table = "\n".join(line.rsplit("|", 2)[1] for line in listed.splitlines() if line.startswith("| "))
    assert [case.name for case in CASES if not re.search(rf"\b{case.name}\b(?!\.py)", table)] == []
