"""`minyi issue`: a draft that was approved becomes a document in force, with its number, day and receivers.

What was issued is kept as it was. A correction is a document of its own, with a number of its own, that says which one
it replaces; both stay in the register and in data/issued.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flows.documents import Composed, new_data_name
from flows.issues import InputError
from flows.one_report import archive_name, compose_one, report_of
from flows.period import Month
from flows.printing import print_documents
from flows.published import published_warehouse, show_files
from flows.reference_tables import IssuedLine
from flows.register import Register, called, enter, read_register
from flows.settings import Settings
from flows.steps import withheld_list, workshop
from flows.warehouse.database import connect
from reports.document import AnalyticalReport, Document, OfficialDocument
from reports.issuing import content_sha256, issued
from reports.marts import settings as printed_settings
from reports.typesetting import chinese_date
from reports.workbook import Workbook


@dataclass(frozen=True)
class Request:
    """What is to be issued.

    `number` is the running number of the year, None for a report that bears none; `copy_to` None for the receivers
    that the document names itself.
    """

    month: Month
    report: str
    issued_on: date
    subject: str = ""
    number: int | None = None
    copy_to: str | None = None
    is_correction: bool = False


def issue(settings: Settings, request: Request) -> tuple[Path, IssuedLine]:
    """Issue one document: keep it, enter it into the register, show it among the published files; return both.

    Raises:
        InputError: in Chinese: what was asked for is no draft, or is not what was published as one; nothing is changed.
    """
    report = report_of(request.report)
    month = request.month
    warehouse = published_warehouse(settings, month)
    if withheld_list(settings, month).exists():
        raise InputError(f"{month} 最近一次运行没有通过核对，不能印发；请改正后重新运行 minyi run {month}")
    with workshop(settings) as shop:
        register = read_register(settings)
        with connect(warehouse, read_only=True) as connection:
            composed = compose_one(connection, month, report, request.subject)
            first_day = int(printed_settings(connection, month.first_day)["period", "first_day"])
        (draft,) = composed if len(composed) == 1 else _ask_for_subject(composed)
        document = _draft_of(draft)
        _check_day(request, month, first_day)
        _check_number(request, document)
        before = _replaced(request, register, draft)
        _check_published(settings, month, draft, document, is_correction=before is not None)

        line = _line(request, register, draft, document, before)
        final = issued(document, register.issue_of(line, document.title))
        (content,) = print_documents(settings, [final])
        hashes = {"file_sha256": hashlib.sha256(content).hexdigest(), "content_sha256": content_sha256(final)}
        line = line.model_copy(update=hashes)
        enter(settings, line, content)
        drafts = [new_data_name(draft.file_name), archive_name(draft.file_name)]
        folder = show_files(settings, shop, month, {draft.file_name: content}, gone=drafts)
    return folder / draft.file_name, line


def _line(
    request: Request, register: Register, draft: Composed, document: Document, before: IssuedLine | None
) -> IssuedLine:
    """Return the line of the register, but for the hashes of what is yet to be made."""
    number, usual = "", ""
    if isinstance(document, OfficialDocument):
        number = f"{document.document_prefix}〔{request.issued_on.year}〕{request.number}号"
        usual = document.colophon.copy_to
    taken = next((line for line in register.lines if number and line.document_number == number), None)
    if taken:
        raise InputError(f"{number} 已用于 {taken.file}，请核对文号")
    file = f"{request.month}/{Path(draft.file_name).stem}（{number or chinese_date(request.issued_on)}）.pdf"
    if any(line.file == file for line in register.lines):
        raise InputError(f"{file} 已在发文登记中，同一天不能印发两次")
    return IssuedLine(
        month=str(request.month),
        report=draft.report.name,
        subject=draft.subject.name,
        document_number=number,
        issued_on=request.issued_on,
        copy_to=usual if request.copy_to is None else request.copy_to,
        replaces_file=before.file if before else "",
        file=file,
        file_sha256="0" * 64,
        content_sha256="0" * 64,
    )


def _ask_for_subject(composed: Sequence[Composed]) -> Sequence[Composed]:
    names = "、".join(each.subject.name for each in composed)
    raise InputError(f"{composed[0].report.title}有 {len(composed)} 份，请用 --subject 写明哪一份：{names}")


def _draft_of(draft: Composed) -> Document:
    if isinstance(draft.document, Workbook) or (
        isinstance(draft.document, AnalyticalReport) and draft.document.is_internal
    ):
        raise InputError(f"{draft.file_name} 是内部工作材料，不印发")
    return draft.document


def _check_day(request: Request, month: Month, first_day: int) -> None:
    last = month.last_day if first_day == 1 else month.first_day + timedelta(days=first_day - 2)
    if request.issued_on <= last:
        raise InputError(f"成文日期 {request.issued_on} 应在本月数据截止日 {last} 之后，请核对 --date")


def _check_number(request: Request, document: Document) -> None:
    if isinstance(document, OfficialDocument) and request.number is None:
        raise InputError("公文须有文号，请用 --number 写明顺序号，如 --number 6")
    if isinstance(document, AnalyticalReport) and request.number is not None:
        raise InputError("这份报告不编文号，请去掉 --number")


def _replaced(request: Request, register: Register, draft: Composed) -> IssuedLine | None:
    """Return the document that this one corrects, None for a first issue."""
    before = register.in_force(request.month, draft.report.name, draft.subject.name)
    if before and not request.is_correction:
        raise InputError(
            f"{draft.file_name} 已于{chinese_date(before.issued_on)}印发（{called(before)}），不能再次印发；"
            "内容确有错误的，用新的文号加 --correct 更正"
        )
    if request.is_correction and not before:
        raise InputError(f"{draft.file_name} 还没有印发，无从更正，请去掉 --correct")
    if before and request.issued_on < before.issued_on:
        raise InputError(f"更正的日期 {request.issued_on} 早于原件的印发日期 {before.issued_on}，请核对 --date")
    return before


def _check_published(
    settings: Settings, month: Month, draft: Composed, document: Document, *, is_correction: bool
) -> None:
    """Refuse what is not, byte for byte, the draft that lies in the published folder for approval."""
    name = new_data_name(draft.file_name) if is_correction else draft.file_name
    shown = settings.processed / str(month) / name
    if is_correction and not shown.exists():
        same = f"{draft.file_name} 按现有数据与印发的没有不同，不需要更正"
        raise InputError(f"{same}（数据刚改过的，先运行 minyi run {month}）")
    if not shown.exists() or shown.read_bytes() != print_documents(settings, [document])[0]:
        raise InputError(f"{name} 不是按现有数据生成的送审稿，请先运行 minyi run {month}，审核后再印发")
