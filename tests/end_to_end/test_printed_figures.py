"""Every figure of every PDF of a month stands in the marts of the warehouse published with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.documents import compose_reports
from flows.period import Month
from reports.document import AnalyticalReport, OfficialDocument
from tests.end_to_end.conftest import MONTHS
from tests.end_to_end.printed_figures import Known, text_of, ticks, unknown_figures


def compared_months(month: Month) -> list[date]:
    """What a report of a month looks at: the month and the twelve before it, of which trends tell."""
    last = 12 * month.first_day.year + month.first_day.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - 12, last + 1)]


@pytest.mark.parametrize("name", MONTHS)
def test_every_printed_figure_is_found_in_the_marts(built_county: Path, name: str) -> None:
    month, warehouse = Month.parse(name), built_county / "minyi.duckdb"
    known, of_records = Known(warehouse, compared_months(month)), Known(warehouse, [month.first_day], with_records=True)
    unknown, seen = {}, 0
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for each in compose_reports(connection, month):
            if isinstance(each.document, AnalyticalReport | OfficialDocument):
                # The analyst's report lists rows of files, which no other does.
                is_internal = isinstance(each.document, AnalyticalReport) and each.document.is_internal
                text = text_of(built_county / name / each.file_name)
                unknown[each.file_name] = unknown_figures(
                    text, of_records if is_internal else known, ticks(each.document)
                )
                seen += 1
    assert seen == len(list((built_county / name).glob("*.pdf")))
    assert {file: figures for file, figures in unknown.items() if figures} == {}


def test_a_figure_that_is_not_in_the_marts_is_found(built_county: Path) -> None:
    warehouse, month = built_county / "minyi.duckdb", date(2022, 6, 1)
    known = Known(warehouse, [month])
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        wanted = "select town_name, score_printed from mart.town_ranking where month = ? order by point_rank limit 2"
        (first, score), (second, other) = connection.execute(wanted, [month]).fetchall()
    text = f"2022年6月，全县受理7654321件。\n{first} {score:.2f}\n{second} {score:.2f}\n{second} {other:.2f}\n6月31日"
    assert unknown_figures(text, known) == [
        f" {second} {other:.2f} 【6月31日】",
        " ，全县受理【7654321】件。 ",
        f"{second} 【{score:.2f}】 ",
    ]
