"""How each month's files look: format, name, titles, header words, date styles, merges, totals, extra sheets.

A layout changes no fact. Months are written "2022-06"; a source is survey, hotline, rectification, visit,
household, inspection, task or external.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Layout:
    """How a source's file looks in a month."""

    suffix: str = ".xlsx"
    encoding: str = "utf-8"
    title: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)  # header group → its first and last key, "a:b"
    dates: str = "real"
    column_dates: dict[str, str] = field(default_factory=dict)
    merge_town: bool = False
    subtotals: bool = False
    total: str = ""  # word of the total row, e.g. 合计
    previous: str = ""  # "hidden" or "visible": a copy of last month's rows as an extra sheet
    notes_sheet: bool = False


_UNIT = "填报单位：沂源县文化和旅游局（演示数据）"
_SIGNED = ("备注：本表由各镇街、各单位报送汇总。", "填报人：张某某    审核：李某    联系电话：0533-2000001")
_SURVEY_TITLE = ("沂源县群众文化生活满意度电话访问明细（演示数据）",)
_LEDGER_TITLE = ("群众文化生活满意度问题整改台账（演示数据）", _UNIT)
_VISIT_TITLE = ("“走千村进万户”入户走访台账（演示数据）", _UNIT)
_SYNONYMS_SURVEY = {
    "sample_id": "样本号",
    "interview_date": "访问时间",
    "duration_s": "访问时长（秒）",
    "interviewer_id": "访问员编号",
    "phone": "电话号码",
    "town": "所属镇（街道）",
    "village": "村（居）",
    "disposition": "访问结果",
    "is_valid": "有效样本",
    "comment": "您还有什么意见建议",
    "qc_result": "质检",
}
_SPACED_SURVEY = {
    "town": "镇 街",
    "sex": "性　别",
    "urban_rural": "城 乡",
    "duration_s": "时长\n（秒）",
    "comment": "意见\n建议",
}
_SYNONYMS_HOTLINE = {
    "ticket_no": "工单号",
    "prior_ticket_no": "原工单号",
    "called_at": "受理时间",
    "channel": "诉求来源",
    "caller_phone": "来电号码",
    "content": "诉求内容",
    "town": "所属镇街",
    "village": "村/社区",
    "handler": "承办部门",
    "due_at": "办理截止时间",
    "closed_at": "办结日期",
    "status": "工单状态",
    "solved": "是否解决诉求",
}
_SPACED_HOTLINE = {
    "town": "镇 街",
    "handler": "承办\n单位",
    "closed_at": "办结\n时间",
    "is_overdue": "是否\n超期",
}
_SYNONYMS_LEDGER = {
    "town": "镇（街道）",
    "source": "来源",
    "problem": "存在问题",
    "severity": "等级",
    "found_on": "发现时间",
    "unit": "整改责任单位",
    "due": "整改完成时限",
    "progress": "整改进展",
    "is_struck_off": "销号情况",
    "struck_off_on": "销号日期",
}
_SURVEY_GROUPS = {
    "访问情况": "interview_date:interviewer_id",
    "受访者情况": "phone:residence_years",
    "评价": "Q1:Q8",
}
_LEDGER_GROUPS = {
    "问题": "source:found_on",
    "责任": "unit:person",
    "时限": "plan_due:due",
    "销号": "progress:struck_off_on",
}
_HOTLINE_GROUPS = {
    "诉求人": "caller_name:caller_phone",
    "办理": "dispatched_at:status",
    "回访": "visited_at:final_satisfaction",
}

_SURVEY = {
    "2021-05": Layout(title=(*_SURVEY_TITLE, "调查周期：2021年5月"), dates="iso"),
    "2021-06": Layout(dates="cn", headers=_SYNONYMS_SURVEY),
    "2021-07": Layout(headers=_SPACED_SURVEY, notes_sheet=True),
    "2021-08": Layout(suffix=".csv", encoding="gb18030", dates="slash"),
    "2021-09": Layout(title=_SURVEY_TITLE, dates="dot", headers={"age": "年龄段"}, footers=_SIGNED),
    "2021-10": Layout(dates="serial"),
    "2021-11": Layout(title=_SURVEY_TITLE, groups=_SURVEY_GROUPS),
    "2021-12": Layout(suffix=".csv", encoding="utf-8-sig", dates="iso", headers=_SYNONYMS_SURVEY),
    "2022-01": Layout(dates="iso", headers=_SPACED_SURVEY, column_dates={"interview_date": "full"}),
    "2022-02": Layout(suffix=".csv", encoding="gb18030", dates="dot"),
    "2022-03": Layout(dates="slash2", headers={"age": "年龄段"}, previous="hidden"),
    "2022-04": Layout(headers=_SYNONYMS_SURVEY),
    "2022-05": Layout(title=_SURVEY_TITLE),
    "2022-06": Layout(
        title=(*_SURVEY_TITLE, "调查周期：2022年6月3日—6月26日    单位：份"),
        column_dates={"interview_date": "cn"},
        headers={"town": "镇 街", "duration_s": "时长（秒）", "comment": "意见\n建议"},
        footers=("备注：本表为演示数据，质检不通过的样本不计入。",),
        previous="hidden",
    ),
}
_HOTLINE = {
    "2021-05": Layout(title=("诉求工单明细表（演示数据）", _UNIT), dates="iso"),
    "2021-06": Layout(suffix=".xls", headers=_SYNONYMS_HOTLINE),
    "2021-07": Layout(dates="iso"),
    "2021-08": Layout(headers=_SPACED_HOTLINE, dates="slash"),
    "2021-09": Layout(title=("诉求工单明细表（演示数据）",), groups=_HOTLINE_GROUPS, footers=_SIGNED),
    "2021-10": Layout(suffix=".xls", dates="dot", total="合计"),
    "2021-11": Layout(suffix=".csv", encoding="gb18030", dates="iso"),
    "2021-12": Layout(dates="serial", headers=_SYNONYMS_HOTLINE),
    "2022-01": Layout(dates="cn", previous="visible"),
    "2022-02": Layout(column_dates={"called_at": "slash2"}, headers=_SPACED_HOTLINE, previous="hidden"),
    "2022-03": Layout(suffix=".xls", title=("诉求工单明细表（演示数据）", _UNIT), groups=_HOTLINE_GROUPS),
    "2022-04": Layout(dates="full"),
    "2022-05": Layout(),
    "2022-06": Layout(
        title=("诉求工单明细表（演示数据）", "统计截止：2022年6月30日18时"),
        headers={"handler": "承办\n单位", "closed_at": "办结 时间"},
        column_dates={"visited_at": "dot"},
        footers=("备注：本表含上月结转工单。", "填报人：王某    审核：刘某某"),
        total="合计",
    ),
}
_RECTIFICATION = {
    "2021-05": Layout(title=_LEDGER_TITLE, footers=_SIGNED, dates="cn"),
    "2021-06": Layout(title=_LEDGER_TITLE, groups=_LEDGER_GROUPS, merge_town=True, footers=_SIGNED),
    "2021-07": Layout(dates="dot", headers=_SYNONYMS_LEDGER),
    "2021-08": Layout(suffix=".xls", title=_LEDGER_TITLE, merge_town=True, total="合计"),
    "2021-09": Layout(title=_LEDGER_TITLE, column_dates={"struck_off_on": "md"}, previous="hidden"),
    "2021-10": Layout(dates="slash2", merge_town=True, subtotals=True, total="合计", footers=_SIGNED),
    "2021-11": Layout(suffix=".xls", groups=_LEDGER_GROUPS, title=_LEDGER_TITLE),
    "2021-12": Layout(title=_LEDGER_TITLE, dates="serial", footers=_SIGNED, notes_sheet=True),
    "2022-01": Layout(dates="cn", merge_town=True, headers=_SYNONYMS_LEDGER),
    "2022-02": Layout(suffix=".xls", title=_LEDGER_TITLE, groups=_LEDGER_GROUPS, merge_town=True, total="合计"),
    "2022-03": Layout(dates="full", previous="visible"),
    "2022-04": Layout(title=_LEDGER_TITLE, dates="iso", footers=_SIGNED),
    "2022-05": Layout(title=_LEDGER_TITLE, merge_town=True),
    "2022-06": Layout(
        title=_LEDGER_TITLE,
        groups=_LEDGER_GROUPS,
        merge_town=True,
        column_dates={"found_on": "dot"},
        total="合计",
        footers=_SIGNED,
        previous="hidden",
    ),
}
_VISIT = {
    "2021-05": Layout(title=_VISIT_TITLE, dates="md", footers=_SIGNED),
    "2021-06": Layout(dates="cn"),
    "2021-08": Layout(headers={"visited_on": "日期", "head": "户 主", "opinion": "意见\n建议"}),
    "2021-11": Layout(suffix=".xls", title=_VISIT_TITLE),
    "2022-02": Layout(suffix=".xls", dates="dot"),
    "2022-05": Layout(title=_VISIT_TITLE, footers=_SIGNED),
    "2022-06": Layout(title=_VISIT_TITLE, column_dates={"visited_on": "md"}, total="合计", footers=_SIGNED),
}
_INSPECTION = {
    "2021-05": Layout(title=("暗访督查情况表（演示数据）",), dates="cn"),
    "2021-09": Layout(suffix=".xls", dates="dot"),
    "2022-01": Layout(merge_town=False, dates="serial"),
    "2022-06": Layout(title=("暗访督查情况表（演示数据）",), column_dates={"feedback_on": "md"}, footers=_SIGNED),
}
_TASK = {
    "2021-05": Layout(title=("任务清单（演示数据）", _UNIT), footers=_SIGNED),
    "2022-02": Layout(suffix=".xls", dates="cn"),
    "2022-06": Layout(title=("文旅惠民任务清单（演示数据）",), column_dates={"done_on": "dot"}, footers=_SIGNED),
}
_EXTERNAL = {
    "2021-05": Layout(title=("第三方测评结果（演示数据）",), total="平均"),
    "2021-10": Layout(suffix=".xls"),
    "2022-03": Layout(total="平均"),
    "2022-06": Layout(title=("第三方测评结果（演示数据）",), total="平均", footers=("备注：得分由第三方提供。",)),
}
_ALL = {
    "survey": _SURVEY,
    "hotline": _HOTLINE,
    "rectification": _RECTIFICATION,
    "visit": _VISIT,
    "inspection": _INSPECTION,
    "task": _TASK,
    "external": _EXTERNAL,
}
_FILE_WORDS = {
    "survey": "满意度电话访问",
    "hotline": "诉求工单",
    "hotline_12345": "12345热线工单",
    "hotline_own": "局微信与信访",
    "rectification": "整改台账",
    "visit": "入户走访台账",
    "household": "走访名单",
    "inspection": "暗访督查",
    "task": "任务清单",
    "external": "第三方测评",
}
# Months in which the hotline comes as two files: the 12345 export and the bureau's own channels.
TWO_FILE_MONTHS = ("2021-07", "2021-12", "2022-04", "2022-06")
# Months in which a survey supplier writes the disposition as a bare code or as a bare word.
BARE_CODES = ("2021-06", "2021-12", "2022-04")
BARE_WORDS = ("2021-10", "2022-02")
AGE_BAND_MONTHS = ("2021-09", "2022-03")
OTHER_AREA_WORDS = {"2021-10": {"城镇": "城市", "农村": "乡村"}, "2022-01": {"城镇": "城区", "农村": "农村"}}
IDS_AS_NUMBERS = {
    "survey": ("2021-10", "2022-03"),
    "hotline": ("2021-10", "2022-02"),
    "rectification": ("2021-08",),
}
PERCENT_STYLES = {"2021-08": "%", "2021-12": "fraction", "2022-02": "full", "2022-04": "%"}


def layout(source: str, month: str) -> Layout:
    """The layout of a source's file in a month; a plain .xlsx where nothing is set."""
    return _ALL.get(source, {}).get(month, Layout())


def file_name(word: str, month: str, suffix: str) -> str:
    """A file's name, e.g. 满意度电话访问_2022年6月_演示数据.xlsx."""
    year, number = month.split("-")
    return f"{_FILE_WORDS[word]}_{year}年{int(number)}月_演示数据{suffix}"
