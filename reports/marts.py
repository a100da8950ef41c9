"""Reading mart.*, the whole interface of the reports to the warehouse."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, TypeVar

Kind = TypeVar("Kind")


class Connection(Protocol):
    """What a report needs of a database connection."""

    def execute(self, query: str, parameters: Any = ...) -> Any:
        """Run a query and return a cursor."""


def rows(connection: Connection, kind: type[Kind], table: str, month: date, rest: str = "") -> tuple[Kind, ...]:
    """Read a month's rows of a mart as frozen data: the fields of `kind` are the columns.

    `rest` is SQL that follows the condition on the month: a further condition, an order.
    """
    columns = ", ".join(f'"{name}"' for name in kind.__dataclass_fields__)  # type: ignore[attr-defined]
    found = connection.execute(f"select {columns} from {table} where month = ? {rest}", [month]).fetchall()
    return tuple(kind(*row) for row in found)


def rows_of_months(
    connection: Connection, kind: type[Kind], table: str, first: date, last: date, rest: str = ""
) -> tuple[Kind, ...]:
    """Read the rows of the months from `first` to `last` of a mart, as `rows` does those of one."""
    columns = ", ".join(f'"{name}"' for name in kind.__dataclass_fields__)  # type: ignore[attr-defined]
    found = connection.execute(f"select {columns} from {table} where month between ? and ? {rest}", [first, last])
    return tuple(kind(*row) for row in found.fetchall())


def settings(connection: Connection, month: date) -> dict[tuple[str, str], str]:
    """Read every setting that reports of a month print, by (part, setting)."""
    found = connection.execute("select part, setting, value from mart.setting where month = ?", [month]).fetchall()
    return {(part, setting): value for part, setting, value in found}
