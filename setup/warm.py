"""Import what a run imports and set one page, so that the first run pays neither for compiling nor for the font index.

A set-up that is broken (a library that does not load, a font that is missing) shows here and now.
"""

import importlib
import os
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("PREFECT_HOME", str(ROOT / ".prefect"))
os.environ.setdefault("DO_NOT_TRACK", "1")

for module in ("flows.cli", "flows.monthly", "flows.orchestrated", "prefect.main", "prefect.server.api.server"):
    importlib.import_module(module)

from reports.document import Colophon, OfficialDocument, Paragraph  # noqa: E402
from reports.render import render_pdf  # noqa: E402

page = OfficialDocument(
    issuer_mark="民意",
    document_prefix="民意",
    title_lines=("环境检查",),
    addressee="各位：",
    blocks=(Paragraph("环境已就绪。"),),
    signature="民意",
    dated_on=date(2022, 7, 1),
    colophon=Colophon("各位。", "民意"),
)
render_pdf(page, fonts=ROOT / ".fonts")
