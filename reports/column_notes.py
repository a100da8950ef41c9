"""What the marts' comments say of their columns: a header, the Chinese for codes, how numbers show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from reports.marts import Connection
from reports.workbook import Value

_SEE_ALSO = re.compile(r"[，；]见 mart\.\w+")
_REFERENCE = re.compile(r"（[^（）]*(?:mart\.|reference\.|core\.|ops\.|\.csv|\.toml)[^（）]*）")
_CODED = re.compile(r"^([A-Za-z_0-9]+) (.+)$")
_ASIDE = re.compile(r"（[^（）]*）$")


@dataclass(frozen=True)
class ColumnNote:
    """A column of a mart.

    Attributes:
        title: its header: the comment up to what explains it.
        explanation: the comment without codes, names of tables and files.
        values: code → what it means, as the comment lists them.
        number_format: how numbers, days and times of it show.
    """

    title: str
    explanation: str
    values: dict[str, str]
    number_format: str


@dataclass(frozen=True)
class MartNote:
    """What the comments of a mart say: of the whole, and of each column, by its name."""

    summary: str
    columns: dict[str, ColumnNote]


def read_mart_notes(connection: Connection) -> dict[str, MartNote]:
    """Read the comments of all marts, by mart: the catalogue takes as long to read for one as for all."""
    tables = "select table_name, comment from duckdb_tables() where schema_name = 'mart'"
    listed = "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'mart'"
    columns: dict[str, dict[str, ColumnNote]] = {}
    for mart, name, kind, text in connection.execute(listed).fetchall():
        if text:
            columns.setdefault(mart, {})[name] = column_note(name, kind, text)
    summaries = connection.execute(tables).fetchall()
    return {mart: MartNote(without_references(text), columns.get(mart, {})) for mart, text in summaries if text}


def column_note(name: str, kind: str, comment: str) -> ColumnNote:
    """Read what the comment of a column says.

    `kind` is the column's type in the warehouse. 状态：ranked 参加排名；too_few 样本不足 gives the header 状态 and the
    meanings of the two codes.
    """
    text = without_references(comment)
    title, mark, rest = _split(text)
    coded = [(found, part) for part in rest.split("；") if (found := _CODED.match(part.strip()))]
    values = {found[1]: _ASIDE.sub("", found[2]).partition("，")[0] for found, _ in coded}
    explained = "；".join(found[2] if (found := _CODED.match(part.strip())) else part for part in rest.split("；"))
    return ColumnNote(title, title + mark + explained, values, _number_format(name, kind))


def _split(text: str) -> tuple[str, str, str]:
    """Split a comment at its first colon or semicolon that stands in no brackets: header, mark, the rest."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "（") - (character == "）")
        if depth == 0 and character in "：；":
            return text[:at], character, text[at + 1 :]
    return text, "", ""


def without_references(text: str) -> str:
    """Return a comment without what points to tables and files of the system."""
    return _REFERENCE.sub("", _SEE_ALSO.sub("", text))


def readable(value: Any, note: ColumnNote) -> Value:
    """Return a value of a mart as a cell: codes and truth values in Chinese, lists joined, numbers as they are."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(str(readable(each, note)) for each in value)
    if isinstance(value, str):
        return "、".join(note.values.get(each, each) for each in value.split("、")) if note.values else value
    if value is None or isinstance(value, int | float | date | datetime):
        return value
    return float(value)


def _number_format(name: str, kind: str) -> str:
    if kind == "DATE":
        return "yyyy-mm-dd"
    if kind == "TIMESTAMP":
        return "yyyy-mm-dd hh:mm"
    if kind != "DOUBLE":
        return "0"
    return "0.0000" if "p_value" in name or "p_adjusted" in name else "0.00"
