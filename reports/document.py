"""What an official document consists of, as plain data: no layout, no markup, no database.

Texts are given as they are to be printed: headings with their numbers (一、 （一） 1.), captions with
"表1"/"图1", numbers formatted. Whoever builds a document decides the words; whoever renders it, the page.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right", "point"]
RowMark: TypeAlias = Literal["", "strong", "total", "faint"]
Tone: TypeAlias = Literal["green", "red", "grey"]


@dataclass(frozen=True)
class Heading:
    """A heading in the body: level 1 一、黑体, level 2 （一）楷体, level 3 1. 仿宋."""

    level: Literal[1, 2, 3]
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of body text; `lead` is a run-in heading set in 楷体 before it.

    `is_remark`: the analyst wrote it; a draft says so.
    """

    text: str
    lead: str | None = None
    is_remark: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `align="point"` lines numbers up on the decimal point. Columns without `width_mm` share what the
    others leave. Neighbours with the same `group` get one heading above theirs, in a second header row.
    """

    title: str
    align: Align = "center"
    width_mm: float | None = None
    group: str | None = None


@dataclass(frozen=True)
class Shade:
    """A tint behind a cell: `strength` from 0 (white) to 1, the darkest that black type can still be read on.

    Of equal strength, red is darker than green, so that a grey copy tells them apart.
    """

    tone: Tone
    strength: float

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 1:
            raise ValueError(f"底色的深浅{self.strength}不在0—1之内")


@dataclass(frozen=True)
class Table:
    """A table: caption above, notes in small type below.

    `row_marks` is empty or has one mark a row: "strong" (tinted), "total" (ruled off), "faint" (grey).
    `shades` is empty or has one tint a cell, None for white: a heatmap whose cells keep their numbers.
    Raises ValueError when a row, the marks or the shades do not fit the columns or rows.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    row_marks: tuple[RowMark, ...] = ()
    shades: tuple[tuple[Shade | None, ...], ...] = ()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"{self.caption}：第{number}行有{len(row)}格，表头有{len(self.columns)}栏")
        if self.row_marks and len(self.row_marks) != len(self.rows):
            raise ValueError(f"{self.caption}：行标记{len(self.row_marks)}个，数据{len(self.rows)}行")
        if self.shades and [len(row) for row in self.shades] != [len(row) for row in self.rows]:
            raise ValueError(f"{self.caption}：底色与表格的行、格数不符")


@dataclass(frozen=True)
class Figure:
    """A chart: an SVG as wide as the type area, its caption, and in `alt` what it shows, in words."""

    svg: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Pair:
    """Two tables side by side, each on half the type area, for reports that must be short."""

    left: Table
    right: Table


Block: TypeAlias = Heading | Paragraph | Table | Figure | Pair


@dataclass(frozen=True)
class Attachment:
    """An attachment: starts a page of its own, upright or landscape."""

    title_lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class Colophon:
    """版记: who usually gets copies (without the word 抄送) and who prints it; the day of printing is that of issue."""

    copy_to: str
    printed_by: str


@dataclass(frozen=True)
class Issue:
    """What makes a draft a document in force: its number, its day, who gets copies, which document it replaces.

    `document_number` is empty for a report that bears none; `replaces` names the document it corrects, or is empty.
    """

    document_number: str
    issued_on: date
    copy_to: str
    replaces: str = ""


@dataclass(frozen=True)
class OfficialDocument:
    """An official document in the order of GB/T 9704.

    `title_lines` are broken by sense. `attachments_note` names the attachments as the text refers to them.
    `document_prefix` is the part of the document number before the year. `dated_on` is a day that follows from the
    data: it stands in the metadata and gives a draft its year; number and day are open until there is an `issue`.
    A draft has 送审稿, demonstration data have 演示数据 on every page and in the metadata.
    """

    issuer_mark: str
    document_prefix: str
    title_lines: tuple[str, ...]
    addressee: str
    blocks: tuple[Block, ...]
    signature: str
    dated_on: date
    colophon: Colophon
    attachments_note: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    issue: Issue | None = None
    is_demo: bool = False
    subject: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.title_lines)

    @property
    def is_draft(self) -> bool:
        """Whether it still waits to be issued."""
        return self.issue is None


@dataclass(frozen=True)
class Tile:
    """One of the few numbers a report opens with: what it is, the number, a word of explanation."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class AnalyticalReport:
    """A report for reading and work, not an official document: the same type area and fonts, free in the rest.

    `kicker` is the line above the title, `scope` the one below it (period, basis). `findings` are the few sentences
    a hurried reader takes away. `dated_on` goes into the metadata only. `annexes` each start a page.
    `is_internal`: for the analyst's desk; it is never issued, and so it is no draft either.
    """

    kicker: str
    title: str
    scope: str
    tiles: tuple[Tile, ...]
    findings: tuple[str, ...]
    blocks: tuple[Block, ...]
    issuer: str
    dated_on: date
    annexes: tuple[Attachment, ...] = ()
    issue: Issue | None = None
    is_internal: bool = False
    is_demo: bool = False
    subject: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether it still waits to be issued."""
        return self.issue is None and not self.is_internal


Document: TypeAlias = OfficialDocument | AnalyticalReport
