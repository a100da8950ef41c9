"""What is wrong with the input, as data: found here, told to the analyst in ops.issue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Something wrong with a file, a sheet or a cell, found while reading.

    `code` is a row of data/reference/issue_texts.csv, which says in Chinese what is wrong and what to do;
    `row` is the 1-based row of the sheet (line of a CSV); `column` the header as it stands in the file; `file` the file
    it stands in when that is not the one that was being read (a correction).
    """

    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    detail: str = ""
    file: str = ""


class InputError(Exception):
    """The user's input stops the run; the message is in Chinese and says what to do."""
