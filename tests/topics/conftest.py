"""The product's own taxonomy, places and phrases."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.reference import Reference, load_reference
from flows.topic_marks import PHRASE_LISTS, place_names, taxonomy_of
from flows.topics.taxonomy import Taxonomy

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
    return taxonomy_of(reference)


@pytest.fixture(scope="session")
def said(reference: Reference) -> Said:
    phrases = tuple(row.word for row in reference.rows("word") if row.list in PHRASE_LISTS)
    return Said(tuple(place_names(reference)), phrases)


def read_table(name: str) -> list[dict[str, str]]:
    """The lines of a table beside the tests."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
