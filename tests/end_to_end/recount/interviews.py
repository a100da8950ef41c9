"""Scores, intervals and changes of a month, from its call records and the population table alone.

Definitions are the published method's: strata of town by urban and rural, weights raked inside each town, linearised
variance without replacement of what the raking does not explain, t intervals.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from tests.end_to_end.recount.sheets import Reading, read_source, text_of
from tests.end_to_end.recount.weighting import margin_indicators, with_weights

SCORES = {"满意": 100.0, "基本满意": 75.0, "不满意": 55.0}
SATISFIED = {"满意": 1.0, "基本满意": 1.0, "不满意": 0.0}
STRICTLY_SATISFIED = {"满意": 1.0, "基本满意": 0.0, "不满意": 0.0}
DIMENSIONS = ("overall", "facility", "activity", "library", "performance", "tourism", "market", "complaint")
SETTINGS = {"urban": ("城镇", "城市"), "rural": ("农村", "乡村")}
SEXES = {"男": "male", "女": "female"}
YOUNGEST = {"18-29": 18, "30-44": 30, "45-59": 45, "60+": 60}
OUTCOMES = {
    "1.1": ("1.1访问完成", "访问完成", "1.1"),
    "1.2": ("1.2部分完成", "部分完成"),
    "refused": ("2.11拒访", "拒访", "2.12中途拒访", "中途拒访"),
    "unknown": ("3.12占线", "占线", "3.13无人接听", "无人接听"),
}
FEWEST_INTERVIEWS = 30
ALPHA = 0.05
COUNTY = "county"


@dataclass(frozen=True)
class Estimate:
    """A weighted mean with its variance and how far the variance can be trusted; `n` is the answers that count.

    `even_n` is how many answers of equal weight would be worth as much.
    """

    value: float
    variance: float
    df: int
    n: int
    even_n: float

    @property
    def interval(self) -> tuple[float, float]:
        """The two-sided 95 % t interval."""
        half = stats.t.ppf(1 - ALPHA / 2, self.df) * np.sqrt(self.variance)
        return self.value - half, self.value + half


@dataclass(frozen=True)
class Wave:
    """A month's telephone survey: the calls used and the valid interviews with weights and answers as written."""

    reading: Reading
    valid: pd.DataFrame

    @property
    def outcomes(self) -> dict[str, int]:
        """Calls by outcome: complete (1.1), partial (1.2), refused (2.x), unknown eligibility (3.x)."""
        calls = self.reading.used["访问结果码"].map(text_of)
        return {name: int(calls.isin(words).sum()) for name, words in OUTCOMES.items()}

    @property
    def response(self) -> dict[str, int]:
        """AAPOR counts: complete interviews, and the denominators of RR1 and COOP1."""
        count = self.outcomes
        spoken = count["1.1"] + count["1.2"] + count["refused"]
        return {"complete": count["1.1"], "rr1": spoken + count["unknown"], "coop1": spoken}


def read_wave(raw: Path, reference: Path, month: str) -> Wave:
    """The month's calls; valid are the complete ones marked valid, not failed in quality control, in a town."""
    reading = read_source(raw, reference, month, "survey")
    rows = reading.used
    complete = rows["访问结果码"].map(text_of).isin(OUTCOMES["1.1"])
    passed = (rows["是否有效"].map(text_of) == "是") & (rows["质检结果"].map(text_of) != "不通过")
    valid = rows[complete & passed & (rows["town_code"] != "")].copy()
    words = {word: setting for setting, written in SETTINGS.items() for word in written}
    valid["setting"] = valid["城乡"].map(text_of).map(words)
    questions = [next(name for name in rows.columns if str(name).startswith(f"Q{i}")) for i in range(1, 9)]
    for dimension, question in zip(DIMENSIONS, questions, strict=True):
        valid[dimension] = valid[question].map(text_of)
    valid["sex"] = valid["性别"].map(text_of).map(SEXES)
    ages = "年龄" if "年龄" in valid.columns else "年龄段"
    valid["band"] = valid[ages].map(text_of).map(band_of)
    valid["month"] = month
    people = pd.read_csv(reference / "population.csv", dtype={"town_code": str})
    people = people.rename(columns={"urban_rural": "setting", "age_band": "band"})
    return Wave(reading, with_weights(valid, people))


def band_of(written: str) -> str | None:
    """The age band of 48, or of a band such as 45-59岁, which names its youngest year first; None for what is neither.

    A band of the file is one of the population table's here: the demo has no other.
    """
    found = re.match(r"\d+", written)
    if not found:
        return None
    return next((band for band, youngest in reversed(YOUNGEST.items()) if int(found[0]) >= youngest), None)


def rolled(waves: list[Wave]) -> pd.DataFrame:
    """The interviews of some months together, each month with its own weights and strata."""
    return pd.concat([wave.valid for wave in waves], ignore_index=True)


def influence(rows: pd.DataFrame, dimension: str, grades: dict[str, float] = SCORES) -> tuple[float, pd.Series]:
    """The weighted mean of the graded answers and each interview's linearised part in it.

    Answers without a grade stay in the design. What the margins of a month and town explain of the linearised values,
    by least squares with the weights before raking, is known of the population and taken off; what is left of an
    interview's own pull on that fit is made up for.
    """
    y = rows[dimension].map(grades).astype(float)
    weight = rows["weight"].where(y.notna(), 0.0)
    value = float((weight * y).sum() / weight.sum())
    linear = ((y - value) / weight.sum()).fillna(0.0)
    parts = []
    for _, town in rows.groupby(["month", "town_code"]):
        x, root = margin_indicators(town).to_numpy(), np.sqrt(town["base"].to_numpy())
        u = linear.loc[town.index].to_numpy()
        slopes = np.linalg.lstsq(root[:, None] * x, root * u, rcond=None)[0]
        pull = np.diag((root[:, None] * x) @ np.linalg.pinv(root[:, None] * x))
        left = town["weight"].to_numpy() * (u - x @ slopes) / np.sqrt(1 - pull)
        parts.append(pd.Series(left, index=town.index))
    return value, pd.concat(parts).loc[rows.index]


def design_variance(rows: pd.DataFrame, shares: pd.Series) -> float:
    """The variance of a sum over the interviews, drawn without replacement within strata."""
    variance = 0.0
    for _, stratum in rows.groupby(["month", "stratum"]):
        n = len(stratum)
        spread = shares.loc[stratum.index].var(ddof=1)
        variance += (1 - n / stratum["adults"].iloc[0]) * n * float(spread)
    return variance


def estimate(rows: pd.DataFrame, dimension: str, grades: dict[str, float] = SCORES) -> Estimate:
    """The estimate for the towns the interviews are from; degrees of freedom are interviews less strata."""
    value, shares = influence(rows, dimension, grades)
    strata = rows.groupby(["month", "stratum"]).ngroups
    weight = rows["weight"][rows[dimension].isin(grades)]
    even = weight.sum() ** 2 / (weight**2).sum()
    return Estimate(value, design_variance(rows, shares), len(rows) - strata, len(weight), float(even))


def estimates(rows: pd.DataFrame, dimension: str, grades: dict[str, float] = SCORES) -> dict[str, Estimate]:
    """The dimension's estimate of every town, by code, and of the county (its towns, each by its population)."""
    by_town = {str(code): estimate(part, dimension, grades) for code, part in rows.groupby("town_code")}
    share = population_shares(rows)
    county = Estimate(
        sum(share[code] * town.value for code, town in by_town.items()),
        sum(share[code] ** 2 * town.variance for code, town in by_town.items()),
        sum(town.df for town in by_town.values()),
        sum(town.n for town in by_town.values()),
        sum(town.even_n for town in by_town.values()),
    )
    return {**by_town, COUNTY: county}


def share_interval(share: Estimate) -> tuple[float, float]:
    """The two-sided 95 % interval of a share: the exact binomial one for as many answers as its variance is worth."""
    p, n = share.value, float(share.n)
    if 0 < p < 1:
        widening = stats.t.ppf(1 - ALPHA / 2, share.n - 1) / stats.t.ppf(1 - ALPHA / 2, share.df)
        n = min(n, p * (1 - p) / share.variance * widening**2)
    hits = n * p
    low = stats.beta.ppf(ALPHA / 2, hits, n - hits + 1) if p > 0 else 0.0
    high = stats.beta.ppf(1 - ALPHA / 2, hits + 1, n - hits) if p < 1 else 1.0
    return float(low), float(high)


def population_shares(rows: pd.DataFrame) -> dict[str, float]:
    """Each town's share of the county's adults: the weights of its interviews add up to them."""
    adults = rows.groupby("town_code")["weight"].sum()
    return {str(code): float(persons / adults.sum()) for code, persons in adults.items()}


def holm(p_values: list[float]) -> list[bool]:
    """Which hypotheses Holm's step-down rejects at 5 % over the family."""
    rejected = [False] * len(p_values)
    for step, index in enumerate(np.argsort(p_values, kind="stable")):
        if p_values[index] > ALPHA / (len(p_values) - step):
            break
        rejected[index] = True
    return rejected


def ranked_towns(scores: dict[str, Estimate]) -> dict[str, Estimate]:
    """The towns with enough graded answers, also of equal weight, and an error of their own."""
    return {
        code: town
        for code, town in scores.items()
        if code != COUNTY and min(town.n, town.even_n) >= FEWEST_INTERVIEWS and town.variance > 0
    }


def two_sided(difference: float, variance: float, df: float) -> float:
    """The p-value of a difference under the t distribution; the normal one for df without end."""
    return float(2 * stats.t.sf(abs(difference) / np.sqrt(variance), df))


def directions(differences: dict[str, tuple[float, float, float]]) -> dict[str, int]:
    """+1, 0 or -1 for every (difference, variance, df): which way it goes where Holm over all of them finds it real."""
    found = holm([two_sided(*pair) for pair in differences.values()])
    return {
        name: int(np.sign(pair[0])) if real else 0
        for (name, pair), real in zip(differences.items(), found, strict=True)
    }


def change(now: Estimate, before: Estimate) -> tuple[float, float, float]:
    """The difference of two months, its variance, as their samples are drawn apart, and Satterthwaite's df."""
    variance = now.variance + before.variance
    return now.value - before.value, variance, variance**2 / (now.variance**2 / now.df + before.variance**2 / before.df)


def changes(now: dict[str, Estimate], before: dict[str, Estimate]) -> dict[str, int]:
    """Which towns rose or fell against another month, Holm over the towns ranked in both."""
    towns = [code for code in ranked_towns(now) if code in ranked_towns(before)]
    return directions({code: change(now[code], before[code]) for code in towns})


def against_county(scores: dict[str, Estimate], rows: pd.DataFrame, dimension: str = "overall") -> dict[str, int]:
    """Which towns lie above or below the county they are a part of, Holm over the ranked towns."""
    # Every town's linearised part in the county is that of its own score, by its share of the population.
    share = population_shares(rows)
    own = {code: influence(part, dimension)[1] for code, part in rows.groupby("town_code")}
    everyone = pd.concat([share[str(code)] * part for code, part in own.items()]).reindex(rows.index)
    found = {}
    for code, town in ranked_towns(scores).items():
        shares = own[code].reindex(everyone.index, fill_value=0.0) - everyone
        found[code] = (town.value - scores[COUNTY].value, design_variance(rows, shares), np.inf)
    return directions(found)
