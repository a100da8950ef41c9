"""Contracts: what each source's columns are called, as data in data/reference/sources/*.toml."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Privacy = Literal["", "phone", "name", "text", "drop"]


class Column(BaseModel):
    """One column of a source: its Chinese title and every other way files call it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1)
    synonyms: tuple[str, ...] = ()
    required: bool = False
    privacy: Privacy = ""


class Source(BaseModel):
    """One source: its name in the warehouse, its Chinese title, its place in tables, its columns by warehouse name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(pattern=r"^[a-z_]+$")
    title: str = Field(min_length=1)
    order: int = Field(ge=1)
    question_pattern: str | None = None
    columns: dict[str, Column] = Field(min_length=1)

    @cached_property
    def by_header(self) -> dict[str, str]:
        """Normalised header → column name; a column's own title wins over another's synonym."""
        names: dict[str, str] = {}
        for name, column in self.columns.items():
            for synonym in column.synonyms:
                names.setdefault(header_key(synonym), name)
        names.update({header_key(column.title): name for name, column in self.columns.items()})
        return names

    @cached_property
    def question(self) -> re.Pattern[str] | None:
        """Recognises a question's header and captures its number."""
        return re.compile(self.question_pattern) if self.question_pattern else None

    @property
    def kept_columns(self) -> list[str]:
        """The columns that enter the warehouse: all but those dropped at the door."""
        return [name for name, column in self.columns.items() if column.privacy != "drop"]


class Returned(BaseModel):
    """What the workbook of rejected rows is called and how it says which row each of its rows stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_prefix: str = Field(min_length=2)
    # file, sheet, row, check code, reason, remedy: in this order, before the columns of the file itself
    place_columns: tuple[str, str, str, str, str, str]
    corrected_by: str = Field(min_length=1)


class Layout(BaseModel):
    """Which rows of a sheet are not data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    total_labels: tuple[str, ...]
    footer_prefixes: tuple[str, ...]
    footer_max_cells: int = Field(ge=1)
    header_search_rows: int = Field(ge=1)
    header_min_columns: int = Field(ge=1)
    ignored_headers: tuple[str, ...] = ()
    returned: Returned


@dataclass(frozen=True)
class Contracts:
    """Everything that reading a file depends on besides the file."""

    sources: tuple[Source, ...]
    layout: Layout


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Reduce a header to what identifies it: no spaces, line breaks, full-width forms or required marks."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", plain).strip("*:·").lower()
