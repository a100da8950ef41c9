"""What a report claims: each sentence that compares carries the tests it rests on, and none may stand without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.document import Block, Figure, Heading, Pair, Paragraph, Table

# Words by which a sentence says that something is more, less, better or worse than something else.
COMPARING = re.compile(
    "显著|高于|低于|优于|差于|好于|领先|落后|上升|下降|提高|降低|升至|降至|持平|证据充分|证据较强|证据不充分|尚不充分|靠前|靠后"
)
NUMBERING = re.compile(r"^(?:注：)?(?:\d+\.)?")
SENTENCE = re.compile(r"[^。；]*[。；]?")


@dataclass(frozen=True)
class Statement:
    """A sentence, or a part of one, and the ids of the tests in mart.test that it rests on."""

    text: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """A sentence of a document as it is printed, with the tests behind it; None for a comparison without one."""

    sentence: str
    test: str | None


def said(blocks: Sequence[Block], statements: Sequence[Statement], explained: Sequence[str]) -> list[Said]:
    """List every comparing sentence of a document with its tests, in order.

    Args:
        blocks: the document; what the analyst added stands on their word and is passed over.
        statements: what was claimed, as it was put into the sentences.
        explained: sentences that say what a word means and compare nothing.
    """
    found: list[Said] = []
    for sentence in _sentences(blocks):
        if not COMPARING.search(sentence):
            continue
        # What was claimed of a part of the sentence says more than what was claimed of all around it.
        parts = [each for each in statements if each.text in sentence]
        behind = parts or [each for each in statements if sentence in each.text]
        tests = list(dict.fromkeys(test for each in behind for test in each.tests))
        if tests:
            found += [Said(sentence, test) for test in tests]
        elif not any(sentence in text or text in sentence for text in explained):
            found.append(Said(sentence, None))
    return found


def _sentences(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Pair):
            yield from _sentences((block.left, block.right))
            continue
        texts: tuple[str, ...] = ()
        if isinstance(block, Paragraph) and not block.is_remark:
            texts = (block.text,)
        elif isinstance(block, Figure):
            texts = (block.caption,)
        elif isinstance(block, Table):
            texts = (block.caption, *block.notes)
        elif isinstance(block, Heading):
            texts = (block.text,)
        for text in texts:
            yield from (sentence for sentence in SENTENCE.findall(NUMBERING.sub("", text)) if sentence)
