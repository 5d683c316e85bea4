"""Quantities of an item so far apart that one of them must be in another unit: no solver sees both.

Limits are left alone: 999999 and 10¹² are typed where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from planner.workbook.access import amount, number, text
from planner.workbook.checks.base import INFINITE, Book, Findings, error, is_contract, quantity
from planner.workbook.checks.sourcing import largest_rate
from planner.workbook.tables import Row

SCARCE = 1e6
"""Times all that can come in that nobody plans to need in a month."""
PLENTY = 1e12
"""Times a month's need that nobody holds, wants or receives."""


def check_magnitudes(book: Book) -> Findings:
    """Yield needs that are a million times all supply, and stock that is without measure beside it."""
    if not book.months:
        return
    for name, item in book.ids("Items").items():
        needs = [(_peak(book, line) * amount(line, "quantity"), line) for line in _lines(book, name)]
        need, line = max(needs, key=lambda pair: pair[0], default=(0.0, None))
        if line is None or need <= 0:
            continue
        supply = _supply(book, name, item)
        if need > SCARCE * supply > 0:
            row, key = _to_blame(book, line)
            facts = {"value": quantity(amount(row, key)), "need": quantity(need), "supply": quantity(supply)}
            yield error("E241", row, key, item=name, **facts)
            continue
        for row, key in _held(book, name, item):
            if amount(row, key) > PLENTY * need:
                facts = {"value": quantity(amount(row, key)), "need": quantity(need)}
                yield error("E242", row, key, item=name, **facts)


def _lines(book: Book, item: str) -> list[Row]:
    return [row for row in book.by("BOM", "item").get(item, ()) if text(row, "kind") != "scrap"]


def _peak(book: Book, line: Row) -> float:
    rows = book.by("Demand", "product").get(text(line, "product"), ())
    return max((amount(row, "quantity") for row in rows), default=0.0)


def _to_blame(book: Book, line: Row) -> tuple[Row, str]:
    """Return the cell that makes a need so large: a month of demand, or what a unit takes."""
    rows = book.by("Demand", "product").get(text(line, "product"), ())
    largest = max(rows, key=lambda row: amount(row, "quantity"))
    usual = median(amount(row, "quantity") for row in rows)
    asked = amount(largest, "quantity")
    odd = asked > SCARCE * usual if usual > 0 else asked > amount(line, "quantity")
    return (largest if odd or asked > amount(line, "quantity") else line), "quantity"


def _held(book: Book, name: str, item: Row) -> Iterator[tuple[Row, str]]:
    yield from ((item, key) for key in ("initial_stock", "final_stock", "min_stock"))
    yield from ((row, "quantity") for row in book.by("Receipts", "item").get(name, ()))


def _supply(book: Book, name: str, item: Row) -> float:
    """Return the most that can come of an item in the whole plan, without end where that is not typed."""
    total = amount(item, "initial_stock")
    total += sum(amount(row, "quantity") for row in book.by("Receipts", "item").get(name, ()))
    for offer in book.by("Offers", "item").get(name, ()):
        limit = number(offer, "max_per_month")
        monthly = INFINITE if limit is None else limit
        if is_contract(offer):
            monthly = min(monthly, (1 + amount(offer, "flex")) * largest_rate(book, offer))
        total += book.months * (monthly + _added(book, f"offer:{text(offer, 'offer')}"))
    for flow in book.by("ProcessFlows", "item").get(name, ()):
        process = book.ids("Processes").get(text(flow, "process"))
        if text(flow, "kind") == "out" and process is not None:
            runs = amount(process, "capacity_per_month")
            runs += _added(book, f"process:{text(process, 'process')}")
            total += book.months * runs * amount(flow, "quantity")
    for line in book.by("BOM", "item").get(name, ()):
        if text(line, "kind") == "scrap" and amount(line, "quantity") > 0:
            return INFINITE
    return total


def _added(book: Book, target: str) -> float:
    rows = book.by("Investments", "adds_to").get(target, ())
    return sum(amount(row, "adds") * amount(row, "max_modules", 1.0) for row in rows)
