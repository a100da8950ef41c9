"""How towns are assessed: what is scored, weighted, ranked, and what follows from it. Sections of scheme.toml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from flows.reference_row import Row

Margin = Literal["urban_rural", "sex", "age_band"]


class Score(Row):
    """How a score is estimated and printed; `unknown` says what the answer 不了解 counts as."""

    dimension: str
    decimals: int = Field(ge=0, le=4)
    confidence_pct: float = Field(gt=50, lt=100)
    min_interviews: int = Field(ge=2)
    unknown: Literal["not_scored", "lowest", "middle"]


class Weighting(Row):
    """To which margins of the population the weights are raked inside each town, and within what limits."""

    margins: tuple[Margin, ...]
    min_cell_interviews: int = Field(ge=1)
    lowest_ratio: float = Field(ge=0, lt=1)
    highest_ratio: float = Field(gt=1)


class Ranking(Row):
    """How many towns are candidates for talks and for praise, and how ranges of ranks are found."""

    bottom_count: int = Field(ge=1)
    top_count: int = Field(ge=1)
    rolling_months: int = Field(ge=2, le=12)
    draws: int = Field(ge=10_000, le=1_000_000)
    seed: int = Field(ge=0)


class Evidence(Row):
    """From what evidence on a talk or praise is proposed."""

    rank_range: Literal["simultaneous", "marginal"]
    strong_probability_pct: float = Field(gt=50, le=100)
    talk_needs: Literal["sufficient", "strong"]
    praise_needs: Literal["sufficient", "strong"]


class Change(Row):
    """When a change is called one."""

    significance_pct: float = Field(gt=0, lt=50)


class Suppression(Row):
    """When a share is not shown (NCHS 2-175), which counts the public is not told, what an appeal does not list."""

    min_effective_interviews: float = Field(ge=0)
    wide_interval_pct: float = Field(gt=0, le=100)
    narrow_interval_pct: float = Field(ge=0, le=100)
    relative_width_pct: float = Field(gt=0)
    min_df: int = Field(ge=0)
    min_public_count: int = Field(ge=2)
    min_public_base: int = Field(ge=1)
    min_group_people: int = Field(ge=1)
    min_group_interviews: int = Field(ge=1)


class Part(Row):
    """An indicator in the composite: its weight, which way is better, and the values that count as 0 and as 100."""

    indicator: str = Field(min_length=1)
    title: str = Field(min_length=1)
    weight: float = Field(gt=0)
    direction: Literal["up", "down"]
    floor: float
    target: float
    min_denominator: int = Field(ge=1)

    @model_validator(mode="after")
    def _target_lies_the_right_way(self) -> Part:
        if (self.target > self.floor) != (self.direction == "up") or self.target == self.floor:
            raise ValueError("direction 为 up 的，target 应大于 floor；为 down 的应小于 floor")
        return self


class Composite(Row):
    """The composite score: its parts, and what becomes of small and missing ones."""

    min_weight_pct: float = Field(ge=0, le=100)
    small_rates: Literal["as_counted", "shrunken", "lower_limit"]
    peer_groups: Literal["all", "town_type"]
    perturbation_pct: float = Field(gt=0, lt=100)
    parts: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _parts_are_distinct(self) -> Composite:
        names = [part.indicator for part in self.parts]
        if len(set(names)) < len(names):
            raise ValueError("同一指标列了两次")
        return self


class Planning(Row):
    """What the number of interviews is planned for."""

    power_pct: float = Field(gt=50, lt=100)
    half_width: float = Field(gt=0)


class Assessment(Row):
    """The assessment of a month."""

    score: Score
    weighting: Weighting
    ranking: Ranking
    evidence: Evidence
    change: Change
    suppression: Suppression
    composite: Composite
    planning: Planning
