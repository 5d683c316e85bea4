"""The unit in which each variable is told to the solver, by its name (``models.plan.units``).

A variable that is not named here counts something (a module, a decision) or is money, and is told as it is;
the solver's room sees to money. A test holds this list against the variables of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.formulation.array_backend import Named
from models.plan.data import PlanData
from models.plan.units import Units

Index = tuple[Any, ...]


def _of_item(data: PlanData, units: Units, index: Index) -> float:  # noqa: ARG001
    return units.items[index[0]]


def _of_offer(data: PlanData, units: Units, index: Index) -> float:
    return units.items[data.offers[index[0]].item]


def _of_past_order(data: PlanData, units: Units, index: Index) -> float:
    offer = data.tiers_of_offer[data.history[index[0]].offer][0]
    return units.items[data.offers[offer].item]


def _of_product(data: PlanData, units: Units, index: Index) -> float:  # noqa: ARG001
    return units.products[index[0]]


def _of_process(data: PlanData, units: Units, index: Index) -> float:  # noqa: ARG001
    return units.processes[index[0]]


def _of_rule(data: PlanData, units: Units, index: Index) -> float:
    return max((units.items[item] for item in data.rules[index[0]].items), default=1.0)


QUANTITIES: Mapping[str, Callable[[PlanData, Units, Index], float]] = {
    "v_order_qty": _of_offer,
    "v_past_order": _of_past_order,
    "v_rate": _of_offer,
    "v_deficiency": _of_offer,
    "v_stock": _of_item,
    "v_disposed": _of_item,
    "v_cover_gap": _of_item,
    "v_final_gap": _of_item,
    "v_made": _of_product,
    "v_short": _of_product,
    "v_late": _of_product,
    "v_activity": _of_process,
    "v_rule_excess": _of_rule,
}
"""Quantities, by the thing whose unit they are told in: the first of their index."""


def unit_of(data: PlanData, units: Units, variable: Named) -> float:
    """Return the unit of a variable, own units in one as told."""
    name, index = variable
    of = QUANTITIES.get(name)
    return 1.0 if of is None else of(data, units, index)
