"""data/reference → validated rows and settings. An error names the file and the line."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from flows.ingest.sources import Contracts, Layout, Source
from flows.issues import InputError


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

    class InterviewQuality(Row):
        """When an interview is suspicious."""

        short_interview_s: int = Field(ge=0)

    score: Score
    ranking: Ranking
    change: Change
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


AnyModel = TypeVar("AnyModel", bound=BaseModel)


def load_reference(folder: Path) -> Reference:
    """Read and validate data/reference.

    Raises:
        InputError: in Chinese, one line per fault, with file and line.
    """
    faults: list[str] = []
    tables = {}
    for file, (table, model, key) in TABLES.items():
        tables[table] = (model, _read_csv(folder / file, model, key, faults))
    towns = {row.town_code for row in tables["town"][1] if isinstance(row, Town)}
    for file, (table, _, _) in TABLES.items():
        _check_towns(file, tables[table][1], towns, faults)
    scheme = _read_toml(folder / "scheme.toml", Scheme, faults)
    issuer = _read_toml(folder / "issuer.toml", Issuer, faults)
    layout = _read_toml(folder / "layout.toml", Layout, faults)
    sources = [_read_toml(path, Source, faults) for path in sorted((folder / "sources").glob("*.toml"))]
    if faults or scheme is None or issuer is None or layout is None:
        raise InputError("参考数据有误，请改正后重新运行：\n" + "\n".join(f"  {fault}" for fault in faults))
    contracts = Contracts(tuple(source for source in sources if source), layout)
    return Reference(tables, contracts, scheme, issuer)


def _read_csv(path: Path, model: type[Row], key: tuple[str, ...], faults: list[str]) -> list[Row]:
    rows: list[Row] = []
    seen: dict[tuple[object, ...], int] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}：读不出来（{error}），应为 UTF-8 编码的 CSV")
        return rows
    reader = csv.DictReader(text.splitlines(), restval="")
    for record in reader:
        line = reader.line_num
        try:
            row = model.model_validate(record)
        except ValidationError as error:
            faults += [_fault(path.name, line, fault) for fault in error.errors()]
            continue
        identity = tuple(getattr(row, name) for name in key)
        if identity in seen:
            shown = "、".join(str(part) for part in identity)
            faults.append(f"{path.name} 第{line}行：“{shown}”与第{seen[identity]}行重复")
        seen[identity] = line
        rows.append(row)
    return rows


def _check_towns(file: str, rows: list[Row], towns: set[str], faults: list[str]) -> None:
    for line, row in enumerate(rows, start=2):
        code = getattr(row, "town_code", None)
        if code is not None and code not in towns:
            faults.append(f"{file} 第{line}行：town_code“{code}”不在 towns.csv 中")


def _read_toml(path: Path, model: type[AnyModel], faults: list[str]) -> AnyModel | None:
    try:
        text = path.read_text(encoding="utf-8")
        return model.model_validate(tomllib.loads(text))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(f"{path.name}：读不出来（{error}）")
    except ValidationError as error:
        for fault in error.errors():
            faults.append(_fault(path.name, _line_of(text, fault["loc"]), fault))
    return None


def _line_of(text: str, location: tuple[int | str, ...]) -> int | None:
    """Find the line on which a TOML key stands: the last named part of the error's location."""
    for part in reversed([part for part in location if isinstance(part, str)]):
        for number, line in enumerate(text.splitlines(), start=1):
            if re.match(rf"\s*(\[.*\b)?{re.escape(part)}\b", line):
                return number
    return None


def _fault(file: str, line: int | None, fault: Any) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    place = f"{file} 第{line}行" if line else file
    reasons = {
        "missing": "缺少这一项",
        "extra_forbidden": "没有这一项，请删去或改名",
        "int_parsing": "应为整数",
        "float_parsing": "应为数字",
        "bool_parsing": "应为 1 或 0",
        "date_from_datetime_parsing": "应为 2022-06-07 样式的日期",
        "literal_error": f"只能是 {fault.get('ctx', {}).get('expected', '')}",
        "string_too_short": "不能为空",
    }
    reason = reasons.get(fault["type"], fault["msg"])
    return f"{place}：{where}“{fault.get('input', '')}”{reason}"
