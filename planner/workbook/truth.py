"""Reading what really happened, for a replay of a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from planner.workbook.access import amount, month, number, numbers, text, texts, whole
from planner.workbook.checks.base import Book, error, month_name, warning
from planner.workbook.checks.references import Lookup
from planner.workbook.events.scenarios import known_events, on_months
from planner.workbook.messages.findings import Finding, InputErrors, Severity
from planner.workbook.reading.grids import read_grids
from planner.workbook.reading.guard import open_book
from planner.workbook.reading.headers import find_header, sheet_of
from planner.workbook.reading.rows import read_rows
from planner.workbook.schema.sheets import SHEETS
from planner.workbook.schema.truth import COLUMNS, truth_sheets
from planner.workbook.schema.wording import sheet_title
from planner.workbook.tables import Row, Tables

REFERS = {"Events": "event", "Offers": "offer", "Demand": "product"}
"""Sheets whose ids the plan must have, by the column that names them."""
LISTED = {"Events": "Events", "Offers": "Offers", "Demand": "Products"}
MONTH = {"Offers": "available_from", "PriceIndex": "month", "FX": "month", "Demand": "month"}

TruthRows = Mapping[str, tuple[Row, ...]]


def read_truth(path: Path, tables: Tables) -> tuple[TruthRows, tuple[Finding, ...], str]:
    """Read what really happened to a plan.

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
    declared = {sheet.name: sheet for sheet in truth_sheets()}
    titles: dict[str, str] = {}
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
        titles[sheet.name] = grid.title
    for found in judged_truth(rows, tables):
        sheet_, finding = found
        findings.append(
            Finding(
                finding.severity,
                finding.code,
                titles.get(sheet_, sheet_),
                finding.cell,
                finding.column,
                finding.facts,
            )
        )
    if not rows and not any(one.severity is Severity.ERROR for one in findings):
        names = ", ".join(sheet_title(SHEETS[name], tables.language) for name in COLUMNS)
        findings.append(Finding(Severity.ERROR, "E560", facts={"sheets": names}))
    if any(one.severity is Severity.ERROR for one in findings):
        raise InputErrors(findings, tables.language)
    return rows, tuple(findings), book.sha256


def judged_truth(rows: TruthRows, tables: Tables) -> Iterator[tuple[str, Finding]]:
    """Yield what of a truth cannot be of this plan, by sheet, and where it contradicts itself."""
    lookup = Lookup(Book(tables))
    known = {
        "PriceIndex": {str(row["index"]) for row in tables["PriceIndex"]},
        "FX": {str(row["currency"]) for row in tables["FX"]},
    }
    for name, own in rows.items():
        good = []
        for row in own:
            if name in REFERS:
                key = REFERS[name]
                if text(row, key) not in lookup.book.ids(LISTED[name]):
                    yield name, lookup.finding(row, key, text(row, key), LISTED[name])
                    continue
            elif text(row, SHEETS[name].key[0]) not in known[name]:
                key = SHEETS[name].key[0]
                yield name, error("E201", row, key, id=row[key], sheet=lookup.book.sheet_name(name))
            good.append(row)
            if name in MONTH:
                yield from ((name, found) for found in _outside(row, MONTH[name], tables))
        if name == "Events":
            yield from ((name, found) for found in _events(good, tables, rows.get("PriceIndex", ())))
        elif name == "Offers":
            yield from ((name, found) for found in _prices(good, tables))


def _outside(row: Row, key: str, tables: Tables) -> Iterator[Finding]:
    date = month(row, key)
    last = tables.month_date(tables.months - 1)
    if date is not None and not tables.start <= date <= last:
        facts = {"first": month_name(tables.start), "last": month_name(last)}
        yield error("E551", row, key, month=month_name(date), **facts)


def _events(rows: Sequence[Row], tables: Tables, series: Sequence[Row]) -> Iterator[Finding]:
    events = {text(row, "event"): row for row in tables["Events"]}
    foreknown = set(known_events(tables))
    told = {text(row, "index") for row in series}
    ends: dict[str, list[tuple[int, int, Row]]] = {}
    for row in rows:
        date = month(row, "start_from")
        if date is None:
            continue
        event, start = text(row, "event"), tables.month_index(date)
        if (event, start) not in foreknown:
            yield from _started(row, event, date, tables)
        losses, months = numbers(row, "loss_profile"), whole(row, "duration_months")
        if losses and number(row, "duration_months") is not None and months != len(losses):
            yield error("E562", row, "loss_profile", months=months, parts=len(losses))
        length = months or len(losses) or on_months(events[event])
        ends.setdefault(event, []).append((start, start + length, row))
        factor = number(row, "price_factor")
        twice = [index for index in texts(events[event], "index") if index in told]
        if factor is None and twice and amount(events[event], "price_factor", 1.0) != 1.0:
            yield warning("W560", row, "price_factor", event=event, index=", ".join(twice))
    for event, spans in ends.items():
        spans.sort(key=lambda span: span[0])
        for (_, end, before), (start, _, row) in pairwise(spans):
            if start < end:
                until = month_name(tables.month_date(end - 1))
                yield error("E563", row, "start_from", event=event, other=before.number, until=until)


def _started(row: Row, event: str, date: dt.date, tables: Tables) -> Iterator[Finding]:
    last = month_name(tables.month_date(tables.months - 1))
    if not 1 <= tables.month_index(date) < tables.months:
        first = month_name(tables.month_date(1))
        yield error("E561", row, "start_from", event=event, month=month_name(date), first=first, last=last)


def _prices(rows: Sequence[Row], tables: Tables) -> Iterator[Finding]:
    offers = {text(row, "offer"): row for row in tables["Offers"]}
    tiered = {text(row, "offer") for row in tables["PriceTiers"]}
    for row in rows:
        offer = text(row, "offer")
        plan = offers[offer]
        if text(plan, "index"):
            yield error("E564", row, "offer", offer=offer, index=text(plan, "index"))
        elif offer in tiered or text(plan, "pool"):
            yield error("E565", row, "offer", offer=offer)
        elif amount(plan, "price") <= 0:
            yield error("E566", row, "offer", offer=offer)
