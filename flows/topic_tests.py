"""core.opinion, core.opinion_mark → core.topic_test, core.topic_town: what is new, what grows, what some towns tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypedDict

import duckdb
import numpy as np
import pandas as pd

from flows.estimation.tables import write_table
from flows.scheme import Scheme
from flows.topics.concentration import concentration
from flows.topics.grams import Ints
from flows.topics.rise import like_for_like, rise

TEST_COLUMNS = """
    month date, kind varchar, code varchar, test varchar, span_months integer, mention_count integer,
    expected_count double,
    dispersion double, p_value double, p_adjusted double, verdict varchar
"""
TOWN_COLUMNS = "month date, kind varchar, code varchar, town_code varchar, expected_count double, excess double"
EXCESS = 2.0  # standard errors above its share from which a town is named, where the towns together differ


def judge_topics(connection: duckdb.DuckDBPyConnection, rules: Scheme.Topics) -> None:
    """Write the tests of each topic and group in each month in which an opinion tells of it.

    core.topic_test has a row per month, kind (topic, group), code (the topic's, the group's id) and test: emerging
    (the month against all months before), growing (`compared_months` against as many before) and in_towns (the towns
    among one another, over `window_months`); `verdict` as flows.topics.rise.Verdict. core.topic_town has a row per
    month, kind, code and town that tells of it more than its share, where in_towns was found. A month's rows depend on
    that month and those before.
    """
    opinion = connection.execute(
        "select * from core.opinion left join core.opinion_mark using (source, sheet_id, row)"
    ).df()
    tests: list[tuple[Any, ...]] = []
    towns: list[tuple[Any, ...]] = []
    for kind, column in (("topic", "topic"), ("group", "group_id")):
        counts = _Counts(opinion, column)
        for at, month in enumerate(counts.months):
            if counts.told[:, at].any():
                judged = _Month(counts, at, rules)
                tests += [(month, kind, *row) for row in (*judged.rise_tests(), *judged.town_tests())]
                towns += [(month, kind, *row) for row in judged.towns()]
    write_table(connection, "core.topic_test", TEST_COLUMNS, tests)
    write_table(connection, "core.topic_town", TOWN_COLUMNS, towns)


class _Counts:
    """Opinions by month, source and town (the last: none known), all of them (`read`) and by code (`told`)."""

    def __init__(self, opinion: pd.DataFrame, column: str) -> None:
        months = sorted(opinion["month"].unique())
        sources, towns = sorted(opinion["source"].unique()), sorted(opinion["town_code"].dropna().unique())
        named = opinion[column].notna()
        self.codes: list[str] = sorted(opinion.loc[named, column].unique())
        self.months: list[date] = [pd.Timestamp(month).date() for month in months]
        self.towns: list[str] = towns
        place = [
            pd.Categorical(opinion["month"], months).codes.astype(np.int64),
            pd.Categorical(opinion["source"], sources).codes.astype(np.int64),
            pd.Categorical(opinion["town_code"].fillna(""), [*towns, ""]).codes.astype(np.int64),
        ]
        shape = (len(months), len(sources), len(towns) + 1)
        self.read: Ints = np.zeros(shape, dtype=np.int64)
        np.add.at(self.read, tuple(place), 1)
        code = pd.Categorical(opinion[column], self.codes).codes.astype(np.int64)
        self.told: Ints = np.zeros((len(self.codes), *shape), dtype=np.int64)
        np.add.at(self.told, (code[named], *(each[named] for each in place)), 1)

    def window(self, at: int, months: int) -> slice:
        """The places of the months with opinions among the calendar months that end with month `at`."""
        number = [month.year * 12 + month.month for month in self.months]
        return slice(next(i for i, each in enumerate(number) if each > number[at] - months), at + 1)


class _Limits(TypedDict):
    min_count: int
    false_share: float


class _Month:
    """The tests of a month, of each code that an opinion of the month tells of."""

    def __init__(self, counts: _Counts, at: int, rules: Scheme.Topics) -> None:
        told = np.flatnonzero(counts.told[:, at].any(axis=(1, 2)))
        self._read, self._told = counts.read[: at + 1], counts.told[told, : at + 1]
        self.codes = [counts.codes[code] for code in told.tolist()]
        self._all_towns = counts.towns
        self._rules = rules
        self._limits = _Limits(min_count=rules.min_mentions, false_share=rules.false_pct / 100)
        self._recent = counts.window(at, rules.window_months)
        self._both = counts.window(at, 2 * rules.compared_months)
        # The last is for opinions of no known town: they say nothing of where.
        read, self._by_town = self._read[self._recent, :, :-1], self._told[:, self._recent, :, :-1]
        strata, towns = read.shape[0] * read.shape[1], read.shape[2]
        by_town = self._by_town.reshape(len(self.codes), strata, towns)
        self._spread = concentration(by_town, read.reshape(strata, towns).astype(float), **self._limits)

    def rise_tests(self) -> Iterator[tuple[Any, ...]]:
        """Yield emerging and growing of each code, as columns of core.topic_test."""
        months = self._rules.compared_months
        # With a month missing the two spans are not of one length.
        is_whole = self._both.stop - self._both.start == 2 * months
        history = months if is_whole else 2 * months
        yield from self._rise("emerging", slice(0, self._both.stop), 1, self._rules.min_history_months)
        yield from self._rise("growing", self._both, months, history)

    def _rise(self, test: str, span: slice, newest: int, min_history: int) -> Iterator[tuple[Any, ...]]:
        counts, read = self._told[:, span].sum(axis=3), self._read[span].sum(axis=2).T.astype(float)
        exposure = like_for_like(np.moveaxis(counts, 1, 2), read)
        monthly = counts.sum(axis=2)
        result = rise(monthly, exposure, newest=newest, min_history=min_history, **self._limits)
        mentions = monthly[:, -newest:].sum(axis=1).tolist()
        for at, code in enumerate(self.codes):
            measures = (result.expected[at], result.dispersion[at], result.p_value[at], result.p_adjusted[at])
            yield code, test, newest, mentions[at], *measures, result.verdict[at]

    def town_tests(self) -> Iterator[tuple[Any, ...]]:
        """Yield in_towns of each code, as columns of core.topic_test."""
        result = self._spread
        mentions = self._by_town.sum(axis=(1, 2, 3)).tolist()
        for at, code in enumerate(self.codes):
            measures = (None, result.dispersion, result.p_value[at], result.p_adjusted[at])
            yield code, "in_towns", self._rules.window_months, mentions[at], *measures, result.verdict[at]

    def towns(self) -> Iterator[tuple[Any, ...]]:
        """Yield the towns that tell of a code more than their share, as columns of core.topic_town."""
        result = self._spread
        for at, town in zip(*(each.tolist() for each in np.nonzero(result.excess >= EXCESS)), strict=True):
            if result.verdict[at] == "found":
                yield self.codes[at], self._all_towns[town], result.expected[at, town], result.excess[at, town]
