"""Warnings on what the plan will look like: the first months, and demand in full."""

from __future__ import annotations

from collections.abc import Sequence

from planner.workbook.access import amount, number, text
from planner.workbook.checks.base import DAYS_PER_MONTH, Book, Findings, quantity, warning
from planner.workbook.checks.bounds.feasibility import Path, beyond
from planner.workbook.checks.bounds.needs import full_needs
from planner.workbook.tables import Row


def check_outlook(trunk: Path) -> Findings:
    """Yield items that run out before the first arrival, cannot keep their cover, or fall short in all."""
    book, supply, demand, at_hand = trunk.book, trunk.supply, trunk.demand, trunk.at_hand
    needs = full_needs(book, demand, supply, at_hand)
    everything = dict.fromkeys(book.ids("Products"), 1.0)
    end = book.months - 1
    for item, row in book.ids("Items").items():
        offers = book.by("Offers", "item").get(item, ())
        arrivals = [int(lots.arrives.min()) for offer in offers if len((lots := supply.lots(offer)).arrives)]
        first = min(arrivals, default=book.months)
        if first < book.months:
            yield from _first_months(book, row, first, needs[item], at_hand[item])
        yield from _first_cover(book, row, needs[item], at_hand[item])
        least = demand.least_use(frozenset({item}), everything, 0, 0, end)
        supplied = bool(arrivals) or at_hand[item][end] > 0
        if supplied and beyond(least, at_hand[item][end]):
            facts = {"item": item, "most": quantity(at_hand[item][end]), "need": quantity(least)}
            yield warning("W235", row, "item", **facts)


def _first_months(
    book: Book, item: Row, first: int, need: Sequence[float], at_hand: Sequence[float]
) -> Findings:
    """Yield an item whose stock and receipts do not last until the first order can arrive."""
    for index in range(first):
        if beyond(need[index], at_hand[index]):
            # Stock further down the chain goes first, so a month ends short; it does not begin so.
            full = max(need[month] - (need[month - 1] if month else 0.0) for month in range(first + 1))
            part = max(0.0, 1 - (need[index] - at_hand[index]) / full)
            facts = {
                "item": text(item, "item"),
                "days": int((index + part) * DAYS_PER_MONTH),
                "first": book.month_name(first),
                "wait": int(first * DAYS_PER_MONTH),
            }
            yield warning("W237", item, "initial_stock", **facts)
            return


def _first_cover(book: Book, item: Row, need: Sequence[float], at_hand: Sequence[float]) -> Findings:
    """Yield days of cover that must be kept when they cannot be there beside full production."""
    days = amount(item, "min_cover_days")
    if days <= 0 or number(item, "cover_penalty") is not None:
        return
    ahead = int(days * 12 / 365)
    for index in range(max(0, book.index(item, "cover_from") or 0), book.months):
        wanted = need[min(book.months - 1, index + ahead)]
        if beyond(wanted, at_hand[index]):
            facts = {"item": text(item, "item"), "days": quantity(days), "month": book.month_name(index)}
            numbers = {"most": quantity(at_hand[index]), "need": quantity(wanted)}
            yield warning("W238", item, "cover_from", **facts, **numbers)
            return
