"""How well topics are found in sentences as residents say them, labelled before the taxonomy was written."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.reference import Reference
from flows.topics.classify import classify
from flows.topics.taxonomy import Taxonomy
from tests.topics.conftest import read_table


@pytest.mark.parametrize(("part", "least_accuracy", "least_f1"), [("held_out", 0.9, 0.92), ("tuning", 0.98, 0.98)])
def test_main_topics_are_found(
    reference: Reference, taxonomy: Taxonomy, part: str, least_accuracy: float, least_f1: float
) -> None:
    lines, named = _named(reference, taxonomy, part)
    right: Counter[str] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    for line, name in zip(lines, named, strict=True):
        meant = line["topics"].split("|")
        if name in meant:
            right[meant[0]] += 1
        else:
            confused[meant[0], name] += 1
    missed, wrong = (Counter([pair[at] for pair in confused.elements()]) for at in (0, 1))
    accuracy = right.total() / len(lines)
    f1 = [2 * right[t] / (2 * right[t] + missed[t] + wrong[t]) for t in {*right, *missed, *wrong}]
    macro_f1 = sum(f1) / len(f1)
    print(f"{part}: n {len(lines)}, accuracy {accuracy:.3f}, macro-F1 {macro_f1:.3f}, none {named.count('')}")
    print(
        *(f"{meant or 'no topic'} → {name or 'not classified'}: {n}" for (meant, name), n in sorted(confused.items())),
        sep="\n",
    )
    assert accuracy >= least_accuracy
    assert macro_f1 >= least_f1


def test_labels_are_topics_of_the_taxonomy(taxonomy: Taxonomy) -> None:
    codes = {topic.code for topic in taxonomy.topics} | {"praise", ""}
    lines = read_table("labelled.csv")
    assert {topic for line in lines for topic in line["topics"].split("|")} == codes
    held_out = [line["text"] for line in lines if line["part"] == "held_out"]
    assert len(held_out) >= 120
    assert not set(held_out) & {example for topic in taxonomy.topics for example in topic.examples}


def test_what_no_topic_covers_is_left_unclassified(reference: Reference, taxonomy: Taxonomy) -> None:
    """Of what speaks of none of the topics, hardly anything is given one."""
    named = [
        name
        for part in ("off_topic", "held_out")
        for line, name in zip(*_named(reference, taxonomy, part), strict=True)
        if not line["topics"]
    ]
    given = [name for name in named if name not in ("", "praise")]
    print(f"{len(given)} of {len(named)} given a topic: {given}")
    assert len(given) <= 0.1 * len(named)


def _named(reference: Reference, taxonomy: Taxonomy, part: str) -> tuple[list[dict[str, str]], list[str]]:
    """The sentences of a part, and of each the main topic that the product names: praise, or '' for none."""
    lines = [line for line in read_table("labelled.csv") if line["part"] == part]
    results = classify([line["text"] for line in lines], taxonomy, threshold=reference.scheme.topics.min_score)
    return lines, [each.topics[0] if each.topics else "praise" if each.how == "praise" else "" for each in results]
