"""A plan held fixed and judged on scenarios: what is decided today and on the trunk stands, branches adapt.

One LP: it says what a plan costs that was made without these scenarios (the value of planning, rules of
thumb, the stress test; model, section 9).
"""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np

from models.errors import NoRecourse, SolverFailed, StoppedWithoutPlan, Unbounded
from models.formulation.bounds import ANYTHING
from models.formulation.build import build_array_model, collector_paused
from models.formulation.terms import Model
from models.plan.data import PlanData
from models.plan.names import TRUNK
from models.solution.idle_paths import Part, determine_idle_paths, node_of, path_weights, patiently, reported
from models.solution.solution import Solution
from models.solver.highs import Options, Status, solve_arrays
from models.solver.iis import iis_rows
from models.solver.standard_form import Arrays, Floats, Mask, compile_model, with_fixed

HERE_AND_NOW = frozenset(
    {"v_qualified", "v_signed", "v_rate", "v_pool_tier", "v_modules_started", "v_chosen"}
)
"""Decided once, for every path."""
ON_THE_TRUNK = frozenset(
    {
        *("v_order_placed", "v_order_multiples", "v_order_qty", "v_stock", "v_disposed", "v_made"),
        *("v_short", "v_late", "v_activity"),
    }
)
"""Decided on the trunk; what a breach or a gap there costs follows from them."""


def evaluate_fixed(data: PlanData, plan: Solution, options: Options | None = None) -> Solution:
    """Hold a plan's here-and-now and trunk decisions and find the best branches.

    Parameters
    ----------
    data : PlanData
        The scenarios, prices and limits the plan is judged on; its trunk has the same offers, items,
        products, processes and investments as the plan's.
    plan : Solution
        With or without scenarios of its own.
    options : Options, optional

    Returns
    -------
    Solution
        Exact: its bound is its objective.

    Raises
    ------
    NoRecourse
        The decisions cannot be kept in every scenario (a fill rate cannot be met, a hard rule is broken),
        with the clash.
    ValueError
        The plan is not one of this trunk.
    StoppedWithoutPlan
    Unbounded
    SolverFailed
    """
    options = options or Options()
    begin = time.perf_counter()
    with collector_paused():
        m = build_array_model(data, most=ANYTHING)
        arrays = compile_model(m)
    seconds = {"build": time.perf_counter() - begin}

    begin = time.perf_counter()
    fixed, values = _decisions(m, arrays, plan)
    left, broken = with_fixed(arrays, values, fixed)
    if broken:
        raise NoRecourse(broken)
    outcome = solve_arrays(left, options, "final LP")
    match outcome.status:
        case Status.INFEASIBLE:
            raise NoRecourse(tuple(iis_rows(left, options)))
        case Status.UNBOUNDED:
            raise Unbounded("the cost can fall without end")
        case Status.NOTHING | Status.STOPPED:
            raise StoppedWithoutPlan("stopped before the plan was judged")
    values[~fixed] = outcome.values
    held = replace(
        arrays, lower=np.where(fixed, values, arrays.lower), upper=np.where(fixed, values, arrays.upper)
    )
    weights = path_weights(m, left, outcome.duals)
    values = determine_idle_paths(m, held, values, weights, patiently(options))
    seconds["final LP"] = time.perf_counter() - begin
    solution = reported([Part(m, arrays, values)], replace(outcome, bound=math.inf, basis=None), seconds)
    if not math.isfinite(solution.objective):
        raise SolverFailed("the plan could not be judged")
    return solution


def _decisions(m: Model, arrays: Arrays, plan: Solution) -> tuple[Mask, Floats]:
    """Return which columns are decided by the plan, and their values."""
    fixed = np.zeros(len(arrays.names), dtype=bool)
    values = np.zeros(len(arrays.names))
    for k, (name, index) in enumerate(arrays.names):
        place = node_of(m, (name, index)) if name in ON_THE_TRUNK else None
        if name in HERE_AND_NOW or (place is not None and place[0] == TRUNK):
            try:
                values[k] = plan.values[name][index if len(index) > 1 else index[0]]
            except KeyError as error:
                raise ValueError(f"the plan decides nothing about {name}{list(error.args)}") from error
            fixed[k] = True
    return fixed, values
