"""A line of a table of data/reference, and cells that may be blank."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from flows.ingest.sources import MonthText


def _blank_to_none(value: object) -> object:
    return None if value == "" else value


OptionalInt = Annotated[int | None, BeforeValidator(_blank_to_none)]
OptionalFloat = Annotated[float | None, BeforeValidator(_blank_to_none)]
OptionalBool = Annotated[bool | None, BeforeValidator(_blank_to_none)]
OptionalTown = Annotated[str | None, BeforeValidator(_blank_to_none)]
OptionalMonth = Annotated[MonthText | None, BeforeValidator(_blank_to_none)]
OptionalDate = Annotated[date | None, BeforeValidator(_blank_to_none)]


class Row(BaseModel):
    """A line of a reference table; unknown columns are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)
