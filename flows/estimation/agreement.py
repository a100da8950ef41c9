"""Our town scores beside the third party's → core.agreement: how far they agree, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np

from flows.assessment import Assessment
from flows.estimation.scores import ScoreSet
from flows.estimation.tables import write_table
from flows.estimation.waves import Frame
from flows.scoring.agreement import attainable, kendall, mean_difference, pearson, spearman
from flows.scoring.design import Floats

AGREEMENT_COLUMNS = """
    month date, measure varchar, town_count integer, estimate double, ci_low double, ci_high double,
    attainable double, status varchar
"""
MEASURES = {"pearson": pearson, "spearman": spearman, "kendall": kendall, "mean_difference": mean_difference}


def write_agreement(
    connection: duckdb.DuckDBPyConnection,
    scores: Sequence[ScoreSet],
    frame: Frame,
    assessments: Mapping[date, Assessment],
) -> None:
    """Write core.agreement: of every month with scores of ours and of the third party, a row for each measure."""
    theirs: dict[date, dict[str, float]] = {}
    found = connection.execute("select month, town_code, score from staging.external_town where town_code is not null")
    for month, code, score in found.fetchall():
        theirs.setdefault(month, {})[code] = score
    rows: list[tuple[Any, ...]] = []
    for each in scores:
        assessment, external = assessments[each.month], theirs.get(each.month)
        if external and each.span_months == 1 and each.dimension == assessment.score.dimension:
            beside = np.array([external.get(code, np.nan) for code in frame.towns])
            rows += agreement_rows(each, beside, assessment)
    write_table(connection, "core.agreement", AGREEMENT_COLUMNS, rows)


def agreement_rows(scores: ScoreSet, external: Floats, assessment: Assessment) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of core.agreement of a month, over the towns that we rank and the third party scored.

    Args:
        scores: the month's on the ranking dimension; as printed, like the third party's.
        external: the third party's score of each town, NaN where there is none; shape (T,).
        assessment: the month's.
    """
    both = scores.ranked & ~np.isnan(external)
    ours, theirs = scores.printed[both], external[both]
    ceiling = attainable(ours, scores.towns.se[both])
    for name, measure in MEASURES.items():
        found = measure(ours, theirs, confidence=assessment.score.confidence_pct / 100)
        interval = (found.estimate, found.low, found.high)
        yield scores.month, name, int(both.sum()), *interval, ceiling if name == "pearson" else np.nan, found.reason
