"""Topics with the rules and examples they are known by.

A rule is written `图书馆/书房+限流/预约/满员`: of each part, separated by +, one of the words, separated by /, must
stand in a text, near one another. Rules of a topic are separated by |, and so are its examples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Of each part of a rule, the words of which one must stand.
Rule = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Topic:
    """A topic: its code, and what it is known by."""

    code: str
    rules: tuple[Rule, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """Topics in their order, and words that tell praise from complaint.

    `praise` (不错, 没意见) and `complaint` (不, 没有, 希望) colour the clause they stand in; `turns` (但是, 就是) begin
    a clause of their own.
    """

    topics: tuple[Topic, ...]
    praise: tuple[str, ...] = ()
    complaint: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()


def parse_rules(text: str) -> tuple[Rule, ...]:
    """Read the rules of a topic.

    Raises:
        ValueError: a rule with an empty part or word, in Chinese.
    """
    rules = []
    for written in _split(text, "|"):
        rule = tuple(tuple(word.strip() for word in part.split("/")) for part in written.split("+"))
        if not all(word for part in rule for word in part):
            raise ValueError(f"规则“{written}”里有空的词，请核对 / 和 +")
        rules.append(rule)
    return tuple(rules)


def parse_topic(code: str, keywords: str, examples: str) -> Topic:
    """Read a topic from its written rules and examples.

    Raises:
        ValueError: as parse_rules.
    """
    return Topic(code, parse_rules(keywords), tuple(_split(examples, "|")))


def cues(values: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Sort the words of vocabulary.csv's list opinion_cue by what they do, as Taxonomy takes them.

    Args:
        values: word → praise, complaint or but.
    """
    named: dict[str, list[str]] = {"praise": [], "complaint": [], "but": []}
    for word, value in values.items():
        named[value].append(word)
    return {
        "praise": tuple(named["praise"]),
        "complaint": tuple(named["complaint"]),
        "turns": tuple(named["but"]),
    }


def contradictions(topics: Sequence[tuple[str, str, str]]) -> list[tuple[int, str]]:
    """Find what two topics claim both: (which topic, what is wrong).

    Args:
        topics: of each topic its code, keywords and examples as written.
    """
    faults = []
    for column, title in ((1, "规则"), (2, "例句")):
        first: dict[str, str] = {}
        for at, topic in enumerate(topics):
            for written in _split(topic[column], "|"):
                if written in first:
                    faults.append((at, f"{title}“{written}”在主题 {first[written]} 中已有，请只留一处"))
                first.setdefault(written, topic[0])
    return faults


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]
