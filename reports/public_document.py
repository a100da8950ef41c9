"""The public version's document: what residents said, what was reported and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reports.document import AnalyticalReport, Block, Column, Heading, Pair, Paragraph, RowMark, Table, Tile
from reports.marts import Connection
from reports.public import PublicView, is_called_for, read
from reports.report import WHOLE, Report, Subject
from reports.wording import Words, fixed

NOTHING = "—"
COUNT_TABLES = ("hotline_channel", "rectification_state", "rectification_theme", "rectification_source")


def write(view: PublicView) -> AnalyticalReport:
    """Write the public version of a view."""
    words = Words("public")
    month = f"{view.month.year}年{view.month.month}月"
    return AnalyticalReport(
        kicker=words.say("head.kicker"),
        title=words.say("head.title", month=month),
        scope=words.say("head.scope"),
        tiles=tuple(_tiles(view, words)),
        findings=(),
        blocks=tuple(_body(view, words)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        is_demo=view.county.is_demo,
        subject=words.say("head.subject", month=month),
        keywords=("群众文化生活满意度", "公示", month),
    )


def _tiles(view: PublicView, words: Words) -> Iterator[Tile]:
    county = view.county
    yield Tile(words.say("tile.asked"), str(county.valid_count), words.say("tile.asked_note"))
    if county.score_printed is not None and county.ci_low is not None and county.ci_high is not None:
        note = words.say("tile.score_note", low=fixed(county.ci_low), high=fixed(county.ci_high))
        yield Tile(words.say("tile.score"), fixed(county.score_printed), note)
    share = next((each for each in view.shares if each.scope == "county"), None)
    if share and share.publication == "show" and share.share_pct is not None:
        low, high = fixed(share.ci_low_pct or 0.0, 1), fixed(share.ci_high_pct or 0.0, 1)
        note = words.say("tile.satisfied_note", low=low, high=high)
        yield Tile(words.say("tile.satisfied"), fixed(share.share_pct, 1) + "%", note)
    received = view.table("hotline_channel")
    if received:
        total = received[0].total_count
        value = words.say("hidden.tile") if total is None else str(total)
        yield Tile(words.say("tile.received"), value, words.say("tile.received_note"))


def _body(view: PublicView, words: Words) -> Iterator[Block]:
    yield Heading(1, words.say("survey.heading"))
    yield Paragraph(words.say("survey.opening", count=view.county.valid_count))
    yield _dimension_table(view, words)
    yield Paragraph(words.say("survey.towns_opening"))
    yield _town_table(view, words)
    yield Heading(1, words.say("work.heading"))
    yield _rate_table(view, words)
    tables = [_count_table(view, words, name, number) for number, name in enumerate(COUNT_TABLES, start=4)]
    yield Pair(tables[0], tables[1])
    yield Pair(tables[2], tables[3])
    yield Heading(1, words.say("next.heading"))
    phase = words.say("next.phase" if view.phases else "next.phase_none", phases=view.phases)
    yield Paragraph(phase + words.say("next.contact"))
    if view.county.is_demo:
        yield Paragraph(words.say("demo.text"))


def _dimension_table(view: PublicView, words: Words) -> Table:
    shown = [each for each in view.dimensions if each.status == "ranked"]
    return Table(
        caption=f"表1　{words.say('survey.table')}",
        columns=(Column("方面", "left", 60), Column("得分", "point"), Column("误差范围")),
        rows=tuple(
            (
                each.dimension_name,
                fixed(each.score_printed or 0.0),
                f"{fixed(each.ci_low or 0.0)}—{fixed(each.ci_high or 0.0)}",
            )
            for each in shown
        ),
    )


def _town_table(view: PublicView, words: Words) -> Table:
    """Two towns a line, as there are many."""
    cells: list[tuple[str, ...]] = []
    for each in view.shares:
        if each.scope == "town":
            is_shown = each.publication == "show" and each.share_pct is not None
            value = f"{fixed(each.share_pct or 0.0, 1)}%" if is_shown else words.say("hidden.mark")
            low, high = fixed(each.ci_low_pct or 0.0, 1), fixed(each.ci_high_pct or 0.0, 1)
            cells.append((each.scope_name, value, f"{low}—{high}" if is_shown else NOTHING))
    return Table(
        caption=f"表2　{words.say('survey.towns_table')}",
        columns=(
            Column("镇（街道）", "left"), Column("比例"), Column("误差范围（%）"),
            Column("镇（街道）", "left"), Column("比例"), Column("误差范围（%）"),
        ),
        rows=_two_a_line(cells),
        notes=(words.say("survey.towns_note"),),
    )  # fmt: skip


def _rate_table(view: PublicView, words: Words) -> Table:
    def value(shown_rate: float | None, *, is_assessable: bool) -> str:
        if shown_rate is not None:
            return f"{fixed(shown_rate, 0)}%"
        return words.say("hidden.mark") if is_assessable else NOTHING

    cells: list[tuple[str, ...]] = [
        (each.title, value(each.shown_rate, is_assessable=each.is_assessable)) for each in view.rates
    ]
    return Table(
        caption=f"表3　{words.say('work.rates')}",
        columns=(Column("指标", "left"), Column("全县"), Column("指标", "left"), Column("全县")),
        rows=_two_a_line(cells),
        notes=(words.say("work.note", minimum=view.settings["suppression", "min_public_count"]),),
    )


def _two_a_line(cells: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """A long narrow table as a short wide one: its second half beside the first."""
    half = (len(cells) + 1) // 2
    right = [*cells[half:], *(("",) * len(each) for each in cells[:1])]
    return tuple((*left, *right[at]) for at, left in enumerate(cells[:half]))


def _count_table(view: PublicView, words: Words, name: str, number: int) -> Table:
    cells = view.table(name)
    hidden = words.say("hidden.mark")
    total = hidden if not cells or cells[0].total_count is None else str(cells[0].total_count)
    counted = [(each.category_name, hidden if each.shown_count is None else str(each.shown_count)) for each in cells]
    plain: list[RowMark] = [""] * len(counted)
    return Table(
        caption=f"表{number}　{words.say(f'work.{name}')}",
        columns=(Column("类别", "left"), Column("件数", "point")),
        rows=(*counted, (words.say("work.total"), total)),
        row_marks=(*plain, "total"),
    )


def _compose(connection: Connection, month: date, _: Subject) -> AnalyticalReport:
    return write(read(connection, month))


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    return (WHOLE,) if is_called_for(connection, month) else ()


REPORT = Report(name="public", title="公示版", compose=_compose, subjects=_subjects)
