"""The province's limits for a ticket: extensions, returns, what stays provisional; plain limits: test_tickets.py."""

import pytest

from tests.warehouse.given import Given, Sheet, built, rows_of, table

GOOD = {"town": "西里镇", "channel": "12345热线"}
COLUMNS = "ticket_no called_at dispatched_at limit due_at extended_due_at closed_at return_count"
# What stands in the file → first due, due, whether the extension is too long, provisional, what is known of returns
GIVEN = """
no-extension | 2022-06-06 09:00 | 2022-06-06 10:00 | | | | | | 2022-06-13 | 2022-06-13 | no | no |
last-day | 2022-06-06 09:00 | 2022-06-06 10:00 | | | 2022-06-27 | | | 2022-06-13 | 2022-06-27 | no | no |
a-day-more | 2022-06-06 09:00 | 2022-06-06 10:00 | | | 2022-06-28 | | | 2022-06-13 | 2022-06-27 | yes | no |
after-stated | 2022-06-06 09:00 | | | 2022-06-10 17:00 | 2022-06-24 17:00 | | | 2022-06-10 | 2022-06-24 | no | no |
too-long | 2022-06-06 09:00 | | | 2022-06-10 17:00 | 2022-07-29 | | | 2022-06-10 | 2022-06-24 | yes | no |
over-holiday | 2022-09-23 09:00 | 2022-09-23 10:00 | | | 2022-10-19 | | | 2022-09-30 | 2022-10-19 | no | no |
in-hours | 2022-06-06 09:00 | 2022-06-06 10:00 | 48小时 | | 2022-06-23 | | | 2022-06-08 | 2022-06-22 | yes | no |
no-first-due | 2022-06-06 09:00 | | | | 2022-09-30 | | | | 2022-09-30 | no | no |
guessed | 2026-12-25 09:00 | 2026-12-25 10:00 | | | | | | 2027-01-01 | 2027-01-01 | no | yes |
known | 2026-12-23 09:00 | 2026-12-23 10:00 | | | | | | 2026-12-30 | 2026-12-30 | no | no |
stated-far | 2026-12-23 09:00 | 2026-12-23 10:00 | | 2027-01-29 | | | | 2027-01-29 | 2027-01-29 | no | no |
extended-far | 2026-12-23 09:00 | 2026-12-23 10:00 | | | 2027-01-08 | | | 2026-12-30 | 2027-01-08 | no | no |
capped-far | 2026-12-23 09:00 | 2026-12-23 10:00 | | | 2027-02-26 | | | 2026-12-30 | 2027-01-13 | yes | yes |
fast | 2022-06-10 09:00 | 2022-06-10 10:00 | | | | 2022-06-14 18:00 | 1 | 2022-06-17 | 2022-06-17 | no | no | in_time
slow | 2022-06-10 09:00 | 2022-06-10 10:00 | | | | 2022-06-15 08:00 | 1 | 2022-06-17 | 2022-06-17 | no | no | unknown
open | 2022-06-10 09:00 | 2022-06-10 10:00 | | | | | 2 | 2022-06-17 | 2022-06-17 | no | no | unknown
"""
CASES = [[cell.strip() for cell in line.split("|")] for line in GIVEN.strip().splitlines()]


@pytest.fixture(scope="module")
def warehouse():
    by_month = {month: [c for c in CASES if c[1].startswith(month[:4])] for month in ("2022-10", "2026-12")}
    sheets = [
        Sheet("hotline", rows_of(COLUMNS, [case[:8] for case in cases], **GOOD), month=month)
        for month, cases in by_month.items()
    ]
    return built(Given(sheets), "staging.ticket", "ops.issue")


@pytest.fixture(scope="module")
def found(warehouse):
    rows = table(
        warehouse,
        "select ticket_no, first_due_at::date, due_at::date, is_extension_too_long, is_due_provisional, return_timing"
        " from staging.ticket_due",
    )
    said = {True: "yes", False: "no", None: "", "None": ""}
    return {no: tuple(said.get(cell, cell) for cell in cells) for no, *cells in rows}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_when_a_ticket_is_due_and_what_the_limits_allow(found, case) -> None:
    assert found[case[0]] == tuple(case[8:])


def test_the_ticket_is_due_when_the_limits_say(warehouse) -> None:
    same = "select count(*) from staging.ticket inner join staging.ticket_due using (sheet_id, row)"
    ((matching,),) = table(warehouse, f"{same} where ticket.due_at is not distinct from ticket_due.due_at")
    assert matching == len(CASES)


def test_an_extension_that_is_too_long_is_told_with_its_cell(warehouse) -> None:
    found = table(
        warehouse,
        'select "row", column_header, value, problem from ops.issue where code = ? and month = ? order by row',
        "extension_too_long",
        "2022-10-01",
    )
    rows = {case[0]: at for at, case in enumerate(CASES, start=2)}
    assert [row for row, *_ in found] == [rows["a-day-more"], rows["too-long"], rows["in-hours"]]
    assert found[0][1:] == (
        "延期后截止",
        "2022-06-28",
        "延期后截止“2022-06-28”超过规定的延期（2022-06-13 之后 10 个工作日，到 2022-06-27），按规定的最后一日计",
    )
