"""The bulletin's ranks, evidence and proposals against the recount."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.end_to_end.beside import CLOSE, DIRECTIONS, PLACES, listing, published, settled_spans
from tests.end_to_end.conftest import text_without_marks
from tests.end_to_end.printed_figures import text_of
from tests.end_to_end.recount import interviews, ranks
from tests.end_to_end.recount.interviews import COUNTY, DIMENSIONS
from tests.end_to_end.recount.month import OVERALL, Recount, printed_span
from tests.end_to_end.recount.ranks import CANDIDATES, LEVELS, ROLLING_MONTHS

SIDES = ("bottom", "top")


def test_town_ranks_changes_and_verdicts(recount: Recount, built_county: Path) -> None:
    scores = recount.scores[OVERALL]
    place, span = ranks.ranks(scores), recount.spans[1]
    for row in published(built_county, recount, "town_ranking"):
        code, name = str(row["town_code"]), row["town_name"]
        assert row["point_rank"] == place.get(code), name
        told = (row["rank_best"], row["rank_worst"])
        assert told == span[code] or row["depends_on_draws"], name
        assert row["county_verdict"] == PLACES[recount.sides[OVERALL][code]], name
        assert row["change_verdict"] == DIRECTIONS[recount.changes[code, OVERALL]], name
        change, variance, _ = interviews.change(scores[code], recount.prior_scores[OVERALL][code])
        assert (row["change"], row["change_se"]) == pytest.approx((change, variance**0.5), abs=CLOSE)


def test_other_ways_to_score(recount: Recount, built_county: Path) -> None:
    rows = [row for row in published(built_county, recount, "analysis") if row["basis"] == "score"]
    told = {(str(row["analysis"]), str(row["town_code"])): (row["value"], row["point_rank"]) for row in rows}
    assert {way for way, _ in told} == recount.ways.keys()
    for way, of in recount.ways.items():
        place = ranks.places(of)
        for code, value in of.items():
            assert told[way, code] == (pytest.approx(value, abs=0.005 + CLOSE), place[code]), (way, code)


def test_few_ranges_hang_on_the_draws_and_by_one_place(recount: Recount, built_county: Path) -> None:
    """What the product excuses itself from is little, and is what another stream of draws leads to."""
    for months in (1, ROLLING_MONTHS):
        recounted, settled = recount.spans[months], settled_spans(built_county, recount, months)
        moved = {code: (recounted[code], settled[code]) for code in recounted if recounted[code] != settled[code]}
        assert len(moved) <= 2
        assert all(abs(a - b) <= 1 for pair in moved.values() for a, b in zip(*pair, strict=True)), moved


def test_rolling_scores(recount: Recount, built_county: Path) -> None:
    place, spans = ranks.ranks(recount.rolling), settled_spans(built_county, recount, ROLLING_MONTHS)
    for row in published(built_county, recount, "town_ranking"):
        code = str(row["town_code"])
        town = recount.rolling[code]
        assert row["rolling_score_printed"] == pytest.approx(town.value, abs=0.005 + CLOSE), row["town_name"]
        assert (row["rolling_ci_low"], row["rolling_ci_high"]) == pytest.approx(town.interval, abs=CLOSE)
        assert row["rolling_point_rank"] == place.get(code), row["town_name"]
        assert (row["rolling_rank_best"], row["rolling_rank_worst"]) == spans.get(code, (None, None)), row["town_name"]


def test_probabilities_of_ranks(recount: Recount, built_county: Path) -> None:
    for row in published(built_county, recount, "town_ranking"):
        for side in SIDES:
            for months, prefix in ((1, ""), (ROLLING_MONTHS, "rolling_")):
                chance, told = recount.chances[months, side].get(str(row["town_code"])), row[f"{prefix}{side}_pct"]
                assert (chance is None) == (told is None), (row["town_name"], prefix, side)
                assert chance is None or chance.agrees(float(str(told)) / 100), (row["town_name"], prefix, side)
    simulated = {1: ranks.true_ranks(recount.scores[OVERALL]), ROLLING_MONTHS: ranks.true_ranks(recount.rolling)}
    told_of = published(built_county, recount, "rank_probability")
    assert len(told_of) == sum(len(found) ** 2 for found in simulated.values())
    for row in told_of:
        found = simulated[int(str(row["span_months"]))][str(row["town_code"])]
        assert ranks.chance_of(found == row["rank"]).agrees(float(str(row["probability_pct"])) / 100), row


def test_movement_by_chance(recount: Recount, built_county: Path) -> None:
    expected = ranks.movement_by_chance(recount.scores[OVERALL], recount.prior_scores[OVERALL])
    now, before = ranks.ranks(recount.scores[OVERALL]), ranks.ranks(recount.prior_scores[OVERALL])
    for row in published(built_county, recount, "town_ranking"):
        code = str(row["town_code"])
        assert row["rank_gain"] == before[code] - now[code], row["town_name"]
        assert expected[code].agrees(float(str(row["chance_places"]))), row["town_name"]


@pytest.fixture(scope="module")
def evidence(recount: Recount, built_county: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """By side and town, the level of evidence in the month and over the rolling months."""
    spans = {months: settled_spans(built_county, recount, months) for months in (1, ROLLING_MONTHS)}
    return {
        (side, code): tuple(
            ranks.evidence(spans[months], recount.chances[months, side], code, side) for months in (1, ROLLING_MONTHS)
        )
        for side in SIDES
        for code in recount.towns
    }


def action_of(side: str, levels: tuple[str, str], *, is_candidate: bool) -> str | None:
    """What is proposed: a consequence only on sufficient evidence, of the month or of the rolling months."""
    if not is_candidate:
        return None
    is_sure = LEVELS[-1] in levels
    return {"bottom": ("watch", "talk"), "top": ("observe", "praise")}[side][is_sure]


def test_evidence_and_what_is_proposed(
    recount: Recount, built_county: Path, evidence: dict[tuple[str, str], tuple[str, str]]
) -> None:
    for row in published(built_county, recount, "town_ranking"):
        for side in SIDES:
            code = str(row["town_code"])
            levels = evidence[side, code]
            assert (row[f"{side}_evidence"], row[f"rolling_{side}_evidence"]) == levels, (row["town_name"], side)
            is_candidate = code in ranks.candidates(recount.scores[OVERALL], side)
            assert row[f"is_{side}_candidate"] == is_candidate, (row["town_name"], side)
            assert row[f"{side}_action"] == action_of(side, levels, is_candidate=is_candidate), (row["town_name"], side)


LEVEL_WORDS = {"sufficient": "充分", "strong": "较强", "insufficient": "不充分"}
ACTION_WORDS = {"talk": "约谈", "watch": "提醒关注", "praise": "通报表扬", "observe": "继续观察"}
SIDE_WORDS = {"bottom": f"后{CANDIDATES}位", "top": f"前{CANDIDATES}位"}
PROBABILITY = r"(—|<0\.1%|>99\.9%|\d+\.\d%)"


def is_probability(printed: str, chance: ranks.Chance | None) -> bool:
    """Whether a probability is printed as simulated: to one decimal, one that is not certain never as 0 or 100."""
    if chance is None or printed == "—":
        return chance is None and printed == "—"
    if printed[0] in "<>":
        return chance.agrees(0.0005 if printed[0] == "<" else 0.9995, rounding=0.0005)
    return chance.agrees(float(printed.rstrip("%")) / 100, rounding=0.0005)


def test_printed_evidence(
    recount: Recount, built_county: Path, bulletin: str, evidence: dict[tuple[str, str], tuple[str, str]]
) -> None:
    """Table 2: the candidates in the order of table 1, those for talks first."""
    spans = {months: settled_spans(built_county, recount, months) for months in (1, ROLLING_MONTHS)}
    row = rf"^(\S+) ([前后]{CANDIDATES}位) (\S+) {PROBABILITY} (\S+) {PROBABILITY} (\S+) (\S+) (\S+)$"
    told = re.findall(row, bulletin, flags=re.MULTILINE)
    named = {name: code for code, name in recount.towns.items()}
    expected = []
    for side in SIDES:
        # From the end of table 1 inwards.
        for code in recount.best_first[:: -1 if side == "bottom" else 1]:
            if code in ranks.candidates(recount.scores[OVERALL], side):
                levels = evidence[side, code]
                best = max(levels, key=LEVELS.index)
                action = ACTION_WORDS[str(action_of(side, levels, is_candidate=True))]
                places = (printed_span(spans[1].get(code)), printed_span(spans[ROLLING_MONTHS].get(code)))
                others = [code in ranks.at_the_end(ranks.places(of), side) for of in recount.ways.values()]
                rest = (f"{sum(others)}/{len(others)}", LEVEL_WORDS[best], action)
                expected.append((recount.towns[code], SIDE_WORDS[side], *places, *rest))
    assert [(town, place, one, many, *rest) for town, place, one, _, many, _, *rest in told] == expected
    for town, place, _, month, _, rolling, *_ in told:
        side = next(side for side, word in SIDE_WORDS.items() if word == place)
        for months, printed in ((1, month), (ROLLING_MONTHS, rolling)):
            assert is_probability(printed, recount.chances[months, side].get(named[town])), (town, place, printed)


def test_evidence_and_proposals_in_sentences(
    recount: Recount, running_text: str, evidence: dict[tuple[str, str], tuple[str, str]]
) -> None:
    for side in SIDES:
        towns = [code for code in recount.best_first if code in ranks.candidates(recount.scores[OVERALL], side)]
        for level in LEVELS:
            there = [recount.towns[c] for c in towns if max(evidence[side, c], key=LEVELS.index) == level]
            sentence = re.findall(rf"[。；]([^。；]*)处于{SIDE_WORDS[side]}的证据{LEVEL_WORDS[level]}", running_text)
            assert sentence == ([listing(there)] if there else []), (side, level)
        action = {c: action_of(side, evidence[side, c], is_candidate=True) for c in towns}
        for what, words in {
            "talk": "建议约谈{}",
            "watch": "对{}予以提醒，暂不约谈",
            "praise": "建议通报表扬{}",
        }.items():
            there = [recount.towns[c] for c in towns if action[c] == what]
            others = [recount.towns[c] for c in towns if action[c] != what]
            if there and others:
                assert words.format(listing(there)) in running_text, what
    for what, words in {"talk": "建议约谈", "praise": "建议通报表扬"}.items():
        side = "bottom" if what == "talk" else "top"
        is_due = any(action_of(side, evidence[side, c], is_candidate=True) == what for c in towns_at(recount, side))
        assert bool(re.search(rf"[。；]{words}", running_text)) == is_due


def towns_at(recount: Recount, side: str) -> list[str]:
    """The candidates of a side."""
    return ranks.candidates(recount.scores[OVERALL], side)


def test_where_the_last_towns_lose(recount: Recount, running_text: str) -> None:
    """Each candidate for a talk with the dimensions on which it is below the county, the lowest first."""
    names = dimension_names(recount)
    for code in towns_at(recount, "bottom"):
        behind = [d for d in DIMENSIONS if d != OVERALL and recount.sides[d].get(code) == -1]
        behind.sort(key=lambda d: recount.scores[d][code].value)
        told = listing([names[d] for d in behind])
        expected = f"{told}显著低于全县" if behind else "各分项与全县的差异均不显著"
        if len(behind) == len(DIMENSIONS) - 1:
            expected = f"{len(behind)}个分项全部显著低于全县，最低的是{names[behind[0]]}"
        assert f"{recount.towns[code]}{expected}" in running_text


def dimension_names(recount: Recount) -> dict[str, str]:
    """The dimensions' names from the questionnaire."""
    table = pd.read_csv(recount.reference / "questionnaire.csv", dtype=str)
    return dict(zip(table["dimension"], table["dimension_name"], strict=True))


def test_movement_of_ranks_in_a_sentence(recount: Recount, running_text: str) -> None:
    now, before = ranks.ranks(recount.scores[OVERALL]), ranks.ranks(recount.prior_scores[OVERALL])
    chance = ranks.movement_by_chance(recount.scores[OVERALL], recount.prior_scores[OVERALL]).values()
    moved = sum(abs(now[code] - before[code]) for code in now) / len(now)
    (told,) = re.findall(r"名次平均变动(\d+\.\d)位，其中仅因抽样误差也会变动(\d+\.\d)位", running_text)
    assert float(told[0]) == pytest.approx(moved, abs=0.05 + CLOSE)
    mean = ranks.Chance(sum(c.value for c in chance) / len(now), max(c.error for c in chance))
    assert mean.agrees(float(told[1]), rounding=0.05)


def test_every_comparing_sentence_rests_on_its_tests(recount: Recount, built_county: Path) -> None:
    statements = published(built_county, recount, "statement")
    assert {"change", "county", "bottom", "top", "group"} == {str(row["test_id"]).split("/")[0] for row in statements}
    for report in {str(row["report"]) for row in statements}:
        # One document for the month, or one for each town.
        files = sorted((built_county / recount.month).glob(f"*月{report}*"))
        paths = [path for path in files if path.suffix == ".pdf"]
        contents = re.sub(r"\s", "", "".join(path.read_text("utf-8") for path in files if path.suffix == ".txt"))
        missing = {re.sub(r"\s", "", str(row["sentence"])) for row in statements if row["report"] == report}
        # In the order of the file most are found at a tenth of the cost of the order of lines on the page.
        for read in (text_of, text_without_marks):
            text = re.sub(r"\s", "", "".join(map(read, paths))) if missing else ""
            missing = {sentence for sentence in missing if sentence not in text + contents}
        assert missing == set()
    for row in statements:
        kind, month, months, scope, dimension = str(row["test_id"]).split("/")
        scope = COUNTY if scope == "county" else scope
        # What is counted again is of the month; how groups of residents are judged is tested in tests/estimation.
        if month != recount.month or kind == "group" or (scope != COUNTY and scope not in recount.towns):
            continue
        if kind == "change":
            assert row["decision"] == DIRECTIONS[recount.changes[scope, dimension]], row
        elif kind == "county":
            assert row["decision"] == PLACES[recount.sides[dimension][scope]], row
        else:
            assert recount.chances[int(months), kind][scope].agrees(float(str(row["estimate"]))), row


def test_towns_named_for_their_rank_and_change(recount: Recount, running_text: str) -> None:
    best_first = recount.best_first
    with_score = [f"{recount.towns[code]}（{recount.printed_score(code)}分）" for code in best_first]
    assert (
        f"列前{CANDIDATES}位的是{listing(with_score[:3])}；列后{CANDIDATES}位的是{listing(with_score[-3:])}。"
        in running_text
    )
    for sign, words in ((1, "显著偏高"), (-1, "显著偏低")):
        named = [recount.towns[code] for code in best_first if recount.sides[OVERALL][code] == sign]
        assert f"{listing(named)}{words}" in running_text
    moved = {
        recount.towns[code]: recount.printed_change(code)[1:] for code in best_first if recount.changes[code, OVERALL]
    }
    assert dict(re.findall(r"[是、和；]([^是、和；]*?)（(?:提高|降低)(\d+\.\d\d)分）", running_text)) == moved
