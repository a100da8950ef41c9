"""The list of issues: the cell is found again in the sheet, and the words tell what is wrong and what to do."""

import pytest

from tests.warehouse.given import Given, Sheet, built, table

PLACE = "file, sheet, row, column_letter, column_header, value"


@pytest.fixture(scope="module")
def warehouse():
    wide = [f"q{number}" for number in range(1, 60)]
    survey = Sheet(
        "survey",
        [{"sample_id": "S1", "interview_date": "2022-06-31", "town": "西李镇", "disposition": "拒访"}],
        sheet="访问明细",
        columns=["sample_id", "phone", "interview_date", "town"],
    )
    answers = {"interview_date": "2022-06-07", "town": "南麻", "disposition": "完成", "urban_rural": "城镇"}
    far = Sheet(
        "survey", [{"sample_id": "S2", **answers, "q8": "还行"}], file="2022-06/宽.xlsx", columns=[*wide, "sample_id"]
    )
    far_off = Sheet("survey", [{"sample_id": "S3", **answers}], month="2022-07", columns=[*wide, "town"])
    far_off.rows = [{**far_off.rows[0], "town": "经济开发区"}]
    ledger = Sheet(
        "rectification", [{"sequence_no": "1", "found_on": "2022-06-06", "is_struck_off": "已销号", "town": "南麻"}]
    )
    problems = [
        ("2022-06", "2022-06/survey.xlsx", {"code": "column_unknown", "sheet": "访问明细", "row": 1, "value": "备用"}),
        ("2022-06", "2022-06/坏.xlsx", {"code": "file_encrypted"}),
        ("2022-06", "2022-06/旧.xlsx", {"code": "sheet_other_month", "sheet": "5月", "value": "5月"}),
        ("2022-06", "2022-06/新.xlsx", {"code": "quite_new"}),
    ]
    return built(Given([survey, far, far_off, ledger], folders=["2022-08"], problems=problems))


def _issue(warehouse, code: str, columns: str = PLACE):
    return table(warehouse, f"select {columns} from ops.issue where code = ? order by issue_no", code)


def test_a_cell_is_named_by_letter_and_header(warehouse) -> None:
    assert _issue(warehouse, "date_unreadable") == [
        ("2022-06/survey.xlsx", "访问明细", 2, "C", "访问日期", "2022-06-31")
    ]
    assert _issue(warehouse, "town_unknown") == [("2022-06/survey.xlsx", "访问明细", 2, "D", "镇街", "西李镇")]


def test_letters_go_on_after_z(warehouse) -> None:
    assert _issue(warehouse, "town_none")[0][3:5] == ("BH", "镇街")


def test_an_answer_is_found_under_its_question(warehouse) -> None:
    assert _issue(warehouse, "answer_unknown") == [("2022-06/宽.xlsx", "Sheet1", 2, "H", "Q8", "还行")]


def test_a_column_that_is_not_there_is_named_by_its_title(warehouse) -> None:
    assert _issue(warehouse, "strike_off_undated") == [
        ("2022-06/rectification.xlsx", "Sheet1", 2, None, "销号时间", "")
    ]


def test_faults_of_files_and_folders_are_in_the_list(warehouse) -> None:
    assert _issue(warehouse, "file_encrypted") == [("2022-06/坏.xlsx", "", None, None, "", "")]
    assert _issue(warehouse, "sheet_other_month")[0][:2] == ("2022-06/旧.xlsx", "5月")
    assert _issue(warehouse, "folder_empty", "month, severity, file") == [("2022-08-01", "file", "（文件夹为空）")]


def test_words_are_filled_in(warehouse) -> None:
    assert _issue(warehouse, "town_unknown", "severity, problem, remedy") == [
        ("reject", "“西李镇”不在镇街名录中，是否为西里镇？", "请改为规范名称，或在 town_aliases.csv 中登记别名")
    ]
    blank = "select code, problem from ops.issue where problem like '%{%' or problem = '' or remedy = ''"
    assert table(warehouse, blank) == [("quite_new", "quite_new")]  # the shipped data have no words for this code


def test_issues_are_numbered_in_the_order_of_the_files(warehouse) -> None:
    found = table(warehouse, "select issue_no, month, file, row from ops.issue order by issue_no")
    assert [number for number, *_ in found] == list(range(1, len(found) + 1))
    assert [place[:2] for _, *place in found] == sorted(place[:2] for _, *place in found)


def test_two_columns_of_one_header_are_told_once_each() -> None:
    columns = ["sample_id", "备注", "town"]
    problem = {"code": "column_unknown", "sheet": "Sheet1", "row": 1, "column_header": "备注", "value": "备注"}
    sheet = Sheet("survey", [], columns=columns)
    sheet.header = lambda name: "备注" if name in ("备注", "town") else name
    warehouse = built(Given([sheet], problems=[("2022-06", sheet.file, problem)] * 2))
    assert [row[3] for row in _issue(warehouse, "column_unknown")] == ["B", "B"]


def test_a_problem_without_words_still_stands_in_the_list(warehouse) -> None:
    assert _issue(warehouse, "quite_new", "severity, problem") == [("notice", "quite_new")]
