"""The hotline export: what is known of every ticket at the month's end, 18:00."""

from __future__ import annotations

import datetime as dt

from tests.county import texts
from tests.county.places import town_name
from tests.county.sheet import Column, Row, Sheet
from tests.county.tickets import Ticket, tickets_of
from tests.county.workdays import export_moment, month_before

_HEADERS = {
    "ticket_no": "工单编号",
    "prior_ticket_no": "旧工单编号",
    "called_at": "来电时间",
    "channel": "受理渠道",
    "caller_name": "来电人",
    "caller_phone": "联系电话",
    "request_type": "工单类型",
    "category": "问题分类",
    "title": "标题",
    "content": "主要内容",
    "address": "事发地",
    "town": "镇街",
    "village": "村社区",
    "handler": "承办单位",
    "role": "主办/协办",
    "dispatched_at": "派单时间",
    "signed_at": "签收时间",
    "limit": "办理时限",
    "due_at": "截止时间",
    "extended_due_at": "延期后截止",
    "return_count": "退回次数",
    "closed_at": "办结时间",
    "is_overdue": "是否超期",
    "status": "状态",
    "redo_count": "重办次数",
    "visited_at": "回访时间",
    "connected": "是否接通",
    "contacted": "是否联系诉求人",
    "solved": "是否解决",
    "first_satisfaction": "首次满意度",
    "final_satisfaction": "最终满意度",
    "unreasonable": "不合理诉求",
    "appeal": "考核申诉",
}
_THREE = {"category_l1": "一级分类", "category_l2": "二级分类", "category_l3": "三级分类"}
_THREE_COLUMN_MONTHS = ("2021-06", "2021-10", "2022-01", "2022-03", "2022-05")


def _yes(value: bool) -> str:
    return "是" if value else "否"


def known(ticket: Ticket, moment: dt.datetime) -> Row:
    """A ticket as an export made at `moment` shows it; nothing later than `moment` appears."""

    def seen(at: dt.datetime | None) -> dt.datetime | None:
        return at if at is not None and at <= moment else None

    first_closed, first_visit = seen(ticket.first_closed_at), seen(ticket.visited_at)
    redo_closed, redo_visit = seen(ticket.redo_closed_at), seen(ticket.redo_visited_at)
    is_redoing = first_visit is not None and ticket.redo_closed_at is not None and redo_closed is None
    due = ticket.effective_due_at if seen(ticket.extended_at) else ticket.due_at
    visited = redo_visit or first_visit
    answered = visited is not None and ticket.connected
    topic = texts.BY_NAME[ticket.topic]
    town = town_name(ticket.town_code)
    solved = ticket.solved
    if ticket.redo_visited_at is not None and redo_visit is None:
        solved = "否"
    return Row(
        ticket_no=ticket.ticket_no,
        prior_ticket_no=ticket.prior_no or None,
        called_at=ticket.called_at,
        channel=ticket.channel,
        caller_name=ticket.caller,
        caller_phone=ticket.phone,
        request_type=ticket.request_type,
        category="->".join(topic.category),
        category_l1=topic.category[0],
        category_l2=topic.category[1],
        category_l3=topic.category[2],
        title=f"关于{town}{topic.category[2]}的{ticket.request_type}",
        content=ticket.content,
        address=f"沂源县{town}{ticket.village}",
        town=town,
        village=ticket.village,
        handler="、".join(ticket.handlers),
        role="、".join(["主办", *["协办"] * (len(ticket.handlers) - 1)]),
        dispatched_at=seen(ticket.dispatched_at),
        signed_at=seen(ticket.signed_at),
        limit="5个工作日",
        due_at=ticket.due_at if seen(ticket.dispatched_at) else None,
        extended_due_at=ticket.extended_due_at if seen(ticket.extended_at) else None,
        return_count=ticket.return_count if seen(ticket.signed_at) else 0,
        # The first closing stays the closing: a redo has its own column and does not make a ticket late.
        closed_at=first_closed,
        is_overdue=_yes((first_closed or moment) > due) if seen(ticket.dispatched_at) else "否",
        status=_status(ticket, moment, is_redoing),
        redo_count=1 if is_redoing or redo_closed else 0,
        visited_at=visited,
        connected=_yes(ticket.connected) if visited else None,
        contacted=_yes(ticket.contacted) if first_closed else None,
        solved=(solved if answered else "联系不上") if visited else None,
        first_satisfaction=ticket.first_satisfaction if answered else None,
        final_satisfaction=_final(ticket, redo_visit) if answered else None,
        unreasonable=_yes(ticket.unreasonable),
        appeal=(ticket.appeal or None) if first_closed else None,
        _town_code=ticket.town_code,
        _is_planted=int(ticket.is_planted),
    )


def _final(ticket: Ticket, redo_visit: dt.datetime | None) -> str | None:
    """The final evaluation; still open while a ticket is being redone."""
    if ticket.redo_closed_at is None:
        return ticket.first_satisfaction
    return ticket.final_satisfaction if redo_visit else None


def _status(
    ticket: Ticket,
    moment: dt.datetime,
    is_redoing: bool,
) -> str:
    if is_redoing:
        return "重办中"
    if ticket.first_closed_at <= moment:
        return "已办结" if ticket.finished_at <= moment else "待回访"
    if ticket.dispatched_at > moment:
        return "待派单"
    if ticket.signed_at > moment:
        return "待签收"
    return "延期办理" if ticket.extended_at and ticket.extended_at <= moment else "办理中"


def exported(month: str) -> list[Ticket]:
    """Tickets in a month's export: received in it, or not yet finished at the last month's end."""
    before = month_before(month)
    carried = [
        ticket
        for past in (month_before(before), before)
        if past >= "2021-04"
        for ticket in tickets_of(past)
        if ticket.finished_at > export_moment(before)
    ]
    return carried + list(tickets_of(month))


def hotline_sheet(month: str, channels: tuple[str, ...] = ()) -> Sheet:
    """The month's export, clean, for all channels or only the named ones."""
    moment = export_moment(month)
    rows = [known(t, moment) for t in exported(month) if not channels or t.channel in channels]
    headers = dict(_HEADERS)
    if month in _THREE_COLUMN_MONTHS:
        at = list(headers).index("category")
        items = list(headers.items())
        headers = dict([*items[:at], *_THREE.items(), *items[at + 1 :]])
    wide = {"content": 50.0, "title": 28.0, "address": 26.0, "category": 30.0, "ticket_no": 18.0}
    columns = [Column(key, header, width=wide.get(key, 12.0)) for key, header in headers.items()]
    return Sheet("工单明细", columns, rows)
