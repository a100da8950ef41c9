"""A document as a PDF: the same data give the same bytes, on any day, in any place."""

import base64
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reports import fonts as font_files
from reports import justify, table_layout, typesetting
from reports.document import (
    AnalyticalReport,
    Attachment,
    Block,
    Document,
    Figure,
    Heading,
    OfficialDocument,
    Pair,
    Paragraph,
    Table,
)
from reports.watermark import watermark

_HERE = Path(__file__).resolve().parent
Variant: TypeAlias = Literal["pdf/ua-1", "pdf/a-3a"]
READING: Variant = "pdf/ua-1"
ARCHIVE: Variant = "pdf/a-3a"
_DEMO = "演示数据"
_DRAFT = "送审稿"


class RenderWarning(Exception):  # noqa: N818 - says what is the matter
    """The renderer did not understand or could not do something; the pages would not be what was meant."""


def render_pdf(document: Document, *, fonts: Path, variant: Variant = READING) -> bytes:
    """The document as PDF, set in the fonts of the folder `fonts`: PDF/UA-1 for reading, or PDF/A-3a for the archive.

    Raises MissingGlyph for characters no font has, FontsMissing for an incomplete folder, UnknownRenderer
    for another WeasyPrint than the one the page was measured with, RenderWarning for anything it warns of.
    """
    fonts = fonts.resolve()
    font_files.use(fonts)
    missing = font_files.missing_characters(typesetting.all_text(document), fonts)
    if missing:
        raise font_files.MissingGlyph(missing)
    return write_pdf(page_source(document, fonts=fonts), variant)


def page_source(document: Document, *, fonts: Path) -> str:
    """The document as the HTML the pages are made from."""
    marks = [text for text, shown in ((_DRAFT, document.is_draft), (_DEMO, document.is_demo)) if shown]
    common = {
        "document": document,
        "typeset": lambda text: _typeset(text, fonts),
        "body": _views(document.blocks, typesetting.UPRIGHT_WIDTH, fonts, isinstance(document, AnalyticalReport)),
        "title": document.title + "".join(f"（{mark}）" for mark in marks),
        "keywords": (*document.keywords, *marks),
        "subject": "，".join(text for text in (document.subject, *marks) if text),
        "draft": _DRAFT if document.is_draft else "",
        "watermark": watermark(_DRAFT, fonts) if document.is_draft else "",
        "demo": _DEMO if document.is_demo else "",
    }
    if isinstance(document, AnalyticalReport):
        annexes = [_attachment(annex, fonts, is_dense=True) for annex in document.annexes]
        dated_on = document.issue.issued_on if document.issue else document.dated_on
        made_by = {"author": document.issuer, "dated_on": dated_on}
        return _environment().get_template("report.html").render(common, kind="report", annexes=annexes, **made_by)
    return _environment().get_template("official.html").render(common, kind="official", **_official(document, fonts))


def _official(document: OfficialDocument, fonts: Path) -> dict[str, Any]:
    issue_day = typesetting.issue_day_text(document)
    issuer_indent, date_indent = typesetting.signature_indents(document.signature, issue_day, fonts)
    return {
        "author": document.signature,
        "dated_on": document.issue.issued_on if document.issue else document.dated_on,
        "document_number": typesetting.number_text(document),
        "issue_day": issue_day,
        "copy_to": document.issue.copy_to if document.issue else document.colophon.copy_to,
        "attachments": [_attachment(attachment, fonts, is_dense=False) for attachment in document.attachments],
        "mark": typesetting.issuer_mark(document.issuer_mark),
        "issuer_indent": issuer_indent,
        "date_indent": date_indent,
    }


def write_pdf(source: str, variant: Variant = READING) -> bytes:
    """HTML as PDF; the fonts must have been chosen before (reports.fonts.use)."""
    configuration = _font_configuration(os.getpid())
    import weasyprint  # type: ignore[import-untyped]

    with _warnings_raised():
        html = weasyprint.HTML(string=source, base_url=_HERE.as_uri() + "/", media_type="print")
        pdf = html.write_pdf(font_config=configuration, pdf_variant=variant)
    return bytes(pdf)


@lru_cache(maxsize=1)
def _font_configuration(_process: int) -> Any:
    """The fonts of this process: loading them again for each document would cost time and memory."""
    justify.install()
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    return FontConfiguration()


@contextmanager
def _warnings_raised() -> Iterator[None]:
    """Raise what WeasyPrint writes to its log: a warning means a page that is not as meant."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    collector = Collector(level=logging.WARNING)
    logger.addHandler(collector)
    try:
        yield
    finally:
        logger.removeHandler(collector)
    if messages:
        raise RenderWarning("排版程序报告：" + "；".join(dict.fromkeys(messages)))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE / "styles"]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["chinese_date"] = typesetting.chinese_date
    return environment


def _typeset(text: str, fonts: Path) -> Markup:
    """Body text with its break points, and the characters 仿宋 lacks marked for the fallback face."""
    rare = font_files.rare_characters(text, fonts)
    marked = str(escape(typesetting.breakable(text)))
    for character in rare:
        marked = marked.replace(character, f'<span class="rare">{character}</span>')
    return Markup(marked)


def _attachment(attachment: Attachment, fonts: Path, *, is_dense: bool) -> dict[str, Any]:
    width = typesetting.LANDSCAPE_WIDTH if attachment.landscape else typesetting.UPRIGHT_WIDTH
    return {"data": attachment, "blocks": _views(attachment.blocks, width, fonts, is_dense)}


def _views(blocks: tuple[Block, ...], width: float, fonts: Path, is_dense: bool) -> list[dict[str, Any]]:
    """Each block with its kind and what had to be worked out for it."""
    views: list[dict[str, Any]] = []
    for block in blocks:
        match block:
            case Heading():
                views.append({"kind": "heading", "block": block})
            case Paragraph():
                is_one_line = not is_dense and typesetting.is_one_line((block.lead or "") + block.text, fonts)
                views.append({"kind": "paragraph", "block": block, "is_one_line": is_one_line})
            case Table():
                layout = table_layout.lay_out_table(block, width, fonts, is_dense=is_dense)
                views.append({"kind": "table", "block": layout})
            case Pair():
                half = (width - table_layout.GUTTER) / 2
                tables = [
                    table_layout.lay_out_table(table, half, fonts, is_dense=True) for table in (block.left, block.right)
                ]
                views.append({"kind": "pair", "tables": tables, "half": half})
            case Figure():
                encoded = base64.b64encode(block.svg.encode()).decode()
                source = f"data:image/svg+xml;base64,{encoded}"
                space = typesetting.figure_space(block, width)
                views.append({"kind": "figure", "block": block, "source": source, "space_after": space})
    return views
