"""core.said → core.opinion_mark, opinion_topic, opinion_group: what is spoken of, and what is one problem."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import duckdb

from flows.estimation.tables import write_table
from flows.reference import Reference
from flows.topic_tests import judge_topics
from flows.topics.classify import Classified, classify
from flows.topics.group import Groups, group
from flows.topics.taxonomy import Taxonomy, cues, parse_topic
from flows.topics.words import bare, redactor, village_forms

MARK_COLUMNS = """
    source varchar, sheet_id integer, row integer, how varchar, topic varchar, topic_score double, group_id varchar,
    similarity double, redacted_text varchar
"""
TOPIC_COLUMNS = "source varchar, sheet_id integer, row integer, topic_order integer, topic varchar, topic_score double"
GROUP_COLUMNS = "group_id varchar, topic varchar, matter varchar, first_month date"
PHRASE_LISTS = ("stock_phrase", "time_phrase")


def mark_topics(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Write what each opinion and ledger problem is about, which tell one problem, and what the months' tests say.

    core.opinion_mark has a row per opinion or ledger problem: its main topic (null: none or praise, see `how`), its
    group and its text without villages; core.opinion_topic a row per topic it names; core.opinion_group a row per
    group, with the words it is gathered around (`matter`). A group keeps its id when months are added: the id is made
    of the month and the words of its head, which later months do not change (flows.topics.group).
    """
    rules = reference.scheme.topics
    said = connection.execute(
        "select source, sheet_id, row, month, text from core.said order by source, sheet_id, row"
    ).fetchall()
    keys, months, texts = [row[:3] for row in said], [row[3].isoformat() for row in said], [row[4] for row in said]
    results = classify(texts, taxonomy_of(reference), threshold=rules.min_score)
    # Praise names no problem: with nothing to compare it is in no group.
    words = bare(
        texts, place_names(reference), (row.word for row in reference.rows("word") if row.list in PHRASE_LISTS)
    )
    words = ["" if result.how == "praise" else each for each, result in zip(words, results, strict=True)]
    kinds = [result.topics[0] if result.topics else "" for result in results]
    groups = group(words, kinds, months, similarity=rules.group_similarity)
    ids = group_ids(groups)
    redacted = redactor((row.village_name for row in reference.rows("village")), town_forms(reference))
    shown = {text: redacted(text) for text in dict.fromkeys(texts)}
    marks = (
        (
            *key,
            result.how,
            kind or None,
            result.scores[0] if kind else None,
            ids[number] if number >= 0 else None,
            similarity,
            shown[text],
        )
        for key, result, kind, number, similarity, text in zip(
            keys, results, kinds, groups.group.tolist(), groups.similarity.tolist(), texts, strict=True
        )
    )
    write_table(connection, "core.opinion_mark", MARK_COLUMNS, marks)
    write_table(connection, "core.opinion_topic", TOPIC_COLUMNS, _topic_rows(keys, results))
    write_table(
        connection,
        "core.opinion_group",
        GROUP_COLUMNS,
        (
            (each, kind or None, head, date.fromisoformat(month))
            for each, kind, head, month in zip(ids, groups.kinds, groups.heads, groups.periods, strict=True)
        ),
    )
    judge_topics(connection, rules)


def group_ids(groups: Groups) -> list[str]:
    """Return what each group is called for good: 202203-, the month it is first told of, and a hash of its head."""
    return [
        f"{period[:4]}{period[5:7]}-{hashlib.sha256(f'{kind}|{head}'.encode()).hexdigest()[:10]}"
        for period, kind, head in zip(groups.periods, groups.kinds, groups.heads, strict=True)
    ]


def taxonomy_of(reference: Reference) -> Taxonomy:
    """Return the topics of topics.csv with the cues of vocabulary.csv."""
    words = {row.word: row.value for row in reference.rows("word") if row.list == "opinion_cue"}
    topics = tuple(parse_topic(row.topic, row.keywords, row.examples) for row in reference.rows("topic"))
    return Taxonomy(topics, **cues(words))


def place_names(reference: Reference) -> list[str]:
    """Return every way the county's towns and villages are written that is no word otherwise, in order."""
    villages = {form for row in reference.rows("village") for form in village_forms(row.village_name)}
    return sorted(villages | town_forms(reference))


def town_forms(reference: Reference) -> set[str]:
    """Return every way the county's towns are written, with those no longer in use."""
    aliases = {row.alias for row in reference.rows("town_alias") if len(row.alias) > 1}
    return aliases | {row.town_name for row in reference.rows("town")}


def _topic_rows(keys: Sequence[tuple[Any, ...]], results: Sequence[Classified]) -> Iterator[tuple[Any, ...]]:
    for key, result in zip(keys, results, strict=True):
        for order, (topic, score) in enumerate(zip(result.topics, result.scores, strict=True), start=1):
            yield (*key, order, topic, score)
