"""What a line is of the tables that say who does what until when: units, groups, posts, deadlines, duties."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from flows.ingest.sources import MonthText
from flows.reference_row import OptionalDate, OptionalInt, OptionalMonth, Row


class Unit(Row):
    """A unit of the bureau or an office in it, and the other names that files use for it."""

    unit_order: int
    unit_code: str = Field(pattern=r"^[a-z_]+$")
    unit_name: str = Field(min_length=2)
    unit_kind: Literal["unit", "office"]
    synonyms: str


class VisitGroup(Row):
    """A group that visits, over months (both ends included, blank = still valid): its members, and its other names."""

    group_order: int
    group_code: str = Field(pattern=r"^[a-z0-9_]+$")
    group_name: str = Field(min_length=1)
    headcount: int = Field(ge=0)
    valid_from: MonthText
    valid_to: OptionalMonth
    synonyms: str
    note: str


class TaskList(Row):
    """A list of tasks followed by itself: its tasks are told by phrases in the list's name or in their own text."""

    list_order: int
    list_code: str = Field(pattern=r"^[a-z0-9_]+$")
    list_name: str = Field(min_length=2)
    phrases: str = Field(min_length=1)
    planned_count: OptionalInt
    note: str


class Indicator(Row):
    """An indicator: what it is called, how its value follows from its numerator and denominator, by which scopes.

    `form`: `count` has a numerator only; `rate` is a part of a whole, in per cent; `target` what was done of what is
    asked, in per cent and possibly past 100; `per_10000` and `mean` divide by persons and by cases. `scopes`: the kinds
    of scope it is counted by, separated by |.
    """

    indicator: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str = Field(min_length=2)
    source: str = Field(min_length=1)
    form: Literal["count", "rate", "target", "per_10000", "mean"]
    unit_of_value: str = Field(min_length=1)
    direction: Literal["up", "down", "none"]
    scopes: str = Field(pattern=r"^county(\|[a-z_]+)*$")
    numerator_text: str = Field(min_length=1)
    denominator_text: str

    @model_validator(mode="after")
    def _only_counts_have_no_denominator(self) -> Indicator:
        if (self.form == "count") != (self.denominator_text == ""):
            raise ValueError("form 为 count 的没有 denominator_text，其余的要写明")
        return self


class Deadline(Row):
    """Working days that a problem's severity gives to be solved (blank: no fixed day) and to be given a proposal.

    `proposal_fields`: what the ledger must state for the proposal to be complete, separated by |.
    """

    severity: str
    due_working_days: OptionalInt
    proposal_working_days: OptionalInt
    proposal_fields: str = Field(pattern=r"^((target|measure|unit|person|due)(\||$))*$")
    synonyms: str
    note: str

    @model_validator(mode="after")
    def _a_proposal_has_a_deadline_and_fields(self) -> Deadline:
        if (self.proposal_working_days is None) != (self.proposal_fields == ""):
            raise ValueError("proposal_working_days 和 proposal_fields 要么都填，要么都空")
        return self


class FollowUpRule(Row):
    """A record that has to become a row of the rectification ledger, and within how many working days."""

    rule: Literal[
        "ticket_dissatisfied",
        "ticket_unsolved_after_redo",
        "ticket_repeated",
        "visit_not_solved_on_site",
        "inspection_finding",
    ]
    title: str = Field(min_length=2)
    is_required: bool
    entry_working_days: int = Field(ge=0)
    note: str


class CalendarOverride(Row):
    """A day whose working state the bureau states itself."""

    date: date
    is_workday: bool
    note: str


class Post(Row):
    """A post held in the campaign's organisation over some days, both included, blank = still held; never a name.

    `is_responsible`: whether who holds it answers for what falls to the scope; of a scope one post at a time does.
    """

    post: str = Field(min_length=2)
    role: Literal["组长", "常务副组长", "副组长", "成员", "联络员", "专班"]
    scope: Literal["county", "town", "unit", "office", "visit_group"]
    scope_code: str
    is_responsible: bool
    valid_from: date
    valid_to: OptionalDate
    note: str

    @model_validator(mode="after")
    def _the_county_has_no_code(self) -> Post:
        if (self.scope == "county") != (self.scope_code == ""):
            raise ValueError("scope 为 county 的没有 scope_code，其余的要写明")
        return self

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Post:
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_from“{self.valid_from}”晚于 valid_to“{self.valid_to}”")
        return self


class CampaignPhase(Row):
    """A phase of a campaign year, from month to month, both included."""

    campaign: int = Field(ge=2000, le=2999)
    phase: str = Field(pattern=r"^[a-z_]+$")
    phase_name: str = Field(min_length=2)
    first_month: MonthText
    last_month: MonthText
    basis: str = Field(min_length=1)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> CampaignPhase:
        if self.first_month > self.last_month:
            raise ValueError(f"first_month“{self.first_month}”晚于 last_month“{self.last_month}”")
        return self


class Duty(Row):
    """What a month calls for: a duty of every month (no phase) or of each month of a phase up to the duty's due day.

    `due`: `month_end`, every month anew; `phase_end`, once; a day, once, in the campaign year that it lies in.
    """

    duty_order: int
    duty: str = Field(pattern=r"^[a-z_]+$")
    duty_title: str = Field(min_length=2)
    phase: str
    due: str = Field(pattern=r"^(month_end|phase_end|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$")
    basis: str = Field(min_length=1)

    @model_validator(mode="after")
    def _only_a_phase_ends(self) -> Duty:
        if self.due != "month_end" and not self.phase:
            raise ValueError(f"每月的任务（phase 为空）due 只能是 month_end，不能是“{self.due}”")
        return self


class SummaryColumn(Row):
    """A column of the summary for the county office: its title, and the field of mart.rectification_summary in it."""

    column_order: int = Field(ge=1)
    title: str = Field(min_length=1)
    field: Literal[
        "summary_no",
        "ledger_no",
        "problem_source",
        "source_ref",
        "town_name",
        "theme",
        "description",
        "severity",
        "found_on",
        "unit",
        "responsible_posts",
        "measure",
        "target",
        "due_on",
        "progress",
        "strike_off",
        "struck_off_on",
        "revisit",
        "remark",
    ]
    width: int = Field(ge=4, le=60)
