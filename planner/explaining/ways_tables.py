"""The plain tables of a plan that cannot be: what clashes, and the ways out, one cell to a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.explaining.ways import InfeasibleExplanation
from planner.workbook.tables import Value

PlainTable = tuple[Sequence[str], Sequence[Sequence[Any]]]
CLASH_COLUMNS = "clash sheet cell column row value asks irreducible".split()
WAYS_COLUMNS = (
    "way family sheet cell column row change from to text least status objective expected_cost gap".split()
)


def clash_table(explanation: InfeasibleExplanation, language: str) -> PlainTable:
    """Return every limit that clashes; where the limits tell nothing, what the solver named."""
    japanese = language == "ja"
    rows = [
        (at, a.sheet, a.cell, a.column, a.row, _plain(a.value), a.ja if japanese else a.en, clash.irreducible)
        for at, clash in enumerate(explanation.clashes, start=1)
        for a in clash.lines
    ]
    rows += [
        (0, line.sheet, line.cell, line.column, line.name, None, line.ja if japanese else line.en, False)
        for line in explanation.fixed
    ]
    return CLASH_COLUMNS, rows


def ways_table(explanation: InfeasibleExplanation, language: str) -> PlainTable:
    """Return every change of every way out, with what the plan then costs; ready to copy to WhatIf."""
    rows = []
    for way in explanation.ways:
        costs = (way.status, way.objective, way.expected_cost, way.gap)
        for change in way.changes:
            as_case, text = change.whatif, change.ja if language == "ja" else change.en
            place = (change.ask.sheet, change.ask.cell, as_case.column, as_case.row, as_case.change)
            values = (_plain(change.ask.value), _plain(change.new))
            rows.append((way.name, way.family or None, *place, *values, text, way.least, *costs))
    return WAYS_COLUMNS, rows


def _plain(value: Value) -> Any:
    """Return a value as one cell: yes/no as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
