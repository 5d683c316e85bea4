"""The ways to an answer (model, sections 8 to 10)."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from models.build import build_plan
from models.data import PlanData
from models.errors import Infeasible, SolverFailed, StoppedWithoutPlan, Unbounded
from models.highs import (
    Arrays,
    Floats,
    Options,
    Outcome,
    Progress,
    Status,
    clash,
    compile_model,
    fixed_integers,
    restricted,
    solve_arrays,
)
from models.names import TRUNK, Node, Scenario
from models.solution import Solution, node_costs, path_costs, read_values
from models.terms import Model
from models.tree import Tree

NO_WEIGHT = 1e-12
"""A path weight below this decides nothing."""


def solve_plan(data: PlanData, options: Options | None = None) -> Solution:
    """Solve a plan as one extensive form.

    Parameters
    ----------
    data : PlanData
    options : Options, optional
        Gap, time limit, threads, seed; progress and log callbacks.

    Returns
    -------
    Solution
        Whole numbers rounded, the LP re-solved, and every path determined.

    Raises
    ------
    Infeasible
        With the clash of the LP relaxation.
    Unbounded
    StoppedWithoutPlan
    SolverFailed
    """
    options = options or Options()
    seconds: dict[str, float] = {}
    begin = time.perf_counter()
    _say(options, "building")
    m = build_plan(data)
    arrays = compile_model(m)
    seconds["build"] = time.perf_counter() - begin

    if options.time_limit is not None:
        options = replace(options, time_limit=options.time_limit - seconds["build"])
    outcome = solve_arrays(arrays, options, "searching")
    seconds["search"] = outcome.seconds
    _refuse(outcome, arrays, options)

    begin = time.perf_counter()
    patient = replace(options, time_limit=None, stop=type(options.stop)())  # the plan found is not given up
    outcome, values, duals = _polish(arrays, outcome, patient)
    values = _determine_idle_paths(m, arrays, values, duals, patient)
    seconds["final LP"] = time.perf_counter() - begin

    named, by_id = read_values(m, arrays, values)
    costs = node_costs(m, by_id)
    solution = Solution(
        data=data,
        tree=m.tree,
        values=named,
        costs=costs,
        first_stage=m.first_stage_components,
        path_costs=path_costs(costs, m.first_stage_components, m.tree),
        bound=outcome.bound,
        status=outcome.status.value,
        seconds=seconds,
        size=arrays.size,
        nodes=outcome.nodes,
    )
    # Re-solving can only improve on the incumbent; a bound a hair above the cost is rounding.
    return replace(solution, bound=min(solution.bound, solution.objective))


def _say(options: Options, phase: str) -> None:
    if options.progress is not None:
        options.progress(Progress(phase, 0.0))


def _refuse(outcome: Outcome, arrays: Arrays, options: Options) -> None:
    match outcome.status:
        case Status.INFEASIBLE:
            raise Infeasible(tuple(clash(arrays, options)))
        case Status.UNBOUNDED:
            raise Unbounded("the cost can fall without end")
        case Status.NOTHING:
            raise StoppedWithoutPlan("stopped before a first plan was found")


def _polish(arrays: Arrays, outcome: Outcome, options: Options) -> tuple[Outcome, Floats, Floats]:
    """Round the whole numbers and solve the LP again; search more strictly if rounding does not hold."""
    final = solve_arrays(fixed_integers(arrays, outcome.values), options, "final LP")
    if final.status is Status.INFEASIBLE:
        strict = replace(options, tolerance=1e-9)
        outcome = solve_arrays(arrays, strict, "searching again")
        if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
            raise SolverFailed("the plan found does not hold when its whole numbers are rounded")
        final = solve_arrays(fixed_integers(arrays, outcome.values), options, "final LP")
    if final.status is not Status.OPTIMAL:
        raise SolverFailed("the plan found does not hold when its whole numbers are rounded")
    values = np.where(arrays.whole, np.round(outcome.values), final.values)
    return outcome, values, final.duals


def _determine_idle_paths(
    m: Model, arrays: Arrays, values: Floats, duals: Floats, options: Options
) -> Floats:
    """Re-solve, at their own cost, the nodes that no path with a weight in the objective passes through.

    Parents before children; branches of one depth are independent and solved at once. What the tail allows
    every path to cost is kept, so the objective cannot change.
    """
    tree: Tree = m.tree
    weights = tree.node_weights(_path_weights(m, arrays, duals))
    idle = {node for node, weight in weights.items() if weight <= NO_WEIGHT}
    if not idle:
        return values
    places = [_node_of(m, variable) for variable in arrays.columns]
    open_columns = np.array([place in idle for place in places], dtype=bool)
    rests = np.array([v.parent_component().local_name in _FOLLOW for v in arrays.columns], dtype=bool)
    depth = {s: len(list(tree.ancestors(s))) for s in tree.scenarios}
    for level in sorted({depth[s] for s, _ in idle}):
        now = {node for node in idle if depth[node[0]] == level}
        cost = _cost_at(m, arrays, now)
        part = restricted(arrays, values, open_columns | rests, cost)
        outcome = solve_arrays(part, options, "paths without weight")
        if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
            raise SolverFailed("a path without weight could not be determined")
        if part.whole.any():
            outcome = solve_arrays(fixed_integers(part, outcome.values), options, "paths without weight")
        values = values.copy()
        values[open_columns | rests] = outcome.values
        values[arrays.whole] = np.round(values[arrays.whole])
        open_columns &= np.array([place not in now for place in places], dtype=bool)
    return values


_FOLLOW = frozenset({"v_stretch_cost"})
"""Variables that merely follow the others."""


def _path_weights(m: Model, arrays: Arrays, duals: Floats) -> dict[Scenario, float]:
    """Return the weight of each path's cost in the objective at the solution found."""
    data: PlanData = m.data
    weight = {s: (1 - data.risk_weight) * data.probability(s) for s in m.tree.scenarios}
    if data.risk_weight > 0:
        for (name, index), dual in zip(arrays.laws, duals, strict=True):
            if name == "tail_excess_floor":
                scenario = Scenario(str(index[0]))
                tail = abs(dual) if abs(dual) > 1e-9 else 0.0
                weight[scenario] += tail
    return weight


def _cost_at(m: Model, arrays: Arrays, nodes: set[Node]) -> Floats:
    position = {id(v): k for k, v in enumerate(arrays.columns)}
    cost = np.zeros(len(arrays.columns))
    for component, (scenario, month, rate, variable) in m.charges:
        if component not in m.first_stage_components and (scenario, month) in nodes:
            cost[position[id(variable)]] += rate * m.data.discount(month)
    return cost


def _node_of(m: Model, variable: Any) -> Node | None:
    """Return the node at which a variable is decided, ``None`` for here-and-now and tail variables."""
    index = variable.index()
    last = m.data.months - 1
    match variable.parent_component().local_name:
        case "v_order_qty" | "v_stock" | "v_disposed" | "v_cover_gap" | "v_short" | "v_activity":
            return index[1], index[2]
        case "v_made":
            return index[2], index[3]
        case "v_order_placed":
            return TRUNK, index[1]
        case "v_deficiency":
            return index[1], m.windows_owed[index[0]][index[2]][-1]
        case "v_final_gap":
            return index[1], last
        case "v_rule_excess":
            rule = m.data.rules[index[0]]
            return index[3], last if rule.horizon else m.data.plan_years[index[2]][-1]
        case _:
            return None
