"""What making all demand would need of every item, also of those that only processes use.

A requirements explosion like MRP, kept on the low side: the design and the process that need least count,
and what can be bought or is in stock is not made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.workbook.access import amount, text
from planner.workbook.checks.base import INFINITE, Book
from planner.workbook.checks.bounds.demand import Demand, Series
from planner.workbook.checks.bounds.supply import ROUNDS, PathSupply


def full_needs(
    book: Book, demand: Demand, supply: PathSupply, at_hand: Mapping[str, Sequence[float]]
) -> dict[str, Series]:
    """Return, per item, the least that must be used up to each month if all demand is made.

    Parameters
    ----------
    book
        The plan.
    demand
        Demand of the trunk.
    supply
        Supply of the trunk.
    at_hand
        The most there can be of each item, as ``PathSupply.at_hand`` gives it from month 0.
    """
    everything = dict.fromkeys(book.ids("Products"), 1.0)
    direct = {
        item: [demand.least_use(frozenset({item}), everything, 0, 0, month) for month in range(book.months)]
        for item in book.ids("Items")
    }
    recipes = _recipes(book)
    unmade = {item: _without_making(book, supply, item, demand) for item in recipes}
    # What can be bought but not made in time is that item's own lack; it is not asked of its inputs as well.
    makeable = {
        item: [
            most - other if book.by("Offers", "item").get(item) and other < INFINITE else INFINITE
            for most, other in zip(at_hand.get(item, series), series, strict=True)
        ]
        for item, series in unmade.items()
    }
    needs = direct
    for _ in range(min(ROUNDS, len(recipes))):
        needs = _with_upstream(direct, needs, recipes, unmade, makeable)
    return needs


def _recipes(book: Book) -> dict[str, dict[str, dict[str, float]]]:
    """Return by item made, then process: how much of each input one unit of the item takes."""
    recipes: dict[str, dict[str, dict[str, float]]] = {}
    for name, flows in book.by("ProcessFlows", "process").items():
        taken = {text(row, "item"): amount(row, "quantity") for row in flows if text(row, "kind") == "in"}
        for row in flows:
            made = amount(row, "quantity")
            if text(row, "kind") == "out" and made > 0:
                own = recipes.setdefault(text(row, "item"), {})
                own[name] = {item: quantity / made for item, quantity in taken.items()}
    return recipes


def _without_making(book: Book, supply: PathSupply, item: str, demand: Demand) -> Series:
    """Return the most of an item there can be without processes: stock, receipts, purchases, scrap."""
    row = book.ids("Items").get(item)
    start = 0.0 if row is None else amount(row, "initial_stock")
    bought = supply.bought(book.by("Offers", "item").get(item, ()), 0)
    return [
        start + sum(parts) for parts in zip(bought, supply.receipts(item), demand.scrap(item, 0), strict=True)
    ]


def _with_upstream(
    direct: Mapping[str, Series],
    needs: Mapping[str, Series],
    recipes: Mapping[str, Mapping[str, Mapping[str, float]]],
    unmade: Mapping[str, Series],
    makeable: Mapping[str, Sequence[float]],
) -> dict[str, Series]:
    """Return the needs with what making the lacking items takes of their inputs."""
    total = {item: list(series) for item, series in direct.items()}
    months = range(min((len(series) for series in direct.values()), default=0))
    makers = _takers_of(recipes)
    for month in months:
        made: dict[str, float] = {}
        for item in recipes:
            lacking = needs[item][month] - unmade[item][month] if item in needs else 0.0
            if lacking > 0:
                made[item] = min(lacking, makeable[item][month])
        for item, series in total.items():
            series[month] = max(
                series[month] + _drawn(makers.get(item, {}), made, recipes), series[month - 1] if month else 0
            )
    return total


def _takers_of(recipes: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    """Return by input what takes it, whichever way it is made, and the least it takes a unit."""
    takers: dict[str, dict[str, float]] = {}
    for product, ways in recipes.items():
        for item in next(iter(ways.values())):
            least = min(inputs.get(item, 0.0) for inputs in ways.values())
            if least > 0:
                takers.setdefault(item, {})[product] = least
    return takers


def _drawn(
    takers: Mapping[str, float],
    made: Mapping[str, float],
    recipes: Mapping[str, Mapping[str, Mapping[str, float]]],
) -> float:
    """Return the least of an input that making the lacking items takes.

    One run of a process may make two lacking items at once, so only items made by different processes add up.
    """
    draws = [
        (made[product] * least, frozenset(recipes[product]))
        for product, least in takers.items()
        if made.get(product, 0.0) > 0
    ]
    total = 0.0
    taken: set[str] = set()
    for drawn, processes in sorted(draws, key=lambda draw: -draw[0]):
        if taken.isdisjoint(processes):
            total += drawn
            taken |= processes
    return total
