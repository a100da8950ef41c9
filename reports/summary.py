"""整改情况汇总表: the problems of the month's ledger as they stand, in the columns that the county office asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.marts import Connection, settings
from reports.report import Report, Subject
from reports.tables import is_demo
from reports.wording import Words
from reports.workbook import Sheet, SheetColumn, Value, Workbook

_WRAPS_FROM = 14


@dataclass(frozen=True)
class SummaryView:
    """The summary of a month: its columns in order, and a row of them for each problem."""

    month: date
    is_demo: bool
    issuer: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    open_count: int


def read(connection: Connection, month: date) -> SummaryView:
    """Read the summary of a month; the columns are those of data/reference/summary_columns.csv."""
    wanted = connection.execute("select title, field, width from mart.summary_column order by column_order").fetchall()
    fields = ", ".join(f'"{field}"' for _, field, _ in wanted)
    listed = f"select {fields} from mart.rectification_summary where month = ? order by summary_no"
    is_open = "select count(*) from mart.rectification_summary where month = ? and strike_off = '未销号'"
    return SummaryView(
        month=month,
        is_demo=is_demo(connection, month),
        issuer=settings(connection, month)["issuer", "issuer"],
        columns=tuple(
            SheetColumn(title, width, wraps=width >= _WRAPS_FROM, number_format=_format(field))
            for title, field, width in wanted
        ),
        rows=tuple(connection.execute(listed, [month]).fetchall()),
        open_count=connection.execute(is_open, [month]).fetchone()[0],
    )


def compose(view: SummaryView) -> Workbook | None:
    """Lay out the summary; None where the month has no ledger."""
    if not view.rows:
        return None
    words = Words("tables", month=f"{view.month.year}年{view.month.month}月")
    return Workbook(
        title=words.say("summary.title"),
        issuer=view.issuer,
        dated_on=view.month,
        notes=(
            words.say("summary.note_count", problem_count=len(view.rows), open_count=view.open_count),
            words.say("summary.note_due"),
            words.say("summary.note_remark"),
        ),
        sheets=(Sheet(words.say("summary.sheet"), view.columns, view.rows, frozen_columns=1),),
        is_demo=view.is_demo,
    )


def _format(field: str) -> str:
    return "yyyy-mm-dd" if field.endswith("_on") else "0"


def _compose(connection: Connection, month: date, _: Subject) -> Workbook | None:
    return compose(read(connection, month))


REPORT = Report(name="summary", title="整改情况汇总表", compose=_compose)
