"""What the page needs worked out before layout: break points, sizes and widths that CSS cannot find itself.

Lengths are millimetres unless named `_pt` or `_em`. The measures are those of GB/T 9704-2012.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from reports.document import Column, Document, Figure, OfficialDocument, RowMark, Shade, Table
from reports.fonts import FANG, HEI, SONG, width_em
from reports.justify import ZERO_WIDTH_SPACE

PT = 25.4 / 72
LINE = 10.44  # one line of body text: 22 of them fill the type area
BODY_PT = 16.0
TRACKING_PT = -0.21  # 28 characters of 16 pt are 158 mm; this brings them to the 156 mm of the type area
CHARACTER = (BODY_PT + TRACKING_PT) * PT
UPRIGHT_WIDTH = 156.0
LANDSCAPE_WIDTH = 225.0

OPEN = "\u3000"  # what is to be filled in by hand

_OPENING = "（〔《【〈「“‘"
_CLOSING = "，。、；：？！）〕》】〉」”’％…—·"
_MARK_WIDEST = 150.0
_MARK_LARGEST_PT = 46.0
_MARK_SMALLEST_PT = 32.0
_MARK_NARROWEST = 0.6


def breakable(text: str) -> str:
    """Allow line breaks outside quotation marks, where the line breaker, unsure of their side, sees none."""
    parts = []
    for before, character, after in zip(" " + text, text, text[1:] + "，", strict=False):
        if character in "“‘" and before not in _OPENING + " ":
            parts.append(ZERO_WIDTH_SPACE)
        parts.append(character)
        if character in "”’" and after not in _CLOSING + _OPENING:
            parts.append(ZERO_WIDTH_SPACE)
    return "".join(parts)


def chinese_date(day: date) -> str:
    """A date as official documents write it: 2022年7月5日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def number_text(document: OfficialDocument) -> str:
    """The document number; a draft has its number open: 源文旅通〔2022〕　号."""
    if document.issue:
        return document.issue.document_number
    return f"{document.document_prefix}〔{document.dated_on.year}〕{OPEN}号"


def issue_day_text(document: OfficialDocument) -> str:
    """The day of issue; a draft has month and day open."""
    if document.issue:
        return chinese_date(document.issue.issued_on)
    return f"{document.dated_on.year}年{OPEN}月{OPEN}日"


def all_text(document: Document) -> str:
    """Every character the document prints, with those the page itself adds."""

    def of(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                yield from of(item)
        elif isinstance(value, Figure):
            yield from (value.svg, value.caption)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from of(getattr(value, name))

    return "".join(of(document)) + "附件：抄送印发年月日号演示数据送审稿分析人员撰写〔〕发送注—1234567890.。"


@dataclass(frozen=True)
class IssuerMark:
    """Size and letter space (pt) of the issuer's mark, and how much its characters are narrowed."""

    size_pt: float
    tracking_pt: float
    narrowing: float


def issuer_mark(text: str) -> IssuerMark:
    """The largest size at which the mark stays within the type area; long names are narrowed, not small."""
    pitch_pt = _MARK_WIDEST / PT / max(len(text), 1)
    size = min(_MARK_LARGEST_PT, pitch_pt)
    if size < _MARK_SMALLEST_PT:
        size = min(_MARK_SMALLEST_PT, pitch_pt / _MARK_NARROWEST)
    narrowing = min(pitch_pt / size, 1.0)
    return IssuerMark(round(size, 2), round(max(min(pitch_pt - size, size * 0.18), 0.0), 2), round(narrowing, 3))


def signature_indents(signature: str, day: str, fonts: Path) -> tuple[float, float]:
    """Right indents (mm) of issuer and date: the date 4 characters in, the issuer centred over it."""
    issuer, dated = (_body_width(text, fonts) for text in (signature, day))
    indent = 4 * CHARACTER
    return max(indent + (dated - issuer) / 2, 0.0), indent


def _body_width(text: str, fonts: Path) -> float:
    return (_text_em(text, FANG, fonts) * BODY_PT + len(text) * TRACKING_PT) * PT


def _text_em(text: str, font: str, fonts: Path) -> float:
    """Width in ems; digits and Latin letters are always set in 宋体."""
    return sum(
        width_em("".join(run), SONG if ascii_ else font, fonts)
        for ascii_, run in groupby(text, lambda character: character < "\u0080")
    )


@dataclass(frozen=True)
class Cell:
    """A cell with the blanks (em) that put its decimal point under the others', and its tint (#rrggbb)."""

    text: str
    align: str
    left_em: float = 0.0
    right_em: float = 0.0
    tint: str = ""


@dataclass(frozen=True)
class HeadCell:
    """A heading of a table, over `columns` columns and `rows` header rows."""

    text: str
    align: str = "center"
    columns: int = 1
    rows: int = 1
    is_group: bool = False


@dataclass(frozen=True)
class TableLayout:
    """A table with everything its template needs worked out; `space_after` returns the text to the grid."""

    caption: str
    size_pt: float
    row_height: float
    widths: tuple[float, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: tuple[RowMark, ...]
    notes: tuple[str, ...]
    space_after: float


_SIZES_PT = (12.0, 10.5, 9.0)  # 小四, 五号, 小五
_CELL_PADDING = 1.1
NOTE_LINE = 5.0
AIR = 2.4  # above the head and below the foot of a table
CAPTION_HEIGHT = 8.6
FIGURE_TOP = 1.0


def lay_out_table(table: Table, width: float, fonts: Path) -> TableLayout:
    """Choose the largest type in which no cell of the table needs a second line, and widths to match."""
    naturals = [_natural_em(index, column, table, fonts) for index, column in enumerate(table.columns)]
    size = _SIZES_PT[-1]
    for candidate in _SIZES_PT:
        needed = [em * candidate * PT + 2 * _CELL_PADDING for em in naturals]
        fixed = [column.width_mm or need for column, need in zip(table.columns, needed, strict=True)]
        fits = all(given >= need - 0.01 for given, need in zip(fixed, needed, strict=True))
        if fits and sum(fixed) <= width:
            size = candidate
            break
    widths = _share(table.columns, [em * size * PT + 2 * _CELL_PADDING for em in naturals], width)
    row_height = 7.6 if size == _SIZES_PT[0] else 6.9 if size == _SIZES_PT[1] else 6.2
    marks: tuple[RowMark, ...] = table.row_marks or tuple("" for _ in table.rows)
    head = _head(table.columns)
    rows = tuple(zip(*(_cells(i, c, table, fonts) for i, c in enumerate(table.columns)), strict=True))
    if table.shades:
        rows = tuple(
            tuple(replace(cell, tint=tint(shade)) for cell, shade in zip(row, shades, strict=True))
            for row, shades in zip(rows, table.shades, strict=True)
        )
    height = (
        (CAPTION_HEIGHT if table.caption else 0.0)
        + row_height * (len(head) + len(rows))
        + NOTE_LINE * _note_lines(table.notes, width, fonts)
        + (AIR if not table.caption else 0.0)
        + (2.5 if table.notes else AIR)
    )
    return TableLayout(
        caption=table.caption,
        size_pt=size,
        row_height=row_height,
        widths=widths,
        head=head,
        rows=rows,
        marks=marks,
        notes=table.notes,
        space_after=round(rest_of_line(height), 2),
    )


def figure_space(figure: Figure, width: float) -> float:
    """Space under a figure that returns the text to the grid; the figure is as wide as the type area."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', figure.svg)
    if box is None:
        raise ValueError(f"{figure.caption}：图没有 viewBox")
    height = FIGURE_TOP + width * float(box[2]) / float(box[1]) + CAPTION_HEIGHT
    return round(rest_of_line(height), 2)


def rest_of_line(height: float) -> float:
    """What is missing to a whole number of lines."""
    return math.ceil(height / LINE - 1e-6) * LINE - height


_DARKEST = {"green": (0xA6, 0xD3, 0xB7), "red": (0xE2, 0x97, 0x8E), "grey": (0xA8, 0xA8, 0xA4)}


def tint(shade: Shade | None) -> str:
    """A shade as #rrggbb, mixed with the white of the paper; empty for none."""
    if shade is None or shade.strength == 0:
        return ""
    return "#" + "".join(f"{round(255 - (255 - dark) * shade.strength):02x}" for dark in _DARKEST[shade.tone])


def _note_lines(notes: tuple[str, ...], width: float, fonts: Path) -> int:
    return sum(math.ceil((_text_em(note, SONG, fonts) + 2) * 9 * PT / width) for note in notes)


def _natural_em(index: int, column: Column, table: Table, fonts: Path) -> float:
    """Width of the widest text of a column in ems of its type; long left-aligned texts may wrap."""
    texts = [cell.text for cell in _cells(index, column, table, fonts)]
    blanks = [cell.left_em + cell.right_em for cell in _cells(index, column, table, fonts)]
    widest = max((_text_em(t, SONG, fonts) + blank for t, blank in zip(texts, blanks, strict=True)), default=0.0)
    if column.align == "left" and column.width_mm is None:
        widest = min(widest, 14.0)
    if column.width_mm is not None:
        # In a column of given width texts may wrap; numbers, dates and marks may not.
        return 0.0 if column.align == "left" else widest
    return max(widest, max(_text_em(line, HEI, fonts) for line in column.title.split("\n")))


def _share(columns: tuple[Column, ...], needed: list[float], width: float) -> tuple[float, ...]:
    """Widths that fill the type area: given ones stand, the others get their need and share the rest."""
    given = sum(column.width_mm or 0.0 for column in columns)
    free = [need for column, need in zip(columns, needed, strict=True) if column.width_mm is None]
    if not free:
        return tuple(column.width_mm or 0.0 for column in columns)
    rest = width - given - sum(free)
    # Too much: all give way in proportion. Enough: equal air for every column.
    return tuple(
        round(column.width_mm or (need + rest / len(free) if rest >= 0 else need * (1 + rest / sum(free))), 2)
        for column, need in zip(columns, needed, strict=True)
    )


def _head_align(column: Column) -> str:
    return "left" if column.align == "left" else "center"


def _head(columns: tuple[Column, ...]) -> tuple[tuple[HeadCell, ...], ...]:
    if not any(column.group for column in columns):
        return (tuple(HeadCell(column.title, _head_align(column)) for column in columns),)
    upper: list[HeadCell] = []
    for group, run in groupby(columns, lambda column: column.group):
        members = list(run)
        if group:
            upper.append(HeadCell(group, columns=len(members), is_group=True))
        else:
            upper.extend(HeadCell(column.title, _head_align(column), rows=2) for column in members)
    return tuple(upper), tuple(HeadCell(column.title, _head_align(column)) for column in columns if column.group)


def _cells(index: int, column: Column, table: Table, fonts: Path) -> list[Cell]:
    texts = [row[index] for row in table.rows]
    if column.align != "point":
        return [Cell(text, column.align) for text in texts]
    split = [_around_point(text) for text in texts]
    left = max((_text_em(parts[0], SONG, fonts) for parts in split if parts), default=0.0)
    right = max((_text_em(parts[1], SONG, fonts) for parts in split if parts), default=0.0)
    return [
        Cell(
            text,
            "center",
            round(left - _text_em(parts[0], SONG, fonts), 3) if parts else 0.0,
            round(right - _text_em(parts[1], SONG, fonts), 3) if parts else 0.0,
        )
        for text, parts in zip(texts, split, strict=True)
    ]


def _around_point(text: str) -> tuple[str, str] | None:
    """Split a number before its decimal point, or after its last digit; None for anything but a number."""
    if not any(character.isdigit() for character in text) or text.lstrip("+-−±").startswith("第"):
        return None
    if "." in text:
        whole, point, rest = text.partition(".")
        return whole, point + rest
    last = max(i for i, character in enumerate(text) if character.isdigit()) + 1
    return text[:last], text[last:]
