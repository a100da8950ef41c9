"""What a report is to those who call for it: a name, what it is about in a month, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reports.document import Document
from reports.marts import Connection
from reports.statements import Said
from reports.workbook import Workbook


@dataclass(frozen=True)
class Subject:
    """What one document of a report is about: a town, a unit, an earlier month to compare with; or all at once.

    `code` is for the composer, `name` for people: it stands in the file's name and in the register of issued documents.
    """

    code: str = ""
    name: str = ""


WHOLE = Subject()


def whole(_connection: Connection, _month: date) -> tuple[Subject, ...]:
    """One document for the month, every month."""
    return (WHOLE,)


@dataclass(frozen=True)
class Report:
    """A report.

    Attributes:
        name: what the command line calls it.
        title: what its files are called, after the month.
        compose: writes the document of a month and a subject from mart.*, as a draft; None where there is nothing to
            say. Numbers, days and marks of an issued document are no matter of the composer's.
        subjects: what a month's documents are about, in order; none where the month does not call for the report.
        claims: lists what the report of a month compares, with the tests behind it; None where it compares nothing.
        parts: places at whose end the analyst's paragraphs may stand (data/reference/remark_sections.csv).
    """

    name: str
    title: str
    compose: Callable[[Connection, date, Subject], Document | Workbook | None]
    subjects: Callable[[Connection, date], tuple[Subject, ...]] = whole
    claims: Callable[[Connection, date], list[Said]] | None = None
    parts: tuple[str, ...] = ()

    def file_name(self, month_label: str, subject: Subject, document: Document | Workbook) -> str:
        """Return the file's name: 2022年6月通报.pdf, 2022年6月一镇一单_南麻街道.pdf."""
        if isinstance(document, Workbook):
            return document.file_name or f"{self.stem(month_label, subject.name)}.xlsx"
        return f"{self.stem(month_label, subject.name)}.pdf"

    def stem(self, month_label: str, subject_name: str) -> str:
        """Return the file's name without its ending."""
        return f"{month_label}{self.title}" + (f"_{subject_name}" if subject_name else "")
