"""A plan whose here-and-now and trunk decisions stand: what a branch of it sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.plan.data import PlanData
from models.plan.names import TRUNK, Scenario
from models.solution.solution import Solution

DECIDED = ("v_qualified", "v_signed", "v_rate", "v_modules_started", "v_past_order")
"""Here-and-now decisions, and orders from before the plan, that a branch looks at."""
SEEN = ("v_order_qty", "v_stock", "v_made", "v_activity", "v_late")
"""Decisions of earlier months that a branch looks at."""

Past = Mapping[str, Mapping[tuple[Any, ...], float]]
"""Values of ``SEEN`` by thing and month, whichever scenario they were decided in."""


@dataclass(frozen=True)
class FixedPlan:
    """A plan whose here-and-now and trunk decisions stand; plain data."""

    data: PlanData
    """Without scenarios but 0."""
    decided: Mapping[str, Mapping[Any, float]]
    """Here-and-now decisions by variable and index."""
    trunk: Past
    first_stage: float
    """Cost of here-and-now decisions [money, present value]."""
    trunk_costs: tuple[float, ...]
    """Paid on the trunk in each month [money, present value]."""
    short: Mapping[tuple[Any, ...], float]
    """Lost demand on the trunk by product and month [unit]."""


def fix_plan(solution: Solution) -> FixedPlan:
    """Return the here-and-now and trunk decisions of a plan."""
    data, values = solution.data, solution.values
    spent = [0.0] * data.months
    first = 0.0
    for (component, scenario, month), paid in solution.present_values.items():
        if component in solution.first_stage:
            first += paid
        elif scenario == TRUNK:
            spent[month] += paid
    return FixedPlan(
        data=replace(data, scenarios={}),
        decided={name: dict(values.get(name, {})) for name in DECIDED},
        trunk={name: at_nodes(values.get(name, {}), TRUNK) for name in SEEN},
        first_stage=first,
        trunk_costs=tuple(spent),
        short=at_nodes(values.get("v_short", {}), TRUNK),
    )


def at_nodes(values: Mapping[Any, float], scenario: Scenario) -> dict[tuple[Any, ...], float]:
    """Return the values decided at a scenario's own nodes, by thing and month."""
    return {(*index[:-2], index[-1]): x for index, x in values.items() if index[-2] == scenario}
