"""From columns found to a reported solution: idle paths settled, values and costs read (model, section 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import SolverFailed
from models.formulation.array_backend import Named, summed
from models.formulation.terms import Model
from models.plan.data import PlanData
from models.plan.names import TRUNK, Node, Scenario
from models.plan.tree import Tree
from models.runs.stopping import NotNow, listen
from models.solution.carried import warm_start
from models.solution.solution import (
    Payment,
    Solution,
    add_values,
    columns_of_charges,
    path_costs,
    payments_of,
    read_numbers,
)
from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.standard_form import Arrays, Floats, fixed_integers, restricted

DUST = 1e-9
"""A quantity at or below it, in the unit it is told in, is the solver's rounding, not an order."""
NO_WEIGHT = 1e-12
"""A path weight below this decides nothing."""


@dataclass(frozen=True)
class Part:
    """A model solved: the whole plan, or the trunk or a branch of one that was cut up."""

    model: Model
    arrays: Arrays
    values: Floats


def reported(parts: Sequence[Part], outcome: Outcome, seconds: Mapping[str, float]) -> Solution:
    """Return the values found as a solution; where parts share a variable, the first one counts."""
    values: dict[str, dict[Any, float]] = {}
    payments: dict[Payment, float] = {}
    size: dict[str, int] = {}
    for part in parts:
        by_number = read_numbers(part.model, part.arrays, part.values)
        add_values(values, part.model, by_number.tolist())
        payments |= payments_of(part.model, by_number)
        for name, count in part.arrays.size.items():
            size[name] = size.get(name, 0) + count
    whole = parts[0]
    m = whole.model
    solution = Solution(
        data=m.data,
        tree=m.tree,
        values=values,
        payments=payments,
        first_stage=m.first_stage_components,
        path_costs=path_costs(payments, m.first_stage_components, m.tree),
        bound=outcome.bound,
        status=outcome.status.value,
        seconds=seconds,
        size=size,
        nodes=outcome.nodes,
        least_cost=m.tree.units.least_cost,
        warm=warm_start(whole.arrays, whole.values, outcome.basis),
    )
    # Re-solving can only improve on the incumbent; a bound a hair above the cost is rounding.
    return replace(solution, bound=min(solution.bound, solution.objective))


def without_idle_lots(arrays: Arrays, values: Floats) -> Floats:
    """Return the values without orders of next to nothing, and without paying for lots that order nothing.

    Within a gap a search may leave a lot placed and empty; not placing it is feasible and only cheaper.
    """
    values, sizes = values.copy(), arrays.sizes
    for k, (name, index) in enumerate(arrays.names):
        signed = arrays.position.get(("v_signed", (index[0],)))
        unsigned = signed is not None and values[signed] < 0.5  # a trace of it is the solver's tolerance
        if name == "v_order_qty" and (values[k] <= DUST * sizes[k] or unsigned):
            values[k] = 0.0
        if name == "v_rate" and unsigned:
            values[k] = 0.0
    for k, (name, index) in enumerate(arrays.names):
        if name in ("v_order_placed", "v_order_multiples"):
            offer, month = index
            quantity = arrays.position["v_order_qty", (offer, TRUNK, month)]
            if values[quantity] <= DUST * sizes[quantity]:
                values[k] = 0.0
    return values


def without_slack(arrays: Arrays, values: Floats, columns: NDArray[np.int64]) -> Floats:
    """Return the values with some columns as low as their rows let them be, the others as they are.

    Between two plans lies a plan whose breaches are the mean of theirs: all paid for, in part not there.
    """
    values = values.copy()
    activity = arrays.activity(values)
    entries = arrays.by_column
    for k in columns[values[columns] > arrays.lower[columns]]:
        part = slice(entries.indptr[k], entries.indptr[k + 1])
        rows, terms = entries.indices[part], entries.data[part]
        room = np.where(
            terms > 0, activity[rows] - arrays.row_lower[rows], arrays.row_upper[rows] - activity[rows]
        )
        fall = float(np.min(room / np.abs(terms), initial=values[k] - arrays.lower[k]))
        if fall > 0:
            values[k] -= fall
            activity[rows] -= terms * fall
    return values


def patiently(options: Options) -> Options:
    """Return options under which what was found is not given up: no limit, and Ctrl-C is noted for later."""
    listen(options.stop)
    return replace(options, time_limit=None, deadline=None, stop=NotNow(options.stop))


def determine_idle_paths(
    m: Model, arrays: Arrays, values: Floats, path_weight: Mapping[Scenario, float], options: Options
) -> Floats:
    """Re-solve, at their own cost, the nodes that no path with a weight in the objective passes through.

    Parents before children; branches of one depth are independent and solved at once. What the tail allows
    every path to cost is kept, so the objective cannot change.
    """
    tree: Tree = m.tree
    weights = tree.node_weights(path_weight)
    idle = {node for node, weight in weights.items() if weight <= NO_WEIGHT}
    if not idle:
        return values
    places = [node_of(m, variable) for variable in arrays.names]
    open_columns = np.array([place in idle for place in places], dtype=bool)
    rests = np.array([name in _FOLLOW for name, _ in arrays.names], dtype=bool)
    depth = {s: len(list(tree.ancestors(s))) for s in tree.scenarios}
    for level in sorted({depth[s] for s, _ in idle}):
        now = {node for node in idle if depth[node[0]] == level}
        if not any(place in now for place in places):
            continue  # nodes of another part of the plan
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


def path_weights(m: Model, arrays: Arrays, duals: Floats) -> dict[Scenario, float]:
    """Return the weight of each path's cost in the objective at the solution found."""
    data: PlanData = m.data
    weight = {s: (1 - data.risk_weight) * data.probability(s) for s in m.tree.scenarios}
    if data.risk_weight > 0:
        for (name, index), dual in zip(arrays.row_names, duals, strict=True):
            if name == "tail_excess_floor":
                scenario = Scenario(str(index[0]))
                tail = abs(dual) if abs(dual) > 1e-9 else 0.0
                weight[scenario] += tail
    return weight


def _cost_at(m: Model, arrays: Arrays, nodes: set[Node]) -> Floats:
    at = columns_of_charges(m, arrays)
    wanted = m.charges.at_nodes(dict.fromkeys(nodes, 1), m.data.months) > 0
    paid = wanted & ~m.charges.are_of(m.first_stage_components) & (at >= 0)
    return summed(m.charges.worth(m.data)[paid], at[paid], len(arrays.names))


def node_of(m: Model, variable: Named) -> Node | None:
    """Return the node at which a variable is decided, ``None`` for here-and-now and tail variables."""
    name, index = variable
    last = m.data.months - 1
    match name:
        case "v_order_qty" | "v_stock" | "v_disposed" | "v_cover_gap" | "v_short" | "v_late" | "v_activity":
            return index[1], index[2]
        case "v_made":
            return index[2], index[3]
        case "v_order_placed" | "v_order_multiples":
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
