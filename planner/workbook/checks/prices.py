"""Checks of prices: against what a shortage costs, and against each other."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from planner.workbook.access import amount, month, number, text
from planner.workbook.checks.base import Book, Findings, is_contract, listed, quantity, warning
from planner.workbook.checks.bounds.supply import ROUNDS
from planner.workbook.checks.money import index_is_a_price, rate_is_odd
from planner.workbook.tables import Row

OTHER_UNIT = 100.0
"""Times one price is another when their units differ: a tonne is a thousand kilograms, and prices vary."""

ROUNDING = 1e-9
"""Part by which a worth must exceed a penalty before it is spoken of."""


def check_prices(book: Book) -> Findings:
    """Yield prices that make the plan stop lines, and prices whose unit must be another."""
    costs = {
        name: cost for name, row in book.ids("Offers").items() if (cost := unit_cost(book, row)) is not None
    }
    yield from _dear_offers(book, costs)
    yield from _odd_prices(book, costs)


def _dear_offers(book: Book, costs: Mapping[str, float]) -> Findings:
    """Yield products whose shortage costs less than the material of one unit from some offer."""
    offers = book.by("Offers", "item")
    for name, contents in product_contents(book).items():
        product = book.ids("Products").get(name)
        penalty = None if product is None else number(product, "shortage_penalty")
        if product is None or penalty is None:
            continue
        dear: list[tuple[float, str]] = []
        for item, ways in contents.items():
            for row in offers.get(item, ()):
                cost = costs.get(text(row, "offer"))
                if (
                    cost is None
                    or _doubted(book, row)
                    or (is_contract(row) and row.values.get("signed") is False)
                ):
                    continue
                worth = min(taken * cost + beside for taken, beside in ways)
                if worth > penalty * (1 + ROUNDING):
                    dear.append((worth, text(row, "offer")))
        if dear:
            dear.sort(reverse=True)
            facts = {"product": name, "penalty": quantity(penalty), "worth": quantity(dear[0][0])}
            names = listed(offer for _, offer in dear)
            yield warning("W239", product, "shortage_penalty", offer=dear[0][1], offers=names, **facts)


def _doubted(book: Book, offer: Row) -> bool:
    """Tell whether what an offer costs hangs on an index or a rate that is doubted itself."""
    rate = book.ids("FX").get(text(offer, "currency"))
    return index_is_a_price(book, text(offer, "index")) or (rate is not None and rate_is_odd(book, rate))


def product_contents(book: Book) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """Return by product and item: how much each design takes of it, and what the design costs beside."""
    content = _contents(book)
    extra = {
        (text(row, "product"), text(row, "design")): amount(row, "unit_cost") for row in book.rows("Designs")
    }
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for row in book.rows("BOM"):
        if text(row, "kind") != "scrap" and amount(row, "quantity") > 0:
            beside = extra.get((text(row, "product"), text(row, "design")), 0.0)
            own = found.setdefault(text(row, "product"), {})
            for item, part in content.get(text(row, "item"), {}).items():
                own.setdefault(item, []).append((amount(row, "quantity") * part, beside))
    return found


def _odd_prices(book: Book, every: Mapping[str, float]) -> Findings:
    """Yield prices and values so far from the other offers of an item that their unit is another."""
    for item, offers in book.by("Offers", "item").items():
        # What hangs on a doubted rate or index is told there.
        firm = [row for row in offers if not _doubted(book, row)]
        costs = {name: every[name] for row in firm if every.get(name := text(row, "offer"), 0.0) > 0}
        if not costs:
            continue
        for offer in firm:
            own = every.get(text(offer, "offer"))
            others = [cost for name, cost in costs.items() if name != text(offer, "offer")]
            # Of two offers either may be the wrong one, so both are pointed at.
            if own is not None and own >= 0 and others and _far(own, median(others)):
                facts = {"offer": text(offer, "offer"), "item": item, "cost": quantity(own)}
                yield warning("W225", offer, "price", others=quantity(median(others)), **facts)
        row = book.ids("Items").get(item)
        worth = 0.0 if row is None else amount(row, "unit_value")
        if row is not None and worth > 0 and all(_far(worth, cost) for cost in costs.values()):
            facts = {"item": item, "worth": quantity(worth), "cost": quantity(median(costs.values()))}
            yield warning("W226", row, "unit_value", **facts)


def _far(one: float, other: float) -> bool:
    return one > OTHER_UNIT * other or other > OTHER_UNIT * one


def _contents(book: Book) -> dict[str, dict[str, float]]:
    """Return the least of every item that goes into one unit of an item, along any one chain of processes."""
    content: dict[str, dict[str, float]] = {item: {item: 1.0} for item in book.ids("Items")}
    flows = [
        (text(out, "item"), text(taken, "item"), amount(taken, "quantity") / amount(out, "quantity"))
        for rows in book.by("ProcessFlows", "process").values()
        for out in rows
        if text(out, "kind") == "out" and amount(out, "quantity") > 0
        for taken in rows
        if text(taken, "kind") == "in" and amount(taken, "quantity") > 0
    ]
    for _ in range(ROUNDS):
        changed = False
        for made, taken, part in flows:
            if made not in content or taken not in content:
                continue
            for item, quantity_in in list(content[taken].items()):
                if item != made and part * quantity_in < content[made].get(item, float("inf")) * (1 - 1e-12):
                    content[made][item] = part * quantity_in
                    changed = True
        if not changed:
            break
    return content


def unit_cost(book: Book, offer: Row) -> float | None:
    """Return what a unit of an offer costs at its dearest, landed; ``None`` where it has no price."""
    prices = [price for row in (offer, *book.tiers(offer)) if (price := number(row, "price")) is not None]
    rate = _highest_rate(book, offer)
    if not prices or rate is None:
        return None
    price = max(prices) * _highest_factor(book, text(offer, "index"))
    floor, ceiling = number(offer, "price_floor"), number(offer, "price_ceiling")
    price = price if floor is None else max(price, floor)
    price = price if ceiling is None else min(price, ceiling)
    per = amount(offer, "price_per", 1.0)
    return (
        (price * (1 + amount(offer, "tariff")) + amount(offer, "freight")) * rate / per if per > 0 else None
    )


def _highest_rate(book: Book, offer: Row) -> float | None:
    """Return the highest exchange rate of an offer within the plan; ``None`` where it has none."""
    found = book.rates.get(text(offer, "currency"))
    if found is None or not book.months:
        return book.rate(offer)
    return max(found.at(month_) for month_ in range(book.months))


def _highest_factor(book: Book, index: str) -> float:
    """Return the highest factor of a price index within the plan; 1 where there is none."""
    factors: Mapping[int, float] = {
        book.tables.month_index(date): amount(row, "factor", 1.0)
        for row in book.by("PriceIndex", "index").get(index, ())
        if book.months and (date := month(row, "month")) is not None
    }
    if not factors:
        return 1.0
    inside = [factor for start, factor in factors.items() if 0 <= start < book.months]
    earlier = [start for start in factors if start <= 0]
    begin = factors[max(earlier)] if earlier else factors[min(factors)]
    return max([begin, *inside])
