"""The county as tiles, one a town, placed as the towns lie: a sketch, not a map of borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.canvas import SMALL, TEXT, WIDTH, Emphasis, county_key, figure, text_width
from reports.document import Figure

_GAP = 1.2
_WIDEST = 34.0
_HEIGHT = 13.0
_TOP = 1.0
_SKETCH = "示意图，不表示实际边界"


@dataclass(frozen=True)
class Tile:
    """One town: its column (from the west) and row (from the north), and the score as printed.

    `emphasis` is what the test against the county found; a town that is not ranked is drawn with a broken border.
    """

    name: str
    column: int
    row: int
    label: str
    emphasis: Emphasis
    is_ranked: bool


@dataclass(frozen=True)
class _Drawn:
    tile: Tile
    kind: str
    x: float
    y: float
    lines: tuple[str, ...]


def tile_map(tiles: Sequence[Tile], *, caption: str, alt: str) -> Figure:
    """Tiles in the middle of the sheet, with what their marks mean.

    Raises ValueError for no tiles, or two in one place.
    """
    if not tiles:
        raise ValueError("图中没有任何镇街")
    places = {(tile.column, tile.row): tile.name for tile in tiles}
    if len(places) < len(tiles):
        twice = sorted(t.name for t in tiles if places[t.column, t.row] != t.name)
        raise ValueError(f"示意图上{'、'.join(twice)}与别的镇街同在一格")
    first_column, first_row = min(tile.column for tile in tiles), min(tile.row for tile in tiles)
    columns = max(tile.column for tile in tiles) - first_column + 1
    rows = max(tile.row for tile in tiles) - first_row + 1
    width = min(_WIDEST, (WIDTH + _GAP) / columns - _GAP)
    left = (WIDTH - columns * (width + _GAP) + _GAP) / 2
    size = min(
        TEXT, (width - 1.0) / max(max(map(text_width, _halves(tile.name, width)), default=1.0) for tile in tiles) * TEXT
    )
    drawn = [
        _Drawn(
            tile,
            tile.emphasis if tile.is_ranked else "unranked",
            round(left + (tile.column - first_column) * (width + _GAP), 2),
            round(_TOP + (tile.row - first_row) * (_HEIGHT + _GAP), 2),
            _halves(tile.name, width),
        )
        for tile in tiles
    ]
    bottom = _TOP + rows * (_HEIGHT + _GAP)
    return figure(
        "tile_map.svg",
        bottom + 6.0,
        caption,
        alt,
        tiles=drawn,
        tile_width=round(width, 2),
        tile_height=_HEIGHT,
        name_size=round(size, 2),
        key=county_key([each.kind for each in drawn], 0.0),
        key_y=round(bottom + 3.5, 2),
        sketch=_SKETCH,
        sketch_x=round(WIDTH - text_width(_SKETCH, SMALL), 2),
    )


def _halves(name: str, width: float) -> tuple[str, ...]:
    """A name in one line, or in two where the tile is too narrow for it."""
    if text_width(name) <= width - 1.0:
        return (name,)
    half = (len(name) + 1) // 2
    return name[:half], name[half:]
