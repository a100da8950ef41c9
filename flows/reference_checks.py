"""What one line of data/reference cannot know of itself: lines that contradict each other, names that nothing bears."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.ingest.sources import Column, Lasting, Source, header_key
from flows.period import Month
from flows.reference_files import line_of
from flows.topics.taxonomy import contradictions

# Types whose cells are words of a list; a place has one only where it is a town.
LISTED = ("choice", "list", "deadline", "place")
# What raw tables hold besides a source's columns.
OWN_COLUMNS = ("sheet_id", "row", "content_hash")
CONDITION = re.compile(r"Q(\d+)[=≠](.+)")

# A header that a column claims: its key, the header, the column, when, and where that is written.
Claim = tuple[str, str, str, Lasting, tuple[int | str, ...]]


@dataclass(frozen=True)
class Contract:
    """A source with the file it stands in, to say on which line something is wrong."""

    file: str
    text: str
    source: Source

    def place(self, *location: int | str) -> str:
        """Say where a part of the file stands: `survey.toml 第12行`."""
        line = line_of(self.text, location)
        return f"{self.file} 第{line}行" if line else self.file


def town_faults(file: str, rows: Mapping[int, Any], towns: set[str]) -> list[str]:
    """Find lines of a table whose town_code is none of the county's."""
    return [
        f"{file} 第{line}行：town_code“{row.town_code}”不在 towns.csv 中"
        for line, row in rows.items()
        if getattr(row, "town_code", None) is not None and row.town_code not in towns
    ]


def visit_group_faults(rows: Mapping[int, Any]) -> list[str]:
    """Find groups with two headcounts, and names that two groups bear, in the same month.

    Args:
        rows: visit_groups.csv by line.
    """
    faults = []
    spans = {line: Lasting(valid_from=row.valid_from, valid_to=row.valid_to) for line, row in rows.items()}
    names = {line: {row.group_name, *filter(None, row.synonyms.split("|"))} for line, row in rows.items()}
    for line, row in rows.items():
        place = f"visit_groups.csv 第{line}行"
        if _ends_before_it_begins(spans[line]):
            faults.append(f"{place}：{_months_reversed(spans[line])}")
        for other, earlier in rows.items():
            if other >= line or not spans[other].overlaps(spans[line]):
                continue
            if earlier.group_code == row.group_code:
                faults.append(f"{place}：{row.group_code} 与第{other}行的起止月份重叠，同一个月只能有一行")
            else:
                faults += [f"{place}：“{name}”也是第{other}行的名称" for name in sorted(names[line] & names[other])]
    return faults


def questionnaire_faults(rows: Mapping[int, Any], grades: Sequence[Any]) -> list[str]:
    """Find questions that overlap, scales that do not exist, months between waves without any question.

    Args:
        rows: questionnaire.csv by line.
        grades: the lines of scales.csv.
    """
    faults = []
    answers: dict[str, set[str]] = {}
    for grade in grades:
        answers.setdefault(grade.scale, set()).add(grade.answer)
    spans = {line: Lasting(valid_from=row.valid_from, valid_to=row.valid_to) for line, row in rows.items()}
    for line, row in rows.items():
        place = f"questionnaire.csv 第{line}行"
        if _ends_before_it_begins(spans[line]):
            faults.append(f"{place}：{_months_reversed(spans[line])}")
        if row.scale not in answers:
            faults.append(f"{place}：scale“{row.scale}”不在 scales.csv 中")
        faults += [
            f"{place}：第{row.question}题与第{other}行的起止月份重叠，同一个月只能有一个第{row.question}题"
            for other, earlier in rows.items()
            if other < line and earlier.question == row.question and spans[other].overlaps(spans[line])
        ]
        beside = [other for n, other in rows.items() if n != line and spans[n].overlaps(spans[line])]
        faults += [f"{place}：{fault}" for fault in _condition_faults(row, beside, answers)]
    return faults + [f"questionnaire.csv：{month} 没有任何题目，请核对起止月份" for month in _months_between(spans)]


def topic_faults(file: str, rows: Mapping[int, Any]) -> list[str]:
    """Find rules and examples that two topics claim."""
    lines = list(rows)
    written = [(row.topic, row.keywords, row.examples) for row in rows.values()]
    return [f"{file} 第{lines[at]}行：{fault}" for at, fault in contradictions(written)]


def _condition_faults(row: Any, beside: Sequence[Any], answers: Mapping[str, set[str]]) -> list[str]:
    """Find what is wrong with a question's skip rule, given the questions of the same months."""
    condition = CONDITION.fullmatch(row.skip_rule)
    if condition is None:
        return []
    asked = [other for other in beside if other.question == int(condition[1]) and other.question < row.question]
    if not asked:
        return [f"skip_rule“{row.skip_rule}”所指的第{condition[1]}题不是同期排在前面的题目"]
    return [
        f"skip_rule“{row.skip_rule}”中的“{answer}”不是第{other.question}题量表（{other.scale}）的答案"
        for other in asked
        for answer in condition[2].split("|")
        if answer not in answers.get(other.scale, set())
    ]


def _months_between(spans: Mapping[int, Lasting]) -> list[Month]:
    """Return the months between the first and the last wave in which no question holds."""
    starts = [Month.parse(span.valid_from) for span in spans.values() if span.valid_from]
    ends = [Month.parse(span.valid_to) for span in spans.values() if span.valid_to]
    empty = []
    month = min(starts, default=None)
    while month is not None and month <= max(starts + ends):
        if not any(span.holds_in(month) for span in spans.values()):
            empty.append(month)
        month = month.next
    return empty


def contract_faults(contracts: Sequence[Contract], lists: Mapping[str, Sequence[str]]) -> list[str]:
    """Find columns that contradict themselves or each other.

    Args:
        contracts: the sources with their files.
        lists: the lists of allowed words by name.
    """
    faults: list[str] = []
    first: dict[str, str] = {}
    for contract in contracts:
        source = contract.source
        if source.source in first:
            faults.append(f"{contract.place('source')}：来源“{source.source}”在 {first[source.source]} 中已有")
        first.setdefault(source.source, contract.file)
        if _ends_before_it_begins(source):
            faults.append(f"{contract.place('valid_from')}：{_months_reversed(source)}")
        for name, column in source.columns.items():
            place = contract.place("columns", name)
            faults += [f"{place}：{name} {fault}" for fault in _column_faults(name, column, lists)]
        for at, layout in enumerate(source.layouts):
            place = contract.place("layouts", at)
            if _ends_before_it_begins(layout):
                faults.append(f"{place}：{_months_reversed(layout)}")
            unknown = [column for column in layout.headers.values() if column not in source.columns]
            faults += [f"{place}：没有“{column}”这一列" for column in unknown]
        faults += _claim_faults(contract)
    return faults


def _column_faults(name: str, column: Column, lists: Mapping[str, Sequence[str]]) -> list[str]:
    faults = []
    if name in OWN_COLUMNS:
        faults.append("是程序自用的列名，请换一个")
    if _ends_before_it_begins(column):
        faults.append(_months_reversed(column))
    if column.required and column.privacy == "drop":
        faults.append("既是必需的列又不入库，请删去 required 或改 privacy")
    if column.choices and column.type not in LISTED:
        faults.append(f"的 type 是 {column.type}，不能有 choices（只有 {'、'.join(LISTED)} 可以）")
    elif column.choices and column.choices not in lists:
        faults.append(f"的 choices“{column.choices}”没有这个词表（可用：{'、'.join(sorted(lists))}）")
    if column.type == "choice" and not column.choices:
        faults.append("的 type 是 choice，须用 choices 写明词表")
    return faults


def _claim_faults(contract: Contract) -> list[str]:
    """Find headers that two columns claim in one month; a supplier's layout wins over the columns' own headers."""
    source = contract.source
    own: list[Claim] = [
        (header_key(header), header, name, column, ("columns", name))
        for name, column in source.columns.items()
        for header in (column.title, *column.synonyms)
    ]
    supplied: list[Claim] = [
        (header_key(header), header, name, layout, ("layouts", at))
        for at, layout in enumerate(source.layouts)
        for header, name in layout.headers.items()
    ]
    faults = []
    for claims in (own, supplied):
        for i, (key, header, name, span, location) in enumerate(claims):
            for other_key, _, other_name, other_span, other_location in claims[:i]:
                if key == other_key and name != other_name and span.overlaps(other_span):
                    faults.append(
                        f"{contract.place(*location)}：表头“{header}”既指 {name} 又指 {other_name}"
                        f"（第{line_of(contract.text, other_location)}行），请只留一处"
                    )
    return faults


def _ends_before_it_begins(span: Lasting) -> bool:
    return bool(span.valid_from and span.valid_to and span.valid_from > span.valid_to)


def _months_reversed(span: Lasting) -> str:
    return f"valid_from“{span.valid_from}”晚于 valid_to“{span.valid_to}”"
