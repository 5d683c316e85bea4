"""One wrong cell gives one finding: what the checks find only because of an unreadable cell is held back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import median

from planner.workbook.access import as_number
from planner.workbook.messages.findings import Finding, Severity
from planner.workbook.reading.clean import clean
from planner.workbook.schema.columns import Column, Kind
from planner.workbook.schema.sheets import SETTING_COLUMNS, SHEETS
from planner.workbook.tables import Row, Tables, Value

Cell = tuple[str, int, str]
"""Canonical sheet name, row number, column key."""

_OF_A_SHEET = {"E201": "", "E202": "", "E203": "Designs", "E204": "Designs", "E230": "Designs"}
"""Errors that speak of what another sheet lacks; empty: of the sheet that the column refers to."""


def firm_findings(
    check: Callable[[Tables], list[Finding]], tables: Tables, broken: Iterable[Cell], unread: Iterable[str]
) -> list[Finding]:
    """Return what the checks find whatever stands in the cells that could not be read.

    The checks run twice: with these cells at their defaults, and with other likely values in them. Only what
    both find is told; the rest would come and go with the cell.

    Parameters
    ----------
    check
        All checks.
    tables
        What could be read.
    broken
        Cells that could not.
    unread
        Sheets of which rows or columns are missing from the tables; then only errors are told, and no error
        that says that an id is not on such a sheet.
    """
    found = check(tables)
    cells, lacking = set(broken), set(unread)
    if cells:
        settled = {_place(finding) for finding in check(_with_likely_values(tables, cells))}
        found = [finding for finding in found if _place(finding) in settled]
    if lacking:
        found = [f for f in found if f.severity is Severity.ERROR and not _speaks_of(f, lacking)]
    return found


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.sheet, finding.cell


def _speaks_of(finding: Finding, sheets: set[str]) -> bool:
    sheet = _OF_A_SHEET.get(finding.code)
    if sheet == "" and finding.sheet in SHEETS:
        column = next((c for c in SHEETS[finding.sheet].columns if c.key == finding.column), None)
        sheet = column.ref if column is not None else ""
    return sheet in sheets


def _with_likely_values(tables: Tables, cells: set[Cell]) -> Tables:
    """Return the tables with a likely value in each broken cell."""
    by_row: dict[tuple[str, int], list[str]] = {}
    for sheet, number, key in cells:
        by_row.setdefault((sheet, number), []).append(key)
    sheets = dict(tables.sheets)
    for name in {sheet for sheet, _ in by_row} & set(sheets):
        sheets[name] = tuple(
            _filled(row, by_row[name, row.number], sheets[name], tables)
            if (name, row.number) in by_row
            else row
            for row in sheets[name]
        )
    settings = dict(tables.settings)
    for sheet, _, key in cells:
        if sheet == "Settings" and key in SETTING_COLUMNS:
            settings[key] = _example(SETTING_COLUMNS[key])
    return replace(tables, sheets=sheets, settings=settings)


def _filled(row: Row, keys: Sequence[str], rows: Sequence[Row], tables: Tables) -> Row:
    columns = {column.key: column for column in SHEETS[row.sheet].columns}
    likely = {
        key: _likely(row, columns[key], rows, tables) for key in keys if key in columns and key in row.values
    }
    return replace(row, values={**row.values, **likely}, given=row.given | likely.keys())


def _likely(row: Row, column: Column, rows: Sequence[Row], tables: Tables) -> Value:
    """Return what other rows have in a column, or else what the template shows there."""
    key, own = column.key, row.values.get(column.key)
    others = [
        value
        for other in rows
        if other is not row and key in other.given and (value := other.values.get(key)) not in (None, own)
    ]
    if column.kind is Kind.CHOICE:
        return next((choice for choice in column.choices if choice != own), own)
    if column.kind is Kind.YESNO:
        return own is not True
    numbers = [number for value in others if (number := as_number(value)) is not None]
    if numbers and len(numbers) == len(others):
        middle = median(numbers)
        return int(middle) if column.kind is Kind.INTEGER else middle
    if column.ref:
        known: Mapping[str, None] = {
            str(other.values.get(SHEETS[column.ref].key[0])): None
            for other in tables.sheets.get(column.ref, ())
        }
        name = next(iter(known), "")
        return (name,) if column.kind is Kind.IDS else name or None
    return others[0] if others else _example(column)


def _example(column: Column) -> Value:
    value, _ = clean(column.example, column)
    return value
