"""The assessment scheme and the issuing bureau: scheme.toml and issuer.toml, validated."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from flows.reference_tables import Row

ClockText = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
# What is done with an interview that breaks a rule of quality.
Action = Literal["flag", "exclude", "off"]


class Scheme(Row):
    """The assessment scheme: what ranks towns and what follows from it."""

    class Score(Row):
        """How a score is estimated and printed."""

        dimension: str
        decimals: int = Field(ge=0, le=4)
        confidence_pct: float = Field(gt=50, lt=100)
        min_interviews: int = Field(ge=2)

    class Period(Row):
        """On which day a reporting month begins: 1 for the calendar's, 26 for the 26th of the month before."""

        first_day: int = Field(ge=1, le=28)

    class Ranking(Row):
        """How many towns are candidates for talks and for praise."""

        bottom_count: int = Field(ge=1)
        top_count: int = Field(ge=1)

    class Change(Row):
        """When a change is called one."""

        significance_pct: float = Field(gt=0, lt=50)

    class Hotline(Row):
        """What holds for a ticket that does not say, and when a ticket repeats an earlier one."""

        limit_working_days: int = Field(ge=1)
        repeat_window_days: int = Field(ge=0)
        repeat_similarity: float = Field(gt=0, le=1)

    class Visit(Row):
        """When a visit is suspicious."""

        min_minutes: int = Field(ge=0)

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

    score: Score
    period: Period
    ranking: Ranking
    change: Change
    hotline: Hotline
    visit: Visit
    interview_quality: InterviewQuality
    interviewer: Interviewer


class Issuer(Row):
    """The issuing bureau and the fixed elements of its documents."""

    issuer: str
    issuer_mark: str
    document_prefix: str
    addressee: str
    copy_to: str
    printed_by: str
    issue_day: int = Field(ge=1, le=28)
