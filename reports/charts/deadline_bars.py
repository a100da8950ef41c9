"""What was due: done in time, done late, still open, overdue, as bars with their counts in columns beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.charts.canvas import SMALL, WIDTH, figure, scale, text_width, ticks
from reports.document import Figure

KINDS = ("met", "late", "open", "overdue")
_TOP = 8.0
_ROW = 5.6
_COLUMN = 12.0


@dataclass(frozen=True)
class DeadlineRow:
    """One town or unit: items done in time, done after their day, open and not yet due, open past their day."""

    name: str
    met: int
    late: int
    open: int
    overdue: int


@dataclass(frozen=True)
class _Bar:
    row: DeadlineRow
    y: float
    parts: tuple[tuple[str, float, float], ...]  # kind, left, width


def deadline_bars(rows: Sequence[DeadlineRow], titles: Mapping[str, str], *, caption: str, alt: str) -> Figure:
    """Bars in the order given; `titles` names the kinds (met, late, open, overdue) at the head of their columns.

    A kind that no row has gets no column. Raises ValueError for no rows or a negative count.
    """
    if not rows:
        raise ValueError("图中没有任何镇街或单位")
    for row in rows:
        if min(_counts(row).values()) < 0:
            raise ValueError(f"{row.name}：件数不能为负")
    kinds = [kind for kind in KINDS if any(_counts(row)[kind] for row in rows)]
    widths = {kind: max(_COLUMN, text_width(titles[kind], SMALL) + 5.0) for kind in kinds}
    left = max(text_width(row.name) for row in rows) + 3.0
    right = WIDTH - sum(widths.values()) - 3.0
    most = max(sum(_counts(row).values()) for row in rows)
    step, _, last = scale(0, max(most, 4), steps=5)
    unit = (right - left) / last
    columns, x = [], right + 3.0
    for kind in kinds:
        columns.append((kind, titles[kind], round(x + widths[kind] - 0.5, 2)))
        x += widths[kind]
    bottom = round(_TOP + _ROW * len(rows), 2)
    return figure(
        "deadline_bars.svg",
        bottom + 5.5,
        caption,
        alt,
        left=round(left, 2),
        top=_TOP,
        bottom=bottom,
        row_height=_ROW,
        columns=columns,
        swatch={kind: round(x - text_width(titles[kind], SMALL) - 1.6, 2) for kind, _, x in columns},
        bars=[_bar(row, index, left, unit) for index, row in enumerate(rows)],
        ticks=[(round(left + tick * unit, 2), f"{tick:g}") for tick in ticks(step, 0, last)],
    )


def _counts(row: DeadlineRow) -> dict[str, int]:
    return {"met": row.met, "late": row.late, "open": row.open, "overdue": row.overdue}


def _bar(row: DeadlineRow, index: int, left: float, unit: float) -> _Bar:
    parts, x = [], left
    for kind, count in _counts(row).items():
        if count:
            parts.append((kind, round(x, 2), round(count * unit, 2)))
            x += count * unit
    return _Bar(row, round(_TOP + _ROW * (index + 0.5), 2), tuple(parts))
