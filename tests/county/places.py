"""Towns and villages of the county, read from data/reference, in the forms people write them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE = PROJECT / "data" / "reference"
_SUFFIX = re.compile(r"(社区居委会|居委会|村委员会|村委会)$")


@dataclass(frozen=True)
class Town:
    """One of the twelve towns and streets, in the official order."""

    order: int
    code: str
    name: str
    is_street: bool


@cache
def towns() -> tuple[Town, ...]:
    """All towns in the official order."""
    with (REFERENCE / "towns.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    found = [Town(int(r["town_order"]), r["town_code"], r["town_name"], r["town_type"] == "街道") for r in rows]
    return tuple(sorted(found, key=lambda town: town.order))


@cache
def town_by_code() -> dict[str, Town]:
    """Town of each six-plus-three-digit code."""
    return {town.code: town for town in towns()}


def town_name(code: str) -> str:
    """Official name of a town; KeyError for a code outside the county."""
    return town_by_code()[code].name


def spoken(village_name: str) -> str:
    """The way people write a village: 南刘庄村委会 → 南刘庄村, 荆山社区居委会 → 荆山社区."""
    suffix = _SUFFIX.search(village_name)
    if suffix is None:
        return village_name
    stem = village_name[: suffix.start()]
    if "居委会" in suffix.group():
        return stem + "社区"
    return stem if stem.endswith("村") else stem + "村"


def stem(village_name: str) -> str:
    """A village without its kind, the form in which two towns' villages can collide."""
    return re.sub(r"(社区|村)$", "", spoken(village_name))


@cache
def villages(town_code: str) -> tuple[str, ...]:
    """Spoken names of a town's villages that no other town of the county shares."""
    with (REFERENCE / "villages.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    seen = Counter(stem(r["village_name"]) for r in rows)
    return tuple(
        spoken(r["village_name"]) for r in rows if r["town_code"] == town_code and seen[stem(r["village_name"])] == 1
    )
