"""How much the interviewers put into the answers: the variance that is theirs, and who stands apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc, fdtri, ndtr, stdtr

from flows.scoring.estimates import Bools, Floats, Ints
from flows.scoring.multiple import holm

# Below this, relative to the numbers it comes from, a difference is the rounding of binary fractions.
SMALLEST = 1e-9


@dataclass(frozen=True)
class InterviewerEffect:
    """The part of the answers' variance that lies between interviewers who work in the same towns.

    Attributes:
        answers: scored answers.
        interviewers: interviewers with a scored answer.
        workload: answers per interviewer, the mean m̄.
        icc: intra-class correlation ρ̂; below zero when interviewers differ less than chance would have it; NaN when
            it cannot be estimated (one interviewer, each town with an interviewer of its own, all answers equal).
        low, high: interval of ρ, cut off at −1 and 1.
        f_value, df_between, df_within: F test of no interviewer effect and its degrees of freedom.
        p_value: of that test.
        design_effect: 1 + (m̄ − 1) max(ρ̂, 0).
    """

    answers: int
    interviewers: int
    workload: float
    icc: float
    low: float
    high: float
    f_value: float
    df_between: int
    df_within: int
    p_value: float
    design_effect: float


@dataclass(frozen=True)
class Deviations:
    """Each interviewer against the others in the same towns; one element an interviewer.

    An interviewer that was not to be tested, or whose towns nobody else worked in, has NaN throughout.

    Attributes:
        deviation: how much higher the answers are than those others wrote down in the same towns, points.
        se: its standard error, points.
        standardised: deviation / se, a t value.
        p_value: two-sided.
        p_adjusted: Holm's over the interviewers tested.
    """

    deviation: Floats
    se: Floats
    standardised: Floats
    p_value: Floats
    p_adjusted: Floats


@dataclass(frozen=True)
class _Layout:
    """Answers within towns: what interviewers add when the towns' means are taken out.

    `information` C = diag(n_i) − Σ_t n_it n_i't / n_t, shape (a, a); `surplus` q_i = Σ over i's answers of
    (y − mean of the town), shape (a,); `spread` Σ (y − mean of the town)²; `rank` of C: interviewers minus groups of
    interviewers that share no town with another group.
    """

    answers: int
    towns: int
    information: Floats
    surplus: Floats
    spread: float
    rank: int


def interviewer_effect(value: Floats, town: Ints, interviewer: Ints, *, confidence: float) -> InterviewerEffect:
    """Estimate the intra-class correlation of interviewers, towns held fixed.

    The model is y = town + a_i + e with random interviewers of variance σ_a². By the analysis of variance with unequal
    numbers (Henderson's method 3: Searle, Casella & McCulloch 1992, Variance Components, ch. 5):

        SS_a = q' C⁻ q,  MS_a = SS_a / r,  MS_e = (Σ (y − ȳ_t)² − SS_a) / (n − T − r),  r = rank C
        k = tr(C) / r,  σ̂_a² = (MS_a − MS_e) / k,  ρ̂ = σ̂_a² / (σ̂_a² + MS_e) = (F − 1) / (F + k − 1)

    with F = MS_a / MS_e. With one town, k is the n₀ = (n − Σ n_i² / n) / (a − 1) of the one-way analysis. F tests
    ρ = 0 exactly under normal errors. The interval inverts F's distribution (Searle 1971, Linear Models, § 9.9d):
    ρ = (F/F_q − 1) / (F/F_q + k − 1) with F_q the upper and lower quantiles; exact for equal numbers, approximate for
    unequal ones (Donner & Wells 1986, Biometrics 42: 401–412). The design effect is Kish's (1962, JASA 57: 92–115).

    Args:
        value: scored answers, points; shape (n,).
        town: code of the answer's town, 0 … T − 1; shape (n,).
        interviewer: code of its interviewer, 0 … a − 1; shape (n,).
        confidence: level of the interval, e.g. 0.95.
    """
    layout = _layout(value, town, interviewer)
    count = layout.answers
    interviewers = len(np.unique(interviewer))
    workload = count / interviewers if interviewers else float("nan")
    df_within = count - layout.towns - layout.rank
    nan = float("nan")
    if layout.rank < 1 or df_within < 1 or layout.spread == 0:
        df_between = max(layout.rank, 0)
        return InterviewerEffect(
            count, interviewers, workload, nan, nan, nan, nan, df_between, max(df_within, 0), nan, nan
        )
    between = float(layout.surplus @ np.linalg.pinv(layout.information, hermitian=True) @ layout.surplus)
    within = _not_rounding(layout.spread - between, layout.spread) / df_within
    size = float(np.trace(layout.information)) / layout.rank
    f_value = between / layout.rank / within if within > 0 else float("inf")
    tail = (1 - confidence) / 2
    icc = _icc(f_value, size)
    return InterviewerEffect(
        answers=count,
        interviewers=interviewers,
        workload=workload,
        icc=icc,
        low=_icc(f_value / float(fdtri(layout.rank, df_within, 1 - tail)), size),
        high=_icc(f_value / float(fdtri(layout.rank, df_within, tail)), size),
        f_value=f_value,
        df_between=layout.rank,
        df_within=df_within,
        p_value=float(fdtrc(layout.rank, df_within, f_value)),
        design_effect=1 + (workload - 1) * max(icc, 0.0),
    )


def _not_rounding(number: float, whole: float) -> float:
    return number if number > SMALLEST * whole else 0.0


def _icc(f_value: float, size: float) -> float:
    """The correlation that goes with a ratio of mean squares; `size` is k, the answers an interviewer counts for."""
    if np.isinf(f_value):
        return 1.0
    return float(np.clip((f_value - 1) / (f_value + size - 1), -1.0, 1.0)) if f_value + size > 1 else -1.0


def interviewer_deviations(value: Floats, town: Ints, interviewer: Ints, tested: Bools) -> Deviations:
    """Compare each interviewer with all others in the same towns, one at a time.

    In the model y = town + δ_i [asked by i] + e, least squares give

        δ̂_i = q_i / C_ii,  s_i² = (Σ (y − ȳ_t)² − q_i² / C_ii) / (n − T − 1),  se = s_i / √C_ii

    with C_ii = n_i − Σ_t n_it² / n_t, and δ̂_i / se has a t distribution with n − T − 1 degrees of freedom (Draper &
    Smith 1998, Applied Regression Analysis, ch. 14: indicator variables). Holm's p over the interviewers.

    Args:
        value: scored answers, points; shape (n,).
        town: code of the answer's town, 0 … T − 1; shape (n,).
        interviewer: code of its interviewer, 0 … a − 1; shape (n,).
        tested: the interviewers to compare; the others are among those compared with only; shape (a,).
    """
    layout = _layout(value, town, interviewer)
    size = np.diag(layout.information).copy()
    df = layout.answers - layout.towns - 1
    known = tested & (size > SMALLEST)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.where(known, layout.surplus / size, np.nan)
        left = layout.spread - deviation**2 * size
        se = (
            np.sqrt(np.where(left > SMALLEST * layout.spread, left, 0.0) / df / size)
            if df > 0
            else np.full(len(size), np.nan)
        )
        standardised = np.where(se > 0, deviation / se, np.nan)
    p_value = 2 * stdtr(max(df, 1), -np.abs(standardised))
    return Deviations(deviation, se, standardised, p_value, holm(p_value))


@dataclass(frozen=True)
class Excess:
    """Counts against what was expected of them; `z` standardised, `p_value` one-sided for more, Holm's `p_adjusted`."""

    z: Floats
    p_value: Floats
    p_adjusted: Floats


def count_excess(observed: Floats, expected: Floats, variance: Floats) -> Excess:
    """Test whether counts are larger than expected: z = (O − E) / √V, by the normal distribution.

    O, E and V are sums over strata (Mantel & Haenszel 1959, JNCI 22: 719–748). NaN where V is 0. All shapes (a,).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(variance > 0, (observed - expected) / np.sqrt(variance), np.nan)
    p_value = ndtr(-z)
    return Excess(z, p_value, holm(p_value))


def _layout(value: Floats, town: Ints, interviewer: Ints) -> _Layout:
    if len(value) == 0:
        return _Layout(0, 0, np.zeros((0, 0)), np.zeros(0), 0.0, 0)
    towns, interviewers = int(town.max()) + 1, int(interviewer.max()) + 1
    counts = np.zeros((towns, interviewers))
    np.add.at(counts, (town, interviewer), 1.0)
    in_town = counts.sum(axis=1)
    used = in_town > 0
    mean = np.zeros(towns)
    mean[used] = np.bincount(town, weights=value, minlength=towns)[used] / in_town[used]
    apart = value - mean[town]
    if np.all(np.abs(apart) <= SMALLEST * max(1.0, float(np.abs(value).max()))):
        apart = np.zeros_like(apart)  # answers that are all equal leave nothing but rounding
    share = counts[used] / in_town[used, None]
    information = np.diag(counts.sum(axis=0)) - counts[used].T @ share
    rank = int(np.linalg.matrix_rank(information, tol=SMALLEST * max(1.0, float(in_town.max())), hermitian=True))
    surplus = np.bincount(interviewer, weights=apart, minlength=interviewers).astype(np.float64)
    return _Layout(len(value), int(used.sum()), information, surplus, float((apart**2).sum()), rank)
