"""The analysis's parts on opinions and on the work done: topics, hotline, ledger, visits, and the third party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.analysis_work_view import ScopedIndicator, Topic
from reports.analysis_writing import NOTHING, Writing, cell, number, ratio, whole
from reports.document import Block, Column, Heading, Paragraph, Table

SHOWN_TOPICS = 12
SHOWN_PROBLEMS = 8


def opinions(at: Writing) -> Iterator[Block]:
    """What people speak of most, and the problems that come back."""
    view, words = at.view, at.words
    if not view.topics:
        yield Paragraph(words.say("opinion.none"))
        return
    top = [
        words.say(
            "opinion.item", title=t.title, count=t.mention_count, share=ratio(t.share_numerator, t.share_denominator)
        )
        for t in view.topics[:3]
    ]
    yield Heading(2, words.say("opinion.topics"))
    yield Paragraph(words.say("opinion.text", all=view.topics[0].share_denominator, top=top))
    yield _topic_table(at)
    major = major_topics(at)
    yield Heading(2, words.say(f"opinion.major{'' if major else '_heading'}", count=len(major)))
    for order, topic in enumerate(major, 1):
        yield Paragraph(_major(at, topic), lead=f"{order}.")
    if not major:
        yield Paragraph(words.say("opinion.major_none"))
    if any(problem.is_recurring for problem in view.problems):
        yield Heading(2, words.say("opinion.problems"))
        yield _recurring_table(at)


def major_topics(at: Writing) -> list[Topic]:
    """The topics for the party group's meeting."""
    return [topic for topic in at.view.topics if topic.is_major]


def _major(at: Writing, topic: Topic) -> str:
    """Say why a topic is a major one, with an example and whether a special rectification is under way."""
    tests = {
        "growing_in_towns": (topic.growing_test, topic.in_towns_test),
        "growing": (topic.growing_test,),
        "in_towns": (topic.in_towns_test,),
        "emerging": (topic.emerging_test, topic.in_towns_test),
    }[topic.major_reason or "in_towns"]
    text = at.words.claim(
        f"opinion.{topic.major_reason}",
        [test for test in tests if test],
        title=topic.title,
        count=topic.mention_count,
        towns=topic.town_count,
        months=topic.compared_months,
        now=topic.compared_count,
        before=topic.prior_count,
        window=at.view.settings["topics", "window_months"],
        recent=topic.recent_month_count,
        where=topic.concentrated_town_names,
    )
    if topic.examples:
        # What somebody said compares nothing of ours.
        text += at.words.explain("opinion.example", text=topic.examples[0].rstrip("。"))
    kind = "special" if topic.special_ledger_nos else "special_none"
    return text + at.words.say(f"opinion.{kind}", numbers=topic.special_ledger_nos)


def _topic_table(at: Writing) -> Table:
    shown = at.view.topics[:SHOWN_TOPICS]
    window = at.view.settings["topics", "window_months"]
    return at.table(
        at.words.say("opinion.table", count=len(shown)),
        (
            Column("主题", "left", width_mm=40),
            Column("条数", "point"),
            Column("占比", "right"),
            Column("访问", "point", group="来源"),
            Column("诉求", "point", group="来源"),
            Column("走访", "point", group="来源"),
            Column("督查", "point", group="来源"),
            Column("镇街", "point"),
            Column("上月", "point"),
            Column("近月", "point"),
            Column("未销号"),
        ),
        [
            (
                topic.title,
                str(topic.mention_count),
                ratio(topic.share_numerator, topic.share_denominator),
                *map(
                    str,
                    (
                        topic.survey_count,
                        topic.hotline_count,
                        topic.visit_count,
                        topic.inspection_count,
                        topic.town_count,
                    ),
                ),
                number(topic.previous_count, 0),
                str(topic.recent_month_count),
                f"{topic.open_ledger_count}（{topic.overdue_ledger_count}）" if topic.open_ledger_count else NOTHING,
            )
            for topic in shown
        ],
        (at.words.say("opinion.table_note", window=window),),
        tuple("strong" if topic.is_major else "" for topic in shown),
    )


def _recurring_table(at: Writing) -> Table:
    shown = [problem for problem in at.view.problems if problem.is_recurring][:SHOWN_PROBLEMS]
    return at.table(
        at.words.say("opinion.recurring"),
        (
            Column("问题要点", "left"),
            Column("主题", "left", width_mm=38),
            Column("本月", "point", width_mm=13),
            Column("镇街", "point", width_mm=13),
            Column("月数", "point", group="累计", width_mm=13),
            Column("条数", "point", group="累计", width_mm=13),
        ),
        [
            (
                problem.matter,
                problem.title or "未归类",
                *map(str, (problem.mention_count, problem.town_count, problem.total_month_count, problem.total_count)),
            )
            for problem in shown
        ],
        (at.words.say("opinion.recurring_note"),),
    )


def hotline(at: Writing) -> Iterator[Block]:
    """How complaints were handled, by channel and category, and how long it took."""
    words = at.words
    if not at.has("hotline_"):
        yield Paragraph(words.say("hotline.none"))
        return
    counts = ("received", "closed", "open")
    rates = ("responded", "on_time", "solved", "satisfied", "returned", "redone", "repeated")
    text = words.say(
        "hotline.text",
        carried=at.counted("hotline_carried_over"),
        overdue=at.counted("hotline_overdue_open"),
        **{name: at.counted(f"hotline_{name}") for name in counts},
        **{name: at.rate(f"hotline_{name}") for name in rates},
    )
    closing = at.view.closing
    if closing and closing[0].closed_count:
        text += words.say(
            "hotline.closing",
            closed=closing[0].closed_count,
            median=f"{closing[0].median_working_days:g}",
            ninety=closing[0].nine_tenths_working_days,
            bands=[words.say("hotline.band", band=band.band_name, count=band.ticket_count) for band in closing],
        )
    yield Paragraph(text)
    columns = (
        ("受理", "hotline_received"),
        ("按时办结率", "hotline_on_time"),
        ("解决率", "hotline_solved"),
        ("办理满意率", "hotline_satisfied"),
    )
    yield from _scoped_tables(at, ("channel", "category"), columns, "hotline")


def ledger(at: Writing) -> Iterator[Block]:
    """How problems were put right, by where they came from and how serious they are."""
    if not at.has("rectification_"):
        yield Paragraph(at.words.say("ledger.none"))
        return
    counts = {"found": "found", "struck": "struck_off_now", "open": "open", "overdue": "overdue_open"}
    counts |= {"unproven": "unproven", "disproved": "disproved"}
    rates = {"rate": "struck_off", "on_time": "on_time", "revisit": "revisit_satisfied", "checked": "check_passed"}
    rates |= {"rebounded": "rebounded", "entered": "entered"}
    yield Paragraph(
        at.words.say(
            "ledger.text",
            **{name: at.counted(f"rectification_{code}") for name, code in counts.items()},
            **{name: at.rate(f"rectification_{code}") for name, code in rates.items()},
        )
    )
    columns = (
        ("本月新增", "rectification_found"),
        ("未销号", "rectification_open"),
        ("超期", "rectification_overdue_open"),
        ("销号率", "rectification_struck_off"),
        ("按期整改率", "rectification_on_time"),
    )
    yield from _scoped_tables(at, ("problem_source", "severity"), columns, "ledger")


def _scoped_tables(
    at: Writing, scopes: Sequence[str], columns: Sequence[tuple[str, str]], part: str
) -> Iterator[Table]:
    """Indicators, a table a kind of scope; scopes in which nothing at all was counted are left out."""
    of: dict[tuple[str, str, str], ScopedIndicator] = {(e.scope, e.scope_name, e.indicator): e for e in at.view.scoped}
    codes = [code for _, code in columns]
    rates = {each.indicator for each in at.view.scoped if each.denominator is not None}
    kinds = [Column(title, "right" if code in rates else "point") for title, code in columns]
    tables = []
    for scope in scopes:
        rows = []
        for name in dict.fromkeys(each.scope_name for each in at.view.scoped if each.scope == scope):
            found = [of.get((scope, name, code)) for code in codes]
            if any(each and (each.numerator or each.denominator) for each in found):
                rows.append((name, *map(cell, found)))
        if rows:
            tables.append((scope, rows))
    for scope, rows in tables:
        # What is said of the rates holds for all tables, and stands below the last.
        notes = (at.words.say(f"{part}.table_note"),) if scope == tables[-1][0] else ()
        first = Column(at.words.say(f"{part}.column_{scope}"), "left", width_mm=32)
        yield at.table(at.words.say(f"{part}.table_{scope}"), (first, *kinds), rows, notes)


def visits(at: Writing) -> Iterator[Block]:
    """Visits, inspections and tasks, in short."""
    said = {
        "visit": {
            "made": "visit_made", "proper": "visit_proper", "reached": "household_reached", "opinion": "visit_opinion",
            "solved": "visit_solved_on_site", "fed_back": "visit_fed_back", "late": "visit_feedback_overdue",
        },
        "inspection": {
            "made": "inspection_made", "finding": "inspection_finding", "fed_back": "inspection_fed_back",
            "entered": "inspection_entered",
        },
        "task": {
            "due": "task_due", "on_time": "task_on_time", "overdue": "task_overdue", "done": "task_done",
            "elapsed": "task_time_elapsed",
        },
    }  # fmt: skip
    for part, codes in said.items():
        known = {name: at.view.indicators.get(code) for name, code in codes.items()}
        if known["made" if part != "task" else "due"] is None:
            yield Paragraph(at.words.say(f"visit.{part}_none"))
            continue
        values = {
            name: NOTHING
            if each is None
            else at.rate(codes[name])
            if each.denominator is not None
            else whole(each.numerator)
            for name, each in known.items()
        }
        yield Paragraph(at.words.say(f"visit.{part}", **values))
