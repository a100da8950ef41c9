"""What a difference is made of: another mix of people, or other scores of the same people. Every split adds up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flows.scoring.estimates import Bools, Floats
from flows.scoring.ranks import competition_ranks


@dataclass(frozen=True)
class ScoreChange:
    """A change of scores, later − earlier, points; total = performance + composition. All shapes (p,)."""

    total: Floats
    performance: Floats
    composition: Floats


@dataclass(frozen=True)
class RankMovement:
    """Places gained since the earlier period (above 0: up); total = performance + composition + field. Shapes (p,).

    Whole numbers; NaN for a unit that is not ranked in both periods on both scores.

    Attributes:
        total: earlier rank − later rank on the crude scores, among all units ranked in each period.
        performance: the same on the standardised scores, among the units ranked throughout.
        composition: what the crude ranks of those units moved beyond that.
        field: what remains because units that are not ranked throughout came in or dropped out.
    """

    total: Floats
    performance: Floats
    composition: Floats
    field: Floats


@dataclass(frozen=True)
class Kitagawa:
    """Difference of units' scores from a standard's, by cells; difference = Σ rate + Σ composition.

    Attributes:
        difference: score of the unit − score of the standard, points; shape (p,).
        rate: points owed to other scores in the cell; shape (p, c).
        composition: points owed to another share of the cell; shape (p, c).
    """

    difference: Floats
    rate: Floats
    composition: Floats


def score_change(
    later: Floats, later_standardised: Floats, earlier: Floats, earlier_standardised: Floats
) -> ScoreChange:
    """Split the change of crude scores by means of scores standardised to one mix of people.

        y₂ − y₁ = (s₂ − s₁) + [(y₂ − s₂) − (y₁ − s₁)]

    The first part is performance: what would have changed had the mix been the standard's in both periods. NaN where
    a score is not known. All shapes (p,).
    """
    performance = later_standardised - earlier_standardised
    composition = (later - later_standardised) - (earlier - earlier_standardised)
    return ScoreChange(performance + composition, performance, composition)


def rank_movement(
    later: Floats, later_standardised: Floats, earlier: Floats, earlier_standardised: Floats
) -> RankMovement:
    """Split the movement of competition ranks: ranks on standardised scores give performance, the rest is composition.

    Args:
        later, later_standardised, earlier, earlier_standardised: scores as they are printed, already rounded; NaN is a
            unit not ranked; shape (p,).
    """
    crude = [_ranks(scores, ~np.isnan(scores)) for scores in (earlier, later)]
    throughout = ~np.isnan(later + later_standardised + earlier + earlier_standardised)
    total = np.where(throughout, crude[0] - crude[1], np.nan)
    performance = _ranks(earlier_standardised, throughout) - _ranks(later_standardised, throughout)
    composition = _ranks(earlier, throughout) - _ranks(later, throughout) - performance
    return RankMovement(total, performance, composition, total - performance - composition)


def kitagawa(share: Floats, score: Floats, standard_share: Floats, standard_score: Floats) -> Kitagawa:
    """Split units' differences from a standard by cells (Kitagawa 1955, JASA 50: 1168–1194).

        rate_j = (y_j − Y_j)(p_j + P_j)/2,  composition_j = (p_j − P_j)((y_j + Y_j)/2 − M),  M = (Σ p y + Σ P Y)/2

    M leaves the sum as it is (shares add to 1) and makes the cells readable one by one: more people in a cell of low
    scores count against the unit. A cell that one side does not have is all composition: its missing score is taken
    to be the other side's.

    Args:
        share: each unit's shares of the cells, among scored answers, summing to 1; shape (p, c).
        score: its scores in the cells; NaN where the share is 0; shape (p, c).
        standard_share, standard_score: the same of the standard, e.g. the county; shape (c,).

    Raises:
        ValueError: shares do not add up to 1, or a cell with a share has no score.
    """
    shares, scores = np.vstack([share, standard_share]), np.vstack([score, standard_score])
    if np.any(np.abs(shares.sum(axis=1) - 1) > 1e-9) or np.any(shares < 0):
        raise ValueError("shares of cells must be at least 0 and add up to 1")
    if np.any(np.isnan(scores) & (shares > 0)):
        raise ValueError("a cell with a share has no score")
    whole = (shares * np.where(shares > 0, scores, 0.0)).sum(axis=1)
    here = np.where(share > 0, score, np.where(standard_share > 0, standard_score, 0.0))
    there = np.where(standard_share > 0, standard_score, here)
    middle = (whole[:-1, None] + whole[-1]) / 2
    rate = (here - there) * (share + standard_share) / 2
    composition = (share - standard_share) * ((here + there) / 2 - middle)
    return Kitagawa(whole[:-1] - whole[-1], rate, composition)


def _ranks(scores: Floats, ranked: Bools) -> Floats:
    ranks = np.full(len(scores), np.nan)
    ranks[ranked] = competition_ranks(scores[ranked])
    return ranks
