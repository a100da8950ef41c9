"""What drives overall satisfaction: each item's share of the explained variance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import factorial

from flows.scoring.estimates import Bools, Floats

MOST_ITEMS = 8

# A variance below this, relative to the item's own, is the rounding of binary fractions: the item tells nothing new.
SMALLEST = 1e-10


@dataclass(frozen=True)
class SharesOfR2:
    """Importance of k items in a regression; all shapes (k,) but `r2`.

    Attributes:
        r2: variance of the outcome that all items explain together.
        lmg: increase of R² by the item, averaged over all orders of the items; at least 0, summing to r2.
        first: R² of the item alone.
        last: increase of R² by the item after all others.
        pratt: standardised coefficient (the shortest, where items are collinear) × correlation, summing to r2.
    """

    r2: float
    lmg: Floats
    first: Floats
    last: Floats
    pratt: Floats


@dataclass(frozen=True)
class Drivers:
    """Importance and performance of k items among the respondents who answered everything.

    Attributes:
        cases: respondents with an overall score, a score on every item, and a weight.
        importance: lmg / R², the item's share of what is explained, summing to 1; shape (k,).
        performance: weighted mean score of the item among these cases, points; (k,). The bulletin's own score of the
            item also counts those who left another question open, and may differ.
        shares: the parts of R² themselves.
        status: `estimated`; else refused, all numbers NaN: `too_few` cases for the number of items; `constant_item`;
            `constant_outcome`; `no_association` (the items explain nothing).
    """

    cases: int
    importance: Floats
    performance: Floats
    shares: SharesOfR2
    status: str


def shares_of_r2(correlation: Floats) -> SharesOfR2:
    """Decompose R² of the last variable on all others, in the ways of Grömping (2006, J. Statistical Software 17(1)).

    Args:
        correlation: of k items, at most 8, and, last, the outcome; shape (k + 1, k + 1).
    """
    items = len(correlation) - 1
    r2 = _r2_of_all_models(correlation)
    single = 1 << np.arange(items)
    between, towards = correlation[:-1, :-1], correlation[:-1, -1]
    return SharesOfR2(
        r2=float(r2[-1]),
        lmg=lmg(correlation),
        first=r2[single],
        last=r2[-1] - r2[2**items - 1 - single],
        pratt=towards * (np.linalg.pinv(between, hermitian=True) @ towards),
    )


def lmg(correlation: Floats) -> Floats:
    """Average each item's increase of R² over all orders of the items, in one regression or in many at once.

        lmg_i = Σ_{S ∌ i} |S|! (k − |S| − 1)!/k! [R²(S ∪ {i}) − R²(S)]

    (Lindeman, Merenda & Gold 1980, Introduction to Bivariate and Multivariate Analysis, p. 119 ff.; the Shapley value).

    Args:
        correlation: of k items and, last, the outcome; shape (…, k + 1, k + 1).

    Returns:
        Shape (…, k).

    Raises:
        ValueError: more than 8 items, for which 2^k models are too many.
    """
    items = correlation.shape[-1] - 1
    r2 = _r2_of_all_models(correlation)
    holds = (np.arange(2**items)[:, None] >> np.arange(items)) & 1
    others = holds.sum(axis=1, keepdims=True) - holds
    orders = factorial(others) * factorial(items - 1 - others) / factorial(items)
    averaged: Floats = r2 @ np.where(holds, orders, -orders)
    return averaged


def drivers(item: Floats, outcome: Floats, weight: Floats, *, cases_per_item: int = 10) -> Drivers:
    """Estimate what drives the outcome by weighted least squares on the scores, taken as linear (not as grades).

    Complete cases only: a respondent who left an item open would enter some of the 2^k models and not others, and
    increases of R² could be negative.

    Args:
        item: scores of the items on one scale, NaN where not scored; shape (n, k), k at most 8.
        outcome: overall score, NaN where not scored; shape (n,).
        weight: at least 0; shape (n,).
        cases_per_item: refuse with fewer cases than this for each item.
    """
    used = complete_cases(item, outcome, weight)
    items = item.shape[1]
    data = np.column_stack([item, outcome])[used]
    status = _refusal(data, items * cases_per_item)
    if status:
        nothing = np.full(items, np.nan)
        empty = SharesOfR2(float("nan"), nothing, nothing, nothing, nothing)
        return Drivers(int(used.sum()), nothing, nothing, empty, status)
    share = weight[used] / weight[used].sum()
    mean = share @ data
    shares = shares_of_r2(correlations((data - mean).T @ (share[:, None] * (data - mean))))
    if shares.r2 < SMALLEST:
        return Drivers(int(used.sum()), np.full(items, np.nan), mean[:-1], shares, "no_association")
    return Drivers(int(used.sum()), shares.lmg / shares.r2, mean[:-1], shares, "estimated")


def complete_cases(item: Floats, outcome: Floats, weight: Floats) -> Bools:
    """Find the respondents who have a score on everything and a weight. Shapes as in `drivers`; result (n,)."""
    used: Bools = ~np.isnan(item).any(axis=1) & ~np.isnan(outcome) & (weight > 0)
    return used


def correlations(covariance: Floats) -> Floats:
    """Turn covariance matrices into correlations; 0 with a variable that does not vary. Shape (…, q, q)."""
    scale = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    product = scale[..., :, None] * scale[..., None, :]
    return np.where(product > 0, covariance / np.where(product > 0, product, 1.0), 0.0)


def _refusal(data: Floats, least_cases: int) -> str:
    if len(data) < max(least_cases, 1):
        return "too_few"
    constant = (data == data[0]).all(axis=0)
    if constant[-1]:
        return "constant_outcome"
    return "constant_item" if constant.any() else ""


def _r2_of_all_models(correlation: Floats) -> Floats:
    """R² of the last variable on every subset of the others, bit i of the model's number for item i; (…, 2^k).

    One pass over the items: what is left of the correlations after the items chosen so far is swept of the next one,
    or not. An item that does not vary, or that the chosen ones determine, adds nothing.
    """
    items = correlation.shape[-1] - 1
    if not 1 <= items <= MOST_ITEMS:
        raise ValueError(f"1 to {MOST_ITEMS} items can be decomposed, not {items}")
    # Shape (…, models so far, variables to come, variables to come).
    left = correlation[..., None, :, :]
    for _ in range(items):
        own, column, rest = left[..., :1, :1], left[..., 1:, :1], left[..., 1:, 1:]
        tells = own > SMALLEST
        swept = rest - np.where(tells, column / np.where(tells, own, 1.0), 0.0) * left[..., :1, 1:]
        left = np.concatenate([rest, swept], axis=-3)
    return correlation[..., -1:, -1] - left[..., 0, 0]
