"""Who handles a ticket: leading or assisting, known or not."""

import pytest

from flows.warehouse.models import read_models, run_models
from tests.warehouse.given import SQL, Given, Sheet, built, table

BASE = {"called_at": "2022-06-06 09:00", "dispatched_at": "2022-06-06 10:00", "town": "县直"}

ROLES = {
    "one for each": ("文化馆、图书馆", "主办、协办", ["图书馆"]),
    "with the words' other forms": ("文化馆、图书馆", "牵头，协办", ["图书馆"]),
    "one for all": ("文化馆、图书馆", "协办", ["图书馆", "文化馆"]),
    "the lead's row": ("文化馆、图书馆", "主办", []),
    "none": ("文化馆、图书馆", "", []),
    "not as many": ("文化馆、图书馆", "主办、协办、协办", []),
}


@pytest.fixture(scope="module")
def roles():
    rows = [
        {**BASE, "ticket_no": f"角{i}", "handler": handler, "role": role}
        for i, (handler, role, _) in enumerate(ROLES.values())
    ]
    rows += [
        {**BASE, "ticket_no": "分行", "handler": name, "role": role}
        for name, role in (("文化馆", "主办"), ("图书馆", "协办"))
    ]
    return built(Given([Sheet("hotline", rows)]), "core.hotline_event", "ops.issue")


@pytest.mark.parametrize("case", ROLES)
def test_who_only_assists(roles, case) -> None:
    ticket_no = f"角{list(ROLES).index(case)}"
    assert table(roles, "select assisting_handlers from staging.ticket where ticket_no = ?", ticket_no) == [
        (ROLES[case][2],)
    ]


def test_roles_that_fit_no_handler_are_told(roles) -> None:
    found = table(roles, "select row, column_header, problem from ops.issue where code = 'roles_astray'")
    assert [(row, header) for row, header, _ in found] == [(7, "主办/协办")]
    assert "2个" in found[0][2]


def test_assisting_handlers_count_or_not_as_the_scheme_says(roles) -> None:
    counted = (
        "select count(*) filter (list_contains(scopes, {'scope': 'unit', 'scope_code': 'cultural_center'})),"
        " count(*) filter (list_contains(scopes, {'scope': 'unit', 'scope_code': 'library'})), count(*)"
        " from core.hotline_event"
    )
    assert table(roles, counted) == [(7, 7, 7)]
    roles.execute("update reference.scheme set value = 'False' where setting = 'count_assisting_handlers'")
    run_models(roles, [model for model in read_models(SQL, ("core",)) if model.table == "core.hotline_event"])
    assert table(roles, counted) == [(6, 3, 7)]


def test_an_unknown_handler_is_told_once_a_file() -> None:
    june = [
        {**BASE, "ticket_no": "1", "handler": "文化馆"},
        {**BASE, "ticket_no": "2", "handler": "某某公司、县文化馆"},
        {**BASE, "ticket_no": "3", "handler": "西里镇、某某公司"},
    ]
    sheets = [Sheet("hotline", june), Sheet("hotline", june[1:2], month="2022-07")]
    warehouse = built(Given(sheets), "ops.issue")
    told = table(warehouse, "select file, row, column_header, problem from ops.issue where code = 'unit_unknown'")
    assert [place for *place, _ in told] == [
        ["2022-06/hotline.xlsx", 3, "承办单位"],
        ["2022-07/hotline.xlsx", 2, "承办单位"],
    ]
    assert ["“某某公司”" in problem for *_, problem in told] == [True, True]
    assert ["共2行" in told[0][3], "共1行" in told[1][3]] == [True, True]
