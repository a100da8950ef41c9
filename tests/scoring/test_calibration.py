"""Raked weights meet the towns' margins or are refused; errors under calibration equal those of R's survey package."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from flows.scoring.calibration import Margin, Merge, Raking, calibrate_linear, rake
from flows.scoring.design import Calibration, Floats, Ints, Sample
from flows.scoring.estimates import domain_means, domain_totals
from flows.scoring.variance import linearised_contributions
from tests.scoring.schools import PUBLISHED, coded, expected, name, schools, value_and_domain

CLOSE = 1e-8
SCHOOLS = {"stype": [4421.0, 755.0, 1018.0], "sch.wide": [1072.0, 5122.0]}  # E, H, M; No, Yes
API99 = 3914069.0


def school_margins(frame: pd.DataFrame) -> list[Margin]:
    return [Margin(column, coded(frame[column]), np.array([total])) for column, total in SCHOOLS.items()]


def published_weights(design: str) -> Floats:
    column = pd.read_csv(PUBLISHED / f"weights_{design.split(':')[0]}.csv")[design]
    return column.to_numpy(float)


@cache
def calibrated(design: str) -> Calibration:
    """The schools' weights calibrated as R did: `srs:rake` and so on."""
    frame, sample = schools(design.split(":")[0])
    margins = school_margins(frame)
    stype = margins[0].category[:, None] == np.arange(3)
    wide = margins[1].category == 1
    kind = design.split(":")[1]
    everyone = np.zeros(len(frame), dtype=np.int64)
    if kind in {"rake", "calib_raking", "ps_stype"}:
        raking = rake(sample.weight, everyone, margins[:1] if kind == "ps_stype" else margins, min_cell=1)
        assert raking.converged.all()
        return raking.calibration
    x, totals = np.column_stack([stype, wide]).astype(float), np.array([*SCHOOLS["stype"], 5122.0])
    if kind == "greg_api99":
        x, totals = np.column_stack([stype, frame["api99"]]).astype(float), np.array([*SCHOOLS["stype"], API99])
    if kind == "logit_bounds_0.5_2":
        return Calibration(published_weights(design), everyone, x)
    linear = calibrate_linear(sample.weight, x, totals)
    assert linear.reason == ""
    return linear.calibration


CALIBRATED = [
    row
    for row in expected("cal_mean", "cal_total", "cal_prop", "cal_domain")
    if row["design"] != "clus1:logit_bounds_0.5_2"
]


@pytest.mark.parametrize("row", CALIBRATED, ids=name)
def test_calibrated_estimates_equal_r_survey(row: dict[str, str]) -> None:
    design = row["design"].split(":")[0]
    frame, sample = schools(design)
    estimator = domain_totals if row["case"] == "cal_total" else domain_means
    value, domain = value_and_domain(frame, row)
    got = estimator(value, domain, 1, sample, confidence=0.95, calibration=calibrated(row["design"]))
    assert got.estimate[0] == pytest.approx(float(row["estimate"]), rel=CLOSE)
    if row["design"].endswith(":rake"):  # R takes the residuals of one margin at a time here
        assert got.se[0] == pytest.approx(float(row["se"]), rel=0.02)
    else:
        assert got.se[0] == pytest.approx(float(row["se"]), rel=CLOSE)


@pytest.mark.parametrize("kind", ["rake", "calib_raking", "ps_stype", "greg_linear", "greg_api99"])
@pytest.mark.parametrize("design", ["srs", "strat"])
def test_weights_equal_r_survey(design: str, kind: str) -> None:
    got = calibrated(f"{design}:{kind}").weight
    np.testing.assert_allclose(got, published_weights(f"{design}:{kind}"), rtol=CLOSE)


def test_linear_calibration_refuses_totals_that_contradict_each_other() -> None:
    x = np.column_stack([np.ones(4), np.ones(4)])
    got = calibrate_linear(np.full(4, 5.0), x, np.array([20.0, 30.0]))
    assert got.reason == "impossible_totals"
    assert got.worst_gap > 0.1
    assert got.calibration.weight.tolist() == [5.0] * 4
    assert (got.calibration.group == -1).all()


def margins_of(sex: Ints, band: Ints, sexes: list[list[float]], bands: list[list[float]]) -> list[Margin]:
    return [Margin("sex", sex, np.array(sexes)), Margin("age_band", band, np.array(bands))]


def achieved(raking: Raking, town: Ints, margin: Margin) -> Floats:
    table = np.zeros((len(margin.population), margin.population.shape[1] + 1))
    np.add.at(table, (town, margin.category), raking.calibration.weight)
    return table


def test_a_town_of_impossible_margins_keeps_its_base_weights_and_spoils_no_other() -> None:
    """Town 0 asked only young men and old women: no weights give half men and three quarters young."""
    sex = np.array([0] * 10 + [1] * 10 + [0, 1] * 20)
    band = np.array([0] * 10 + [1] * 10 + [0] * 25 + [1] * 15)
    town = np.repeat([0, 1], [20, 40])
    base = np.repeat([50.0, 25.0], [20, 40])
    margins = margins_of(sex, band, [[500.0, 500.0], [480.0, 520.0]], [[750.0, 250.0], [600.0, 400.0]])
    got = rake(base, town, margins, min_cell=5)
    assert got.converged.tolist() == [False, True]
    assert got.reason.tolist() == ["impossible_margins", ""]
    assert not 0.9 < got.worst_ratio[0] < 1.1
    assert got.worst_ratio[1] == pytest.approx(1, abs=1e-10)
    assert got.iterations[0] == 1000 > 50 > got.iterations[1]
    assert (got.calibration.weight[town == 0] == 50.0).all()
    assert set(got.calibration.group[town == 0]) == {-1}
    for margin in margins:
        assert achieved(got, town, margin)[1, :2] == pytest.approx(margin.population[1], rel=1e-9)
    alone = [Margin(m.name, m.category[20:], m.population[1:]) for m in margins]
    by_itself = rake(base[20:], town[20:] - 1, alone, min_cell=5)
    assert by_itself.calibration.weight.tolist() == got.calibration.weight[20:].tolist()
    value = np.where(sex == 1, 100.0, 55.0)
    estimate = [
        domain_means(
            value, town, 2, Sample(town, base, np.full(len(town), np.inf)), confidence=0.95, calibration=calibration
        )
        for calibration in (got.calibration, None)
    ]
    assert estimate[0].se[0] == estimate[1].se[0] > 0  # refused: the error is that of the base weights
    assert estimate[0].se[1] < 1e-6 < estimate[1].se[1]  # the share of women is known


@pytest.mark.parametrize(
    ("counts", "populations", "merges", "reason"),
    [
        ([9, 8, 7, 6], [40, 30, 20, 10], [], ""),
        ([9, 2, 7, 6], [40, 30, 20, 10], [(1, 2)], ""),
        ([9, 8, 7, 2], [40, 30, 20, 10], [(2, 3)], ""),
        ([1, 1, 1, 9], [40, 30, 20, 10], [(0, 1, 2)], ""),
        ([9, 0, 7, 6], [40, 30, 20, 10], [(1, 2)], ""),
        ([9, 0, 7, 6], [40, 0, 20, 10], [], ""),
        ([9, 8, 1, 1], [40, 30, 20, 10], [(1, 2, 3)], ""),
        ([1, 1, 1, 1], [40, 30, 20, 10], [(0, 1, 2, 3)], ""),
        ([9, 3, 7, 6], [40, 0, 20, 10], [], "respondents_without_population"),
    ],
)
def test_bands_with_too_few_are_merged_with_the_next_and_the_last_with_the_one_before(
    counts: list[int], populations: list[float], merges: list[tuple[int, ...]], reason: str
) -> None:
    band = np.repeat(np.arange(4), counts)
    town = np.zeros(len(band), dtype=np.int64)
    got = rake(np.full(len(band), 2.0), town, [Margin("age_band", band, np.array([populations], float))], min_cell=3)
    assert got.merges == tuple(Merge(0, "age_band", categories) for categories in merges)
    assert got.reason.tolist() == [reason]
    weight = got.calibration.weight
    if reason:
        assert (weight == 2.0).all()
        assert np.isnan(got.worst_ratio[0])
        return
    assert weight.sum() == pytest.approx(sum(populations))
    for categories in [*merges, *({k} for k in range(4) if not any(k in merge for merge in merges))]:
        inside = np.isin(band, list(categories))
        assert weight[inside].sum() == pytest.approx(sum(populations[k] for k in categories))


def test_margins_that_disagree_and_towns_without_interviews_are_refused() -> None:
    sex, band, town = np.array([0, 1] * 6), np.array([0, 0, 1, 1] * 3), np.zeros(12, dtype=np.int64)
    margins = margins_of(sex, band, [[50.0, 50.0], [1.0, 2.0]], [[50.0, 51.0], [2.0, 1.0]])
    assert rake(np.ones(12), town, margins, min_cell=2).reason.tolist() == ["margins_disagree", "no_interviews"]


def test_respondents_of_unknown_age_keep_their_part_of_the_town() -> None:
    rng = np.random.default_rng(2)
    sex, band = rng.integers(0, 2, 100), rng.integers(-1, 3, 100)
    town, base = np.zeros(100, dtype=np.int64), rng.choice([20.0, 60.0], 100)
    total = base.sum()
    margins = margins_of(sex, band, [[0.4 * total, 0.6 * total]], [[0.5 * total, 0.2 * total, 0.3 * total]])
    got = rake(base, town, margins, min_cell=5)
    assert got.converged.all()
    unknown = base[band == -1].sum()
    rest = total - unknown
    assert achieved(got, town, margins[1])[0] == pytest.approx([0.5 * rest, 0.2 * rest, 0.3 * rest, unknown], rel=1e-9)
    assert achieved(got, town, margins[0])[0, :2] == pytest.approx([0.4 * total, 0.6 * total], rel=1e-9)


@pytest.mark.parametrize("counted", [50.0, 20.0])
def test_bounds_hold_and_margins_are_still_met_or_the_town_is_refused(counted: float) -> None:
    """Bounds are relative to the town's mean, so base weights on another scale give the same weights."""
    rng = np.random.default_rng(4)
    sex, band = rng.integers(0, 2, 200), rng.choice(4, 200, p=[0.1, 0.2, 0.3, 0.4])
    town, base = np.zeros(200, dtype=np.int64), np.full(200, counted)
    margins = margins_of(sex, band, [[5500.0, 4500.0]], [[2500.0, 2500.0, 2500.0, 2500.0]])
    free = rake(base, town, margins, min_cell=5)
    ratio = free.calibration.weight / 50
    highest = ratio.max() * 0.97
    cut = rake(base, town, margins, min_cell=5, bounds=(0.3, highest))
    assert cut.converged.all()
    assert cut.worst_ratio[0] == pytest.approx(1, abs=1e-10)
    assert (cut.calibration.weight / 50).max() <= highest * (1 + 1e-9)
    assert cut.calibration.weight.sum() == pytest.approx(10_000, rel=1e-9)
    impossible = rake(base, town, margins, min_cell=5, bounds=(0.9, 1.1))
    assert impossible.reason.tolist() == ["impossible_bounds"]
    assert impossible.calibration.weight.tolist() == base.tolist()
    wide = rake(base, town, margins, min_cell=5, bounds=(0.01, 100.0))
    assert wide.calibration.weight.tolist() == free.calibration.weight.tolist()


@pytest.mark.parametrize("wrong", ["weight", "population", "category", "min_cell", "bounds"])
def test_arguments_that_make_no_sense_are_errors(wrong: str) -> None:
    base = np.array([1.0, 0.0 if wrong == "weight" else 1.0])
    population = np.array([[1.0, np.nan if wrong == "population" else 1.0]])
    category = np.array([0, 2 if wrong == "category" else 1])
    with pytest.raises(ValueError, match=r"weight|population|category|min_cell|bounds"):
        rake(
            base,
            np.zeros(2, dtype=np.int64),
            [Margin("sex", category, population)],
            min_cell=0 if wrong == "min_cell" else 1,
            bounds=(1.5, 2.0) if wrong == "bounds" else None,
        )


def test_adjusted_errors_make_up_for_the_fit_to_few_answers() -> None:
    """Each residual is divided by √(1 − h); with one margin of equal weights h is 1/n of its category."""
    value = np.array([90.0, 60.0, 75.0, 100.0, 80.0, 55.0, 70.0])
    sex = np.array([0, 0, 0, 0, 1, 1, 1])
    sample = Sample(np.zeros(7, dtype=np.int64), np.full(7, 100.0), np.full(7, 700.0))
    town = np.zeros(7, dtype=np.int64)
    margins = [Margin("sex", sex, np.array([[350.0, 350.0]]))]
    plain, adjusted = (
        rake(sample.weight, town, margins, min_cell=1, adjusted=one).calibration for one in (False, True)
    )
    mean = np.array([value[sex == 0].mean(), value[sex == 1].mean()])
    count = np.array([4, 3])

    def variance(division: np.ndarray) -> float:
        z = adjusted.weight * (value - mean[sex]) / 700 / division[sex]
        return float((1 - 7 / 700) * 7 * z.var(ddof=1))

    for calibration, division in ((plain, np.ones(2)), (adjusted, np.sqrt(1 - 1 / count))):
        found = domain_means(value, town, 1, sample, confidence=0.95, calibration=calibration)
        assert found.se[0] == pytest.approx(np.sqrt(variance(division)), rel=1e-12)
        contributions = linearised_contributions((value - value @ calibration.weight / 700) / 700, sample, calibration)
        assert (contributions**2).sum() == pytest.approx((found.se[0] ** 2) / (1 - 0.01) * 6 / 7, rel=1e-12)


def test_who_alone_makes_up_a_category_has_no_residual_to_divide() -> None:
    sample = Sample(np.zeros(4, dtype=np.int64), np.full(4, 10.0), np.full(4, 40.0))
    town, value = np.zeros(4, dtype=np.int64), np.array([1.0, 5.0, 2.0, 4.0])
    margins = [Margin("sex", np.array([0, 1, 1, 1]), np.array([[20.0, 20.0]]))]
    raking = rake(sample.weight, town, margins, min_cell=1, adjusted=True)
    found = domain_means(value, town, 1, sample, confidence=0.95, calibration=raking.calibration)
    assert np.isfinite(found.se[0])
    assert found.se[0] > 0
