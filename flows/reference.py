"""data/reference → validated rows and settings. An error names the file and the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from flows.ingest.corrections import CellOverride, Place
from flows.ingest.sources import Contracts, Layout, MonthText, Source
from flows.issues import InputError
from flows.reference_checks import Contract, contract_faults, questionnaire_faults, town_faults
from flows.reference_files import read_csv, read_toml


def _blank_to_none(value: object) -> object:
    return None if value == "" else value


OptionalInt = Annotated[int | None, BeforeValidator(_blank_to_none)]
OptionalFloat = Annotated[float | None, BeforeValidator(_blank_to_none)]
OptionalBool = Annotated[bool | None, BeforeValidator(_blank_to_none)]
OptionalTown = Annotated[str | None, BeforeValidator(_blank_to_none)]
ClockText = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
# What is done with an interview that breaks a rule of quality.
Action = Literal["flag", "exclude", "off"]
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
    """A question of the questionnaire, valid over months; both ends included, blank = still valid.

    `skip_rule` says of whom it is asked: `Q5≠不了解` of all but who gave Q5 that answer, `Q5=满意|基本满意` only of
    who gave it one of these; blank: of everybody.
    """

    valid_from: MonthText
    valid_to: OptionalMonth
    question: int = Field(ge=1)
    dimension: str
    dimension_name: str
    question_text: str
    scale: str
    skip_rule: str = Field(pattern=r"^(Q\d{1,2}[=≠][^=≠]+)?$")


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

    disposition_code: str = Field(pattern=r"^(1\.[12]|2\.[123]\d*|3\.\d+|4\.\d+)$")
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


class Correction(Row):
    """A cell of a file that is to be read as something else than stands there; see flows.ingest.corrections."""

    file: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])/.+$")
    sheet: str
    row: int = Field(ge=1)
    column: str = Field(min_length=1)
    expected: str
    value: str
    reason: str = Field(min_length=1)
    corrected_by: str = Field(min_length=1)


class IssueText(Row):
    """What an issue says: {value} is the cell, {detail} what the finder adds."""

    code: str = Field(pattern=r"^[a-z_]+$")
    severity: Literal["file", "stop", "reject", "notice"]
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

    class Period(Row):
        """On which day a reporting month begins: 1 for the calendar's, 26 for the 26th of the month before."""

        first_day: int = Field(ge=1, le=28)

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

    class Visit(Row):
        """When a visit is suspicious."""

        min_minutes: int = Field(ge=0)

    class InterviewQuality(Row):
        """When an interview is doubtful, and what follows: an action by the issue's code, thresholds beside it."""

        interview_straight_line: Action
        straight_line_min_answers: int = Field(ge=2)
        straight_line_months: int = Field(ge=1)
        straight_line_excess_se: float
        straight_line_median_pct: float = Field(ge=0, le=100)
        interview_short: Action
        short_interview_s: int = Field(ge=0)
        short_median_pct: float = Field(ge=0, le=100)
        phone_repeated: Action
        phone_repeated_later: Action
        phone_months_before: int = Field(ge=0)
        interview_time_order: Action
        interview_duration_conflict: Action
        duration_tolerance_s: int = Field(ge=0)
        interview_overlap: Action
        overlap_s: int = Field(ge=1)
        interview_hours: Action
        calling_from: ClockText
        calling_until: ClockText
        comment_repeated: Action
        comment_min_copies: int = Field(ge=2)
        comment_min_characters: int = Field(ge=1)
        comment_alike_pct: float = Field(gt=0, le=100)

    class Interviewer(Row):
        """When an interviewer stands out."""

        min_interviews: int = Field(ge=2)
        significance_pct: float = Field(gt=0, lt=50)
        min_deviation: float = Field(ge=0)
        min_straight_excess_pct: float = Field(ge=0, le=100)

    score: Score
    period: Period
    ranking: Ranking
    change: Change
    hotline: Hotline
    visit: Visit
    interview_quality: InterviewQuality
    interviewer: Interviewer


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


CORRECTIONS = "corrections.csv"


@dataclass(frozen=True)
class Reference:
    """All reference data, validated."""

    tables: dict[str, tuple[type[Row], list[Row]]]
    contracts: Contracts
    scheme: Scheme
    issuer: Issuer
    choices: dict[str, tuple[str, ...]]
    corrections: tuple[CellOverride, ...] = ()

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
        faults += town_faults(file, rows, towns)
    tables = {table: (model, list(lines[file].values())) for file, (table, model, _) in TABLES.items()}
    corrections = _read_corrections(folder, faults)
    faults += questionnaire_faults(lines["questionnaire.csv"], tables["grade"][1])
    scheme = read_toml(folder / "scheme.toml", Scheme, faults)
    issuer = read_toml(folder / "issuer.toml", Issuer, faults)
    layout = read_toml(folder / "layout.toml", Layout, faults)
    paths = sorted((folder / "sources").glob("*.toml"))
    read = [(path, read_toml(path, Source, faults)) for path in paths]
    written = [Contract(path.name, path.read_text(encoding="utf-8"), source) for path, source in read if source]
    choices = choice_lists({table: rows for table, (_, rows) in tables.items()})
    faults += contract_faults(written, choices)
    if faults or scheme is None or issuer is None or layout is None:
        raise InputError("参考数据有误，请改正后重新运行：\n" + "\n".join(f"  {fault}" for fault in faults))
    contracts = Contracts(tuple(contract.source for contract in written), layout)
    return Reference(tables, contracts, scheme, issuer, choices, corrections)


def _read_corrections(folder: Path, faults: list[str]) -> tuple[CellOverride, ...]:
    """Read corrections.csv, which may hold private texts and so is no table of the warehouse."""
    lines = read_csv(folder / CORRECTIONS, Correction, ("file", "sheet", "row", "column"), faults)
    return tuple(
        CellOverride(**row.model_dump(), place=Place(f"{folder.name}/{CORRECTIONS}", "", line))
        for line, row in lines.items()
    )


def choice_lists(tables: Mapping[str, Sequence[Any]]) -> dict[str, tuple[str, ...]]:
    """Return the lists that a column's `choices` may name: of each meaning the word that is offered, in order.

    The word offered is the first of the file; files may use every word of staging.word.
    """
    offered: dict[str, dict[str, str]] = {}
    for word in tables["word"]:
        offered.setdefault(word.list, {}).setdefault(word.value, word.word)
    for grade in tables["grade"]:
        offered.setdefault(f"grade_{grade.scale}", {})[grade.answer] = grade.answer
    offered["disposition"] = {
        row.disposition_code: f"{row.disposition_code} {row.disposition_label}" for row in tables["disposition"]
    }
    offered["severity"] = {row.severity: row.synonyms.split("|")[0] for row in tables["deadline"]}
    offered["town"] = {row.town_code: row.town_name for row in tables["town"]}
    return {name: tuple(words.values()) for name, words in offered.items()}
