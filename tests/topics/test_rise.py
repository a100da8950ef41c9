"""What is new is told from chance, and nothing is told from too little."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from flows.topics.rise import like_for_like, rise

FLAT = np.ones(7)


def test_the_test_is_the_exact_binomial_where_counts_vary_as_chance_has_them() -> None:
    result = rise(np.array([[2, 3, 1, 2, 4, 3, 12]]), FLAT)
    assert result.dispersion[0] == 1
    assert result.expected[0] == pytest.approx(15 / 6)
    assert result.p_value[0] == pytest.approx(binom.sf(11, 27, 1 / 7))
    assert result.verdict == ("found",)


def test_what_was_never_said_before_emerges_by_exact_reckoning() -> None:
    result = rise(np.array([[0, 0, 0, 0, 0, 0, 5]]), FLAT)
    assert result.p_value[0] == pytest.approx((1 / 7) ** 5)
    assert result.expected[0] == 0
    assert result.verdict == ("found",)


def test_more_texts_read_explain_more_mentions() -> None:
    counts = np.array([[5, 5, 5, 5, 5, 5, 15]])
    assert rise(counts, FLAT).verdict == ("found",)
    assert rise(counts, np.array([1, 1, 1, 1, 1, 1, 3.0])).verdict == ("usual",)


def test_a_topic_that_always_comes_in_bursts_is_not_news() -> None:
    steady, bursts = [4, 4, 3, 5, 4, 4, 14], [0, 14, 0, 0, 10, 0, 14]
    assert rise(np.array([steady]), FLAT).verdict == ("found",)
    assert rise(np.array([bursts]), FLAT).verdict == ("usual",)


def test_refusals() -> None:
    short = rise(np.array([[1, 1, 1, 30]]), np.ones(4))
    assert short.verdict == ("too_little_history",)
    assert np.isnan(short.p_value).all()
    few = rise(np.array([[0, 0, 0, 0, 0, 0, 4]]), FLAT)
    assert few.verdict == ("too_few",)
    assert np.isnan(few.p_value).all()


def test_many_topics_are_adjusted_together_and_only_the_judged_count() -> None:
    one = [3, 2, 3, 2, 3, 2, 9]
    alone = rise(np.array([one]), FLAT)
    few = rise(np.array([one] + [[1, 1, 1, 1, 1, 1, 1]] * 40), FLAT)
    many = rise(np.array([one] + [[6, 5, 6, 5, 6, 5, 6]] * 40), FLAT)
    assert alone.p_adjusted[0] == alone.p_value[0] == few.p_adjusted[0]
    assert many.p_adjusted[0] == pytest.approx(41 * many.p_value[0])


def test_the_newest_months_are_judged_together() -> None:
    """Three months of 8 against three of 4; none of the three alone is news."""
    counts = np.array([[4, 4, 4, 8, 8, 8]])
    result = rise(counts, np.ones(6), newest=3, min_history=3)
    assert result.expected[0] == pytest.approx(12)
    assert result.p_value[0] == pytest.approx(binom.sf(23, 36, 1 / 2))
    assert result.verdict == ("found",)
    assert rise(counts[:, :4], np.ones(4), min_history=3).verdict == ("usual",)
    assert rise(counts, np.ones(6), newest=3, min_history=4).verdict == ("too_little_history",)


def test_a_source_that_sends_more_is_no_news_on_what_it_always_speaks_of() -> None:
    """Visits come in a campaign and speak of medicine; who reads all opinions together takes that for a rise."""
    read = np.array([[100.0] * 7, [10.0] * 6 + [100.0]])
    counts = np.array([[[0] * 7, [2] * 6 + [20]], [[10] * 7, [0] * 7]])
    exposure = like_for_like(counts, read)
    assert exposure[0] == pytest.approx([2] * 6 + [20])
    assert exposure[1] == pytest.approx([10] * 7)
    assert rise(counts.sum(axis=1), exposure).verdict == ("usual", "usual")
    assert rise(counts.sum(axis=1), read.sum(axis=0)).verdict == ("found", "usual")


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
        p = np.concatenate([rise(part, np.ones(8), min_count=1).p_value for part in counts])
        assert (p <= 0.05).mean() < 0.05
        assert (p <= 0.01).mean() < 0.015


@pytest.mark.parametrize(
    ("counts", "exposure", "history"),
    [([[1, -1, 2]], [1, 1, 1], 2), ([[1, 1, 2]], [1, -1, 1], 2), ([[1, 1, 2]], [1, 1], 2), ([[1, 1, 2]], [1, 1, 1], 1)],
)
def test_impossible_counts_are_refused(counts: list[list[int]], exposure: list[float], history: int) -> None:
    with pytest.raises(ValueError, match=r"count|exposure|months|history"):
        rise(np.array(counts), np.array(exposure, dtype=float), min_history=history)
