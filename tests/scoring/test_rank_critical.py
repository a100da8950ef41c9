"""Critical values against the published tables of Dunnett and Tukey, and the exact ones against draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import studentized_range

from flows.scoring.rank_critical import critical_by_draws, critical_exact, draw


def pairs_of(unit: int, units: int, *, both: bool) -> np.ndarray:
    kept = np.zeros((units, units), dtype=bool)
    kept[unit] = True
    if both:
        kept[:, unit] = True
    kept[unit, unit] = False
    return kept


def spread_of(se: np.ndarray) -> np.ndarray:
    return np.sqrt(se[:, None] ** 2 + se[None, :] ** 2)


# Dunnett (1955, 1964): upper 5 % points, infinite degrees of freedom, by the number of treatments beside the control.
ONE_SIDED = {1: 1.64, 2: 1.92, 3: 2.06, 5: 2.23, 9: 2.42}
TWO_SIDED = {1: 1.96, 2: 2.21, 3: 2.35, 5: 2.51, 9: 2.69}


@pytest.mark.parametrize("treatments", ONE_SIDED)
def test_exact_values_are_dunnetts(treatments: int) -> None:
    se = np.full(treatments + 1, 1.7)
    for table, both in ((ONE_SIDED, False), (TWO_SIDED, True)):
        got = critical_exact(se, 0, pairs_of(0, treatments + 1, both=both), confidence=0.95)
        assert got == pytest.approx(table[treatments], abs=0.0051)


def test_draws_give_tukeys_range() -> None:
    error = draw(np.full(12, 2.0), None, draws=50_000, seed=1)
    low, value, high = critical_by_draws(error, spread_of(np.full(12, 2.0)), ~np.eye(12, dtype=bool), confidence=0.95)
    tukey = studentized_range.ppf(0.95, 12, np.inf) / np.sqrt(2)
    assert low < tukey < high
    assert value == pytest.approx(tukey, abs=0.02)
    assert high - low < 0.08


@pytest.mark.parametrize("ratio", [0.02, 0.2, 1.0, 30.0])
@pytest.mark.parametrize("unit", [0, 5])
def test_exact_values_lie_within_the_limits_of_the_draws(ratio: float, unit: int) -> None:
    """Errors of up to fiftyfold difference, some directions left out as after a step down."""
    se = np.array([1.0, ratio, 0.7, 1.3, ratio / 2, 2.0])
    kept = pairs_of(unit, 6, both=True)
    kept[unit, 2] = kept[3, unit] = False
    exact = critical_exact(se, unit, kept, confidence=0.95)
    low, _, high = critical_by_draws(draw(se, None, draws=50_000, seed=2), spread_of(se), kept, confidence=0.95)
    assert low < exact < high


def test_very_unequal_errors_are_resolved() -> None:
    """A control that is known exactly leaves independent tests: Šidák's value; one of no precision a single test."""
    kept = pairs_of(0, 6, both=True)
    known = critical_exact(np.array([1e-6, 1, 1, 1, 1, 1]), 0, kept, confidence=0.95)
    assert known == pytest.approx(2.568814, abs=1e-4)  # Φ⁻¹((1 + 0.95^(1/5)) / 2)
    unknown = critical_exact(np.array([1e6, 1, 1, 1, 1, 1]), 0, kept, confidence=0.95)
    assert unknown == pytest.approx(1.959964, abs=5e-4)


def test_correlated_draws_have_the_correlation() -> None:
    correlation = np.array([[1, 0.8, -0.3], [0.8, 1, 0.1], [-0.3, 0.1, 1]])
    error = draw(np.array([1.0, 2.0, 5.0]), correlation, draws=50_000, seed=3)
    assert np.corrcoef(error) == pytest.approx(correlation, abs=0.02)
    assert error.std(axis=1) == pytest.approx([1, 2, 5], rel=0.02)
