"""How probable each rank is: exact by quadrature, no simulation."""

from __future__ import annotations

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import ndtr

from flows.scoring.estimates import Floats
from flows.scoring.ranks import require_errors

REACH = 9.0  # standard errors on either side; the density beyond holds 2e-19
TOLERANCE = 1e-11
MEMORY = 1_000_000  # probabilities worked on at a time


def rank_probability(estimate: Floats, se: Floats) -> Floats:
    """Compute the probability of each rank of each unit, θ_j ~ N(θ̂_j, s_j²) independent.

    Given θ_j = t, the number of units above j is a sum of independent indicators, a Poisson–binomial variable:

        P(rank_j = r) = ∫ φ((t − θ̂_j)/s_j)/s_j · PB_{r−1}({Φ((θ̂_k − t)/s_k), k ≠ j}) dt

    PB by convolution (Hong 2013, Computational Statistics & Data Analysis 59: 41–51), the integral by Gauss–Legendre
    rules on a mesh as fine as the smallest error near it; their order is doubled until the result stands still.

    Two readings: of the true values given the month's estimates (no prior beyond them), and of the ranks that
    estimates would get from true values `estimate`.

    Args:
        estimate: centres; shape (p,).
        se: standard errors, > 0; shape (p,).

    Returns:
        P[j, r − 1], rank 1 the largest; rows and columns sum to 1; shape (p, p).

    Raises:
        ValueError: an estimate that is not finite, an error that is not positive or 1e-9 of the range of all: leave
            such units out.
        ArithmeticError: the integral does not settle to 1e-11.
    """
    require_errors(estimate, se)
    if len(estimate) == 0:
        return np.zeros((0, 0))
    edges = _mesh(estimate, se)
    last = _integrate(estimate, se, edges, order=8)
    for order in (16, 32, 64):
        result = _integrate(estimate, se, edges, order=order)
        if np.abs(result - last).max() < TOLERANCE:
            return result
        last = result
    raise ArithmeticError("the probabilities of the ranks do not settle")


def expected_rank(estimate: Floats, se: Floats) -> Floats:
    """Compute the mean of each rank's distribution, 1 + Σ_k P(θ_k > θ_j) = 1 + Σ Φ((θ̂_k − θ̂_j)/√(s_j² + s_k²)).

    Args:
        estimate, se: as in `rank_probability`; shape (p,). The result has the same shape.
    """
    require_errors(estimate, se)
    above = ndtr((estimate[None, :] - estimate[:, None]) / np.sqrt(se[:, None] ** 2 + se[None, :] ** 2))
    expected: Floats = 0.5 + above.sum(axis=1)  # a unit against itself is ½
    return expected


def first_probability(probability: Floats, count: int) -> Floats:
    """Add up the probabilities of the first `count` ranks, of each unit; (p, p) in, (p,) out."""
    return _between(probability, 0, count)


def last_probability(probability: Floats, count: int) -> Floats:
    """Add up the probabilities of the last `count` ranks, of each unit; (p, p) in, (p,) out."""
    units = len(probability)
    return _between(probability, max(units - count, 0), units)


def _between(probability: Floats, start: int, end: int) -> Floats:
    added: Floats = np.clip(probability[:, start:end].sum(axis=1), 0.0, 1.0)
    return added


def _mesh(estimate: Floats, se: Floats) -> Floats:
    """Place edges no further apart than the error of any unit nearby, and wider away from all of them."""
    edge, end = float((estimate - REACH * se).min()), float((estimate + REACH * se).max())
    if se.min() < 1e-9 * max(end - edge, abs(edge), abs(end)):
        raise ValueError("an error is too small beside the range of all to be told from none")
    edges = [edge]
    while edge < end:
        edge += float(np.maximum(1.5 * se, np.abs(edge - estimate) / REACH).min())
        edges.append(edge)
    return np.array(edges)


def _integrate(estimate: Floats, se: Floats, edges: Floats, *, order: int) -> Floats:
    node, weight = leggauss(order)
    half = np.diff(edges) / 2
    point = (edges[:-1, None] + half[:, None] * (node + 1)).ravel()
    weight = (half[:, None] * weight).ravel()
    units = len(estimate)
    result = np.zeros((units, units))
    step = max(1, MEMORY // units**2)
    for start in range(0, len(point), step):
        t, w = point[start : start + step], weight[start : start + step]
        z = (t[:, None] - estimate) / se
        density = np.exp(-0.5 * z**2) / (np.sqrt(2 * np.pi) * se) * w[:, None]
        result += np.einsum("tj,rtj->jr", density, _above_counts(ndtr(-z)))
    return result


def _above_counts(above: Floats) -> Floats:
    """Distribute the number of other units above each; above (t, p), result (count, t, unit)."""
    points, units = above.shape
    counts = np.zeros((units, points, units))
    counts[0] = 1.0
    for other in range(units):
        chance = np.repeat(above[:, other, None], units, axis=1)
        chance[:, other] = 0.0  # a unit is not above itself
        moved = counts[: other + 1] * chance
        counts[: other + 1] -= moved
        counts[1 : other + 2] += moved[: units - 1]
    return counts
