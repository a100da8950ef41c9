"""A county with data of its own: its key hashes the telephones, can be replaced, and stands in nothing that is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.key import old_key, read_key
from tests.end_to_end.conftest import call_minyi, call_sparingly, county_folder, run_minyi

MONTH = "2022-06"
Tokens = list[tuple[str, str]]


def tokens(data: Path) -> Tokens:
    with duckdb.connect(str(data / "processed/minyi.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select caller_phone, content_hash from raw.hotline inner join raw.sheet using (sheet_id)"
            " where not is_demo order by sheet_id, row"
        )
        return rows.fetchall()


def key_ids(data: Path) -> set[str]:
    with duckdb.connect(str(data / "processed/minyi.duckdb"), read_only=True) as connection:
        return {row[0] for row in connection.execute("select key_id from raw.file where not is_demo").fetchall()}


def holding(folder: Path, key: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and key in path.read_bytes()]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A county whose tickets are no demonstration, published with a key of its own.

    The next month's folder is there already, without a file: this month is not held up by it.
    """
    data = county_folder(tmp_path_factory.mktemp("keyed"), (MONTH,))
    (data / "raw/2022-07").mkdir()
    ours = next((data / "raw" / MONTH).glob("12345*"))
    ours.rename(ours.with_name(ours.name.replace("_演示数据", "")))
    path = tmp_path_factory.mktemp("safe") / "key"
    made = run_minyi(data, "key", "new", str(path))
    assert made.returncode == 0, made.stderr
    assert f"export MINYI_KEY_FILE={path}" in made.stdout
    done = call_sparingly(data, "run", "--direct", MONTH, MINYI_KEY_FILE=str(path), PRINTED="-")
    assert done.returncode == 0, done.stdout + done.stderr
    key = read_key(path)
    assert key.decode() not in made.stdout + done.stdout
    assert holding(data, key) == []
    return data, path


def rotate_and_kill(data: Path, path: Path) -> None:
    """Start a rotation and end it the hard way once the new key is in its place."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINYI_")}
    environment = kept | {"MINYI_DATA": str(data), "MINYI_KEY_FILE": str(path), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("minyi"), "key", "rotate"],
        env=environment | {"PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert "旧密钥暂存为" in process.stdout.readline()
    process.kill()
    process.communicate()


def test_a_rotation_changes_every_token_at_once_even_when_it_was_cut_short(county: tuple[Path, Path]) -> None:
    data, path = county
    first, key, named = tokens(data), read_key(path), key_ids(data)
    rotate_and_kill(data, path)
    switched = read_key(path)
    assert switched != key == read_key(old_key(path))
    assert tokens(data) == first, "readers see the warehouse of before until the new one is whole"

    done = call_sparingly(data, "key", "rotate", MINYI_KEY_FILE=str(path), PRINTED="-")
    assert done.returncode == 0, done.stdout + done.stderr
    assert read_key(path) == switched
    assert not old_key(path).exists()
    second = tokens(data)
    phones = [(old, new) for (old, _), (new, _) in zip(first, second, strict=True) if old or new]
    assert len(phones) > 100
    assert all(old and new and old != new for old, new in phones)
    assert len({old for old, _ in phones}) == len({new for _, new in phones})
    assert key_ids(data).isdisjoint(named)
    for gone in (key, switched):
        assert gone.decode() not in done.stdout + done.stderr
        assert holding(data, gone) == []


def test_an_unusable_key_ends_the_run_with_advice(county: tuple[Path, Path]) -> None:
    data, path = county
    for arguments, environment, advice in (
        (("run", "--direct"), {"MINYI_KEY": "short"}, "太短"),
        (("key", "rotate"), {}, "MINYI_KEY_FILE"),
        (("key", "rotate"), {"MINYI_KEY_FILE": str(path) + ".none"}, "无法读取"),
        (("key", "new", str(data / "raw/key")), {}, "程序或数据文件夹内"),
    ):
        done = call_minyi(data, *arguments, **environment)
        assert done.returncode == 2
        assert advice in done.stderr
        assert "Traceback" not in done.stderr
