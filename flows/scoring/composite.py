"""The composite of weighted indicators on 0–100: what is sampled carries its uncertainty, what is missing is said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from flows.scoring.estimates import Bools, Floats

# Shares of weights that differ by less are the same: what binary fractions leave of a sum.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Scheme:
    """How indicators become points and points a composite. All shapes (m,) but the last.

    Attributes:
        weight: at least 0, of any sum above 0.
        floor: the value worth 0 points, in the indicator's unit.
        target: the value worth 100 points; below the floor where less is better (redo rate, complaints).
        minimum_base: cases below which the indicator counts as missing.
        minimum_weight_share: share of the weights that must be present for a town to have a composite, 0 to 1.
    """

    weight: Floats
    floor: Floats
    target: Floats
    minimum_base: Floats
    minimum_weight_share: float


@dataclass(frozen=True)
class Composite:
    """Composites of p towns from m indicators.

    Attributes:
        value: Σ weight points, 0–100; NaN where refused; shape (p,).
        se: its standard error; 0 where nothing of it is sampled; shape (p,).
        low, high: interval by the normal distribution, cut off at 0 and 100; shape (p,).
        points: each indicator on 0–100; NaN where missing; shape (p, m).
        weight: weights used, summing to 1 over the indicators present; 0 where missing, NaN where refused; (p, m).
        contribution: weight × points, summing to the value; (p, m).
        missing: indicators without a value or below their minimum base; (p, m).
        weight_share: share of the scheme's weights that is present; (p,).
        status: `complete`; `renormalised` (the others carry the weight of what is missing); `no_error` (a standard
            error is not known: a value, no interval); `weight_too_small` (refused: less than the minimum weight share
            is present); (p,).
    """

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    points: Floats
    weight: Floats
    contribution: Floats
    missing: Bools
    weight_share: Floats
    status: NDArray[np.str_]


@dataclass(frozen=True)
class Losses:
    """Points by which towns stay behind a reference (below 0: ahead); total = Σ part + reweighting.

    Attributes:
        total: composite of the reference − composite of the town; NaN where refused; shape (p,).
        part: points lost by each indicator; 0 where it is missing; shape (p, m).
        reweighting: points lost because missing indicators hand their weight to the others; shape (p,).
    """

    total: Floats
    part: Floats
    reweighting: Floats


def composite(
    value: Floats,
    se: Floats,
    base: Floats,
    scheme: Scheme,
    *,
    confidence: float,
    correlation: Floats | None = None,
) -> Composite:
    """Combine indicators into a composite of 0–100 points with its standard error.

        t_k = 100 (x_k − floor_k)/(target_k − floor_k),  points_k = min(max(t_k, 0), 100)
        v_j = W_k / Σ_present W,  value = Σ v_k points_k
        V = Σ_k Σ_l v_k v_l r_kl e_k e_l,  e_k the error of the points, signed as the slope 100/(target_k − floor_k)

    Within the limits |e| is slope × se (delta method). At its target a town would then have no error at all, though its
    true value may lie below; and the slope kept beyond the limits would give an error to a town surely beyond. So

        |e| = the longer arm of [t − z slope se, t + z slope se], cut off at 0 and 100, about the points, over z:

    the slope is kept up to the limit and the error shrinks beyond it, to 0 where the whole interval is beyond. The
    interval never covers less than its level (an indicator alone or with others); the variance of a normal censored at
    the limits, the other candidate, is smaller and covers 89 % of the time where the truth lies one standard error
    within the limit. Correlations are kept as they are, which is cautious: cutting off only weakens them.

    Args:
        value: indicators in their own units, shrunken or as lower limits if the scheme says so; NaN where there is
            nothing to assess; shape (p, m).
        se: standard errors of the sampled ones, 0 for counts of a full register; NaN where not known; (p, m).
        base: cases behind each value (interviews, tickets); shape (p, m).
        scheme: weights, limits, minimum bases.
        confidence: level of the intervals, e.g. 0.95.
        correlation: of the sampling errors of the indicators, by town, where they come from the same respondents;
            shape (p, m, m). None: independent.

    Raises:
        ValueError: a negative weight, weights that add up to 0, a floor equal to its target, a negative error.
    """
    if np.any(scheme.weight < 0) or not scheme.weight.sum() > 0:
        raise ValueError("weights must be at least 0 and not all 0")
    if np.any(scheme.floor == scheme.target):
        raise ValueError("a floor equals its target")
    if np.any(se < 0):
        raise ValueError("a standard error is negative")
    missing = np.isnan(value) | (base < scheme.minimum_base)
    slope = 100 / (scheme.target - scheme.floor)
    straight = np.where(missing, np.nan, (value - scheme.floor) * slope)
    points = np.clip(straight, 0.0, 100.0)

    present = np.where(missing, 0.0, scheme.weight / scheme.weight.sum())
    weight_share = present.sum(axis=1)
    refused = (weight_share < scheme.minimum_weight_share - ROUNDING) | (weight_share == 0)
    weight = present / np.where(refused, np.nan, weight_share)[:, None]
    contribution = weight * np.where(missing, 0.0, points)
    total = contribution.sum(axis=1)

    counts = weight > 0
    z = float(ndtri(0.5 + confidence / 2))
    reach = z * np.abs(slope) * se
    arm = np.maximum(np.clip(straight + reach, 0.0, 100.0) - points, points - np.clip(straight - reach, 0.0, 100.0))
    error = np.where(counts, weight * np.sign(slope) * arm / z, 0.0)
    if correlation is None:
        variance = (error**2).sum(axis=1)
    else:
        together = np.where(counts[:, :, None] & counts[:, None, :], correlation, 0.0)
        variance = np.einsum("pk,pkl,pl->p", error, together, error)
    spread = np.sqrt(np.where(refused, np.nan, np.maximum(variance, 0.0)))
    half = z * spread

    status = np.where(weight_share < 1 - ROUNDING, "renormalised", "complete")
    status = np.where(np.isnan(spread), "no_error", status)
    status = np.where(refused, "weight_too_small", status)
    return Composite(
        value=total,
        se=spread,
        low=np.maximum(total - half, 0.0),
        high=np.minimum(total + half, 100.0),
        points=points,
        weight=weight,
        contribution=contribution,
        missing=missing,
        weight_share=weight_share,
        status=status,
    )


def losses(result: Composite, weight: Floats, reference: Floats) -> Losses:
    """Say which indicator costs a town how many points against a reference.

    With the scheme's weights W (summing to 1), reference points P_k and composite C = Σ W_k P_k, the difference
    C − value is split as Kitagawa (1955) splits two rates,

        part_k = (W_k + v_k)/2 (P_k − points_k),  reweighting = Σ_k (W_k − v_k) ((P_k + points_k)/2 − C)

    where an indicator that one side lacks is taken to have the other's points. A town with everything present has
    v = W: the parts alone add up.

    Args:
        result: the composites.
        weight: the scheme's weights, of any sum; shape (m,).
        reference: points of the reference in each indicator: the county's (`county_points`) or the best of the towns;
            NaN where it has none, whose weight the others carry; shape (m,).
    """
    known = ~np.isnan(reference)
    full = np.where(known, weight, 0.0) / weight[known].sum()
    there = np.where(known, reference, np.where(result.missing, 0.0, result.points))
    here = np.where(result.missing, there, result.points)
    whole = float(full[known] @ reference[known])
    part = (full + result.weight) / 2 * (there - here)
    reweighting = ((full - result.weight) * ((there + here) / 2 - whole)).sum(axis=1)
    return Losses(whole - result.value, part, reweighting)


def county_points(points: Floats, share: Floats) -> Floats:
    """Average each indicator's points over the towns that have it, by the towns' shares; NaN where none has.

    Args:
        points: shape (p, m), NaN where missing.
        share: the towns' shares of the county, e.g. of its population; shape (p,).
    """
    known = ~np.isnan(points)
    weight = share @ known
    averaged: Floats = (share @ np.where(known, points, 0.0)) / np.where(weight > 0, weight, np.nan)
    return averaged


def sampled_rate_se(successes: Floats, drawn: Floats, population: Floats) -> Floats:
    """Standard error of a rate found on a random sample of a register, e.g. the tickets that were revisited.

    Half of Wilson's (1927) 95 % interval over its z, so that 22 of 22 is not without error, with the sample counted as
    drawn (N − 1)/(N − n) for sampling without replacement (hypergeometric variance: Cochran 1977, Sampling Techniques,
    § 3.2): 0 when the whole register was drawn, √(p(1 − p)/n) for large samples of larger registers. The rate itself
    stays successes/drawn. NaN where nothing was drawn.

    Args:
        successes, drawn: counts; shape of the result.
        population: size N of the register drawn from; inf for a sample with replacement.

    Raises:
        ValueError: more successes than drawn, or more drawn than the register holds.
    """
    if np.any(successes > drawn) or np.any(drawn > population) or np.any(successes < 0):
        raise ValueError("counts must satisfy 0 ≤ successes ≤ drawn ≤ population")
    square = float(ndtri(0.975)) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(np.isinf(population), 1.0, (population - drawn) / np.maximum(population - 1, 1))
        rate, fraction = successes / drawn, left / drawn
        return np.sqrt(rate * (1 - rate) * fraction + square * fraction**2 / 4) / (1 + square * fraction)
