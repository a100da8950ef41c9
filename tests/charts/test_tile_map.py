"""The sketch of the county: tiles where the towns lie, names within them."""

from __future__ import annotations

import pytest

from reports.charts.tile_map import Tile, tile_map
from reports.document import Figure
from tests.charts.drawn import NAMES_12, NAMES_40, SVG, boxes, faults, parsed


def draw(tiles: list[Tile]) -> Figure:
    """The tiles as a figure."""
    return tile_map(tiles, caption="图1", alt="示意图")


@pytest.mark.parametrize(("names", "columns"), [(NAMES_12, 4), (NAMES_40, 8), (NAMES_40, 10)])
def test_names_and_scores_keep_within_their_tiles(names: tuple[str, ...], columns: int) -> None:
    figure = draw([Tile(n, i % columns, i // columns, f"{85 + i}.00", "none", True) for i, n in enumerate(names)])
    assert faults(figure) == []
    tiles = [(float(r.get("x", "0")), float(r.get("width", "0"))) for r in parsed(figure).iter(f"{SVG}rect")]
    for box in boxes(figure)[:-1]:
        assert any(x <= box.left and box.right <= x + width for x, width in tiles), box.text


def test_a_town_lies_where_its_column_and_row_say_and_is_tinted_by_its_test() -> None:
    tiles = [
        Tile("甲镇", 1, 0, "90.00", "above", True),
        Tile("乙镇", 0, 1, "80.00", "below", True),
        Tile("丙镇", 1, 1, "—", "below", False),
    ]
    figure = draw(tiles)
    at = {box.text: box for box in boxes(figure)}
    assert at["甲镇"].left > at["乙镇"].left
    assert at["甲镇"].top < at["乙镇"].top == at["丙镇"].top
    large = [r.get("fill") for r in parsed(figure).iter(f"{SVG}rect") if float(r.get("height") or 0) > 10]
    assert large == ["#d5e8dc", "#eec4bf", "#ffffff"]
    assert "示意图，不表示实际边界" in at
    assert faults(figure) == []


def test_two_towns_in_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="甲镇与别的镇街同在一格"):
        draw([Tile("甲镇", 0, 0, "", "none", True), Tile("乙镇", 0, 0, "", "none", True)])
    with pytest.raises(ValueError, match="没有任何"):
        draw([])
