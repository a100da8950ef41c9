"""The summary for the county office: every problem of the ledger as it stands at the month's end, in Chinese words."""

from __future__ import annotations

import pytest

from tests.warehouse.given import Given, Sheet, built, table

# ledger number | town | unit | due | struck off | on | revisit | check → posts | strike-off | revisit | remark
PROBLEMS = """
2022001 | 西里镇 | 文化馆、图书馆 | 2022-06-20 | 未销号 | | | | 文化馆馆长、图书馆馆长 | 未销号 | | 超期
2022002 | 西里镇 | 局公共服务科 | 2022-07-20 | 未销号 | | | | 公共服务科科长 | 未销号 | |
2022003 | 悦庄镇 | 某某公司 | 2022-06-20 | 已销号 | 2022-06-17 | 满意 | 属实 | 悦庄镇文旅办主任 | 已销号 | 满意 |
2022004 | 悦庄镇 | | 2022-06-20 | 已销号 | 2022-06-17 | 不满意 | 属实 | 悦庄镇文旅办主任 | 已销号 | 不满意 | 销号存疑
2022005 | 悦庄镇 | 文化馆 | 2022-06-20 | 已销号 | | | | 文化馆馆长 | 已销号 | | 未写销号时间、销号待核实
2022006 | 悦庄镇 | 文化馆 | 2022-06-20 | 已解释 | | | | 文化馆馆长 | 已解释 | |
2022007 | 经济开发区 | 文化馆 | 长期坚持 | 未销号 | | | | 文化馆馆长 | 未销号 | |
"""
LINES = [[cell.strip() for cell in line.split("|")] for line in PROBLEMS.strip().splitlines()]
GIVEN = ("ledger_no", "town", "unit", "due", "is_struck_off", "struck_off_on", "revisit_result", "site_check")
SAME = {
    "description": "农家书屋锁门",
    "found_on": "2022-06-06",
    "problem_source": "微信公众号留言",
    "theme": "文体生活",
}


@pytest.fixture(scope="module")
def warehouse():
    rows = [SAME | dict(zip(GIVEN, line, strict=False)) for line in LINES]
    given = Given([Sheet("rectification", rows)], folders=["2022-06"])
    return built(given, "mart.rectification_summary", "mart.summary_column")


def test_each_problem_tells_who_answers_how_it_stands_and_what_needs_a_remark(warehouse) -> None:
    wanted = "ledger_no, responsible_posts, strike_off, revisit, remark"
    found = table(warehouse, f"select {wanted} from mart.rectification_summary order by 1")
    assert found == [(line[0], *(cell or None for cell in line[8:])) for line in LINES]


def test_words_are_the_first_of_each_meaning(warehouse) -> None:
    words = table(warehouse, "select distinct problem_source, theme from mart.rectification_summary")
    assert words == [("微信留言", "文体生活")]


def test_lines_are_numbered_by_town_and_those_of_no_town_come_last(warehouse) -> None:
    ordered = "select town_name, summary_no from mart.rectification_summary order by summary_no"
    found = table(warehouse, ordered)
    assert [number for _, number in found] == list(range(1, len(LINES) + 1))
    assert found[-1][0] is None
    assert len({town for town, _ in found}) == len(
        [1 for at, (town, _) in enumerate(found) if at == 0 or found[at - 1][0] != town]
    )


def test_the_columns_are_the_county_offices(warehouse) -> None:
    titles = table(warehouse, "select string_agg(title, ' ' order by column_order) from mart.summary_column")
    assert titles == [
        (
            "序号 问题来源 镇街 领域 问题描述 责任单位 责任人（岗位） 整改措施 目标任务 整改时限 进展 是否销号"
            " 销号时间 回访结果 备注",
        )
    ]
