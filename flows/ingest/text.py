"""Text files as rows: encoding, separator, quotation marks, and how a long file is read in several places at once."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from flows.ingest.grid import UnreadableFileError

DELIMITERS = (",", "\t", ";", "|")
BOM_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BLOCK_BYTES = 1 << 20
SAMPLE_BYTES = 1 << 17
# ="00123" is how exports keep a spreadsheet program from taking an identifier for a number; it shows 00123.
AS_TEXT = re.compile(r'^="([^"]*)"$')
CSV_FAULTS = {
    "unexpected end of data": "引号没有成对",
    "field larger": "单元格过长，可能是引号没有成对",
    "expected after": "引号后面还有文字",
}


@dataclass(frozen=True)
class Text:
    """A text file: its bytes (UTF-8 without a mark, or GB18030), and what separates its cells."""

    content: bytes
    encoding: str
    delimiter: str

    @property
    def beginning(self) -> str:
        """The first characters."""
        return _sample(self.content, self.encoding)


def open_text(content: bytes) -> Text:
    """Find the encoding: UTF-8 (with or without BOM), UTF-16 with BOM, or else GB18030; a wrong guess corrupts names.

    Whether a GB18030 file keeps to it is seen when its rows are read.

    Raises:
        UnreadableFileError: not text.
    """
    if content.startswith(BOM_UTF16):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            raise UnreadableFileError("file_encoding") from None
    if b"\x00" in content:
        raise UnreadableFileError("file_encoding")
    content = content.removeprefix(codecs.BOM_UTF8)
    encoding = "utf-8" if _is_utf8(content) else "gb18030"
    return Text(content, encoding, _delimiter(_sample(content, encoding)))


def _sample(content: bytes, encoding: str) -> str:
    return content[:SAMPLE_BYTES].decode(encoding, errors="ignore")


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), BLOCK_BYTES):
            decoder.decode(content[start : start + BLOCK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(sample: str) -> str:
    """Return the mark that separates the cells: the most frequent one outside quotation marks near the top."""
    lines = re.sub(r'"[^"]*"', "", sample).split("\n")
    top = "\n".join([line for line in lines if line.strip(" \r")][:30])
    return max(DELIMITERS, key=top.count)


class TextRows:
    """The records of a text, or of a part of it that begins and ends with a record.

    A record is a row, as when a spreadsheet program opens the file; a quoted cell may hold line breaks, and an empty
    line is an empty row. `line_shifts` lists (row, line) of each row from which on the number of the text's line is
    another one further ahead; it is known, as is `last_row`, once the rows were gone through.
    """

    def __init__(self, text: Text, first_row: int = 1, first_line: int = 1) -> None:
        self.text = text
        self._before = first_row - 1
        self._lines_before = first_line - 1
        self.last_row = self._before
        self.line_shifts: list[tuple[int, int]] = []

    def __iter__(self) -> Iterator[list[str]]:
        lines = io.TextIOWrapper(io.BytesIO(self.text.content), encoding=self.text.encoding, newline="")
        delimiter, longest = self.text.delimiter, csv.field_size_limit()
        row = self._before
        shift = self._lines_before - self._before
        self.line_shifts = [(row + 1, row + 1 + shift)] if shift else []
        try:
            for line in lines:
                row += 1
                if '"' in line or len(line) > longest:
                    reader = csv.reader(chain((line,), lines), delimiter=delimiter, strict=True)
                    cells = [AS_TEXT.sub(r"\1", cell) if cell.startswith('="') else cell for cell in next(reader)]
                    if reader.line_num > 1:
                        shift += reader.line_num - 1
                        self.line_shifts.append((row + 1, row + 1 + shift))
                else:
                    # What the reader of the library does with a line without quotation marks, in a third of the time.
                    bare = line.rstrip("\r\n")
                    cells = bare.split(delimiter) if bare else []
                yield cells
        except csv.Error as error:
            fault = next((said for mark, said in CSV_FAULTS.items() if mark in str(error)), "不成表格")
            raise UnreadableFileError("file_unreadable", f"第 {row + shift} 行{fault}") from None
        except UnicodeDecodeError:
            raise UnreadableFileError("file_encoding") from None
        self.last_row = row


@dataclass(frozen=True)
class Part:
    """A stretch of a text's bytes, and which row and line it begins with if the quotation marks before it pair up."""

    start: int
    stop: int
    first_row: int
    first_line: int


def split(content: bytes, parts: int, lead: int) -> list[Part]:
    """Cut a text (UTF-8 or GB18030, in which no character holds a byte of a line break) into parts of about one size.

    The first is `lead` bytes longer than the others.

    A cut lies behind a line break with an even number of quotation marks before it. That can be wrong where a mark
    stands inside an unquoted cell; it is right if reading up to it ends well and at the row that was foretold.
    """
    found = [Part(0, len(content), 1, 1)]
    for number in range(1, parts):
        last = found[-1]
        middle = max(last.start, lead + number * (len(content) - lead) // parts)
        quotes = content.count(b'"', last.start, middle)
        cut = content.find(b"\n", middle) + 1
        while cut and (quotes := quotes + content.count(b'"', middle, cut)) % 2:
            middle, cut = cut, content.find(b"\n", cut) + 1
        if not cut or cut == len(content):
            break
        before = content[last.start : cut]
        lines = _line_count(before)
        rows = lines - _line_count(b'"'.join(before.split(b'"')[1::2]))
        found[-1] = Part(last.start, cut, last.first_row, last.first_line)
        found.append(Part(cut, len(content), last.first_row + rows, last.first_line + lines))
    return found


def _line_count(content: bytes) -> int:
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")
