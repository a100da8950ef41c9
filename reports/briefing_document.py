"""The briefing's document: situation, problems, what is to be decided, what comes next. Words: words/briefing.toml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reports.briefing import BriefingView, Indicator, is_called_for, read
from reports.document import AnalyticalReport, Block, Column, Heading, Paragraph, Table, Tile
from reports.marts import Connection
from reports.report import WHOLE, Report, Subject
from reports.statements import Said, said
from reports.wording import Words, fixed, percent

NOTHING = "—"
# More owners than this are counted in a sentence, and stand in the table.
NAMED_OWNERS = 4
NAMED_TASKS = 5


def write(view: BriefingView) -> AnalyticalReport:
    """Write the briefing of a view."""
    return _written(view, Words("briefing"))


def _written(view: BriefingView, words: Words) -> AnalyticalReport:
    month = f"{view.month.year}年{view.month.month}月"
    decisions = list(_decisions(view, words))
    return AnalyticalReport(
        kicker=words.say("head.kicker"),
        title=words.say("head.title", month=month),
        scope=words.say("head.scope", month=month, phases=view.phases),
        tiles=tuple(_tiles(view, words, len(decisions))),
        findings=tuple(_findings(view, words)),
        blocks=tuple(_body(view, words, decisions)),
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        is_demo=view.county.is_demo,
        subject=words.say("head.subject", month=month),
        keywords=("群众文化生活满意度", "研判会", month),
    )


def _score(value: float | None) -> str:
    return NOTHING if value is None else fixed(value)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _tiles(view: BriefingView, words: Words, decisions: int) -> Iterator[Tile]:
    interval = words.say("tile.score_note", low=_score(view.county.ci_low), high=_score(view.county.ci_high))
    yield Tile(words.say("tile.score"), _score(view.county.score_printed), interval)
    if view.items:
        note = words.say("tile.items_note", red=view.items.red_count, yellow=view.items.yellow_count)
        yield Tile(words.say("tile.items"), str(view.items.open_count), note)
    problems = len(view.problems)
    yield Tile(words.say("tile.problems"), str(problems), words.say("tile.problems_note", count=problems))
    yield Tile(words.say("tile.decisions"), str(decisions), words.say("tile.decisions_note"))


def _findings(view: BriefingView, words: Words) -> Iterator[str]:
    county = view.county
    verdict = county.change_verdict if county.change_test else "none"
    scores = {"score": _score(county.score_printed), "prior": _score(county.prior_score_printed)}
    yield words.claim(f"finding.county_{verdict}", [county.change_test] if county.change_test else [], **scores)
    titles = [each.title for each in view.problems]
    yield words.explain(f"finding.problems{'' if titles else '_none'}", titles=titles)
    if view.items and view.items.open_count:
        yield words.say(
            "finding.items",
            open=view.items.open_count,
            red=view.items.red_count,
            again=view.items.again_count,
            yellow=view.items.yellow_count,
            notices=view.items.notice_count,
        )
    else:
        yield words.say("finding.items_none")


def _body(view: BriefingView, words: Words, decisions: list[str]) -> Iterator[Block]:
    yield Heading(1, words.say("situation.heading"))
    yield _indicator_table(view, words, f"表1　{words.say('situation.table')}")
    yield Heading(1, words.say("problem.heading"))
    yield Heading(2, words.say("problem.topics_heading"))
    yield from _topics(view, words)
    yield Heading(2, words.say("problem.dimension_heading"))
    yield Paragraph(_dimensions(view, words) + _drivers(view, words))
    yield Heading(2, words.say("problem.overdue_heading"))
    if view.owners:
        yield Paragraph(words.say("problem.overdue_opening", count=len(view.owners)))
        yield _owner_table(view, f"表{_owner_table_number(view)}　{words.say('problem.table_overdue')}")
    else:
        yield Paragraph(words.say("problem.overdue_none"))
    yield Heading(1, words.say("decision.heading"))
    if not decisions:
        yield Paragraph(words.say("decision.none"))
    yield from (Paragraph(f"{at}.{text}") for at, text in enumerate(decisions, start=1))
    yield Heading(1, words.say("next.heading"))
    yield Paragraph(words.say("next.phase" if view.phases else "next.phase_none", phases=view.phases))
    number = _owner_table_number(view) + (1 if view.owners else 0)
    yield _duty_table(view, words, f"表{number}　{words.say('next.table')}")
    if view.county.is_demo:
        yield Paragraph(words.say("demo.text"))


def _owner_table_number(view: BriefingView) -> int:
    return 3 if view.problems else 2


def _indicator_table(view: BriefingView, words: Words, caption: str) -> Table:
    """Two indicators a line."""
    chosen = [view.indicators[e["code"]] for e in words.entries("indicator") if e["code"] in view.indicators]
    cells = [(f"{each.title}（{each.unit_of_value}）", _value(each)) for each in chosen]
    half = (len(cells) + 1) // 2
    right = [*cells[half:], ("", "")]
    return Table(
        caption=caption,
        columns=(Column("指标", "left"), Column("本月"), Column("指标", "left"), Column("本月")),
        rows=tuple((*left, *right[at]) for at, left in enumerate(cells[:half])),
        notes=(words.say("situation.note"),),
    )


def _value(each: Indicator) -> str:
    if each.value is None:
        return NOTHING
    if each.unit_of_value == "%" and each.numerator is not None and each.denominator:
        return f"{percent(each.numerator, each.denominator)[:-1]}（{each.numerator}/{each.denominator}）"
    return fixed(each.value, 0 if each.denominator is None else 2)


def _topics(view: BriefingView, words: Words) -> Iterator[Block]:
    if not view.problems:
        yield Paragraph(words.explain("problem.none"))
        return
    yield Table(
        caption=f"表2　{words.say('problem.table')}",
        columns=(
            Column("主题", "left", 30),
            Column("理由", "left"),
            Column("本月（条）", "point"),
            Column("镇街（个）", "point"),
            Column("累计（条）", "point"),
            Column("月数", "point"),
            Column("台账未销号", "point"),
            Column("专项整治", width_mm=18),
        ),
        rows=tuple(
            (
                each.title,
                words.say(f"problem.{each.major_reason}"),
                str(each.mention_count),
                str(each.town_count),
                str(each.total_count),
                str(each.total_month_count),
                str(each.open_ledger_count),
                words.say(f"problem.special_{'yes' if each.has_special_row else 'no'}"),
            )
            for each in view.problems
        ),
    )
    for each in view.problems:
        if each.examples:
            yield Paragraph(words.explain("problem.example", examples=each.examples), lead=f"{each.title}。")


def _dimensions(view: BriefingView, words: Words) -> str:
    if not view.dimensions:
        return words.explain(f"problem.dimension_{'flat' if view.county.change_test else 'none'}")
    moved: dict[str, list[str]] = {"up": [], "down": []}
    for each in view.dimensions:
        scores = {"prior": fixed(each.prior_score_printed), "score": fixed(each.score_printed)}
        moved[each.change_verdict].append(words.say("problem.dimension_item", who=each.dimension_name, **scores))
    return words.claim("problem.dimension_moved", [each.change_test for each in view.dimensions], **moved)


def _drivers(view: BriefingView, words: Words) -> str:
    kind = "drivers" if view.improve_first else "drivers_none"
    return words.explain(f"problem.{kind}", names=list(view.improve_first))


def _owner_table(view: BriefingView, caption: str) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column("镇街、单位、科室", "left", 46),
            Column("责任职务", "left"),
            Column("红牌（超期）", "point"),
            Column("其中再次", "point"),
            Column("黄牌（临期）", "point"),
        ),
        rows=tuple(
            (
                each.scope_name,
                each.responsible_post or NOTHING,
                str(each.red_count),
                str(each.again_count),
                str(each.yellow_count),
            )
            for each in view.owners
        ),
    )


def _decisions(view: BriefingView, words: Words) -> Iterator[str]:
    """What the meeting is asked to decide, in order."""
    for action in ("talk", "watch", "praise"):
        names = [each.town_name for each in view.proposed(action)]
        if names:
            yield words.explain(f"decision.{action}", names=names)
    if view.problems:
        yield words.say("decision.party", names=[each.title for each in view.problems])
    unlisted = [each.title for each in view.problems if not each.has_special_row]
    if unlisted:
        yield words.say("decision.special", names=unlisted)
    if view.owners:
        many = len(view.owners) > NAMED_OWNERS
        yield words.say(
            "decision.supervise_many" if many else "decision.supervise",
            names=[each.scope_name for each in view.owners],
            count=len(view.owners),
            table=_owner_table_number(view),
            plan=_day(view.owners[0].plan_due_on),
            result=_day(view.owners[0].result_due_on),
        )
    again = [each for each in view.owners if each.again_count]
    if again and view.items:
        yield words.say(
            "decision.again", count=view.items.again_count, names=[each.scope_name for each in again[:NAMED_OWNERS]]
        )
    if view.tasks:
        yield words.say("decision.tasks", count=len(view.tasks), names=[each.task for each in view.tasks[:NAMED_TASKS]])


def _duty_table(view: BriefingView, words: Words, caption: str) -> Table:
    return Table(
        caption=caption,
        columns=(Column("阶段", width_mm=28), Column("应办的事", "left"), Column("最迟办理日", width_mm=36)),
        rows=tuple(
            (
                each.phase_name or words.say("next.monthly"),
                each.duty_title,
                _day(each.due_working_day_on) + (words.say("next.provisional") if each.is_provisional else ""),
            )
            for each in view.duties
        ),
    )


def _compose(connection: Connection, month: date, _: Subject) -> AnalyticalReport:
    return write(read(connection, month))


def _subjects(connection: Connection, month: date) -> tuple[Subject, ...]:
    return (WHOLE,) if is_called_for(connection, month) else ()


def _claims(connection: Connection, month: date) -> list[Said]:
    words = Words("briefing")
    document = _written(read(connection, month), words)
    findings = tuple(Paragraph(text) for text in document.findings)
    return said((*findings, *document.blocks), words.statements, words.explained)


REPORT = Report(name="briefing", title="研判会材料", compose=_compose, subjects=_subjects, claims=_claims)
