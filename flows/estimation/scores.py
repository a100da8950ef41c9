"""Weighted waves → core.score: the county's and towns' scores by month and over rolling months, groups' by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.assessment import Assessment
from flows.estimation.tables import round_half_up
from flows.estimation.waves import Frame
from flows.estimation.weights import WeightedWave, pooled_codes
from flows.scoring.bounds import UnknownBounds, unknown_bounds
from flows.scoring.design import Bools, Calibration, Floats, Ints, Sample
from flows.scoring.estimates import Estimate, Estimates, combined, domain_mean, domain_means
from flows.scoring.standardisation import Standardised, standardised_means

SCORE_COLUMNS = """
    month date, span_months integer, scope varchar, scope_code varchar, dimension varchar, scale varchar,
    population bigint, interview_count integer, scored_count integer, score double, score_printed double,
    score_se double, df integer, ci_low double, ci_high double, deff double, effective_count double,
    kish_count double, standardised_score double, standardised_printed double, standardised_se double,
    standard_coverage_pct double, unknown_count integer, score_if_lowest double, score_if_highest double,
    status varchar, reason varchar
"""
# A town whose cells leave out more of the county's people than this has no standardised score.
LEAST_COVERAGE = 0.9


@dataclass(frozen=True)
class _People:
    """The respondents of one wave, or of several in a row; arrays of shape (n,)."""

    town: Ints
    category: dict[str, Ints]
    sample: Sample
    calibration: Calibration | None


@dataclass(frozen=True)
class Pool(_People):
    """Respondents and what they said on one dimension; arrays of shape (n,)."""

    value: Floats
    answer_value: Floats
    is_unknown: Bools
    scale: str
    lowest: float
    highest: float


@dataclass(frozen=True)
class ScoreSet:
    """All towns' scores on a dimension, in a month or over `span_months` to it; arrays of shape (T,).

    `groups`: by characteristic (urban_rural, sex, age_band), the county's residents of each category, in the frame's
    order; of one month only, else empty. `status`: ranked; too_few; no_variance; no_data. `reason` says more:
    few_scored, few_effective, nothing_scored, lonely_stratum, overdrawn_stratum, answers_alike.
    """

    month: date
    span_months: int
    dimension: str
    pool: Pool
    towns: Estimates
    county: Estimate
    groups: dict[str, Estimates]
    printed: Floats
    standardised: Standardised
    unknown: UnknownBounds
    status: NDArray[np.str_]
    reason: NDArray[np.str_]

    @property
    def ranked(self) -> Bools:
        """The towns that are ranked."""
        ranked: Bools = self.status == "ranked"
        return ranked


def score_sets(
    waves: Mapping[date, WeightedWave], frame: Frame, assessments: Mapping[date, Assessment]
) -> Iterator[ScoreSet]:
    """Score every dimension of every wave, and over the rolling months where each of them has a wave on its scale."""
    for month, weighted in waves.items():
        assessment = assessments[month]
        span = assessment.ranking.rolling_months
        before = [each for earlier in months_to(month, span) if (each := waves.get(earlier))]
        alone = _people([weighted], len(frame.towns))
        for dimension in weighted.wave.dimensions:
            yield _score_set([weighted], alone, month, dimension, frame, assessment)
        if len(before) == span:
            together = _people(before, len(frame.towns))
            for dimension in filter(lambda one: _on_one_scale(before, one), weighted.wave.dimensions):
                yield _score_set(before, together, month, dimension, frame, assessment)


def months_to(month: date, count: int) -> list[date]:
    """Return so many months that end with a month, in order."""
    last = month.year * 12 + month.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - count + 1, last + 1)]


def _on_one_scale(waves: Sequence[WeightedWave], dimension: str) -> bool:
    """Tell whether every wave asked about the dimension, on the same scale."""
    scales = {dict(zip(w.wave.dimensions, w.wave.scales, strict=True)).get(dimension) for w in waves}
    return len(scales) == 1 and None not in scales


def _score_set(
    waves: Sequence[WeightedWave],
    people: _People,
    month: date,
    dimension: str,
    frame: Frame,
    assessment: Assessment,
) -> ScoreSet:
    pool = _pooled(waves, people, dimension)
    confidence = assessment.score.confidence_pct / 100
    count = len(frame.towns)
    towns = domain_means(pool.value, pool.town, count, pool.sample, confidence=confidence, calibration=pool.calibration)
    groups = {
        name: domain_means(
            pool.value, pool.category[name], len(of), pool.sample, confidence=confidence, calibration=pool.calibration
        )
        for name, of in frame.margins.items()
        if len(waves) == 1
    }
    status, reason = standing(towns, assessment.score.min_interviews)
    weight = pool.sample.weight if pool.calibration is None else pool.calibration.weight
    return ScoreSet(
        month=month,
        span_months=len(waves),
        dimension=dimension,
        pool=pool,
        towns=towns,
        county=_county(towns, pool, frame, confidence),
        groups=groups,
        printed=np.array([round_half_up(float(mean), assessment.score.decimals) for mean in towns.estimate]),
        standardised=standardised_means(
            pool.value,
            pool.town,
            pool.category["sex"],
            pool.category["age_band"],
            frame.standard,
            count,
            pool.sample,
            confidence=confidence,
            min_cell=assessment.weighting.min_cell_interviews,
            min_coverage=LEAST_COVERAGE,
            calibration=pool.calibration,
        ),
        unknown=unknown_bounds(
            pool.answer_value, pool.is_unknown, weight, pool.town, count, worst=pool.lowest, best=pool.highest
        ),
        status=status,
        reason=reason,
    )


def _people(waves: Sequence[WeightedWave], towns: int) -> _People:
    """Put the respondents of waves one after the other; each wave keeps its own weights, strata and populations."""
    strata = np.cumsum([0, *(int(each.wave.sample.stratum.max()) + 1 for each in waves)])
    return _People(
        town=np.concatenate([each.wave.town for each in waves]),
        category={
            name: np.concatenate([each.wave.category[name] for each in waves]) for name in waves[0].wave.category
        },
        sample=Sample(
            stratum=np.concatenate([each.wave.sample.stratum + s for each, s in zip(waves, strata, strict=False)]),
            weight=np.concatenate([each.wave.sample.weight for each in waves]),
            stratum_population=np.concatenate([each.wave.sample.stratum_population for each in waves]),
        ),
        calibration=_calibration(waves, towns),
    )


def _pooled(waves: Sequence[WeightedWave], people: _People, dimension: str) -> Pool:
    """Add what the waves' respondents said on a dimension."""
    at = [each.wave.dimensions.index(dimension) for each in waves]
    first, column = waves[0].wave, at[0]
    return Pool(
        **vars(people),
        value=np.concatenate([each.wave.score[:, c] for each, c in zip(waves, at, strict=True)]),
        answer_value=np.concatenate([each.wave.answer_score[:, c] for each, c in zip(waves, at, strict=True)]),
        is_unknown=np.concatenate([each.wave.is_unknown[:, c] for each, c in zip(waves, at, strict=True)]),
        scale=first.scales[column],
        lowest=float(first.lowest[column]),
        highest=float(first.highest[column]),
    )


def _calibration(waves: Sequence[WeightedWave], towns: int) -> Calibration | None:
    known = [each.calibration for each in waves if each.calibration is not None]
    if len(known) < len(waves):
        return None
    width = max(each.auxiliary.shape[1] for each in known)
    auxiliary = [np.pad(each.auxiliary, ((0, 0), (0, width - each.auxiliary.shape[1]))) for each in known]
    return Calibration(
        weight=np.concatenate([each.weight for each in known]),
        group=np.concatenate([pooled_codes(each.group, number, towns) for number, each in enumerate(known)]),
        auxiliary=np.concatenate(auxiliary),
        adjusted=all(each.adjusted for each in known),
    )


def standing(parts: Estimates, minimum: int) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Tell of towns or groups which can be compared, and why the others cannot: `status`, `reason` of a ScoreSet."""
    few = parts.scored < minimum
    thin = ~few & (parts.kish_n < minimum)
    alike = ~few & ~thin & ~(parts.se > 0)
    reason = np.where(alike, np.where(parts.reason == "", "answers_alike", parts.reason), "")
    reason = np.where(few, np.where(parts.scored == 0, "nothing_scored", "few_scored"), reason)
    reason = np.where(thin, "few_effective", reason)
    status = np.where(few | thin, "too_few", np.where(alike, "no_variance", "ranked"))
    return np.where(parts.interviews == 0, "no_data", status), reason


def _county(towns: Estimates, pool: Pool, frame: Frame, confidence: float) -> Estimate:
    """Add up the towns that have an error of their own; one interview cannot speak for a town."""
    parts = [at for at in range(len(frame.towns)) if np.isfinite(towns.se[at])]
    if not parts:
        everyone = np.ones(len(pool.value), dtype=bool)
        return domain_mean(pool.value, everyone, pool.sample, confidence=confidence, calibration=pool.calibration)
    size = frame.population[parts]
    estimates = [estimate_of(towns, at) for at in parts]
    return combined(estimates, size / size.sum(), confidence=confidence)


def estimate_of(many: Estimates, at: int) -> Estimate:
    """Return one of many estimates."""
    facts = {name: values[at].item() for name, values in vars(many).items()}
    return Estimate(mean=facts.pop("estimate"), **facts)


def score_rows(scores: ScoreSet, frame: Frame, assessment: Assessment) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.score: the county, the towns, the groups."""
    identity = (scores.month, scores.span_months)
    decimals = assessment.score.decimals
    scale, county = scores.pool.scale, scores.county
    status = "ranked" if county.se > 0 else "no_variance"
    yield (
        *identity,
        "county",
        "",
        scores.dimension,
        scale,
        int(frame.population.sum()),
        *_measures(county, decimals),
        *(None,) * 7,
        status,
        county.reason,
    )
    standardised, unknown = scores.standardised, scores.unknown
    unknown_count = np.bincount(scores.pool.town, weights=scores.pool.is_unknown, minlength=len(frame.towns))
    for at, code in enumerate(frame.towns):
        yield (
            *identity,
            "town",
            code,
            scores.dimension,
            scale,
            int(frame.population[at]),
            *_measures(estimate_of(scores.towns, at), decimals),
            standardised.mean[at],
            round_half_up(float(standardised.mean[at]), decimals),
            standardised.se[at],
            100 * standardised.coverage[at],
            int(unknown_count[at]),
            unknown.low[at],
            unknown.high[at],
            str(scores.status[at]),
            str(scores.reason[at]),
        )
    for name, groups in scores.groups.items():
        status_of, reason_of = standing(groups, assessment.score.min_interviews)
        people = frame.margin_population[name].sum(axis=0)
        for at, code in enumerate(frame.margins[name]):
            measures = _measures(estimate_of(groups, at), decimals)
            standing_of = (str(status_of[at]), str(reason_of[at]))
            yield (
                *identity,
                name,
                code,
                scores.dimension,
                scale,
                int(people[at]),
                *measures,
                *(None,) * 7,
                *standing_of,
            )


def _measures(e: Estimate, decimals: int) -> tuple[Any, ...]:
    counted = (e.interviews, e.scored, e.mean, round_half_up(e.mean, decimals), e.se, e.df)
    return (*counted, e.low, e.high, e.deff, e.effective_n, e.kish_n)
