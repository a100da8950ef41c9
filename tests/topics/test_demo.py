"""The planted recurring problems of the demo county are found: by topic, and told apart by group."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from flows.topics.classify import classify
from flows.topics.group import group
from flows.topics.taxonomy import Taxonomy
from flows.topics.words import bare
from tests.county import texts, truth
from tests.county.tickets import Ticket, tickets_of
from tests.topics.conftest import Said

PLANTED = {
    "图书馆限流": "library_limit",
    "文化活动设施不足": "facility_shortage",
    "文化活动偏少": "activity_few",
    "演出品质不高": "performance_quality",
    "西里文化广场围挡": "venue_closed",
    "娱乐场所噪声": "entertainment_noise",
}
MONTHS = truth.MONTHS[-4:]


@pytest.fixture(scope="module")
def tickets() -> list[Ticket]:
    return [ticket for month in MONTHS for ticket in tickets_of(month)]


@pytest.fixture(scope="module")
def named(tickets: list[Ticket], taxonomy: Taxonomy) -> list[str]:
    results = classify([ticket.content for ticket in tickets], taxonomy)
    return [result.topics[0] if result.topics else result.how for result in results]


def test_planted_problems_are_found_by_topic(tickets: list[Ticket], named: list[str]) -> None:
    for title, topic in PLANTED.items():
        meant = np.array([ticket.topic == title for ticket in tickets])
        found = np.array([each == topic for each in named])
        assert (meant & found).sum() >= 0.9 * meant.sum(), f"{title}: recall"
        assert (meant & found).sum() >= 0.9 * found.sum(), f"{title}: precision"


def test_groups_are_the_sentences_that_were_told(tickets: list[Ticket], named: list[str], said: Said) -> None:
    """Pairs of tickets in one group, against pairs that tell the same sentence of other places, times and things."""
    told = np.array([_sentence(ticket) for ticket in tickets])
    content = [re.split("。(?:联系人|身份证)", ticket.content)[0] for ticket in tickets]
    found = group(bare(content, said.places, said.phrases), named).group
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
