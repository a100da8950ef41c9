"""The weights of a wave, raked inside each town to its population → core.weight, core.weighting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np

from flows.assessment import Weighting
from flows.estimation.tables import write_table
from flows.estimation.waves import Frame, Wave
from flows.scoring.calibration import Margin, Raking, rake
from flows.scoring.design import Calibration, Ints

WEIGHT_COLUMNS = "month date, sheet_id integer, row integer, town_code varchar, base_weight double, weight double"
WEIGHTING_COLUMNS = """
    month date, town_code varchar, interview_count integer, status varchar, reason varchar, merged varchar,
    iterations integer, worst_ratio double, lowest_ratio double, highest_ratio double
"""


@dataclass(frozen=True)
class WeightedWave:
    """A wave with its weights; `raking` is None where the assessment asks for no margins."""

    wave: Wave
    calibration: Calibration | None
    raking: Raking | None


def weighted(wave: Wave, frame: Frame, rules: Weighting) -> WeightedWave:
    """Rake a wave by the assessment's rules."""
    if not rules.margins:
        return WeightedWave(wave, None, None)
    margins = [Margin(name, wave.category[name], frame.margin_population[name]) for name in rules.margins]
    bounds = (rules.lowest_ratio, rules.highest_ratio)
    raking = rake(
        wave.sample.weight, wave.town, margins, min_cell=rules.min_cell_interviews, bounds=bounds, adjusted=True
    )
    return WeightedWave(wave, raking.calibration, raking)


def write_weights(connection: duckdb.DuckDBPyConnection, waves: Mapping[date, WeightedWave], frame: Frame) -> None:
    """Write core.weight (a respondent) and core.weighting (a month and town)."""
    write_table(
        connection, "core.weight", WEIGHT_COLUMNS, (row for each in waves.values() for row in _weights(each, frame))
    )
    rows = (row for each in waves.values() for row in _weightings(each, frame))
    write_table(connection, "core.weighting", WEIGHTING_COLUMNS, rows)


def _weights(weighted_wave: WeightedWave, frame: Frame) -> Iterator[tuple[Any, ...]]:
    wave = weighted_wave.wave
    base = wave.sample.weight
    weight = weighted_wave.calibration.weight if weighted_wave.calibration else base
    for (sheet_id, row), town, first, final in zip(
        wave.place.tolist(), wave.town.tolist(), base.tolist(), weight.tolist(), strict=True
    ):
        yield wave.month, sheet_id, row, frame.towns[town], first, final


def _weightings(weighted_wave: WeightedWave, frame: Frame) -> Iterator[tuple[Any, ...]]:
    wave, raking = weighted_wave.wave, weighted_wave.raking
    asked = np.bincount(wave.town, minlength=len(frame.towns))
    for at in np.flatnonzero(asked):
        here = wave.town == at
        if raking is None:
            yield wave.month, frame.towns[at], asked[at], "base", "not_asked_for", "", 0, None, 1.0, 1.0
            continue
        ratio = raking.calibration.weight[here] / wave.sample.weight[here]
        yield (
            wave.month,
            frame.towns[at],
            asked[at],
            "raked" if raking.converged[at] else "base",
            str(raking.reason[at]),
            _merged(raking, int(at), frame),
            raking.iterations[at],
            raking.worst_ratio[at],
            ratio.min(),
            ratio.max(),
        )


def _merged(raking: Raking, town: int, frame: Frame) -> str:
    """Say which categories were made one: `age_band:18-29+30-44`."""
    merges = [merge for merge in raking.merges if merge.town == town]
    return ";".join(
        f"{merge.margin}:{'+'.join(frame.margins[merge.margin][at] for at in merge.categories)}" for merge in merges
    )


def pooled_codes(town: Ints, wave_number: int, towns: int) -> Ints:
    """Towns of a wave among those of several waves, each of which was calibrated by itself; −1 stays −1."""
    return np.where(town >= 0, wave_number * towns + town, -1)
