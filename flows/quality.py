"""The data quality report and its workbook of a month, for the analyst: with every run, and alone for `minyi check`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.ingest.sources import Returned
from flows.period import Month
from reports import quality
from reports.quality_document import compose_quality, quality_words
from reports.quality_workbook import compose_workbook, workbook_name
from reports.render import render_pdf
from reports.workbook import write_workbook

# What the report and the checks on the input read; the rest of the warehouse is not built for `minyi check`.
QUALITY_MARTS = (
    "mart.month",
    "mart.file_read",
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


def write_quality_report(
    connection: duckdb.DuckDBPyConnection, month: Month, folder: Path, fonts: Path, returned: Returned
) -> list[Path]:
    """Write 数据质量报告 (PDF) and 退回记录 (xlsx) of a month into a folder; return them."""
    view = quality.read(connection, month.first_day)
    words = quality_words(month.first_day)
    workbook = folder / workbook_name(view, returned.file_prefix, month.label)
    workbook.write_bytes(write_workbook(compose_workbook(view, words, returned.place_columns)))
    report = folder / f"{month.label}数据质量报告.pdf"
    report.write_bytes(render_pdf(compose_quality(view, words, workbook.name), fonts=fonts))
    return [report, workbook]
