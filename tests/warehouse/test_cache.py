"""Readings remembered by content: the same again, anew when anything changed, and never half of one."""

import shutil
from dataclasses import replace

import pytest

from flows.period import Month
from flows.warehouse import cache
from flows.warehouse.database import SCHEMAS, connect
from flows.warehouse.load import load_raw, load_reference
from flows.warehouse.models import define_functions, read_models, run_models
from tests.ingest import kept as reading
from tests.warehouse.given import SQL, reference, table

JUNE = Month(2022, 6)
NAME = "2022-06/满意度_演示数据.csv"
TEXT = (
    "样本编号,访问日期,电话,镇街,城乡,访问结果,意见建议,备用,Q1,Q2\n"
    "007,2022-06-07,14200000001,南麻街道,城镇,访问完成,“好”,x,满意,\n"
    "008,2022-06-07,,西里镇,农村,拒访,,,,\n"
    "合计,,,,,2,,,,\n"
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "满意度_演示数据.csv"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def entry(file, tmp_path):
    """The folder of a stored reading."""
    contracts = reference().contracts
    folder = cache.entry_folder(tmp_path / "cache", NAME, file, cache.fingerprint(contracts, None))
    cache.read_and_store([cache.FileToRead(folder, file, NAME, JUNE, contracts, None)])
    return folder


def _raw(loaded: cache.CachedFile):
    connection = connect()
    for schema in SCHEMAS:
        connection.execute(f"create schema {schema}")
    load_reference(connection, reference(), [JUNE])
    load_raw(connection, reference(), [JUNE], [loaded])
    return connection


def test_what_was_read_comes_back(file, entry) -> None:
    fresh = reading.read(file, NAME, JUNE, reference().contracts, None)
    kept = cache.load(entry)
    assert kept is not None
    assert kept.reading == fresh.reading
    assert fresh.codes == ["column_unknown"]
    assert kept.reading.sheets[0].row_count == len(fresh.rows) == 2
    assert [len(parts) for parts in (*kept.rows, *kept.answers)] == [1, 1]


def test_a_long_sheet_comes_back_in_its_order(tmp_path, monkeypatch) -> None:
    """Rows are kept some thousands at a time; the parts' names put them in order again."""
    monkeypatch.setattr("flows.ingest.rows.STRETCH_ROWS", 3)
    monkeypatch.setattr("flows.ingest.rows.CHUNK_STRETCHES", 2)
    path = tmp_path / "满意度_演示数据.csv"
    lines = [f"{n},2022-06-07,,南麻街道,城镇,访问完成,,,满意,\n" for n in range(100)]
    path.write_text(TEXT.splitlines(keepends=True)[0] + "".join(lines), "utf-8")
    folder = tmp_path / "cache" / "entry"
    cache.read_and_store([cache.FileToRead(folder, path, NAME, JUNE, reference().contracts, None)])
    kept = cache.load(folder)
    assert kept is not None
    assert len(kept.rows[0]) == 17
    warehouse = _raw(kept)
    rows = table(warehouse, 'select "row", sample_id from raw.survey')
    assert rows == [(n + 2, str(n)) for n in range(100)]
    answers = table(warehouse, 'select "row", question, answer from raw.survey_answer')
    assert answers == [(n + 2, 1, "满意") for n in range(100)]


def test_the_warehouse_holds_the_text_as_it_stood(entry) -> None:
    kept = cache.load(entry)
    assert kept is not None
    warehouse = _raw(kept)
    rows = table(warehouse, 'select "row", sample_id, town, comment, phone is null, age from raw.survey order by 1')
    assert rows == [(2, "007", "南麻街道", "“好”", False, None), (3, "008", "西里镇", None, True, None)]
    assert table(warehouse, "select * from raw.survey_answer") == [(1, 2, 1, "满意")]
    counts = "select row_count, blank_count, total_count, footer_count from raw.sheet"
    assert table(warehouse, counts) == [(2, 0, 1, 0)]
    assert table(warehouse, "select header from raw.sheet_column where column_name = 'q2'") == [("Q2",)]
    assert table(warehouse, "select code, value, sheet_id from raw.problem") == [("column_unknown", "备用", 1)]


def test_no_telephone_number_is_kept(entry) -> None:
    kept = b"".join(path.read_bytes() for path in sorted(entry.iterdir()))
    assert b"14200000001" not in kept


# --- what a reading depends on ----------------------------------------------------------------------------------------


def test_the_same_file_under_the_same_rules_has_the_same_place(file, tmp_path) -> None:
    rules = cache.fingerprint(reference().contracts, None)
    place = cache.entry_folder(tmp_path, NAME, file, rules)
    copy = shutil.copy(file, tmp_path / "copy.csv")
    assert cache.entry_folder(tmp_path, NAME, copy, cache.fingerprint(reference().contracts, None)) == place


def test_another_content_or_name_has_another_place(file, tmp_path) -> None:
    rules = cache.fingerprint(reference().contracts, None)
    place = cache.entry_folder(tmp_path, NAME, file, rules)
    assert cache.entry_folder(tmp_path, "2022-07/满意度_演示数据.csv", file, rules) != place
    file.write_text(TEXT.replace("拒访", "占线"), "utf-8")
    assert cache.entry_folder(tmp_path, NAME, file, rules) != place


def test_changed_contracts_layout_or_key_read_anew() -> None:
    contracts = reference().contracts
    source = contracts.sources[0]
    renamed = source.model_copy(update={"title": "别的"})
    layout = contracts.layout.model_copy(update={"header_search_rows": 3})
    prints = {
        cache.fingerprint(contracts, None),
        cache.fingerprint(contracts, b"key"),
        cache.fingerprint(contracts, b"another"),
        cache.fingerprint(replace(contracts, sources=(renamed, *contracts.sources[1:])), None),
        cache.fingerprint(replace(contracts, layout=layout), None),
    }
    assert len(prints) == 5


def test_the_key_is_not_told_by_the_fingerprint() -> None:
    assert "secret" not in cache.fingerprint(reference().contracts, b"secret")


# --- half-written entries -------------------------------------------------------------------------------------------


def test_an_empty_place_is_no_reading(tmp_path) -> None:
    assert cache.load(tmp_path / "none") is None
    (tmp_path / "empty").mkdir()
    assert cache.load(tmp_path / "empty") is None


@pytest.mark.parametrize("part", ["reading.json", "000-rows-0000002.parquet", "000-answers-0000002.parquet"])
@pytest.mark.parametrize("how", ["gone", "empty", "cut"])
def test_a_reading_cut_short_does_not_count(entry, part, how) -> None:
    path = entry / part
    content = path.read_bytes()
    path.unlink()
    if how != "gone":
        path.write_bytes(b"" if how == "empty" else content[: len(content) // 2])
    assert cache.load(entry) is None


def test_a_break_while_writing_leaves_nothing_that_counts(file, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "cache" / "entry"

    def full(*_: object) -> None:
        raise OSError("disk full")

    arguments = [cache.FileToRead(folder, file, NAME, JUNE, reference().contracts, None)]
    monkeypatch.setattr(cache, "_write_parquet", full)
    with pytest.raises(OSError, match="disk full"):
        cache.read_and_store(arguments)
    assert cache.load(folder) is None
    monkeypatch.undo()
    cache.read_and_store(arguments)
    assert cache.load(folder) is not None
    cache.forget_others(tmp_path / "cache", [folder])
    assert list((tmp_path / "cache").iterdir()) == [folder]


def test_a_file_refused_half_way_leaves_no_rows(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("flows.ingest.rows.STRETCH_ROWS", 1)
    monkeypatch.setattr("flows.ingest.rows.CHUNK_STRETCHES", 1)
    path = tmp_path / "满意度_演示数据.csv"
    path.write_text(TEXT + '009,"2022-06-07\n', "utf-8")
    folder = tmp_path / "cache" / "entry"
    cache.read_and_store([cache.FileToRead(folder, path, NAME, JUNE, reference().contracts, None)])
    kept = cache.load(folder)
    assert kept is not None
    assert [(p.code, p.detail) for p in kept.reading.problems] == [("file_unreadable", "第 5 行引号没有成对")]
    assert [path.name for path in folder.iterdir()] == ["reading.json"]


def test_a_place_that_holds_something_broken_is_written_over(file, entry) -> None:
    (entry / "reading.json").write_text("{", "utf-8")
    cache.read_and_store([cache.FileToRead(entry, file, NAME, JUNE, reference().contracts, None)])
    assert cache.load(entry) is not None


def test_readings_of_files_that_went_are_dropped(entry) -> None:
    shutil.copytree(entry, entry.with_name("other"))
    cache.forget_others(entry.parent, [entry])
    assert [path.name for path in entry.parent.iterdir()] == [entry.name]
    cache.forget_others(entry.parent / "never", [])


def test_a_file_that_went_while_looking_is_told_as_unreadable(tmp_path) -> None:
    contracts = reference().contracts
    gone = tmp_path / "没有_演示数据.csv"
    folder = cache.entry_folder(tmp_path / "cache", NAME, gone, "rules")
    cache.read_and_store([cache.FileToRead(folder, gone, NAME, JUNE, contracts, None)])
    kept = cache.load(folder)
    assert kept is not None
    assert [problem.code for problem in kept.reading.problems] == ["file_unreadable"]


def test_an_issue_in_a_csv_says_the_row_of_a_spreadsheet_and_the_line_of_an_editor(tmp_path) -> None:
    path = tmp_path / "满意度_演示数据.csv"
    head, *rows = TEXT.splitlines(keepends=True)
    path.write_text(head + rows[0].replace("“好”", '"好\n很好"') + "009,2022-06-31,,西里镇,农村,拒访,,,,\n", "utf-8")
    folder = tmp_path / "cache" / "entry"
    cache.read_and_store([cache.FileToRead(folder, path, NAME, JUNE, reference().contracts, None)])
    kept = cache.load(folder)
    assert kept is not None
    warehouse = _raw(kept)
    define_functions(warehouse, SQL)
    run_models(warehouse, read_models(SQL, ("staging", "core", "ops")))
    issues = table(warehouse, "select row, text_line, code from ops.issue where code <> 'column_unknown'")
    assert issues == [(3, 4, "date_unreadable")]
