"""A sheet of 1,000,000 rows of which all but a few are only formatted, as a copied column leaves behind."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.ingest import books

FORMATTED_ROWS = 1_000_000
LAST_COLUMN = "G"
MEGABYTE = 1 << 20
# What the sheet may take beyond reading the same rows without it; its XML alone is about 100 MB.
MOST_EXTRA_MB = 250

READ = """
import resource, sys
from pathlib import Path
from flows.period import Month
from tests.ingest import books, kept
path = Path(sys.argv[1])
read = kept.read(path, "2022-06/" + path.name, Month(2022, 6), books.contracts(), b"a key of the county")
print(len(read.rows), read.sheets[0].row_count, read.codes)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def with_formatted_rows(content: bytes, path: Path) -> int:
    """Write a workbook again with rows of formatted empty cells below those of its sheet; return the sheet's bytes."""
    row = '<row r="%d" spans="1:7" ht="14.25" customHeight="1">' + f'<c r="{LAST_COLUMN}%d" s="0"/></row>'
    size = 0
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        zipfile.ZipFile(io.BytesIO(content)) as given,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, part)
                continue
            span, told = re.subn(rb'(<dimension ref="A1:[A-Z]+)\d+', rb"\g<1>%d" % FORMATTED_ROWS, part)
            assert told == 1
            before, end, after = span.partition(b"</sheetData>")
            with made.open(name, "w") as sheet:
                sheet.write(before)
                for start in range(10, FORMATTED_ROWS, 10_000):
                    numbers = range(start, min(start + 10_000, FORMATTED_ROWS + 1))
                    size += sheet.write("".join([row % (number, number) for number in numbers]).encode())
                sheet.write(end + after)
    return size


def read_elsewhere(path: Path) -> tuple[str, int]:
    """Read a file in a process of its own: what it gave, and the most memory in MB that the process held."""
    project = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        env={**os.environ, "PYTHONPATH": str(project)},
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )
    said, peak = done.stdout.splitlines()
    return said, int(peak)


def test_formatted_rows_cost_no_memory_and_are_not_data(tmp_path: Path) -> None:
    content = books.xlsx({"工单": [books.TICKET_HEADER, books.TICKET]})
    small, vast = tmp_path / "小.xlsx", tmp_path / "大.xlsx"
    small.write_bytes(content)
    assert with_formatted_rows(content, vast) > 75 * MEGABYTE
    said_small, peak_small = read_elsewhere(small)
    said_vast, peak_vast = read_elsewhere(vast)
    assert said_vast == said_small == "1 1 []"
    assert peak_vast < peak_small + MOST_EXTRA_MB
