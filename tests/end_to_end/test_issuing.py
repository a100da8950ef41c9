"""A draft of a published month becomes an issued document, as the analyst does it."""

import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pdfplumber

from tests.end_to_end.conftest import run_minyi
from tests.page.every_document import assert_official

MONTH = "2022-06"


def test_a_published_draft_is_issued_and_kept(county_run: tuple[Path, CompletedProcess[str]], tmp_path: Path) -> None:
    county = shutil.copytree(county_run[0], tmp_path / "county", symlinks=True)
    (draft,) = (county / "processed" / MONTH).glob("*月通报*.pdf")
    with pdfplumber.open(draft) as document:
        assert "送审稿" in document.pages[0].extract_text()
    issued = run_minyi(county, "issue", MONTH, "bulletin", "--number", "6", "--date", "2022-07-05")
    assert issued.returncode == 0, issued.stdout + issued.stderr
    (document_file,) = (county / "processed" / MONTH).glob("*月通报*.pdf")
    assert_official(document_file)
    with pdfplumber.open(document_file) as document:
        text = document.pages[0].extract_text()
    assert "〔2022〕6号" in text
    assert "送审稿" not in text
    kept = [path for path in (county / "issued").rglob("*.pdf") if path.read_bytes() == document_file.read_bytes()]
    assert len(kept) == 1
    again = run_minyi(county, "issue", MONTH, "bulletin", "--number", "7", "--date", "2022-07-06")
    assert again.returncode != 0
    assert "Traceback" not in again.stdout + again.stderr
