"""The look-back report's document: what became of the problems struck off. Words are in words/look_back.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count

from reports.document import AnalyticalReport, Attachment, Block, Column, Heading, Paragraph, Table, Tile
from reports.look_back import LookBackCount, LookBackItem, LookBackView, is_called_for, read
from reports.marts import Connection
from reports.report import WHOLE, Report, Subject
from reports.wording import Words, percent

NOTHING = "—"
OUTCOMES = ("confirmed", "to_check", "to_revisit", "untouched", "disproved", "rebounded", "told_again")
REMAINING = ("disproved", "to_check", "to_revisit", "untouched")


def write(view: LookBackView) -> AnalyticalReport:
    """Write the look-back report of a view."""
    words = Words("look_back")
    month = f"{view.month.year}年{view.month.month}月"
    tables = count(1)
    facts = {"month": month, "campaign": view.campaign, "began": chinese_day(view.began_on)}
    return AnalyticalReport(
        kicker=words.say("head.kicker"),
        title=words.say("head.title", **facts),
        scope=words.say("head.scope", **facts),
        tiles=tuple(_tiles(view, words)),
        findings=tuple(_findings(view, words)),
        blocks=tuple(_body(view, words, tables)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        annexes=tuple(_annexes(view, words, tables)),
        is_demo=view.is_demo,
        subject=words.say("head.subject", **facts),
        keywords=("问题整改", "回头看", "反弹", month),
    )


def chinese_day(day: date) -> str:
    """`2021年5月1日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def _tiles(view: LookBackView, words: Words) -> Iterator[Tile]:
    county = view.county
    explained = words.say("tile.struck_off_note", explained=view.explained_count)
    yield Tile(words.say("tile.struck_off"), str(county.struck_off_count), explained)
    satisfied = words.say("tile.revisited_note", satisfied=county.revisit_satisfied_numerator)
    yield Tile(words.say("tile.revisited"), _parts(county.revisited_numerator, county.struck_off_count), satisfied)
    passed = words.say("tile.checked_note", passed=county.check_passed_numerator)
    yield Tile(words.say("tile.checked"), _parts(county.checked_numerator, county.struck_off_count), passed)
    told_again = words.say("tile.rebounded_note", told_again=county.told_again_count)
    yield Tile(words.say("tile.rebounded"), str(county.rebounded_numerator), told_again)


def _parts(part: int, whole: int) -> str:
    return f"{part}/{whole}"


def _findings(view: LookBackView, words: Words) -> Iterator[str]:
    county = view.county
    yield words.say(
        "finding.confirmed",
        total=county.struck_off_count,
        confirmed=county.confirmed_count,
        disproved=county.disproved_count,
        remaining=county.remaining_count,
    )
    if not county.rebounded_numerator:
        yield words.say("finding.rebounded_none")
        return
    yield words.say(
        "finding.rebounded",
        count=county.rebounded_numerator,
        certain=len(view.with_outcome("rebounded")),
        told_again=county.told_again_count,
    )
    towns = [each for each in view.of("town") if each.rebounded_numerator]
    if towns:
        largest = max(each.rebounded_numerator for each in towns)
        most = [each.scope_name for each in towns if each.rebounded_numerator == largest]
        sentence = "finding.towns" if len(most) > 1 else "finding.towns_one"
        yield words.say(sentence, towns=towns, most=most, count=largest)


def _body(view: LookBackView, words: Words, tables: Iterator[int]) -> Iterator[Block]:
    county = view.county
    yield Heading(1, words.say("overall.heading"))
    yield Paragraph(
        words.say(
            "overall.opening",
            began=chinese_day(view.began_on),
            total=county.struck_off_count,
            explained=view.explained_count,
        )
    )
    yield _outcome_table(view, words, _caption(words, "overall.table", tables))
    yield Heading(1, words.say("place.heading"))
    yield Paragraph(words.say("place.opening"))
    towns = [*view.of("town"), county]
    yield _count_table(towns, words, "镇（街道）", _caption(words, "place.table", tables))
    yield Heading(1, words.say("place.units_heading"))
    units = view.of("unit", "office")
    yield Paragraph(words.say("place.units_opening" if units else "place.units_none"))
    if units:
        yield _count_table(units, words, "单位、科室", _caption(words, "place.units_table", tables))
    yield Heading(1, words.say("rebound.heading"))
    yield from _rebounds(view, words, tables)
    yield Heading(1, words.say("remaining.heading"))
    yield from _remaining(view, words)
    if view.is_demo:
        yield Paragraph(words.say("demo.text"))


def _caption(words: Words, name: str, tables: Iterator[int]) -> str:
    return f"表{next(tables)}　{words.say(name)}"


def _outcome_table(view: LookBackView, words: Words, caption: str) -> Table:
    total = view.county.struck_off_count
    numbers = {outcome: len(view.with_outcome(outcome)) for outcome in OUTCOMES}
    found = [(outcome, number) for outcome, number in numbers.items() if number]
    return Table(
        caption=caption,
        columns=(Column("结果", "left", 90), Column("件数", "point")),
        rows=(*((words.say(f"overall.{name}"), str(number)) for name, number in found), ("合计", str(total))),
        notes=(words.say("overall.note"),),
        row_marks=(*("strong" if name == "rebounded" and number else "" for name, number in found), "total"),
    )


def _count_table(found: Sequence[LookBackCount], words: Words, first: str, caption: str) -> Table:
    has_county = found[-1].scope == "county"
    return Table(
        caption=caption,
        columns=(
            Column(first, "left", 26),
            Column("销号", "point", 9),
            Column("回访率（%）", width_mm=24),
            Column("回访满意率（%）", width_mm=24),
            Column("现场核查率（%）", width_mm=24),
            Column("核查到位率（%）", width_mm=24),
            Column("反弹", "point"),
            Column("疑似", "point"),
            Column("尚待", "point"),
        ),
        rows=tuple(
            (
                each.scope_name,
                str(each.struck_off_count),
                _rate(each.revisited_numerator, each.revisited_denominator),
                _rate(each.revisit_satisfied_numerator, each.revisit_satisfied_denominator),
                _rate(each.checked_numerator, each.checked_denominator),
                _rate(each.check_passed_numerator, each.check_passed_denominator),
                str(each.rebounded_numerator),
                str(each.told_again_count),
                str(each.remaining_count),
            )
            for each in found
        ),
        notes=(words.say("place.rate_note"),),
        row_marks=tuple("total" if has_county and each.scope == "county" else "" for each in found),
    )


def _rate(numerator: int, denominator: int) -> str:
    return f"{percent(numerator, denominator)[:-1]}（{numerator}/{denominator}）" if denominator else NOTHING


def _rebounds(view: LookBackView, words: Words, tables: Iterator[int]) -> Iterator[Block]:
    certain, told_again = view.with_outcome("rebounded"), view.with_outcome("told_again")
    if not certain and not told_again:
        yield Paragraph(words.say("rebound.none"))
        return
    if certain:
        open_again = sum(each.is_open_again for each in certain)
        yield Paragraph(words.say("rebound.opening", count=len(certain), open_again=open_again))
        yield _item_table(certain, words, _caption(words, "rebound.table", tables))
    else:
        yield Paragraph(words.say("rebound.opening_none"))
    if told_again:
        yield Paragraph(words.say("rebound.told_again", count=len(told_again)))


def _remaining(view: LookBackView, words: Words) -> Iterator[Block]:
    waiting, disproved = view.with_outcome(*REMAINING[1:]), view.with_outcome("disproved")
    annex = 2 if view.with_outcome("told_again") else 1
    texts = [words.say("remaining.opening", count=len(waiting), annex=annex)] if waiting else []
    if disproved:
        texts.append(words.say("remaining.disproved", count=len(disproved)))
    yield Paragraph("".join(texts) or words.say("remaining.none"))
    duties = [
        words.say(
            "remaining.duty",
            title=each.duty_title,
            due=chinese_day(each.due_working_day_on),
            provisional=each.is_provisional,
        )
        for each in view.duties
    ]
    if duties:
        yield Paragraph(words.say("remaining.duties") + "；".join(each.rstrip("。") for each in duties) + "。")


def _annexes(view: LookBackView, words: Words, tables: Iterator[int]) -> Iterator[Attachment]:
    told_again, remaining = view.with_outcome("told_again"), view.with_outcome(*REMAINING)
    if told_again:
        table = _item_table(told_again, words, _caption(words, "annex.table_told_again", tables))
        yield Attachment((words.say("annex.told_again"),), (table,))
    if remaining:
        title = words.say("annex.remaining", number=2 if told_again else 1)
        table = _remaining_table(remaining, words, _caption(words, "annex.table_remaining", tables))
        yield Attachment((title,), (table,))


def _item_table(items: Sequence[LookBackItem], words: Words, caption: str) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column("台账编号", width_mm=15),
            Column("镇（街道）", width_mm=17),
            Column("责任单位", width_mm=23),
            Column("问题", "left"),
            Column("销号时间", width_mm=18),
            Column("再次反映", width_mm=18),
            Column("记录", "point", width_mm=9),
        ),
        rows=tuple(
            (
                each.ledger_no,
                each.town_name or NOTHING,
                each.unit or NOTHING,
                each.description,
                f"{each.struck_off_on}",
                _found(each, words),
                str(each.rebound_count),
            )
            for each in items
        ),
    )


def _found(each: LookBackItem, words: Words) -> str:
    if each.rebound_found_by is None:
        return words.say("rebound.open_again")
    name = words.say(f"rebound.found_{each.rebound_found_by}")
    return f"{name}{each.rebound_on or ''}"


def _remaining_table(items: Sequence[LookBackItem], words: Words, caption: str) -> Table:
    ordered = sorted(items, key=lambda each: REMAINING.index(each.outcome))
    return Table(
        caption=caption,
        columns=(
            Column("台账编号", width_mm=15),
            Column("镇（街道）", width_mm=17),
            Column("责任单位", width_mm=23),
            Column("问题", "left"),
            Column("销号时间", width_mm=18),
            Column("情况", width_mm=24),
        ),
        rows=tuple(
            (
                each.ledger_no,
                each.town_name or NOTHING,
                each.unit or NOTHING,
                each.description,
                f"{each.struck_off_on}",
                words.say(f"overall.{each.outcome}"),
            )
            for each in ordered
        ),
    )


def _compose(connection: Connection, month: date, _: Subject) -> AnalyticalReport:
    return write(read(connection, month))


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    return (WHOLE,) if is_called_for(connection, month) else ()


REPORT = Report(name="look_back", title="回头看报告", compose=_compose, subjects=_subjects)
