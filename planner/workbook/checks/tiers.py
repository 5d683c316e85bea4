"""Checks of quantity discounts: the tiers of one offer must form one ladder of annual volumes."""

from __future__ import annotations

from planner.workbook.access import amount, number, text
from planner.workbook.checks.base import Book, Findings, error, quantity, warning
from planner.workbook.tables import Row

ROUNDING = 1e-9
"""Volumes are typed by people; a gap smaller than this part of them is none."""


def check_tiers(book: Book) -> Findings:
    """Yield tiers that are turned round, overlap or leave gaps."""
    for name, tiers in book.by("PriceTiers", "offer").items():
        offer = book.ids("Offers").get(name)
        incremental = offer is not None and text(offer, "tier_kind") == "incremental"
        sound = []
        for tier in tiers:
            low, high = number(tier, "from_annual"), number(tier, "to_annual")
            if low is None or high is None:
                continue
            if high < low:
                yield error("E218", tier, "to_annual", offer=name, low=quantity(low), high=quantity(high))
            else:
                sound.append(tier)
            if incremental and amount(tier, "tier_cost"):
                yield warning("W212", tier, "tier_cost", offer=name)
        ladder = sorted(sound, key=lambda tier: amount(tier, "from_annual"))
        yield from _ladder(ladder, name, incremental)


def _ladder(tiers: list[Row], name: str, incremental: bool) -> Findings:
    """Yield where one tier, by volume, does not begin where the last one ended, and what that earns.

    Incremental tiers whose fixed cost comes out below zero pay for signing: who buys nothing earns money.
    """
    earlier = end = 0.0
    for i, tier in enumerate(tiers):
        begin, price = amount(tier, "from_annual"), amount(tier, "price")
        slack = ROUNDING * max(1.0, abs(end))
        facts = {"offer": name, "low": quantity(end), "high": quantity(begin)}
        gap = begin > end + slack and (i > 0 or incremental)
        earns = price * begin - earlier
        if i > 0 and begin < end - slack:
            yield error("E219", tier, "from_annual", other=tiers[i - 1].cell("to_annual"), **facts)
        elif incremental and earns > ROUNDING * max(1.0, earlier):
            yield error("E227", tier, "from_annual" if gap else "price", earned=quantity(earns), **facts)
        elif gap:
            yield warning("W213" if incremental else "W223", tier, "from_annual", **facts)
        end = amount(tier, "to_annual")
        earlier += price * (end - begin)
