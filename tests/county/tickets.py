"""The life of every ticket: received, dispatched, signed, returned, extended, closed, visited, redone.

A ticket here knows its whole future; what an export shows of it at a moment is in hotline.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from tests.county import people, texts, truth
from tests.county.places import Town, town_name, towns, villages
from tests.county.workdays import add_workdays, first_day, last_day, month_before, next_workday

CHANNELS = {"12345热线": 0.70, "微信公众号留言": 0.15, "来信": 0.07, "来访": 0.08}
_PREFIX = {"微信公众号留言": "WX", "来信": "LX", "来访": "LF"}
_TYPES = {"投诉": 0.42, "求助": 0.24, "建议": 0.18, "咨询": 0.12, "表扬": 0.04}
LIMIT_DAYS = 5
RECEIVED_PER_MONTH = 300
# Share of tickets that take longer than the limit: a town's way of working, steady over the months.
_SLOW_SHARE = dict(
    zip(
        [t.code for t in towns()],
        (0.04, 0.06, 0.10, 0.12, 0.20, 0.08, 0.07, 0.11, 0.06, 0.15, 0.12, 0.09),
        strict=True,
    )
)
_TOWN_WEIGHT = dict(zip([t.code for t in towns()], (22, 19, 6, 8, 7, 5, 5, 7, 9, 4, 3.5, 9), strict=True))


@dataclass(frozen=True)
class Ticket:
    """A ticket with its whole life. Times are local; None means that it never happens."""

    ticket_no: str
    prior_no: str
    channel: str
    called_at: dt.datetime
    caller: str
    phone: str
    request_type: str
    topic: str
    is_planted: bool
    content: str
    town_code: str
    village: str
    handlers: tuple[str, ...]
    dispatched_at: dt.datetime
    signed_at: dt.datetime
    return_count: int
    due_at: dt.datetime
    extended_at: dt.datetime | None
    extended_due_at: dt.datetime | None
    first_closed_at: dt.datetime
    visited_at: dt.datetime
    connected: bool
    contacted: bool
    solved: str
    first_satisfaction: str
    redo_closed_at: dt.datetime | None
    redo_visited_at: dt.datetime | None
    final_satisfaction: str
    unreasonable: bool
    appeal: str

    @property
    def finished_at(self) -> dt.datetime:
        """When nothing more happens to the ticket."""
        return self.redo_visited_at or self.visited_at

    @property
    def effective_due_at(self) -> dt.datetime:
        """The deadline with its extension."""
        return self.extended_due_at or self.due_at


def _clock(rng: np.random.Generator, day: dt.date, low: float = 8.6, high: float = 17.4) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=int(rng.uniform(low, high) * 3600))


def _later(rng: np.random.Generator, moment: dt.datetime, workdays: int) -> dt.datetime:
    """A moment in office hours, `workdays` working days after another and never before it."""
    day = next_workday(add_workdays(moment.date(), workdays))
    found = _clock(rng, day)
    return found if found > moment else moment + dt.timedelta(minutes=int(rng.integers(5, 25)))


def _receive(rng: np.random.Generator, month: str, channel: str) -> dt.datetime:
    day = first_day(month) + dt.timedelta(days=int(rng.integers(0, last_day(month).day)))
    if channel in ("来信", "来访"):
        day = next_workday(day)
        if day > last_day(month):
            day = last_day(month)
        return _clock(rng, day, 8.6, 17.0)
    # The last evening is left out, so that a ticket's month is also the month of its first export.
    return _clock(rng, day, 6.5, 17.4 if day == last_day(month) else 22.0)


def _handlers(rng: np.random.Generator, topic: texts.Topic, town: str) -> tuple[str, ...]:
    main = topic.handler or town
    if rng.random() < 0.07:
        second = town if topic.handler else str(rng.choice(texts.UNITS))
        return (main, second, "公共服务科") if rng.random() < 0.2 else (main, second)
    return (main,)


def _live(rng: np.random.Generator, base: dict[str, object], received: dt.datetime, town: Town) -> Ticket:
    """Everything that follows the receipt of a ticket."""
    dispatched = received + dt.timedelta(minutes=int(rng.lognormal(4.2, 0.7)))
    if dispatched.hour >= 18 or dispatched.hour < 8 or next_workday(dispatched.date()) != dispatched.date():
        dispatched = _clock(rng, add_workdays(dispatched.date(), 1), 8.5, 10.0)
    signed = dispatched + dt.timedelta(minutes=int(rng.lognormal(4.3, 0.8)))
    due = dt.datetime.combine(add_workdays(dispatched.date(), LIMIT_DAYS), dt.time(18))
    returns = int(rng.choice((0, 1, 2), p=(0.92, 0.065, 0.015)))
    extended = rng.random() < 0.06
    extended_at = _later(rng, dispatched, 4) if extended else None
    longest = int(rng.integers(3, 11))
    extended_due = dt.datetime.combine(add_workdays(due.date(), longest), dt.time(18)) if extended else None
    is_slow = rng.random() < _SLOW_SHARE[town.code]
    days = LIMIT_DAYS + 1 + int(rng.geometric(0.35)) if is_slow else int(rng.integers(1, LIMIT_DAYS))
    if extended:
        days = LIMIT_DAYS + longest + 1 if is_slow else LIMIT_DAYS + int(rng.integers(1, longest))
    closed = _later(rng, signed, min(days + (returns if is_slow else 0), 30))
    visited = _later(rng, closed, int(rng.integers(1, 4)))
    connected = bool(rng.random() < 0.88)
    unreasonable = bool(rng.random() < 0.035)
    good = (truth.true_score(town.code, truth.MONTHS[0]) - 50) / 50
    solved = "是" if rng.random() < 0.80 + 0.12 * (good - 0.7) and not unreasonable else "否"
    satisfied = 0.92 if solved == "是" else 0.22
    first = "不满意"
    if rng.random() < satisfied:
        first = "满意" if rng.random() < 0.72 else "基本满意"
    redo_closed = redo_visited = None
    final = first
    if connected and first == "不满意" and not unreasonable and rng.random() < 0.6:
        redo_closed = _later(rng, visited, int(rng.integers(2, 6)))
        redo_visited = _later(rng, redo_closed, int(rng.integers(1, 4)))
        if rng.random() < 0.62:
            final, solved = ("满意" if rng.random() < 0.5 else "基本满意"), "是"
    return Ticket(
        **base,  # type: ignore[arg-type]
        called_at=received,
        dispatched_at=dispatched,
        signed_at=signed,
        return_count=returns,
        due_at=due,
        extended_at=extended_at,
        extended_due_at=extended_due,
        first_closed_at=closed,
        visited_at=visited,
        connected=connected,
        contacted=bool(rng.random() < 0.94),
        solved=solved,
        first_satisfaction=first,
        redo_closed_at=redo_closed,
        redo_visited_at=redo_visited,
        final_satisfaction=final,
        unreasonable=unreasonable,
        appeal="申诉中" if is_slow and rng.random() < 0.06 else "",
    )


def _ticket(rng: np.random.Generator, month: str, topic: texts.Topic, town: Town, is_planted: bool) -> Ticket:
    channel = people.pick(rng, CHANNELS)
    village = str(rng.choice(villages(town.code)))
    content = texts.sentence(rng, topic, town.name, village)
    roll = rng.random()
    if roll < 0.06:
        content += f"。联系人：{people.person(rng)}，电话{people.mobile(rng)}"
    elif roll < 0.075:
        content += f"。身份证号码{people.identity_number(rng)}"
    kind = people.pick(rng, _TYPES)
    base: dict[str, object] = {
        "ticket_no": "",
        "prior_no": "",
        "channel": channel,
        "caller": people.person(rng),
        "phone": people.mobile(rng) if rng.random() < 0.93 else people.landline(int(rng.integers(1990))),
        "request_type": "投诉" if is_planted and kind == "表扬" else kind,
        "topic": topic.name,
        "is_planted": is_planted,
        "content": content,
        "town_code": town.code,
        "village": village,
        "handlers": _handlers(rng, topic, town.name),
    }
    return _live(rng, base, _receive(rng, month, channel), town)


def _repeats(rng: np.random.Generator, month: str, fresh: list[Ticket]) -> list[Ticket]:
    """Callers who come back: under a new number (no reference), or reopened with the old number given."""
    older = list(tickets_of(month_before(month))) if month > "2021-04" else []
    found = []
    for source, count, is_reopened in ((fresh, 6, False), (older, 5, False), (older, 6, True)):
        done = [t for t in source if t.first_closed_at < dt.datetime.combine(first_day(month), dt.time())]
        pool = done if is_reopened else source
        for index in rng.choice(len(pool), size=count, replace=False) if len(pool) > count else ():
            old = pool[int(index)]
            town = next(t for t in towns() if t.code == old.town_code)
            again = _ticket(rng, month, texts.BY_NAME[old.topic], town, False)
            if again.called_at <= old.called_at:
                continue
            found.append(
                replace(
                    again,
                    prior_no=old.ticket_no if is_reopened else "",
                    phone=old.phone,
                    caller=old.caller,
                    village=old.village,
                    content=f"再次反映：{old.content.split('。')[0]}，至今没有解决",
                )
            )
    return found


def _number(tickets: list[Ticket]) -> tuple[Ticket, ...]:
    """Give numbers in order of receipt: 14 digits for the hotline, letters and month for the bureau's own."""
    numbered = []
    serial: dict[str, int] = {}
    for ticket in sorted(tickets, key=lambda t: t.called_at):
        if ticket.channel == "12345热线":
            stem, digits = f"{ticket.called_at:%Y%m%d}", 6
        else:
            stem, digits = f"{_PREFIX[ticket.channel]}{ticket.called_at:%Y%m}", 4
        serial[stem] = serial.get(stem, 0) + 1
        numbered.append(replace(ticket, ticket_no=f"{stem}{serial[stem]:0{digits}d}"))
    return tuple(numbered)


@cache
def tickets_of(month: str) -> tuple[Ticket, ...]:
    """Tickets received in a month ("2021-04" and later), in order of receipt."""
    rng = people.stream(month, "tickets")
    found = []
    for plan in truth.recurring_plan():
        if month in plan.months:
            for number in range(plan.per_month[plan.months.index(month)]):
                code = plan.town_codes[number % len(plan.town_codes)]
                town = next(t for t in towns() if t.code == code)
                found.append(_ticket(rng, month, texts.BY_NAME[plan.topic], town, True))
    ordinary = {topic.name: topic.weight for topic in texts.TOPICS if topic.weight}
    for plan in truth.recurring_plan():
        ordinary.pop(plan.topic, None)
    count = RECEIVED_PER_MONTH + int(rng.integers(-25, 26)) - len(found)
    weights = {town.code: _TOWN_WEIGHT[town.code] for town in towns()}
    for _ in range(count):
        code = people.pick(rng, weights)
        topic = texts.BY_NAME[people.pick(rng, ordinary)]
        found.append(_ticket(rng, month, topic, next(t for t in towns() if t.name == town_name(code)), False))
    return _number(found + _repeats(rng, month, found))
