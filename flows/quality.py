"""The data quality report and its workbook of a month, for the analyst: with every run, and alone for `minyi check`."""

from __future__ import annotations

import duckdb

from flows.documents import MonthFiles, files_of
from flows.period import Month
from flows.register import NOTHING_ISSUED
from reports import quality_document, quality_workbook

REPORTS = (quality_document.REPORT, quality_workbook.REPORT)
# What these and the checks on the input read; the rest of the warehouse is not built for `minyi check`.
QUALITY_MARTS = (
    "mart.month",
    "mart.file_read",
    "mart.file_total",
    "mart.issue",
    "mart.issue_group",
    "mart.rejected_cell",
    "mart.correction",
    "mart.row_set_aside",
    "mart.sample_outcome",
    "mart.interview_quality",
    "mart.interviewer",
    "mart.interviewer_effect",
    "mart.data_quality",
    "mart.setting",
)
# What the judgement of interviewers, which the marts wait for, is made from.
JUDGED_FROM = ("staging.interview_profile", "staging.straight_line_excess")


def quality_files(connection: duckdb.DuckDBPyConnection, month: Month) -> MonthFiles:
    """Choose 数据质量报告 (PDF) and 退回记录 (xlsx) of a month; neither is ever issued."""
    return files_of(connection, month, NOTHING_ISSUED, REPORTS)
