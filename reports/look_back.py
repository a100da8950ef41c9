"""The look-back report's view: what was struck off in the campaign so far, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.marts import Connection, rows, settings


@dataclass(frozen=True)
class LookBackCount:
    """mart.look_back_count: a scope's struck-off problems, counted by what became of them."""

    scope: str
    scope_name: str
    struck_off_count: int
    revisited_numerator: int
    revisited_denominator: int
    revisit_satisfied_numerator: int
    revisit_satisfied_denominator: int
    checked_numerator: int
    checked_denominator: int
    check_passed_numerator: int
    check_passed_denominator: int
    rebounded_numerator: int
    rebounded_denominator: int
    told_again_count: int
    disproved_count: int
    confirmed_count: int
    remaining_count: int


@dataclass(frozen=True)
class LookBackItem:
    """mart.look_back: one struck-off problem."""

    ledger_no: str
    town_name: str | None
    unit: str | None
    description: str
    struck_off_on: date
    is_open_again: bool
    rebound_count: int
    rebound_found_by: str | None
    rebound_on: date | None
    outcome: str


@dataclass(frozen=True)
class Duty:
    """mart.duty: what the phase asks for, and until when."""

    duty: str
    duty_title: str
    due_on: date
    due_working_day_on: date
    is_provisional: bool


@dataclass(frozen=True)
class LookBackView:
    """Everything the look-back report says of a month; `explained_count` are not struck off but explained (解释)."""

    month: date
    campaign: int
    began_on: date
    is_demo: bool
    counts: tuple[LookBackCount, ...]
    items: tuple[LookBackItem, ...]
    duties: tuple[Duty, ...]
    explained_count: int
    settings: dict[tuple[str, str], str]

    @property
    def county(self) -> LookBackCount:
        """The county's counts."""
        return next(each for each in self.counts if each.scope == "county")

    def of(self, *scopes: str) -> list[LookBackCount]:
        """The counts of some scopes."""
        return [each for each in self.counts if each.scope in scopes]

    def with_outcome(self, *outcomes: str) -> list[LookBackItem]:
        """The problems with some outcomes."""
        return [each for each in self.items if each.outcome in outcomes]


def is_called_for(connection: Connection, month: date) -> bool:
    """Whether the month lies in the look-back phase of a campaign and something was struck off."""
    found = connection.execute(
        "select 1 from mart.phase inner join mart.look_back_count using (month)"
        " where month = ? and phase = 'look_back' and scope = 'county' and struck_off_count > 0",
        [month],
    ).fetchone()
    return found is not None


def read(connection: Connection, month: date) -> LookBackView:
    """Read the view of one month from the marts."""
    campaign, began_on = connection.execute(
        "select any_value(campaign), min(first_on) from mart.phase"
        " where campaign = (select any_value(campaign) from mart.phase where month = ?)",
        [month],
    ).fetchone()
    explained = connection.execute(
        "select numerator from mart.indicator"
        " where month = ? and scope = 'county' and indicator = 'rectification_explained'",
        [month],
    ).fetchone()
    demo = connection.execute("select has_demo_data from mart.month where month = ?", [month]).fetchone()
    return LookBackView(
        month=month,
        campaign=campaign,
        began_on=began_on,
        is_demo=bool(demo and demo[0]),
        counts=rows(connection, LookBackCount, "mart.look_back_count", month, "order by scope, scope_order"),
        items=rows(connection, LookBackItem, "mart.look_back", month, "order by struck_off_on, ledger_no"),
        duties=rows(connection, Duty, "mart.duty", month, "and phase = 'look_back' order by duty_order"),
        explained_count=int(explained[0]) if explained else 0,
        settings=settings(connection, month),
    )
