"""What the method promises, tried in a county whose truth is known; `bench.simulation` prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from bench.county import CONFIDENCE, Judged, county, interview, judge, of_county, together
from flows.scoring.change import differences
from flows.scoring.design import Bools, Floats, Ints
from flows.scoring.rank_probability import first_probability, last_probability, rank_probability
from flows.scoring.rank_sets import rank_sets
from flows.scoring.shrinkage import shrinkage

DRAWS = 20_000
AT_ONCE = 100
LAST = 3  # of the last and the first three towns
STRONG = 0.8
TOWNS = 12
MIXED = np.array([235, 205, 92, 115, 172, 96, 84, 178, 150, 80, 400, 128])
LEVEL = 86.0
DROP = 8.0
# True scores, from the best to the worst. Twelve quantiles of a normal distribution stand for a standard deviation.
QUANTILES = ndtri((np.arange(TOWNS, 0, -1) - 0.375) / (TOWNS + 0.25))
SCENARIOS: dict[str, Floats] = {
    "standard deviation 5 points": LEVEL + 5 * QUANTILES,
    "5 points from first to last": LEVEL + np.linspace(2.5, -2.5, TOWNS),
    "near ties at both lines": LEVEL + np.array([4.5, 4, 3.5, 3.4, 1.5, 1, 0.5, 0, -0.5, -2, -2.1, -2.6]),
    "one town far behind": LEVEL + np.array([*np.linspace(1.5, 0.5, TOWNS - 1), -8.0]),
    "all towns equal": np.full(TOWNS, LEVEL),
}
SPREAD, CLOSE, TIES, LOSER, EQUAL = SCENARIOS


@dataclass(frozen=True)
class Coverage:
    """How often intervals hold the truth, as shares: the towns', the county's, and the towns' with base weights."""

    towns: float
    county: float
    unraked: float


@dataclass(frozen=True)
class Said:
    """Probabilities of 80 % or more to be among the last or first three: how many a run, their mean, the part true."""

    count: float
    mean: float
    true: float


@dataclass(frozen=True)
class Naming:
    """Towns named among the last or first three; shares of the runs but where said.

    Attributes:
        said, said_shrunken: probabilities from the scores, and from shrunken ones.
        wrong_range: some town's true rank lies outside its range.
        certified: somebody is certified in the month's scores.
        wrong_certified: somebody is who is not so in truth.
        wrong_proposed: a talk or praise is proposed wrongly by the product's rule: point rank among the three and
            certified in the month's or in the rolling score.
        wrong_strong: the same where strong evidence is enough.
        wrong_three: the last three by point rank are not the true last three.
        proposed, strong: talks proposed in a run by the two rules; the point ranks alone always propose three.
        left: part of the last three by point rank who are not among them in the next month.
    """

    said: Said
    said_shrunken: Said
    wrong_range: float
    certified: float
    wrong_certified: float
    wrong_proposed: float
    wrong_strong: float
    wrong_three: float
    proposed: float
    strong: float
    left: float


@dataclass(frozen=True)
class Changes:
    """Month on month, Holm over the towns: shares of runs with any false rise or fall; with the true fall found."""

    false: float
    found: float


def coverage(interviews: int, runs: int, seed: int, *, unknown: float = 0.02, young: float = 1.0) -> Coverage:
    """Count how often the 95 % intervals hold the true scores.

    Args:
        interviews: of each town.
        runs: number of runs.
        seed: of the draws.
        unknown: share of 不了解.
        young: share of those under 45 who can be reached; of the others everybody.
    """
    whole, chance = county(SCENARIOS[CLOSE], unknown=unknown), np.random.default_rng(seed)
    held: list[tuple[float, ...]] = []
    for count in _portions(runs):
        response = np.array([young, young, 1.0, 1.0])
        wave = interview(whole, np.full(TOWNS, interviews), count, chance, response=response)
        raked, unraked = judge(wave), judge(wave, raked=False)
        low, high = of_county(raked, whole.share)
        truth = float(whole.share @ whole.truth)
        of_whole = ((low <= truth) & (truth <= high)).mean()
        of_towns = (((one.low <= whole.truth) & (whole.truth <= one.high)).mean() for one in (raked, unraked))
        held.append((*of_towns, of_whole))
    towns, base, of_whole = np.mean(held, axis=0)
    return Coverage(float(towns), float(of_whole), float(base))


def naming(scenario: str, interviews: Ints, runs: int, seed: int) -> Naming:
    """Rank three months of an unchanging county in every run and compare what is said with the truth."""
    whole, chance = county(SCENARIOS[scenario]), np.random.default_rng(seed)
    above = (whole.truth[None, :] > whole.truth[:, None]).sum(axis=1)
    below = (whole.truth[None, :] < whole.truth[:, None]).sum(axis=1)
    is_last, is_first = above >= TOWNS - LAST, below >= TOWNS - LAST
    truth = np.stack([is_last, is_first])
    rows: list[tuple[float | np.bool_, ...]] = []
    raw: list[tuple[Floats, Bools]] = []
    shrunken: list[tuple[Floats, Bools]] = []
    for count in _portions(runs):
        waves = [interview(whole, interviews, count, chance) for _ in range(3)]
        before, month, rolling = judge(waves[1]), judge(waves[2]), judge(together(waves))
        for run in range(count):
            placed, placed_before = _placed(month.score[run]), _placed(before.score[run])
            score, se = month.score[run], month.se[run]
            certified, probable, best, worst = _evidence(score, se, run)
            also_certified, also_probable, _, _ = _evidence(rolling.score[run], rolling.se[run], run)
            proposed = placed & (certified | also_certified)
            strong = placed & (certified | also_certified | (probable >= STRONG) | (also_probable >= STRONG))
            raw.append((probable, truth))
            shrunken.append((_shrunken_probability(score, se), truth))
            rows.append(
                (
                    ((best > 1 + above) | (worst < TOWNS - below)).any(),
                    certified.any(),
                    (certified & ~truth).any(),
                    (proposed & ~truth).any(),
                    (strong & ~truth).any(),
                    (placed & ~truth)[0].any(),
                    proposed[0].sum(),
                    strong[0].sum(),
                    (placed_before & ~placed)[0].sum() / LAST,
                )
            )
    shares: list[float] = np.mean(np.array(rows, dtype=float), axis=0).tolist()
    return Naming(_said(raw), _said(shrunken), *shares)


def _evidence(score: Floats, se: Floats, run: int) -> tuple[Bools, Floats, Ints, Ints]:
    """Certified, and probable, among the last (first row) and first three, and the range of ranks."""
    sets = rank_sets(score, se, confidence=CONFIDENCE, draws=DRAWS, seed=run)
    # As the product does: certified is what no other stream of draws would take back.
    certified = np.stack([sets.best_limits.min(axis=0) > TOWNS - LAST, sets.worst_limits.max(axis=0) <= LAST])
    return certified, _extreme_probability(score, se), sets.best, sets.worst


def _extreme_probability(score: Floats, se: Floats) -> Floats:
    probability = rank_probability(score, se)
    return np.stack([last_probability(probability, LAST), first_probability(probability, LAST)])


def _shrunken_probability(score: Floats, se: Floats) -> Floats:
    """The same of the true scores' distribution that shrinkage gives; without a spread of its own nobody is said."""
    found = shrinkage(score, se)
    if not found.between > 0:
        return np.full((2, TOWNS), LAST / TOWNS)
    return _extreme_probability(found.shrunken, np.sqrt(found.reliability) * se)


def _said(statements: Sequence[tuple[Floats, Bools]]) -> Said:
    probability, truth = (np.stack(column) for column in zip(*statements, strict=True))
    said = probability >= STRONG
    if not said.any():
        return Said(0.0, float("nan"), float("nan"))
    return Said(said.sum() / len(said), float(probability[said].mean()), float(truth[said].mean()))


def _placed(score: Floats) -> Bools:
    """Who is among the last (first row) and first three by point rank."""
    order = np.argsort(score)
    placed = np.zeros((2, TOWNS), dtype=bool)
    placed[0, order[:LAST]] = placed[1, order[-LAST:]] = True
    return placed


def changes(interviews: int, runs: int, seed: int) -> Changes:
    """Compare two months: nothing changes; then the middle town falls by DROP points."""
    before, town = SCENARIOS[CLOSE], TOWNS // 2
    after = before - DROP * (np.arange(TOWNS) == town)
    chance = np.random.default_rng(seed)
    size = np.full(TOWNS, interviews)
    false, found = [], []
    for count in _portions(runs):
        first, same, fallen = (
            judge(interview(county(score), size, count, chance)) for score in (before, before, after)
        )
        for run in range(count):
            false.append((_moves(first, same, run) != 0).any())
            found.append(_moves(first, fallen, run)[town] < 0)
    return Changes(float(np.mean(false)), float(np.mean(found)))


def _moves(earlier: Judged, later: Judged, run: int) -> Floats:
    """1 for a rise, −1 for a fall, 0 for neither."""
    tested = differences(
        later.score[run],
        later.se[run],
        earlier.score[run],
        earlier.se[run],
        later_df=later.df[run],
        earlier_df=earlier.df[run],
    )
    return np.where(tested.p_adjusted <= 1 - CONFIDENCE, np.sign(tested.difference), 0.0)


def luck(spread: float, se: float, runs: int, seed: int) -> tuple[float, float]:
    """Share of runs where the last three are not the true ones, and part of them who leave next month, by point rank.

    True scores are drawn anew in each run, normal with the standard deviation `spread`; errors normal with `se`.
    """
    chance = np.random.default_rng(seed)
    truth = spread * chance.standard_normal((runs, TOWNS))
    first, second = (truth + se * chance.standard_normal((runs, TOWNS)) for _ in range(2))
    last = [np.argsort(np.argsort(score, axis=1), axis=1) < LAST for score in (truth, first, second)]
    return float((last[1] & ~last[0]).any(axis=1).mean()), float((last[1] & ~last[2]).sum() / (LAST * runs))


def _portions(runs: int) -> Iterator[int]:
    for start in range(0, runs, AT_ONCE):
        yield min(AT_ONCE, runs - start)
