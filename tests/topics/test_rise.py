"""What is new is told from chance, and nothing is told from too little."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from flows.topics.emerging import emerging

FLAT = np.ones(7)


def test_the_test_is_the_exact_binomial_where_counts_vary_as_chance_has_them() -> None:
    result = emerging(np.array([[2, 3, 1, 2, 4, 3, 12]]), FLAT)
    assert result.dispersion[0] == 1
    assert result.expected[0] == pytest.approx(15 / 6)
    assert result.p_value[0] == pytest.approx(binom.sf(11, 27, 1 / 7))
    assert result.verdict == ("emerging",)


def test_what_was_never_said_before_emerges_by_exact_reckoning() -> None:
    result = emerging(np.array([[0, 0, 0, 0, 0, 0, 5]]), FLAT)
    assert result.p_value[0] == pytest.approx((1 / 7) ** 5)
    assert np.isinf(result.ratio[0])
    assert result.verdict == ("emerging",)


def test_more_texts_read_explain_more_mentions() -> None:
    counts = np.array([[5, 5, 5, 5, 5, 5, 15]])
    assert emerging(counts, FLAT).verdict == ("emerging",)
    assert emerging(counts, np.array([1, 1, 1, 1, 1, 1, 3.0])).verdict == ("usual",)


def test_a_topic_that_always_comes_in_bursts_is_not_news() -> None:
    steady, bursts = [4, 4, 3, 5, 4, 4, 14], [0, 14, 0, 0, 10, 0, 14]
    assert emerging(np.array([steady]), FLAT).verdict == ("emerging",)
    assert emerging(np.array([bursts]), FLAT).verdict == ("usual",)


def test_refusals() -> None:
    short = emerging(np.array([[1, 1, 1, 30]]), np.ones(4))
    assert short.verdict == ("too_little_history",)
    assert np.isnan(short.p_value).all()
    few = emerging(np.array([[0, 0, 0, 0, 0, 0, 4]]), FLAT)
    assert few.verdict == ("too_few",)
    assert np.isnan(few.p_value).all()


def test_many_topics_are_adjusted_together_and_only_the_judged_count() -> None:
    one = [3, 2, 3, 2, 3, 2, 9]
    alone = emerging(np.array([one]), FLAT)
    few = emerging(np.array([one] + [[1, 1, 1, 1, 1, 1, 1]] * 40), FLAT)
    many = emerging(np.array([one] + [[6, 5, 6, 5, 6, 5, 6]] * 40), FLAT)
    assert alone.p_adjusted[0] == alone.p_value[0] == few.p_adjusted[0]
    assert many.p_adjusted[0] == pytest.approx(41 * many.p_value[0])


@pytest.mark.parametrize("variance", [1, 3])
def test_false_findings_stay_rare(variance: int) -> None:
    """5 % and 1 % of p values at most lie below 5 % and 1 %, with counts that vary as chance has them or more."""
    stream = np.random.default_rng(3)
    mean = 8
    for _ in range(2):
        shape = (200, 30, 8)
        if variance == 1:
            counts = stream.poisson(mean, shape)
        else:
            counts = stream.negative_binomial(mean / (variance - 1), 1 / variance, shape)
        p = np.concatenate([emerging(part, np.ones(8), min_count=1).p_value for part in counts])
        assert (p <= 0.05).mean() < 0.05
        assert (p <= 0.01).mean() < 0.015


@pytest.mark.parametrize(
    ("counts", "exposure", "history"),
    [([[1, -1, 2]], [1, 1, 1], 2), ([[1, 1, 2]], [1, 0, 1], 2), ([[1, 1, 2]], [1, 1], 2), ([[1, 1, 2]], [1, 1, 1], 1)],
)
def test_impossible_counts_are_refused(counts: list[list[int]], exposure: list[float], history: int) -> None:
    with pytest.raises(ValueError, match=r"count|exposure|months"):
        emerging(np.array(counts), np.array(exposure, dtype=float), min_history=history)
