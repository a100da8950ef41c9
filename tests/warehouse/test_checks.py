"""Every check is silent on a sound warehouse and speaks, in Chinese, on one that is broken in its way."""

import re
from pathlib import Path

import pytest

from flows.period import Month
from flows.warehouse.checks import SHOWN_ROWS, run_checks
from tests.warehouse.given import SQL, Given, Sheet, built
from tests.warehouse.wave import wave

JUNE = Month(2022, 6)
CHECKS = sorted(path.stem for path in (SQL / "checks").glob("*.sql"))

# What breaks the warehouse → the checks that must speak (and no other).
BREAKS = {
    "a file was not loaded": (
        "insert into ops.issue (month, severity, file, problem, remedy, code)"
        " values ('2022-06-01', 'file', '2022-06/x.xlsx', '文件是空的', '请重新导出', 'file_empty')",
        {"input_to_be_mended"},
    ),
    "a problem has no words": ("delete from reference.issue_text where code = 'town_none'", {"issue_without_text"}),
    "nobody is ranked": (
        "update mart.town_ranking set point_rank = null where month = '2022-06-01'",
        {"month_without_interviews"},
    ),
    "one town is ranked": (
        "update mart.town_ranking set point_rank = null where month = '2022-06-01' and town_code <> '370323002'",
        {"month_without_interviews"},
    ),
    "no tickets were used": (
        "update mart.data_quality set used_count = 0 where month = '2022-06-01' and source = 'hotline'",
        {"month_without_source"},
    ),
    "no ledger arrived": (
        "delete from mart.data_quality where month = '2022-06-01' and source = 'rectification'",
        {"month_without_source"},
    ),
    "a town fell out of the table": (
        "delete from mart.town_ranking where town_code = '370323105'",
        {"ranking_incomplete"},
    ),
    "a town is listed twice": (
        "insert into mart.town_ranking select * from mart.town_ranking where town_code = '370323105'",
        {"ranking_incomplete"},
    ),
    "a rank outside its range": (
        "update mart.town_ranking set rank_best = point_rank + 1 where town_code = '370323105'",
        {"ranking_incomplete"},
    ),
    "a rank past the last": (
        "update mart.town_ranking set rank_worst = ranked_count + 1 where town_code = '370323105'",
        {"ranking_incomplete"},
    ),
    "more solved than asked": (
        "update mart.indicator set numerator = denominator + 1"
        " where indicator = 'hotline_solved' and scope_code = '370323105'",
        {"rate_out_of_range"},
    ),
    "a negative count": (
        "update mart.indicator set numerator = -1"
        " where indicator = 'rectification_rebound' and scope_code = '370323105'",
        {"rate_out_of_range"},
    ),
    "staging lost an interview": (
        "delete from staging.row_fate where sheet_id = 1 and row = 2",
        {"rows_accounted_for"},
    ),
    "staging lost a whole ticket sheet": ("delete from staging.row_fate where sheet_id = 2", {"rows_accounted_for"}),
    "staging doubled a ledger row": (
        "insert into staging.row_fate select * from staging.row_fate where sheet_id = 3 and row = 2",
        {"rows_accounted_for"},
    ),
    "a visit has two fates": (
        "insert into staging.row_fate select sheet_id, row, 'rejected' from staging.row_fate"
        " where sheet_id = 4 and row = 2",
        {"rows_accounted_for"},
    ),
    "the task list was lost": ("delete from staging.row_fate where sheet_id = 5", {"rows_accounted_for"}),
    "a row of a file went astray": (
        "update staging.sheet_seen set row_count = row_count - 1 where sheet_id = 1",
        {"file_rows_accounted_for"},
    ),
    "a sheet was not looked at": (
        "delete from staging.sheet_seen where sheet_id = 2",
        {"file_rows_accounted_for"},
    ),
    "a sheet has no known fate": (
        "insert into staging.sheet_seen (month, file, sheet, state)"
        " select month, file, '旧', 'lost' from staging.sheet_seen where sheet_id = 2",
        {"file_rows_accounted_for"},
    ),
    "a total row left no trace": (
        "update staging.sheet_seen set total_count = 1, row_count = row_count - 1 where sheet_id = 1",
        {"file_rows_accounted_for"},
    ),
    "a town has more than the county": (
        "update mart.indicator set numerator = 99 where indicator = 'hotline_open' and scope_code = '370323105'",
        {"towns_exceed_county"},
    ),
    "a received ticket went astray": (
        "update mart.indicator set numerator = 0 where indicator = 'hotline_received' and scope_code = '370323105'",
        {"towns_exceed_county"},
    ),
    "an open problem went astray": (
        "update mart.indicator set numerator = 0 where indicator = 'rectification_open' and scope_code = '370323105'",
        {"towns_exceed_county"},
    ),
    "weights were doubled": (
        "update core.respondent set base_weight = 2 * base_weight where town_code = '370323105'",
        {"weights_miss_population"},
    ),
    "a valid interview has no weight": (
        "delete from core.respondent where sheet_id = 1 and row = 2",
        {"interview_without_population", "weights_miss_population"},
    ),
    "an answer counts twice": (
        "insert into core.scored_answer select * from core.scored_answer where sheet_id = 1 and row = 2",
        {"answer_counted_twice"},
    ),
    "a comparison rests on no test": (
        "update mart.statement set test_id = null where statement_order = 1",
        {"statement_without_test"},
    ),
    "a comparison rests on a test that was not made": (
        "delete from mart.test where test_id in (select min(test_id) from mart.statement)",
        {"statement_without_test"},
    ),
    "a part of the composite that no month has": (
        "update reference.composite_part set indicator = 'hotline_solve' where indicator = 'hotline_solved'",
        {"composite_part_unsound"},
    ),
}


@pytest.fixture(scope="module")
def sound():
    visit = {"visited_on": "2022-06-07", "town": "西里镇"}
    task = {"task_no": "1", "task": "整改回头看", "due": "12月份"}
    return built(Given([*wave("2022-06"), Sheet("visit", [visit]), Sheet("task", [task])]), marts=True)


@pytest.fixture
def warehouse(sound):
    sound.execute("begin")
    yield sound
    sound.execute("rollback")


def test_a_sound_warehouse_passes(warehouse) -> None:
    assert run_checks(warehouse, SQL, [JUNE]) == []


@pytest.mark.parametrize("case", BREAKS)
def test_a_broken_warehouse_is_withheld(warehouse, case) -> None:
    sql, expected = BREAKS[case]
    warehouse.execute(sql)
    failures = run_checks(warehouse, SQL, [JUNE])
    assert {failure.check for failure in failures} == expected
    for failure in failures:
        assert re.search(r"[\u4e00-\u9fff]{4}", failure.protects)
        assert failure.row_count >= 1
        assert failure.examples
        assert all("=" in example for example in failure.examples)


def test_every_check_is_seen_to_fail() -> None:
    assert set().union(*(checks for _, checks in BREAKS.values())) == set(CHECKS)


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_says_what_it_protects_in_both_tongues(check) -> None:
    first, *rest = (SQL / "checks" / f"{check}.sql").read_text("utf-8").splitlines()
    assert re.match(r"-- Protects .+", first)
    assert any(re.match(r"-- 说明：.*[\u4e00-\u9fff]{4}", line) for line in rest)


def test_a_failure_shows_the_first_rows_and_counts_all(warehouse) -> None:
    warehouse.execute("update mart.indicator set numerator = -1 where indicator = 'hotline_open' and scope = 'town'")
    (failure,) = run_checks(warehouse, SQL, [JUNE])
    assert failure.row_count == 12
    assert len(failure.examples) == SHOWN_ROWS


def test_months_that_are_not_published_do_not_hold_up_the_one_that_is(warehouse) -> None:
    warehouse.execute(
        "insert into ops.issue (month, severity, file, problem, remedy, code)"
        " values ('2022-05-01', 'file', '2022-05/x.xlsx', '文件是空的', '请重新导出', 'file_empty')"
    )
    assert run_checks(warehouse, SQL, [JUNE]) == []
    assert {f.check for f in run_checks(warehouse, SQL, [JUNE.prior])} >= {
        "input_to_be_mended",
        "month_without_interviews",
    }


def test_a_new_check_runs_without_being_listed(warehouse, tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "new.sql").write_text("-- 说明：新的核对\nselect 1 as one, '甲' as two", "utf-8")
    (failure,) = run_checks(warehouse, tmp_path, [JUNE])
    assert (failure.check, failure.protects, failure.examples) == ("new", "新的核对", ("one=1，two=甲",))


# --- what the input can do to the checks, end to end -----------------------------------------------------------------


@pytest.fixture(scope="module")
def lacking():
    """A sound May, an empty folder for June, and a July whose ledger could not be read."""
    problem = ("2022-07", "2022-07/整改台账.xlsx", {"code": "file_encrypted"})
    return built(Given([*wave("2022-05"), *wave("2022-07")[:2]], folders=["2022-06"], problems=[problem]), marts=True)


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (JUNE.prior, set()),
        (JUNE, {"input_to_be_mended", "month_without_interviews", "month_without_source"}),
        (JUNE.next, {"input_to_be_mended", "month_without_source"}),
    ],
    ids=["whole", "empty", "ledger unreadable"],
)
def test_a_month_that_lacks_something_is_withheld(lacking, month, expected) -> None:
    assert {failure.check for failure in run_checks(lacking, SQL, [month])} == expected
