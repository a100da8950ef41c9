"""The files under data/raw are what the simulator makes: nobody edited them, nothing was left behind."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from tests.county.__main__ import write

PROJECT = Path(__file__).resolve().parents[2]
RAW = PROJECT / "data/raw"


def content(path: Path) -> bytes | dict[str, bytes]:
    """A workbook by its members (compression may differ between zlib versions), any other file by its bytes."""
    whole = path.read_bytes()
    if not whole.startswith(b"PK"):
        return whole
    with zipfile.ZipFile(io.BytesIO(whole)) as book:
        return {name: book.read(name) for name in book.namelist()}


# Of all kinds of files and of both scales; all fourteen would take four times as long and are made by the same code.
MONTHS = ("2021-05", "2021-08", "2021-11", "2022-06")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county") / "raw"
    folder.mkdir()
    write(folder, folder.parent / "planted.csv", MONTHS)
    return folder


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_simulator_makes_the_committed_files(made: Path) -> None:
    assert files(made) == {name for name in files(RAW) if name.startswith((*MONTHS, "README"))}
    for name in sorted(files(made)):
        assert content(made / name) == content(RAW / name), name
    planted = rows(Path(__file__).with_name("planted.csv"))
    assert rows(made.parent / "planted.csv") == [row for row in planted if row[0] in ("month", *MONTHS)]


def test_every_file_is_marked_as_demonstration() -> None:
    assert all("演示数据" in name for name in files(RAW) - {"README.md"})
    assert "演示数据" in (RAW / "README.md").read_text(encoding="utf-8")
