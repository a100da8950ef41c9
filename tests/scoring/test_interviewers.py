"""The interviewers' part: against other ways of computing it, and against simulated truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from flows.scoring.interviewers import count_excess, interviewer_deviations, interviewer_effect


def _draw(
    rng: np.random.Generator, sizes: np.ndarray, icc: float, towns: int = 4
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Normal answers of variance 100, `icc` of it between interviewers; towns differ and are drawn at random."""
    interviewer = np.repeat(np.arange(len(sizes)), sizes)
    town = rng.integers(0, towns, len(interviewer))
    value = 80 + 3.0 * town + rng.normal(0, np.sqrt(100 * icc), len(sizes))[interviewer]
    return value + rng.normal(0, np.sqrt(100 * (1 - icc)), len(interviewer)), town, interviewer


def _everyone(interviewer: np.ndarray) -> np.ndarray:
    return np.ones(int(interviewer.max()) + 1, dtype=bool)


def test_one_town_is_the_one_way_analysis_of_variance() -> None:
    groups = [[80.0, 75.0, 100.0], [55.0, 75.0], [100.0, 100.0, 75.0, 100.0, 55.0]]
    value = np.concatenate(groups)
    interviewer = np.repeat([0, 1, 2], [3, 2, 5])
    effect = interviewer_effect(value, np.zeros(10, dtype=np.int64), interviewer, confidence=0.95)
    f_value, p_value = stats.f_oneway(*groups)
    assert (effect.f_value, effect.p_value) == pytest.approx((f_value, p_value), rel=1e-10)
    # n₀ = (10 − (9 + 4 + 25)/10) / 2 = 3.1
    assert effect.icc == pytest.approx((f_value - 1) / (f_value + 3.1 - 1), rel=1e-10)
    assert (effect.df_between, effect.df_within) == (2, 7)


def test_a_balanced_example_by_hand() -> None:
    """Shrout & Fleiss's (1979) table as a one-way layout: their ICC(1,1) is 0.17, its F 1.79."""
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
    effect = interviewer_effect(
        ratings.ravel(), np.zeros(24, dtype=np.int64), np.repeat(np.arange(6), 4), confidence=0.95
    )
    assert round(effect.icc, 2) == 0.17
    assert round(effect.f_value, 2) == 1.79
    # Their formula: F_L = F/F(.975; 5, 18), F_U = F · F(.975; 18, 5); (F − 1)/(F + k − 1)
    lower, upper = effect.f_value / stats.f.ppf(0.975, 5, 18), effect.f_value * stats.f.ppf(0.975, 18, 5)
    assert effect.low == pytest.approx((lower - 1) / (lower + 3), rel=1e-10)
    assert effect.high == pytest.approx((upper - 1) / (upper + 3), rel=1e-10)


def test_towns_are_taken_out_as_two_regressions_do() -> None:
    rng = np.random.default_rng(3)
    value, town, interviewer = _draw(rng, np.array([3, 9, 14, 5, 20]), icc=0.1)
    by_town, by_interviewer = np.eye(4)[town], np.eye(5)[interviewer]
    small = _residual(value, by_town)
    large = _residual(value, np.hstack([by_town, by_interviewer]))
    effect = interviewer_effect(value, town, interviewer, confidence=0.95)
    f_value = (small - large) / 4 / (large / (51 - 4 - 4))
    assert (effect.df_between, effect.df_within) == (4, 43)
    assert effect.f_value == pytest.approx(f_value, rel=1e-9)
    assert effect.p_value == pytest.approx(stats.f.sf(f_value, 4, 43), rel=1e-9)
    outside = by_interviewer - by_town @ np.linalg.pinv(by_town) @ by_interviewer
    size = np.trace(by_interviewer.T @ outside) / 4
    assert effect.icc == pytest.approx((f_value - 1) / (f_value + size - 1), rel=1e-9)

    found = interviewer_deviations(value, town, interviewer, _everyone(interviewer))
    for who in range(5):
        design = np.hstack([by_town, by_interviewer[:, [who]]])
        slope = np.linalg.lstsq(design, value, rcond=None)[0][-1]
        variance = _residual(value, design) / (51 - 5) * np.linalg.inv(design.T @ design)[-1, -1]
        assert found.deviation[who] == pytest.approx(slope, rel=1e-9)
        assert found.se[who] == pytest.approx(np.sqrt(variance), rel=1e-9)
        assert found.p_value[who] == pytest.approx(2 * stats.t.sf(abs(slope) / np.sqrt(variance), 46), rel=1e-9)


def _residual(value: np.ndarray, design: np.ndarray) -> float:
    fitted = design @ np.linalg.lstsq(design, value, rcond=None)[0]
    return float(((value - fitted) ** 2).sum())


def test_two_interviewers_in_one_town_are_the_two_sample_t_test() -> None:
    first, second = [100.0, 75.0, 75.0, 100.0], [55.0, 75.0, 55.0, 100.0, 55.0]
    value, interviewer = np.array(first + second), np.repeat([0, 1], [4, 5])
    found = interviewer_deviations(value, np.zeros(9, dtype=np.int64), interviewer, _everyone(interviewer))
    t_value, p_value = stats.ttest_ind(first, second)
    assert found.standardised == pytest.approx([t_value, -t_value])
    assert found.p_value == pytest.approx([p_value, p_value])
    assert found.p_adjusted == pytest.approx([min(1, 2 * p_value), min(1, 2 * p_value)])


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.2])
def test_a_known_correlation_is_found_and_its_interval_holds_it(icc: float) -> None:
    """24 interviewers of unequal workloads, 400 waves: the mean estimate near ρ, the 95 % interval right as often."""
    rng = np.random.default_rng(20220607)
    sizes = rng.integers(10, 40, 24)
    waves = [interviewer_effect(*_draw(rng, sizes, icc), confidence=0.95) for _ in range(400)]
    assert np.mean([wave.icc for wave in waves]) == pytest.approx(icc, abs=0.01)
    covered = np.mean([wave.low <= icc <= wave.high for wave in waves])
    assert 0.92 <= covered <= 0.98
    if icc == 0:
        assert 0.025 <= np.mean([wave.p_value <= 0.05 for wave in waves]) <= 0.08


def test_the_design_effect_grows_with_the_workload_and_is_never_below_one() -> None:
    rng = np.random.default_rng(5)
    found = interviewer_effect(*_draw(rng, np.full(24, 60), 0.1), confidence=0.95)
    assert found.design_effect == pytest.approx(1 + 59 * found.icc)
    alike = interviewer_effect(np.tile([0.0, 10.0], 20), np.zeros(40, np.int64), np.repeat([0, 1], 20), confidence=0.9)
    assert alike.icc < 0
    assert alike.design_effect == 1


def test_a_coached_interviewer_is_found_and_nobody_else() -> None:
    """One of 24 writes down 12 points more; over 40 waves she is found nearly always, others in few of them."""
    rng = np.random.default_rng(11)
    found, false = 0, 0
    for _ in range(40):
        value, town, interviewer = _draw(rng, np.full(24, 60), 0.0)
        value[interviewer == 17] += 12
        apart = interviewer_deviations(value, town, interviewer, _everyone(interviewer))
        significant = apart.p_adjusted <= 0.05
        found += bool(significant[17] and apart.deviation[17] > 5)
        false += bool((significant & (np.abs(apart.deviation) >= 5) & (np.arange(24) != 17)).any())
    assert found >= 38
    assert false <= 4


def test_an_interviewer_of_a_satisfied_town_is_not_blamed_for_it() -> None:
    rng = np.random.default_rng(2)
    town = np.repeat([0, 1], 200)
    interviewer = np.where(town == 0, rng.integers(0, 4, 400), rng.integers(3, 6, 400))
    value = np.where(town == 0, 95.0, 75.0) + rng.normal(0, 8, 400)
    assert (interviewer_deviations(value, town, interviewer, _everyone(interviewer)).p_adjusted > 0.05).all()


def test_only_those_to_be_tested_are_and_holm_counts_them() -> None:
    rng = np.random.default_rng(4)
    value, town, interviewer = _draw(rng, np.array([30, 30, 30, 2]), 0.0)
    all_four = interviewer_deviations(value, town, interviewer, _everyone(interviewer))
    three = interviewer_deviations(value, town, interviewer, np.array([True, True, True, False]))
    assert np.isnan([three.deviation[3], three.p_value[3], three.p_adjusted[3]]).all()
    assert three.p_value[:3].tolist() == all_four.p_value[:3].tolist()
    smallest = int(np.argmin(three.p_value[:3]))
    assert three.p_adjusted[smallest] == pytest.approx(min(1, 3 * three.p_value[smallest]))


NOTHING = {
    "no answers": ([], [], []),
    "one interviewer": ([80.0, 75.0, 100.0], [0, 0, 1], [0, 0, 0]),
    "a town for each interviewer": ([80.0, 75.0, 100.0, 55.0], [0, 0, 1, 1], [0, 0, 1, 1]),
    "all answers equal": ([66.7] * 6, [0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 2]),
    "one answer each": ([80.0, 75.0, 100.0], [0, 0, 0], [0, 1, 2]),
}


@pytest.mark.parametrize("case", NOTHING)
def test_what_cannot_be_estimated_is_not(case: str) -> None:
    value, town, interviewer = (np.array(part) for part in NOTHING[case])
    effect = interviewer_effect(value, town.astype(np.int64), interviewer.astype(np.int64), confidence=0.95)
    assert np.isnan([effect.icc, effect.p_value, effect.design_effect]).all()
    assert effect.answers == len(value)
    tested = np.ones(len(set(NOTHING[case][2])), dtype=bool)
    found = interviewer_deviations(value, town.astype(np.int64), interviewer.astype(np.int64), tested)
    assert not (found.p_adjusted <= 0.05).any()


def test_interviewers_who_agree_within_themselves_and_differ_are_all_of_the_variance() -> None:
    effect = interviewer_effect(
        np.array([100.0, 100.0, 55.0, 55.0]), np.zeros(4, np.int64), np.array([0, 0, 1, 1]), confidence=0.95
    )
    assert (effect.icc, effect.low, effect.high, effect.p_value) == (1, 1, 1, 0)


def test_a_count_is_held_against_what_was_expected() -> None:
    found = count_excess(np.array([30.0, 12.0, 5.0]), np.array([20.0, 12.0, 5.0]), np.array([16.0, 9.0, 0.0]))
    assert found.z[:2].tolist() == [2.5, 0.0]
    assert found.p_value[:2] == pytest.approx([stats.norm.sf(2.5), 0.5])
    assert found.p_adjusted[:2] == pytest.approx([2 * stats.norm.sf(2.5), 0.5])
    assert np.isnan([found.z[2], found.p_adjusted[2]]).all()


def test_mantel_and_haenszels_z_keeps_its_level_when_nobody_cheats() -> None:
    """2,000 interviewers' counts drawn from towns of unequal rates: the one-sided 5 % test finds about 5 %."""
    rng = np.random.default_rng(8)
    stratum, straight = np.array([140, 90, 60]), np.array([40, 12, 3])
    own = rng.multinomial(60, stratum / stratum.sum(), size=2000)
    observed = rng.hypergeometric(straight, stratum - straight, own).sum(axis=1).astype(float)
    expected = (own * straight / stratum).sum(axis=1)
    spread = own * (stratum - own) * straight * (stratum - straight) / (stratum**2 * (stratum - 1))
    assert 0.03 <= (count_excess(observed, expected, spread.sum(axis=1)).p_value <= 0.05).mean() <= 0.07
