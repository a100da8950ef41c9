"""Sampling designs: strata, weights, sampling units, populations, and calibrations of the weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Sample:
    """A stratified sample drawn without replacement within strata; all arrays have one element a respondent.

    Waves may be pooled: concatenated, with the codes of each wave's strata (and clusters) made distinct, each wave
    keeps its own weights and finite populations, and pooled estimates take the waves for independent. The same
    person asked in two waves is then counted as two: the error is understated where their answers agree.

    Attributes:
        stratum: code of the stratum, 0 … H − 1; shape (n,).
        weight: base weight N_h / n_h, persons; shape (n,).
        stratum_population: N_h of the respondent's stratum, in sampling units (persons; clusters where `cluster` is
            given); inf where the correction for a finite population is not wanted; shape (n,).
        cluster: code of the primary sampling unit, 0 … C − 1, each within one stratum; None where every respondent
            was drawn on their own; shape (n,).
    """

    stratum: Ints
    weight: Floats
    stratum_population: Floats
    cluster: Ints | None = None


@dataclass(frozen=True, eq=False)
class Calibration:
    """Weights calibrated to known totals, and what is needed for the variance of estimates made with them.

    Attributes:
        weight: calibrated weight, persons; shape (n,).
        group: code of the group (town) whose totals were met, 0 … G − 1; −1 where the base weight was kept. Each
            stratum lies within one group; shape (n,).
        auxiliary: the variables x whose totals were met; shape (n, k).
        adjusted: whether errors make up for b having been fitted to the very residuals it leaves: each is divided by
            √(1 − h), h = d x'(Σ d x x')⁻ x its leverage. Off: the errors of R's survey package, which are too small
            in samples of few interviews a variable.
    """

    weight: Floats
    group: Ints
    auxiliary: Floats
    adjusted: bool = False


def of_unit(value: Ints, unit: Ints, message: str) -> Ints:
    """The value that all respondents of a unit share, by the unit's code; 0 for codes that nobody has.

    Args:
        value: shape (n,).
        unit: code of the respondent's unit, 0 … u − 1; shape (n,).
        message: of the ValueError where two respondents of a unit differ.
    """
    shared = np.zeros(int(unit.max()) + 1, dtype=np.int64)
    shared[unit] = value
    if np.any(shared[unit] != value):
        raise ValueError(message)
    return shared


def sampling_units(sample: Sample) -> tuple[Ints, Ints]:
    """Each respondent's sampling unit, shape (n,), and each unit's stratum, shape (units,).

    ValueError where a cluster lies in two strata.
    """
    if sample.cluster is None:
        return np.arange(len(sample.stratum)), sample.stratum
    return sample.cluster, of_unit(sample.stratum, sample.cluster, "a cluster lies in two strata")
