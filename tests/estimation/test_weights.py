"""Weights follow the population inside each town, and what could not be followed is said."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import pytest

from flows.estimation.weights import weighted, write_weights
from flows.warehouse.database import connect
from tests.estimation.given_waves import BANDS, assessment, frame, wave


def _written(*waves_rules: tuple) -> duckdb.DuckDBPyConnection:
    connection = connect()
    connection.execute("create schema core")
    two = frame(2)
    write_weights(connection, {one.month: weighted(one, two, rules) for one, rules in waves_rules}, two)
    return connection


def test_weights_meet_sex_and_age_of_the_town() -> None:
    one = wave([[100.0] * 40, [75.0] * 32])
    one = replace(one, category={**one.category, "sex": np.where(np.arange(72) % 5 == 0, 1, 0)})
    rules = assessment().weighting
    found = weighted(one, frame(2), rules).calibration
    assert found is not None
    for name, classes in (("sex", 2), ("urban_rural", 2), ("age_band", 4)):
        cell = one.town * classes + one.category[name]
        met = np.bincount(cell, weights=found.weight, minlength=2 * classes)
        assert met == pytest.approx(np.full(2 * classes, 8000 / classes))


def test_a_rare_band_is_merged_with_its_neighbour_and_said() -> None:
    one = wave([[100.0] * 40, [75.0] * 32])
    band = one.category["age_band"].copy()
    band[(one.town == 0) & (band == 0)] = 1
    band[0] = 0
    rules = assessment().weighting
    rows = _written((replace(one, category={**one.category, "age_band": band}), rules)).execute(
        "select town_code, status, merged from core.weighting order by 1"
    )
    assert rows.fetchall() == [("A", "raked", f"age_band:{BANDS[0]}+{BANDS[1]}"), ("B", "raked", "")]


def test_a_town_whose_margins_cannot_be_met_keeps_its_stratum_weights() -> None:
    one = wave([[100.0] * 40, [75.0] * 32])
    # In town B every man is urban and every woman rural, though half of either should be of the other kind.
    crossed = one.category["urban_rural"]
    sex = np.where(one.town == 1, crossed, one.category["sex"])
    uneven = frame(2)
    uneven.margin_population["sex"][1] = [6000.0, 2000.0]
    found = weighted(replace(one, category={**one.category, "sex": sex}), uneven, assessment().weighting)
    assert found.raking is not None
    assert found.raking.reason.tolist() == ["", "impossible_margins"]
    assert found.calibration is not None
    assert found.calibration.weight[one.town == 1] == pytest.approx(one.sample.weight[one.town == 1])


def test_no_margins_means_stratum_weights() -> None:
    one = wave([[100.0] * 40, [75.0] * 32])
    connection = _written((one, assessment(weighting={"margins": ()}).weighting))
    assert connection.execute("select distinct status, reason from core.weighting").fetchall() == [
        ("base", "not_asked_for")
    ]
    assert connection.execute("select count(*) from core.weight where weight = base_weight").fetchone() == (72,)
