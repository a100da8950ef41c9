"""What is too uncertain to print is not printed, and hidden counts stay hidden."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.scoring.shares import korn_graubard
from flows.scoring.suppression import Thresholds, count_presentation, presentation

CASES = {
    # share, low, high, effective n, df → action, reason, footnote on the complement
    "sound": ((0.60, 0.52, 0.68, 150, 148), "show", "", False),
    "n of 29.9": ((0.60, 0.50, 0.70, 29.9, 100), "suppress", "small_sample", False),
    "n of 30": ((0.60, 0.50, 0.70, 30.0, 100), "show", "", False),
    "width at .30": ((0.20, 0.00, 0.30, 50, 48), "suppress", "wide_interval", False),
    "narrow and rare": ((0.01, 0.00, 0.05, 400, 398), "show", "", False),
    "rare, relative width 1.4": ((0.05, 0.02, 0.09, 150, 148), "suppress", "wide_relative", False),
    "relative width 1.3": ((0.10, 0.05, 0.18, 150, 148), "show", "", False),
    "its complement is rare": ((0.95, 0.91, 0.98, 150, 148), "show", "", True),
    "seven degrees of freedom": ((0.60, 0.52, 0.68, 150, 7), "review", "few_df", False),
    "eight degrees of freedom": ((0.60, 0.52, 0.68, 150, 8), "show", "", False),
    "everybody": ((1.00, 0.98, 1.00, 150, 148), "review", "all_alike", False),
    "its complement is rare, of few": ((0.95, 0.83, 0.99, 25, 23), "suppress", "small_sample", False),
    "nobody": ((0.00, 0.00, 0.12, 60, 58), "review", "all_alike", False),
    "everybody of few": ((1.00, 0.83, 1.00, 20, 18), "suppress", "small_sample", False),
    "no interval": ((0.60, np.nan, np.nan, 150, 0), "suppress", "no_estimate", False),
    "no effective n": ((0.60, 0.55, 0.65, np.nan, 50), "suppress", "no_estimate", False),
}


def test_each_rule_of_the_standard_in_its_order() -> None:
    share, low, high, effective_n, df = (
        np.array(column) for column in zip(*(c[0] for c in CASES.values()), strict=True)
    )
    got = presentation(share, low, high, effective_n, df, thresholds=Thresholds())
    found = dict(
        zip(
            CASES,
            zip(got.action.tolist(), got.reason.tolist(), got.complement_unreliable.tolist(), strict=True),
            strict=True,
        )
    )
    assert found == {name: case[1:] for name, case in CASES.items()}


def test_other_limits_are_followed() -> None:
    one = (np.array([0.60]), np.array([0.52]), np.array([0.68]), np.array([25.0]), np.array([20]))
    assert presentation(*one, thresholds=Thresholds(effective_n=20)).action.tolist() == ["show"]
    assert presentation(*one, thresholds=Thresholds(effective_n=20, widest=0.15)).reason.tolist() == ["wide_interval"]
    assert presentation(*one, thresholds=Thresholds(effective_n=20, df=30)).reason.tolist() == ["few_df"]


def test_a_month_of_shares_from_interviews_to_print() -> None:
    """40 of 40 satisfied goes to review, 24 interviews are too few, 200 at 3 % are too rare to print."""
    n, share = np.array([40, 24, 200, 200]), np.array([1.0, 0.75, 0.03, 0.8])
    interval = korn_graubard(share, np.sqrt(share * (1 - share) / (n - 1)), n, n - 2, confidence=0.95)
    got = presentation(share, interval.low, interval.high, interval.effective_n, n - 2, thresholds=Thresholds())
    assert got.action.tolist() == ["review", "suppress", "suppress", "show"]
    assert got.reason.tolist() == ["all_alike", "small_sample", "wide_relative", ""]


@pytest.mark.parametrize(
    ("counts", "action", "total_suppressed"),
    [
        ([12, 8, 30], ["show"] * 3, False),
        ([12, 4, 8, 30], ["show", "primary", "complementary", "show"], False),
        ([8, 4, 8], ["complementary", "primary", "show"], False),
        ([12, 4, 3, 30], ["show", "primary", "primary", "show"], False),
        ([12, 0, 0, 30], ["complementary", "primary", "primary", "show"], False),
        ([12, 4, 4, 30], ["complementary", "primary", "primary", "show"], False),
        ([5], ["show"], False),
        ([4], ["primary"], True),
        ([0, 0], ["primary", "primary"], True),
        ([], [], False),
    ],
)
def test_hidden_counts_cannot_be_worked_out(counts: list[int], action: list[str], total_suppressed: bool) -> None:
    got = count_presentation(np.array(counts, dtype=np.int64))
    assert (got.action.tolist(), got.total_suppressed) == (action, total_suppressed)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_several_tables_fit_what_is_printed(counts: list[int]) -> None:
    """Who knows the total and the rule finds at least two values possible for every small count that is hidden."""
    got = count_presentation(np.array(counts))
    hidden = [i for i, action in enumerate(got.action) if action != "show"]
    if got.total_suppressed or not hidden:
        return
    assert len(hidden) >= 2
    left = sum(counts[i] for i in hidden)
    if all(got.action[i] == "primary" for i in hidden):
        assert 0 < left < 4 * len(hidden)
    assert all(count >= 5 for count, action in zip(counts, got.action, strict=True) if action == "show")


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        count_presentation(np.array([3, -1]))
