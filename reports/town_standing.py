"""A town in the ranking, as the reports read it: its place, how sure that is, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Town:
    """mart.town_ranking: one town."""

    town_code: str
    town_name: str
    interview_count: int
    score_printed: float | None
    ci_low: float | None
    ci_high: float | None
    status: str
    point_rank: int | None
    is_tied: bool | None
    rank_best: int | None
    rank_worst: int | None
    depends_on_draws: bool | None
    effective_count: float | None
    standardised_printed: float | None
    score_if_lowest: float | None
    score_if_highest: float | None
    unknown_best: int | None
    unknown_worst: int | None
    expected_rank: float | None
    shrunken_score: float | None
    reliability: float | None
    bottom_pct: float | None
    top_pct: float | None
    bottom_evidence: str
    top_evidence: str
    county_verdict: str | None
    county_test: str | None
    prior_score_printed: float | None
    prior_point_rank: int | None
    change_printed: float | None
    change_verdict: str
    change_test: str | None
    rank_gain: int | None
    chance_places: float | None
    rolling_score_printed: float | None
    rolling_rank_best: int | None
    rolling_rank_worst: int | None
    rolling_bottom_pct: float | None
    rolling_top_pct: float | None
    rolling_bottom_evidence: str
    rolling_top_evidence: str
    analysis_count: int | None
    bottom_analysis_count: int | None
    top_analysis_count: int | None
    is_bottom_candidate: bool
    is_top_candidate: bool
    bottom_action: str | None
    top_action: str | None
    bottom_test: str | None
    top_test: str | None
    rolling_bottom_test: str | None
    rolling_top_test: str | None

    @property
    def is_ranked(self) -> bool:
        """Whether the town has enough interviews to be ranked."""
        return self.point_rank is not None

    def standing(self, side: Side) -> Standing:
        """How sure it is that the town is among the last or the first."""
        evidence = stronger(*self.evidence(side))
        if side == "bottom":
            tests = (self.bottom_test, self.rolling_bottom_test)
            return Standing(evidence, self.bottom_pct, self.rolling_bottom_pct, self.bottom_action, _known(tests))
        tests = (self.top_test, self.rolling_top_test)
        return Standing(evidence, self.top_pct, self.rolling_top_pct, self.top_action, _known(tests))

    def evidence(self, side: Side) -> tuple[str, str]:
        """The levels of evidence of the month and of the rolling months."""
        if side == "bottom":
            return self.bottom_evidence, self.rolling_bottom_evidence
        return self.top_evidence, self.rolling_top_evidence


Side = Literal["bottom", "top"]
EVIDENCE = ("insufficient", "strong", "sufficient")
ACTIONS = ("talk", "watch", "praise", "observe")


@dataclass(frozen=True)
class Standing:
    """The evidence for one end of the table, the better of the month's and the rolling months', and what follows."""

    evidence: str
    month_pct: float | None
    rolling_pct: float | None
    action: str | None
    tests: tuple[str, ...]


def stronger(one: str, other: str) -> str:
    """The stronger of two levels of evidence."""
    return max(one, other, key=EVIDENCE.index)


def _known(tests: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(test for test in tests if test)
