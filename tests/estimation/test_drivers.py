"""Drivers of a month by hand: who is counted, by which weights, what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from flows.assessment import Assessment
from flows.estimation.drivers import DRIVER_COLUMNS, driver_rows, write_drivers
from flows.estimation.weights import WeightedWave
from flows.warehouse.models import read_models, run_models
from tests.estimation.given_county import JUNE, NAN, TOWNS, assessment, wave
from tests.warehouse.given import SQL, table

NAMES = [column.split()[0] for column in DRIVER_COLUMNS.split(",")]
# In each town 20 answers: `same` is the overall answer, `other` goes with neither.
OVERALL = [100.0, 75.0] * 10
SAME, OTHER = OVERALL * 6, ([100.0] * 2 + [55.0] * 2) * 5 * 6


def _wave(**others: Any) -> WeightedWave:
    return wave(dict.fromkeys(TOWNS, OVERALL), **others)


def _rows(weighted: WeightedWave, rules: Assessment | None = None) -> dict[str, dict[str, Any]]:
    rows = [dict(zip(NAMES, row, strict=True)) for row in driver_rows(weighted, rules or assessment())]
    return {row["dimension"]: row for row in rows}


def test_what_goes_with_the_overall_answer_drives_it() -> None:
    found = _rows(_wave(facility=SAME, market=OTHER))
    assert list(found) == ["facility", "market"]
    assert {row["status"] for row in found.values()} == {"estimated"}
    assert found["facility"]["r2_pct"] == pytest.approx(100)
    assert [row["importance_pct"] for row in found.values()] == pytest.approx([100, 0], abs=1e-9)
    assert [row["performance"] for row in found.values()] == pytest.approx([87.5, 77.5])
    assert [row["crossing_importance_pct"] for row in found.values()] == pytest.approx([50, 50])
    assert found["facility"]["crossing_performance"] == pytest.approx(82.5)
    assert [row["quadrant"] for row in found.values()] == ["keep", "low_priority"]


def test_complete_cases_are_counted_beside_who_answered() -> None:
    some = [NAN if at % 4 == 3 else value for at, value in enumerate(OTHER)]
    found = _rows(_wave(facility=SAME, complaint=some))
    assert [(row["respondent_count"], row["scored_count"], row["case_count"]) for row in found.values()] == [
        (120, 120, 90),
        (120, 90, 90),
    ]
    # Of every four, 100 75 100 75, the last has no answer on the complaint.
    assert found["facility"]["performance"] == pytest.approx(275 / 3)


def test_calibrated_weights_count() -> None:
    raised = [3.0 if value == 100 else 1.0 for value in SAME]
    found = _rows(_wave(raised=raised, facility=SAME, market=OTHER))
    assert found["facility"]["performance"] == pytest.approx((3 * 100 + 75) / 4)


def test_ellipse_and_errors_are_in_the_units_they_say() -> None:
    noise = np.random.default_rng(5)
    mixed = np.where(noise.random(120) < 0.7, SAME, OTHER)
    found = _rows(_wave(facility=mixed, market=OTHER))["facility"]
    # A mean of 120 scores, town by town; an importance out of a hundred.
    spread = np.array(mixed).reshape(6, 20).std(axis=1, ddof=1)
    assert found["performance_se"] == pytest.approx(np.sqrt((spread**2 / 20).sum()) / 6, rel=0.15)
    assert 0.5 < found["importance_se_pct"] < 20
    # With two items each is half the difference from the crossing point.
    assert found["ellipse_xx"] == pytest.approx(found["importance_se_pct"] ** 2)
    assert abs(found["ellipse_xy"]) <= np.sqrt(found["ellipse_xx"] * found["ellipse_yy"])
    apart = [
        abs(found[f"{name}"] - found[f"crossing_{name}"]) > found["ellipse_radius"] * np.sqrt(found[variance])
        for name, variance in (("importance_pct", "ellipse_xx"), ("performance", "ellipse_yy"))
    ]
    assert (found["quadrant"] != "unclear") == all(apart)


def test_the_same_seed_gives_the_same_errors() -> None:
    mixed = [*OTHER[:60], *SAME[60:]]
    weighted = _wave(facility=mixed, market=OTHER)
    first, again = _rows(weighted), _rows(weighted)
    other = _rows(weighted, assessment(ranking={"seed": 1}))
    assert first == again
    assert first["facility"]["importance_se_pct"] != other["facility"]["importance_se_pct"]


def test_another_scale_is_no_driver_and_nine_dimensions_are_refused() -> None:
    weighted = _wave(facility=SAME, market=OTHER)
    scaled = replace(weighted, wave=replace(weighted.wave, scales=("three", "three", "five")))
    assert list(_rows(scaled)) == ["facility"]
    many = _rows(_wave(**{f"item{number}": SAME for number in range(9)}))
    assert {(row["status"], row["quadrant"], row["r2_pct"], row["case_count"]) for row in many.values()} == {
        ("too_many_items", "unclear", None, 120)
    }
    assert list(_rows(_wave())) == []


def test_what_cannot_be_known_is_refused_with_its_reason() -> None:
    few = _rows(_wave(facility=[NAN] * 105 + SAME[105:], market=OTHER))
    assert {(row["status"], row["quadrant"]) for row in few.values()} == {("too_few", "unclear")}
    assert np.isnan([row["importance_pct"] for row in few.values()]).all()
    constant = _rows(_wave(facility=[75.0] * 120, market=OTHER))
    assert {row["status"] for row in constant.values()} == {"constant_item"}


def test_a_month_that_does_not_ask_the_ranking_dimension_has_no_drivers() -> None:
    assert _rows(_wave(facility=SAME), assessment(score={"dimension": "library"})) == {}


def test_readers_see_dimensions_by_name(warehouse) -> None:
    few = _wave(facility=SAME, complaint=[NAN] * 119 + [75.0])
    write_drivers(warehouse, {JUNE: few}, {JUNE: assessment()})
    run_models(warehouse, [model for model in read_models(SQL, ("marts",)) if model.table == "mart.driver"])
    columns = "dimension_name, status, case_count, importance_pct, quadrant"
    assert table(warehouse, f"select {columns} from mart.driver order by 1") == [
        ("公共文化设施", "too_few", 1, None, "unclear"),
        ("诉求办理", "too_few", 1, None, "unclear"),
    ]
