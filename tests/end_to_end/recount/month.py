"""The recount of one month, put together, and the figures as a bulletin prints them."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from tests.end_to_end.recount import (
    doubts,
    inspections,
    interviews,
    ledgers,
    notices,
    ranks,
    reliability,
    tasks,
    visits,
)
from tests.end_to_end.recount.interviews import COUNTY, DIMENSIONS, Estimate, Wave
from tests.end_to_end.recount.ranks import Chance, Span
from tests.end_to_end.recount.sheets import Reading

OVERALL = DIMENSIONS[0]
# Rates that sentences say and no table of the bulletin has.
RATES_OF_SENTENCES = ("hotline_responded", "visit_proper", "visit_fed_back", "household_reached")
CHANGE_WORDS = {1: "上升", 0: "持平", -1: "下降"}


def two_decimals(number: float) -> str:
    """A number as printed, rounded half up; the nudge is for halves that binary fractions hold a hair too small."""
    return f"{round(number + 1e-9, 2):.2f}"


def printed_span(span: Span | None) -> str:
    """A range of ranks as printed: 3—7, or 1 where it is one rank, or a dash where there is none."""
    return "—" if span is None else "—".join(map(str, dict.fromkeys(span)))


@dataclass(frozen=True)
class Recount:
    """Everything the bulletin of `month` reports, counted from the raw files of it and of the months before."""

    raw: Path
    reference: Path
    month: str

    @cached_property
    def towns(self) -> dict[str, str]:
        """Town code to name, in the order of the register."""
        table = pd.read_csv(self.reference / "towns.csv", dtype=str)
        return dict(zip(table["town_code"], table["town_name"], strict=True))

    @cached_property
    def wave(self) -> Wave:
        """The month's survey."""
        return interviews.read_wave(self.raw, self.reference, self.month)

    @cached_property
    def earlier(self) -> list[Wave]:
        """The surveys of the months before that are rolled together with it, the oldest first."""
        back = range(ranks.ROLLING_MONTHS - 1, 0, -1)
        months = [doubts.month_before(self.month, number) for number in back]
        return [interviews.read_wave(self.raw, self.reference, month) for month in months]

    @cached_property
    def scores(self) -> dict[str, dict[str, Estimate]]:
        """Estimates by dimension, then town code or county."""
        return {dimension: interviews.estimates(self.wave.valid, dimension) for dimension in DIMENSIONS}

    @cached_property
    def prior_scores(self) -> dict[str, dict[str, Estimate]]:
        """The month before's estimates."""
        return {dimension: interviews.estimates(self.earlier[-1].valid, dimension) for dimension in DIMENSIONS}

    @cached_property
    def rolling(self) -> dict[str, Estimate]:
        """Estimates of the ranking dimension over three months."""
        return interviews.estimates(interviews.rolled([*self.earlier, self.wave]), OVERALL)

    @cached_property
    def tickets(self) -> tuple[Reading, ledgers.Counts]:
        """The tickets' reading and counts."""
        return ledgers.ticket_counts(self.raw, self.reference, self.month, list(self.towns))

    @cached_property
    def ledger(self) -> tuple[Reading, ledgers.Counts]:
        """The ledger's reading and counts."""
        return ledgers.ledger_counts(self.raw, self.reference, self.month, list(self.towns))

    @cached_property
    def counts(self) -> ledgers.Counts:
        """The counts of every source together, by scope."""
        places = (self.raw, self.reference, self.month, list(self.towns))
        sources = [
            self.tickets[1],
            self.ledger[1],
            visits.visit_counts(*places),
            inspections.inspection_counts(*places),
            tasks.task_counts(*places),
        ]
        together: ledgers.Counts = {}
        for source in sources:
            for scope, counts in source.items():
                together.setdefault(scope, {}).update(counts)
        return together

    @cached_property
    def satisfied(self) -> dict[str, Estimate]:
        """满意 and 基本满意 over graded answers, weighted."""
        return interviews.estimates(self.wave.valid, OVERALL, interviews.SATISFIED)

    @cached_property
    def strictly_satisfied(self) -> dict[str, Estimate]:
        """满意 over graded answers, weighted."""
        return interviews.estimates(self.wave.valid, OVERALL, interviews.STRICTLY_SATISFIED)

    @cached_property
    def spans(self) -> dict[int, dict[str, Span]]:
        """Ranges of ranks by town, of the month (1) and of the rolling months (3)."""
        both = {1: self.scores[OVERALL], ranks.ROLLING_MONTHS: self.rolling}
        return {months: ranks.rank_ranges(scores) for months, scores in both.items()}

    @cached_property
    def chances(self) -> dict[tuple[int, str], dict[str, Chance]]:
        """By months and side, the towns' probabilities of being among the last or the first."""
        both = {1: self.scores[OVERALL], ranks.ROLLING_MONTHS: self.rolling}
        return {
            (months, side): ranks.chances(scores, side) for months, scores in both.items() for side in ("bottom", "top")
        }

    @cached_property
    def ways(self) -> dict[str, dict[str, float]]:
        """By other ways to score, the ranked towns' results as printed; a way must have one for each of them."""
        found = reliability.other_ways(self.wave.valid, OVERALL, self.reference, self.rolling)
        whole = {way: of for way, of in found.items() if of.keys() >= set(self.best_first)}
        return {way: {code: of[code] for code in self.best_first} for way, of in whole.items()}

    @cached_property
    def sides(self) -> dict[str, dict[str, int]]:
        """By dimension, which towns lie above (+1) or below (−1) the county."""
        return {d: interviews.against_county(self.scores[d], self.wave.valid, d) for d in DIMENSIONS}

    @cached_property
    def changes(self) -> dict[tuple[str, str], int]:
        """(scope, dimension) to +1, 0, -1.

        Families for Holm: the county's score alone; its other dimensions together; the towns' scores together; the
        towns' other dimensions together.
        """
        families: list[dict[tuple[str, str], tuple[float, float, float]]] = [{}, {}, {}, {}]
        for dimension in DIMENSIONS:
            now, before = self.scores[dimension], self.prior_scores[dimension]
            ranked = [c for c in interviews.ranked_towns(now) if c in interviews.ranked_towns(before)]
            for scope in [COUNTY, *ranked]:
                family = families[2 * (scope != COUNTY) + (dimension != OVERALL)]
                family[scope, dimension] = interviews.change(now[scope], before[scope])
        return {key: sign for family in families for key, sign in interviews.directions(family).items()}

    @cached_property
    def quality(self) -> dict[str, tuple[int, ...]]:
        """Rows read, used, rejected, repeated, superseded and notices, by source."""
        readings = {"survey": self.wave.reading, "hotline": self.tickets[0], "rectification": self.ledger[0]}
        told = {
            "survey": notices.survey_notices(readings["survey"], self.reference, self.month)
            + doubts.compared_notices(self.raw, self.reference, self.month, readings["survey"].used),
            "hotline": notices.ticket_notices(readings["hotline"], self.reference, self.month),
            "rectification": notices.ledger_notices(readings["rectification"], self.reference, self.month),
        }
        return {
            source: (
                one.read,
                len(one.used),
                one.rejected,
                one.duplicates,
                one.read - len(one.used) - one.rejected - one.duplicates,
                told[source],
            )
            for source, one in readings.items()
        }

    def printed_score(self, scope: str, dimension: str = OVERALL) -> str:
        """The score as printed."""
        return two_decimals(self.scores[dimension][scope].value)

    def printed_prior(self, scope: str, dimension: str = OVERALL) -> str:
        """The month before's score as printed."""
        return two_decimals(self.prior_scores[dimension][scope].value)

    def printed_change(self, scope: str) -> str:
        """The difference of the two printed scores, so that a reader's own subtraction agrees."""
        return f"{float(self.printed_score(scope)) - float(self.printed_prior(scope)):+.2f}".replace("-", "−")

    def printed_rate(self, scope: str, indicator: str) -> str:
        """A rate in a table: 44/45 97.78%, or a dash where nothing was to be judged."""
        numerator, denominator = self.counts[scope][indicator]
        if not denominator:
            return "—"
        return f"{numerator}/{denominator} {two_decimals(100 * numerator / denominator)}%"

    @cached_property
    def best_first(self) -> list[str]:
        """The ranked towns in the order of table 1."""
        place = ranks.ranks(self.scores[OVERALL])
        return sorted(place, key=lambda code: (place[code], list(self.towns).index(code)))

    def ranking_rows(self, spans: dict[str, Span]) -> list[str]:
        """Table 1 as text, one line a town, best first."""
        place = ranks.ranks(self.scores[OVERALL])
        lines = []
        for code in self.best_first:
            low, high = map(two_decimals, self.scores[OVERALL][code].interval)
            valid = int((self.wave.valid["town_code"] == code).sum())
            span = printed_span(spans[code])
            verdict = CHANGE_WORDS[self.changes[code, OVERALL]]
            lines.append(
                f"{place[code]} {self.towns[code]} {valid} {self.printed_score(code)} {low}—{high} {span}"
                f" {self.printed_prior(code)} {self.printed_change(code)} {verdict}"
            )
        return lines

    def annex_rows(self) -> list[str]:
        """The rows of annexes 1 to 3 as text, towns in the register's order, the county last."""
        plain = {
            "hotline": ("received", "carried_over", "open", "overdue_open"),
            "rectification": ("found", "struck_off_now", "open", "overdue_open", "explained", "rebound"),
        }
        rates = {"hotline": ("on_time", "solved", "satisfied"), "rectification": ("struck_off", "on_time")}
        names = {**self.towns, COUNTY: "全县"}
        lines = [" ".join([name, *(self.printed_score(c, d) for d in DIMENSIONS)]) for c, name in names.items()]
        for source in plain:
            for code, name in names.items():
                cells = [str(self.counts[code][f"{source}_{one}"][0]) for one in plain[source]]
                cells += [self.printed_rate(code, f"{source}_{one}") for one in rates[source]]
                lines.append(" ".join([name, *cells]))
        return lines

    def reliability_rows(self) -> list[str]:
        """The rows of annex 4 up to the expected rank, as text, towns in the register's order."""
        scores = self.scores[OVERALL]
        alike = reliability.standardised(self.wave.valid, OVERALL, self.reference)
        drawn, unknown = reliability.shrunken(scores), reliability.unknown_scored(self.wave.valid, OVERALL)
        lines = []
        for code, name in self.towns.items():
            valid = int((self.wave.valid["town_code"] == code).sum())
            figures = (alike[code], *drawn[code], *unknown[code])
            cells = [self.printed_score(code), *("—" if one is None else two_decimals(one) for one in figures)]
            lines.append(f"{name} {valid} {round(scores[code].even_n)} {' '.join(cells)}")
        return lines

    def body_figures(self) -> set[str]:
        """Every figure with two decimals that belongs in the bulletin's text or tables, as printed."""
        rows = [*self.ranking_rows(self.spans[1]), *self.annex_rows(), *self.reliability_rows()]
        figures = set(re.findall(r"\d+\.\d\d", " ".join(rows)))
        response = self.wave.response
        figures |= {two_decimals(100 * response["complete"] / response[base]) for base in ("rr1", "coop1")}
        figures |= set(map(two_decimals, self.scores[OVERALL][COUNTY].interval))
        figures |= {
            two_decimals(100 * self.satisfied[COUNTY].value),
            self.printed_prior(COUNTY),
            self.printed_change(COUNTY)[1:],
        }
        rates = [self.counts[COUNTY].get(name, (0, 0)) for name in RATES_OF_SENTENCES]
        figures |= {two_decimals(100 * numerator / denominator) for numerator, denominator in rates if denominator}
        return figures | {self.printed_prior(c, d) for c, d in self.changes if self.changes[c, d]}
