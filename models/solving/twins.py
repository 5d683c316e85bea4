"""Scenarios that happen alike are solved as one, and told apart again in the answer (decision 0070).

Two branches that leave one parent with the same events in the same months, and that nothing leaves any more,
ask the same of a plan: whatever is best in one is best in the other, at the same cost. So one of them stands
for all, with the probability of all.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from models.plan.data import PlanData
from models.plan.names import Scenario
from models.plan.tree import Tree
from models.solution.solution import Solution

SCENARIO_AT: Mapping[str, int] = {
    **dict.fromkeys(("v_order_qty", "v_deficiency", "v_short", "v_late", "v_activity"), 1),
    **dict.fromkeys(("v_stock", "v_disposed", "v_final_gap", "v_cover_gap"), 1),
    "v_made": 2,
    "v_rule_excess": 3,
    "v_stretch_cost": 0,
    "v_tail_excess": 0,
}
"""Where the index of a variable names the scenario of a node or path; the others are decided for all."""

Twins = Mapping[Scenario, tuple[Scenario, ...]]
"""For each scenario that stands for others: itself and those."""
Value = TypeVar("Value")


def merged(data: PlanData) -> tuple[PlanData, Twins]:
    """Return a plan without scenarios that happen as an earlier one does, and who stands for whom."""
    parents = {spec.after for spec in data.scenarios.values()}
    alike: dict[object, list[Scenario]] = {}
    for scenario, spec in data.scenarios.items():
        same = scenario if scenario in parents else (spec.after, tuple(sorted(spec.events)))
        alike.setdefault(same, []).append(scenario)
    twins = {group[0]: tuple(group) for group in alike.values() if len(group) > 1}
    if not twins:
        return data, twins
    scenarios = {group[0]: data.scenarios[group[0]] for group in alike.values()}
    for first, group in twins.items():
        together = math.fsum(data.scenarios[scenario].probability for scenario in group)
        scenarios[first] = replace(scenarios[first], probability=together)
    return replace(data, scenarios=scenarios), twins


def told_apart(solution: Solution, data: PlanData, twins: Twins) -> Solution:
    """Return the solution of a merged plan as one of the plan with all its scenarios."""
    if not twins:
        return solution
    tree = Tree(data)
    firsts = {scenario: first for first, group in twins.items() for scenario in group}
    values = {
        name: _spread(of, SCENARIO_AT[name], tree, firsts) if name in SCENARIO_AT else of
        for name, of in solution.values.items()
    }
    solution = replace(
        solution,
        data=data,
        tree=tree,
        values=values,
        payments=_spread(solution.payments, 1, tree, firsts),
        path_costs={s: solution.path_costs[firsts.get(s, s)] for s in tree.scenarios},
    )
    return replace(solution, bound=min(solution.bound, solution.objective))


def _spread(
    of: Mapping[Any, Value], at: int, tree: Tree, firsts: Mapping[Scenario, Scenario]
) -> dict[Any, Value]:
    """Return values by index, those of a scenario for all that it stands for; ``at``: where it is named."""
    by_scenario: dict[Scenario, list[tuple[Any, Value]]] = defaultdict(list)
    for index, value in of.items():
        by_scenario[index[at] if isinstance(index, tuple) else index].append((index, value))
    found: dict[Any, Value] = {}
    for scenario in tree.scenarios:
        first = firsts.get(scenario, scenario)
        known = by_scenario.get(first, [])
        found.update(known if first == scenario else [(_named(i, at, scenario), x) for i, x in known])
    return found


def _named(index: Any, at: int, scenario: Scenario) -> Any:
    """Return the index of another scenario's variable."""
    return (*index[:at], scenario, *index[at + 1 :]) if isinstance(index, tuple) else scenario
