"""A sentence that compares is found wherever it stands, and with the tests that it was claimed on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.document import Block, Column, Figure, Heading, Pair, Paragraph, Table
from reports.statements import Said, Statement, said

CLAIM = Statement("甲镇显著高于全县平均水平", ("county/1",))
TABLE = Table(caption="", columns=(Column("镇"),), rows=(("甲镇",),), notes=("注：1.甲镇高于乙镇。",), row_marks=("",))

BLOCKS: dict[str, Block] = {
    "a paragraph": Paragraph("本月访问1500人。甲镇高于乙镇。"),
    "a note of a table": TABLE,
    "the caption of a figure": Figure(svg="", caption="甲镇高于乙镇。", alt=""),
    "a table beside another": Pair(replace(TABLE, notes=()), TABLE),
    "a heading": Heading(1, "甲镇高于乙镇。"),
}


@pytest.mark.parametrize("place", BLOCKS)
def test_a_comparison_without_a_test_is_found(place: str) -> None:
    assert said([BLOCKS[place]], [], []) == [Said("甲镇高于乙镇。", None)]


@pytest.mark.parametrize(
    "sentence",
    ["甲镇得分上升。", "甲镇优于乙镇。", "甲镇得分持平。", "甲镇证据充分。", "甲镇名次靠后。", "甲镇差异不显著。"],
)
def test_comparing_words_are_known(sentence: str) -> None:
    assert said([Paragraph(sentence)], [], []) == [Said(sentence, None)]


def test_what_compares_nothing_is_left_alone() -> None:
    assert said([Paragraph("甲镇得分为90.00分，列前1位。")], [], []) == []


def test_a_claim_carries_its_tests_into_the_sentence_it_became_part_of() -> None:
    several = Statement("乙镇上升", ("change/2", "change/3", "change/2"))
    found = said([Paragraph("其中甲镇显著高于全县平均水平；乙镇上升。")], [CLAIM, several], [])
    assert found == [
        Said("其中甲镇显著高于全县平均水平；", "county/1"),
        Said("乙镇上升。", "change/2"),
        Said("乙镇上升。", "change/3"),
    ]


def test_a_claim_of_several_sentences_is_behind_each_that_has_none_of_its_own() -> None:
    whole = Statement("甲镇上升。乙镇（由80.00分升至85.00分）。", ("change/1", "change/2"))
    part = Statement("由80.00分升至85.00分", ("change/2",))
    found = said([Paragraph("甲镇上升。乙镇（由80.00分升至85.00分）。")], [whole, part], [])
    assert [each.test for each in found] == ["change/1", "change/2", "change/2"]


def test_a_claim_without_tests_is_no_ground() -> None:
    assert said([Paragraph("甲镇上升。")], [Statement("甲镇上升。", ())], []) == [Said("甲镇上升。", None)]


def test_words_that_are_explained_claim_nothing() -> None:
    rule = "“持平”指与上月差异不显著。"
    assert said([Paragraph(rule)], [], [rule]) == []
    assert said([Paragraph("甲镇得分持平。")], [], [rule]) == [Said("甲镇得分持平。", None)]
