"""Checks of what came before the plan: orders placed, the year they fall in, suppliers on their way."""

from __future__ import annotations

from collections.abc import Sequence

from planner.workbook.access import amount, number, text, texts
from planner.workbook.checks.base import (
    Book,
    Findings,
    error,
    is_contract,
    labels,
    listed,
    percent,
    quantity,
    warning,
)
from planner.workbook.checks.rules import EACH, GROUP, counted_by, members_of
from planner.workbook.events.targets import STAGES
from planner.workbook.history import arrival_month
from planner.workbook.messages.findings import Severity
from planner.workbook.schema.words import Words
from planner.workbook.tables import Row

_AT_MOST, _AT_LEAST = Words("at most", "以下"), Words("at least", "以上")


def check_past(book: Book) -> Findings:
    """Yield what is wrong or odd with orders before the plan, its first year and suppliers on their way."""
    if book.months:
        for row in book.rows("History"):
            yield from _order(book, row)
        yield from _twice(book)
        yield from _unsigned(book)
        yield from _limits(book)
        for rule in book.rows("Rules"):
            yield from _rule(book, rule)
        yield from _short_first_year(book)
    for supplier in book.rows("Suppliers"):
        yield from _on_its_way(book, supplier)


def _order(book: Book, row: Row) -> Findings:
    """Yield an order that is not before the plan, or whose arrival cannot be."""
    ordered, arrives = book.index(row, "order_month"), _arrival(book, row)
    if ordered is None:
        return
    if ordered >= 0:
        yield error("E530", row, "order_month", month=book.month_name(ordered), first=book.month_name(0))
        return
    if arrives is None:
        return
    facts = {"month": book.month_name(ordered), "arrival": book.month_name(arrives)}
    if arrives < ordered:
        yield error("E531", row, "arrival_month", **facts)
    elif arrives >= book.months and amount(row, "quantity") > 0:
        yield warning("W530", row, "arrival_month", offer=text(row, "offer"), **facts)
    elif arrives < 0 and amount(row, "unit_cost") > 0:
        yield warning("W531", row, "unit_cost", **facts)


def _arrival(book: Book, row: Row) -> int | None:
    arrival = arrival_month(book.tables, row)
    return None if arrival is None else book.tables.month_index(arrival)


def _twice(book: Book) -> Findings:
    """Yield two rows that are one order once a blank arrival is filled in."""
    seen: dict[tuple[object, ...], Row] = {}
    for row in book.rows("History"):
        arrives, ordered = _arrival(book, row), book.index(row, "order_month")
        if arrives is None or ordered is None:
            continue
        first = seen.setdefault((text(row, "offer"), ordered, arrives), row)
        if first is not row and first.values.get("arrival_month") != row.values.get("arrival_month"):
            facts = {"month": book.month_name(ordered), "arrival": book.month_name(arrives)}
            yield error("E532", row, "arrival_month", offer=text(row, "offer"), other=first.number, **facts)


def _unsigned(book: Book) -> Findings:
    """Yield contracts with a history that are not signed, once each."""
    for name, rows in book.by("History", "offer").items():
        offer = book.ids("Offers").get(name)
        if offer is not None and is_contract(offer) and offer.values.get("signed") is not True:
            yield warning("W532", rows[0], "offer", offer=name, cell=book.place(offer, "signed"))


def _year(book: Book) -> dict[str, str]:
    months = book.first_year
    last = min(months, book.months) - 1
    return {"from_month": book.month_name(months - 12), "until": book.month_name(last)}


def _limits(book: Book) -> Findings:
    """Yield spot offers whose year is used up before the plan begins."""
    for name, taken in book.taken_before.items():
        offer = book.ids("Offers").get(name)
        most = None if offer is None or is_contract(offer) else number(offer, "max_annual")
        row = next(row for row in book.rows("History") if text(row, "offer") == name)
        if most is not None and taken > most:
            facts = {"offer": name, "taken": quantity(taken), "most": quantity(most)}
            yield warning("W533", row, "quantity", **facts, **_year(book))


def _rule(book: Book, rule: Row) -> Findings:
    """Yield a rule that must be kept and that this year's orders before the plan break already."""
    share, measure = number(rule, "share"), text(rule, "measure")
    hard = number(rule, "penalty") is None and text(rule, "window") != "horizon"
    if share is None or not hard or text(rule, "base") == "use" or measure not in (*STAGES, "supplier"):
        return
    counted = counted_by(book, rule)
    taken = book.taken_before
    bought = [(offer, taken.get(text(offer, "offer"), 0.0)) for offer in counted.offers]
    total = sum(quantity_ for _, quantity_ in bought)
    least = text(rule, "sense") == "min"
    for member, group in _groups(book, rule, counted.column, bought):
        part = sum(quantity_ for offer, quantity_ in bought if text(offer, counted.column) in group)
        broken = part < share * total - 1e-9 if least else part > share * total + 1e-9
        if total > 0 and broken:
            facts = {"rule": text(rule, "rule"), "share": percent(part / total), "member": member}
            sense = _AT_LEAST if least else _AT_MOST
            yield warning("W534", rule, "share", limit=percent(share), sense=sense, **facts, **_year(book))
            return


def _groups(
    book: Book, rule: Row, column: str, bought: Sequence[tuple[Row, float]]
) -> Sequence[tuple[str, frozenset[str]]]:
    """Return the members of a rule that its rows count, each with its countries or suppliers."""
    member = text(rule, "member")
    if member == EACH:
        every = {text(offer, column) for offer, _ in bought} - {""} - set(texts(rule, "except"))
        return [(name, frozenset({name})) for name in sorted(every)]
    if member.startswith(GROUP):
        return [(member, members_of(book, rule, counted_by(book, rule))[1])]
    return [(member, frozenset({member}))]


def _short_first_year(book: Book) -> Findings:
    """Yield limits per plan-year that hold in full for a first plan-year that is cut."""
    months = book.first_year
    if months == 12:
        return
    facts = {"months": min(months, book.months), "sheet": book.sheet_name("History")}
    if book.setting("capex_budget") is not None and book.rows("Investments"):
        yield from book.of_setting(Severity.WARNING, "W535", "capex_budget", limits="capex_budget", **facts)
    spot = [
        offer
        for offer in book.rows("Offers")
        if not is_contract(offer)
        and number(offer, "max_annual") is not None
        and text(offer, "offer") not in book.taken_before
    ]
    if spot:
        names = listed(text(offer, "offer") for offer in spot)
        yield warning("W535", spot[0], "max_annual", limits=f"max_annual ({names})", **facts)


def _on_its_way(book: Book, supplier: Row) -> Findings:
    """Yield suppliers that are qualified and being qualified at once, or too late to matter."""
    if supplier.values.get("qualified_from") is None:
        return
    name = text(supplier, "supplier")
    if "already_qualified" in supplier.given and supplier.values.get("already_qualified") is True:
        cell = supplier.cell("already_qualified")
        yield error("E533", supplier, "qualified_from", supplier=name, cell=cell)
    coming = book.index(supplier, "qualified_from")
    if coming is not None and coming >= book.months:
        facts = {"supplier": name, "month": book.month_name(coming)}
        yield warning("W536", supplier, "qualified_from", **facts)
    for key in ("qualification_cost", "qualification_months"):
        if amount(supplier, key) > 0:
            yield warning("W537", supplier, key, supplier=name, field=labels(supplier, key))
