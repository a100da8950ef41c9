"""A town's month as an appeal needs it: its interviews in groups of one weight, and everybody's published figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from flows.issues import InputError
from flows.period import Month
from reports.marts import rows, settings

SIDES = "甲乙丙"
UNKNOWN = "不明"


@dataclass(frozen=True)
class Interview:
    """What the score takes from an interview; a characteristic that is not known is None."""

    stratum: str
    stratum_population: float
    urban_rural: str | None
    sex: str | None
    age_band: str | None
    base_weight: float
    weight: float
    score: float | None


@dataclass(frozen=True)
class Town:
    """A town's published figures."""

    town_code: str
    town_name: str
    status: str
    score: float | None
    score_printed: float | None
    score_se: float | None
    ci_low: float | None
    ci_high: float | None
    point_rank: int | None
    rank_best: int | None
    rank_worst: int | None
    depends_on_draws: bool | None


@dataclass(frozen=True)
class Weighting:
    """How a town's weights were made; `merged` is `age_band:18-29+30-44;…`."""

    town_code: str
    status: str
    merged: str


@dataclass(frozen=True)
class Group:
    """Interviews of one stratum and of the same category on every side: their weights are the same.

    `codes` are those of the categories, one a side; `persons` the adults that the group stands for.
    """

    stratum: str
    codes: tuple[str, ...]
    persons: int
    interviews: tuple[Interview, ...]

    def tells(self, least: int) -> bool:
        """Whether knowing that somebody was interviewed tells, or nearly tells, their answer."""
        return len(self.interviews) < least or len({each.score for each in self.interviews}) == 1


@dataclass(frozen=True)
class Case:
    """A town's month as it is handed over: groups in their order, adults by category code, everybody's figures."""

    month: Month
    town: Town
    towns: tuple[Town, ...]
    groups: tuple[Group, ...]
    persons: dict[str, int]
    strata: dict[str, str]
    rules: dict[tuple[str, str], str]
    is_demo: bool

    @property
    def interview_count(self) -> int:
        """Interviews in all groups."""
        return sum(len(group.interviews) for group in self.groups)


@dataclass(frozen=True)
class Exposure:
    """What the archive could tell somebody who knows who was interviewed.

    `telling` counts the groups in which that gives the answer away, `telling_interviews` the interviews in them;
    `least_people` is the number of adults that the smallest group stands for: the crowd to hide in for all others.
    """

    groups: int
    telling: int
    telling_interviews: int
    least_people: int

    @property
    def is_for_handing_over(self) -> bool:
        """Whether the archive may leave the house; else it is read there."""
        return self.telling == 0


def read_case(connection: duckdb.DuckDBPyConnection, month: Month, code: str) -> Case:
    """Read from the marts what the archive holds.

    Raises:
        InputError: the town was not ranked that month.
    """
    day = month.first_day
    towns = rows(connection, Town, "mart.town_ranking", day, "order by town_order")
    town = next((each for each in towns if each.town_code == code), None)
    if town is None:
        raise InputError(f"{month} 没有排名")
    if town.status != "ranked":
        raise InputError(f"{month} {town.town_name}没有参加排名{_why(connection, day, code)}，没有可以复核的名次")
    rules = settings(connection, day)
    (weighting,) = rows(connection, Weighting, "mart.weighting", day, f"and town_code = '{code}'")
    interviews = rows(connection, Interview, "mart.appeal_interview", day, f"and town_code = '{code}'")
    frame = connection.execute(
        "select urban_rural, sex, age_band, persons from mart.population where town_code = ?", [code]
    ).fetchall()
    cells = [(dict(zip(("urban_rural", "sex", "age_band"), cell, strict=True)), persons) for *cell, persons in frame]
    sides = rules["weighting", "margins"].split("、") if weighting.status == "raked" else []
    groups, persons = grouped(interviews, cells, sides, weighting.merged)
    strata = sorted({(-each.stratum_population, each.stratum) for each in interviews})
    (is_demo,) = connection.execute("select is_demo from mart.county_month where month = ?", [day]).fetchone() or (
        False,
    )
    return Case(
        month=month,
        town=town,
        towns=towns,
        groups=groups,
        persons=persons,
        strata={stratum: f"层{number}" for number, (_, stratum) in enumerate(strata, start=1)},
        rules=rules,
        is_demo=is_demo,
    )


def _why(connection: duckdb.DuckDBPyConnection, day: date, code: str) -> str:
    found = connection.execute(
        "select refusal.reason_text from mart.refusal as refusal"
        " where month = ? and town_code = ? and span_months = 1 and dimension ="
        " (select value from mart.setting where setting.month = refusal.month"
        " and part = 'score' and setting = 'dimension')",
        [day, code],
    ).fetchone()
    return f"（{found[0]}）" if found else "（没有样本）"


def grouped(
    interviews: Sequence[Interview],
    cells: Sequence[tuple[Mapping[str, str], int]],
    sides: Sequence[str],
    merged: str,
) -> tuple[tuple[Group, ...], dict[str, int]]:
    """Put interviews of the same weight together under codes that do not name the categories.

    Categories are coded by their size, groups ordered by theirs, interviews by their score.
    """
    persons: dict[str, int] = {}
    coded: list[dict[str | None, str]] = []
    for letter, side in zip(SIDES, sides, strict=False):
        parts = {cell[side]: merged_category(merged, side, cell[side]) for cell, _ in cells}
        size: Counter[str] = Counter()
        for cell, count in cells:
            size[parts[cell[side]]] += count
        order = sorted(size, key=lambda part: (-size[part], part))
        names = {part: f"{letter}{number}" for number, part in enumerate(order, start=1)}
        persons |= {names[part]: size[part] for part in order if size[part] > 0}
        coded.append({category: names[part] for category, part in parts.items()} | {None: letter + UNKNOWN})

    def codes(of: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(names[of[side]] for side, names in zip(sides, coded, strict=True))

    members: dict[tuple[str, tuple[str, ...]], list[Interview]] = {}
    for each in interviews:
        members.setdefault((each.stratum, codes(vars(each))), []).append(each)
    groups = [
        Group(
            stratum=stratum,
            codes=own,
            persons=sum(
                count
                for cell, count in cells
                if stratum.rpartition("/")[2] in ("all", cell["urban_rural"])
                and all(code in (mine, mine[0] + UNKNOWN) for code, mine in zip(own, codes(cell), strict=True))
            ),
            interviews=tuple(sorted(together, key=lambda each: (each.score is None, each.score or 0.0))),
        )
        for (stratum, own), together in members.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group.interviews), group.stratum, group.codes))), persons


def merged_category(merged: str, side: str, category: str) -> str:
    """Return the merged category that holds one: `18-29+30-44`; a name may hold the plus sign itself (60+)."""
    for text in merged.split(";"):
        name, _, parts = text.partition(":")
        if name == side and f"+{category}+" in f"+{parts}+":
            return parts
    return category


def exposure_of(case: Case) -> Exposure:
    """Count what remains that could tell on somebody."""
    least = int(case.rules["suppression", "min_group_interviews"])
    telling = [group for group in case.groups if group.tells(least)]
    return Exposure(
        groups=len(case.groups),
        telling=len(telling),
        telling_interviews=sum(len(group.interviews) for group in telling),
        least_people=min(group.persons for group in case.groups),
    )
