"""`minyi init`: an empty workbook of every source for a month, made from the contracts."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from flows.ingest.sources import Column, Lasting, Source
from flows.period import Month
from flows.reference import Reference

NOTE_SHEET, CHOICE_SHEET = "填写说明", "选项"
NOTE_HEADERS = {"列": 16, "必填": 6, "填什么": 16, "怎么填": 44, "可选的词": 44, "例": 26}
A4 = 9
LAST_ROW = 1_048_575
NARROWEST, WIDEST = 10, 40

# Type → what it is called, number format of its cells, an example where the contract gives none.
TYPES = {
    "text": ("文字", "General", ""),
    "identifier": ("编号（按文本）", "@", ""),
    "date": ("日期", "yyyy-mm-dd", "{month}-07"),
    "moment": ("日期和时间", "yyyy-mm-dd hh:mm", "{month}-07 09:30"),
    "time": ("时刻", "hh:mm:ss", "09:30:00"),
    "time_range": ("起止时间", "@", "9:00-9:20"),
    "duration": ("时长", "0", "245"),
    "deadline": ("时限", "@", "{month}-20"),
    "limit": ("办理时限", "@", "5个工作日"),
    "whole_number": ("整数", "0", "1"),
    "number": ("数", "General", "1"),
    "percent": ("百分制的数", "0.00", "86.42"),
    "rank": ("名次", "0", "3"),
    "age": ("周岁或年龄段", "@", "48"),
    "choice": ("选一项", "@", ""),
    "list": ("一项或几项", "@", ""),
    "place": ("镇街或村居", "@", ""),
}
WIDTHS = {"date": 12, "moment": 18, "text": 24, "identifier": 18, "place": 14}
HINTS = {
    "date": "写成 2022-07-07 的样子",
    "moment": "写成 2022-07-07 09:30 的样子",
    "time": "写成 09:30:00 的样子",
    "whole_number": "写整数，不带单位",
}
EXACT: dict[str, dict[str, Any]] = {
    "date": {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1)},
    "moment": {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1)},
    "whole_number": {"validate": "integer", "criteria": ">=", "value": 0},
}


@dataclass(frozen=True)
class Field:
    """A column of a template: its header (a required one ends with *), its contract, the words it offers."""

    header: str
    column: Column
    choices: tuple[str, ...]

    @property
    def note(self) -> str:
        """What to write, in one line."""
        return self.column.note or HINTS.get(self.column.type, "")

    def example(self, month: Month) -> str:
        """Return a value as it should be written."""
        first = self.choices[0] if self.choices else TYPES[self.column.type][2].format(month=month)
        return self.column.example or first


@dataclass(frozen=True)
class Templates:
    """What `make_templates` made and what was there before it; paths, in the order of the sources."""

    made: tuple[Path, ...]
    present: tuple[Path, ...]


def make_templates(raw: Path, reference: Reference, month: Month) -> Templates:
    """Lay out data/raw/<month> with an empty workbook of every source; what is there already stays as it is."""
    folder = raw / str(month)
    folder.mkdir(parents=True, exist_ok=True)
    made, present = [], []
    for source in sorted(reference.contracts.of(month).sources, key=lambda source: source.order):
        path = folder / f"{source.title}_{month.label}.xlsx"
        content = template(source, reference, month)
        try:
            with path.open("xb") as file:
                file.write(content)
            made.append(path)
        except FileExistsError:
            present.append(path)
    return Templates(tuple(made), tuple(present))


def fields_of(source: Source, reference: Reference, month: Month) -> list[Field]:
    """Return the columns of a source's template: those that are kept, then the questions of the month's wave."""
    fields = [
        Field(column.title + "*" * column.required, column, reference.choices.get(column.choices, ()))
        for column in (source.columns[name] for name in source.kept_columns)
    ]
    if source.question is not None:
        for row in questions_of(reference, month):
            rule = f"（{row.skip_rule} 才问）" if row.skip_rule else ""
            column = Column(title=f"Q{row.question}", type="choice", note=row.question_text + rule)
            fields.append(Field(column.title, column, reference.choices[f"grade_{row.scale}"]))
    return fields


def questions_of(reference: Reference, month: Month) -> list[Any]:
    """Return the lines of questionnaire.csv that hold in a month."""
    rows = reference.rows("question")
    return [row for row in rows if Lasting(valid_from=row.valid_from, valid_to=row.valid_to).holds_in(month)]


def template(source: Source, reference: Reference, month: Month) -> bytes:
    """Return an empty workbook of a source as .xlsx; the same bytes every time."""
    buffer = io.BytesIO()
    fields = fields_of(source, reference, month)
    options = {"in_memory": True, "default_format_properties": {"font_name": "宋体", "font_size": 11}}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": source.title, "created": datetime(2000, 1, 1, tzinfo=UTC)})
        data = book.add_worksheet(source.title)
        notes = book.add_worksheet(NOTE_SHEET)
        choices = book.add_worksheet(CHOICE_SHEET)
        _write_data_sheet(book, data, fields, source.title)
        _write_notes(book, notes, fields, month)
        _write_choices(book, choices, fields)
    return buffer.getvalue()


def _write_data_sheet(book: Any, sheet: Any, fields: Sequence[Field], title: str) -> None:
    """Write the header, and for each column its format, its width, its note and what it allows."""
    styles = {
        required: book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": colour}
        )
        for required, colour in ((True, "#FCE4D6"), (False, "#DDEBF7"))
    }
    formats = {kind: book.add_format({"num_format": number}) for kind, (_, number, _) in TYPES.items()}
    sheet.set_row(0, 30)
    for at, field in enumerate(fields):
        kind = field.column.type
        sheet.write_string(0, at, field.header, styles[field.column.required])
        sheet.set_column(at, at, _width(field), formats[kind])
        if field.note:
            sheet.write_comment(0, at, field.note, {"x_scale": 1.5, "font_size": 10})
        rule = _rule(field, at)
        if rule:
            sheet.data_validation(1, at, LAST_ROW, at, rule)
    sheet.freeze_panes(1, 0)
    _set_up_page(sheet, title)
    sheet.repeat_rows(0)


def _rule(field: Field, at: int) -> dict[str, Any]:
    """Return what the spreadsheet program checks while a cell is filled in; it warns and does not forbid."""
    kind = field.column.type
    rule: dict[str, Any] = {}
    if field.choices and kind != "list":
        letter = xl_col_to_name(at)
        rule = {"validate": "list", "source": f"={CHOICE_SHEET}!${letter}$2:${letter}${len(field.choices) + 1}"}
        rule |= {"error_title": "不在选项中", "error_message": "可以照旧保留；读入时认不出的词会在问题清单中指出。"}
        if kind == "deadline":
            rule["show_error"] = False
    elif kind in EXACT:
        rule = {**EXACT[kind], "error_title": "请核对", "error_message": HINTS[kind]}
    if kind in HINTS:
        rule = {"validate": "any", **rule, "input_title": field.column.title[:32], "input_message": HINTS[kind]}
    return {**rule, "error_type": "warning"} if rule else {}


def _write_notes(book: Any, sheet: Any, fields: Sequence[Field], month: Month) -> None:
    """Write a line a column: what to write, whether it must be, the allowed words, an example."""
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#DDEBF7"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
    for at, (name, width) in enumerate(NOTE_HEADERS.items()):
        sheet.write_string(0, at, name, head)
        sheet.set_column(at, at, width)
    for row, field in enumerate(fields, start=1):
        required = "是" if field.column.required else ""
        values = [field.header, required, TYPES[field.column.type][0], field.note, "、".join(field.choices)]
        for at, value in enumerate([*values, field.example(month)]):
            sheet.write_string(row, at, value, cell)
    closing = (
        "带 * 的列必须有，其余的列可以删去。",
        "日期、编号按本表的格式填写；不要合并单元格，数据中间不要空行。",
        "新的用词、表头登记在 data/reference 中，不必改模板。",
    )
    for row, text in enumerate(closing, start=len(fields) + 2):
        sheet.write_string(row, 0, text)
    sheet.freeze_panes(1, 0)
    _set_up_page(sheet, NOTE_SHEET)


def _write_choices(book: Any, sheet: Any, fields: Sequence[Field]) -> None:
    """Write the words of each drop-down under its column's header, in the column's own place."""
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
    for at, field in enumerate(fields):
        for row, word in enumerate([field.header, *field.choices] if field.choices else []):
            sheet.write_string(row, at, word, None if row else head)
    _set_up_page(sheet, CHOICE_SHEET)


def _set_up_page(sheet: Any, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C{title}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _width(field: Field) -> int:
    """Return a width that shows the header and the longest word offered, in half-width characters."""
    texts = (field.header, *field.choices)
    longest = max(sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text) for text in texts)
    return min(max(longest + 2, WIDTHS.get(field.column.type, NARROWEST)), WIDEST)
