"""Words and numbers as documents print them: sentences from words/*.toml, one rule of rounding."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from reports.statements import Statement

_WORDS = Path(__file__).resolve().parent / "words"


class Words:
    """The sentences of one report, by name; a missing value is an error, never a gap in a sentence."""

    def __init__(self, report: str, **everywhere: object) -> None:
        """Read the words of a report; `everywhere` are values that every sentence may use."""
        self._texts = _texts(report)
        self._everywhere = everywhere
        self.statements: list[Statement] = []
        self.explained: list[str] = []

    def say(self, name: str, **values: object) -> str:
        """Return the sentence `part.name` filled in; line breaks of the template vanish.

        Raises:
            KeyError: there is no such sentence.
            jinja2.UndefinedError: the sentence wants a value that was not given.
        """
        part, _, key = name.partition(".")
        text = _template(self._texts[part][key]).render({**self._everywhere, **values})
        return "".join(line.strip() for line in text.splitlines())

    def claim(self, name: str, tests: Iterable[str], **values: object) -> str:
        """Say a sentence that compares, and note the tests it rests on."""
        text = self.say(name, **values)
        self.statements.append(Statement(text, tuple(tests)))
        return text

    def explain(self, name: str, **values: object) -> str:
        """Say a sentence that tells what comparing words mean; it claims nothing."""
        text = self.say(name, **values)
        self.explained.append(text)
        return text

    def section(self, part: str) -> dict[str, str]:
        """Return the plain texts of a part by name: titles, values, which need no filling in."""
        return dict(self._texts.get(part, {}))

    def entries(self, part: str) -> list[dict[str, Any]]:
        """Return the entries of a list in order, such as the tables of the workbook, as they are written."""
        return [dict(entry) for entry in self._texts.get(part, [])]

    def has(self, name: str) -> bool:
        """Whether there is a sentence of that name."""
        part, _, key = name.partition(".")
        return key in self._texts.get(part, {})


@cache
def _texts(report: str) -> dict[str, Any]:
    return tomllib.loads((_WORDS / f"{report}.toml").read_text(encoding="utf-8"))


@cache
def _template(text: str) -> Template:
    """A sentence ready to be filled in: the sheets of a year say the same few thousands of times."""
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(listing=listing)
    return environment.from_string(text)


def listing(items: Sequence[str]) -> str:
    """Join names as Chinese lists them: 甲、乙和丙."""
    if len(items) <= 1:
        return "".join(items)
    return "、".join(items[:-1]) + "和" + items[-1]


def fixed(value: float | Decimal | Fraction, decimals: int = 2) -> str:
    """Write a number with a fixed number of decimals, halves up, and the true minus sign never on a zero."""
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = exact * 10**decimals
    whole = Decimal(scaled.numerator) / Decimal(scaled.denominator)
    rounded = whole.quantize(Decimal(1), ROUND_HALF_UP) / (Decimal(10) ** decimals)
    return f"{abs(rounded) if rounded == 0 else rounded:.{decimals}f}"


def signed(value: float, decimals: int = 2) -> str:
    """Write a difference with its sign, + or −; one that rounds to nothing has none."""
    text = fixed(abs(value), decimals)
    return text if float(text) == 0 else ("+" if value > 0 else "−") + text


def percent(numerator: int | float, denominator: int | float) -> str:
    """Write a rate as `91.92%` from its parts.

    Raises:
        ZeroDivisionError: nothing to assess; the caller says so in words.
    """
    return fixed(Fraction(numerator) / Fraction(denominator) * 100) + "%"
