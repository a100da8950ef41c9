"""The list of reports. Adding one: a module that exports a `Report` named REPORT, and its line here."""

from __future__ import annotations

from reports import (
    analysis_document,
    annual_document,
    briefing_document,
    bulletin_document,
    comparison_document,
    look_back_document,
    public_document,
    quality_document,
    quality_workbook,
    ranking_document,
    summary,
    supervision,
    tables,
    town_sheet_document,
    unit_sheet_document,
)
from reports.report import Report

REPORTS: tuple[Report, ...] = (
    bulletin_document.REPORT,
    ranking_document.REPORT,
    analysis_document.REPORT,
    briefing_document.REPORT,
    comparison_document.REPORT,
    look_back_document.REPORT,
    annual_document.REPORT,
    town_sheet_document.REPORT,
    unit_sheet_document.REPORT,
    public_document.REPORT,
    supervision.REPORT,
    quality_document.REPORT,
    quality_workbook.REPORT,
    tables.REPORT,
    summary.REPORT,
)


def find_report(name: str) -> Report | None:
    """Return the report of a name of the command line."""
    return next((report for report in REPORTS if report.name == name), None)
