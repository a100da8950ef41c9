"""Four corrections to WeasyPrint's lines, without which Chinese pages are ragged and uneven.

1. `text-align: justify` stretches only spaces, of which Chinese has none: here the slack of a full line is
   shared among the gaps between its characters; numbers and Latin words stay closed up.
2. A character from a fallback font (a rare name, a digit face) makes its line higher: here every line is
   measured by the first font of its style, so the pitch of lines stays the same.
3. A justified line may be closed up by half a character in all where that draws in a word or a number that
   would otherwise leave the line loose.
4. A paragraph does not end with a single character on a line of its own: another one goes down to it.

They replace internal functions of WeasyPrint, so they are tied to the version they were written for.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

WEASYPRINT_VERSION = "70.0"
ZERO_WIDTH_SPACE = "\u200b"
_CLOSED_UP_EM = 0.5
_LONGEST_SINGLE = 4  # 表）。 with a zero-width space
_LEAST_LINE_EM = 10  # shorter measures, such as those of table cells, are left alone


class UnknownRenderer(Exception):  # noqa: N818 - says what is the matter
    """WeasyPrint is not the version these corrections were written and tested for."""


def is_stretchable(character: str) -> bool:
    """Whether slack may be put beside this character: ideographs, full-width signs and spaces, not 84.6 %."""
    return character == " " or (ord(character) >= 0x2010 and character != ZERO_WIDTH_SPACE)


def install() -> None:
    """Put the corrections into WeasyPrint, once; raises UnknownRenderer for any other version."""
    import weasyprint  # type: ignore[import-untyped]
    from weasyprint.layout import inline  # type: ignore[import-untyped]
    from weasyprint.text import line_break  # type: ignore[import-untyped]

    if weasyprint.__version__ != WEASYPRINT_VERSION:
        raise UnknownRenderer(
            f"排版程序应为 WeasyPrint {WEASYPRINT_VERSION}，现为 {weasyprint.__version__}。请运行 make setup。"
        )
    if inline.justify_line.__module__ == __name__:
        return
    measure_line = line_break.first_line_metrics
    split_line = line_break.split_first_line
    heights: dict[tuple[int, str], tuple[float, float]] = {}

    def first_line_metrics(
        first_line: Any, text: str, layout: Any, resume_at: Any, space_collapse: bool, style: Any, *rest: Any
    ) -> Any:
        measured = measure_line(first_line, text, layout, resume_at, space_collapse, style, *rest)
        key = (id(style.font_config), line_break._font_style_cache_key(style, include_size=True))
        if key not in heights:
            strut = line_break.Layout(style)
            strut.set_text(" ")
            line, _ = strut.get_first_line()
            heights[key] = measure_line(line, "", strut, None, False, style)[4:6]
        return (*measured[:4], *heights[key])

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        spacing: Any,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        def split(width: Any) -> Any:
            return split_line(text, style, context, width, spacing, is_line_start=is_line_start, minimum=minimum)

        usual = split(max_width)
        size = style["font_size"]
        if (
            usual[2] is None
            or minimum
            or style["text_align_all"] != "justify"
            or max_width is None
            or not size * _LEAST_LINE_EM < max_width < size * 1000
        ):
            return usual
        if _is_single(text.encode()[usual[2] :].decode()):
            return split(usual[3] - size * _CLOSED_UP_EM)
        if max_width - usual[3] < size * _CLOSED_UP_EM:
            return usual
        closer = split(max_width + size * _CLOSED_UP_EM)
        # The last line of a paragraph is not justified and cannot be closed up.
        if closer[2] is None or closer[1] <= usual[1] or text.encode()[closer[2] :] == b"":
            return usual
        tracking = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
        cells = sum(0.5 if c < "\u0080" else 1.0 for c in closer[0].text if c != ZERO_WIDTH_SPACE)
        if cells > max_width / (size + tracking) + _CLOSED_UP_EM:
            return usual
        layout, length, resume_at, width, height, baseline = closer
        # Claim to fit: a line that is as wide as its measure would not be justified.
        claimed = min(width, max_width - 0.01)
        layout.excess = width - claimed
        return layout, length, resume_at, claimed, height, baseline

    class StretchedLayout(line_break.Layout):  # type: ignore[misc]
        """A line of text with `stretch` (px) more beside each stretchable character, kept when redrawn."""

        stretch = 0.0

        def set_text(self, text: str, justify: bool = False) -> None:
            super().set_text(text, justify)
            pango, ffi = line_break.pango, line_break.ffi
            base = 0 if self.style["letter_spacing"] == "normal" else self.style["letter_spacing"]
            attributes = pango.pango_layout_get_attributes(self.layout)
            if attributes == ffi.NULL:
                attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            start = 0
            for stretchable, run in groupby(self.text, is_stretchable):
                end = start + len("".join(run).encode())
                if stretchable:
                    spacing = round((base + self.stretch) * line_break.TO_UNITS)
                    attribute = pango.pango_attr_letter_spacing_new(spacing)
                    attribute.start_index, attribute.end_index = start, end
                    pango.pango_attr_list_change(attributes, attribute)
                start = end
            pango.pango_layout_set_attributes(self.layout, attributes)

    def stretch_box(box: Any, stretch: float) -> float:
        """Give a text box its share; returns how much wider it became (px)."""
        before: float = box.width  # as claimed, without any excess
        layout = StretchedLayout(box.style)
        layout.stretch = stretch
        layout.set_text(box.text)
        line, _ = layout.get_first_line()
        box.width, _ = line_break.line_size(line, box.style)
        layout.deactivate()
        box.pango_layout = layout
        return float(box.width) - before

    def justify_line(_context: Any, line: Any, extra_width: float) -> None:
        texts = [box for box in _leaves(line) if hasattr(box, "pango_layout")]
        if not texts:
            return
        # A zero-width space at the end would take half a share and leave the line short by it.
        texts[-1].text = texts[-1].text.rstrip(ZERO_WIDTH_SPACE) or texts[-1].text
        ends = [(is_stretchable(box.text[0]), is_stretchable(box.text[-1])) for box in texts]
        shares = sum(is_stretchable(c) for box in texts for c in box.text)
        shares_used = shares - (ends[0][0] + ends[-1][1]) / 2
        if shares_used <= 0:
            return
        excess = sum(getattr(box.pango_layout, "excess", 0.0) for box in texts)
        stretch = (extra_width - excess) / shares_used
        advance, previous = 0.0, None
        for box in _leaves(line):
            if not hasattr(box, "pango_layout"):
                box.translate(advance, 0)
                continue
            number = texts.index(box)
            if previous is not None:
                # Pango drops half a share at both ends of a box; between two boxes it belongs there.
                advance += stretch * (ends[previous][1] + ends[number][0]) / 2
            box.position_x += advance
            advance += stretch_box(box, stretch)
            previous = number
        line.width += advance

    line_break.first_line_metrics = first_line_metrics
    inline.split_first_line = split_first_line
    inline.justify_line = justify_line
    justify_line.__module__ = __name__


def _is_single(rest: str) -> bool:
    """Whether nothing but one character of a word, and marks after it, is left for the last line."""
    return len(rest) <= _LONGEST_SINGLE and sum(character.isalnum() for character in rest) == 1


def _leaves(box: Any) -> Iterator[Any]:
    """Text boxes and atomic boxes of a line, from left to right."""
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]

    for child in box.children:
        if isinstance(child, boxes.InlineBox):
            yield from _leaves(child)
        elif child.is_in_normal_flow():
            yield child
