"""What stands in a chart and where: boxes of its texts, and what is wrong with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from reports.charts.canvas import TEXT, text_width
from reports.document import Figure

SVG = "{http://www.w3.org/2000/svg}"
NAMES_12 = tuple(f"第{'一二三四五六七八九十百千'[i]}街道文化站区" for i in range(12))
NAMES_40 = tuple(f"第{'一二三四五六七八九十'[i // 10]}{'一二三四五六七八九十'[i % 10]}街道办事处" for i in range(40))


@dataclass(frozen=True)
class Box:
    """A text of a chart and the place it takes (mm)."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    fill: str


def parsed(figure: Figure) -> ElementTree.Element:
    """The drawing as XML."""
    return ElementTree.fromstring(figure.svg)


def boxes(figure: Figure) -> list[Box]:
    """Every text of a chart, as wide as it is at most."""
    root = parsed(figure)
    usual = float(root.get("font-size", str(TEXT)))
    found = []
    for each in root.iter(f"{SVG}text"):
        size = float(each.get("font-size", str(usual)))
        text = "".join(each.itertext()).strip()
        width = text_width(text, size)
        x, y = float(each.get("x", "0")), float(each.get("y", "0"))
        left = {"start": x, "middle": x - width / 2, "end": x - width}[each.get("text-anchor", "start")]
        found.append(Box(text, left, left + width, y - size * 0.85, y + size * 0.15, each.get("fill", "#000")))
    return [box for box in found if box.text]


def faults(figure: Figure) -> list[str]:
    """Texts that leave the sheet or lie on one another."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', figure.svg)
    assert box is not None
    width, height = float(box[1]), float(box[2])
    texts = boxes(figure)
    found = [
        f"{t.text} leaves the sheet"
        for t in texts
        if t.left < -0.01 or t.right > width + 0.01 or t.top < -0.01 or t.bottom > height + 0.01
    ]
    for one, other in combinations(texts, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        if across > 0.05 and down > 0.05:
            found.append(f"{one.text} lies on {other.text}")
    return found
