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


def _ranks(scores: Floats, ranked: Bools) -> Floats:
    ranks = np.full(len(scores), np.nan)
    ranks[ranked] = competition_ranks(scores[ranked])
    return ranks
