"""Calibration of weights to known totals: raking inside towns, and linear calibration (GREG)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.scoring.design import Bools, Calibration, Floats, Ints
from flows.scoring.variance import group_inverses, sums

MOST_ITERATIONS = 1000
# Towns whose margins differ in their total by more than this part have no total.
SAME_TOTAL = 1e-6


@dataclass(frozen=True)
class Margin:
    """The population of each town by one characteristic.

    Attributes:
        name: what the reports call it, e.g. "age_band".
        category: the respondent's category, 0 … K − 1, in their natural order; −1 unknown; shape (n,).
        population: persons; shape (T, K).
    """

    name: str
    category: Ints
    population: Floats


@dataclass(frozen=True)
class Merge:
    """Categories of a margin made one in a town, as too few were asked; all of them: the margin was dropped."""

    town: int
    margin: str
    categories: tuple[int, ...]


@dataclass(frozen=True)
class Raking:
    """Weights raked to the towns' margins.

    Attributes:
        calibration: the weights, and what the variance of estimates needs; towns refused keep their base weights.
        merges: what was collapsed before.
        iterations: cycles used, over all margins of the town; shape (T,).
        worst_ratio: achieved / target of the category furthest from it, from the weights raking ended with (also
            where they were refused); NaN where raking was not tried; shape (T,).
        converged: every margin met within the tolerance; shape (T,).
        reason: "" or why the base weights were kept: "no_interviews", "respondents_without_population" (a category
            of population 0 has respondents), "margins_disagree" (in the town's total), "impossible_margins" (not met
            after 1,000 cycles), "impossible_bounds" (met, but not within the bounds); shape (T,).
    """

    calibration: Calibration
    merges: tuple[Merge, ...]
    iterations: Ints
    worst_ratio: Floats
    converged: Bools
    reason: NDArray[np.str_]


@dataclass(frozen=True)
class LinearCalibration:
    """Weights by linear calibration; `reason` "" or "impossible_totals": not met, base weights kept.

    `worst_gap` is the largest |achieved − total| / max(|total|, Σ |w x|), from the weights calibration ended with.
    """

    calibration: Calibration
    worst_gap: float
    reason: str


def rake(
    base_weight: Floats,
    town: Ints,
    margins: Sequence[Margin],
    *,
    min_cell: int,
    bounds: tuple[float, float] | None = None,
    tolerance: float = 1e-10,
    adjusted: bool = False,
) -> Raking:
    """Rake the weights of each town to its margins (iterative proportional fitting; Deming & Stephan 1940).

    Before, a category with fewer than `min_cell` respondents is merged with its next neighbour, the last with the one
    before, first category first, until all have enough or one is left: the margin is then dropped. A category with
    neither population nor respondents is nothing. Respondents of unknown category keep the part of the town that their
    base weights have, and the known categories' targets share the rest; errors are conditional on that part.

    With bounds, the ratio of raked to base weight, relative to the town's mean ratio, is cut to them after every cycle
    until margins and bounds are both met (alternating projections).

    Args:
        base_weight: persons, > 0; shape (n,).
        town: code of the respondent's town, 0 … T − 1; shape (n,).
        margins: one or more; a town's total is the same by each.
        min_cell: smallest number of respondents of a category, ≥ 1.
        bounds: (lower, upper) with lower < 1 < upper; None for none.
        tolerance: largest |achieved / target − 1| of a margin that was met.
        adjusted: of the calibration.

    Raises:
        ValueError: categories or populations out of range; min_cell or bounds that make no sense.
    """
    _check(base_weight, margins, min_cell, bounds)
    towns = len(margins[0].population)
    asked = np.bincount(town, minlength=towns)
    total = margins[0].population.sum(axis=1)
    reason = np.where(asked == 0, "no_interviews", "").astype("U30")
    codes, targets, merges = [], [], []
    for margin in margins:
        population = margin.population
        width = population.shape[1]
        known = margin.category >= 0
        count = np.bincount(town[known] * width + margin.category[known], minlength=towns * width)
        count = count.reshape(towns, width)
        reason[(reason == "") & ((population == 0) & (count > 0)).any(axis=1)] = "respondents_without_population"
        disagree = np.abs(population.sum(axis=1) - total) > SAME_TOTAL * total
        reason[(reason == "") & disagree] = "margins_disagree"
        label = collapsed(count, population, min_cell)
        merged = ((label >= 0) & (label != np.arange(width))).any(axis=1)
        merges += [Merge(int(t), margin.name, group) for t in np.flatnonzero(merged) for group in _groups(label[t])]
        codes.append(np.where(known, label[town, margin.category], width))
        targets.append(_targets(population, label, base_weight, town, known))
    merges = [merge for merge in merges if reason[merge.town] == ""]

    weight, iterations = _fitted(base_weight, town, codes, targets, reason == "", tolerance, None)
    worst = _worst_ratio(weight, town, codes, targets)
    reason[(reason == "") & ~(np.abs(worst - 1) <= tolerance)] = "impossible_margins"
    if bounds is not None:
        whole = sums(town, base_weight, towns)
        mean = np.divide(total, whole, out=np.ones(towns), where=whole > 0)
        limits = (base_weight * bounds[0] * mean[town], base_weight * bounds[1] * mean[town])
        outside = (weight < limits[0] * (1 - tolerance)) | (weight > limits[1] * (1 + tolerance))
        cut = (reason == "") & (sums(town, outside, towns) > 0)
        trimmed, further = _fitted(base_weight, town, codes, targets, cut, tolerance, limits)
        weight, iterations = np.where(cut[town], trimmed, weight), iterations + further
        worst = _worst_ratio(weight, town, codes, targets)
        reason[cut & ~(np.abs(worst - 1) <= tolerance)] = "impossible_bounds"

    tried = iterations > 0
    met = reason == ""
    calibration = Calibration(
        weight=np.where(met[town], weight, base_weight),
        group=np.where(met[town], town, -1),
        auxiliary=_dummies(codes, [target.shape[1] for target in targets]),
        adjusted=adjusted,
    )
    return Raking(calibration, tuple(merges), iterations, np.where(tried, worst, np.nan), met, reason)


def collapsed(count: Ints, population: Floats, min_cell: int) -> Ints:
    """Merge categories with too few respondents by the rule of `rake`, row by row.

    Args:
        count: respondents; shape (rows, K).
        population: persons; shape (rows, K).
        min_cell: smallest number of respondents of a category.

    Returns:
        The first of the categories that each was merged with; −1 where there is neither population nor respondent;
        shape (rows, K).
    """
    there = (count > 0) | (population > 0)
    label = np.where(there, np.arange(count.shape[1]), -1)
    for row in np.flatnonzero((there & (count < min_cell)).any(axis=1)):
        groups = [[int(k)] for k in np.flatnonzero(there[row])]
        sizes = [int(count[row, group[0]]) for group in groups]
        while len(groups) > 1 and min(sizes) < min_cell:
            small = next(i for i, size in enumerate(sizes) if size < min_cell)
            left = min(small, len(groups) - 2)
            groups[left] += groups.pop(left + 1)
            sizes[left] += sizes.pop(left + 1)
        for group in groups:
            label[row, group] = group[0]
    return label


def calibrate_linear(base_weight: Floats, x: Floats, totals: Floats, *, tolerance: float = 1e-10) -> LinearCalibration:
    """Calibrate to totals of any variables with the chi-square distance (the GREG estimator's weights).

        w_i = d_i (1 + x_i'λ),  λ = (Σ d x x')⁻ (t_x − Σ d x)        (Deville & Särndal 1992, JASA 87: 376–382)

    Weights may be negative. Args: base_weight d, shape (n,); x, shape (n, k); totals t_x, shape (k,).
    """
    group = np.zeros(len(base_weight), dtype=np.int64)
    weight = base_weight
    for _ in range(2):  # the second step takes away the rounding of the first
        inverse = group_inverses(x, base_weight, group, 1)[0]
        weight = weight + base_weight * (x @ (inverse @ (totals - weight @ x)))
    gap = float(np.max(np.abs(weight @ x - totals) / np.maximum(np.abs(totals), np.abs(weight) @ np.abs(x))))
    if not gap <= tolerance:
        return LinearCalibration(Calibration(base_weight, group - 1, x), gap, "impossible_totals")
    return LinearCalibration(Calibration(weight, group, x), gap, "")


def _check(base_weight: Floats, margins: Sequence[Margin], min_cell: int, bounds: tuple[float, float] | None) -> None:
    if not np.all(np.isfinite(base_weight) & (base_weight > 0)):
        raise ValueError("base weights are finite and above 0")
    for margin in margins:
        if not np.all(np.isfinite(margin.population) & (margin.population >= 0)):
            raise ValueError(f"{margin.name}: a population is finite and not below 0")
        if np.any((margin.category < -1) | (margin.category >= margin.population.shape[1])):
            raise ValueError(f"{margin.name}: a category that has no population")
    if min_cell < 1:
        raise ValueError("min_cell is at least 1")
    if bounds is not None and not 0 <= bounds[0] < 1 < bounds[1]:
        raise ValueError("bounds lie on both sides of 1")


def _groups(label: Ints) -> list[tuple[int, ...]]:
    members = [tuple(int(k) for k in np.flatnonzero(label == first)) for first in np.unique(label[label >= 0])]
    return [group for group in members if len(group) > 1]


def _targets(population: Floats, label: Ints, base_weight: Floats, town: Ints, known: Bools) -> Floats:
    """Persons by town and merged category, the last column those of unknown category; shape (T, K + 1)."""
    towns, width = population.shape
    target = np.zeros((towns, width + 1))
    rows = np.broadcast_to(np.arange(towns)[:, None], label.shape)
    np.add.at(target, (rows[label >= 0], label[label >= 0]), population[label >= 0])
    whole = sums(town, base_weight, towns)
    part = np.divide(sums(town, base_weight * ~known, towns), whole, out=np.zeros(towns), where=whole > 0)
    target *= (1 - part)[:, None]
    target[:, width] = part * population.sum(axis=1)
    return target


def _fitted(
    base_weight: Floats,
    town: Ints,
    codes: Sequence[Ints],
    targets: Sequence[Floats],
    tried: Bools,
    tolerance: float,
    limits: tuple[Floats, Floats] | None,
) -> tuple[Floats, Ints]:
    """Fit the towns tried; each stops when it is met, so that no town's weights depend on the others."""
    towns = len(tried)
    key = town.copy()
    for code, target in zip(codes, targets, strict=True):
        key = key * target.shape[1] + code
    # Respondents of one cell keep their proportions, so the cells alone are fitted.
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    start = sums(cell, base_weight, len(first))
    if limits is not None:
        low, high = (sums(cell, limit, len(first)) for limit in limits)
    cell_town = town[first]
    flat = [cell_town * target.shape[1] + code[first] for code, target in zip(codes, targets, strict=True)]
    fitted = start.copy()
    iterations = np.zeros(towns, dtype=np.int64)
    active = tried.copy()
    while active.any() and iterations.max() < MOST_ITERATIONS:
        live = active[cell_town]
        iterations[active] += 1
        for at, target in zip(flat, targets, strict=True):
            achieved = sums(at[live], fitted[live], target.size)
            factor = np.divide(target.ravel(), achieved, out=np.ones(target.size), where=achieved > 0)
            fitted[live] *= factor[at[live]]
        if limits is not None:
            fitted[live] = np.clip(fitted[live], low[live], high[live])
        worst = np.zeros(towns)
        for at, target in zip(flat, targets, strict=True):
            achieved = sums(at, fitted, target.size).reshape(target.shape)
            np.maximum(worst, (np.abs(achieved - target) / np.where(target > 0, target, 1)).max(axis=1), out=worst)
        active &= ~(worst <= tolerance / 2)
    return base_weight * (fitted / start)[cell], iterations


def _worst_ratio(weight: Floats, town: Ints, codes: Sequence[Ints], targets: Sequence[Floats]) -> Floats:
    ratios = []
    for code, target in zip(codes, targets, strict=True):
        achieved = sums(town * target.shape[1] + code, weight, target.size).reshape(target.shape)
        # A category of target 0 (nobody of the population, nobody asked) is met.
        ratios.append(np.divide(achieved, target, out=np.ones(target.shape), where=target > 0))
    ratio = np.concatenate(ratios, axis=1)
    with np.errstate(divide="ignore"):
        furthest = np.abs(np.log(ratio)).argmax(axis=1)
    worst: Floats = ratio[np.arange(len(ratio)), furthest]
    return worst


def _dummies(codes: Sequence[Ints], widths: Sequence[int]) -> Floats:
    """One column for each category that anyone has, stored column by column; shape (n, k)."""
    columns = [code == k for code, width in zip(codes, widths, strict=True) for k in range(width) if np.any(code == k)]
    dummies = np.zeros((len(codes[0]), len(columns)), order="F")
    for j, column in enumerate(columns):
        dummies[:, j] = column
    return dummies
