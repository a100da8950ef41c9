"""What the analysis reads of how the survey was done: rows of mart.* as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """mart.sample_outcome: how the calls of the county or of a town ended, with the AAPOR rates."""

    scope: str
    scope_name: str
    attempt_count: int
    complete_count: int
    valid_count: int
    excluded_count: int
    partial_count: int
    refusal_count: int
    break_off_count: int
    noncontact_count: int
    other_count: int
    unknown_count: int
    busy_count: int
    no_answer_count: int
    ineligible_count: int
    not_in_service_count: int
    not_eligible_count: int
    quota_full_count: int
    rr1_numerator: int
    rr1_denominator: int
    rr3_numerator: int
    rr3_denominator: float
    coop1_numerator: int
    coop1_denominator: int
    ref1_numerator: int
    ref1_denominator: int
    con1_numerator: int
    con1_denominator: int


@dataclass(frozen=True)
class Plan:
    """mart.sample_plan: the interviews that a town has and would need; None where that cannot be told."""

    town_name: str
    scored_count: int
    ranking_count: int | None
    half_width: float
    half_width_count: int | None


@dataclass(frozen=True)
class Doubt:
    """mart.interview_doubt: interviews doubted for one reason; the month's counts count an interview once."""

    reason_code: str
    doubtful_count: int
    excluded_count: int
    month_doubtful_count: int
    month_excluded_count: int


@dataclass(frozen=True)
class Effect:
    """mart.interviewer_effect: what part of the scores' variance lies between interviewers."""

    interviewer_count: int
    icc: float | None
    icc_low: float | None
    icc_high: float | None
    p_value: float | None
    design_effect: float | None


@dataclass(frozen=True)
class Composition:
    """mart.sample_composition: one group of residents in the sample and in the population."""

    scope: str
    scope_name: str
    sample_numerator: int
    sample_denominator: int
    population_numerator: int
    population_denominator: int


@dataclass(frozen=True)
class Weighting:
    """mart.weighting: whether a town's sample was calibrated, and how far its weights moved."""

    town_name: str
    status: str
    merged: str
    lowest_ratio: float | None
    highest_ratio: float | None
