"""What the page needs worked out before layout: break points, sizes and widths that CSS cannot find itself.

Lengths are millimetres unless named `_pt` or `_em`. The measures are those of GB/T 9704-2012.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from reports.document import Document, Figure, OfficialDocument
from reports.fonts import FANG, SONG, width_em
from reports.justify import ZERO_WIDTH_SPACE

PT = 25.4 / 72
LINE = 10.44  # one line of body text: 22 of them fill the type area
BODY_PT = 16.0
TRACKING_PT = -0.21  # 28 characters of 16 pt are 158 mm; this brings them to the 156 mm of the type area
CHARACTER = (BODY_PT + TRACKING_PT) * PT
UPRIGHT_WIDTH = 156.0
LANDSCAPE_WIDTH = 225.0
CAPTION_HEIGHT = 8.6
FIGURE_TOP = 1.0

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
    return (text_em(text, FANG, fonts) * BODY_PT + len(text) * TRACKING_PT) * PT


def text_em(text: str, font: str, fonts: Path) -> float:
    """Width in ems; digits and Latin letters are always set in 宋体."""
    return sum(
        width_em("".join(run), SONG if ascii_ else font, fonts)
        for ascii_, run in groupby(text, lambda character: character < "\u0080")
    )


def is_one_line(text: str, fonts: Path) -> bool:
    """Whether a paragraph of body text may stand on one line, after its indent of two characters."""
    return _body_width(text, fonts) <= UPRIGHT_WIDTH - CHARACTER


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
