"""Loading a file (every row and cell, private data masked, into a new warehouse) beside a plain read of it."""

from __future__ import annotations

import codecs
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import python_calamine

from bench import tickets
from bench.measure import Cost, cost
from flows.period import Month
from flows.reference import load_reference as read_reference
from flows.warehouse import cache
from flows.warehouse.database import connect, create, quoted
from flows.warehouse.load import load_raw, load_reference

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
MONTH = Month(2022, 6)
KEY = b"a key for measuring"
HEADINGS = ("载入", "CPU", "内存", "只读", "CPU", "倍数", "CPU 倍数")
FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "20 万行 × 20 列 .xlsx": ("工单.xlsx", lambda path: tickets.write_xlsx(path, 200_000)),
    "100 万行 × 20 列 CSV（GB18030）": ("工单.csv", lambda path: tickets.write_csv(path, 1_000_000, "gb18030")),
    "100 万行只有格式的 .xlsx": ("空行.xlsx", lambda path: tickets.write_formatted(path, 1_000_000, note=False)),
    "同上，最下面另有一行备注": ("远处.xlsx", lambda path: tickets.write_formatted(path, 1_000_000, note=True)),
}


def lines() -> Iterator[tuple[str, Cost, Cost]]:
    """Yield what is measured: its name, what ours costs, what the plain read costs."""
    with tempfile.TemporaryDirectory() as folder:
        for title, (name, write) in FILES.items():
            path = Path(folder) / name
            write(path)
            yield title, cost("bench.loading", "load", str(path)), cost("bench.loading", "read", str(path))
            path.unlink()


def show() -> None:
    """Print a line for each file as soon as it is measured."""
    print("  ".join(f"{heading:>8}" for heading in HEADINGS))
    for title, ours, plain in lines():
        cells = [f"{ours.seconds:.1f} s", f"{ours.cpu_seconds:.1f} s", f"{ours.peak_mib:.0f} MiB"]
        cells += [f"{plain.seconds:.1f} s", f"{plain.cpu_seconds:.1f} s"]
        cells += [f"{ours.seconds / plain.seconds:.1f}", f"{ours.cpu_seconds / plain.cpu_seconds:.1f}"]
        print("  ".join(f"{cell:>10}" for cell in cells), title, sep="  ", flush=True)


def load(path: Path) -> None:
    """Do what a run does with a file that is new: reading, parts in the cache, raw.*"""
    reference = read_reference(REFERENCE)
    entry, built = path.with_suffix(".reading"), path.with_suffix(".duckdb")
    file = cache.FileToRead(entry, path, f"{MONTH}/{path.name}", MONTH, reference.contracts, KEY)
    cache.read_and_store([file])
    kept = cache.load(entry)
    assert kept is not None
    create(built)
    with connect(built) as connection:
        load_reference(connection, reference, [MONTH])
        load_raw(connection, reference, [MONTH], [kept])
    shutil.rmtree(entry)
    built.unlink()


def read(path: Path) -> None:
    """Read a file with the fastest reader of its format, and do nothing with it."""
    if path.suffix == ".xlsx":
        with python_calamine.load_workbook(path) as book:
            for _ in book.get_sheet_by_index(0).iter_rows():
                pass
        return
    copy = path.with_suffix(".utf8")
    with path.open("rb") as source, copy.open("wb") as target:
        decoder = codecs.getincrementaldecoder("gb18030")()
        while block := source.read(1 << 20):
            target.write(decoder.decode(block).encode())
    with duckdb.connect() as connection:
        connection.execute(f"create table t as from read_csv({quoted(str(copy))}, all_varchar = true, header = true)")
    copy.unlink()


if __name__ == "__main__":
    {"load": load, "read": read}[sys.argv[1]](Path(sys.argv[2]))
