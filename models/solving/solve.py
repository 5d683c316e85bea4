"""The ways to an answer (model, sections 8 to 10)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from models.decomposition.benders import solve_by_branches
from models.errors import Infeasible, SolverFailed, StoppedWithoutPlan, Unbounded
from models.formulation.affordable import affordable, likely
from models.formulation.bounds import Useful
from models.formulation.build import build_array_model, collector_paused
from models.formulation.choice import BENDERS, EXTENSIVE
from models.formulation.terms import Model
from models.plan.data import PlanData
from models.plan.tree import Tree
from models.runs.run import is_lost
from models.runs.stopping import listen
from models.solution.carried import WarmStart
from models.solution.idle_paths import (
    Part,
    determine_idle_paths,
    path_weights,
    patiently,
    reported,
    without_idle_lots,
)
from models.solution.solution import Solution
from models.solution.tidy import tidied
from models.solution.ties import TAIL_ALONE, settle_ties
from models.solver.highs import Options, Outcome, Progress, Status, in_time, solve_arrays
from models.solver.iis import iis_rows
from models.solver.repair import repaired
from models.solver.side_constraints import SideConstraints, with_side_constraints
from models.solver.standard_form import Arrays, Floats, as_tuple, at_whole_numbers, compile_model
from models.solver.symmetry import in_order, put_in_order
from models.solving.method import choose_method
from models.solving.openings import search
from models.solving.start_plan import find_start_plan
from models.solving.twins import merged, told_apart
from models.solving.warm_start import resolve

STRICT = 1e-9
"""How far a whole number or a row may be off where the usual tolerance has misled a search."""
ROUNDING = 1e-6
"""A gap wider by no more than this is as narrow as was asked."""
MOST_SEARCHES = 3
"""Searches more that a plan is worth whose gap is missed for no want of time."""
MOST_TIED = 200_000
"""Columns of a plan solved branch by branch up to which it can be looked at as one model, too: where its ties
are settled (λ = 1), or its parts do not hold."""


def solve_plan(
    data: PlanData,
    options: Options | None = None,
    start: WarmStart | None = None,
    side_constraints: SideConstraints = (),
) -> Solution:
    """Solve a plan: as one extensive form, or by decomposition where there are many branches.

    Parameters
    ----------
    data : PlanData
    options : Options, optional
        Gap, time limit, threads, seed; progress and log callbacks.
    start : WarmStart, optional
        ``Solution.warm`` of a plan like this one, to begin with.
    side_constraints : tuple of tuple of Named, optional
        Groups of decisions of which the plan must take one at least.

    Returns
    -------
    Solution
        Whole numbers rounded, the LP re-solved, and every path determined.

    Raises
    ------
    Infeasible
        With the clash of the LP relaxation.
    Unbounded
    TooLarge
        The machine has not the memory for it; nothing was built.
    StoppedWithoutPlan
    SolverFailed
    """
    options = (options or Options()).started()
    in_time(options)
    _say(options, "building")
    one_of_each, twins = merged(data)
    return told_apart(
        _solved(one_of_each, options, start, side_constraints, len(data.scenarios)), data, twins
    )


def _solved(
    data: PlanData,
    options: Options,
    start: WarmStart | None,
    side_constraints: SideConstraints,
    scenarios: int,
) -> Solution:
    """Solve a plan whose scenarios all differ; ``scenarios``: how many it has stood for."""
    choice = choose_method(data, options.method, options.memory)
    choice = replace(choice, alike=scenarios - len(data.scenarios))
    if options.chosen is not None:
        options.chosen(choice)
    options = replace(options, time_limit=options.seconds_left)
    ways = {BENDERS: solve_by_branches, EXTENSIVE: _solve_whole}
    way = partial(ways[choice.method], data, side_constraints=side_constraints)
    whole = partial(_solve_whole, data, side_constraints=side_constraints)
    small = choice.size.columns <= MOST_TIED
    try:
        solution = way(options, start)
    except SolverFailed:
        solution = _searched_in_bounds(data, options, start, whole if small else way)
    if _is_worth_another(solution, options):
        solution = _searched_again(data, solution, options, way)
    if choice.method == BENDERS and small and _is_worth_another(solution, options):
        solution = _searched_again(data, solution, options, whole)
    if choice.method == BENDERS and data.risk_weight >= TAIL_ALONE and choice.size.columns <= MOST_TIED:
        solution = _settled_whole(data, solution, options, side_constraints)
    if _misses(solution, options):
        solution = replace(solution, status=Status.STOPPED.value)  # never called solved
    return replace(solution, choice=choice)


def _misses(solution: Solution, options: Options) -> bool:
    """Tell whether a plan is further from its bound than was asked, by more than rounding."""
    return solution.gap > options.gap + ROUNDING


def _is_worth_another(solution: Solution, options: Options) -> bool:
    """Tell whether a plan misses its gap though no user, clock or lost cluster has stopped the search."""
    stopped = options.stop.is_set() or options.seconds_left == 0 or is_lost(options.jobs)
    return _misses(solution, options) and not stopped


def _searched_in_bounds(
    data: PlanData, options: Options, start: WarmStart | None, way: Callable[..., Solution]
) -> Solution:
    """Search for a plan with ample limits in place of typed ones, where those have misled the solver.

    Its bound is none of the plan as typed; its cost is a bound on what a better one can have.

    Raises
    ------
    SolverFailed
        These do not help either.
    """
    try:
        found = way(replace(options, tolerance=STRICT), start, most=likely(data, Tree(data)))
    except (Infeasible, StoppedWithoutPlan) as error:
        raise SolverFailed("the plan found does not hold when its whole numbers are rounded") from error
    most = affordable(data, found.tree, found.objective)
    return way(replace(options, time_limit=options.seconds_left), found.warm, most=most)


def _searched_again(
    data: PlanData, solution: Solution, options: Options, way: Callable[..., Solution]
) -> Solution:
    """Search more strictly, with what a plan no dearer than the one found can have in place of loose limits.

    The search took a trace of a whole number for nothing; rounded away, what it opened is closed. The better
    the plan known, the tighter the bounds.
    """
    strict = replace(options, tolerance=STRICT)
    for _ in range(MOST_SEARCHES):
        strict = replace(strict, time_limit=options.seconds_left)
        most = affordable(data, solution.tree, solution.objective)
        try:
            other = way(strict, solution.warm, most=most)
        except (Infeasible, SolverFailed, StoppedWithoutPlan):
            break  # the plan known stands
        better = other.objective < solution.objective
        bound = max(solution.bound, other.bound)
        best = other if better else solution
        solution = replace(best, bound=min(bound, best.objective), status=Status.OPTIMAL.value)
        if not better or not _is_worth_another(solution, options):
            break
    return solution


def _solve_whole(
    data: PlanData,
    options: Options,
    start: WarmStart | None,
    side_constraints: SideConstraints,
    most: Useful | None = None,
) -> Solution:
    """Solve a plan as one model."""
    seconds: dict[str, float] = {}
    begin = time.perf_counter()
    with collector_paused():
        m = build_array_model(data, most=most)
        in_time(options)
        arrays = with_side_constraints(compile_model(m), side_constraints)
    seconds["build"] = time.perf_counter() - begin

    in_time(options)
    begin = time.perf_counter()
    listen(options.stop)
    if start is None:
        near = find_start_plan(data, m.tree, arrays, options, side_constraints)
    else:
        near = resolve(arrays, start, options)
    if near is not None and near.status in (Status.OPTIMAL, Status.INFEASIBLE):
        outcome = near
    else:
        outcome = _search(arrays, options, near)
    seconds["search"] = time.perf_counter() - begin
    _refuse(outcome, arrays, options)

    solution = finished(m, arrays, outcome, options, side_constraints=side_constraints, seconds=seconds)
    warm = solution.warm
    tried = near is not None and near.status is Status.STOPPED
    return replace(solution, warm=None if warm is None else replace(warm, needs_search=tried))


def _settled_whole(
    data: PlanData, solution: Solution, options: Options, side_constraints: SideConstraints
) -> Solution:
    """Return a plan found branch by branch with its ties settled, on the model as a whole.

    The parts of a plan that was cut up do not tell what its tail allows them to cost together.
    """
    with collector_paused():
        m = build_array_model(data)
        arrays = with_side_constraints(compile_model(m), side_constraints)
    known = {(name, as_tuple(index)): x for name, of in solution.values.items() for index, x in of.items()}
    values = np.array([known.get(name, 0.0) for name in arrays.names])
    first = solve_arrays(at_whole_numbers(arrays, values), patiently(options), "settling ties")
    if first.status is not Status.OPTIMAL:
        return solution
    values = np.where(arrays.whole, np.round(values), first.values)
    settled = settle_ties(m, arrays, values, options)
    if settled is None:
        return solution
    weights = {s: data.probability(s) for s in m.tree.scenarios}
    values = determine_idle_paths(m, arrays, settled, weights, patiently(options))
    values = repaired(arrays, without_idle_lots(arrays, values), patiently(options))
    parts = tidied([Part(m, arrays, values)], side_constraints)
    status = Status(solution.status)
    outcome = Outcome(status, objective=solution.objective, bound=solution.bound, nodes=solution.nodes)
    found = reported(parts, outcome, solution.seconds)
    worse = found.objective > solution.objective + 1e-7 * max(solution.least_cost, abs(solution.objective))
    return solution if worse else replace(found, warm=solution.warm)


def finished(
    m: Model,
    arrays: Arrays,
    outcome: Outcome,
    options: Options,
    *,
    side_constraints: SideConstraints,
    seconds: dict[str, float],
) -> Solution:
    """Return a plan that a search of the whole model has found as a settled solution.

    Whole numbers are rounded and the LP solved again, idle paths determined, and what is free and of no use
    taken out; ``seconds`` gets the time that took.

    Raises
    ------
    StoppedWithoutPlan
    SolverFailed
        The plan does not hold when its whole numbers are rounded.
    """
    begin = time.perf_counter()
    outcome = replace(outcome, values=without_idle_lots(arrays, outcome.values))
    outcome, values, final = _polish(arrays, outcome, options)
    weights = path_weights(m, arrays, final.duals)
    if m.data.risk_weight >= TAIL_ALONE:
        settled = settle_ties(m, arrays, values, options)
        if settled is not None:
            values, weights = settled, {s: m.data.probability(s) for s in m.tree.scenarios}
    values = determine_idle_paths(m, arrays, values, weights, patiently(options))
    values = repaired(arrays, without_idle_lots(arrays, values), patiently(options))
    parts = tidied([Part(m, arrays, values)], side_constraints)
    seconds["final LP"] = time.perf_counter() - begin
    return reported(parts, replace(outcome, basis=final.basis), seconds)


def _search(arrays: Arrays, options: Options, near: Outcome | None) -> Outcome:
    """Search for a plan, beginning with one near the plan before where there is one."""
    told = in_order(arrays)
    start = None if near is None else put_in_order(arrays, near.values)
    found = search(told, options, start)
    if near is None:
        return found
    if found.status is Status.NOTHING:
        return near
    return replace(found, bound=max(found.bound, near.bound))


def _say(options: Options, phase: str) -> None:
    if options.progress is not None:
        options.progress(Progress(phase, 0.0))


def _refuse(outcome: Outcome, arrays: Arrays, options: Options) -> None:
    match outcome.status:
        case Status.INFEASIBLE:
            raise Infeasible(tuple(iis_rows(arrays, options)))
        case Status.UNBOUNDED:
            raise Unbounded("the cost can fall without end")
        case Status.NOTHING:
            raise StoppedWithoutPlan("stopped before a first plan was found")


def _polish(arrays: Arrays, outcome: Outcome, options: Options) -> tuple[Outcome, Floats, Outcome]:
    """Round the whole numbers and solve the LP again; search more strictly if rounding does not hold.

    The LP takes the time it needs; a search keeps within the time limit.
    """
    patient = patiently(options)
    final = solve_arrays(at_whole_numbers(arrays, outcome.values), patient, "final LP", basis=outcome.basis)
    if final.status is Status.INFEASIBLE:
        outcome = solve_arrays(arrays, replace(options, tolerance=STRICT), "searching again")
        if outcome.status is Status.NOTHING:
            raise StoppedWithoutPlan("stopped before a plan was found that holds when rounded")
        if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
            raise SolverFailed("the plan found does not hold when its whole numbers are rounded")
        final = solve_arrays(at_whole_numbers(arrays, outcome.values), patient, "final LP")
    if final.status is not Status.OPTIMAL:
        raise SolverFailed("the plan found does not hold when its whole numbers are rounded")
    values = np.where(arrays.whole, np.round(outcome.values), final.values)
    return outcome, values, final
