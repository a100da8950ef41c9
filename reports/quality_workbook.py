"""The data quality workbook: the rows that could not be used, to correct and put back, and what was read and told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from reports.marts import Connection
from reports.quality import QualityView, RejectedCell, read
from reports.quality_tables import STATE_NAMES, place, severity_names
from reports.report import Report, Subject
from reports.wording import Words
from reports.workbook import CellLook, Sheet, SheetColumn, Workbook, width_of

WIDEST = 40.0


def quality_words(month: date) -> Words:
    """The words of the quality report and its workbook."""
    return Words("quality", month=f"{month.year}年{month.month}月", folder=f"{month:%Y-%m}")


def workbook_name(view: QualityView) -> str:
    """Return the file's name: it changes with the rows in it, so that one put back is never written over by another."""
    said = "\n".join(f"{cell.file}|{cell.sheet}|{cell.row}|{cell.check_code}|{cell.problem}" for cell in view.rejected)
    mark = "_演示数据" if view.is_demo else ""
    prefix, label = view.settings["returned", "file_prefix"], f"{view.month.year}年{view.month.month}月"
    return f"{prefix}_{label}_{hashlib.sha256(said.encode()).hexdigest()[:6]}{mark}.xlsx"


def compose_workbook(view: QualityView, words: Words) -> Workbook:
    """Lay out the workbook of a month; its place columns are those by which a row that comes back is recognised."""
    title = words.say("workbook.title")
    place_columns = view.settings["returned", "place_columns"].split("、")
    return Workbook(
        title=title,
        issuer=view.settings["issuer", "issuer"],
        dated_on=view.month,
        notes=tuple(_notes(view, words)),
        sheets=(*_rejected_sheets(view, place_columns), _issue_sheet(view, words), _file_sheet(view, words)),
        is_demo=view.is_demo,
        file_name=workbook_name(view),
    )


def _compose(connection: Connection, month: date, _: Subject) -> Workbook:
    return compose_workbook(read(connection, month), quality_words(month))


REPORT = Report(name="returned", title="退回记录", compose=_compose)


def _notes(view: QualityView, words: Words) -> Iterator[str]:
    row_count = len({(cell.file, cell.sheet, cell.row) for cell in view.rejected})
    if not row_count:
        yield words.say("workbook.note_none")
        return
    for number in range(1, 7):
        yield f"{number}. " + words.say(f"workbook.note_{number}", row_count=row_count)


def _rejected_sheets(view: QualityView, place_columns: list[str]) -> Iterator[Sheet]:
    """Yield a sheet for each sheet with rejected rows: the place, the reason, then every cell under its own header."""
    for (_, _, title), cells in groupby(view.rejected, lambda cell: (cell.file, cell.sheet, cell.source_title)):
        by_row = [list(row) for _, row in groupby(cells, lambda cell: cell.row)]
        labels = [cell.label for cell in by_row[0]]
        looks: dict[tuple[int, int], CellLook] = {}
        for i, row in enumerate(by_row):
            looks |= {(i, at): "place" for at in range(4)}
            looks |= {(i, len(place_columns) + at): _look(cell) for at, cell in enumerate(row)}
        widths = (24, 12, 7, 14, 40, 40)
        yield Sheet(
            name=title,
            columns=(
                *(
                    SheetColumn(name, width, wraps=width == 40)
                    for name, width in zip(place_columns, widths, strict=True)
                ),
                *(
                    SheetColumn(label, _width([row[at].shown for row in by_row], label))
                    for at, label in enumerate(labels)
                ),
            ),
            rows=[
                [row[0].file, row[0].sheet, str(row[0].row), row[0].check_code, row[0].problem, row[0].remedy]
                + [cell.shown for cell in row]
                for row in by_row
            ],
            looks=looks,
        )


def _look(cell: RejectedCell) -> CellLook:
    if cell.is_faulty:
        return "faulty"
    return "private" if cell.is_private else ""


def _width(texts: list[str], title: str) -> float:
    """A column as wide as its longest text, in half-width characters, within reason."""
    longest = max(map(width_of, (*texts, title)))
    return min(max(longest + 2.0, 8.0), WIDEST)


def _issue_sheet(view: QualityView, words: Words) -> Sheet:
    names = severity_names(words)
    titles = words.say("workbook.issue_columns").split("|")
    widths = (12, 34, 12, 7, 5, 14, 24, 44, 44)
    return Sheet(
        name=words.say("workbook.issue_sheet"),
        columns=tuple(SheetColumn(t, w, wraps=w == 44) for t, w in zip(titles, widths, strict=True)),
        rows=[
            [
                names[issue.severity],
                issue.file,
                issue.sheet,
                issue.row,
                issue.column_letter,
                issue.column_header,
                issue.value,
                issue.problem,
                issue.remedy,
            ]
            for issue in view.issues
        ],
    )


def _file_sheet(view: QualityView, words: Words) -> Sheet:
    titles = words.say("workbook.file_columns").split("|")
    return Sheet(
        name=words.say("workbook.file_sheet"),
        columns=tuple(SheetColumn(t, w) for t, w in zip(titles, (40, 14, 12, 14, 8, *[9] * 9, 66), strict=True)),
        rows=[
            [
                sheet.file,
                sheet.sheet,
                STATE_NAMES[sheet.state],
                sheet.source_title,
                place(sheet),
                sheet.row_count,
                sheet.used_count,
                sheet.rejected_count,
                sheet.duplicate_count,
                sheet.superseded_count,
                sheet.corrected_count,
                sheet.blank_count,
                sheet.total_count,
                sheet.footer_count,
                sheet.sha256,
            ]
            for sheet in view.sheets
        ],
    )
