"""What a month's documents cost to print: thirty of four pages each, none remembered, all remembered, one changed."""

from __future__ import annotations

import io
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pikepdf

from flows.printing import print_documents
from flows.settings import Settings
from reports.document import Heading, OfficialDocument, Paragraph
from tests.page.sample import ranking, sample

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = 30


def month() -> list[OfficialDocument]:
    """Thirty documents with text, a chart and a table; no two alike."""
    whole = sample()
    return [
        replace(whole, blocks=(Heading(1, f"第{number}份"), *whole.blocks[:12], ranking()), attachments=())
        for number in range(1, DOCUMENTS + 1)
    ]


def show() -> None:
    """Print the seconds and the processor's seconds of each printing."""
    documents = month()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(PROJECT, Path(folder))
        changed = [replace(documents[0], blocks=(*documents[0].blocks, Paragraph("补充一段。"))), *documents[1:]]
        for name, wanted in (("none remembered", documents), ("all remembered", documents), ("one changed", changed)):
            began, before = time.perf_counter(), _cpu_seconds()
            printed = print_documents(settings, wanted, is_whole_run=True)
            seconds, used = time.perf_counter() - began, _cpu_seconds() - before
            pages = sum(len(pikepdf.open(io.BytesIO(content)).pages) for content in printed)
            print(f"{DOCUMENTS} documents, {pages} pages, {name}: {seconds:.1f} s, {used:.1f} s of CPU", flush=True)


def _cpu_seconds() -> float:
    """Return the processor's time of this process and of those it has waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))


if __name__ == "__main__":
    show()
