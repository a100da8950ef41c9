"""What the analysis reads of opinions, hotline, ledger and the third party: rows of mart.* as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """mart.topic_month: what people said of one topic in the month, and what the tests found."""

    topic: str
    title: str
    plan_topic: str | None
    examples: list[str]
    mention_count: int
    survey_count: int
    hotline_count: int
    visit_count: int
    inspection_count: int
    town_count: int
    share_numerator: int
    share_denominator: int
    recent_month_count: int
    previous_count: int | None
    compared_months: int
    compared_count: int
    prior_count: int | None
    emerging_test: str | None
    growing_test: str | None
    in_towns_test: str | None
    concentrated_town_names: list[str]
    major_reason: str | None
    is_major: bool
    is_recurring: bool
    open_ledger_count: int
    overdue_ledger_count: int
    special_ledger_nos: list[str]
    has_special_row: bool


@dataclass(frozen=True)
class Problem:
    """mart.problem_group: near-identical opinions that are one problem."""

    matter: str
    title: str | None
    topic: str | None
    mention_count: int
    town_count: int
    total_month_count: int
    total_count: int
    is_recurring: bool
    is_major: bool


@dataclass(frozen=True)
class ScopedIndicator:
    """mart.indicator: a count (no denominator) or the two parts of a rate, of a scope."""

    scope: str
    scope_name: str
    indicator: str
    numerator: float
    denominator: float | None
    value: float | None


@dataclass(frozen=True)
class ClosingBand:
    """mart.closing_time: tickets of the month closed within a band of working days."""

    band_name: str
    ticket_count: int
    closed_count: int
    median_working_days: float | None
    nine_tenths_working_days: int | None


@dataclass(frozen=True)
class District:
    """mart.external_district: a district of the city in the third party's survey."""

    district: str
    is_own_county: bool
    score: float
    rank: int | None
    is_rank_disputed: bool | None
    district_count: int
    score_change: float | None
    prior_rank: int | None
    above_district: str | None
    gap_above: float | None
    below_district: str | None
    gap_below: float | None


@dataclass(frozen=True)
class ExternalTown:
    """mart.external_town: a town's own score beside the third party's."""

    town_name: str
    score: float | None
    ci_low: float | None
    ci_high: float | None
    point_rank: int | None
    external_score: float | None
    external_rank: int | None
    external_sample_size: int | None
    difference: float | None
    is_external_outside: bool | None


@dataclass(frozen=True)
class Agreement:
    """mart.agreement: one measure of how far our towns' scores agree with the third party's."""

    measure: str
    town_count: int
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    status: str
