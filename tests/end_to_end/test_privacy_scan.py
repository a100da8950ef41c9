"""Nothing that a run leaves behind holds a telephone number, an identity number or a name of the demo county."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import duckdb
import pytest

from flows.ingest.privacy import Door
from tests.county.people import SURNAMES
from tests.end_to_end.private_values import PrivateValues, contents, leaks, private_values

CountyRun = tuple[Path, subprocess.CompletedProcess[str]]
# 张** is what the door makes of a name; such a cell is nothing else.
MASKED = re.compile(r"[^*、]\*\*(、[^*、]\*\*)*")
TOKENS = ("phone", "caller_phone", "content_hash", "sha256", "key_id")


@pytest.fixture(scope="module")
def values(county_run: CountyRun) -> PrivateValues:
    return private_values(county_run[0] / "raw")


def test_the_county_has_private_values_of_every_kind(values: PrivateValues) -> None:
    """The scan is worth what it looks for."""
    assert sum(number.startswith("142") for number in values.numbers) > 50_000
    assert sum(number.startswith("0533") for number in values.numbers) > 100
    assert sum(number.startswith("3703231900") for number in values.numbers) > 20
    assert {name[0] for name in values.names} == set(SURNAMES)


def test_the_scan_finds_what_is_there(values: PrivateValues, county_run: CountyRun) -> None:
    raw = sorted((county_run[0] / "raw/2022-06").glob("*热线*"))
    found = leaks(values, contents(raw[0].parent))
    assert any("热线" in place for place in found)


def test_nothing_private_is_left_behind(values: PrivateValues, county_run: CountyRun) -> None:
    data, done = county_run
    places = dict(contents(data / "processed"))
    kinds = {place.rsplit(".", 1)[-1].split(":")[0] for place in places}
    assert {"pdf", "csv", "json", "jsonl", "parquet", "duckdb"} <= kinds
    assert leaks(values, places.items()) == {}
    assert leaks(values, [("terminal", (done.stdout + done.stderr).encode())]) == {}


def test_no_kept_cell_looks_private(county_run: CountyRun) -> None:
    """What is in the warehouse passes the door once more as it is, whatever was private in the files."""
    odd: dict[str, str] = {}
    with duckdb.connect(str(county_run[0] / "processed/minyi.duckdb"), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name || '.\"' || table_name || '\"', column_name from duckdb_columns()"
            " where schema_name in ('raw', 'ops', 'mart') and data_type = 'VARCHAR'"
            " and table_oid in (select table_oid from duckdb_tables())"
        ).fetchall()
        for table, column in columns:
            if column in TOKENS:
                continue
            for (text,) in connection.execute(f'select distinct "{column}" from {table}').fetchall():
                if text and not MASKED.fullmatch(text) and Door.plain(text) != text:
                    odd.setdefault(f"{table}.{column}", text)
    assert odd == {}
    assert len(columns) > 100
