"""The counts of a month's tickets that are more than a count of moments, by the published definitions."""

from datetime import datetime

import pandas as pd

from tests.end_to_end.recount.days import working_days
from tests.end_to_end.recount.sheets import moment_of, text_of

SATISFIED = ("满意", "基本满意")
ASSESSED = (*SATISFIED, "不满意")
RESPONSE_WORKING_DAYS = 1
Indicators = dict[str, tuple[pd.Series, pd.Series | None]]


def handled(rows: pd.DataFrame, start: datetime, end: datetime, due: pd.Series) -> Indicators:
    """Closed in the month and in how many working days; answered in time, over those due in the month."""
    dispatched, signed, closed = (
        pd.to_datetime(rows[name].map(lambda cell: moment_of(cell, start.year)))
        for name in ("派单时间", "签收时间", "办结时间")
    )
    closed_now = (closed >= start) & (closed < end)
    prompt = pd.Series(
        [
            pd.notna(sent) and pd.notna(taken) and working_days(sent.date(), taken.date()) <= RESPONSE_WORKING_DAYS
            for sent, taken in zip(dispatched, signed, strict=True)
        ],
        index=rows.index,
    )
    upheld = rows["考核申诉"].map(text_of) == "成立"
    judged = due & ~upheld & dispatched.notna()
    timed = closed_now & dispatched.notna() & (closed >= dispatched)
    days = pd.Series(
        [
            working_days(sent.date(), done.date()) if is_timed else 0
            for sent, done, is_timed in zip(dispatched, closed, timed, strict=True)
        ],
        index=rows.index,
    )
    return {
        "hotline_closed": (closed_now, None),
        "hotline_responded": (judged & prompt & (rows["是否联系诉求人"].map(text_of) == "是"), judged),
        "hotline_excluded_appeal_due": (due & upheld, None),
        "hotline_handling_days": (days, timed),
    }


def called_back(rows: pd.DataFrame, start: datetime, end: datetime) -> Indicators:
    """What the callers said when they were called back in the month, and why some answers do not count."""
    names = ("是否接通", "是否解决", "首次满意度", "最终满意度", "不合理诉求", "考核申诉")
    reached, solved, first, final, unreasonable, appeal = (rows[name].map(text_of) for name in names)
    visited = (rows["回访时间"] >= start) & (rows["回访时间"] < end)
    upheld = appeal == "成立"
    counting = visited & ~upheld
    connected = counting & (reached == "是") & (solved != "联系不上")
    reasonable = connected & (unreasonable != "是")
    answered = reasonable & solved.isin(["是", "否"])
    rated = connected & final.isin(ASSESSED)
    return {
        "hotline_revisited": (visited, None),
        "hotline_solved": (answered & (solved == "是"), answered),
        "hotline_satisfied": (rated & final.isin(SATISFIED), rated),
        "hotline_strictly_satisfied": (rated & (final == "满意"), rated),
        "hotline_first_satisfied": (rated & first.isin(SATISFIED), rated),
        "hotline_excluded_appeal": (visited & upheld, None),
        "hotline_excluded_unreachable": (counting & ~connected, None),
        "hotline_excluded_unreasonable": (connected & ~reasonable, None),
        "hotline_excluded_solution_unknown": (reasonable & ~answered, None),
        "hotline_excluded_satisfaction_unknown": (connected & ~rated, None),
    }
