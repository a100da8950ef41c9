"""Respondents of two waves: what they make the two waves' scores have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flows.estimation.scores import ScoreSet
from flows.estimation.waves import Wave
from flows.scoring.change import overlap_covariance
from flows.scoring.design import Floats, Ints
from flows.scoring.estimates import Estimates
from flows.scoring.variance import linearised_contributions, sums


@dataclass(frozen=True)
class Repeated:
    """The r respondents of two waves, and the strata of both under one numbering, 0 … H − 1.

    `later`, `earlier` are their places in the waves, (r,); `stratum` theirs, (r,); of each stratum the respondents in
    either wave, its population, and its town, (H,).
    """

    later: Ints
    earlier: Ints
    stratum: Ints
    later_size: Floats
    earlier_size: Floats
    population: Floats
    town: Ints


def repeated(later: Wave, earlier: Wave) -> Repeated:
    """Find those who were reached on the same telephone, in the same stratum, in both waves.

    A telephone with several interviews in a wave tells not who was asked and is left out.
    """
    first, second = _single_phones(later), _single_phones(earlier)
    both = sorted(first.keys() & second.keys())
    number = {name: at for at, name in enumerate(sorted({*later.strata, *earlier.strata}))}
    population, town = np.full(len(number), np.inf), np.zeros(len(number), dtype=np.int64)
    for wave in (later, earlier):
        codes, member = np.unique(wave.sample.stratum, return_index=True)
        at = [number[wave.strata[code]] for code in codes]
        population[at], town[at] = wave.sample.stratum_population[member], wave.town[member]
    return Repeated(
        later=np.array([first[key] for key in both], dtype=np.int64),
        earlier=np.array([second[key] for key in both], dtype=np.int64),
        stratum=np.array([number[stratum] for _, stratum in both], dtype=np.int64),
        later_size=_sizes(later, number),
        earlier_size=_sizes(earlier, number),
        population=population,
        town=town,
    )


def repeat_covariance(people: Repeated, later: ScoreSet, earlier: ScoreSet, towns: int) -> Floats:
    """Covariance of each town's two scores that comes of those who were asked in both waves. Shape (T,)."""
    if not len(people.later):
        return np.zeros(towns)
    return overlap_covariance(
        _contributions(later, later.pool.town, later.towns)[people.later],
        _contributions(earlier, earlier.pool.town, earlier.towns)[people.earlier],
        people.stratum,
        later_size=people.later_size,
        earlier_size=people.earlier_size,
        population=people.population,
        unit=people.town,
        units=towns,
    )


def group_covariance(people: Repeated, later: ScoreSet, earlier: ScoreSet, characteristic: str, at: int) -> float:
    """Covariance of the two scores of a group of residents, the `at`-th category of a characteristic."""
    if not len(people.later):
        return 0.0
    sides = []
    for scores in (later, earlier):
        inside = np.where(scores.pool.category[characteristic] == at, at, -1)
        sides.append(_contributions(scores, inside, scores.groups[characteristic]))
    found = overlap_covariance(
        sides[0][people.later],
        sides[1][people.earlier],
        people.stratum,
        later_size=people.later_size,
        earlier_size=people.earlier_size,
        population=people.population,
        unit=np.zeros(len(people.town), dtype=np.int64),
        units=1,
    )
    return float(found[0])


def _single_phones(wave: Wave) -> dict[tuple[str, str], int]:
    """(telephone, stratum) of those whose telephone was reached once → respondent."""
    phones, counts = np.unique(wave.phone[wave.phone != ""], return_counts=True)
    single = set(phones[counts == 1])
    return {
        (phone, wave.strata[stratum]): at
        for at, (phone, stratum) in enumerate(zip(wave.phone, wave.sample.stratum, strict=True))
        if phone in single
    }


def _sizes(wave: Wave, number: dict[str, int]) -> Floats:
    """Respondents of each stratum, by its number among all; at least one, where a wave has none of it."""
    sizes = np.ones(len(number))
    for name, count in zip(wave.strata, np.bincount(wave.sample.stratum, minlength=len(wave.strata)), strict=True):
        sizes[number[name]] = count
    return sizes


def _contributions(scores: ScoreSet, domain: Ints, means: Estimates) -> Floats:
    """What each respondent adds to the error of the mean of their domain; 0 for those of none (−1)."""
    pool = scores.pool
    weight = pool.sample.weight if pool.calibration is None else pool.calibration.weight
    scored = ~np.isnan(pool.value) & (domain >= 0)
    total = sums(domain[scored], weight[scored], len(means.estimate))[domain]
    influence = np.where(scored, pool.value - means.estimate[domain], 0.0) / np.where(total > 0, total, 1.0)
    return linearised_contributions(influence, pool.sample, pool.calibration)
