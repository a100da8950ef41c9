"""What some towns tell of more than their share is told from chance and from towns that tell more of everything."""

from __future__ import annotations

import numpy as np
import pytest

from flows.topics.concentration import concentration

READ = np.array([[200.0, 100, 100, 50, 50]])


def test_towns_are_held_against_their_share_of_all_opinions() -> None:
    everywhere, of_one_town = [40, 20, 20, 10, 10], [20, 10, 10, 40, 10]
    result = concentration(np.array([[everywhere], [of_one_town]]), READ)
    assert result.expected[0] == pytest.approx(everywhere)
    assert result.p_value[0] == pytest.approx(1)
    assert result.verdict == ("usual", "found")
    assert result.expected[1] == pytest.approx(np.array([200, 100, 100, 50, 50]) * 90 / 500)
    assert np.flatnonzero(result.excess[1] > 2).tolist() == [3]
    assert result.excess[1, 3] == pytest.approx((40 - 9) / 3)


def test_each_source_and_month_has_its_own_shares() -> None:
    """The survey asks in town 0, the hotline rings from town 1: what the hotline alone tells is of nobody's town."""
    read = np.array([[90.0, 10.0], [10.0, 90.0]])
    topic = np.array([[[0, 0], [6, 54]]])
    assert concentration(topic, read).verdict == ("usual",)
    assert concentration(topic.sum(axis=1, keepdims=True), read.sum(axis=0, keepdims=True)).verdict == ("found",)


def test_where_towns_differ_on_everything_no_topic_stands_out() -> None:
    stream = np.random.default_rng(4)
    alike = stream.multinomial(60, [0.2] * 5, size=(12, 1))
    rough = 4 * stream.multinomial(15, [0.2] * 5, size=(12, 1))
    odd = np.array([[[28, 8, 8, 8, 8]]])
    read = np.full((1, 5), 800.0)
    assert concentration(np.concatenate([alike, odd]), read).verdict[-1] == "found"
    loud = concentration(np.concatenate([rough, odd]), read)
    assert loud.dispersion > 2
    assert loud.verdict[-1] == "usual"


def test_too_few_mentions_and_towns_without_opinions_are_not_judged() -> None:
    few = concentration(np.array([[[4, 0, 0, 0, 0]], [[0, 0, 0, 0, 0]]]), READ, min_count=5)
    assert few.verdict == ("too_few", "too_few")
    assert np.isnan(few.p_value).all()
    alone = concentration(np.array([[[9, 0]]]), np.array([[50.0, 0.0]]))
    assert alone.verdict == ("too_few",)
    assert alone.excess[0].tolist() == [0, 0]


@pytest.mark.parametrize("mentions", [8, 60])
def test_false_findings_stay_rare(mentions: int) -> None:
    """Of topics told of everywhere alike, about 5 % and 1 % have p values below 5 % and 1 %,
    few mentions or many (8: 1.6 % below 1 %, 60: 1.2 %)."""
    stream = np.random.default_rng(6)
    share = np.array([0.21, 0.18, 0.06, 0.08, 0.08, 0.05, 0.05, 0.07, 0.08, 0.04, 0.03, 0.07])
    counts = stream.multinomial(mentions, share, size=(150, 30, 1))
    p = np.concatenate([concentration(each, 1000 * share[None], min_count=1).p_value for each in counts])
    assert (p <= 0.05).mean() < 0.06
    assert (p <= 0.01).mean() < 0.02


@pytest.mark.parametrize(("counts", "read"), [([[[1, -1]]], [[1, 1]]), ([[[1, 1]]], [[1, 1, 1]]), ([[1, 1]], [[1, 1]])])
def test_impossible_counts_are_refused(counts: list[object], read: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="count"):
        concentration(np.array(counts), np.array(read, dtype=float))
