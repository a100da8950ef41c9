"""A long text file read in several places at once gives what it gives in one go."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from flows.ingest.text import TextRows, open_text, split
from flows.period import Month
from flows.warehouse import cache
from tests.ingest import books
from tests.warehouse.given import connect, table

KEY = b"a key of the county"
JUNE = Month(2022, 6)
NAME = "2022-06/工单.csv"


def csv_of(count: int, seed: int, encoding: str = "gb18030") -> bytes:
    """Tickets with cells of several lines, doubled quotation marks, empty lines and a mark inside a plain cell."""
    chance = random.Random(seed)
    lines = [",".join(books.TICKET_HEADER)]
    for number in range(count):
        text = chance.choice(["路灯不亮", '"甲\n乙"', '"说""不""行"', '"甲,\r\n\r\n乙"', "三", ""])
        lines.append(f"T{number},2022-06-07,12345,甲某某,142{number:08d},南麻街道,{text}")
        lines += [""] * (chance.random() < 0.05)
    return "\r\n".join([*lines, ""]).encode(encoding)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_parts_begin_and_end_with_records(seed: int, encoding: str) -> None:
    content = csv_of(60, seed, encoding)
    whole = TextRows(open_text(content))
    rows = list(whole)
    for count, lead in ((1, 0), (2, 0), (2, 700), (3, 300), (7, 0)):
        parts = split(content, count, lead)
        assert b"".join(content[part.start : part.stop] for part in parts) == content
        found = []
        for part in parts:
            text = TextRows(open_text(content[part.start : part.stop]), part.first_row, part.first_line)
            assert part.first_row == len(found) + 1
            found += list(text)
            assert text.last_row == len(found)
            assert [shift for shift in text.line_shifts if shift not in whole.line_shifts][1:] == []
        assert found == rows


def warehouse_rows(folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch, parts: int) -> tuple[object, ...]:
    monkeypatch.setattr("flows.ingest.parts.PART_BYTES", max(1, len(content) // parts))
    monkeypatch.setattr("flows.ingest.parts.os.cpu_count", lambda: parts)
    path = folder / "工单.csv"
    path.write_bytes(content)
    entry = folder / f"in {parts}"
    cache.read_and_store([cache.FileToRead(entry, path, NAME, JUNE, books.contracts(), KEY)])
    kept = cache.load(entry)
    assert kept is not None
    files = [str(part) for part in kept.rows[0]] if kept.rows else []
    rows = table(connect(), "select * from read_parquet(?)", files) if files else []
    return kept.reading, rows


def test_two_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = csv_of(400, 1) + "合计,400\r\n".encode("gb18030")
    alone = warehouse_rows(tmp_path, content, monkeypatch, 1)
    assert warehouse_rows(tmp_path, content, monkeypatch, 2) == alone
    assert len(alone[1]) == 400


def test_a_cut_misled_by_a_stray_mark_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quotation mark inside a plain cell pairs with none: what is taken for outside a cell is inside one."""
    content = csv_of(400, 2).replace("路灯不亮".encode("gb18030"), '路灯5"不亮'.encode("gb18030"), 1)
    alone = warehouse_rows(tmp_path, content, monkeypatch, 1)
    assert warehouse_rows(tmp_path, content, monkeypatch, 2) == alone
    assert len(alone[1]) == 400


def test_a_fault_in_a_later_part_is_told_by_its_own_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = csv_of(400, 3) + b'T9,"'
    alone = warehouse_rows(tmp_path, content, monkeypatch, 1)
    assert warehouse_rows(tmp_path, content, monkeypatch, 2) == alone
    (problem,) = alone[0].problems  # type: ignore[attr-defined]
    assert problem.detail == f"第 {content.count(bytes([10])) + 1} 行引号没有成对"
    assert alone[1] == []
