"""The product's own taxonomy, places and phrases."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.reference import Reference, load_reference
from flows.topics.taxonomy import Taxonomy, cues, parse_topic
from flows.topics.words import village_forms

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Said:
    """What is taken out of texts before they are compared."""

    places: tuple[str, ...]
    phrases: tuple[str, ...]


@pytest.fixture(scope="session")
def reference() -> Reference:
    return load_reference(REFERENCE)


@pytest.fixture(scope="session")
def taxonomy(reference: Reference) -> Taxonomy:
    topics = tuple(parse_topic(row.topic, row.keywords, row.examples) for row in reference.rows("topic"))
    return Taxonomy(
        topics, **cues({row.word: row.value for row in reference.rows("word") if row.list == "opinion_cue"})
    )


@pytest.fixture(scope="session")
def said(reference: Reference) -> Said:
    villages = {form for row in reference.rows("village") for form in village_forms(row.village_name)}
    towns = {row.town_name for row in reference.rows("town")} | {row.alias for row in reference.rows("town_alias")}
    lists = ("stock_phrase", "time_phrase")
    phrases = tuple(row.word for row in reference.rows("word") if row.list in lists)
    return Said(tuple(sorted(villages | {town for town in towns if len(town) > 1})), phrases)


def read_table(name: str) -> list[dict[str, str]]:
    """The lines of a table beside the tests."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
