"""The demo county's tickets of one wording are one group, whatever places, times and things they name."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from flows.reference import Reference
from flows.topics.classify import classify
from flows.topics.group import group
from flows.topics.taxonomy import Taxonomy
from flows.topics.words import bare
from tests.county import texts, truth
from tests.county.tickets import Ticket, tickets_of
from tests.topics.conftest import Said

MONTHS = truth.MONTHS[-4:]


def test_groups_are_the_sentences_that_were_told(reference: Reference, taxonomy: Taxonomy, said: Said) -> None:
    """Pairs of tickets in one group, against pairs that tell the same sentence of other places, times and things."""
    rules = reference.scheme.topics
    tickets = [ticket for month in MONTHS for ticket in tickets_of(month)]
    results = classify([ticket.content for ticket in tickets], taxonomy, threshold=rules.min_score)
    named = [result.topics[0] if result.topics else result.how for result in results]
    months = [f"{ticket.called_at:%Y-%m}" for ticket in tickets]
    told = np.array([_sentence(ticket) for ticket in tickets])
    content = [re.split("。(?:联系人|身份证)", ticket.content)[0] for ticket in tickets]
    words = bare(content, said.places, said.phrases)
    found = group(words, named, months, similarity=rules.group_similarity).group
    both = _pairs(Counter(zip(told.tolist(), found.tolist(), strict=True)))
    precision, recall = both / _pairs(Counter(found.tolist())), both / _pairs(Counter(told.tolist()))
    print(f"precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.9
    planted = [at for at, ticket in enumerate(tickets) if ticket.is_planted]
    of_planted = Counter(zip(told[planted].tolist(), found[planted].tolist(), strict=True))
    assert _pairs(of_planted) >= 0.9 * _pairs(Counter(told[planted].tolist()))


def _pairs(sizes: Counter[object]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _sentence(ticket: Ticket) -> str:
    """The template that a ticket's text was made from."""
    for template in texts.BY_NAME[ticket.topic].sentences:
        if re.search(re.sub(r"\\\{\w+\\\}", ".+", re.escape(template)), ticket.content):
            return template
    raise AssertionError(ticket.content)
