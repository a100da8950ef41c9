"""The register of issued documents (data/reference/issued.csv) and the documents as they were issued (data/issued)."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.issues import InputError
from flows.period import Month
from flows.reference_files import read_csv
from flows.reference_tables import IssuedLine
from flows.settings import Settings
from reports.catalogue import find_report
from reports.document import Issue
from reports.typesetting import chinese_date

REGISTER = "issued.csv"


@dataclass(frozen=True)
class Register:
    """What was issued, in the order of the register; every copy is there as it was issued."""

    lines: tuple[IssuedLine, ...]
    archive: Path

    def in_force(self, month: Month, report: str, subject: str) -> IssuedLine | None:
        """Return the document that was issued last of a month, report and subject; None when none was."""
        found = [
            line for line in self.lines if (line.month, line.report, line.subject) == (str(month), report, subject)
        ]
        return found[-1] if found else None

    def of_month(self, month: Month) -> list[IssuedLine]:
        """Return what is in force of a month."""
        replaced = {line.replaces_file for line in self.lines}
        return [line for line in self.lines if line.month == str(month) and line.file not in replaced]

    def content(self, line: IssuedLine) -> bytes:
        """Return a document as it was issued."""
        return (self.archive / line.file).read_bytes()

    def issue_of(self, line: IssuedLine, title: str) -> Issue:
        """Return what issuing put into a document of that title."""
        replaced = next((each for each in self.lines if each.file == line.replaces_file), None)
        said = f"《{title}》（{called(replaced)}）" if replaced else ""
        return Issue(line.document_number, line.issued_on, line.copy_to, said)


NOTHING_ISSUED = Register((), Path())


def called(line: IssuedLine) -> str:
    """Return what an issued document is called by: its number, or the day it was issued."""
    return line.document_number or f"{chinese_date(line.issued_on)}印发"


def read_register(settings: Settings) -> Register:
    """Read and validate the register: every line with a known report, a number of its own, an unchanged copy.

    Raises:
        InputError: in Chinese, one line per fault, with file and line.
    """
    faults: list[str] = []
    lines = read_csv(settings.reference / REGISTER, IssuedLine, ("file",), faults)
    numbers: dict[str, int] = {}
    last: dict[tuple[str, str, str], IssuedLine] = {}
    for at, line in lines.items():
        place = f"{REGISTER} 第{at}行："
        if find_report(line.report) is None:
            faults.append(f"{place}没有名为“{line.report}”的报告")
        if line.document_number in numbers:
            faults.append(f"{place}文号“{line.document_number}”与第{numbers[line.document_number]}行重复")
        if line.document_number:
            numbers[line.document_number] = at
        about = (line.month, line.report, line.subject)
        before = last.get(about)
        if line.replaces_file != (before.file if before else ""):
            faults.append(f"{place}replaces_file 应为“{before.file if before else ''}”，即同一文件的上一次印发")
        last[about] = line
        faults += [f"{place}{fault}" for fault in _copy_faults(settings.issued / line.file, line)]
    if faults:
        text = "\n".join(f"  {fault}" for fault in faults)
        raise InputError(f"发文登记有误（登记只增不改，请从备份恢复后重新运行）：\n{text}")
    return Register(tuple(lines.values()), settings.issued)


def _copy_faults(path: Path, line: IssuedLine) -> list[str]:
    try:
        content = path.read_bytes()
    except OSError:
        return [f"没有印发时的文件 {path.parent.parent.name}/{line.file}"]
    if hashlib.sha256(content).hexdigest() != line.file_sha256:
        return [f"{path.parent.parent.name}/{line.file} 已不是印发时的文件"]
    return []


def enter(settings: Settings, line: IssuedLine, content: bytes) -> None:
    """Keep an issued document and add its line to the register; the copy is safe before the line speaks of it."""
    copy = settings.issued / line.file
    copy.parent.mkdir(parents=True, exist_ok=True)
    _write(copy, content)
    path = settings.reference / REGISTER
    known = path.read_bytes()
    break_ = b"" if known.endswith(b"\n") else b"\n"
    _write(path, known + break_ + _csv_line(list(line.model_dump().values())))


def _csv_line(values: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue().encode()


def _write(path: Path, content: bytes) -> None:
    """Put a file in its place whole or not at all."""
    making = path.with_name(f".{path.name}.{os.getpid()}")
    with making.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)
