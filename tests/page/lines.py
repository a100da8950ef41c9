"""Reads pages of a PDF as lines of characters, in millimetres from the top left of the sheet."""

import io
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf

MM = 25.4 / 72


@dataclass(frozen=True)
class Character:
    text: str
    size_pt: float
    font: str
    x0: float
    x1: float
    baseline: float
    is_red: bool

    @property
    def top(self) -> float:
        """Top of the em box, which the ink of an ideograph hardly reaches."""
        return self.baseline - 0.88 * self.size_pt * MM

    @property
    def bottom(self) -> float:
        return self.baseline + 0.12 * self.size_pt * MM


@dataclass(frozen=True)
class Line:
    page: int
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)

    @property
    def baseline(self) -> float:
        return self.characters[0].baseline

    @property
    def size_pt(self) -> float:
        return max(c.size_pt for c in self.characters)

    @property
    def x0(self) -> float:
        return self.characters[0].x0

    @property
    def x1(self) -> float:
        return self.characters[-1].x1

    @property
    def em(self) -> float:
        """Natural width in ems, whatever the justification did."""
        return sum(c.x1 - c.x0 for c in self.characters) / (self.size_pt * MM)


def untagged(data: bytes) -> bytes:
    """A PDF without its tags, which are a third of the work of reading its pages and say nothing of them."""
    bare = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/StructTreeRoot" in pdf.Root:
            del pdf.Root.StructTreeRoot
        pdf.save(bare, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return bare.getvalue()


def characters(page: Any) -> list[Character]:
    """The printed characters of an upright page in the order of the file; rotated ones are left out."""
    return [
        Character(
            c["text"],
            round(c["size"], 2),
            c["fontname"].split("+")[-1],
            c["x0"] * MM,
            c["x1"] * MM,
            (float(page.height) - c["matrix"][5]) * MM,
            _is_red(c["non_stroking_color"]),
        )
        for c in page.chars
        if c["upright"] and not c["text"].isspace()
    ]


def lines(number: int, found: list[Character]) -> list[Line]:
    """Characters with one baseline, from left to right; lines from top to bottom."""
    rows: list[list[Character]] = []
    for c in sorted(found, key=lambda c: (c.baseline, c.x0)):
        if rows and c.baseline - rows[-1][0].baseline < 1.0:
            rows[-1].append(c)
        else:
            rows.append([c])
    return [Line(number, tuple(sorted(row, key=lambda c: c.x0))) for row in rows]


def pitches(found: list[Line]) -> list[tuple[Line, float]]:
    """Each line with its distance to the next one."""
    return [(a, b.baseline - a.baseline) for a, b in pairwise(found)]


def _is_red(color: Any) -> bool:
    return bool(color) and len(color) == 3 and color[0] > 0.7 and max(color[1:]) < 0.3
