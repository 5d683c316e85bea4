"""Reading a planning workbook: the file, its sheets, their columns, cells and keys, then everything together.

Nothing stops at the first problem: each stage works on what the one before could read, so that one run shows
all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl.utils import column_index_from_string

from planner.workbook.checks.every import check
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.comments import assumed_rows, keep_comments
from planner.workbook.reading.doubts import settle
from planner.workbook.reading.follow_on import firm_findings
from planner.workbook.reading.grids import Grid, Grids, grids_of, read_grids
from planner.workbook.reading.guard import open_book
from planner.workbook.reading.headers import (
    Header,
    find_header,
    fold,
    kept_input_of,
    sheet_of,
    unread_columns,
)
from planner.workbook.reading.likely import Cell, Meant
from planner.workbook.reading.looks import told_by_looks
from planner.workbook.reading.rows import Reading, count_formulas, read_rows
from planner.workbook.reading.settings import (
    newer_columns,
    read_settings,
    setting_values,
    version_problem,
)
from planner.workbook.reading.settle_rows import (
    grouped_members,
    map_members,
    map_prefixes,
    merge_parts,
    unlisted_countries,
    without_echoes,
)
from planner.workbook.reading.sheet_names import has_kept_input, is_aside, near_sheet, wanted_sheets
from planner.workbook.schema.columns import Sheet
from planner.workbook.schema.sheets import META_SHEET, RUN_SHEET, RUN_SHEET_JA, SCHEMA, SETTINGS
from planner.workbook.schema.wording import sheet_title
from planner.workbook.schema.words import Words, column_words
from planner.workbook.tables import Row, Tables

_ORDER = {sheet.name: at for at, sheet in enumerate(SCHEMA)}
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)")
_UNFILLED = ("E154", "E160")
"""Codes of settings that have no value yet."""


def read_workbook(path: Path, language: str | None = None) -> tuple[Tables | None, list[Finding]]:
    """Read and check a planning workbook, or the input kept in a result workbook.

    Parameters
    ----------
    path
        The file. It is read once, as bytes, and never written.
    language
        ``en`` or ``ja`` to set the language of the tables; by default it is the workbook's own.

    Returns
    -------
    tuple
        The tables (``None`` only where the file itself cannot be read) and every finding, sorted by sheet,
        row and column. Tables with an error among the findings are for looking at, not for solving.
    """
    book, findings = open_book(Path(path))
    if book is None:
        return None, findings
    grids, damaged = read_grids(book, wanted_sheets)
    findings += damaged
    if grids is None:
        return None, findings
    tables, found = _Reader(grids, language).tables(book.name, book.sha256)
    return tables, _sorted([*findings, *found])


def tables_from(
    sheets: Mapping[str, Iterable[Mapping[str, object]]], name: str = "plan", language: str | None = None
) -> tuple[Tables, list[Finding]]:
    """Clean and check tables given in Python, exactly as if they stood in a workbook.

    Parameters
    ----------
    sheets
        Rows by sheet name, each a mapping of column key to value; ``Settings``: rows of ``key``, ``value``.
    name
        Stands for the file name.
    language
        Language of the tables; by default English unless most names are Japanese.

    Returns
    -------
    tuple
        The tables and every finding, with cells as if each sheet were written bare from row 2.
    """
    tables, findings = _Reader(grids_of(sheets), language).tables(name, "")
    return tables, _sorted(findings)


@dataclass(slots=True)
class _Reader:
    """One workbook on its way from grids to tables."""

    grids: Grids
    language: str | None
    findings: list[Finding] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)
    votes: Counter[str] = field(default_factory=Counter)
    """How many names were found in each language."""
    near: dict[Sheet, str] = field(default_factory=dict)
    """Sheet of nearly the right name for each that is needed and missing."""

    def tables(self, name: str, sha256: str) -> tuple[Tables, list[Finding]]:
        """Return the tables and everything found, unsorted."""
        chosen = self._choose()
        meta = self._meta()
        headers = {sheet: self._header(grid, sheet) for sheet, grid in chosen.items()}
        for sheet, grid in chosen.items():
            self._read(sheet, grid, headers[sheet])
        language = self.language or self._own_language(meta)
        self._report_other_sheets(chosen, language)
        self._report_empty(chosen, language)
        self._report_whole_file(meta)
        settings = self.readings.get("Settings")
        tables = Tables(
            name=name,
            sheets={sheet.name: tuple(self._rows(sheet.name)) for sheet in SCHEMA},
            settings=setting_values(settings.rows if settings else (), name),
            language=language,
            sha256=sha256,
            titles={
                sheet.name: chosen[sheet].title if sheet in chosen else sheet_title(sheet, language)
                for sheet in SCHEMA
            },
        )
        self.findings += told_by_looks(self.readings)
        self.findings = settle(self.findings, self.readings, tables)
        self.findings = list(grouped_members(self.findings, self.readings))
        self.findings = without_echoes([*self.findings, *unlisted_countries(self.readings)])
        return tables, [*self.findings, *self._checked(tables)]

    def _choose(self) -> dict[Sheet, Grid]:
        """Return the grid of every input sheet found; ``In <Sheet>`` ones alone where there are any."""
        kept = has_kept_input(self.grids.titles)
        chosen: dict[Sheet, Grid] = {}
        for grid in self.grids.sheets:
            named = kept_input_of(grid.title) if kept else sheet_of(grid.title)
            if named is None:
                continue
            sheet, language = named
            if sheet in chosen:
                facts = {"first": chosen[sheet].title, "second": grid.title, "sheet": sheet.name}
                self.findings.append(Finding(Severity.ERROR, "E120", grid.title, facts=facts))
                continue
            chosen[sheet] = grid
            if not kept:
                self.votes[language] += 1
                if grid.hidden and grid.rows:
                    self.findings.append(Finding(Severity.WARNING, "W121", grid.title))
        return {sheet: chosen[sheet] for sheet in SCHEMA if sheet in chosen}

    def _report_other_sheets(self, chosen: Mapping[Sheet, Grid], language: str) -> None:
        """Note the sheets that are not read, and ask where one has nearly the name of one that is."""
        if has_kept_input(self.grids.titles):
            return
        for title in self.grids.titles:
            if sheet_of(title) is not None or is_aside(title):
                continue
            near = near_sheet(title)
            if near is None:
                self.findings.append(Finding(Severity.NOTE, "N121", title, facts={"sheet": title}))
            elif near in chosen or not near.required:
                there = near in chosen
                name = chosen[near].title if there else sheet_title(near, language)
                code = "W123" if there else "W122"
                self.findings.append(
                    Finding(Severity.WARNING, code, title, facts={"sheet": title, "near": name})
                )
            else:
                self.near.setdefault(near, title)

    def _meta(self) -> dict[str, object]:
        """Return what a workbook says of itself: a template on a hidden sheet, a result on its sheet Run."""
        kept = has_kept_input(self.grids.titles)
        for grid in self.grids.sheets:
            if fold(grid.title) in map(fold, (RUN_SHEET, RUN_SHEET_JA) if kept else (META_SHEET,)):
                pairs = (values[:2] for _, values in grid.rows if len(values) > 1)
                return {str(key).strip(): value for key, value in pairs}
        return {}

    def _header(self, grid: Grid, sheet: Sheet) -> Header | None:
        header = find_header(grid, sheet)
        if header is not None:
            self.votes.update(language for language in header.languages if language)
        elif grid.rows:
            facts = {"columns": column_words(sheet.columns)}
            self.findings.append(Finding(Severity.ERROR, "E123", grid.title, "A1", facts=facts))
        return header

    def _read(self, sheet: Sheet, grid: Grid, header: Header | None) -> None:
        if header is not None:
            read = read_settings if sheet.name == "Settings" else read_rows
            self.readings[sheet.name] = reading = read(grid, sheet, header)
            if sheet.name == "BOM":
                merge_parts(reading)
            map_prefixes({sheet.name: reading})
            if sheet.name == "Rules":
                map_members(reading)
            keep_comments(reading)
            self.findings += assumed_rows(reading)
            self.findings += reading.findings
            self.findings += unread_columns(grid, header)

    def _own_language(self, meta: Mapping[str, object]) -> str:
        told = meta.get("language")
        if told in ("en", "ja"):
            return str(told)
        return "ja" if self.votes["ja"] > self.votes["en"] else "en"

    def _rows(self, sheet: str) -> Sequence[Row]:
        return self.readings[sheet].rows if sheet in self.readings else ()

    def _report_empty(self, chosen: Mapping[Sheet, Grid], language: str) -> None:
        """Say which sheets must be filled, and in which order where the plan is only begun."""
        found = ", ".join(title for title in self.grids.titles if not is_aside(title)) or "-"
        empty: list[Sheet] = []
        for sheet in SCHEMA:
            reading = self.readings.get(sheet.name)
            if not sheet.required or (reading and reading.read):
                if reading and _lacks_settings(reading):
                    empty.append(sheet)
                continue
            columns = SETTINGS if sheet.name == "Settings" else sheet.columns
            needed = column_words(column for column in columns if column.required)
            grid = chosen.get(sheet)
            if grid is None:
                name = sheet.ja if language == "ja" else sheet.name
                facts = {"sheet": name, "found": found, "columns": needed}
                code = "E121"
                if sheet in self.near:
                    code, facts = "E125", {"sheet": name, "near": self.near[sheet]}
                self.findings.append(Finding(Severity.ERROR, code, name, facts=facts))
            elif reading or not grid.rows:
                self.findings.append(Finding(Severity.ERROR, "E122", grid.title, facts={"columns": needed}))
            else:
                continue  # no header was found: said already
            empty.append(sheet)
        if len(empty) > 1:
            names = Words(" > ".join(sheet.name for sheet in empty), " > ".join(sheet.ja for sheet in empty))
            self.findings.append(Finding(Severity.NOTE, "N122", facts={"sheets": names}))

    def _report_whole_file(self, meta: Mapping[str, object]) -> None:
        newer = version_problem(self.readings.get("Settings"), meta.get("schema_version"))
        if newer:
            self.findings.append(newer)
        self.findings += newer_columns(self.readings)
        if self.grids.from_1904:
            self.findings.append(Finding(Severity.NOTE, "N103"))
        counts = {reading.grid.title: count_formulas(reading) for reading in self.readings.values()}
        if total := sum(counts.values()):
            sheets = ", ".join(f"{title} {count}" for title, count in counts.items() if count)
            self.findings.append(Finding(Severity.NOTE, "N104", facts={"count": total, "sheets": sheets}))

    def _checked(self, tables: Tables) -> list[Finding]:
        """Return what the cross-checks find, in the file's own names, without what was reported before."""
        titles = {name: reading.grid.title for name, reading in self.readings.items()}
        reported = {(f.sheet, f.cell) for f in self.findings if f.severity is Severity.ERROR and f.cell}
        found = firm_findings(check, tables, self._broken(), self._unread())
        named = (replace(finding, sheet=titles.get(finding.sheet, finding.sheet)) for finding in found)
        return [finding for finding in named if (finding.sheet, finding.cell) not in reported]

    def _broken(self) -> dict[Cell, list[Meant]]:
        """Return the cells whose value could not be read, and what they were likely meant to hold."""
        names = {reading.grid.title: name for name, reading in self.readings.items()}
        broken: dict[Cell, list[Meant]] = {}
        for finding in self.findings:
            if finding.severity is not Severity.ERROR or finding.sheet not in names:
                continue
            name, at = names[finding.sheet], _ADDRESS.fullmatch(finding.cell)
            if finding.column and at:
                meant = Meant(str(finding.facts.get("near", "")))
                broken.setdefault((name, int(at.group(2)), finding.column), []).append(meant)
            elif meant_column := str(finding.facts.get("near_key", "")):
                # What stands below a misspelt header was not read.
                broken.update({(name, row.number, meant_column): [] for row in self.readings[name].rows})
        return broken

    def _unread(self) -> set[str]:
        """Return the sheets of which rows or columns could not be read."""
        whole = {"E105", "E114", "E120", "E121", "E122", "E123", "E125"}
        titles = {f.sheet for f in self.findings if f.code in whole}
        lacking = {
            name
            for name, reading in self.readings.items()
            if reading.dropped
            or reading.header.unread
            or reading.header.missing
            or reading.grid.title in titles
        }
        found = {name[0].name for title in titles if (name := sheet_of(title))}
        doubted = {f.sheet for f in self.findings if f.code == "E195"}
        return lacking | found | {n for n, reading in self.readings.items() if reading.grid.title in doubted}


def _lacks_settings(reading: Reading) -> bool:
    return reading.sheet.name == "Settings" and any(f.code in _UNFILLED for f in reading.findings)


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=_place)


def _place(finding: Finding) -> tuple[int, int, int]:
    """Return where a finding belongs: the whole file first, then sheet by sheet, row by row."""
    if not finding.sheet:
        return (-1, 0, 0)
    named = kept_input_of(finding.sheet) or sheet_of(finding.sheet)
    order = _ORDER[named[0].name] if named else len(_ORDER)
    found = _ADDRESS.match(finding.cell)
    if found is None:
        return (order, 0, 0)
    return (order, int(found.group(2)), column_index_from_string(found.group(1)))
