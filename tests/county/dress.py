"""Put a clean sheet into a month's layout: words, date styles, totals, groups, extra sheets."""

from __future__ import annotations

import datetime as dt

from tests.county.layouts import (
    AGE_BAND_MONTHS,
    BARE_CODES,
    BARE_WORDS,
    IDS_AS_NUMBERS,
    OTHER_AREA_WORDS,
    PERCENT_STYLES,
    Layout,
)
from tests.county.sheet import Column, Row, Sheet

_BANDS = {"18-29": "18-29岁", "30-44": "30-44岁", "45-59": "45-59岁", "60+": "60岁及以上"}
_TIMES = ("interview_date", "started_at", "ended_at")
_EXTRA_ROWS = 120


def dress(sheet: Sheet, source: str, month: str, layout: Layout, previous: Sheet | None) -> list[Sheet]:
    """The sheets of a file: the given one in the month's layout, and the extra ones that come with it."""
    sheet.title, sheet.footers = list(layout.title), list(layout.footers)
    for column in sheet.columns:
        column.header = layout.headers.get(column.key, column.header)
        column.style = layout.column_dates.get(column.key, layout.dates)
    _group(sheet.columns, layout)
    if source == "survey":
        _survey_words(sheet, month)
    _ids_as_numbers(sheet, source, month)
    if source == "external":
        _percentages(sheet, PERCENT_STYLES.get(month, ""))
    if layout.subtotals:
        _subtotals(sheet)
    if layout.total:
        _total(sheet, layout.total)
    if layout.merge_town:
        sheet.merge_key = "town"
    found = [sheet]
    if layout.notes_sheet:
        found.append(_notes())
    if layout.previous and previous is not None:
        found.append(_copy(previous, is_hidden=layout.previous == "hidden"))
    return found


def _group(columns: list[Column], layout: Layout) -> None:
    keys = [column.key for column in columns]
    for group, span in layout.groups.items():
        first, last = span.split(":")
        for column in columns[keys.index(first) : keys.index(last) + 1]:
            column.group = group


def _survey_words(sheet: Sheet, month: str) -> None:
    words = OTHER_AREA_WORDS.get(month, {})
    for row in sheet.rows:
        code, word = str(row["disposition"]).split(" ")
        if month in BARE_CODES:
            row["disposition"] = code
        elif month in BARE_WORDS:
            row["disposition"] = word
        if month in AGE_BAND_MONTHS and row.get("_age_band"):
            row["age"] = _BANDS[str(row["_age_band"])]
        if row.get("urban_rural") in words:
            row["urban_rural"] = words[str(row["urban_rural"])]
        # A few suppliers give the clock alone in the two time columns, the day in its own.
        if month in ("2021-09", "2022-05"):
            for key in ("started_at", "ended_at"):
                value = row[key]
                assert isinstance(value, dt.datetime)
                row[key] = f"{value:%H:%M:%S}" if month == "2021-09" else value.time()
    if month in OTHER_AREA_WORDS:
        first = next(row for row in sheet.rows if row.get("urban_rural"))
        sheet.note(first, "urban_rural", "word_variants", "silent", "整列")


def _ids_as_numbers(sheet: Sheet, source: str, month: str) -> None:
    if month not in IDS_AS_NUMBERS.get(source, ()):
        return
    key = {"survey": "sample_id", "hotline": "ticket_no", "rectification": "ledger_no"}[source]
    is_noted = False
    for row in sheet.rows:
        text = str(row[key])
        if text.isdigit():
            row[key] = float(text)
            if not is_noted:
                sheet.note(row, key, "id_as_number", "silent", text)
                is_noted = True


def _percentages(sheet: Sheet, style: str) -> None:
    if not style:
        return
    for row in sheet.rows:
        score = row["score"]
        assert isinstance(score, float)
        written: float | str = f"{score}%"
        if style == "fraction":
            written = round(score / 100, 4)
        elif style == "full":
            written = f"{score}％".translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
        row["score"] = written
        sheet.note(row, "score", f"score_{style}", "silent", str(score))


def _labelled(sheet: Sheet, label: str, rows: list[Row]) -> Row:
    """A total row: the label where the eye looks first, counts or means where they can be had."""
    keys = [column.key for column in sheet.columns]
    total = Row({"_total": 1, keys[0]: label})
    scores = [row["score"] for row in rows if isinstance(row.get("score"), float)]
    if label == "平均" and scores:
        total["score"] = round(sum(float(str(s)) for s in scores) / len(scores), 2)
    elif "is_struck_off" in keys:
        total |= {
            "ledger_no": len(rows),
            "is_struck_off": sum(row.get("is_struck_off") in ("已销号", "已解释") for row in rows),
        }
    elif "return_count" in keys:
        total |= {"return_count": sum(int(str(row.get("return_count") or 0)) for row in rows)}
    else:
        total["village"] = f"{len(rows)}户"
    return total


def _total(sheet: Sheet, word: str) -> None:
    row = _labelled(sheet, word, [row for row in sheet.rows if "_total" not in row])
    sheet.rows.append(row)
    sheet.note(row, sheet.columns[0].key, "total_row", "silent")


def _subtotals(sheet: Sheet) -> None:
    ordered: list[Row] = []
    block: list[Row] = []
    for row, after in zip(sheet.rows, [*sheet.rows[1:], None], strict=True):
        ordered.append(row)
        block.append(row)
        if after is None or after["town"] != row["town"]:
            total = _labelled(sheet, "小计", block)
            ordered.append(total)
            sheet.note(total, sheet.columns[0].key, "subtotal_row", "silent")
            block = []
    sheet.rows = ordered


def _notes() -> Sheet:
    rows = [
        Row(a="一、本表为演示数据。"),
        Row(a="二、访问结果码：1.1 为访问完成。"),
        Row(a="三、质检不通过的不计入。"),
    ]
    return Sheet("填表说明", [Column("a", "填表说明", width=50.0)], rows, extra_kind="notes_sheet")


def _copy(previous: Sheet, is_hidden: bool) -> Sheet:
    """Last month's sheet left in the workbook: a careless reader would count its rows twice."""
    name = "上月" if is_hidden else "上月（存档）"
    rows = [Row(row) for row in previous.rows[:_EXTRA_ROWS]]
    kind = "hidden_sheet" if is_hidden else "extra_sheet"
    return Sheet(name, previous.columns, rows, is_hidden=is_hidden, extra_kind=kind)
