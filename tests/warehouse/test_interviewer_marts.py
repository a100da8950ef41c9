"""The interviewers' tables: counted as they worked, judged against the others in the same towns, or not at all."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

TOWNS = ("南麻街道", "西里镇", "大张庄镇")
GRADES = ("满意", "满意", "基本满意", "满意", "不满意", "满意", "满意", "基本满意")


def _calls(who: str, town: str, count: int, **cells: str) -> list[dict[str, str]]:
    """Valid interviews of an interviewer in a town, answers in a fixed turn, each some minutes long."""
    return [
        {
            "sample_id": f"{who}{town}{at}",
            "interview_date": f"2022-06-{at % 28 + 1:02d}",
            "duration_s": str(240 + 60 * (at % 3)),
            "interviewer_id": who,
            "town": town,
            "urban_rural": "城镇" if at % 2 else "农村",
            "disposition": "访问完成",
            **{f"q{number}": GRADES[(at + number) % len(GRADES)] for number in range(1, 9)},
            **cells,
        }
        for at in range(count)
    ]


@pytest.fixture(scope="module")
def month():
    """F01–F04 ask in three towns, 10 valid interviews in each; F04 hears nothing but 满意; F05 has three in all."""
    rows = [row for who in ("F01", "F02", "F03") for town in TOWNS for row in _calls(who, town, 10)]
    rows += [row for town in TOWNS for row in _calls("F04", town, 10, **{f"q{n}": "满意" for n in range(1, 9)})]
    rows += _calls("F05", "西里镇", 3, q8="不了解")
    rows += _calls("F06", "西里镇", 6, disposition="拒访", **{f"q{n}": "" for n in range(1, 9)})
    for at, outcome in enumerate(("拒访", "中途拒访", "部分完成", "无人接听", "空号")):
        rows += [{**row, "sample_id": f"X{at}"} for row in _calls("F01", "西里镇", 1, disposition=outcome)]
    rows += _calls("", "西里镇", 4)
    named = [{name: text for name, text in row.items() if text} for row in rows]
    return built(Given([Sheet("survey", named)]), marts=True)


def _of(month, who: str, columns: str):
    (row,) = table(month, f"select {columns} from mart.interviewer where interviewer_id = ?", who)
    return row


def test_an_interviewers_work_is_counted(month) -> None:
    columns = "attempt_count, valid_count, town_count, refusal_count, coop1_numerator, coop1_denominator"
    assert _of(month, "F01", columns) == (35, 30, 3, 2, 30, 33)
    assert _of(month, "F05", columns) == (3, 3, 1, 0, 3, 3)
    assert _of(month, "F06", columns) == (6, 0, 0, 6, 0, 6)
    assert _of(month, "F05", "duration_median_minutes, dont_know_numerator, dont_know_denominator") == (5.0, 3, 24)


def test_answers_are_averaged_and_counted(month) -> None:
    columns = "satisfied_numerator, satisfied_denominator, straight_numerator, straight_denominator, mean_score"
    assert _of(month, "F04", columns) == (30, 30, 30, 30, 100.0)
    # In ten interviews question 1 is GRADES[1], …, GRADES[7], GRADES[0], GRADES[1], GRADES[2]: 7 × 100, 2 … by hand:
    first = [GRADES[(at + 1) % 8] for at in range(10)]
    score = sum({"满意": 100, "基本满意": 75, "不满意": 55}[grade] for grade in first) / 10
    satisfied = 3 * sum(grade != "不满意" for grade in first)
    assert _of(month, "F01", columns) == (satisfied, 30, 0, 30, pytest.approx(score))


def test_a_coached_interviewer_is_named_and_no_other(month) -> None:
    found = dict(table(month, "select interviewer_id, verdict from mart.interviewer order by 1"))
    assert found == {
        "F01": "none",
        "F02": "none",
        "F03": "none",
        "F04": "high、straight",
        "F05": "too_few",
        "F06": "too_few",
    }
    assert _of(month, "F04", "deviation > 5, deviation_p_adjusted < 0.05, window_straight_count") == (True, True, 30)
    assert _of(month, "F05", "deviation, deviation_p_adjusted, window_straight_p_adjusted") == (None, None, None)


def test_the_interviewer_effect_of_the_month(month) -> None:
    (found,) = table(
        month,
        "select interviewer_count, scored_count, icc > 0.05, icc_low < icc and icc < icc_high, p_value < 0.01,"
        " round(design_effect - 1 - (workload - 1) * icc, 9) from mart.interviewer_effect",
    )
    assert found == (5, 123, True, True, True, 0.0)


@pytest.mark.parametrize(
    ("rows", "interviewers", "effects"),
    [
        (_calls("", "西里镇", 40), [], []),
        (_calls("F01", "西里镇", 40), [("F01", "none")], [(1, None, None)]),
        (
            _calls("F01", "西里镇", 12, q1="") + _calls("F02", "西里镇", 12, q1=""),
            [("F01", "too_few"), ("F02", "too_few")],
            [],
        ),
        (
            _calls("F01", "西里镇", 12, q1="满意") + _calls("F02", "西里镇", 12, q1="满意"),
            [("F01", "none"), ("F02", "none")],
            [(2, None, None)],
        ),
    ],
    ids=["no interviewer column", "one interviewer", "nothing scored", "all answers equal"],
)
def test_what_cannot_be_judged_is_not(rows, interviewers, effects) -> None:
    named = [{name: text for name, text in row.items() if text} for row in rows]
    warehouse = built(Given([Sheet("survey", named)]), marts=True)
    assert table(warehouse, "select interviewer_id, verdict from mart.interviewer order by 1") == interviewers
    assert table(warehouse, "select interviewer_count, icc, p_value from mart.interviewer_effect") == effects
