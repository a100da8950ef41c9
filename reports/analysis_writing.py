"""What every part of the analysis writes with: the view, the words, the numbers of tables and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from reports.analysis import AnalysisView
from reports.analysis_work_view import ScopedIndicator
from reports.document import Column, RowMark, Shade, Table
from reports.wording import Words, fixed, percent

NOTHING = "—"


@dataclass
class Writing:
    """A report being written: what it tells of, in which words, and how many tables and figures it has so far."""

    view: AnalysisView
    words: Words
    _tables: count[int] = field(default_factory=lambda: count(1))
    _figures: count[int] = field(default_factory=lambda: count(1))

    def table(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Iterable[tuple[str, ...]],
        notes: Sequence[str] = (),
        marks: Sequence[RowMark] = (),
        shades: tuple[tuple[Shade | None, ...], ...] = (),
    ) -> Table:
        """Set a table under the next number."""
        caption = self.words.say("table.caption", number=next(self._tables), title=title)
        return Table(caption, tuple(columns), tuple(rows), tuple(notes), tuple(marks), shades)

    def figure_caption(self, text: str) -> str:
        """Return the caption of the next figure."""
        return self.words.say("table.figure", number=next(self._figures), text=text)

    def has(self, prefix: str) -> bool:
        """Whether the month has a source, by the beginning of its indicators' codes."""
        return any(code.startswith(prefix) for code in self.view.indicators)

    def counted(self, indicator: str) -> str:
        """The county's count of an indicator, `—` where the month has no source of it."""
        each = self.view.indicators.get(indicator)
        return NOTHING if each is None else whole(each.numerator)

    def some(self, indicator: str) -> bool:
        """Whether the county counts any of an indicator."""
        each = self.view.indicators.get(indicator)
        return each is not None and each.numerator > 0

    def rate(self, indicator: str) -> str:
        """`93.24%（262/281）`, or `无从评价` where nothing is to be assessed."""
        each = self.view.indicators.get(indicator)
        if each is None or not each.denominator:
            return "无从评价"
        return f"{percent(each.numerator, each.denominator)}（{whole(each.numerator)}/{whole(each.denominator)}）"


def whole(value: float) -> str:
    """A count without decimals."""
    return fixed(value, 0)


def number(value: float | None, decimals: int = 2) -> str:
    """`88.50`, or `—` where there is none."""
    return NOTHING if value is None else fixed(value, decimals)


def interval(low: float | None, high: float | None, decimals: int = 2) -> str:
    """`85.45—87.32`, or `—` where there is none."""
    return NOTHING if low is None or high is None else f"{fixed(low, decimals)}—{fixed(high, decimals)}"


def cell(indicator: ScopedIndicator | None) -> str:
    """An indicator in a table: a count, or `262/281　93.24%`."""
    if indicator is None:
        return NOTHING
    if indicator.denominator is None:
        return whole(indicator.numerator)
    if not indicator.denominator:
        return NOTHING
    rate = percent(indicator.numerator, indicator.denominator)
    return f"{whole(indicator.numerator)}/{whole(indicator.denominator)}　{rate}"


def ratio(numerator: float, denominator: float) -> str:
    """A rate from its parts, `—` where there is nothing to assess."""
    return percent(numerator, denominator) if denominator else NOTHING
