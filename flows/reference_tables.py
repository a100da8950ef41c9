"""What a line of each table of data/reference is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from flows.ingest.sources import MonthText
from flows.topics.taxonomy import parse_rules


def _blank_to_none(value: object) -> object:
    return None if value == "" else value


def _readable_rules(text: str) -> str:
    try:
        parse_rules(text)
    except ValueError as error:
        raise PydanticCustomError("topic_rules", "：{fault}", {"fault": str(error)}) from None
    return text


OptionalInt = Annotated[int | None, BeforeValidator(_blank_to_none)]
OptionalFloat = Annotated[float | None, BeforeValidator(_blank_to_none)]
OptionalBool = Annotated[bool | None, BeforeValidator(_blank_to_none)]
OptionalTown = Annotated[str | None, BeforeValidator(_blank_to_none)]
OptionalMonth = Annotated[MonthText | None, BeforeValidator(_blank_to_none)]
OptionalDate = Annotated[date | None, BeforeValidator(_blank_to_none)]


class Row(BaseModel):
    """A line of a reference table; unknown columns are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Town(Row):
    """A town or street, with its place in tables and on the schematic map."""

    town_order: int
    town_code: str = Field(pattern=r"^\d{9}$")
    town_name: str = Field(min_length=2)
    town_type: Literal["街道", "镇"]
    tile_column: int
    tile_row: int


class TownAlias(Row):
    """Another way files write a town; no town_code: belongs to no town."""

    alias: str = Field(min_length=1)
    town_code: OptionalTown
    note: str


class Village(Row):
    """A village or residents' committee of the national statistics codes."""

    village_code: str = Field(pattern=r"^\d{12}$")
    village_name: str = Field(min_length=1)
    town_code: str


class Population(Row):
    """Adults by town, urban/rural, sex and age band: the sampling frame's sizes."""

    town_code: str
    urban_rural: Literal["urban", "rural"]
    sex: Literal["male", "female"]
    age_band: str
    persons: int = Field(ge=0)
    note: str


class Question(Row):
    """A question of the questionnaire, valid over months; both ends included, blank = still valid.

    `skip_rule` says of whom it is asked: `Q5≠不了解` of all but who gave Q5 that answer, `Q5=满意|基本满意` only of
    who gave it one of these; blank: of everybody.
    """

    valid_from: MonthText
    valid_to: OptionalMonth
    question: int = Field(ge=1)
    dimension: str
    dimension_name: str
    question_text: str
    scale: str
    skip_rule: str = Field(pattern=r"^(Q\d{1,2}[=≠][^=≠]+)?$")


class Grade(Row):
    """An answer of a scale with its score; no score: not scored (不了解)."""

    scale: str
    grade_order: OptionalInt
    answer: str
    score: OptionalFloat
    is_satisfied: OptionalBool
    is_strictly_satisfied: OptionalBool
    synonyms: str


class Disposition(Row):
    """The outcome of a call attempt, by AAPOR's Standard Definitions."""

    disposition_code: str = Field(pattern=r"^(1\.[12]|2\.[123]\d*|3\.\d+|4\.\d+)$")
    disposition_label: str
    disposition_group: str
    synonyms: str


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


class Word(Row):
    """A word that files use and what it means, by list."""

    list: str
    word: str = Field(min_length=1)
    value: str = Field(min_length=1)


class Correction(Row):
    """A cell of a file that is to be read as something else than stands there; see flows.ingest.corrections."""

    file: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])/.+$")
    sheet: str
    row: int = Field(ge=1)
    column: str = Field(min_length=1)
    expected: str
    value: str
    reason: str = Field(min_length=1)
    corrected_by: str = Field(min_length=1)


class OpinionTopic(Row):
    """A topic of what residents say, the rules (see flows.topics.taxonomy) and examples it is known by.

    `plan_topic` is the recurring problem of the bureau's plan that it belongs to; blank: none.
    """

    topic: str = Field(pattern=r"^[a-z_]+$")
    title: str = Field(min_length=2)
    theme: Literal["基础教育", "医疗卫生", "生态环境", "农业农村", "社会治理", "文体生活"]
    plan_topic: str
    keywords: Annotated[str, Field(min_length=1), AfterValidator(_readable_rules)]
    examples: str = Field(min_length=1)


class RefusalText(Row):
    """Why a score is not ranked, and what helps."""

    reason: str = Field(min_length=1)
    reason_text: str = Field(min_length=1)
    remedy: str = Field(min_length=1)


class RemarkSection(Row):
    """A heading in the analyst's file of a month, and where what stands under it goes: a part of a report."""

    section: str = Field(pattern=r"^[^【】\s]+$")
    report: str = Field(pattern=r"^[a-z_]+$")
    part: str = Field(pattern=r"^[a-z_]+$")


class IssuedLine(Row):
    """A line of the register of issued documents; the register is only ever added to.

    `subject` is empty for a report of one document a month, `document_number` for a report that bears none. `file` is
    the copy in data/issued and `file_sha256` its hash; `content_sha256` is that of what the document says.
    `replaces_file` is the copy of the document that this one corrects.
    """

    month: MonthText
    report: str = Field(pattern=r"^[a-z_]+$")
    subject: str
    document_number: str = Field(pattern=r"^(.+〔\d{4}〕[1-9]\d*号)?$")
    issued_on: date
    copy_to: str
    replaces_file: str
    file: str = Field(pattern=r"^\d{4}-\d{2}/[^/]+\.pdf$")
    file_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    content_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _number_bears_the_year(self) -> IssuedLine:
        if self.document_number and f"〔{self.issued_on.year}〕" not in self.document_number:
            raise ValueError("文号的年份不是成文日期的年份")
        return self


class IssueText(Row):
    """What an issue says: {value} is the cell, {detail} what the finder adds."""

    code: str = Field(pattern=r"^[a-z_]+$")
    severity: Literal["file", "stop", "reject", "notice"]
    problem: str = Field(min_length=1)
    remedy: str = Field(min_length=1)


# File → (model of a line, columns that identify it). The table in the warehouse is reference.<table>.
TABLES: dict[str, tuple[str, type[Row], tuple[str, ...]]] = {
    "towns.csv": ("town", Town, ("town_code",)),
    "town_aliases.csv": ("town_alias", TownAlias, ("alias",)),
    "villages.csv": ("village", Village, ("village_code",)),
    "population.csv": ("population", Population, ("town_code", "urban_rural", "sex", "age_band")),
    "questionnaire.csv": ("question", Question, ("valid_from", "question")),
    "scales.csv": ("grade", Grade, ("scale", "answer")),
    "dispositions.csv": ("disposition", Disposition, ("disposition_code",)),
    "units.csv": ("unit", Unit, ("unit_code",)),
    "visit_groups.csv": ("visit_group", VisitGroup, ("group_code", "valid_from")),
    "task_lists.csv": ("task_list", TaskList, ("list_code",)),
    "indicators.csv": ("indicator", Indicator, ("indicator",)),
    "deadlines.csv": ("deadline", Deadline, ("severity",)),
    "follow_up_rules.csv": ("follow_up_rule", FollowUpRule, ("rule",)),
    "calendar_overrides.csv": ("calendar_override", CalendarOverride, ("date",)),
    "roster.csv": ("post", Post, ("post", "role", "scope", "scope_code", "valid_from")),
    "campaigns.csv": ("campaign_phase", CampaignPhase, ("campaign", "phase")),
    "duties.csv": ("duty", Duty, ("duty",)),
    "vocabulary.csv": ("word", Word, ("list", "word")),
    "topics.csv": ("topic", OpinionTopic, ("topic",)),
    "remark_sections.csv": ("remark_section", RemarkSection, ("section", "report")),
    "refusal_texts.csv": ("refusal_text", RefusalText, ("reason",)),
    "issue_texts.csv": ("issue_text", IssueText, ("code",)),
}
