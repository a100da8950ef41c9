"""What analysts query of visits, inspections, tasks and third-party results: each row with the place it came from."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

GRAINS = {
    "staging.located_row": "sheet_id, row",
    "staging.row_read": "sheet_id, row",
    "staging.row_fate": "sheet_id, row",
    "staging.superseded_row": "sheet_id, row",
    "staging.unknown_ledger_number": "sheet_id, row",
    "staging.moment": "month, text",
    "staging.time_range": "text",
    "staging.visit": "sheet_id, row",
    "staging.household": "sheet_id, row",
    "staging.inspection": "sheet_id, row",
    "staging.task": "sheet_id, row",
    "staging.external_district": "month, district",
    "staging.external_town": "month, town_code",
    "core.visit_known": "month, visit_no",
    "core.visit_household": "month, visit_no",
    "core.visit_event": "month, visit_no",
    "core.household_event": "month, sheet_id, row",
    "core.visit_target": "month, scope, scope_code, indicator",
    "core.visit_campaign": "month",
    "mart.household_coverage": "month, file, sheet, row",
    "mart.visitor": "month, group_code, visitor",
    "mart.trace_visit": "month, visit_no",
    "core.inspection_event": "sheet_id, row",
    "mart.trace_inspection": "file, sheet, row",
    "core.task_event": "month, scope, scope_code, list_name, task_no, task",
    "mart.task_state": "month, scope, scope_code, list_name, task_no, task",
    "mart.trace_task": "file, sheet, row",
    "staging.external_rank": "month, district",
    "mart.external_district": "month, district",
    "mart.trace_external": "month, scope, name",
}


@pytest.fixture(scope="module")
def warehouse():
    visit = {"visited_on": "2022-06-07", "town": "悦庄", "time_range": "9:00-9:14", "transfer_no": "2022099"}
    visit |= {"visitor": "周**、李**", "household_no": "1"}
    inspection = {"inspected_on": "6月8日", "town": "县直", "finding": "无", "ledger_no": "2022098"}
    task = {"task_no": "1", "task": "培训", "due": "6月底前", "unit": "悦庄镇", "completed_on": "2022-06-20"}
    listed = {"household_no": "1", "town": "悦庄", "target_type": "企业"}
    ledger = {"ledger_no": "2022001", "town": "悦庄", "found_on": "2022-06-06"}
    sheets = [
        Sheet("visit", [visit, visit]),
        Sheet("inspection", [inspection, inspection]),
        Sheet("task", [{name: text for name, text in task.items() if name != "completed_on"}]),
        Sheet("task", [task], file="2022-06/task2.xlsx"),
        Sheet("household", [listed]),
        Sheet("rectification", [ledger, {**ledger, "progress": "后"}]),
        Sheet("external_district", [{"district": "沂源县", "score": "0.873", "rank": "5", "rank_change": "升1"}]),
        Sheet("external_town", [{"town": "悦庄", "score": "90%", "sample_size": "50"}]),
    ]
    return built(Given(sheets), "ops.issue", "mart.data_quality", *GRAINS)


@pytest.mark.parametrize("model", GRAINS)
def test_no_table_says_a_thing_twice(warehouse, model) -> None:
    assert table(warehouse, f"select {GRAINS[model]} from {model} group by all having count(*) > 1") == []
    assert table(warehouse, f"select count(*) > 0 from {model}") == [(True,)]


def test_each_row_can_be_traced(warehouse) -> None:
    columns = "visited_on, duration_s, is_visited, is_proper, has_opinion, transfer_nos, file, row"
    assert table(warehouse, f"select {columns} from mart.trace_visit") == [
        ("2022-06-07", 840, True, False, False, ["2022099"], "2022-06/visit.xlsx", 2)
    ]
    columns = "town_code, inspected_on, has_finding, ledger_nos, row"
    assert table(warehouse, f"select {columns} from mart.trace_inspection") == [
        (None, "2022-06-08", False, ["2022098"], 2)
    ]
    columns = "town_code, due_on, is_completed, completed_on, file"
    assert table(warehouse, f"select {columns} from mart.trace_task") == [
        ("370323104", "2022-06-30", True, "2022-06-20", "2022-06/task2.xlsx")
    ]
    columns = "scope, name, is_own_county, score, rank, places_risen, sample_size"
    assert table(warehouse, f"select {columns} from mart.trace_external order by scope") == [
        ("district", "沂源县", True, 87.3, 5, 1, None),
        ("town", "悦庄镇", False, 90.0, None, None, 50),
    ]


def test_what_became_of_every_row(warehouse) -> None:
    columns = "source, row_count, used_count, rejected_count, duplicate_count, superseded_count"
    assert table(warehouse, f"select {columns} from mart.data_quality order by source_order") == [
        ("rectification", 2, 1, 0, 0, 1),
        ("visit", 2, 1, 0, 1, 0),
        ("household", 1, 1, 0, 0, 0),
        ("inspection", 2, 1, 0, 1, 0),
        ("task", 2, 1, 0, 0, 1),
        ("external_district", 1, 1, 0, 0, 0),
        ("external_town", 1, 1, 0, 0, 0),
    ]
    told = "select column_header, problem from ops.issue where code like '%_superseded' order by issue_no"
    assert table(warehouse, told) == [
        (
            "台账编号",
            "台账编号“2022001”在2022-06/rectification.xlsx“Sheet1”第 3 行有更新的一行，以那一行为准，本行没有使用",
        ),
        ("序号", "同一事项在2022-06/task2.xlsx第 2 行另有内容，以那一行为准，本行没有使用"),
    ]
