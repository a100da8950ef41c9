"""Every report of the demo county says what it said, word for word; a change of words is one somebody looked at."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.golden_reports import GOLDEN, golden


def test_every_report_says_what_was_read_and_kept(built_county: Path) -> None:
    kept = {path.name: path.read_text(encoding="utf-8").splitlines() for path in sorted(GOLDEN.iterdir())}
    found = {name: text.splitlines() for name, text in golden(built_county)}
    assert sorted(found) == sorted(kept)
    for name, lines in found.items():
        assert lines == kept[name], f"{name}: python -m tests.end_to_end.golden_reports, and look at the difference"
