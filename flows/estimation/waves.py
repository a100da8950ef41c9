"""core.respondent and core.scored_answer as arrays: one wave a month, its towns in their fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flows.scoring.estimates import Bools, Floats, Ints, Sample


@dataclass(frozen=True)
class Frame:
    """The population: T towns in their fixed order, and how each divides.

    Attributes:
        towns: town codes.
        names: town names.
        population: adults; shape (T,).
        margins: by characteristic (urban_rural, sex, age_band), the categories in their order.
        margin_population: by characteristic, adults; shape (T, K).
        standard: adults of the county by sex and age band; shape (S, A).
    """

    towns: tuple[str, ...]
    names: tuple[str, ...]
    population: Floats
    margins: dict[str, tuple[str, ...]]
    margin_population: dict[str, Floats]
    standard: Floats


@dataclass(frozen=True)
class Wave:
    """A month's n respondents and their answers on q dimensions.

    Attributes:
        month: its first day.
        place: sheet_id and row of each respondent; shape (n, 2).
        town: position of the respondent's town in the frame; shape (n,).
        sample: the design, base weights.
        strata: name of each stratum code.
        phone: keyed hash of the respondent's telephone, "" where none; shape (n,).
        category: by characteristic, the respondent's category; −1 unknown; shape (n,).
        dimensions, scales: length q.
        score: what counts, NaN where nothing does; shape (n, q).
        answer_score: the same without what 不了解 may count as; shape (n, q).
        is_unknown: the answer was 不了解; shape (n, q).
        satisfied, strictly_satisfied: 1, 0, NaN where not graded; shape (n, q).
        lowest, middle, highest: grades of each dimension's scale, points; shape (q,).
    """

    month: date
    place: Ints
    town: Ints
    sample: Sample
    strata: tuple[str, ...]
    phone: NDArray[np.str_]
    category: dict[str, Ints]
    dimensions: tuple[str, ...]
    scales: tuple[str, ...]
    score: Floats
    answer_score: Floats
    is_unknown: Bools
    satisfied: Floats
    strictly_satisfied: Floats
    lowest: Floats
    middle: Floats
    highest: Floats


def read_frame(connection: duckdb.DuckDBPyConnection) -> Frame:
    """Read the towns and their population."""
    towns = connection.execute("select town_code, town_name from reference.town order by town_order").fetchall()
    codes = tuple(code for code, _ in towns)
    bands = connection.execute("select age_band from staging.age_band order by band_order").fetchall()
    margins = {
        "urban_rural": ("urban", "rural"),
        "sex": ("male", "female"),
        "age_band": tuple(band for (band,) in bands),
    }
    people = connection.execute("select * from reference.population").df()
    people = people[people["town_code"].isin(codes)]
    at = {name: _positions(people[name], categories) for name, categories in margins.items()}
    town, persons = _positions(people["town_code"], codes), people["persons"].to_numpy(float)

    def count(row: Ints, column: Ints, shape: tuple[int, int]) -> Floats:
        table = np.zeros(shape)
        np.add.at(table, (row, column), persons)
        return table

    by_margin = {name: count(town, at[name], (len(codes), len(margins[name]))) for name in margins}
    return Frame(
        towns=codes,
        names=tuple(name for _, name in towns),
        population=by_margin["urban_rural"].sum(axis=1),
        margins=margins,
        margin_population=by_margin,
        standard=count(at["sex"], at["age_band"], (len(margins["sex"]), len(margins["age_band"]))),
    )


def read_waves(connection: duckdb.DuckDBPyConnection, frame: Frame) -> list[Wave]:
    """Read every month that has respondents, in order."""
    people = connection.execute("select * from core.respondent order by month, sheet_id, row").df()
    answers = connection.execute("select * from core.scored_answer order by month, sheet_id, row, question").df()
    of_month = dict(list(answers.groupby("month", sort=True)))
    return [_wave(part, of_month[month], frame) for month, part in people.groupby("month", sort=True)]


def _wave(people: pd.DataFrame, answers: pd.DataFrame, frame: Frame) -> Wave:
    strata, stratum = np.unique(people["stratum"].to_numpy(str), return_inverse=True)
    # Every respondent has a row for every dimension, in the order of the questions.
    shape = (len(people), len(answers) // len(people))
    first = answers.iloc[: shape[1]]

    def table(column: str) -> Floats:
        return answers[column].to_numpy(float, na_value=np.nan).reshape(shape)

    return Wave(
        month=people["month"].iloc[0].date(),
        place=people[["sheet_id", "row"]].to_numpy(np.int64),
        town=_positions(people["town_code"], frame.towns),
        sample=Sample(
            stratum.astype(np.int64),
            people["base_weight"].to_numpy(float),
            people["stratum_population"].to_numpy(float),
        ),
        strata=tuple(map(str, strata)),
        phone=people["phone_token"].fillna("").to_numpy(str),
        category={name: _positions(people[name], categories) for name, categories in frame.margins.items()},
        dimensions=tuple(first["dimension"]),
        scales=tuple(first["scale"]),
        score=table("score"),
        answer_score=table("answer_score"),
        is_unknown=answers["is_unknown"].to_numpy(bool).reshape(shape),
        satisfied=table("is_satisfied"),
        strictly_satisfied=table("is_strictly_satisfied"),
        lowest=first["lowest_score"].to_numpy(float),
        middle=first["middle_score"].to_numpy(float),
        highest=first["highest_score"].to_numpy(float),
    )


def _positions(values: pd.Series, categories: Sequence[str]) -> Ints:
    """Where each value stands among the categories; −1 for none of them."""
    return pd.Categorical(values, categories=list(categories)).codes.astype(np.int64)
