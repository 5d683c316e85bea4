"""Checks of investments: what they add, when they may start, and whether they can help at all."""

from __future__ import annotations

from planner.workbook.access import amount, number, text, whole
from planner.workbook.checks.base import (
    NEVER,
    Book,
    Findings,
    error,
    is_contract,
    labels,
    note,
    quantity,
    warning,
)
from planner.workbook.checks.references import Lookup
from planner.workbook.tables import Row

TARGETS = {"process": "Processes", "stock": "Items", "offer": "Offers"}
"""Sheet of each kind of target in ``adds_to``."""


def check_investments(book: Book) -> Findings:
    """Yield what is wrong or odd on the sheet Investments."""
    lookup = Lookup(book)
    for investment in book.rows("Investments"):
        yield from _target(book, lookup, investment)
        yield from _effect(book, investment)
        yield from _time(book, investment)
    yield from _groups(book)


def _target(book: Book, lookup: Lookup, investment: Row) -> Findings:
    """Yield an ``adds_to`` that names nothing, or something that cannot be added to."""
    target = text(investment, "adds_to")
    if not target:
        return
    kind, _, name = (part.strip() for part in target.partition(":"))
    if kind not in TARGETS or not name:
        yield error("E235", investment, "adds_to", found=target)
        return
    row = book.ids(TARGETS[kind]).get(name)
    if row is None:
        yield lookup.finding(investment, "adds_to", name, TARGETS[kind])
    elif kind == "offer" and is_contract(row) and number(row, "max_per_month") is None:
        cell = book.place(row, "max_per_month")
        yield error("E238", investment, "adds_to", offer=name, cell=cell)
    elif kind == "stock" and number(row, "max_stock") is None:
        yield warning("W246", investment, "adds_to", item=name, cell=book.place(row, "max_stock"))


def _effect(book: Book, investment: Row) -> Findings:
    """Yield an investment that adds without a target, targets without adding, or does nothing."""
    name, target, adds = (
        text(investment, "investment"),
        text(investment, "adds_to"),
        amount(investment, "adds"),
    )
    required = name in book.by("Designs", "requires") or name in book.by("Processes", "requires")
    if adds > 0 and not target:
        yield warning("W247", investment, "adds", investment=name, adds=quantity(adds))
    elif target and adds <= 0:
        yield warning("W248", investment, "adds", investment=name, target=target)
    elif not required and not target:
        yield warning("W249", investment, "investment", investment=name)


def _time(book: Book, investment: Row) -> Findings:
    """Yield start windows and budgets that leave no time or money to start."""
    if not book.months:
        return
    name = text(investment, "investment")
    committed = book.index(investment, "committed_start")
    last_month = book.month_name(book.months - 1)
    if committed is not None:
        if committed >= book.months:
            yield error("E239", investment, "committed_start", investment=name, last=last_month)
            return
        for key in ("earliest_start", "latest_start"):
            if book.index(investment, key) is not None:
                yield note("N219", investment, key, investment=name, field=labels(investment, key))
    else:
        yield from _window(book, investment)
    done = book.done_from(investment)
    if book.months <= done < NEVER:
        facts = {"investment": name, "months": whole(investment, "lead_months"), "last": last_month}
        yield warning("W251", investment, "lead_months", **facts)


def _window(book: Book, investment: Row) -> Findings:
    name = text(investment, "investment")
    first, last = book.index(investment, "earliest_start"), book.index(investment, "latest_start")
    if first is not None and last is not None and first > last:
        facts = {"first": book.month_name(first), "last": book.month_name(last)}
        yield warning("W229", investment, "earliest_start", id=name, **facts)
    elif (first or 0) >= book.months or (last or 0) < 0:
        key = "latest_start" if last is not None and last < 0 else "earliest_start"
        yield warning("W250", investment, key, investment=name)
    budget, capex = book.setting("capex_budget"), amount(investment, "capex")
    if budget is not None and capex > budget:
        facts = {"investment": name, "capex": quantity(capex), "budget": quantity(budget)}
        yield warning("W252", investment, "capex", **facts)


def _groups(book: Book) -> Findings:
    """Yield exclusive groups of one, and groups of which two are already under way."""
    for group, members in book.by("Investments", "excludes").items():
        started = [row for row in members if whole(row, "max_modules", 1) > 0]
        committed = [row for row in started if book.index(row, "committed_start") is not None]
        if len(members) == 1:
            yield note("N218", members[0], "excludes", group=group)
        for row in committed[1:]:
            first = text(committed[0], "investment")
            yield error("E240", row, "excludes", group=group, investment=text(row, "investment"), other=first)
