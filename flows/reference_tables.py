"""What a line of each table of data/reference is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from flows.ingest.sources import MonthText
from flows.reference_row import OptionalBool, OptionalFloat, OptionalInt, OptionalMonth, OptionalTown, Row
from flows.topics.taxonomy import parse_rules
from flows.work_tables import (
    CalendarOverride,
    CampaignPhase,
    Deadline,
    Duty,
    FollowUpRule,
    Indicator,
    Post,
    SummaryColumn,
    TaskList,
    Unit,
    VisitGroup,
)


def _readable_rules(text: str) -> str:
    try:
        parse_rules(text)
    except ValueError as error:
        raise PydanticCustomError("topic_rules", "：{fault}", {"fault": str(error)}) from None
    return text


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
    "summary_columns.csv": ("summary_column", SummaryColumn, ("column_order",)),
    "vocabulary.csv": ("word", Word, ("list", "word")),
    "topics.csv": ("topic", OpinionTopic, ("topic",)),
    "remark_sections.csv": ("remark_section", RemarkSection, ("section", "report")),
    "refusal_texts.csv": ("refusal_text", RefusalText, ("reason",)),
    "issue_texts.csv": ("issue_text", IssueText, ("code",)),
}
