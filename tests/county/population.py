"""Simulated adult population by town, urban/rural, sex and age band (data/reference/population.csv)."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import NamedTuple

from tests.county.places import REFERENCE, towns

SEXES = ("male", "female")
AGE_BANDS = ("18-29", "30-44", "45-59", "60+")
AREAS = ("urban", "rural")
ADULT_SHARE = 0.79
COUNTY_REGISTERED = 569_900
NOTE = "演示模拟值"

# Three registered figures are public; the other nine are simulated and scaled to the public county total.
_REGISTERED_PUBLIC = {"370323103": 52_549, "370323106": 40_000, "370323111": 35_000}
_RELATIVE_SIZE = {
    "370323002": 96,
    "370323001": 78,
    "370323102": 50,
    "370323109": 33,
    "370323107": 31,
    "370323105": 47,
    "370323108": 27,
    "370323110": 22,
    "370323104": 58,
}
_URBAN_SHARE = {
    "370323002": 0.74,
    "370323001": 0.83,
    "370323111": 0.22,
    "370323102": 0.27,
    "370323106": 0.19,
    "370323109": 0.24,
    "370323107": 0.31,
    "370323105": 0.29,
    "370323103": 0.34,
    "370323108": 0.21,
    "370323110": 0.26,
    "370323104": 0.36,
}
_AGE_SHARE = {"urban": (0.19, 0.31, 0.28, 0.22), "rural": (0.11, 0.20, 0.32, 0.37)}
_MALE_SHARE = {"18-29": 0.52, "30-44": 0.51, "45-59": 0.50, "60+": 0.47}


class Cell(NamedTuple):
    """Adults of one cell of the margins; persons is a head count."""

    town_code: str
    urban_rural: str
    sex: str
    age_band: str
    persons: int


@cache
def registered() -> dict[str, int]:
    """Registered population of each town (all ages); the twelve add up to the county's."""
    free = COUNTY_REGISTERED - sum(_REGISTERED_PUBLIC.values())
    scale = free / sum(_RELATIVE_SIZE.values())
    found = dict(_REGISTERED_PUBLIC) | {code: round(size * scale) for code, size in _RELATIVE_SIZE.items()}
    largest = max(_RELATIVE_SIZE, key=lambda code: _RELATIVE_SIZE[code])
    found[largest] += COUNTY_REGISTERED - sum(found.values())
    return found


@cache
def cells() -> tuple[Cell, ...]:
    """Every cell of the adult population, towns in the official order."""
    found = []
    for town in towns():
        adults = registered()[town.code] * ADULT_SHARE
        for area in AREAS:
            share = _URBAN_SHARE[town.code] if area == "urban" else 1 - _URBAN_SHARE[town.code]
            for sex in SEXES:
                for band, age_share in zip(AGE_BANDS, _AGE_SHARE[area], strict=True):
                    sex_share = _MALE_SHARE[band] if sex == "male" else 1 - _MALE_SHARE[band]
                    found.append(Cell(town.code, area, sex, band, round(adults * share * age_share * sex_share)))
    return tuple(found)


@cache
def stratum_sizes() -> dict[tuple[str, str], int]:
    """Adults of each (town_code, urban_rural): the N_h of the design."""
    sizes: dict[tuple[str, str], int] = {}
    for cell in cells():
        key = (cell.town_code, cell.urban_rural)
        sizes[key] = sizes.get(key, 0) + cell.persons
    return sizes


def urban_share(town_code: str) -> float:
    """Share of a town's adults who live in its urban stratum, between 0 and 1."""
    sizes = stratum_sizes()
    urban, rural = sizes[town_code, "urban"], sizes[town_code, "rural"]
    return urban / (urban + rural)


def as_csv() -> str:
    """The text of data/reference/population.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*Cell._fields, "note"])
    writer.writerows([*cell, NOTE] for cell in cells())
    return out.getvalue()


def write() -> None:
    """Write data/reference/population.csv."""
    (REFERENCE / "population.csv").write_text(as_csv(), encoding="utf-8")
