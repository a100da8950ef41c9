"""What those who could not say might have said: best and worst case of a mean score, and verdicts that hang on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flows.scoring.estimates import Bools, Floats, Ints
from flows.scoring.ranks import RankBounds


@dataclass(frozen=True)
class UnknownBounds:
    """The mean score of each domain and how far answers of 不了解 could move it. Shape (p,).

    Attributes:
        score: Σ w y / Σ w of the scored; NaN when there is none.
        low, high: the same had every 不了解 been the worst, or the best, grade; NaN when nobody was asked.
        unknown_share: weighted share of 不了解 among scored and 不了解, fraction.
    """

    score: Floats
    low: Floats
    high: Floats
    unknown_share: Floats


def unknown_bounds(
    value: Floats, unknown: Bools, weight: Floats, domain: Ints, domains: int, *, worst: float, best: float
) -> UnknownBounds:
    """Bound the mean without assuming anything of those who could not say (Manski 1989; 2003, ch. 1).

        low  = (Σ_D w y + worst · Σ_U w) / Σ_{D∪U} w,  high with `best`;  D scored, U 不了解

    high − low = (best − worst) · unknown share. Sampling error is not in it.

    Args:
        value: scores, NaN where not scored; shape (n,).
        unknown: who answered 不了解 (refusals are not meant); shape (n,).
        weight: weights; shape (n,).
        domain: code of the respondent's domain, 0 … p − 1; negative is in none; shape (n,).
        domains: p.
        worst, best: scores of the scale's ends.

    Raises:
        ValueError: worst above best, a score outside them, an answer both scored and 不了解, a domain not below p.
    """
    scored = ~np.isnan(value)
    if worst > best:
        raise ValueError(f"the worst score {worst} is above the best {best}")
    if np.any(scored & unknown):
        raise ValueError("an answer cannot be both scored and unknown")
    if np.any((value[scored] < worst) | (value[scored] > best)):
        raise ValueError("a score lies outside the scale")
    if np.any(domain >= domains):
        raise ValueError(f"a domain is not below {domains}")

    def total(part: Bools, amount: Floats) -> Floats:
        part = part & (domain >= 0)
        return np.bincount(domain[part], weights=amount[part], minlength=domains).astype(np.float64)

    sum_known, known, missing = total(scored, weight * value), total(scored, weight), total(unknown, weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        everyone = known + missing
        return UnknownBounds(
            score=sum_known / known,
            low=(sum_known + worst * missing) / everyone,
            high=(sum_known + best * missing) / everyone,
            unknown_share=missing / everyone,
        )


def ranks_by_unknown(bounds: UnknownBounds) -> RankBounds:
    """Give the best and the worst rank each domain has in any case; 1 is the largest. Shape (p,).

    best_j = 1 + #{k : low_k > high_j}, worst_j = p − #{k : high_k < low_j}, p the domains with bounds. A verdict about
    the last k ranks depends on 不了解 where best ≤ p − k < worst. Domains without bounds are 0.
    """
    known = ~np.isnan(bounds.low)
    best = 1 + (bounds.low[None, :] > bounds.high[:, None]).sum(axis=1)
    worst = known.sum() - (bounds.high[None, :] < bounds.low[:, None]).sum(axis=1)
    return RankBounds(best=np.where(known, best, 0), worst=np.where(known, worst, 0))
