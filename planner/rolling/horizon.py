"""The months of the next plan: where it begins, where it ends, and what the added months are taken to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from planner.rolling.ledger import Ledger, reason
from planner.workbook.access import amount, month, number, text
from planner.workbook.schema.sheets import SCHEMA_VERSION
from planner.workbook.series import Series, indices, rates
from planner.workbook.tables import Value

YEAR = 12


def move_months(book: Ledger, *, extend: bool) -> None:
    """Move the first month; the end stays, or moves with it."""
    tables = book.old
    book.set_setting("start_month", book.start, reason("rolled", months=book.months))
    told = book.row("Settings", "key", "schema_version")
    if told is None or (number(told, "value") or 0) < SCHEMA_VERSION:
        book.set_setting("schema_version", SCHEMA_VERSION, reason("version"))
    if not extend:
        book.set_setting("months", tables.months - book.months, reason("same end"))
    if tables.settings.get("year_start") is None:
        book.set_setting("year_start", tables.start.month, reason("years stay"))


def assume_added_months(book: Ledger) -> None:
    """Fill the months added at the end with what was a year before, marked as assumed."""
    months = range(book.old.months, book.old.months + book.months)
    _demand(book, months)
    _series(book, months, "PriceIndex", ("index", "factor"), indices(book.old))
    _series(book, months, "FX", ("currency", "rate"), rates(book.old))
    if any(text(row, "scenario") != "0" for row in book.rows("Scenarios")):
        book.cannot("no scenario in added months", month=book.old.month_date(months.start))


def _demand(book: Ledger, months: range) -> None:
    tables = book.old
    asked: dict[str, dict[int, float]] = {}
    for row in tables["Demand"]:
        date = month(row, "month")
        if date is not None:
            of = asked.setdefault(text(row, "product"), {})
            at = tables.month_index(date)
            of[at] = of.get(at, 0.0) + amount(row, "quantity")
    for product, known in asked.items():
        for at in months:
            before = at - YEAR if at >= YEAR else tables.months - 1
            known[at] = known.get(before, 0.0)
            if known[at]:
                key: dict[str, Value] = {"product": product, "month": tables.month_date(at)}
                why = reason("assumed", month=tables.month_date(before))
                row = book.add("Demand", {**key, "quantity": known[at]}, why)
                book.assumed.add(("Demand", row.number))


def _series(
    book: Ledger, months: range, sheet: str, columns: tuple[str, str], known: Mapping[str, Series]
) -> None:
    """Repeat a series that changes within the last year; one that stands still goes on by itself."""
    tables = book.old
    name_key, value_key = columns
    for name, series in known.items():
        added: dict[int, float] = {}
        for at in months:
            if at <= series.points[-1][0]:
                continue  # the sheet says it already
            year_ago = added.get(at - YEAR, series.at(at - YEAR))
            before = added.get(at - 1, series.at(at - 1))
            added[at] = year_ago
            if year_ago != before:
                date: dt.date = tables.month_date(at)
                cells: dict[str, Value] = {name_key: name, "month": date, value_key: year_ago}
                row = book.add(sheet, cells, reason("assumed", month=tables.month_date(at - YEAR)))
                book.assumed.add((sheet, row.number))
