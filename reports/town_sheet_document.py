"""一镇一单: each town's sheet of two pages: which sentence and table stands where. Words: words/town_sheet.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from math import ceil

from reports import town_sheet_sentences as sentences
from reports.bulletin import is_reportable
from reports.bulletin_document import month_label
from reports.document import AnalyticalReport, Block, Heading, Paragraph, Tile
from reports.due_items import DueItem, due_table, shown_title
from reports.marts import Connection
from reports.measures import measure_table
from reports.report import Report, Subject
from reports.statements import Said, said
from reports.town_sheet import TownSheetView, read
from reports.town_sheet_tables import dimension_table, trend_table
from reports.wording import Words, fixed, percent

# Heights (mm) of what the sheet consists of, by which it stays within its two pages however much there is to say.
PAGE = 230.0
HEAD = 77.0  # head of the sheet with a line for the day of issue, tiles, the findings' margins
LINE, NOTE_LINE = 7.0, 5.0  # a line of the findings, of a table's notes
LINE_EM, NOTE_EM = 34.0, 46.0  # and what each holds, in characters
PAST_MONTHS, DIMENSIONS = 39.0, 63.0
BELOW = 126.0  # measures, headings, head and notes of the open items, what a correction says at its end
ROW, TALL_ROW, ROW_EM = 5.6, 9.0, 19.0


def write(view: TownSheetView) -> AnalyticalReport:
    """Write a town's sheet."""
    words = words_of(view)
    label = month_label(view.month)
    names = {"month": label, "town": view.town.town_name}
    findings = list(sentences.findings(view, words))
    return AnalyticalReport(
        kicker=words.say("head.kicker", issuer=view.settings["issuer", "issuer"]),
        title=words.say("head.title", **names),
        scope=words.say("head.scope", phases=view.phase_names, post=view.post, **names),
        tiles=tuple(_tiles(view, words)),
        findings=tuple(findings),
        blocks=tuple(_body(view, words, findings)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        is_demo=view.is_demo,
        subject=words.say("head.subject", **names),
        keywords=("一镇一单", view.town.town_name, label),
    )


def words_of(view: TownSheetView) -> Words:
    """The sheet's words, as a month's settings fill them."""
    return Words("town_sheet", confidence=f"{float(view.settings['score', 'confidence_pct']):g}")


def claims(connection: Connection, month: date) -> list[Said]:
    """List what the sheets of a month compare, with the tests behind it."""
    found: list[Said] = []
    for view in read(connection, month).values():
        words = words_of(view)
        findings = list(sentences.findings(view, words))
        blocks = (*map(Paragraph, findings), *_body(view, words, findings))
        found += said(blocks, words.statements, words.explained)
    return found


def _tiles(view: TownSheetView, words: Words) -> Iterator[Tile]:
    town = view.town
    score = "—" if town.score_printed is None else fixed(town.score_printed)
    yield Tile(words.say("tile.score"), score, words.say("tile.score_note", count=town.interview_count))
    yield Tile(
        words.say("tile.rank"),
        "—" if town.point_rank is None else str(town.point_rank),
        words.say(
            "tile.rank_note",
            is_ranked=town.is_ranked,
            best=town.rank_best,
            worst=town.rank_worst,
            ranked=sentences.ranked_count(view),
        ),
    )
    yield Tile(words.say("tile.due"), str(view.due_count.open_count), words.say("tile.due_note", of=view.due_count))
    for name in ("hotline_on_time", "household_reached"):
        own, county = view.measures.get(name), view.county_measures.get(name)
        shown = percent(own.numerator, own.denominator) if own and own.denominator else "—"
        whole = percent(county.numerator, county.denominator) if county and county.denominator else None
        yield Tile(words.say(f"tile.{name}"), shown, words.say(f"tile.{name}_note", of=own, county=whole))


def _body(view: TownSheetView, words: Words, findings: Sequence[str]) -> Iterator[Block]:
    notes = sentences.work_left(view, words)
    tables = (dimension_table(view, words), trend_table(view, words))
    yield from tables if _height(findings) + DIMENSIONS <= PAGE else reversed(tables)
    yield Heading(1, words.say("measures.heading"))
    yield measure_table(view.measures, view.county_measures, words, notes)
    yield Heading(1, words.say("due.heading"))
    if view.due_items:
        note = words.say("due.note", post=view.post, elsewhere=view.due_count.elsewhere_count)
        yield due_table(view.due_items, view.month, due_shown(findings, notes, view.due_items), (note,))
    else:
        yield Paragraph(words.say("due.none", elsewhere=view.due_count.elsewhere_count))


def due_shown(findings: Sequence[str], notes: Sequence[str], items: Sequence[DueItem]) -> int:
    """How many open items leave the sheet at two pages, given what else it says; at least one."""
    first = _height(findings)
    tables = (DIMENSIONS, PAST_MONTHS) if first + DIMENSIONS <= PAGE else (PAST_MONTHS, DIMENSIONS)
    kept = sum(first + height <= PAGE for height in accumulate(tables))
    room = PAGE - sum(tables[kept:]) - BELOW - NOTE_LINE * sum(_lines(text, NOTE_EM) for text in notes)
    heights = accumulate(TALL_ROW if _lines(shown_title(item), ROW_EM) > 1 else ROW for item in items)
    return max(1, sum(height <= room for height in heights))


def _height(findings: Sequence[str]) -> float:
    """What the first page holds above its tables."""
    return HEAD + LINE * sum(_lines(text, LINE_EM) for text in findings)


def _lines(text: str, line_em: float) -> int:
    """How many lines a text takes, at most: a character is an em, half of one where it is a digit or Latin."""
    return ceil(sum(0.5 if character < "\u0080" else 1.0 for character in text) / line_em)


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    """Return every town, in the fixed order, once the month's data suffice for a bulletin."""
    if not is_reportable(connection, month):
        return ()
    towns = connection.execute(
        "select town_code, town_name from mart.town_ranking where month = ? order by town_order", [month]
    ).fetchall()
    return tuple(Subject(code, name) for code, name in towns)


REPORT = Report(
    name="town_sheet",
    title="一镇一单",
    compose=lambda connection, month, subject: write(read(connection, month)[subject.code]),
    subjects=_subjects,
    claims=claims,
)
