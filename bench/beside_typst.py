"""Documents a second beside Typst, on equal content: headings, text, a chart, a table with the same cells.

Typst gets the page, the fonts, the size and pitch of type and the tables' rules, but not what the house's documents
have besides: tags for readers, marks of drafts, justified slack, numbers aligned on their point. So it is a bound of
what a quicker engine could save, not a rival page.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.printing import PROJECT, month
from reports.document import Block, Figure, Heading, OfficialDocument, Paragraph, Table
from reports.render import render_pdf

DOCUMENTS = 10
PAGE = """#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(font: "FandolFang R", size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.85em)
#set table(stroke: 0.5pt)
"""
LEVELS = {1: "FandolHei", 2: "FandolKai", 3: "FandolFang R"}


def source(document: OfficialDocument, folder: Path, number: int) -> str:
    """Return a document as Typst source; its charts are written beside it."""
    parts = [PAGE, f'#align(center, text(font: "FandolSong", weight: "bold", size: 22pt)[{_plain(document.title)}])']
    for at, block in enumerate(document.blocks):
        parts.append(_block(block, folder, f"{number}-{at}.svg"))
    return "\n\n".join(parts)


def _block(block: Block, folder: Path, chart: str) -> str:
    if isinstance(block, Heading):
        return f'#text(font: "{LEVELS[block.level]}")[{_plain(block.text)}]'
    if isinstance(block, Paragraph):
        return _plain((block.lead or "") + block.text)
    if isinstance(block, Figure):
        (folder / chart).write_text(block.svg, encoding="utf-8")
        return f'#figure(image("{chart}", width: 156mm, alt: "chart"), caption: [{_plain(block.caption)}])'
    if isinstance(block, Table):
        cells = [column.title for column in block.columns] + [cell for row in block.rows for cell in row]
        filled = ", ".join(f"[{_plain(cell)}]" for cell in cells)
        table = f"table(columns: {len(block.columns)}, {filled})"
        return f"#align(center)[{_plain(block.caption)}]\n#text(size: 10pt, {table})"
    raise TypeError(f"Typst is not told how to set a {type(block).__name__}")


def _plain(text: str) -> str:
    return "".join(f"\\{character}" if character in r"\#$%&_*@<>[]{}~^`/" else character for character in text)


def apart(document: OfficialDocument, number: int) -> OfficialDocument:
    """The document with the number in every text and cell: Typst remembers what it set before."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks.append(replace(block, text=f"{number}，{block.text}"))
        elif isinstance(block, Table):
            blocks.append(replace(block, rows=tuple(tuple(f"{cell}{number}" for cell in row) for row in block.rows)))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def show() -> None:
    """Print documents a second of both, each in one warm process, and their ratios."""
    import typst

    documents = [apart(each, number) for number, each in enumerate(month()[: DOCUMENTS + 1], start=10)]
    fonts = PROJECT / ".fonts"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number}.typ" for number in range(len(documents))]
        for number, (document, path) in enumerate(zip(documents, paths, strict=True)):
            path.write_text(source(document, folder, number), encoding="utf-8")

        def compiler(path: Path) -> typst.Compiler:
            return typst.Compiler(str(path), root=str(folder), font_paths=[str(fonts)], ignore_system_fonts=True)

        kept = compiler(paths[0])
        ways: dict[str, Callable[[int], object]] = {
            "ours": lambda number: render_pdf(documents[number], fonts=fonts),
            "Typst": lambda number: kept.compile(input=str(paths[number])),
            "Typst, anew for each": lambda number: compiler(paths[number]).compile(),
        }
        rates = {}
        for way, make in ways.items():
            make(0)  # fonts and templates are read
            began = time.perf_counter()
            for number in range(1, DOCUMENTS + 1):
                make(number)
            rates[way] = DOCUMENTS / (time.perf_counter() - began)
            print(f"{way}: {rates[way]:.2f} documents a second, one process, warm", flush=True)
        for way in list(rates)[1:]:
            print(f"{way}: {rates[way] / rates['ours']:.1f} times as quick as ours", flush=True)


if __name__ == "__main__":
    show()
