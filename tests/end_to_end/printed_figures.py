"""The figures a PDF prints, and where they may come from: the marts of its warehouse, and fixed words of the reports.

A figure is looked up as it is printed. A whole number must stand in a mart as such; one with decimals must be a mart's
value, or the quotient of a numerator and its denominator, rounded to those decimals; a day must be a day of a mart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import duckdb
import pypdfium2

from reports.document import AnalyticalReport, Attachment, Document, Figure, OfficialDocument

WORDS = Path(__file__).resolve().parents[2] / "reports/words"

# Blanks and line breaks may stand anywhere in a day. A day without a year is one of any year of the marts.
DAY = re.compile(
    r"(?:(20\d\d)\s*[年-]\s*)?(?<![\d.])(1[0-2]|0?[1-9])\s*(?:月\s*|-)(3[01]|[12]\d|0?[1-9])(?:\s*日|(?!\d))"
)
MONTH = re.compile(
    r"〔20\d\d〕|(20\d\d)\s*(?:年|-)(?:\s*(1[0-2]|0?[1-9])(?!\d)\s*月?)?|(?<![\d.])(1[0-2]|[1-9])\s*月(?!\d)"
)
TIME = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)")
# What numbers a page, a table, a figure, an annex, an item of the text or of a list.
ORDINAL = re.compile(r"—\s*\d+\s*—|[表图]\s*\d+|附件\s*\d+|^\s*\d+\s*[.．](?=\s*\D)|[（(]\d{1,2}[）)]", re.MULTILINE)
HASH = re.compile(r"(?<![0-9a-f])(?=[0-9]*[a-f])[0-9a-f]{12,}(?![0-9a-f])")
# `>99.9%` is a bound of what can be told, no figure; before … a text is cut.
NUMBER = re.compile(r"(?<![\d.<>])\d+(?:\.\d+)?(?![\d.]*\d|…)")
TICK = re.compile(r'<text[^>]*class="tick"[^>]*>([^<]*)</text>')
# One row a record of a file: what reports print of such rows are texts, days and counts of days, not measures.
RECORDS = (
    "trace_",
    "rejected_cell",
    "row_set_aside",
    "appeal_interview",
    "problem_mention",
    "pair_",
)
# Many shares of many towns, printed in whole per cent: unrounded they would cover every percentage there is.
WHOLE_PER_CENT = ("rank_probability",)
# Numbers that say where a row stands.
PLACES = re.compile(r"(^|_)(order|row|no|rows)$|^header_|^size_bytes$")
# Where short numbers of records, such as households of the list, are said to be such.
NUMBERED = re.compile(r"编号(\d[\d、\s]*)")
NOTHING = re.compile(r"(?!)")
OWNERS = ("town_name", "scope_name")


def text_of(pdf: Path) -> str:
    """All pages of a PDF as text."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return "\n".join(page.get_textpage().get_text_range().replace("\r", "") for page in opened)


class Known:
    """What may be printed of some months: numbers by whom they are of, days, and texts with numbers in them."""

    def __init__(self, warehouse: Path, months: Sequence[date], *, with_records: bool = False) -> None:
        """Read the marts' rows of some months, and those that belong to no month; on request of single records too."""
        self._left_out = () if with_records else RECORDS
        self._places = NOTHING if with_records else PLACES
        self.whole: dict[str, set[Decimal]] = defaultdict(set)
        self.measured: dict[str, set[Decimal]] = defaultdict(set)
        self.days: set[date] = set()
        self.texts: set[str] = set()
        self.records: set[str] = set()
        self._rounded: dict[tuple[str, int], set[Decimal]] = {}
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            places = "select scope_name from mart.scope where scope in ('town', 'unit', 'office')"
            owners = [name for (name,) in connection.execute(places).fetchall()]
            columns = (
                "select table_name, list(column_name), list(data_type) from duckdb_columns() where schema_name = 'mart'"
            )
            for table, names, types in connection.execute(f"{columns} group by 1").fetchall():
                if not table.startswith(self._left_out):
                    kinds = dict(zip(names, types, strict=True))
                    of_months = "list_contains(?, month)" if "month" in kinds else "? is not null"
                    if table in WHOLE_PER_CENT:
                        kinds = {f"round({n})::integer" if kind == "DOUBLE" else n: kind for n, kind in kinds.items()}
                    self._read(connection, f"from mart.{table} where {of_months}", kinds, list(months))
        self.owners = sorted(owners, key=len, reverse=True)

    def _read(
        self, connection: duckdb.DuckDBPyConnection, rows: str, kinds: dict[str, str], months: list[date]
    ) -> None:
        owner = next((name for name in OWNERS if name in kinds), "''")
        for name, kind in kinds.items():
            is_place = self._places.search(name) is not None
            if kind.startswith(("STRUCT", "BOOLEAN")) or (is_place and kind != "VARCHAR"):
                continue
            for whose, value in connection.execute(f"select distinct {owner}, {name} {rows}", [months]).fetchall():
                if is_place and isinstance(value, str):
                    # A short number, such as a task's, would be found anywhere.
                    self.texts.update([value] if len(value) > 5 else [])
                    self.records.add(value)
                else:
                    self._add(whose or "", value)
            under = re.sub("numerator$", "denominator", name)
            if under != name and under in kinds:
                pairs = f"select distinct {owner}, {name}, {under} {rows} and {under} > 0 and {name} is not null"
                for whose, top, bottom in connection.execute(pairs, [months]).fetchall():
                    self.measured[whose or ""].add(100 * Decimal(str(top)) / Decimal(str(bottom)))

    def _add(self, owner: str, value: object) -> None:
        if isinstance(value, list):
            for each in value:
                self._add(owner, each)
        elif isinstance(value, str):
            text = re.sub(r"\s", "", value)
            if re.fullmatch(r"\d+(\.\d+)?", text):
                (self.measured if "." in text else self.whole)[owner].add(Decimal(text))
            elif NUMBER.search(text):
                self.texts.add(text)
        elif isinstance(value, datetime):
            self.days.add(value.date())
        elif isinstance(value, date):
            self.days.add(value)
        elif isinstance(value, int):
            self.whole[owner].add(abs(Decimal(value)))
        elif isinstance(value, float):
            self.measured[owner].add(abs(Decimal(str(value))))

    def has(self, printed: str, owner: str = "") -> bool:
        """Whether a printed number is known: of an owner (a town, a unit), or of anyone where none is named."""
        number = Decimal(printed)
        decimals = -int(number.as_tuple().exponent)
        if (owner, decimals) not in self._rounded:
            step = Decimal(1).scaleb(-decimals)
            whose = [owner] if owner else list(self.whole)
            exact = set().union(*(self.whole[each] for each in whose))
            measured = set().union(*(self.measured[each] for each in whose))
            self._rounded[owner, decimals] = exact | {each.quantize(step, ROUND_HALF_UP) for each in measured}
        return number in self._rounded[owner, decimals]

    def has_day(self, year: str, month: str, day: str) -> bool:
        """Whether a printed day is known; without a year, in any year."""
        wanted = (int(month), int(day))
        return any((each.month, each.day) == wanted and year in ("", str(each.year)) for each in self.days)


@cache
def _in_words() -> frozenset[str]:
    """Numbers that stand in the fixed words of the reports: 12345热线, GB/T 9704, 8倍."""
    texts = [re.sub(r"{{.*?}}|{%.*?%}", " ", path.read_text(encoding="utf-8")) for path in sorted(WORDS.glob("*.toml"))]
    return frozenset(number for text in texts for number in NUMBER.findall(text))


def ticks(document: Document) -> list[str]:
    """What stands at the axes of the charts of a document, which no mart need have."""
    parts: list[Attachment] = []
    if isinstance(document, OfficialDocument):
        parts += document.attachments
    elif isinstance(document, AnalyticalReport):
        parts += document.annexes
    blocks = [*document.blocks, *(block for part in parts for block in part.blocks)]
    return [
        each
        for block in blocks
        if isinstance(block, Figure)
        for tick in TICK.findall(block.svg)
        for each in NUMBER.findall(tick)
    ]


def unknown_figures(text: str, known: Known, allowed: Iterable[str] = ()) -> list[str]:
    """The figures of a text that are not known, each with what stands around it.

    In a line of a table that begins with the name of a town or unit, figures must be that town's or unit's.
    """
    free = {*allowed, *_in_words()}
    text = _without(text, known.texts)
    text = NUMBERED.sub(
        lambda hit: _blank(hit) if set(re.findall(r"\d+", hit.group(1))) <= known.records else hit.group(), text
    )
    text = ORDINAL.sub(_blank, text)
    found = [
        _around(text, hit)
        for hit in DAY.finditer(text)
        if not known.has_day(hit.group(1) or "", hit.group(2), hit.group(3))
    ]
    for pattern in (DAY, TIME, MONTH, HASH):
        text = pattern.sub(_blank, text)
    names = re.compile(rf"(?<!\S)({'|'.join(map(re.escape, known.owners))})\s+(?=[\d−+-])")
    for line in text.splitlines(keepends=True):
        # A line may tell of two towns, side by side; what stands before the first name numbers the line.
        starts = list(names.finditer(line))
        ends = [*(hit.start() for hit in starts[1:]), len(line)]
        parts = [(hit.group(1), hit.end(), end) for hit, end in zip(starts, ends, strict=True)] if starts else []
        for owner, begin, end in parts or [("", 0, len(line))]:
            for hit in NUMBER.finditer(line, begin, end):
                if hit.group() not in free and not known.has(hit.group(), owner):
                    found.append(_around(line, hit))
    return found


def _without(text: str, quoted: set[str]) -> str:
    """Blank the texts of the marts where a document prints them whole, over whatever line breaks."""
    kept = [index for index, character in enumerate(text) if not character.isspace()]
    run = "".join(text[index] for index in kept)
    out = list(text)
    for each in sorted(quoted, key=lambda each: (-len(each), each)):
        at = run.find(each) if len(each) > 2 else -1
        while at >= 0:
            for index in kept[at : at + len(each)]:
                out[index] = "　"
            at = run.find(each, at + len(each))
    return "".join(out)


def _blank(hit: re.Match[str]) -> str:
    return re.sub(r"\S", " ", hit.group())


def _around(text: str, hit: re.Match[str]) -> str:
    before, after = text[max(0, hit.start() - 12) : hit.start()], text[hit.end() : hit.end() + 8]
    return re.sub(r"\s+", " ", f"{before}【{hit.group()}】{after}")
