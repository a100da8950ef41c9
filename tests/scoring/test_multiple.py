"""P values adjusted for many tests equal R's, whatever their order, and untested ones take no part."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from flows.scoring.estimates import Floats
from flows.scoring.multiple import benjamini_hochberg, bonferroni, holm

PUBLISHED = Path(__file__).with_name("published")
ROWS = list(csv.DictReader((PUBLISHED / "expected_padjust_BH1995.csv").open(encoding="utf-8")))


def column(name: str) -> Floats:
    return np.array([float(row[name]) for row in ROWS])


@pytest.mark.parametrize(("adjust", "name"), [(bonferroni, "bonferroni"), (holm, "holm"), (benjamini_hochberg, "BH")])
def test_adjusted_p_values_equal_r_p_adjust(adjust: Callable[[Floats], Floats], name: str) -> None:
    shuffled = np.random.default_rng(1).permutation(len(ROWS))
    assert adjust(column("p")[shuffled]) == pytest.approx(column(name)[shuffled], rel=1e-9)


@pytest.mark.parametrize("adjust", [bonferroni, holm, benjamini_hochberg])
def test_what_was_not_tested_is_not_counted(adjust: Callable[[Floats], Floats]) -> None:
    p_value = np.array([0.01, np.nan, 0.04, np.nan, 0.03])
    got = adjust(p_value)
    assert np.isnan(got[[1, 3]]).all()
    assert got[[0, 2, 4]] == pytest.approx(adjust(p_value[[0, 2, 4]]), rel=1e-12)
    assert adjust(np.array([])).shape == (0,)
