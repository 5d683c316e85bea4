"""In how large a unit each thing of a plan is told to the solver: by what the plan uses of it.

The solver's tolerances are absolute. In grams a month's use is 10⁷ and a rounding looks like a breach; in
millions of tonnes it is 10⁻⁷, and what is smaller than the tolerance is free. So an item, a product, an
activity is told in a unit of which a month's use is about ``TOLD``. Units are powers of two: exact to undo.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.plan.data import PlanData
from models.plan.names import Item, Process, Product

TOLD = 128.0
"""About what the solver is told of a month's use."""
MOST_PASSES = 12
"""Steps of a chain that use is followed along."""


@dataclass(frozen=True)
class Units:
    """Own units in a unit as the solver is told it; powers of two."""

    items: Mapping[Item, float]
    products: Mapping[Product, float]
    processes: Mapping[Process, float]
    least_cost: float = 1.0
    """Money below which a cost is as good as nothing: gaps are not measured against less."""


@dataclass(frozen=True)
class Use:
    """What a plan uses in a month, about, if it serves its demand; 0: nothing is known to be used."""

    items: Mapping[Item, float]
    products: Mapping[Product, float]
    processes: Mapping[Process, float]


def units_of(data: PlanData) -> Units:
    """Return the units in which a plan is told to the solver."""
    use = use_of(data)
    items = {i: power_of_two(x / TOLD) for i, x in use.items.items()}
    products = {d: power_of_two(x / TOLD) for d, x in use.products.items()}
    processes = {p: power_of_two(x / TOLD) for p, x in use.processes.items()}
    return Units(items, products, processes, min(1.0, _typical_cost(data, items, products, processes)))


def power_of_two(value: float) -> float:
    """Return the power of two nearest to a size; 1 where there is none."""
    return 2.0 ** round(math.log2(value)) if 0.0 < value < math.inf else 1.0


def use_of(data: PlanData) -> Use:
    """Return about what a plan uses in a month: peak demand, exploded through designs and processes."""
    products = {d: max(spec.demand, default=0.0) for d, spec in data.products.items()}
    items = dict.fromkeys(data.items, 0.0)
    made = dict.fromkeys(data.items, 0.0)
    for product, made_in in data.products.items():
        for terms in made_in.designs.values():
            for item, each in terms.use.items():
                items[item] = max(items[item], each * terms.max_share * products[product])
            for item, each in (*terms.scrap.items(), *((i, q) for (i, _), q in terms.scrap_later.items())):
                made[item] = max(made[item], each * terms.max_share * products[product])
    processes = _followed(data, items, made)
    for item, spec in data.items.items():
        if items[item] == 0.0:
            items[item] = made[item] or _otherwise(data, item)
        if items[item] == 0.0:
            items[item] = max(spec.initial_stock, spec.final_stock)
    return Use(items, products, processes)


def _followed(data: PlanData, items: dict[Item, float], made: dict[Item, float]) -> dict[Process, float]:
    """Follow use up the chain of processes, each run as far as the use of what it makes asks.

    Not round in circles: two plants that send each other goods, some of which are lost on the way, would use
    more with every turn.
    """
    runs = dict.fromkeys(data.processes, 0.0)
    behind: dict[Item, frozenset[Item]] = {i: frozenset({i}) for i in data.items}
    for _ in range(min(MOST_PASSES, len(data.processes))):
        before = dict(runs)
        for process, spec in data.processes.items():
            asked = [(items[i] / each, i) for i, each in spec.outputs.items() if each > 0 < items[i]]
            if not asked:
                continue
            run, asking = min(asked)
            runs[process] = max(runs[process], run)
            for item, each in spec.inputs.items():
                if each * run > items[item] and item not in behind[asking]:
                    items[item], behind[item] = each * run, behind[asking] | {item}
        if runs == before:
            break
    for process, spec in data.processes.items():
        if runs[process] == 0.0:
            # What it makes nobody is known to use: it runs by what comes in, or as much as it can.
            fed = [max(items[i], made[i]) / each for i, each in spec.inputs.items() if each > 0]
            runs[process] = min((x for x in fed if x > 0), default=spec.capacity)
        for item, each in spec.outputs.items():
            made[item] = max(made[item], each * runs[process])
    return runs


def _otherwise(data: PlanData, item: Item) -> float:
    """Return the size of an item that nothing is known to use: what arrives of it, or can be bought."""
    arrives = max((q for (i, _), q in data.receipts.items() if i == item), default=0.0)
    asked = [spec.moq or spec.min_annual / 12 for spec in data.offers.values() if spec.item == item]
    limits = [
        most
        for spec in data.offers.values()
        if spec.item == item
        for most in (spec.max_per_month, None if spec.max_annual is None else spec.max_annual / 12)
        if most
    ]
    return arrives or max(asked, default=0.0) or min(limits, default=0.0)


def _typical_cost(
    data: PlanData,
    items: Mapping[Item, float],
    products: Mapping[Product, float],
    processes: Mapping[Process, float],
) -> float:
    """Return what a unit as told typically costs."""
    bought = [abs(spec.price * spec.fx / spec.price_per) * items[spec.item] for spec in data.offers.values()]
    run = [abs(spec.opex) * processes[p] for p, spec in data.processes.items()]
    lost = [abs(spec.shortage_penalty) * products[d] for d, spec in data.products.items()]
    return power_of_two(middle(bought) or middle(run) or middle(lost))


def middle(sizes: Iterable[float]) -> float:
    """Return the middle of the sizes that are not nothing, 0 where there are none."""
    there = sorted(size for size in sizes if 0.0 < size < math.inf)
    return there[len(there) // 2] if there else 0.0
