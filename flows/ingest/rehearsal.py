"""Trying a suspect workbook in a process of its own, with bounded memory, before it is read in ours.

The library that reads workbooks asks for memory for the whole rectangle a sheet spans. A single stray cell at
XFD1048576, or a damaged .xls, makes it ask for hundreds of gigabytes; the process then ends and takes the run with it.
"""

from __future__ import annotations

import contextlib
import io
import re
import resource
import subprocess
import sys
import zipfile

import python_calamine

MEMORY_BYTES = 4 << 30
VAST_CELLS = 30_000_000
DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="[A-Z]+\d+:([A-Z]{1,3})(\d{1,7})"')
HEAD_BYTES = 4096


def may_be_vast(content: bytes) -> bool:
    """Tell whether a sheet of an .xlsx says that it spans more cells than we care to hold, or does not say."""
    # What cannot even be unpacked is left to the reader, which will say so.
    with contextlib.suppress(Exception), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            if re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", member):
                with archive.open(member) as sheet:
                    span = DIMENSION.search(sheet.read(HEAD_BYTES))
                if span is None or _width(span[1]) * int(span[2]) > VAST_CELLS:
                    return True
    return False


def _width(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def is_readable(content: bytes) -> bool:
    """Read a workbook in another process; tell whether that process survived. Faults it can name are left to us."""
    # -P: this file is run as a script; its folder must not stand in for the standard library.
    done = subprocess.run([sys.executable, "-P", __file__], input=content, capture_output=True, check=False)
    return done.returncode == 0


def rehearse(content: bytes) -> None:
    """Open every visible sheet."""
    with contextlib.suppress(Exception), python_calamine.load_workbook(io.BytesIO(content)) as book:
        for meta in book.sheets_metadata:
            if meta.visible == python_calamine.SheetVisibleEnum.Visible:
                book.get_sheet_by_name(meta.name)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    rehearse(sys.stdin.buffer.read())
