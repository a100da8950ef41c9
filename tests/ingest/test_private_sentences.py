"""The door against sentences whose private parts are marked, and against made-up values in made-up text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from flows.ingest.privacy import Door

DOOR = Door(b"a key")
MARKS = re.compile("〔(?:姓名|电话|证件号|卡号|联系方式|车牌|门牌)〕")
LINES = Path(__file__).with_name("private_sentences.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [line.replace("↵", "\n") for line in LINES if line and not line.startswith("#")]
SOME = settings(max_examples=150, deadline=None, derandomize=True)


def raw(sentence: str) -> str:
    return re.sub("[⟦⟧]", "", sentence)


def test_the_sentences_are_many_and_of_both_kinds() -> None:
    private = sum("⟦" in sentence for sentence in SENTENCES)
    assert private >= 150
    assert len(SENTENCES) - private >= 100


@pytest.mark.parametrize("sentence", [sentence for sentence in SENTENCES if "⟦" in sentence])
def test_no_private_value_survives(sentence: str) -> None:
    scrubbed = Door.text(raw(sentence))
    for secret in re.findall("⟦(.+?)⟧", sentence, re.DOTALL):
        assert secret not in scrubbed
        digits = re.sub(r"\D", "", secret)
        assert len(digits) < 7 or digits[-7:] not in scrubbed


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*map(raw, SENTENCES), "2022-06-07 19:05:00", "路灯不亮", ""]),
            st.text("甲张王某先生联系人我叫电话村单元门牌：（@＠12３⑤一幺零 -.×x鲁CQ微信䶵\n", max_size=16),
        ),
        max_size=8,
    )
)
@example(["路灯不亮", "邮箱li.lei@sina.cn"])
@example(["路灯不亮", "群众【张燚】反映"])
def test_a_text_that_is_passed_over_would_come_back_as_it_is(column: list[str]) -> None:
    passed = set(column) - set(Door.suspects(column))
    for text in passed:
        assert Door.text(text) == text == Door.plain(text)


def test_only_what_may_hold_something_is_looked_at() -> None:
    plain = ["2022-06-07 19:05:00", "路灯不亮", "", "广场没有灯", "第3村", "14", "22", "33", "44", "55", "66", "77"]
    assert Door.suspects([*plain[:4], "打14200000001", *plain[4:], "张某某反映"]) == ["打14200000001", "张某某反映"]


@pytest.mark.parametrize(
    ("rule", "cells", "is_left"),
    [
        (DOOR.identifier, ("GD0001", "", "14200000001"), True),
        (DOOR.identifier, ("GD0001", "张某某"), False),
        (DOOR.identifier, ("GD0001", "370323190001010000"), False),
        (DOOR.text, ("2022-06-07 19:05:00", "", "2022年6月7日"), True),
        (DOOR.plain, ("2022-06-07", "14200000001"), False),
        (DOOR.text, ("GD0001", "14200000001"), False),
        (DOOR.phone, ("2022-06-07", "14200000001"), False),
        (DOOR.name, ("2022-06-07", "2022-06-08"), False),
    ],
)
def test_a_column_is_left_at_a_glance_only_where_the_rule_changes_nothing(
    rule: Callable[[str], str], cells: tuple[str, ...], is_left: bool
) -> None:
    assert DOOR.leaves(rule, cells) is is_left
    assert not is_left or [rule(cell) for cell in cells] == list(cells)


def test_little_else_is_scrubbed() -> None:
    """Compared character by character with the sentences in which exactly the marked parts are replaced."""
    wrong = [
        (raw(sentence), Door.text(raw(sentence)))
        for sentence in SENTENCES
        if MARKS.sub("〔〕", Door.text(raw(sentence))) != re.sub("⟦.+?⟧", "〔〕", sentence, flags=re.DOTALL)
    ]
    assert len(wrong) <= len(SENTENCES) // 100, wrong


def luhn(digits: str) -> str:
    """Complete a card's number by its check digit."""
    for last in "0123456789":
        values = [int(digit) for digit in (digits + last)[::-1]]
        if (sum(values[::2]) + sum(sum(divmod(2 * value, 10)) for value in values[1::2])) % 10 == 0:
            return digits + last
    raise AssertionError


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def split(parts: tuple[int, ...], gaps: str = " -") -> st.SearchStrategy[str]:
    """Patterns for cutting a number into groups."""
    return st.sampled_from(["", *gaps]).map(lambda gap: gap.join("{}" * size for size in parts))


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
SPELLED = str.maketrans("0123456789", "零一二三四五六七八九")
scripts = st.sampled_from([{}, FULL_WIDTH, SPELLED])
mobiles = st.builds(
    lambda rest, form, script: form.format(*("142" + rest)).translate(script),
    digits(8),
    st.one_of(split((3, 4, 4), " -.·\n"), split((3, 8)), split((7, 4))),
    scripts,
)
landlines = st.builds(lambda rest, gap: f"0533{gap}2{rest}", digits(6), st.sampled_from(["", "-", " ", "—"]))
days = st.dates().map(lambda day: day.strftime("%m%d"))
identities = st.builds(
    lambda day, order, last, form, script: form.format(*f"3703231900{day}{order}{last}").translate(script),
    days,
    digits(3),
    st.sampled_from("0123456789Xx"),
    split((6, 8, 4)),
    st.sampled_from([{}, FULL_WIDTH]),
)
old_identities = st.builds(lambda day, order: f"37032350{day}{order}", days, digits(3))
cards = st.builds(
    lambda rest, size, gap: gap.join(re.findall(".{1,4}", luhn("6200" + rest[: size - 5]))),
    digits(14),
    st.integers(16, 19),
    st.sampled_from(["", " ", "-"]),
)
mails = st.from_regex(r"[a-z][a-z0-9._]{0,8}[a-z0-9]@[a-z0-9]{1,8}\.(com|cn|com\.cn)", fullmatch=True)
chats = st.from_regex(r"(微信号?|QQ号?|微信：|qq:)([a-z][a-z0-9]{5,10}[0-9]|[6-9][0-9]{5,9})", fullmatch=True)
plates = st.from_regex(r"鲁C[·\- ]?([A-HJ-NP-Z0-9]{3}[0-9]{2}|[DF][0-9]{5})", fullmatch=True)
passports = st.from_regex(r"护照(号码?)?[:：是]?[EGP][A-HJ-NP-Z]?[0-9]{7}", fullmatch=True)
people = st.builds(
    lambda label, surname, given, end: (label + surname + given, surname + given, end),
    st.sampled_from(
        ["姓名：", "联系人：", "联系人", "我叫", "反映人", "投诉人：", "当事人", "诉求人 ", "某市民（", "我叫"]
    ),
    st.sampled_from([*"张王李赵刘陈杨綦亓", "欧阳"]),
    st.sampled_from(["某某", "某", "燚", "小燚", "  燚"]),
    st.sampled_from(["，", "。", "）", "反映", "电话", "\n", "", "希望"]),
)
around = st.text("路灯不亮请尽快维修晚上很吵广场舞，。！", max_size=12)


@pytest.mark.parametrize(
    "values",
    [mobiles, landlines, identities, old_identities, cards, mails, chats, plates, passports],
    ids=["mobile", "landline", "identity", "old identity", "card", "mail", "chat", "plate", "passport"],
)
def test_a_made_up_value_never_survives_anywhere(values: st.SearchStrategy[str]) -> None:
    @SOME
    @given(around, values, around)
    def check(before: str, value: str, after: str) -> None:
        scrubbed = Door.text(f"{before}{value}{after}")
        secret = re.sub("^(微信号?|QQ号?|qq|护照(号码?)?)[:：是]?", "", value)
        assert secret not in scrubbed
        assert len(MARKS.findall(scrubbed)) == 1
        assert scrubbed.startswith(before)
        assert scrubbed.endswith(after)
        assert Door.text(scrubbed) == scrubbed

    check()


@SOME
@given(around, people, around)
@example("", ("联系人：陈  燚", "陈  燚", ""), "")
def test_a_made_up_name_never_survives_anywhere(before: str, person: tuple[str, str, str], after: str) -> None:
    introduced, name, end = person
    scrubbed = Door.text(f"{before}{introduced}{end}{after if end else ''}")
    assert name not in scrubbed
    assert "燚" not in scrubbed
    assert scrubbed.startswith(before)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.lists(
        st.one_of(
            st.text("路灯不亮请尽快维修晚上很吵广场舞村民来电人反映负责人姓名电话，。！（）：；“” \n", max_size=6),
            st.integers(0, 99999).map(str),
            st.dates().map(str),
            st.datetimes().map(lambda moment: moment.strftime("%Y年%m月%d日%H:%M")),
            st.builds("{:.2f}元".format, st.floats(0, 1e6)),
            st.from_regex(r"(工单)?20220[1-9][0-2][0-9][0-9]{4,6}", fullmatch=True),
        ),
        max_size=6,
    ).map("，灯".join)
)
def test_text_in_which_nothing_private_is_comes_back_word_for_word(text: str) -> None:
    assert Door.text(text) == text
