"""What earlier months' exports and ledgers said of the same tickets and problems."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path

import pandas as pd

from tests.end_to_end.recount.days import month_bounds, working_days
from tests.end_to_end.recount.doubts import month_before
from tests.end_to_end.recount.sheets import KEY_HEADERS, moment_of, month_rows, text_of
from tests.end_to_end.recount.tickets import ASSESSED, Indicators

FINISHED = "已办结"
TICKET_SOURCES = {"12345", "微信留言", "来信", "来访"}
FIELD_HEADERS = {"measure": "整改措施", "unit": "责任单位", "due": "整改时限", "target": "目标任务", "person": "责任人"}
LONG_TERM = "长期"
LONG_TERM_PHRASE = "长期坚持"


@cache
def month_table(raw: Path, month: str, source: str) -> pd.DataFrame:
    """A month's rows by their number; of rows with the same number the first."""
    rows = month_rows(raw, month, source)
    numbers = rows[KEY_HEADERS[source]].map(text_of)
    return rows.set_index(numbers)[~numbers.duplicated().to_numpy()]


def months_with_files(raw: Path) -> list[str]:
    """Every month of the folder."""
    return sorted(path.name for path in raw.glob("20??-??"))


def earlier_tables(raw: Path, month: str, source: str) -> dict[str, pd.DataFrame]:
    """The tables of the months before, the oldest first."""
    return {one: month_table(raw, one, source) for one in months_with_files(raw) if one < month}


def most_before(earlier: dict[str, pd.DataFrame], numbers: pd.Series, column: str) -> pd.Series:
    """The largest count that earlier exports gave each ticket; 0 where none has it."""
    told = [table[column].map(lambda cell: int(text_of(cell) or 0)) for table in earlier.values()]
    return numbers.map(pd.concat([pd.Series(dtype=int), *told]).groupby(level=0).max()).fillna(0).astype(int)


def first_closings(earlier: dict[str, pd.DataFrame]) -> pd.Series:
    """The earliest closing that earlier exports gave each ticket."""
    told = [
        pd.to_datetime(pd.Series([moment_of(cell, int(month[:4])) for cell in table["办结时间"]], index=table.index))
        for month, table in earlier.items()
    ]
    return pd.concat([pd.Series(dtype="datetime64[ns]"), *told]).dropna().groupby(level=0).min()


def is_redone(table: pd.DataFrame) -> pd.Series:
    """Whether an export itself shows that a ticket was opened again: redone, or assessed twice and differently."""
    first, final = table["首次满意度"].map(text_of), table["最终满意度"].map(text_of)
    return (table["重办次数"].map(text_of).replace("", "0").astype(int) > 0) | (
        first.isin(ASSESSED) & final.isin(ASSESSED) & (first != final)
    )


def reopened(earlier: dict[str, pd.DataFrame], rows: pd.DataFrame) -> pd.Series:
    """Whether this export is the first to show that a ticket was opened again, by itself or beside the one before."""
    known: set[str] = set()
    closed: set[str] = set()
    finished: set[str] = set()
    for table in earlier.values():
        is_closed = table["办结时间"].map(text_of) != ""
        is_finished = table["状态"].map(text_of) == FINISHED
        back = (table.index.isin(closed) & ~is_closed) | (table.index.isin(finished) & ~is_finished)
        known |= set(table.index[is_redone(table) | back])
        closed = (closed - set(table.index)) | set(table.index[is_closed])
        finished = (finished - set(table.index)) | set(table.index[is_finished])
    back = (rows["工单编号"].isin(closed) & rows["办结时间"].isna()) | (
        rows["工单编号"].isin(finished) & (rows["状态"].map(text_of) != FINISHED)
    )
    return (is_redone(rows) | back) & ~rows["工单编号"].isin(known)


def ticket_changes(raw: Path, month: str, rows: pd.DataFrame) -> Indicators:
    """Returned, redone and reopened, as far as earlier exports do not show it yet."""
    start, end = month_bounds(month)
    earlier = earlier_tables(raw, month, "hotline")
    number = rows["工单编号"]
    dispatched = pd.to_datetime(rows["派单时间"].map(lambda cell: moment_of(cell, start.year)))
    closed = pd.concat([rows["办结时间"], number.map(first_closings(earlier))], axis=1).min(axis=1)
    more = {
        name: rows[name].map(lambda cell: int(text_of(cell) or 0)) > most_before(earlier, number, name)
        for name in ("退回次数", "重办次数")
    }
    result: Indicators = {"hotline_reopened": (reopened(earlier, rows), None)}
    for indicator, name, moment in (
        ("hotline_returned", "退回次数", dispatched),
        ("hotline_redone", "重办次数", closed),
    ):
        base = ((moment >= start) & (moment < end)) | ((moment < start) & more[name])
        result[indicator] = (base & more[name], base)
    return result


def is_source_unknown(raw: Path, month: str, rows: pd.DataFrame) -> pd.Series:
    """Whether no export up to the next month's has the ticket a problem is said to come from.

    Asked only where the exports of the month of finding and of the one before have been handed in.
    """
    months = months_with_files(raw)
    after = f"{month_bounds(month)[1]:%Y-%m}"
    known = {number for one in months if one <= after for number in month_table(raw, one, "hotline").index}
    handed_in = rows["发现日期"].map(lambda day: {f"{day:%Y-%m}", month_before(f"{day:%Y-%m}")} <= set(months))
    reference = rows["来源单号"].map(text_of)
    from_ticket = rows["问题来源"].map(text_of).isin(TICKET_SOURCES)
    return from_ticket & (reference != "") & ~reference.isin(known) & handed_in


def has_proposal(rows: pd.DataFrame, reference: Path) -> pd.Series:
    """Whether a problem's line has all that the proposal for its severity has to say; for ever is no deadline."""
    table = pd.read_csv(reference / "deadlines.csv", dtype=str).fillna("")
    fields = {
        word: one["proposal_fields"].split("|")
        for one in table.to_dict("records")
        for word in one["synonyms"].split("|")
    }
    return rows.apply(
        lambda row: all(
            text_of(row[FIELD_HEADERS[field]]) not in ("", *([LONG_TERM_PHRASE] if field == "due" else []))
            for field in fields[text_of(row["问题等级"])]
        ),
        axis=1,
    )


def ledger_changes(raw: Path, reference: Path, month: str, rows: pd.DataFrame, due_on: pd.Series) -> Indicators:
    """Carried over and taken up again beside the ledgers before; proposals and deadlines near by the settings."""
    start, end = month_bounds(month)
    last = end - timedelta(days=1)
    before: dict[str, str] = {}
    for table in earlier_tables(raw, month, "rectification").values():
        before |= dict(zip(table.index, table["是否销号"].map(text_of), strict=True))
    was = rows["台账编号"].map(before).fillna("")
    state, done = rows["是否销号"].map(text_of), rows["销号时间"]
    left, explained = state == "未销号", state == "已解释"
    again = left & was.isin(["已销号", "已解释"])
    untimed = explained | ((state == "已销号") & done.isna())
    open_at_start = (left & ~again) | (~explained & (done >= start)) | (untimed & (was == "未销号"))
    proposal_on = pd.to_datetime(rows["方案时限"].map(lambda cell: moment_of(cell, start.year)))
    proposal_due = proposal_on <= last
    complete = has_proposal(rows, reference)
    asked = proposal_due & ~explained & ~((state == "已销号") & (done <= proposal_on))
    long_term = asked & (rows["问题等级"].map(text_of) == LONG_TERM)
    rules = tomllib.loads((reference / "scheme.toml").read_text(encoding="utf-8"))["rectification"]
    days = rules["due_soon_working_days"]
    soon = [day > last and working_days(last.date(), day.date()) <= days for day in due_on]
    return {
        "rectification_carried_over": ((rows["发现日期"] < start) & open_at_start, None),
        "rectification_reopened": (again, None),
        "rectification_due_soon": (left & pd.Series(soon, index=rows.index), None),
        "rectification_proposal_overdue": (left & proposal_due & ~complete, None),
        "rectification_source_unknown": (is_source_unknown(raw, month, rows), None),
        "rectification_proposed": (asked & complete, asked),
        "rectification_long_term_proposed": (long_term & complete, long_term),
    }
