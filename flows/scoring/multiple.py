"""Many tests at once: p values adjusted so that findings can be believed together. NaN was not tested and stays NaN."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from flows.scoring.estimates import Floats


def bonferroni(p_value: Floats) -> Floats:
    """Multiply by the number of tests m: min(1, m p), so that any false finding is rare (Dunn 1961). Shape (m,)."""
    adjusted: Floats = np.minimum(p_value * (~np.isnan(p_value)).sum(), 1.0)
    return adjusted


def holm(p_value: Floats) -> Floats:
    """Adjust by Holm's step-down (Holm 1979): as safe as Bonferroni's and never larger. Shape (m,).

    p̃_(i) = max over k ≤ i of min(1, (m − k + 1) p_(k)), p_(1) ≤ … ≤ p_(m).
    """
    order, ranked = _ascending(p_value)
    factor = len(ranked) - np.arange(len(ranked))
    return _put_back(np.maximum.accumulate(ranked * factor), order, p_value)


def benjamini_hochberg(p_value: Floats) -> Floats:
    """Adjust so that the expected share of false findings among the findings is bounded (Benjamini & Hochberg 1995).

    p̃_(i) = min over k ≥ i of min(1, m p_(k) / k). For independent or positively dependent tests. Shape (m,).
    """
    order, ranked = _ascending(p_value)
    scaled = ranked * len(ranked) / (1 + np.arange(len(ranked)))
    return _put_back(np.minimum.accumulate(scaled[::-1])[::-1], order, p_value)


def _ascending(p_value: Floats) -> tuple[NDArray[np.intp], Floats]:
    order = np.argsort(p_value, kind="stable")[: int((~np.isnan(p_value)).sum())]
    return order, p_value[order]


def _put_back(ranked: Floats, order: NDArray[np.intp], p_value: Floats) -> Floats:
    adjusted = np.full(len(p_value), np.nan)
    adjusted[order] = np.minimum(ranked, 1.0)
    return adjusted
