"""What everything costs, and where on the tree it is paid (model, section 8).

One function per component yields charges: so much money per unit of a variable, paid at a node. The same
charges make the objective and the cost report, so the report adds up to the optimum by construction.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.formulation.terms import Model
from models.plan.data import InvestmentSpec
from models.plan.names import TRUNK, Month, Process, Scenario


class Charge(NamedTuple):
    """Money per unit of a variable, at a node."""

    scenario: Scenario
    month: Month
    rate: float
    """Undiscounted [money per unit of the variable]."""
    variable: Any
    later: int = 0
    """Months from the node to the payment; negative: before."""

    @property
    def paid(self) -> Month:
        """Month of the payment, by which it is discounted; it may lie outside the plan."""
        return self.month + self.later


class Charges:
    """The charges of an array model in columns: a fifth of what they take one by one.

    Parameters
    ----------
    charges : iterable of (str, Charge)
        With their components; variables are numbers.
    """

    def __init__(self, charges: Iterable[tuple[str, Charge]]) -> None:
        self._components: dict[str, int] = {}
        self._scenarios: dict[Scenario, int] = {}
        places, rates = array("i"), array("d")
        for component, (scenario, month, rate, variable, later) in charges:
            part = self._components.setdefault(component, len(self._components))
            path = self._scenarios.setdefault(scenario, len(self._scenarios))
            places.extend((part, path, month, variable, later))
            rates.append(rate)
        self._places = np.array(places, dtype=np.int32).reshape(-1, 5)
        self._rates: NDArray[np.float64] = np.array(rates)

    def __iter__(self) -> Iterator[tuple[str, Charge]]:
        """Yield them in their order."""
        return self._told(np.arange(len(self._rates)))

    def of_what_is(self, values: Sequence[float]) -> Iterator[tuple[str, Charge]]:
        """Yield those of variables that are not 0; ``values`` by number."""
        return self._told(np.flatnonzero(np.array(values)[self._places[:, 3]]))

    def _told(self, which: NDArray[np.int64]) -> Iterator[tuple[str, Charge]]:
        components, scenarios = list(self._components), list(self._scenarios)
        for (part, path, month, variable, later), rate in zip(
            self._places[which].tolist(), self._rates[which].tolist(), strict=True
        ):
            yield components[part], Charge(scenarios[path], month, rate, variable, later)


def purchase(m: Model) -> Iterator[Charge]:
    """What arrives of goods costs the unit cost of the order month; it is paid so many months later.

    Orders from before the plan cost what is still to be paid for them.
    """
    offers = m.data.offers
    for scenario in m.scope:
        for offer, placed_in, order_month, arrival, part in m.tree.deliveries(scenario):
            rate = part * m.tree.unit_cost(offer, placed_in, order_month)
            order = m.v_order_qty[offer, placed_in, order_month]
            yield Charge(scenario, arrival, rate, order, offers[offer].payment_months)
        for number, arrival, part in m.tree.past_deliveries(scenario):
            past = m.data.history[number]
            later = offers[m.data.tiers_of_offer[past.offer][0]].payment_months
            yield Charge(scenario, arrival, part * past.unit_cost, m.v_past_order[number], later)


def order(m: Model) -> Iterator[Charge]:
    """Each order placed on the trunk costs its order cost in the order month."""
    if TRUNK in m.scope:
        for (offer, month), placed in m.v_order_placed.items():
            yield Charge(TRUNK, month, m.data.offers[offer].order_cost, placed)


def holding(m: Model) -> Iterator[Charge]:
    """Stock at the end of a month costs storage and the capital tied in it; goods under way the capital."""
    for item, scenario, month in m.BALANCES:
        spec = m.data.items[item]
        rate = spec.storage_cost + spec.unit_value * m.data.capital_rate / 12
        yield Charge(scenario, month, rate, m.v_stock[item, scenario, month])
    for name, terms in m.data.processes.items():
        value = sum(quantity * m.data.items[item].unit_value for item, quantity in terms.outputs.items())
        tied = terms.lead * value * m.data.capital_rate / 12
        if tied:
            yield from _per_activity(m, name, tied)


def disposal(m: Model) -> Iterator[Charge]:
    """What is disposed of costs its disposal cost."""
    for (item, scenario, month), disposed in m.v_disposed.items():
        yield Charge(scenario, month, m.data.items[item].disposal_cost, disposed)


def process(m: Model) -> Iterator[Charge]:
    """Processes cost their opex per unit of activity."""
    for name, spec in m.data.processes.items():
        yield from _per_activity(m, name, spec.opex)


def _per_activity(m: Model, name: Process, rate: float) -> Iterator[Charge]:
    """Yield what an activity costs where it is begun."""
    for scenario, month in m.NODES:
        if (name, scenario, month) in m.v_activity:
            yield Charge(scenario, month, rate, m.v_activity[name, scenario, month])


def design(m: Model) -> Iterator[Charge]:
    """Designs cost their extra cost per unit made (or earn a margin)."""
    for product, spec in m.data.products.items():
        for name, terms in spec.designs.items():
            for scenario, month in m.NODES:
                yield Charge(scenario, month, terms.unit_cost, m.v_made[product, name, scenario, month])


def shortage(m: Model) -> Iterator[Charge]:
    """Lost sales cost the shortage penalty."""
    for (product, scenario, month), short in m.v_short.items():
        yield Charge(scenario, month, m.data.products[product].shortage_penalty, short)


def late(m: Model) -> Iterator[Charge]:
    """What is owed at the end of a month costs the late cost."""
    for product, scenario, month in m.DEMANDS:
        spec = m.data.products[product]
        if spec.late_months > 0:
            yield Charge(scenario, month, spec.late_cost, m.v_late[product, scenario, month])


def rule(m: Model) -> Iterator[Charge]:
    """A broken rule costs its penalty in the last month of the window."""
    for (name, _, window, scenario), excess in m.v_rule_excess.items():
        spec = m.data.rules[name]
        last = m.data.months - 1 if spec.horizon else m.data.plan_years[window][-1]
        yield Charge(scenario, last, m.tree.breach_price(name, scenario), excess)


def cover(m: Model) -> Iterator[Charge]:
    """Missing cover costs its penalty per unit and month."""
    for (item, scenario, month), gap in m.v_cover_gap.items():
        yield Charge(scenario, month, m.data.items[item].cover_penalty, gap)


def take_or_pay(m: Model) -> Iterator[Charge]:
    """What is owed and not taken is paid in the last order month of the plan-year."""
    for offer, scenario, year in m.OWED:
        last = m.windows_owed[offer][year][-1]
        rate = m.tree.deficiency_price(offer, last)
        yield Charge(scenario, last, rate, m.v_deficiency[offer, scenario, year])


def final_stock(m: Model) -> Iterator[Charge]:
    """Missing final stock is paid at its value in the last month."""
    for (item, scenario), gap in m.v_final_gap.items():
        yield Charge(scenario, m.data.months - 1, m.data.items[item].unit_value, gap)


def qualification(m: Model) -> Iterator[Charge]:
    """Qualifying a supplier is paid in month 0."""
    for supplier, spec in m.data.suppliers.items():
        if not spec.qualified:
            yield Charge(TRUNK, 0, spec.qualification_cost, m.v_qualified[supplier])


def contract(m: Model) -> Iterator[Charge]:
    """Signing is paid in month 0; a tier's cost in the first month of each plan-year, by its length.

    A pool pays the cost of its tier once for all its members.
    """
    for offer, signed in m.v_signed.items():
        spec = m.data.offers[offer]
        yield Charge(TRUNK, 0, spec.contract_cost, signed)
        for year, months in enumerate(m.data.plan_years):
            yield Charge(TRUNK, months[0], m.data.tier_cost(offer, year) * len(months) / 12, signed)
    for (pool, tier), reached in m.v_pool_tier.items():
        for months in m.data.plan_years:
            yield Charge(TRUNK, months[0], m.data.pools[pool][tier - 1].tier_cost * len(months) / 12, reached)


def capex(m: Model) -> Iterator[Charge]:
    """Capex less subsidy is paid in the start month, unless that lies before the plan."""
    for (investment, month), modules in m.v_modules_started.items():
        spec = m.data.investments[investment]
        if month >= 0:
            yield Charge(TRUNK, month, spec.capex * (1 - spec.subsidy), modules)


def fixed_opex(m: Model) -> Iterator[Charge]:
    """Fixed cost runs from the trunk's completion month (the plan's start if earlier) to the end."""
    for (investment, start), modules in m.v_modules_started.items():
        complete = m.tree.completion(investment, TRUNK, start)
        for month in range(max(0, complete), m.data.months):
            yield Charge(TRUNK, month, m.data.investments[investment].fixed_opex, modules)


def residual(m: Model) -> Iterator[Charge]:
    """What is left of a module's life at the end of the plan is credited in the last month."""
    for (investment, start), modules in m.v_modules_started.items():
        complete = m.tree.completion(investment, TRUNK, start)
        value = residual_value(m.data.investments[investment], complete, m.data.months)
        yield Charge(TRUNK, m.data.months - 1, -value, modules)


def residual_value(spec: InvestmentSpec, complete: Month, months: int) -> float:
    """Return the straight-line value left of a module at the end of the plan [money]."""
    if spec.life is None or spec.life <= 0 or complete > months - 1:
        return 0.0
    left = max(0, spec.life - (months - complete))
    return spec.capex * (1 - spec.subsidy) * left / spec.life


COST_TERMS: Mapping[str, Callable[[Model], Iterator[Charge]]] = {
    "purchase": purchase,
    "order": order,
    "holding": holding,
    "disposal": disposal,
    "process": process,
    "design": design,
    "shortage": shortage,
    "late": late,
    "rule": rule,
    "cover": cover,
    "take_or_pay": take_or_pay,
    "final_stock": final_stock,
}
"""Components paid at the nodes of the tree."""

FIRST_STAGE_TERMS: Mapping[str, Callable[[Model], Iterator[Charge]]] = {
    "qualification": qualification,
    "contract": contract,
    "capex": capex,
    "fixed_opex": fixed_opex,
    "residual": residual,
}
"""Components of here-and-now decisions; they stand under the trunk and belong to every path."""


def charges(m: Model) -> Iterator[tuple[str, Charge]]:
    """Yield every charge that is not nothing, with its component."""
    terms = {**COST_TERMS, **FIRST_STAGE_TERMS} if TRUNK in m.scope else COST_TERMS
    for component, make in terms.items():
        for charge in make(m):
            if charge.rate != 0.0:
                yield component, charge
