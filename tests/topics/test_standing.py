"""What the marts say of a problem over towns, sources and months, and which are major."""

from __future__ import annotations

import itertools
from typing import Any

import duckdb
import pytest

from flows.estimation.changes import CHANGE_COLUMNS
from flows.estimation.groups import GROUP_COLUMNS
from flows.estimation.ranking import RANK_COLUMNS
from flows.estimation.tables import write_table
from flows.topic_marks import mark_topics
from flows.topic_tests import judge_topics
from flows.warehouse.database import connect
from flows.warehouse.models import read_models, run_models
from tests.warehouse.given import SQL, Given, Sheet, built, reference, table

MONTHS = ("2021-12", "2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-06")
TOWNS = ("南麻街道", "历山街道", "南鲁山镇", "鲁村镇", "大张庄镇", "悦庄镇")
MADE = ("test", "problem_mention", "problem_ledger", "problem_standing", "problem_group", "topic_month", "town_topic")
LIGHT, DANCE = "广场路灯不亮有人绊倒", "附近跳广场舞音响太大影响孩子写作业"
LIBRARY, STAGE, BREAKING = "图书馆门口排队很久说已满员", "古戏台屋顶漏雨希望修缮文物", "活动室被占用成了仓库"
MEDICINE = "看病远希望卫生室多备药"
# Of each matter, tickets a month by town (in the order of TOWNS).
TOLD: dict[str, dict[str, tuple[int, ...]]] = {
    LIGHT: dict.fromkeys(MONTHS, (2, 2, 2, 2, 2, 2)),
    DANCE: dict.fromkeys(MONTHS, (3, 3, 3, 3, 3, 3)),
    # Grows over three months, everywhere alike.
    LIBRARY: {month: (1,) * 6 if month < "2022-04" else (5,) * 6 for month in MONTHS},
    # Comes back in three towns.
    STAGE: dict.fromkeys(MONTHS[2:], (0, 0, 0, 4, 4, 4)),
    # Was never told of, in one town.
    BREAKING: {"2022-06": (0, 0, 0, 0, 14, 0)},
}


def _tickets(month: str) -> list[dict[str, str]]:
    number = itertools.count(1)
    return [
        {
            "ticket_no": f"{month[2:4]}{month[5:]}{next(number):04d}",
            "called_at": f"{month}-07",
            "town": town,
            "content": f"{town}{matter}",
        }
        for matter, months in TOLD.items()
        for town, count in zip(TOWNS, months.get(month, ()), strict=False)
        for _ in range(count)
    ]


def _visits(month: str) -> list[dict[str, str]]:
    """Visits speak of medicine, three a month and many in the campaign of June."""
    line = {"target_type": "结对帮扶村群众"}
    visits = [
        {**line, "town": town, "visited_on": f"{month}-{day:02d}", "opinion": f"{town}{MEDICINE}"}
        for day, town in zip(range(1, 19 if month == MONTHS[-1] else 4), itertools.cycle(TOWNS), strict=False)
    ]
    heritage = {**line, "town": "鲁村镇", "visited_on": "2022-06-28", "opinion": f"村里{STAGE}"}
    return [*visits, heritage] if month == MONTHS[-1] else visits


def _ledger() -> list[dict[str, str]]:
    line = {"found_on": "2022-05-06", "severity": "一般", "is_struck_off": "未销号"}
    return [
        {**line, "ledger_no": "1", "town": "鲁村镇", "description": STAGE, "due": "2022-05-20"},
        {
            **line,
            "ledger_no": "2",
            "town": "悦庄镇",
            "description": STAGE,
            "due": "2022-07-20",
            "measure": "开展专项整治",
        },
        {
            **line,
            "ledger_no": "3",
            "town": "悦庄镇",
            "description": LIBRARY,
            "is_struck_off": "已销号",
            "struck_off_on": "2022-05-20",
            "target": "专项整治",
        },
    ]


@pytest.fixture(scope="module")
def county() -> duckdb.DuckDBPyConnection:
    sheets = [Sheet("hotline", _tickets(month), month=month) for month in MONTHS]
    sheets += [Sheet("visit", _visits(month), month=month) for month in MONTHS]
    sheets += [Sheet("rectification", _ledger())]
    connection = built(Given(sheets), "core.said", "core.rectification_event")
    mark_topics(connection, reference())
    listed = {"core.change": CHANGE_COLUMNS, "core.rank": RANK_COLUMNS, "core.group_contrast": GROUP_COLUMNS}
    for made, columns in listed.items():  # what else mart.test lists
        write_table(connection, made, columns, [])
    run_models(
        connection, [model for model in read_models(SQL, ("marts",)) if model.table.removeprefix("mart.") in MADE]
    )
    return connection


def newest(county: duckdb.DuckDBPyConnection, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    return table(
        county, f"select {columns} from mart.topic_month where month = '2022-06-01' and {where} order by topic"
    )


def test_counts_by_source_town_and_month(county: duckdb.DuckDBPyConnection) -> None:
    columns = """topic, mention_count, hotline_count, visit_count, town_names, share_numerator, share_denominator,
        total_count, total_month_count, recent_month_count, previous_count, compared_count, prior_count, growth_count"""
    assert newest(county, columns, "topic in ('heritage', 'library_limit', 'venue_closed')") == [
        ("heritage", 13, 12, 1, ["鲁村镇", "大张庄镇", "悦庄镇"], 13, 105, 61, 5, 5, 12, 37, 24, 13),
        ("library_limit", 30, 30, 0, list(TOWNS), 30, 105, 114, 7, 6, 30, 90, 18, 72),
        ("venue_closed", 14, 14, 0, ["大张庄镇"], 14, 105, 14, 1, 1, 0, 14, 0, 14),
    ]
    first = "select previous_count, prior_count, growth_count from mart.topic_month where month = '2021-12-01'"
    assert set(table(county, first)) == {(None, None, None)}


def test_what_makes_a_problem_major(county: duckdb.DuckDBPyConnection) -> None:
    """Recurring and growing, recurring in some towns, or new; what is told of everywhere as ever is not.

    Nor is what the visits of a campaign always speak of."""
    assert newest(county, "topic, is_recurring, is_emerging, growing, in_towns, major_reason") == [
        ("heritage", True, False, "usual", "found", "in_towns"),
        ("library_limit", True, False, "found", "usual", "growing"),
        ("medical_access", True, False, "usual", "usual", None),
        ("square_dance_noise", True, False, "usual", "usual", None),
        ("square_lighting", True, False, "usual", "usual", None),
        ("venue_closed", False, True, "found", "found", "emerging"),
    ]
    assert newest(county, "concentrated_town_names", "topic = 'venue_closed'") == [(["大张庄镇"],)]
    majors = "select month, topic from mart.topic_month where is_major and month < '2022-06-01' order by month, topic"
    assert table(county, majors) == [
        ("2022-04-01", "heritage"),
        ("2022-05-01", "heritage"),
        ("2022-05-01", "library_limit"),
    ]


def test_every_verdict_rests_on_a_listed_test(county: duckdb.DuckDBPyConnection) -> None:
    unfounded = """select count(*) from mart.problem_standing
        left join mart.test on test_id = growing_test
        where (growing in ('found', 'usual')) <> coalesce(decision = growing, false)"""
    assert table(county, unfounded) == [(0,)]
    assert newest(county, "growing_test", "topic = 'library_limit'") == [("growing/2022-06/3/county/library_limit",)]


def test_ledger_rows_stand_beside_the_problem(county: duckdb.DuckDBPyConnection) -> None:
    """An open row, one of them overdue; a special rectification that was struck off is none any more."""
    columns = "topic, open_ledger_count, overdue_ledger_count, special_ledger_nos, has_special_row"
    assert newest(county, columns, "is_major") == [
        ("heritage", 2, 1, ["2"], True),
        ("library_limit", 0, 0, [], False),
        ("venue_closed", 0, 0, [], False),
    ]


def test_a_problem_told_by_two_sources_is_one_and_shows_no_village(county: duckdb.DuckDBPyConnection) -> None:
    problem = """select title, first_month, mention_count, visit_count, major_reason, has_special_row, examples
        from mart.problem_group where month = '2022-06-01' and topic = 'heritage'"""
    examples = [f"{town}{STAGE}" for town in ("大张庄镇", "悦庄镇", "鲁村镇")]
    ((*figures, shown),) = table(county, problem)
    assert figures == ["文物保护", "2022-02-01", 13, 1, "in_towns", True]
    assert sorted(shown) == sorted(examples)
    assert table(
        county, "select distinct source from mart.problem_mention where code = 'heritage' order by source"
    ) == [
        ("hotline",),
        ("visit",),
    ]


def test_a_month_of_no_problem_and_opinions_of_no_town_are_no_hindrance() -> None:
    connection = connect()
    connection.execute("create schema core")
    opinions = "values ('2022-05-01'::date, 1, null), ('2022-06-01', 2, 'waste'), ('2022-06-01', 3, 'waste')"
    connection.execute(
        f"create table core.opinion as select month, 'survey' as source, null::varchar as town_code, 1 as sheet_id, row"
        f" from ({opinions}) as told (month, row, topic)"
    )
    connection.execute(
        f"create table core.opinion_mark as select 'survey' as source, 1 as sheet_id, row, topic, topic as group_id"
        f" from ({opinions}) as told (month, row, topic)"
    )
    judge_topics(connection, reference().scheme.topics)
    tests = "select month, code, test, mention_count, verdict from core.topic_test where kind = 'topic' order by test"
    assert table(connection, tests) == [
        ("2022-06-01", "waste", "emerging", 2, "too_little_history"),
        ("2022-06-01", "waste", "growing", 2, "too_little_history"),
        ("2022-06-01", "waste", "in_towns", 0, "too_few"),
    ]


def test_a_town_has_its_topics_by_how_often_its_residents_speak_of_them(county: duckdb.DuckDBPyConnection) -> None:
    columns = (
        "title, mention_count, share_numerator, county_share_numerator, recent_month_count, is_concentrated,"
        " is_recurring, is_major"
    )
    found = table(
        county,
        f"select {columns} from mart.town_topic where month = '2022-06-01' and town_name = '大张庄镇'"
        " order by topic_order",
    )
    assert found[:2] == [
        ("文化场所不开放或被占用", 14, 14, 14, 1, True, False, True),
        ("图书馆限流", 5, 5, 30, 6, False, True, True),
    ]
    assert [count for _, count, *_ in found] == sorted((count for _, count, *_ in found), reverse=True)
