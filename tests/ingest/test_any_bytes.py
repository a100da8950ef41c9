"""Whatever arrives, reading ends with a grid or with a named refusal."""

from __future__ import annotations

import csv
import io

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from flows.ingest.file_reading import FileReading
from flows.ingest.grid import Grid, UnreadableFileError, listed
from flows.ingest.layout import RowKind, RowKinds, fill_merged, find_header
from flows.ingest.privacy import Door
from flows.ingest.read import read_sheets
from flows.ingest.text import AS_TEXT, Text, TextRows
from flows.ingest.workbook import OLE_MAGIC, ZIP_MAGIC
from flows.period import Month
from tests.ingest import books
from tests.ingest.kept import Kept, tables

CONTRACTS = books.contracts()
TABLE = [books.TICKET_HEADER, *([f"T{i:03d}", *books.TICKET[1:]] for i in range(40))]
WHOLE = {
    "xlsx": books.xlsx({"工单": TABLE}),
    "xls": books.xls({"工单": TABLE}),
    "csv": books.text(TABLE, encoding="gb18030"),
}
HEADERS = sorted({column.title for source in CONTRACTS.sources for column in source.columns.values()})
FEW = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def attempt(content: bytes) -> None:
    try:
        found = tables(content)
    except UnreadableFileError:
        return
    assert all(isinstance(cell, str) for rows in found for row in rows for cell in row)


@FEW
@given(st.sampled_from([b"", ZIP_MAGIC, OLE_MAGIC, b"\xef\xbb\xbf", b"\xff\xfe", b'"']), st.binary(max_size=400))
def test_any_bytes(magic: bytes, rest: bytes) -> None:
    attempt(magic + rest)


@FEW
@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 1))
def test_a_file_cut_short_anywhere(form: str, share: float) -> None:
    attempt(WHOLE[form][: int(len(WHOLE[form]) * share)])


@FEW
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_a_file_with_damaged_bytes(form: str, damage: list[tuple[float, int]]) -> None:
    content = bytearray(WHOLE[form])
    for share, byte in damage:
        content[int(len(content) * share)] = byte
    attempt(bytes(content))


cells = st.one_of(
    st.sampled_from([*HEADERS, "Q1", "Q2", "合计", "备注：", "", " ", "14200000001"]), st.text(max_size=8)
)
grids = st.builds(
    lambda rows, merged: Grid("甲", listed(rows), merged=tuple(merged)),
    st.lists(st.lists(cells, max_size=9), max_size=12),
    st.lists(
        st.tuples(*[st.integers(0, 14)] * 4).map(
            lambda m: (min(m[0], m[2]), min(m[1], m[3]), max(m[0], m[2]), max(m[1], m[3]))
        ),
        max_size=4,
    ),
)


@settings(FEW, max_examples=120)
@given(grids)
def test_any_grid_is_read_or_left_and_no_row_is_lost(grid: Grid) -> None:
    empty = FileReading("甲.xlsx", Month(2022, 6), "", False)
    kept = Kept()
    reading = read_sheets(empty, [grid], CONTRACTS, Door(b"key"), kept)
    assert reading.sheets or reading.problems
    header = find_header(grid, CONTRACTS)
    (seen,) = reading.seen
    assert seen.last_row == len(list(grid.rows))
    for sheet in reading.sheets:
        assert header is not None
        below = seen.last_row - sheet.header_bottom
        assert sheet.row_count + sheet.blank_count + len(sheet.set_aside) == below
        assert below == len(list(fill_merged(grid.rows, header, grid.merged)))
        rows = list(kept.rows()["row"]) if sheet.row_count else []
        assert len(rows) == sheet.row_count
        assert all(sheet.header_bottom < row <= seen.last_row for row in rows)


@settings(FEW, max_examples=400)
@given(st.lists(st.sampled_from([*'甲a,,""= ', "\r", "\n", "\r\n"]), max_size=24).map("".join))
def test_text_gives_the_records_that_the_library_reads(text: str) -> None:
    """Among them those of several lines, empty ones, and marks inside a plain cell."""
    rows = TextRows(Text(text.encode("gb18030"), "gb18030", ","))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    expected, lines = [], [0]
    try:
        for cells in reader:
            expected.append([AS_TEXT.sub(r"\1", cell) for cell in cells])
            lines.append(reader.line_num)
    except csv.Error:
        with pytest.raises(UnreadableFileError) as refused:
            list(rows)
        assert refused.value.detail.startswith(f"第 {lines[-1] + 1} 行")
        return
    assert list(rows) == expected
    assert rows.last_row == len(expected)
    assert [row - 1 for row, _ in rows.line_shifts] == [n for n in range(1, len(lines)) if lines[n] - lines[n - 1] > 1]
    assert all(line == lines[row - 1] + 1 for row, line in rows.line_shifts)


@FEW
@given(st.lists(st.text(max_size=12), max_size=8))
def test_a_row_is_blank_exactly_when_nothing_is_in_it(row: list[str]) -> None:
    header = find_header(Grid("", listed(TABLE)), CONTRACTS)
    assert header is not None
    assert (RowKinds(CONTRACTS.layout, header).kind(row) is RowKind.BLANK) == (not "".join(row).strip())


@FEW
@given(st.text(alphabet="甲电话我叫联系人：142000010-+８６ 0533,。", max_size=40))
def test_the_door_never_lets_a_mobile_number_through(text: str) -> None:
    scrubbed = Door.text(f"{text}，14200000001。")
    assert "14200000001" not in scrubbed
    assert Door.text(scrubbed) == scrubbed
