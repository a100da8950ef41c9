"""The macros of sql/functions: given cells → expected values. What a person would not read is null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb
import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

SQL = Path(__file__).parents[2] / "sql"
JUNE = dt.date(2022, 6, 1)
NBSP = chr(160)


def each(db: duckdb.DuckDBPyConnection, call: str, cells: Sequence[str | None], month: dt.date = JUNE) -> list[object]:
    """Apply a macro to every cell in one query; `t` is the cell and `month` the folder's month."""
    query = f"select {call} from (select unnest(?::varchar[]) as t, ?::date as month)"
    return [row[0] for row in db.execute(query, [list(cells), month]).fetchall()]


DAYS = {
    "2022-06-07": "2022-06-07",
    "2022年6月7日": "2022-06-07",
    "2022年06月07号": "2022-06-07",
    "2022 年 6 月 7 日": "2022-06-07",
    "2022.6.7": "2022-06-07",
    "2022/6/7": "2022-06-07",
    "2022-6-7": "2022-06-07",
    "22/6/7": "2022-06-07",
    "22年6月7日": "2022-06-07",
    "6月7日": "2022-06-07",
    "6月7号": "2022-06-07",
    "20220607": "2022-06-07",
    "44719": "2022-06-07",
    "44719.5": "2022-06-07",
    "２０２２年６月７日": "2022-06-07",
    "２０２２．６．７": "2022-06-07",
    " 2022-06-07\n": "2022-06-07",
    f"{NBSP}2022-06-07{NBSP}": "2022-06-07",
    "2022-06-07 19:05": "2022-06-07",
    "2022-06-07T19:05:22": "2022-06-07",
    "2022年6月7日19:05": "2022-06-07",
    "6月7日 19时5分": "2022-06-07",
    "2022年6月7日（星期二）": "2022-06-07",
    "2022年6月7日上午": "2022-06-07",
    "6月7日前": "2022-06-07",
    "2022年6月7日之前": "2022-06-07",
    "2024-02-29": "2024-02-29",
}
NO_DAYS = [
    None,
    "",
    " ",
    "无",
    "长期坚持",
    "5月底前",
    "2022-13-01",
    "2022-00-01",
    "2022.6.31",
    "2022-06-31 19:05:00",
    "2月30日",
    "2023-02-29",
    "13月1日",
    "7/6/22",
    "06/07/22",
    "07/06/2022",
    "2022年6月",
    "6.7",
    "6/7",
    "20221301",
    "2022060",
    "2022-06-071",
    "12022-06-07",
    "2022-06-07至2022-06-10",
    "2022.6.7-6.10",
    "6月7日、8日",
    "6月7日前后",
    "0022-06-07",
    "36525",
    "99999",
    "1654560000",
    "14200000001",
]


def test_every_form_of_a_day_is_read(db: duckdb.DuckDBPyConnection) -> None:
    read = each(db, "read_day(t, month)", list(DAYS))
    assert dict(zip(DAYS, map(str, read), strict=True)) == DAYS


def test_what_is_no_day_is_null(db: duckdb.DuckDBPyConnection) -> None:
    read = each(db, "read_day(t, month)", NO_DAYS)
    assert [cell for cell, day in zip(NO_DAYS, read, strict=True) if day is not None] == []


@pytest.mark.parametrize(
    ("cell", "folder", "day"),
    [
        ("12月30日", dt.date(2022, 1, 1), dt.date(2021, 12, 30)),
        ("1月5日", dt.date(2022, 1, 1), dt.date(2022, 1, 5)),
        ("7月1日", dt.date(2022, 6, 1), dt.date(2022, 7, 1)),
        ("8月31日", dt.date(2022, 6, 1), dt.date(2021, 8, 31)),
        ("1月5日", dt.date(2021, 12, 1), dt.date(2022, 1, 5)),
        ("1月9日", dt.date(2021, 12, 1), dt.date(2021, 1, 9)),
        ("9月2日", dt.date(2022, 6, 1), dt.date(2021, 9, 2)),
        ("2月29日", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
    ],
)
def test_a_day_without_a_year_takes_the_folders(
    db: duckdb.DuckDBPyConnection, cell: str, folder: dt.date, day: dt.date
) -> None:
    assert each(db, "read_day(t, month)", [cell], folder) == [day]


def test_moments(db: duckdb.DuckDBPyConnection) -> None:
    expected = {
        "2022-06-07 19:05:22": "2022-06-07 19:05:22",
        "2022-06-07 19:05": "2022-06-07 19:05:00",
        "2022/6/7 9:5": "2022-06-07 09:05:00",
        "2022年6月7日19:05": "2022-06-07 19:05:00",
        "2022年6月7日 19时5分": "2022-06-07 19:05:00",
        "2022年6月7日19点": "2022-06-07 19:00:00",
        "2022年6月7日下午3点半": "2022-06-07 15:30:00",
        "2022-06-07 下午3:05": "2022-06-07 15:05:00",
        "2022-06-07 3:05 PM": "2022-06-07 15:05:00",
        "2022-06-07 上午12:05": "2022-06-07 00:05:00",
        "2022-06-07 下午12:05": "2022-06-07 12:05:00",
        "2022-06-07T19:05:22": "2022-06-07 19:05:22",
        "２０２２－０６－０７　１９：０５": "2022-06-07 19:05:00",
        "2022-06-07": "2022-06-07 00:00:00",
        "44719": "2022-06-07 00:00:00",
        "44719.5": "2022-06-07 12:00:00",
        "44719.79513888889": "2022-06-07 19:05:00",
        "2022-06-07 25:61": "None",
        "2022-06-07 19:60:00": "None",
        "2022-06-31 19:05:00": "None",
        "19:05": "None",
        "无": "None",
    }
    read = each(db, "read_moment(t, month)", list(expected))
    assert dict(zip(expected, map(str, read), strict=True)) == expected


def test_times_of_day(db: duckdb.DuckDBPyConnection) -> None:
    expected = {
        "19:05": "19:05:00",
        "9:05:07": "09:05:07",
        "19：05": "19:05:00",
        "9时5分": "09:05:00",
        "9点半": "09:30:00",
        "2022-06-07 19:05": "19:05:00",
        "44719.79513888889": "19:05:00",
        "0.5": "12:00:00",
        "44719": "None",
        "1.5": "None",
        "119:05": "None",
        "25:00": "None",
        "19:60": "None",
        "19:051": "None",
        "1905": "None",
        "12点多": "None",
    }
    assert dict(zip(expected, map(str, each(db, "read_time(t)", list(expected))), strict=True)) == expected


def test_deadlines_of_a_month(db: duckdb.DuckDBPyConnection) -> None:
    expected = {
        "6月底前": "2022-06-30",
        "6月底": "2022-06-30",
        "6月末": "2022-06-30",
        "6月份底之前完成": "2022-06-30",
        "6 月 底 前": "2022-06-30",
        "5月底前": "2023-05-31",
        "２月底前": "2023-02-28",
        "6月上旬": "2022-06-10",
        "6月中旬": "2022-06-20",
        "9月下旬前": "2022-09-30",
        "9月份": "2022-09-30",
        "2022年9月": "2022-09-30",
        "明年3月底前": "2023-03-31",
        "本年5月底": "2022-05-31",
        "6月1日": "2022-06-01",
        "5月31日": "2023-05-31",
        "5月31日前": "2023-05-31",
        "2022年5月31日": "2022-05-31",
        "2022-07-01": "2022-07-01",
        "2024年2月底": "2024-02-29",
        "2021年12月底前": "2021-12-31",
        "13月底前": "None",
        "2022年13月底": "None",
        "0月底": "None",
        "0000年5月底": "None",
        "9月前": "None",
        "9月中下旬": "None",
        "年底前": "None",
    }
    assert dict(zip(expected, map(str, each(db, "read_due_day(t, month)", list(expected))), strict=True)) == expected


def test_whole_numbers(db: duckdb.DuckDBPyConnection) -> None:
    expected = {"12": 12, "12.0": 12, "12次": 12, "12 次": 12, "１２": 12, "35周岁": 35, "0": 0}
    expected |= dict.fromkeys(["12.5", "-1", "1 2", "十二", "12次左右", "", "9999999999", "1e3"])
    assert dict(zip(expected, each(db, "whole_number(t)", list(expected)), strict=True)) == expected


def test_squeezed_and_plain(db: duckdb.DuckDBPyConnection) -> None:
    cells = ["陈  明", " 陈　明\n", f"陈{NBSP}明", "陈明", "８５．５％", " ", None]
    assert each(db, "squeezed(t)", cells) == ["陈明", "陈明", "陈明", "陈明", "85.5%", None, None]
    assert each(db, "plain(t)", cells)[:5] == ["陈  明", "陈 明", "陈 明", "陈明", "85.5%"]
    assert each(db, "plain(t)", ["甲，“乙”：Ａ", "  ", None]) == ["甲,“乙”:Ａ", None, None]


def test_village_names_meet(db: duckdb.DuckDBPyConnection) -> None:
    cells = [
        "王庄",
        "王庄村",
        "王庄村委会",
        "王庄村村民委员会",
        "王 庄 村",
        "新村",
        "新村委会",
        "和源社区居委会",
        "东村社区",
    ]
    assert each(db, "village_key(t)", cells) == ["王庄"] * 5 + ["新村", "新村", "和源", "东村"]


def test_identifiers_a_spreadsheet_rounded(db: duckdb.DuckDBPyConnection) -> None:
    lossy = ["2.02206E+13", "2.02206e13", "1e+16", "2.02206070000123E+15"]
    assert each(db, "is_lossy_id(t)", lossy) == [True] * 4
    assert not any(each(db, "is_lossy_id(t)", ["20220600000001", "T1E5", "1.5", "E+13", "", None]))


def test_a_due_day_lasts_to_its_end_and_a_due_time_does_not(db: duckdb.DuckDBPyConnection) -> None:
    ends = each(db, "day_end(t::timestamp)", ["2022-06-07", "2022-06-07 17:30:00", None])
    assert ends == [dt.datetime(2022, 6, 7, 23, 59, 59), dt.datetime(2022, 6, 7, 17, 30), None]


FORMS = [
    "{y}年{m}月{d}日",
    "{y}.{m}.{d}",
    "{y}/{m}/{d}",
    "{y}-{m:02d}-{d:02d}",
    "{y}{m:02d}{d:02d}",
    "{y}-{m}-{d} 8:30",
]
MANY = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def day_of(y: int, m: int, d: int) -> dt.date | None:
    try:
        return dt.date(y, m, d)
    except ValueError:
        return None


@MANY
@given(st.lists(st.tuples(st.integers(2000, 2049), st.integers(0, 14), st.integers(0, 33)), min_size=40, max_size=40))
def test_days_agree_with_an_independent_reader(
    db: duckdb.DuckDBPyConnection, parts: list[tuple[int, int, int]]
) -> None:
    cells = [form.format(y=y, m=m, d=d) for y, m, d in parts for form in FORMS]
    expected = [day_of(*part) for part in parts for _ in FORMS]
    assert each(db, "read_day(t, month)", cells) == expected


@MANY
@given(st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)), min_size=40, max_size=40))
def test_serials_agree_with_the_spreadsheets_calendar(db: duckdb.DuckDBPyConnection, days: list[dt.date]) -> None:
    cells = [str((day - dt.date(1899, 12, 30)).days) for day in days]
    assert each(db, "read_day(t, month)", cells) == days


@MANY
@given(st.lists(st.text(alphabet="0129年月日./-:时点底前 　１５Te+次", max_size=14), min_size=100, max_size=100))
def test_nothing_is_invented_from_any_text(db: duckdb.DuckDBPyConnection, cells: list[str]) -> None:
    """Whatever is read, its digits stand in the cell, and no cell stops the query."""
    wide = str.maketrans("１５　", "15 ")
    for call in ("read_day(t, month)", "cast(read_moment(t, month) as date)", "read_due_day(t, month)"):
        for cell, day in zip(cells, each(db, call, cells), strict=True):
            if isinstance(day, dt.date):
                digits = cell.translate(wide)
                is_serial = digits.strip()[:5].isdigit() and len(digits.strip().split(".")[0]) == 5
                assert is_serial or str(day.month) in digits, (cell, day)
                assert 2000 <= day.year <= 2099 or str(day.year) in digits, (cell, day)
    for call in ("read_time(t)", "whole_number(t)", "village_key(t)", "is_lossy_id(t)"):
        assert len(each(db, call, cells)) == len(cells)
