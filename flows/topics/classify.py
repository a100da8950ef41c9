"""Which topics of a taxonomy a text speaks of, by rules and by the nearest example; praise is told from complaint."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse

from flows.topics.grams import Floats, Keys, grams
from flows.topics.taxonomy import Rule, Taxonomy
from flows.topics.words import Lookup, any_of, found, lookup, plain

How = Literal["keywords", "example", "both", "praise", "none"]

REACH = 14  # characters between the first and the last word of a rule, at most
PER_CHARACTER = 0.8  # the doubt that each character of a rule's words leaves
EXAMPLE_WEIGHT = 0.9  # how far a text equal to an example is believed
_CLAUSE = re.compile(r"[，。；！？、,;!?:：…~]+")
_NOT_SAID = re.compile(r"[^\u3400-\u9fffA-Z]")

# Place and length of each word that a rule found.
Evidence = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Classified:
    """What a text speaks of: topic codes, the main one first, how sure each is (0–1), and what told the main one.

    `how`: keywords, example (the nearest one), both; praise: nothing is complained of; none: not classified.
    """

    topics: tuple[str, ...]
    scores: tuple[float, ...]
    how: How


def classify(texts: Sequence[str], taxonomy: Taxonomy, *, threshold: float = 0.5) -> tuple[Classified, ...]:
    """Find the topics of each text; a text's result depends on that text and the taxonomy alone.

    A rule that holds is believed by the length of its words: 1 − 0.8^characters; the nearest example of a topic by
    0.9 × cosine of tf-idf over single characters and pairs. What speaks for a topic is put together as independent
    evidence: 1 − Π(1 − belief). A further topic needs rules whose words the topics before it have not used.
    Clauses that only praise are left out, unless nothing else names a topic.

    Args:
        texts: what residents say, as it stands.
        taxonomy: topics and cues.
        threshold: the least score; below it a text is not classified.
    """
    distinct = list(dict.fromkeys(texts))
    cues = _Cues(any_of(taxonomy.praise), any_of(taxonomy.complaint), any_of(taxonomy.turns))
    voices = [_voice(text, cues) for text in distinct]
    near = _nearest([voice.said for voice in voices], taxonomy)
    rules = _rules(taxonomy)
    results = {
        text: _judged(voice, near[at], rules, taxonomy, threshold)
        for at, (text, voice) in enumerate(zip(distinct, voices, strict=True))
    }
    return tuple(results[text] for text in texts)


@dataclass(frozen=True)
class _Voice:
    """A text's clauses without those that praise, joined; `is_praise` when nothing but praise is there."""

    said: str
    whole: str
    is_praise: bool


@dataclass(frozen=True)
class _Rules:
    """All rules of all topics in a row: whose they are, and in which parts of which of them a word stands."""

    rules: tuple[Rule, ...]
    topic: tuple[int, ...]
    words: Lookup
    parts_of: Mapping[str, tuple[tuple[int, int], ...]]


def _rules(taxonomy: Taxonomy) -> _Rules:
    topics = [(at, rule) for at, topic in enumerate(taxonomy.topics) for rule in topic.rules]
    rules = tuple(tuple(tuple(map(plain, part)) for part in rule) for _, rule in topics)
    parts_of: dict[str, list[tuple[int, int]]] = {}
    for at, rule in enumerate(rules):
        for number, part in enumerate(rule):
            for word in part:
                parts_of.setdefault(word, []).append((at, number))
    stands = {word: tuple(dict.fromkeys(those)) for word, those in parts_of.items()}
    return _Rules(rules, tuple(at for at, _ in topics), lookup(stands), stands)


@dataclass(frozen=True)
class _Cues:
    """The words that colour a clause."""

    praise: re.Pattern[str]
    complaint: re.Pattern[str]
    turn: re.Pattern[str]


def _voice(text: str, cues: _Cues) -> _Voice:
    whole = plain(text)
    clauses = [clause for clause in _CLAUSE.split(cues.turn.sub(r"，\g<0>", whole)) if clause]
    colours = [_colour(clause, cues) for clause in clauses]
    if "praise" not in colours:
        return _Voice(whole, whole, False)
    others = [clause for clause, colour in zip(clauses, colours, strict=True) if colour != "praise"]
    return _Voice("，".join(others), whole, "complaint" not in colours)


def _colour(clause: str, cues: _Cues) -> Literal["praise", "complaint", "neither"]:
    rest = cues.praise.sub("", clause)
    if cues.complaint.search(rest):
        return "complaint"
    if rest != clause:
        return "praise"
    return "complaint" if cues.turn.match(clause) else "neither"


def _nearest(texts: Sequence[str], taxonomy: Taxonomy) -> Floats:
    """Return the cosine of each text and the nearest example of each topic; shape (texts, topics)."""
    examples = [(at, example) for at, topic in enumerate(taxonomy.topics) for example in topic.examples]
    nearest = np.zeros((len(texts), len(taxonomy.topics)))
    if not examples or not texts:
        return nearest
    known = [_NOT_SAID.sub("", plain(example)) for _, example in examples]
    vocabulary = np.unique(np.concatenate([grams(known, size)[1] for size in (1, 2)]))
    model = _counts(known, vocabulary)
    rarity = np.log((1 + len(known)) / (1 + np.asarray((model > 0).sum(axis=0)).ravel())) + 1
    examples_at = np.array([at for at, _ in examples])
    model = _unit(model.multiply(rarity).tocsr(), np.zeros(len(known)))
    for start in range(0, len(texts), 5000):
        block = [_NOT_SAID.sub("", text) for text in texts[start : start + 5000]]
        counts = _counts(block, vocabulary)
        # what no example says still counts against being like one, as the rarest there is
        foreign = np.array([max(2 * len(text) - 1, 0) for text in block]) - np.asarray(counts.sum(axis=1)).ravel()
        weighted = counts.multiply(rarity).tocsr()
        alike = (_unit(weighted, foreign * rarity.max() ** 2) @ model.T).toarray()
        for topic in np.unique(examples_at):
            nearest[start : start + len(block), topic] = alike[:, examples_at == topic].max(axis=1)
    return nearest


def _counts(texts: Sequence[str], vocabulary: Keys) -> sparse.csr_matrix:
    parts = [grams(texts, size) for size in (1, 2)]
    owner, keys = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    column = np.minimum(np.searchsorted(vocabulary, keys), len(vocabulary) - 1)
    is_known = vocabulary[column] == keys
    shape = (len(texts), len(vocabulary))
    return sparse.csr_matrix((np.ones(is_known.sum()), (owner[is_known], column[is_known])), shape=shape)


def _unit(matrix: sparse.csr_matrix, extra: Floats) -> sparse.csr_matrix:
    """Scale rows to length 1, with what is not in the columns (its squares, `extra`) counted in the length."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + extra)
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(length, 1e-12)) @ matrix)


def _judged(voice: _Voice, near: Floats, rules: _Rules, taxonomy: Taxonomy, threshold: float) -> Classified:
    if voice.is_praise:
        return Classified((), (), "praise")
    told = _told(voice.said, near, rules, taxonomy, threshold)
    if not told.topics and voice.said != voice.whole:
        told = _told(voice.whole, near, rules, taxonomy, threshold)
    return told


def _told(text: str, near: Floats, rules: _Rules, taxonomy: Taxonomy, threshold: float) -> Classified:
    evidence = _evidence(text, rules)
    score = EXAMPLE_WEIGHT * near
    for topic, matches in evidence.items():
        score[topic] = 1 - _doubt(matches) * (1 - score[topic])
    main = int(np.argmax(score))
    if score[main] < threshold:
        return Classified((), (), "none")
    is_like_example = EXAMPLE_WEIGHT * near[main] >= threshold / 2
    how: How = "example" if main not in evidence else "both" if is_like_example else "keywords"
    codes, scores = [taxonomy.topics[main].code], [float(score[main])]
    used = _covered(evidence.get(main, []))
    for topic in sorted(evidence.keys() - {main}, key=lambda topic: (-score[topic], topic)):
        fresh = [match for match in evidence[topic] if not used & _covered([match])]
        if 1 - _doubt(fresh) >= threshold:
            codes.append(taxonomy.topics[topic].code)
            scores.append(1 - _doubt(fresh))
            used |= _covered(fresh)
    return Classified(tuple(codes), tuple(scores), how)


def _evidence(text: str, rules: _Rules) -> dict[int, list[Evidence]]:
    """Find the rules that hold, by topic."""
    places: dict[str, list[int]] = {}
    for at, word in found(text, rules.words):
        places.setdefault(word, []).append(at)
    parts: dict[int, set[int]] = {}
    for word in places:
        for at, part in rules.parts_of[word]:
            parts.setdefault(at, set()).add(part)
    evidence: dict[int, list[Evidence]] = {}
    for at in sorted(parts):
        if len(parts[at]) == len(rules.rules[at]) and (match := _match(rules.rules[at], places)):
            evidence.setdefault(rules.topic[at], []).append(match)
    return evidence


def _doubt(matches: Sequence[Evidence]) -> float:
    return math.prod(PER_CHARACTER ** sum(length for _, length in match) for match in matches)


def _covered(matches: Sequence[Evidence]) -> set[int]:
    return {place for match in matches for at, length in match for place in range(at, at + length)}


def _match(rule: Rule, places: dict[str, list[int]]) -> Evidence | None:
    """Find the words of a rule within reach of one another, the longest where several do."""
    stands = [[(at, len(word)) for word in part for at in places.get(word, ())] for part in rule]
    if not all(stands):
        return None
    best: Evidence | None = None
    for first in stands[0]:
        chosen = [first]
        for options in stands[1:]:
            fits = [option for option in options if all(_beside(option, other) for other in chosen)]
            if not fits:
                break
            chosen.append(max(fits, key=lambda option: (option[1], -abs(option[0] - first[0]), -option[0])))
        else:
            if best is None or sum(n for _, n in chosen) > sum(n for _, n in best):
                best = tuple(chosen)
    return best


def _beside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two words do not overlap and have at most REACH characters between them."""
    left, right = sorted((one, other))
    return 0 <= right[0] - (left[0] + left[1]) <= REACH
