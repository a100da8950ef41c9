"""Whole runs as a user starts them, each in a data folder of its own."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pdfplumber
import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.end_to_end.recount.month import Recount
from tests.end_to_end.sparing import sparing

PROJECT = Path(__file__).resolve().parents[2]
MONTHS = ("2021-11", "2022-06")
WITHHELD = 3
RunMinyi = Callable[..., subprocess.CompletedProcess[str]]


def county_folder(folder: Path, months: tuple[str, ...] = ()) -> Path:
    """Lay out a data folder with the reference data and some months of the demo (none named: all of them)."""
    shutil.copytree(PROJECT / "data/reference", folder / "reference")
    (folder / "raw").mkdir()
    for month in sorted((PROJECT / "data/raw").glob("20??-??")):
        if not months or month.name in months:
            shutil.copytree(month, folder / "raw" / month.name)
    return folder


def run_minyi(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `minyi` on a data folder; the output is text."""
    return _run([str(Path(sys.executable).with_name("minyi"))], data, arguments, environment)


def run_sparingly(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `minyi` as `run_minyi` does, with one document of every report printed (`sparing`)."""
    return _run([sys.executable, "-m", "tests.end_to_end.sparing"], data, arguments, environment)


def call_minyi(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of `minyi` in this process, for tests that are not about the process: no start, no imports."""
    variables = {**dict.fromkeys((name for name in os.environ if name.startswith("MINYI_")), None), **environment}
    done = CliRunner().invoke(app, list(arguments), env={**variables, "MINYI_DATA": str(data)})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(["minyi", *arguments], done.exit_code, done.stdout, done.stderr)


def call_sparingly(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `minyi` as `run_sparingly` does, in this process."""
    with sparing():
        return call_minyi(data, *arguments, **environment)


def _run(
    command: list[str], data: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINYI_")}
    return subprocess.run(
        [*command, *arguments],
        cwd=PROJECT,
        env={**kept, "MINYI_DATA": str(data), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )


def withheld_rows(data: Path) -> dict[str, int]:
    """Rows by source in the build that was kept for the analyst."""
    with duckdb.connect(str(data / "processed/未发布/minyi.duckdb"), read_only=True) as connection:
        return dict(connection.execute("select source, sum(row_count)::int from raw.sheet group by all").fetchall())


@pytest.fixture(scope="session")
def county_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The demo county's two months published by one run: all documents of the second, of the first what tells it apart.

    Returns the data folder and what the terminal showed. The first process of the tests that comes makes it, the
    others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    data, said = shared / "the-county", shared / "the-county.json"
    with (shared / "the-county.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            data.mkdir()
            print_of = {"WHOLE_MONTH": MONTHS[-1], "PRINTED": "月通报、回头看报告"}
            done = run_sparingly(county_folder(data), "run", "--direct", *MONTHS, **print_of)
            assert done.returncode == 0, done.stdout + done.stderr
            said.write_text(json.dumps([done.returncode, done.stdout, done.stderr]), encoding="utf-8")
    return data, subprocess.CompletedProcess("minyi run", *json.loads(said.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def built_county(county_run: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """`data/processed` of the demo county after a run of 2021-11 and 2022-06."""
    return county_run[0] / "processed"


@pytest.fixture(scope="session", params=MONTHS)
def recount(request: pytest.FixtureRequest, built_county: Path) -> Recount:
    """The month counted again from the folder the warehouse was built from."""
    data = built_county.parent
    return Recount(data / "raw", data / "reference", request.param)


def text_without_marks(path: Path) -> str:
    """A report as text, without page numbers, running heads and the marks of drafts and demo data."""
    with pdfplumber.open(path) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
    return re.sub(r"^(送审稿 演示数据|20\d\d年\d+月\S+报告|— \d+ —|—|\d+)\n", "", text, flags=re.MULTILINE)


@pytest.fixture(scope="session")
def bulletin(recount: Recount, built_county: Path) -> str:
    """The month's published bulletin as text."""
    (path,) = (built_county / recount.month).glob("*通报.pdf")
    return text_without_marks(path)


@pytest.fixture(scope="session")
def running_text(bulletin: str) -> str:
    """The bulletin's text without line breaks and spaces, as one reads a sentence over them."""
    return re.sub(r"\s", "", bulletin)
