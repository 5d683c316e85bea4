"""What of its limits a plan reaches, on the trunk or in any scenario, and what of its offers it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from models.plan.data import PlanData
from models.plan.names import TRUNK, Investment, Month, Offer, Scenario
from models.solution.solution import Solution

NEAR = 1e-6
"""A limit is reached where less than this part of it is left."""
DUST = 1e-6
"""Quantities below this are nothing."""


class Reached(NamedTuple):
    """A limit that a plan reaches: a cell of the workbook."""

    kind: str
    sheet: str
    row: str
    column: str


def reached(solution: Solution) -> list[Reached]:
    """Return the capacity limits that a plan reaches somewhere, each once, in the order of their sheets.

    A limit that is scaled by what a disruption leaves of it is reached where all that is left is taken; what
    investments add is left out of account, so that a limit may be named that has room by then.
    """
    parts = (_suppliers, _offers, _contracts, _pools, _processes, _stocks, _modules)
    return list(dict.fromkeys(limit for part in parts for limit in part(solution)))


def used_offers(solution: Solution) -> set[str]:
    """Return the offers that a plan orders from on any path, or that are signed already, by their ids.

    A contract that is signed and never called off, which may cost nothing, is not used.
    """
    offers = solution.data.offers
    used = {offers[j].origin for (j, _, _), q in _values(solution, "v_order_qty").items() if q > DUST}
    return used | {spec.origin for spec in offers.values() if spec.signed}


def built(solution: Solution) -> dict[Investment, int]:
    """Return the modules that a plan starts of each investment, where it starts any."""
    found: dict[Investment, int] = defaultdict(int)
    for (investment, _), modules in _values(solution, "v_modules_started").items():
        found[investment] += round(modules)
    return {investment: modules for investment, modules in found.items() if modules}


def _values(solution: Solution, name: str) -> dict[Any, float]:
    return dict(solution.values.get(name, {}))


def _full(quantity: float, limit: float | None) -> bool:
    return limit is not None and limit > DUST and quantity >= limit * (1 - NEAR)


def _orders(solution: Solution) -> Iterator[tuple[Offer, Scenario, Month, float]]:
    for (offer, scenario, month), quantity in _values(solution, "v_order_qty").items():
        if quantity > DUST:
            yield offer, scenario, month, quantity


def _suppliers(solution: Solution) -> Iterator[Reached]:
    data = solution.data
    totals: dict[Any, float] = defaultdict(float)
    for offer, scenario, month, quantity in _orders(solution):
        totals[data.offers[offer].supplier, scenario, month] += quantity
    for (supplier, _, _), quantity in totals.items():
        if _full(quantity, data.suppliers[supplier].capacity):
            yield Reached("supplier_capacity", "Suppliers", supplier, "capacity_per_month")


def _offers(solution: Solution) -> Iterator[Reached]:
    data, tree = solution.data, solution.tree
    at_node: dict[tuple[Offer, Scenario, Month], float] = {}
    for offer, scenario, month, quantity in _orders(solution):
        at_node[offer, scenario, month] = quantity
        spec = data.offers[offer]
        left = tree.availability(offer, scenario)[tree.dispatch(offer, scenario, month)]
        if _full(quantity, None if spec.max_per_month is None else spec.max_per_month * left):
            yield Reached("max_per_month", "Offers", spec.origin, "max_per_month")
        if spec.moq > 0 and quantity <= spec.moq * (1 + NEAR):
            yield Reached("moq", "Offers", spec.origin, "moq")
        if spec.order_multiple is not None and scenario == TRUNK:
            yield Reached("order_multiple", "Offers", spec.origin, "order_multiple")
    for offer, spec in data.offers.items():
        if not spec.contract and spec.max_annual is not None and _year_full(solution, offer, at_node):
            yield Reached("max_annual", "Offers", spec.origin, "max_annual")


def _year_full(solution: Solution, offer: Offer, at_node: dict[tuple[Offer, Scenario, Month], float]) -> bool:
    data, tree = solution.data, solution.tree
    return any(
        _full(
            sum(at_node.get((offer, tree.path(scenario, t), t), 0.0) for t in months),
            data.offers[offer].max_annual,
        )
        for scenario in tree.scenarios
        for months in data.plan_years
    )


def _contracts(solution: Solution) -> Iterator[Reached]:
    data = solution.data
    signed = _values(solution, "v_signed")
    for offer, rate in _values(solution, "v_rate").items():
        spec = data.offers[offer]
        if signed.get(offer, 0.0) < 0.5:
            continue
        last = max(data.offers[j].max_annual or 0.0 for j in data.tiers_of_offer[spec.origin])
        own_volumes = spec.tier is None or spec.pool is not None
        if own_volumes and _full(12 * rate, spec.max_annual):
            yield Reached("max_annual", "Offers", spec.origin, "max_annual")
        if not own_volumes and spec.max_annual == last and _full(12 * rate, last):
            yield Reached("tier_end", "PriceTiers", f"{spec.origin}/{spec.min_annual:.12g}", "to_annual")
        if own_volumes and spec.min_annual > 0 and 12 * rate <= spec.min_annual * (1 + NEAR):
            yield Reached("min_annual", "Offers", spec.origin, "min_annual")


def _pools(solution: Solution) -> Iterator[Reached]:
    """Yield the ends of the last tiers of pools that are committed in full."""
    data, rates = solution.data, _values(solution, "v_rate")
    for pool, members in data.members_of_pool.items():
        last = data.pools[pool][-1]
        in_last = [j for j in members if data.offers[j].tier == len(data.pools[pool])]
        if _full(sum(12 * data.offers[j].pool_weight * rates[j] for j in in_last), last.to_annual):
            yield Reached("pool_end", "Pools", f"{pool}/{last.from_annual:.12g}", "to_annual")


def _processes(solution: Solution) -> Iterator[Reached]:
    for (process, scenario, month), activity in _values(solution, "v_activity").items():
        left = solution.tree.process_availability(process, scenario)[month]
        if activity > DUST and _full(activity, solution.data.processes[process].capacity * left):
            yield Reached("process_capacity", "Processes", process, "capacity_per_month")


def _stocks(solution: Solution) -> Iterator[Reached]:
    for (item, _, _), stock in _values(solution, "v_stock").items():
        if _full(stock, solution.data.items[item].max_stock):
            yield Reached("max_stock", "Items", item, "max_stock")


def _modules(solution: Solution) -> Iterator[Reached]:
    data = solution.data
    gates = _gates(data)
    for investment, modules in built(solution).items():
        spec = data.investments[investment]
        if spec.committed is None and modules >= spec.max_modules and investment not in gates:
            yield Reached("max_modules", "Investments", investment, "max_modules")


def _gates(data: PlanData) -> set[Investment]:
    """Return the investments that open a design or a process: one module of them is all there can be."""
    opened = [v.requires for d in data.products.values() for v in d.designs.values()]
    opened += [p.requires for p in data.processes.values()]
    return {investment for investment in opened if investment is not None}
