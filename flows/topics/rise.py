"""Topics and groups that are told of more, in the newest months, than their own history would have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc
from scipy.stats import false_discovery_control

from flows.topics.grams import Floats, Ints

# Found: the test found it; usual: it did not; the others were not tested.
Verdict = Literal["found", "usual", "too_little_history", "too_few"]


@dataclass(frozen=True)
class Rise:
    """Each topic's newest months against the months before; all of shape (topics,), NaN where not judged.

    Attributes:
        expected: mentions that the history's rate gives for the newest months.
        dispersion: φ, how much more than Poisson's the history's counts are taken to vary (1: no more).
        p_value: probability of as many mentions or more at the history's rate.
        p_adjusted: p adjusted over the judged topics (Benjamini & Hochberg 1995).
        verdict: found: told of more than before.
    """

    expected: Floats
    dispersion: Floats
    p_value: Floats
    p_adjusted: Floats
    verdict: tuple[Verdict, ...]


def rise(
    counts: Ints,
    exposure: Floats,
    *,
    newest: int = 1,
    min_history: int = 6,
    min_count: int = 5,
    false_share: float = 0.05,
) -> Rise:
    """Judge whether topics are mentioned more in the newest months than before.

    Given x mentions now and y before, under one rate x is binomial of x + y with probability q = e / (e + E), the
    newest months' part of the exposure: p = P(X ≥ x) = I_q(x, y + 1), exact for Poisson counts and knowing that the
    history's rate is itself an estimate (Przyborowski & Wilenski 1940). Counts that vary more are first divided by
    their dispersion φ: Σ (c − μ)² / μ / (h − 1) with μ a month's expected mentions (quasi-likelihood, McCullagh &
    Nelder 1989; as Farrington et al. 1996 do for outbreaks); the topic's own or the median of all topics, whichever
    is larger, and at least 1, since few months tell a topic's own badly. Season and trend are not taken out: what comes
    back every summer is news to a history of half a year.

    Args:
        counts: mentions of each topic in each month, the newest last; shape (topics, months).
        exposure: all that could have been mentions in each month, not below 0, above 0 in the history and in the newest
            months; shape (topics, months), or (months,) when it is the same for all (see like_for_like).
        newest: months that are judged, together.
        min_history: months before the newest without which nothing is judged.
        min_count: mentions in the newest months without which a topic is not judged: it is no common problem yet.
        false_share: the share of false findings among the findings that is accepted, on average.

    Raises:
        ValueError: shapes that do not fit, a count or an exposure below 0, no newest month or less than two months of
            history asked for.
    """
    if counts.ndim != 2 or exposure.shape not in (counts.shape, counts.shape[1:]):
        raise ValueError("counts are (topics, months) and exposure is (topics, months) or (months,)")
    if (counts < 0).any() or (exposure < 0).any():
        raise ValueError("a count or an exposure below 0")
    if newest < 1 or min_history < 2:
        raise ValueError("some month is judged, and a rate that varies needs two months at least")
    topics, months = counts.shape
    exposed = np.broadcast_to(exposure, counts.shape)
    unknown = np.full(topics, np.nan)
    if months - newest < min_history:
        return Rise(unknown, unknown, unknown, unknown, ("too_little_history",) * topics)
    before, now = counts[:, :-newest].astype(float), counts[:, -newest:].sum(axis=1).astype(float)
    past, whole = before.sum(axis=1), exposed.sum(axis=1)
    part = np.divide(exposed[:, -newest:].sum(axis=1), whole, out=unknown.copy(), where=whole > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = past * part / (1 - part)
    dispersion = _dispersion(before, exposed[:, :-newest])
    judged = (now >= max(min_count, 1)) & (part > 0) & (part < 1)
    p_value = np.where(judged, betainc(np.maximum(now, 1) / dispersion, past / dispersion + 1, part), np.nan)
    p_adjusted = adjusted(p_value)
    return Rise(expected, dispersion, p_value, p_adjusted, verdicts(judged, p_adjusted <= false_share))


def like_for_like(counts: Ints, read: Floats) -> Floats:
    """Return how many mentions of each topic each month would have had, were its share of every source constant.

    Sources speak of different things and send now more, now less (a campaign's visits, a month without a survey): what
    a topic is measured against is the month's opinions of the sources that speak of it (indirect standardisation).

    Args:
        counts: mentions of each topic by source and month; shape (topics, sources, months).
        read: opinions by source and month; shape (sources, months).

    Returns:
        exposure; shape (topics, months).
    """
    total = read.sum(axis=1)
    share = np.divide(counts.sum(axis=2), total, out=np.zeros(counts.shape[:2]), where=total > 0)
    exposure: Floats = share @ read
    return exposure


def adjusted(p_values: Floats) -> Floats:
    """Adjust probabilities over those that are known (Benjamini & Hochberg 1995)."""
    known = ~np.isnan(p_values)
    result = np.full(p_values.shape, np.nan)
    if known.any():
        result[known] = false_discovery_control(np.minimum(p_values[known], 1), method="bh")
    return result


def _dispersion(before: Floats, exposure: Floats) -> Floats:
    total = exposure.sum(axis=1, keepdims=True)
    part = np.divide(exposure, total, out=np.zeros(exposure.shape), where=total > 0)
    usual = before.sum(axis=1, keepdims=True) * part
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.where(usual > 0, (before - usual) ** 2 / usual, 0.0).sum(axis=1)
    own = squares / (before.shape[1] - 1)
    spoken_of = before.any(axis=1)
    shared = float(np.median(own[spoken_of])) if spoken_of.any() else 1.0
    dispersion: Floats = np.maximum(own, max(shared, 1.0))
    return dispersion


def verdicts(judged: NDArray[np.bool_], found: NDArray[np.bool_]) -> tuple[Verdict, ...]:
    """Say of each topic what was found, when its history is long enough."""
    return tuple(
        "found" if is_found else "usual" if is_judged else "too_few"
        for is_judged, is_found in zip(judged, found, strict=True)
    )
