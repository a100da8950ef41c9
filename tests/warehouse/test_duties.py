"""What a month calls for: the campaign's phase and the duties with their days."""

import pytest

from tests.warehouse.given import Given, built, table

PHASES = """
2021-04 | | none | 不在活动期内 | no
2021-05 | 2021 | preparation | 前期工作 | yes
2021-05 | 2021 | visits | 集中走访 | yes
2021-06 | 2021 | rectification | 集中整改 | no
2021-09 | 2021 | rectification | 集中整改 | yes
2021-10 | 2021 | look_back | 整改“回头看” | no
2021-12 | 2021 | summing_up | 总结评估 | yes
2022-01 | | none | 不在活动期内 | no
2022-05 | 2022 | preparation | 前期工作 | yes
2022-05 | 2022 | visits | 集中走访 | no
2022-07 | 2022 | rectification | 集中整改 | no
2027-02 | | none | 不在活动期内 | no
"""
# duty, due, the last working day up to it, provisional; month ends are the calendar's
EVERY_MONTH = ("dispatch", "study_meeting", "bulletin", "rectification_summary")
MONTH_ENDS = """
2021-04 | 2021-04-30 | 2021-04-30 | no
2021-05 | 2021-05-31 | 2021-05-31 | no
2021-10 | 2021-10-31 | 2021-10-29 | no
2022-01 | 2022-01-31 | 2022-01-30 | no
2022-05 | 2022-05-31 | 2022-05-31 | no
2022-07 | 2022-07-31 | 2022-07-29 | no
2027-02 | 2027-02-28 | 2027-02-26 | yes
"""
OF_A_PHASE = """
2021-05 | work_plan | 2021-05-12 | 2021-05-12
2021-05 | training | 2021-05-13 | 2021-05-13
2021-05 | mobilisation | 2021-05-14 | 2021-05-14
2021-05 | existing_problems | 2021-05-31 | 2021-05-31
2021-05 | household_visits | 2021-05-31 | 2021-05-31
2021-06 | rectification | 2021-09-30 | 2021-09-30
2021-09 | rectification | 2021-09-30 | 2021-09-30
2021-10 | revisits | 2021-11-30 | 2021-11-30
2021-10 | site_checks | 2021-11-30 | 2021-11-30
2021-12 | internal_assessment | 2021-12-31 | 2021-12-31
2021-12 | long_term_rules | 2021-12-31 | 2021-12-31
2022-05 | household_visits | 2022-06-30 | 2022-06-30
2022-07 | rectification | 2022-09-30 | 2022-09-30
"""


def _lines(given: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in given.strip().splitlines()]


@pytest.fixture(scope="module")
def warehouse():
    return built(Given([], folders=sorted({line[0] for line in _lines(PHASES)})), "mart.duty")


def test_the_phases_of_a_month(warehouse) -> None:
    found = table(
        warehouse,
        "select strftime(month, '%Y-%m'), coalesce(campaign::varchar, ''), phase, phase_name,"
        " if(is_last_month, 'yes', 'no') from mart.phase order by month, phase",
    )
    assert found == _lines(PHASES)


def test_what_every_month_calls_for(warehouse) -> None:
    found = table(
        warehouse,
        "select strftime(month, '%Y-%m'), due_on, due_working_day_on, if(is_provisional, 'yes', 'no'),"
        " list(duty order by duty_order) from mart.duty where phase is null group by all order by 1",
    )
    assert {tuple(duties) for *_, duties in found} == {EVERY_MONTH}
    assert len(found) == len({line[0] for line in _lines(PHASES)})
    assert set(_lines(MONTH_ENDS)) <= {tuple(line) for *line, _ in found}


def test_what_the_phases_of_a_month_call_for(warehouse) -> None:
    found = table(
        warehouse,
        "select strftime(month, '%Y-%m'), duty, due_on, due_working_day_on from mart.duty where phase is not null"
        " order by month, duty_order",
    )
    assert found == _lines(OF_A_PHASE)
