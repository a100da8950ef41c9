"""Topics and groups that are spoken of more than their own history would have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc
from scipy.stats import false_discovery_control

from flows.topics.grams import Floats, Ints

Verdict = Literal["emerging", "usual", "too_little_history", "too_few"]


@dataclass(frozen=True)
class Emerging:
    """Each topic's newest month against the months before; all of shape (topics,), NaN where not judged.

    Attributes:
        expected: mentions that the history's rate gives for the newest month.
        ratio: mentions over expected; infinite where the history has none.
        dispersion: φ, how much more than Poisson's the history's counts are taken to vary (1: no more).
        p_value: probability of as many mentions or more at the history's rate.
        p_adjusted: p adjusted over the judged topics (Benjamini & Hochberg 1995).
        verdict: emerging, usual; too_little_history, too_few: not judged.
    """

    expected: Floats
    ratio: Floats
    dispersion: Floats
    p_value: Floats
    p_adjusted: Floats
    verdict: tuple[Verdict, ...]


def emerging(
    counts: Ints,
    exposure: Floats,
    *,
    min_history: int = 6,
    min_count: int = 5,
    false_share: float = 0.05,
) -> Emerging:
    """Judge whether topics are mentioned more in the newest month than before.

    Given x mentions now and y before, under one rate x is binomial of x + y with probability q = e / (e + E), the
    newest month's part of the exposure: p = P(X ≥ x) = I_q(x, y + 1), exact for Poisson counts and knowing that the
    history's rate is itself an estimate (Przyborowski & Wilenski 1940). Counts that vary more are first divided by
    their dispersion φ: Σ (c − μ)² / μ / (h − 1) with μ a month's expected mentions (quasi-likelihood, McCullagh &
    Nelder 1989; as Farrington et al. 1996 do for outbreaks); the topic's own or the median of all topics, whichever
    is larger, and at least 1, since few months tell a topic's own badly. Season and trend are not taken out: what comes
    back every summer is news to a history of half a year.

    Args:
        counts: mentions of each topic in each month, the newest last; shape (topics, months).
        exposure: all that could have been mentions in each month (texts read), above 0; shape (months,).
        min_history: months before the newest without which nothing is judged.
        min_count: mentions in the newest month without which a topic is not judged: it is no common problem yet.
        false_share: the share of false findings among the findings that is accepted, on average.

    Raises:
        ValueError: shapes that do not fit, a count below 0, an exposure not above 0, less than two months of history
            asked for.
    """
    if counts.ndim != 2 or exposure.shape != counts.shape[1:]:
        raise ValueError("counts are (topics, months) and exposure is (months,)")
    if (counts < 0).any() or (exposure <= 0).any():
        raise ValueError("a count below 0 or an exposure not above 0")
    if min_history < 2:
        raise ValueError("a rate that varies needs two months at least")
    topics, months = counts.shape
    unknown = np.full(topics, np.nan)
    if months - 1 < min_history:
        return Emerging(unknown, unknown, unknown, unknown, unknown, ("too_little_history",) * topics)
    before, now = counts[:, :-1].astype(float), counts[:, -1].astype(float)
    past = before.sum(axis=1)
    expected = past / exposure[:-1].sum() * exposure[-1]
    dispersion = _dispersion(before, exposure[:-1])
    part = exposure[-1] / exposure.sum()
    judged = now >= max(min_count, 1)
    p_value = np.where(judged, betainc(np.maximum(now, 1) / dispersion, past / dispersion + 1, part), np.nan)
    p_adjusted = unknown.copy()
    if judged.any():
        p_adjusted[judged] = false_discovery_control(p_value[judged], method="bh")
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(now > 0, now / expected, np.where(expected > 0, 0.0, np.nan))
    return Emerging(expected, ratio, dispersion, p_value, p_adjusted, _verdicts(judged, p_adjusted <= false_share))


def _dispersion(before: Floats, exposure: Floats) -> Floats:
    usual = before.sum(axis=1, keepdims=True) * exposure / exposure.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.where(usual > 0, (before - usual) ** 2 / usual, 0.0).sum(axis=1)
    own = squares / (before.shape[1] - 1)
    spoken_of = before.any(axis=1)
    shared = float(np.median(own[spoken_of])) if spoken_of.any() else 1.0
    dispersion: Floats = np.maximum(own, max(shared, 1.0))
    return dispersion


def _verdicts(judged: NDArray[np.bool_], found: NDArray[np.bool_]) -> tuple[Verdict, ...]:
    return tuple(
        "emerging" if is_found else "usual" if is_judged else "too_few"
        for is_judged, is_found in zip(judged, found, strict=True)
    )
