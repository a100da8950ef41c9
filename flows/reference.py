"""data/reference → validated rows and settings. An error names the file and the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.ingest.corrections import CellOverride, Place
from flows.ingest.sources import Contracts, Layout, Source
from flows.issues import InputError
from flows.reference_checks import (
    Contract,
    contract_faults,
    questionnaire_faults,
    topic_faults,
    town_faults,
    visit_group_faults,
)
from flows.reference_files import line_of, read_csv, read_toml
from flows.reference_row import Row
from flows.reference_tables import TABLES, Correction, RemarkSection, Town
from flows.remarks import Remark, read_remarks, section_faults
from flows.roster_checks import duty_faults, roster_faults
from flows.scheme import Issuer, Scheme, revision_faults

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
    remarks: tuple[Remark, ...] = ()

    def rows(self, table: str) -> list[Any]:
        """The rows of a table by its warehouse name."""
        return self.tables[table][1]

    @property
    def remark_sections(self) -> list[str]:
        """The headings that the analyst's paragraphs may stand under, in order."""
        return list(dict.fromkeys(row.section for row in self.rows("remark_section")))


def load_reference(folder: Path, remarks: Path | None = None) -> Reference:
    """Read and validate data/reference, and what the analyst adds to the reports.

    Args:
        folder: data/reference.
        remarks: data/remarks; None where no report will be made.

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
    sections = {at: row for at, row in lines["remark_sections.csv"].items() if isinstance(row, RemarkSection)}
    faults += section_faults(sections)
    added = read_remarks(remarks, [*dict.fromkeys(row.section for row in sections.values())], faults) if remarks else ()
    faults += questionnaire_faults(lines["questionnaire.csv"], tables["grade"][1])
    faults += roster_faults(lines["roster.csv"], _scope_codes(towns, tables["unit"][1]))
    faults += duty_faults(lines["campaigns.csv"], lines["duties.csv"])
    faults += visit_group_faults(lines["visit_groups.csv"])
    faults += topic_faults("topics.csv", lines["topics.csv"])
    scheme = read_toml(folder / "scheme.toml", Scheme, faults)
    if scheme:
        text = (folder / "scheme.toml").read_text(encoding="utf-8")
        faults += [f"scheme.toml 第{line_of(text, at)}行：{fault}" for at, fault in revision_faults(scheme)]
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
    return Reference(tables, contracts, scheme, issuer, choices, corrections, added)


def _scope_codes(towns: set[str], units: Sequence[Any]) -> dict[str, set[str]]:
    """The codes of the kinds of scope that are listed: towns, units and offices."""
    return {"town": towns} | {
        kind: {unit.unit_code for unit in units if unit.unit_kind == kind} for kind in ("unit", "office")
    }


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
