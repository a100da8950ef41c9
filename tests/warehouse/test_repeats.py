"""Repeated complaints: the same caller, the same problem, on what grounds, and how well the demo's are found."""

import pytest

from tests.county import truth
from tests.county.tickets import Ticket, tickets_of
from tests.warehouse.given import Given, Sheet, built, table

LAMP = "西里镇李家庄村文化广场路灯不亮已有两周，请有关部门修复"
AGAIN = "再次反映：西里镇李家庄村文化广场路灯不亮已有两周，请有关部门修复，至今没有解决。电话13800000000"
LONGER = LAMP + "，老人晚上出门已经摔倒了两次，孩子也不敢出来，上次说三天内来人，等到现在也没有见到"
NOISE = "楼下歌厅夜里十一点还在营业，低音炮震得窗户响"


def _repeats(*lines: tuple[str, ...], months: tuple[str, ...] = ()) -> list[tuple]:
    names = ("ticket_no", "called_at", "content", "caller_phone", "village", "prior_ticket_no")
    sheets: dict[str, list[dict[str, str]]] = {}
    for at, line in enumerate(lines):
        cells = {name: text for name, text in zip(names, line, strict=False) if text}
        sheets.setdefault(months[at] if months else "2022-06", []).append({"town": "西里镇", **cells})
    warehouse = built(Given([Sheet("hotline", rows, month=m) for m, rows in sheets.items()]), "core.repeat_complaint")
    return table(
        warehouse,
        "select kind, ticket_no, basis, previous_ticket_no, first_ticket_no, days_since_previous, repeat_no"
        " from core.repeat_complaint order by ticket_no, kind",
    )


FIRST = ("1", "2022-06-01 09:00", LAMP, "a", "李家庄村")
CASES = {
    "nothing in common": (("2", "2022-06-03 09:00", NOISE, "b", "李家庄村"), []),
    "the same words of another caller": (("2", "2022-06-03 09:00", LAMP, "b", "李家庄村"), ["same_problem text"]),
    "told again with stock phrases": (("2", "2022-06-03 09:00", AGAIN, "b", "李家庄村"), ["same_problem text"]),
    "the same words at another village": (("2", "2022-06-03 09:00", LAMP, "b", "张家庄村"), []),
    "the same words, the village only in the text": (("2", "2022-06-03 09:00", LAMP, "b", ""), ["same_problem text"]),
    "on the window's last day": (("2", "2022-07-01 09:00", LAMP, "b", "李家庄村"), ["same_problem text"]),
    "a second past the window": (("2", "2022-07-01 09:00:01", LAMP, "b", "李家庄村"), []),
    "the same caller and words": (
        ("2", "2022-06-03 09:00", AGAIN, "a", "李家庄村"),
        ["same_caller phone", "same_problem phone_and_text"],
    ),
    "the same caller about something else": (("2", "2022-06-03 09:00", NOISE, "a", ""), ["same_caller phone"]),
    "the same caller at greater length": (
        ("2", "2022-06-03 09:00", LONGER, "a", "李家庄村"),
        ["same_caller phone", "same_problem phone_and_text"],
    ),
    "one of two telephones": (("2", "2022-06-03 09:00", NOISE, "b、a", ""), ["same_caller phone"]),
    "no telephone, no text": (("2", "2022-06-03 09:00", "", "", "李家庄村"), []),
    "the file names the earlier ticket": (
        ("2", "2022-09-03 09:00", NOISE, "b", "", "1"),
        ["same_problem prior_ticket_no"],
    ),
    "the file names itself": (("2", "2022-09-03 09:00", NOISE, "b", "", "2"), []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_repeats_the_first_ticket(case) -> None:
    second, expected = CASES[case]
    found = _repeats(FIRST, second)
    assert [f"{kind} {basis}" for kind, _, basis, *_ in found] == expected
    assert all((ticket, previous, first) == ("2", "1", "1") for _, ticket, _, previous, first, *_ in found)


def test_a_chain_knows_its_first_and_the_one_before() -> None:
    lines = [(str(n), f"2022-06-{day:02d} 09:00", LAMP, "", "李家庄村") for n, day in ((1, 1), (2, 11), (3, 12))]
    assert _repeats(*lines) == [
        ("same_problem", "2", "text", "1", "1", 10, 1),
        ("same_problem", "3", "text", "2", "1", 1, 2),
    ]


def test_a_ticket_that_no_export_has_may_be_named_but_not_dated_and_a_later_one_may_not() -> None:
    found = _repeats(("1", "2022-06-01 09:00", LAMP, "", "", "旧9"), ("2", "2022-06-02 09:00", NOISE, "", "", "3"),
                     ("3", "2022-06-03 09:00", "咨询借书证", "", ""))  # fmt: skip
    assert found == [("same_problem", "1", "prior_ticket_no", "旧9", "旧9", None, 1)]


def test_a_month_knows_nothing_of_tickets_that_a_later_export_brings() -> None:
    late = ("1", "2022-06-01 09:00", LAMP, "a", "李家庄村")
    soon = ("2", "2022-06-03 09:00", LAMP, "a", "李家庄村")
    assert _repeats(late, soon, months=("2022-07", "2022-06")) == []
    assert len(_repeats(late, soon, months=("2022-06", "2022-07"))) == 2


# --- the demo county's ----------------------------------------------------------------------------------------------

MONTHS = ("2022-03", "2022-04", "2022-05", "2022-06")


def _phrased(ticket: Ticket) -> dict[str, str]:
    cells = {"ticket_no": ticket.ticket_no, "called_at": f"{ticket.called_at:%Y-%m-%d %H:%M:%S}"}
    cells |= {"caller_phone": ticket.phone, "content": ticket.content, "village": ticket.village}
    return cells | ({"prior_ticket_no": ticket.prior_no} if ticket.prior_no else {}) | {"town": ticket.town_code}


def test_the_demo_countys_repeats_are_found_and_few_others() -> None:
    """Right is a pair of one subject and village; planted are those who came back within the window or name it."""
    known = {ticket.ticket_no: ticket for month in MONTHS for ticket in tickets_of(month)}
    assert set(MONTHS) <= set(truth.MONTHS)
    sheets = [Sheet("hotline", [_phrased(ticket) for ticket in tickets_of(month)], month=month) for month in MONTHS]
    warehouse = built(Given(sheets), "core.repeat_complaint")
    found = dict(
        table(
            warehouse,
            "select ticket_no, previous_ticket_no from core.repeat_complaint where kind = 'same_problem'",
        )
    )
    callers = {
        no for (no,) in table(warehouse, "select ticket_no from core.repeat_complaint where kind = 'same_caller'")
    }
    pairs = [(known[no], known[earlier]) for no, earlier in found.items() if earlier in known]
    right = sum((one.topic, one.village) == (other.topic, other.village) for one, other in pairs)
    by_phone: dict[str, list[Ticket]] = {}
    planted, back = set(), set()
    for ticket in sorted(known.values(), key=lambda each: each.called_at):
        before = by_phone.setdefault(ticket.phone, [])
        near = [each for each in before if (ticket.called_at - each.called_at).total_seconds() <= 30 * 86400]
        back |= {ticket.ticket_no} if near else set()
        if ticket.content.startswith("再次反映") and (near or ticket.prior_no):
            planted.add(ticket.ticket_no)
        before.append(ticket)
    assert len(planted) >= 30
    assert len(pairs) >= len(planted) / 2
    assert right / len(pairs) >= 0.9
    assert len(planted & found.keys()) / len(planted) >= 0.9
    assert callers == back
