"""What a missing unit of an item costs beside what its dearest offer asks.

Below the dearest offer the plan rather stops a line than buys; far above it, any plan avoids shortage and
the weight of risk changes little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.workbook.access import amount, number, text, yes
from planner.workbook.pools import pool_tiers
from planner.workbook.series import indices, observed, rates
from planner.workbook.tables import Row, Tables


@dataclass(frozen=True, slots=True)
class Scarcity:
    """One item: the product that would be given up first for want of it, and its dearest offer."""

    item: str
    product: str
    penalty: float
    """Shortage penalty per unit of the item, in the design that needs most of it."""
    offer: str
    dearest: float
    """Landed cost per unit in its dearest month, without events."""


def scarcities(tables: Tables) -> tuple[Scarcity, ...]:
    """Return every purchased item that a product with a shortage penalty needs, in the order of Items."""
    needs = product_needs(tables)
    dearest: dict[str, tuple[float, str]] = {}
    for offer in tables["Offers"]:
        asked = (landed_cost(tables, offer), text(offer, "offer"))
        dearest[text(offer, "item")] = max(asked, dearest.get(text(offer, "item"), asked))
    penalties = {text(row, "product"): amount(row, "shortage_penalty") for row in tables["Products"]}
    found = []
    for item in (text(row, "item") for row in tables["Items"]):
        cheapest = min(
            (
                (penalties[product] / needed[item], product)
                for product, needed in needs.items()
                if needed.get(item, 0.0) > 0
            ),
            default=None,
        )
        if cheapest is not None and item in dearest and dearest[item][0] > 0:
            found.append(Scarcity(item, cheapest[1], cheapest[0], dearest[item][1], dearest[item][0]))
    return tuple(found)


def product_needs(tables: Tables) -> dict[str, dict[str, float]]:
    """Return by product the most of each item one unit may need, directly or through processes."""
    recipes = _recipes(tables)
    contents: dict[str, dict[str, float]] = {}
    designs: dict[tuple[str, str], dict[str, float]] = {}
    for row in tables["BOM"]:
        if row["kind"] == "use":
            item = text(row, "item")
            if item not in contents:
                contents[item] = needs_of(recipes, item)
            bill = designs.setdefault((text(row, "product"), text(row, "design")), {})
            _add(bill, contents[item], amount(row, "quantity"))
    needs: dict[str, dict[str, float]] = {}
    for (product, _), bill in designs.items():
        most = needs.setdefault(product, {})
        for item, quantity in bill.items():
            most[item] = max(most.get(item, 0.0), quantity)
    return needs


def _recipes(tables: Tables) -> dict[str, list[dict[str, float]]]:
    """Return by item the ways of making it: inputs per unit.

    A process makes its most valuable output; what else comes out of it (scrap) is not what it is run for.
    Recycling is left out: it gives back, and nobody stops a line for want of scrap.
    """
    values = {text(row, "item"): amount(row, "unit_value") for row in tables["Items"]}
    flows: dict[str, list[Row]] = {
        text(row, "process"): [] for row in tables["Processes"] if not yes(row, "recycling")
    }
    for row in tables["ProcessFlows"]:
        flows.get(text(row, "process"), []).append(row)
    recipes: dict[str, list[dict[str, float]]] = {}
    for rows in flows.values():
        outputs = [row for row in rows if row["kind"] == "out" and amount(row, "quantity") > 0]
        if not outputs:
            continue
        main = max(outputs, key=lambda row: amount(row, "quantity") * values[text(row, "item")])
        recipes.setdefault(text(main, "item"), []).append(
            {
                text(row, "item"): amount(row, "quantity") / amount(main, "quantity")
                for row in rows
                if row["kind"] == "in"
            }
        )
    return recipes


def _add(bill: dict[str, float], more: Mapping[str, float], quantity: float) -> None:
    for item, part in more.items():
        bill[item] = bill.get(item, 0.0) + quantity * part


def needs_of(recipes: Mapping[str, Sequence[Mapping[str, float]]], item: str) -> dict[str, float]:
    """Return what a unit of an item needs: itself, and the most any way of making it takes.

    Recycling closes circles: what leads back to an item that is being made is left out, so each circle is
    gone round once. Every item is looked at once, parts before what they go into, whatever the number of
    paths between them.
    """
    needs: dict[str, dict[str, float]] = {}
    for made in _parts_first(recipes, item):
        found: dict[str, float] = {}
        for recipe in recipes.get(made, ()):
            way: dict[str, float] = {}
            for part, ratio in recipe.items():
                if part in needs:  # else it leads back
                    _add(way, needs[part], ratio)
            for part, needed in way.items():
                found[part] = max(found.get(part, 0.0), needed)
        needs[made] = {made: 1.0, **found}
    return needs[item]


def _parts_first(recipes: Mapping[str, Sequence[Mapping[str, float]]], item: str) -> Iterator[str]:
    """Yield an item and all it is made of, depth first, each after its parts (Tarjan 1972)."""

    def parts(made: str) -> Iterator[str]:
        return (part for recipe in recipes.get(made, ()) for part in recipe)

    seen = {item}
    open_items = [(item, parts(item))]
    while open_items:
        made, rest = open_items[-1]
        part = next((part for part in rest if part not in seen), None)
        if part is None:
            open_items.pop()
            yield made
        else:
            seen.add(part)
            open_items.append((part, parts(part)))


def least_material_cost(tables: Tables, product: str) -> float:
    """Return the least that the goods for a unit of a product cost, whatever design; 0 where none is known.

    Items that are in stock, on the way or made in processes may cost nothing, and count so.
    """
    free = {text(row, "item") for row in tables["Receipts"]}
    free |= {text(row, "item") for row in tables["ProcessFlows"] if row["kind"] == "out"}
    free |= {text(row, "item") for row in tables["BOM"] if row["kind"] == "scrap"}
    free |= {text(row, "item") for row in tables["Items"] if amount(row, "initial_stock") > 0}
    costs: dict[str, float] = {}
    for offer in tables["Offers"]:
        item, cost = text(offer, "item"), landed_cost(tables, offer, min)
        costs[item] = min(cost, costs.get(item, cost))
    designs: dict[str, float] = {}
    for row in tables["BOM"]:
        if text(row, "product") == product and row["kind"] == "use":
            item, design = text(row, "item"), text(row, "design")
            cost = 0.0 if item in free else costs.get(item, 0.0)
            designs[design] = designs.get(design, 0.0) + amount(row, "quantity") * cost
    return min(designs.values(), default=0.0)


def landed_cost(tables: Tables, offer: Row, extreme: Callable[[Sequence[float]], float] = max) -> float:
    """Return the unit cost of an offer in its dearest month, in the plan currency, without events.

    ``extreme``: ``min`` for its cheapest month and tier.
    """
    prices = [
        amount(row, "price") for row in tables["PriceTiers"] if text(row, "offer") == text(offer, "offer")
    ]
    price = extreme(prices or [0.0]) if number(offer, "price") is None else amount(offer, "price")
    if text(offer, "pool"):
        price *= extreme([1 - tier.discount for tier in pool_tiers(tables, text(offer, "pool"))])
    price *= extreme(_factors(tables, offer))
    floor, ceiling = number(offer, "price_floor"), number(offer, "price_ceiling")
    price = price if floor is None else max(price, floor)
    price = price if ceiling is None else min(price, ceiling)
    cost = price * (1 + amount(offer, "tariff")) + amount(offer, "freight")
    rate = rates(tables).get(text(offer, "currency"))
    dated = [1.0] if rate is None else [rate.at(month) for month in range(tables.months)]
    return cost * extreme(dated) / amount(offer, "price_per", 1.0)


def _factors(tables: Tables, offer: Row) -> list[float]:
    """Return what the index makes of an offer's price in each order month of the plan."""
    index = indices(tables).get(text(offer, "index"))
    if index is None:
        return [1.0]
    looked_at = (observed(tables, offer, month) for month in range(tables.months))
    return [sum(index.at(k) for k in months) / len(months) for months in looked_at]
