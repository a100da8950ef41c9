"""Every report can be written of counties at the edges: many towns of long names and much to do, and hardly a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pikepdf
import pytest

from flows.documents import Composed, compose_reports
from flows.period import Month
from reports import look_back_document, town_sheet_document
from reports.catalogue import REPORTS
from reports.document import AnalyticalReport
from reports.render import render_pdf
from reports.workbook import Workbook, write_workbook
from tests.page.every_document import check_analytical
from tests.reports.edge_counties import BEFORE, MONTH, TOWN_COUNT, bare, large, many_towns

FONTS = Path(__file__).resolve().parents[2] / ".fonts"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Forty towns, eight characters each, everything overdue."""
    with many_towns(tmp_path_factory.mktemp("towns")):
        return large()


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    """A first month with hardly more than a survey."""
    return bare()


def composed(county: duckdb.DuckDBPyConnection, name: str) -> dict[str, list[Composed]]:
    """The documents of a month by report; workbooks are written out too."""
    found: dict[str, list[Composed]] = {}
    for each in compose_reports(county, Month.parse(name)):
        if isinstance(each.document, Workbook):
            assert write_workbook(each.document)
        found.setdefault(each.report.name, []).append(each)
    return found


def unfounded(county: duckdb.DuckDBPyConnection, month: date) -> list[str]:
    """The sentences of all reports of a month that compare without a test."""
    called = [report for report in REPORTS if report.claims and report.subjects(county, month)]
    claims: list[Callable[..., list]] = [report.claims for report in called if report.claims]
    return [said.sentence for claim in claims for said in claim(county, month) if said.test is None]


def test_many_towns_with_much_to_do(crowded: duckdb.DuckDBPyConnection) -> None:
    found = composed(crowded, MONTH)
    assert len(found["town_sheet"]) == TOWN_COUNT
    assert {"bulletin", "ranking", "comparison", "annual", "supervision", "briefing", "public"} <= found.keys()
    assert unfounded(crowded, Month.parse(MONTH).first_day) == []
    assert [each.document for each in compose_reports(crowded, Month.parse(BEFORE), [look_back_document.REPORT])]


def test_a_first_month_with_hardly_a_file(empty: duckdb.DuckDBPyConnection) -> None:
    found = composed(empty, MONTH)
    assert {"bulletin", "ranking", "analysis", "town_sheet", "unit_sheet", "public"} <= found.keys()
    assert not {"comparison", "supervision", "look_back"} & found.keys()
    assert unfounded(empty, Month.parse(MONTH).first_day) == []


def test_a_sheet_stays_two_pages_whatever_the_names_and_the_work(crowded: duckdb.DuckDBPyConnection) -> None:
    document = next(compose_reports(crowded, Month.parse(MONTH), [town_sheet_document.REPORT])).document
    assert isinstance(document, AnalyticalReport)
    pdf = render_pdf(document, fonts=FONTS)
    assert check_analytical(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 2
