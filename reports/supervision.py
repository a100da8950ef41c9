"""督办单: one notice to each town, unit or office with items overdue or falling due. Words: words/supervision.toml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reports.bulletin_document import month_label
from reports.document import Attachment, Block, Colophon, Column, Heading, OfficialDocument, Paragraph, Table
from reports.marts import Connection, rows, settings
from reports.report import Report, Subject
from reports.tables import is_demo
from reports.wording import Words

# More items than this make the body too long: they go to an attachment.
_MOST_IN_BODY = 5
_NUMERALS = "一二三四"


@dataclass(frozen=True)
class Notice:
    """mart.supervision_notice: who is asked for what until when; days are counted from `closes_on`."""

    scope: str
    scope_code: str
    scope_name: str
    responsible_post: str | None
    closes_on: date
    red_count: int
    yellow_count: int
    hotline_count: int
    rectification_count: int
    task_count: int
    again_count: int
    plan_due_on: date
    result_due_on: date
    is_provisional: bool


@dataclass(frozen=True)
class Item:
    """mart.supervision_item: an item of the list; exactly one of the two counts of working days is known."""

    scope: str
    scope_code: str
    source: str
    item_no: str
    title: str | None
    assigned_on: date | None
    due_on: date
    card: str
    working_days_left: int | None
    working_days_overdue: int | None
    is_provisional: bool


@dataclass(frozen=True)
class SupervisionView:
    """One notice: `items` in the order of the list, the longest overdue first."""

    month: date
    notice: Notice
    items: tuple[Item, ...]
    issuer: dict[str, str]
    is_demo: bool


def read(connection: Connection, month: date, subject: Subject) -> SupervisionView:
    """Read what the notice to a subject says; a subject's code is `scope/scope_code`."""
    notices = rows(connection, Notice, "mart.supervision_notice", month, "order by scope, scope_code")
    items = rows(connection, Item, "mart.supervision_item", month, "order by scope, scope_code, item_order")
    return SupervisionView(
        month=month,
        notice=next(each for each in notices if _code(each) == subject.code),
        items=tuple(each for each in items if _code(each) == subject.code),
        issuer={name: value for (part, name), value in settings(connection, month).items() if part == "issuer"},
        is_demo=is_demo(connection, month),
    )


def subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    """Those who have yellow or red items as the month closes: towns, then units, then offices."""
    in_order = "order by list_position(['town', 'unit', 'office'], scope), scope_order"
    found = rows(connection, Notice, "mart.supervision_notice", month, in_order)
    return tuple(Subject(_code(each), each.scope_name) for each in found)


def _code(of: Notice | Item) -> str:
    return f"{of.scope}/{of.scope_code}"


def write(view: SupervisionView) -> OfficialDocument:
    """Write the notice of a view."""
    notice, closes = view.notice, _day(view.notice.closes_on)
    words = Words("supervision", closes=closes, name=notice.scope_name, you=_you(notice))
    in_body = len(view.items) <= _MOST_IN_BODY
    note = words.say("attachment.note")
    return OfficialDocument(
        issuer_mark=view.issuer["issuer_mark"],
        document_prefix=words.say("head.document_prefix"),
        title_lines=(
            words.say("head.title_first"),
            words.say("head.title_second", red=notice.red_count, yellow=notice.yellow_count),
        ),
        addressee=words.say("head.addressee"),
        blocks=tuple(_body(view, words, in_body)),
        signature=view.issuer["issuer"],
        # The day after the month, so that a draft of December's bears the next year.
        dated_on=notice.closes_on + timedelta(days=1),
        colophon=Colophon(words.say("head.copy_to"), view.issuer["printed_by"]),
        attachments_note=() if in_body else (note,),
        attachments=() if in_body else (Attachment((note,), (_table(view, words),)),),
        is_demo=view.is_demo,
        subject=words.say("head.subject"),
        keywords=("督办单", notice.scope_name, month_label(view.month)),
    )


def _you(notice: Notice) -> str:
    kind = "street" if notice.scope_name.endswith("街道") else notice.scope
    return Words("supervision").say(f"you.{kind}")


def _body(view: SupervisionView, words: Words, in_body: bool) -> Iterator[Block]:
    month = f"{view.month:%Y-%m}"
    bases = [each["text"] for each in words.entries("basis") if each["valid_from"] <= month]
    yield Paragraph(words.say("head.opening", basis=bases[-1] if bases else ""))
    yield Heading(1, words.say("items.heading"))
    yield Paragraph("".join(_situation(view, words, in_body)))
    if in_body:
        yield _table(view, words)
    yield Heading(1, words.say("asked.heading"))
    yield from _asked(view, words)


def _situation(view: SupervisionView, words: Words, in_body: bool) -> Iterator[str]:
    notice = view.notice
    counts = {"hotline": notice.hotline_count, "rectification": notice.rectification_count, "task": notice.task_count}
    kinds = {words.say(f"source.{source}"): count for source, count in counts.items() if count}
    yield words.say(
        "items.count",
        red=notice.red_count,
        yellow=notice.yellow_count,
        sources=[words.say("items.source_count", kind=kind, count=count) for kind, count in kinds.items()],
        kind=next(iter(kinds)),
    )
    longest = view.items[0]
    if longest.working_days_overdue and len(view.items) > 1:
        yield words.say(
            "items.longest",
            kind=words.say(f"source.{longest.source}"),
            due=_day(longest.due_on),
            days=longest.working_days_overdue,
        )
    if notice.again_count:
        yield words.say("items.again", count=notice.again_count)
    if notice.responsible_post:
        yield words.say("items.responsible", post=notice.responsible_post)
    else:
        yield words.say("items.responsible_none")
    yield words.say("items.in_table" if in_body else "items.in_attachment")


def _asked(view: SupervisionView, words: Words) -> Iterator[Paragraph]:
    notice = view.notice
    result = _day(notice.result_due_on)
    said: dict[str, str] = {}
    if notice.red_count:
        said["red"] = words.say("asked.red", plan=_day(notice.plan_due_on), result=result)
    if notice.yellow_count:
        first = min(item.due_on for item in view.items if item.card == "yellow")
        said["yellow"] = words.say("asked.yellow", first=_day(first))
    said["feedback"] = words.say(
        "asked.feedback", hotline=notice.hotline_count, rectification=notice.rectification_count, result=result
    )
    said["after"] = words.say("asked.after")
    for number, (name, text) in zip(_NUMERALS, said.items(), strict=False):
        yield Paragraph(text, lead=words.say(f"asked.{name}_lead", number=number))
    if notice.is_provisional:
        yield Paragraph(words.say("asked.provisional"))


def _table(view: SupervisionView, words: Words) -> Table:
    names = words.section("table")
    return Table(
        caption="",
        columns=(
            Column(names["number"], width_mm=9),
            Column(names["item"], width_mm=28),
            Column(names["title"], "left"),
            Column(names["assigned_on"], width_mm=24),
            Column(names["due_on"], width_mm=24),
            Column(names["card"], width_mm=26),
        ),
        rows=tuple(
            (
                str(number),
                f"{words.say(f'short.{item.source}')} {item.item_no}",
                item.title or "—",
                _day(item.assigned_on) if item.assigned_on else "—",
                _day(item.due_on),
                _card(item, words),
            )
            for number, item in enumerate(view.items, 1)
        ),
        notes=(words.say("table.note", tasks=view.notice.task_count),),
        row_marks=tuple("strong" if item.card == "red" else "" for item in view.items),
    )


def _card(item: Item, words: Words) -> str:
    days = item.working_days_overdue if item.card == "red" else item.working_days_left
    provisional = words.say("table.provisional") if item.is_provisional else ""
    return words.say(f"table.{item.card}", days=days) + provisional


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _compose(connection: Connection, month: date, subject: Subject) -> OfficialDocument:
    return write(read(connection, month, subject))


REPORT = Report(name="supervision", title="督办单", compose=_compose, subjects=subjects)
