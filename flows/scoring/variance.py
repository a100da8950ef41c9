"""The variance of linearised estimates: one mechanism for every kind of estimate and any number of domains."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from flows.scoring.design import Bools, Calibration, Floats, Ints, Sample, of_unit, sampling_units

# What is smaller than this part of a sum of squares is rounding.
ROUNDING = 1e-13
# Directions of a regression with less than this part of the largest eigenvalue are collinear.
COLLINEAR = 1e-9


@dataclass(frozen=True)
class Variances:
    """Variances of domain estimates; all of shape (count,).

    Attributes:
        variance: V; NaN where it cannot be known.
        df: sampling units minus strata, over the strata that hold a valid answer of the domain.
        reason: "" or why V is NaN: "lonely_stratum" (a stratum that enters it has a single sampling unit),
            "overdrawn_stratum" (more sampling units than its population).
    """

    variance: Floats
    df: Ints
    reason: NDArray[np.str_]


def linearised_variances(
    influence: Floats,
    valid: Bools,
    domain: Ints,
    count: int,
    sample: Sample,
    calibration: Calibration | None = None,
) -> Variances:
    """Variances of estimates from their influence values, for many domains in one pass.

        V = Σ_h (1 − n_h/N_h) n_h/(n_h − 1) Σ_c (z_c − z̄_h)²

    with z the total of w u over a sampling unit c, and u = 0 outside the domain: everyone of a stratum stays in it
    (Särndal, Swensson & Wretman 1992, ch. 5 and 10). With a calibration z = w (u − x'b), b regressed on x by base
    weights over the group, and −w x'b of the group's others (Deville & Särndal 1992, JASA 87: 376–382); where the
    calibration is `adjusted` all of that over √(1 − h), h the respondent's leverage (Valliant 2002, Survey Methodology
    28: 103–114; in regression MacKinnon & White 1985, Journal of Econometrics 29: 305–325, HC2).

    Args:
        influence: u of the respondent for the estimate of their domain, 0 where not valid; shape (n,).
        valid: who has a valid answer; shape (n,).
        domain: code of the respondent's domain, 0 … count − 1; −1 for none; shape (n,).
        count: number of domains.
        sample: the design; shape (n,).
        calibration: of the same respondents; its weights replace the sample's.
    """
    final = sample.weight
    if calibration is not None:
        inverse, final = _residual_weights(calibration, sample)
    unit, unit_stratum = sampling_units(sample)
    size = np.bincount(unit_stratum).astype(np.float64)
    factor, overdrawn = _factors(sample, size)

    inside = np.flatnonzero(domain >= 0)
    strata = len(size)
    pair_key, pair = np.unique(domain[inside] * strata + sample.stratum[inside], return_inverse=True)
    of_domain, of_stratum = np.divmod(pair_key, strata)
    pairs = len(pair_key)
    total = (final * influence)[inside]
    total_pair, total_unit = pair, unit[inside]
    if sample.cluster is not None:
        units = len(unit_stratum)
        cell_key, cell = np.unique(pair * units + total_unit, return_inverse=True)
        total = sums(cell, total, len(cell_key))
        total_pair, total_unit = np.divmod(cell_key, units)
    drawn = np.bincount(total_pair, minlength=pairs)
    centre = sums(total_pair, total, pairs) / drawn
    # Squares about the stratum's mean, of which the units outside the domain are part with a total of zero.
    squares = sums(total_pair, (total - centre[total_pair]) ** 2, pairs)
    squares += drawn * centre**2 * (1 - drawn / size[of_stratum])

    touched = sums(pair, valid[inside], pairs) > 0
    variance = sums(of_domain, np.where(touched, factor[of_stratum] * squares, 0.0), count)
    df = sums(of_domain, np.where(touched, size[of_stratum] - 1, 0.0), count).astype(np.int64)
    if calibration is not None:
        x = calibration.auxiliary.T
        centred = _centred_totals(calibration.auxiliary, final, sample, unit_stratum, size)
        weighted = (sample.weight * influence)[inside]
        moments = np.array([sums(pair, weighted * column[inside], pairs) for column in x]).T
        crossed = np.array([sums(total_pair, total * column[total_unit], pairs) for column in centred]).T
        stratum_group = of_unit(calibration.group, sample.stratum, "a stratum lies in two calibration groups")
        used = touched & (stratum_group[of_stratum] >= 0)
        explained = _explained(
            of_domain[used],
            stratum_group[of_stratum[used]],
            moments[used],
            factor[of_stratum[used], None] * crossed[used],
            count,
            inverse,
            _products(centred, factor[unit_stratum], stratum_group[unit_stratum], len(inverse)),
        )
        rounding = ROUNDING * variance
        variance = variance - explained
        variance = np.where(variance <= rounding, 0.0, variance)
        # All strata of a calibration group enter the variance of a domain that touches one of them.
        of_group = np.bincount(stratum_group[overdrawn & (stratum_group >= 0)], minlength=len(inverse)) > 0
        overdrawn = overdrawn | ((stratum_group >= 0) & of_group[stratum_group])
    is_overdrawn = sums(of_domain, touched & overdrawn[of_stratum], count) > 0
    reason = np.where(is_overdrawn, "overdrawn_stratum", np.where(np.isnan(variance), "lonely_stratum", ""))
    return Variances(variance, df, reason)


def t_quantile(df: Floats | Ints, confidence: float) -> Floats:
    """Two-sided quantiles of t; NaN where there are no degrees of freedom. Shape as df."""
    degrees = np.asarray(df, dtype=float)
    quantile: Floats = np.where(degrees > 0, stdtrit(np.maximum(degrees, 1), 0.5 + confidence / 2), np.nan)
    return quantile


def group_inverses(auxiliary: Floats, weight: Floats, group: Ints, count: int) -> Floats:
    """(Σ w x x')⁻ of each group, generalised where variables are collinear (dummies); shape (count, k, k).

    Args:
        auxiliary: x; shape (n, k).
        weight: shape (n,).
        group: code of the group; −1 for none; shape (n,).
        count: number of groups.
    """
    product = _products(list(auxiliary.T), weight, group, count)
    scale = np.sqrt(np.einsum("gjj->gj", product))
    scale = np.where(scale > 0, scale, 1.0)
    outer = scale[:, :, None] * scale[:, None, :]
    inverse: Floats = np.linalg.pinv(product / outer, rcond=COLLINEAR, hermitian=True) / outer
    return inverse


@functools.lru_cache(maxsize=2)
def _residual_weights(calibration: Calibration, sample: Sample) -> tuple[Floats, Floats]:
    """The groups' inverses, and the weights of residuals: w, or w/√(1 − h) where the calibration is adjusted; (n,).

    The last few are remembered, as one calibration serves the estimates of every dimension and domain.
    """
    groups = max(int(calibration.group.max()) + 1, 1)
    inverse = group_inverses(calibration.auxiliary, sample.weight, calibration.group, groups)
    if not calibration.adjusted:
        return inverse, calibration.weight
    x, inside = calibration.auxiliary, calibration.group >= 0
    # Row by row of the inverse, so that no respondent carries a matrix of their own.
    leverage = np.zeros(len(x))
    for j, column in enumerate(x.T):
        leverage += column * np.einsum("nk,nk->n", x, inverse[calibration.group, j])
    left = 1 - sample.weight * np.where(inside, leverage, 0.0)
    # Who alone makes up a category has no residual: there is nothing to divide.
    return inverse, calibration.weight / np.sqrt(np.where(left > COLLINEAR, left, 1.0))


def _centred_totals(x: Floats, final: Floats, sample: Sample, unit_stratum: Ints, size: Floats) -> list[Floats]:
    """For each variable the sampling units' totals of w x about their stratum's mean; each of shape (units,)."""
    centred = []
    for column in x.T:
        total = final * column
        if sample.cluster is not None:
            total = np.bincount(sample.cluster, weights=total)
        mean = np.bincount(unit_stratum, weights=total) / np.maximum(size, 1)
        centred.append(total - mean[unit_stratum])
    return centred


def _explained(
    domain: Ints, group: Ints, moments: Floats, crossed: Floats, count: int, inverse: Floats, spread: Floats
) -> Floats:
    """What calibration takes from the variance: Σ_g 2 b'c − b'Q b over the groups that a domain touches.

    With z = t − b'X (totals t of w u, X of w x) the squares about the strata's means are Σt² − 2 b'Σ t X + b'ΣXX' b.

    Args:
        domain, group: of each pair of domain and stratum; shape (pairs,).
        moments: Σ d x u of the pair, d the base weight; shape (pairs, k).
        crossed: (1 − f_h) n_h/(n_h − 1) Σ t X of the pair; shape (pairs, k).
        count: number of domains.
        inverse: (Σ d x x')⁻ of the group; shape (groups, k, k).
        spread: Q = Σ_h (1 − f_h) n_h/(n_h − 1) Σ X X' of the group; shape (groups, k, k).
    """
    key, block = np.unique(domain * len(inverse) + group, return_inverse=True)
    of_domain, of_group = np.divmod(key, len(inverse))
    variables = range(moments.shape[1])
    moment = np.array([sums(block, moments[:, j], len(key)) for j in variables]).T
    cross = np.array([sums(block, crossed[:, j], len(key)) for j in variables]).T
    slope = np.einsum("bjk,bk->bj", inverse[of_group], moment)
    quadratic = np.einsum("bj,bjk,bk->b", slope, spread[of_group], slope)
    return sums(of_domain, 2 * (slope * cross).sum(axis=1) - quadratic, count)


def sums(code: Ints, value: Floats | Bools, count: int) -> Floats:
    """Sum a value by its code 0 … count − 1; shapes (n,), (n,) → (count,)."""
    return np.bincount(code, weights=value, minlength=count).astype(np.float64)


def _products(columns: Sequence[Floats], weight: Floats, group: Ints, count: int) -> Floats:
    """Σ w x x' of each group; members of group −1 are left out; shape (count, k, k)."""
    if np.any(group < 0):
        inside = group >= 0
        columns, weight, group = [column[inside] for column in columns], weight[inside], group[inside]
    product = np.zeros((count, len(columns), len(columns)))
    for j, left in enumerate(columns):
        weighted = weight * left
        for k in range(j + 1):
            product[:, j, k] = product[:, k, j] = sums(group, weighted * columns[k], count)
    return product


def _factors(sample: Sample, size: Floats) -> tuple[Floats, Bools]:
    """(1 − n_h/N_h) n_h/(n_h − 1) of each stratum, NaN where it cannot be known, and which were overdrawn."""
    population = np.full(len(size), np.inf)
    population[sample.stratum] = sample.stratum_population
    if np.any(np.isnan(population)) or np.any(population[sample.stratum] != sample.stratum_population):
        raise ValueError("a stratum has one population, which is known")
    overdrawn = population < size * (1 - ROUNDING)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = (1 - size / population) * size / (size - 1)
    return np.where((size > 1) & ~overdrawn, factor, np.nan), overdrawn


def linearised_contributions(influence: Floats, sample: Sample, calibration: Calibration | None = None) -> Floats:
    """What each respondent adds to the linearised error of the estimate of their own group: z of linearised_variances.

        z = w u, with a calibration w (u − x'b), b regressed on x by base weights over the group

    Args:
        influence: u of the respondent, 0 where not valid; shape (n,).
        sample: the design; shape (n,).
        calibration: of the same respondents; its weights replace the sample's.
    """
    if calibration is None:
        return sample.weight * influence
    inverse, final = _residual_weights(calibration, sample)
    inside = calibration.group >= 0
    moments = np.zeros((len(inverse), calibration.auxiliary.shape[1]))
    products = (sample.weight * influence)[inside, None] * calibration.auxiliary[inside]
    np.add.at(moments, calibration.group[inside], products)
    slope = np.einsum("gjk,gk->gj", inverse, moments)
    explained = np.where(inside, np.einsum("nk,nk->n", calibration.auxiliary, slope[calibration.group]), 0.0)
    contributions: Floats = final * (influence - explained)
    return contributions
