"""Contracts: what each source's columns are called and hold, as data in data/reference/sources/*.toml."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.period import Month

Privacy = Literal["", "phone", "name", "text", "drop"]
# What a cell holds. sql/staging/unread_cell.sql says of each how it is read.
ColumnType = Literal[
    "text",
    "identifier",
    "date",
    "moment",
    "time",
    "time_range",
    "duration",
    "deadline",
    "limit",
    "whole_number",
    "number",
    "percent",
    "rank",
    "age",
    "choice",
    "list",
    "place",
]
MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
ColumnName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Lasting(BaseModel):
    """Something that holds over months, both ends included; an end that is missing is open."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    valid_from: MonthText | None = None
    valid_to: MonthText | None = None

    def holds_in(self, month: Month) -> bool:
        """Tell whether it holds in a month."""
        return (self.valid_from or "") <= str(month) <= (self.valid_to or "9999-12")

    def overlaps(self, other: Lasting) -> bool:
        """Tell whether there is a month in which both hold."""
        return max(self.valid_from or "", other.valid_from or "") <= min(
            self.valid_to or "9999-12", other.valid_to or "9999-12"
        )


class Column(Lasting):
    """One column of a source: its Chinese title, every other way files call it, and what its cells hold.

    `choices` names the list of allowed words (a list of vocabulary.csv, `disposition`, `severity`, `town`,
    `grade_<scale>`); `note` tells who fills in a sheet what to write, `example` shows it.
    """

    title: str = Field(min_length=1)
    type: ColumnType
    choices: str = ""
    required: bool = False
    privacy: Privacy = ""
    synonyms: tuple[str, ...] = ()
    note: str = ""
    example: str = ""

    @property
    def has_form(self) -> bool:
        """Tell whether a cell can be wrong in itself: it is to be a date, a number, a word of a list."""
        return self.type not in ("text", "identifier", "place") and (self.type != "list" or bool(self.choices))


class SupplierLayout(Lasting):
    """How one supplier's files call columns over some months: header → column; it wins over titles and synonyms."""

    name: str = Field(min_length=1)
    headers: dict[str, ColumnName] = Field(min_length=1)


class Source(Lasting):
    """One source: its name in the warehouse, its Chinese title, its place in tables, its columns by warehouse name.

    The title names files and sheets, so it holds to what spreadsheet programs allow there.
    """

    source: str = Field(pattern=r"^[a-z_]+$")
    title: str = Field(pattern=r"^[^\[\]:*?/\\]{1,31}$")
    order: int = Field(ge=1)
    question_pattern: str | None = None
    columns: dict[ColumnName, Column] = Field(min_length=1)
    layouts: tuple[SupplierLayout, ...] = ()

    def of(self, month: Month) -> Source | None:
        """Return the source with what holds in a month, or None when nothing of it does."""
        columns = {name: column for name, column in self.columns.items() if column.holds_in(month)}
        layouts = tuple(layout for layout in self.layouts if layout.holds_in(month))
        if not columns or not self.holds_in(month):
            return None
        if len(columns) == len(self.columns) and len(layouts) == len(self.layouts):
            return self
        fields = {name: getattr(self, name) for name in Source.model_fields}
        return Source(**{**fields, "columns": columns, "layouts": layouts})

    @cached_property
    def by_header(self) -> dict[str, str]:
        """Normalised header → column name; loading sees to it that no two columns claim one header in a month."""
        names = {
            header_key(header): name
            for name, column in self.columns.items()
            for header in (column.title, *column.synonyms)
        }
        for layout in self.layouts:
            names |= {header_key(header): name for header, name in layout.headers.items() if name in self.columns}
        return names

    @cached_property
    def question(self) -> re.Pattern[str] | None:
        """Recognises a question's header and captures its number."""
        return re.compile(self.question_pattern) if self.question_pattern else None

    @property
    def kept_columns(self) -> list[str]:
        """The columns that enter the warehouse: all but those dropped at the door."""
        return [name for name, column in self.columns.items() if column.privacy != "drop"]


# Joined by 、 where reports read them.
PlaceTitle = Annotated[str, Field(pattern=r"^[^、]+$")]


class Returned(BaseModel):
    """What the workbook of rejected rows is called and how it says which row each of its rows stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_prefix: str = Field(min_length=2)
    # file, sheet, row, check code, reason, remedy: in this order, before the columns of the file itself
    place_columns: tuple[PlaceTitle, PlaceTitle, PlaceTitle, PlaceTitle, PlaceTitle, PlaceTitle]
    corrected_by: str = Field(min_length=1)


class Layout(BaseModel):
    """Which sheets of a file and which rows of a sheet are not data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note_sheets: tuple[str, ...] = ()
    total_labels: tuple[str, ...]
    footer_prefixes: tuple[str, ...]
    footer_max_cells: int = Field(ge=1)
    signature_endings: tuple[str, ...] = ()
    header_search_rows: int = Field(ge=1)
    header_min_columns: int = Field(ge=1)
    ignored_headers: tuple[str, ...] = ()
    returned: Returned


@dataclass(frozen=True)
class Contracts:
    """Everything that reading a file depends on besides the file."""

    sources: tuple[Source, ...]
    layout: Layout

    def of(self, month: Month) -> Contracts:
        """Return the contracts as they hold in a month."""
        held = (source.of(month) for source in self.sources)
        return Contracts(tuple(source for source in held if source is not None), self.layout)


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Reduce a header to what identifies it: no spaces, line breaks, full-width forms or required marks."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", plain).strip("*:·").lower()
