"""data/reference → validated rows and settings. An error names the file and the line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from flows.ingest.sources import Contracts, Layout, Source
from flows.issues import InputError
from flows.reference_files import read_csv, read_toml


def _blank_to_none(value: object) -> object:
    return None if value == "" else value


OptionalInt = Annotated[int | None, BeforeValidator(_blank_to_none)]
OptionalFloat = Annotated[float | None, BeforeValidator(_blank_to_none)]
OptionalBool = Annotated[bool | None, BeforeValidator(_blank_to_none)]
OptionalTown = Annotated[str | None, BeforeValidator(_blank_to_none)]
MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
OptionalMonth = Annotated[MonthText | None, BeforeValidator(_blank_to_none)]


class Row(BaseModel):
    """A line of a reference table; unknown columns are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Town(Row):
    """A town or street, with its place in tables and on the schematic map."""

    town_order: int
    town_code: str = Field(pattern=r"^\d{9}$")
    town_name: str = Field(min_length=2)
    town_type: Literal["街道", "镇"]
    tile_column: int
    tile_row: int


class TownAlias(Row):
    """Another way files write a town; no town_code: belongs to no town."""

    alias: str = Field(min_length=1)
    town_code: OptionalTown
    note: str


class Village(Row):
    """A village or residents' committee of the national statistics codes."""

    village_code: str = Field(pattern=r"^\d{12}$")
    village_name: str = Field(min_length=1)
    town_code: str


class Population(Row):
    """Adults by town, urban/rural, sex and age band: the sampling frame's sizes."""

    town_code: str
    urban_rural: Literal["urban", "rural"]
    sex: Literal["male", "female"]
    age_band: str
    persons: int = Field(ge=0)
    note: str


class Question(Row):
    """A question of the questionnaire, valid over months; both ends included, blank = still valid."""

    valid_from: MonthText
    valid_to: OptionalMonth
    question: int = Field(ge=1)
    dimension: str
    dimension_name: str
    question_text: str
    scale: str


class Grade(Row):
    """An answer of a scale with its score; no score: not scored (不了解)."""

    scale: str
    grade_order: OptionalInt
    answer: str
    score: OptionalFloat
    is_satisfied: OptionalBool
    is_strictly_satisfied: OptionalBool
    synonyms: str


class Disposition(Row):
    """The outcome of a call attempt, by AAPOR's Standard Definitions."""

    disposition_code: str
    disposition_label: str
    disposition_group: str
    synonyms: str


class Deadline(Row):
    """Working days that a problem's severity gives; blank: no fixed day (long-term)."""

    severity: str
    due_working_days: OptionalInt
    synonyms: str
    note: str


class CalendarOverride(Row):
    """A day whose working state the bureau states itself."""

    date: date
    is_workday: bool
    note: str


class Word(Row):
    """A word that files use and what it means, by list."""

    list: str
    word: str = Field(min_length=1)
    value: str = Field(min_length=1)


class IssueText(Row):
    """What an issue says: {value} is the cell, {detail} what the finder adds."""

    code: str = Field(pattern=r"^[a-z_]+$")
    severity: Literal["file", "reject", "notice"]
    problem: str = Field(min_length=1)
    remedy: str = Field(min_length=1)


class Scheme(Row):
    """The assessment scheme: what ranks towns and what follows from it."""

    class Score(Row):
        """How a score is estimated and printed."""

        dimension: str
        decimals: int = Field(ge=0, le=4)
        confidence_pct: float = Field(gt=50, lt=100)
        min_interviews: int = Field(ge=2)

    class Ranking(Row):
        """How many towns are candidates for talks and for praise."""

        bottom_count: int = Field(ge=1)
        top_count: int = Field(ge=1)

    class Change(Row):
        """When a change is called one."""

        significance_pct: float = Field(gt=0, lt=50)

    class Hotline(Row):
        """What holds for a ticket that does not say, and when a ticket repeats an earlier one."""

        limit_working_days: int = Field(ge=1)
        repeat_window_days: int = Field(ge=0)
        repeat_similarity: float = Field(gt=0, le=1)

    class InterviewQuality(Row):
        """When an interview is suspicious."""

        short_interview_s: int = Field(ge=0)

    score: Score
    ranking: Ranking
    change: Change
    hotline: Hotline
    interview_quality: InterviewQuality


class Issuer(Row):
    """The issuing bureau and the fixed elements of its documents."""

    issuer: str
    issuer_mark: str
    document_prefix: str
    addressee: str
    copy_to: str
    printed_by: str
    issue_day: int = Field(ge=1, le=28)


# File → (model of a line, columns that identify it). The table in the warehouse is reference.<table>.
TABLES: dict[str, tuple[str, type[Row], tuple[str, ...]]] = {
    "towns.csv": ("town", Town, ("town_code",)),
    "town_aliases.csv": ("town_alias", TownAlias, ("alias",)),
    "villages.csv": ("village", Village, ("village_code",)),
    "population.csv": ("population", Population, ("town_code", "urban_rural", "sex", "age_band")),
    "questionnaire.csv": ("question", Question, ("valid_from", "question")),
    "scales.csv": ("grade", Grade, ("scale", "answer")),
    "dispositions.csv": ("disposition", Disposition, ("disposition_code",)),
    "deadlines.csv": ("deadline", Deadline, ("severity",)),
    "calendar_overrides.csv": ("calendar_override", CalendarOverride, ("date",)),
    "vocabulary.csv": ("word", Word, ("list", "word")),
    "issue_texts.csv": ("issue_text", IssueText, ("code",)),
}


@dataclass(frozen=True)
class Reference:
    """All reference data, validated."""

    tables: dict[str, tuple[type[Row], list[Row]]]
    contracts: Contracts
    scheme: Scheme
    issuer: Issuer

    def rows(self, table: str) -> list[Any]:
        """The rows of a table by its warehouse name."""
        return self.tables[table][1]


def load_reference(folder: Path) -> Reference:
    """Read and validate data/reference.

    Raises:
        InputError: in Chinese, one line per fault, with file and line.
    """
    faults: list[str] = []
    lines = {file: read_csv(folder / file, model, key, faults) for file, (_, model, key) in TABLES.items()}
    towns = {row.town_code for row in lines["towns.csv"].values() if isinstance(row, Town)}
    for file, rows in lines.items():
        _check_towns(file, rows, towns, faults)
    tables = {table: (model, list(lines[file].values())) for file, (table, model, _) in TABLES.items()}
    scheme = read_toml(folder / "scheme.toml", Scheme, faults)
    issuer = read_toml(folder / "issuer.toml", Issuer, faults)
    layout = read_toml(folder / "layout.toml", Layout, faults)
    sources = [read_toml(path, Source, faults) for path in sorted((folder / "sources").glob("*.toml"))]
    if faults or scheme is None or issuer is None or layout is None:
        raise InputError("参考数据有误，请改正后重新运行：\n" + "\n".join(f"  {fault}" for fault in faults))
    contracts = Contracts(tuple(source for source in sources if source), layout)
    return Reference(tables, contracts, scheme, issuer)


def _check_towns(file: str, rows: dict[int, Row], towns: set[str], faults: list[str]) -> None:
    for line, row in rows.items():
        code = getattr(row, "town_code", None)
        if code is not None and code not in towns:
            faults.append(f"{file} 第{line}行：town_code“{code}”不在 towns.csv 中")
