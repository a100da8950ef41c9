"""The macros of sql/functions/measures.sql: scores, ranks, times from–to and deadlines as ledgers write them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

SQL = Path(__file__).parents[2] / "sql"
JUNE = dt.date(2022, 6, 1)


def each(db: duckdb.DuckDBPyConnection, call: str, cells: list[str | None], month: dt.date = JUNE) -> list[object]:
    """Apply a macro to every cell in one query; `t` is the cell and `month` the ledger's month."""
    query = f"select {call} from (select unnest(?::varchar[]) as t, ?::date as month)"
    return [row[0] for row in db.execute(query, [cells, month]).fetchall()]


NUMBERS = {
    "85.5": (85.5, True),
    "85.5%": (85.5, False),
    "８５．５％": (85.5, False),
    " 85.5 分 ": (85.5, False),
    "0.855": (0.855, True),
    ".9": (0.9, True),
    "-3": (-3.0, True),
    "100": (100.0, True),
}


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_number(db, cell) -> None:
    assert each(db, "(cast(read_number(t) as double), is_bare_number(t))", [cell]) == [NUMBERS[cell]]


def test_no_number(db) -> None:
    cells = ["优秀", "85.5.1", "1e5", "85-90", "八十五", "", None]
    assert each(db, "read_number(t)", cells) == [None] * len(cells)


RANKS = {"3": 3, "3.0": 3, "第3名": 3, "３": 3, "第三名": 3, "十二": 12, "第 二十 位": 20, "并列第3": 3, "3（并列）": 3}
OF_SO_MANY = {"3/8": (3, 8), "8/8": (8, 8), "第3名/共11个": (3, 11)}


def test_ranks(db) -> None:
    assert each(db, "read_rank(t)", list(RANKS)) == list(RANKS.values())
    places = each(db, "(read_rank(t), try_cast(rank_parts(t).places as integer))", list(OF_SO_MANY))
    assert places == list(OF_SO_MANY.values())


def test_no_rank(db) -> None:
    cells = ["0", "9/8", "3-4", "前三", "二百", "3.5", "", None]
    assert each(db, "read_rank(t)", cells) == [None] * len(cells)


RISES = {
    "2": 2, "+2": 2, "-1": -1, "−1": -1, "0": 0, "上升2位": 2, "上升 2 个位次": 2, "↑3": 3, "进1": 1,
    "下降1": -1, "↓2": -2, "退3位": -3, "持平": 0, "不变": 0, "→": 0, "２": 2,
}  # fmt: skip


def test_rises_and_falls(db) -> None:
    assert each(db, "read_rise(t)", list(RISES)) == list(RISES.values())
    cells = ["升", "1.5", "较好", "-", "——", "", None]
    assert each(db, "read_rise(t)", cells) == [None] * len(cells)


def test_a_stroke_says_nothing(db) -> None:
    cells = ["-", "—", "——", "/", "－", "0", "-1", "", None]
    assert each(db, "is_dash(t)", cells) == [True] * 5 + [False] * 4


RANGES = {
    "9:00-9:20": ("9:00", "9:20"),
    "9：00—9：20": ("9:00", "9:20"),
    "09:00:00-09:20:30": ("09:00:00", "09:20:30"),
    "上午9:00至9:25": ("上午9:00", "9:25"),
    "9:00 ~ 9:20": ("9:00", "9:20"),
    "9点半到10点": ("9点半", "10点"),
    "9时05分-9时30分": ("9时05分", "9时30分"),
    "6月7日9:00-9:20": ("9:00", "9:20"),
    "2022-06-07 9:00-9:20": ("9:00", "9:20"),
    "上午11:40-下午12:10": ("上午11:40", "下午12:10"),
}


def test_times_from_and_to(db) -> None:
    assert each(db, "(range_parts(t).first, range_parts(t).last)", list(RANGES)) == list(RANGES.values())


def test_no_times(db) -> None:
    cells = ["9:00", "9.00-9.20", "5.10-5.12", "20分钟", "上午", "9:00-"]
    assert each(db, "range_parts(t).last", cells) == [""] * len(cells)


# deadline → its day in a ledger of June 2022
DEADLINES = {
    "5月31日前": "2022-05-31",
    "5月13日": "2022-05-13",
    "6月20日前完成": "2022-06-20",
    "12月31日": "2022-12-31",  # long ahead, and still of this year
    "2022-10-31": "2022-10-31",
    "2022年9月30日": "2022-09-30",
    "44742": "2022-06-30",
    "2022-06-30 18:00:00": "2022-06-30",
    " 6 月 20 日 前": "2022-06-20",
    "5月底前": "2022-05-31",
    "5月末": "2022-05-31",
    "6月底前完成": "2022-06-30",
    "12月份": "2022-12-31",
    "10-11月": "2022-11-30",
    "10月至11月": "2022-11-30",
    "6-9月，每月月底前": "2022-09-30",
    "2021年12月": "2021-12-31",
    "一季度末": "2022-03-31",
    "上半年": "2022-06-30",
    "第三季度": "2022-09-30",
    "年底前": "2022-12-31",
    "2023年底前": "2023-12-31",
    "5月前": None,  # before May, or in it?
    "13月底": None,
    "6月31日前": None,
    "每月底": None,
    "每月25日前": None,
    "长期坚持": None,
    "尽快": None,
    "": None,
}


@pytest.mark.parametrize("cell", DEADLINES)
def test_deadlines(db, cell) -> None:
    (found,) = each(db, "coalesce(day_in_year(deadline_words(t), month), period_end(deadline_words(t), month))", [cell])
    assert (found and str(found)) == DEADLINES[cell]


def test_what_comes_back_every_month(db) -> None:
    cells = ["每月底", "每个月25日前", "6-9月，每月月底前", "6月底", "", None]
    assert each(db, "is_every_month(t)", cells) == [True] * 3 + [False] * 3


def test_where_a_span_begins(db) -> None:
    spans = {
        "6-9月，每月月底前": "2022-06-01",
        "10-11月": "2022-10-01",
        "2023年10月至11月": "2023-10-01",
        "12月份": "2022-12-01",
        "11-2月": None,  # past the year's end
        "5月底前": None,
        "每月底": None,
        "长期坚持": None,
    }
    found = each(db, "span_start(deadline_words(t), month)", list(spans))
    assert [day and str(day) for day in found] == list(spans.values())


def test_the_day_by_which_something_comes_back(db) -> None:
    cells = ["每月25日前", "每个月5号", "每月底", "6-9月，每月月底前", "25日前"]
    assert each(db, "monthly_day(t)", cells) == [25, 5, None, None, None]


# day of the month, the day before which months end → the last such day
COMING_BACK = {
    (None, "2022-07-01"): "2022-06-30",
    (25, "2022-07-01"): "2022-06-25",
    (31, "2022-07-01"): "2022-06-30",
    (None, "2022-06-26"): "2022-05-31",
    (25, "2022-06-26"): "2022-06-25",
    (29, "2022-03-01"): "2022-02-28",
}


@pytest.mark.parametrize(("nth", "before"), COMING_BACK)
def test_when_something_comes_back(db, nth, before) -> None:
    ((found,),) = db.execute("select monthly_due(?::integer, ?::date)", [nth, before]).fetchall()
    assert str(found) == COMING_BACK[nth, before]


def test_several_numbers_in_a_cell(db) -> None:
    assert each(db, "listed_numbers(t)", ["2022015、 2022016", "2022015", ""]) == [
        ["2022015", "2022016"],
        ["2022015"],
        None,
    ]
