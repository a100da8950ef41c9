"""Numbers and lists as documents print them."""

from __future__ import annotations

from fractions import Fraction

import jinja2
import pytest

from reports.wording import Words, fixed, listing, percent
from tests.warehouse.given import reference


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (86.535, "86.54"),  # as written in decimal, halves up: binary 86.535 lies below
        (2.675, "2.68"),
        (-0.004, "0.00"),
        (-0.005, "-0.01"),
        (100.0, "100.00"),
        (Fraction(2, 3), "0.67"),
        (0, "0.00"),
    ],
)
def test_numbers_round_halves_up_and_zero_has_no_sign(value: float, text: str) -> None:
    assert fixed(value) == text


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [(262, 281, "93.24%"), (1, 8, "12.50%"), (1, 3, "33.33%"), (2, 3, "66.67%"), (0, 5, "0.00%"), (5, 5, "100.00%")],
)
def test_rates_are_exact(numerator: int, denominator: int, text: str) -> None:
    assert percent(numerator, denominator) == text


def test_a_rate_of_nothing_is_no_number() -> None:
    with pytest.raises(ZeroDivisionError):
        percent(0, 0)


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["甲"], "甲"), (["甲", "乙"], "甲和乙"), (["甲", "乙", "丙"], "甲、乙和丙")]
)
def test_lists_read_as_chinese(items: list[str], text: str) -> None:
    assert listing(items) == text


def test_a_missing_value_is_an_error_not_a_gap() -> None:
    with pytest.raises(jinja2.UndefinedError):
        Words("bulletin").say("overall.change_flat")
    with pytest.raises(KeyError):
        Words("bulletin").say("overall.no_such_sentence")


def test_the_sources_that_a_month_cannot_do_without_are_called_as_in_their_contracts() -> None:
    titles = {source.source: source.title for source in reference().contracts.sources}
    needed = Words("quality").section("needed")
    assert needed == {source: titles[source] for source in ("survey", "hotline", "rectification")}
