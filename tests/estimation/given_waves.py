"""Waves and frames as a test needs them: towns A, B, C … of two strata, answers on the dimension `overall`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from flows.assessment import Assessment
from flows.estimation.waves import Frame, Wave
from flows.period import Month
from flows.scoring.estimates import Sample
from tests.warehouse.given import reference

SEXES = ("male", "female")
BANDS = ("18-29", "30-44", "45-59", "60+")


def assessment(**parts: dict[str, object]) -> Assessment:
    """The shipped scheme, with settings changed: assessment(ranking={"bottom_count": 1})."""
    plain = reference().scheme.assessment(Month(2022, 6))
    return plain.model_copy(
        update={name: getattr(plain, name).model_copy(update=changes) for name, changes in parts.items()}
    )


def frame(towns: int, adults: float = 8000.0) -> Frame:
    """Towns of equal size, half of each urban, sexes and age bands equal."""
    names = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:towns])
    return Frame(
        towns=names,
        names=names,
        population=np.full(towns, adults),
        margins={"urban_rural": ("urban", "rural"), "sex": SEXES, "age_band": BANDS},
        margin_population={
            "urban_rural": np.full((towns, 2), adults / 2),
            "sex": np.full((towns, 2), adults / 2),
            "age_band": np.full((towns, 4), adults / 4),
        },
        standard=np.full((2, 4), towns * adults / 8),
    )


def wave(scores: Sequence[Sequence[float]], month: date = date(2022, 6, 1), adults: float = 8000.0) -> Wave:
    """A wave of one town for each list of scores; NaN is an answer 不了解.

    Respondents alternate between urban and rural, every two between the sexes, every four between the age bands, so
    that sixteen in a row are spread as the frame is.
    """
    town = np.repeat(np.arange(len(scores)), [len(part) for part in scores])
    at = np.concatenate([np.arange(len(part)) for part in scores])
    setting = at % 2
    stratum = 2 * town + setting
    size = np.bincount(stratum, minlength=2 * len(scores))
    population = np.full(len(town), adults / 2)
    value = np.concatenate([np.asarray(part, dtype=float) for part in scores])[:, None]
    unknown = np.isnan(value)
    satisfied = np.where(unknown, np.nan, (value > 60).astype(float))
    return Wave(
        month=month,
        place=np.stack([np.ones(len(town), np.int64), 2 + np.arange(len(town))], axis=1),
        town=town,
        sample=Sample(stratum, population / size[stratum], population),
        strata=tuple(f"{name}/{part}" for name in frame(len(scores)).towns for part in ("urban", "rural")),
        phone=np.full(len(town), ""),
        category={"urban_rural": setting, "sex": at // 2 % 2, "age_band": at // 4 % 4},
        dimensions=("overall",),
        scales=("three",),
        score=value,
        answer_score=value,
        is_unknown=unknown,
        satisfied=satisfied,
        strictly_satisfied=np.where(unknown, np.nan, (value > 90).astype(float)),
        lowest=np.array([55.0]),
        middle=np.array([75.0]),
        highest=np.array([100.0]),
    )


def answers(mean: float, count: int, *, seed: int) -> list[float]:
    """Answers of the three grades whose expectation is the mean (55 … 100)."""
    satisfied = max((mean - 75) / 25, 0.0)
    unsatisfied = max((75 - mean) / 20, 0.0) if mean < 75 else 0.15 * (1 - satisfied)
    grades = np.random.default_rng(seed).choice(
        [100.0, 75.0, 55.0], count, p=[satisfied, 1 - satisfied - unsatisfied, unsatisfied]
    )
    return [float(grade) for grade in grades]


def later(one: Wave, month: date) -> Wave:
    """The same wave in another month."""
    return replace(one, month=month)
