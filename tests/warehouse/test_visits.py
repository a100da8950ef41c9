"""Visits: what is read, how long they were, what they refer to."""

import pytest

from flows.warehouse.models import read_models, run_models
from tests.warehouse.given import SQL, Given, Sheet, built, codes, loaded, table

GOOD = {
    "town": "悦庄镇",
    "visited_on": "2022-06-07",
    "target_type": "结对帮扶村群众",
    "started_at": "09:00:00",
    "ended_at": "09:30:00",
    "method": "入户",
    "opinion": "无意见",
}
RANGE = {"started_at": "", "ended_at": ""}

READ = {
    "a good row": ({}, []),
    "only town and day": (
        {name: "" for name in GOOD if name not in ("town", "visited_on")},
        ["target_missing"],
    ),
    "no day": ({"visited_on": ""}, ["date_missing"]),
    "an impossible day": ({"visited_on": "2022年6月31日"}, ["date_unreadable"]),
    "a week after the month": ({"visited_on": "2022-07-07"}, []),
    "more than a week after the month": ({"visited_on": "2022-07-08"}, ["visit_ahead"]),
    "another name of the group": ({"group": "第 一 组"}, []),
    "a group that no list has": ({"group": "五组"}, ["group_unknown"]),
    "no town, but a village of one town": ({"town": "", "village": "南麻一村"}, []),
    "no town, a village of two towns": ({"town": "", "village": "新村"}, ["town_ambiguous"]),
    "no town, no village": ({"town": ""}, ["town_missing"]),
    "a misspelt town": ({"town": "悦装镇"}, ["town_unknown"]),
    "outside every town": ({"town": "县直"}, ["town_none"]),
    "an unknown kind of target": ({"target_type": "亲戚"}, ["word_unknown"]),
    "an unknown way": ({"method": "微信视频"}, ["word_unknown"]),
    "fifteen minutes": ({"ended_at": "09:15:00"}, []),
    "a second less": ({"ended_at": "09:14:59"}, ["visit_short"]),
    "fourteen minutes": ({"ended_at": "09:14"}, ["visit_short"]),
    "fourteen minutes by telephone": ({"ended_at": "09:14", "method": "电话"}, []),
    "fourteen minutes, nobody says how": ({"ended_at": "09:14", "method": ""}, ["visit_short"]),
    "no minute at all": ({"ended_at": "09:00:00"}, ["visit_short"]),
    "end before start": ({"ended_at": "08:59"}, ["visit_time_order"]),
    "past midnight": ({"started_at": "23:50", "ended_at": "00:10"}, ["visit_time_order"]),
    "an unreadable start": ({"started_at": "一早"}, ["time_unreadable"]),
    "an unreadable end": ({"ended_at": "中饭时"}, ["time_unreadable"]),
    "from – to": ({**RANGE, "time_range": "9:00-9:20"}, []),
    "from – to, too short": ({**RANGE, "time_range": "上午9：00至9：14"}, ["visit_short"]),
    "from – to, the wrong way round": ({**RANGE, "time_range": "9:20-9:00"}, ["visit_time_order"]),
    "from – to, not readable": ({**RANGE, "time_range": "20分钟左右"}, ["time_unreadable"]),
    "an opinion without its theme": ({"opinion": "路灯不亮"}, ["theme_missing"]),
    "an opinion and its theme": ({"opinion": "路灯不亮", "theme": "社会治安"}, []),
    "a theme no list has": ({"opinion": "路灯不亮", "theme": "杂项"}, ["word_unknown"]),
    "neither yes nor no": ({"solved_on_site": "差不多", "cloud_uploaded": "稍后"}, ["word_unknown", "word_unknown"]),
    "feedback on the day": ({"feedback_at": "2022-06-07"}, []),
    "feedback before the visit": ({"feedback_at": "6月6日"}, ["feedback_before"]),
    "unreadable feedback": ({"feedback_at": "下周"}, ["time_unreadable"]),
    "passed on, on the ledger": ({"transfer_no": "2022001"}, []),
    "passed on, on the ledger of next month": ({"transfer_no": "2022002"}, []),
    "passed on, on no ledger": ({"transfer_no": "2022099"}, ["ledger_no_unknown"]),
    "passed on twice, one on no ledger": ({"transfer_no": "2022001、2022099"}, ["ledger_no_unknown"]),
    "passed on, on the ledger after next": ({"transfer_no": "2022003"}, ["ledger_no_unknown"]),
    "not passed on": ({"transfer_no": "无"}, []),
    "a listed household": ({"household_no": "1"}, []),
    "a household that is not listed": ({"household_no": "9"}, ["household_unknown"]),
}

# started, ended, from–to → what they come to
TIMES = {
    ("09:00:00", "09:30:00", ""): ("09:00:00", "09:30:00", 1800),
    ("2022-06-07 14:05:00", "2022-06-07 14:25:00", ""): ("14:05:00", "14:25:00", 1200),
    ("9点", "9点半", ""): ("09:00:00", "09:30:00", 1800),
    ("", "", "下午2:30-3:10"): ("14:30:00", "15:10:00", 2400),
    ("", "", "上午11:40-12:10"): ("11:40:00", "12:10:00", 1800),
    ("", "", "晚上11:30-11:50"): ("23:30:00", "23:50:00", 1200),
    ("09:00", "", "8:00-8:20"): ("09:00:00", "08:20:00", None),
    ("09:00", "", ""): ("09:00:00", None, None),
    ("10:00", "09:00", ""): ("10:00:00", "09:00:00", None),
    ("", "", "0:00-0:15"): ("00:00:00", "00:15:00", 900),
}


def _row(number: int, cells: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in {"group": "一组", "visitor": f"{number}", **GOOD, **cells}.items() if text}


@pytest.fixture(scope="module")
def warehouse():
    rows = [_row(number, cells) for number, (cells, _) in enumerate(READ.values())]
    times = [
        _row(100 + number, {"started_at": first, "ended_at": last, "time_range": both, "method": "电话"})
        for number, (first, last, both) in enumerate(TIMES)
    ]
    ledgers = [
        Sheet("rectification", [{"ledger_no": number, "town": "悦庄镇", "found_on": f"{month}-06"}], month=month)
        for month, number in (("2022-05", "2022001"), ("2022-07", "2022002"), ("2022-08", "2022003"))
    ]
    listed = Sheet("household", [{"household_no": "1", "town": "悦庄镇", "target_type": "企业"}], month="2022-05")
    later = Sheet("household", [{"household_no": "9", "town": "悦庄镇", "target_type": "企业"}], month="2022-07")
    return built(Given([Sheet("visit", rows + times), *ledgers, listed, later]))


@pytest.mark.parametrize("case", READ)
def test_reading_a_row(warehouse, case) -> None:
    assert codes(warehouse, "staging.visit_read")[list(READ).index(case) + 2] == READ[case][1]


def test_only_day_and_town_reject_a_visit(warehouse) -> None:
    used = {row - 2 for (row,) in table(warehouse, "select row from staging.visit")}
    rejecting = {"date_missing", "date_unreadable", "town_ambiguous", "town_missing", "town_unknown"}
    assert used & set(range(len(READ))) == {n for n, (_, told) in enumerate(READ.values()) if not rejecting & set(told)}


@pytest.mark.parametrize("at", range(len(TIMES)), ids=[" ".join(filter(None, cells)) for cells in TIMES])
def test_times_and_how_long_it_took(warehouse, at) -> None:
    found = table(
        warehouse, "select started_at, ended_at, duration_s from staging.visit where visitor = ?", f"{100 + at}"
    )
    assert found == [list(TIMES.values())[at]]


def test_the_cell_with_the_time_is_told(warehouse) -> None:
    told = "select column_header, value, problem from ops.issue where code = 'visit_short' and row = ?"
    for case, header in (("fourteen minutes", "结束时间"), ("from – to, too short", "起止时间")):
        found = table(warehouse, told, list(READ).index(case) + 2)
        assert found == [(header, "14", "走访时长 14 分钟，短于规定的 15 分钟")]


@pytest.mark.parametrize(("minutes", "told"), [(15, []), (16, ["visit_short"])])
def test_the_shortest_visit_is_a_setting(minutes, told) -> None:
    warehouse = loaded(Given([Sheet("visit", [_row(1, {"ended_at": "09:15:00"})])]))
    warehouse.execute("update reference.scheme set value = ? where setting = 'min_minutes'", [str(minutes)])
    run_models(warehouse, read_models(SQL, ("staging",)))
    assert codes(warehouse, "staging.visit_read") == {2: told}


def test_words_become_codes() -> None:
    row = _row(
        1, {"target_type": "企业（网吧）", "method": "电话走访", "theme": "文体活动", "cloud_uploaded": "已上传"}
    )
    warehouse = built(Given([Sheet("visit", [row])]), "staging.visit")
    found = table(warehouse, "select target_type, method, theme, is_uploaded, opinion from staging.visit")
    assert found == [("firm_internet_cafe", "phone", "culture_life", True, None)]


def test_a_repeated_visit_counts_once_and_months_keep_their_own() -> None:
    row = _row(1, {})
    sheets = [
        Sheet("visit", [row, row]),
        Sheet("visit", [row], file="2022-06/又.xlsx"),
        Sheet("visit", [row], month="2022-07"),
    ]
    warehouse = built(Given(sheets))
    assert table(warehouse, "select month, row from staging.visit order by all") == [
        ("2022-06-01", 2),
        ("2022-07-01", 2),
    ]
    told = table(warehouse, "select file, row, problem from ops.issue where code = 'row_duplicate' order by all")
    assert told == [
        ("2022-06/visit.xlsx", 3, "与第 2 行完全相同，只计一次"),
        ("2022-06/又.xlsx", 2, "与2022-06/visit.xlsx第 2 行完全相同，只计一次"),
    ]


def test_without_a_list_or_a_ledger_nothing_is_missed() -> None:
    row = _row(1, {"household_no": "7", "transfer_no": "2022099"})
    warehouse = built(Given([Sheet("visit", [row])]), "staging.visit")
    assert codes(warehouse, "staging.visit_read") == {2: []}


def test_no_visits() -> None:
    warehouse = built(Given([Sheet("visit")]))
    assert table(warehouse, "select * from staging.visit") == []
    assert table(warehouse, "select * from ops.issue") == []
