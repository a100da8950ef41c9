"""The bulletin's figures against a recount of the raw files that shares no code with the product."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.end_to_end.beside import CLOSE, DIRECTIONS, PLACES, published, scope_of, settled_spans
from tests.end_to_end.recount import interviews
from tests.end_to_end.recount.interviews import COUNTY, DIMENSIONS
from tests.end_to_end.recount.month import OVERALL, Recount, two_decimals
from tests.end_to_end.recount.weighting import FEWEST_PER_CLASS

NOT_RECOUNTED = {
    "hotline_repeated": "hangs on texts that are alike: see the tests of repeats",
    "rectification_rebound_unmarked": "hangs on texts that are alike: see the tests of rebounds",
    "rectification_rebound_by_text": "hangs on texts that are alike: see the tests of rebounds",
    "rectification_rebounded": "hangs on texts that are alike: see the tests of rebounds",
    "rectification_entered": "hangs on texts that are alike: see the tests of what is to enter the ledger",
}
"""Indicators without a recount, and why; every other one must have one."""


MOST_NAMED = 5
"""Towns with something overdue that a sentence names; more are counted only."""


def test_sample_response_and_county_score(recount: Recount, built_county: Path) -> None:
    (row,) = published(built_county, recount, "county_month")
    response, county = recount.wave.response, recount.scores[OVERALL][COUNTY]
    assert row["attempt_count"] == len(recount.wave.reading.used)
    assert row["valid_count"] == len(recount.wave.valid)
    assert (row["rr1_numerator"], row["rr1_denominator"]) == (response["complete"], response["rr1"])
    assert (row["coop1_numerator"], row["coop1_denominator"]) == (response["complete"], response["coop1"])
    assert row["rr1_pct"] == pytest.approx(100 * response["complete"] / response["rr1"], abs=CLOSE)
    assert row["coop1_pct"] == pytest.approx(100 * response["complete"] / response["coop1"], abs=CLOSE)
    assert (row["score"], row["ci_low"], row["ci_high"]) == pytest.approx((county.value, *county.interval), abs=CLOSE)
    assert row["satisfied_pct"] == pytest.approx(100 * recount.satisfied[COUNTY].value, abs=CLOSE)
    assert row["strictly_satisfied_pct"] == pytest.approx(100 * recount.strictly_satisfied[COUNTY].value, abs=CLOSE)
    change, variance, df = interviews.change(county, recount.prior_scores[OVERALL][COUNTY])
    assert row["change"] == pytest.approx(change, abs=CLOSE)
    assert row["change_p_value"] == pytest.approx(interviews.two_sided(change, variance, df), abs=CLOSE)
    assert row["change_verdict"] == DIRECTIONS[recount.changes[COUNTY, OVERALL]]


def test_town_scores_and_intervals(recount: Recount, built_county: Path) -> None:
    rows = published(built_county, recount, "town_ranking")
    assert {row["town_code"] for row in rows} == set(recount.towns)
    valid = recount.wave.valid["town_code"].value_counts()
    for row in rows:
        town = recount.scores[OVERALL][row["town_code"]]
        assert (row["interview_count"], row["scored_count"]) == (valid[row["town_code"]], town.n), row["town_name"]
        told = (row["score"], row["ci_low"], row["ci_high"])
        assert told == pytest.approx((town.value, *town.interval), abs=CLOSE), row["town_name"]


def test_weights(recount: Recount, built_county: Path) -> None:
    traced = [row for row in published(built_county, recount, "trace_interview") if row["dimension"] == OVERALL]
    told = {(str(row["file"]).split("/")[-1], row["row"]): (row["base_weight"], row["weight"]) for row in traced}
    valid = recount.wave.valid
    places = zip(valid["file"], valid["row"], strict=True)
    found = dict(zip(places, zip(valid["base"], valid["weight"], strict=True), strict=True))
    assert told.keys() == found.keys()
    assert all(told[place] == pytest.approx(found[place], rel=CLOSE) for place in told)


def test_satisfied_shares_and_their_intervals(recount: Recount, built_county: Path) -> None:
    measures = {"satisfied": recount.satisfied, "strictly_satisfied": recount.strictly_satisfied}
    rows = [row for row in published(built_county, recount, "share") if row["dimension"] == OVERALL]
    assert {(scope_of(row), row["measure"]) for row in rows} == {
        (scope, measure) for scope in [*recount.towns, COUNTY] for measure in measures
    }
    for row in rows:
        share = measures[str(row["measure"])][scope_of(row)]
        expected = [100 * part for part in (share.value, share.variance**0.5, *interviews.share_interval(share))]
        told = [row[name] for name in ("share_pct", "share_se_pct", "ci_low_pct", "ci_high_pct")]
        assert told == pytest.approx(expected, abs=CLOSE), row["scope_name"]


def test_dimension_table(recount: Recount, built_county: Path) -> None:
    """The scores of the county and its towns; those of groups of residents are not recounted."""
    rows = [row for row in published(built_county, recount, "dimension_score") if row["scope"] in {"county", "town"}]
    assert {(scope_of(row), row["dimension"]) for row in rows} == {
        (scope, dimension) for scope in [*recount.towns, COUNTY] for dimension in DIMENSIONS
    }
    for row in rows:
        key = (scope_of(row), str(row["dimension"]))
        found = recount.scores[key[1]][key[0]]
        told = (row["scored_count"], row["score"], row["ci_low"], row["ci_high"])
        assert told == pytest.approx((found.n, found.value, *found.interval), abs=CLOSE), key
        assert row["change_verdict"] == DIRECTIONS[recount.changes[key]], key
        side = "none" if key[0] == COUNTY else PLACES[recount.sides[key[1]][key[0]]]
        assert row["county_verdict"] == side, key


def test_indicators_of_tickets_and_ledgers(recount: Recount, built_county: Path) -> None:
    """What counts tickets, problems, visits, households, inspections and tasks, in every scope."""
    rows = [row for row in published(built_county, recount, "indicator") if row["indicator"] not in NOT_RECOUNTED]
    told = {(scope_of(row), row["indicator"]): (row["numerator"], row["denominator"]) for row in rows}
    found = {(scope, name): pair for scope, one in recount.counts.items() for name, pair in one.items()}
    assert len(told) == len(rows)
    assert told.keys() == found.keys()
    assert {key: (told[key], pair) for key, pair in found.items() if told[key] != pair} == {}


def test_data_quality_table(recount: Recount, built_county: Path) -> None:
    columns = ("row_count", "used_count", "rejected_count", "duplicate_count", "superseded_count", "notice_count")
    told = {
        row["source"]: tuple(row[column] for column in columns)
        for row in published(built_county, recount, "data_quality")
        if row["source"] in recount.quality
    }
    assert told == recount.quality


def test_printed_tables(recount: Recount, built_county: Path, bulletin: str) -> None:
    lines = [line.strip() for line in bulletin.splitlines()]
    ranking = recount.ranking_rows(settled_spans(built_county, recount, 1))
    missing = [row for row in [*ranking, *recount.annex_rows()] if row not in lines]
    assert missing == []
    quality = [" ".join(map(str, counts)) for counts in recount.quality.values()]
    assert [row for row in quality if not any(line.endswith(f" {row}") for line in lines)] == []


def test_how_far_scores_can_be_trusted(recount: Recount, bulletin: str) -> None:
    """Annex 4, but for its last columns, which are recounted as probabilities."""
    assert [row for row in recount.reliability_rows() if f"\n{row} " not in bulletin] == []


def test_every_printed_figure_is_recounted(recount: Recount, built_county: Path, bulletin: str) -> None:
    """No score, interval, difference or rate that the raw files do not give; annex 5 is not recounted."""
    before, composite = bulletin.split("附件5\n")
    _, after = composite.split("附件6\n")
    apart = {two_decimals(rate) for rate in published_without_recount(recount, built_county)["value"].values()}
    assert set(re.findall(r"\d+\.\d\d", before + after)) - recount.body_figures() - apart == set()


def published_without_recount(recount: Recount, built_county: Path) -> dict[str, dict[str, float]]:
    """The county's values and numerators of the indicators that have tests of their own instead of a recount."""
    told = [row for row in published(built_county, recount, "indicator") if row["indicator"] in NOT_RECOUNTED]
    told = [row for row in told if row["scope"] == "county"]
    return {part: {str(row["indicator"]): float(str(row[part])) for row in told} for part in ("value", "numerator")}


def overdue_by_town(recount: Recount, indicator: str) -> dict[str, int]:
    """The towns with something overdue and how many."""
    held = {name: recount.counts[code][indicator][0] for code, name in recount.towns.items()}
    return {name: number for name, number in held.items() if number}


def test_counts_in_sentences(recount: Recount, built_county: Path, running_text: str) -> None:
    """Each count is where the sentence says what it counts, and no other count of cases is said anywhere."""
    county = recount.counts[COUNTY]
    response = recount.wave.response
    said = {
        r"拨打电话(\d+)次": len(recount.wave.reading.used),
        r"有效样本(\d+)份": len(recount.wave.valid),
        r"完成访问(\d+)人次": response["complete"],
        r"应当受访的(\d+)人次": response["rr1"],
        r"已接触的(\d+)人次": response["coop1"],
        r"受理群众诉求(\d+)件": county["hotline_received"][0],
        r"上月结转(\d+)件": county["hotline_carried_over"][0],
        r"月末未办结(\d+)件": county["hotline_open"][0],
        r"应响应(\d+)件": county["hotline_responded"][1],
        r"按时响应(\d+)件": county["hotline_responded"][0],
        r"重复诉求(\d+)件": published_without_recount(recount, built_county)["numerator"]["hotline_repeated"],
        r"应办结(\d+)件": county["hotline_on_time"][1],
        r"按时办结(\d+)件": county["hotline_on_time"][0],
        r"“是否解决”有效评价(\d+)件": county["hotline_solved"][1],
        r"，已解决(\d+)件": county["hotline_solved"][0],
        r"满意度有效评价(\d+)件": county["hotline_satisfied"][1],
        r"满意和基本满意(\d+)件": county["hotline_satisfied"][0],
        r"超期未办结(\d+)件": county["hotline_overdue_open"][0],
        r"累计登记问题(\d+)个": len(recount.ledger[0].used),
        r"本月新增(\d+)个": county["rectification_found"][0],
        r"已销号(\d+)个": county["rectification_struck_off"][0],
        r"已解释(\d+)个": county["rectification_explained"][0],
        r"，未销号(\d+)个": county["rectification_open"][0],
        r"本月到期(\d+)个": county["rectification_on_time"][1],
        r"按期销号(\d+)个": county["rectification_on_time"][0],
        r"超期未销号(\d+)个": county["rectification_overdue_open"][0],
        r"标记反弹的问题(\d+)个": county["rectification_rebound"][0],
    }
    told = {pattern: set(map(int, re.findall(pattern, running_text))) for pattern in said}
    assert told == {pattern: {number} for pattern, number in said.items()}
    rules = {interviews.FEWEST_INTERVIEWS, FEWEST_PER_CLASS}
    handling = ("hotline_responded", "hotline_on_time", "hotline_solved", "hotline_satisfied", "hotline_overdue_open")
    of_towns = {part for code in recount.towns for name in handling for part in recount.counts[code][name] if part}
    known = {*said.values(), *rules, *of_towns}
    assert {int(number) for number in re.findall(r"(\d+)(?:人次|件|份)", running_text)} - known == set()


@pytest.mark.parametrize(("opening", "unit"), [("超期未办结", "件"), ("超期未销号", "个")], ids=["tickets", "problems"])
def test_towns_named_with_overdue_items(recount: Recount, running_text: str, opening: str, unit: str) -> None:
    indicator = {"件": "hotline_overdue_open", "个": "rectification_overdue_open"}[unit]
    sentence = re.search(rf"月末{opening}\d+{unit}，([^。]*)。", running_text)
    assert sentence
    expected = overdue_by_town(recount, indicator)
    if len(expected) > MOST_NAMED:
        assert f"分布在{len(expected)}个镇（街道）" in sentence.group(1)
        return
    told = {
        name: int(number)
        for names, number in re.findall(rf"([^，\d]+?)各?(\d+){unit}", re.sub("，另有.*", "", sentence.group(1)))
        for name in names.split("、")
    }
    assert told == expected
