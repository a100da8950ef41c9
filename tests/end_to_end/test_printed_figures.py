"""Every figure of every PDF of a month stands in the marts of the warehouse published with it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import duckdb
import pytest

from flows.documents import compose_reports
from flows.period import Month
from reports.document import AnalyticalReport, OfficialDocument
from tests.end_to_end.conftest import MONTHS, call_minyi
from tests.end_to_end.printed_figures import Known, text_of, ticks, unknown_figures
from tests.page.every_document import assert_analytical


def compared_months(month: Month) -> list[date]:
    """What a report of a month looks at: the month and the twelve before it, of which trends tell."""
    last = 12 * month.first_day.year + month.first_day.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - 12, last + 1)]


@pytest.mark.parametrize("name", MONTHS)
def test_every_printed_figure_is_found_in_the_marts(built_county: Path, name: str) -> None:
    month, warehouse = Month.parse(name), built_county / "minyi.duckdb"
    known, of_records = Known(warehouse, compared_months(month)), Known(warehouse, [month.first_day], with_records=True)
    # The quality report names the workbook beside it.
    of_records.texts.update(path.name for path in (built_county / name).glob("*.xlsx"))
    unknown, seen = {}, 0
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for each in compose_reports(connection, month):
            path = built_county / name / each.file_name
            if isinstance(each.document, AnalyticalReport | OfficialDocument) and path.exists():
                # The analyst's report lists rows of files, which no other does.
                is_internal = isinstance(each.document, AnalyticalReport) and each.document.is_internal
                text = text_of(path)
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


def test_any_two_months_are_compared_in_either_order(
    county_run: tuple[Path, CompletedProcess[str]], tmp_path: Path
) -> None:
    """The published warehouse stays as it is; what the comparison prints is the warehouse's."""
    county = shutil.copytree(county_run[0], tmp_path / "county", symlinks=True)
    warehouse = county / "processed/minyi.duckdb"
    before = warehouse.read_bytes()
    done = call_minyi(county, "compare", "2022-06", "2021-11")
    assert done.returncode == 0, done.stderr
    (made,) = (county / "processed/对比").iterdir()
    assert made.name == "2022年6月对比报告_与2021年11月.pdf"
    assert warehouse.read_bytes() == before
    first = made.read_bytes()
    assert call_minyi(county, "compare", "2021-11", "2022-06").returncode == 0
    assert made.read_bytes() == first
    assert_analytical(made)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        wanted = "select town_name, score_printed from mart.town_ranking where month = ? and status = 'ranked'"
        scores = [dict(connection.execute(wanted, [month]).fetchall()) for month in ("2022-06-01", "2021-11-01")]
    lines = [line.split() for line in text_of(made).splitlines()]
    for town in scores[0].keys() & scores[1].keys():
        assert any(line[:3] == [town, f"{scores[1][town]:.2f}", f"{scores[0][town]:.2f}"] for line in lines), town
    for wrong in (("2022-06", "2022-06"), ("2022-06", "2020-01")):
        refused = call_minyi(county, "compare", *wrong)
        assert refused.returncode == 2
        assert "Traceback" not in refused.stderr
