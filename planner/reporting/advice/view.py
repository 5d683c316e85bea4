"""What a warning is, where it points to, and what the functions that compute warnings look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.reporting.view.content import Summary
from planner.reporting.view.lookup import Names
from planner.reporting.view.paths import Tree
from planner.reporting.words.phrases import Fact
from planner.result import Result
from planner.workbook.access import text
from planner.workbook.events.scenarios import TRUNK
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.template.input_sheets import given_settings


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: a row of a result sheet, or a cell of the input."""

    sheet: str
    cell: str
    """Address on the result sheet, or in the user's file; empty for the whole sheet."""
    of_input: bool
    kept: str = ""
    """Address of an input cell on its ``In`` sheet of the result."""
    title: str = ""
    """Name of an input sheet as the user's file spells it."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to know before deciding."""

    code: str
    """Key of its text."""
    warning: bool
    """It may change a decision; otherwise it only says how to read the plan."""
    facts: Mapping[str, Fact]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What the functions below look at."""

    result: Result
    summary: Summary
    tree: Tree
    names: Names

    def at(self, sheet: str, row: int) -> Place:
        """Return the place of a row (counted from 0) of a result table."""
        return Place(sheet, f"A{row + 2}", of_input=False)

    def given(self, sheet: str, name: str, column: str) -> Place:
        """Return the place of a cell of the input."""
        row = self.names.row(sheet, name)
        at = self.result.inputs[sheet].index(row) + 1
        columns = [declared.key for declared in SHEETS[sheet].columns]
        return Place(
            sheet,
            row.cell(column),
            of_input=True,
            kept=xl_rowcol_to_cell(at, columns.index(column)),
            title=self.result.inputs.title(sheet),
        )

    def setting(self, key: str) -> Place:
        """Return the place of a setting; the whole sheet where the user left it out."""
        kept = list(given_settings(self.result.inputs))
        rows = {text(row, "key"): row for row in self.result.inputs["Settings"]}
        title = self.result.inputs.title("Settings")
        if key not in kept or key not in rows:
            return Place("Settings", "", of_input=True, kept="A1", title=title)
        cell = rows[key].cell("value")
        return Place("Settings", cell, of_input=True, kept=f"B{kept.index(key) + 2}", title=title)

    def month(self, index: int) -> dt.date:
        """Return the date of a plan month."""
        return self.result.inputs.month_date(index)

    def scenario_row(self, scenario: str) -> int:
        """Return the row (counted from 0) of a scenario in the Scenarios table."""
        return [str(value) for value in self.result.tables["Scenarios"]["scenario"]].index(scenario)

    def stock_row(self, item: str, month: int) -> int:
        """Return the row of an item and plan month on the trunk in the Stock table."""
        frame = self.result.tables["Stock"]
        here = ((frame["scenario"] == TRUNK) & (frame["item"] == item)).to_numpy().nonzero()[0]
        months = [self.result.inputs.month_index(stamp) for stamp in frame["month"].iloc[here]]
        return int(here[months.index(month)])
