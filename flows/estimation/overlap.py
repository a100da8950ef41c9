"""Respondents of two waves: what they make the two waves' scores have in common."""

from __future__ import annotations

import numpy as np

from flows.estimation.scores import ScoreSet
from flows.estimation.waves import Wave
from flows.scoring.change import overlap_covariance
from flows.scoring.design import Floats, Ints
from flows.scoring.variance import linearised_contributions


def repeat_covariance(later: ScoreSet, earlier: ScoreSet, later_wave: Wave, earlier_wave: Wave, towns: int) -> Floats:
    """Covariance of each town's two scores, from those who were reached on the same telephone, in the same stratum.

    A telephone with several interviews in a wave tells not who was asked and is left out. Shape (T,).
    """
    first, second = _single_phones(later_wave), _single_phones(earlier_wave)
    both = sorted(first.keys() & second.keys())
    pairs = [(first[key], second[key]) for key in both]
    names = sorted({*later_wave.strata, *earlier_wave.strata})
    number = {name: at for at, name in enumerate(names)}
    at = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    sizes = [_sizes(wave, number) for wave in (later_wave, earlier_wave)]
    population, unit = np.full(len(names), np.inf), np.zeros(len(names), dtype=np.int64)
    for wave in (later_wave, earlier_wave):
        for code, name in enumerate(wave.strata):
            member = int(np.argmax(wave.sample.stratum == code))
            population[number[name]] = wave.sample.stratum_population[member]
            unit[number[name]] = wave.town[member]
    return overlap_covariance(
        _contributions(later, towns)[at[:, 0]],
        _contributions(earlier, towns)[at[:, 1]],
        np.array([number[later_wave.strata[later_wave.sample.stratum[i]]] for i, _ in pairs], dtype=np.int64),
        later_size=sizes[0],
        earlier_size=sizes[1],
        population=population,
        unit=unit,
        units=towns,
    )


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


def _contributions(scores: ScoreSet, towns: int) -> Floats:
    pool = scores.pool
    weight = pool.sample.weight if pool.calibration is None else pool.calibration.weight
    scored = ~np.isnan(pool.value)
    total = _sum(pool.town, np.where(scored, weight, 0.0), towns)
    mean = scores.towns.estimate[pool.town]
    influence = np.where(scored, pool.value - mean, 0.0) / np.where(total > 0, total, 1.0)[pool.town]
    return linearised_contributions(influence, pool.sample, pool.calibration)


def _sum(code: Ints, amount: Floats, count: int) -> Floats:
    return np.bincount(code, weights=amount, minlength=count).astype(np.float64)
