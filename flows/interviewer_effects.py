"""staging.interview_profile → core.interviewer_effect, core.interviewer_deviation: who puts what into the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from flows.estimation.tables import write_table
from flows.scheme import Scheme
from flows.scoring.interviewers import count_excess, interviewer_deviations, interviewer_effect

EFFECT_COLUMNS = """
    month date, interviewer_count integer, scored_count integer, workload double, icc double, icc_low double,
    icc_high double, f_value double, df_between integer, df_within integer, p_value double, design_effect double
"""
DEVIATION_COLUMNS = """
    month date, interviewer_id varchar, scored_count integer, deviation double, deviation_se double,
    standardised_deviation double, deviation_p_value double, deviation_p_adjusted double,
    straight_count integer, straight_base integer, straight_expected double, straight_p_value double,
    straight_p_adjusted double, verdict varchar
"""


def judge_interviewers(connection: duckdb.DuckDBPyConnection, scheme: Scheme) -> None:
    """Write core.interviewer_effect (a month) and core.interviewer_deviation (a month and interviewer).

    Judged are interviewers with at least `min_interviews` scored answers on the ranking dimension in the month.
    Verdict: `high`, `low` (answers apart from those of the same towns), `straight` (too many straight lines),
    joined by 、 where both hold; `none`. Each only when its adjusted p is significant and the difference larger than
    the practical bound.
    """
    scored = connection.execute(
        "select month, interviewer_id, town_code, ranking_score as score from staging.interview_profile"
        " where interviewer_id is not null and town_code is not null and ranking_score is not null"
        " order by month, sheet_id, row"
    ).df()
    straight = connection.execute("select * from staging.straight_line_excess order by month, interviewer_id").df()
    effects, deviations = [], []
    for month, part in scored.groupby("month", sort=True):
        effects.append(_effect_row(part, scheme))
        deviations += list(_deviation_rows(part, straight[straight["month"] == month], scheme))
    write_table(connection, "core.interviewer_effect", EFFECT_COLUMNS, effects)
    write_table(connection, "core.interviewer_deviation", DEVIATION_COLUMNS, deviations)


def _codes(part: pd.DataFrame, column: str) -> tuple[Any, Any]:
    names, codes = np.unique(part[column].to_numpy(str), return_inverse=True)
    return names, codes.astype(np.int64)


def _known(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None


def _effect_row(part: pd.DataFrame, scheme: Scheme) -> tuple[Any, ...]:
    effect = interviewer_effect(
        part["score"].to_numpy(float),
        _codes(part, "town_code")[1],
        _codes(part, "interviewer_id")[1],
        confidence=scheme.score.confidence_pct / 100,
    )
    measures = (effect.workload, effect.icc, effect.low, effect.high, effect.f_value)
    return (
        part["month"].iloc[0].date(),
        effect.interviewers,
        effect.answers,
        *map(_known, measures),
        effect.df_between,
        effect.df_within,
        _known(effect.p_value),
        _known(effect.design_effect),
    )


def _deviation_rows(part: pd.DataFrame, straight: pd.DataFrame, scheme: Scheme) -> Iterator[tuple[Any, ...]]:
    names, interviewer = _codes(part, "interviewer_id")
    answers = np.bincount(interviewer, minlength=len(names))
    limits = scheme.interviewer
    judged = answers >= limits.min_interviews
    result = interviewer_deviations(part["score"].to_numpy(float), _codes(part, "town_code")[1], interviewer, judged)
    lines = straight.set_index("interviewer_id").reindex(names)
    observed, expected = lines["straight_count"].to_numpy(float), lines["straight_expected"].to_numpy(float)
    base = lines["interview_count"].to_numpy(float)
    variance = np.where(judged, lines["straight_variance"].to_numpy(float), np.nan)
    excess = count_excess(observed, expected, variance)
    significance = limits.significance_pct / 100
    for at in np.flatnonzero(judged):
        deviation = float(result.deviation[at])
        verdicts = []
        if result.p_adjusted[at] <= significance and abs(deviation) >= limits.min_deviation:
            verdicts.append("high" if deviation > 0 else "low")
        is_more = 100 * (observed[at] - expected[at]) >= limits.min_straight_excess_pct * base[at]
        if excess.p_adjusted[at] <= significance and is_more:
            verdicts.append("straight")
        measures = (deviation, result.se[at], result.standardised[at], result.p_value[at], result.p_adjusted[at])
        counts = (int(number) if np.isfinite(number) else None for number in (observed[at], base[at]))
        yield (
            part["month"].iloc[0].date(),
            str(names[at]),
            int(answers[at]),
            *map(_known, measures),
            *counts,
            *map(_known, (expected[at], excess.p_value[at], excess.p_adjusted[at])),
            "、".join(verdicts) or "none",
        )
