"""Measures of the towns → core.composite and core.composite_part: what counts, how surely, and what costs a town."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np

from flows.assessment import Assessment
from flows.estimation.measures import Ledger, Measure, correlation, measures, read_ledger
from flows.estimation.scores import ScoreSet
from flows.estimation.tables import round_half_up, write_table
from flows.estimation.waves import Frame
from flows.scoring.composite import Composite, Losses, Scheme, composite, county_points, losses
from flows.scoring.design import Bools, Floats, Ints
from flows.scoring.rank_probability import first_probability, last_probability, rank_probability
from flows.scoring.rank_sets import RankSets, rank_sets
from flows.scoring.ranks import competition_ranks

COMPOSITE_COLUMNS = """
    month date, town_code varchar, peer_group varchar, composite double, printed double, se double, ci_low double,
    ci_high double, weight_share_numerator double, weight_share_denominator double, weight_share_pct double,
    status varchar, ranked_count integer, point_rank integer, is_tied boolean, rank_best integer, rank_worst integer,
    depends_on_draws boolean, bottom_pct double, top_pct double, loss double, loss_by_missing double
"""
PART_COLUMNS = """
    month date, town_code varchar, part_order integer, indicator varchar, title varchar, numerator bigint,
    denominator bigint, value double, value_used double, rule varchar, se double, base_count integer, status varchar,
    points double, county_points double, weight_used_numerator double, weight_used_denominator double,
    weight_used_pct double, contribution double, loss double
"""
EVERYBODY = "all"


@dataclass(frozen=True)
class Group:
    """Towns that are ranked among themselves: their positions in the frame."""

    name: str
    at: Ints


@dataclass(frozen=True)
class MonthComposite:
    """The towns' composites of a month; `measures` are its m parts, `weight` their weights, `printed` (T,)."""

    month: date
    assessment: Assessment
    groups: tuple[Group, ...]
    measures: tuple[Measure, ...]
    weight: Floats
    result: Composite
    county: Floats
    losses: Losses
    printed: Floats

    @property
    def ranked(self) -> Bools:
        """The towns that are ranked: a composite, and its error, are known."""
        return np.isfinite(self.result.value) & np.isfinite(self.result.se)


@dataclass(frozen=True)
class Places:
    """Where the ranked towns of a group stand, at positions `at` of the frame; `bottom`, `top` None for everybody."""

    at: Ints
    point: Ints
    sets: RankSets
    bottom: Floats
    top: Floats


def write_composites(
    connection: duckdb.DuckDBPyConnection,
    scores: Sequence[ScoreSet],
    frame: Frame,
    assessments: Mapping[date, Assessment],
) -> list[MonthComposite]:
    """Write core.composite and core.composite_part for the months assessed; return what they are made of."""
    months = list(month_composites(connection, scores, frame, assessments))
    write_table(
        connection, "core.composite", COMPOSITE_COLUMNS, (row for m in months for row in composite_rows(m, frame))
    )
    write_table(connection, "core.composite_part", PART_COLUMNS, (row for m in months for row in part_rows(m, frame)))
    return months


def month_composites(
    connection: duckdb.DuckDBPyConnection,
    scores: Sequence[ScoreSet],
    frame: Frame,
    assessments: Mapping[date, Assessment],
) -> Iterator[MonthComposite]:
    """Make the composites of every month assessed."""
    ledger = read_ledger(connection, frame)
    types = dict(connection.execute("select town_code, town_type from reference.town").fetchall())
    monthly = {(each.month, each.dimension): each for each in scores if each.span_months == 1}
    for month, assessment in assessments.items():
        score = monthly.get((month, assessment.score.dimension))
        yield month_composite(month, score, ledger, assessment, frame, types)


def month_composite(
    month: date,
    score: ScoreSet | None,
    ledger: Ledger,
    assessment: Assessment,
    frame: Frame,
    types: Mapping[str, str],
) -> MonthComposite:
    """Make a month's composites from its survey score and its ledger; `types` are the towns' types by code."""
    rules, towns = assessment.composite, len(frame.towns)
    shown = tuple(measures(month, score, ledger, assessment, towns))
    scheme = Scheme(
        weight=np.array([part.weight for part in rules.parts]),
        floor=np.array([part.floor for part in rules.parts]),
        target=np.array([part.target for part in rules.parts]),
        minimum_base=np.array([part.min_denominator for part in rules.parts], dtype=float),
        minimum_weight_share=rules.min_weight_pct / 100,
    )
    result = composite(
        np.stack([each.used for each in shown], axis=1),
        np.stack([each.se for each in shown], axis=1),
        np.stack([each.base for each in shown], axis=1),
        scheme,
        confidence=assessment.score.confidence_pct / 100,
        correlation=correlation(rules.parts, shown, ledger.revisits.get(month)),
    )
    county = county_points(result.points, frame.population / frame.population.sum())
    return MonthComposite(
        month=month,
        assessment=assessment,
        groups=_groups(assessment, frame, types),
        measures=shown,
        weight=scheme.weight,
        result=result,
        county=county,
        losses=_losses(result, scheme.weight, county),
        printed=np.array([round_half_up(float(value), assessment.score.decimals) for value in result.value]),
    )


def _groups(assessment: Assessment, frame: Frame, types: Mapping[str, str]) -> tuple[Group, ...]:
    if assessment.composite.peer_groups == EVERYBODY:
        return (Group(EVERYBODY, np.arange(len(frame.towns))),)
    kinds = [types[code] for code in frame.towns]
    return tuple(
        Group(kind, np.array([at for at, each in enumerate(kinds) if each == kind])) for kind in dict.fromkeys(kinds)
    )


def _losses(result: Composite, weight: Floats, county: Floats) -> Losses:
    if np.isnan(county).all():
        nothing = np.full(len(result.value), np.nan)
        return Losses(nothing, np.full(result.points.shape, np.nan), nothing)
    return losses(result, weight, county)


def places(month: MonthComposite, group: Group) -> Places | None:
    """Rank the towns of a group; None with fewer than two to rank.

    The rules are those of the score's ranking. A composite is known to half a unit of its last decimal at best, also
    where nothing of it is sampled: so towns whose printed composites tie are never told apart.
    """
    at = group.at[month.ranked[group.at]]
    if len(at) < 2:
        return None
    rules, assessment = month.assessment.ranking, month.assessment
    value = month.result.value[at]
    se = np.maximum(month.result.se[at], 0.5 * 10.0**-assessment.score.decimals)
    probability = rank_probability(value, se)
    everybody = np.full(len(at), np.nan)
    return Places(
        at=at,
        point=competition_ranks(month.printed[at]),
        sets=rank_sets(
            value,
            se,
            confidence=assessment.score.confidence_pct / 100,
            simultaneous=assessment.evidence.rank_range == "simultaneous",
            draws=rules.draws,
            seed=rules.seed,
        ),
        # Where a group has no more than k towns, all are among its last k: that is no finding.
        bottom=last_probability(probability, rules.bottom_count) if len(at) > rules.bottom_count else everybody,
        top=first_probability(probability, rules.top_count) if len(at) > rules.top_count else everybody,
    )


def composite_rows(month: MonthComposite, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.composite: every town, ranked or not."""
    result, total = month.result, float(month.weight.sum())
    present = np.where(result.missing, 0.0, month.weight).sum(axis=1)
    for group in month.groups:
        found = places(month, group)
        ranks = _ranks(found) if found else {}
        for at in group.at:
            yield (
                month.month,
                frame.towns[at],
                group.name,
                result.value[at],
                month.printed[at],
                result.se[at],
                result.low[at],
                result.high[at],
                present[at],
                total,
                100 * present[at] / total,
                str(result.status[at]),
                *ranks.get(int(at), (None,) * 8),
                month.losses.total[at],
                month.losses.reweighting[at],
            )


def _ranks(found: Places) -> dict[int, tuple[Any, ...]]:
    """The columns of a rank, by position in the frame."""
    sets = found.sets
    return {
        int(at): (
            len(found.at),
            found.point[j],
            bool((found.point == found.point[j]).sum() > 1),
            sets.best[j],
            sets.worst[j],
            bool(sets.best_depends[j] or sets.worst_depends[j]),
            100 * found.bottom[j],
            100 * found.top[j],
        )
        for j, at in enumerate(found.at)
    }


def part_rows(month: MonthComposite, frame: Frame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.composite_part: every part in every town, present or not."""
    result = month.result
    present = np.where(result.missing, 0.0, month.weight).sum(axis=1)
    for at, code in enumerate(frame.towns):
        for k, (part, measure) in enumerate(zip(month.assessment.composite.parts, month.measures, strict=True)):
            is_missing = bool(result.missing[at, k])
            status = "used" if not is_missing else "no_data" if np.isnan(measure.value[at]) else "below_minimum"
            yield (
                month.month,
                code,
                k + 1,
                part.indicator,
                part.title,
                measure.numerator[at],
                measure.denominator[at],
                measure.value[at],
                measure.used[at],
                measure.rule,
                measure.se[at],
                measure.base[at] if np.isfinite(measure.base[at]) else None,
                status,
                result.points[at, k],
                month.county[k],
                0.0 if is_missing else part.weight,
                present[at],
                100 * result.weight[at, k],
                result.contribution[at, k],
                month.losses.part[at, k],
            )
