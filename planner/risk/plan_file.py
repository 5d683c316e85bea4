"""A plan with other events and scenarios, written as a new workbook that says how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planner.risk.additions import sheet_row
from planner.risk.words import tell
from planner.workbook.access import text
from planner.workbook.events.scenarios import TRUNK, ScenarioSpec
from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.reading.grids import Grids, read_grids
from planner.workbook.reading.guard import open_book
from planner.workbook.reading.reader import read_workbook
from planner.workbook.reading.row_names import rows_named
from planner.workbook.schema.sheets import COMMENT_KEY, SCHEMA
from planner.workbook.tables import Row, Tables, Value
from planner.workbook.template.book import write_template

MORE_THAN_ONE = frozenset({"E278", "E544"})
"""Finding: probabilities that add up to more than 1; making scenarios is the way out."""

OTHER_SHEETS = frozenset({"N121", "W122", "W123"})
"""Findings: sheets that are none of a plan's."""
FORMULAS = "N104"
"""Finding: cells that hold formulas."""

Comments = dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan read from a workbook, with the comments beside its rows."""

    tables: Tables
    findings: tuple[Finding, ...]
    comments: Mapping[tuple[str, int], str]
    aside: tuple[str, ...] = ()
    """Sheets that the user has put aside with a ``#``."""

    def lost(self, language: str) -> list[str]:
        """Return what of the workbook a copy does not have, in sentences."""
        said = []
        sheets = [*self.aside, *(f.sheet for f in self.findings if f.code in OTHER_SHEETS)]
        if sheets:
            said.append(tell("lost sheets", language, sheets=", ".join(sheets)))
        formulas = next((f for f in self.findings if f.code == FORMULAS), None)
        if formulas is not None:
            said.append(tell("lost formulas", language, **formulas.facts))
        wide = [
            name
            for name in ("Demand", "PriceIndex")
            if len({row.number for row in self.tables[name]}) < len(self.tables[name])
        ]
        if wide:
            said.append(tell("lost wide", language, sheets=", ".join(wide)))
        return said


def read_plan(path: Path, language: str | None = None) -> PlanFile:
    """Read a plan to make scenarios for; events that are more likely than 1 together are no error here.

    Raises
    ------
    InputErrors
    """
    tables, findings = read_workbook(path, language)
    grave = [f for f in findings if f.severity is Severity.ERROR]
    if tables is None or any(f.code not in MORE_THAN_ONE for f in grave):
        raise InputErrors(findings, None if tables is None else tables.language)
    book, _ = open_book(path)
    grids = read_grids(book)[0] if book is not None else None
    if grids is None:
        return PlanFile(tables, tuple(findings), {})
    aside = tuple(title for title in grids.titles if title.startswith("#"))
    return PlanFile(tables, tuple(findings), comments_of(grids, tables), aside)


def comments_of(grids: Grids, tables: Tables) -> Comments:
    """Return what stands in the comment column beside each row of a workbook."""
    names = {name.casefold(): sheet.name for sheet in SCHEMA for name in (sheet.name, sheet.ja)}
    found: Comments = {}
    for grid in grids.sheets:
        sheet = names.get(grid.title.strip().casefold())
        rows = tables.sheets.get(sheet or "", ())
        if sheet is None or not rows:
            continue
        first = min(row.number for row in rows)
        column = next(
            (
                at
                for number, values in grid.rows
                if number < first
                for at, value in enumerate(values)
                if str(value).strip().casefold() == COMMENT_KEY
            ),
            None,
        )
        if column is None:
            continue
        wanted = {row.number for row in rows}
        for number, values in grid.rows:
            if number in wanted and column < len(values) and values[column] not in (None, ""):
                found[sheet, number] = str(values[column])
    return found


def with_scenarios(
    tables: Tables, specs: Sequence[ScenarioSpec], remarks: Mapping[str, str]
) -> tuple[Tables, Comments]:
    """Return the plan with other scenarios beside scenario 0, and the remark on each scenario's first row."""
    kept = [row for row in tables["Scenarios"] if text(row, "scenario") == TRUNK]
    rows: list[Row] = list(kept)
    comments: Comments = {}
    number = max((row.number for row in tables["Scenarios"]), default=1)
    for spec in specs:
        for at, (event, start) in enumerate(spec.events):
            number += 1
            cells: dict[str, Value] = {
                "scenario": spec.scenario,
                "event": event,
                "start_month": tables.month_date(start),
            }
            if at == 0:
                cells["probability"] = spec.probability
                if spec.after != TRUNK:
                    cells["after"] = spec.after
                if spec.scenario in remarks:
                    comments["Scenarios", number] = remarks[spec.scenario]
            rows.append(sheet_row("Scenarios", number, cells))
    return replace(tables, sheets={**tables.sheets, "Scenarios": tuple(rows)}), comments


def without_lost_cases(tables: Tables) -> tuple[Tables, tuple[str, ...]]:
    """Return the plan without the what-if cases that change scenarios it does not have, and their names."""
    lost = {
        text(row, "case")
        for row in tables["WhatIf"]
        if text(row, "sheet") == "Scenarios" and not rows_named(tables, "Scenarios", text(row, "row"))
    }
    rows = tuple(row for row in tables["WhatIf"] if text(row, "case") not in lost)
    return replace(tables, sheets={**tables.sheets, "WhatIf": rows}), tuple(sorted(lost))


def write_plan(
    path: Path, tables: Tables, comments: Mapping[tuple[str, int], str], made: Iterable[str], language: str
) -> Path:
    """Write a plan as a filled template; how it was made stands beside its name on Settings.

    Raises
    ------
    OSError
    """
    told = " ".join(made)
    notes = dict(comments)
    row = next((row for row in tables["Settings"] if row["key"] == "plan_name"), None)
    if row is None:
        number = max((row.number for row in tables["Settings"]), default=1) + 1
        cells: dict[str, Value] = {"key": "plan_name", "value": tables.settings["plan_name"]}
        row = Row("Settings", number, cells, frozenset(cells))
        tables = replace(tables, sheets={**tables.sheets, "Settings": (*tables["Settings"], row)})
    before = notes.get(("Settings", row.number), "")
    notes["Settings", row.number] = f"{before} {told}".strip()
    return write_template(path, language, tables, notes)
