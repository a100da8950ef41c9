"""`minyi` with the first document of every report set as pages, and of its others the content instead, as text.

For runs whose test is not about each town's or unit's pages: a month has some forty documents, a few of each kind.
In the environment: WHOLE_MONTH, a month all of whose documents are printed; PRINTED, the only reports that are printed
(通报、排名报告; where it is "-", documents are not even composed).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from flows import cli, documents, printing, steps
from flows.documents import MonthFiles
from flows.settings import Settings
from reports.workbook import Workbook

NOTHING = "-"


@contextmanager
def sparing() -> Iterator[None]:
    """Let runs within spare as the environment says; a few documents are printed without processes of their own."""
    with mock.patch.object(steps, "write_files", _write_files), mock.patch.object(steps, "files_of", _files_of):
        yield


def _files_of(*month: object) -> MonthFiles:
    return MonthFiles({}) if os.environ.get("PRINTED") == NOTHING else documents.files_of(*month)  # type: ignore[arg-type]


def _write_files(settings: Settings, months: Mapping[Path, MonthFiles], *, is_whole_run: bool = False) -> None:
    """Make the files of several folders as `flows.documents` does, but most documents as texts of what they say."""
    whole = os.environ.get("WHOLE_MONTH")
    spared = {folder: month if folder.name == whole else MonthFiles(_spare(month)) for folder, month in months.items()}
    worth = printing.DOCUMENTS_WORTH_WORKERS if whole else 1_000
    with mock.patch.object(printing, "DOCUMENTS_WORTH_WORKERS", worth):
        documents.write_files(settings, spared, is_whole_run=is_whole_run)


def _spare(month: MonthFiles) -> dict[str, documents.Document | Workbook | bytes]:
    files: dict[str, documents.Document | Workbook | bytes] = {}
    printed, only = set(), os.environ.get("PRINTED", "").split("、")
    for name, made_of in month.files.items():
        report = Path(name).stem.partition("_")[0]
        if isinstance(made_of, bytes | Workbook) or (report not in printed and any(map(report.endswith, only))):
            files[name] = made_of
            printed.add(report)
        else:
            # The space after the number of a table or a figure stands in a representation as its code.
            files[Path(name).stem + ".txt"] = repr(made_of).replace(r"\u3000", "\u3000").encode()
    return files


if __name__ == "__main__":
    with sparing():
        cli.app()
