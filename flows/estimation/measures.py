"""The parts of the composite as they are measured: survey scores, rates with their samples and registers, counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb
import numpy as np

from flows.assessment import Assessment, Part
from flows.estimation.scores import ScoreSet
from flows.estimation.waves import Frame
from flows.scoring.composite import sampled_rate_se
from flows.scoring.design import Floats
from flows.scoring.rates import by_evidence, by_shrinkage

SURVEY_SCORE = "survey_score"
# Rates found on the tickets that were revisited, by the register they are a sample of (core.revisit).
SAMPLED = {"hotline_solved": "solution_register", "hotline_satisfied": "satisfaction_register"}
# What the quotient of an indicator is multiplied by, by its form in indicators.csv.
FACTORS = {"mean": 1.0, "per_10000": 10_000.0}
# What is counted of the tickets assessed on both questions, in the order of core.revisit.
ANSWERED = ("both_count", "both_solved", "both_satisfied", "both_yes")


@dataclass(frozen=True)
class Counts:
    """An indicator of a month in the towns; arrays of shape (T,). `form` as in indicators.csv."""

    form: str
    numerator: Floats
    denominator: Floats


@dataclass
class Ledger:
    """What core.* counts of the towns' tickets and ledgers: by month, then by indicator or column; (T,) each."""

    indicators: dict[date, dict[str, Counts]] = field(default_factory=dict)
    revisits: dict[date, dict[str, Floats]] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """One part of the composite in the towns. Rates in per cent; shapes (T,).

    Attributes:
        numerator, denominator: of a rate; NaN where it has none.
        value: as counted; NaN where there is nothing to assess.
        used: what is made points of: the value, or what the rule for small rates makes of it.
        se: standard error of what was sampled; 0 for full registers; NaN where not known.
        base: cases behind the value; inf for what is only counted.
        rule: `as_counted`, `shrunken`, `lower_limit`, or `upper_limit` where less is better.
    """

    numerator: Floats
    denominator: Floats
    value: Floats
    used: Floats
    se: Floats
    base: Floats
    rule: str


def read_ledger(connection: duckdb.DuckDBPyConnection, frame: Frame) -> Ledger:
    """Read the towns' indicators and what is known of the revisits."""
    ledger, at, towns = Ledger(), {code: position for position, code in enumerate(frame.towns)}, len(frame.towns)
    forms = dict(connection.execute("select indicator, form from reference.indicator").fetchall())
    counted = connection.execute(
        "select month, scope_code, indicator, numerator, coalesce(denominator, 0) from core.indicator"
        " where scope in ('county', 'town')"
    )
    for month, code, indicator, numerator, denominator in counted.fetchall():
        counts = ledger.indicators.setdefault(month, {}).setdefault(
            indicator, Counts(forms[indicator], np.zeros(towns), np.zeros(towns))
        )
        # The county's own row says that the month has the indicator, though no town may have a case.
        if code in at:
            counts.numerator[at[code]] = numerator
            counts.denominator[at[code]] = denominator
    columns = (*SAMPLED.values(), *ANSWERED)
    rows = connection.execute(f"select month, town_code, {', '.join(columns)} from core.revisit")
    for month, code, *found in rows.fetchall():
        held = ledger.revisits.setdefault(month, {name: np.zeros(towns) for name in columns})
        if code in at:
            for name, number in zip(columns, found, strict=True):
                held[name][at[code]] = number
    return ledger


def measures(
    month: date, score: ScoreSet | None, ledger: Ledger, assessment: Assessment, towns: int
) -> Iterator[Measure]:
    """Measure every part of a month's composite in the towns; `score` is the month's on the ranking dimension."""
    indicators, revisits = ledger.indicators.get(month, {}), ledger.revisits.get(month, {})
    for part in assessment.composite.parts:
        counts = indicators.get(part.indicator)
        if part.indicator == SURVEY_SCORE:
            yield _absent(towns) if score is None else _survey(score)
        elif counts is None:
            yield _absent(towns)
        elif counts.form == "count":
            yield _count(counts.numerator)
        elif counts.form in FACTORS:
            yield _quotient(counts)
        else:
            register = revisits.get(SAMPLED.get(part.indicator, ""))
            yield _rate(part, counts.numerator, counts.denominator, register, assessment)


def correlation(
    parts: Sequence[Part], shown: Sequence[Measure], revisits: Mapping[str, Floats] | None
) -> Floats | None:
    """Correlate the errors of the parts by town, (T, m, m): two rates of revisited tickets come from the same people.

        r_t = φ n₁₂/√(n₁ n₂)

    with n₁₂ of the town's n₁ and n₂ tickets assessed on both questions and φ their answers' correlation in the county,
    1 where either is the same throughout and nothing is known of it. None where no two parts are so related.
    """
    at = [next((k for k, part in enumerate(parts) if part.indicator == name), None) for name in SAMPLED]
    first, second = at
    if first is None or second is None or revisits is None:
        return None
    both, solved, satisfied, yes = (float(revisits[name].sum()) for name in ANSWERED)
    spread = solved * (both - solved) * satisfied * (both - satisfied)
    agreement = (both * yes - solved * satisfied) / np.sqrt(spread) if spread > 0 else 1.0
    drawn = shown[first].base * shown[second].base
    overlap = np.where(drawn > 0, revisits["both_count"] / np.sqrt(np.where(drawn > 0, drawn, 1.0)), 0.0)
    matrix = np.tile(np.eye(len(parts)), (len(overlap), 1, 1))
    matrix[:, first, second] = matrix[:, second, first] = agreement * np.minimum(overlap, 1.0)
    return matrix


def _absent(towns: int) -> Measure:
    nothing = np.full(towns, np.nan)
    return Measure(nothing, nothing, nothing, nothing, nothing, np.zeros(towns), "as_counted")


def _survey(score: ScoreSet) -> Measure:
    """A town whose answers are all alike has a score and no error: that they would stay alike is not known."""
    nothing = np.full(len(score.printed), np.nan)
    towns = score.towns
    se = np.where(score.status == "no_variance", np.nan, towns.se)
    return Measure(nothing, nothing, towns.estimate, towns.estimate, se, towns.scored.astype(float), "as_counted")


def _count(number: Floats) -> Measure:
    nothing, everywhere = np.full(len(number), np.nan), np.full(len(number), np.inf)
    return Measure(number, nothing, number, number, np.zeros(len(number)), everywhere, "as_counted")


def _quotient(counts: Counts) -> Measure:
    """So many for each case or for 10,000 persons: a full register, so without error."""
    value = FACTORS[counts.form] * counts.numerator / np.where(counts.denominator > 0, counts.denominator, np.nan)
    se = np.zeros(len(value))
    return Measure(counts.numerator, counts.denominator, value, value, se, counts.denominator, "as_counted")


def _rate(
    part: Part, numerator: Floats, denominator: Floats, register: Floats | None, assessment: Assessment
) -> Measure:
    """A rate; what is sampled of it keeps the error of the counted rate, which shrinking on average makes no larger."""
    used, rule = _small_rate(part, numerator, denominator, assessment)
    se = np.zeros(len(numerator))
    if register is not None:
        se = 100 * sampled_rate_se(numerator, denominator, register)
    return Measure(numerator, denominator, _percent(numerator, denominator), used, se, denominator, rule)


def _small_rate(part: Part, numerator: Floats, denominator: Floats, assessment: Assessment) -> tuple[Floats, str]:
    """What stands for a rate of few cases. Where fewer than four towns have a case, the rates count as they are."""
    confidence = assessment.score.confidence_pct / 100
    chosen = assessment.composite.small_rates
    if chosen == "lower_limit":
        limits = by_evidence(numerator, denominator, confidence=confidence)
        return (100 * limits.low, "lower_limit") if part.direction == "up" else (100 * limits.high, "upper_limit")
    if chosen == "shrunken":
        shrunken = by_shrinkage(numerator, denominator, confidence=confidence)
        if not (shrunken.reason == "too_few_units").any():
            return 100 * shrunken.key, "shrunken"
    return _percent(numerator, denominator), "as_counted"


def _percent(numerator: Floats, denominator: Floats) -> Floats:
    return 100 * numerator / np.where(denominator > 0, denominator, np.nan)
