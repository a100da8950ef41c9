"""Measures a PDF against GB/T 9704: every breach as a sentence, none when the page is right."""

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf

from tests.page.lines import MM, Character, Line, characters, lines, pitches, untagged

PITCH = 10.44
LEFT, RIGHT = 28.0, 184.0
TOP, BOTTOM = 37.0, 262.0
CHARACTER = 15.79 * MM
INK_TOP = 0.761  # of the em, above the baseline: the ink of 小标宋 ideographs
DASH_HEIGHT = 0.3  # of the em, above the baseline: the dash of 宋体
NEVER_FIRST = "，。、；：？！）〕》”’】…"
NEVER_LAST = "（〔《“‘【"
ROLES = ("FandolFang", "FandolSong-Regular", "FandolSong-Title", "FandolHei", "FandolKai")
# A draft leaves the number, and the month and the day of issue, to be filled in.
NUMBER = re.compile(r".{2,12}〔\d{4}〕\d*号")
SIGNED = re.compile(r"\d{4}年(\d{1,2}月\d{1,2}|月)日")
FILLED_IN = re.compile(r"〔\d{4}〕\d+号|\d月\d{1,2}日(印发)?$")


def check_official(pdf: bytes | Path) -> list[str]:
    """Every breach of the page's rules found in `pdf`."""
    data = pdf.read_bytes() if isinstance(pdf, Path) else pdf
    found = check_file(data)
    with pdfplumber.open(io.BytesIO(untagged(data))) as opened:
        pages = [Page(number, page) for number, page in enumerate(opened.pages, 1)]
        for page in pages:
            found += check_sheet(page)
        found += check_head(pages[0])
        found += check_body([p for p in pages if not p.is_landscape])
        found += check_colophon(pages[-1])
        # After a landscape attachment the colophon has an upright page to itself; nowhere else.
        if not pages[-2].is_landscape and all(abs(line.size_pt - 14) < 0.1 for line in pages[-1].lines):
            found.append(f"page {pages[-1].number}: the colophon stands alone")
        found += check_state(pages, is_draft="送审稿" in (opened.metadata.get("Keywords") or ""))
    return found


class Page:
    """One page: its characters, the lines of the type area, its rules."""

    def __init__(self, number: int, page: Any) -> None:
        self.number = number
        self.width, self.height = float(page.width) * MM, float(page.height) * MM
        self.is_landscape = self.width > self.height
        self.text = "".join(c["text"] for c in page.chars)
        self.rotated = [c for c in page.chars if not c["upright"] and not c["text"].isspace()]
        self.characters = characters(page)
        self.inside = [c for c in self.characters if 30 < c.baseline < self.height - 31.5]
        self.lines = lines(number, self.inside)
        self.foot = [c for c in self.characters if c.baseline >= 265.5 and not self.is_landscape]
        self.rules = [
            (
                r["x0"] * MM,
                r["x1"] * MM,
                r["top"] * MM,
                r["bottom"] * MM,
                r["non_stroking_color"],
                r["stroking_color"],
            )
            for r in (*page.rects, *page.lines)
        ]

    @property
    def body(self) -> list[Line]:
        """Lines of 3号 type that are neither the document number nor the label of an attachment."""
        found = [ln for ln in self.lines if abs(ln.size_pt - 16) < 0.1]
        return [ln for ln in found if not NUMBER.fullmatch(ln.text) and not re.fullmatch(r"附件\d*", ln.text)]


def check_file(data: bytes, roles: Sequence[str] = ROLES) -> list[str]:
    """What the file says of itself: language, tags, metadata, bookmarks, fonts of every role."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        if str(root.get("/Lang", "")) != "zh-CN":
            found.append("language is not zh-CN")
        if not bool(root.get("/MarkInfo", {}).get("/Marked", False)) or "/StructTreeRoot" not in root:
            found.append("not tagged")
        if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
            found.append("DisplayDocTitle is not set")
        found += [f"no {key[1:]}" for key in ("/Title", "/Author") if not str(pdf.docinfo.get(key, ""))]
        with pdf.open_outline() as outline:
            count = _count(outline.root)
        if count < 3:
            found.append(f"{count} bookmarks")
        names = set()
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                name = str(item.FontName)[1:]
                names.add(name)
                if not any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                    found.append(f"font not embedded: {name}")
                if not re.match(r"[A-Z]{6}\+", name):
                    found.append(f"font not subset: {name}")
        found += [f"no font for the role of {role}" for role in roles if not any(role in n for n in names)]
    return found


def _count(items: Any) -> int:
    return sum(1 + _count(item.children) for item in items)


def check_sheet(page: Page) -> list[str]:
    """Paper, text and page number of one page."""
    found = []
    here = f"page {page.number}: "
    short, long = sorted((page.width, page.height))
    if abs(short - 210) > 0.5 or abs(long - 297) > 0.5:
        found.append(here + f"{page.width:.0f} × {page.height:.0f} mm is not A4")
    found += [here + f"{bad!r} in the text" for bad in "\ufffd￥" if bad in page.text]
    left, right, top, bottom = (35.0, 260.0, 28.0, 184.0) if page.is_landscape else (LEFT, RIGHT, TOP, BOTTOM)
    for c in page.inside:
        if c.x0 < left - 0.2 or c.x1 > right + 0.4:
            found.append(here + f"{c.text!r} at {c.x0:.1f}–{c.x1:.1f} mm leaves the type area")
        if c.top < top - 0.2 or c.bottom > bottom + 0.3:
            found.append(here + f"{c.text!r} at {c.top:.1f}–{c.bottom:.1f} mm leaves the type area")
    return found + [here + text for text in (_rotated_number(page) if page.is_landscape else _number(page))]


def _number(page: Page) -> list[str]:
    text = "".join(c.text for c in page.foot)
    if text != f"—{page.number}—":
        return [f"page number reads {text!r}"]
    found = []
    if any(abs(c.size_pt - 14) > 0.1 for c in page.foot):
        found.append("page number is not 14 pt")
    below = page.foot[0].baseline - DASH_HEIGHT * 14 * MM - BOTTOM
    if abs(below - 7) > 0.6:
        found.append(f"page number {below:.1f} mm below the type area")
    gap = RIGHT - page.foot[-1].x1 if page.number % 2 else page.foot[0].x0 - LEFT
    if not 4 < gap < 6.5:
        found.append(f"page number {gap:.1f} mm from its side")
    return found


def _rotated_number(page: Page) -> list[str]:
    text = "".join(c["text"] for c in page.rotated)
    if text != f"—{page.number}—":
        return [f"page number reads {text!r}"]
    found = []
    first, last = page.rotated[0], page.rotated[-1]
    beside = 35.0 - (first["matrix"][4] * MM + DASH_HEIGHT * 14 * MM)
    if abs(beside - 7) > 0.6:
        found.append(f"page number {beside:.1f} mm from the type area")
    gap = 184.0 - last["bottom"] * MM if page.number % 2 else first["top"] * MM - 28.0
    if not 4 < gap < 6.5:
        found.append(f"page number {gap:.1f} mm from its side")
    return found


def check_head(page: Page) -> list[str]:
    """The red head and the first lines of the text."""
    found = []
    mark = [c for c in page.inside if c.is_red and c.size_pt > 20]
    top = mark[0].baseline - INK_TOP * mark[0].size_pt * MM if mark else 0.0
    if abs(top - 72) > 1.5:
        found.append(f"page 1: issuer's mark at {top:.1f} mm")
    red = [r for r in page.rules if r[4] and len(r[4]) == 3 and r[4][0] > 0.7 and max(r[4][1:]) < 0.3]
    if not any(abs(r[1] - r[0] - 156) < 0.3 and 0.3 <= r[3] - r[2] <= 0.6 for r in red):
        found.append("page 1: no red rule 156 mm wide")
    number = [ln for ln in page.lines if NUMBER.fullmatch(ln.text)]
    gap = red[0][2] - number[0].characters[0].bottom if red and number else 0.0
    if abs(gap - 4) > 1:
        found.append(f"page 1: red rule {gap:.1f} mm below the document number")
    if not any(abs(line.x0 - LEFT - 2 * CHARACTER) < 1 for line in page.body):
        found.append("page 1: no body text")
    return found


def check_body(pages: list[Page]) -> list[str]:
    """Pitch, ends and breaks of the lines of body text, and the company of the signature."""
    found = []
    signed = next((p for p in pages if any(SIGNED.fullmatch(ln.text) for ln in p.body)), None)
    for page in pages:
        here = f"page {page.number}: "
        found += [
            here + f"line pitch {gap:.2f} mm after {line.text[:8]!r}"
            for line, gap in pitches(page.body)
            if gap < 15 and abs(gap - PITCH) > 0.1
        ]
        only_text = all(abs(c.size_pt - 16) < 0.1 for c in page.inside)
        # A heading or a short end of a paragraph may go over to the next page, with at most three lines.
        if signed and only_text and page.number < signed.number - 1 and len(page.body) < 19:
            found.append(here + f"{len(page.body)} lines on a full page")
        if len(page.body) > 22:
            found.append(here + f"{len(page.body)} lines")
    if signed is None:
        found.append("no signature date")
    else:
        at = next(i for i, ln in enumerate(signed.body) if SIGNED.fullmatch(ln.text))
        if sum(ln.x0 < LEFT + 2.5 * CHARACTER and "附件：" not in ln.text for ln in signed.body[:at]) < 2:
            found.append(f"page {signed.number}: the signature stands alone")
    return found + _check_lines([line for page in pages for line in page.body])


def _check_lines(body: list[Line]) -> list[str]:
    found = []
    for line, following in zip(body, [*body[1:], None], strict=True):
        here = f"page {line.page}: {line.text[:10]!r} "
        if line.text[0] in NEVER_FIRST:
            found.append(here + "begins with a mark that closes")
        if line.text[-1] in NEVER_LAST:
            found.append(here + "ends with a mark that opens")
        if following is None or following.x0 > LEFT + 1 or line.x0 > LEFT + 2.5 * CHARACTER:
            continue
        # The next line is not indented: it goes on with the paragraph of this one, which therefore is full.
        if abs(line.x1 - RIGHT) > 0.6:
            found.append(here + f"ends at {line.x1:.1f} mm")
        count = line.em + round((line.x0 - LEFT) / CHARACTER)
        # The line before a short last one may have given it a character.
        if not (24.5 if len(following.text) <= 4 else 25.5) <= count <= 28.5:
            found.append(here + f"has {count:.1f} characters")
    return found


def check_colophon(page: Page) -> list[str]:
    """The colophon at the foot of the last page."""
    here = f"page {page.number}: "
    if page.is_landscape:
        return [here + "the last page is not upright"]
    printed = [line for line in page.lines if line.text.endswith("印发")]
    if not printed:
        return [here + "no colophon"]
    last: Character = printed[-1].characters[0]
    found = []
    if last.top < 250 or last.bottom > 263:
        found.append(here + f"colophon at {last.top:.1f}–{last.bottom:.1f} mm")
    if abs(last.size_pt - 14) > 0.1:
        found.append(here + "colophon is not 14 pt")
    if not any(abs(r[3] - BOTTOM) < 0.4 and abs(r[1] - r[0] - 156) < 0.3 for r in page.rules):
        found.append(here + "no rule on the bottom of the type area")
    return found


def check_state(pages: list[Page], *, is_draft: bool) -> list[str]:
    """Whether the places of number and day are open in a draft, and in no other document."""
    places = [ln.text for ln in pages[0].lines if NUMBER.fullmatch(ln.text)]
    places += [ln.text for page in pages for ln in page.body if SIGNED.fullmatch(ln.text)]
    places += [ln.text for ln in pages[-1].lines if ln.text.endswith("印发")]
    state = "filled in in a draft" if is_draft else "left open"
    return [f"{text!r} is {state}" for text in places if bool(FILLED_IN.search(text)) == is_draft]
