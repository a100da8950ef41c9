"""The share of a weighted sample: intervals that stay honest near 0 and 100 %."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, rel_entr

from flows.scoring.binomial import Limits, rate_interval, wilson
from flows.scoring.estimates import Bools, Floats, Ints
from flows.scoring.variance import t_quantile

# Σ w y / Σ w of answers that are all alike may miss 0 or 1 by the rounding of binary fractions.
ROUNDING = 1e-12
# Halvings of [0, 1] until limits of 1e-5 are exact to 1e-13 of themselves.
HALVINGS = 64


@dataclass(frozen=True)
class ShareInterval:
    """Korn–Graubard intervals of shares; NaN where the standard error or its degrees of freedom are. Shape (p,).

    Attributes:
        low, high: limits, fractions.
        effective_n: n*, the interviews a simple random sample would need to be as exact; at most those made.
    """

    low: Floats
    high: Floats
    effective_n: Floats


def korn_graubard(share: Floats, se: Floats, interviews: Ints, df: Ints, *, confidence: float) -> ShareInterval:
    """Give the product's interval of a weighted share: Clopper–Pearson on the effective sample size.

        n* = min(n, p(1 − p)/v · (t_{n−1} / t_df)²), n* = n at 0 and 100 %;  x* = p n*

    (Korn & Graubard 1998, Survey Methodology 24: 193–201; n* cut off at n as in NCHS Series 2-175, Parker et al. 2017.)
    At 0 and 100 % the linearised variance is zero, which would make an interval of no width; n* = n avoids that.

    Args:
        share: p, fractions; shape (p,).
        se: design-based standard errors √v; NaN refuses the interval; shape (p,).
        interviews: n, scored answers; shape (p,).
        df: degrees of freedom of the standard error; shape (p,).
        confidence: level of the interval, e.g. 0.95.

    Raises:
        ValueError: a share outside [0, 1].
    """
    share = _snapped(share)
    size = np.minimum(_effective(share, se, interviews, df, confidence), interviews)
    limits = rate_interval(share * size, size, confidence=confidence, method="clopper_pearson")
    return ShareInterval(limits.low, limits.high, size)


def share_interval(share: Floats, se: Floats, interviews: Ints, df: Ints, *, confidence: float, method: str) -> Limits:
    """Give an interval of a weighted share by any of the seven definitions of R's survey package (Lumley, `svyciprop`).

    With v = se², t the quantile of t with df degrees of freedom and n_e = p(1 − p)/v:

        mean        p ± t se
        logit       expit(logit p ± t se / (p(1 − p)))
        xlogit      the same; R reaches `logit` by fitting a logistic regression
        asin        sin²(arcsin √p ± t se / (2 √(p(1 − p))))
        likelihood  {π : 2 n_e (n − 1)/n · KL(p ‖ π) ≤ t²}, the binomial likelihood ratio scaled by the design effect
                    (Rao & Scott 1984) and the quasi-binomial dispersion n/(n − 1)
        wilson      Wilson's score interval on n_e with t in place of z
        beta        Clopper–Pearson on n_e (t_{n−1}/t)² (Korn & Graubard 1998), not cut off at n: see `korn_graubard`

    As defined, `mean` can leave [0, 1], and `asin` folds back at 0 and 1 where its angle passes them, so that a very
    skew share may lie outside. At 0 and 100 %, where n_e is 0/0, `beta` takes n; the others but `mean` are NaN.

    Args:
        share, se, interviews, df, confidence: as in `korn_graubard`.
        method: as above.

    Raises:
        ValueError: a share outside [0, 1], a method not listed.
    """
    p = _snapped(share)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = t_quantile(df, confidence)
        size = p * (1 - p) / se**2
        if method == "beta":
            effective = _effective(p, se, interviews, df, confidence)
            return rate_interval(p * effective, effective, confidence=confidence, method="clopper_pearson")
        if method == "mean":
            return Limits(p - t * se, p + t * se)
        if method == "asin":
            centre, half = np.arcsin(np.sqrt(p)), t / (2 * np.sqrt(size))
            return Limits(np.sin(centre - half) ** 2, np.sin(centre + half) ** 2)
        if method == "wilson":
            return Limits(*wilson(p * size, size, t))
        if method == "likelihood":
            bound = t**2 / (2 * size * (interviews - 1) / interviews)
            return Limits(_divergence_reaches(p, bound, 0.0), _divergence_reaches(p, bound, 1.0))
        if method not in {"logit", "xlogit"}:
            raise ValueError(f"unknown method {method!r}")
        half = t * se / (p * (1 - p))
        return Limits(expit(logit(p) - half), expit(logit(p) + half))


def _snapped(share: Floats) -> Floats:
    """Shares that miss 0 or 1 by rounding are 0 or 1."""
    p = np.asarray(share, dtype=float)
    if np.any(p < -ROUNDING) or np.any(p > 1 + ROUNDING):
        raise ValueError("a share must lie between 0 and 1")
    return np.where(p < ROUNDING, 0.0, np.where(p > 1 - ROUNDING, 1.0, p))


def _effective(share: Floats, se: Floats, interviews: Ints, df: Ints, confidence: float) -> Floats:
    """Korn and Graubard's effective size before it is cut off."""
    interviews = np.asarray(interviews)
    known: Bools = np.isfinite(share) & np.isfinite(se) & (np.asarray(df) > 0)
    at_end = (share == 0) | (share == 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = t_quantile(interviews - 1, confidence) / t_quantile(df, confidence)
        size = np.where(at_end, interviews, share * (1 - share) / np.asarray(se) ** 2 * ratio**2)
    return np.where(known, size, np.nan)


def _divergence_reaches(p: Floats, bound: Floats, end: float) -> Floats:
    """The π between p and an end of [0, 1] where KL(p ‖ π) = p ln(p/π) + (1 − p) ln((1 − p)/(1 − π)) is the bound."""
    inner, outer = p.copy(), np.full(p.shape, end)
    for _ in range(HALVINGS):
        middle = (inner + outer) / 2
        within = rel_entr(p, middle) + rel_entr(1 - p, 1 - middle) <= bound
        inner, outer = np.where(within, middle, inner), np.where(within, outer, middle)
    return np.where(np.isfinite(bound), inner, np.nan)
