"""From draft to document in force: what issuing puts into a document, and what tells whether it says the same later."""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from typing import Any

from reports.document import Document, Issue, Paragraph
from reports.wording import Words


def issued(document: Document, issue: Issue) -> Document:
    """Return the document as it is issued: with its number and day; a correction ends with what it replaces."""
    blocks = document.blocks
    if issue.replaces:
        said = Words("issuing").say("correction.replaces", replaced=issue.replaces)
        blocks = (*blocks, Paragraph(said))
    return replace(document, issue=issue, blocks=blocks)


def content_sha256(document: Document) -> str:
    """Hash what a document says, as data: how it is set does not count, nor do fields that are left at their default.

    A field that documents get later therefore changes no hash of those that do without it.
    """
    said = json.dumps(_plain(document), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        given = {field.name: getattr(value, field.name) for field in fields(value) if not _is_default(value, field)}
        return {"": type(value).__name__, **{name: _plain(each) for name, each in given.items()}}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _is_default(value: Any, field: Any) -> bool:
    return field.default is not MISSING and getattr(value, field.name) == field.default
