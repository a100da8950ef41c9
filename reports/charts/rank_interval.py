"""Ranges of ranks: which place each area may truly have, with the zones of the first and the last k."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.canvas import TEXT, WIDTH, Emphasis, figure, place, text_width
from reports.document import Figure

_TOP = 9.0


@dataclass(frozen=True)
class RankRow:
    """One area: its rank, the best and the worst it may truly have, and a label beside the range.

    `emphasis`: above where it is shown to be among the first, below among the last.
    """

    name: str
    rank: int
    best: int
    worst: int
    label: str
    emphasis: Emphasis


def rank_interval(
    rows: Sequence[RankRow],
    *,
    top_count: int,
    bottom_count: int,
    top_title: str,
    bottom_title: str,
    caption: str,
    alt: str,
) -> Figure:
    """Ranges in the order given, first place at the left; as many ranks as there are rows.

    Raises ValueError for no rows, or a range that leaves the ranks there are.
    """
    if not rows:
        raise ValueError("图中没有任何镇街")
    count = len(rows)
    for row in rows:
        if not 1 <= row.best <= row.worst <= count:
            raise ValueError(f"{row.name}：名次范围{row.best}—{row.worst}不在1—{count}之内")
    left = max(text_width(row.name) for row in rows) + 4.0
    right = WIDTH - max(text_width(row.label) for row in rows) - 4.0
    height = 5.9 if count <= 24 else 4.9

    def x(rank: float) -> float:
        return place(rank, 0.5, count + 0.5, left, right)

    bottom = round(_TOP + height * count, 2)
    every = 1 if count <= 20 else 5
    return figure(
        "rank_interval.svg",
        bottom + 6.0,
        caption,
        alt,
        left=round(left, 2),
        right=round(right, 2),
        top=_TOP,
        bottom=bottom,
        row_height=height,
        zones=[
            (x(0.5), x(min(top_count, count) + 0.5), top_title, "start"),
            (x(max(count - bottom_count, 0) + 0.5), x(count + 0.5), bottom_title, "end"),
        ],
        marks=[
            (row, round(_TOP + height * (index + 0.5), 2), x(row.rank), x(row.best - 0.3), x(row.worst + 0.3))
            for index, row in enumerate(rows)
        ],
        ticks=[(x(rank), rank) for rank in range(1, count + 1) if rank == 1 or rank % every == 0],
        label_x=round(right + 2.5, 2),
        baseline=round(TEXT * 0.35, 2),
    )
