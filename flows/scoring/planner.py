"""How many interviews it takes: to tell the last town from the middle, to be exact enough, to be printed at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from flows.scoring.estimates import Bools, Floats, Ints

# A quotient that misses a whole number by less is that number: rounding must not ask for one interview more.
ROUNDING = 1e-9
UNREACHABLE = -1
LARGEST = 1e15


@dataclass(frozen=True)
class Needed:
    """Interviews needed. Shape (p,).

    Attributes:
        interviews: the number, rounded up; −1 where there is none.
        reason: why there is none, else "":
            unknown: an input is NaN;
            no_variance: all answers of the month alike, the spread to plan with is not known;
            population: more people would be needed than there are.
    """

    interviews: Ints
    reason: NDArray[np.str_]


@dataclass(frozen=True)
class Separation:
    """What it takes to tell the last town from the median.

    Attributes:
        last: index of the town with the lowest score.
        middle: indices of the town, or the two towns, whose scores are the median.
        difference: median minus the last town's score, points.
        each: interviews in every town, all alike; −1 where there is no such number.
        each_reason: why not, else "":
            too_few_towns: fewer than three towns with a score and a variance;
            no_difference: the last town's score equals the median;
            no_variance, population: as in Needed.
        extra: further interviews in the last town alone, the other towns as they are; −1 where no number suffices.
        extra_reason: as `each_reason`, and
            others: the middle towns' own error is too large, more interviews are needed there.
    """

    last: int
    middle: tuple[int, ...]
    difference: float
    each: int
    each_reason: str
    extra: int
    extra_reason: str


def unit_variance(se: Floats, interviews: Ints, population: Floats) -> Floats:
    """Take from the month's own errors the variance one interview stands for, design effect included, points².

    S² = se² / (1/n − 1/N), so that n′ interviews of the same design have variance S² (1/n′ − 1/N)
    (Cochran 1977, Sampling Techniques, ch. 2). NaN where n ≥ N or n = 0.

    Args:
        se: standard errors of the scores, points; shape (p,).
        interviews: n; shape (p,).
        population: N, inf where no correction is wanted; shape (p,).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        open_part = 1 / np.asarray(interviews, dtype=float) - 1 / population
        variance: Floats = np.where((interviews > 0) & (open_part > 0), se**2 / open_part, np.nan)
    return variance


def separation(
    score: Floats,
    variance: Floats,
    population: Floats,
    interviews: Ints,
    *,
    power: float,
    significance: float,
    two_sided: bool,
) -> Separation:
    """Plan the comparison of the last town with the median, both taken as they are now.

    The comparison is Σ c_j ŷ_j with c = −1 for the last town and 1, or ½ and ½, for the middle; D its size now. It is
    found with the wanted power if its variance is at most V = (D / (z_{1−α} + z_power))², α halved if two-sided (Cohen
    1988, Statistical Power Analysis, ch. 2):

        each:  n ≥ Σ c² S² / (V + Σ c² S²/N)
        extra: n ≥ S_l² / (V − V_m + S_l²/N_l), less the interviews there are; V_m the variance of the middle

    This is one comparison chosen in advance. For the rank range, which compares all pairs at once, pass its smaller
    significance (of Holm's: 0.05 / (p (p − 1))). The difference seen for the last of many towns is larger than the true
    one on average, so the numbers are a lower bound.

    Args:
        score: scores, points; NaN is left out; shape (p,).
        variance: S² per interview (unit_variance), points²; shape (p,).
        population: N, persons, inf where no correction is wanted; shape (p,).
        interviews: n now; shape (p,).
        power: probability to find the difference, e.g. 0.8.
        significance: of the test, e.g. 0.05.
        two_sided: whether the test looks both ways.

    Raises:
        ValueError: power outside [0.5, 1) or significance outside (0, 0.5).
    """
    if not (0.5 <= power < 1 and 0 < significance < 0.5):
        raise ValueError("power must lie in [0.5, 1) and significance in (0, 0.5)")
    usable = np.flatnonzero(np.isfinite(score) & np.isfinite(variance) & (interviews > 0))
    if len(usable) < 3:
        nothing = UNREACHABLE, "too_few_towns"
        return Separation(-1, (), float("nan"), *nothing, *nothing)
    ordered = usable[np.argsort(score[usable], kind="stable")]
    last = ordered[0]
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    difference = float(score[middle].mean() - score[last])
    quantile = float(ndtri(1 - significance / (2 if two_sided else 1)) + ndtri(power))
    allowed = (difference / quantile) ** 2
    squares = variance[middle] / len(middle) ** 2
    remaining = float((squares * (1 / interviews[middle] - 1 / population[middle])).sum())
    if difference <= 0:
        each = extra = (UNREACHABLE, "no_difference")
    elif variance[last] <= 0 or np.any(squares <= 0):
        each = extra = (UNREACHABLE, "no_variance")
    else:
        spread = float(variance[last] + squares.sum())
        open_part = float(variance[last] / population[last] + (squares / population[middle]).sum())
        fewest = float(min(population[last], population[middle].min()))
        each = _whole(spread / (allowed + open_part), fewest)
        if allowed <= remaining:
            extra = (UNREACHABLE, "others")
        else:
            wanted, why = _whole(
                variance[last] / (allowed - remaining + variance[last] / population[last]), float(population[last])
            )
            extra = (max(wanted - int(interviews[last]), 0) if wanted >= 0 else wanted, why)
    return Separation(int(last), tuple(int(town) for town in middle), difference, *each, *extra)


def for_half_width(
    variance: Floats, population: Floats, strata: Ints, *, half_width: float, confidence: float
) -> Needed:
    """Find the smallest n with t_{n − strata} √(S² (1/n − 1/N)) ≤ half_width (Cochran 1977, ch. 4).

    The half-width falls as n grows, so halving finds n exactly.

    Args:
        variance: S² per interview (unit_variance), points²; shape (p,).
        population: N, persons, inf where no correction is wanted; shape (p,).
        strata: strata of each town, the degrees of freedom they cost; shape (p,).
        half_width: half the interval's width, points, > 0.
        confidence: level of the interval, e.g. 0.95.

    Raises:
        ValueError: a half-width not above 0, a confidence outside (0, 1).
    """
    if half_width <= 0 or not 0 < confidence < 1:
        raise ValueError("the half-width must be above 0 and the confidence between 0 and 1")
    smallest = np.asarray(strata, dtype=np.int64) + 1
    # From 30 degrees of freedom on, t² is less than four times z², so that this many are enough in any population.
    plenty = smallest + 30 + 4 * (float(ndtri(0.5 + confidence / 2)) / half_width) ** 2 * variance
    ceiling = np.minimum(np.floor(population), np.minimum(plenty, LARGEST))
    known = np.isfinite(ceiling)
    highest = np.where(known, ceiling, 0).astype(np.int64)

    def meets(n: Ints) -> Bools:
        half = stdtrit(np.maximum(n - strata, 1), 0.5 + confidence / 2) * np.sqrt(
            np.maximum(variance * (1 / n - 1 / population), 0.0)
        )
        reached: Bools = half <= half_width * (1 + ROUNDING)
        return reached

    below, enough = smallest - 1, np.maximum(highest, smallest)
    reachable = known & (variance > 0) & (highest >= smallest) & meets(enough)
    while np.any(enough - below > 1):
        middle = (below + enough + 1) // 2
        reached = meets(np.maximum(middle, 1))
        below, enough = np.where(reached, below, middle), np.where(reached, middle, enough)
    return _needed(enough, reachable, variance, population)


def for_effective_n(design_effect: Floats, population: Floats, *, effective_n: float) -> Needed:
    """Find the n with n / deff = effective_n, e.g. the 30 below which nothing is printed (Kish 1965, ch. 8).

    Args:
        design_effect: deff, > 0; shape (p,).
        population: N, persons, inf where no correction is wanted; shape (p,).
        effective_n: effective interviews wanted.
    """
    known = np.isfinite(design_effect) & (design_effect > 0)
    wanted = np.ceil(effective_n * np.where(known, design_effect, 0.0) - ROUNDING).astype(np.int64)
    return _needed(wanted, known & (wanted <= population), design_effect, population)


def _whole(interviews: float, most: float) -> tuple[int, str]:
    """Round up to at least two, without which there is no variance; refuse more than there are people."""
    whole = max(int(np.ceil(interviews - ROUNDING)), 2)
    return (whole, "") if whole <= most else (UNREACHABLE, "population")


def _needed(interviews: Ints, reachable: Bools, spread: Floats, population: Floats) -> Needed:
    reason = np.select(
        [reachable, ~np.isfinite(spread) | np.isnan(population), spread <= 0],
        ["", "unknown", "no_variance"],
        default="population",
    )
    return Needed(np.where(reachable, interviews, UNREACHABLE), reason)
