"""The analysis's parts on opinions and on the work done: topics, hotline, ledger, visits, and the third party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.analysis_work_view import ScopedIndicator, Topic
from reports.analysis_writing import NOTHING, Writing, cell, number, ratio, whole
from reports.document import Block, Column, Heading, Paragraph, Table
from reports.wording import fixed, signed

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
                *map(
                    str, (problem.mention_count, problem.town_count, problem.total_month_count, problem.total_count)
                ),
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
    timed = bool(closing and closing[0].closed_count)
    if timed:
        text += words.say(
            "hotline.closing",
            closed=closing[0].closed_count,
            median=f"{closing[0].median_working_days:g}",
            ninety=closing[0].nine_tenths_working_days,
        )
    yield Paragraph(text)
    columns = (
        ("受理", "hotline_received"),
        ("按时办结率", "hotline_on_time"),
        ("解决率", "hotline_solved"),
        ("办理满意率", "hotline_satisfied"),
    )
    yield _scoped_table(at, ("channel", "category"), columns, "hotline")
    if timed:
        yield at.table(
            words.say("hotline.bands"),
            [Column(band.band_name) for band in closing],
            [tuple(str(band.ticket_count) for band in closing)],
        )


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
    yield _scoped_table(at, ("problem_source", "severity"), columns, "ledger")


def _scoped_table(at: Writing, scopes: Sequence[str], columns: Sequence[tuple[str, str]], part: str) -> Table:
    """Indicators of some scopes; those where nothing at all was counted are left out."""
    of: dict[tuple[str, str, str], ScopedIndicator] = {(e.scope, e.scope_name, e.indicator): e for e in at.view.scoped}
    codes = [code for _, code in columns]
    rows = []
    for scope in scopes:
        for name in dict.fromkeys(each.scope_name for each in at.view.scoped if each.scope == scope):
            found = [of.get((scope, name, code)) for code in codes]
            if any(each and (each.numerator or each.denominator) for each in found):
                rows.append((name, *map(cell, found)))
    kinds = [Column(title, "point" if at.view.indicators[code].denominator is None else "right") for title, code in columns]
    return at.table(
        at.words.say(f"{part}.table"),
        (Column("类别", "left", width_mm=32), *kinds),
        rows,
        (at.words.say(f"{part}.table_note"),),
    )


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
            name: NOTHING if each is None else at.rate(codes[name]) if each.denominator is not None else whole(each.numerator)
            for name, each in known.items()
        }
        yield Paragraph(at.words.say(f"visit.{part}", **values))


def external(at: Writing) -> Iterator[Block]:
    """The third party's results beside our own."""
    view, words = at.view, at.words
    if not view.districts and not any(each.external_score is not None for each in view.external):
        yield Paragraph(words.say("external.none"))
        return
    own = next((each for each in view.districts if each.is_own_county), None)
    if own is not None and own.rank is not None:
        text = words.say(
            "external.county",
            score=fixed(own.score),
            count=own.district_count,
            rank=own.rank,
            prior=own.prior_rank,
            above=own.above_district,
            gap_above=number(own.gap_above),
            below=own.below_district,
            gap_below=number(own.gap_below),
        )
        text += words.say("external.disputed") if own.is_rank_disputed else ""
        yield Paragraph(text + words.say("external.error"))
        yield _district_table(at)
    if any(each.external_score is not None for each in view.external):
        yield Paragraph(_agreement(at))
        yield _external_table(at)


def _agreement(at: Writing) -> str:
    of = {each.measure: each for each in at.view.agreement if each.estimate is not None and each.ci_low is not None}
    text = ""
    names = {"pearson": "pearson", "spearman": "spearman", "difference": "mean_difference"}
    if all(code in of for code in names.values()):
        values = {
            name + part: (signed if name == "difference" else _correlation)(getattr(of[code], field) or 0.0)
            for name, code in names.items()
            for part, field in (("", "estimate"), ("_low", "ci_low"), ("_high", "ci_high"))
        }
        text = at.words.say("external.agreement", **values)
    outside = [each.town_name for each in at.view.external if each.is_external_outside]
    return text + at.words.say(f"external.outside{'' if outside else '_none'}", towns=outside)


def _correlation(value: float) -> str:
    return fixed(value) if value >= 0 else f"−{fixed(-value)}"


def _district_table(at: Writing) -> Table:
    return at.table(
        at.words.say("external.districts"),
        (
            Column("位次", width_mm=20),
            Column("区县"),
            Column("得分", "point"),
            Column("上次位次"),
            Column("得分与上次之差", "point"),
        ),
        [
            (
                number(each.rank, 0),
                each.district,
                fixed(each.score),
                number(each.prior_rank, 0),
                NOTHING if each.score_change is None else signed(each.score_change),
            )
            for each in at.view.districts
        ],
        (at.words.say("external.districts_note"),),
        tuple("strong" if each.is_own_county else "" for each in at.view.districts),
    )


def _external_table(at: Writing) -> Table:
    return at.table(
        at.words.say("external.table"),
        (
            Column("镇（街道）", width_mm=26),
            Column("得分", "point", group="本局"),
            Column("区间", group="本局", width_mm=30),
            Column("名次", group="本局"),
            Column("得分", "point", group="第三方"),
            Column("名次", group="第三方"),
            Column("样本量", "point", group="第三方"),
            Column("差", "point"),
        ),
        [
            (
                each.town_name,
                number(each.score),
                NOTHING if each.ci_low is None or each.ci_high is None else f"{fixed(each.ci_low)}—{fixed(each.ci_high)}",
                number(each.point_rank, 0),
                number(each.external_score),
                number(each.external_rank, 0),
                number(each.external_sample_size, 0),
                NOTHING if each.difference is None else signed(each.difference),
            )
            for each in at.view.external
        ],
        (at.words.say("external.table_note"),),
        tuple("strong" if each.is_external_outside else "" for each in at.view.external),
    )
