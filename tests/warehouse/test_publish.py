"""Publication: who looks at any moment sees one whole version, the old one or the new."""

import subprocess
import sys
import textwrap

import pytest

from flows.warehouse.database import connect, create
from flows.warehouse.publish import WAREHOUSE, publish_folder, publish_warehouse
from tests.warehouse.given import table

ROWS = 2000


def _build(path, version: int):
    """A warehouse of which every table and row says the version."""
    create(path)
    with connect(path) as connection:
        for name in ("one", "two"):
            connection.execute(f"create table mart.{name} as select {version} as version from range({ROWS})")
    return path


def _make(folder, version: int):
    folder.mkdir()
    for name in ("通报.pdf", "问题清单.csv"):
        (folder / name).write_text(f"{version}\n" * ROWS, "utf-8")
    return folder


def _reader(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a process that looks again and again until its input closes, then prints what it saw."""
    script = textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


STOP = """
import select, sys
def going():
    return not select.select([sys.stdin], [], [], 0)[0]
print("ready", flush=True)
"""

READ_WAREHOUSE = (
    """
import duckdb
"""
    + STOP
    + """
looks, seen = 0, []
while going():
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        versions = set()
        for name in ("one", "two"):
            rows = connection.execute(f"select version, count(*) from mart.{name} group by all").fetchall()
            versions.update(rows)
    ((version, count),) = versions
    assert count == int(sys.argv[2]), versions
    looks += 1
    if version not in seen:
        seen.append(version)
assert seen == sorted(seen), seen
print(looks, len(seen))
"""
)

READ_FOLDER = (
    STOP
    + """
from pathlib import Path
looks, seen = 0, []
while going():
    for path in sorted(Path(sys.argv[1]).iterdir()):
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) == int(sys.argv[2]) and len(set(lines)) == 1, path
        if int(lines[0]) not in seen:
            seen.append(int(lines[0]))
    looks += 1
assert seen == sorted(seen), seen
print(looks, len(seen))
"""
)


def _finish(reader: subprocess.Popen[str]) -> tuple[int, int]:
    output, errors = reader.communicate("", timeout=30)
    assert reader.returncode == 0, errors
    looks, versions = output.split()
    return int(looks), int(versions)


def _wait_until_ready(reader: subprocess.Popen[str]) -> None:
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"


def test_readers_of_the_warehouse_never_see_an_error_or_a_mix(tmp_path) -> None:
    publish_warehouse(_build(tmp_path / "made.duckdb", 0), tmp_path)
    readers = [_reader(READ_WAREHOUSE, str(tmp_path / WAREHOUSE), str(ROWS)) for _ in range(2)]
    for reader in readers:
        _wait_until_ready(reader)
    for version in range(1, 16):
        publish_warehouse(_build(tmp_path / "made.duckdb", version), tmp_path)
    for reader in readers:
        looks, versions = _finish(reader)
        assert looks > 5
        assert versions > 1
    assert [path.name for path in tmp_path.iterdir()] == [WAREHOUSE]


def test_readers_of_a_months_folder_never_see_a_half_written_file(tmp_path) -> None:
    publish_folder(_make(tmp_path / "made", 0), tmp_path, "2022-06")
    reader = _reader(READ_FOLDER, str(tmp_path / "2022-06"), str(ROWS))
    _wait_until_ready(reader)
    for version in range(1, 16):
        publish_folder(_make(tmp_path / "made", version), tmp_path, "2022-06")
    looks, versions = _finish(reader)
    assert looks > 5
    assert versions > 1


def test_what_an_open_reader_holds_stays_what_it_was(tmp_path) -> None:
    publish_warehouse(_build(tmp_path / "made.duckdb", 1), tmp_path)
    publish_folder(_make(tmp_path / "made", 1), tmp_path, "2022-06")
    before = (tmp_path / WAREHOUSE).read_bytes()
    with (tmp_path / "2022-06" / "通报.pdf").open("rb") as report, (tmp_path / WAREHOUSE).open("rb") as warehouse:
        publish_warehouse(_build(tmp_path / "made.duckdb", 2), tmp_path)
        publish_folder(_make(tmp_path / "made", 2), tmp_path, "2022-06")
        assert set(report.read().split()) == {b"1"}
        assert warehouse.read() == before


def test_the_published_warehouse_is_one_file_and_complete(tmp_path) -> None:
    shown = publish_warehouse(_build(tmp_path / "made.duckdb", 7), tmp_path)
    assert shown == tmp_path / WAREHOUSE
    assert [path.name for path in tmp_path.iterdir()] == [WAREHOUSE]
    with connect(shown, read_only=True) as connection:
        assert table(connection, "select version, count(*) from mart.two group by all") == [(7, ROWS)]


def test_what_somebody_left_in_the_published_file_does_not_get_into_the_next(tmp_path) -> None:
    shown = publish_warehouse(_build(tmp_path / "made.duckdb", 1), tmp_path)
    # An analyst writes into the published file and the program is killed: changes wait in a log beside it.
    script = (
        "import duckdb, os, sys\n"
        "connection = duckdb.connect(sys.argv[1])\n"
        "connection.execute('set checkpoint_threshold = \\'1GB\\'')\n"
        "connection.execute('update mart.one set version = -1')\n"
        "connection.execute('create table mart.mine as select 1 as x')\n"
        "os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(shown)], check=False)
    assert (tmp_path / f"{WAREHOUSE}.wal").exists()
    publish_warehouse(_build(tmp_path / "made.duckdb", 2), tmp_path)
    with connect(shown, read_only=True) as connection:
        assert table(connection, "select distinct version from mart.one") == [(2,)]
        assert table(connection, "select count(*) from duckdb_tables() where table_name = 'mine'") == [(0,)]


def test_the_folder_is_a_link_that_switches_and_the_old_version_goes(tmp_path) -> None:
    shown = publish_folder(_make(tmp_path / "made", 1), tmp_path, "2022-06")
    first = shown.resolve()
    assert shown == tmp_path / "2022-06"
    assert shown.is_symlink()
    publish_folder(_make(tmp_path / "made", 2), tmp_path, "2022-06")
    assert shown.resolve() != first
    assert not first.exists()
    assert (shown / "通报.pdf").read_text("utf-8").startswith("2\n")
    assert [path.name for path in (tmp_path / ".published").iterdir()] == [shown.resolve().name]


def test_the_link_still_holds_when_the_data_folder_moves(tmp_path) -> None:
    (tmp_path / "here").mkdir()
    publish_folder(_make(tmp_path / "made", 1), tmp_path / "here", "2022-06")
    (tmp_path / "here").rename(tmp_path / "there")
    assert (tmp_path / "there" / "2022-06" / "通报.pdf").exists()


def test_the_same_content_is_the_same_version(tmp_path) -> None:
    version = publish_folder(_make(tmp_path / "made", 1), tmp_path, "2022-06").resolve()
    made_at = version.stat().st_mtime_ns
    assert publish_folder(_make(tmp_path / "made", 1), tmp_path, "2022-06").resolve() == version
    assert version.stat().st_mtime_ns == made_at
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("change", ["content", "name", "file more"])
def test_any_change_is_another_version(tmp_path, change) -> None:
    version = publish_folder(_make(tmp_path / "made", 1), tmp_path, "2022-06").resolve()
    made = _make(tmp_path / "made", 1)
    if change == "content":
        (made / "问题清单.csv").write_text("1\n" * (ROWS - 1) + "2\n", "utf-8")
    elif change == "name":
        (made / "问题清单.csv").rename(made / "问题.csv")
    else:
        (made / "附表.xlsx").write_bytes(b"")
    assert publish_folder(made, tmp_path, "2022-06").resolve() != version


def test_months_do_not_disturb_each_other(tmp_path) -> None:
    may = publish_folder(_make(tmp_path / "made", 5), tmp_path, "2022-05").resolve()
    publish_folder(_make(tmp_path / "made", 6), tmp_path, "2022-06")
    assert may.exists()
    assert (tmp_path / "2022-05" / "通报.pdf").read_text("utf-8").startswith("5\n")
