"""Tables of the data quality report."""

from __future__ import annotations

from itertools import groupby

from reports.document import Column, Table
from reports.quality import DoubtfulInterview, Interviewer, IssueGroup, QualityView, ReadSheet
from reports.wording import Words, fixed, percent, signed

NOTHING = "—"
SHOWN_REJECTED = 40
LONGEST_CELL = 60
STATE_NAMES = {
    "loaded": "已载入",
    "hidden": "隐藏，未载入",
    "other_month": "其他月份，未载入",
    "unknown": "认不出表头，未载入",
    "notes": "填写说明，不载入",
    "empty": "空表",
    "refused": "未载入",
    "returned": "退回记录",
}
KIND_NAMES = {"total": "合计", "footer": "落款"}


def severity_names(words: Words) -> dict[str, str]:
    """Severity → what it is called."""
    return {severity: words.say(f"severity.{severity}") for severity in ("file", "stop", "reject", "notice")}


def place(sheet: ReadSheet) -> str:
    """Say on which rows the header stands: `3` or `3—4`."""
    if sheet.header_top is None or sheet.header_bottom is None:
        return ""
    return (
        f"{sheet.header_top}"
        if sheet.header_top == sheet.header_bottom
        else f"{sheet.header_top}—{sheet.header_bottom}"
    )


def _file_name(file: str) -> str:
    """A file without its month's folder."""
    return file.partition("/")[2] or file


def _with_sheet(file: str, sheet: str) -> str:
    return _file_name(file) + (f"〔{sheet}〕" if sheet else "")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_CELL else plain[: LONGEST_CELL - 1] + "…"


def _count(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def example(group: IssueGroup) -> str:
    """`工单.xlsx〔工单明细〕第12行F列：“龙家圈街道”不在镇街名录中`."""
    where = _with_sheet(group.first_file, group.first_sheet)
    if group.first_row:
        where += f"第{group.first_row}行"
        where += f"{group.first_column_letter}列" if group.first_column_letter else ""
    return f"{where}：{_short(group.first_problem)}"


def group_table(view: QualityView, words: Words, number: int) -> Table:
    """Issues by cause: how each was dealt with, how many, an example, what to do."""
    names = severity_names(words)
    return Table(
        caption=words.say("groups.caption", number=number),
        columns=(
            Column("处置", width_mm=21),
            Column("条数", "point", width_mm=13),
            Column("问题（例）", "left", width_mm=74),
            Column("怎么改", "left", width_mm=48),
        ),
        rows=tuple(
            (names[group.severity], str(group.issue_count), example(group), group.remedy) for group in view.groups
        ),
        notes=(words.say("groups.note"),),
    )


def rejected_table(view: QualityView, words: Words, number: int) -> Table:
    """The first rows that could not be used, each with its place, reason and remedy."""
    found = [next(cells) for _, cells in groupby(view.rejected, lambda cell: (cell.file, cell.sheet, cell.row))]
    shown = found[:SHOWN_REJECTED]
    return Table(
        caption=words.say("rejected.caption", number=number, shown=len(shown), count=len(found)),
        columns=(
            Column("文件与工作表", "left", width_mm=58),
            Column("行", "point", width_mm=14),
            Column("原因", "left", width_mm=84),
        ),
        rows=tuple((_with_sheet(c.file, c.sheet), str(c.row), _short(c.problem)) for c in shown),
    )


def correction_table(view: QualityView, words: Words, number: int) -> Table:
    """Every cell that was overridden: where, from what to what, why, by whom."""
    return Table(
        caption=words.say("corrections.caption", number=number),
        columns=(
            Column("位置", "left", width_mm=50),
            Column("原文", "left", width_mm=28),
            Column("更正为", "left", width_mm=28),
            Column("理由", "left", width_mm=30),
            Column("更正人", "left", width_mm=20),
        ),
        rows=tuple(
            (
                f"{_with_sheet(each.file, each.sheet)}第{each.row}行“{each.column_header}”",
                _short(each.old_value) or "（空）",
                _short(each.new_value) or "（空）",
                _short(each.reason),
                each.corrected_by,
            )
            for each in view.corrections
        ),
    )


def doubt_table(view: QualityView, words: Words, number: int) -> Table:
    """How many interviews break each rule of interview quality; one that breaks two counts in both."""
    counts: dict[str, list[DoubtfulInterview]] = {}
    for each in view.doubtful:
        for code in each.reason_codes.split("、"):
            counts.setdefault(code, []).append(each)
    order = sorted(counts, key=lambda code: (-len(counts[code]), code))
    return Table(
        caption=words.say("interviews.doubt_caption", number=number),
        columns=(
            Column("情形", "left", width_mm=78),
            Column("访问", "point"),
            Column("其中有效", "point"),
            Column("其中不计分", "point"),
        ),
        rows=tuple(
            (
                words.say(f"doubt.{code}"),
                str(len(counts[code])),
                str(sum(each.is_valid for each in counts[code])),
                str(sum(each.is_excluded for each in counts[code])),
            )
            for code in order
        ),
        notes=(words.say("interviews.doubt_note"),),
    )


def interviewer_table(view: QualityView, words: Words, number: int) -> Table:
    """Every interviewer beside the others: workload, pace, straight lines, cooperation, score."""
    return Table(
        caption=words.say("interviews.interviewer_caption", number=number),
        columns=(
            Column("访问员"),
            Column("有效样本", "point"),
            Column("有疑问", "point"),
            Column("时长\n中位数", "point"),
            Column("过短", "point"),
            Column("同答", "point"),
            Column("合作率", "point"),
            Column("平均分", "point"),
            Column("与同镇街\n相差", "point"),
            Column("结论", "left", width_mm=24),
        ),
        rows=tuple(_interviewer_row(each, words) for each in view.interviewers),
        notes=(words.say("interviews.interviewer_note"),),
        row_marks=tuple("strong" if each.verdict not in ("none", "too_few") else "" for each in view.interviewers),
    )


def _interviewer_row(each: Interviewer, words: Words) -> tuple[str, ...]:
    return (
        each.interviewer_id,
        str(each.valid_count),
        str(each.flagged_count),
        NOTHING if each.duration_median_minutes is None else fixed(each.duration_median_minutes, 1),
        _rate(each.short_numerator, each.short_denominator),
        _rate(each.straight_numerator, each.straight_denominator),
        _rate(each.coop1_numerator, each.coop1_denominator),
        NOTHING if each.mean_score is None else fixed(each.mean_score),
        NOTHING if each.deviation is None else signed(each.deviation),
        "、".join(words.say(f"verdict.{verdict}") for verdict in each.verdict.split("、")),
    )


def _rate(numerator: int, denominator: int) -> str:
    return percent(numerator, denominator) if denominator else NOTHING


def file_table(view: QualityView, words: Words, number: int) -> Table:
    """Every sheet of every file: what became of it and of its rows."""
    return Table(
        caption=words.say("files.caption", number=number),
        columns=(
            Column("文件与工作表", "left", width_mm=82),
            Column("来源或状态", "left", width_mm=28),
            Column("表头行"),
            Column("数据行", "point"),
            Column("使用", "point"),
            Column("退回", "point"),
            Column("重复", "point"),
            Column("替代", "point"),
            Column("合计", "point"),
            Column("落款", "point"),
            Column("空行", "point"),
        ),
        rows=tuple(
            (
                _with_sheet(sheet.file, sheet.sheet),
                sheet.source_title or STATE_NAMES[sheet.state],
                place(sheet) or NOTHING,
                *(
                    _count(value)
                    for value in (
                        sheet.row_count,
                        sheet.used_count,
                        sheet.rejected_count,
                        sheet.duplicate_count,
                        sheet.superseded_count,
                        sheet.total_count,
                        sheet.footer_count,
                        sheet.blank_count,
                    )
                ),
            )
            for sheet in view.sheets
        ),
        notes=(words.say("files.note"),),
    )


def set_aside_table(view: QualityView, words: Words, number: int) -> Table:
    """Rows below a header that are no data, with how they begin."""
    return Table(
        caption=words.say("files.aside_caption", number=number),
        columns=(
            Column("文件与工作表", "left", width_mm=82),
            Column("行", "point", width_mm=18),
            Column("种类", width_mm=20),
            Column("开头", "left", width_mm=105),
        ),
        rows=tuple(
            (_with_sheet(row.file, row.sheet), str(row.row), KIND_NAMES[row.kind], _short(row.label))
            for row in view.set_aside
        ),
    )


def hash_table(view: QualityView, words: Words, number: int) -> Table:
    """Every file with its size and the hash that says exactly which bytes were read."""
    files = dict.fromkeys((sheet.file, sheet.size_bytes, sheet.sha256) for sheet in view.sheets)
    return Table(
        caption=words.say("files.hash_caption", number=number),
        columns=(Column("文件", "left", width_mm=110), Column("字节", "point"), Column("指纹")),
        rows=tuple((_file_name(file), _count(size), sha256[:16] or NOTHING) for file, size, sha256 in files),
    )
