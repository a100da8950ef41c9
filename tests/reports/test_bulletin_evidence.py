"""How sure a place is and what follows from it: said, put into table 2, and resting on tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports import bulletin_document
from reports.bulletin import Indicator
from reports.bulletin_document import claims, write
from reports.document import OfficialDocument, Table
from tests.reports.given_months import COUNTY, FIVE, first, last, section, town, unknown_before, view


def evidence_rows(document: OfficialDocument) -> list[tuple[str, ...]]:
    """The rows of table 2."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert tables[1].caption == "表2　2022年6月前列和后列镇（街道）的证据"
    return list(tables[1].rows)


# evidence of the month, of the rolling months → what is said
LEVELS = {
    ("insufficient", "insufficient"): "不充分",
    ("strong", "insufficient"): "较强",
    ("insufficient", "strong"): "较强",
    ("strong", "sufficient"): "充分",
    ("sufficient", "insufficient"): "充分",
}


@pytest.mark.parametrize("levels", LEVELS, ids=" and ".join)
def test_the_better_evidence_of_month_and_rolling_months_is_said(levels: tuple[str, str]) -> None:
    month, rolling = levels
    bottom = {"bottom_evidence": month, "rolling_bottom_evidence": rolling}
    top = {"top_evidence": month, "rolling_top_evidence": rolling}
    document = write(view(first(1, **top), *FIVE[1:4], last(5, **bottom)))
    verdict, word = section(document, "约谈、表扬建议"), LEVELS[levels]
    assert f"镇五处于后1位的证据{word}" in verdict
    assert f"镇一处于前1位的证据{word}" in verdict
    others = {"充分", "较强", "不充分"} - {word}
    assert not any(f"位的证据{other}" in verdict for other in others)
    assert [row[-2] for row in evidence_rows(document)] == [word, word]


# what is proposed for the last, one by one → the sentence
TALKS = {
    ("watch",): "对镇五予以提醒，暂不约谈，视下月测评结果再定。",
    ("talk",): "建议约谈镇五。",
    ("watch", "talk"): "建议约谈镇五；对镇四予以提醒，暂不约谈，视下月测评结果再定。",
    ("talk", "talk"): "建议约谈镇四和镇五。",
    ("watch", "watch", "talk"): "建议约谈镇五；对镇三和镇四予以提醒，暂不约谈，视下月测评结果再定。",
    ("watch", "watch", "watch"): "对镇三、镇四和镇五予以提醒，暂不约谈，视下月测评结果再定。",
}
PRAISE = {
    ("observe",): "对镇一继续观察，暂不作通报表扬。",
    ("praise",): "建议通报表扬镇一。",
    ("praise", "observe"): "建议通报表扬镇一；对镇二继续观察。",
    ("praise", "praise", "observe"): "建议通报表扬镇一和镇二；对镇三继续观察。",
}


@pytest.mark.parametrize("actions", TALKS, ids=" ".join)
def test_talks_are_proposed_for_none_one_or_many(actions: tuple[str, ...]) -> None:
    numbers = range(6 - len(actions), 6)
    named = [last(number, bottom_action=action) for number, action in zip(numbers, actions, strict=True)]
    document = write(view(*FIVE[: 5 - len(actions)], *named))
    assert TALKS[actions] in section(document, "约谈、表扬建议")
    words = {"talk": "约谈", "watch": "提醒关注"}
    told = [(row[0], row[-1]) for row in evidence_rows(document) if row[1].startswith("后")]
    assert told == [(each.town_name, words[action]) for each, action in zip(named[::-1], actions[::-1], strict=True)]


@pytest.mark.parametrize("actions", PRAISE, ids=" ".join)
def test_praise_is_proposed_for_none_one_or_many(actions: tuple[str, ...]) -> None:
    named = [first(number, top_action=action) for number, action in enumerate(actions, start=1)]
    document = write(view(*named, *FIVE[len(actions) :]))
    assert PRAISE[actions] in section(document, "约谈、表扬建议")


def test_nobody_at_an_end_of_the_table_is_no_sentence() -> None:
    document = write(view(*(town(number) for number in range(1, 6))))
    verdict = section(document, "约谈、表扬建议")
    assert verdict.endswith("证据充分的，方可建议约谈或者通报表扬。")
    assert evidence_rows(document) == []


def test_the_rule_is_printed_as_it_is_set() -> None:
    verdict = section(write(view(*FIVE)), "约谈、表扬建议")
    assert "概率有一项达到80%" in verdict
    assert "近3个月（合并样本）名次范围" in verdict
    assert "证据充分的，方可建议约谈或者通报表扬。" in verdict
    lenient = view(*FIVE)
    lenient = replace(
        lenient,
        settings={
            **lenient.settings,
            ("evidence", "talk_needs"): "strong",
            ("evidence", "strong_probability_pct"): "90.0",
            ("ranking", "rolling_months"): "2",
        },
    )
    verdict = section(write(lenient), "约谈、表扬建议")
    assert "概率有一项达到90%" in verdict
    assert "近2个月（合并样本）名次范围" in verdict
    assert "建议约谈须证据较强以上，建议通报表扬须证据充分。" in verdict


# probability, % → as printed
CHANCES = {0.0: "0.0%", 0.04: "<0.1%", 0.1: "0.1%", 41.25: "41.3%", 99.9: "99.9%", 99.97: ">99.9%", None: "—"}


@pytest.mark.parametrize("pct", CHANCES)
def test_a_probability_that_is_not_certain_is_not_printed_as_certain(pct: float | None) -> None:
    missing = {"rolling_rank_best": None, "rolling_rank_worst": None} if pct is None else {}
    row, _ = evidence_rows(write(view(*FIVE[:4], last(5, rolling_bottom_pct=pct, **missing))))
    assert row[:4] == ("镇五", "后1位", "1—5", "20.0%")
    assert row[5] == CHANCES[pct]
    assert row[4] == ("—" if pct is None else "1—5")


def test_what_hangs_on_the_draws_or_on_who_could_not_say_is_noted() -> None:
    notes = "".join(ranking_notes(write(view(*FIVE))))
    assert "临界处" not in notes
    assert "“不了解”" not in notes
    towns = (first(1, depends_on_draws=True), *FIVE[1:4], last(5, unknown_best=4))
    notes = "".join(ranking_notes(write(view(*towns))))
    assert "镇一的名次范围处在临界处" in notes
    assert "各镇（街道）回答“不了解”的群众如果另有评价，镇五可能不列后1位。" in notes


def ranking_notes(document: OfficialDocument) -> tuple[str, ...]:
    """The notes under table 1."""
    return next(block for block in document.blocks if isinstance(block, Table)).notes


def test_dimensions_on_which_a_candidate_is_behind_are_named_the_lowest_first() -> None:
    month = view(*FIVE)
    behind = tuple(
        replace(d, county_verdict="below", score_printed=70.0)
        if (d.scope_code, d.dimension) == (FIVE[4].town_code, "library")
        else d
        for d in month.dimensions
    )
    losses = section(write(replace(month, dimensions=behind)), "典型与不足")
    assert "镇五图书馆与阅读空间显著低于全县；" in losses


def test_movement_of_ranks_stands_beside_that_of_chance() -> None:
    towns = (*FIVE[:3], town(4, rank_gain=1, chance_places=1.5), last(5, rank_gain=-1, chance_places=0.5))
    text = section(write(view(*towns)), "升降情况")
    assert "名次平均变动0.4位，其中仅因抽样误差也会变动1.0位。" in text
    assert "名次平均" not in section(write(view(*map(unknown_before, FIVE))), "升降情况")


# --- every comparison rests on a test -------------------------------------------------------------------------------

EVENTFUL = (
    first(1, county_verdict="above", top_evidence="sufficient", top_action="praise", change_verdict="up"),
    first(2, top_evidence="strong"),
    town(3, change_verdict="down", change_printed=-4.0, prior_score_printed=92.0),
    last(4, bottom_evidence="strong"),
    last(5, county_verdict="below", rolling_bottom_evidence="sufficient", bottom_action="talk", change_verdict="down"),
)
MONTHS = {
    "quiet": view(*FIVE),
    "eventful": view(*EVENTFUL, county=replace(COUNTY, change_verdict="down", change_printed=-2.0)),
    "county up": view(*FIVE, county=replace(COUNTY, change_verdict="up", change_printed=2.0)),
    "first": view(
        *map(unknown_before, FIVE),
        county=replace(COUNTY, prior_scale=None, prior_score_printed=None, change_printed=None, change_test=None),
    ),
    "overdue": view(*FIVE, hotline_overdue_open=Indicator(2, None), rectification_rebound=Indicator(2, None)),
}


@pytest.mark.parametrize("month", MONTHS)
def test_no_sentence_compares_without_a_test(month: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulletin_document, "read", lambda *_: MONTHS[month])
    found = claims(None, date(2022, 6, 1))  # type: ignore[arg-type]
    assert found
    assert [each.sentence for each in found if not each.test] == []


def test_each_claim_names_the_tests_of_the_towns_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulletin_document, "read", lambda *_: MONTHS["eventful"])
    tests: dict[str, set[str]] = {}
    for each in claims(None, date(2022, 6, 1)):  # type: ignore[arg-type]
        tests.setdefault(each.sentence, set()).add(each.test or "")

    def behind(words: str) -> set[str]:
        return set().union(*(found for sentence, found in tests.items() if words in sentence))

    assert behind("比上月（86.40分）降低2.00分") == {"change/county"}
    assert behind("处于后1位的证据充分") == {"bottom/5", "rolling bottom/5"}
    assert behind("镇四处于后1位的证据较强") == {"bottom/4", "rolling bottom/4"}
    assert behind("处于前1位的证据充分") == {"top/1", "rolling top/1"}
    assert behind("显著下降的是") == {"change/3", "change/5"}
    assert behind("显著偏高") == {f"county/{number}" for number in range(1, 6)}


def test_a_comparison_whose_test_is_not_known_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    untested = view(*FIVE, county=replace(COUNTY, change_test=None))
    monkeypatch.setattr(bulletin_document, "read", lambda *_: untested)
    found = claims(None, date(2022, 6, 1))  # type: ignore[arg-type]
    assert any(not each.test and "变化不显著" in each.sentence for each in found)
