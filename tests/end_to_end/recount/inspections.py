"""The counts of a month's unannounced inspections, and of what of them went into the rectification ledger."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.end_to_end.recount.days import day_of, month_bounds, working_days
from tests.end_to_end.recount.interviews import COUNTY
from tests.end_to_end.recount.scopes import codes, words
from tests.end_to_end.recount.sheets import read_source, text_of
from tests.end_to_end.recount.visits import Pair, months_of, rows_with_town


@dataclass(frozen=True)
class Inspection:
    """One record; `seen_in` is the month whose file shows it first."""

    seen_in: str
    scopes: set[str]
    made_on: date
    has_finding: bool
    fed_back_on: date | None
    ledger_no: str


def inspections_of(raw: Path, reference: Path, month: str) -> list[Inspection]:
    """The records that count in the month: made in it, or first seen in it though made before."""
    found: dict[tuple[object, ...], Inspection] = {}
    for one in months_of(raw, month):
        for town_code, row in rows_with_town(raw, reference, one, "inspection"):
            year = int(one[:4])
            made_on = day_of(row["督查日期"], year)
            key = (made_on, *(text_of(row[name]) for name in ("督查组", "点位", "发现问题")))
            found[key] = Inspection(
                found[key].seen_in if key in found else one,
                {town_code, text_of(row["督查组"]), words(reference, "theme").get(text_of(row["领域"]), "")},
                made_on,
                text_of(row["发现问题"]) not in ("", "无"),
                day_of(row["反馈时间"], year),
                text_of(row["转入台账编号"]),
            )
    return [one for one in found.values() if max(f"{one.made_on:%Y-%m}", one.seen_in) == month]


def inspection_counts(raw: Path, reference: Path, month: str, towns: list[str]) -> dict[str, dict[str, Pair]]:
    """Every indicator of inspections, for the county, the towns, the teams and the themes."""
    after = month_bounds(month)[1].date()
    every = inspections_of(raw, reference, month)
    ledger = read_source(raw, reference, month, "rectification").used
    found_on = {number: found.date() for number, found in zip(ledger["台账编号"], ledger["发现日期"], strict=True)}
    result = {}
    teams = sorted({scope for one in every for scope in one.scopes if scope.endswith("督查组")})
    for scope in [*towns, *teams, *codes(reference, "theme"), COUNTY]:
        made = [one for one in every if scope == COUNTY or scope in one.scopes]
        findings = [one for one in made if one.has_finding]
        answered = [one for one in findings if one.fed_back_on is not None and one.fed_back_on < after]
        timed = [one for one in answered if one.fed_back_on >= one.made_on]
        entered = [one for one in findings if one.ledger_no in found_on and found_on[one.ledger_no] < after]
        result[scope] = {
            "inspection_made": (len(made), None),
            "inspection_finding": (len(findings), None),
            "inspection_fed_back": (len(answered), len(findings)),
            "inspection_feedback_days": (sum((one.fed_back_on - one.made_on).days for one in timed), len(timed)),
            "inspection_entered": (len(entered), len(findings)),
            "inspection_entry_days": (
                sum(working_days(one.made_on, found_on[one.ledger_no]) for one in entered),
                len(entered),
            ),
        }
    return result
