"""Offers: one record for each, or for each price tier or pool tier of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from models.plan.data import OfferSpec, Stage
from models.plan.names import Country, Item, Offer, Pool, Supplier
from planner.assemble.parts import by_id, country, month_or
from planner.workbook.access import amount, month, number, text, whole
from planner.workbook.pools import pool_tiers
from planner.workbook.series import first_year, observed, plan_currency, plan_years, rates
from planner.workbook.tables import Row, Tables

T = TypeVar("T")


def tier_number(rows: Iterable[Row], row: Row) -> int:
    """Return the number of a price tier of its offer, from 1 by ``from_annual``."""
    starts = sorted(amount(r, "from_annual") for r in rows if text(r, "offer") == text(row, "offer"))
    return starts.index(amount(row, "from_annual")) + 1


def offers(tables: Tables) -> Iterable[tuple[Offer, OfferSpec]]:
    """One record per offer, or per tier of an offer; keys stay unique whatever ids people choose."""
    tiers: dict[str, list[Row]] = defaultdict(list)
    for row in tables["PriceTiers"]:
        tiers[text(row, "offer")].append(row)
    taken = {text(row, "offer") for row in tables["Offers"]}
    for origin, row in by_id(tables, "Offers", "offer"):
        plain, ordered = (
            _offer(tables, row),
            sorted(tiers[origin], key=lambda tier: amount(tier, "from_annual")),
        )
        if plain.pool:
            choices = [
                _in_pool(plain, tier.discount, k) for k, tier in _numbered(pool_tiers(tables, plain.pool))
            ]
        else:
            choices = [_tier(tables, row, plain, ordered, number_) for number_, _ in _numbered(ordered)]
        for spec in choices:
            key = f"{origin}#{spec.tier}"
            while key in taken:
                key += "#"
            taken.add(key)
            yield Offer(key), spec
        if not choices:
            yield Offer(origin), plain


def _numbered(tiers: Iterable[T]) -> Iterable[tuple[int, T]]:
    return enumerate(tiers, start=1)


def _offer(tables: Tables, row: Row) -> OfferSpec:
    contract = text(row, "kind") == "contract"
    lead = whole(row, "lead_time_months")
    signed = row["signed"]
    by_month = _rates(tables, text(row, "currency"))
    return OfferSpec(
        supplier=Supplier(text(row, "supplier")),
        item=Item(text(row, "item")),
        contract=contract,
        price=amount(row, "price"),
        origin=text(row, "offer"),
        fx=by_month[0],
        fx_by_month=by_month if len(set(by_month)) > 1 else (),
        currency=None if text(row, "currency") in ("", plan_currency(tables)) else text(row, "currency"),
        index=text(row, "index") or None,
        observed=_observed(tables, row),
        price_per=amount(row, "price_per", 1.0),
        floor=number(row, "price_floor"),
        ceiling=number(row, "price_ceiling"),
        freight=amount(row, "freight"),
        tariff=amount(row, "tariff"),
        max_per_month=number(row, "max_per_month"),
        max_annual=number(row, "max_annual"),
        min_annual=amount(row, "min_annual"),
        take_or_pay=amount(row, "take_or_pay"),
        min_take=amount(row, "min_take"),
        flex=amount(row, "flex"),
        signed=signed if isinstance(signed, bool) else None,
        contract_cost=0.0 if signed is True else amount(row, "contract_cost"),
        moq=amount(row, "moq"),
        order_cost=amount(row, "order_cost"),
        lead_time=lead,
        transit=whole(row, "transit_months", min(1, lead)),
        available_from=max(0, month_or(tables, row, "available_from", 0)),
        available_to=min(tables.months - 1, month_or(tables, row, "available_to", tables.months - 1)),
        countries={
            stage: Country(found) for stage in Stage if (found := text(row, f"{stage.value}_country"))
        },
        pool=Pool(text(row, "pool")) if text(row, "pool") else None,
        pool_weight=amount(row, "pool_weight", 1.0),
        order_multiple=number(row, "order_multiple"),
        payment_months=whole(row, "payment_months"),
        destination=country(row, "destination"),
        past_months=_past_months(tables, row) if contract else (),
    )


def _rates(tables: Tables, currency: str) -> tuple[float, ...]:
    """Plan currency per unit of a currency by order month (1 for the plan currency or a blank)."""
    if currency in ("", plan_currency(tables)):
        return (1.0,) * tables.months
    found = rates(tables)[currency]
    return tuple(found.at(t) for t in range(tables.months))


def _observed(tables: Tables, row: Row) -> tuple[range, ...]:
    """The months of the index that each order month looks at; empty where it is the order month alone."""
    if not text(row, "index"):
        return ()
    looked_at = tuple(observed(tables, row, t) for t in range(tables.months))
    return () if all(months == range(t, t + 1) for t, months in enumerate(looked_at)) else looked_at


def _past_months(tables: Tables, row: Row) -> tuple[int, ...]:
    """The months of the first plan-year before the plan in which a contract could be ordered from."""
    begin = first_year(tables) - 12
    supplier = next((own for own in tables["Suppliers"] if own["supplier"] == row["supplier"]), None)
    coming = None if supplier is None else month(supplier, "qualified_from")
    first = max(
        begin,
        month_or(tables, row, "available_from", begin),
        begin if coming is None else tables.month_index(coming),
    )
    return tuple(range(first, min(-1, month_or(tables, row, "available_to", -1)) + 1))


def _in_pool(offer: OfferSpec, discount: float, number_: int) -> OfferSpec:
    return replace(offer, price=offer.price * (1 - discount), tier=number_)


def _tier(tables: Tables, row: Row, offer: OfferSpec, tiers: list[Row], number_: int) -> OfferSpec:
    tier = tiers[number_ - 1]
    start, price = amount(tier, "from_annual"), amount(tier, "price")
    costs = [amount(tier, "tier_cost")]
    if text(row, "tier_kind") == "incremental":
        # What earlier tiers cost up to here, less what this tier's price would charge for it: continuous.
        earlier = sum(
            amount(t, "price") * (amount(t, "to_annual") - amount(t, "from_annual"))
            for t in tiers[: number_ - 1]
        )
        cost = (earlier - price * start) * (1 + offer.tariff) / offer.price_per
        by_month = offer.fx_by_month or (offer.fx,) * tables.months
        costs = [cost * by_month[year.start] for year in plan_years(tables)]
    return replace(
        offer,
        price=price,
        tier=number_,
        tier_cost=costs[0],
        tier_cost_by_year=tuple(costs) if len(set(costs)) > 1 else (),
        min_annual=start,
        max_annual=amount(tier, "to_annual"),
    )
