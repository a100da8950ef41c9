"""Months, the period of every table and report."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month; orders by time."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2022-06`.

        Raises:
            ValueError: in Chinese, when the text is not a month.
        """
        found = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if not found or not 1 <= int(found[2]) <= 12:
            raise ValueError(f"“{text}”不是月份，请写成 2022-06 的样子")
        return cls(int(found[1]), int(found[2]))

    @property
    def first_day(self) -> date:
        """The day that stands for the month in the warehouse."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The last calendar day of the month."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def prior(self) -> Month:
        """The month before."""
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)

    @property
    def next(self) -> Month:
        """The month after."""
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    @property
    def label(self) -> str:
        """`2022年6月`, as documents write it."""
        return f"{self.year}年{self.number}月"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
