"""core.scored_answer → core.score, core.rank, core.change: reads arrays, lets scoring judge, writes what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from flows.scheme import Scheme
from flows.scoring.change import against_whole, differences
from flows.scoring.estimates import Estimate, Sample, combined, domain_mean
from flows.scoring.ranks import competition_ranks, rank_bounds

SCORE_COLUMNS = """
    month date, scope varchar, scope_code varchar, dimension varchar, scale varchar, population bigint,
    interview_count integer, scored_count integer, score double, score_printed double, score_se double,
    df integer, ci_low double, ci_high double, deff double, effective_count double, status varchar
"""
RANK_COLUMNS = """
    month date, town_code varchar, dimension varchar, ranked_count integer, point_rank integer, is_tied boolean,
    rank_best integer, rank_worst integer, county_difference double, county_difference_se double,
    county_p_value double, county_p_adjusted double, county_verdict varchar,
    is_certified_bottom boolean, is_certified_top boolean
"""
CHANGE_COLUMNS = """
    month date, prior_month date, scope varchar, scope_code varchar, dimension varchar, change double,
    change_se double, p_value double, p_adjusted double, verdict varchar
"""


@dataclass(frozen=True)
class _Score:
    month: date
    scope: str
    scope_code: str
    dimension: str
    scale: str
    population: int
    estimate: Estimate
    printed: float
    status: str


def estimate_scores(connection: duckdb.DuckDBPyConnection, scheme: Scheme) -> None:
    """Write core.score, core.rank and core.change from core.scored_answer, by the assessment scheme.

    Status of a score: `ranked`; `too_few` interviews to rank; `no_variance` (no interval can be given).
    """
    scores = list(_scores(connection, scheme))
    write_table(connection, "core.score", SCORE_COLUMNS, [_score_row(score) for score in scores])
    by_group: dict[tuple[date, str], list[_Score]] = {}
    for score in scores:
        by_group.setdefault((score.month, score.dimension), []).append(score)
    ranks = [row for group in by_group.values() for row in _rank_rows(group, scheme)]
    write_table(connection, "core.rank", RANK_COLUMNS, ranks)
    changes = [row for family in _families(scores, scheme) for row in _change_rows(family, scheme)]
    write_table(connection, "core.change", CHANGE_COLUMNS, changes)


def _scores(connection: duckdb.DuckDBPyConnection, scheme: Scheme) -> Iterator[_Score]:
    frame = connection.execute(
        "select month, dimension, scale, town_code, stratum, stratum_population, base_weight, score"
        " from core.scored_answer order by month, dimension, sheet_id, row"
    ).df()
    population = dict(
        connection.execute("select town_code, sum(persons) from reference.population group by all").fetchall()
    )
    towns = connection.execute("select town_code from reference.town order by town_order").fetchall()
    for _, part in frame.groupby(["month", "dimension"], sort=True):
        month = part["month"].iloc[0].date()
        dimension, scale = str(part["dimension"].iloc[0]), str(part["scale"].iloc[0])
        _, stratum = np.unique(part["stratum"].to_numpy(str), return_inverse=True)
        sample = Sample(
            stratum.astype(np.int64),
            part["base_weight"].to_numpy(float),
            part["stratum_population"].to_numpy(float),
        )
        town = part["town_code"].to_numpy(str)
        value = part["score"].to_numpy(float)
        confidence = scheme.score.confidence_pct / 100
        estimates = {code: domain_mean(value, town == code, sample, confidence=confidence) for (code,) in towns}
        # The county is made of the towns that have an error of their own; one interview cannot speak for a town.
        parts = [code for code in estimates if np.isfinite(estimates[code].se)]
        size = np.array([population[code] for code in parts], dtype=float)
        if parts:
            county = combined([estimates[code] for code in parts], size / size.sum(), confidence=confidence)
        else:
            county = domain_mean(value, np.ones(len(part), dtype=bool), sample, confidence=confidence)
        scopes = [("county", "", county, sum(population.values()))]
        scopes += [("town", code, estimate, population.get(code, 0)) for code, estimate in estimates.items()]
        for scope, code, estimate, persons in scopes:
            status = _status(estimate, scheme)
            printed = round_half_up(estimate.mean, scheme.score.decimals)
            yield _Score(month, scope, code, dimension, scale, int(persons), estimate, printed, status)


def round_half_up(value: float, decimals: int) -> float:
    """Round as people do (x.5 up), after the noise of binary fractions is removed."""
    return float(np.floor(np.round(value * 10**decimals, 6) + 0.5) / 10**decimals)


def _status(estimate: Estimate, scheme: Scheme) -> str:
    if estimate.scored < scheme.score.min_interviews:
        return "too_few"
    return "ranked" if np.isfinite(estimate.se) and estimate.se > 0 else "no_variance"


def _score_row(score: _Score) -> tuple[Any, ...]:
    e = score.estimate
    identity = (score.month, score.scope, score.scope_code, score.dimension, score.scale, score.population)
    return (
        *identity,
        e.interviews,
        e.scored,
        e.mean,
        score.printed,
        e.se,
        e.df,
        e.low,
        e.high,
        e.deff,
        e.effective_n,
        score.status,
    )


def _rank_rows(group: list[_Score], scheme: Scheme) -> Iterator[tuple[Any, ...]]:
    parts = [score for score in group if score.scope == "town" and np.isfinite(score.estimate.se)]
    ranked = [score for score in parts if score.status == "ranked"]
    if len(ranked) < 2:
        return
    mean = np.array([score.estimate.mean for score in ranked])
    se = np.array([score.estimate.se for score in ranked])
    size = np.array([score.population for score in parts], dtype=float)
    point = competition_ranks(np.array([score.printed for score in ranked]))
    significance = 1 - scheme.score.confidence_pct / 100
    bounds = rank_bounds(mean, se, significance=significance)
    county = against_whole(
        np.array([score.estimate.mean for score in parts]),
        np.array([score.estimate.se for score in parts]),
        size / size.sum(),
        np.array([score.status == "ranked" for score in parts]),
    )
    units = len(ranked)
    for j, score in enumerate(ranked):
        is_apart = county.p_adjusted[j] <= significance
        verdict = ("above" if county.difference[j] > 0 else "below") if is_apart else "none"
        yield (
            score.month,
            score.scope_code,
            score.dimension,
            units,
            int(point[j]),
            int((point == point[j]).sum()) > 1,
            int(bounds.best[j]),
            int(bounds.worst[j]),
            float(county.difference[j]),
            float(county.se[j]),
            float(county.p_value[j]),
            float(county.p_adjusted[j]),
            verdict,
            bool(bounds.best[j] >= units - scheme.ranking.bottom_count + 1),
            bool(bounds.worst[j] <= scheme.ranking.top_count),
        )


def _prior(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _families(scores: list[_Score], scheme: Scheme) -> list[list[tuple[_Score, _Score]]]:
    """Group the pairs (this month, the month before) whose tests are read together and so adjusted together.

    The ranking dimension and the others, the county and the towns, are families of their own in each month: the
    bulletin names towns that moved from one family and dimensions of towns that moved from another.
    """
    known = {(score.month, score.scope, score.scope_code, score.dimension): score for score in scores}
    families: dict[tuple[date, str, bool], list[tuple[_Score, _Score]]] = {}
    for score in scores:
        prior = known.get((_prior(score.month), score.scope, score.scope_code, score.dimension))
        if prior and score.status == prior.status == "ranked" and score.scale == prior.scale:
            is_ranking = score.dimension == scheme.score.dimension
            families.setdefault((score.month, score.scope, is_ranking), []).append((score, prior))
    return list(families.values())


def _change_rows(pairs: list[tuple[_Score, _Score]], scheme: Scheme) -> Iterator[tuple[Any, ...]]:
    result = differences(
        *(
            np.array([getattr(pair[side].estimate, name) for pair in pairs])
            for side in (0, 1)
            for name in ("mean", "se")
        )
    )
    for i, (score, prior) in enumerate(pairs):
        is_change = result.p_adjusted[i] <= scheme.change.significance_pct / 100
        verdict = ("up" if result.difference[i] > 0 else "down") if is_change else "flat"
        yield (
            score.month,
            prior.month,
            score.scope,
            score.scope_code,
            score.dimension,
            float(result.difference[i]),
            float(result.se[i]),
            float(result.p_value[i]),
            float(result.p_adjusted[i]),
            verdict,
        )


def write_table(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    """Make a table of `columns` (names and types, as SQL) and fill it; rows are in the columns' order."""
    connection.execute(f"create or replace table {table} ({columns})")
    if rows:
        names = [part.split()[0] for part in columns.split(",")]
        frame = pd.DataFrame(rows, columns=names)
        connection.register("incoming", frame)
        chosen = ", ".join(names)
        connection.execute(f"insert into {table} select {chosen} from incoming")
        connection.unregister("incoming")
