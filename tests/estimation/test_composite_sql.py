"""What the composite's tables are made from: the register behind revisited tickets, and parts that cannot be right."""

from __future__ import annotations

from flows.period import Month
from flows.warehouse.checks import run_checks
from flows.warehouse.models import read_models, run_models
from tests.estimation.given_county import A, write_ledgers
from tests.warehouse.given import SQL, table


def test_the_register_is_what_was_closed_or_assessed_in_the_month(warehouse) -> None:
    warehouse.execute(
        "create or replace table core.hotline_event as select date '2022-06-01' as month, * from (values"
        # Received and closed; carried over, closed, assessed on both; still open; closed before, assessed on solution.
        f" ('{A}', true, false, false, null, null, null, null),"
        f" ('{A}', false, true, false, true, true, true, false),"
        f" ('{A}', true, false, true, null, null, null, null),"
        f" ('{A}', false, false, false, true, true, false, false),"
        " (null, true, false, false, true, true, true, true)"
        ") as t (town_code, is_received, is_carried_over, is_open, is_solution_assessed, is_solved,"
        " is_satisfaction_assessed, is_satisfied)"
    )
    run_models(warehouse, [model for model in read_models(SQL, ("core",)) if model.table == "core.revisit"])
    assert table(warehouse, "select * from core.revisit") == [("2022-06-01", A, 3, 2, 1, 1, 0, 0)]


def test_a_part_nobody_has_or_with_its_limits_the_wrong_way_stops_publication(warehouse, tmp_path) -> None:
    (tmp_path / "checks").mkdir()
    name = "composite_part_unsound.sql"
    (tmp_path / "checks" / name).write_text((SQL / "checks" / name).read_text("utf-8"), "utf-8")
    names = ("hotline_on_time", "hotline_solved", "hotline_satisfied", "rectification_struck_off")
    write_ledgers(warehouse, {indicator: {A: (1, 1)} for indicator in names})
    assert run_checks(warehouse, tmp_path, [Month(2022, 6)]) == []
    write_ledgers(warehouse, {indicator: {A: (1, 1)} for indicator in names[:3]})
    (failure,) = run_checks(warehouse, tmp_path, [Month(2022, 6)])
    assert (failure.row_count, "rectification_struck_off" in failure.examples[0]) == (1, True)
    assert run_checks(warehouse, tmp_path, [Month(2022, 5)]) == []
    write_ledgers(warehouse, {indicator: {A: (1, 1)} for indicator in names})
    warehouse.execute("begin")
    warehouse.execute("update reference.composite_part set direction = 'down' where indicator = 'hotline_solved'")
    (failure,) = run_checks(warehouse, tmp_path, [Month(2022, 6)])
    warehouse.execute("rollback")
    assert "hotline_solved" in failure.examples[0]
