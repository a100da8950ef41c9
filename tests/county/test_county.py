"""The simulated county holds what it promises: its truth, its planted cells, the same bytes every time."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from tests.county import population, truth
from tests.county.build import MadeFile, files_of
from tests.county.layouts import layout
from tests.county.people import stream
from tests.county.places import REFERENCE, towns, villages
from tests.county.survey import draw_answers, sample_sizes
from tests.county.tickets import tickets_of
from tests.county.workdays import add_workdays

PLANTED = Path(__file__).with_name("planted.csv")
QUESTION_COUNT = 8


def test_town_score_is_the_weighted_mean_of_its_strata() -> None:
    sizes = population.stratum_sizes()
    for month in truth.MONTHS:
        for town in towns():
            for dimension in truth.DIMENSIONS:
                parts = [
                    (sizes[town.code, area], truth.true_stratum_mean(town.code, area, month, dimension))
                    for area in population.AREAS
                ]
                mean = sum(n * mu for n, mu in parts) / sum(n for n, _ in parts)
                assert mean == pytest.approx(truth.true_score(town.code, month, dimension), abs=1e-9)


def test_grade_probabilities_have_exactly_the_stratum_mean() -> None:
    for month in truth.MONTHS:
        scale = truth.scale_of(month)
        for town in towns():
            for area in population.AREAS:
                for dimension in truth.DIMENSIONS:
                    mean = truth.true_stratum_mean(town.code, area, month, dimension)
                    shares = truth.grade_probabilities(mean, scale)
                    assert sum(shares.values()) == pytest.approx(1)
                    values = truth.SCALES[scale]
                    assert sum(p * values[g] for g, p in shares.items()) == pytest.approx(mean)


def test_a_mean_out_of_reach_is_refused() -> None:
    with pytest.raises(ValueError, match="out of reach"):
        truth.grade_probabilities(40.0, "three")


def test_what_is_certain_of_the_towns() -> None:
    last, newest = truth.MONTHS[-2:]
    fall = truth.true_score(truth.FALLEN, last) - truth.true_score(truth.FALLEN, newest)
    assert fall == pytest.approx(truth.FALL)
    for month in truth.MONTHS:
        ranks = truth.true_ranks(month)
        assert ranks[truth.TOP] == 1
        assert ranks[truth.BOTTOM] == 12
        assert truth.true_score(truth.TWINS[0], month) == truth.true_score(truth.TWINS[1], month)
        assert ranks[truth.TWINS[0]] == ranks[truth.TWINS[1]]


def test_drawn_answers_have_the_true_mean() -> None:
    rng = stream("2022-06", "test")
    for scale_month in ("2021-05", "2022-06"):
        answers = draw_answers(rng, scale_month, truth.FALLEN, "rural", 6000)
        values = truth.SCALES[truth.scale_of(scale_month)]
        for question, dimension in truth.QUESTIONS.items():
            scored = np.array([values[a[question]] for a in answers if a[question] != truth.DONT_KNOW])
            mean = truth.true_stratum_mean(truth.FALLEN, "rural", scale_month, dimension)
            assert abs(scored.mean() - mean) < 4 * scored.std() / np.sqrt(scored.size)


def test_population_file_is_what_the_code_makes() -> None:
    assert (REFERENCE / "population.csv").read_text(encoding="utf-8") == population.as_csv()
    assert sum(population.registered().values()) == population.COUNTY_REGISTERED


def test_sizes_of_samples() -> None:
    assert sum(sample_sizes("2022-03")["370323110", area] for area in population.AREAS) == 18
    assert sum(sample_sizes("2021-09")["370323108", area] for area in population.AREAS) == 3
    for month in truth.MONTHS:
        assert 1350 < sum(sample_sizes(month).values()) < 1650


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [("2022-01-28", 5, "2022-02-09"), ("2022-01-28", 45, "2022-04-07"), ("2021-04-30", 20, "2021-06-01")],
)
def test_working_days(day: str, count: int, expected: str) -> None:
    assert add_workdays(dt.date.fromisoformat(day), count) == dt.date.fromisoformat(expected)


def test_ticket_numbers_are_unique_and_lives_run_forward() -> None:
    numbers = Counter(t.ticket_no for month in truth.MONTHS for t in tickets_of(month))
    assert max(numbers.values()) == 1
    for ticket in tickets_of("2022-06"):
        assert ticket.called_at < ticket.dispatched_at < ticket.signed_at < ticket.first_closed_at
        assert ticket.first_closed_at < ticket.visited_at


def test_recurring_problems_carry_their_tickets() -> None:
    for problem in truth.planted_recurring():
        assert len(problem.ticket_nos) == sum(problem.per_month)


def test_village_names_of_two_towns_are_not_used_by_chance() -> None:
    seen = Counter(name for town in towns() for name in villages(town.code))
    assert max(seen.values()) == 1
    assert "王庄村" not in seen


def test_a_month_is_made_the_same_twice() -> None:
    first = [made for made in files_of("2021-11") if "访问" not in made.name]
    second = [made for made in files_of("2021-11") if "访问" not in made.name]
    assert [m.name for m in first] == [m.name for m in second]
    assert [m.content for m in first] == [m.content for m in second]


@pytest.fixture(scope="module")
def made_files() -> dict[tuple[str, str], MadeFile]:
    """Files of a month of each kind of format: csv, xls, and the newest month."""
    return {(month, made.name): made for month in ("2021-11", "2022-06") for made in files_of(month)}


def _cells(made: MadeFile, month: str) -> dict[str, list[list[object]]]:
    """A file's sheets read by an independent reader, every row from the sheet's first."""
    if made.name.endswith(".csv"):
        text = made.content.decode(layout("hotline" if "工单" in made.name else "survey", month).encoding)
        return {"": [list(line) for line in csv.reader(io.StringIO(text))]}
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _same(cell: object, value: str) -> bool:
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return str(cell).startswith(value) or value.startswith(str(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        try:
            return float(value) == pytest.approx(float(cell))
        except ValueError:
            return False
    return str(cell) == value


def test_planted_cells_stand_where_the_list_says(made_files: dict[tuple[str, str], MadeFile]) -> None:
    sheets = {key: _cells(made, key[0]) for key, made in made_files.items()}
    with PLANTED.open(encoding="utf-8", newline="") as handle:
        lines = [line for line in csv.DictReader(handle) if (line["month"], line["file"]) in sheets]
    assert len(lines) > 200
    for line in lines:
        found = sheets[line["month"], line["file"]]
        rows = found.get(line["sheet"], found.get("", []))
        cells = rows[int(line["row"]) - 1]
        if line["column"]:
            at = next(row.index(line["column"]) for row in rows[:6] if line["column"] in row)
            assert _same(cells[at], line["value"]), line
        elif line["value"] and line["kind"] not in ("hidden_sheet", "extra_sheet", "notes_sheet"):
            assert cells[0] == line["value"], line


def test_rejects_are_few() -> None:
    with PLANTED.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle))
    rejects = Counter(line["month"] for line in lines if line["expected"] == "reject")
    assert set(rejects) == set(truth.MONTHS)
    assert 6 <= rejects[truth.NEWEST] <= 12
    assert rejects[truth.MONTHS[-2]] < rejects[truth.NEWEST]
    assert {line["expected"] for line in lines} == {"reject", "notice", "silent"}
