"""A county with known truth: the people of 12 towns, samples drawn from them, and what the kernel makes of these.

Many runs are judged in one pass, as the towns of one large county: no town's estimate depends on another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtrit

from flows.scoring.calibration import Margin, rake
from flows.scoring.design import Calibration, Floats, Ints, Sample
from flows.scoring.estimates import domain_means

POINTS = np.array([100.0, 75.0, 55.0, np.nan])  # 满意, 基本满意, 不满意, 不了解
PERSONS = 1000 * np.array([62, 76, 40, 42, 46, 37, 32, 25, 21, 26, 17, 28])
URBAN = np.array([0.83, 0.74, 0.27, 0.34, 0.36, 0.29, 0.19, 0.31, 0.21, 0.24, 0.26, 0.22])
MEN = 0.49
AGES = np.array([[0.18, 0.30, 0.29, 0.23], [0.12, 0.21, 0.31, 0.36]])  # urban, rural
# How far answers differ by stratum, sex and age, in standard deviations of the latent opinion.
EFFECTS = (0.3, 0.1, 0.6)
EDGES = (-1.6, -0.6)
# The sample's urban share lies that far from the population's: some towns' strata are easier to reach.
TILT = 0.15
CONFIDENCE = 0.95
MIN_CELL = 5
BOUNDS = (0.2, 5.0)


@dataclass(frozen=True)
class County:
    """Persons by town, stratum, sex, age band and answer; shape (12, 2, 2, 4, 4)."""

    people: Ints

    @property
    def truth(self) -> Floats:
        """The true score of each town: the mean of all who have an opinion; shape (12,)."""
        answers = self.people[..., :3].sum(axis=(1, 2, 3))
        truth: Floats = (answers @ POINTS[:3]) / answers.sum(axis=1)
        return truth

    @property
    def share(self) -> Floats:
        """Each town's share of the county's people; shape (12,)."""
        persons = self.people.sum(axis=(1, 2, 3, 4))
        share: Floats = persons / persons.sum()
        return share


@dataclass(frozen=True)
class Respondents:
    """The respondents of r runs of one wave: town t of run i has the code 12 i + t. Arrays of shape (n,)."""

    runs: int
    town: Ints
    value: Floats
    sample: Sample
    calibration: Calibration


@dataclass(frozen=True)
class Judged:
    """Scores of the towns with their errors and intervals; shapes (runs, 12)."""

    score: Floats
    se: Floats
    df: Ints
    low: Floats
    high: Floats


def county(score: Floats, *, unknown: float = 0.02) -> County:
    """Make a county whose towns have these true scores, to the rounding of persons.

    Args:
        score: points, between 55 and 100; shape (12,).
        unknown: share of 不了解, the same in all cells.
    """
    people = np.zeros((len(score), 2, 2, 4, 4), dtype=np.int64)
    for town, wanted in enumerate(score):
        strata = PERSONS[town] * np.array([URBAN[town], 1 - URBAN[town]])
        cells = strata[:, None, None] * np.array([MEN, 1 - MEN])[:, None] * AGES[:, None, :]
        gap = (1 if town % 2 else -1) * np.array([0.5, -0.5])[:, None, None]
        latent = EFFECTS[0] * gap + EFFECTS[1] * np.array([-0.5, 0.5])[:, None] + EFFECTS[2] * np.linspace(-0.5, 0.5, 4)
        below, above = -4.0, 4.0
        for _ in range(60):
            middle = (below + above) / 2
            grades = _grades(latent + middle)
            is_low = float((cells[..., None] * grades * POINTS[:3]).sum() / cells.sum()) < wanted
            below, above = (middle, above) if is_low else (below, middle)
        answers = np.concatenate([grades * (1 - unknown), np.full((2, 2, 4, 1), unknown)], axis=-1)
        people[town] = np.rint(cells[..., None] * answers)
    return County(people)


def _grades(latent: Floats) -> Floats:
    lowest, middle = (ndtr(edge - latent) for edge in EDGES)
    return np.stack([1 - middle, middle - lowest, lowest], axis=-1)


def interview(
    whole: County, interviews: Ints, runs: int, chance: np.random.Generator, *, response: Floats | None = None
) -> Respondents:
    """Draw respondents in every town and run, without replacement within strata, and rake them to their town.

    Args:
        whole: the county.
        interviews: of each town; shape (12,).
        runs: number of runs.
        chance: of the draws.
        response: share of each age band that can be reached at all; shape (4,). None: everybody.
    """
    towns = len(whole.people)
    persons = whole.people.sum(axis=(2, 3, 4))
    reached = whole.people if response is None else np.rint(whole.people * response[:, None]).astype(np.int64)
    drawn = np.zeros((runs, towns, 2, 32), dtype=np.int64)
    for place in range(towns):
        urban = persons[place, 0] / persons[place].sum() + (TILT if place % 2 else -TILT)
        first = round(interviews[place] * float(np.clip(urban, TILT, 1 - TILT)))
        for part, count in enumerate((first, interviews[place] - first)):
            cells = reached[place, part].ravel()
            drawn[:, place, part] = chance.multivariate_hypergeometric(cells, count, size=runs, method="marginals")
    cell = np.repeat(np.arange(drawn.size), drawn.ravel())
    _, _, area, sex, age, answer = np.unravel_index(cell, (runs, towns, 2, 2, 4, 4))
    stratum = cell // 32
    town = stratum // 2
    size, population = drawn.sum(axis=3).ravel(), np.tile(persons.ravel(), runs)
    weight = (population / size)[stratum]
    margins = [
        Margin(name, category, np.tile(whole.people.sum(axis=others), (runs, 1)).astype(np.float64))
        for name, category, others in (
            ("urban_rural", area, (2, 3, 4)),
            ("sex", sex, (1, 3, 4)),
            ("age_band", age, (1, 2, 4)),
        )
    ]
    raking = rake(weight, town, margins, min_cell=MIN_CELL, bounds=BOUNDS, adjusted=True)
    sample = Sample(stratum, weight, population[stratum].astype(np.float64))
    return Respondents(runs, town, POINTS[answer], sample, raking.calibration)


def together(waves: Sequence[Respondents]) -> Respondents:
    """Put waves together as the rolling score does: each keeps its own weights, strata and populations."""
    towns = 12 * waves[0].runs
    width = max(wave.calibration.auxiliary.shape[1] for wave in waves)
    auxiliary = [
        np.pad(wave.calibration.auxiliary, ((0, 0), (0, width - wave.calibration.auxiliary.shape[1]))) for wave in waves
    ]
    groups = [wave.calibration.group for wave in waves]
    return Respondents(
        runs=waves[0].runs,
        town=np.concatenate([wave.town for wave in waves]),
        value=np.concatenate([wave.value for wave in waves]),
        sample=Sample(
            np.concatenate([wave.sample.stratum + 2 * towns * at for at, wave in enumerate(waves)]),
            np.concatenate([wave.sample.weight for wave in waves]),
            np.concatenate([wave.sample.stratum_population for wave in waves]),
        ),
        calibration=Calibration(
            np.concatenate([wave.calibration.weight for wave in waves]),
            np.concatenate([np.where(group >= 0, group + towns * at, -1) for at, group in enumerate(groups)]),
            np.concatenate(auxiliary),
            adjusted=True,
        ),
    )


def judge(respondents: Respondents, *, raked: bool = True) -> Judged:
    """Score the towns of every run; `raked` off gives the base weights' scores."""
    count = 12 * respondents.runs
    found = domain_means(
        respondents.value,
        respondents.town,
        count,
        respondents.sample,
        confidence=CONFIDENCE,
        calibration=respondents.calibration if raked else None,
    )
    shape = (respondents.runs, 12)
    return Judged(
        found.estimate.reshape(shape),
        found.se.reshape(shape),
        found.df.reshape(shape),
        found.low.reshape(shape),
        found.high.reshape(shape),
    )


def of_county(judged: Judged, share: Floats) -> tuple[Floats, Floats]:
    """Limits of the county's score in every run, Σ share ŷ ± t √(Σ share² V) as `estimates.combined`; (runs,) each."""
    mean, variance = judged.score @ share, judged.se**2 @ share**2
    half = stdtrit(judged.df.sum(axis=1), 0.5 + CONFIDENCE / 2) * np.sqrt(variance)
    return mean - half, mean + half
