"""Weights of a town's interviews: adults over interviews of the stratum, then raked to the town's population.

Raking goes margin by margin until all are met: urban and rural, sex, age band. A class with fewer than five
interviews is put together with the next one (the last with the one before it) until each has five or one is left.
Those whose class is not known keep the part of the town that they had before.
"""

import pandas as pd

MARGINS = ("setting", "sex", "band")
FEWEST_PER_CLASS = 5
RATIO_LIMITS = (0.2, 5.0)
UNKNOWN = "?"
MOST_CYCLES = 500
MET = 1e-13


class NotRakedError(ValueError):
    """The margins cannot be met, or only by weights outside the limits, which the recount does not try."""


def with_weights(valid: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Interviews of a month with `stratum`, `adults`, `interviews`, `base`, `weight` and a class of every margin.

    `people` are the rows of the population table, with `setting` and `band`.
    """
    towns = [_town(rows, people[people["town_code"] == code]) for code, rows in valid.groupby("town_code")]
    return pd.concat(towns).loc[valid.index]


def _town(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    adults = people.groupby("setting")["persons"].sum()
    asked = rows["setting"].value_counts().reindex(adults.index, fill_value=0)
    rows = rows.assign(stratum=rows["town_code"] + rows["setting"])
    if (asked < 2).any():  # one interview shows no spread: the town is one stratum
        rows["stratum"], rows["adults"], rows["interviews"] = rows["town_code"], adults.sum(), len(rows)
    else:
        rows["adults"], rows["interviews"] = rows["setting"].map(adults), rows["setting"].map(asked)
    rows["base"] = rows["adults"] / rows["interviews"]
    for margin in MARGINS:
        rows[_class(margin)] = rows[margin].map(classes(rows[margin], people[margin])).fillna(UNKNOWN)
    rows["weight"] = _raked(rows, people)
    return rows


def _class(margin: str) -> str:
    return f"{margin}_class"


def classes(asked: pd.Series, living: pd.Series) -> dict[str, str]:
    """Class by category: the categories in their order, put together until each class has enough interviews."""
    order = list(dict.fromkeys(living))
    count = asked.value_counts()
    groups = [[category] for category in order]
    sizes = [int(count.get(category, 0)) for category in order]
    while len(groups) > 1 and min(sizes) < FEWEST_PER_CLASS:
        small = [size < FEWEST_PER_CLASS for size in sizes].index(True)
        first = small if small < len(groups) - 1 else small - 1
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
        sizes[first : first + 2] = [sizes[first] + sizes[first + 1]]
    return {category: "+".join(group) for group in groups for category in group}


def _raked(rows: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    targets = {margin: _target(rows, people, margin) for margin in MARGINS}
    weight = rows["base"]
    for _ in range(MOST_CYCLES):
        gaps = []
        for margin, target in targets.items():
            achieved = weight.groupby(rows[_class(margin)]).sum()
            gaps.append(float((achieved / target - 1).abs().max()))
            weight = weight * rows[_class(margin)].map(target / achieved)
        if max(gaps) < MET:
            break
    else:
        raise NotRakedError(f"margins not met: {rows['town_code'].iloc[0]}")
    ratio = weight / rows["base"]
    if ratio.min() < RATIO_LIMITS[0] or ratio.max() > RATIO_LIMITS[1]:
        raise NotRakedError(f"weights outside their limits: {rows['town_code'].iloc[0]}")
    return weight


def _target(rows: pd.DataFrame, people: pd.DataFrame, margin: str) -> pd.Series:
    """Persons of the town by class; those of unknown class stand for as many as by their first weights."""
    label = dict(zip(rows[margin], rows[_class(margin)], strict=True))
    label |= classes(rows[margin], people[margin])
    persons = people.groupby(people[margin].map(label))["persons"].sum().astype(float)
    unknown = rows[_class(margin)] == UNKNOWN
    if unknown.any():
        part = rows["base"][unknown].sum() / rows["base"].sum()
        persons = persons * (1 - part)
        persons[UNKNOWN] = part * people["persons"].sum()
    return persons


def margin_indicators(rows: pd.DataFrame) -> pd.DataFrame:
    """One column of noughts and ones for each class of each margin."""
    return pd.get_dummies(rows[[_class(margin) for margin in MARGINS]]).astype(float)
