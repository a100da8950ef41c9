"""Weighted waves → core.driver: what drives the ranking dimension, and where to act first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import duckdb
import numpy as np

from flows.assessment import Assessment
from flows.estimation.tables import write_table
from flows.estimation.weights import WeightedWave
from flows.scoring.drivers import MOST_ITEMS
from flows.scoring.importance_performance import ImportancePerformance, importance_performance

DRIVER_COLUMNS = """
    month date, outcome varchar, dimension varchar, respondent_count integer, scored_count integer,
    case_count integer, r2_pct double, importance_pct double, importance_se_pct double, performance double,
    performance_se double, crossing_importance_pct double, crossing_performance double, ellipse_xx double,
    ellipse_xy double, ellipse_yy double, ellipse_radius double, quadrant varchar, status varchar
"""
REPLICATES = 400


def write_drivers(
    connection: duckdb.DuckDBPyConnection, waves: Mapping[date, WeightedWave], assessments: Mapping[date, Assessment]
) -> None:
    """Write core.driver: a row for every other dimension of every month."""
    rows = (row for month, weighted in waves.items() for row in driver_rows(weighted, assessments[month]))
    write_table(connection, "core.driver", DRIVER_COLUMNS, rows)


def driver_rows(weighted: WeightedWave, assessment: Assessment) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.driver for a month: every dimension on the ranking dimension's scale but itself.

    None where the month does not ask the ranking dimension. More dimensions than can be decomposed are refused
    (`too_many_items`), as is what the kernel refuses.
    """
    wave = weighted.wave
    if assessment.score.dimension not in wave.dimensions:
        return
    outcome = wave.dimensions.index(assessment.score.dimension)
    items = [at for at, scale in enumerate(wave.scales) if at != outcome and scale == wave.scales[outcome]]
    scored = ~np.isnan(wave.score)
    cases = int(scored[:, [*items, outcome]].all(axis=1).sum())
    found = _found(weighted, items, outcome, assessment) if 1 <= len(items) <= MOST_ITEMS else None
    for j, at in enumerate(items):
        yield (
            wave.month,
            wave.dimensions[outcome],
            wave.dimensions[at],
            int(scored[:, outcome].sum()),
            int(scored[:, at].sum()),
            cases,
            *(_place(found, j) if found else (*(None,) * 11, "unclear", "too_many_items")),
        )


def _found(weighted: WeightedWave, items: list[int], outcome: int, assessment: Assessment) -> ImportancePerformance:
    wave = weighted.wave
    return importance_performance(
        wave.score[:, items],
        wave.score[:, outcome],
        weighted.calibration.weight if weighted.calibration else wave.sample.weight,
        wave.sample.stratum,
        confidence=assessment.score.confidence_pct / 100,
        replicates=REPLICATES,
        seed=assessment.ranking.seed,
    )


def _place(found: ImportancePerformance, j: int) -> tuple[Any, ...]:
    """What is known of an item; importance in per cent, and so are the ellipse's first coordinate and its moments.

    The ellipse is of the item's deviation from the crossing point, which decides the quadrant.
    """
    per_cent = np.array([100.0, 1.0])
    crossing = per_cent * found.crossing
    se = per_cent * np.sqrt(np.diagonal(found.covariance[j]))
    ellipse = np.outer(per_cent, per_cent) * found.deviation_covariance[j]
    return (
        100 * found.drivers.shares.r2,
        100 * found.drivers.importance[j],
        se[0],
        found.drivers.performance[j],
        se[1],
        crossing[0],
        crossing[1],
        ellipse[0, 0],
        ellipse[0, 1],
        ellipse[1, 1],
        found.radius,
        str(found.quadrant[j]),
        found.status,
    )
