"""What the bureau may edit: a slip is told in Chinese, with the file and the line; nothing of it gets in."""

import re
import shutil

import pytest

from flows.issues import InputError
from flows.period import Month
from flows.reference import load_reference
from tests.warehouse.given import ROOT

SHIPPED = ROOT / "data" / "reference"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "reference")


def _told(folder) -> list[str]:
    with pytest.raises(InputError) as error:
        load_reference(folder)
    first, *faults = str(error.value).splitlines()
    assert first == "参考数据有误，请改正后重新运行："
    return [fault.strip() for fault in faults]


def _change(folder, file: str, line: int, old: str, new: str) -> None:
    path = folder / file
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert old in lines[line - 1], lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("".join(lines), "utf-8")


def test_the_shipped_reference_data_are_sound() -> None:
    reference = load_reference(SHIPPED)
    assert len(reference.rows("town")) == 12
    assert {source.source for source in reference.contracts.sources} >= {"survey", "hotline", "rectification"}


# file, line, what stands there, what is put instead → what is told
SLIPS = {
    "a word for a number": ("towns.csv", 3, "2,", "二,", "towns.csv 第3行：town_order“二”应为整数"),
    "a short code": ("towns.csv", 2, "370323002", "37032302", "towns.csv 第2行：town_code“37032302”写法不对"),
    "another kind of town": (
        "towns.csv",
        4,
        "南鲁山镇,镇",
        "南鲁山镇,乡",
        "towns.csv 第4行：town_type“乡”只能是 '街道' or '镇'",
    ),
    "a number too small": ("population.csv", 2, ",5549,", ",-1,", "population.csv 第2行：persons“-1”不能小于 0"),
    "a fraction": (
        "deadlines.csv",
        3,
        "general,10",
        "general,1.5",
        "deadlines.csv 第3行：due_working_days“1.5”应为整数",
    ),
    "a proposal without what it has to state": (
        "deadlines.csv",
        3,
        "measure|unit|due,",
        ",",
        "deadlines.csv 第3行：proposal_working_days 和 proposal_fields 要么都填，要么都空",
    ),
    "a field that no proposal has": (
        "deadlines.csv",
        6,
        "target|",
        "budget|",
        "deadlines.csv 第6行：proposal_fields",
    ),
    "a rule of following up that nobody knows": (
        "follow_up_rules.csv",
        2,
        "ticket_dissatisfied",
        "ticket_angry",
        "follow_up_rules.csv 第2行：rule",
    ),
    "half a yes": ("scales.csv", 2, "100,1,1", "100,半,1", "scales.csv 第2行：is_satisfied“半”应为 1 或 0"),
    "no month": ("questionnaire.csv", 2, "2021-05,", "2021-5,", "questionnaire.csv 第2行：valid_from“2021-5”写法不对"),
    "a blank word": ("vocabulary.csv", 2, "是", "", "vocabulary.csv 第2行：word“”不能为空"),
    "an unknown severity": ("issue_texts.csv", 2, ",file,", ",fatal,", "issue_texts.csv 第2行：severity“fatal”只能是 "),
    "an unknown town": (
        "villages.csv",
        5,
        ",370323001",
        ",370323999",
        "villages.csv 第5行：town_code“370323999”不在 towns.csv 中",
    ),
    "a line repeated": (
        "dispositions.csv",
        3,
        "1.2,部分完成",
        "1.1,部分完成",
        "dispositions.csv 第3行：“1.1”与第2行重复",
    ),
    "a key of two columns repeated": (
        "scales.csv",
        3,
        "基本满意",
        "满意",
        "scales.csv 第3行：“three、满意”与第2行重复",
    ),
    "a comma too many": ("scales.csv", 2, "three,1", "three,1,9,9,9", "scales.csv 第2行：单元格比表头多"),
    "an unknown setting": (
        "scheme.toml",
        8,
        "dimension",
        "dimensions",
        "scheme.toml 第8行：score.dimensions“overall”没有这一项",
    ),
    "a missing setting": ("scheme.toml", 8, "dimension", "dimensions", "scheme.toml 第7行：score.dimension缺少这一项"),
    "a setting out of bounds": (
        "scheme.toml",
        10,
        "95",
        "100",
        "scheme.toml 第10行：score.confidence_pct“100”应小于 100",
    ),
    "a setting of another kind": (
        "scheme.toml",
        22,
        "3",
        '"三"',
        "scheme.toml 第22行：ranking.bottom_count“三”应为整数",
    ),
    "a section of another name": ("scheme.toml", 35, "[change]", "[changes]", "scheme.toml 第35行：changes没有这一项"),
    "TOML cut short": ("scheme.toml", 8, '"overall"', '"overall', "scheme.toml 第8行：不合 TOML 写法"),
    "bands of days out of order": (
        "scheme.toml",
        117,
        "3, 5",
        "5, 3",
        "scheme.toml 第117行：hotline.closing_bands_working_days“[1, 5, 3, 10]”各段上限应由小到大",
    ),
    "problems that can never recur": (
        "scheme.toml",
        138,
        "recurring_min_months = 3",
        "recurring_min_months = 7",
        "scheme.toml 第130行：topics中 recurring_min_months 大于 window_months，无法满足",
    ),
    "a margin that nobody knows": ("scheme.toml", 16, '"sex"', '"job"', "scheme.toml 第16行：weighting.margins"),
    "a reason without its remedy": (
        "refusal_texts.csv",
        3,
        ",按“样本测算”补足访问份数",
        ",",
        "refusal_texts.csv 第3行：remedy“”不能为空",
    ),
    "two headcounts of a group": (
        "visit_groups.csv",
        3,
        "group_2",
        "group_1",
        "visit_groups.csv 第3行：group_1 与第2行的起止月份重叠，同一个月只能有一行",
    ),
    "a name of two groups": (
        "visit_groups.csv",
        3,
        "第二组",
        "第一组",
        "visit_groups.csv 第3行：“第一组”也是第2行的名称",
    ),
    "a group that ends before it begins": (
        "visit_groups.csv",
        3,
        "2021-05,,",
        "2021-05,2021-04,",
        "visit_groups.csv 第3行：valid_from“2021-05”晚于 valid_to“2021-04”",
    ),
    "a part there is not": (
        "remark_sections.csv",
        2,
        "dimension",
        "appendix",
        "remark_sections.csv 第2行：报告 bulletin 没有“appendix”这一部分，可以写的是 overall、",
    ),
    "a report there is not": (
        "remark_sections.csv",
        3,
        "bulletin",
        "gazette",
        "remark_sections.csv 第3行：没有名为“gazette”的报告",
    ),
    "a misspelt item of a column": (
        "sources/survey.toml",
        26,
        "title",
        "titel",
        "survey.toml 第26行：columns.sample_id.titel“样本编号”没有这一项",
    ),
    "a column without its title": (
        "sources/survey.toml",
        26,
        "title",
        "titel",
        "survey.toml 第26行：columns.sample_id.title缺少这一项",
    ),
    "an unknown privacy": (
        "sources/survey.toml",
        32,
        '"phone"',
        '"open"',
        "survey.toml 第32行：columns.phone.privacy“open”只能是 ",
    ),
}


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_is_told_with_file_and_line(folder, case) -> None:
    file, line, old, new, expected = SLIPS[case]
    _change(folder, file, line, old, new)
    told = _told(folder)
    assert any(fault.startswith(expected) for fault in told), told


def _line(folder, file: str, start: str) -> int:
    lines = (folder / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


# file, start of the line, what stands there, what is put instead → what is told after the place
CONTRADICTIONS = {
    "an unknown type": ("hotline", "status =", '"choice"', '"word"', "columns.status.type“word”只能是 "),
    "an unknown list": (
        "hotline",
        "status =",
        '"ticket_stage"',
        '"state"',
        "status 的 choices“state”没有这个词表（可用：appeal、",
    ),
    "a choice of nothing": (
        "hotline",
        "status =",
        ', choices = "ticket_stage"',
        "",
        "status 的 type 是 choice，须用 choices 写明词表",
    ),
    "a list where there is none": (
        "hotline",
        "signed_at =",
        '"moment"',
        '"moment", choices = "yes_no"',
        "signed_at 的 type 是 moment，不能有 choices（只有 choice、list、deadline、place 可以）",
    ),
    "months reversed": (
        "hotline",
        "signed_at =",
        '"moment"',
        '"moment", valid_from = "2022-07", valid_to = "2022-06"',
        "signed_at valid_from“2022-07”晚于 valid_to“2022-06”",
    ),
    "no month": (
        "hotline",
        "signed_at =",
        '"moment"',
        '"moment", valid_to = "2022-6"',
        "columns.signed_at.valid_to“2022-6”写法不对",
    ),
    "needed and dropped": (
        "visit",
        "health =",
        'privacy = "drop"',
        'privacy = "drop", required = true',
        "health 既是必需的列又不入库，请删去 required 或改 privacy",
    ),
    "a header of two columns": (
        "hotline",
        "signed_at =",
        '"接收时间"',
        '"接收时间", "派单 时间"',
        "表头“派单 时间”既指 signed_at 又指 dispatched_at（第",
    ),
    "a name the program uses": ("hotline", "appeal =", "appeal =", "sheet_id =", "sheet_id 是程序自用的列名，请换一个"),
    "a name that is none": ("hotline", "appeal =", "appeal =", '"申诉" =', "columns.申诉.[key]“申诉”写法不对"),
    "a title that names no file": ("task", "title =", "任务清单", "任务/清单", "title“任务/清单”写法不对"),
    "a source twice": ("task", "source =", '"task"', '"visit"', "来源“visit”在 task.toml 中已有"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_a_contract_that_contradicts_itself_is_told_with_file_and_line(folder, case) -> None:
    source, start, old, new, expected = CONTRADICTIONS[case]
    file = f"sources/{source}.toml"
    line = _line(folder, file, start)
    _change(folder, file, line, old, new)
    told = _told(folder)
    if case == "a source twice":
        source, line = "visit", _line(folder, "sources/visit.toml", "source =")
    assert any(fault.startswith(f"{source}.toml 第{line}行：{expected}") for fault in told), told


def test_one_header_may_mean_two_columns_in_different_months(folder) -> None:
    line = _line(folder, "sources/hotline.toml", "signed_at =")
    _change(folder, "sources/hotline.toml", line, '"接收时间"', '"接收时间", "受理时间"')
    assert len(_told(folder)) == 1
    _change(folder, "sources/hotline.toml", line, '"moment"', '"moment", valid_from = "2022-07"')
    called = _line(folder, "sources/hotline.toml", "called_at =")
    _change(folder, "sources/hotline.toml", called, '"moment"', '"moment", valid_to = "2022-06"')
    load_reference(folder)


# what is added at the end of hotline.toml → the line of the addition on which it is told, what is told
LAYOUTS = {
    "a supplier's own headers": ('[[layouts]]\nname = "甲"\nheaders = { "问题类别" = "category_l1" }', None, ""),
    "a column that is not there": (
        '[[layouts]]\nname = "甲"\nheaders = { "单号" = "ticket" }',
        1,
        "没有“ticket”这一列",
    ),
    "months reversed": (
        '[[layouts]]\nname = "甲"\nvalid_from = "2022-07"\nvalid_to = "2022-06"\nheaders = { "单号" = "ticket_no" }',
        1,
        "valid_from“2022-07”晚于 valid_to“2022-06”",
    ),
    "two layouts at odds": (
        '[[layouts]]\nname = "甲"\nheaders = { "单号" = "ticket_no" }\n'
        '[[layouts]]\nname = "乙"\nheaders = { "单号" = "prior_ticket_no" }',
        4,
        "表头“单号”既指 prior_ticket_no 又指 ticket_no",
    ),
    "two layouts, one after the other": (
        '[[layouts]]\nname = "甲"\nvalid_to = "2022-06"\nheaders = { "单号" = "ticket_no" }\n'
        '[[layouts]]\nname = "乙"\nvalid_from = "2022-07"\nheaders = { "单号" = "prior_ticket_no" }',
        None,
        "",
    ),
    "no headers": ('[[layouts]]\nname = "甲"\nheaders = {}', 3, "layouts.0.headers"),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_a_suppliers_layout_is_checked(folder, case) -> None:
    added, line, expected = LAYOUTS[case]
    path = folder / "sources/hotline.toml"
    before = path.read_text("utf-8")
    path.write_text(before + added + "\n", "utf-8")
    if line is None:
        load_reference(folder)
    else:
        place = f"hotline.toml 第{before.count(chr(10)) + line}行："
        told = _told(folder)
        assert any(fault.startswith(place + expected) for fault in told), told


# line of questionnaire.csv, what stands there, what is put instead → what is told of that line (or of the file)
WAVES = {
    "two questions of one number": (10, "2021-07", "2021-06", "：第1题与第2行的起止月份重叠，同一个月只能有一个第1题"),
    "a scale that does not exist": (10, "three", "four", "：scale“four”不在 scales.csv 中"),
    "months reversed": (2, "2021-06", "2021-04", "：valid_from“2021-05”晚于 valid_to“2021-04”"),
    "a rule that says nothing": (17, "three,", "three,不问", "：skip_rule“不问”写法不对"),
    "a rule on a later question": (
        10,
        "three,",
        "three,Q5≠不了解",
        "：skip_rule“Q5≠不了解”所指的第5题不是同期排在前面的题目",
    ),
    "a rule on no question": (
        17,
        "three,",
        "three,Q9≠不了解",
        "：skip_rule“Q9≠不了解”所指的第9题不是同期排在前面的题目",
    ),
    "a rule on another scale's answer": (
        17,
        "three,",
        "three,Q5=满意|一般",
        "：skip_rule“Q5=满意|一般”中的“一般”不是第5题量表（three）的答案",
    ),
}


@pytest.mark.parametrize("case", WAVES)
def test_a_questionnaire_that_contradicts_itself_is_told(folder, case) -> None:
    line, old, new, expected = WAVES[case]
    _change(folder, "questionnaire.csv", line, old, new)
    told = _told(folder)
    assert any(fault.startswith(f"questionnaire.csv 第{line}行{expected}") for fault in told), told


def test_a_month_between_waves_without_any_question_is_told(folder) -> None:
    path = folder / "questionnaire.csv"
    path.write_text(path.read_text("utf-8").replace("2021-07,", "2021-09,"), "utf-8")
    assert _told(folder) == [
        f"questionnaire.csv：{month} 没有任何题目，请核对起止月份" for month in ("2021-07", "2021-08")
    ]


# file, start of the line, what stands there, what is put instead → what is told of the line
DUTIES = {
    "two posts for one town": (
        "roster.csv",
        "西里镇文旅办主任,",
        "2022-06-07",
        "2022-06-06",
        "：“西里镇文旅办主任”与第{before}行“西里镇综合文化站站长”同时对同一范围负责",
    ),
    "one post twice": (
        "roster.csv",
        "局党组成员、副局长（分管公共文化）,副组长",
        "副组长,county,,0,2021-05-12,2022-06-06",
        "常务副组长,county,,0,2021-05-12,2022-06-07",
        "：“局党组成员、副局长（分管公共文化）”与第{before}行的起止日期重叠",
    ),
    "a scope that is not there": (
        "roster.csv",
        "图书馆馆长,成员",
        "library",
        "libary",
        "：scope_code“libary”不是unit的代码（见 towns.csv、units.csv）",
    ),
    "a scope without its code": (
        "roster.csv",
        "图书馆馆长,成员",
        ",library,",
        ",,",
        "：scope 为 county 的没有 scope_code，其余的要写明",
    ),
    "days reversed": (
        "roster.csv",
        "西里镇综合文化站站长,",
        "2022-06-06",
        "2021-05-11",
        "：valid_from“2021-05-12”晚于 valid_to“2021-05-11”",
    ),
    "an unknown role": ("roster.csv", "图书馆馆长,成员", "成员", "委员", "：role“委员”只能是 "),
    "a phase twice in a month": (
        "campaigns.csv",
        "2022,rectification",
        "2022-06",
        "2021-09",
        "：2022 年的“集中整改”与第4行的起止月份重叠",
    ),
    "a phase that ends before it begins": (
        "campaigns.csv",
        "2022,look_back",
        "2022-10",
        "2022-12",
        "：first_month“2022-12”晚于 last_month“2022-11”",
    ),
    "a duty of no phase": (
        "duties.csv",
        "11,revisits",
        "look_back",
        "lookback",
        "：phase“lookback”不在 campaigns.csv 中",
    ),
    "a day outside its phase": (
        "duties.csv",
        "5,work_plan",
        "2021-05-12",
        "2021-06-12",
        "：due“2021-06-12”不在“前期工作”阶段的任何一个月份中",
    ),
    "a day that is none": ("duties.csv", "5,work_plan", "2021-05-12", "2021-02-30", "：due“2021-02-30”没有这一天"),
    "a day of every month": (
        "duties.csv",
        "1,dispatch",
        "month_end",
        "2021-05-31",
        "：每月的任务（phase 为空）due 只能是 month_end，不能是“2021-05-31”",
    ),
}


@pytest.mark.parametrize("case", DUTIES)
def test_a_roster_or_plan_that_contradicts_itself_is_told_with_file_and_line(folder, case) -> None:
    file, start, old, new, expected = DUTIES[case]
    line = _line(folder, file, start)
    _change(folder, file, line, old, new)
    told = _told(folder)
    place = f"{file} 第{line}行{expected.format(before=line - 1)}"
    assert any(fault.startswith(place) for fault in told), told


def test_the_words_offered_are_one_a_meaning() -> None:
    choices = load_reference(SHIPPED).choices
    assert choices["satisfaction"] == ("满意", "基本满意", "不满意", "未评价")
    assert choices["severity"] == ("立行立改", "一般", "较大", "特别重大", "长期")
    assert choices["disposition"][0] == "1.1 访问完成"
    assert choices["grade_three"] == ("满意", "基本满意", "不满意", "不了解")
    assert choices["town"][0] == "南麻街道"


def test_an_override_of_no_day(folder) -> None:
    (folder / "calendar_overrides.csv").write_text("date,is_workday,note\n2022-06-31,1,调休\n", "utf-8")
    assert _told(folder) == ["calendar_overrides.csv 第2行：date“2022-06-31”应为 2022-06-07 样式的日期"]


def test_the_line_is_right_after_blank_and_faulty_lines_and_cells_of_two_lines(folder) -> None:
    (folder / "town_aliases.csv").write_text(
        'alias,town_code,note\n\n,370323002,空\n南麻,370323002,"两\n行"\n西里,370323999,\n南麻,370323002,\n', "utf-8"
    )
    assert _told(folder) == [
        "town_aliases.csv 第3行：alias“”不能为空",
        "town_aliases.csv 第7行：“南麻”与第5行重复",
        "town_aliases.csv 第6行：town_code“370323999”不在 towns.csv 中",
    ]


def test_a_cell_of_two_lines_keeps_both(folder) -> None:
    (folder / "town_aliases.csv").write_text('alias,town_code,note\n南麻,370323002,"两\n行"\n', "utf-8")
    (alias,) = load_reference(folder).rows("town_alias")
    assert alias.note == "两\n行"


def test_a_setting_in_the_wrong_section(folder) -> None:
    lines = (folder / "scheme.toml").read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("bottom_count"))
    (folder / "scheme.toml").write_text("".join([*lines[:at], *lines[at + 1 :], lines[at]]), "utf-8")
    assert _told(folder) == [
        f"scheme.toml 第{at}行：ranking.bottom_count缺少这一项",
        f"scheme.toml 第{len(lines)}行：interview_quality.bottom_count“3”没有这一项，请删去或改名",
    ]


# --- the assessment of a month ----------------------------------------------------------------------------------------


def _add(folder, text: str) -> int:
    """Add lines at the end of scheme.toml; return the number of the last line before them."""
    path = folder / "scheme.toml"
    before = path.read_text("utf-8").rstrip("\n") + "\n"
    path.write_text(before + text + "\n", "utf-8")
    return before.count("\n")


def test_a_revision_holds_from_its_month_on_and_changes_what_it_names(folder) -> None:
    _add(folder, '[[revision]]\nvalid_from = "2022-07"\nranking.bottom_count = 2\nevidence.talk_needs = "strong"')
    _add(folder, '[[revision]]\nvalid_from = "2022-03"\nranking.bottom_count = 4\nranking.top_count = 1')
    scheme = load_reference(folder).scheme
    shipped = load_reference(SHIPPED).scheme
    of = {month: scheme.assessment(Month.parse(month)) for month in ("2022-02", "2022-03", "2022-06", "2022-07")}
    counts = {month: (each.ranking.bottom_count, each.ranking.top_count) for month, each in of.items()}
    assert counts == {"2022-02": (3, 3), "2022-03": (4, 1), "2022-06": (4, 1), "2022-07": (2, 1)}
    assert [each.evidence.talk_needs for each in of.values()] == ["sufficient", "sufficient", "sufficient", "strong"]
    assert of["2022-02"] == shipped.assessment(Month.parse("2022-02"))
    assert of["2022-07"].weighting == shipped.weighting
    assert of["2022-07"].ranking.draws == shipped.ranking.draws


# what is added at the end of scheme.toml → the line of the addition on which it is told, what is told
REVISIONS = {
    "a setting of all months": (
        'valid_from = "2022-07"\nvisit.min_minutes = 5',
        3,
        "“visit”不能按月修订；可以修订的是 score、",
    ),
    "an unknown setting": (
        'valid_from = "2022-07"\nranking.last = 2',
        3,
        "ranking.last“2”没有这一项",
    ),
    "a value out of bounds": (
        'valid_from = "2022-07"\nscore.confidence_pct = 100',
        3,
        "score.confidence_pct“100”应小于 100",
    ),
    "a section that is a number": (
        'valid_from = "2022-07"\nranking = 3',
        3,
        "revision.0.changes.ranking“3”应为一组项目",
    ),
    "an indicator twice": (
        'valid_from = "2022-07"\n'
        + "composite.parts = [\n"
        + 2
        * (
            '{ indicator = "survey_score", title = "甲", weight = 1,'
            ' direction = "up", floor = 0, target = 9, min_denominator = 1 },'
        )
        + "]",
        3,
        "composite同一指标列了两次",
    ),
    "no month": ('valid_from = "2022-7"\nranking.top_count = 2', 2, "revision.0.valid_from“2022-7”写法不对"),
    "no month at all": ("ranking.top_count = 2", 1, "revision.0.valid_from"),
    "a month twice": (
        'valid_from = "2022-07"\nranking.top_count = 2\n[[revision]]\nvalid_from = "2022-07"\nranking.top_count = 4',
        5,
        "2022-07 已有一次修订，请并为一段",
    ),
}


@pytest.mark.parametrize("case", REVISIONS)
def test_a_faulty_revision_is_told_with_file_and_line(folder, case) -> None:
    added, line, expected = REVISIONS[case]
    before = _add(folder, f"[[revision]]\n{added}")
    told = _told(folder)
    assert any(fault.startswith(f"scheme.toml 第{before + line}行：{expected}") for fault in told), told
    assert not any(re.search(r"[Ii]nput should|[Ee]xtra inputs|[Vv]alue error", fault) for fault in told), told


def test_every_reason_for_not_ranking_a_town_has_its_words() -> None:
    known = {row.reason for row in load_reference(SHIPPED).rows("refusal_text")}
    standing = {"nothing_scored", "few_scored", "few_effective", "lonely_stratum", "overdrawn_stratum", "answers_alike"}
    assert known == standing


def test_a_column_of_another_name(folder) -> None:
    _change(folder, "scales.csv", 1, "synonyms", "别名")
    told = _told(folder)
    assert "scales.csv 第2行：synonyms缺少这一项" in told
    assert "scales.csv 第2行：别名“”没有这一项，请删去或改名" in told


@pytest.mark.parametrize("file", ["towns.csv", "scheme.toml"])
def test_a_file_that_is_not_there(folder, file) -> None:
    (folder / file).unlink()
    assert f"{file}：没有这个文件" in _told(folder)


@pytest.mark.parametrize("file", ["towns.csv", "scheme.toml"])
def test_a_file_of_another_encoding(folder, file) -> None:
    (folder / file).write_bytes((folder / file).read_text("utf-8").encode("gb18030"))
    assert any(fault.startswith(f"{file}：读不出来") and "UTF-8" in fault for fault in _told(folder))


def test_a_byte_order_mark_does_no_harm(folder) -> None:
    path = folder / "towns.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load_reference(folder).rows("town")) == 12


def test_all_slips_are_told_at_once(folder) -> None:
    _change(folder, "towns.csv", 3, "2,", "二,")
    _change(folder, "scheme.toml", 10, "95", "100")
    told = _told(folder)
    assert any(fault.startswith("towns.csv 第3行") for fault in told)
    assert any(fault.startswith("scheme.toml 第10行") for fault in told)


def test_what_is_told_is_chinese(folder) -> None:
    for file, line, old, new, _ in SLIPS.values():
        shutil.copy(SHIPPED / file, folder / file)
        _change(folder, file, line, old, new)
        for fault in _told(folder):
            assert not re.search(r"[Ii]nput should|[Vv]alue error", fault), fault
        shutil.copy(SHIPPED / file, folder / file)
