"""Small workbooks for tests: a good plan as lists of rows, changed cell by cell and written bare."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple

from planner.workbook.messages.findings import Finding
from planner.workbook.reading.reader import read_workbook
from planner.workbook.tables import Tables

Sheets = dict[str, list[list[object]]]

START = dt.date(2026, 4, 1)

GOOD: Sheets = {
    "Settings": [["key", "value"], ["start_month", START], ["months", 12], ["home_country", "JP"]],
    "Items": [
        ["item", "name", "unit", "initial_stock", "monthly_loss", "min_suppliers", "unit_value"],
        ["DY", "Dysprosium oxide", "kg", 20, 0, 0, 280],
    ],
    "Suppliers": [["supplier", "name", "already_qualified"], ["ACME", "Acme", "yes"], ["NA", "Namib", "yes"]],
    "Offers": [
        ["offer", "supplier", "item", "price", "tariff", "max_per_month", "lead_time_months", "available_to"],
        ["DY-ACME", "ACME", "DY", 300, 0, 100, 1, dt.date(2027, 3, 1)],
        ["DY-NA", "NA", "DY", 320, 0, 100, 1, None],
    ],
    "Products": [["product", "shortage_penalty"], ["EV", 9000]],
    "Demand": [
        ["product", "month", "quantity"],
        *(["EV", dt.date(2026 + (3 + t) // 12, (3 + t) % 12 + 1, 1), 10] for t in range(12)),
    ],
    "Designs": [["product", "design", "max_share"], ["EV", "std", 1]],
    "BOM": [["product", "design", "item", "quantity"], ["EV", "std", "DY", 1]],
    "Rules": [
        ["rule", "measure", "member", "share", "sense"],
        ["CAP", "supplier", "ACME", 0.9, "max"],
    ],
    "Events": [
        [
            *("event", "supplier", "items", "severity", "duration_months", "probability", "loss_profile"),
            "start_to",
        ],
        ["OUT", "ACME", "DY", 1, 3, 0.1, None, dt.date(2027, 1, 1)],
    ],
}
"""A plan in which the reader finds nothing to say."""


def changed(sheet: str, cell: str, value: object, base: Sheets | None = None) -> Sheets:
    """Return the good plan with one cell replaced; the sheet grows where it must."""
    sheets = copy.deepcopy(GOOD if base is None else base)
    rows = sheets[sheet]
    row, column = coordinate_to_tuple(cell)
    rows += [[] for _ in range(row - len(rows))]
    rows[row - 1] += [None] * (column - len(rows[row - 1]))
    rows[row - 1][column - 1] = value
    return sheets


def with_sheets(**sheets: list[list[object]]) -> Sheets:
    """Return the good plan with whole sheets replaced or added."""
    return {**copy.deepcopy(GOOD), **sheets}


def without(*names: str) -> Sheets:
    """Return the good plan without some sheets."""
    return {name: rows for name, rows in copy.deepcopy(GOOD).items() if name not in names}


def workbook_of(sheets: Mapping[str, Iterable[Sequence[object]]]) -> openpyxl.Workbook:
    """Return sheets as a workbook, not saved; text that begins with ``=`` is a formula without a result."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    page.cell(number, column, value)  # type: ignore[arg-type]
                    if isinstance(value, dt.date):
                        page.cell(number, column).number_format = "yyyy-mm-dd"
    return book


def book(folder: Path, sheets: Mapping[str, Iterable[Sequence[object]]], name: str = "plan.xlsx") -> Path:
    """Write sheets as a bare workbook and return its path."""
    path = folder / name
    workbook_of(sheets).save(path)
    return path


def read(folder: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> tuple[Tables, list[Finding]]:
    """Write sheets and read them back: the tables and every finding."""
    tables, findings = read_workbook(book(folder, sheets))
    assert tables is not None
    return tables, findings


def only(findings: Iterable[Finding], code: str) -> Finding:
    """Return the one finding of a code; fails where there is none or more."""
    found = [finding for finding in findings if finding.code == code]
    assert len(found) == 1, [(finding.code, finding.place()) for finding in findings]
    return found[0]
