"""Checks of places and time: destinations, processes that take months, returns, ramps and lateness."""

from __future__ import annotations

from planner.workbook.access import amount, number, text, texts, whole
from planner.workbook.checks.base import Book, Findings, error, listed, quantity, warning
from planner.workbook.tables import Row

DELIVERING = ("Offers", "Processes", "Investments")
"""Sheets whose rows have a destination."""


def check_places(book: Book) -> Findings:
    """Yield destinations that lead nowhere, and delays beyond the plan."""
    yield from _destinations(book)
    for process in book.rows("Processes"):
        lead = whole(process, "lead_months")
        if book.months and lead >= book.months:
            facts = {"process": text(process, "process"), "lead": lead, "months": book.months}
            yield warning("W522", process, "lead_months", **facts)
    for row in book.rows("BOM"):
        yield from _returns(book, row)
    for investment in book.rows("Investments"):
        if whole(investment, "ramp_months") and not amount(investment, "adds"):
            yield warning("W525", investment, "ramp_months", investment=text(investment, "investment"))
    for product in book.rows("Products"):
        yield from _late(product)


def destinations(book: Book) -> set[str]:
    """Return the countries to which something in the plan goes."""
    found = {text(row, "destination") for sheet in DELIVERING for row in book.rows(sheet)}
    return (found | {book.home_country}) - {""}


def _destinations(book: Book) -> Findings:
    """Yield a destination that nothing else in the plan knows: a slip of the pen, most likely."""
    known = {book.home_country} | set(book.ids("Countries"))
    known |= {code for event in book.rows("Events") for code in texts(event, "destination")}
    known |= {code for event in book.rows("Events") for code in texts(event, "country")}
    known |= {text(process, "country") for process in book.rows("Processes")}
    for sheet in DELIVERING:
        by = book.by(sheet, "destination")
        for code, rows in by.items():
            others = sum(len(book.by(other, "destination").get(code, ())) for other in DELIVERING)
            if code in known or others > 1:
                continue
            facts = {"found": code, "sheet": book.sheet_name("Countries")}
            yield warning("W520", rows[0], "destination", **facts)


def _returns(book: Book, row: Row) -> Findings:
    """Yield lags on what is used, and returns that come after the plan."""
    lag = whole(row, "lag_months")
    if lag <= 0:
        return
    item = text(row, "item")
    if text(row, "kind") != "scrap":
        yield error("E520", row, "lag_months", item=item, lag=lag)
    elif book.months and lag >= book.months:
        yield warning("W524", row, "lag_months", item=item, lag=lag, months=book.months)


def _late(product: Row) -> Findings:
    """Yield costs of lateness that do nothing, that are none, or that forbid it."""
    name, cost = text(product, "product"), amount(product, "late_cost")
    penalty = number(product, "shortage_penalty")
    if whole(product, "late_months") <= 0:
        if cost > 0:
            yield warning("W526", product, "late_cost", product=name)
    elif cost <= 0:
        yield warning("W527", product, "late_cost", product=name)
    elif penalty is not None and cost >= penalty:
        yield warning(
            "W528", product, "late_cost", product=name, cost=quantity(cost), penalty=quantity(penalty)
        )


def unknown_destinations(book: Book, event: Row) -> Findings:
    """Yield an event on destinations to which nothing in the plan goes."""
    named, known = texts(event, "destination"), destinations(book)
    if named and known and known.isdisjoint(named):
        facts = {"event": text(event, "event"), "names": listed(named), "known": listed(sorted(known))}
        yield warning("W521", event, "destination", **facts)
