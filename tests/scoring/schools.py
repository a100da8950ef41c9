"""The samples of schools shipped with R's survey package, and what that package estimates from them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from flows.scoring.design import Floats, Ints, Sample

PUBLISHED = Path(__file__).with_name("published")
FILES = {"srs": "apisrs", "strat": "apistrat", "strat_nofpc": "apistrat", "wt_only": "apistrat", "clus1": "apiclus1"}


@cache
def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader((PUBLISHED / "expected_api.csv").open(encoding="utf-8")))


def expected(*cases: str) -> list[dict[str, str]]:
    return [row for row in _rows() if row["case"] in cases and row["design"].split(":")[0] in FILES]


def expected_lonely() -> list[dict[str, str]]:
    return [row for row in _rows() if row["case"] == "lonely_psu"]


def name(row: dict[str, str]) -> str:
    return "-".join((row["case"], row["design"], row["stat"], row["level"]))


def coded(column: pd.Series) -> Ints:
    return np.unique(column.to_numpy(str), return_inverse=True)[1].astype(np.int64)


@cache
def schools(design: str) -> tuple[pd.DataFrame, Sample]:
    frame = pd.read_csv(PUBLISHED / f"{FILES[design]}.csv")
    none = np.zeros(len(frame), dtype=np.int64)
    sample = Sample(
        stratum=coded(frame["stype"]) if design.startswith("strat") else none,
        weight=frame["pw"].to_numpy(float),
        stratum_population=np.full(len(frame), np.inf)
        if design in {"strat_nofpc", "wt_only"}
        else frame["fpc"].to_numpy(float),
        cluster=coded(frame["dnum"]) if design == "clus1" else None,
    )
    return frame, sample


def value_and_domain(frame: pd.DataFrame, row: dict[str, str]) -> tuple[Floats, Ints]:
    """What a row is about: "api00", "api00|stype", "awards==Yes|stype+sch.wide" with its level, or a level's share."""
    what, _, by = row["stat"].partition("|")
    if "==" in what:
        variable, grade = what.split("==")
        value = (frame[variable] == grade).to_numpy(float)
    elif row["case"] in {"prop", "cal_prop"}:
        value = (frame[what] == row["level"].removeprefix(what)).to_numpy(float)
    else:
        value = frame[what].to_numpy(float)
    inside = np.ones(len(frame), dtype=bool)
    if by:
        for variable, level in zip(by.split("+"), row["level"].split(":"), strict=True):
            inside &= frame[variable].to_numpy(str) == level
    return value, np.where(inside, 0, -1)
