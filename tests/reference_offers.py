"""Offers as the reference model reads them: one contract for each tier, and what came before the plan.

Written from the model's document alone, like all of the reference model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from reference_sheets import Book, Row, limit, number, yes


class Offer:
    """A row of Offers, or one of its tiers, or one of the tiers of its pool."""

    def __init__(self, book: Book, row: Row, *, tier: Row | None = None, discount: float = 0.0) -> None:
        self.row, self.book = row, book
        self.contract = row.get("kind") == "contract"
        self.price = float((tier or row)["price"]) * (1 - discount)
        self.least = number(tier, "from_annual") if tier else number(row, "min_annual")
        self.most = limit(tier, "to_annual") if tier else limit(row, "max_annual")
        self.earlier: float | None = None
        """What a year up to this incremental tier costs in its lower ones, less that at its own price."""
        self.tier_cost = number(tier or {}, "tier_cost")
        self.pool_tier: int | None = None
        self.lead = int(number(row, "lead_time_months"))
        self.transit = int(number(row, "transit_months", min(1, self.lead)))
        self.months = book.within(row, "available_from", "available_to")
        supplier = book.suppliers[row["supplier"]]
        since = supplier.get("qualified_from")
        self.known_since = None if since is None else book.month(since)
        self.qualified = since is not None or yes(supplier.get("already_qualified"), default=True)
        waits = 0 if self.qualified else int(number(supplier, "qualification_months"))
        self.first = waits if self.known_since is None else max(0, self.known_since)
        self.monthly = limit(row, "max_per_month")
        self.signed = None if row.get("signed") is None else yes(row["signed"], default=True)
        self.multiple = number(row, "order_multiple")
        self.per = number(row, "price_per", 1.0)
        self.pays_after = int(number(row, "payment_months"))

    def tier_cost_of(self, year: range) -> float:
        """Return the cost of a whole year in the tier, due in its first month."""
        if self.earlier is None:
            return self.tier_cost
        rate = self.book.rate(self.row.get("currency"), year[0])
        return self.earlier / self.per * (1 + number(self.row, "tariff")) * rate

    def clipped(self, month: int, scenario: str | None = None) -> float:
        """Return price times index, clipped: with the events of a scenario, or as listed."""
        price = self.price * self.book.formula(self.row, month, scenario)
        price = min(price, number(self.row, "price_ceiling", math.inf))
        return max(price, number(self.row, "price_floor"))

    def unit_cost(self, scenario: str, month: int) -> float:
        price = self.clipped(month, scenario) * self.book.spike(self.row, scenario, month)
        landed = price * (1 + number(self.row, "tariff")) + number(self.row, "freight")
        return landed * self.book.exchange(self.row.get("currency"), scenario, month) / self.per

    def shortfall_price(self, month: int) -> float:
        """Return what a unit not taken costs: no tariff, freight or event."""
        return self.clipped(month) * self.book.rate(self.row.get("currency"), month) / self.per

    def arrival(self, scenario: str, month: int) -> int:
        return month + self.lead + self.book.extension(self.row, scenario, month)

    def part(self, scenario: str, placed: str, month: int) -> float:
        """Return a[j,s,dispatch] of an order placed at a node."""
        return self.book.available(self.row, scenario, self.arrival(placed, month) - self.transit)

    def before_plan(self) -> list[int]:
        """Return the months of the first plan-year before the plan in which the contract ran."""
        book = self.book
        first, last = self.row.get("available_from"), self.row.get("available_to")
        return [
            t
            for t in range(book.year_began, 0)
            if (first is None or book.month(first) <= t)
            and (last is None or t <= book.month(last))
            and (self.known_since is None or self.known_since <= t)
        ]


def offers_of(book: Book) -> list[Offer]:
    """Return every offer; one with tiers or in a pool as one contract for each tier."""
    found = []
    for row in book.rows("Offers"):
        tiers = [tier for tier in book.rows("PriceTiers") if tier["offer"] == row["offer"]]
        if row.get("pool"):
            for k, (_, _, discount, _) in enumerate(book.tiers_of(row["pool"])):
                found.append(Offer(book, row, discount=discount))
                found[-1].pool_tier = k
        elif not tiers:
            found.append(Offer(book, row))
        earlier = 0.0
        for tier in sorted(tiers, key=lambda tier: tier["from_annual"]):
            found.append(Offer(book, row, tier=tier))
            if row.get("tier_kind") == "incremental":
                found[-1].earlier = earlier - tier["price"] * tier["from_annual"]
            earlier += tier["price"] * (tier["to_annual"] - tier["from_annual"])
    return found


@dataclass(frozen=True)
class Past:
    """A row of History: ordered before the plan."""

    offer: Row
    ordered: int
    arrival: int
    quantity: float
    unit_cost: float

    def part(self, book: Book, scenario: str) -> float:
        """Return the part that arrives on a path: what the trunk's events do to it is known."""
        lead = int(number(self.offer, "lead_time_months"))
        dispatch = self.arrival - int(number(self.offer, "transit_months", min(1, lead)))
        return book.survives(self.offer, "0", scenario, dispatch)


def history_of(book: Book) -> list[Past]:
    """Return the orders placed before the plan."""
    offers = {row["offer"]: row for row in book.rows("Offers")}
    found = []
    for row in book.rows("History"):
        offer, ordered = offers[row["offer"]], book.month(row["order_month"])
        arrival = row.get("arrival_month")
        lead = int(number(offer, "lead_time_months"))
        found.append(
            Past(
                offer=offer,
                ordered=ordered,
                arrival=ordered + lead if arrival is None else book.month(arrival),
                quantity=float(row["quantity"]),
                unit_cost=number(row, "unit_cost"),
            )
        )
    return found
