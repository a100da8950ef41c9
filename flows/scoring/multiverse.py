"""The same towns under other reasonable analyses: how often a town is at the bottom, and which analysis moves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.scoring.composite import Composite
from flows.scoring.estimates import Bools, Floats

MOST_CORNERS = 8


@dataclass(frozen=True)
class Multiverse:
    """Where p units stand in a analyses; the first is the main one. Ranks from 1, the largest value; ties share one.

    Attributes:
        analyses: in how many analyses the unit is ranked; shape (p,).
        bottom_share, top_share: in which share of these it is among the last or first k; NaN for none; (p,).
        best_rank, worst_rank: over the analyses; NaN for none; (p,).
        best_analysis, worst_analysis: the first analysis that gives that rank; −1 for none; (p,).
        rank: NaN where not ranked; (a, p).
        bottom, top: among the last or first k; (a, p).
        departs: ranked here and in the main analysis, and not on the same side of one of the two lines; (a, p).
    """

    analyses: NDArray[np.int64]
    bottom_share: Floats
    top_share: Floats
    best_rank: Floats
    worst_rank: Floats
    best_analysis: NDArray[np.int64]
    worst_analysis: NDArray[np.int64]
    rank: Floats
    bottom: Bools
    top: Bools
    departs: Bools


def perturbed_weights(weight: Floats, *, step: float) -> Floats:
    """List the weights to try: as they are, each alone × (1 ∓ step), and the corners of that box up to 8 indicators.

    The two corners where all weights move alike are the weights as they are and left out. Every row is renormalised
    to sum to 1.

    Args:
        weight: the scheme's weights, of any sum; shape (m,).
        step: e.g. 0.2 for ±20 %.

    Returns:
        Shape (1 + 2 m + 2^m − 2, m), the first row the scheme's own; without the corners for more than 8 indicators.
    """
    count = len(weight)
    factors: list[Floats] = [np.ones((1, count)), 1 - step * np.eye(count), 1 + step * np.eye(count)]
    if count <= MOST_CORNERS:
        raised = (np.arange(1, 2**count - 1)[:, None] >> np.arange(count)) & 1
        factors.append(np.where(raised, 1 + step, 1 - step))
    tried = np.vstack(factors) * weight
    normalised: Floats = tried / tried.sum(axis=1, keepdims=True)
    return normalised


def reweighted(result: Composite, weights: Floats) -> Floats:
    """Compute the composites anew under other weights; missing indicators hand over their weight as before.

    Args:
        result: the composites; a town refused there is NaN here.
        weights: shape (a, m).

    Returns:
        Values of shape (a, p).
    """
    present = ~result.missing
    total = weights @ np.where(present, result.points, 0.0).T
    carried = weights @ present.T.astype(np.float64)
    known = ~np.isnan(result.value) & (carried > 0)
    return np.where(known, total / np.where(known, carried, 1.0), np.nan)


def multiverse(values: Floats, *, bottom_count: int, top_count: int) -> Multiverse:
    """Rank units in every analysis and say how far their places depend on it (Steegen et al. 2016).

    A unit is among the last k if fewer than k units are strictly below it, among the first k if fewer than k are
    strictly above: units that tie at the line are all counted.

    Args:
        values: one row an analysis, the main one first, rounded as they would be printed; NaN is not ranked; (a, p).
        bottom_count, top_count: k of the two lines.
    """
    ranked = ~np.isnan(values)
    below, above = np.empty(values.shape), np.empty(values.shape)
    for row, (scores, known) in enumerate(zip(values, ranked, strict=True)):
        ordered = np.sort(scores[known])
        below[row] = np.searchsorted(ordered, scores, side="left")
        above[row] = len(ordered) - np.searchsorted(ordered, scores, side="right")
    rank = np.where(ranked, 1 + above, np.nan)
    bottom, top = ranked & (below < bottom_count), ranked & (above < top_count)
    analyses = ranked.sum(axis=0, dtype=np.int64)
    any_rank = analyses > 0
    counted = np.where(any_rank, analyses, np.nan)
    lowest, highest = np.where(ranked, rank, np.inf), np.where(ranked, rank, -np.inf)
    return Multiverse(
        analyses=analyses,
        bottom_share=bottom.sum(axis=0) / counted,
        top_share=top.sum(axis=0) / counted,
        best_rank=np.where(any_rank, lowest.min(axis=0), np.nan),
        worst_rank=np.where(any_rank, highest.max(axis=0), np.nan),
        best_analysis=np.where(any_rank, lowest.argmin(axis=0), -1),
        worst_analysis=np.where(any_rank, highest.argmax(axis=0), -1),
        rank=rank,
        bottom=bottom,
        top=top,
        departs=ranked & ranked[0] & ((bottom != bottom[0]) | (top != top[0])),
    )
