"""The ways to an answer (model, sections 8 to 10)."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from models.arrays import Arrays, Floats, compile_model, fixed_integers
from models.benders import solve_by_branches
from models.build import build_plan, collector_paused
from models.data import PlanData
from models.errors import Infeasible, SolverFailed, StoppedWithoutPlan, Unbounded
from models.highs import Options, Outcome, Progress, Status, clash, solve_arrays
from models.names import TRUNK
from models.settle import Part, determine_idle_paths, path_weights, patiently, reported, without_idle_lots
from models.solution import Solution
from models.tree import Tree
from models.warm import WarmStart, resolve

FEWEST_BRANCHES, LARGE, SHORT = 6, 8000, 3
"""Branches, columns and months of a branch from which on decomposition wins."""


def solve_plan(data: PlanData, options: Options | None = None, start: WarmStart | None = None) -> Solution:
    """Solve a plan: as one extensive form, or by decomposition where there are many branches.

    Parameters
    ----------
    data : PlanData
    options : Options, optional
        Gap, time limit, threads, seed; progress and log callbacks.
    start : WarmStart, optional
        ``Solution.warm`` of a plan like this one, to begin with.

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
    _say(options, "building")
    if choose_method(data, options) == "benders":
        return solve_by_branches(data, options, start)
    seconds: dict[str, float] = {}
    begin = time.perf_counter()
    with collector_paused():
        m = build_plan(data)
        arrays = compile_model(m)
    seconds["build"] = time.perf_counter() - begin

    if options.time_limit is not None:
        options = replace(options, time_limit=options.time_limit - seconds["build"])
    begin = time.perf_counter()
    near = None if start is None else resolve(arrays, start, options)
    if near is not None and near.status in (Status.OPTIMAL, Status.INFEASIBLE):
        outcome = near
    else:
        outcome = _search(arrays, _with_less_time(options, time.perf_counter() - begin), near)
    seconds["search"] = time.perf_counter() - begin
    _refuse(outcome, arrays, options)

    begin = time.perf_counter()
    patient = patiently(options)
    outcome = replace(outcome, values=without_idle_lots(arrays, outcome.values))
    outcome, values, final = _polish(arrays, outcome, patient)
    weights = path_weights(m, arrays, final.duals)
    values = determine_idle_paths(m, arrays, values, weights, patient)
    seconds["final LP"] = time.perf_counter() - begin
    values = without_idle_lots(arrays, values)
    return reported([Part(m, arrays, values)], replace(outcome, basis=final.basis), seconds)


def choose_method(data: PlanData, options: Options) -> str:
    """Return ``extensive`` or ``benders``: as asked, or by the size of the branches (docs/decisions/0009)."""
    if options.method != "auto":
        return options.method
    tree = Tree(data)
    branches = len(tree.children[TRUNK])
    nodes = sum(data.months - tree.onset[s] for s in data.scenarios)
    columns = _columns(data, nodes)
    # Short branches hang on yes/no decisions alone; there the cuts are weak and one model is quicker.
    worth_it = branches >= FEWEST_BRANCHES and columns >= LARGE and nodes >= SHORT * len(data.scenarios)
    return "benders" if worth_it else "extensive"


def _columns(data: PlanData, nodes: int) -> int:
    """Return about how many columns so many nodes have."""
    return nodes * (2 * len(data.items) + len(data.offers) + len(data.processes) + 2 * len(data.products))


def _search(arrays: Arrays, options: Options, near: Outcome | None) -> Outcome:
    """Search for a plan, beginning with one near the plan before where there is one."""
    if near is None:
        return solve_arrays(arrays, options, "searching")
    found = solve_arrays(arrays, options, "searching", start=near.values)
    if found.status is Status.NOTHING:
        return near
    return replace(found, bound=max(found.bound, near.bound))


def _with_less_time(options: Options, spent: float) -> Options:
    if options.time_limit is None:
        return options
    return replace(options, time_limit=max(0.0, options.time_limit - spent))


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


def _polish(arrays: Arrays, outcome: Outcome, options: Options) -> tuple[Outcome, Floats, Outcome]:
    """Round the whole numbers and solve the LP again; search more strictly if rounding does not hold."""
    final = solve_arrays(fixed_integers(arrays, outcome.values), options, "final LP", basis=outcome.basis)
    if final.status is Status.INFEASIBLE:
        strict = replace(options, tolerance=1e-9)
        outcome = solve_arrays(arrays, strict, "searching again")
        if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
            raise SolverFailed("the plan found does not hold when its whole numbers are rounded")
        final = solve_arrays(fixed_integers(arrays, outcome.values), options, "final LP")
    if final.status is not Status.OPTIMAL:
        raise SolverFailed("the plan found does not hold when its whole numbers are rounded")
    values = np.where(arrays.whole, np.round(outcome.values), final.values)
    return outcome, values, final
