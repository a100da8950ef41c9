"""Who answers for a scope on the month's last day; months in which nobody does."""

import csv
import datetime as dt
from dataclasses import replace

import pytest

from flows.work_tables import Post
from tests.warehouse import given
from tests.warehouse.given import Given, Sheet, table

# What is changed of the shipped roster: the heads of the library and the office go on the last day of a month.
LAST_DAYS = {"图书馆馆长": dt.date(2022, 5, 31), "办公室主任": dt.date(2022, 6, 30)}
VISIT = {"town": "西里镇", "householder": "王**", "visited_on": "2022-06-08", "target_type": "结对帮扶村群众"}


@pytest.fixture(scope="module")
def warehouse():
    shipped = given.reference()
    posts = [
        post.model_copy(update={"valid_to": LAST_DAYS[post.post]})
        if post.post in LAST_DAYS and post.scope != "visit_group"
        else post
        for post in shipped.rows("post")
    ]
    coming = {"post": "图书馆副馆长（主持工作）", "role": "成员", "scope": "unit", "scope_code": "library"}
    posts.append(Post(**coming, is_responsible=True, valid_from="2022-08-01", valid_to="", note=""))
    groups = [{**VISIT, "group": group, "village": f"{group}村"} for group in ("一组", "五组")]
    months = ["2022-05", "2022-06", "2022-07", "2022-08"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(given, "reference", lambda: replace(shipped, tables=shipped.tables | {"post": (Post, posts)}))
        return given.built(Given([Sheet("visit", groups)], folders=months), "mart.roster", "ops.issue")


def _posts(warehouse, month: str, name: str) -> list[tuple[str, str]]:
    where = "where month = ? and scope_name = ? order by role_order, post"
    return table(warehouse, f"select role, post from mart.roster {where}", month, name)


def test_posts_are_those_of_the_months_last_day(warehouse) -> None:
    assert _posts(warehouse, "2022-05-01", "西里镇") == [("成员", "西里镇综合文化站站长")]
    assert _posts(warehouse, "2022-06-01", "西里镇") == [("成员", "西里镇文旅办主任")]
    assert _posts(warehouse, "2022-06-01", "一组") == [
        ("组长", "文化和旅游公共服务中心主任"),
        ("副组长", "文化和旅游公共服务中心副主任"),
        ("成员", "办公室副主任"),
    ]


def test_one_post_answers_for_a_scope(warehouse) -> None:
    several = "select month, scope, scope_code from mart.roster where is_responsible group by all having count(*) > 1"
    assert table(warehouse, several) == []
    ((towns,),) = table(
        warehouse, "select count(*) from mart.roster where month = '2022-06-01' and scope = 'town' and is_responsible"
    )
    assert towns == 12


def test_a_scope_for_which_nobody_answers_is_told(warehouse) -> None:
    found = table(
        warehouse, "select month, file, value, problem from ops.issue where code = 'roster_gap' order by 1, 3"
    )
    assert found == [
        (month, "reference/roster.csv", name, f"{name}在本月最后一天没有负责的职务（{known}）")
        for month, name, known in (
            ("2022-06-01", "图书馆", "“图书馆馆长”到 2022-05-31 为止"),  # the last day of May was still its day
            ("2022-06-01", "走访五组", "没有登记过"),
            ("2022-07-01", "办公室", "“办公室主任”到 2022-06-30 为止"),
            ("2022-07-01", "图书馆", "“图书馆馆长”到 2022-05-31 为止"),
            ("2022-08-01", "办公室", "“办公室主任”到 2022-06-30 为止"),
        )
    ]


def test_who_answers_on_a_day(warehouse) -> None:
    asked = {
        ("town", "370323105", "2022-06-06"): "西里镇综合文化站站长",
        ("town", "370323105", "2022-06-07"): "西里镇文旅办主任",
        ("unit", "library", "2022-05-31"): "图书馆馆长",
        ("unit", "library", "2022-06-01"): None,
        ("unit", "library", "2022-08-01"): "图书馆副馆长（主持工作）",
        ("county", "", "2022-06-30"): "局党组书记、局长",
        ("county", "", "2021-01-31"): None,
    }
    assert {key: table(warehouse, "select responsible_post(?, ?, ?::date)", *key)[0][0] for key in asked} == asked


def test_the_shipped_roster_holds_posts_only_and_says_what_is_invented() -> None:
    path = given.ROOT / "data" / "reference" / "roster.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    ends = ("长", "主任", "科员", "导员（主持工作）", "（分管党建）", "（分管公共文化）", "（分管文化市场）")
    assert [row["post"] for row in rows if not row["post"].endswith(ends)] == []
    assert [row["post"] for row in rows if not row["note"]] == []
