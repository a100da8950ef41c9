"""A month's files as bytes, each with what was planted in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.county import truth
from tests.county.dress import dress
from tests.county.hotline import hotline_sheet
from tests.county.layouts import TWO_FILE_MONTHS, file_name, layout
from tests.county.mess import Mess
from tests.county.mishaps import spoil
from tests.county.others import external_sheets, inspection_sheet, task_sheet
from tests.county.people import some, stream
from tests.county.rectification import rectification_sheet
from tests.county.sheet import Planted, Row, Sheet, lay_out
from tests.county.survey import survey_sheet
from tests.county.tickets import CHANNELS
from tests.county.visits import LIST_MONTHS, household_sheet, visit_sheet
from tests.county.workdays import month_before
from tests.county.writers import as_bytes

_OWN = tuple(channel for channel in CHANNELS if channel != "12345热线")
_SHEETS: dict[str, Callable[[str], Sheet]] = {
    "survey": survey_sheet,
    "rectification": rectification_sheet,
    "visit": visit_sheet,
    "inspection": inspection_sheet,
    "task": task_sheet,
}


@dataclass(frozen=True)
class MadeFile:
    """A raw file: its name, its bytes and what was planted in it."""

    name: str
    content: bytes
    planted: tuple[Planted, ...]


def _file(source: str, word: str, month: str, sheets: list[Sheet], previous: Sheet | None) -> MadeFile:
    look = layout(source, month)
    dressed: list[Sheet] = []
    for index, sheet in enumerate(sheets):
        # The extra sheet of last month follows the first sheet only.
        dressed += dress(sheet, source, month, look, previous if index == 0 else None)
    # Hidden and extra sheets come last, as people leave them behind.
    dressed.sort(key=lambda sheet: bool(sheet.extra_kind))
    grids = [lay_out(sheet) for sheet in dressed]
    planted = tuple(line for grid in grids for line in grid.planted)
    content = as_bytes(grids, look.suffix, look.encoding)
    return MadeFile(file_name(word, month, look.suffix), content, planted)


def _hotline_files(month: str) -> list[MadeFile]:
    before = month_before(month)
    previous = hotline_sheet(before) if before in truth.MONTHS else None
    if month not in TWO_FILE_MONTHS:
        sheet = hotline_sheet(month)
        spoil(Mess(sheet, month, "hotline"), "hotline")
        return [_file("hotline", "hotline", month, [sheet], previous)]
    main, own = hotline_sheet(month, ("12345热线",)), hotline_sheet(month, _OWN)
    spoilt, spoilt_own = Mess(main, month, "hotline"), Mess(own, month, "hotline_own")
    # Tickets that the hotline handed to the bureau and that the bureau entered as well.
    for row in some(stream(month, "two-files"), main.rows, 4):
        copy = Row(row)
        own.rows.append(copy)
        spoilt.reserve(row)
        spoilt_own.reserve(copy)
        own.note(copy, "ticket_no", "ticket_in_two_files", "notice", str(row["ticket_no"]))
    spoil(spoilt, "hotline")
    spoil(spoilt_own, "hotline_own")
    return [
        _file("hotline", "hotline_12345", month, [main], previous),
        _file("hotline", "hotline_own", month, [own], None),
    ]


def files_of(month: str) -> list[MadeFile]:
    """All raw files of a month ("2021-05" … "2022-06")."""
    before = month_before(month)
    made = []
    for source, sheet_of in _SHEETS.items():
        sheet = sheet_of(month)
        spoil(Mess(sheet, month, source), source)
        has_previous = layout(source, month).previous and before in truth.MONTHS
        previous = sheet_of(before) if has_previous else None
        made.append(_file(source, source, month, [sheet], previous))
    if month in LIST_MONTHS:
        sheet = household_sheet(month)
        spoil(Mess(sheet, month, "household"), "household")
        made.append(_file("household", "household", month, [sheet], None))
    external = external_sheets(month)
    spoil(Mess(external[1], month, "external"), "external")
    made.append(_file("external", "external", month, external, None))
    return made + _hotline_files(month)
