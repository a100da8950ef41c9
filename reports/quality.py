"""The data quality report's view: what was read, what was wrong with it, what was changed. Rows of mart.* only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.marts import Connection, rows, settings


@dataclass(frozen=True)
class ReadSheet:
    """mart.file_read: one sheet of one file (a file that could not be opened has one, nameless).

    Counts are rows: of the table, used, rejected, exact repeats, superseded by a later version; set aside as blank,
    total or footer. They are None where the sheet was not loaded.
    """

    file: str
    sha256: str
    size_bytes: int | None
    sheet: str
    state: str
    source_title: str | None
    header_top: int | None
    header_bottom: int | None
    row_count: int | None
    used_count: int | None
    rejected_count: int | None
    duplicate_count: int | None
    superseded_count: int | None
    corrected_count: int
    blank_count: int | None
    total_count: int | None
    footer_count: int | None


@dataclass(frozen=True)
class FileTotal:
    """mart.file_total: what became of all rows of the month's files; `set_aside_count` are blanks, totals, footers."""

    file_count: int
    unread_count: int
    row_count: int
    used_numerator: int
    used_denominator: int
    rejected_count: int
    duplicate_count: int
    superseded_count: int
    set_aside_count: int


@dataclass(frozen=True)
class IssueGroup:
    """mart.issue_group: one kind of issue of the month, with its first occurrence."""

    severity: str
    code: str
    issue_count: int
    file_count: int
    first_file: str
    first_sheet: str
    first_row: int | None
    first_column_letter: str | None
    first_problem: str
    remedy: str


@dataclass(frozen=True)
class Issue:
    """mart.issue: one thing wrong with the input."""

    severity: str
    file: str
    sheet: str
    row: int | None
    column_letter: str | None
    column_header: str
    value: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class RejectedCell:
    """mart.rejected_cell: one cell of a row that could not be used, as it may be shown."""

    file: str
    sheet: str
    source_title: str
    row: int
    check_code: str
    position: int
    label: str
    shown: str
    is_private: bool
    is_faulty: bool
    problem: str
    remedy: str


@dataclass(frozen=True)
class Correction:
    """mart.correction: one cell that was overridden."""

    file: str
    sheet: str
    row: int
    column_header: str
    old_value: str
    new_value: str
    reason: str
    corrected_by: str
    place_file: str
    place_row: int


@dataclass(frozen=True)
class SetAsideRow:
    """mart.row_set_aside: a row below a header that is a total or a footer."""

    file: str
    sheet: str
    row: int
    kind: str
    label: str


@dataclass(frozen=True)
class Sample:
    """mart.sample_outcome: how the calls of the month ended, county-wide."""

    attempt_count: int
    valid_count: int
    excluded_count: int
    rr1_numerator: int
    rr1_denominator: int
    rr3_numerator: int
    rr3_denominator: float
    coop1_numerator: int
    coop1_denominator: int


@dataclass(frozen=True)
class Interviewer:
    """mart.interviewer: what one interviewer brought in; `deviation` is from others in the same towns (points)."""

    interviewer_id: str
    valid_count: int
    flagged_count: int
    duration_median_minutes: float | None
    short_numerator: int
    short_denominator: int
    straight_numerator: int
    straight_denominator: int
    coop1_numerator: int
    coop1_denominator: int
    mean_score: float | None
    deviation: float | None
    verdict: str


@dataclass(frozen=True)
class InterviewerEffect:
    """mart.interviewer_effect: the share of the scores' variance that lies between interviewers."""

    interviewer_count: int
    icc: float | None
    icc_low: float | None
    icc_high: float | None
    p_value: float | None
    design_effect: float | None


@dataclass(frozen=True)
class DoubtfulInterview:
    """mart.interview_quality: an interview that breaks a rule of interview quality; codes are joined by 、."""

    reason_codes: str
    is_valid: bool
    is_excluded: bool


@dataclass(frozen=True)
class QualityView:
    """Everything the data quality report and its workbook say of a month."""

    month: date
    is_demo: bool
    sheets: tuple[ReadSheet, ...]
    total: FileTotal
    groups: tuple[IssueGroup, ...]
    issues: tuple[Issue, ...]
    rejected: tuple[RejectedCell, ...]
    corrections: tuple[Correction, ...]
    set_aside: tuple[SetAsideRow, ...]
    sample: Sample | None
    interviewers: tuple[Interviewer, ...]
    effect: InterviewerEffect | None
    doubtful: tuple[DoubtfulInterview, ...]
    settings: dict[tuple[str, str], str]


def read(connection: Connection, month: date) -> QualityView:
    """Read the view of one month from the marts."""
    sample = rows(connection, Sample, "mart.sample_outcome", month, "and scope = 'county'")
    effect = rows(connection, InterviewerEffect, "mart.interviewer_effect", month)
    total = rows(connection, FileTotal, "mart.file_total", month)
    demo = connection.execute("select has_demo_data from mart.month where month = ?", [month]).fetchone()
    return QualityView(
        month=month,
        is_demo=bool(demo and demo[0]),
        sheets=rows(connection, ReadSheet, "mart.file_read", month, "order by file, sheet_order"),
        total=total[0] if total else FileTotal(0, 0, 0, 0, 0, 0, 0, 0, 0),
        groups=rows(
            connection, IssueGroup, "mart.issue_group", month, "order by severity_order, issue_count desc, code"
        ),
        issues=rows(connection, Issue, "mart.issue", month, "order by severity_order, issue_no"),
        rejected=rows(connection, RejectedCell, "mart.rejected_cell", month, 'order by file, sheet, "row", position'),
        corrections=rows(
            connection, Correction, "mart.correction", month, 'order by file, sheet, "row", column_header, place_row'
        ),
        set_aside=rows(connection, SetAsideRow, "mart.row_set_aside", month, 'order by file, sheet, "row"'),
        sample=sample[0] if sample else None,
        interviewers=rows(connection, Interviewer, "mart.interviewer", month, "order by interviewer_id"),
        effect=effect[0] if effect else None,
        doubtful=rows(connection, DoubtfulInterview, "mart.interview_quality", month, 'order by file, sheet, "row"'),
        settings=settings(connection, month),
    )
