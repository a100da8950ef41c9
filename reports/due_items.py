"""Open items as the sheets of towns, units and offices show them: read from the marts, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reports.document import Column, RowMark, Table
from reports.marts import Connection, rows
from reports.wording import Words


@dataclass(frozen=True)
class DueItem:
    """mart.due_item: a ticket, a problem of the ledger or a task that is open as the month closes.

    `working_days_left` and `working_days_overdue` count from the month's end; both are None without a deadline.
    """

    source: str
    item_no: str
    title: str | None
    due_at: datetime | None
    card: str | None
    working_days_left: int | None
    working_days_overdue: int | None
    is_provisional: bool | None


@dataclass(frozen=True)
class _Owned:
    source: str
    item_no: str
    scope: str
    scope_code: str


@dataclass(frozen=True)
class DueCount:
    """mart.due_count: how much of which source an owner has open; `elsewhere_count` is of towns only."""

    scope: str
    scope_code: str
    open_count: int
    hotline_count: int
    rectification_count: int
    task_count: int
    red_count: int
    yellow_count: int
    elsewhere_count: int | None


def read_due_items(connection: Connection, month: date) -> dict[tuple[str, str], tuple[DueItem, ...]]:
    """Read every owner's open items by (scope, scope_code): overdue ones first, then as they fall due."""
    items = rows(connection, DueItem, "mart.due_item", month, "order by due_at nulls last, source, item_no")
    owned: dict[tuple[str, str], list[tuple[str, str]]] = {(each.source, each.item_no): [] for each in items}
    for each in rows(connection, _Owned, "mart.due_owner", month, "order by scope, scope_code"):
        owned[each.source, each.item_no].append((each.scope, each.scope_code))
    found: dict[tuple[str, str], list[DueItem]] = {}
    for item in items:
        for owner in owned[item.source, item.item_no]:
            found.setdefault(owner, []).append(item)
    return {owner: tuple(theirs) for owner, theirs in found.items()}


def read_due_counts(connection: Connection, month: date) -> dict[tuple[str, str], DueCount]:
    """Read how much every town, unit and office has open, by (scope, scope_code)."""
    found = rows(connection, DueCount, "mart.due_count", month, "order by scope, scope_code")
    return {(each.scope, each.scope_code): each for each in found}


# A longer text is cut: two lines of the table hold no more.
_LONGEST = 38


def due_table(items: Sequence[DueItem], month: date, most: int, notes: Sequence[str] = ()) -> Table:
    """List open items, the first `most` of them; the notes end with how many more the month's tables hold."""
    words = Words("due_items")
    shown, rest = items[:most], items[most:]
    if rest:
        notes = (*notes, words.say("table.rest", count=len(rest)))
    marks: dict[str | None, RowMark] = {"red": "strong"}
    return Table(
        caption="",
        columns=(
            # So narrow that the table is always set in its smallest type: the sheet counts on its height.
            Column(words.say("table.source"), width_mm=9),
            Column(words.say("table.item_no"), width_mm=26),
            Column(words.say("table.title"), "left"),
            Column(words.say("table.due_on"), width_mm=26),
            Column(words.say("table.time"), "left", width_mm=29),
        ),
        rows=tuple(
            (words.say(f"source.{item.source}"), item.item_no, shown_title(item), _day(item, month), _time(item, words))
            for item in shown
        ),
        notes=(words.say("table.note", notes="".join(notes)),) if notes else (),
        row_marks=tuple(marks.get(item.card, "") for item in shown),
    )


def shown_title(item: DueItem) -> str:
    """What the table says an item is about: its title, cut where it is long, or `—`."""
    text = item.title or "—"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _day(item: DueItem, month: date) -> str:
    """`7月4日`, with the year where it is not the month's."""
    if item.due_at is None:
        return "—"
    year = "" if item.due_at.year == month.year else f"{item.due_at.year}年"
    return f"{year}{item.due_at.month}月{item.due_at.day}日"


def _time(item: DueItem, words: Words) -> str:
    name = item.card or ("none" if item.due_at is None else "open")
    return words.say(
        f"time.{name}",
        left=item.working_days_left,
        overdue=item.working_days_overdue,
        is_provisional=item.is_provisional,
    )
