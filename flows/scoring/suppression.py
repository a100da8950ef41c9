"""Which shares and counts may be printed: too uncertain ones and those that point at single people may not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.scoring.estimates import Bools, Floats, Ints


@dataclass(frozen=True)
class Thresholds:
    """Limits of the NCHS Data Presentation Standards for Proportions (Parker et al. 2017, Series 2-175).

    Attributes:
        effective_n: fewer effective interviews are suppressed.
        widest: an interval this wide or wider is suppressed, as a fraction.
        narrowest: one this narrow or narrower is shown however small the share.
        relative: in between, an interval wider than this many times the share is suppressed.
        df: fewer degrees of freedom are reviewed.
    """

    effective_n: float = 30.0
    widest: float = 0.30
    narrowest: float = 0.05
    relative: float = 1.30
    df: int = 8


@dataclass(frozen=True)
class Presentation:
    """What may be printed. Shape (p,).

    Attributes:
        action: "show", "review" (a person decides before it is shown) or "suppress".
        reason: "" of what is shown without more ado; of the rest the first that applies:
            no_estimate: share, interval or effective n unknown;
            small_sample: effective n below its limit;
            wide_interval: width at or above `widest`;
            wide_relative: width over `relative` times the share;
            few_df: reviewed, the standard error rests on few degrees of freedom;
            all_alike: reviewed, nobody or everybody.
        complement_unreliable: the share may be shown, but 1 − share alone would be suppressed by the relative rule;
            a footnote is due where both are printed.
    """

    action: NDArray[np.str_]
    reason: NDArray[np.str_]
    complement_unreliable: Bools


@dataclass(frozen=True)
class CountPresentation:
    """Which counts of a table with a published total may be printed.

    Attributes:
        action: "show", "primary" (below the minimum) or "complementary" (hidden so that no other can be worked out from
            the total); shape (c,).
        total_suppressed: nothing was left to hide behind, so the total must not be printed either.
    """

    action: NDArray[np.str_]
    total_suppressed: bool


def presentation(
    share: Floats, low: Floats, high: Floats, effective_n: Floats, df: Ints, *, thresholds: Thresholds
) -> Presentation:
    """Apply the standard to each share, given its Korn–Graubard interval (shares.korn_graubard), in this order:

        effective n < 30 → suppress; width ≥ .30 → suppress; width ≤ .05 → show;
        otherwise width / share > 1.30 → suppress; what is left is shown,
        after review if df < 8 or the share is 0 or 100 %.

    The relative rule is about the share that is printed; it has no meaning at 0 %, which is reviewed. The standard asks
    the same of the complement 1 − p only as a footnote: `complement_unreliable`.

    Args:
        share, low, high: fractions, level .95; shape (p,).
        effective_n: effective interviews; shape (p,).
        df: degrees of freedom of the standard error; shape (p,).
        thresholds: the limits.
    """
    share, width = np.asarray(share, dtype=float), np.asarray(high, dtype=float) - np.asarray(low, dtype=float)
    between = (width > thresholds.narrowest) & (width < thresholds.widest)
    rules: list[tuple[str, Bools]] = [
        ("no_estimate", ~np.isfinite(share) | ~np.isfinite(width) | ~np.isfinite(effective_n)),
        ("small_sample", effective_n < thresholds.effective_n),
        ("wide_interval", width >= thresholds.widest),
        ("wide_relative", between & (share > 0) & (width > thresholds.relative * share)),
        ("few_df", np.asarray(df) < thresholds.df),
        ("all_alike", (share == 0) | (share == 1)),
    ]
    met = [holds for _, holds in rules]
    action = np.select(met, ["suppress"] * 4 + ["review"] * 2, default="show")
    complement = between & (share < 1) & (width > thresholds.relative * (1 - share))
    return Presentation(
        action=action,
        reason=np.select(met, [name for name, _ in rules], default=""),
        complement_unreliable=(action != "suppress") & complement,
    )


def count_presentation(counts: Ints, *, minimum: int = 5) -> CountPresentation:
    """Hide small counts of a one-dimensional table whose total is published, and enough others to keep them hidden.

    Counts below the minimum are hidden (zero too: it tells that nobody did). If the hidden ones could still be worked
    out from the total – there is only one, or their sum leaves a single possibility (all 0, or all minimum − 1) – the
    smallest of the others is hidden as well, of equal ones the first (Hundepool et al. 2012, Statistical Disclosure
    Control, ch. 4). If there is no other, the total is hidden.

    Args:
        counts: people or tickets by category; shape (c,).
        minimum: the smallest count that may be shown.

    Raises:
        ValueError: a negative count.
    """
    if np.any(counts < 0):
        raise ValueError("a count cannot be negative")
    primary = counts < minimum
    action = np.where(primary, "primary", np.full(len(counts), "show", dtype="<U13"))
    hidden, total = int(primary.sum()), int(counts[primary].sum())
    if hidden == 0 or (hidden > 1 and 0 < total < hidden * (minimum - 1)):
        return CountPresentation(action, total_suppressed=False)
    others = np.flatnonzero(~primary)
    if len(others) == 0:
        return CountPresentation(action, total_suppressed=True)
    action[others[np.argmin(counts[others])]] = "complementary"
    return CountPresentation(action, total_suppressed=False)
