"""Numbers, shares, limits, durations, lists and deadlines: valid forms against an independent reading, and any text."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb
import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

SQL = Path(__file__).parents[2] / "sql"
JUNE_7 = dt.date(2022, 6, 7)
FEW = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
FIGURES = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def each(db: duckdb.DuckDBPyConnection, call: str, cells: Sequence[str | None], day: dt.date = JUNE_7) -> list[object]:
    """Apply a macro to every cell in one query; `t` is the cell and `day` the day from which deadlines run."""
    query = f"select {call} from (select unnest(?::varchar[]) as t, ?::date as day)"
    return [row[0] for row in db.execute(query, [list(cells), day]).fetchall()]


def reads(db: duckdb.DuckDBPyConnection, call: str, expected: dict[str, object]) -> None:
    assert dict(zip(expected, each(db, call, list(expected)), strict=True)) == expected


def test_limits(db: duckdb.DuckDBPyConnection) -> None:
    five = {"value": 5, "unit": "workday"}
    expected = dict.fromkeys(["5个工作日", "5工作日", "五个工作日", "５个工作日", "5 个工作日内"], five)
    expected |= {"72小时": {"value": 72, "unit": "hour"}, "3天": {"value": 3, "unit": "day"}}
    expected |= {"十五日内": {"value": 15, "unit": "day"}, "两天": {"value": 2, "unit": "day"}}
    expected |= dict.fromkeys(["5", "0天", "5周", "5-10天", "五五天", "尽快", "1.5天", "", None])
    reads(db, "read_limit(t)", expected)


def test_ages(db: duckdb.DuckDBPyConnection) -> None:
    years = {"48": 48, "４８": 48, "48岁": 48, "48周岁": 48, " 4 8 ": 48, "0": 0, "101": 101}
    expected: dict[str, object] = {cell: {"youngest": age, "oldest": age} for cell, age in years.items()}
    bands = {
        (45, 59): ["45-59", "45-59岁", "４５－５９岁", "45—59周岁", "45~59岁", "45岁至59岁", "45到59"],
        (60, 150): ["60岁以上", "60岁及以上", "６０岁以上", "60+"],
        (0, 30): ["30岁以下", "30及以下"],
    }
    expected |= {cell: {"youngest": low, "oldest": high} for (low, high), cells in bands.items() for cell in cells}
    expected |= dict.fromkeys(["59-45", "四十八", "约48", "48-", "-48", "中年", "48.5", "1974", "", None])
    reads(db, "read_ages(t)", expected)


def test_durations(db: duckdb.DuckDBPyConnection) -> None:
    expected: dict[str, object] = {"3分20秒": 200, "200": 200, "200秒": 200, "00:03:20": 200, "1小时5分": 3900}
    expected |= {"3分钟": 180, "２００": 200, "200.0": 200, "0": 0}
    expected |= dict.fromkeys(["3:20", "00:60:00", "3分20", "-5", "20.5", "很短", "", " ", None])
    reads(db, "read_duration_s(t)", expected)


def test_lists_and_categories(db: duckdb.DuckDBPyConnection) -> None:
    lists = {cell: ["甲", "乙"] for cell in ["甲、乙", "甲，乙", "甲, 乙", "甲；乙", "甲 乙", "甲\n乙", "、甲;;乙，"]}
    reads(db, "split_list(t)", {**lists, "甲": ["甲"], "": None, None: None})
    marked = ["甲->乙->丙", "甲-乙-丙", "甲/乙/丙", "甲—>乙—>丙", "甲 → 乙 → 丙", "甲－>乙－>丙"]
    three = {cell: ["甲", "乙", "丙"] for cell in marked}
    reads(db, "split_category(t)", {**three, "文体/旅游->演出": ["文体/旅游", "演出"], "甲->->丙": ["甲", None, "丙"]})


def test_counts_and_numbers(db: duckdb.DuckDBPyConnection) -> None:
    reads(db, "whole_number(t)", {"1,234": 1234, "12人次": 12, "1,23": None, "12,345,678": 12345678, ",123": None})
    expected: dict[str, object] = {"85.5": 85.5, "1,234.5": 1234.5, "85.5分": 85.5, "-3": -3.0, "９０": 90.0}
    reads(
        db,
        "cast(read_number(t) as double)",
        expected | dict.fromkeys(["1,23", "1e5", "85.5.5", "约90", "nan", "inf", "", None]),
    )


def in_figures(n: int) -> str:
    """1 to 99 as Chinese write it."""
    tens, ones = divmod(n, 10)
    return ("" if not tens else ("" if tens == 1 else FIGURES[tens]) + "十") + (FIGURES[ones] if ones else "")


def test_chinese_figures(db: duckdb.DuckDBPyConnection) -> None:
    assert each(db, "chinese_number(t)", [in_figures(n) for n in range(1, 100)]) == list(range(1, 100))
    assert each(db, "chinese_number(t)", ["", "五五", "十十", "零", "百", "5", "一二"]) == [None] * 7


@FEW
@given(st.lists(st.integers(0, 86_399), min_size=60, max_size=60))
def test_durations_agree_with_an_independent_reader(db: duckdb.DuckDBPyConnection, seconds: list[int]) -> None:
    clocks = [str(dt.timedelta(seconds=s)) for s in seconds]
    words = [f"{s // 3600}小时{s // 60 % 60}分{s % 60}秒" for s in seconds]
    for cells in (clocks, words, [str(s) for s in seconds], [f"{s // 60}分{s % 60}秒" for s in seconds if s < 60_000]):
        assert each(db, "read_duration_s(t)", cells) == (
            seconds if len(cells) == 60 else [s for s in seconds if s < 60_000]
        )


@FEW
@given(
    st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31)),
    st.lists(
        st.tuples(st.integers(0, 13), st.sampled_from(["底前", "底", "末", "上旬", "中旬", "下旬", "份"])),
        min_size=40,
        max_size=40,
    ),
)
def test_deadlines_agree_with_an_independent_reader(
    db: duckdb.DuckDBPyConnection, earliest: dt.date, parts: list[tuple[int, str]]
) -> None:
    def meant(month: int, part: str) -> dt.date | None:
        if not 1 <= month <= 12:
            return None
        for year in (earliest.year, earliest.year + 1):
            last = calendar.monthrange(year, month)[1]
            day = dt.date(year, month, {"上旬": 10, "中旬": 20}.get(part, last))
            if day >= earliest:
                return day
        raise AssertionError

    cells = [f"{month}月{part}" for month, part in parts]
    assert each(db, "read_due_day(t, day)", cells, earliest) == [meant(*part) for part in parts]


@FEW
@given(
    st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31)),
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 28)), min_size=40, max_size=40),
)
def test_days_without_a_year_lie_on_their_side(
    db: duckdb.DuckDBPyConnection, day: dt.date, written: list[tuple[int, int]]
) -> None:
    cells = [f"{m}月{d}日" for m, d in written]
    years = range(day.year - 2, day.year + 3)
    ahead = [min(c for c in (dt.date(y, m, d) for y in years) if c >= day) for m, d in written]
    assert each(db, "read_due_day(t, day)", cells, day) == ahead
    end = dt.date(day.year, day.month, calendar.monthrange(day.year, day.month)[1]) + dt.timedelta(days=7)
    behind = [max(c for c in (dt.date(y, m, d) for y in years) if c <= end) for m, d in written]
    assert each(db, "read_day(t, day)", cells, day) == behind
    moments = each(
        db, "cast(moment_near(t::timestamp, day::timestamp) as date)", [f"2021-{m}-{d}" for m, d in written], day
    )
    nearest = [min(abs((dt.date(y, m, d) - day).days) for y in years) for m, d in written]
    assert [abs((moment - day).days) for moment in moments] == nearest  # type: ignore[operator]


CALLS = {
    "cast(read_number(t) as double)": float,
    "read_limit(t)": dict,
    "read_duration_s(t)": int,
    "read_ages(t)": dict,
    "read_due_day(t, day)": dt.date,
    "due_key(t)": str,
    "phrase_due('12-31', t, day)": dt.date,
    "split_list(t)": list,
    "split_category(t)": list,
    "squeezed(t)": str,
    "is_unordered_day(t)": bool,
}


@FEW
@given(
    st.lists(
        st.text(alphabet="0129.,:%％-—>/、年月日底前旬上中个工作日小时天分秒十五 　１", max_size=12),
        min_size=100,
        max_size=100,
    )
)
def test_no_text_stops_a_query_and_nothing_comes_from_no_digit(db: duckdb.DuckDBPyConnection, cells: list[str]) -> None:
    for call, kind in CALLS.items():
        for cell, value in zip(cells, each(db, call, cells), strict=True):
            assert value is None or isinstance(value, kind), (call, cell)
            if call.startswith(("cast(read_number", "read_duration", "read_due")) and value is not None:
                assert any(c.isdecimal() for c in cell), (call, cell)
