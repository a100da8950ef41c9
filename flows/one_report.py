"""`minyi report`: one report of a published month, without running the month again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from flows.documents import Composed, compose_reports
from flows.issues import InputError
from flows.period import Month
from flows.printing import print_documents
from flows.published import published_warehouse, show_files
from flows.register import Register, read_register
from flows.settings import Settings
from flows.steps import workshop
from flows.warehouse.database import connect
from reports.catalogue import REPORTS, find_report
from reports.issuing import content_sha256, issued
from reports.marts import Connection
from reports.render import ARCHIVE, READING
from reports.report import Report, Subject
from reports.workbook import Workbook, write_workbook

# Follows the name of a document made for the archive.
FOR_ARCHIVE = "_存档"


def write_report(
    settings: Settings, name: str, month: Month, subject: str = "", *, to: Path | None = None, is_archive: bool = False
) -> list[Path]:
    """Write the documents of one report of a month from the published warehouse; return them.

    Args:
        settings: the folders.
        name: the report's name on the command line.
        month: a published month.
        subject: the name or code of a subject; '' for all.
        to: a folder to write to; None for the published month's own.
        is_archive: as PDF/A-3a, under a name of its own beside the document for reading.

    Raises:
        InputError: in Chinese: no such report, month or subject; nothing to say.
    """
    report = report_of(name)
    warehouse = published_warehouse(settings, month)
    register = read_register(settings)
    with workshop(settings) as shop:
        with connect(warehouse, read_only=True) as connection:
            composed = compose_one(connection, month, report, subject)
        files = {}
        for each in composed:
            file_name = archive_name(each.file_name) if is_archive else each.file_name
            files[file_name] = _content(settings, month, each, register, is_archive)
        if to is None:
            folder = show_files(settings, shop, month, files)
        else:
            folder = to
            folder.mkdir(parents=True, exist_ok=True)
            for file_name, content in files.items():
                (folder / file_name).write_bytes(content)
    return [folder / file_name for file_name in files]


def archive_name(file_name: str) -> str:
    """Return the name of a document made for the archive."""
    return Path(file_name).stem + FOR_ARCHIVE + ".pdf"


def _content(settings: Settings, month: Month, composed: Composed, register: Register, is_archive: bool) -> bytes:
    """Return a document as bytes: as it was issued, else as it would be now."""
    document = composed.document
    if isinstance(document, Workbook):
        if is_archive:
            raise InputError(f"{composed.file_name} 是工作簿，没有 PDF 存档版")
        return write_workbook(document)
    line = register.in_force(month, composed.report.name, composed.subject.name)
    if line and not is_archive:
        return register.content(line)
    if line:
        document = issued(document, register.issue_of(line, document.title))
        if content_sha256(document) != line.content_sha256:
            raise InputError(f"{composed.file_name} 按现有数据内容与印发时不同，不能据以生成存档版")
    return print_documents(settings, [document], variant=ARCHIVE if is_archive else READING)[0]


def report_of(name: str) -> Report:
    """Return the report of a name.

    Raises:
        InputError: there is none; the message lists those there are.
    """
    report = find_report(name)
    if report is None:
        names = "、".join(f"{each.name}（{each.title}）" for each in REPORTS)
        raise InputError(f"没有名为“{name}”的报告，可以写：{names}")
    return report


def compose_one(
    connection: duckdb.DuckDBPyConnection, month: Month, report: Report, subject: str
) -> Sequence[Composed]:
    """Write the documents of one report, or that of one subject of it, named as people do or by its code.

    Raises:
        InputError: there is nothing to say, or no such subject.
    """
    try:
        if subject:
            report = replace(report, subjects=_only(report.subjects(connection, month.first_day), subject, report))
        composed = list(compose_reports(connection, month, [report]))
    except (duckdb.CatalogException, duckdb.BinderException):
        raise InputError("数据库是旧版程序发布的，没有报告所需的表，请先运行 minyi run") from None
    if not composed:
        raise InputError(f"{month} 没有{report.title}：没有要写的内容")
    return composed


def _only(
    subjects: Sequence[Subject], wanted: str, report: Report
) -> Callable[[Connection, date], tuple[Subject, ...]]:
    known = tuple(each for each in subjects if wanted in (each.name, each.code))
    if not known:
        names = "、".join(each.name for each in subjects if each.name)
        advice = f"可以写：{names}" if names else "请去掉 --subject"
        raise InputError(f"{report.title}没有“{wanted}”，{advice}")
    return lambda _connection, _month: known
