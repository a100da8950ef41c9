"""The files of every case, read and built into one warehouse by the steps of the product."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.key import KEY_VARIABLE
from flows.reading import read_files
from flows.reference import load_reference
from flows.settings import Settings
from flows.steps import build_warehouse, make_marts, rank_towns, workshop
from flows.warehouse.database import connect
from tests.cases.given import read_cases

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """What a run makes of the files of all cases."""
    data = tmp_path_factory.mktemp("cases")
    shutil.copytree(PROJECT / "data/reference", data / "reference")
    for case in read_cases():
        for file in case.files:
            path = data / "raw" / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            assert not path.exists(), f"two cases have a file {file.path}"
            path.write_bytes(file.content)
    settings = Settings(root=PROJECT, data=data)
    reference = load_reference(settings.reference)
    with workshop(settings) as shop:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv(KEY_VARIABLE, "a key that nobody else has, for these cases")
            readings = read_files(settings, reference)
        built = build_warehouse(settings, shop, reference, readings)
        rank_towns(built, reference)
        make_marts(settings, built)
        with connect(built, read_only=True) as connection:
            yield connection
