"""Checks of suppliers and offers: what each row must say, and what it says against itself."""

from __future__ import annotations

from planner.workbook.access import amount, number, text, whole
from planner.workbook.checks.base import (
    INFINITE,
    Book,
    Findings,
    error,
    is_contract,
    labels,
    listed,
    note,
    quantity,
    several_units,
    warning,
)
from planner.workbook.checks.terms import YEAR, check_multiple
from planner.workbook.messages.findings import Severity
from planner.workbook.tables import Row

CONTRACT_ONLY = ("min_annual", "take_or_pay", "min_take", "signed", "flex", "contract_cost")
"""Columns of Offers that only a contract may fill."""


def check_sourcing(book: Book) -> Findings:
    """Yield what is wrong or odd on the sheets Suppliers, Offers and FX."""
    for offer in book.rows("Offers"):
        yield from _kind(book, offer)
        yield from _price(book, offer)
        yield from _time(book, offer)
        yield from _quantity(book, offer)
    yield from _suppliers(book)
    yield from _plan_currency(book)
    yield from _short_last_year(book)


def _kind(book: Book, offer: Row) -> Findings:
    """Yield columns that do not go with the offer's kind, and those its kind asks for."""
    tiers = book.tiers(offer)
    if not is_contract(offer):
        for key in CONTRACT_ONLY:
            value = offer.values.get(key)
            if value not in (None, 0) or value is False:  # a typed 0 says nothing; "signed: no" does
                yield error("E210", offer, key, offer=text(offer, "offer"), field=labels(offer, key))
        if number(offer, "max_per_month") is None:
            yield error("E213", offer, "max_per_month", offer=text(offer, "offer"))
        if tiers:
            cell = book.place(tiers[0], "offer")
            yield error("E216", offer, "kind", offer=text(offer, "offer"), tiers=cell)
        return
    if tiers:
        for key in ("max_annual", "min_annual"):
            if amount(offer, key):
                yield error("E215", offer, key, offer=text(offer, "offer"), field=labels(offer, key))
    elif number(offer, "max_annual") is None:
        yield error("E214", offer, "max_annual", offer=text(offer, "offer"))
    low, high = amount(offer, "min_annual"), number(offer, "max_annual")
    if high is not None and low > high:
        facts = {"offer": text(offer, "offer"), "low": quantity(low), "high": quantity(high)}
        yield error("E225", offer, "min_annual", **facts)


def _price(book: Book, offer: Row) -> Findings:
    """Yield what is wrong with price, currency, floor and ceiling."""
    name, tiers = text(offer, "offer"), book.tiers(offer)
    price = number(offer, "price")
    if price is None and not tiers:
        yield error("E211", offer, "price", offer=name)
    if price is not None and tiers and is_contract(offer):
        yield error("E212", offer, "price", offer=name, tiers=book.place(tiers[0], "price"))
    if _without_rate(book, offer):
        plan_currency = book.setting_text("currency") or "USD"
        yield error("E220", offer, "currency", currency=text(offer, "currency"), plan=plan_currency)
    floor, ceiling = number(offer, "price_floor"), number(offer, "price_ceiling")
    if floor is not None and ceiling is not None and floor > ceiling:
        yield error("E222", offer, "price_floor", floor=quantity(floor), ceiling=quantity(ceiling))
    elif not text(offer, "index") and price is not None:
        bound = max(price, floor or 0) if ceiling is None else min(max(price, floor or 0), ceiling)
        if bound != price:
            key = "price_ceiling" if bound < price else "price_floor"
            yield warning("W210", offer, key, offer=name, price=quantity(price), bound=quantity(bound))
    if text(offer, "tier_kind") == "incremental":
        if not tiers:
            yield warning("W211", offer, "tier_kind", offer=name)
        for key in ("index", "price_floor", "price_ceiling"):
            if tiers and offer.values.get(key) not in (None, ""):
                yield error("E217", offer, key, offer=name, field=labels(offer, key))


def _time(book: Book, offer: Row) -> Findings:
    """Yield what is wrong with lead time and availability."""
    name = text(offer, "offer")
    lead, transit = whole(offer, "lead_time_months"), number(offer, "transit_months")
    if transit is not None and transit > lead:
        yield error("E223", offer, "transit_months", transit=int(transit), lead=lead)
    first, last = book.index(offer, "available_from"), book.index(offer, "available_to")
    if first is not None and last is not None and first > last:
        facts = {"first": book.month_name(first), "last": book.month_name(last)}
        yield warning("W229", offer, "available_from", id=name, **facts)
        return
    if not book.months:
        return
    if (first or 0) >= book.months or (last or 0) < 0:
        column = "available_to" if last is not None and last < 0 else "available_from"
        yield warning("W215", offer, column, id=name)
        return
    months = book.order_months(offer)
    if not months and not _too_late(book, offer):
        yield warning("W224", offer, "offer", offer=name, supplier=text(offer, "supplier"))
    elif months and months[0] + lead >= book.months:
        first_order = book.month_name(months[0])
        yield warning("W216", offer, "lead_time_months", offer=name, lead=lead, first=first_order)


def _quantity(book: Book, offer: Row) -> Findings:
    """Yield quantities that cannot be ordered: monthly limits, smallest orders, least takes."""
    name = text(offer, "offer")
    limit = number(offer, "max_per_month")
    monthly = INFINITE if limit is None else limit + book.most_added(f"offer:{name}")
    if limit is not None and monthly <= 0:
        yield warning("W221", offer, "max_per_month", offer=name)
        return
    most = (
        min(monthly, largest_rate(book, offer) * (1 + amount(offer, "flex")))
        if is_contract(offer)
        else monthly
    )
    supplier = book.supplier_of(offer)
    capacity = number(supplier, "capacity_per_month") if supplier is not None else None
    if capacity is not None:
        most = min(most, capacity)
    moq = amount(offer, "moq")
    if moq > most:
        yield warning("W217", offer, "moq", offer=name, moq=quantity(moq), most=quantity(most))
    yield from check_multiple(offer, most)
    if not is_contract(offer) or offer.values.get("signed") is False:
        return
    yield from _obligations(book, offer, min(monthly, INFINITE if capacity is None else capacity))


def _obligations(book: Book, offer: Row, monthly: float) -> Findings:
    """Yield a contract that owes nothing for its least volume, or more than it can deliver."""
    name = text(offer, "offer")
    pay, take = amount(offer, "take_or_pay"), amount(offer, "min_take")
    owed, least = max(pay, take), smallest_rate(book, offer)
    tiers = book.tiers(offer)
    if not owed and least > 0:
        yield warning("W214", offer, "take_or_pay", offer=name, volume=quantity(12 * least))
    elif not owed and len(tiers) > 1:
        yield warning("W222", offer, "take_or_pay", offer=name)
    # A signed contract whose least take alone is too much cannot be kept: said among what is not feasible.
    impossible = offer.values.get("signed") is True and take * least > monthly
    if owed * least > monthly * (1 + 1e-9) and not impossible:
        facts = {"owed": quantity(owed * least), "most": quantity(monthly)}
        yield warning("W218", offer, "max_per_month", offer=name, **facts)
    if offer.values.get("signed") is True and amount(offer, "contract_cost") > 0:
        yield note("N215", offer, "contract_cost", offer=name)


def largest_rate(book: Book, offer: Row) -> float:
    """Return the largest committed monthly rate of a contract (annual volume / 12)."""
    tiers = book.tiers(offer)
    if tiers:
        return max(amount(tier, "to_annual", INFINITE) for tier in tiers) / 12
    return amount(offer, "max_annual", INFINITE) / 12


def smallest_rate(book: Book, offer: Row) -> float:
    """Return the least committed monthly rate of a contract once it is signed."""
    tiers = book.tiers(offer)
    if tiers:
        return min(amount(tier, "from_annual") for tier in tiers) / 12
    return amount(offer, "min_annual") / 12


def _suppliers(book: Book) -> Findings:
    """Yield suppliers nobody buys from, and capacities over goods of different units."""
    offers = book.by("Offers", "supplier")
    for name, supplier in book.ids("Suppliers").items():
        own = offers.get(name, ())
        if not own:
            yield note("N210", supplier, "supplier", supplier=name)
        if number(supplier, "capacity_per_month") is not None:
            items = (book.ids("Items").get(text(offer, "item")) for offer in own)
            units = sorted({text(item, "unit") for item in items if item is not None})
            if several_units(units):
                yield warning("W219", supplier, "capacity_per_month", supplier=name, units=listed(units))
        coming = supplier.values.get("qualified_from") is not None
        if supplier.values.get("already_qualified") is not False and own and not coming:
            for key in ("qualification_cost", "qualification_months"):
                if amount(supplier, key) > 0:
                    facts = {"supplier": name, "field": labels(supplier, key)}
                    if "already_qualified" in supplier.given:
                        yield note("N216", supplier, key, **facts)
                    else:
                        yield warning("W228", supplier, key, **facts)


def _plan_currency(book: Book) -> Findings:
    """Yield an exchange rate of the plan currency to itself that is not 1."""
    plan_currency = book.setting_text("currency") or "USD"
    for row in book.by("FX", "currency").get(plan_currency, ()):
        if number(row, "rate") not in (None, 1.0):
            yield error("E221", row, "rate", currency=plan_currency, rate=quantity(amount(row, "rate")))


def _too_late(book: Book, offer: Row) -> bool:
    """Tell whether an offer's supplier is qualified only after the plan, which is said at the supplier."""
    supplier = book.supplier_of(offer)
    coming = None if supplier is None else book.index(supplier, "qualified_from")
    return coming is not None and coming >= book.months


def _without_rate(book: Book, offer: Row) -> bool:
    """Tell whether an offer's currency has no rate at all."""
    currency = text(offer, "currency")
    foreign = currency not in ("", book.setting_text("currency") or "USD")
    return foreign and not any(number(row, "rate") for row in book.by("FX", "currency").get(currency, ()))


def _short_last_year(book: Book) -> Findings:
    """Yield limits per plan-year that hold in full for a shorter last plan-year."""
    first = len(book.years) == 1 and book.first_year < YEAR
    rest = len(book.years[-1]) if book.years and not first else YEAR
    if rest == YEAR:
        return
    if book.setting("capex_budget") is not None and book.rows("Investments"):
        facts = {"months": rest, "limits": "capex_budget"}
        yield from book.of_setting(Severity.WARNING, "W220", "capex_budget", **facts)
    spot = [
        offer
        for offer in book.rows("Offers")
        if not is_contract(offer) and number(offer, "max_annual") is not None
    ]
    if spot:
        names = listed(text(offer, "offer") for offer in spot)
        yield warning("W220", spot[0], "max_annual", months=rest, limits=f"max_annual ({names})")
