"""Topics and groups that some towns tell of more than their share of all opinions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, gamma

from flows.topics.grams import Floats, Ints
from flows.topics.rise import Verdict, adjusted, verdicts

MIN_TOPICS = 10  # judged, below which their median says nothing of how counts vary
FEWEST = 1e-12  # expected mentions, below which a town has none


@dataclass(frozen=True)
class Concentration:
    """How unevenly the towns tell of each topic.

    Attributes:
        expected: mentions of each town, were the topic told of everywhere alike; shape (topics, towns).
        excess: (mentions − expected) / √(φ expected), 0 where none are expected; shape (topics, towns).
        dispersion: φ, how much more than by chance the towns differ on the usual topic (1: no more).
        p_value: probability of towns differing as much or more; NaN where not judged; shape (topics,).
        p_adjusted: p adjusted over the judged topics (Benjamini & Hochberg 1995); shape (topics,).
        verdict: found: some towns tell of it more than their share; shape (topics,).
    """

    expected: Floats
    excess: Floats
    dispersion: float
    p_value: Floats
    p_adjusted: Floats
    verdict: tuple[Verdict, ...]


def concentration(counts: Ints, read: Floats, *, min_count: int = 5, false_share: float = 0.05) -> Concentration:
    """Judge whether the towns tell of topics unevenly.

    A town is expected to tell of a topic what is its share of all opinions, source by source and month by month, for a
    town that was interviewed more tells more of everything. The towns together are judged by X² = Σ (x − e)² / e. Its
    tail is that of a gamma distribution with the mean k − 1 and the variance of X² under a multinomial distribution,
    2 (k − 1) + (Σ 1/p − k² − 2k + 2) / n (Haldane 1937), since a chi-square is too short-tailed where few mentions are
    expected. Towns differ somewhat on every topic (one caller calls again, one interviewer asks on): X² is first
    divided by φ, the topics' median X² over its expected median, at least 1 (as genomic control does, Devlin & Roeder
    1999).

    Args:
        counts: mentions of each topic by stratum (source and month) and town; shape (topics, strata, towns).
        read: opinions by stratum and town; shape (strata, towns).
        min_count: mentions without which a topic is not judged.
        false_share: the share of false findings among the findings that is accepted, on average.

    Raises:
        ValueError: shapes that do not fit, or a count below 0.
    """
    if counts.ndim != 3 or read.shape != counts.shape[1:]:
        raise ValueError("counts are (topics, strata, towns) and read is (strata, towns)")
    if (counts < 0).any() or (read < 0).any():
        raise ValueError("a count below 0")
    total = read.sum(axis=1, keepdims=True)
    share = np.divide(read, total, out=np.zeros(read.shape), where=total > 0)
    expected: Floats = counts.sum(axis=2) @ share
    told = counts.sum(axis=1)
    has = expected > FEWEST
    mentions, towns = told.sum(axis=1).astype(float), has.sum(axis=1)
    squares = np.divide((told - expected) ** 2, expected, out=np.zeros(expected.shape), where=has).sum(axis=1)
    judged = (mentions >= max(min_count, 1)) & (towns > 1)
    usual = np.maximum(towns - 1, 1)
    ratios = squares[judged] / chi2.median(usual[judged])
    dispersion = max(1.0, float(np.median(ratios))) if len(ratios) >= MIN_TOPICS else 1.0
    inverse = np.divide(mentions[:, None], expected, out=np.zeros(expected.shape), where=has).sum(axis=1)
    spread = 2 * usual + (inverse - towns**2 - 2 * towns + 2) / np.maximum(mentions, 1)
    spread = np.maximum(spread, FEWEST)  # one mention of towns that are all alike does not vary
    tail = gamma.sf(squares / dispersion, usual**2 / spread, scale=spread / usual)
    p_value = np.where(judged, tail, np.nan)
    p_adjusted = adjusted(p_value)
    scale = np.sqrt(dispersion * expected)
    excess = np.divide(told - expected, scale, out=np.zeros(expected.shape), where=has)
    found = verdicts(judged, p_adjusted <= false_share)
    return Concentration(expected, excess, dispersion, p_value, p_adjusted, found)
