"""Tables and charts of the annual assessment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from reports.annual import AnnualView, CountyMonth, IndicatorMonth, TaskState, TownMonth
from reports.charts.canvas import Emphasis
from reports.charts.trend import TrendPoint, TrendSeries, trend, trend_panels
from reports.document import Column, Figure, Shade, Table
from reports.wording import Words, fixed, percent, signed

NOTHING = "—"
MOVED: dict[str | None, Emphasis] = {"up": "above", "down": "below"}
AGAINST: dict[str | None, Emphasis] = {"above": "above", "below": "below"}
TINTS = {"above": Shade("green", 0.7), "below": Shade("red", 0.7)}


def month_name(month: date) -> str:
    """`2021年7月`."""
    return f"{month.year}年{month.month}月"


def number(value: float | None) -> str:
    """`88.50`, or `—` where there is none."""
    return NOTHING if value is None else fixed(value)


def county_trend(view: AnnualView, words: Words, prefix: str) -> Figure:
    """The county's score month by month with its interval."""
    moved = [each for each in view.counties if each.change_verdict in MOVED]
    tests = [each.change_test or "" for each in view.counties if each.change_test]
    rows = [
        words.say("score.alt_row", month=month_name(each.month), score=number(each.score_printed))
        for each in view.counties
        if each.score_printed is not None
    ]
    return trend(
        _county_series(view.counties),
        caption=prefix
        + words.claim(
            f"score.caption_{'moved' if moved else 'flat'}", tests, moved=[month_name(each.month) for each in moved]
        ),
        alt=words.say("score.alt", rows=rows),
    )


def _county_series(counties: Sequence[CountyMonth]) -> TrendSeries:
    points, scale = [], None
    for each in counties:
        points.append(
            TrendPoint(
                month=each.month,
                value=each.score_printed,
                low=each.ci_low,
                high=each.ci_high,
                label=number(each.score_printed),
                emphasis=MOVED.get(each.change_verdict, "none"),
                starts_anew=each.score_printed is not None and scale not in (None, each.scale),
            )
        )
        scale = each.scale if each.score_printed is not None else scale
    return TrendSeries("全县", tuple(points))


def town_panels(view: AnnualView, words: Words, prefix: str) -> Figure | None:
    """A small chart for each town over the months on the last scale; None where no town has a score."""
    months = [each.month for each in view.on_last_scale()]
    by_town: dict[str, list[TownMonth]] = {}
    for each in view.towns:
        if each.month in months:
            by_town.setdefault(each.town_name, []).append(each)
    last = [lines[-1] for lines in by_town.values() if lines[-1].month == view.month]
    if not any(each.score_printed is not None and each.ci_low is not None for each in last):
        return None
    above = [each.town_name for each in last if each.county_verdict == "above"]
    below = [each.town_name for each in last if each.county_verdict == "below"]
    tests = [each.county_test or "" for each in last if each.county_test]
    return trend_panels(
        [
            TrendSeries(
                name=town,
                points=tuple(_town_point(each) for each in lines),
                label=number(lines[-1].score_printed),
                emphasis=AGAINST.get(lines[-1].county_verdict, "none"),
            )
            for town, lines in by_town.items()
        ],
        _county_series(view.on_last_scale()),
        caption=prefix
        + words.claim(
            f"town.caption_{'some' if above or below else 'none'}",
            tests,
            month=month_name(view.month),
            above=above,
            below=below,
        ),
        alt=words.say("town.alt", rows=[f"{each.town_name}{number(each.score_printed)}分" for each in last]),
    )


def _town_point(each: TownMonth) -> TrendPoint:
    is_known = each.status == "ranked" and each.ci_low is not None
    value = each.score_printed if is_known else None
    return TrendPoint(each.month, value, each.ci_low if is_known else None, each.ci_high if is_known else None)


def county_table(view: AnnualView, words: Words, caption: str) -> Table:
    """The county's score of every month with its interval, change and satisfied share, and the third party's beside."""
    external = {each.month: each for each in view.externals}

    def told(month: date) -> tuple[str, str]:
        if month not in external:
            return NOTHING, NOTHING
        each = external[month]
        return number(each.score), NOTHING if each.rank is None else f"{each.rank}/{each.district_count}"

    return Table(
        caption=caption,
        columns=(
            Column("月份", "left", 26),
            Column("评分样本", "point"),
            Column("得分", "point"),
            Column("95%区间"),
            Column("比上月", "point"),
            Column("满意率（%）", "point"),
            Column("得分", "point", group="第三方测评"),
            Column("位次/区县", group="第三方测评"),
        ),
        rows=tuple(
            (
                month_name(each.month),
                NOTHING if each.scored_count is None else str(each.scored_count),
                number(each.score_printed),
                NOTHING if each.ci_low is None else f"{number(each.ci_low)}—{number(each.ci_high)}",
                NOTHING
                if each.change_printed is None
                else signed(each.change_printed) + ("*" if each.change_verdict in MOVED else ""),
                number(each.satisfied_pct),
                *told(each.month),
            )
            for each in view.counties
        ),
        notes=(words.explain("score.table_note"),),
    )


def town_table(view: AnnualView, words: Words, caption: str) -> Table:
    """Towns × months: scores, tinted where a town differed from the county of that month."""
    cells = {(each.town_name, each.month): each for each in view.towns}
    names = list(dict.fromkeys(each.town_name for each in view.towns))

    def cell(town: str, month: date) -> str:
        each = cells.get((town, month))
        return number(each.score_printed) if each and each.status == "ranked" else NOTHING

    def shade(town: str, month: date) -> Shade | None:
        each = cells.get((town, month))
        return TINTS.get(each.county_verdict) if each and each.status == "ranked" else None

    return Table(
        caption=caption,
        columns=(Column("镇（街道）", "left"), *(Column(f"{month.month}月", "point") for month in view.months)),
        rows=tuple((town, *(cell(town, month) for month in view.months)) for town in names),
        shades=tuple((None, *(shade(town, month) for month in view.months)) for town in names),
        notes=(words.explain("town.table_significant"),),
    )


def action_table(view: AnnualView, words: Words, caption: str) -> Table:
    """Months with the towns proposed for a talk or for praise."""
    lines = []
    for month in view.months:
        towns = [each for each in view.towns if each.month == month]
        talked = [each.town_name for each in towns if each.bottom_action == "talk"]
        praised = [each.town_name for each in towns if each.top_action == "praise"]
        if talked or praised:
            lines.append((month_name(month), "、".join(talked) or NOTHING, "、".join(praised) or NOTHING))
    return Table(
        caption=caption,
        columns=(Column("月份", "left", 26), Column("建议约谈", "left"), Column("建议表扬", "left")),
        rows=tuple(lines),
        notes=(words.say("town.actions_note"),),
    )


def work_table(view: AnnualView, words: Words, part: str, caption: str) -> Table:
    """The county's indicators of one part of the work: months down, indicators across."""
    codes = [entry["code"] for entry in words.entries("indicator") if entry["part"] == part]
    cells = {(each.indicator, each.month): each for each in view.indicators}
    titles = {each.indicator: f"{each.title}（{each.unit_of_value}）" for each in view.indicators}
    rates = {each.indicator for each in view.indicators if each.unit_of_value == "%"}
    known = [code for code in codes if code in titles]
    kinds = (Column(titles[code], "right" if code in rates else "point") for code in known)
    return Table(
        caption=caption,
        columns=(Column("月份", "left"), *kinds),
        rows=tuple(
            (f"{month.month}月", *(_value(cells.get((code, month))) for code in known)) for month in view.months
        ),
        notes=(words.say("work.note"),),
    )


def _value(each: IndicatorMonth | None) -> str:
    if each is None or each.value is None:
        return NOTHING
    if each.unit_of_value == "%" and each.numerator is not None and each.denominator:
        return f"{each.numerator}/{each.denominator}　{percent(each.numerator, each.denominator)[:-1]}"
    return fixed(each.value, 0 if each.denominator is None else 2)


def problem_table(view: AnnualView, words: Words, caption: str) -> Table:
    """The topics that were a major problem, with the months; figures are of the last of them."""
    by_title: dict[str, list[int]] = {}
    last = {}
    for each in view.problems:
        by_title.setdefault(each.title, []).append(each.month.month)
        last[each.title] = each
    return Table(
        caption=caption,
        columns=(
            Column("主题", "left"),
            Column("达到条件的月份", width_mm=38),
            Column("末次当月（条）", "point"),
            Column("涉及镇街（个）", "point"),
            Column("累计（条）", "point"),
            Column("专项整治", width_mm=20),
        ),
        rows=tuple(
            (
                title,
                "、".join(f"{month}月" for month in months),
                str(last[title].mention_count),
                str(last[title].town_count),
                str(last[title].total_count),
                words.say("problem.special_yes" if last[title].has_special_row else "problem.special_no"),
            )
            for title, months in by_title.items()
        ),
    )


def task_table(tasks: Iterable[TaskState], words: Words, caption: str) -> Table:
    """The tasks of the year's lists as they ended."""
    return Table(
        caption=caption,
        columns=(
            Column("序号", width_mm=12),
            Column("工作任务", "left"),
            Column("责任单位（科室）", "left", 36),
            Column("完成时限", width_mm=22),
            Column("完成日期", width_mm=22),
            Column("情况", width_mm=24),
        ),
        rows=tuple(
            (
                each.task_no,
                each.task,
                "、".join(each.units),
                f"{each.due_on or NOTHING}",
                f"{each.completed_on or NOTHING}",
                words.say(f"task.{each.state}"),
            )
            for each in tasks
        ),
    )
