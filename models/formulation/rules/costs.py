"""What everything costs, and where on the tree it is paid (model, section 8).

One function per component yields charges: so much money per unit of a variable, paid at a node. The same
charges make the objective and the cost report, so the report adds up to the optimum by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

import numpy as np

from models.formulation.charges import ArrayBatch, Batch, Batches, Charges, gathered
from models.formulation.terms import Model
from models.plan.data import InvestmentSpec
from models.plan.names import TRUNK, Month, Scenario


def purchase(m: Model) -> Iterator[Batch | ArrayBatch]:
    """What arrives of goods costs the unit cost of the order month; it is paid so many months later.

    Orders from before the plan cost what is still to be paid for them.
    """
    offers = m.data.offers
    for scenario in m.scope:
        shipped = m.orders_on_paths.shipped(m.tree, scenario)
        if shipped.placed:
            costs = np.array([m.tree.unit_costs(*placed) for placed in shipped.placed])
            rates = shipped.parts * costs[shipped.of, shipped.order_months]
            later = np.array([offers[offer].payment_months for offer, _ in shipped.placed])
            yield ArrayBatch(scenario, shipped.arrivals, rates, shipped.orders, later[shipped.of])
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
        every = [(*thing, scenario, t) for t in m.tree.months_of(scenario)]
        there = [index for index in every if index in variables]
        yield Batch(scenario, [index[-1] for index in there], rate, [variables[index] for index in there])


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


COST_TERMS: Mapping[str, Callable[[Model], Batches]] = {
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

FIRST_STAGE_TERMS: Mapping[str, Callable[[Model], Batches]] = {
    "qualification": qualification,
    "contract": contract,
    "capex": capex,
    "fixed_opex": fixed_opex,
    "residual": residual,
}
"""Components of here-and-now decisions; they stand under the trunk and belong to every path."""


COMPONENTS = frozenset({*COST_TERMS, *FIRST_STAGE_TERMS})
"""All of them."""


def charges(m: Model, like: Charges | None = None, touched: Container[str] = COMPONENTS) -> Charges:
    """Return every charge that is not nothing.

    ``like``: those of a model with the same variables, of which what is not touched is taken over.
    """
    terms = {**COST_TERMS, **FIRST_STAGE_TERMS} if TRUNK in m.scope else COST_TERMS
    place = {scenario: k for k, scenario in enumerate(m.scope)}
    columns = {
        name: gathered(make(m), place) if like is None or name in touched else like.of(name)
        for name, make in terms.items()
    }
    return Charges(columns, m.scope)
