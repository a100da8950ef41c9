"""Tables and the chart of the comparison report."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts.canvas import Emphasis
from reports.charts.slope import SlopeRow, slope
from reports.comparison import ComparisonView, CountyIndicator, ScoreChange, TownRank
from reports.document import Column, Figure, RowMark, Shade, Table
from reports.wording import Words, fixed, percent, signed

NOTHING = "—"
_FIRST = 25.0  # mm: the column of names, and of one with a name of more than six characters
_FIRST_WIDE = 30.0
MOVED: dict[str, Emphasis] = {"up": "above", "down": "below"}


def score(value: float | None) -> str:
    """`88.50`, or `—` where there is none."""
    return NOTHING if value is None else fixed(value)


def change(value: float | None) -> str:
    """`+1.20`, `−0.30`, or `—` where there is none."""
    return NOTHING if value is None else signed(value)


def county_table(view: ComparisonView, words: Words, labels: tuple[str, str], caption: str) -> Table:
    """The county's score on every dimension."""
    found = view.of("county")
    ranking = next(each.dimension_name for each in found if each.is_ranking_dimension)
    return Table(
        caption=caption,
        columns=(
            Column("维度", "left", 40),
            Column(labels[1], "point"),
            Column(labels[0], "point"),
            Column("变化", "point"),
            Column("变化的95%区间", width_mm=34),
            Column("结论", width_mm=26),
        ),
        rows=tuple(
            (
                each.dimension_name,
                score(each.prior_score_printed),
                score(each.score_printed),
                change(each.change_printed),
                _interval(each),
                _verdict(each, words),
            )
            for each in found
        ),
        notes=(words.explain("county.note", dimension=ranking),),
        row_marks=_strong(found),
    )


def town_slopes(view: ComparisonView, words: Words, labels: tuple[str, str], prefix: str) -> Figure | None:
    """Slopes of the towns' scores; None where no town can be compared."""
    found = [each for each in view.of("town", is_ranking=True) if each.verdict != "none"]
    if not found:
        return None
    moved = [each for each in found if each.verdict in MOVED]
    tests = [each.test_id or "" for each in (moved or found)]
    said = [
        words.say(
            "town.alt_row",
            who=each.scope_name,
            prior=score(each.prior_score_printed),
            score=score(each.score_printed),
            verdict=words.say(f"verdict.{each.verdict}"),
        )
        for each in found
    ]
    kind = "moved" if moved else "flat"
    return slope(
        [
            SlopeRow(
                name=each.scope_name,
                before=each.prior_score_printed,
                after=each.score_printed,
                before_label=score(each.prior_score_printed),
                after_label=score(each.score_printed),
                emphasis=MOVED.get(each.verdict, "none"),
            )
            for each in found
        ],
        (labels[1], labels[0]),
        caption=prefix + words.claim(f"town.caption_{kind}", tests, moved=[each.scope_name for each in moved]),
        alt=words.say("town.alt", rows=said),
    )


def town_table(view: ComparisonView, words: Words, labels: tuple[str, str], caption: str) -> Table:
    """Every town's two scores, the change and its two parts, and its places; by score, those without at the end."""
    found = sorted(
        view.of("town", is_ranking=True),
        key=lambda each: (each.verdict == "none", -(each.score_printed or 0.0), each.scope_code),
    )
    notes = [words.explain("town.note_split"), words.explain("town.note_rank")]
    reasons = list(dict.fromkeys(words.say(f"reason.{each.reason}") for each in found if each.reason))
    if reasons:
        notes.append(words.say("town.note_none", reasons="、".join(reasons)))
    later, earlier = view.ranks
    return Table(
        caption=caption,
        columns=(
            Column("镇（街道）", "left"),
            Column(labels[1], "point", group="得分"),
            Column(labels[0], "point", group="得分"),
            Column("变化", "point"),
            Column("95%区间", width_mm=25),
            Column("评价", "point", group="其中"),
            Column("构成", "point", group="其中"),
            Column(labels[1], group="名次"),
            Column(labels[0], group="名次"),
        ),
        rows=tuple(
            (
                each.scope_name,
                score(each.prior_score_printed),
                score(each.score_printed),
                change(each.change_printed) + ("*" if each.verdict in MOVED else ""),
                _interval(each),
                change(each.change_by_performance),
                change(each.change_by_composition),
                _place(earlier.get(each.scope_code)),
                _place(later.get(each.scope_code)),
            )
            for each in found
        ),
        notes=tuple(f"{'注：' if i == 1 else ''}{i}.{note}" for i, note in enumerate(notes, start=1)),
        row_marks=_strong(found),
    )


def changes_table(view: ComparisonView, scopes: Sequence[str], first: str, caption: str) -> Table:
    """Changes of several scopes on every dimension but the ranking one; tinted by size, * where significant."""
    found = view.of(*scopes, is_ranking=False)
    largest = max((abs(each.change_printed or 0.0) for each in found), default=0.0)
    dimensions = {each.dimension: each.dimension_name for each in found}
    names = {(each.scope, each.scope_code): each.scope_name for each in found}
    cells = {(each.scope, each.scope_code, each.dimension): each for each in found}

    def cell(scope: tuple[str, str], dimension: str) -> str:
        each = cells.get((*scope, dimension))
        return NOTHING if each is None else change(each.change_printed) + ("*" if each.verdict in MOVED else "")

    def shade(scope: tuple[str, str], dimension: str) -> Shade | None:
        each = cells.get((*scope, dimension))
        if each is None or not each.change_printed:
            return None
        return Shade("green" if each.change_printed > 0 else "red", abs(each.change_printed) / largest)

    first_width = _FIRST if max(map(len, names.values()), default=0) <= 6 else _FIRST_WIDE
    width = (156 - first_width) / max(len(dimensions), 1)
    # In the order of towns, sexes, bands, not that of the first dimension's rows.
    ordered = sorted(names, key=lambda key: (list(scopes).index(key[0]), list(names).index(key)))
    return Table(
        caption=caption,
        columns=(Column(first, "left", first_width), *(Column(name, "point", width) for name in dimensions.values())),
        rows=tuple((names[key], *(cell(key, dimension) for dimension in dimensions)) for key in ordered),
        shades=tuple((None, *(shade(key, dimension) for dimension in dimensions)) for key in ordered),
    )


def group_table(view: ComparisonView, words: Words, labels: tuple[str, str], caption: str) -> Table:
    """The groups of residents on the ranking dimension."""
    found = [each for kind in words.section("group_kind") for each in view.of(kind, is_ranking=True)]
    return Table(
        caption=caption,
        columns=(
            Column("类别", "left", 18),
            Column("居民", "left", 26),
            Column("本期样本", "point"),
            Column(labels[1], "point"),
            Column(labels[0], "point"),
            Column("变化", "point"),
            Column("95%区间", width_mm=27),
            Column("结论", width_mm=24),
        ),
        rows=tuple(
            (
                words.say(f"group_kind.{each.scope}"),
                each.scope_name,
                str(each.scored_count or 0),
                score(each.prior_score_printed),
                score(each.score_printed),
                change(each.change_printed),
                _interval(each),
                _verdict(each, words),
            )
            for each in found
        ),
        row_marks=_strong(found),
    )


def indicator_table(view: ComparisonView, words: Words, labels: tuple[str, str], caption: str) -> Table:
    """The county's chosen indicators of both months, rates with their parts."""
    later, earlier = view.indicators
    codes = [entry["code"] for entry in words.entries("indicator")]
    known = [(code, later.get(code) or earlier.get(code)) for code in codes]
    return Table(
        caption=caption,
        columns=(
            Column("指标", "left", 46),
            Column("单位", width_mm=18),
            Column(labels[1], "center"),
            Column(labels[0], "center"),
        ),
        rows=tuple(
            (each.title, each.unit_of_value, _value(earlier.get(code)), _value(later.get(code)))
            for code, each in known
            if each is not None
        ),
        notes=(words.explain("indicator_part.note"),),
    )


def _value(indicator: CountyIndicator | None) -> str:
    if indicator is None or indicator.value is None:
        return NOTHING
    if indicator.unit_of_value == "%" and indicator.numerator is not None and indicator.denominator:
        parts = f"（{indicator.numerator}/{indicator.denominator}）"
        return percent(indicator.numerator, indicator.denominator)[:-1] + parts
    return fixed(indicator.value, 0 if indicator.denominator is None else 2)


def _interval(each: ScoreChange) -> str:
    if each.change_low is None or each.change_high is None:
        return NOTHING
    return f"{signed(each.change_low)}至{signed(each.change_high)}"


def _verdict(each: ScoreChange, words: Words) -> str:
    return words.say(f"reason.{each.reason}") if each.reason else words.say(f"verdict.{each.verdict}")


def _place(rank: TownRank | None) -> str:
    if rank is None or rank.point_rank is None:
        return NOTHING
    return f"{rank.point_rank}（{rank.rank_best}—{rank.rank_worst}）"


def _strong(found: Sequence[ScoreChange]) -> tuple[RowMark, ...]:
    return tuple("strong" if each.verdict in MOVED else "" for each in found)
