"""What the flow calls to have everything judged: core.* as arrays, scoring, core.* again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb

from flows.assessment import Assessment
from flows.estimation.agreement import write_agreement
from flows.estimation.changes import CHANGE_COLUMNS, change_rows, month_pairs
from flows.estimation.composites import write_composites
from flows.estimation.drivers import write_drivers
from flows.estimation.groups import GROUP_COLUMNS, group_rows
from flows.estimation.planning import PLAN_COLUMNS, TOWN_PLAN_COLUMNS, plan_rows, town_plan_rows
from flows.estimation.ranking import (
    MOVEMENT_COLUMNS,
    PAIR_COLUMNS,
    PROBABILITY_COLUMNS,
    RANK_COLUMNS,
    movement_rows,
    pair_rows,
    probability_rows,
    rank_rows,
    rankings,
)
from flows.estimation.robustness import write_robustness
from flows.estimation.scores import SCORE_COLUMNS, score_rows, score_sets
from flows.estimation.shares import SHARE_COLUMNS, share_rows
from flows.estimation.tables import write_table
from flows.estimation.waves import Wave, read_frame, read_waves
from flows.estimation.weights import weighted, write_weights
from flows.period import Month
from flows.scheme import Scheme


def judge_towns(connection: duckdb.DuckDBPyConnection, scheme: Scheme) -> None:
    """Write core.weight, weighting, score, share, group_contrast, rank, rank_probability, pair, change, movement, plan,
    town_plan, composite, composite_part, robustness, analysis, driver and agreement.

    Each month is judged by the assessment valid for it.
    """
    frame = read_frame(connection)
    read = read_waves(connection, frame)
    assessments = _assessments(read, scheme)
    waves = {wave.month: weighted(wave, frame, assessments[wave.month].weighting) for wave in read}
    write_weights(connection, waves, frame)
    scores = list(score_sets(waves, frame, assessments))
    monthly = {(each.month, each.dimension): each for each in scores if each.span_months == 1}
    ranked = list(rankings(scores, frame, assessments))
    rows = {
        "score": (SCORE_COLUMNS, (row for s in scores for row in score_rows(s, frame, assessments[s.month]))),
        "share": (SHARE_COLUMNS, share_rows(waves, frame, assessments)),
        "group_contrast": (GROUP_COLUMNS, group_rows(waves, frame, assessments)),
        "rank": (RANK_COLUMNS, (row for each in ranked for row in rank_rows(each, frame))),
        "rank_probability": (PROBABILITY_COLUMNS, (row for each in ranked for row in probability_rows(each, frame))),
        "pair": (PAIR_COLUMNS, (row for each in ranked for row in pair_rows(each, frame))),
        "change": (
            CHANGE_COLUMNS,
            change_rows(
                month_pairs(connection, waves), monthly, {wave.month: wave for wave in read}, frame, assessments
            ),
        ),
        "movement": (MOVEMENT_COLUMNS, movement_rows(monthly, frame, assessments)),
        "plan": (PLAN_COLUMNS, plan_rows(monthly, frame, assessments)),
        "town_plan": (TOWN_PLAN_COLUMNS, town_plan_rows(monthly, frame, assessments)),
    }
    for table, (columns, found) in rows.items():
        write_table(connection, f"core.{table}", columns, found)
    composites = write_composites(connection, scores, frame, assessments)
    write_robustness(connection, waves, scores, composites, frame, assessments)
    write_drivers(connection, waves, assessments)
    write_agreement(connection, scores, frame, assessments)


def compare_months(connection: duckdb.DuckDBPyConnection, scheme: Scheme, pair: tuple[date, date]) -> None:
    """Write core.change anew, with the changes between the later and the earlier month of a pair and no others."""
    frame = read_frame(connection)
    read = [wave for wave in read_waves(connection, frame) if wave.month in pair]
    assessments = _assessments(read, scheme)
    waves = {wave.month: weighted(wave, frame, assessments[wave.month].weighting) for wave in read}
    monthly = {(each.month, each.dimension): each for each in score_sets(waves, frame, assessments)}
    pairs = [pair] if set(pair) <= waves.keys() else []
    found = change_rows(pairs, monthly, {wave.month: wave for wave in read}, frame, assessments)
    write_table(connection, "core.change", CHANGE_COLUMNS, found)


def _assessments(waves: Iterable[Wave], scheme: Scheme) -> dict[date, Assessment]:
    return {wave.month: scheme.assessment(Month(wave.month.year, wave.month.month)) for wave in waves}
