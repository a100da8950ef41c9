"""The fonts of the documents: where they lie, which characters they have, how wide these are.

fontconfig reads its configuration once, when WeasyPrint is imported. `use` must therefore come first, and
nothing in this package imports WeasyPrint at module level.
"""

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FANG = "FandolFang-Regular.otf"
SONG = "FandolSong-Regular.otf"
SONG_BOLD = "FandolSong-Bold.otf"
HEI = "FandolHei-Regular.otf"
KAI = "FandolKai-Regular.otf"
FALLBACK = "NotoSerifCJK-Regular.ttc"
FONT_FILES = (
    FANG,
    SONG,
    SONG_BOLD,
    HEI,
    "FandolHei-Bold.otf",
    KAI,
    FALLBACK,
    "NotoSerifCJK-Bold.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJK-Bold.ttc",
)
SC_FACE = 2  # the simplified Chinese face within the Noto collections

_POORLY_DRAWN = {0xFF5E}  # the full-width tilde of ranges, which Fandol draws raised like an accent


class FontsMissing(Exception):  # noqa: N818 - says what is the matter
    """The fonts folder is not complete; the message names the files and the command that fetches them."""


class MissingGlyph(Exception):  # noqa: N818
    """Characters that cannot be printed as they are."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(characters)
        self.characters = characters

    def __str__(self) -> str:
        names = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in self.characters)
        return f"字体中没有下列字符或不能正确显示，请改写：{names}"


def use(fonts: Path) -> None:
    """Make `fonts` the only fonts WeasyPrint sees in this process.

    Raises FontsMissing when a file is not there, RuntimeError when WeasyPrint already runs with other fonts.
    """
    folder = fonts.resolve()
    configuration = folder / "fonts.conf"
    missing = [name for name in (*FONT_FILES, "fonts.conf") if not (folder / name).is_file()]
    if missing:
        raise FontsMissing(f"缺少公文字体：{'、'.join(missing)}。请先运行 make setup。")
    if "weasyprint" in sys.modules and os.environ.get("FONTCONFIG_FILE") != str(configuration):
        raise RuntimeError("WeasyPrint was imported before its fonts were chosen")
    os.environ["FONTCONFIG_FILE"] = str(configuration)


@lru_cache(maxsize=32)
def _open(path: Path) -> TTFont:
    return TTFont(path, fontNumber=SC_FACE if path.suffix == ".ttc" else -1, lazy=True)


@lru_cache(maxsize=32)
def _characters(path: Path) -> dict[int, str]:
    characters: dict[int, str] = _open(path).getBestCmap()
    return characters


def missing_characters(text: str, fonts: Path) -> tuple[str, ...]:
    """Characters of `text` that would be dropped or drawn wrong, in order of code point."""
    wanted = {ord(c) for c in text} - {0x0A, 0x20}
    # The Fandol fonts draw U+FFE5 (full-width yen) as a dollar; U+FFFD means that a text was misread.
    wrong = wanted & {0xFFE5, 0xFFFD}
    # Every Fandol role must either have a character itself or leave it to the fallback.
    unknown = {c for name in (FANG, SONG, SONG_BOLD, HEI, KAI) for c in wanted.difference(_characters(fonts / name))}
    if unknown:
        unknown.difference_update(_characters(fonts / FALLBACK))
    return tuple(chr(c) for c in sorted(unknown | wrong))


def rare_characters(text: str, fonts: Path) -> tuple[str, ...]:
    """Characters of `text` that 仿宋 or 楷体 leave to the fallback font, each once."""
    usual = _usual_characters(fonts)
    return tuple(sorted({c for c in text if ord(c) not in usual and c >= "\u00a0"} - {"\u200b"}))


@lru_cache(maxsize=4)
def _usual_characters(fonts: Path) -> frozenset[int]:
    """Code points that both body faces draw, and draw well."""
    return frozenset((_characters(fonts / FANG).keys() & _characters(fonts / KAI).keys()) - _POORLY_DRAWN)


def glyphs(text: str, font: str, fonts: Path) -> list[Any]:
    """Return the outlines of the characters of `text` in a font (a file name above)."""
    drawn = _open(fonts / font).getGlyphSet()
    return [drawn[_characters(fonts / font)[ord(character)]] for character in text]


def width_em(text: str, font: str, fonts: Path) -> float:
    """Width of `text` in ems of `font` (a file name above); what it lacks is measured in the fallback."""
    return sum(_advance_em(ord(character), font, fonts) for character in text)


@lru_cache(maxsize=20_000)
def _advance_em(code: int, font: str, fonts: Path) -> float:
    for name in (font, FALLBACK):
        if code in _characters(fonts / name):
            metrics: Any = _open(fonts / name)["hmtx"]
            return float(metrics[_characters(fonts / name)[code]][0]) / 1000
    return 1.0
