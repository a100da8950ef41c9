"""core.said → core.opinion_mark, opinion_topic, emergence: what is spoken of, what is one problem, what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from flows.estimation.tables import write_table
from flows.reference import Reference
from flows.topics.classify import Classified, classify
from flows.topics.emerging import Emerging, emerging
from flows.topics.group import group
from flows.topics.taxonomy import Taxonomy, cues, parse_topic
from flows.topics.words import bare, lookup, plain, village_forms, without

MARK_COLUMNS = """
    source varchar, sheet_id integer, row integer, how varchar, topic varchar, topic_score double, group_no integer,
    similarity double, matter varchar, redacted_text varchar
"""
TOPIC_COLUMNS = "source varchar, sheet_id integer, row integer, topic_order integer, topic varchar, topic_score double"
EMERGENCE_COLUMNS = """
    month date, kind varchar, code varchar, mention_count integer, expected double, ratio double, dispersion double,
    p_value double, p_adjusted double, verdict varchar
"""
PHRASE_LISTS = ("stock_phrase", "time_phrase")


def mark_topics(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Write what each opinion and ledger problem is about and which emerge.

    core.opinion_mark has a row per opinion or ledger problem: its main topic (null: none or praise, see `how`), its
    group (`matter`: the words the group is gathered around) and its text without places; core.opinion_topic a row per
    topic it names; core.emergence a row per month and topic (`kind` topic) or group (group, `code` its number) of that
    month's opinions.
    """
    rules = reference.scheme.topics
    said = connection.execute(
        "select source, month, sheet_id, row, text from core.said order by source, sheet_id, row"
    ).df()
    texts = [str(text) for text in said["text"]]
    places = place_names(reference)
    results = classify(texts, taxonomy_of(reference), threshold=rules.min_score)
    # Praise names no problem: with nothing to compare it is in no group.
    words = bare(texts, places, (row.word for row in reference.rows("word") if row.list in PHRASE_LISTS))
    words = ["" if result.how == "praise" else each for each, result in zip(words, results, strict=True)]
    kinds = [result.topics[0] if result.topics else "" for result in results]
    groups = group(words, kinds, similarity=rules.group_similarity)
    keys = list(zip(said["source"], said["sheet_id"], said["row"], strict=True))
    names = lookup(map(plain, places))
    marks = (
        (
            *key,
            result.how,
            kind or None,
            result.scores[0] if kind else None,
            int(number) if number >= 0 else None,
            similarity,
            groups.heads[number] if number >= 0 else None,
            without(plain(text), names),
        )
        for key, result, kind, number, similarity, text in zip(
            keys, results, kinds, groups.group, groups.similarity, texts, strict=True
        )
    )
    write_table(connection, "core.opinion_mark", MARK_COLUMNS, marks)
    write_table(connection, "core.opinion_topic", TOPIC_COLUMNS, _topic_rows(keys, results))
    opinion = pd.DataFrame({"month": said["month"], "topic": kinds, "group": groups.group})
    opinion = opinion[(said["source"] != "rectification").to_numpy()]
    write_table(connection, "core.emergence", EMERGENCE_COLUMNS, _emergence_rows(opinion, reference))


def taxonomy_of(reference: Reference) -> Taxonomy:
    """Return the topics of topics.csv with the cues of vocabulary.csv."""
    words = {row.word: row.value for row in reference.rows("word") if row.list == "opinion_cue"}
    topics = tuple(parse_topic(row.topic, row.keywords, row.examples) for row in reference.rows("topic"))
    return Taxonomy(topics, **cues(words))


def place_names(reference: Reference) -> list[str]:
    """Return every way the county's towns and villages are written that is no word otherwise, in order."""
    villages = {form for row in reference.rows("village") for form in village_forms(row.village_name)}
    towns = {row.town_name for row in reference.rows("town")} | {row.alias for row in reference.rows("town_alias")}
    return sorted(villages | {town for town in towns if len(town) > 1})


def _topic_rows(keys: Sequence[tuple[Any, ...]], results: Sequence[Classified]) -> Iterator[tuple[Any, ...]]:
    for key, result in zip(keys, results, strict=True):
        for order, (topic, score) in enumerate(zip(result.topics, result.scores, strict=True), start=1):
            yield (*key, order, topic, score)


def _emergence_rows(opinion: pd.DataFrame, reference: Reference) -> Iterator[tuple[Any, ...]]:
    months = sorted(opinion["month"].unique())
    read = np.asarray(opinion.groupby("month").size().reindex(months), dtype=np.float64)
    rules = reference.scheme.topics
    for kind, column, nothing in (("topic", "topic", ""), ("group", "group", -1)):
        named = opinion[opinion[column] != nothing]
        if named.empty:
            continue
        table = pd.crosstab(named[column], named["month"]).reindex(columns=months, fill_value=0)
        counts = table.to_numpy(np.int64)
        codes = [str(code) for code in table.index]
        for newest in range(1, len(months) + 1):
            result = emerging(
                counts[:, :newest],
                read[:newest],
                min_history=rules.min_history_months,
                min_count=rules.emerging_min_mentions,
                false_share=rules.emerging_false_pct / 100,
            )
            month = pd.Timestamp(months[newest - 1]).date()
            yield from _month_rows(month, kind, codes, counts[:, newest - 1], result)


def _month_rows(
    month: date, kind: str, codes: Sequence[str], counts: Any, result: Emerging
) -> Iterator[tuple[Any, ...]]:
    for at in np.flatnonzero(counts).tolist():
        ratio = float(result.ratio[at])
        measures = (result.dispersion[at], result.p_value[at], result.p_adjusted[at])
        yield (
            month,
            kind,
            codes[at],
            int(counts[at]),
            result.expected[at],
            ratio if np.isfinite(ratio) else None,
            *measures,
            result.verdict[at],
        )
