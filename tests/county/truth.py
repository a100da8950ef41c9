"""What is true of the simulated county: scores, ranks, grade probabilities, recurring problems.

A score is on 0–100. A town's score is the population-weighted mean of its two strata (urban, rural).
Months are written "2022-06"; a date is taken as its month.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tests.county.places import towns
from tests.county.population import stratum_sizes, urban_share

MONTHS = tuple(f"{year}-{month:02d}" for year in (2021, 2022) for month in range(1, 13))[4:18]
NEWEST = MONTHS[-1]

FALLEN = "370323105"  # 西里镇
RISING = "370323104"  # 悦庄镇
TWINS = ("370323109", "370323107")  # 燕崖镇 and 中庄镇
BOTTOM = "370323106"  # 大张庄镇
TOP = "370323002"  # 南麻街道
FALL = 8.5
RISE_PER_MONTH = 0.35

DIMENSIONS = ("overall", "facility", "activity", "library", "performance", "tourism", "market", "complaint")
QUESTIONS = {f"Q{number}": code for number, code in enumerate(DIMENSIONS, start=1)}
QUESTION_TITLES = {
    "Q1": "总体评价",
    "Q2": "公共文化设施",
    "Q3": "文体活动",
    "Q4": "图书馆与阅读空间",
    "Q5": "惠民演出",
    "Q6": "旅游服务",
    "Q7": "文化市场秩序",
    "Q8": "诉求办理",
}
DONT_KNOW = "不了解"
DONT_KNOW_SHARE = dict(zip(DIMENSIONS, (0.02, 0.03, 0.03, 0.06, 0.05, 0.06, 0.05, 0.25), strict=True))
SCALES: dict[str, dict[str, float]] = {
    "five": {"非常满意": 100.0, "满意": 80.0, "一般": 60.0, "不满意": 30.0, "非常不满意": 0.0},
    "three": {"满意": 100.0, "基本满意": 75.0, "不满意": 55.0},
}

_BASE = {
    "370323002": 92.5,
    "370323001": 88.4,
    "370323111": 86.0,
    "370323102": 85.2,
    "370323106": 79.0,
    "370323109": 86.6,
    "370323107": 86.6,
    "370323105": 88.9,
    "370323103": 87.3,
    "370323108": 84.7,
    "370323110": 85.7,
    "370323104": 83.6,
}
# Urban minus rural. Both signs occur, so an unweighted mean errs in both directions.
_URBAN_GAP = {
    "370323002": 1.5,
    "370323001": -2.5,
    "370323111": 3.5,
    "370323102": -3.0,
    "370323106": 3.0,
    "370323109": 4.0,
    "370323107": -4.0,
    "370323105": 2.0,
    "370323103": -3.5,
    "370323108": 2.5,
    "370323110": -2.0,
    "370323104": 3.0,
}
_DIMENSION_OFFSET = dict(zip(DIMENSIONS, (0.0, -1.6, -2.4, 0.8, -0.6, 1.4, 0.4, -3.0), strict=True))
# Offsets of a town on a dimension, beyond the county's pattern: what a town's sheet should find.
_TOWN_OFFSET = {
    ("370323002", "library"): -2.0,
    ("370323002", "facility"): 1.2,
    ("370323001", "market"): -2.2,
    ("370323111", "tourism"): 2.4,
    ("370323102", "activity"): -2.0,
    ("370323106", "facility"): -2.5,
    ("370323106", "tourism"): 1.8,
    ("370323109", "tourism"): 2.0,
    ("370323109", "library"): -1.5,
    ("370323107", "performance"): 2.2,
    ("370323107", "complaint"): -1.4,
    ("370323103", "library"): 1.8,
    ("370323108", "activity"): -2.6,
    ("370323110", "performance"): -2.2,
    ("370323104", "complaint"): 2.0,
}
# The county's common drift; equal in the last two months, so that 西里镇's fall is exactly FALL.
_DRIFT = dict(zip(MONTHS, (0.0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.2, 0.1, 0.1, 0.2, 0.3, 0.4, 0.4), strict=True))
# The fall is not even over the dimensions: the square is closed and the activities stop.
_FALL_BY_DIMENSION = dict(zip(DIMENSIONS, (FALL, 12.0, 13.0, 5.0, 8.0, 3.0, 3.0, 6.0), strict=True))
_FIVE_SHAPE = np.array([0.62, 0.25, 0.09, 0.04])


def _month(month: str | dt.date) -> str:
    text = month if isinstance(month, str) else f"{month:%Y-%m}"
    if text not in MONTHS:
        raise ValueError(f"no such month in the simulated county: {text}")
    return text


def scale_of(month: str | dt.date) -> str:
    """Name of the scale a wave used: "five" for the first two waves, "three" after."""
    return "five" if _month(month) < "2021-07" else "three"


def true_score(town_code: str, month: str | dt.date, dimension: str = "overall") -> float:
    """True score of a town, 0–100, rounded to nine decimals so that equal truths compare equal."""
    text = _month(month)
    score = _BASE[town_code] + _DRIFT[text]
    if town_code == RISING:
        score += RISE_PER_MONTH * MONTHS.index(text)
    if dimension != "overall":
        score += _DIMENSION_OFFSET[dimension] + _TOWN_OFFSET.get((town_code, dimension), 0.0)
    if town_code == FALLEN and text == NEWEST:
        score -= _FALL_BY_DIMENSION[dimension]
    return round(score, 9)


def true_stratum_mean(town_code: str, urban_rural: str, month: str | dt.date, dimension: str = "overall") -> float:
    """True mean answer of a stratum ("urban" or "rural"), 0–100, given that an answer is given."""
    score, share, gap = true_score(town_code, month, dimension), urban_share(town_code), _URBAN_GAP[town_code]
    return score + (1 - share) * gap if urban_rural == "urban" else score - share * gap


def true_ranks(month: str | dt.date, dimension: str = "overall") -> dict[str, int]:
    """Competition ranks (1 = highest true score; equal scores share a rank)."""
    scores = {town.code: true_score(town.code, month, dimension) for town in towns()}
    return {code: 1 + sum(other > score for other in scores.values()) for code, score in scores.items()}


def true_county_score(month: str | dt.date, dimension: str = "overall") -> float:
    """True county score: strata weighted by their adult population."""
    sizes = stratum_sizes()
    total = sum(n * true_stratum_mean(code, area, month, dimension) for (code, area), n in sizes.items())
    return total / sum(sizes.values())


def grade_probabilities(mean: float, scale: str) -> dict[str, float]:
    """Probability of each grade, best first, whose mean on the scale is exactly `mean`.

    Raises ValueError if the scale cannot carry the mean with the shape used here.
    """
    values = np.array(list(SCALES[scale].values()))
    deficit = 100.0 - mean
    if scale == "five":
        below = _FIVE_SHAPE * deficit / float(_FIVE_SHAPE @ (100.0 - values[1:]))
    else:
        # The lower the score, the larger the part of the loss that comes from the lowest grade.
        worst_part = 0.30 + 0.006 * deficit
        below = deficit * np.array([(1 - worst_part) / 25.0, worst_part / 45.0])
    shares = np.array([1.0 - below.sum(), *below])
    if shares.min() < 0:
        raise ValueError(f"mean {mean} is out of reach of scale {scale}")
    return dict(zip(SCALES[scale], shares.tolist(), strict=True))


@dataclass(frozen=True)
class Recurring:
    """A problem that comes back: tickets planted per town and month, found by `topic`."""

    topic: str
    months: tuple[str, ...]
    town_codes: tuple[str, ...]
    per_month: tuple[int, ...]  # tickets of the topic in each month, same length as months
    ticket_nos: tuple[str, ...] = ()


_RECURRING = (
    Recurring(
        "图书馆限流",
        ("2021-08", "2021-09", "2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-06"),
        (
            "370323002",
            "370323001",
            "370323104",
            "370323103",
            "370323105",
            "370323102",
            "370323109",
            "370323110",
        ),
        (6, 5, 6, 8, 8, 9, 12, 16),
    ),
    Recurring(
        "文化活动设施不足",
        MONTHS[4:],
        (BOTTOM, "370323111", "370323102", "370323110"),
        (5,) * len(MONTHS[4:]),
    ),
    Recurring("文化活动偏少", MONTHS[10:], (BOTTOM, "370323108", "370323102"), (4, 4, 5, 6)),
    Recurring("演出品质不高", MONTHS[11:], ("370323110", "370323104", "370323107"), (3, 3, 4)),
    Recurring("西里文化广场围挡", (NEWEST,), (FALLEN,), (11,)),
    Recurring("娱乐场所噪声", ("2021-06", "2021-07", "2021-08", "2022-05", "2022-06"), (TOP, "370323001"), (6,) * 5),
)


def recurring_plan() -> tuple[Recurring, ...]:
    """The planted recurring problems without ticket numbers (what the generators draw from)."""
    return _RECURRING


def planted_recurring() -> tuple[Recurring, ...]:
    """The planted recurring problems with the numbers of the tickets that carry them."""
    # Imported here because the tickets are generated from the plan above.
    from tests.county.tickets import tickets_of

    found = []
    for plan in _RECURRING:
        numbers = tuple(
            ticket.ticket_no
            for month in plan.months
            for ticket in tickets_of(month)
            if ticket.topic == plan.topic and ticket.is_planted
        )
        found.append(Recurring(plan.topic, plan.months, plan.town_codes, plan.per_month, numbers))
    return tuple(found)
