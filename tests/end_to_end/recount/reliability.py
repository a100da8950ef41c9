"""How far the towns' scores can be trusted: in the county's mix of people, drawn to the mean, 不了解 scored."""

from pathlib import Path

import pandas as pd

from tests.end_to_end.recount.interviews import SATISFIED, SCORES, STRICTLY_SATISFIED, Estimate, ranked_towns
from tests.end_to_end.recount.weighting import FEWEST_PER_CLASS, classes

UNKNOWN = "不了解"
LEAST_COVERED = 0.9


def standardised(rows: pd.DataFrame, dimension: str, reference: Path) -> dict[str, float | None]:
    """By town, the score it would have with the county's mix of sexes and age bands.

    Bands of a sex with fewer than five scored are put together as with weights; a sex with fewer in all is left out,
    and a town where the cells that are left hold less than 90 % of the county's people has no such score.
    """
    people = pd.read_csv(reference / "population.csv")
    result: dict[str, float | None] = {}
    for code, town in rows.assign(y=rows[dimension].map(SCORES)).dropna(subset="y").groupby("town_code"):
        covered = total = 0.0
        for sex, living in people.groupby("sex"):
            asked = town[town["sex"] == sex]
            label = classes(asked["band"], living["age_band"])
            persons = living.groupby(living["age_band"].map(label))["persons"].sum() / people["persons"].sum()
            for name, cell in asked.groupby(asked["band"].map(label)):
                if len(cell) >= FEWEST_PER_CLASS:
                    covered += persons[name]
                    total += persons[name] * (cell["weight"] * cell["y"]).sum() / cell["weight"].sum()
        result[str(code)] = total / covered if covered >= LEAST_COVERED else None
    return result


def shrunken(scores: dict[str, Estimate]) -> dict[str, tuple[float, float]]:
    """By town, the score drawn to the towns' mean and the part of its variance that is real (DerSimonian & Laird)."""
    towns = ranked_towns(scores)
    exact = {code: 1 / town.variance for code, town in towns.items()}
    whole = sum(exact.values())
    common = sum(exact[code] * town.value for code, town in towns.items()) / whole
    apart = sum(exact[code] * (town.value - common) ** 2 for code, town in towns.items())
    real = max(0.0, (apart - (len(towns) - 1)) / (whole - sum(w**2 for w in exact.values()) / whole))
    weight = {code: 1 / (town.variance + real) for code, town in towns.items()}
    mean = sum(weight[code] * town.value for code, town in towns.items()) / sum(weight.values())
    part = {code: real / (real + town.variance) for code, town in towns.items()}
    return {code: (mean + part[code] * (town.value - mean), part[code]) for code, town in towns.items()}


def unknown_scored(rows: pd.DataFrame, dimension: str) -> dict[str, tuple[float, float]]:
    """By town, the score had everyone who said 不了解 given the lowest grade, and the highest."""
    result = {}
    for code, town in rows[rows[dimension].isin([*SCORES, UNKNOWN])].groupby("town_code"):
        low, high = (
            float((town["weight"] * town[dimension].map({**SCORES, UNKNOWN: instead})).sum() / town["weight"].sum())
            for instead in (min(SCORES.values()), max(SCORES.values()))
        )
        result[str(code)] = (low, high)
    return result


def mean_by_town(
    rows: pd.DataFrame, dimension: str, grades: dict[str, float], weight: str = "weight"
) -> dict[str, float]:
    """By town, the weighted mean of the answers that have a grade."""
    graded = rows[rows[dimension].isin(grades)]
    products = (graded[dimension].map(grades) * graded[weight]).groupby(graded["town_code"]).sum()
    means = products / graded.groupby("town_code")[weight].sum()
    return {str(code): float(mean) for code, mean in means.items()}


def other_ways(
    rows: pd.DataFrame, dimension: str, reference: Path, rolling: dict[str, Estimate]
) -> dict[str, dict[str, float]]:
    """By another way to score the towns, its results as printed; a town without a result is left out."""
    lowest, middle, _ = sorted(SCORES.values())
    found: dict[str, dict[str, float | None]] = {
        "main": {**mean_by_town(rows, dimension, SCORES)},
        "base_weights": {**mean_by_town(rows, dimension, SCORES, "base")},
        "satisfied": {**mean_by_town(rows, dimension, {word: 100 * one for word, one in SATISFIED.items()})},
        "strictly_satisfied": {
            **mean_by_town(rows, dimension, {word: 100 * one for word, one in STRICTLY_SATISFIED.items()})
        },
        "unknown_lowest": {**mean_by_town(rows, dimension, {**SCORES, UNKNOWN: lowest})},
        "unknown_middle": {**mean_by_town(rows, dimension, {**SCORES, UNKNOWN: middle})},
        "standardised": standardised(rows, dimension, reference),
        "rolling": {code: town.value for code, town in ranked_towns(rolling).items()},
    }
    return {
        way: {code: round(value + 1e-9, 2) for code, value in values.items() if value is not None}
        for way, values in found.items()
    }
