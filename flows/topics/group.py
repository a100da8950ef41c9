"""Near-identical complaints of any source, month and town: MinHash finds who may be alike, Jaccard decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.topics.grams import Floats, Ints, Keys, grams

BANDS = 40
ROWS = 2  # hashes a band: of two texts of Jaccard similarity s, a band agrees with probability s²
SEED = 370323
_CHUNK = 20_000  # texts hashed at a time, which bounds the memory


@dataclass(frozen=True)
class Groups:
    """Which group each text is in, and what stands at the head of each group.

    Attributes:
        group: number of the group, from 0 in the order in which heads are taken; −1 for a text with nothing to
            compare; shape (n,).
        similarity: Jaccard similarity of a text and its group's head, 1 for the head itself; NaN without a group.
        heads: the words that each group is gathered around; shape (groups,).
        kinds: what kind each group is of; shape (groups,).
        periods: the period in which each group was first told of; shape (groups,).
    """

    group: Ints
    similarity: Floats
    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    periods: tuple[str, ...]


def group(
    words: Sequence[str],
    kinds: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    *,
    similarity: float = 0.4,
) -> Groups:
    """Gather texts that are nearly the same around the first and most told of them.

    Texts are compared by their sets of neighbouring pairs of characters: Jaccard similarity |A ∩ B| / |A ∪ B|. Heads
    are taken in a fixed order (earliest period, then most often told in it, then most neighbours in it, then by the
    words); a head gathers every text not yet gathered that is at least as similar to it as `similarity`. So all of a
    group are alike to its head, and no chain of small changes joins what has nothing in common. Candidates come from
    MinHash signatures in bands (Broder 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4): a pair of
    similarity s is missed with probability (1 − s²)⁴⁰, 0.09 % at 0.4.

    The groups depend on the texts only, not on their order. Texts of a later period change nothing of the groups of
    the periods before: a group keeps its head and its members, and may gain some.

    Args:
        words: what texts say bare of places, stock phrases and digits (flows.topics.words.bare).
        kinds: of each text, e.g. its main topic; texts of two kinds are never of one group, however alike: 楼下歌厅
            声音太大 and 楼下广场舞声音太大 are two problems.
        periods: of each text, e.g. its month, in an order that sorts as text; not given: all are of one.
        similarity: the least similarity to the head, above 0, at most 1.

    Raises:
        ValueError: a similarity out of range, or not a kind and a period for each text.
    """
    if not 0 < similarity <= 1:
        raise ValueError(f"a similarity of {similarity} is none")
    alike_kinds, alike_periods = ([""] * len(words) if given is None else given for given in (kinds, periods))
    first: dict[tuple[str, str], str] = {}
    told: Counter[tuple[str, str, str]] = Counter()
    for word, kind, period in zip(words, alike_kinds, alike_periods, strict=True):
        told[word, kind, period] += 1
        first[word, kind] = min(period, first.get((word, kind), period))
    distinct = sorted(first)
    place = {each: at for at, each in enumerate(distinct)}
    text = np.array([place[each] for each in zip(words, alike_kinds, strict=True)], dtype=np.int64)
    texts = _Texts(
        _sets([word for word, _ in distinct]),
        kind=_numbered([kind for _, kind in distinct]),
        period=_numbered([first[each] for each in distinct]),
        told=np.array([told[(*each, first[each])] for each in distinct], dtype=np.int64),
    )
    head, alike, heads = _gathered(texts, similarity)
    number = np.full(len(distinct) + 1, -1, dtype=np.int64)
    number[heads] = np.arange(len(heads))
    chosen = [distinct[at] for at in heads]
    return Groups(
        number[head][text],
        alike[text],
        heads=tuple(word for word, _ in chosen),
        kinds=tuple(kind for _, kind in chosen),
        periods=tuple(first[each] for each in chosen),
    )


def _numbered(values: Sequence[str]) -> Ints:
    place = {value: at for at, value in enumerate(sorted(set(values)))}
    return np.array([place[value] for value in values], dtype=np.int64)


@dataclass(frozen=True)
class _Sets:
    """The pairs of each text: `pair[start[i]:start[i + 1]]` are those of text i, as numbers from 0; `key` is theirs."""

    start: Ints
    pair: Ints
    key: Keys

    @property
    def size(self) -> Ints:
        return np.diff(self.start)


@dataclass(frozen=True)
class _Texts:
    """Distinct texts: their pairs, kind, first period and how often they are told in it."""

    sets: _Sets
    kind: Ints
    period: Ints
    told: Ints


def _sets(texts: Sequence[str]) -> _Sets:
    owner, keys = grams(texts, 2)
    values, pair = np.unique(keys, return_inverse=True)
    both = np.unique(owner * max(len(values), 1) + pair)
    owner, pair = np.divmod(both, max(len(values), 1))
    start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(texts)))])
    return _Sets(start.astype(np.int64), pair.astype(np.int64), values)


def _gathered(texts: _Texts, similarity: float) -> tuple[Ints, Floats, list[int]]:
    """Return for each text its head (−1: no pair of characters) and its similarity to it, and heads as taken."""
    sets, kind = texts.sets, texts.kind
    count = len(sets.size)
    head = np.full(count, -1, dtype=np.int64)
    alike = np.full(count, np.nan)
    heads = []
    ranges, members = _buckets(sets)
    in_head = np.zeros(len(sets.key), dtype=bool)
    size = sets.size
    order = np.lexsort((np.arange(count), -_neighbours(ranges, texts.period), -texts.told, texts.period))
    for at in order.tolist():
        if head[at] >= 0 or not size[at]:
            continue
        head[at], alike[at] = at, 1.0
        heads.append(at)
        spans = [members[low:high] for low, high in ranges[at] if high - low > 1]
        if not spans:
            continue
        near = np.unique(np.concatenate(spans))
        near = near[(head[near] < 0) & (kind[near] == kind[at])]
        near = near[(size[near] >= similarity * size[at]) & (size[at] >= similarity * size[near])]
        if len(near):
            own = sets.pair[sets.start[at] : sets.start[at + 1]]
            in_head[own] = True
            shared = _shared(sets, near, in_head)
            in_head[own] = False
            jaccard = shared / (size[at] + size[near] - shared)
            chosen = jaccard >= similarity
            head[near[chosen]], alike[near[chosen]] = at, jaccard[chosen]
    return head, alike, heads


def _shared(sets: _Sets, texts: Ints, in_head: NDArray[np.bool_]) -> Ints:
    """Count the pairs that each of some texts shares with the head."""
    size = sets.size[texts]
    begin = np.cumsum(size) - size
    places = np.repeat(sets.start[texts] - begin, size) + np.arange(size.sum())
    shared: Ints = np.add.reduceat(in_head[sets.pair[places]].astype(np.int64), begin)
    return shared


def _buckets(sets: _Sets) -> tuple[Ints, Ints]:
    """Sort texts into buckets, a bucket for each band and signature.

    Returns:
        ranges: of text i in band b, the first and last place (exclusive) of its bucket in `members`; (n, BANDS, 2).
        members: the texts of all buckets, one after another.
    """
    count = len(sets.size)
    signature = _signatures(sets)
    ranges = np.zeros((count, BANDS, 2), dtype=np.int64)
    members = np.zeros((BANDS, count), dtype=np.int64)
    mixing = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
    for band in range(BANDS):
        rows = signature[:, band * ROWS : (band + 1) * ROWS].astype(np.uint64)
        key = (rows * mixing).sum(axis=1, dtype=np.uint64)
        order = np.argsort(key, kind="stable")
        ranked = key[order]
        members[band] = order
        ranges[:, band, 0] = np.searchsorted(ranked, key, side="left") + band * count
        ranges[:, band, 1] = np.searchsorted(ranked, key, side="right") + band * count
    return ranges, members.ravel()


def _neighbours(ranges: Ints, period: Ints) -> Ints:
    """Count the texts that share a text's buckets and its period, once a bucket."""
    periods = int(period.max(initial=0)) + 1
    found = np.zeros(len(period), dtype=np.int64)
    for band in range(BANDS):
        _, place, count = np.unique(ranges[:, band, 0] * periods + period, return_inverse=True, return_counts=True)
        found += count[place]
    return found


def _signatures(sets: _Sets) -> NDArray[np.uint32]:
    """Return the least of each hash over a text's pairs; shape (n, BANDS × ROWS)."""
    stream = np.random.default_rng(SEED)
    factor = stream.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    shift = stream.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)
    count = len(sets.size)
    signature = np.full((count, BANDS * ROWS), np.iinfo(np.uint32).max, dtype=np.uint32)
    for first in range(0, count, _CHUNK):
        texts = np.arange(first, min(first + _CHUNK, count))
        texts = texts[sets.size[texts] > 0]
        if not len(texts):
            continue
        begin = sets.start[texts] - sets.start[first]
        mixed = _mixed(sets.key[sets.pair[sets.start[first] : sets.start[texts[-1] + 1]]])
        for at in range(BANDS * ROWS):
            hashed = ((mixed * factor[at] + shift[at]) >> np.uint64(32)).astype(np.uint32)
            signature[texts, at] = np.minimum.reduceat(hashed, begin)
    return signature


def _mixed(number: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread numbers over all 64 bits (the finaliser of SplitMix64, Steele, Lea & Flood 2014)."""
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return number ^ (number >> np.uint64(31))
