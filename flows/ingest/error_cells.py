"""Cells of an .xlsx that show #N/A, #REF! and the like: the library that reads workbooks gives them as empty."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from lxml import etree

# Row → column → what the cell shows; 0-based.
ErrorCells = dict[int, dict[int, str]]

ERROR_TEXTS = frozenset(
    ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!")
)
IN_ERROR = (b't="e"', b"t='e'")
CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\st=["']e["'])(?:[^>]*\s)?r=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>(?:(?!<(?:\w+:)?c\s).)*?"""
    rb"""<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
BLOCK_BYTES = 1 << 20
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def find_error_cells(content: bytes) -> dict[str, ErrorCells]:
    """Return the cells in error of each sheet that has some, by the sheet's name; none of what is no .xlsx."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = set(archive.namelist())
        if "xl/workbook.xml" not in members:
            return {}
        sheets = {name: _errors(archive, member) for name, member in _sheets(archive).items() if member in members}
    return {name: cells for name, cells in sheets.items() if cells}


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the member of the archive that holds each sheet."""
    relations = _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    targets = {relation.get("Id"): posixpath.join("xl", relation.get("Target", "")) for relation in relations}
    sheets = _elements(archive, "xl/workbook.xml", "sheet")
    return {
        sheet.get("name", ""): posixpath.normpath(targets.get(sheet.get(RELATION), "")).removeprefix("/")
        for sheet in sheets
    }


def _elements(archive: zipfile.ZipFile, member: str, tag: str) -> list[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return list(etree.fromstring(archive.read(member), parser).iter(f"{{*}}{tag}"))


def _errors(archive: zipfile.ZipFile, member: str) -> ErrorCells:
    found: ErrorCells = {}
    rest = b""
    with archive.open(member) as sheet:
        while block := sheet.read(BLOCK_BYTES):
            rest += block
            if any(mark in rest for mark in IN_ERROR):
                for letters, row, said in CELL.findall(rest):
                    found.setdefault(int(row) - 1, {})[column_number(letters) - 1] = said.decode()
            # The last cell may go on in the next block.
            rest = rest[max(rest.rfind(b"<c "), rest.rfind(b":c "), len(rest) - BLOCK_BYTES) :]
    return found


def column_number(letters: bytes) -> int:
    """Return the 1-based number of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
