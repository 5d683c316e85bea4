"""Checks of pools: their tiers must form one ladder, and only contracts climb it."""

from __future__ import annotations

from collections.abc import Sequence

from planner.workbook.access import amount, number, text
from planner.workbook.checks.base import (
    INFINITE,
    Book,
    Findings,
    error,
    is_contract,
    labels,
    listed,
    quantity,
    several_units,
    warning,
)
from planner.workbook.pools import pool_rows
from planner.workbook.tables import Row

ROUNDING = 1e-9
"""Volumes are typed by people; a gap smaller than this part of them is none."""


def check_pools(book: Book) -> Findings:
    """Yield what is wrong or odd on the sheet Pools and with the offers that name one."""
    members = book.by("Offers", "pool")
    for offer in book.rows("Offers"):
        yield from _member(book, offer)
    for pool, first in book.ids("Pools").items():
        yield from _ladder(pool_rows(book.tables, pool), pool)
        contracts = [offer for offer in members.get(pool, ()) if is_contract(offer)]
        if not members.get(pool):
            yield warning("W510", first, "pool", pool=pool)
        elif contracts:
            yield from _reach(book, pool, contracts)
            yield from _units(book, first, contracts)
            if len(pool_rows(book.tables, pool)) and not any(_owes(offer) for offer in contracts):
                yield warning("W514", first, "pool", pool=pool)


def _member(book: Book, offer: Row) -> Findings:
    """Yield a pool at an offer that cannot belong to one, and a discount of its own beside it."""
    name = text(offer, "offer")
    weight = number(offer, "pool_weight")
    if not text(offer, "pool"):
        if "pool_weight" in offer.given and weight not in (None, 1.0):
            yield warning("W512", offer, "pool_weight", offer=name)
        return
    if not is_contract(offer):
        yield error("E510", offer, "pool", offer=name, field=labels(offer, "pool"))
        return
    tiers = book.tiers(offer)
    if tiers:
        yield error("E511", offer, "pool", offer=name, tiers=book.place(tiers[0], "offer"))
    if "tier_kind" in offer.given:
        yield error("E512", offer, "tier_kind", offer=name, field=labels(offer, "tier_kind"))


def _ladder(rows: Sequence[Row], pool: str) -> Findings:
    """Yield tiers that are turned round, overlap or leave gaps."""
    for place, row in enumerate(rows):
        low, high = amount(row, "from_annual"), number(row, "to_annual")
        if high is not None and high <= low:
            yield error("E513", row, "to_annual", pool=pool, low=quantity(low), high=quantity(high))
            continue
        if place + 1 == len(rows) or high is None:
            continue
        after = rows[place + 1]
        begin, slack = amount(after, "from_annual"), ROUNDING * max(1.0, high)
        if abs(begin - high) > slack:
            facts = {"low": quantity(high), "high": quantity(begin), "other": row.cell("to_annual")}
            yield error("E514" if begin < high else "E515", after, "from_annual", pool=pool, **facts)


def _reach(book: Book, pool: str, contracts: Sequence[Row]) -> Findings:
    """Yield tiers that the contracts together cannot reach."""
    open_ = [offer for offer in contracts if offer.values.get("signed") is not False]
    most = sum(amount(offer, "pool_weight", 1.0) * amount(offer, "max_annual", INFINITE) for offer in open_)
    for row in pool_rows(book.tables, pool):
        low = amount(row, "from_annual")
        if low > most * (1 + ROUNDING):
            names = listed(text(offer, "offer") for offer in contracts)
            facts = {"low": quantity(low), "most": quantity(most), "offers": names}
            yield warning("W511", row, "from_annual", pool=pool, **facts)
            return


def _units(book: Book, first: Row, contracts: Sequence[Row]) -> Findings:
    """Yield a pool over items of different units that all count alike."""
    items = book.ids("Items")
    units = sorted({text(items[text(o, "item")], "unit") for o in contracts if text(o, "item") in items})
    if several_units(units) and all(amount(offer, "pool_weight", 1.0) == 1.0 for offer in contracts):
        yield warning("W513", first, "pool", pool=text(first, "pool"), units=listed(units))


def _owes(offer: Row) -> bool:
    return amount(offer, "take_or_pay") > 0 or amount(offer, "min_take") > 0
