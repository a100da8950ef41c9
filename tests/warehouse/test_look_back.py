"""What became of problems struck off since a campaign began: revisited, checked on site, told again."""

from __future__ import annotations

import pytest

from tests.warehouse.given import Given, Sheet, built, table

DONE = {"is_struck_off": "已销号", "struck_off_on": "2021-06-18"}
GOOD = {"revisit_result": "满意", "site_check": "属实"}
# Rows of the ledger of June → of October → what the look-back says in October.
LIVES = {
    "revisited and checked": (DONE | GOOD, DONE | GOOD, "confirmed"),
    "revisited only": (DONE, DONE | {"revisit_result": "基本满意"}, "to_check"),
    "checked only": (DONE, DONE | {"site_check": "属实"}, "to_revisit"),
    "neither": (DONE, DONE, "untouched"),
    "dissatisfied": (DONE, DONE | {"revisit_result": "不满意", "site_check": "属实"}, "disproved"),
    "not done on site": (DONE, DONE | {"revisit_result": "满意", "site_check": "未到位"}, "disproved"),
    "open again": (DONE, {"is_struck_off": "未销号", "struck_off_on": "2021-06-18"}, "rebounded"),
    "marked as come back": (DONE | GOOD, DONE | GOOD | {"rebound": "是"}, "rebounded"),
    "told again at the same village": (DONE | GOOD, DONE | GOOD, "rebounded"),
    "told again without a village": (DONE | GOOD, DONE | GOOD, "told_again"),
    "explained": (DONE, {"is_struck_off": "已解释"}, None),
    "open all the time": ({"is_struck_off": "未销号"}, {"is_struck_off": "未销号"}, None),
    "struck off before the campaign": (DONE | {"struck_off_on": "2021-04-30"},) * 2 + (None,),
}


def _words(at: int) -> str:
    """Twenty characters that no other case has."""
    return "".join(chr(0x5000 + 40 * at + n) for n in range(20))


@pytest.fixture(scope="module")
def warehouse():
    sheets: dict[str, list[dict[str, str]]] = {"2021-06": [], "2021-10": []}
    for at, (june, october, _) in enumerate(LIVES.values()):
        problem = {"ledger_no": f"题{at:02d}", "town": "西里镇", "unit": "文化馆", "severity": "一般"}
        problem |= {"found_on": "2021-04-06", "description": f"西里镇大刘庄村{_words(at)}"}
        sheets["2021-06"].append(problem | june)
        sheets["2021-10"].append(problem | october)
    names = list(LIVES)
    here = f"西里镇大刘庄村{_words(names.index('told again at the same village'))}"
    nowhere = _words(names.index("told again without a village"))
    ticket = {"called_at": "2021-10-08 09:00", "town": "西里镇"}
    tickets = [
        ticket | {"ticket_no": "T1", "content": here, "village": "大刘庄村"},
        ticket | {"ticket_no": "T2", "content": nowhere},
    ]
    given = [Sheet("rectification", rows, month=month) for month, rows in sheets.items()]
    given.append(Sheet("hotline", tickets, month="2021-10"))
    return built(Given(given, folders=["2022-01"]), "mart.look_back_count", "mart.look_back")


@pytest.mark.parametrize("case", LIVES)
def test_what_became_of_a_problem(warehouse, case) -> None:
    found = table(
        warehouse,
        "select outcome from mart.look_back where month = '2021-10-01' and ledger_no = ?",
        f"题{list(LIVES).index(case):02d}",
    )
    assert found == ([(LIVES[case][2],)] if LIVES[case][2] else [])


def test_the_counts_of_county_town_and_unit_are_those_of_the_problems(warehouse) -> None:
    counts = table(
        warehouse,
        "select struck_off_count, revisited_numerator, revisited_denominator, revisit_satisfied_numerator,"
        " checked_numerator, check_passed_numerator, rebounded_numerator, told_again_count, disproved_count,"
        " confirmed_count, remaining_count, round(checked_pct, 2) from mart.look_back_count"
        " where month = '2021-10-01' and struck_off_count > 0 order by scope",
    )
    assert counts == [(10, 7, 10, 6, 7, 6, 4, 1, 2, 1, 3, 70.0)] * 3


def test_what_a_later_month_brings_is_not_known_before(warehouse) -> None:
    june = "select outcome, count(*) from mart.look_back where month = '2021-06-01' group by 1 order by 1"
    assert table(warehouse, june) == [("confirmed", 4), ("untouched", 7)]


def test_a_month_outside_every_campaign_has_no_look_back(warehouse) -> None:
    assert table(warehouse, "select distinct month from mart.look_back_count order by 1") == [
        ("2021-06-01",),
        ("2021-10-01",),
    ]
