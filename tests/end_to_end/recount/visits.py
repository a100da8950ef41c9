"""The counts of a month's visits to households and firms, and of the lists they are to be taken from.

A visit is to the household of the list that has one of its telephone numbers and its householder's surname; where the
number is masked, to the one whose householder, village and digits that are still shown agree. A household that is not
on the list is its kind, its village, its householder and its telephone.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from tests.end_to_end.recount.days import day_of, month_bounds, working_day_after
from tests.end_to_end.recount.interviews import COUNTY
from tests.end_to_end.recount.scopes import codes, group_codes, group_of, words
from tests.end_to_end.recount.sheets import BadCellError, month_rows, text_of, town_of

NO_OPINION = {"", "无", "无意见", "没有意见", "暂无意见"}
Household = tuple[str, str, str, str]
Pair = tuple[int, int | None]
TARGETS = {
    "visit_target_paired_village": ("结对帮扶村群众", "paired_village_ratio"),
    "visit_target_community": ("双报到社区群众", "community_ratio"),
    "visit_target_sole_trader": ("个体工商户", "community_ratio"),
}
"""With each of community and traders on its own, as the assessment scheme sets it."""
OF_OPINIONS = ("visit_opinion", "visit_solved_on_site", "visit_transferred")


@dataclass(frozen=True)
class Visit:
    """One visit; `seen_in` is the month whose ledger shows it first."""

    seen_in: str
    scopes: set[str]
    theme: str
    household: Household
    made_on: date
    minutes: float | None
    is_phone: bool
    has_opinion: bool
    solved: str
    is_transferred: bool
    is_by_visitor: bool
    fed_back_on: date | None
    is_uploaded: bool

    def month(self) -> str:
        """The month it counts in: its own, or the month it first turned up in where that is later."""
        return max(f"{self.made_on:%Y-%m}", self.seen_in)


def household_of(row: pd.Series) -> Household:
    """Kind, village, householder and the first telephone number."""
    phone = re.split(r"[、,/]", text_of(row["联系方式"]))[0]
    return text_of(row["对象类型"]), text_of(row["村居"]), text_of(row["户主"]), phone


def kind_of(household: Household, reference: Path) -> str:
    """The code of the household's kind."""
    return words(reference, "target_type")[household[0]]


def is_of(visited: Household, listed: Household) -> bool:
    """Whether a visit's household is this one of the list."""
    _, village, name, phone = visited
    shown = re.fullmatch(phone.replace("*", r"\d"), listed[3]) is not None
    if "*" in phone:
        return shown and (village, name) == listed[1:3]
    return shown and name[:1] == listed[2][:1] and village in ("", listed[1])


def minutes_of(row: pd.Series) -> float | None:
    """Length of the visit in minutes; None where a time is missing or the end comes first."""
    try:
        start, end = (cell.hour * 60 + cell.minute + cell.second / 60 for cell in (row["开始时间"], row["结束时间"]))
    except AttributeError:
        return None
    return end - start if end >= start else None


def months_of(raw: Path, month: str) -> list[str]:
    """The months of the year, up to the month, that have files."""
    return sorted(one.name for one in raw.glob(f"{month[:4]}-??") if one.name <= month)


def rows_with_town(raw: Path, reference: Path, month: str, source: str) -> Iterator[tuple[str, pd.Series]]:
    """The usable rows of a month's files and their towns."""
    for _, row in month_rows(raw, month, source).iterrows():
        try:
            yield town_of(row["镇街"], row.get("村居", ""), reference), row
        except BadCellError:
            continue


def listed_as(visited: Household, households: dict[str, list[Household]]) -> Household:
    """The household as the list has it, looked up by the telephone's last digits; as told where it is not there."""
    return next((one for one in households.get(visited[3][-4:], []) if is_of(visited, one)), visited)


def visits_of(raw: Path, reference: Path, month: str, households: dict[str, list[Household]]) -> list[Visit]:
    """The year's visits as known by the month's end: rows alike in day, group, visitor, household and start are one."""
    found: dict[tuple[object, ...], Visit] = {}
    for one in months_of(raw, month):
        for town_code, row in rows_with_town(raw, reference, one, "visit"):
            made_on, group = day_of(row["走访日期"], int(one[:4])), group_of(row["组别"], reference)
            visitor, household = text_of(row["走访人"]), household_of(row)
            key = (made_on, group, visitor, household, str(row["开始时间"]))
            found[key] = Visit(
                found[key].seen_in if key in found else one,
                {town_code, group, kind_of(household, reference)},
                words(reference, "theme").get(text_of(row["主题"]), ""),
                listed_as(household, households),
                made_on,
                minutes_of(row),
                text_of(row["走访方式"]) == "电话",
                text_of(row["意见建议"]) not in NO_OPINION,
                text_of(row["是否现场解决"]),
                text_of(row["转办编号"]) != "",
                text_of(row["反馈人"]) in ("", visitor),
                day_of(row["反馈时间"], int(one[:4])),
                text_of(row["云台账上传"]) == "是",
            )
    return list(found.values())


def latest_list(raw: Path, reference: Path, month: str) -> pd.DataFrame:
    """The newest list of households: `household`, `scopes`, `is_away`."""
    named = (path.parent.name for path in raw.glob("*/*走访名单*"))
    newest = max(one for one in named if one <= month)
    return pd.DataFrame(
        {
            "household": household_of(row),
            "scopes": {town_code, group_of(row["组别"], reference), kind_of(household_of(row), reference)},
            "is_away": text_of(row["是否长期在外"]) == "是",
        }
        for town_code, row in rows_with_town(raw, reference, newest, "household")
    )


def conduct(visits: list[Visit], listed: dict[Household, bool], min_minutes: int) -> dict[str, Pair]:
    """How the month's visits were made and what was said."""
    home = [one for one in visits if not one.is_phone]
    timed = [one for one in home if one.minutes is not None]
    by_phone = [one for one in visits if one.is_phone]
    known = [one for one in by_phone if one.household in listed]
    away = [one for one in known if listed[one.household]]
    opinions = [one for one in visits if one.has_opinion]
    answered = [one for one in opinions if one.solved in ("是", "否")]
    return {
        "visit_made": (len(visits), None),
        "visit_proper": (sum(one.minutes >= min_minutes for one in timed) + len(away), len(timed) + len(known)),
        "visit_unassessable": (len(home) - len(timed) + len(by_phone) - len(known), None),
        "visit_uploaded": (sum(one.is_uploaded for one in visits), len(visits)),
        "visit_opinion": (len(opinions), None),
        "visit_solved_on_site": (sum(one.solved == "是" for one in answered), len(answered)),
        "visit_transferred": (sum(one.is_transferred for one in opinions), None),
    }


def feedback(visits: list[Visit], month: str, limit: int) -> dict[str, Pair]:
    """Opinions of the year: those to be answered in the month, and those overdue at its end."""
    last = (month_bounds(month)[1]).date()
    due, on_time, overdue = 0, 0, 0
    for one in visits:
        if not one.has_opinion:
            continue
        due_on = working_day_after(one.made_on, limit)
        solved = one.solved == "是"
        if max(f"{due_on:%Y-%m}", one.seen_in) == month:
            due += 1
            on_time += solved or (one.is_by_visitor and one.fed_back_on is not None and one.fed_back_on <= due_on)
        answered = solved or (one.fed_back_on is not None and one.fed_back_on < last)
        overdue += due_on < last and not answered
    return {"visit_fed_back": (on_time, due), "visit_feedback_overdue": (overdue, None)}


def visit_counts(raw: Path, reference: Path, month: str, towns: list[str]) -> dict[str, dict[str, Pair]]:
    """Every indicator of visits and lists, for the county, towns, groups, kinds and, of opinions, themes."""
    rules = tomllib.loads((reference / "scheme.toml").read_text(encoding="utf-8"))["visit"]
    heads = pd.read_csv(reference / "visit_groups.csv").set_index("group_code")["headcount"]
    targets = latest_list(raw, reference, month)
    by_digits = targets["household"].groupby(targets["household"].map(lambda one: one[3][-4:])).apply(list).to_dict()
    every = visits_of(raw, reference, month, by_digits)
    listed = dict(zip(targets["household"], targets["is_away"], strict=True))
    phases = pd.read_csv(reference / "campaigns.csv", dtype=str)
    (campaign,) = phases[(phases["phase"] == "visits") & (phases["campaign"] == month[:4])].itertuples()
    reaching = [
        one
        for one in every
        if campaign.first_month <= one.month() <= campaign.last_month
        and (not one.is_phone or listed.get(one.household, False))
    ]
    reached = targets["household"].isin({one.household for one in reaching})
    result: dict[str, dict[str, Pair]] = {}
    for scope in [*towns, *group_codes(reference), *codes(reference, "target_type"), COUNTY]:
        visits = [one for one in every if scope == COUNTY or scope in one.scopes]
        mine = targets["scopes"].map(lambda scopes, scope=scope: scope == COUNTY or scope in scopes)
        counts = conduct([one for one in visits if one.month() == month], listed, rules["min_minutes"])
        counts |= feedback(visits, month, rules["feedback_working_days"])
        counts["household_reached"] = (int((mine & reached).sum()), int(mine.sum()))
        result[scope] = counts
    for theme in codes(reference, "theme"):
        visits = [one for one in every if one.has_opinion and one.theme == theme]
        counts = conduct([one for one in visits if one.month() == month], listed, rules["min_minutes"])
        result[theme] = {name: counts[name] for name in OF_OPINIONS}
        result[theme] |= feedback(visits, month, rules["feedback_working_days"])
    for scope in [*group_codes(reference), COUNTY]:
        seen = {one.household for one in reaching if scope == COUNTY or scope in one.scopes}
        persons = int(heads.sum() if scope == COUNTY else heads[scope])
        for name, (kind, ratio) in TARGETS.items():
            result[scope][name] = (sum(household[0] == kind for household in seen), persons * rules[ratio])
    firms = {one.household for one in reaching if one.household[0].startswith("企业")}
    result[COUNTY]["visit_target_firm"] = (len(firms), rules["firm_target"])
    return result
