"""A word across every page, drawn as outlines: it is seen, and is no text that a reader or a search comes upon."""

from __future__ import annotations

import base64
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]

from reports.fonts import HEI, glyphs

_EM = 1000
_COLOUR = "#ededed"  # read through with ease, and still seen on a copy
_SIZE_MM = 52.0
_TILT_DEGREES = -35.0
_SHEET_MM = 150.0


def watermark(text: str, fonts: Path) -> str:
    """Return the address (data:) of a drawing of the text, tilted about the middle of a square."""
    drawn = []
    for place, glyph in enumerate(glyphs(text, HEI, fonts)):
        pen = SVGPathPen(None, ntos=lambda number: f"{number:.0f}")
        glyph.draw(pen)
        drawn.append(f'<path transform="translate({place * _EM} 0)" d="{pen.getCommands()}"/>')
    scale, middle = _SIZE_MM / _EM, _SHEET_MM / 2
    # Outlines stand on their base line with the ordinate upwards; the body of an ideograph is centred at 0.38 em.
    turn = f"translate({middle} {middle}) rotate({_TILT_DEGREES}) scale({scale} {-scale})"
    centre = f"translate({-len(drawn) * _EM / 2} {-0.38 * _EM})"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SHEET_MM:g} {_SHEET_MM:g}">'
        f'<g fill="{_COLOUR}" transform="{turn} {centre}">{"".join(drawn)}</g></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
