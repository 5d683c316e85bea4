"""What everything costs, and where on the tree it is paid (model, section 8).

One function per component yields charges: so much money per unit of a variable, paid at a node. The same
charges make the objective and the cost report, so the report adds up to the optimum by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import mul
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.formulation.terms import Model
from models.plan.data import InvestmentSpec, PlanData
from models.plan.names import TRUNK, Month, Node, Scenario


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


class Batch(NamedTuple):
    """Charges of one scenario side by side: a tenth of the time that they take one by one."""

    scenario: Scenario
    months: Sequence[Month]
    rate: float | Sequence[float]
    """One for all of them, or one for each."""
    variables: Sequence[Any]
    later: int = 0


class Charges:
    """The charges of a model in columns: a fifth of the room that they take one by one.

    Parameters
    ----------
    batches : mapping of str to iterable of Batch
        By component; variables are Pyomo's, or numbers. Charges at no rate are left out.
    """

    def __init__(self, batches: Mapping[str, Iterable[Batch]]) -> None:
        self.components = tuple(batches)
        scenarios = dict[Scenario, int]()
        places = list[tuple[int, int, int, int]]()
        months, rates, variables = list[Month](), list[float](), list[Any]()
        for component, several in enumerate(batches.values()):
            for scenario, when, rate, what, later in several:
                path, count = scenarios.setdefault(scenario, len(scenarios)), len(what)
                places.append((component, path, later, count))
                months.extend(when)
                variables.extend(what)
                rates.extend(repeat(rate, count) if isinstance(rate, (int, float)) else rate)
        self.scenarios = tuple(scenarios)
        every = np.array(rates, dtype=float)
        there = every != 0.0
        self.rate = every[there]
        self.month = np.array(months, dtype=np.int32)[there]
        place = np.array(places, dtype=np.int32).reshape(-1, 4)
        self.component, self.path, self.later = np.repeat(place[:, :3], place[:, 3], axis=0)[there].T
        """Places of each charge's component and scenario in theirs, and months from its node to payment."""
        numbers = not variables or isinstance(variables[0], int)
        told = np.array(variables, dtype=np.int32) if numbers else np.empty(len(every), dtype=object)
        told[:] = variables
        self.variable = told[there]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rate)

    def __iter__(self) -> Iterator[tuple[str, Charge]]:
        """Yield them in their order, with their components."""
        return self.told(np.arange(len(self)))

    def __eq__(self, other: object) -> bool:
        """Tell whether other charges are the same, in the same order."""
        columns = ("component", "path", "month", "later", "rate", "variable")
        return (
            isinstance(other, Charges)
            and (self.components, self.scenarios) == (other.components, other.scenarios)
            and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in columns)
        )

    __hash__ = None  # type: ignore[assignment]

    def are_of(self, components: Iterable[str]) -> NDArray[np.bool_]:
        """Tell which charges are of some components."""
        return np.asarray(np.array([name in components for name in self.components])[self.component])

    def worth(self, data: PlanData) -> NDArray[np.float64]:
        """Return the present value of each [money per unit of the variable]."""
        return np.asarray(self.rate * self.discounts(data))

    def discounts(self, data: PlanData) -> NDArray[np.float64]:
        """Return the present value of money in the month in which each is paid."""
        paid = self.month + self.later
        first = int(paid.min(initial=0))
        factors = [data.discount(month) for month in range(first, int(paid.max(initial=0)) + 1)]
        return np.asarray(np.array(factors)[paid - first])

    def at_nodes(self, table: Mapping[Node, float], months: int) -> NDArray[np.float64]:
        """Return what a table has for the node of each, 0 where it has nothing."""
        rows = [[table.get((s, t), 0) for t in range(months)] for s in self.scenarios]
        found = np.array(rows).reshape(-1, months)[self.path, np.minimum(self.month, months - 1)]
        return np.asarray(found)

    def told(self, which: NDArray[np.int64]) -> Iterator[tuple[str, Charge]]:
        """Yield some of them, by their places, with their components."""
        columns = (self.component, self.path, self.month, self.rate, self.variable, self.later)
        parts = (column[which].tolist() for column in columns)
        for component, path, month, rate, variable, later in zip(*parts, strict=True):
            yield self.components[component], Charge(self.scenarios[path], month, rate, variable, later)


def purchase(m: Model) -> Iterator[Batch]:
    """What arrives of goods costs the unit cost of the order month; it is paid so many months later.

    Orders from before the plan cost what is still to be paid for them.
    """
    offers, placed = m.data.offers, m.orders_on_paths
    for scenario in m.scope:
        for offer, placed_in, order_months, arrivals, parts in m.tree.shipments(scenario):
            costs = map(m.tree.unit_costs(offer, placed_in).__getitem__, order_months)
            orders = map(placed.of(offer, placed_in).__getitem__, order_months)
            later = offers[offer].payment_months
            yield Batch(scenario, arrivals, list(map(mul, parts, costs)), list(orders), later)
        for number, arrival, part in m.tree.past_deliveries(scenario):
            past = m.data.history[number]
            later = offers[m.data.tiers_of_offer[past.offer][0]].payment_months
            yield _one(scenario, arrival, part * past.unit_cost, m.v_past_order[number], later)


def order(m: Model) -> Iterator[Batch]:
    """Each order placed on the trunk costs its order cost in the order month."""
    if TRUNK in m.scope:
        for (offer, month), placed in m.v_order_placed.items():
            yield _one(TRUNK, month, m.data.offers[offer].order_cost, placed)


def holding(m: Model) -> Iterator[Batch]:
    """Stock at the end of a month costs storage and the capital tied in it; goods under way the capital."""
    for item, spec in m.data.items.items():
        rate = spec.storage_cost + spec.unit_value * m.data.capital_rate / 12
        yield from _each_month(m, m.v_stock, (item,), rate)
    for name, terms in m.data.processes.items():
        value = sum(quantity * m.data.items[item].unit_value for item, quantity in terms.outputs.items())
        yield from _each_month(m, m.v_activity, (name,), terms.lead * value * m.data.capital_rate / 12)


def disposal(m: Model) -> Iterator[Batch]:
    """What is disposed of costs its disposal cost."""
    for item, spec in m.data.items.items():
        yield from _each_month(m, m.v_disposed, (item,), spec.disposal_cost)


def process(m: Model) -> Iterator[Batch]:
    """Processes cost their opex per unit of activity."""
    for name, spec in m.data.processes.items():
        yield from _each_month(m, m.v_activity, (name,), spec.opex)


def design(m: Model) -> Iterator[Batch]:
    """Designs cost their extra cost per unit made (or earn a margin)."""
    for product, spec in m.data.products.items():
        for name, terms in spec.designs.items():
            yield from _each_month(m, m.v_made, (product, name), terms.unit_cost)


def shortage(m: Model) -> Iterator[Batch]:
    """Lost sales cost the shortage penalty."""
    for product, spec in m.data.products.items():
        yield from _each_month(m, m.v_short, (product,), spec.shortage_penalty)


def late(m: Model) -> Iterator[Batch]:
    """What is owed at the end of a month costs the late cost."""
    for product, spec in m.data.products.items():
        if spec.late_months > 0:
            yield from _each_month(m, m.v_late, (product,), spec.late_cost)


def _each_month(m: Model, variables: Any, thing: tuple[str, ...], rate: float) -> Iterator[Batch]:
    """Yield what something costs at every node in scope at which it is decided."""
    if rate == 0.0:
        return
    for scenario in m.scope:
        months = [t for t in m.tree.months_of(scenario) if (*thing, scenario, t) in variables]
        yield Batch(scenario, months, rate, [variables[(*thing, scenario, t)] for t in months])


def _one(scenario: Scenario, month: Month, rate: float, variable: Any, later: int = 0) -> Batch:
    return Batch(scenario, (month,), rate, (variable,), later)


def rule(m: Model) -> Iterator[Batch]:
    """A broken rule costs its penalty in the last month of the window."""
    for (name, _, window, scenario), excess in m.v_rule_excess.items():
        spec = m.data.rules[name]
        last = m.data.months - 1 if spec.horizon else m.data.plan_years[window][-1]
        yield _one(scenario, last, m.tree.breach_price(name, scenario), excess)


def cover(m: Model) -> Iterator[Batch]:
    """Missing cover costs its penalty per unit and month."""
    for (item, scenario, month), gap in m.v_cover_gap.items():
        yield _one(scenario, month, m.data.items[item].cover_penalty, gap)


def take_or_pay(m: Model) -> Iterator[Batch]:
    """What is owed and not taken is paid in the last order month of the plan-year."""
    for offer, scenario, year in m.OWED:
        last = m.windows_owed[offer][year][-1]
        rate = m.tree.deficiency_price(offer, last)
        yield _one(scenario, last, rate, m.v_deficiency[offer, scenario, year])


def final_stock(m: Model) -> Iterator[Batch]:
    """Missing final stock is paid at its value in the last month."""
    for (item, scenario), gap in m.v_final_gap.items():
        yield _one(scenario, m.data.months - 1, m.data.items[item].unit_value, gap)


def qualification(m: Model) -> Iterator[Batch]:
    """Qualifying a supplier is paid in month 0."""
    for supplier, spec in m.data.suppliers.items():
        if not spec.qualified:
            yield _one(TRUNK, 0, spec.qualification_cost, m.v_qualified[supplier])


def contract(m: Model) -> Iterator[Batch]:
    """Signing is paid in month 0; a tier's cost in the first month of each plan-year, by its length.

    A pool pays the cost of its tier once for all its members.
    """
    for offer, signed in m.v_signed.items():
        spec = m.data.offers[offer]
        yield _one(TRUNK, 0, spec.contract_cost, signed)
        for year, months in enumerate(m.data.plan_years):
            yield _one(TRUNK, months[0], m.data.tier_cost(offer, year) * len(months) / 12, signed)
    for (pool, tier), reached in m.v_pool_tier.items():
        for months in m.data.plan_years:
            yield _one(TRUNK, months[0], m.data.pools[pool][tier - 1].tier_cost * len(months) / 12, reached)


def capex(m: Model) -> Iterator[Batch]:
    """Capex less subsidy is paid in the start month, unless that lies before the plan."""
    for (investment, month), modules in m.v_modules_started.items():
        spec = m.data.investments[investment]
        if month >= 0:
            yield _one(TRUNK, month, spec.capex * (1 - spec.subsidy), modules)


def fixed_opex(m: Model) -> Iterator[Batch]:
    """Fixed cost runs from the trunk's completion month (the plan's start if earlier) to the end."""
    for (investment, start), modules in m.v_modules_started.items():
        complete = m.tree.completion(investment, TRUNK, start)
        for month in range(max(0, complete), m.data.months):
            yield _one(TRUNK, month, m.data.investments[investment].fixed_opex, modules)


def residual(m: Model) -> Iterator[Batch]:
    """What is left of a module's life at the end of the plan is credited in the last month."""
    for (investment, start), modules in m.v_modules_started.items():
        complete = m.tree.completion(investment, TRUNK, start)
        value = residual_value(m.data.investments[investment], complete, m.data.months)
        yield _one(TRUNK, m.data.months - 1, -value, modules)


def residual_value(spec: InvestmentSpec, complete: Month, months: int) -> float:
    """Return the straight-line value left of a module at the end of the plan [money]."""
    if spec.life is None or spec.life <= 0 or complete > months - 1:
        return 0.0
    left = max(0, spec.life - (months - complete))
    return spec.capex * (1 - spec.subsidy) * left / spec.life


COST_TERMS: Mapping[str, Callable[[Model], Iterator[Batch]]] = {
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

FIRST_STAGE_TERMS: Mapping[str, Callable[[Model], Iterator[Batch]]] = {
    "qualification": qualification,
    "contract": contract,
    "capex": capex,
    "fixed_opex": fixed_opex,
    "residual": residual,
}
"""Components of here-and-now decisions; they stand under the trunk and belong to every path."""


def one_by_one(batches: Iterable[Batch]) -> Iterator[Charge]:
    """Yield the charges of batches."""
    for scenario, months, rate, variables, later in batches:
        rates = repeat(rate, len(months)) if isinstance(rate, (int, float)) else rate
        for month, each, variable in zip(months, rates, variables, strict=True):
            yield Charge(scenario, month, each, variable, later)


def charges(m: Model) -> Charges:
    """Return every charge that is not nothing."""
    terms = {**COST_TERMS, **FIRST_STAGE_TERMS} if TRUNK in m.scope else COST_TERMS
    return Charges({component: make(m) for component, make in terms.items()})
