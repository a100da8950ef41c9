"""What the files of two years say of one problem: a village's farmhouse library (农家书屋) that is always locked.

A resident tells it on the telephone, then by ticket; the ledger takes it up, runs past its deadline, strikes it off;
a visit and an inspection find it again; the ledger reopens it and strikes it off for good.
"""

from __future__ import annotations

from tests.warehouse.given import Given, Row, Sheet

TOWN, VILLAGE = "西里镇", "中西里村"
MATTER = "西里镇中西里村农家书屋常年锁门，群众借不到书"
TICKET, PROBLEM = "GD20210601", "2021001"
MONTHS = [f"{year}-{month:02d}" for year in (2021, 2022) for month in range(1, 13)][4:]

_TOLD_BY_TELEPHONE = {
    "sample_id": "S1",
    "interview_date": "2021-05-18",
    "town": TOWN,
    "village": VILLAGE,
    "urban_rural": "农村",
    "sex": "女",
    "age": "45",
    "disposition": "1.1",
    "is_valid": "是",
    "q1": "不满意",
    "comment": MATTER,
}
_TICKET = {
    "ticket_no": TICKET,
    "channel": "12345热线",
    "town": TOWN,
    "village": VILLAGE,
    "content": MATTER,
    "handler": "图书馆",
    "called_at": "2021-06-21 09:00",
    "dispatched_at": "2021-06-21 10:00",
    "due_at": "2021-06-25 18:00",
}
# Handled again and revisited in July: still not solved.
_TICKET_CLOSED = {
    **_TICKET,
    "closed_at": "2021-07-02 16:00",
    "status": "已办结",
    "redo_count": "1",
    "visited_at": "2021-07-05 10:00",
    "connected": "是",
    "contacted": "是",
    "solved": "未解决",
    "final_satisfaction": "不满意",
}
_PROBLEM = {
    "ledger_no": PROBLEM,
    "problem_source": "12345",
    "source_ref": TICKET,
    "town": TOWN,
    "theme": "文体生活",
    "description": MATTER,
    "severity": "一般",
    "found_on": "2021-06-21",
    "unit": "图书馆",
    "measure": "排班值守，公示开放时间",
    "target": "每周开放不少于42小时",
    "person": "图书馆馆长",
    "is_struck_off": "未销号",
}
_STRUCK_OFF = {
    "is_struck_off": "已销号",
    "struck_off_on": "2021-08-20",
    "revisit_result": "满意",
    "site_check": "属实",
}
_REOPENED = {"is_struck_off": "未销号", "struck_off_on": "2021-08-20", "rebound": "是", "due": "2021-12-17"}
_STRUCK_OFF_AGAIN = {**_STRUCK_OFF, "struck_off_on": "2021-12-10", "rebound": "是", "due": "2021-12-17"}
_VISIT = {
    "group": "一组",
    "visitor": "周**",
    "target_type": "结对帮扶村群众",
    "town": TOWN,
    "village": VILLAGE,
    "household_no": "H1",
    "visited_on": "2021-10-12",
    "time_range": "9:00-9:30",
    "method": "入户",
    "opinion": MATTER,
    "theme": "文体生活",
    "solved_on_site": "否",
    "transfer_no": PROBLEM,
}
_FINDING = {
    "inspected_on": "2021-10-19",
    "team": "第一督查组",
    "town": TOWN,
    "site": "中西里村农家书屋",
    "theme": "文体生活",
    "finding": MATTER,
    "ledger_no": PROBLEM,
}
# October 2022: both look again, and find the library open.
_VISIT_IN_PEACE = {
    name: text
    for name, text in {**_VISIT, "visited_on": "2022-10-12"}.items()
    if name not in {"opinion", "theme", "solved_on_site", "transfer_no"}
}
_NOTHING_FOUND = {
    name: text
    for name, text in {**_FINDING, "inspected_on": "2022-10-18", "finding": "无"}.items()
    if name not in {"ledger_no"}
}


def _ledger(month: str) -> Row | None:
    """The problem's row in the ledger of a month: none before it was found."""
    if month < "2021-06":
        return None
    if month < "2021-08":
        return _PROBLEM
    if month < "2021-11":
        return {**_PROBLEM, **_STRUCK_OFF}
    return {**_PROBLEM, **(_REOPENED if month == "2021-11" else _STRUCK_OFF_AGAIN)}


def given() -> Given:
    """The files of twenty months; a ledger stands in every month from the first on."""
    sheets = [
        Sheet("survey", [_TOLD_BY_TELEPHONE], month="2021-05"),
        Sheet("hotline", [_TICKET], month="2021-06"),
        Sheet("hotline", [_TICKET_CLOSED], month="2021-07"),
        Sheet("visit", [_VISIT], month="2021-10"),
        Sheet("inspection", [_FINDING], month="2021-10"),
        Sheet("visit", [_VISIT_IN_PEACE], month="2022-10"),
        Sheet("inspection", [_NOTHING_FOUND], month="2022-10"),
    ]
    sheets += [Sheet("rectification", [row], month=month) for month in MONTHS if (row := _ledger(month))]
    return Given(sheets, folders=MONTHS)
