"""Changes of a plan as rows of the sheet WhatIf, so that whoever reads an explanation can repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.cases import Task
from planner.changes import apply_rows
from planner.workbook.checks.base import Book
from planner.workbook.messages.findings import Severity
from planner.workbook.reading.cell_values import shortest
from planner.workbook.reading.row_names import rows_named
from planner.workbook.tables import Row, Tables, Value

DECIMALS = 9
"""Decimals to which a number is told; what lies beyond is rounding."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, as a row of the sheet WhatIf says it."""

    sheet: str
    row: str
    """Name of the row: its key, parts joined by ``/``."""
    column: str
    change: str
    """``set``, ``multiply``, ``add`` or ``remove``."""
    value: Value = None

    def told(self) -> str:
        """Return the change as people write it: ``Rules/CAP/share set 0.7``."""
        if self.change == "remove":
            return f"{self.sheet}/{self.row} remove"
        return f"{self.sheet}/{self.row}/{self.column} {self.change} {shown(self.value)}".rstrip()

    def as_json(self) -> dict[str, object]:
        """Return the change as a row of the sheet WhatIf."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column or None,
            "change": self.change,
            "value": self.value,
        }


def shown(value: Value) -> str:
    """Return a value as a cell shows it; blank where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shortest(round(value, DECIMALS)) if isinstance(value, int | float) else str(value)


def changed(tables: Tables, changes: Iterable[Change]) -> Tables | None:
    """Return a plan with changes made; ``None`` where that leaves no valid plan."""
    rows = [
        Row(
            "WhatIf",
            0,
            {
                "case": "explain",
                "note": None,
                "sheet": change.sheet,
                "row": change.row,
                "column": change.column or None,
                "change": change.change,
                "value": change.value,
            },
            frozenset({"case", "sheet", "row", "column", "change", "value"}),
        )
        for change in changes
    ]
    made, findings = apply_rows(tables, rows, errors_only=True)
    return None if any(finding.severity is Severity.ERROR for finding in findings) else made


def task_of(name: str, tables: Tables, changes: Sequence[Change], known: float | None = None) -> Task | None:
    """Return a changed plan to solve; ``None`` where the change leaves no valid plan.

    ``known`` is the cost of a plan that holds after the change too.
    """
    made = changed(tables, changes)
    return None if made is None else Task(name, "", made, known=known)


def place_of(tables: Tables, sheet: str, name: str, column: str) -> str:
    """Return where a cell stands, as people say it: ``Rules!G7``; the sheet alone where it has no row."""
    book = Book(tables)
    key = "value" if sheet == "Settings" else column
    row = next(iter(rows_named(tables, sheet, column if sheet == "Settings" else name)), None)
    title = book.sheet_name(sheet)
    cell = row.cell(key) if row is not None and row.number else ""
    return f"{title}!{cell}" if cell else title
