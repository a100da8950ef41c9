"""The monthly flow under Prefect: with its own embedded server, and with a server that is running."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.conftest import WITHHELD, county_folder, run_minyi, run_sparingly, withheld_rows
from tests.end_to_end.private_values import contents, leaks, private_values

MONTH = "2022-06"
TWO_MONTHS = ("2022-05", MONTH)
KEY = "nobody-may-find-this-key-anywhere"
# An official document with a chart, and one of many.
PRINTED = "月通报、一镇一单"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prefect's folder, shared by the runs: its database is made once."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="module")
def embedded_run(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Orchestrated, in another folder, time zone, locale and hash seed than `run_again`, nothing made before."""
    data = county_folder(tmp_path_factory.mktemp("flow"), TWO_MONTHS)
    elsewhere = {"TZ": "America/St_Johns", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7"}
    return data, run_sparingly(data, "run", PREFECT_HOME=str(home), MINYI_KEY=KEY, PRINTED=PRINTED, **elsewhere)


def test_no_server_is_needed(embedded_run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, done = embedded_run
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "启动内置服务" in done.stdout
    assert "Prefect 启动和收尾" in done.stdout
    assert (data / "processed" / MONTH / "2022年6月通报.pdf").exists()


def test_prefect_is_told_nothing_private_and_no_key(
    embedded_run: tuple[Path, subprocess.CompletedProcess[str]], home: Path
) -> None:
    data, done = embedded_run
    values = private_values(data / "raw")
    kept = dict(contents(home))
    assert any(place.endswith(".db") and "读取文件".encode() in content for place, content in kept.items())
    assert leaks(values, kept.items()) == {}
    everything = [*kept.values(), *dict(contents(data / "processed")).values(), (done.stdout + done.stderr).encode()]
    assert not any(KEY.encode() in content for content in everything)


@pytest.fixture(scope="module")
def server(home: Path, embedded_run: object) -> Iterator[str]:
    """A Prefect server on a free port of this machine, on the database the embedded run made."""
    assert embedded_run
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {
        "PREFECT_HOME": str(home),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    }
    process = subprocess.Popen(
        [Path(sys.executable).with_name("prefect"), "server", "start", "--host", "127.0.0.1", "--port", str(port)],
        env=os.environ | quiet,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    api = f"http://127.0.0.1:{port}/api"
    for _ in range(240):
        try:
            with OPENER.open(f"{api}/health", timeout=1):
                break
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, "the server stopped"
            time.sleep(0.5)
    yield api
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)


def runs(api: str, what: str) -> list[dict[str, str]]:
    """Ask a server for its runs, newest first."""
    request = urllib.request.Request(
        f"{api}/{what}/filter",
        data=json.dumps({"sort": "EXPECTED_START_TIME_DESC"}).encode(),
        headers={"content-type": "application/json"},
    )
    with OPENER.open(request, timeout=10) as answer:
        found: list[dict[str, str]] = json.loads(answer.read())
    return found


@pytest.fixture(scope="module")
def empty_month(
    server: str,
    home: Path,
    embedded_run: tuple[Path, subprocess.CompletedProcess[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A county of which a month is published and the next one has no file yet, run with a server."""
    data = shutil.copytree(embedded_run[0], tmp_path_factory.mktemp("empty") / "county", symlinks=True)
    (data / "raw/2022-07").mkdir()
    return data, run_minyi(data, "run", PREFECT_HOME=str(home), PREFECT_API_URL=server)


def test_a_running_server_shows_a_withheld_month_as_failed(
    server: str, empty_month: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    _, done = empty_month
    assert done.returncode == WITHHELD
    assert f"使用 {server} 的服务" in done.stdout
    assert "没有发布" in done.stderr
    newest = runs(server, "flow_runs")[0]
    assert newest["state_type"] == "FAILED"
    tasks = [run["name"] for run in runs(server, "task_runs") if run["flow_run_id"] == newest["id"]]
    assert {"read_files", "build_warehouse", "rank_towns", "check_warehouse"} <= set(tasks)


def test_an_empty_month_says_so_and_the_published_month_stays(
    empty_month: tuple[Path, subprocess.CompletedProcess[str]],
    embedded_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    (data, done), (before, _) = empty_month, embedded_run
    assert "Traceback" not in done.stdout + done.stderr
    assert "这个月的文件夹里没有数据文件" in done.stdout
    assert (data / "processed/minyi.duckdb").read_bytes() == (before / "processed/minyi.duckdb").read_bytes()
    assert (data / "processed" / MONTH).exists()
    assert withheld_rows(data)["survey"] > 6000


@pytest.fixture(scope="module")
def run_again(
    empty_month: tuple[Path, subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The two months of `embedded_run` published here, of all that was made only what was withheld being left."""
    data = county_folder(tmp_path_factory.mktemp("again"), TWO_MONTHS)
    shutil.copytree(empty_month[0] / "processed/未发布", data / "processed/未发布")
    done = run_sparingly(data, "run", "--direct", PRINTED=PRINTED)
    assert done.returncode == 0, done.stdout + done.stderr
    return data


def test_what_was_withheld_is_cleared_away_when_a_month_is_published(run_again: Path) -> None:
    assert (run_again / "processed" / MONTH).exists()
    assert not (run_again / "processed/未发布").exists()


def test_same_inputs_same_outputs_elsewhere_and_orchestrated(
    embedded_run: tuple[Path, subprocess.CompletedProcess[str]], run_again: Path
) -> None:
    """Same bytes, same tables; so deleting data/processed and running again loses nothing.

    Of every report a document's pages are compared, of its others what they say.
    """
    elsewhere, here = embedded_run[0] / "processed", run_again / "processed"
    assert len(list((here / MONTH).glob("*.pdf"))) == len(PRINTED.split("、"))
    assert len(list((here / MONTH).glob("*.txt"))) > 20
    for path in (here / MONTH).iterdir():
        assert path.read_bytes() == (elsewhere / MONTH / path.name).read_bytes(), path.name
    assert warehouse_content(elsewhere / "minyi.duckdb") == warehouse_content(here / "minyi.duckdb")


def warehouse_content(path: Path) -> dict[str, str]:
    """Hash every table of a warehouse, rows in a fixed order."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables order by 1"
        ).fetchall()
        content = {}
        for (table,) in tables:
            rows = sorted(map(repr, connection.execute(f"select * from {table}").fetchall()))
            content[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return content
