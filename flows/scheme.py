"""The assessment scheme and the issuing bureau: scheme.toml and issuer.toml, validated."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from flows.assessment import Assessment
from flows.ingest.sources import MonthText
from flows.period import Month
from flows.reference_files import fault_text
from flows.reference_row import Row

ClockText = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
# What is done with an interview that breaks a rule of quality.
Action = Literal["flag", "exclude", "off"]


class Revision(Row):
    """What changes in the assessment from a month on: sections with just the settings that are new."""

    valid_from: MonthText
    changes: dict[str, dict[str, Any]]

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: dict[str, Any]) -> dict[str, Any]:
        changes = {name: part for name, part in given.items() if name != "valid_from"}
        return {"valid_from": given.get("valid_from", ""), "changes": changes}


class Scheme(Assessment):
    """The scheme: how towns are assessed, by month, and when a record is doubtful or late."""

    class Period(Row):
        """On which day a reporting month begins: 1 for the calendar's, 26 for the 26th of the month before."""

        first_day: int = Field(ge=1, le=28)

    class Hotline(Row):
        """The province's limits for a ticket, how its handling is assessed, and when it repeats an earlier one."""

        limit_working_days: int = Field(ge=1)
        extension_working_days: int = Field(ge=0)
        return_working_days: int = Field(ge=0)
        due_soon_working_days: int = Field(ge=0)
        response_working_days: int = Field(ge=0)
        count_assisting_handlers: bool
        closing_bands_working_days: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1)
        repeat_window_days: int = Field(ge=0)
        repeat_similarity: float = Field(gt=0, le=1)

        @field_validator("closing_bands_working_days")
        @classmethod
        def _rising(cls, bounds: tuple[int, ...]) -> tuple[int, ...]:
            if any(later <= earlier for earlier, later in pairwise(bounds)):
                raise ValueError("各段上限应由小到大")
            return bounds

    class Task(Row):
        """When a task is called due soon."""

        due_soon_working_days: int = Field(ge=0)

    class Supervision(Row):
        """Until when a supervision notice asks for a plan and for the result, in working days from the month's end."""

        plan_working_days: int = Field(ge=0)
        result_working_days: int = Field(ge=0)

        @model_validator(mode="after")
        def _plans_before_it_ends(self) -> Scheme.Supervision:
            if self.result_working_days < self.plan_working_days:
                raise ValueError("的 result_working_days 不能小于 plan_working_days")
            return self

    class Topics(Row):
        """When an opinion has a topic, when two tell one problem, and which problems are major."""

        min_score: float = Field(gt=0, lt=1)
        group_similarity: float = Field(gt=0, le=1)
        min_mentions: int = Field(ge=1)
        false_pct: float = Field(gt=0, lt=50)
        min_history_months: int = Field(ge=2)
        compared_months: int = Field(ge=2)
        window_months: int = Field(ge=1)
        recurring_min_months: int = Field(ge=1)
        major_min_mentions: int = Field(ge=1)
        major_min_towns: int = Field(ge=1)

        @model_validator(mode="after")
        def _recurs_within_its_window(self) -> Scheme.Topics:
            if self.recurring_min_months > self.window_months:
                raise ValueError("中 recurring_min_months 大于 window_months，无法满足")
            return self

    class Visit(Row):
        """What a proper visit is, until when its opinions are answered, and how many are owed in a year's campaign.

        Targets are so many households for each member of a group (`visit_groups.csv`), and firms for the whole bureau;
        a year's campaign runs through the months of its phase `visits` (`campaigns.csv`).
        """

        min_minutes: int = Field(ge=0)
        phone_only_long_away: bool
        feedback_working_days: int = Field(ge=0)
        paired_village_ratio: int = Field(ge=0)
        community_ratio: int = Field(ge=0)
        community_and_traders: Literal["each", "together"]
        firm_target: int = Field(ge=0)

    class Rectification(Row):
        """When a problem is due soon, what a lasting deadline is worth, and when a problem has come back."""

        due_soon_working_days: int = Field(ge=0)
        long_term_phrase_is_deadline: bool
        rebound_window_days: int = Field(ge=0)
        rebound_similarity: float = Field(gt=0, le=1)

    class InterviewQuality(Row):
        """When an interview is doubtful, and what follows: an action by the issue's code, thresholds beside it."""

        interview_straight_line: Action
        straight_line_min_answers: int = Field(ge=2)
        straight_line_months: int = Field(ge=1)
        straight_line_excess_se: float
        straight_line_median_pct: float = Field(ge=0, le=100)
        interview_short: Action
        short_interview_s: int = Field(ge=0)
        short_median_pct: float = Field(ge=0, le=100)
        phone_repeated: Action
        phone_repeated_later: Action
        phone_months_before: int = Field(ge=0)
        interview_time_order: Action
        interview_duration_conflict: Action
        duration_tolerance_s: int = Field(ge=0)
        interview_overlap: Action
        overlap_s: int = Field(ge=1)
        interview_hours: Action
        calling_from: ClockText
        calling_until: ClockText
        comment_repeated: Action
        comment_min_copies: int = Field(ge=2)
        comment_min_characters: int = Field(ge=1)
        comment_alike_pct: float = Field(gt=0, le=100)

    class Interviewer(Row):
        """When an interviewer stands out."""

        min_interviews: int = Field(ge=2)
        significance_pct: float = Field(gt=0, lt=50)
        min_deviation: float = Field(ge=0)
        min_straight_excess_pct: float = Field(ge=0, le=100)

    period: Period
    hotline: Hotline
    task: Task
    supervision: Supervision
    topics: Topics
    visit: Visit
    rectification: Rectification
    interview_quality: InterviewQuality
    interviewer: Interviewer
    revision: tuple[Revision, ...] = ()

    def assessment(self, month: Month) -> Assessment:
        """Return how towns are assessed in a month: the sections of the file, with every revision valid by then."""
        parts: dict[str, Any] = {name: getattr(self, name).model_dump() for name in Assessment.model_fields}
        for revision in sorted(self.revision, key=lambda each: each.valid_from):
            if revision.valid_from <= str(month):
                for part, changed in revision.changes.items():
                    parts[part] = {**parts[part], **changed}
        return Assessment.model_validate(parts)

    def handling(self) -> dict[str, dict[str, Any]]:
        """Return the settings that hold for all months alike, by section."""
        outside = {*Assessment.model_fields, "revision"}
        return {part: settings for part, settings in self.model_dump().items() if part not in outside}


def revision_faults(scheme: Scheme) -> list[tuple[tuple[str | int, ...], str]]:
    """Tell what is wrong with the revisions: where in the file (names from the outside in), and what."""
    faults: list[tuple[tuple[str | int, ...], str]] = []
    months = [revision.valid_from for revision in scheme.revision]
    for at, revision in enumerate(scheme.revision):
        place = ("revision", at)
        if months.index(revision.valid_from) != at:
            faults.append(((*place, "valid_from"), f"{revision.valid_from} 已有一次修订，请并为一段"))
        for part in revision.changes.keys() - Assessment.model_fields.keys():
            faults.append(((*place, part), f"“{part}”不能按月修订；可以修订的是 {'、'.join(Assessment.model_fields)}"))
    if not faults:
        for at, revision in enumerate(scheme.revision):
            try:
                scheme.assessment(Month.parse(revision.valid_from))
            except ValidationError as error:
                faults += [(("revision", at, *fault["loc"]), fault_text(fault)) for fault in error.errors()]
    return faults


class Issuer(Row):
    """The issuing bureau and the fixed elements of its documents."""

    issuer: str
    issuer_mark: str
    document_prefix: str
    addressee: str
    copy_to: str
    printed_by: str
