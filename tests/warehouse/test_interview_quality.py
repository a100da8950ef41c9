"""Doubtful interviews: each rule on the rows that break it and on their neighbours that do not, and what follows."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from flows.scheme import Action
from tests.warehouse import given
from tests.warehouse.given import Given, Sheet, built, table
from tests.warehouse.wave import interviews, wave

GOOD = {
    "town": "南麻街道",
    "interview_date": "2022-06-07",
    "urban_rural": "城镇",
    "disposition": "访问完成",
    "started_at": "09:00:00",
    "ended_at": "09:05:00",
    "interviewer_id": "F01",
    "q1": "满意",
    "q2": "基本满意",
}
REFUSED = {"disposition": "拒访", "q1": "", "q2": ""}


def _sheet(rows: Sequence[dict[str, str]], month: str = "2022-06", file: str = "") -> Sheet:
    """Rows that say what differs from GOOD; each has a number of its own; '' is an empty cell."""
    lines = [{"sample_id": f"{month}{file}{at:03d}", **GOOD, **row} for at, row in enumerate(rows)]
    named = [{name: text for name, text in line.items() if text} for line in lines]
    for line in named:
        line["interview_date"] = line["interview_date"].replace("2022-06", month)
    return Sheet("survey", named, month=month, file=file and f"{month}/{file}")


def _flags(*sheets: Sheet) -> list[tuple[str, int, str]]:
    """Month, row and code of every flag."""
    warehouse = built(Given(sheets), "staging.interview_flag")
    return table(warehouse, "select strftime(month, '%Y-%m'), row, code from staging.interview_flag order by all")


@pytest.fixture
def scheme_with(monkeypatch):
    """Change settings of [interview_quality] for a test."""

    def change(**settings: Action | float) -> None:
        whole = given.reference()
        quality = whole.scheme.interview_quality.model_copy(update=settings)
        changed = replace(whole, scheme=whole.scheme.model_copy(update={"interview_quality": quality}))
        monkeypatch.setattr(given, "reference", lambda: changed)

    return change


# --- one interview by itself ----------------------------------------------------------------------------------------

# what the cells say instead of GOOD → rules broken
CASES = {
    "a good interview": ({}, []),
    "no times, no length": ({"started_at": "", "ended_at": ""}, []),
    "twenty seconds": ({"duration_s": "20", "ended_at": "09:00:20"}, ["interview_short"]),
    "59 seconds by the clock": ({"ended_at": "09:00:59"}, ["interview_short"]),
    "a third of the median": ({"duration_s": "100", "ended_at": "09:01:40"}, []),
    "less than 30 % of the median": ({"duration_s": "70", "ended_at": "09:01:10"}, ["interview_short"]),
    "short and void": ({"duration_s": "20", "ended_at": "09:00:20", "is_valid": "否"}, []),
    "a short refusal": ({**REFUSED, "duration_s": "9", "ended_at": "09:00:09"}, []),
    "end before start": ({"started_at": "09:05:00", "ended_at": "09:00:00"}, ["interview_time_order"]),
    "end before start, refused": (
        {**REFUSED, "started_at": "09:05:00", "ended_at": "09:00:00"},
        ["interview_time_order"],
    ),
    "refused, yet with answers": ({"disposition": "拒访"}, ["answer_on_invalid"]),
    "a partial interview has answers": ({"disposition": "部分完成"}, []),
    "the length agrees within a minute": ({"duration_s": "240"}, []),
    "the length is not that of the times": ({"duration_s": "239"}, ["interview_duration_conflict"]),
    "the length of times with their day": (
        {"started_at": "2022-06-07 09:00:00", "ended_at": "2022-06-07 09:09:00", "duration_s": "300"},
        ["interview_duration_conflict"],
    ),
    "the length of times as fractions of a day": (
        {"started_at": "44719.375", "ended_at": "44719.37847222222", "duration_s": "300"},
        [],
    ),
    "called at 07:59": ({"started_at": "07:59:59", "ended_at": "08:04:59"}, ["interview_hours"]),
    "called at 08:00": ({"started_at": "08:00:00", "ended_at": "08:05:00"}, []),
    "called at 21:30": ({"started_at": "21:30:00", "ended_at": "21:35:00"}, []),
    "called at 21:31": ({"started_at": "21:31:00", "ended_at": "21:36:00"}, ["interview_hours"]),
    "a day without a time": ({"started_at": "2022-06-07 00:00:00", "ended_at": ""}, []),
    "nobody answered at night": ({**REFUSED, "started_at": "23:00:00", "ended_at": "23:00:30"}, []),
    "two rules at once": (
        {"started_at": "22:00:00", "ended_at": "22:00:30"},
        ["interview_hours", "interview_short"],
    ),
}


def test_rules_that_look_at_one_interview() -> None:
    # each by an interviewer of its own, so that none overlaps another
    rows = [{"interviewer_id": f"F{at:02d}", **cells} for at, (cells, _) in enumerate(CASES.values())]
    found = _flags(_sheet(rows))
    told = {case: [code for _, row, code in found if row == at] for at, case in enumerate(CASES, start=2)}
    assert told == {case: codes for case, (_, codes) in CASES.items()}


def test_an_interview_is_told_with_its_place_value_and_reason() -> None:
    rows = [{}, {"duration_s": "20", "ended_at": "09:00:20", "interviewer_id": "F02"}]
    told = table(built(Given([_sheet(rows)]), "ops.issue"), "select row, column_header, value, problem from ops.issue")
    assert told == [(3, "时长", "20", "访问时长 20 秒，短于规定（本月中位数 160 秒）")]


# --- the same number ------------------------------------------------------------------------------------------------


def test_a_number_with_two_valid_interviews_is_told_at_both() -> None:
    one = _sheet([{"phone": "a"}, {"phone": "b、a"}, {"phone": "b", **REFUSED}, {"phone": "c"}, {"phone": ""}])
    for at, row in enumerate(one.rows):
        row["interviewer_id"] = f"F{at}"
    assert _flags(one) == [("2022-06", 2, "phone_repeated"), ("2022-06", 3, "phone_repeated")]


def test_a_number_of_the_month_before_is_told_in_the_later_month_only(scheme_with) -> None:
    sheets = [
        _sheet([{"phone": "a"}], "2022-03"),
        _sheet([{"phone": "b"}], "2022-05"),
        _sheet([{"phone": "a"}, {"phone": "b", "interviewer_id": "F02"}], "2022-06"),
    ]
    assert _flags(*sheets) == [("2022-06", 3, "phone_repeated_later")]
    scheme_with(phone_months_before=3)
    assert _flags(*sheets) == [("2022-06", 2, "phone_repeated_later"), ("2022-06", 3, "phone_repeated_later")]
    scheme_with(phone_months_before=0)
    assert _flags(*sheets) == []


def test_a_repeated_number_names_the_other_place_and_never_the_number() -> None:
    sheets = [
        _sheet([{"phone": "token1"}, {"phone": "token1", "interviewer_id": "F02"}], file="a.xlsx"),
        _sheet([{"phone": "token2"}], "2022-05", file="b.xlsx"),
        _sheet([{"phone": "token2", "interviewer_id": "F03"}], file="c.xlsx"),
    ]
    told = table(
        built(Given(sheets), "ops.issue"), "select file, row, column_header, value, problem from ops.issue order by all"
    )
    assert told == [
        ("2022-06/a.xlsx", 2, "电话", "", "电话与第 3 行的有效访问相同"),
        ("2022-06/a.xlsx", 3, "电话", "", "电话与第 2 行的有效访问相同"),
        ("2022-06/c.xlsx", 2, "电话", "", "电话在此前月份已有有效访问（2022-05/b.xlsx〔Sheet1〕第 2 行）"),
    ]


# --- two calls at once ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "is_told"),
    [
        ({"started_at": "09:02:00", "ended_at": "09:07:00"}, True),
        ({"started_at": "09:02:01", "ended_at": "09:07:00"}, False),
        ({"started_at": "09:01:00", "ended_at": "09:04:00"}, True),
        ({"started_at": "09:02:00", "ended_at": "09:07:00", "interviewer_id": "F02"}, False),
        ({"started_at": "09:02:00", "ended_at": "09:07:00", "interview_date": "2022-06-08"}, False),
        ({"started_at": "09:02:00", "ended_at": "09:07:00", **REFUSED}, False),
    ],
    ids=["180 seconds", "179 seconds", "within the first", "another interviewer", "another day", "no interview"],
)
def test_interviews_of_one_interviewer_that_overlap(second: dict[str, str], is_told: bool) -> None:
    assert _flags(_sheet([{}, second])) == ([("2022-06", 3, "interview_overlap")] if is_told else [])


def test_interviews_without_an_interviewer_do_not_overlap() -> None:
    assert _flags(_sheet([{"interviewer_id": ""}, {"interviewer_id": ""}])) == []


# --- standard answers -----------------------------------------------------------------------------------------------


def _said(comments: Sequence[tuple[str, str]]) -> Sheet:
    """Interviews an hour apart, by (interviewer, comment)."""
    return _sheet(
        [
            {
                "interviewer_id": who,
                "comment": text,
                "started_at": f"{9 + at:02d}:00:00",
                "ended_at": f"{9 + at:02d}:05:00",
            }
            for at, (who, text) in enumerate(comments)
        ]
    )


def test_one_interviewers_standard_answer_is_told_at_each_of_its_copies() -> None:
    comments = [
        ("F01", "党的政策好，群众都很满意。"),
        ("F01", "党的政策好,群众都很满意"),
        ("F01", "党的政策好，群众全很满意"),
        ("F01", "广场上健身器材坏了没有人修"),
        ("F02", "党的政策好，群众都很满意"),
    ]
    assert _flags(_said(comments)) == [("2022-06", row, "comment_repeated") for row in (2, 3, 4)]


def test_what_everybody_says_is_nobodys_standard_answer() -> None:
    same = "活动比以前多了，挺好"
    assert _flags(_said([("F01", same)] * 3 + [("F02", same), ("F03", same), ("F04", same)])) == []
    assert _flags(_said([("F01", same)] * 2)) == []
    assert _flags(_said([("F01", "没有意见")] * 3)) == []


# --- straight lines -------------------------------------------------------------------------------------------------


def _lines(straight: int, mixed: int, who: str, **cells: str) -> list[dict[str, str]]:
    """Interviews of one interviewer on days and at hours of their own: some straight lines, some not."""
    rows = []
    for at in range(straight + mixed):
        answers = {f"q{number}": "满意" for number in range(1, 9)}
        if at >= straight:
            answers["q5"] = "不满意"
        clock = {"started_at": f"{9 + at % 8:02d}:00:00", "ended_at": f"{9 + at % 8:02d}:05:00"}
        rows.append(
            {"interviewer_id": who, "interview_date": f"2022-06-{at // 8 + 1:02d}", **clock, **answers, **cells}
        )
    return rows


def test_straight_lines_as_usual_as_the_towns_are_not_told() -> None:
    """All interviewers of a satisfied town have as many: an interviewer who works there only is no worse for it."""
    rows = [row for who in ("F01", "F02", "F03") for row in _lines(16, 4, who)]
    rows += [row for who in ("F04", "F05") for row in _lines(2, 18, who, town="大张庄镇")]
    assert _flags(_sheet(rows)) == []


def test_straight_lines_of_the_interviewer_who_has_too_many_are_told() -> None:
    rows = _lines(18, 2, "F01") + _lines(6, 14, "F02") + _lines(6, 14, "F03")
    assert _flags(_sheet(rows)) == [("2022-06", row, "interview_straight_line") for row in range(2, 20)]
    told = table(
        built(Given([_sheet(rows)]), "ops.issue"), "select distinct column_header, value, problem from ops.issue"
    )
    problem = "各题答案全部是“满意”，且访问员F01至本月 3 个月有 18 份这样的访问，按所访镇街应有约 10 份"
    assert told == [("Q1", "满意", problem)]


def test_an_interviewer_with_few_interviews_is_not_listed() -> None:
    assert _flags(_sheet(_lines(9, 0, "F01") + _lines(6, 24, "F02"))) == []
    assert len(_flags(_sheet(_lines(10, 0, "F01") + _lines(6, 24, "F02")))) == 10


def test_expected_straight_lines_are_mantel_and_haenszels() -> None:
    """F01: 20 of 60 in a town with 30 straight; 10 of 20 in one with 4: E = 10 + 2, V by hand."""
    rows = _lines(18, 2, "F01") + _lines(6, 14, "F02") + _lines(6, 14, "F03")
    rows += _lines(3, 7, "F01", town="西里镇") + _lines(1, 9, "F02", town="西里镇")
    warehouse = built(Given([_sheet(rows)]), "staging.straight_line_excess")
    (found,) = table(
        warehouse,
        "select interview_count, straight_count, straight_expected, straight_variance, is_listed"
        " from staging.straight_line_excess where interviewer_id = 'F01'",
    )
    variance = 20 * 40 * 30 * 30 / (60**2 * 59) + 10 * 10 * 4 * 16 / (20**2 * 19)
    assert found[:2] == (30, 21)
    assert found[2:4] == pytest.approx((12.0, variance), rel=1e-12)
    assert found[4] is True


def test_an_excess_is_gathered_over_the_months_of_the_setting(scheme_with) -> None:
    """A little too many each month: told once three months speak together, not by one month alone."""
    months = ("2022-04", "2022-05", "2022-06")
    sheets = [_sheet(_lines(9, 6, "F01") + _lines(13, 17, "F02"), month) for month in months]
    assert {month for month, _, _ in _flags(*sheets)} == {"2022-06"}
    scheme_with(straight_line_months=1)
    assert _flags(*sheets) == []


def test_a_quick_straight_line_is_told_of_any_interviewer() -> None:
    rows = _lines(6, 14, "F01") + _lines(6, 14, "F02")
    rows[0]["ended_at"] = "09:02:59"
    rows[19]["ended_at"] = rows[19]["ended_at"].replace(":05:00", ":02:59")
    assert _flags(_sheet(rows)) == [("2022-06", 2, "interview_straight_line")]


def test_too_few_answers_or_two_grades_are_no_straight_line() -> None:
    few = {f"q{number}": "不了解" for number in (7, 8)}
    alike = {f"q{number}": "基本满意" for number in range(1, 9)}
    rows = _lines(3, 1, "F01", ended_at="")
    for row, cells in zip(rows, ({}, few, alike, {}), strict=True):
        row.update(cells)
    warehouse = built(Given([_sheet(rows)]), "staging.interview_profile")
    found = table(
        warehouse,
        "select can_straight_line, is_straight_line, dont_know_count from staging.interview_profile order by row",
    )
    assert found == [(True, True, 0), (False, False, 2), (True, True, 0), (True, False, 0)]


# --- what the scheme makes of it ------------------------------------------------------------------------------------


def _june(short: int) -> list[dict[str, str]]:
    """A month's sound interviews, the first `short` of 南麻街道 too short; every interviewer has few."""
    rows = interviews("2022-06")
    for row in rows[:short]:
        row["duration_s"] = "20"
    return rows


def test_a_flagged_interview_counts_and_an_excluded_one_does_not(scheme_with) -> None:
    flagged = built(Given(wave("2022-06", _june(3))), marts=True)
    scheme_with(interview_short="exclude")
    excluded = built(Given(wave("2022-06", _june(3))), marts=True)
    counts = "select valid_count, excluded_count from mart.sample_outcome where scope_name = '南麻街道'"
    ranked = "select interview_count from mart.town_ranking where town_name = '南麻街道'"
    county = "select valid_count from mart.county_month"
    told = "select count(*) from ops.issue where code = 'interview_short'"
    doubtful = "select count(*), count(*) filter (is_excluded) from mart.interview_quality"
    assert [table(flagged, sql)[0] for sql in (counts, ranked, county, told, doubtful)] == [
        (48, 0),
        (48,),
        (576,),
        (3,),
        (3, 0),
    ]
    assert [table(excluded, sql)[0] for sql in (counts, ranked, county, told, doubtful)] == [
        (48, 3),
        (45,),
        (573,),
        (3,),
        (3, 3),
    ]
    without_weight = (given.SQL / "checks" / "interview_without_population.sql").read_text("utf-8")
    assert table(excluded, without_weight) == []


def test_a_rule_that_is_off_finds_nothing(scheme_with) -> None:
    scheme_with(interview_short="off", interview_hours="off")
    rows = [{"started_at": "22:00:00", "ended_at": "22:00:30"}, {"started_at": "09:05:00", "interviewer_id": "F02"}]
    rows[1]["ended_at"] = "09:00:00"
    assert _flags(_sheet(rows)) == [("2022-06", 3, "interview_time_order")]


def test_an_interview_with_two_reasons_is_one_row_for_readers() -> None:
    row = {"started_at": "22:00:00", "ended_at": "22:00:30"}
    warehouse = built(Given([_sheet([{}, row])]), "mart.interview_quality", "mart.interview_doubt")
    counts = "reason_code, doubtful_count, valid_count, excluded_count, month_doubtful_count, month_excluded_count"
    assert table(warehouse, f"select {counts} from mart.interview_doubt order by 1") == [
        ("interview_hours", 1, 1, 0, 1, 0),
        ("interview_short", 1, 1, 0, 1, 0),
    ]
    found = table(
        warehouse,
        "select sample_id, interviewer_id, town_name, reason_count, reason_codes, reasons, is_valid, is_excluded, file,"
        " sheet, row from mart.interview_quality",
    )
    reasons = "开始时间“22:00:00”不在规定时段（08:00—21:30）内；访问时长 30 秒，短于规定（本月中位数 165 秒）"
    place = ("2022-06/survey.xlsx", "Sheet1", 3)
    codes = "interview_hours、interview_short"
    assert found == [("2022-06001", "F01", "南麻街道", 2, codes, reasons, True, False, *place)]
