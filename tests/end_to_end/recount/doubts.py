"""Interviews that look doubtful only beside others: the same number, two at once, too many alike, the same words."""

import re
from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pandas as pd

from tests.end_to_end.recount.interviews import OUTCOMES, SCORES
from tests.end_to_end.recount.sheets import moment_of, read_source, text_of

MONTHS_TOGETHER = 3
STANDARD_ERRORS = 1.5
QUICK_SHARE = 0.6
SECONDS_AT_ONCE = 180
FEWEST_COPIES = 3
FEWEST_CHARACTERS = 6


def month_before(month: str, back: int = 1) -> str:
    """The month so many months earlier, both as 2022-06."""
    day = date(int(month[:4]), int(month[5:]), 1)
    for _ in range(back):
        day = (day - timedelta(days=1)).replace(day=1)
    return f"{day:%Y-%m}"


def valid_calls(rows: pd.DataFrame) -> pd.DataFrame:
    """The complete interviews that passed, of no town too, as `phones`, `who`, `said`, `grade`, `seconds`, `town_code`.

    `grade` is the one answer given to all eight questions, '' where two differ, None where one is not graded.
    """
    complete = rows["访问结果码"].map(text_of).isin(OUTCOMES["1.1"])
    passed = (rows["是否有效"].map(text_of) == "是") & (rows["质检结果"].map(text_of) != "不通过")
    rows = rows[complete & passed]
    answers = rows[[name for name in rows.columns if str(name).startswith("Q")]].map(text_of)
    graded = answers.isin(list(SCORES)).all(axis=1)
    alike = answers.nunique(axis=1) == 1
    return pd.DataFrame(
        {
            "phones": rows["电话"].map(lambda cell: set(re.findall(r"\d{11,12}", text_of(cell).replace("-", "")))),
            "who": rows["访问员"].map(text_of),
            "said": rows["意见建议"].map(lambda cell: re.sub(r"\W", "", text_of(cell))),
            "grade": answers.iloc[:, 0].where(alike, "").where(graded, None),
            "seconds": pd.to_numeric(rows["时长"].map(text_of)),
            "town_code": rows["town_code"],
            "begun": rows["开始时间"],
            "ended": rows["结束时间"],
        }
    )


def listed(months: list[pd.DataFrame]) -> set[str]:
    """Interviewers with more straight lines than their towns give, by the standard errors of the hypergeometric."""
    totals: dict[str, list[float]] = {}
    for rows in months:
        able = rows[rows["grade"].notna() & (rows["town_code"] != "")].assign(straight=lambda part: part["grade"] != "")
        for _, town in able.groupby("town_code"):
            size, straight = len(town), int(town["straight"].sum())
            for who, own in town.groupby("who"):
                entry = totals.setdefault(str(who), [0.0, 0.0])
                entry[0] += own["straight"].sum() - len(own) * straight / size
                if size > 1:
                    entry[1] += len(own) * straight / size * (size - straight) / size * (size - len(own)) / (size - 1)
    present = set(months[-1]["who"])
    return {
        who
        for who, (more, variance) in totals.items()
        if who in present and variance and more / variance**0.5 >= STANDARD_ERRORS
    }


def straight_notices(months: list[pd.DataFrame]) -> int:
    """Straight lines of the month by the interviewers listed, or quick ones."""
    now = months[-1]
    straight = now["grade"].notna() & (now["grade"] != "")
    quick = now["seconds"] < QUICK_SHARE * now["seconds"].median()
    return int((straight & (now["who"].isin(listed(months)) | quick)).sum())


def phone_notices(now: pd.DataFrame, before: pd.DataFrame) -> int:
    """Interviews whose number has another one in the month or in the month before."""
    held = Counter(phone for phones in now["phones"] for phone in phones)
    earlier = set().union(*before["phones"])
    return sum(any(held[phone] > 1 or phone in earlier for phone in phones) for phones in now["phones"])


def overlap_notices(now: pd.DataFrame, year: int) -> int:
    """Later ones of an interviewer's interviews that run at once with another for three minutes."""
    told = set()
    for _, own in now.groupby("who"):
        times = [
            (moment_of(a, year), moment_of(b, year), at)
            for a, b, at in zip(own["begun"], own["ended"], own.index, strict=True)
        ]
        spans = sorted((a, b, at) for a, b, at in times if a and b and a <= b)
        for (_, first_end, _), (begin, end, at) in combinations(spans, 2):
            if (min(first_end, end) - begin).total_seconds() >= SECONDS_AT_ONCE:
                told.add(at)
    return len(told)


def comment_notices(now: pd.DataFrame) -> int:
    """Copies of a comment that one interviewer wrote down three times and more often than all others together."""
    spoken = now[now["said"].str.len() >= FEWEST_CHARACTERS]
    total = spoken["said"].value_counts()
    own = spoken.groupby(["who", "said"]).size()
    return int(sum(n for (_, said), n in own.items() if n >= FEWEST_COPIES and n > total[said] - n))


def compared_notices(raw: Path, reference: Path, month: str, rows: pd.DataFrame) -> int:
    """Every notice that rests on a comparison of interviews, in a month of which `rows` are the calls used."""
    earlier = [
        valid_calls(read_source(raw, reference, month_before(month, back), "survey").used)
        for back in range(MONTHS_TOGETHER - 1, 0, -1)
    ]
    now = valid_calls(rows)
    return (
        straight_notices([*earlier, now])
        + phone_notices(now, earlier[-1])
        + overlap_notices(now, int(month[:4]))
        + comment_notices(now)
    )
