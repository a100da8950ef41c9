"""单位科室通报: a sheet of one or two pages for each unit and office. Words are in words/unit_sheet.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from reports.bulletin_document import month_label
from reports.document import AnalyticalReport, Block, Column, Heading, Paragraph, RowMark, Table, Tile
from reports.due_items import DueItem, due_table, shown_title
from reports.marts import Connection
from reports.measures import Measure, measure_table, measured
from reports.report import Report, Subject
from reports.unit_sheet import TaskState, UnitSheetView, read, read_units
from reports.wording import Words, percent

# So many tasks, and so much height (mm) for open items, leave the sheet at two pages; the tables of the month hold all.
TASKS_SHOWN = 8
ROOM, TASK_ROW, ROW, TALL_ROW, ROW_EM = 92.0, 7.5, 5.6, 9.0, 19.0

VOLUME = ("hotline_received", "hotline_carried_over", "hotline_open")


def write(view: UnitSheetView) -> AnalyticalReport:
    """Write the sheet of a unit or office."""
    words = Words("unit_sheet")
    names = {"month": month_label(view.month), "unit": view.unit.scope_name}
    return AnalyticalReport(
        kicker=words.say("head.kicker", issuer=view.settings["issuer", "issuer"]),
        title=words.say("head.title", **names),
        scope=words.say("head.scope", phases=view.phase_names, post=view.post, **names),
        tiles=tuple(_tiles(view, words)),
        findings=tuple(findings(view, words)),
        blocks=tuple(_body(view, words)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        is_demo=view.is_demo,
        subject=words.say("head.subject", **names),
        keywords=("单位科室通报", view.unit.scope_name, month_label(view.month)),
    )


def _tiles(view: UnitSheetView, words: Words) -> Iterator[Tile]:
    for name, beside in (("hotline_received", "hotline_carried_over"), ("rectification_open", "rectification_found")):
        own = view.measures.get(name)
        yield Tile(
            words.say(f"tile.{name}"),
            "—" if own is None else str(own.numerator),
            words.say(f"tile.{name}_note", of=view.measures.get(beside)),
        )
    for name in ("hotline_on_time", "task_on_time"):
        own, county = view.measures.get(name), view.county_measures.get(name)
        whole = percent(county.numerator, county.denominator) if county and county.denominator else None
        yield Tile(
            words.say(f"tile.{name}"),
            percent(own.numerator, own.denominator) if own and own.denominator else "—",
            words.say(f"tile.{name}_note", of=own, county=whole),
        )
    yield Tile(words.say("tile.due"), str(view.due_count.open_count), words.say("tile.due_note", of=view.due_count))


def findings(view: UnitSheetView, words: Words) -> Iterator[str]:
    """Say what the unit had to handle, what of it in time, and what is asked of it."""
    if not has_work(view):
        yield words.say("finding.nothing")
        return
    of = view.measures
    if any(_some(of.get(name)) for name in VOLUME):
        yield words.say("finding.hotline", of=of, rate=_rate(of["hotline_on_time"], words), percent=percent)
    else:
        yield words.say("finding.hotline_none")
    if _some(of.get("rectification_open")) or _some(of.get("rectification_struck_off")):
        yield words.say("finding.rectification", of=of, rate=_rate(of["rectification_on_time"], words))
    else:
        yield words.say("finding.rectification_none")
    if view.tasks:
        overdue = [task.task for task in view.tasks if task.state == "overdue"]
        yield words.say("finding.task", tasks=view.tasks, rate=_rate(of["task_on_time"], words), overdue=overdue)
    else:
        yield words.say("finding.task_none")
    yield words.say("finding.due", of=view.due_count)


def has_work(view: UnitSheetView) -> bool:
    """Whether the unit had any ticket, problem or task in the month."""
    return bool(view.tasks or view.due_items or any(_some(each) for each in view.measures.values()))


def _some(measure: Measure | None) -> bool:
    return measure is not None and bool(measure.numerator or measure.denominator)


def _rate(measure: Measure, words: Words) -> str:
    return measured(measure, words).replace("　", "，")


def _body(view: UnitSheetView, words: Words) -> Iterator[Block]:
    numbers = iter("一二三四五")
    if has_work(view):
        yield Heading(1, words.say("measures.heading", number=next(numbers)))
        yield measure_table(view.measures, view.county_measures, words)
        yield Heading(1, words.say("due.heading", number=next(numbers)))
        items = [item for item in view.due_items if item.source != "task"]
        if items:
            yield due_table(items, view.month, _due_shown(view, items), (words.say("due.note", post=view.post),))
        else:
            yield Paragraph(words.say("due.none"))
        if view.tasks:
            yield Heading(1, words.say("task.heading", number=next(numbers)))
            yield task_table(view.tasks, words)
    yield Heading(1, words.say("post.heading", number=next(numbers)))
    yield Paragraph(words.say("post.text", posts=view.posts))
    yield Heading(1, words.say("duty.heading", number=next(numbers)))
    duties = [(duty.duty_title, _day(duty.due_working_day_on, view.month)) for duty in view.duties]
    yield Paragraph(words.say("duty.text", duties=duties))


def _due_shown(view: UnitSheetView, items: Sequence[DueItem]) -> int:
    room = ROOM - TASK_ROW * min(len(view.tasks), TASKS_SHOWN)
    heights = accumulate(TALL_ROW if len(shown_title(item)) > ROW_EM else ROW for item in items)
    return max(1, sum(height <= room for height in heights))


def task_table(tasks: Sequence[TaskState], words: Words) -> Table:
    """List the unit's tasks, those that need an eye first."""
    rest = len(tasks) - TASKS_SHOWN
    marks: dict[str, RowMark] = {"overdue": "strong"}
    return Table(
        caption="",
        columns=(
            Column(words.say("task.task"), "left"),
            Column(words.say("task.due_on"), width_mm=30),
            Column(words.say("task.completed_on"), width_mm=30),
            Column(words.say("task.state"), width_mm=26),
        ),
        rows=tuple(
            (
                task.task,
                "—" if task.due_on is None else _day(task.due_on),
                "—" if task.completed_on is None else _day(task.completed_on),
                words.say(f"task_state.{task.state}"),
            )
            for task in tasks[:TASKS_SHOWN]
        ),
        notes=(words.say("task.rest", count=rest),) if rest > 0 else (),
        row_marks=tuple(marks.get(task.state, "") for task in tasks[:TASKS_SHOWN]),
    )


def _day(day: date, month: date | None = None) -> str:
    """`2022年6月30日`; without the year where it is that of a given month."""
    year = "" if month and month.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    """Return every unit and office, in months that have tickets, a ledger or task lists."""
    found = connection.execute(
        "select count(*) from mart.indicator where month = ? and scope in ('unit', 'office')", [month]
    ).fetchone()
    return tuple(Subject(u.scope_code, u.scope_name) for u in read_units(connection)) if found and found[0] else ()


REPORT = Report(
    name="unit_sheet",
    title="单位科室通报",
    compose=lambda connection, month, subject: write(read(connection, month, subject.code)),
    subjects=_subjects,
)
