"""Call attempts: what is read, what is told, what counts as a valid interview, how answers are graded."""

import shutil

import pytest

from flows.reference import load_reference
from tests.warehouse import given
from tests.warehouse.given import Given, Sheet, built, codes, reference, rows_of, table

GOOD = {
    "town": "南麻街道",
    "interview_date": "2022-06-07",
    "urban_rural": "城镇",
    "disposition": "访问完成",
    "duration_s": "180",
    "is_valid": "是",
    "q1": "满意",
}

# what the cells say instead of GOOD → problems told, rejected?, complete?
CASES = {
    "a good interview": ({}, [], False, True),
    "number missing": ({"sample_id": ""}, ["id_missing"], True, True),
    "number turned into a float": ({"sample_id": "2.02206E+13"}, ["id_lossy"], True, True),
    "no date": ({"interview_date": ""}, ["date_missing"], True, True),
    "a day that is not in the calendar": ({"interview_date": "2022年6月31日"}, ["date_unreadable"], True, True),
    "a misspelt town": ({"town": "西李镇"}, ["town_unknown"], True, True),
    "no town": ({"town": ""}, ["town_missing"], True, True),
    "an ambiguous village": ({"town": "", "village": "新村"}, ["town_ambiguous"], True, True),
    "outside every town": ({"town": "经济开发区"}, ["town_none"], False, True),
    "an abolished town": ({"town": "土门镇"}, ["town_renamed"], False, True),
    "an unknown outcome": ({"disposition": "信号不好"}, ["disposition_unknown"], True, False),
    "no outcome": ({"disposition": ""}, ["disposition_unknown"], True, False),
    "complete, neither urban nor rural": ({"urban_rural": "城乡结合部"}, ["urban_rural_unknown"], True, True),
    "refused, neither urban nor rural": ({"urban_rural": "", "disposition": "拒访", "q1": ""}, [], False, False),
    "refused, yet with answers": ({"disposition": "拒访"}, [], False, False),
    "a partial interview has answers": ({"disposition": "部分完成"}, [], False, False),
    "void": ({"is_valid": "否"}, [], False, False),
    "failed by the checker": ({"qc_result": "不通过"}, [], False, False),
    "passed by the checker": ({"qc_result": "通过"}, [], False, True),
    "an unknown word for void": ({"is_valid": "待定"}, ["word_unknown"], False, True),
    "an unknown word of the checker": ({"qc_result": "返工"}, ["word_unknown"], False, True),
    "a disposition by code": ({"disposition": "1.1"}, [], False, True),
    "a disposition by code and label": ({"disposition": "1.1访问完成"}, [], False, True),
    "a word that two entries list": ({"disposition": "空号", "q1": ""}, [], False, False),
    "two faults at once": ({"sample_id": "", "town": "西李镇"}, ["id_missing", "town_unknown"], True, True),
}


@pytest.fixture(scope="module")
def warehouse():
    rows = []
    for number, (cells, *_) in enumerate(CASES.values(), start=1):
        row = {"sample_id": f"S{number:03d}", **GOOD, **cells}
        rows.append({name: text for name, text in row.items() if text})
    return built(Given([Sheet("survey", rows)]), "core.respondent")


@pytest.mark.parametrize("case", CASES)
def test_reading_a_call_attempt(warehouse, case) -> None:
    _, problems, is_rejected, is_complete = CASES[case]
    row = list(CASES).index(case) + 2
    assert codes(warehouse, "staging.interview_read")[row] == problems
    found = table(warehouse, f"select is_rejected, is_complete from staging.interview_read where row = {row}")
    assert found == [(is_rejected, is_complete)]


def test_what_is_used_is_what_was_not_rejected(warehouse) -> None:
    used = {row for (row,) in table(warehouse, "select row from staging.interview")}
    expected = {at for at, (_, _, is_rejected, _) in enumerate(CASES.values(), start=2) if not is_rejected}
    assert used == expected


def test_valid_interviews_are_the_towns_sample(warehouse) -> None:
    outside = list(CASES).index("outside every town") + 2
    expected = {
        at
        for at, (_, _, is_rejected, is_complete) in enumerate(CASES.values(), start=2)
        if is_complete and not is_rejected and at != outside
    }
    assert {row for (row,) in table(warehouse, "select row from core.respondent")} == expected


# --- the same row twice ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def repeated():
    line = {"sample_id": "S1", **GOOD}
    other = {**line, "sample_id": "S2"}
    return built(
        Given(
            [
                Sheet("survey", [line, other, line], file="2022-06/a.xlsx"),
                Sheet("survey", [other], file="2022-06/b.xlsx"),
                Sheet("survey", [line], month="2022-07", file="2022-07/a.xlsx"),
            ]
        )
    )


def test_an_exact_repeat_counts_once_in_a_sheet_and_over_files(repeated) -> None:
    used = table(repeated, "select month, sample_id, sheet_id, row from staging.interview order by all")
    assert used == [("2022-06-01", "S1", 1, 2), ("2022-06-01", "S2", 1, 3), ("2022-07-01", "S1", 3, 2)]


def test_a_repeat_is_told_with_the_row_it_repeats(repeated) -> None:
    told = table(repeated, "select file, row, problem from ops.issue where code = 'row_duplicate' order by file")
    assert told == [
        ("2022-06/a.xlsx", 4, "与第 2 行完全相同，只计一次"),
        ("2022-06/b.xlsx", 2, "与2022-06/a.xlsx第 3 行完全相同，只计一次"),
    ]


def test_a_number_of_two_different_interviews_is_told_and_both_count() -> None:
    rows = [{**GOOD, "sample_id": "S1"}, {**GOOD, "sample_id": "S1", "q1": "不满意"}, {**GOOD, "sample_id": "S2"}]
    warehouse = built(Given([Sheet("survey", rows)]), "core.respondent")
    assert codes(warehouse, "staging.interview_read") == {2: ["id_repeated"], 3: ["id_repeated"], 4: []}
    assert table(warehouse, "select count(*) from core.respondent") == [(3,)]


# --- answers --------------------------------------------------------------------------------------------------------

# month, answer → grade, score, satisfied, strictly satisfied
ANSWERS = [
    ("2021-06", "非常满意", "非常满意", 100.0, True, True),
    ("2021-06", "满意", "满意", 80.0, True, True),
    ("2021-06", "比较满意", "满意", 80.0, True, True),
    ("2021-06", "一般", "一般", 60.0, True, False),
    ("2021-06", "不满意", "不满意", 30.0, False, False),
    ("2021-06", "很不满意", "非常不满意", 0.0, False, False),
    ("2021-06", "基本满意", None, None, None, None),
    ("2021-07", "满意", "满意", 100.0, True, True),
    ("2021-07", " 满 意 ", "满意", 100.0, True, True),
    ("2021-07", "基本满意", "基本满意", 75.0, True, False),
    ("2021-07", "不满意", "不满意", 55.0, False, False),
    ("2021-07", "不了解", "不了解", None, None, None),
    ("2021-07", "不清楚", "不了解", None, None, None),
    ("2021-07", "非常满意", None, None, None, None),
    ("2021-07", "还行", None, None, None, None),
    ("2021-07", "99", None, None, None, None),
]


@pytest.fixture(scope="module")
def answered():
    sheets = []
    for month in ("2021-06", "2021-07"):
        rows = [
            {**GOOD, "sample_id": f"S{at}", "interview_date": f"{month}-07", "q1": answer}
            for at, (wave, answer, *_) in enumerate(ANSWERS)
            if wave == month
        ]
        sheets.append(Sheet("survey", rows, month=month))
    refused = {**GOOD, "sample_id": "R", "interview_date": "2021-07-07", "disposition": "拒访", "q1": "还行"}
    stray = {**GOOD, "sample_id": "Q", "interview_date": "2021-07-07", "q1": "满意", "q99": "满意"}
    sheets[1].rows = [*sheets[1].rows, refused, stray]
    return built(Given(sheets))


@pytest.mark.parametrize("at", range(len(ANSWERS)), ids=[f"{line[0]} {line[1].strip()}" for line in ANSWERS])
def test_an_answer_is_graded_by_the_scale_of_its_month(answered, at) -> None:
    found = table(
        answered,
        "select answer.grade, score, is_satisfied, is_strictly_satisfied from staging.answer"
        f" inner join staging.interview_read using (sheet_id, row) where sample_id = 'S{at}'",
    )
    assert found == [tuple(ANSWERS[at][2:])]


def test_unknown_answers_are_told_once_and_only_where_they_would_have_counted(answered) -> None:
    told = table(
        answered, "select month, column_header, value from ops.issue where code = 'answer_unknown' order by all"
    )
    assert told == [
        ("2021-06-01", "Q1", "基本满意"),
        ("2021-07-01", "Q1", "99"),
        ("2021-07-01", "Q1", "还行"),
        ("2021-07-01", "Q1", "非常满意"),
        ("2021-07-01", "Q99", "满意"),
    ]


# the answers, the rule of question 8 → the answers told
SKIPS = {
    "asked although unknown": ("Q5≠不了解", {"q5": "不了解", "q8": "满意"}, ["满意"]),
    "asked although unknown, in other words": ("Q5≠不了解", {"q5": "不清楚", "q8": "满意"}, ["满意"]),
    "asked rightly": ("Q5≠不了解", {"q5": "满意", "q8": "满意"}, []),
    "skipped rightly": ("Q5≠不了解", {"q5": "不了解"}, []),
    "the condition is blank": ("Q5≠不了解", {"q8": "满意"}, []),
    "the condition cannot be read": ("Q5≠不了解", {"q5": "还行", "q8": "满意"}, []),
    "asked only of two answers, given the third": ("Q5=满意|基本满意", {"q5": "不满意", "q8": "满意"}, ["满意"]),
    "asked only of two answers, given the second": ("Q5=满意|基本满意", {"q5": "基本满意", "q8": "满意"}, []),
    "no rule": ("", {"q5": "不了解", "q8": "满意"}, []),
}


@pytest.mark.parametrize("case", SKIPS)
def test_an_answer_against_the_skip_rule_is_told_and_counts(case, tmp_path, monkeypatch) -> None:
    rule, answers, told = SKIPS[case]
    folder = shutil.copytree(given.ROOT / "data/reference", tmp_path / "reference")
    lines = (folder / "questionnaire.csv").read_text("utf-8").splitlines()
    assert lines[-1].startswith("2021-07,,8,")
    (folder / "questionnaire.csv").write_text("\n".join([*lines[:-1], lines[-1] + rule]) + "\n", "utf-8")
    changed = load_reference(folder)
    monkeypatch.setattr(given, "reference", lambda: changed)
    interview = {"sample_id": "1", **GOOD, **answers}
    warehouse = built(Given([Sheet("survey", [interview])]), "ops.issue", "core.scored_answer")
    issues = table(
        warehouse, "select column_header, value, problem from ops.issue where code = 'answer_skipped_question'"
    )
    assert [issue[:2] for issue in issues] == [("Q8", answer) for answer in told]
    assert all(rule in problem for *_, problem in issues)
    counted = table(warehouse, "select count(score) from core.scored_answer where dimension = 'complaint'")
    assert counted == [(int("q8" in answers),)]


def test_a_respondent_without_a_scored_answer_stays_in_the_design(answered) -> None:
    rows = table(
        answered,
        "select dimension, count(*), count(score) from core.scored_answer where month = '2021-07-01'"
        " and dimension in ('overall', 'facility') group by dimension order by dimension desc",
    )
    scored = sum(1 for line in ANSWERS if line[0] == "2021-07" and line[3] is not None)
    all_of_them = sum(1 for line in ANSWERS if line[0] == "2021-07") + 1
    assert rows == [("overall", all_of_them, scored + 1), ("facility", all_of_them, 0)]


# --- who is interviewed ---------------------------------------------------------------------------------------------

# age as written → the age band of the population table
BANDS = {
    "48": "45-59",
    "４８岁": "45-59",
    "45-59岁": "45-59",
    "４５－５９岁": "45-59",
    "50-55岁": "45-59",
    "60岁以上": "60+",
    "60岁及以上": "60+",
    "93": "60+",
    "18": "18-29",
    "29": "18-29",
    "30": "30-44",
    "17": None,  # nobody of the population table
    "40-50岁": None,  # of two bands
    "50岁以上": None,
    "70-20": None,
    "不详": None,
    "": None,
}


def test_a_respondent_is_of_the_age_band_that_holds_all_that_is_said_of_their_age() -> None:
    rows = [{**GOOD, "sample_id": f"S{number}", "age": age} for number, age in enumerate(BANDS)]
    warehouse = built(Given([Sheet("survey", rows)]), "core.respondent")
    found = table(warehouse, "select sample_id, age_band from core.respondent order by row")
    assert found == [(f"S{number}", band) for number, band in enumerate(BANDS.values())]


def test_sex_is_read_by_its_words() -> None:
    words = {"男": "male", "女性": "female", " 女 ": "female", "不详": None, "": None}
    rows = [{**GOOD, "sample_id": f"S{number}", "sex": word} for number, word in enumerate(words)]
    warehouse = built(Given([Sheet("survey", rows)]), "core.respondent")
    assert [sex for (sex,) in table(warehouse, "select sex from core.respondent order by row")] == list(words.values())


# --- outcomes -------------------------------------------------------------------------------------------------------


def test_outcome_rates_follow_the_standard_definitions() -> None:
    counted = {
        "访问完成": 5,
        "部分完成": 2,
        "拒访": 3,
        "中途拒访": 1,
        "占线": 4,
        "无人接听": 6,
        "空号停机": 7,
        "空号": 1,
        "不合格": 2,
        "配额已满": 1,
    }
    rows = rows_of(
        "sample_id disposition q1",
        [
            (f"{label}{i}", label, "满意" if label == "访问完成" else "")
            for label, count in counted.items()
            for i in range(count)
        ],
        town="南麻",
        interview_date="2022-06-07",
        urban_rural="农村",
    )
    rows[0]["qc_result"] = "不通过"  # completed, but not valid
    rows.append({**rows[-1], "sample_id": "外", "town": "不详", "disposition": "拒访"})
    warehouse = built(Given([Sheet("survey", rows)]), "core.survey_outcome")
    found = table(
        warehouse,
        "select scope, attempt_count, complete_count, valid_count, rr1_numerator, rr1_denominator,"
        " coop1_numerator, coop1_denominator from core.survey_outcome order by scope",
    )
    # RR1: I / (I + P + R + NC + unknown) = 5 / (5 + 2 + 3 + 1 + 4 + 6); COOP1: 5 / (5 + 2 + 3 + 1)
    assert found == [("county", 33, 5, 4, 5, 22, 5, 12), ("town", 32, 5, 4, 5, 21, 5, 11)]


def test_outcome_rates_by_hand() -> None:
    """I 4, P 1, R 3 (one of them a break-off), U 10, not eligible 6 + 1 + 1.

    e = (4 + 1 + 3)/(8 + 8) = 0.5; RR1 = 4/18, RR3 = 4/(8 + 0.5 · 10) = 4/13, COOP1 = 4/8, REF1 = 3/18, CON1 = 8/18.
    """
    counted = {"访问完成": 4, "部分完成": 1, "拒访": 2, "中途拒访": 1, "占线": 4, "无人接听": 6}
    counted |= {"空号": 3, "停机": 2, "暂停服务": 1, "不合格": 1, "配额已满": 1}
    lines = [(f"{label}{i}", label) for label, count in counted.items() for i in range(count)]
    common = {"interview_date": "2022-06-07", "urban_rural": "农村"}
    rows = rows_of("sample_id disposition", lines, town="南麻", **common)
    rows += rows_of("sample_id disposition", [("外1", "无人接听")], town="不详", **common)
    rows += rows_of("sample_id disposition", [("空1", "空号")], town="西里镇", **common)
    warehouse = built(Given([Sheet("survey", rows)]), marts=True)
    rates = ("e", "rr1", "rr3", "coop1", "ref1", "con1")
    parts = ", ".join(f"{rate}_numerator, {rate}_denominator, {rate}_pct" for rate in rates)
    found = {name: row for name, *row in table(warehouse, f"select scope_name, {parts} from mart.sample_outcome")}
    town = [(8, 16), (4, 18), (4, 13.0), (4, 8), (3, 18), (8, 18)]
    assert found["南麻街道"] == pytest.approx([cell for n, d in town for cell in (n, d, 100 * n / d)])
    # one more of unknown eligibility, one more not eligible: e = 8/17
    county = [(8, 17), (4, 19), (4, 8 + 8 / 17 * 11), (4, 8), (3, 19), (8, 19)]
    assert found["全县"] == pytest.approx([cell for n, d in county for cell in (n, d, 100 * n / d)])
    assert found["西里镇"] == [0, 1, 0.0, *[0, 0, None] * 5]
    counts = "attempt_count, refusal_count, break_off_count, unknown_count, not_in_service_count, ineligible_count"
    assert table(warehouse, f"select {counts} from mart.sample_outcome where scope_name = '南麻街道'") == [
        (26, 3, 1, 10, 6, 8)
    ]


def test_every_attempt_is_in_one_class_of_outcomes() -> None:
    known = [row.disposition_code for row in reference().rows("disposition")]
    rows = [{**GOOD, "sample_id": code, "disposition": code, "q1": "满意"} for code in known]
    warehouse = built(Given([Sheet("survey", rows)]), "core.survey_outcome")
    classes = "complete_count + partial_count + refusal_count + noncontact_count + other_count + unknown_count"
    found = table(warehouse, f"select distinct attempt_count, {classes} + ineligible_count from core.survey_outcome")
    assert found == [(len(known), len(known))]
