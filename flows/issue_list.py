"""What is wrong with the input, for the analyst: a list per month and a summary for the terminal."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from flows.period import Month
from flows.warehouse.database import connect

SHOWN_ISSUES = 20
ISSUE_LIST = "问题清单.csv"
ISSUE_HEADERS = {
    "issue_no": "序号",
    "severity": "处置",
    "file": "文件",
    "sheet": "工作表",
    "row": "行",
    "text_line": "文本行",
    "column_letter": "列",
    "column_header": "表头",
    "value": "原值",
    "problem": "问题",
    "remedy": "怎么改",
}
SEVERITY_NAMES = {"file": "文件未载入", "stop": "须先改正", "reject": "该行未使用", "notice": "提示"}


def write_issue_list(built: Path, month: Month, path: Path) -> None:
    """Write a month's issues as a CSV that spreadsheet programs open as it is (UTF-8 with BOM)."""
    with connect(built, read_only=True) as connection:
        rows = connection.execute(
            f"select {', '.join(ISSUE_HEADERS)} from ops.issue where month = ?"
            " order by list_position(?, severity), issue_no",
            [month.first_day, list(SEVERITY_NAMES)],
        ).fetchall()
    at = list(ISSUE_HEADERS).index("severity")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ISSUE_HEADERS.values())
        for number, row in enumerate(rows, start=1):
            writer.writerow([number, SEVERITY_NAMES[row[at]], *row[at + 1 :]])


def issue_summary(built: Path, months: Sequence[Month]) -> str:
    """Say how many issues the months have, and the gravest of them one by one."""
    with connect(built, read_only=True) as connection:
        days = [month.first_day for month in months]
        counted = connection.execute(
            "select severity, count(*) from ops.issue where list_contains(?::date[], month) group by severity",
            [days],
        ).fetchall()
        grave = connection.execute(
            "select file, sheet, row, column_letter, column_header, problem, remedy from ops.issue"
            " where list_contains(?::date[], month) and severity <> 'notice'"
            " order by list_position(?, severity), issue_no",
            [days, list(SEVERITY_NAMES)],
        ).fetchall()
    counts = dict(counted)
    lines = [
        f"数据问题：{counts.get('file', 0)} 个文件未载入，"
        + (f"{counts['stop']} 处须先改正，" if "stop" in counts else "")
        + f"{counts.get('reject', 0)} 行未使用，{counts.get('notice', 0)} 条提示"
    ]
    lines += [
        f"  {place(*row[:5])}：{row[5]}{'' if row[5].endswith('？') else '。'}{row[6]}。"
        for row in grave[:SHOWN_ISSUES]
    ]
    if len(grave) > SHOWN_ISSUES:
        lines.append(f"  ……其余 {len(grave) - SHOWN_ISSUES} 条见{ISSUE_LIST}")
    return "\n".join(lines)


def place(file: str, sheet: str, row: int | None, column_letter: str | None, column_header: str) -> str:
    """Say where an issue is: `2022-06/工单.xlsx〔工单明细〕第12行 F列“镇街”`."""
    text = file + (f"〔{sheet}〕" if sheet else "") + (f"第{row}行" if row else "")
    if column_letter and row:
        text += f" {column_letter}列"
    return text + (f"“{column_header}”" if column_header else "")
