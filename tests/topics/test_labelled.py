"""How well topics are found in sentences as residents say them, labelled before the taxonomy was written."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.topics.classify import classify
from flows.topics.taxonomy import Taxonomy
from tests.topics.conftest import read_table


@pytest.mark.parametrize(("part", "least_accuracy", "least_f1"), [("held_out", 0.85, 0.88), ("tuning", 0.98, 0.98)])
def test_main_topics_are_found(taxonomy: Taxonomy, part: str, least_accuracy: float, least_f1: float) -> None:
    lines = [line for line in read_table("labelled.csv") if line["part"] == part]
    results = classify([line["text"] for line in lines], taxonomy)
    right: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for line, result in zip(lines, results, strict=True):
        meant = line["topics"].split("|")
        named = result.topics[0] if result.topics else "praise" if result.how == "praise" else ""
        if named in meant:
            right[meant[0]] += 1
        else:
            missed[meant[0]] += 1
            wrong[named] += 1
    accuracy = right.total() / len(lines)
    f1 = [2 * right[t] / (2 * right[t] + missed[t] + wrong[t]) for t in {*right, *missed, *wrong}]
    macro_f1 = sum(f1) / len(f1)
    unclassified = sum(result.how == "none" for result in results) / len(lines)
    print(f"{part}: n {len(lines)}, accuracy {accuracy:.3f}, macro-F1 {macro_f1:.3f}, unclassified {unclassified:.3f}")
    assert accuracy >= least_accuracy
    assert macro_f1 >= least_f1


def test_labels_are_topics_of_the_taxonomy(taxonomy: Taxonomy) -> None:
    codes = {topic.code for topic in taxonomy.topics} | {"praise", ""}
    lines = read_table("labelled.csv")
    assert {topic for line in lines for topic in line["topics"].split("|")} == codes
    held_out = [line["text"] for line in lines if line["part"] == "held_out"]
    assert len(held_out) >= 120
    assert not set(held_out) & {example for topic in taxonomy.topics for example in topic.examples}


def test_what_no_topic_covers_is_left_unclassified(taxonomy: Taxonomy) -> None:
    """Of what speaks of none of the topics, hardly anything is given one."""
    lines = [line for line in read_table("labelled.csv") if not line["topics"]]
    named = [result for result in classify([line["text"] for line in lines], taxonomy) if result.topics]
    assert len(named) <= 0.2 * len(lines)
