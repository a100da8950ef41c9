"""Composites: points by hand, missing indicators, errors that hold the truth as often as they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from flows.scoring.composite import Composite, Scheme, composite, county_points, losses, sampled_rate_se

# Survey score, share solved of revisited tickets, share closed in time of all, redo rate (less is better).
SCHEME = Scheme(
    weight=np.array([40.0, 20.0, 30.0, 10.0]),
    floor=np.array([60.0, 0.5, 0.8, 0.2]),
    target=np.array([100.0, 1.0, 1.0, 0.0]),
    minimum_base=np.array([30.0, 10.0, 1.0, 1.0]),
    minimum_weight_share=0.6,
)
VALUE = np.array([[86.0, 0.8, 0.95, 0.05], [92.0, np.nan, 0.75, 0.3], [np.nan, 0.9, 1.0, 0.1], [84.0, 1.0, 0.9, 0.02]])
SE = np.array([[2.0, 0.05, 0.0, 0.0], [1.5, np.nan, 0.0, 0.0], [np.nan, 0.04, 0.0, 0.0], [np.nan, 0.02, 0.0, 0.0]])
BASE = np.array([[120.0, 50.0, 400.0, 400.0], [200.0, 0.0, 90.0, 90.0], [0.0, 40.0, 70.0, 70.0], [50.0, 9.0, 80, 80]])


def made() -> Composite:
    return composite(VALUE, SE, BASE, SCHEME, confidence=0.95)


def test_a_composite_by_hand() -> None:
    got = made()
    assert got.points[0].tolist() == pytest.approx([65.0, 60.0, 75.0, 75.0])
    assert got.contribution[0].tolist() == pytest.approx([26.0, 12.0, 22.5, 7.5])
    assert got.value[0] == pytest.approx(68.0)
    # Survey: 0.4 · 2.5 · 2 = 2; tickets: 0.2 · 200 · 0.05 = 2; the full registers carry nothing.
    assert got.se[0] == pytest.approx(np.sqrt(8))
    assert (got.low[0], got.high[0]) == pytest.approx((68 - 1.95996 * np.sqrt(8), 68 + 1.95996 * np.sqrt(8)), rel=1e-5)
    assert got.points[1, 2:].tolist() == [0.0, 0.0]


def test_what_is_missing_hands_over_its_weight_and_is_said() -> None:
    got = made()
    assert got.status.tolist() == ["complete", "renormalised", "renormalised", "no_error"]
    assert got.weight[1].tolist() == pytest.approx([0.5, 0.0, 0.375, 0.125])
    assert got.value[1] == pytest.approx(0.5 * 80)
    assert got.se[1] == pytest.approx(0.5 * 2.5 * 1.5)
    assert got.weight_share.tolist() == pytest.approx([1.0, 0.8, 0.6, 0.8])


def test_too_little_weight_is_refused_and_a_missing_error_gives_no_interval() -> None:
    got = composite(VALUE, SE, BASE, replace(SCHEME, minimum_weight_share=0.65), confidence=0.95)
    assert got.status[2] == "weight_too_small"
    assert np.isnan([got.value[2], got.se[2], got.low[2], *got.weight[2], *got.contribution[2]]).all()
    # The line itself is enough.
    assert made().value[2] == pytest.approx((20 * 80 + 30 * 100 + 10 * 50) / 60)
    # Nine revisited tickets are below the minimum base; the survey has a score and no error.
    assert got.missing[3].tolist() == [False, True, False, False]
    assert got.value[3] == pytest.approx(0.5 * 60 + 0.375 * 50 + 0.125 * 90)
    assert np.isnan([got.se[3], got.low[3], got.high[3]]).all()


def test_nothing_sampled_has_no_error() -> None:
    got = composite(VALUE[:1], np.zeros((1, 4)), BASE[:1], SCHEME, confidence=0.95)
    assert (got.se[0], got.low[0], got.high[0]) == (0.0, got.value[0], got.value[0])


def test_a_town_at_its_target_keeps_its_error_and_one_far_beyond_has_none() -> None:
    scheme = Scheme(np.ones(1), np.array([60.0]), np.array([90.0]), np.zeros(1), 1.0)
    score = np.array([[75.0], [90.0], [91.0], [99.0], [60.0], [50.0]])
    got = composite(score, np.full((6, 1), 1.5), np.ones((6, 1)), scheme, confidence=0.95)
    assert got.value.tolist() == pytest.approx([50, 100, 100, 100, 0, 0])
    assert got.se[[0, 1, 4]].tolist() == pytest.approx([5.0, 5.0, 5.0])
    assert got.se[2] == pytest.approx(5 - (100 / 30) / 1.95996, rel=1e-5)
    assert got.se[[3, 5]].tolist() == [0.0, 0.0]
    assert (got.low.min(), got.high.max()) == (0.0, 100.0)


def test_answers_of_the_same_people_go_together() -> None:
    scheme = Scheme(np.ones(2), np.zeros(2), np.full(2, 100.0), np.zeros(2), 1.0)
    value, se = np.full((3, 2), 80.0), np.tile([3.0, 4.0], (3, 1))
    together = np.array([[[1.0, r], [r, 1.0]] for r in (0.0, 0.5, 1.0)])
    got = composite(value, se, np.ones((3, 2)), scheme, confidence=0.95, correlation=together)
    assert got.se.tolist() == pytest.approx([2.5, np.sqrt(9 + 16 + 12) / 2, 3.5])
    # An indicator of which less is better turns the sign: what goes together then evens out.
    turned = replace(scheme, floor=np.array([0.0, 100.0]), target=np.array([100.0, 0.0]))
    got = composite(value, se, np.ones((3, 2)), turned, confidence=0.95, correlation=together)
    assert got.se.tolist() == pytest.approx([2.5, np.sqrt(9 + 16 - 12) / 2, 0.5])


def test_losses_by_hand_and_to_the_sum() -> None:
    got = made()
    county = county_points(got.points, np.array([0.4, 0.3, 0.2, 0.1]))
    assert county[0] == pytest.approx((0.4 * 65 + 0.3 * 80 + 0.1 * 60) / 0.8)
    full = SCHEME.weight / 100
    for reference in (county, np.nanmax(got.points, axis=0)):
        lost = losses(got, SCHEME.weight, reference)
        assert lost.part[0] == pytest.approx(full * (reference - got.points[0]))
        assert lost.reweighting[0] == pytest.approx(0, abs=1e-12)
        for town in (0, 1, 3):
            assert lost.total[town] == pytest.approx(full @ reference - got.value[town])
            assert lost.part[town].sum() + lost.reweighting[town] == pytest.approx(lost.total[town])
        assert lost.part[1, 1] == 0
        assert lost.reweighting[1] != pytest.approx(0, abs=0.1)


def test_an_indicator_that_no_town_has_costs_nobody_anything() -> None:
    value = VALUE.copy()
    value[:, 1] = np.nan
    got = composite(value, SE, BASE, SCHEME, confidence=0.95)
    lost = losses(got, SCHEME.weight, county_points(got.points, np.full(4, 0.25)))
    assert (lost.part[:2, 1] == 0).all()
    assert lost.reweighting[:2] == pytest.approx([0, 0], abs=1e-12)
    assert lost.part[:2].sum(axis=1) == pytest.approx(lost.total[:2])


def test_a_rate_of_a_sample_is_as_sure_as_the_sample_is_large() -> None:
    got = sampled_rate_se(
        np.array([22.0, 6400, 80, 80, 80, 0]),
        np.array([22.0, 6530, 100, 100, 100, 0]),
        np.array([np.inf, np.inf, np.inf, 200, 100, 40]),
    )
    # Wilson's interval of 22/22 is [0.8513, 1]: its half, over 1.96.
    assert got[0] == pytest.approx((1 - 0.851342) / 2 / 1.959964, rel=1e-4)
    assert got[1] == pytest.approx(np.sqrt(6400 * 130 / 6530**3), rel=5e-3)
    assert got[2] == pytest.approx(0.04, rel=0.03)
    assert got[3] == pytest.approx(got[2] * np.sqrt(100 / 199), rel=0.02)
    assert got[4] == 0
    assert np.isnan(got[5])
    with pytest.raises(ValueError, match="drawn"):
        sampled_rate_se(np.array([5.0]), np.array([10.0]), np.array([9.0]))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SCHEME, weight=np.array([1.0, -1.0, 1.0, 1.0])),
        replace(SCHEME, weight=np.zeros(4)),
        replace(SCHEME, target=SCHEME.floor),
    ],
)
def test_a_scheme_that_cannot_be_is_refused(wrong: Scheme) -> None:
    with pytest.raises(ValueError, match=r"weights|floor"):
        composite(VALUE, SE, BASE, wrong, confidence=0.95)


# True values: survey score, solved share of 600 tickets of which 80 are revisited; the target of each. At a limit the
# interval errs on the side of caution.
TRUTHS = {
    "within": ((84.0, 0.75), (100.0, 1.0)),
    "survey at its target": ((88.0, 0.75), (88.0, 1.0)),
    "both just within": ((87.0, 0.87), (88.0, 0.9)),
    "one beyond": ((91.0, 0.8), (88.0, 0.9)),
}


@pytest.mark.parametrize("case", TRUTHS)
def test_intervals_hold_the_truth(case: str) -> None:
    """20,000 towns of one truth, drawn anew; a count of a full register has the weight that remains."""
    truth, target = TRUTHS[case]
    rng = np.random.default_rng(9)
    towns = 20_000
    scheme = Scheme(
        np.array([40.0, 25.0, 35.0]), np.array([60.0, 0.4, 0.0]), np.array([*target, 1.0]), np.zeros(3), 1.0
    )
    survey, survey_se = rng.normal(truth[0], 1.6, towns), 1.6 * np.sqrt(rng.chisquare(120, towns) / 120)
    solved = rng.hypergeometric(round(600 * truth[1]), 600 - round(600 * truth[1]), 80, towns).astype(float)
    se = np.stack([survey_se, sampled_rate_se(solved, np.full(towns, 80.0), np.full(towns, 600.0)), np.zeros(towns)], 1)
    value = np.stack([survey, solved / 80, np.full(towns, 0.9)], axis=1)
    got = composite(value, se, np.ones((towns, 3)), scheme, confidence=0.95)
    exact = composite(np.array([[*truth, 0.9]]), np.zeros((1, 3)), np.ones((1, 3)), scheme, confidence=0.95).value[0]
    covered = np.mean((got.low <= exact) & (exact <= got.high))
    assert 0.94 <= covered <= (0.96 if case == "within" else 0.975)
