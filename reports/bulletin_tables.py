"""Tables and the chart of the monthly bulletin."""

from __future__ import annotations

from collections.abc import Sequence

from reports.bulletin import BulletinView, Indicator
from reports.charts.score_dots import DotRow, Emphasis, score_dots
from reports.document import Column, Figure, RowMark, Table
from reports.town_standing import Town
from reports.wording import Words, fixed, percent, signed

NOTHING = "—"
VERDICTS = {"up": "上升", "down": "下降", "flat": "持平", "none": NOTHING}


def scale_text(view: BulletinView) -> str:
    """`满意100分、基本满意75分、不满意55分`."""
    return "、".join(f"{answer}{score:g}分" for answer, score in view.grades)


def number(value: float | None) -> str:
    """`88.50`, or `—` where there is none."""
    return NOTHING if value is None else fixed(value)


def _signed(value: float | None) -> str:
    return NOTHING if value is None else signed(value)


def ranking_table(view: BulletinView, words: Words, label: str) -> Table:
    """Rank, score, interval, range of ranks and change of every town; the unranked last."""
    simultaneous = view.settings["evidence", "rank_range"] == "simultaneous"
    notes = [
        words.explain("ranking.table_note_range", simultaneous=simultaneous),
        words.explain("ranking.table_note_change"),
    ]
    if any(not town.is_ranked for town in view.towns):
        notes.append(words.say("ranking.table_note_unranked", minimum=view.settings["score", "min_interviews"]))
    if any(_mark(town) == "strong" for town in view.towns):
        notes.append(words.explain("ranking.table_note_strong"))
    unknown = _depending_on_unknown(view, words)
    if unknown:
        notes.append(words.say("ranking.table_note_unknown", items=unknown))
    unsettled = [town.town_name for town in view.towns if town.depends_on_draws]
    if unsettled:
        notes.append(words.say("ranking.table_note_draws", towns=unsettled))
    notes = [f"{'注：' if i == 1 else ''}{i}.{note}" for i, note in enumerate(notes, start=1)]
    return Table(
        caption=words.say("ranking.table", month=label),
        columns=(
            Column("名次"),
            Column("镇（街道）"),
            Column("有效样本", "point"),
            Column("得分", "point"),
            Column(words.say("ranking.column_interval")),
            Column("名次范围"),
            Column("上月得分", "point"),
            Column("变化", "point"),
            Column("升降"),
        ),
        rows=tuple(_ranking_row(town) for town in view.towns),
        notes=tuple(notes),
        row_marks=tuple(_mark(town) for town in view.towns),
    )


def _depending_on_unknown(view: BulletinView, words: Words) -> list[str]:
    """Say which candidates might be none, had those who did not know an opinion of their own."""
    ranked = [town for town in view.towns if town.is_ranked]
    top, bottom = (int(view.settings["ranking", f"{side}_count"]) for side in ("top", "bottom"))
    first = [t.town_name for t in ranked if t.is_top_candidate and (t.unknown_worst or 0) > top]
    last = [t.town_name for t in ranked if t.is_bottom_candidate and (t.unknown_best or 0) <= len(ranked) - bottom]
    sides = (("top", first, top), ("bottom", last, bottom))
    return [words.say(f"ranking.unknown_{side}", towns=towns, k=k) for side, towns, k in sides if towns]


def _ranking_row(town: Town) -> tuple[str, ...]:
    if not town.is_ranked:
        scores = (number(town.score_printed), NOTHING, NOTHING, number(town.prior_score_printed))
        return (NOTHING, town.town_name, str(town.interview_count), *scores, NOTHING, NOTHING)
    return (
        str(town.point_rank),
        town.town_name,
        str(town.interview_count),
        number(town.score_printed),
        f"{number(town.ci_low)}—{number(town.ci_high)}",
        rank_range(town.rank_best, town.rank_worst),
        number(town.prior_score_printed),
        _signed(town.change_printed),
        VERDICTS[town.change_verdict],
    )


def rank_range(best: int | None, worst: int | None) -> str:
    """`3—7`, or `1` when there is no doubt; `—` where there is none."""
    if best is None or worst is None:
        return NOTHING
    return f"{best}" if best == worst else f"{best}—{worst}"


def county_last(towns: int) -> tuple[RowMark, ...]:
    """Marks of a table of so many towns with the county ruled off below them."""
    plain: list[RowMark] = [""] * towns
    return (*plain, "total")


def _mark(town: Town) -> RowMark:
    if not town.is_ranked:
        return "faint"
    return "strong" if "sufficient" in (town.bottom_evidence, town.top_evidence) else ""


def chart(view: BulletinView, words: Words) -> Figure:
    """Dots and intervals of the ranked towns; a town stands out only by its test."""
    ranked = [town for town in view.towns if town.is_ranked]
    above = [town.town_name for town in ranked if town.county_verdict == "above"]
    below = [town.town_name for town in ranked if town.county_verdict == "below"]
    emphasis: dict[str | None, Emphasis] = {"above": "above", "below": "below"}
    rows = [
        DotRow(
            name=town.town_name,
            value=town.score_printed or 0.0,
            low=min(town.ci_low or 0.0, town.score_printed or 0.0),
            high=max(town.ci_high or 0.0, town.score_printed or 0.0),
            label=fixed(town.score_printed or 0.0),
            emphasis=emphasis.get(town.county_verdict, "none"),
            is_ranked=town.is_ranked,
        )
        for town in ranked
    ]
    kind = "both" if above and below else "above" if above else "below" if below else "none"
    score = fixed(view.county.score_printed)
    return Figure(
        svg=score_dots(rows, view.county.score_printed, words.say("ranking.chart_reference", score=score)),
        caption=words.claim(
            f"ranking.chart_caption_{kind}", [town.county_test or "" for town in ranked], above=above, below=below
        ),
        alt=words.say(
            "ranking.chart_alt",
            score=score,
            rows=[f"{row.name}{row.label}分（{fixed(row.low)}—{fixed(row.high)}）" for row in rows],
        ),
    )


def dimension_table(view: BulletinView, note: str) -> Table:
    """Scores of every town on every dimension, in the fixed order, the county last."""
    dimensions = list(dict.fromkeys((d.dimension, d.dimension_name) for d in view.dimensions))
    value = {(d.scope_code, d.dimension): d.score_printed if d.status != "too_few" else None for d in view.dimensions}
    names = {town.town_code: town.town_name for town in view.towns}
    scopes = [*((code, names[code]) for code in view.town_order), ("", "全县")]
    return Table(
        caption="",
        columns=(Column("镇（街道）", width_mm=26), *(Column(name, "point") for _, name in dimensions)),
        rows=tuple(
            (name, *(number(value.get((code, dimension))) for dimension, _ in dimensions)) for code, name in scopes
        ),
        notes=(note,),
        row_marks=county_last(len(names)),
    )


def hotline_table(view: BulletinView, note: str) -> Table:
    """Hotline handling of every town, in the fixed order, the county last."""
    columns = (
        (Column("受理", "point"), "hotline_received"),
        (Column("上月结转", "point"), "hotline_carried_over"),
        (Column("未办结", "point"), "hotline_open"),
        (Column("超期未办结", "point"), "hotline_overdue_open"),
        (Column("按时办结率", "right"), "hotline_on_time"),
        (Column("解决率", "right"), "hotline_solved"),
        (Column("办理满意率", "right"), "hotline_satisfied"),
    )
    return _indicator_table(view, columns, note)


def rectification_table(view: BulletinView, note: str) -> Table:
    """Rectification of every town, in the fixed order, the county last."""
    columns = (
        (Column("本月新增", "point"), "rectification_found"),
        (Column("本月销号", "point"), "rectification_struck_off_now"),
        (Column("未销号", "point"), "rectification_open"),
        (Column("超期未销号", "point"), "rectification_overdue_open"),
        (Column("已解释", "point"), "rectification_explained"),
        (Column("反弹", "point"), "rectification_rebound"),
        (Column("销号率", "right"), "rectification_struck_off"),
        (Column("按期整改率", "right"), "rectification_on_time"),
    )
    return _indicator_table(view, columns, note)


def _indicator_table(view: BulletinView, columns: Sequence[tuple[Column, str]], note: str) -> Table:
    names = {town.town_code: town.town_name for town in view.towns}
    scopes = [*((code, names[code]) for code in view.town_order), ("", "全县")]
    return Table(
        caption="",
        columns=(Column("镇（街道）"), *(column for column, _ in columns)),
        rows=tuple((name, *(_indicator(view.indicators[code, item]) for _, item in columns)) for code, name in scopes),
        notes=(note,),
        row_marks=county_last(len(names)),
    )


def _indicator(indicator: Indicator) -> str:
    if indicator.denominator is None:
        return str(indicator.numerator)
    if indicator.denominator == 0:
        return NOTHING
    rate = percent(indicator.numerator, indicator.denominator)
    return f"{indicator.numerator}/{indicator.denominator}　{rate}"


def quality_table(view: BulletinView, words: Words) -> Table:
    """How many rows of each source were read, used and returned."""
    return Table(
        caption=words.say("attachment.quality_table"),
        columns=(
            Column("数据来源", "left", width_mm=46),
            Column("读取行数", "point"),
            Column("使用行数", "point"),
            Column("退回行数", "point"),
            Column("重复行数", "point"),
            Column("替代行数", "point"),
            Column("提示条数", "point"),
        ),
        rows=tuple(
            (
                q.source_title,
                *map(
                    str,
                    (
                        q.row_count,
                        q.used_count,
                        q.rejected_count,
                        q.duplicate_count,
                        q.superseded_count,
                        q.notice_count,
                    ),
                ),
            )
            for q in view.quality
        ),
        notes=(words.say("attachment.quality_note"),),
    )
