"""Ranks, how sure they are, and what is proposed: the largest of the pairwise statistics, and plain simulation."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.end_to_end.recount.interviews import ALPHA, Estimate, ranked_towns

CANDIDATES = 3
STRONG = 0.8
DRAWS = 40_000
SIMULATIONS = 200_000
SEED = 20_220_630
ROLLING_MONTHS = 3
ERRORS_APART = 5
LEVELS = ("insufficient", "strong", "sufficient")
Span = tuple[int, int]


def places(printed: dict[str, float]) -> dict[str, int]:
    """Competition ranks: the same figure, the same rank."""
    return {code: 1 + sum(other > score for other in printed.values()) for code, score in printed.items()}


def ranks(scores: dict[str, Estimate]) -> dict[str, int]:
    """Competition ranks by the score as printed."""
    return places({code: round(town.value + 1e-9, 2) for code, town in ranked_towns(scores).items()})


def candidates(scores: dict[str, Estimate], side: str) -> list[str]:
    """The towns with fewer than three others strictly behind them (bottom) or ahead of them (top), best first."""
    return at_the_end(ranks(scores), side)


def at_the_end(place: dict[str, int], side: str) -> list[str]:
    """The last or the first three of a ranking, best first; a tie at the edge takes all of it."""
    signs = {"bottom": 1, "top": -1}
    return [
        code
        for code in sorted(place, key=lambda code: place[code])
        if sum(signs[side] * (other - place[code]) > 0 for other in place.values()) < CANDIDATES
    ]


def rank_ranges(scores: dict[str, Estimate]) -> dict[str, Span]:
    """Best and worst rank each town may truly hold, all towns at once at 95 %.

    Of every ordered pair, is the one surely above the other? What is found is left out and the rest looked at again.
    """
    towns = ranked_towns(scores)
    value = np.array([town.value for town in towns.values()])
    error = np.sqrt([town.variance for town in towns.values()])
    above, below = np.nonzero(~np.eye(len(towns), dtype=bool))
    spread = np.hypot(error[above], error[below])
    seen = (value[above] - value[below]) / spread
    noise = np.random.default_rng(SEED).standard_normal((DRAWS, len(towns))) * error
    drawn = (noise[:, above] - noise[:, below]) / spread
    sure = np.zeros(len(seen), dtype=bool)
    while not sure.all():
        critical = np.quantile(drawn[:, ~sure].max(axis=1), 1 - ALPHA)
        found = ~sure & (seen > critical)
        if not found.any():
            break
        sure |= found
    return {
        code: (1 + int(sure[below == j].sum()), len(towns) - int(sure[above == j].sum()))
        for j, code in enumerate(towns)
    }


@dataclass(frozen=True)
class Chance:
    """A mean over so many simulations with the error that the simulation leaves."""

    value: float
    error: float

    def agrees(self, other: float, rounding: float = 0.0) -> bool:
        """Whether another computation's value may be the true one."""
        return abs(self.value - other) <= ERRORS_APART * self.error + rounding


def chance_of(hits: NDArray[np.bool_]) -> Chance:
    """The share of the simulations that hit; what never happened is known to about one in their number."""
    share, n = float(hits.mean()), len(hits)
    return Chance(share, float(np.sqrt((share * (1 - share) + 1 / n) / n)))


def mean_of(found: NDArray[np.int64]) -> Chance:
    """The mean over the simulations."""
    return Chance(float(found.mean()), float(found.std() / np.sqrt(len(found)) + 1 / len(found)))


def simulated_ranks(value: list[float], variance: list[float], seed: int) -> NDArray[np.int64]:
    """Ranks of values drawn about those given, one row a simulation."""
    noise = np.random.default_rng(seed).standard_normal((SIMULATIONS, len(value)))
    order = (-(np.array(value) + np.sqrt(variance) * noise)).argsort(axis=1)
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.arange(1, len(value) + 1)[None, :], axis=1)
    return found


def true_ranks(scores: dict[str, Estimate]) -> dict[str, NDArray[np.int64]]:
    """Ranks that the towns' true scores may have, each drawn about its estimate; by town."""
    towns = ranked_towns(scores)
    found = simulated_ranks([t.value for t in towns.values()], [t.variance for t in towns.values()], SEED + 1)
    return dict(zip(towns, found.T, strict=True))


def chances(scores: dict[str, Estimate], side: str) -> dict[str, Chance]:
    """By town, the probability of being truly among the last or the first three."""
    found = true_ranks(scores)
    last = len(found) - CANDIDATES
    return {code: chance_of(at > last if side == "bottom" else at <= CANDIDATES) for code, at in found.items()}


def evidence(spans: Mapping[str, Span], chance: Mapping[str, Chance], code: str, side: str) -> str:
    """Sufficient where the whole range lies among the last (first) three, strong from a probability of 80 % on."""
    if code not in spans:
        return LEVELS[0]
    best, worst = spans[code]
    inside = best > len(spans) - CANDIDATES if side == "bottom" else worst <= CANDIDATES
    return LEVELS[2] if inside else LEVELS[chance[code].value >= STRONG]


def movement_by_chance(now: dict[str, Estimate], before: dict[str, Estimate]) -> dict[str, Chance]:
    """How many places a town moves on average between two months that have the same true scores.

    The true scores are taken to be the two months' means, each month counting by one over its variance.
    """
    towns = [code for code in ranked_towns(now) if code in ranked_towns(before)]
    pairs = [(now[code], before[code]) for code in towns]
    truth = [(a.value / a.variance + b.value / b.variance) / (1 / a.variance + 1 / b.variance) for a, b in pairs]
    later = simulated_ranks(truth, [a.variance for a, _ in pairs], SEED + 2)
    earlier = simulated_ranks(truth, [b.variance for _, b in pairs], SEED + 3)
    return {code: mean_of(moved) for code, moved in zip(towns, abs(later - earlier).T, strict=True)}
