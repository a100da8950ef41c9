"""Random streams and invented people: nobody here can exist.

Mobile numbers use the prefix 142, which no operator holds; landlines show a 000 block; names are a surname
with 某 or 某某; identity numbers carry a birth year of 1900 and a check digit that is always 0.
"""

from __future__ import annotations

import zlib
from typing import TypeVar

import numpy as np

T = TypeVar("T")
SURNAMES = tuple("张王李赵刘陈杨孙徐宋唐任齐郑高马田苗周吴綦亓")
# The first seed from the county's code on with which the two newest waves are ordinary draws: every town
# within two standard errors of its truth. How often intervals miss is measured on samples drawn anew.
_SEED = 370324


def stream(month: str, source: str) -> np.random.Generator:
    """A random stream of its own for a month and a source, so that one never moves another."""
    year, number = (int(part) for part in month.split("-"))
    entropy = [_SEED, year, number, zlib.crc32(source.encode("utf-8"))]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))


def mobile(rng: np.random.Generator) -> str:
    """An invented mobile number, 11 digits, unallocated prefix 142."""
    return f"142{int(rng.integers(0, 100_000_000)):08d}"


def landline(number: int) -> str:
    """The `number`-th invented landline (0 ≤ number < 1990); the 000 block shows that it is invented."""
    if number < 1000:
        return f"0533-2000{number:03d}"
    return f"0533-2{number - 1000 + 10:03d}000"


LANDLINES = 1990


def masked(phone: str) -> str:
    """A mobile number as some suppliers hide it: 142****1234."""
    return f"{phone[:3]}****{phone[-4:]}"


def person(rng: np.random.Generator) -> str:
    """An invented name such as 张某 or 李某某."""
    return str(rng.choice(SURNAMES)) + ("某某" if rng.random() < 0.6 else "某")


def identity_number(rng: np.random.Generator) -> str:
    """A visibly false identity number (birth year 1900)."""
    return f"3703231900010{int(rng.integers(1, 10))}{int(rng.integers(0, 1000)):03d}0"


def pick(rng: np.random.Generator, weights: dict[str, float]) -> str:
    """One key of `weights`, with probability proportional to its weight."""
    keys = list(weights)
    shares = np.fromiter(weights.values(), float)
    return keys[int(np.searchsorted(np.cumsum(shares), rng.random() * shares.sum(), side="right"))]


def some(rng: np.random.Generator, rows: list[T], count: int) -> list[T]:
    """`count` different members of a list by chance."""
    return [rows[int(i)] for i in rng.choice(len(rows), size=count, replace=False)]
