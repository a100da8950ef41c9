"""Every PDF of a folder measured as what it says it is: an official document, or a report for reading and work."""

import io
from pathlib import Path

import pdfplumber
import pikepdf

from tests.page.lines import untagged
from tests.page.official_page import Page, check_file, check_official

ROLES = ("FandolSong-Regular", "FandolSong-Title", "FandolHei")
# Left, right, top and bottom of what may be printed on, without the heads of pages: upright, landscape (mm).
UPRIGHT = (28.0, 184.4, 29.5, 265.0)
LANDSCAPE = (29.8, 267.4, 27.5, 186.5)


def check_analytical(pdf: bytes | Path) -> list[str]:
    """Every breach of the page of a report found in `pdf`."""
    data = pdf.read_bytes() if isinstance(pdf, Path) else pdf
    found = check_file(data, ROLES)
    with pdfplumber.open(io.BytesIO(untagged(data))) as opened:
        for number, each in enumerate(opened.pages, 1):
            page, here = Page(number, each), f"page {number}: "
            short, long = sorted((page.width, page.height))
            if abs(short - 210) > 0.5 or abs(long - 297) > 0.5:
                found.append(here + f"{page.width:.0f} × {page.height:.0f} mm is not A4")
            found += [here + f"{bad!r} in the text" for bad in "\ufffd￥" if bad in page.text]
            left, right, top, bottom = LANDSCAPE if page.is_landscape else UPRIGHT
            for c in page.inside:
                is_head = c.bottom < top
                if c.x0 < left - 0.3 or c.x1 > right + 0.3 or (c.bottom > bottom and not is_head):
                    found.append(here + f"{c.text!r} at {c.x0:.1f}, {c.bottom:.1f} mm leaves the type area")
            foot = [c for c in page.characters if c.baseline > bottom and abs(c.size_pt - 14) < 0.1]
            if "".join(c.text for c in foot) != f"—{number}—":
                found.append(here + "no page number")
    return found


def assert_official(pdf: bytes | Path) -> None:
    """Fail with every breach of the official page."""
    assert check_official(pdf) == [], pdf if isinstance(pdf, Path) else ""


def assert_analytical(pdf: bytes | Path) -> None:
    """Fail with every breach of the page of a report."""
    assert check_analytical(pdf) == [], pdf if isinstance(pdf, Path) else ""


def assert_documents(folder: Path) -> int:
    """Measure every PDF of a folder; return how many there are."""
    paths = sorted(folder.glob("*.pdf"))
    for path in paths:
        with pikepdf.open(path) as pdf:
            kind = str(pdf.docinfo.get("/Creator", ""))
        {"minyi official": assert_official, "minyi report": assert_analytical}[kind](path)
    return len(paths)
