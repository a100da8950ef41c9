"""Where to act first: items by importance and performance, with the uncertainty of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.scoring.drivers import SMALLEST, Drivers, complete_cases, correlations, drivers, lmg
from flows.scoring.estimates import Floats, Ints

# Draws held at once: bounds the memory of large samples.
DRAWS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class ImportancePerformance:
    """Items in the plane of importance (first coordinate) and performance (second).

    Attributes:
        drivers: the point estimates.
        crossing: mean importance (always 1/k) and mean performance of the items, where the axes cross; shape (2,).
        covariance: of each item's coordinates; shape (k, 2, 2).
        deviation_covariance: of (item − crossing); the ellipse of the confidence level about an item is
            {x : (x − item)′ C⁻¹ (x − item) ≤ radius²}; shape (k, 2, 2).
        radius: of that ellipse in standard errors, √(−2 ln(1 − confidence)).
        quadrant: `keep` (important, good), `improve_first` (important, poor), `low_priority` (neither),
            `possible_overkill` (good, not important), or `unclear`: the ellipse reaches one of the axes; shape (k,).
        status: that of the drivers, or refused: `lonely_stratum` (one respondent: no bootstrap), `unstable` (in some
            replicate nothing is left to explain). When refused all covariances are NaN and all items unclear.
    """

    drivers: Drivers
    crossing: Floats
    covariance: Floats
    deviation_covariance: Floats
    radius: float
    quadrant: NDArray[np.str_]
    status: str


def importance_performance(
    item: Floats,
    outcome: Floats,
    weight: Floats,
    stratum: Ints,
    *,
    confidence: float,
    replicates: int,
    seed: int,
    cases_per_item: int = 10,
) -> ImportancePerformance:
    """Place items by importance and performance and name the quadrant where both deviations from the centre are sure.

    The covariance is that of a rescaling bootstrap within strata (Rao & Wu 1988, JASA 83: 231–241): n_h − 1 respondents
    of stratum h drawn with replacement, weights w n_h/(n_h − 1) × times drawn; everyone interviewed is drawn from,
    complete or not, so that the number of complete cases is random too. No finite population correction, which is
    cautious. An item is unclear if √C_xx radius ≥ |deviation| on either axis: then its ellipse reaches over the line
    between two quadrants (Martilla & James 1977, J. Marketing 41: 77–79, for the quadrants).

    Args:
        item: scores of the items on one scale, NaN where not scored; shape (n, k), k at most 8.
        outcome: overall score, NaN where not scored; shape (n,).
        weight: at least 0; shape (n,).
        stratum: code of the stratum, 0 … H − 1; shape (n,).
        confidence: level of an item's ellipse, e.g. 0.95.
        replicates: e.g. 400.
        seed: of the draws; the same seed gives the same result.
        cases_per_item: refuse with fewer complete cases than this for each item.
    """
    items = item.shape[1]
    radius = float(np.sqrt(-2 * np.log(1 - confidence)))
    found = drivers(item, outcome, weight, cases_per_item=cases_per_item)
    place = np.stack([found.importance, found.performance], axis=1)
    crossing = place.mean(axis=0)
    status, covariance, apart = found.status, np.full((items, 2, 2), np.nan), np.full((items, 2, 2), np.nan)
    if status == "estimated":
        used = complete_cases(item, outcome, weight)
        size = np.bincount(stratum)
        if (size[stratum[used]] < 2).any():
            status = "lonely_stratum"
        else:
            data = np.column_stack([item, outcome])
            drawn = _replicated_places(data, weight, stratum, used, replicates=replicates, seed=seed)
            status = "estimated" if np.isfinite(drawn).all() else "unstable"
            if status == "estimated":
                covariance, apart = _covariance(drawn), _covariance(drawn - drawn.mean(axis=1, keepdims=True))
    deviation = place - crossing
    reach = radius * np.sqrt(np.diagonal(apart, axis1=1, axis2=2))
    sure = (np.abs(deviation) > reach).all(axis=1)
    important, good = deviation[:, 0] > 0, deviation[:, 1] > 0
    quadrant = np.where(
        important, np.where(good, "keep", "improve_first"), np.where(good, "possible_overkill", "low_priority")
    )
    return ImportancePerformance(
        found, crossing, covariance, apart, radius, np.where(sure, quadrant, "unclear"), status
    )


def _covariance(drawn: Floats) -> Floats:
    """Covariance over replicates (b, k, 2) of each item's coordinates; shape (k, 2, 2)."""
    apart = drawn - drawn.mean(axis=0)
    covariance: Floats = np.einsum("bki,bkj->kij", apart, apart) / (len(drawn) - 1)
    return covariance


def _replicated_places(
    data: Floats, weight: Floats, stratum: Ints, used: NDArray[np.bool_], *, replicates: int, seed: int
) -> Floats:
    """Importance and performance in every replicate, from weighted moments; NaN where R² is 0; shape (b, k, 2)."""
    share = np.where(used, weight, 0.0) / weight[used].sum()
    centre = share[used] @ data[used]
    apart = np.where(used[:, None], data - centre, 0.0)
    scale = np.sqrt(share @ apart**2)
    apart /= scale
    first, second = np.triu_indices(data.shape[1])
    products = share[:, None] * np.column_stack([np.ones(len(data)), apart, apart[:, first] * apart[:, second]])
    sums = _bootstrap_sums(products, stratum, replicates=replicates, seed=seed)
    mean = sums[:, 1 : 1 + data.shape[1]] / sums[:, :1]
    covariance = np.empty((replicates, data.shape[1], data.shape[1]))
    covariance[:, first, second] = sums[:, 1 + data.shape[1] :] / sums[:, :1] - mean[:, first] * mean[:, second]
    covariance[:, second, first] = covariance[:, first, second]
    # What does not vary in a replicate keeps the rounding of its sums, which may be a variance below 0.
    varies = np.diagonal(covariance, axis1=1, axis2=2) > SMALLEST
    parts = lmg(correlations(np.where(varies[:, :, None] & varies[:, None, :], covariance, 0.0)))
    r2 = parts.sum(axis=1, keepdims=True)
    importance = parts / np.where(r2 > SMALLEST, r2, np.nan)
    return np.stack([importance, (mean * scale + centre)[:, :-1]], axis=2)


def _bootstrap_sums(products: Floats, stratum: Ints, *, replicates: int, seed: int) -> Floats:
    """Sum the rows (n, q) with Rao and Wu's rescaled weights; shape (b, q). Strata of one add nothing."""
    generator = np.random.Generator(np.random.PCG64(seed))
    sums = np.zeros((replicates, products.shape[1]))
    order = np.argsort(stratum, kind="stable")
    for rows in np.split(order, np.cumsum(np.bincount(stratum))[:-1]):
        size = len(rows)
        if size < 2:
            continue
        at_once = max(1, DRAWS_AT_ONCE // size)
        for start in range(0, replicates, at_once):
            count = min(at_once, replicates - start)
            drawn = generator.integers(0, size, (count, size - 1)) + size * np.arange(count)[:, None]
            times = np.bincount(drawn.ravel(), minlength=count * size).reshape(count, size)
            sums[start : start + count] += size / (size - 1) * (times @ products[rows])
    return sums
