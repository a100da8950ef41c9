"""What a text is classified as, and why."""

from __future__ import annotations

import pytest

from flows.topics.classify import classify
from flows.topics.taxonomy import Taxonomy, cues, parse_rules, parse_topic

WORDS = {"挺好": "praise", "没意见": "praise", "没": "complaint", "坏": "complaint", "希望": "complaint", "就是": "but"}
SMALL = Taxonomy(
    (
        parse_topic("library", "图书馆/书房+预约/排队", "图书馆门口排队进不去"),
        parse_topic("light", "广场+灯|路灯不亮", "广场晚上没有灯"),
        parse_topic("noise", "广场舞+吵", "跳舞音响太大睡不着觉"),
    ),
    **cues(WORDS),
)


def topics_of(text: str, threshold: float = 0.5) -> tuple[str, ...]:
    return classify([text], SMALL, threshold=threshold)[0].topics


def test_a_rule_needs_all_its_parts_near_one_another() -> None:
    assert topics_of("图书馆要预约") == ("library",)
    assert topics_of("图书馆，" + "很长的一段别的话，" * 4 + "打预防针要预约") == ()
    assert topics_of("打预防针要预约") == ()


def test_full_width_and_spaced_texts_are_read_alike() -> None:
    assert topics_of("图 书馆　要 预约") == ("library",)


def test_words_that_overlap_are_not_two_parts() -> None:
    taxonomy = Taxonomy((parse_topic("a", "广场舞+舞+吵闹", "无"),))
    assert classify(["广场舞吵闹"], taxonomy)[0].topics == ()
    assert classify(["广场舞跳舞吵闹"], taxonomy)[0].topics == ("a",)


def test_the_nearest_example_speaks_where_no_rule_does() -> None:
    result = classify(["跳舞的音响太大，睡不着"], SMALL)[0]
    assert (result.topics, result.how) == (("noise",), "example")
    assert classify(["图书馆门口排队进不去"], SMALL)[0].how == "both"


def test_a_text_may_speak_of_two_things() -> None:
    assert set(topics_of("图书馆老要排队，广场上路灯不亮")) == {"library", "light"}


def test_one_piece_of_evidence_is_not_used_for_two_topics() -> None:
    taxonomy = Taxonomy((parse_topic("a", "文化广场+路灯", "无"), parse_topic("b", "广场+路灯", "没")))
    assert classify(["文化广场路灯"], taxonomy)[0].topics == ("a",)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("图书馆挺好", "praise"),
        ("没意见，图书馆排队挺好", "praise"),
        ("书房挺好，就是图书馆要预约", "both"),
        ("没听说过", "none"),
        ("", "none"),
        ("！！！", "none"),
    ],
)
def test_praise_is_no_complaint(text: str, how: str) -> None:
    assert classify([text], Taxonomy(SMALL.topics[:1], SMALL.praise, SMALL.complaint, SMALL.turns))[0].how == how


def test_a_clause_of_praise_does_not_name_the_topic_of_a_complaint() -> None:
    assert topics_of("图书馆排队挺好，广场的灯坏了不亮，希望换灯") == ("light",)


def test_a_result_depends_on_its_text_alone(taxonomy: Taxonomy) -> None:
    texts = ["图书馆进不去", "村里的路该修了", "路灯不亮", "图书馆进不去"]
    together = classify(texts, taxonomy)
    assert together == tuple(classify([text], taxonomy)[0] for text in texts)
    assert classify(texts[::-1], taxonomy) == together[::-1]
    assert classify([], taxonomy) == ()


def test_a_higher_threshold_classifies_less(taxonomy: Taxonomy) -> None:
    texts = ["图书馆进不去", "广场黑", "灯坏了", "器材少"]
    named = [sum(bool(result.topics) for result in classify(texts, taxonomy, threshold=t)) for t in (0.2, 0.6, 0.99)]
    assert named == sorted(named, reverse=True)
    assert named[0] > named[2]


@pytest.mark.parametrize("written", ["图书馆++排队", "图书馆/+排队", "+排队"])
def test_a_rule_with_a_gap_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="空的词"):
        parse_rules(written)
