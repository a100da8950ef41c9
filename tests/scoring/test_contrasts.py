"""A category against all others: two samples where it is a stratum of its own, else by the definition."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from flows.scoring.contrasts import contrasts_with_others
from flows.scoring.design import Sample
from flows.scoring.estimates import domain_mean

VALUE = np.array([100.0, 75, 75, 55, 100, 100, 75, np.nan, 55, 75, 100, 100])
STRATUM = np.repeat([0, 1, 2], 4)


def sample(population: float = 4e9) -> Sample:
    """Three strata of four, of which so large a population is left that nothing is exhausted."""
    size = np.full(12, population)
    return Sample(STRATUM, size / 4, size)


def test_a_category_that_is_a_stratum_differs_as_two_samples_do() -> None:
    found = contrasts_with_others(VALUE, STRATUM, 3, sample())
    for category in range(3):
        sides = (category == STRATUM, category != STRATUM)
        means = [domain_mean(VALUE, inside, sample(), confidence=0.95) for inside in sides]
        assert found.difference[category] == pytest.approx(means[0].mean - means[1].mean)
        assert found.se[category] == pytest.approx(np.hypot(means[0].se, means[1].se))
        t = abs(found.difference[category]) / found.se[category]
        assert found.p_value[category] == pytest.approx(2 * stats.t.sf(t, 9))


def test_within_strata_the_two_means_share_their_error() -> None:
    """By the definition: everybody's part in the difference, scattered about the mean of the stratum."""
    category = np.tile([0, 1], 6)
    known = ~np.isnan(VALUE)
    part = np.zeros(12)
    for sign, side in ((1, known & (category == 0)), (-1, known & (category == 1))):
        part[side] = sign * (VALUE[side] - VALUE[side].mean()) / side.sum()
    variance = sum(4 / 3 * ((part[h == STRATUM] - part[h == STRATUM].mean()) ** 2).sum() for h in range(3))
    found = contrasts_with_others(VALUE, category, 2, sample())
    assert found.se == pytest.approx(np.sqrt(variance))
    apart = [domain_mean(VALUE, category == each, sample(), confidence=0.95).se for each in (0, 1)]
    assert found.se[0] != pytest.approx(np.hypot(*apart))


def test_the_two_sides_of_one_difference_mirror_each_other_and_the_unknown_count_on_neither() -> None:
    category = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, -1, -1])
    found = contrasts_with_others(VALUE, category, 2, sample())
    assert found.difference[0] == pytest.approx(np.nanmean(VALUE[:10:2]) - np.nanmean(VALUE[1:10:2]))
    assert found.difference[1] == -found.difference[0]
    assert found.p_value[0] == pytest.approx(found.p_value[1])


def test_nobody_to_compare_with_is_not_tested() -> None:
    found = contrasts_with_others(VALUE, np.zeros(12, dtype=int), 2, sample())
    assert np.isnan(found.difference).all()
    assert np.isnan(found.p_value).all()
