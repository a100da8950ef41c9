"""The unit sheet's view: what the marts know of each unit and office in a month. Only order and choice here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.due_items import DueCount, DueItem, read_due_counts, read_due_items
from reports.marts import Connection, rows, settings
from reports.measures import Measure
from reports.town_sheet import Post, read_phases, read_posts, responsible_post

# Tasks that need an eye come first.
STATES = ("overdue", "not_due", "no_deadline", "long_term", "not_started", "done_late", "done_on_time", "done", "ended")


@dataclass(frozen=True)
class Unit:
    """mart.scope: a unit or office of the bureau."""

    scope: str
    scope_code: str
    scope_name: str


@dataclass(frozen=True)
class TaskState:
    """mart.task_state: a task of the month's lists, as it stands with one unit or office."""

    scope: str
    scope_code: str
    list_name: str | None
    task_no: str | None
    task: str
    due_on: date | None
    completed_on: date | None
    progress: str | None
    state: str


@dataclass(frozen=True)
class Duty:
    """mart.duty: what the plans call for in the month."""

    duty_title: str
    due_working_day_on: date


@dataclass(frozen=True)
class UnitSheetView:
    """Everything the sheet of one unit or office says; the county's measures stand beside its own, by indicator."""

    month: date
    unit: Unit
    is_demo: bool
    phase_names: tuple[str, ...]
    post: str | None
    posts: tuple[Post, ...]
    measures: dict[str, Measure]
    county_measures: dict[str, Measure]
    tasks: tuple[TaskState, ...]
    duties: tuple[Duty, ...]
    due_count: DueCount
    due_items: tuple[DueItem, ...]
    settings: dict[tuple[str, str], str]


def read_units(connection: Connection) -> tuple[Unit, ...]:
    """Read the units, then the offices, in their order."""
    found = connection.execute(
        "select scope, scope_code, scope_name from mart.scope where scope in ('unit', 'office')"
        " order by scope desc, scope_order"
    ).fetchall()
    return tuple(Unit(*row) for row in found)


def read(connection: Connection, month: date, scope_code: str) -> UnitSheetView:
    """Read the sheet of one unit or office.

    Raises:
        StopIteration: there is no unit or office of that code.
    """
    unit = next(each for each in read_units(connection) if each.scope_code == scope_code)
    own = (unit.scope, unit.scope_code)
    measures = rows(
        connection, Measure, "mart.indicator", month, "and scope in ('county', 'unit', 'office') order by indicator"
    )
    posts = read_posts(connection, month)
    mine = tuple(each for each in posts if (each.scope, each.scope_code) == own)
    names = {each.post for each in mine}
    tasks = rows(
        connection, TaskState, "mart.task_state", month, "order by due_on nulls last, list_name, task_no, task"
    )
    demo = connection.execute("select has_demo_data from mart.month where month = ?", [month]).fetchone()
    return UnitSheetView(
        month=month,
        unit=unit,
        is_demo=bool(demo and demo[0]),
        phase_names=read_phases(connection, month),
        post=responsible_post(posts, *own),
        posts=mine + tuple(each for each in posts if each.scope == "visit_group" and each.post in names),
        measures={each.indicator: each for each in measures if (each.scope, each.scope_code) == own},
        county_measures={each.indicator: each for each in measures if each.scope == "county"},
        tasks=tuple(
            sorted((t for t in tasks if (t.scope, t.scope_code) == own), key=lambda task: STATES.index(task.state))
        ),
        duties=rows(connection, Duty, "mart.duty", month, "order by duty_order"),
        due_count=read_due_counts(connection, month)[own],
        due_items=read_due_items(connection, month).get(own, ()),
        settings=settings(connection, month),
    )
