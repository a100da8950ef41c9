"""What a row counts under: towns, units, groups, kinds and themes by every registered way to write them."""

import re
from functools import cache
from pathlib import Path

import pandas as pd

from tests.end_to_end.recount.sheets import aliases, text_of

SEPARATORS = r"[、,，;；\s]+"


@cache
def registered(reference: Path, table: str, code: str, name: str) -> dict[str, str]:
    """Every name and synonym of a register to its code."""
    rows = pd.read_csv(reference / table, dtype=str).fillna("")
    return {
        text_of(written): one[code]
        for one in rows.to_dict("records")
        for written in [one[name], *one["synonyms"].split("|")]
        if written
    }


def unit_codes(reference: Path) -> list[str]:
    """The bureau's units and offices."""
    return list(dict.fromkeys(registered(reference, "units.csv", "unit_code", "unit_name").values()))


def group_codes(reference: Path) -> list[str]:
    """The visiting groups."""
    return list(dict.fromkeys(registered(reference, "visit_groups.csv", "group_code", "group_name").values()))


def group_of(cell: object, reference: Path) -> str:
    """The visiting group's code."""
    return registered(reference, "visit_groups.csv", "group_code", "group_name")[text_of(cell)]


def owners_of(cell: object, reference: Path) -> set[str]:
    """The codes of the units, offices and towns a cell names; names of neither are left out."""
    known = registered(reference, "units.csv", "unit_code", "unit_name")
    towns = aliases(reference)
    named = map(text_of, re.split(SEPARATORS, str(cell)))
    return {code for name in named if (code := known.get(name) or towns.get(name))}


@cache
def words(reference: Path, name: str) -> dict[str, str]:
    """Every word of a list of the vocabulary to what it stands for."""
    table = pd.read_csv(reference / "vocabulary.csv", dtype=str)
    table = table[table["list"] == name]
    return dict(zip(table["word"].map(text_of), table["value"], strict=True))


def codes(reference: Path, name: str) -> list[str]:
    """What the words of a list stand for, each once."""
    return list(dict.fromkeys(words(reference, name).values()))


def severity_words(reference: Path) -> dict[str, str]:
    """Every way to write a severity to its code."""
    return registered(reference, "deadlines.csv", "severity", "severity")
