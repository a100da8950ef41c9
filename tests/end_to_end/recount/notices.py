"""How many things the analyst is told about in a month's files, without a row being lost."""

from pathlib import Path

import pandas as pd

from tests.end_to_end.recount.interviews import OUTCOMES, SCORES
from tests.end_to_end.recount.ledgers import ASSESSED
from tests.end_to_end.recount.sheets import Reading, moment_of, text_of

SCALE = {*SCORES, "不了解", ""}
SHORT_SECONDS = 60
ABOLISHED = "已撤并"


def odd_towns(rows: pd.DataFrame, reference: Path) -> int:
    """Rows that name no town of the county, or one that is no more."""
    table = pd.read_csv(reference / "town_aliases.csv", dtype=str).fillna("")
    odd = table[(table["town_code"] == "") | table["note"].str.contains(ABOLISHED)]["alias"]
    return int(rows["镇街"].map(text_of).isin(odd).sum())


def backwards(rows: pd.DataFrame, first: str, last: str, year: int) -> int:
    """Rows whose later moment stands before the earlier one."""
    pairs = ((moment_of(a, year), moment_of(b, year)) for a, b in zip(rows[first], rows[last], strict=True))
    return sum(bool(a and b and b < a) for a, b in pairs)


def survey_notices(reading: Reading, reference: Path, month: str) -> int:
    """Repeats, odd towns, times backwards, short interviews, answers off the scale or without an interview."""
    rows = reading.used
    questions = [name for name in rows.columns if str(name).startswith("Q")]
    answers = rows[questions].map(text_of)
    outcome = rows["访问结果码"].map(text_of)
    complete = outcome.isin(OUTCOMES["1.1"])
    begun = complete | outcome.isin(OUTCOMES["1.2"])
    return (
        reading.duplicates
        + odd_towns(rows, reference)
        + backwards(rows, "开始时间", "结束时间", int(month[:4]))
        + int((complete & (pd.to_numeric(rows["时长"].map(text_of), errors="coerce") < SHORT_SECONDS)).sum())
        + int((~answers[begun].isin(list(SCALE))).to_numpy().sum())
        + int(((answers != "").any(axis=1) & ~begun).sum())
    )


def ticket_notices(reading: Reading, reference: Path, month: str) -> int:
    """Repeats, odd towns, tickets closed before they were sent out, words no list knows."""
    rows = reading.used
    unknown = ~rows["最终满意度"].map(text_of).isin([*ASSESSED, ""])
    return (
        reading.duplicates
        + odd_towns(rows, reference)
        + backwards(rows, "派单时间", "办结时间", int(month[:4]))
        + int(unknown.sum())
    )


def ledger_notices(reading: Reading, reference: Path, month: str) -> int:
    """Repeats, odd towns, problems struck off on no day, two numbers for one source ticket of this month."""
    rows = reading.used
    undated = (rows["是否销号"].map(text_of) == "已销号") & rows["销号时间"].isna()
    tickets = rows["来源单号"].map(text_of)
    this_month = [
        bool(day and (day.year, day.month) == tuple(map(int, month.split("-"))))
        for day in (moment_of(cell, int(month[:4])) for cell in rows["发现日期"])
    ]
    twice = tickets[this_month].duplicated() & (tickets[this_month] != "")
    return reading.duplicates + odd_towns(rows, reference) + int(undated.sum()) + int(twice.sum())
