"""Our towns' scores beside the third party's: which towns are compared, and what is written down of it."""

from datetime import date

import pytest

from flows.estimation.agreement import AGREEMENT_COLUMNS, write_agreement
from flows.estimation.tables import write_table
from flows.warehouse.database import connect
from tests.estimation.given_county import JUNE, TOWNS, assessment, frame, scores, wave

MAY = date(2022, 5, 1)
COLUMNS = [part.split()[0] for part in AGREEMENT_COLUMNS.split(",")]
# satisfied and dissatisfied answers of each town: its score is between 55 and 100
ANSWERS = {code: [100.0] * (30 - 4 * at) + [55.0] * (10 + 4 * at) for at, code in enumerate(TOWNS)}


def _written(external: list[tuple[date, str | None, float]], answers=ANSWERS) -> list[dict[str, object]]:
    rules = assessment()
    judged = scores(wave(answers), rules)
    with connect() as connection:
        connection.execute("create schema staging")
        connection.execute("create schema core")
        write_table(connection, "staging.external_town", "month date, town_code varchar, score double", external)
        write_agreement(connection, judged, frame(), {JUNE: rules})
        found = connection.execute("from core.agreement").fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def test_each_measure_has_its_interval_on_the_ranking_dimension() -> None:
    found = _written([(JUNE, code, score) for code, score in zip(TOWNS, (88, 84, 85, 80, 74, 72), strict=True)])
    assert [row["measure"] for row in found] == ["pearson", "spearman", "kendall", "mean_difference"]
    assert {(row["month"], row["town_count"], row["status"]) for row in found} == {(JUNE, 6, "estimated")}
    assert all(row["ci_low"] < row["estimate"] < row["ci_high"] for row in found)
    assert [row["estimate"] for row in found[1:3]] == pytest.approx([1 - 6 * 2 / (6 * 35), 13 / 15])
    ours = [100 - 45 * (10 + 4 * at) / 40 for at in range(6)]
    assert found[3]["estimate"] == pytest.approx(sum(ours) / 6 - sum((88, 84, 85, 80, 74, 72)) / 6, abs=0.01)
    assert [row["attainable"] is None for row in found] == [False, True, True, True]
    assert 0 < found[0]["attainable"] < 1


def test_towns_without_a_rank_or_a_result_are_left_out() -> None:
    answers = {**ANSWERS, TOWNS[0]: [100.0] * 5}
    found = _written([(JUNE, code, 80.0 + at) for at, code in enumerate(TOWNS)] + [(JUNE, None, 50.0)], answers)
    assert {row["town_count"] for row in found} == {5}
    assert found[0]["estimate"] is not None
    few = _written([(JUNE, code, 80.0 + at) for at, code in enumerate(TOWNS[:4])])
    assert {(row["town_count"], row["status"], row["estimate"]) for row in few} == {(4, "too_few", None)}


def test_a_month_of_one_side_only_is_not_compared() -> None:
    assert _written([(MAY, code, 80.0) for code in TOWNS]) == []
