"""Neighbouring characters of texts as numbers, all texts at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]

_BITS = np.uint64(21)  # of a Unicode character


def grams(texts: Sequence[str], size: int) -> tuple[Ints, Keys]:
    """Return every run of `size` characters (1 to 3) as (which text, key), in the order of the texts.

    The key is made of the characters' code points: equal runs have equal keys, runs of different sizes never.
    """
    if not 1 <= size <= 3:
        raise ValueError(f"a run of {size} characters does not fit into a key")
    separator = "\0"
    joined = separator.join(text.replace(separator, " ") for text in texts) + separator
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    ends = points == 0
    owner = np.cumsum(ends) - ends
    count = len(points) - size + 1
    if not texts or count <= 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    keys = np.zeros(count, dtype=np.uint64)
    inside = np.ones(count, dtype=bool)
    for offset in range(size):
        part = points[offset : offset + count]
        keys = (keys << _BITS) | part
        inside &= part != 0
    return owner[:count][inside].astype(np.int64), keys[inside]
