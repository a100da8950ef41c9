"""Other reasonable analyses of a month: scores by other weights, measures and treatments, composites reweighted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from flows.assessment import Assessment
from flows.estimation.composites import MonthComposite
from flows.estimation.scores import ScoreSet
from flows.estimation.tables import round_half_up
from flows.estimation.weights import WeightedWave
from flows.scoring.design import Bools, Floats, Ints
from flows.scoring.multiverse import perturbed_weights, reweighted

# The name of all analyses that move several weights at once.
CORNER = "corner"


@dataclass(frozen=True)
class Analysis:
    """The towns' values by one analysis, rounded as printed; NaN for towns that are not ranked; shape (T,)."""

    name: str
    title: str
    value: Floats


def score_analyses(
    score: ScoreSet, rolling: ScoreSet | None, weighted: WeightedWave, assessment: Assessment
) -> list[Analysis]:
    """Analyse a month's score as the assessment says, then otherwise, for the towns that the assessment ranks.

    An analysis that is the assessment's own is left out, and one that has no value for a town that is ranked: its
    ranks would be among fewer.
    """
    others = (
        *_other_weights(score),
        *_shares(score, weighted),
        *_other_unknown(score, weighted, assessment),
        ("standardised", "按全县性别、年龄构成标准化", score.standardised.mean),
        *((("rolling", f"近{rolling.span_months}个月滚动得分", _ranked(rolling)),) if rolling else ()),
    )
    found = [Analysis("main", "测评办法的得分", np.where(score.ranked, score.printed, np.nan))]
    for name, title, value in others:
        if np.isfinite(value[score.ranked]).all():
            found.append(Analysis(name, title, _printed(value, score.ranked, assessment)))
    return found


def _ranked(score: ScoreSet) -> Floats:
    return np.where(score.ranked, score.towns.estimate, np.nan)


def _other_weights(score: ScoreSet) -> Iterator[tuple[str, str, Floats]]:
    pool = score.pool
    if pool.calibration is not None:
        yield "base_weights", "只用分层权数", _means(pool.value, pool.sample.weight, pool.town, len(score.printed))


def _shares(score: ScoreSet, weighted: WeightedWave) -> Iterator[tuple[str, str, Floats]]:
    wave, towns = weighted.wave, len(score.printed)
    at, weight = wave.dimensions.index(score.dimension), _weight(score)
    yield "satisfied", "满意率（宽口径）", 100 * _means(wave.satisfied[:, at], weight, wave.town, towns)
    yield (
        "strictly_satisfied",
        "满意率（严口径）",
        100 * _means(wave.strictly_satisfied[:, at], weight, wave.town, towns),
    )


def _other_unknown(
    score: ScoreSet, weighted: WeightedWave, assessment: Assessment
) -> Iterator[tuple[str, str, Floats]]:
    wave, pool = weighted.wave, score.pool
    at = wave.dimensions.index(score.dimension)
    treatments = {
        "not_scored": ("“不了解”不计分", np.nan),
        "lowest": ("“不了解”按最低一档计", float(wave.lowest[at])),
        "middle": ("“不了解”按中间一档计", float(wave.middle[at])),
    }
    for name, (title, points) in treatments.items():
        if name != assessment.score.unknown:
            value = np.where(pool.is_unknown, points, pool.answer_value)
            yield f"unknown_{name}", title, _means(value, _weight(score), pool.town, len(score.printed))


def _weight(score: ScoreSet) -> Floats:
    return score.pool.sample.weight if score.pool.calibration is None else score.pool.calibration.weight


def _means(value: Floats, weight: Floats, town: Ints, towns: int) -> Floats:
    """Weighted means of the towns; NaN where nothing counts."""
    counts = ~np.isnan(value)
    total = np.bincount(town[counts], weights=weight[counts], minlength=towns)
    summed = np.bincount(town[counts], weights=(weight * value)[counts], minlength=towns)
    return summed / np.where(total > 0, total, np.nan)


def composite_analyses(month: MonthComposite) -> list[Analysis]:
    """Analyse a month's composites by the scheme's weights, each part's alone up and down, and all at once.

    Those that move all weights at once (the corners of the box) all called CORNER.
    """
    parts, step = month.assessment.composite.parts, month.assessment.composite.perturbation_pct
    weights = perturbed_weights(month.weight, step=step / 100)
    values = reweighted(month.result, weights)
    names = ["main", *(f"{part.indicator}_down" for part in parts), *(f"{part.indicator}_up" for part in parts)]
    titles = ["测评办法的权重"]
    titles += [f"{part.title}权重下浮{step:g}%" for part in parts]
    titles += [f"{part.title}权重上浮{step:g}%" for part in parts]
    for corner in weights[len(names) :]:
        # Renormalised weights of those raised are the same multiple of the scheme's; so are those lowered.
        ratio = corner / month.weight
        raised = ratio > (ratio.min() + ratio.max()) / 2
        up = "、".join(part.title for part, is_up in zip(parts, raised, strict=True) if is_up)
        names.append(CORNER)
        titles.append(f"{up}权重上浮{step:g}%，其余下浮{step:g}%")
    return [
        Analysis(name, title, _printed(value, month.ranked, month.assessment))
        for name, title, value in zip(names, titles, values, strict=True)
    ]


def _printed(value: Floats, ranked: Bools, assessment: Assessment) -> Floats:
    decimals = assessment.score.decimals
    return np.array([round_half_up(float(each), decimals) for each in np.where(ranked, value, np.nan)])
