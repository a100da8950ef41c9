"""Contracts over time: what a header means depends on the month."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.ingest.sources import Column, Contracts, Source
from flows.period import Month
from tests.ingest import books, kept

LAYOUT = books.contracts().layout
SOURCE = Source.model_validate(
    {
        "source": "complaint",
        "title": "投诉",
        "order": 1,
        "columns": {
            "number": {"title": "编号", "type": "identifier", "required": True},
            "content": {"title": "内容", "type": "text", "synonyms": ["说明"]},
            "result": {"title": "结果", "type": "text"},
            "old_code": {"title": "旧码", "type": "text", "required": True, "valid_to": "2022-06"},
            "new_code": {"title": "新码", "type": "text", "required": True, "valid_from": "2022-07"},
            "code": {"title": "码", "type": "text", "synonyms": ["旧码"], "valid_from": "2022-07"},
        },
        "layouts": [
            {"name": "新系统", "valid_from": "2022-07", "valid_to": "2022-08", "headers": {"说明": "result"}},
        ],
    }
)


def read(folder: Path, month: Month, rows: books.Rows, source: Source = SOURCE):
    path = folder / "投诉.xlsx"
    path.write_bytes(books.xlsx({"投诉": rows}))
    return kept.read(path, f"{month}/投诉.xlsx", month, Contracts((source,), LAYOUT), b"a key of the county").reading


def columns(reading) -> dict[str, str]:
    (sheet,) = reading.sheets
    return {column.header: column.name for column in sheet.columns}


@pytest.mark.parametrize(
    ("month", "header", "meant"),
    [
        (Month(2022, 6), "说明", "content"),
        (Month(2022, 7), "说明", "result"),
        (Month(2022, 8), "说明", "result"),
        (Month(2022, 9), "说明", "content"),
        (Month(2022, 6), "旧码", "old_code"),
        (Month(2022, 7), "旧码", "code"),
        (Month(2022, 6), "新码", None),
        (Month(2022, 7), "新码", "new_code"),
    ],
)
def test_a_header_means_what_it_means_in_its_month(tmp_path, month, header, meant) -> None:
    needed = {Month(2022, 6): "旧码"}.get(month, "新码")
    headers = list(dict.fromkeys(["编号", "内容" if header != "说明" else "备用", needed, header]))
    headers += ["结果"] if meant != "result" else []
    reading = read(tmp_path, month, [headers, [f"甲{i}" for i in range(len(headers))]])
    assert columns(reading)[header] == meant
    told = [(problem.code, problem.value) for problem in reading.problems]
    assert (("column_unknown", header) in told) == (meant is None)


def test_a_column_is_required_only_while_it_holds(tmp_path) -> None:
    rows = [["编号", "内容", "结果"], ["1", "甲", "乙"]]
    for month, missing in ((Month(2022, 6), "旧码"), (Month(2022, 7), "新码")):
        problems = read(tmp_path, month, rows).problems
        assert [(problem.code, problem.value) for problem in problems] == [("column_missing", missing)]


def test_a_source_is_known_only_while_it_holds(tmp_path) -> None:
    rows = [["编号", "内容", "结果", "新码"], ["1", "甲", "乙", "丙"]]
    source = Source.model_validate({**SOURCE.model_dump(), "valid_to": "2022-07"})
    assert len(read(tmp_path, Month(2022, 7), rows, source).sheets) == 1
    assert [problem.code for problem in read(tmp_path, Month(2022, 8), rows, source).problems] == [
        "sheet_unknown",
        "file_unknown",
    ]


def test_what_always_holds_is_not_made_anew() -> None:
    whole = Contracts(books.contracts().sources, LAYOUT)
    assert all(a is b for a, b in zip(whole.of(Month(2022, 6)).sources, whole.sources, strict=True))


@pytest.mark.parametrize(
    ("type_", "choices", "has_form"),
    [
        ("text", "", False),
        ("identifier", "", False),
        ("place", "town", False),
        ("list", "", False),
        ("list", "role", True),
        ("date", "", True),
        ("choice", "yes_no", True),
    ],
)
def test_a_cell_can_be_wrong_where_its_type_has_a_form(type_, choices, has_form) -> None:
    assert Column(title="甲", type=type_, choices=choices).has_form == has_form
