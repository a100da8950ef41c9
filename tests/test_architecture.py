"""The rooms of the house and who may import whom, read from the code itself."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
CODE = sorted([*PROJECT.glob("flows/**/*.py"), *PROJECT.glob("reports/**/*.py")])
LONGEST_FILE = 300

# Room → packages of ours and others it may not import.
FORBIDDEN = {
    "flows/ingest": ("prefect", "duckdb", "flows.scoring", "flows.warehouse", "reports"),
    "flows/scoring": ("prefect", "duckdb", "pandas", "flows.ingest", "flows.warehouse", "reports"),
    "flows/topics": ("prefect", "duckdb", "pandas", "flows.ingest", "flows.scoring", "flows.warehouse", "reports"),
    "flows/warehouse": ("prefect", "flows.scoring", "reports"),
    "reports": ("prefect", "flows", "duckdb"),
}


def imported(path: Path) -> set[str]:
    """Every module a file imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def is_of(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_rooms_import_only_what_they_may(path: Path) -> None:
    place = path.relative_to(PROJECT).as_posix()
    for room, packages in FORBIDDEN.items():
        if place.startswith(room + "/"):
            wrong = {name for name in imported(path) for package in packages if is_of(name, package)}
            assert not wrong, f"{place} imports {sorted(wrong)}"


def test_only_files_directly_in_flows_know_prefect() -> None:
    knowing = {
        path.relative_to(PROJECT).as_posix() for path in CODE if any(is_of(name, "prefect") for name in imported(path))
    }
    assert knowing == {"flows/orchestrated.py", "flows/orchestration.py"}


def test_scoring_knows_numpy_and_scipy_only() -> None:
    for path in PROJECT.glob("flows/scoring/*.py"):
        foreign = {name.split(".")[0] for name in imported(path)} - {"flows", "numpy", "scipy", "dataclasses"}
        assert foreign <= {"__future__", "collections", "functools"}, f"{path.name}: {foreign}"


def test_only_the_warehouse_opens_duckdb() -> None:
    opening = [
        path.relative_to(PROJECT).as_posix()
        for path in CODE
        if re.search(r"\bduckdb\.connect\(", path.read_text(encoding="utf-8"))
    ]
    assert opening == ["flows/warehouse/database.py"]


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_model_hides_in_a_string(path: Path) -> None:
    """Joins, groupings and windows belong in sql/; code may fetch, insert and count."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.match(r"\s*(select|with)\b", node.value)
        ):
            assert not re.search(r"\b(over|having|union)\b", node.value), node.value
            assert len(node.value) < 400, node.value


def test_files_stay_short_and_names_say_something() -> None:
    for path in [*CODE, *PROJECT.glob("sql/**/*.sql")]:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= LONGEST_FILE, f"{path}: {text.count(chr(10))} lines"
        assert path.stem not in {"utils", "util", "helpers", "common", "misc"}


def test_committed_files_name_no_machine_and_no_index() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    texts = {".py", ".sql", ".md", ".toml", ".txt", ".in", ".yaml", ".sh", ".csv", ".css", ".html", ".conf", ""}
    for name in filter(None, listed):
        path = PROJECT / name
        if path.suffix in texts and path.is_file() and not name.startswith("data/raw/"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?<![\w.])/(work|root|home)/\w", text), name
            assert not re.search(r"https?://\S*(simple|pypi|pythonhosted|registry)", text), name
