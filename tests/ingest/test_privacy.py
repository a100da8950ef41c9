"""No telephone number, identity number or name passes the door; everything else does, word for word."""

from __future__ import annotations

import csv
import hmac

import pytest

from flows.ingest.privacy import Door
from tests.ingest import books

DOOR = Door(b"a key")
TOKEN = DOOR.phone("14200000001")


@pytest.mark.parametrize(
    "written",
    [
        "14200000001",
        " 142 0000 0001 ",
        "142-0000-0001",
        "+86 14200000001",
        "0086-142-0000-0001",
        "8614200000001",
        "１４２０００００００１",
        "14200000001（本人）",
        "14200000001.0",
        "1.4200000001E10",
        "14200000001\n",
        "014200000001",
        "14200000001转802",
        "①④②⓪⓪⓪⓪⓪⓪⓪①",
        "一四二零零零零零零零一",
    ],
)
def test_a_number_is_the_same_number_however_it_is_written(written: str) -> None:
    assert DOOR.phone(written) == TOKEN


@pytest.mark.parametrize(
    "landline", ["0533-2000001", "05332000001", "(0533)2000001", "0533 2000001", "0533-2000001-8012"]
)
def test_a_landline_is_the_same_number_however_it_is_written(landline: str) -> None:
    assert DOOR.phone(landline) == DOOR.phone("05332000001") != ""


@pytest.mark.parametrize("between", ["、", "，", ",", "/", ";", "；", "\n", "\r\n", " "])
def test_two_numbers_in_a_cell_are_two(between: str) -> None:
    two = DOOR.phone(f"14200000001{between}0533-2000001")
    assert two.split("、") == [TOKEN, DOOR.phone("05332000001")]


@pytest.mark.parametrize("odd", ["", "142****0001", "142＊＊＊＊0001", "无", "不详", "123", "1.42E+10"])
def test_a_masked_or_odd_number_is_nobodys(odd: str) -> None:
    assert DOOR.phone(odd) == ""


@pytest.mark.parametrize("length", [0, 1, 64, 65, 200])
def test_the_token_of_a_number_is_its_hmac(length: int) -> None:
    key = b"k" * length
    assert Door(key).phone("14200000001") == hmac.digest(key, b"14200000001", "sha256").hex()[:24]


def test_another_key_gives_another_token_and_neither_shows_the_number() -> None:
    other = Door(b"another key")
    assert other.phone("14200000001") != TOKEN
    assert list(other.fingerprints([["14200000001"]])) != list(DOOR.fingerprints([["14200000001"]]))
    assert other.key_id != DOOR.key_id
    assert "0000" not in TOKEN


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("电话14200000001，请回电", "电话〔电话〕，请回电"),
        ("电话１４２０００００００１", "电话〔电话〕"),
        ("打142-0000-0001或142 0000 0002", "打〔电话〕或〔电话〕"),
        ("+8614200000001和8614200000001", "〔电话〕和〔电话〕"),
        ("座机0533-2000001、（0533）2000001", "座机〔电话〕、〔电话〕"),
        ("0533—2000001", "〔电话〕"),
        ("联系电话：2000001", "联系电话：〔电话〕"),
        ("身份证370323190001010000", "身份证〔证件号〕"),
        ("证件370323190001010000ID", "证件〔证件号〕ID"),
        ("370323 19000101 000X", "〔证件号〕"),
        ("３７０３２３１９０００１０１０００Ｘ", "〔证件号〕"),
        ("联系人：张某某，电话14200000001", "联系人：〔姓名〕，电话〔电话〕"),
        ("联系人綦小燚电话14200000001", "联系人〔姓名〕电话〔电话〕"),
        ("我叫欧阳某，住在西里", "我叫〔姓名〕，住在西里"),
        ("姓名 亓某\n地址", "姓名 〔姓名〕\n地址"),
        ("邻居李某某多次投诉", "邻居〔姓名〕多次投诉"),
    ],
)
def test_texts_lose_numbers_and_names(given: str, kept: str) -> None:
    assert DOOR.text(given) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022年6月7日19:05，3号楼，共１２人，预算123456元",
        "户主不同意，反映人不满意。联系人不在，来电人要求回复",
        "在某小区门口，某村某超市，请某单位核实",
        "工单 YY202206190012345678 和 202206190012345678 重复",
        "编号2022060712345678901234，样本3703230010001",
        "拨打12345、12318投诉，票价80-120元，邮编256100",
        "版本1.42.0000，IP 10.142.0.1，比例85.5%",
        "  前后的空格  \n和换行\t都在　",
    ],
)
def test_everything_else_stays_word_for_word(text: str) -> None:
    assert DOOR.text(text) == text


@pytest.mark.parametrize(
    ("given", "kept"), [("张某某", "张**"), (" 陈  某", "陈**"), ("张某、李某", "张**、李**"), ("", ""), ("、", "")]
)
def test_names_keep_their_first_character(given: str, kept: str) -> None:
    assert DOOR.name(given) == kept


def test_what_strays_into_a_plain_column_is_lost_too() -> None:
    assert DOOR.rule("")("王庄 14200000001") == "王庄 〔电话〕"
    assert DOOR.rule("")("文化馆（联系人：王小燚，微信abc12345）") == "文化馆（联系人：〔姓名〕，微信〔联系方式〕）"
    assert DOOR.rule("")("2022-06-07 19:05:22") == "2022-06-07 19:05:22"
    assert DOOR.rule("")("3号楼2单元401室") == "3号楼2单元401室"


@pytest.mark.parametrize("code", ["15000000001", "YY202206070001", "2.02206E+13", "沂文旅〔2022〕12号", "12-3", ""])
def test_an_identifier_stays_what_it_is(code: str) -> None:
    assert DOOR.identifier(code) == code


def test_an_identifier_that_is_a_person_becomes_a_token() -> None:
    """Interviewers are often listed by name: each must still be told from the others, and from nobody else's list."""
    first = DOOR.identifier("王小燚")
    assert first == DOOR.identifier(" 王 小燚") != DOOR.identifier("王大燚")
    assert first != Door(b"another key").identifier("王小燚")
    assert not {*"王小燚"} & {*first}
    assert DOOR.identifier("11010119000101000X") != "11010119000101000X"
    assert DOOR.identifier("nobody@example.com") == "〔联系方式〕"
    assert DOOR.identifier("填报人：王小燚 电话：14200000001") == "填报人：〔姓名〕 电话：〔电话〕"


def test_a_name_beside_a_number_is_no_part_of_it() -> None:
    assert DOOR.phone("张三14200000001") == DOOR.phone("张三 14200000001") == TOKEN


def test_headers_and_reference_words_are_nobody() -> None:
    """The words the product knows must come through as they are, or nothing would be recognised."""
    words = {cell for path in books.REFERENCE.rglob("*.csv") for row in csv.reader(path.open()) for cell in row}
    for source in books.contracts().sources:
        for column in source.columns.values():
            words |= {column.title, *column.synonyms}
    assert len(words) > 1500
    assert {word for word in words if DOOR.plain(word) != word or DOOR.text(word) != word} == set()


def test_a_number_written_with_an_exponent_is_scrubbed_and_a_measure_is_not() -> None:
    assert Door.plain("回电1.4200000001E10，或1.42000001e+10") == "回电〔电话〕，或〔电话〕"
    assert Door.plain("编号2.02206E+13，1.42E+10") == "编号2.02206E+13，1.42E+10"
