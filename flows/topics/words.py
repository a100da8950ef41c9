"""Many words sought in one pass over a text, and texts without what says nothing of their matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

# First character → the words that begin with it, longest first.
Lookup = Mapping[str, tuple[str, ...]]

_NUMERAL = "一二两三四五六七八九十百千万几半多数"
_AMOUNT = re.compile(
    f"[{_NUMERAL}0-9]+(?:点钟?|个?(?:半|多)?(?:小时|月|星期|礼拜)|年|天|日|周|分钟|岁|号|次|趟|回|场|家|处|盏|个|名|块|元|遍|人)"
)
_COMMITTEE = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会)$")
_SETTLEMENT = re.compile(r"(?:村|社区)$")
# What the next word may begin with: a stem that ends so is no word of its own.
_BEGINNINGS = "一二三四五六七八九十东西南北中新上下前后头"
_MASKED_SENTENCE = re.compile(r"[^。；;！!？?]*〔[^。；;！!？?]*[。；;！!？?]?")
_NOT_SAID = re.compile(r"[^\u3400-\u9fffA-Za-z]|[的了吗呢吧啊呀嘛哦]")


def lookup(words: Iterable[str]) -> Lookup:
    """Sort words by their first character; empty ones are left out."""
    by_first: dict[str, set[str]] = {}
    for word in filter(None, words):
        by_first.setdefault(word[0], set()).add(word)
    return {first: tuple(sorted(those, key=lambda word: (-len(word), word))) for first, those in by_first.items()}


def found(text: str, words: Lookup) -> list[tuple[int, str]]:
    """Find every place at which a word stands, with those that overlap: (place, word)."""
    return [
        (at, word)
        for at, character in enumerate(text)
        if character in words
        for word in words[character]
        if text.startswith(word, at)
    ]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern that finds words from left to right, of several at one place the longest.

    Words are sorted by their first character, which spares trying each at every place.
    """
    parts = [
        f"{re.escape(first)}(?:{'|'.join(re.escape(word[1:]) for word in those)})"
        for first, those in sorted(lookup(words).items())
    ]
    return re.compile("|".join(parts) or "(?!)")


def village_forms(name: str) -> tuple[str, ...]:
    """Return how a village of the statistics code is written: 胡家庄村委会 → 胡家庄村, 胡家庄社区.

    The name alone (胡家庄, 红星) is left out: it may be a word like any other.
    """
    place, stem = _COMMITTEE.sub("", name), village_stem(name)
    return tuple(dict.fromkeys((*([place] if place != stem else []), f"{stem}村", f"{stem}社区", name)))


def village_stem(name: str) -> str:
    """Return the name alone of a village of the statistics code: 胡家庄村委会 → 胡家庄."""
    return _SETTLEMENT.sub("", _COMMITTEE.sub("", name))


def redactor(villages: Iterable[str], towns: Iterable[str]) -> Callable[[str], str]:
    """Return what makes of a text one that may be shown as an example: villages are 某村, masked sentences are gone.

    A village's name alone is taken for the village behind a town's name, or where it can hardly be anything else
    (胡家庄; not 红星, nor 鲁村一 as in 鲁村一家网吧). What was masked on loading (〔电话〕) says who tells, not what; a
    text of nothing else stays as it is.

    Args:
        villages: as the statistics code names them.
        towns: every way towns are written; they stay.
    """
    names: set[str] = set()
    stems: set[str] = set()
    for name in villages:
        stem = village_stem(name)
        names.update(village_forms(name))
        (names if len(stem) > 2 and stem[-1] not in _BEGINNINGS else stems).add(stem)
    village = any_of(names - set(towns))
    behind_town = re.compile(
        f"(?:(?<=[镇乡])|(?<=街道)|(?<=办事处))(?:{'|'.join(sorted(stems, key=len, reverse=True))})"
    )

    def redacted(text: str) -> str:
        shown = behind_town.sub("某村", village.sub("某村", "".join(text.split())))
        return _MASKED_SENTENCE.sub("", shown) or shown

    return redacted


def plain(text: str) -> str:
    """Return a text without spaces, full-width forms as half-width and letters as capitals; marks stay."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def bare(texts: Sequence[str], places: Iterable[str], phrases: Iterable[str]) -> list[str]:
    """Return what texts say whoever says it, wherever and whenever: Han characters and letters only.

    Taken out are places, stock phrases, amounts and times (两趟, 11点), particles (的, 了), digits and marks. Two
    tellings of one problem from two towns are then the same or nearly so.

    Args:
        texts: complaints as they stand.
        places: names of towns and villages, with every way they are written.
        phrases: what says nothing of the matter (vocabulary.csv: stock_phrase, time_phrase).
    """
    seen: dict[str, str] = {}
    place, saying = any_of(map(plain, places)), any_of(map(plain, phrases))
    for text in texts:
        if text not in seen:
            matter = saying.sub("", place.sub("", plain(text)))
            seen[text] = _NOT_SAID.sub("", _AMOUNT.sub("", matter))
    return [seen[text] for text in texts]
