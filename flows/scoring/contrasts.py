"""Each category of the respondents against all others: difference of the two means, tested in the design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from flows.scoring.design import Calibration, Floats, Ints, Sample
from flows.scoring.variance import linearised_variances

__all__ = ["Contrasts", "contrasts_with_others"]


@dataclass(frozen=True)
class Contrasts:
    """Differences of means, category less others; all of shape (count,).

    Attributes:
        difference: ȳ_g − ȳ_others, in the units of the value; NaN where either side has no value.
        se: linearised standard error; NaN where it cannot be known.
        p_value: two-sided, of t = difference / se; NaN where there is no standard error above zero.
    """

    difference: Floats
    se: Floats
    p_value: Floats


def contrasts_with_others(
    value: Floats, category: Ints, count: int, sample: Sample, *, calibration: Calibration | None = None
) -> Contrasts:
    """Test every category's mean against the mean of all respondents of the other categories.

        d_g = ȳ_g − ȳ_o,  u_i = 1_g (y_i − ȳ_g) / Σ_g w − 1_o (y_i − ȳ_o) / Σ_o w,  V: variance.linearised_variances

    Both means come from the same strata, so that their covariance is part of V (Särndal, Swensson & Wretman 1992,
    ch. 5.7: the variance of a function of estimated totals).

    Args:
        value: the score of each respondent, NaN where it is not scored; shape (n,).
        category: code of the respondent's category, 0 … count − 1; −1 where unknown; shape (n,).
        count: number of categories.
        sample: the design; shape (n,).
        calibration: of the same respondents; its weights replace the sample's.
    """
    weight = sample.weight if calibration is None else calibration.weight
    known = ~np.isnan(value) & (category >= 0)
    found = [_against(value, known & (category == g), known, weight, sample, calibration) for g in range(count)]
    difference, se, df = (np.array(column, dtype=float) for column in zip(*found, strict=True))
    is_testable = (se > 0) & (df > 0)
    t = np.abs(difference) / np.where(is_testable, se, 1.0)
    p_value = np.where(is_testable, 2 * stdtr(np.where(df > 0, df, 1.0), -t), np.nan)
    return Contrasts(difference, se, p_value)


def _against(
    value: Floats,
    inside: np.ndarray,
    known: np.ndarray,
    weight: Floats,
    sample: Sample,
    calibration: Calibration | None,
) -> tuple[float, float, int]:
    others = known & ~inside
    if not inside.any() or not others.any():
        return np.nan, np.nan, 0
    influence, means = np.zeros(len(value)), []
    for side, sign in ((inside, 1.0), (others, -1.0)):
        total = float(weight[side].sum())
        mean = float((weight[side] * value[side]).sum()) / total
        influence[side] = sign * (value[side] - mean) / total
        means.append(mean)
    domain = np.where(known, 0, -1)
    variances = linearised_variances(influence, known, domain, 1, sample, calibration)
    return means[0] - means[1], float(np.sqrt(variances.variance[0])), int(variances.df[0])
