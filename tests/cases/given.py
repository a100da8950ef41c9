"""Cases as an analyst reads them: one TOML a phrase, with the files that come and what must be read from them.

How a case is written is told in README.md beside this file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ingest import books

FOLDER = Path(__file__).parent
MONTH = "2022-06"
CELL_MARKS = {"⏎": "\n", "⇥": "\t", "␣": " "}


@dataclass(frozen=True)
class Expected:
    """Rows of a table of the warehouse: `of` is the file (all rows of the table in it) or a condition."""

    table: str
    file: str
    where: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class GivenFile:
    """A file of a month's folder: its bytes, and every issue it must cause, as the columns `asked` tell it."""

    path: str
    content: bytes
    asked: tuple[str, ...]
    issues: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Case:
    """One phrase of how files really look, with the files that show it and what is expected of them."""

    name: str
    about: str
    files: tuple[GivenFile, ...]
    expected: tuple[Expected, ...]


def read_cases() -> list[Case]:
    """Every case of this folder, in the order of their names."""
    return [_read_case(path) for path in sorted(FOLDER.glob("*.toml"))]


def _read_case(path: Path) -> Case:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    files = [_read_file(each) for each in said["file"]]
    expected = [
        _read_expected(each, f"{file.get('month', MONTH)}/{file['name']}")
        for file in said["file"]
        for each in file.get("read", ())
    ]
    expected += [_read_expected(each, "") for each in said.get("then", ())]
    return Case(path.stem, said["about"], tuple(files), tuple(expected))


def _read_expected(said: dict[str, Any], file: str) -> Expected:
    header, *rows = _lines(said["rows"])
    return Expected(said["table"], file, said.get("where", ""), tuple(header), tuple(map(tuple, rows)))


def _read_file(said: dict[str, Any]) -> GivenFile:
    path = f"{said.get('month', MONTH)}/{said['name']}"
    asked, *issues = _lines(said.get("issues", "severity | row | column_header | problem"))
    return GivenFile(path, _content(said), tuple(asked), tuple(map(tuple, issues)))


def _lines(table: str) -> list[list[str]]:
    """The cells of a table whose lines are cells parted by |; the marks stand for blanks that would be lost."""
    lines = table.strip("\n").splitlines()
    return [[_cell(cell.strip()) for cell in line.split("|")] if line.strip() else [] for line in lines]


def _cell(text: str) -> str:
    for mark, meant in CELL_MARKS.items():
        text = text.replace(mark, meant)
    return text


def _typed(text: str) -> object:
    """#44719 is a number cell, #44719:yyyy-mm-dd one shown in a format; anything else a text."""
    if not re.match(r"#[\d.]", text):
        return text
    number, _, style = text[1:].partition(":")
    value = float(number)
    return books.Shown(value, style) if style else value


def _range(text: str) -> books.Range:
    """A2:B5 as (top, left, bottom, right), from 0."""
    corners = re.fullmatch(r"([A-Z])(\d+):([A-Z])(\d+)", text)
    assert corners, f"no range: {text}"
    left, top, right, bottom = corners.groups()
    return int(top) - 1, ord(left) - 65, int(bottom) - 1, ord(right) - 65


def _content(said: dict[str, Any]) -> bytes:
    """The file's bytes: its sheets in its form, then whatever harm is done to it."""
    sheets = said.get("sheet", [{"tab": "Sheet1", "cells": ""} | said])
    rows = {sheet["tab"]: _lines(sheet["cells"]) for sheet in sheets}
    only = next(iter(rows.values()))
    typed = {name: [[_typed(cell) for cell in line] for line in lines] for name, lines in rows.items()}
    form = said.get("form", "xlsx")
    encoding = said.get("encoding", "utf-8")
    match form:
        case "xlsx":
            merged = {sheet["tab"]: [_range(each) for each in sheet.get("merged", ())] for sheet in sheets}
            hidden = [sheet["tab"] for sheet in sheets if sheet.get("hidden", False)]
            content = books.xlsx(typed, merged=merged, hidden=hidden)
        case "xls":
            content = books.xls(typed)
        case "csv":
            content = books.text(only, ",", encoding)
        case "tsv":
            content = books.text(only, "\t", encoding)
        case "html":
            content = books.page(only, encoding)
        case "zip":
            content = books.archive()
        case "png":
            content = b"\x89PNG\r\n\x1a\n" + bytes(40)
        case "empty":
            content = b""
        case "xlsx with password":
            content = books.xlsx_with_password()
        case "xls with password":
            content = books.xls_with_password(typed)
        case _:
            raise AssertionError(f"no such form: {form}")
    return content[: said.get("cut_after", len(content))]
