"""Tables of the bulletin that say how sure its scores and places are, and by what rules they were found."""

from __future__ import annotations

from reports.bulletin import BulletinView, Composite
from reports.bulletin_sentences import bottom_towns, top_towns
from reports.bulletin_tables import NOTHING, number, rank_range
from reports.document import Column, Table
from reports.town_standing import Side, Town
from reports.wording import Words, fixed

LEVELS = {"sufficient": "充分", "strong": "较强", "insufficient": "不充分"}
ACTIONS = {"talk": "约谈", "watch": "提醒关注", "praise": "通报表扬", "observe": "继续观察", None: NOTHING}


def evidence_table(view: BulletinView, words: Words, label: str) -> Table:
    """Candidates for talks and praise: how sure their place is, this month and over the rolling months."""
    months = view.settings["ranking", "rolling_months"]
    sides: tuple[tuple[Side, str, list[Town]], ...] = (
        ("bottom", f"后{view.settings['ranking', 'bottom_count']}位", bottom_towns(view)[::-1]),
        ("top", f"前{view.settings['ranking', 'top_count']}位", top_towns(view)),
    )
    return Table(
        caption=words.say("verdict.table", month=label),
        columns=(
            Column("镇（街道）"),
            Column("位次"),
            Column("名次范围", group="本月"),
            Column("概率", "right", group="本月"),
            Column("名次范围", group=f"近{months}个月"),
            Column("概率", "right", group=f"近{months}个月"),
            Column("其他算法"),
            Column("证据"),
            Column("建议"),
        ),
        rows=tuple(_evidence_row(town, side, place) for side, place, towns in sides for town in towns),
        notes=(words.explain("verdict.table_note", months=months, simultaneous=_is_simultaneous(view)),),
    )


def _is_simultaneous(view: BulletinView) -> bool:
    return view.settings["evidence", "rank_range"] == "simultaneous"


def _evidence_row(town: Town, side: Side, place: str) -> tuple[str, ...]:
    standing = town.standing(side)
    count = town.bottom_analysis_count if side == "bottom" else town.top_analysis_count
    return (
        town.town_name,
        place,
        rank_range(town.rank_best, town.rank_worst),
        chance(standing.month_pct),
        rank_range(town.rolling_rank_best, town.rolling_rank_worst),
        chance(standing.rolling_pct),
        NOTHING if count is None else f"{count}/{town.analysis_count}",
        LEVELS[standing.evidence],
        ACTIONS[standing.action],
    )


def chance(pct: float | None) -> str:
    """A probability to one decimal; one that is neither impossible nor certain is never printed as 0 or 100."""
    if pct is None:
        return NOTHING
    if 0 < pct < 0.1:
        return "<0.1%"
    return ">99.9%" if 99.9 < pct < 100 else f"{fixed(pct, 1)}%"


def reliability_table(view: BulletinView, note: str) -> Table:
    """How far each town's score can be trusted, and what it would be in other fair ways, in the fixed order."""
    of = {town.town_code: town for town in view.towns}
    return Table(
        caption="",
        columns=(
            Column("镇（街道）", width_mm=26),
            Column("有效样本", "point"),
            Column("有效样本量", "point"),
            Column("得分", "point"),
            Column("同一构成得分", "point"),
            Column("收缩得分", "point"),
            Column("信度", "point"),
            Column("最低", "point", group="“不了解”的影响"),
            Column("最高", "point", group="“不了解”的影响"),
            Column("期望名次", "point"),
            Column(f"前{view.settings['ranking', 'top_count']}位概率", "right"),
            Column(f"后{view.settings['ranking', 'bottom_count']}位概率", "right"),
        ),
        rows=tuple(_reliability_row(of[code]) for code in view.town_order),
        notes=(note,),
    )


def _reliability_row(town: Town) -> tuple[str, ...]:
    effective = NOTHING if town.effective_count is None else fixed(town.effective_count, 0)
    return (
        town.town_name,
        str(town.interview_count),
        effective,
        *map(number, (town.score_printed, town.standardised_printed, town.shrunken_score, town.reliability)),
        *map(number, (town.score_if_lowest, town.score_if_highest)),
        NOTHING if town.expected_rank is None else fixed(town.expected_rank, 1),
        chance(town.top_pct),
        chance(town.bottom_pct),
    )


def composite_table(view: BulletinView, words: Words) -> Table:
    """The composite score of every town with the points of its parts, by rank."""
    titles = weights(view)
    points = {(part.town_code, part.part_order): part.points for part in view.parts}
    groups = any(town.peer_group != "all" for town in view.composites)
    scale = next((part for part in view.parts if part.indicator == "survey_score"), None)
    notes = [
        words.say(
            "attachment.composite_unit",
            floor=f"{scale.floor:g}" if scale else "0",
            target=f"{scale.target:g}" if scale else "100",
            rates=view.settings["composite", "small_rates"],
            k=view.settings["ranking", "bottom_count"],
        )
    ]
    missing = [f"{town.town_name}（{town.missing_parts}）" for town in view.composites if town.missing_parts]
    if missing:
        notes.append(words.say("attachment.composite_missing", towns=missing))
    return Table(
        caption="",
        columns=(
            Column("名次", width_mm=12),
            Column("镇（街道）", width_mm=24),
            Column("综合得分", "point", width_mm=20),
            Column(words.say("ranking.column_interval"), width_mm=32),
            Column("名次范围", width_mm=20),
            *(Column(f"{title}（{share:g}%）", "point") for title, share in titles.values()),
            Column(f"后{view.settings['ranking', 'bottom_count']}位次数", "right", width_mm=20),
        ),
        rows=tuple(
            _composite_row(town, [points[town.town_code, order] for order in titles], groups)
            for town in view.composites
        ),
        notes=tuple(notes),
    )


def weights(view: BulletinView) -> dict[int, tuple[str, float]]:
    """The composite's indicators by their order: title, and part of the whole, %."""
    given = {part.part_order: (part.title, part.weight) for part in view.parts}
    whole = sum(weight for _, weight in given.values())
    return {order: (title, round(100 * weight / whole, 2)) for order, (title, weight) in given.items()}


def _composite_row(town: Composite, points: list[float | None], groups: bool) -> tuple[str, ...]:
    place = NOTHING if town.point_rank is None else str(town.point_rank)
    low, high = number(town.ci_low), number(town.ci_high)
    share = (town.bottom_share_numerator, town.bottom_share_denominator)
    return (
        f"{town.peer_group}{place}" if groups else place,
        town.town_name,
        number(town.composite_printed),
        NOTHING if town.ci_low is None else f"{low}—{high}",
        rank_range(town.rank_best, town.rank_worst),
        *map(number, points),
        NOTHING if None in share else f"{share[0]}/{share[1]}",
    )


def scheme_table(view: BulletinView, words: Words, label: str) -> Table:
    """Every setting of the assessment that held in the month, two a row."""
    said = words.section("scheme_value")

    def value(text: str) -> str:
        parts = [said.get(part, part) for part in text.split("、") if part]
        return "、".join(part.removesuffix(".0") for part in parts) or "不作"

    named = words.section("scheme").items()
    settings = [(title, value(view.settings[part, name])) for key, title in named for part, name in [key.split(".")]]
    half = (len(settings) + 1) // 2
    rows = [(*left, *right) for left, right in zip(settings, [*settings[half:], ("", "")], strict=False)]
    return Table(
        caption=words.say("attachment.scheme_table"),
        columns=(Column("项目", "left", width_mm=54), Column("取值")) * 2,
        rows=tuple(rows[:half]),
        notes=(words.say("attachment.scheme_note", month=label),),
    )
