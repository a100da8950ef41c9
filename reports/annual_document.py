"""The annual assessment's document: the campaign's year by month. Words are in words/annual.toml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from reports.annual import AnnualView, IndicatorMonth, is_called_for, read
from reports.annual_tables import (
    MOVED,
    action_table,
    county_table,
    county_trend,
    month_name,
    number,
    problem_table,
    task_table,
    town_panels,
    town_table,
    work_table,
)
from reports.document import AnalyticalReport, Block, Heading, Paragraph, Tile
from reports.marts import Connection
from reports.report import WHOLE, Report, Subject
from reports.statements import Said, said
from reports.wording import Words, percent

# Of many tasks that are overdue the first ones are named; all stand in the table.
NAMED_TASKS = 5


def write(view: AnnualView) -> AnalyticalReport:
    """Write the annual assessment of a view."""
    return _written(view, Words("annual"))


def _written(view: AnnualView, words: Words) -> AnalyticalReport:
    months = view.months
    missing = [f"{month}月" for month in range(1, view.month.month) if date(view.month.year, month, 1) not in months]
    facts = {"year": view.month.year, "first": month_name(months[0]), "last": month_name(view.month)}
    return AnalyticalReport(
        kicker=words.say("head.kicker"),
        title=words.say("head.title", **facts),
        scope=words.say("head.scope", **facts, count=len(months), missing=missing),
        tiles=tuple(_tiles(view, words)),
        findings=tuple(_findings(view, words)),
        blocks=tuple(_body(view, words)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        is_demo=view.is_demo,
        subject=words.say("head.subject", **facts),
        keywords=("群众文化生活满意度", "年度总结评估", f"{view.month.year}年"),
    )


def _last(view: AnnualView, code: str) -> IndicatorMonth | None:
    return next((each for each in view.indicators if each.indicator == code and each.month == view.month), None)


def _tiles(view: AnnualView, words: Words) -> Iterator[Tile]:
    county = view.counties[-1]
    interval = words.say("tile.score_note", low=number(county.ci_low), high=number(county.ci_high))
    yield Tile(words.say("tile.score", month=month_name(view.month)), number(county.score_printed), interval)
    if view.externals:
        last = view.externals[-1]
        note = words.say(
            "tile.external_note",
            month=month_name(last.month),
            districts=last.district_count,
            score=number(last.score),
        )
        yield Tile(words.say("tile.external"), "—" if last.rank is None else str(last.rank), note)
    else:
        yield Tile(words.say("tile.external"), "—", words.say("tile.external_none"))
    if view.ledger:
        note = words.say("tile.struck_off_note", rebounded=view.ledger.rebounded_numerator)
        yield Tile(words.say("tile.struck_off"), str(view.ledger.struck_off_count), note)
    reached = _last(view, "household_reached")
    if reached and reached.denominator:
        note = words.say("tile.reached_note", numerator=reached.numerator, denominator=reached.denominator)
        yield Tile(words.say("tile.reached"), percent(reached.numerator or 0, reached.denominator), note)


def _findings(view: AnnualView, words: Words) -> Iterator[str]:
    scored = view.on_last_scale()
    high = max(scored, key=lambda each: each.score_printed or 0.0)
    low = min(scored, key=lambda each: each.score_printed or 0.0)
    yield words.say(
        "finding.score",
        count=len(scored),
        first=month_name(scored[0].month),
        last=month_name(scored[-1].month),
        high=number(high.score_printed),
        high_month=month_name(high.month),
        low=number(low.score_printed),
        low_month=month_name(low.month),
        score=number(scored[-1].score_printed),
    )
    yield _moves(view, words)
    yield _actions(view, words)
    if view.ledger:
        yield words.say(
            "finding.ledger",
            struck_off=view.ledger.struck_off_count,
            confirmed=view.ledger.confirmed_count,
            rebounded=view.ledger.rebounded_numerator,
            told_again=view.ledger.told_again_count,
            remaining=view.ledger.remaining_count,
        )
    overdue = sum(each.state == "overdue" for each in view.tasks)
    late = sum(each.state == "done_late" for each in view.tasks)
    if view.tasks:
        yield words.say("finding.tasks" if overdue or late else "finding.tasks_done", overdue=overdue, late=late)


def _moves(view: AnnualView, words: Words) -> str:
    tested = [each for each in view.counties if each.change_test]
    moved = {turn: [month_name(e.month) for e in tested if e.change_verdict == turn] for turn in ("up", "down")}
    tests = [each.change_test or "" for each in tested]
    if not any(moved.values()):
        return words.claim("finding.moved_none", tests) if tests else ""
    flat = sum(each.change_verdict not in MOVED for each in tested)
    return words.claim("finding.moved", tests, flat=flat, **moved)


def _actions(view: AnnualView, words: Words) -> str:
    talks = [each for each in view.towns if each.bottom_action == "talk"]
    praises = [each for each in view.towns if each.top_action == "praise"]
    kind = "" if talks and praises else "_talk" if talks else "_praise" if praises else "_none"
    facts = {
        "talk_months": len({each.month for each in talks}),
        "praise_months": len({each.month for each in praises}),
        "talked": list(dict.fromkeys(each.town_name for each in talks)),
        "praised": list(dict.fromkeys(each.town_name for each in praises)),
    }
    return words.explain(f"finding.actions{kind}", **facts)


def _body(view: AnnualView, words: Words) -> Iterator[Block]:
    tables = count(1)

    def caption(name: str) -> str:
        return f"表{next(tables)}　{words.say(name)}"

    yield Heading(1, words.say("score.heading"))
    yield Paragraph(words.say("score.opening"))
    yield county_trend(view, words, "图1　")
    yield county_table(view, words, caption("score.table"))
    yield Heading(1, words.say("town.heading"))
    panels = town_panels(view, words, "图2　")
    if panels:
        yield panels
    yield town_table(view, words, caption("town.table"))
    yield Heading(2, words.say("town.actions_heading"))
    if any(each.bottom_action == "talk" or each.top_action == "praise" for each in view.towns):
        yield action_table(view, words, caption("town.actions_table"))
    else:
        yield Paragraph(words.explain("town.actions_none"))
    yield Heading(1, words.say("work.heading"))
    yield Paragraph(words.say("work.opening"))
    for part in ("hotline", "ledger", "visit"):
        yield work_table(view, words, part, caption(f"work.table_{part}"))
    yield Heading(1, words.say("problem.heading"))
    if view.problems:
        yield Paragraph(words.say("problem.opening", count=len({each.title for each in view.problems})))
        yield problem_table(view, words, caption("problem.table"))
    else:
        yield Paragraph(words.say("problem.none"))
    yield Heading(1, words.say("task.heading"))
    if view.tasks:
        yield task_table(view.tasks, words, caption("task.table"))
    else:
        yield Paragraph(words.say("task.none"))
    yield Heading(1, words.say("advice.heading"))
    yield from _advice(view, words)
    if view.is_demo:
        yield Paragraph(words.say("demo.text"))


def _advice(view: AnnualView, words: Words) -> Iterator[Block]:
    """What does not meet the demands, item by item."""
    items = []
    if view.ledger and view.ledger.remaining_count:
        items.append(words.say("advice.remaining", count=view.ledger.remaining_count))
    if view.ledger and view.ledger.rebounded_numerator:
        items.append(words.say("advice.rebounded", count=view.ledger.rebounded_numerator))
    open_rows, overdue_rows = _last(view, "rectification_open"), _last(view, "rectification_overdue_open")
    if open_rows and open_rows.numerator:
        overdue = overdue_rows.numerator if overdue_rows else 0
        items.append(words.say("advice.open", count=open_rows.numerator, overdue=overdue))
    reached = _last(view, "household_reached")
    if reached and reached.denominator and (reached.numerator or 0) < reached.denominator:
        items.append(words.say("advice.uncovered", listed=reached.denominator, reached=reached.numerator))
    overdue_tasks = [each.task for each in view.tasks if each.state == "overdue"]
    if overdue_tasks:
        items.append(words.say("advice.overdue_tasks", count=len(overdue_tasks), names=overdue_tasks[:NAMED_TASKS]))
    special = {each.title: each.has_special_row for each in view.problems}
    if not all(special.values()):
        items.append(words.say("advice.problems", names=[title for title, has in special.items() if not has]))
    if not items:
        yield Paragraph(words.say("advice.none"))
        return
    yield Paragraph(words.say("advice.internal"))
    last = len(items)
    yield from (Paragraph(f"{at}.{each}{'。' if at == last else '；'}") for at, each in enumerate(items, start=1))


def _compose(connection: Connection, month: date, _: Subject) -> AnalyticalReport:
    return write(read(connection, month))


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    return (WHOLE,) if is_called_for(connection, month) else ()


def _claims(connection: Connection, month: date) -> list[Said]:
    words = Words("annual")
    document = _written(read(connection, month), words)
    findings = tuple(Paragraph(text) for text in document.findings)
    return said((*findings, *document.blocks), words.statements, words.explained)


REPORT = Report(name="annual", title="年度总结评估", compose=_compose, subjects=_subjects, claims=_claims)
