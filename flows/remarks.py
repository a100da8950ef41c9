"""data/remarks/2022-06.txt → the paragraphs that the analyst adds to the reports. An error names file and line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.ingest.privacy import Door
from flows.period import Month
from flows.reference_tables import RemarkSection
from reports.catalogue import find_report

SECTION = re.compile(r"【(.*)】")
# What a file says of itself, and not to the reader.
NOTE = "#"


@dataclass(frozen=True)
class Remark:
    """A paragraph and the heading it stands under."""

    month: Month
    section: str
    text: str


def read_remarks(folder: Path, sections: Sequence[str], faults: list[str]) -> tuple[Remark, ...]:
    """Read the analyst's files: sections headed by 【…】, paragraphs parted by empty lines; lines with # are notes.

    The text is printed as it stands. It may hold nothing private: the analyst is told the line, and rewrites it.

    Args:
        folder: one file a month; it need not be there.
        sections: the headings there are.
        faults: what is wrong is added here, in Chinese.
    """
    remarks: list[Remark] = []
    for path in sorted(folder.glob("[!.]*")) if folder.is_dir() else ():
        shown = f"{folder.name}/{path.name}"
        try:
            month = Month.parse(path.stem if path.suffix == ".txt" else path.name)
            text = path.read_text(encoding="utf-8-sig")
        except ValueError as error:
            known = isinstance(error, UnicodeDecodeError)
            faults.append(f"{shown}：{'应为 UTF-8 编码的文本' if known else '文件名应为 2022-06.txt 的样子'}")
            continue
        remarks += _paragraphs(month, text, shown, sections, faults)
    return tuple(remarks)


def lay_out_remarks(folder: Path, month: Month, sections: Sequence[str]) -> Path | None:
    """Put an empty file for a month's remarks in its place; return it, None where there is one already."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{month}.txt"
    note = f"{NOTE} 写给报告的段落：写在各节标题之下，段落之间空一行；{NOTE} 开头的行不印出，不写的节留空。"
    text = "\n".join([note, *(f"\n【{section}】\n" for section in sections)])
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return None
    return path


def _paragraphs(month: Month, text: str, file: str, sections: Sequence[str], faults: list[str]) -> list[Remark]:
    found: list[Remark] = []
    section, is_open = "", False
    for number, line in enumerate((each.strip() for each in text.splitlines()), start=1):
        if line.startswith(NOTE):
            continue
        heading = SECTION.fullmatch(line)
        if heading:
            section = heading[1].strip()
            if section not in sections:
                faults.append(f"{file} 第{number}行：没有“{section}”这一节，可以写的是 {'、'.join(sections)}")
        elif line:
            if not section:
                faults.append(f"{file} 第{number}行：前面没有标题，请先写一行，如【{sections[0]}】")
            # A line break within a paragraph is the editor's, not the reader's.
            before = found.pop().text if is_open else ""
            found.append(Remark(month, section, before + line))
            cleaned = Door.plain(before + line)
            if cleaned != before + line and Door.plain(before) == before:
                faults.append(f"{file} 第{number}行：含有电话、姓名等个人信息，请改写（{cleaned}）")
        is_open = bool(line) and not heading
    return found


def section_faults(lines: dict[int, RemarkSection]) -> list[str]:
    """Tell which lines of remark_sections.csv name a report or a part that there is not."""
    faults = []
    for line, row in lines.items():
        report = find_report(row.report)
        place = f"remark_sections.csv 第{line}行："
        if report is None:
            faults.append(f"{place}没有名为“{row.report}”的报告")
        elif row.part not in report.parts:
            faults.append(f"{place}报告 {row.report} 没有“{row.part}”这一部分，可以写的是 {'、'.join(report.parts)}")
    return faults
