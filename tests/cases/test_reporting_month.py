"""A reporting month from the 25th to the 25th: what is received, carried over, due and closed is counted by it."""

from __future__ import annotations

import pytest

from flows.warehouse.models import read_models, run_models
from tests.warehouse.given import SQL, Given, Sheet, loaded, rows_of, table

TICKETS = rows_of(
    "ticket_no called_at dispatched_at due_at closed_at town content",
    [
        ("QT001", "2022-05-20", "2022-05-20", "2022-05-27", "", "石桥镇", "上期转来"),
        ("QT002", "2022-05-26", "2022-05-26", "2022-06-02", "2022-05-30", "石桥镇", "本期头一天"),
        ("QT003", "2022-06-25", "2022-06-25", "2022-07-02", "", "石桥镇", "本期末一天"),
    ],
)
LEDGER = rows_of(
    "ledger_no town description found_on severity is_struck_off struck_off_on",
    [
        ("QX001", "石桥镇", "本期头一天发现", "2022-05-26", "一般", "已销号", "2022-05-31"),
        ("QX002", "石桥镇", "上期发现", "2022-05-25", "较大", "未销号", ""),
    ],
)
MODELS = ("core.hotline_event", "core.rectification_event")


@pytest.fixture
def june(request: pytest.FixtureRequest):
    """June's events where months begin on the day that the test names."""
    connection = loaded(Given([Sheet("hotline", TICKETS), Sheet("rectification", LEDGER)]))
    connection.execute("update reference.scheme set value = ? where part = 'period'", [str(request.param)])
    models = {model.table: model for model in read_models(SQL, ("staging", "core"))}
    wanted = set(MODELS)
    while more := {need for name in wanted for need in models[name].needs & models.keys()} - wanted:
        wanted |= more
    run_models(connection, [model for name, model in models.items() if name in wanted])
    return connection


@pytest.mark.parametrize(
    ("june", "bounds", "tickets", "problems"),
    [
        # (received, carried over, due, closed on time), (found, struck off in the month)
        (
            1,
            ("2022-06-01", "2022-07-01"),
            [(False, True, False, False), (False, False, True, True), (True, False, False, False)],
            [(False, False), (False, False)],
        ),
        (
            26,
            ("2022-05-26", "2022-06-26"),
            [(False, True, True, False), (True, False, True, True), (True, False, False, False)],
            [(True, True), (False, False)],
        ),
    ],
    indirect=["june"],
    ids=["calendar months", "from the 26th"],
)
def test_events_are_of_the_month_in_which_the_scheme_puts_them(june, bounds, tickets, problems) -> None:
    assert table(june, "select starts_on, next_starts_on from staging.month") == [bounds]
    flags = "is_received, is_carried_over, is_due, is_closed_on_time"
    assert table(june, f"select {flags} from core.hotline_event order by ticket_no") == tickets
    found = table(june, "select is_found, is_struck_off_now from core.rectification_event order by ledger_no")
    assert found == problems
