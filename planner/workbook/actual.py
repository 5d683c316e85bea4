"""Reading what really was: stock counted, orders placed, prices, rates and demand known by now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from planner.workbook.access import month
from planner.workbook.checks.base import Book, error, month_name
from planner.workbook.checks.references import Lookup
from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.reading.grids import read_grids
from planner.workbook.reading.guard import open_book
from planner.workbook.reading.headers import find_header, sheet_of
from planner.workbook.reading.rows import read_rows
from planner.workbook.schema.actual import COLUMNS, actual_sheets
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.schema.wording import sheet_title
from planner.workbook.tables import Row, Tables

REFERS = {
    "Items": ("item", "Items"),
    "History": ("offer", "Offers"),
    "Offers": ("offer", "Offers"),
    "Demand": ("product", "Products"),
}
"""Sheets whose ids the plan must have, and where it lists them."""

ActualRows = Mapping[str, tuple[Row, ...]]


def read_actual(path: Path, tables: Tables, first: dt.date) -> tuple[ActualRows, tuple[Finding, ...], str]:
    """Read an actual for a plan whose next first month is ``first``.

    Returns
    -------
    tuple
        Rows by sheet, what was noted, and the SHA-256 of the file.

    Raises
    ------
    InputErrors
        With everything that is wrong with it.
    """
    book, findings = open_book(path)
    if book is None:
        raise InputErrors(findings, tables.language)
    grids, damaged = read_grids(book)
    findings += damaged
    if grids is None:
        raise InputErrors(findings, tables.language)
    rows: dict[str, tuple[Row, ...]] = {}
    declared = {sheet.name: sheet for sheet in actual_sheets()}
    for grid in grids.sheets:
        named = sheet_of(grid.title)
        if named is None or named[0].name not in declared:
            continue
        sheet = declared[named[0].name]
        header = find_header(grid, sheet)
        if header is None:
            continue
        reading = read_rows(grid, sheet, header)
        findings += reading.findings
        rows[sheet.name] = tuple(reading.rows)
        found = _judged(sheet.name, reading.rows, tables, first)
        findings += [
            Finding(one.severity, one.code, grid.title, one.cell, one.column, one.facts) for one in found
        ]
    if not any(rows.values()) and not any(one.severity is Severity.ERROR for one in findings):
        names = ", ".join(sheet_title(SHEETS[name], tables.language) for name in COLUMNS)
        findings.append(Finding(Severity.ERROR, "E552", facts={"sheets": names}))
    if any(one.severity is Severity.ERROR for one in findings):
        raise InputErrors(findings, tables.language)
    return rows, tuple(findings), book.sha256


def _judged(name: str, rows: list[Row], tables: Tables, first: dt.date) -> Iterator[Finding]:
    """Yield ids that the plan does not have, and months that an actual cannot be about."""
    lookup = Lookup(Book(tables))
    known = {
        "PriceIndex": {str(row["index"]) for row in tables["PriceIndex"]},
        "FX": {str(row["currency"]) for row in tables["FX"]},
    }
    last = tables.month_date(tables.months - 1)
    for row in rows:
        if name in REFERS:
            key, sheet = REFERS[name]
            if str(row[key]) not in lookup.book.ids(sheet):
                yield lookup.finding(row, key, str(row[key]), sheet)
        elif str(row[SHEETS[name].key[0]]) not in known[name]:
            key = SHEETS[name].key[0]
            yield error("E201", row, key, id=row[key], sheet=lookup.book.sheet_name(name))
        if name == "History" and (ordered := month(row, "order_month")) is not None:
            arrives = month(row, "arrival_month")
            if ordered >= first:
                facts = {"month": month_name(ordered), "first": month_name(first)}
                yield error("E550", row, "order_month", **facts)
            elif arrives is not None and arrives < ordered:
                facts = {"month": month_name(ordered), "arrival": month_name(arrives)}
                yield error("E531", row, "arrival_month", **facts)
        date = month(row, "month") if name == "Demand" else None
        if date is not None and not tables.start <= date <= last:
            facts = {"first": month_name(tables.start), "last": month_name(last)}
            yield error("E551", row, "month", month=month_name(date), **facts)
