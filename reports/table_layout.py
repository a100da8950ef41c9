"""How a table is set: the largest type that fits, the widths of its columns, its tints, numbers under one another.

Lengths are millimetres unless named `_pt` or `_em`.
"""

import math
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from reports.document import Column, RowMark, Shade, Table
from reports.fonts import HEI, SONG
from reports.typesetting import CAPTION_HEIGHT, PT, rest_of_line, text_em


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
    """A table with everything its template needs worked out; `space_after` returns the text to the grid.

    `is_short`: some rows of one line each, which a report may keep on one page.
    """

    caption: str
    size_pt: float
    row_height: float
    widths: tuple[float, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: tuple[RowMark, ...]
    notes: tuple[str, ...]
    space_after: float
    is_short: bool

    @property
    def parts(self) -> tuple[tuple[tuple[tuple[Cell, ...], RowMark], ...], ...]:
        """Rows with their marks: all but the last few, and those, which stay together on a page."""
        rows = tuple(zip(self.rows, self.marks, strict=True))
        together = _TOGETHER if len(rows) >= 2 * _TOGETHER else 0
        return (rows[: len(rows) - together], *((rows[-together:],) if together else ()))


# Type of tables, 小四, 五号, 小五, with the height of their rows: beside 三号 of official documents, and denser ones
# beside the smaller type of reports for reading.
_SIZES = {12.0: 7.6, 10.5: 6.9, 9.0: 6.2}
_DENSE_SIZES = {10.5: 5.6, 9.0: 5.0}
_CELL_PADDING = 1.1
_SHORT = 15  # rows
_TOGETHER = 3  # last rows
NOTE_LINE = 5.0
AIR = 2.4  # above the head and below the foot of a table
GUTTER = 6.0  # between two tables side by side


def lay_out_table(table: Table, width: float, fonts: Path, *, is_dense: bool = False) -> TableLayout:
    """Choose the largest type in which no cell of the table needs a second line, and widths to match.

    `is_dense`: for a page whose text is small too.
    """
    sizes = _DENSE_SIZES if is_dense else _SIZES
    naturals = [_natural_em(index, column, table, fonts) for index, column in enumerate(table.columns)]
    size = min(sizes)
    for candidate in sizes:
        needed = [em * candidate * PT + 2 * _CELL_PADDING for em in naturals]
        fixed = [column.width_mm or need for column, need in zip(table.columns, needed, strict=True)]
        fits = all(given >= need - 0.01 for given, need in zip(fixed, needed, strict=True))
        if fits and sum(fixed) <= width:
            size = candidate
            break
    else:
        naturals = [_natural_em(index, column, table, fonts, folds=True) for index, column in enumerate(table.columns)]
    needed = [em * size * PT + 2 * _CELL_PADDING for em in naturals]
    widths = _share(_widened(table.columns, needed, width), needed, width)
    room = [(given - 2 * _CELL_PADDING + 0.01) / (size * PT) for given in widths]
    columns = tuple(
        replace(column, title=_fitted(column.title, em, fonts)) for column, em in zip(table.columns, room, strict=True)
    )
    row_height = sizes[size]
    marks: tuple[RowMark, ...] = table.row_marks or tuple("" for _ in table.rows)
    head = _head(columns)
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
        is_short=len(rows) <= _SHORT
        and all(
            text_em(cell.text, SONG, fonts) * size * PT + 2 * _CELL_PADDING <= given + 0.01
            for row in rows
            for cell, given in zip(row, widths, strict=True)
        ),
    )


_DARKEST = {"green": (0xA6, 0xD3, 0xB7), "red": (0xE2, 0x97, 0x8E), "grey": (0xA8, 0xA8, 0xA4)}


def tint(shade: Shade | None) -> str:
    """A shade as #rrggbb, mixed with the white of the paper; empty for none."""
    if shade is None or shade.strength == 0:
        return ""
    return "#" + "".join(f"{round(255 - (255 - dark) * shade.strength):02x}" for dark in _DARKEST[shade.tone])


def _note_lines(notes: tuple[str, ...], width: float, fonts: Path) -> int:
    return sum(math.ceil((text_em(note, SONG, fonts) + 2) * 9 * PT / width) for note in notes)


def _natural_em(index: int, column: Column, table: Table, fonts: Path, *, folds: bool = False) -> float:
    """Width of the widest text of a column in ems of its type; long left-aligned texts may wrap.

    `folds`: the heading may stand on two lines.
    """
    texts = [cell.text for cell in _cells(index, column, table, fonts)]
    blanks = [cell.left_em + cell.right_em for cell in _cells(index, column, table, fonts)]
    widest = max((text_em(t, SONG, fonts) + blank for t, blank in zip(texts, blanks, strict=True)), default=0.0)
    if column.align == "left" and column.width_mm is None:
        widest = min(widest, 14.0)
    if column.width_mm is not None:
        # In a column of given width texts may wrap; numbers, dates and marks may not.
        return 0.0 if column.align == "left" else widest
    title = _fold(column.title) if folds else column.title
    return max(widest, _title_em(title, fonts))


def _title_em(title: str, fonts: Path) -> float:
    return max(text_em(line, HEI, fonts) for line in title.split("\n"))


def _fitted(title: str, em: float, fonts: Path) -> str:
    """A heading as it stands in a column of `em`: on one line if it has room there, else broken where it reads best."""
    if _title_em(title, fonts) <= em:
        return title
    folded = _fold(title)
    return folded if _title_em(folded, fonts) <= em else _fold(title, is_even=False)


def _fold(title: str, *, is_even: bool = True) -> str:
    """A heading on two lines: before its bracket, or near its middle; others than of Chinese characters stay whole.

    `is_even`: after an even number of characters, as most words have two; one of three characters then stays whole.
    """
    at = title.find("（")
    is_chinese = all("\u4e00" <= character <= "\u9fff" for character in title)
    places = range(2, len(title) - 1, 2) if is_even else range(1, len(title))
    if at < 1 and len(title) > 2 and is_chinese and places:
        at = min(places, key=lambda place: (abs(2 * place - len(title)), -place))
    return f"{title[:at]}\n{title[at:]}" if at >= 1 and "\n" not in title else title


def _widened(columns: tuple[Column, ...], needed: list[float], width: float) -> tuple[Column, ...]:
    """The columns with given widths made as wide as their longest text, if the others leave room for that."""
    wide = [max(column.width_mm or 0.0, need) for column, need in zip(columns, needed, strict=True)]
    if sum(wide) > width:
        return columns
    return tuple(
        replace(column, width_mm=given) if column.width_mm else column
        for column, given in zip(columns, wide, strict=True)
    )


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
    left = max((text_em(parts[0], SONG, fonts) for parts in split if parts), default=0.0)
    right = max((text_em(parts[1], SONG, fonts) for parts in split if parts), default=0.0)
    return [
        Cell(
            text,
            "center",
            round(left - text_em(parts[0], SONG, fonts), 3) if parts else 0.0,
            round(right - text_em(parts[1], SONG, fonts), 3) if parts else 0.0,
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
