"""The files of a month: which documents its reports give, which of them were issued, what is made of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.period import Month
from flows.printing import print_documents
from flows.register import Register, called
from flows.settings import Settings
from reports.catalogue import REPORTS, find_report
from reports.document import Document
from reports.issuing import content_sha256, issued
from reports.report import Report, Subject
from reports.workbook import Workbook, write_workbook

# Follows the name of a draft that says what an issued document would say by the data of now.
BY_NEW_DATA = "_按现有数据"


@dataclass(frozen=True)
class Composed:
    """A document as a report wrote it: a draft."""

    report: Report
    subject: Subject
    file_name: str
    document: Document | Workbook


@dataclass(frozen=True)
class MonthFiles:
    """A month's files by name, each a document to be made or the bytes that were issued; and what to tell of them."""

    files: Mapping[str, Document | Workbook | bytes]
    notices: tuple[str, ...] = ()


def compose_reports(
    connection: duckdb.DuckDBPyConnection, month: Month, reports: Sequence[Report] = REPORTS
) -> Iterator[Composed]:
    """Write the documents that reports have for a month, in the order of reports and subjects."""
    for report in reports:
        for subject in report.subjects(connection, month.first_day):
            document = report.compose(connection, month.first_day, subject)
            if document is not None:
                yield Composed(report, subject, report.file_name(month.label, subject, document), document)


def files_of(
    connection: duckdb.DuckDBPyConnection, month: Month, register: Register, reports: Sequence[Report] = REPORTS
) -> MonthFiles:
    """Choose the files of a month: what was issued stays as it was, with a draft of what it would say now."""
    files: dict[str, Document | Workbook | bytes] = {}
    notices = []
    waiting = {(line.report, line.subject): line for line in register.of_month(month)}
    for each in compose_reports(connection, month, reports):
        line = waiting.pop((each.report.name, each.subject.name), None)
        if line is None or isinstance(each.document, Workbook):
            files[each.file_name] = each.document
            continue
        files[each.file_name] = register.content(line)
        now = issued(each.document, register.issue_of(line, each.document.title))
        if content_sha256(now) != line.content_sha256:
            draft = new_data_name(each.file_name)
            files[draft] = each.document
            notices.append(
                f"{each.file_name} 已印发（{called(line)}），按现有数据内容有变化：保留印发的文件，新的内容见 {draft}。"
                f"需要更正的，核对后运行 minyi issue {month} {each.report.name} --correct …"
            )
    for line in waiting.values():
        report = find_report(line.report)
        if report and report in reports:
            name = f"{report.stem(month.label, line.subject)}.pdf"
            files[name] = register.content(line)
            notices.append(f"{name} 已印发（{called(line)}），按现有数据已没有这份文件：保留印发的文件。")
    return MonthFiles(files, tuple(notices))


def new_data_name(file_name: str) -> str:
    """Return the name of the draft beside an issued document."""
    return Path(file_name).stem + BY_NEW_DATA + ".pdf"


def write_files(settings: Settings, months: Mapping[Path, MonthFiles], *, is_whole_run: bool = False) -> None:
    """Make the files of several folders, all their documents in one printing."""
    documents: list[tuple[Path, Document]] = []
    for folder, month in months.items():
        for name, made_of in month.files.items():
            if isinstance(made_of, bytes):
                (folder / name).write_bytes(made_of)
            elif isinstance(made_of, Workbook):
                (folder / name).write_bytes(write_workbook(made_of))
            else:
                documents.append((folder / name, made_of))
    printed = print_documents(settings, [document for _, document in documents], is_whole_run=is_whole_run)
    for (path, _), content in zip(documents, printed, strict=True):
        path.write_bytes(content)
