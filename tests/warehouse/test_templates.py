"""The empty workbooks of a month: they load without complaint, and whatever they offer is read."""

from __future__ import annotations

import io
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest

from flows.period import Month
from flows.reference import Reference
from flows.templates import CHOICE_SHEET, NOTE_SHEET, Field, fields_of, make_templates, template
from flows.warehouse import cache, load
from flows.warehouse.database import SCHEMAS, connect
from flows.warehouse.models import define_functions, read_models, run_models
from tests.end_to_end.conftest import call_minyi
from tests.ingest import kept
from tests.warehouse.given import ROOT, SQL, reference, table

JULY = Month(2022, 7)
KEY = b"a key that is long enough for a county"
REFERENCE: Reference = reference()
SOURCES = {source.source: source for source in REFERENCE.contracts.sources}
LANDSCAPE_A4 = ("landscape", 9)
BAD_REQUEST = 2


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    make_templates(folder, REFERENCE, JULY)
    return folder


def read(path: Path):
    return kept.read(path, f"2022-07/{path.name}", JULY, REFERENCE.contracts, KEY)


def path_of(raw: Path, source: str) -> Path:
    return raw / "2022-07" / f"{SOURCES[source].title}_2022年7月.xlsx"


@pytest.mark.parametrize("source", SOURCES)
def test_an_empty_template_is_read_as_its_source_without_a_word(raw, source) -> None:
    reading = read(path_of(raw, source))
    assert reading.codes == []
    (sheet,) = reading.sheets
    assert sheet.source == source
    assert sheet.row_count == 0
    names = [column.name for column in sheet.columns]
    questions = [f"q{number}" for number in range(1, 9)] if source == "survey" else []
    assert names == [*SOURCES[source].kept_columns, *questions]


def test_a_template_is_the_same_bytes_wherever_and_whenever(raw, monkeypatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    for source in SOURCES.values():
        assert template(source, REFERENCE, JULY) == path_of(raw, source.source).read_bytes()


def sample(field: Field, row: int, kind: str) -> object:
    """What a row of a template says in a column: the choices one after the other, else what the notes give."""
    if field.choices:
        return field.choices[row % len(field.choices)]
    match kind:
        case "date":
            return datetime(2022, 7, 7)
        case "moment":
            return datetime(2022, 7, 7, 9, 30)
        case "time":
            return time(9, 30)
        case "whole_number" | "percent" | "number":
            return float(field.example(JULY))
        case "identifier":
            return f"{field.example(JULY)}{row:02d}"
    return field.example(JULY)


def filled(content: bytes, fields: list[Field]) -> bytes:
    """A template with as many rows as its longest drop-down has words."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for row in range(max(len(field.choices) for field in fields) or 1):
        for at, field in enumerate(fields, start=1):
            sheet.cell(row + 2, at).value = sample(field, row, field.column.type)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_every_word_that_a_template_offers_is_read(tmp_path) -> None:
    files = []
    rows = {}
    for source in SOURCES.values():
        fields = fields_of(source, REFERENCE, JULY)
        rows[source.source] = max(len(field.choices) for field in fields) or 1
        path = tmp_path / f"{source.source}.xlsx"
        path.write_bytes(filled(template(source, REFERENCE, JULY), fields))
        entry = tmp_path / source.source
        cache.read_and_store([cache.FileToRead(entry, path, f"2022-07/{path.name}", JULY, REFERENCE.contracts, KEY)])
        files.append(cache.load(entry))
    connection = connect()
    for schema in SCHEMAS:
        connection.execute(f"create schema {schema}")
    load.load_reference(connection, REFERENCE, [JULY])
    load.load_raw(connection, REFERENCE, [JULY], files)
    define_functions(connection, SQL)
    run_models(connection, read_models(SQL, ("staging", "ops")))
    told = table(connection, "select file, row, column_header, value, code from ops.issue")
    # Words that do not go together stand in these rows, and that is told; but every one of them is read.
    unread = ("unread", "unknown", "missing", "ambiguous", "several")
    told = [issue for issue in told if issue[4] != "ledger_no_unknown"]
    assert [issue for issue in told if any(word in issue[4] for word in unread)] == []
    assert dict(table(connection, "select source, row_count from raw.sheet")) == rows
    assert table(connection, "select bool_and(grade is not null) from staging.answer") == [(True,)]
    assert table(connection, "select min(duration_s), max(duration_s) from staging.interview_read") == [(245, 245)]


@pytest.mark.parametrize("source", SOURCES)
def test_a_drop_down_offers_the_words_of_its_list(raw, source) -> None:
    book = openpyxl.load_workbook(path_of(raw, source))
    sheet, notes, choices = book.worksheets
    assert (notes.title, choices.title) == (NOTE_SHEET, CHOICE_SHEET)
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            column = next(iter(rule.sqref.ranges)).min_col
            cells = choices[rule.formula1.split("!")[1].replace("$", "")]
            offered[column] = tuple(cell.value for (cell,) in cells)
    fields = fields_of(SOURCES[source], REFERENCE, JULY)
    for at, field in enumerate(fields, start=1):
        if field.column.type in ("choice", "deadline") or field.column.choices == "town":
            assert offered[at] == field.choices
    lines = list(notes.iter_rows(min_row=2, max_row=len(fields) + 1, values_only=True))
    assert [line[0] for line in lines] == [cell.value for cell in sheet[1]]
    assert all(line[5] for line in lines), "every column has an example"
    assert [line[0].endswith("*") for line in lines] == [line[1] == "是" for line in lines]


def test_a_template_helps_to_fill_it_in(raw) -> None:
    sheet = openpyxl.load_workbook(path_of(raw, "survey")).worksheets[0]
    headers = {cell.value: cell for cell in sheet[1]}
    assert headers["Q1"].comment.text == "总的来说，您对当前的群众文化生活是否满意？"
    assert headers["样本编号*"].font.bold
    assert headers["样本编号*"].fill.fgColor.rgb != headers["村居"].fill.fgColor.rgb
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == LANDSCAPE_A4
    # a run of columns of one format is one entry
    spans = sheet.column_dimensions.values()
    formats = {name: next(s for s in spans if s.min <= cell.column <= s.max) for name, cell in headers.items()}
    assert formats["电话"].number_format == formats["样本编号*"].number_format == "@"
    assert formats["访问日期*"].number_format == "yyyy-mm-dd"
    assert all(span.width >= 10 for span in formats.values())


def test_health_is_not_asked_for(raw) -> None:
    for source in ("visit", "household"):
        headers = [cell.value for cell in openpyxl.load_workbook(path_of(raw, source)).worksheets[0][1]]
        assert "身体状况" not in headers


def test_a_bare_header_of_others_is_still_told(raw, tmp_path) -> None:
    book = openpyxl.load_workbook(path_of(raw, "hotline"))
    del book[NOTE_SHEET], book[CHOICE_SHEET]
    path = tmp_path / "工单.xlsx"
    book.save(path)
    assert [problem.code for problem in read(path).reading.problems] == ["sheet_empty"]


def test_the_command_adds_what_is_missing_and_touches_nothing(tmp_path) -> None:
    (tmp_path / "reference").symlink_to(ROOT / "data/reference")
    done = call_minyi(tmp_path, "init", "2022-07")
    assert done.returncode == 0, done.stderr
    assert f"新建 {len(SOURCES)} 个模板，原有 0 个没有动" in done.stdout
    assert "运行前须设置密钥 MINYI_KEY" in done.stdout
    changed, missing = path_of(tmp_path / "raw", "hotline"), path_of(tmp_path / "raw", "visit")
    changed.write_bytes(b"filled in")
    missing.unlink()
    again = call_minyi(tmp_path, "init", "2022-07")
    assert f"新建 1 个模板，原有 {len(SOURCES) - 1} 个没有动" in again.stdout
    assert f"新建 {missing.name}" in again.stdout
    assert changed.read_bytes() == b"filled in"
    assert missing.exists()
    assert "没有 2022-07 的题目" not in again.stdout
    early = call_minyi(tmp_path, "init", "2021-04")
    assert "questionnaire.csv 中没有 2021-04 的题目" in early.stdout
    wrong = call_minyi(tmp_path, "init", "2022-7")
    assert wrong.returncode == BAD_REQUEST
    assert "“2022-7”不是月份" in wrong.stderr
