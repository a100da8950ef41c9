"""The private values of the demo county, collected without the product's readers, and where they turn up.

Numbers are whatever in the raw files has the simulator's form of one. Names are the cells of the columns that hold
people, by title. A demo name is one of few surnames with 某 or 某某, which is no word of any text of the county's:
so it counts as found wherever it stands. A name such as 高兴, which is a word as well, would have to be looked for
behind the labels only; the simulator makes none, and `names` refuses one.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import openpyxl
import python_calamine

from tests.county.people import SURNAMES
from tests.end_to_end.printed_figures import text_of

PEOPLE_TITLES = re.compile(r"来电人|诉求人|反映人|联系人|姓名|户主|责任人|走访人|受访|反馈人|责任领导|领导$")
SPACE = r"[ \u3000]{0,2}"
NAME = re.compile(rf"[{''.join(SURNAMES)}]{SPACE}某某?")
NUMBERS = {
    # What stands before is looked at after 142 is found: so the search goes from one 142 to the next.
    "电话": re.compile(r"142(?<!\d142)[ -]?\d{4}[ -]?\d{4}(?!\d)"),
    "座机": re.compile(r"0533[ -]?2\d{6}(?!\d)"),
    "证件号": re.compile(r"3703231900\d{7}[\dXx]"),
}


@dataclass(frozen=True)
class PrivateValues:
    """What must not be found: numbers as their digits, names without spaces."""

    numbers: frozenset[str]
    names: frozenset[str]

    def found_in(self, content: bytes) -> set[str]:
        """Return the values that stand in some bytes as UTF-8 text."""
        text = content.decode("utf-8", "ignore")
        numbers = {plain(value) for pattern in NUMBERS.values() for value in pattern.findall(text)} & self.numbers
        return numbers | ({plain(value) for value in NAME.findall(text)} & self.names)


def plain(value: str) -> str:
    return re.sub(r"[\s-]", "", value)


def cells(path: Path) -> Iterator[list[str]]:
    """Read every row of every sheet of a raw file, hidden ones too."""
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
            for row in sheet.iter_rows(values_only=True):
                yield ["" if cell is None else str(cell) for cell in row]
    elif path.suffix == ".xls" and path.read_bytes().startswith(b"\xd0\xcf"):
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            yield from ([str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python())
    else:
        yield from (re.split("[,\t]", line) for line in decoded(path.read_bytes()).splitlines())


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def raw_text(path: Path) -> str:
    """Return all text of a raw file at once, markup and all."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml"))
    return "\n".join("\t".join(row) for row in cells(path))


def names(path: Path) -> set[str]:
    """Return the names in the columns of a raw file that hold people."""
    found: set[str] = set()
    people: list[int] = []
    for row in cells(path):
        titles = [at for at, cell in enumerate(row) if PEOPLE_TITLES.search(cell) and len(cell) < 12]
        if titles and sum(bool(cell) for cell in row) > 4:
            people = titles
            continue
        found |= {part for at in people if at < len(row) for part in re.split("[、，,;；/\n]", row[at]) if part.strip()}
    odd = {name for name in found if not NAME.fullmatch(name.strip())}
    return {plain(name) for name in found - odd}


def private_values(raw: Path) -> PrivateValues:
    """Collect the private values of a data folder's raw files; names from the newest month's columns and all texts."""
    files = [path for path in sorted(raw.glob("*/*")) if path.is_file()]
    texts = [raw_text(path) for path in files]
    numbers = {plain(v) for text in texts for pattern in NUMBERS.values() for v in pattern.findall(text)}
    newest = [path for path in files if path.parent == files[-1].parent and "满意度" not in path.name]
    people = {name for path in newest for name in names(path)}
    people |= {plain(value) for text in texts for value in NAME.findall(text)}
    return PrivateValues(frozenset(numbers), frozenset(people))


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Return every file of a folder: as its bytes, and as the text in it where it is packed."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        name = path.relative_to(folder).as_posix()
        yield name, path.read_bytes()
        if path.suffix == ".pdf":
            yield f"{name}: text", text_of(path).encode()
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield from ((f"{name}: {part}", book.read(part)) for part in book.namelist())
        elif path.suffix == ".parquet":
            yield f"{name}: rows", "\n".join(texts_of(duckdb.read_parquet(str(path)))).encode()
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                for table in tables(connection):
                    yield f"{name}: {table}", "\n".join(texts_of(connection.table(table))).encode()


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute("select schema_name || '.\"' || table_name || '\"' from duckdb_tables() order by 1")
    return [row[0] for row in rows.fetchall()]


def texts_of(relation: duckdb.DuckDBPyRelation) -> Iterator[str]:
    """Return the different texts of every column that is no number or date."""
    for name, kind in zip(relation.columns, relation.types, strict=True):
        if not re.match(r"(TINY|SMALL|BIG|HUGE)?INT|DOUBLE|DATE|TIMESTAMP|BOOL|TIME", str(kind)):
            yield from (str(row[0]) for row in relation.select(duckdb.ColumnExpression(name)).distinct().fetchall())


def leaks(values: PrivateValues, places: Iterable[tuple[str, bytes]]) -> dict[str, list[str]]:
    """Return where private values stand: place → the first few."""
    found = {place: sorted(values.found_in(content)) for place, content in places}
    return {place: some[:5] for place, some in found.items() if some}
