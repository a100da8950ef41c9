"""What every report of the demo county says, word for word, and as what: the text of its pages and its HTML, kept.

`python -m tests.end_to_end.golden_reports` writes them anew; look at the difference before you keep it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.documents import compose_reports
from flows.period import Month
from flows.settings import Settings
from reports.catalogue import REPORTS
from reports.render import page_source, render_pdf
from reports.workbook import Workbook
from tests.end_to_end.conftest import MONTHS, PROJECT, county_folder, run_minyi
from tests.end_to_end.printed_figures import text_of

GOLDEN = Path(__file__).parent / "golden"
# Reports that the normal month does not call for, with the month that does.
OTHER_MONTHS = {"look_back": "2021-11", "annual": "2021-12"}


def golden(built: Path) -> Iterator[tuple[str, str]]:
    """Yield file names and contents, two of each report's first subject: as published or, if need be, printed anew."""
    fonts = Settings(PROJECT, PROJECT / "data").fonts
    with (
        duckdb.connect(str(built / "minyi.duckdb"), read_only=True) as connection,
        tempfile.TemporaryDirectory() as made,
    ):
        for report in REPORTS:
            month = OTHER_MONTHS.get(report.name, MONTHS[-1])
            composed = next(compose_reports(connection, Month.parse(month), [report]))
            if isinstance(composed.document, Workbook):
                continue
            path = built / month / composed.file_name
            if not path.exists():
                path = Path(made) / composed.file_name
                path.write_bytes(render_pdf(composed.document, fonts=fonts))
            yield f"{report.name}.txt", text_of(path)
            html = page_source(composed.document, fonts=fonts)
            # Styles have tests of their own, and so have the charts, which stand in the page as data.
            yield f"{report.name}.html", re.sub('"data:[^"]*"', '""', html[html.index("<body") :])


def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = county_folder(Path(folder))
        done = run_minyi(data, "run", "--direct", *MONTHS)
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        shutil.rmtree(GOLDEN, ignore_errors=True)
        GOLDEN.mkdir()
        for name, text in golden(data / "processed"):
            (GOLDEN / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write()
