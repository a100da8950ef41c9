"""Small counties written down by hand: six towns, a wave of a few answers, ledgers of a few cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import numpy as np

from flows.assessment import Assessment, Part
from flows.estimation.scores import ScoreSet, score_sets
from flows.estimation.tables import write_table
from flows.estimation.waves import Frame, Wave
from flows.estimation.weights import WeightedWave
from flows.scoring.design import Calibration, Sample
from tests.estimation import given_waves

JUNE = date(2022, 6, 1)
NAN = float("nan")
# Two streets and four towns, in the order of the tables.
A, B, C, D, E, F = ("370323002", "370323001", "370323111", "370323102", "370323106", "370323109")
TOWNS = (A, B, C, D, E, F)
INDICATOR_COLUMNS = """
    month date, scope varchar, scope_code varchar, indicator varchar, numerator bigint, denominator bigint
"""
REVISIT_COLUMNS = """
    month date, town_code varchar, solution_register bigint, satisfaction_register bigint, both_count bigint,
    both_solved bigint, both_satisfied bigint, both_yes bigint
"""


def frame(population: Sequence[float] = (10_000.0,) * len(TOWNS)) -> Frame:
    """The towns, 10,000 adults each unless said otherwise."""
    persons = np.array(population)
    return Frame(
        towns=TOWNS,
        names=TOWNS,
        population=persons,
        margins={},
        margin_population={},
        standard=np.full((2, 2), persons.sum() / 4),
    )


def assessment(parts: Sequence[Part] = (), **settings: Mapping[str, Any]) -> Assessment:
    """The bureau's assessment with other settings in some sections: `score={"unknown": "lowest"}`."""
    if parts:
        settings["composite"] = {**settings.get("composite", {}), "parts": tuple(parts)}
    settings["ranking"] = {"draws": 10_000, **settings.get("ranking", {})}
    return given_waves.assessment(**{name: dict(changed) for name, changed in settings.items()})


def part(indicator: str, weight: float, floor: float = 0, target: float = 100, least: int = 1) -> Part:
    direction = "up" if target > floor else "down"
    facts = {"indicator": indicator, "title": indicator, "weight": weight, "floor": floor, "target": target}
    return Part(**facts, direction=direction, min_denominator=least)


def wave(
    answers: Mapping[str, Sequence[float]], month: date = JUNE, raised: Sequence[float] = (), **others: Any
) -> WeightedWave:
    """A wave on the scale 100, 75, 55: the answers to `overall`, by town; −1 is 不了解.

    `raised` are factors on the base weights, which make the calibrated ones; `others` are further dimensions, a score
    a respondent (NaN: not scored) in the order of the towns. Sexes alternate, and so do the ages of each sex.
    """
    given = np.concatenate([np.array(answers.get(code, ()), dtype=float) for code in TOWNS])
    town = np.concatenate([np.full(len(answers.get(code, ())), at) for at, code in enumerate(TOWNS)]).astype(np.int64)
    size = np.bincount(town, minlength=len(TOWNS))
    _, stratum = np.unique(town, return_inverse=True)
    sample = Sample(stratum.astype(np.int64), 10_000 / size[town], np.full(len(town), 10_000.0))
    columns = {"overall": given, **{name: np.array(values, dtype=float) for name, values in others.items()}}
    table = np.stack(list(columns.values()), axis=1)
    is_unknown, score = table == -1, np.where(table == -1, NAN, table)
    order = np.arange(len(town))
    ends = [np.full(len(columns), points) for points in (55.0, 75.0, 100.0)]
    made = Wave(
        month=month,
        place=np.stack([order, order], axis=1),
        town=town,
        sample=sample,
        strata=tuple(code for code in TOWNS if answers.get(code)),
        phone=np.full(len(town), ""),
        category={"sex": order % 2, "age_band": order // 2 % 2},
        dimensions=tuple(columns),
        scales=("three",) * len(columns),
        score=score,
        answer_score=score,
        is_unknown=is_unknown,
        satisfied=np.where(np.isnan(score), NAN, score >= 75),
        strictly_satisfied=np.where(np.isnan(score), NAN, score >= 100),
        lowest=ends[0],
        middle=ends[1],
        highest=ends[2],
    )
    if not len(raised):
        return WeightedWave(made, None, None)
    weight = sample.weight * np.array(raised)
    return WeightedWave(made, Calibration(weight, np.full(len(town), -1), np.zeros((len(town), 1))), None)


def without_ages(weighted: WeightedWave) -> WeightedWave:
    """The same wave with nobody's sex and age known."""
    unknown = np.full(len(weighted.wave.town), -1)
    return replace(weighted, wave=replace(weighted.wave, category={"sex": unknown, "age_band": unknown}))


def scores(weighted: WeightedWave, rules: Assessment, *before: WeightedWave) -> list[ScoreSet]:
    """The scores of a wave, and of the waves before it."""
    waves = {each.wave.month: each for each in (*before, weighted)}
    return list(score_sets(waves, frame(), dict.fromkeys(waves, rules)))


def write_ledgers(
    connection: duckdb.DuckDBPyConnection,
    indicators: Mapping[str, Mapping[str, tuple[int, int | None]]],
    revisits: Mapping[str, tuple[int, ...]] | None = None,
) -> None:
    """Write core.indicator, (numerator, denominator) by indicator and town, and core.revisit by town, all of June."""
    rows = [
        (JUNE, "county" if code == "" else "town", code, indicator, *counts)
        for indicator, towns in indicators.items()
        for code, counts in towns.items()
    ]
    write_table(connection, "core.indicator", INDICATOR_COLUMNS, rows)
    forms = [(name, "count" if towns.get(A, (0, 0))[1] is None else "rate") for name, towns in indicators.items()]
    connection.execute("create schema if not exists reference")
    write_table(connection, "reference.indicator", "indicator varchar, form varchar", forms)
    write_table(connection, "core.revisit", REVISIT_COLUMNS, [(JUNE, code, *n) for code, n in (revisits or {}).items()])
