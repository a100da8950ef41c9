"""The data quality report's document: which sentence and table stands where. Words are in words/quality.toml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from reports.document import AnalyticalReport, Attachment, Block, Heading, Paragraph, Tile
from reports.marts import Connection
from reports.quality import QualityView, ReadSheet, read
from reports.quality_tables import (
    correction_table,
    doubt_table,
    example,
    file_table,
    group_table,
    hash_table,
    interviewer_table,
    rejected_table,
    set_aside_table,
)
from reports.quality_workbook import quality_words, workbook_name
from reports.report import Report, Subject
from reports.wording import Words, fixed, percent


def compose_quality(view: QualityView, words: Words, workbook: str) -> AnalyticalReport:
    """Write the data quality report of a month; `workbook` is the name of the workbook beside it."""
    numbers = count(1)
    return AnalyticalReport(
        kicker=words.say("head.kicker"),
        title=words.say("head.title"),
        scope=words.say("head.scope", file_count=view.total.file_count),
        tiles=tuple(_tiles(view, words)),
        findings=tuple(_findings(view, words, workbook)),
        blocks=tuple(_body(view, words, numbers)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        is_internal=True,
        annexes=(Attachment((words.say("files.heading"),), tuple(_annex(view, words, numbers)), landscape=True),),
        is_demo=view.is_demo,
        subject=words.say("head.subject"),
        keywords=("数据质量", words.say("head.title")),
    )


def _compose(connection: Connection, month: date, _: Subject) -> AnalyticalReport:
    view = read(connection, month)
    return compose_quality(view, quality_words(month), workbook_name(view))


REPORT = Report(name="quality", title="数据质量报告", compose=_compose)


def _tiles(view: QualityView, words: Words) -> Iterator[Tile]:
    total = view.total
    used, rows = total.used_numerator, total.used_denominator
    yield Tile(words.say("tile.files"), str(total.file_count), words.say("tile.files_note", unread=total.unread_count))
    yield Tile(words.say("tile.rows"), str(rows), words.say("tile.rows_note", aside=total.set_aside_count))
    share = percent(used, rows) if rows else "—"
    yield Tile(words.say("tile.used"), str(used), words.say("tile.used_note", share=share))
    rejected = total.rejected_count
    yield Tile(words.say("tile.rejected"), str(rejected), words.say("tile.rejected_note", rejected=rejected))
    yield Tile(words.say("tile.corrected"), str(len(view.corrections)), words.say("tile.corrected_note"))


def _findings(view: QualityView, words: Words, workbook: str) -> Iterator[str]:
    blocking = [group for group in view.groups if group.severity in ("file", "stop")]
    if blocking:
        found = sum(group.issue_count for group in blocking)
        yield words.say("finding.blocked", count=found, first=example(blocking[0]))
    used = {sheet.source_title for sheet in view.sheets if sheet.used_count}
    lacking = [title for title in words.section("needed").values() if title not in used]
    if lacking:
        yield words.say("finding.lacking", sources=lacking)
    if not blocking and not lacking:
        yield words.say("finding.clear")
    rejecting = [group for group in view.groups if group.severity == "reject"]
    if rejecting:
        most = max(rejecting, key=lambda group: group.issue_count)
        yield words.say(
            "finding.rejected",
            count=view.total.rejected_count,
            kinds=len(rejecting),
            problem=most.first_problem,
            most=most.issue_count,
            workbook=workbook,
        )
    else:
        yield words.say("finding.rejected_none")
    notices = sum(group.issue_count for group in view.groups if group.severity == "notice")
    if notices:
        yield words.say("finding.notice", count=notices)
    total = view.total
    broken = [sheet for sheet in view.sheets if sheet.state == "loaded" and not _balances(sheet)]
    if broken:
        yield words.say("finding.balance_broken", count=len(broken))
    else:
        yield words.say(
            "finding.balance",
            rows=total.row_count,
            used=total.used_numerator,
            rejected=total.rejected_count,
            duplicate=total.duplicate_count,
            superseded=total.superseded_count,
        )


def _balances(sheet: ReadSheet) -> bool:
    """Whether every row of a sheet went somewhere."""
    fates = (sheet.used_count, sheet.rejected_count, sheet.duplicate_count, sheet.superseded_count)
    return sheet.row_count == sum(fate or 0 for fate in fates)


def _body(view: QualityView, words: Words, numbers: Iterator[int]) -> Iterator[Block]:
    yield Heading(1, words.say("groups.heading"))
    if view.groups:
        yield Paragraph(words.say("groups.opening"))
        yield group_table(view, words, next(numbers))
    else:
        yield Paragraph(words.say("groups.none"))
    yield Heading(1, words.say("rejected.heading"))
    if view.rejected:
        yield Paragraph(words.say("rejected.opening", count=view.total.rejected_count))
        yield rejected_table(view, words, next(numbers))
    else:
        yield Paragraph(words.say("rejected.none"))
    yield Heading(1, words.say("corrections.heading"))
    if view.corrections:
        yield Paragraph(words.say("corrections.opening", count=len(view.corrections)))
        yield correction_table(view, words, next(numbers))
    else:
        yield Paragraph(words.say("corrections.none"))
    yield Heading(1, words.say("interviews.heading"))
    yield from _interviews(view, words, numbers)


def _interviews(view: QualityView, words: Words, numbers: Iterator[int]) -> Iterator[Block]:
    sample = view.sample
    if sample is None or not sample.attempt_count:
        yield Paragraph(words.say("interviews.none"))
        return
    yield Paragraph(
        words.say(
            "interviews.sample",
            attempts=sample.attempt_count,
            valid=sample.valid_count,
            excluded=sample.excluded_count,
            rr1=_rate(sample.rr1_numerator, sample.rr1_denominator),
            rr1_n=sample.rr1_numerator,
            rr1_d=sample.rr1_denominator,
            rr3=_rate(sample.rr3_numerator, sample.rr3_denominator),
            coop1=_rate(sample.coop1_numerator, sample.coop1_denominator),
            coop1_n=sample.coop1_numerator,
            coop1_d=sample.coop1_denominator,
        )
    )
    if view.doubtful:
        number = next(numbers)
        yield Paragraph(words.say("interviews.doubt", count=len(view.doubtful), number=number))
        yield doubt_table(view, words, number)
    else:
        yield Paragraph(words.say("interviews.doubt_none"))
    if view.interviewers:
        number = next(numbers)
        yield Paragraph(_effect(view, words, number))
        yield interviewer_table(view, words, number)


def _effect(view: QualityView, words: Words, number: int) -> str:
    effect = view.effect
    if effect is None or effect.icc is None or effect.icc_low is None or effect.icc_high is None:
        return words.say("interviews.effect_none")
    significance = float(view.settings["interviewer", "significance_pct"]) / 100
    return words.say(
        "interviews.effect",
        count=effect.interviewer_count,
        # An estimate below zero means that interviewers differ less than chance would have them.
        icc=fixed(max(effect.icc, 0.0), 3),
        low=fixed(max(effect.icc_low, 0.0), 3),
        high=fixed(max(effect.icc_high, 0.0), 3),
        is_significant=effect.p_value is not None and effect.p_value < significance,
        deff=fixed(effect.design_effect or 1.0),
        number=number,
    )


def _rate(numerator: float, denominator: float) -> str:
    return percent(numerator, denominator) if denominator else "—"


def _annex(view: QualityView, words: Words, numbers: Iterator[int]) -> Iterator[Block]:
    yield file_table(view, words, next(numbers))
    if view.set_aside:
        yield set_aside_table(view, words, next(numbers))
    yield hash_table(view, words, next(numbers))
