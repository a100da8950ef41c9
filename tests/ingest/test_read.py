"""One file in, its sheets and its faults out: nothing lost, nothing private, nothing raised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.ingest.read import data_files, read_file
from flows.period import Month
from tests.ingest import books, kept
from tests.ingest.kept import Read

CONTRACTS = books.contracts()
JUNE = Month(2022, 6)
KEY = b"a key of the county"
HEADER = books.TICKET_HEADER


def ticket(number: str, **cells: str) -> list[str]:
    return [
        cells.get(name, number if name == "工单编号" else cell) for name, cell in zip(HEADER, books.TICKET, strict=True)
    ]


def read(folder: Path, content: bytes, name: str = "工单.xlsx", key: bytes | None = KEY) -> Read:
    path = folder / name
    path.write_bytes(content)
    return kept.read(path, f"2022-06/{name}", JUNE, CONTRACTS, key)


FULL = [
    ["沂源县热线工单"],
    ["填报单位：甲"],
    HEADER,
    ticket("T001"),
    [],
    ticket("T002"),
    ["合计", "2"],
    [],
    ticket("T003"),
    ["备注：含上月结转"],
]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (books.xlsx({"工单": FULL}), "工单.xlsx"),
        (books.xls({"工单": FULL}), "工单.xls"),
        (books.text(FULL), "工单.csv"),
        (books.text(FULL, "\t", "gb18030"), "工单.xls"),
    ],
    ids=["xlsx", "xls", "csv", "tab as xls"],
)
def test_every_row_below_the_header_is_accounted_for_under_its_own_number(
    tmp_path: Path, content: bytes, name: str
) -> None:
    reading = read(tmp_path, content, name)
    (sheet,) = reading.sheets
    assert reading.reading.problems == ()
    assert (sheet.source, sheet.header_top, sheet.header_bottom) == ("hotline", 3, 3)
    rows = dict(zip(reading.rows["row"], reading.rows["ticket_no"], strict=True))
    assert rows == {4: "T001", 6: "T002", 9: "T003"}
    assert (sheet.row_count, sheet.blank_count) == (3, 2)
    assert [(row.row, row.kind, row.label) for row in sheet.set_aside] == [
        (7, "total", "合计"),
        (10, "footer", "备注：含上月结转"),
    ]
    (seen,) = reading.reading.seen
    assert (seen.sheet, seen.state, seen.last_row) == (sheet.sheet, "loaded", len(FULL))
    assert sheet.header_bottom + sheet.row_count + sheet.blank_count + len(sheet.set_aside) == seen.last_row


def test_what_is_not_filled_is_missing_and_not_an_empty_text(tmp_path: Path) -> None:
    rows = read(tmp_path, books.xlsx({"工单": [HEADER, ticket("T001", 镇街="")]})).rows
    assert rows.loc[0, "town"] is None
    assert "status" not in rows


def test_nothing_private_is_in_what_is_kept_or_said(tmp_path: Path) -> None:
    private = ticket(
        "T001", 来电人="綦小燚", 联系电话="14200000001", 主要内容="我叫綦小燚，电话14200000002，370323190001010000"
    )
    stray = ticket("T002", 镇街="14200000003")
    rows = [[*HEADER, "身份证370323190001010000"], [*private, "甲"], [*stray, "乙"]]
    reading = read(tmp_path, books.xlsx({"工单": rows, "说明": [["联系14200000004"]]}))
    told = reading.rows.to_csv() + repr(reading.reading)
    assert [word for word in ("142000", "小燚", "370323") if word in told] == []
    assert "綦**" in told
    assert reading.codes == ["column_unknown", "sheet_unknown"]


def test_open_answers_are_scrubbed_too(tmp_path: Path) -> None:
    header = ["样本编号", "访问日期", "镇街", "城乡", "访问结果码", "Q1", "Q9 还有什么意见"]
    row = ["S1", "2022-06-07", "西里镇", "农村", "1.1", "满意", "请回电14200000001"]
    answers = read(tmp_path, books.xlsx({"访问": [header, row]})).kept.answers()
    assert answers.to_dict("list") == {"row": [2, 2], "question": [1, 9], "answer": ["满意", "请回电〔电话〕"]}


def test_an_identifier_that_looks_like_a_telephone_stays(tmp_path: Path) -> None:
    rows = read(tmp_path, books.xlsx({"工单": [HEADER, ticket("15000000001")]})).rows
    assert rows.loc[0, "ticket_no"] == "15000000001"


def test_exact_repeats_share_a_hash_that_depends_on_the_key(tmp_path: Path) -> None:
    content = books.xlsx({"工单": [HEADER, ticket("T001"), ticket("T001"), ticket("T001", 联系电话="14200000009")]})
    hashes = list(read(tmp_path, content).rows["content_hash"])
    assert hashes[0] == hashes[1] != hashes[2]
    assert read(tmp_path, content, key=b"other").rows.loc[0, "content_hash"] != hashes[0]


def test_a_real_file_without_a_key_is_refused_and_a_demonstration_is_not(tmp_path: Path) -> None:
    content = books.xlsx({"工单": [HEADER, ticket("T001")]})
    refused = read(tmp_path, content, key=None)
    assert (refused.codes, refused.sheets) == (["file_key_missing"], ())
    assert len(read(tmp_path, content, "工单_演示数据.xlsx", key=None).sheets) == 1


def test_other_sheets_are_named_and_left(tmp_path: Path) -> None:
    table = [HEADER, ticket("T001")]
    content = books.xlsx(
        {"6月工单": table, "5月工单": table, "2021年6月": table, "旧": table, "填表说明": [["请如实填写"]], "空": []},
        hidden=["旧"],
    )
    reading = read(tmp_path, content)
    assert [sheet.sheet for sheet in reading.sheets] == ["6月工单"]
    assert {(problem.sheet, problem.code) for problem in reading.reading.problems} == {
        ("5月工单", "sheet_other_month"),
        ("2021年6月", "sheet_other_month"),
        ("旧", "sheet_hidden"),
        ("填表说明", "sheet_unknown"),
    }


@pytest.mark.parametrize(
    ("sheet", "is_read"),
    [
        ("2022年6月", True),
        ("六月", True),
        ("６月", True),
        ("1-6月", True),
        ("1月至6月", True),
        ("2022-06", True),
        ("20220701导出", True),
        ("Sheet1", True),
        ("上月", False),
        ("五月", False),
        ("十二月", False),
        ("22年5月", False),
        ("2022-05", False),
        ("2021.06", False),
        ("5月", False),
    ],
)
def test_a_sheet_of_another_month_is_known_by_its_name(tmp_path: Path, sheet: str, is_read: bool) -> None:
    reading = read(tmp_path, books.xlsx({sheet: [HEADER, ticket("T001")]}))
    assert bool(reading.sheets) is is_read
    assert reading.codes == ([] if is_read else ["sheet_other_month", "file_sheets_unused"])


def test_faults_of_the_header_say_what_and_where(tmp_path: Path) -> None:
    without = [[], [name for name in HEADER if name != "来电时间"], ["T001"]]
    (problem,) = read(tmp_path, books.xlsx({"工单": without})).reading.problems
    assert (problem.code, problem.value, problem.row) == ("column_missing", "来电时间", 2)
    (problem,) = read(tmp_path, books.xlsx({"工单": [[*HEADER, "镇街"], ticket("T001")]})).reading.problems
    assert (problem.code, problem.value, problem.row) == ("column_twice", "镇街", 1)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "空.xlsx", ["file_empty"]),
        (books.xlsx({"工单": []}), "空表.xlsx", ["file_empty"]),
        (books.xlsx({"工单": [HEADER]}), "只有表头.xlsx", ["sheet_empty"]),
        (books.xlsx({"甲": [["无关"]]}), "无关.xlsx", ["sheet_unknown", "file_unknown"]),
        (
            books.xlsx({"甲": [], "工单": [HEADER]}, hidden=["工单"]),
            "隐藏.xlsx",
            ["sheet_hidden", "file_sheets_unused"],
        ),
        (books.xlsx_with_password(), "加密.xlsx", ["file_encrypted"]),
        (books.xls({"工单": [HEADER] * 200})[:7000], "截断.xls", ["file_unreadable"]),
        (books.archive(), "压缩包.xlsx", ["file_unreadable"]),
        (b"%PDF-1.7\n", "扫描件.xls", ["file_disguised"]),
        (b"%PDF-1.7\n", "扫描件.pdf", ["file_type"]),
    ],
)
def test_a_bad_file_is_a_problem_and_not_an_error(
    tmp_path: Path, content: bytes, name: str, expected: list[str]
) -> None:
    reading = read(tmp_path, content, name)
    assert reading.codes == expected


def test_every_fault_that_reading_can_find_has_its_text() -> None:
    texts = (books.REFERENCE / "issue_texts.csv").read_text(encoding="utf-8")
    known = {line.split(",")[0] for line in texts.splitlines()}
    code = "".join(
        path.read_text(encoding="utf-8") for path in Path(read_file.__code__.co_filename).parent.glob("*.py")
    )
    used = set(re.findall(r'"((?:file|sheet|column|cell)_[a-z_]+)"', code))
    used |= {f"sheet_{state}" for state in ("hidden", "other_month", "unknown")}
    assert used <= known
    assert len(used) > 10


def test_a_file_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    reading = kept.read(tmp_path / "没有.xlsx", "2022-06/没有.xlsx", JUNE, CONTRACTS, KEY)
    assert reading.codes == ["file_unreadable"]
    assert reading.sheets == ()


def test_lock_files_and_notes_beside_the_data_are_no_data(tmp_path: Path) -> None:
    for name in ("~$工单.xlsx", ".DS_Store", "README.md", "Thumbs.db", "乙.csv", "下级/甲.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [path.relative_to(tmp_path).as_posix() for path in data_files(tmp_path)] == ["下级/甲.xlsx", "乙.csv"]


def test_private_names_of_files_and_sheets_are_not_shown(tmp_path: Path) -> None:
    content = books.xlsx(
        {"联系人王小燚": [HEADER, ticket("T001")], "14200000009": [HEADER, ticket("T002")], "14200000008": [["甲"]]}
    )
    reading = read(tmp_path, content, "工单_14200000007.xlsx")
    said = repr(reading.reading)
    assert [word for word in ("1420000000", "小燚") if word in said.replace("14200000001", "")] == []
    assert reading.reading.path == f"2022-06/工单_〔电话〕.xlsx（{reading.reading.sha256[:6]}）"
    assert [sheet.sheet for sheet in reading.sheets] == ["联系人〔姓名〕（第1个工作表）", "〔电话〕（第2个工作表）"]
    assert reading.codes == ["file_name_private", "sheet_unknown"]


def test_what_stands_around_the_table_or_in_the_wrong_place_is_not_kept(tmp_path: Path) -> None:
    """Titles, notes, footers no rule knows, cells beside and above the header, a note in the first column."""
    note = "经办人：王小燚  电话：14200000002  微信：abc_12345"
    rows = [
        ["沂源县热线工单 联系人：王小燚 14200000003"],
        [note],
        [*HEADER, note, "身体状况"],
        [*ticket("T001"), "14200000004", "糖尿病"],
        [*ticket("T002", 镇街=note, 受理渠道="王小燚先生"), "", "高血压"],
        [note],
        [note, *ticket("T003")[1:]],
        ["填报人：王小燚", "电话：14200000005"],
    ]
    reading = read(tmp_path, books.xlsx({"工单": rows}, merged=[(5, 0, 5, 6)]))
    held = reading.rows.to_csv() + repr(reading.reading)
    assert [word for word in ("1420000000", "小燚", "abc_12345", "糖尿病", "高血压") if word in held] == []
    assert "T001" in held


def test_health_is_never_loaded(tmp_path: Path) -> None:
    header = ["名单编号", "对象类型", "镇街", "户主", "身体状况"]
    (sheet,) = (
        reading := read(tmp_path, books.xlsx({"名单": [header, ["1", "结对帮扶村群众", "西里镇", "张某", "偏瘫"]]}))
    ).sheets
    assert (sheet.source, "health" in reading.rows.columns) == ("household", False)
    assert "偏瘫" not in reading.rows.to_csv() + repr(reading.reading)
    assert reading.codes == []


def test_an_unknown_header_is_shown_only_as_far_as_it_can_be_one(tmp_path: Path) -> None:
    reading = read(tmp_path, books.xlsx({"工单": [[*HEADER, "某户情况" * 30], ticket("T001")]}))
    assert [len(problem.value) for problem in reading.reading.problems] == [42]


def test_a_header_that_comes_again_on_each_page_is_set_aside(tmp_path: Path) -> None:
    pages = [[], books.TICKET_HEADER, ["T002", *books.TICKET[1:]], [" 工单编号", *books.TICKET_HEADER[1:]]]
    path = tmp_path / "工单.xlsx"
    path.write_bytes(books.xlsx({"工单": [books.TICKET_HEADER, books.TICKET, *pages]}))
    reading = kept.read(path, "2022-06/工单.xlsx", Month(2022, 6), books.contracts(), b"k" * 32)
    assert list(reading.rows["ticket_no"]) == ["T001", "T002"]
    assert [(aside.row, aside.label) for aside in reading.reading.sheets[0].set_aside] == [
        (4, "工单编号"),
        (6, " 工单编号"),
    ]
