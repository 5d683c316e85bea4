"""What a course of decisions cost in what really happened: one ledger for every policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.evaluation.carried_out import cost_carried_out
from models.plan.data import OfferSpec, PlanData, SupplierSpec
from models.plan.names import TRUNK, Investment, Offer, Supplier
from models.solution.solution import Solution
from models.solver.highs import Options
from planner.assemble import assemble
from planner.replaying.course import Course, Signed
from planner.replaying.knowing import arriving, loosened
from planner.workbook.tables import Tables

Cost = Mapping[tuple[str, int], tuple[float, float]]
"""By component and month: money, and its present value."""


@dataclass(frozen=True)
class Account:
    """What a course cost, and what it led to."""

    solution: Solution
    costs: Cost

    @property
    def total(self) -> float:
        """Of the whole plan [money, present value]."""
        return sum(value for _, value in self.costs.values())


def account(world: Tables, course: Course, options: Options) -> Account:
    """Return what a course of decisions cost.

    Parameters
    ----------
    world : Tables
        The whole plan on the path of what really happened.
    course : Course
    options : Options

    Notes
    -----
    What arrives of an order is what it is here: it was paid, and counts in limits, for that much. Limits that
    are a policy (hard rules and cover, fill rates, budgets, least orders) were kept, or given up, where the
    decisions were taken; here they cost nothing and stop nothing. Contracts signed and suppliers qualified
    later than month 0 are paid in their month.

    Raises
    ------
    models.errors.SolverFailed
        The decisions cannot be carried out: a bug of ours.
    """
    data = assemble(loosened(world), disruptions=False)
    course.learn(arriving(world), 0)
    physical, later = _as_decided(data, course)
    solution = cost_carried_out(physical, _values(physical, course), options)
    costs: dict[tuple[str, int], tuple[float, float]] = {}

    def add(component: str, at: int, money: float, value: float) -> None:
        before = costs.get((component, at), (0.0, 0.0))
        costs[component, at] = before[0] + money, before[1] + value

    for (component, _, at, paid), money in solution.payments.items():
        add(str(component), at, money, money * data.discount(paid))
    for component, at, money in later:
        add(component, at, money, money * data.discount(at))
    return Account(solution, costs)


def _as_decided(data: PlanData, course: Course) -> tuple[PlanData, list[tuple[str, int, float]]]:
    """Return the plan as far as it is no decision any more, and what is paid later than it would say."""
    later: list[tuple[str, int, float]] = []
    suppliers: dict[Supplier, SupplierSpec] = {}
    for supplier, spec in data.suppliers.items():
        at = course.qualified.get(str(supplier), 0)
        if not spec.qualified and at > 0:
            later.append(("qualification", at, spec.qualification_cost))
            months = at + spec.qualification_months
            spec = replace(spec, qualification_cost=0.0, qualification_months=months)  # noqa: PLW2901
        suppliers[supplier] = spec
    offers: dict[Offer, OfferSpec] = {}
    for offer, terms in data.offers.items():
        spec_ = replace(terms, moq=0.0, order_multiple=None, min_take=0.0)
        signed = course.signed.get(terms.origin)
        if signed is not None and signed.month > 0 and terms.contract:
            if _is_tier(terms, signed):
                later += _later_costs(data, offer, terms, signed.month)
            spec_ = replace(
                spec_,
                contract_cost=0.0,
                tier_cost=0.0,
                tier_cost_by_year=(),
                available_from=max(terms.available_from, signed.month),
            )
        offers[offer] = spec_
    return replace(data, suppliers=suppliers, offers=offers, capex_budget=None), [
        entry for entry in later if entry[2]
    ]


def _later_costs(data: PlanData, offer: Offer, terms: OfferSpec, at: int) -> list[tuple[str, int, float]]:
    found = [("contract", at, terms.contract_cost)]
    for number, year in enumerate(data.plan_years):
        if year.stop > at:
            begin = max(at, year.start)
            found.append(("contract", begin, data.tier_cost(offer, number) * (year.stop - begin) / 12))
    return found


def _is_tier(terms: OfferSpec, signed: Signed) -> bool:
    return terms.tier is None or signed.tier is None or terms.tier == signed.tier


def _values(data: PlanData, course: Course) -> dict[str, dict[Any, float]]:
    """Return what was decided by variable and index; what is not listed was not done."""
    found: dict[str, dict[Any, float]] = {
        name: {(*thing, str(TRUNK), at): x for thing, months in things.items() for at, x in months.items()}
        for name, things in course.done.items()
    }
    found["v_qualified"] = {(supplier,): 1.0 for supplier in course.qualified}
    found["v_signed"], found["v_rate"], found["v_pool_tier"] = {}, {}, {}
    for origin, signed in course.signed.items():
        for offer in data.tiers_of_offer[origin]:
            spec = data.offers[offer]
            if _is_tier(spec, signed):
                found["v_signed"][offer,] = 1.0
                found["v_rate"][offer,] = signed.rate
                if spec.pool is not None:
                    found["v_pool_tier"][spec.pool, spec.tier] = 1.0
                break
    found["v_order_qty"], found["v_order_placed"] = {}, {}
    for order in course.orders:
        tiers = data.tiers_of_offer[order.offer]
        offer = next((j for j in tiers if data.offers[j].tier == order.tier), tiers[0])
        key = offer, str(TRUNK), order.month
        found["v_order_qty"][key] = found["v_order_qty"].get(key, 0.0) + order.quantity * order.part
        found["v_order_placed"][offer, order.month] = 1.0
    found["v_modules_started"] = {}
    for (investment, at), modules in course.started.items():
        found["v_modules_started"][Investment(investment), at] = float(modules)
    return found
