"""The counts of a month's tickets and rectification ledger, by the published definitions."""

from calendar import monthrange
from datetime import datetime
from pathlib import Path

import pandas as pd

from tests.end_to_end.recount import history, tickets
from tests.end_to_end.recount.days import month_bounds
from tests.end_to_end.recount.interviews import COUNTY
from tests.end_to_end.recount.scopes import owners_of, severity_words, unit_codes, words
from tests.end_to_end.recount.sheets import Reading, moment_of, read_source, text_of

SATISFIED = tickets.SATISFIED
ASSESSED = tickets.ASSESSED
Counts = dict[str, dict[str, tuple[int, int | None]]]


def insides(rows: pd.DataFrame, towns: list[str], owner: str, reference: Path) -> dict[str, pd.Series]:
    """The rows of each town by its place, of each unit and office by who answers for it, and of the county.

    The county's hold those of no town, too.
    """
    owners = rows[owner].map(lambda cell: owners_of(cell, reference))
    return {
        **{code: rows["town_code"] == code for code in towns},
        **{code: owners.map(lambda codes, one=code: one in codes) for code in unit_codes(reference)},
        COUNTY: pd.Series(True, index=rows.index),
    }


def under(cells: pd.Series, coded: dict[str, str]) -> dict[str, pd.Series]:
    """The rows of each code that a column's words stand for; codes without a row too."""
    found = cells.map(text_of).map(coded)
    return {code: found == code for code in dict.fromkeys(coded.values())}


def counted(indicators: tickets.Indicators, scopes: dict[str, pd.Series]) -> Counts:
    """Numerator and denominator (None for a plain count) of every indicator, by scope."""
    return {
        scope: {
            name: (int(hit[inside].sum()), None if base is None else int((inside & base).sum()))
            for name, (hit, base) in indicators.items()
        }
        for scope, inside in scopes.items()
    }


def ticket_counts(raw: Path, reference: Path, month: str, towns: list[str]) -> tuple[Reading, Counts]:
    """The month's tickets: received, carried over, open, due and closed on time, solved, satisfied.

    A ticket open at the month's end has no closing time in the export; the export is made at the month's end. Due is
    what has its (extended) deadline in the month; an appeal that was upheld takes a ticket out of the rates.
    """
    reading = read_source(raw, reference, month, "hotline")
    rows = reading.used
    start, end = month_bounds(month)
    due_at = rows["延期后截止"].fillna(rows["截止时间"])
    received = (rows["来电时间"] >= start) & (rows["来电时间"] < end)
    closed = rows["办结时间"].notna()
    carried = (rows["来电时间"] < start) & (~closed | (rows["办结时间"] >= start))
    due = (due_at >= start) & (due_at < end)
    judged = due & (rows["考核申诉"].map(text_of) != "成立")
    category = rows["问题分类"].map(lambda cell: text_of(cell).split("->")[0])
    scopes = {
        **insides(rows, towns, "承办单位", reference),
        **under(rows["受理渠道"], words(reference, "channel")),
        **under(category, {name: name for name in category if name}),
    }
    counts = counted(
        {
            "hotline_received": (received, None),
            "hotline_carried_over": (carried, None),
            "hotline_open": (~closed, None),
            "hotline_overdue_open": (~closed & (due_at < end), None),
            "hotline_on_time": (judged & closed & (rows["办结时间"] <= due_at), judged),
            **tickets.handled(rows, start, end, due),
            **tickets.called_back(rows, start, end),
            **history.ticket_changes(raw, month, rows),
        },
        scopes,
    )
    people = pd.read_csv(reference / "population.csv", dtype={"town_code": str}).groupby("town_code")["persons"].sum()
    for scope in [*towns, COUNTY]:
        persons = int(people.sum() if scope == COUNTY else people[scope])
        counts[scope]["hotline_received_per_10000"] = (counts[scope]["hotline_received"][0], persons)
    return reading, counts


def deadline(row: pd.Series) -> datetime | None:
    """When the problem is to be settled: a date, "5月底前", or the day it was found; None where it has no end."""
    cell, found = row["整改时限"], row["发现日期"]
    words = text_of(cell)
    if words.endswith("月底前"):
        number = int(words.removesuffix("月底前"))
        return datetime(found.year, number, monthrange(found.year, number)[1])
    return found if words == "立行立改" else moment_of(cell, found.year)


def ledger_counts(raw: Path, reference: Path, month: str, towns: list[str]) -> tuple[Reading, Counts]:
    """The month's ledger: found, struck off, explained, open, due and struck off on time, overdue, rebounded.

    What is explained is neither open nor due; it leaves the denominator of the rate struck off.
    """
    reading = read_source(raw, reference, month, "rectification")
    rows = reading.used
    start, end = month_bounds(month)
    state = rows["是否销号"].map(text_of)
    struck, explained, left = state == "已销号", state == "已解释", state == "未销号"
    due_on = pd.to_datetime(rows.apply(deadline, axis=1))
    due = (due_on >= start) & (due_on < end) & ~explained
    done = rows["销号时间"]
    said, checked = rows["回访结果"].map(text_of), rows["现场核查"].map(text_of)
    rated = struck & said.isin(ASSESSED)
    passed, failed = checked.str.contains("属实"), checked.str.contains("未到位")
    concluded = struck & (passed | failed)
    return reading, counted(
        {
            "rectification_found": ((rows["发现日期"] >= start) & (rows["发现日期"] < end), None),
            "rectification_struck_off": (struck, ~explained),
            "rectification_explained": (explained, None),
            "rectification_open": (left, None),
            "rectification_struck_off_now": (struck & (done >= start) & (done < end), None),
            "rectification_on_time": (due & struck & (done <= due_on), due),
            "rectification_overdue_open": (left & (due_on < end), None),
            "rectification_struck_off_undated": (struck & done.isna(), None),
            "rectification_unproven": (struck & ~(rated & concluded), None),
            "rectification_disproved": (struck & ((said == "不满意") | failed), None),
            "rectification_revisit_satisfied": (rated & said.isin(SATISFIED), rated),
            "rectification_check_passed": (concluded & passed, concluded),
            "rectification_disclosed": (rows["公示"].map(text_of) == "是", pd.Series(True, index=rows.index)),
            "rectification_rebound": (rows["反弹"].map(text_of) == "是", None),
            **history.ledger_changes(raw, reference, month, rows, due_on),
        },
        {
            **insides(rows, towns, "责任单位", reference),
            **under(rows["问题来源"], words(reference, "problem_source")),
            **under(rows["问题等级"], severity_words(reference)),
            **under(rows["领域"], words(reference, "theme")),
        },
    )
