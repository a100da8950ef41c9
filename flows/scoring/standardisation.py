"""Direct standardisation: the towns' means as if each had the county's mix of sex and age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.scoring.calibration import collapsed
from flows.scoring.design import Calibration, Floats, Ints, Sample
from flows.scoring.variance import linearised_variances, sums, t_quantile


@dataclass(frozen=True)
class Standardised:
    """Directly standardised means; all of shape (T,) but `cell`.

    Attributes:
        scored: respondents of the town with a value, in a cell that is used.
        mean: Σ_c s_c ȳ_c over the town's cells, s_c the standard population's shares; NaN when refused.
        se: linearised standard error; NaN when it cannot be known.
        df: sampling units minus strata, over the strata that hold the town's scored respondents.
        low, high: t interval.
        coverage: share of the standard population in cells that are used; the shares s_c are those within it.
        reason: "" or why a figure is NaN: "nothing_scored", "low_coverage", "lonely_stratum", "overdrawn_stratum".
        cell: what each band was merged with: the first of its cell's bands, by town, class and band; −1 where the
            town has neither respondent nor the standard population anyone; shape (T, S, A).
    """

    scored: Ints
    mean: Floats
    se: Floats
    df: Ints
    low: Floats
    high: Floats
    coverage: Floats
    reason: NDArray[np.str_]
    cell: Ints


def standardised_means(
    value: Floats,
    town: Ints,
    division: Ints,
    band: Ints,
    standard: Floats,
    towns: int,
    sample: Sample,
    *,
    confidence: float,
    min_cell: int,
    min_coverage: float,
    calibration: Calibration | None = None,
) -> Standardised:
    """Estimate the towns' means standardised to one population (direct method; Kitagawa 1964, Demography 1: 296–315).

        θ̂ = Σ_c s_c ȳ_c,  ȳ_c = Σ_c w y / Σ_c w,  u_i = s_c (y_i − ȳ_c) / Σ_c w  for i of cell c

    The shares s_c are fixed numbers; the cells' means are domain ratios whose covariances enter through the strata
    (variance.linearised_variances). Within a town and division (sex), a band (age) with fewer than `min_cell` scored
    respondents is merged with its next, the last with the one before. A division that has too few even so is dropped
    and the rest taken for the whole; the share of the standard left is the coverage. Respondents of a cell in which
    the standard population has nobody are not scored.

    Args:
        value: the score of each respondent, NaN where it is not scored; shape (n,).
        town: code of the respondent's town, 0 … T − 1; −1 for none; shape (n,).
        division: code of the division within which bands may merge, 0 … S − 1; −1 unknown; shape (n,).
        band: code of the ordered band, 0 … A − 1; −1 unknown; shape (n,). Respondents of unknown division or band
            stay in the design, but are not scored.
        standard: the standard population, persons or shares; shape (S, A).
        towns: T.
        sample: the design; shape (n,).
        confidence: level of the intervals, e.g. 0.95.
        min_cell: smallest number of scored respondents of a cell, ≥ 1.
        min_coverage: below it a town is refused, e.g. 0.9.
        calibration: of the same respondents; its weights replace the sample's.
    """
    divisions, bands = standard.shape
    cells = divisions * bands
    valid = ~np.isnan(value) & (town >= 0) & (division >= 0) & (band >= 0) & (standard[division, band] > 0)
    at = (town * divisions + division)[valid]
    count = np.bincount(at * bands + band[valid], minlength=towns * cells).reshape(-1, bands)
    shares = np.tile(standard / standard.sum(), (towns, 1))
    label = collapsed(count, shares, min_cell)
    enough = np.bincount(at * bands + label[at, band[valid]], minlength=towns * cells) >= min_cell
    valid[valid] = enough[at * bands + label[at, band[valid]]]
    at = (town * divisions + division)[valid]
    weight = (sample.weight if calibration is None else calibration.weight)[valid]
    cell = at * bands + label[at, band[valid]]
    size = sums(cell, weight, towns * cells)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(size > 0, sums(cell, weight * value[valid], towns * cells) / size, 0.0)

    there = label >= 0
    into = np.flatnonzero(there) // bands * bands + label[there]
    share = np.where(size > 0, sums(into, shares[there], towns * cells), 0.0).reshape(towns, cells)
    coverage = share.sum(axis=1)
    scored = np.bincount(town[valid], minlength=towns)
    refused = coverage < min_coverage
    with np.errstate(divide="ignore", invalid="ignore"):
        share = share / coverage[:, None]
        estimate = np.where(refused | (scored == 0), np.nan, (share * mean.reshape(towns, cells)).sum(axis=1))
    influence = np.zeros(len(value))
    influence[valid] = share.ravel()[cell] * (value[valid] - mean[cell]) / size[cell]
    known = linearised_variances(influence, valid, town, towns, sample, calibration)
    se = np.sqrt(np.where(np.isnan(estimate), np.nan, known.variance))
    half = t_quantile(known.df, confidence) * se
    reason = np.where(scored == 0, "nothing_scored", np.where(refused, "low_coverage", known.reason))
    return Standardised(
        scored=scored,
        mean=estimate,
        se=se,
        df=known.df,
        low=estimate - half,
        high=estimate + half,
        coverage=coverage,
        reason=reason,
        cell=label.reshape(towns, divisions, bands),
    )
