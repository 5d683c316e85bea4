"""Benders: the trunk as master, one LP for each branch with its children (model, section 10).

How the search goes stands here, and nothing else: its rounds are in ``rounds``, how whole numbers are found
in ``whole_numbers``, what is known in ``state``. Sheets, prices, rules and what a column means may never be
known here.

A subproblem sees the trunk only through the columns that both models hold under one name. Its value is a
convex function of those; each solve at a trunk plan gives a supporting hyperplane (an optimality cut) from
the reduced costs of the shared columns, or a feasibility cut where there is no plan. Three phases:

1. the relaxed master and the subproblems, in turn, with in-out stabilised steps;
2. whole numbers near the relaxation, found by dives, moves and one tree, are tried;
3. the master is searched as a MIP, until the incumbent and the master's bound meet.

Exact: the bound holds at every moment. A plan like one solved before begins with the cuts that its dual
values give here (decision 0015).

Sources: Benders (1962); Van Slyke & Wets (1969) for one cut per branch; Ben-Ameur & Neto (2007) for in-out
stabilisation; Rockafellar & Uryasev (2000) for the tail, whose rows stand in the master.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from models.decomposition.cut_reuse import CutPool, cuts_of
from models.decomposition.drafts import drafts_for
from models.decomposition.loose import LOOSE, come_nearer
from models.decomposition.master import USED, Master
from models.decomposition.rejoin import rejoined
from models.decomposition.rounds import MOST_ROUNDS, SHARE_OF_GAP, relaxed_master, settled, stabilised
from models.decomposition.split import Split, split_plan
from models.decomposition.state import State, add_known, ask, evaluate, keep_bounded, refuse
from models.decomposition.subproblems import subproblem_solver
from models.decomposition.whole_numbers import (
    ENOUGH,
    as_before,
    ask_soon,
    branch,
    dive,
    dive_deep,
    move,
    round_up,
    search_master,
    try_numbers,
)
from models.errors import ClusterLost, StoppedWithoutPlan
from models.formulation.bounds import Useful
from models.plan.data import PlanData
from models.plan.names import TRUNK, Scenario
from models.solution.carried import CarriedCuts, CarriedCutsByScenarios, WarmStart
from models.solution.idle_paths import patiently, reported
from models.solution.solution import Solution
from models.solution.tidy import tidied
from models.solver.dive import holding
from models.solver.highs import Options, Outcome, Status, in_time, solve_arrays
from models.solver.outcome import beaten
from models.solver.side_constraints import SideConstraints
from models.solver.standard_form import Floats

RELAXED_SHARES = (0.75, 0.4, 0.15)
"""Part of the gap asked that the relaxed phase may leave open: at first, and where that did not do."""


@dataclass
class Answer:
    """What the decomposition found: a trunk plan, each subproblem's plan, and a bound."""

    values: Floats
    plans: list[Floats]
    objective: float
    bound: float
    status: Status
    seconds: float
    rounds: int
    carried_cuts: CarriedCutsByScenarios = field(default_factory=dict)
    """What the subproblems leave to a plan like this one."""


def solve_by_branches(
    data: PlanData,
    options: Options,
    start: WarmStart | None = None,
    side_constraints: SideConstraints = (),
    most: Useful | None = None,
) -> Solution:
    """Solve a plan by decomposition and settle what the objective leaves open.

    ``start`` is what a plan like this one left, ``side_constraints`` what the plan must decide, ``most`` what
    can be of use of each thing where that is not worked out here.

    Raises
    ------
    Infeasible, Unbounded, StoppedWithoutPlan, SolverFailed
    """
    begin = time.perf_counter()
    drafts = drafts_for(data, near=start is not None, most=most)
    split = split_plan(
        data, side_constraints=side_constraints, between=partial(in_time, options), drafts=drafts
    )
    seconds = {"build": time.perf_counter() - begin}
    if options.time_limit is not None:
        options = replace(options, time_limit=options.time_limit - seconds["build"])
    answer = solve_split(split, options, start)
    seconds["search"] = answer.seconds
    begin = time.perf_counter()
    trunk = answer.values[: len(split.base.names)]
    joined = rejoined(split, trunk, answer.plans, patiently(options), answer.carried_cuts)
    parts = tidied(joined, side_constraints)
    seconds["final LP"] = time.perf_counter() - begin
    least = split.base.least_cost
    outcome = Outcome(answer.status, answer.objective, answer.bound, nodes=answer.rounds, least_cost=least)
    solution = reported(parts, outcome, seconds)
    warm = solution.warm
    return replace(solution, warm=None if warm is None else replace(warm, carried_cuts=answer.carried_cuts))


def solve_split(split: Split, options: Options, start: WarmStart | None = None) -> Answer:
    """Search until the gap is reached, from what a plan like this one left where there is one.

    Raises
    ------
    Infeasible, NoneBetter, Unbounded, StoppedWithoutPlan, SolverFailed, ClusterLost
    """
    begin = time.perf_counter()
    carried_cuts: CarriedCutsByScenarios = {} if start is None else start.carried_cuts
    before = {
        k: carried_cuts[f.scenarios] for k, f in enumerate(split.subproblems) if f.scenarios in carried_cuts
    }
    bases = {k: basis for k, old in before.items() if (basis := old.basis_in(split.subproblems[k].arrays))}
    near = None if start is None else np.append(start.values_in(split.base), np.zeros(_added(split)))
    with subproblem_solver(split.subproblems, options, options.jobs, bases) as branches:
        cut_pool = CutPool(sum(len(subproblem.arrays.row_names) for subproblem in split.subproblems))
        state = State(split, options, begin, branches, Master(split, options), cut_pool, near)
        try:
            _find(state, before, carried_cuts)
        except KeyboardInterrupt:
            options.stop.set()  # the best plan so far is kept
        except StoppedWithoutPlan:
            pass  # raised below where there is no plan yet
        except ClusterLost:
            if state.best is None:
                raise
            # The best plan so far is kept; the runner remembers what has happened.
    if state.best is None:
        raise StoppedWithoutPlan("stopped before a first plan was found")
    objective, values, plans = state.best
    status = Status.OPTIMAL if state.gap() <= options.gap else Status.STOPPED
    seconds = time.perf_counter() - begin
    return Answer(
        values, plans, objective, state.bound, status, seconds, state.rounds, _carried_cuts_of(state, values)
    )


def _added(split: Split) -> int:
    """Return how many columns the master has beyond the trunk's."""
    return len(split.master.cost) - len(split.base.cost)


def _carried_cuts_of(state: State, best: Floats) -> CarriedCutsByScenarios:
    """Return what a run leaves to one of a plan like it."""
    split, ended = state.split, state.master.ends()
    if ended is None:
        return {}
    trunk, ends, cuts = ended
    points = [best] if state.relaxed is None else [best, state.relaxed]
    found: dict[tuple[Scenario, ...], CarriedCuts] = {(TRUNK,): CarriedCuts.of_trunk(split.base, trunk)}
    for number, subproblem in enumerate(split.subproblems):
        seen = [point[subproblem.there] for point in points]
        carried = state.cut_pool.carried(number, subproblem.arrays, seen, ends[number], cuts)
        if carried is not None:
            found[subproblem.scenarios] = carried
    return found


def _find(state: State, before: Mapping[int, CarriedCuts], carried_cuts: CarriedCutsByScenarios) -> None:
    """Bring the relaxed master to its bound, then search it for whole numbers until the gap is reached."""
    if state.near is None:
        start = _first_point(state)
        keep_bounded(state, start, range(len(state.split.subproblems)))
    else:
        start = _begin_again(state, state.near, before, carried_cuts)
    for share in RELAXED_SHARES:
        if state.goes_on():
            state.relaxed = stabilised(state, start, state.options.gap * share, whole=False)
            if share == RELAXED_SHARES[0]:
                round_up(state)
            start = try_numbers(state, once=share != RELAXED_SHARES[-1])
    move(state)
    branch(state)
    if dive_deep(state):  # with a better plan known the tree proves more
        move(state)
        branch(state)
    loosely = partial(search_master, state, ENOUGH, LOOSE)
    come_nearer(state, loosely, partial(settled, state))
    share, looked_at = ENOUGH, set[tuple[bytes, float]]()
    while state.goes_on() and state.rounds < MOST_ROUNDS:
        found = search_master(state, share)
        if found is None or not state.goes_on():
            break
        if share == SHARE_OF_GAP:
            seen = state.numbers(found), state.bound
            if seen in looked_at:
                break  # it goes in circles: rounding takes away what a trace of a number opens
            looked_at.add(seen)
        settled(state, found)
        share = max(SHARE_OF_GAP, share / 2)


def _begin_again(
    state: State, near: Floats, before: Mapping[int, CarriedCuts], carried_cuts: CarriedCutsByScenarios
) -> Floats:
    """Begin with what a plan before has left; return the relaxed master's answer to it.

    Subproblems of which nothing is known any more are asked about its trunk, which need not hold here.
    """
    subproblems = state.split.subproblems
    known = {k: cuts_of(carried, subproblems[k].arrays, subproblems[k].here) for k, carried in before.items()}
    add_known(state, known)
    state.master.begin_from(carried_cuts, known)
    unknown = [k for k in range(len(subproblems)) if k not in known or not known[k].complete]
    _ask_about(state, near, unknown)
    outcome = state.master.solve()
    if outcome.status is Status.UNBOUNDED and len(unknown) < len(subproblems):
        _ask_about(state, near, [k for k in range(len(subproblems)) if k not in unknown])
        outcome = state.master.solve()
    if outcome.status is not Status.OPTIMAL:
        return _first_point(state)
    state.bounded_by(outcome)
    beaten(state.options, state.bound, state.split.base.least_cost)
    state.relaxed = outcome.values
    found = as_before(state, near)
    if found is None:
        outcome = _asked_between(state, near, outcome.values)
        found = dive(state, outcome)
    return outcome.values if found is None else ask_soon(state, found)


def _asked_between(state: State, near: Floats, best: Floats) -> Outcome:
    """Ask about a trunk half way from the plan before to the relaxation, and solve that again.

    Where the old whole numbers do not do, old cuts say little of others: a dive by them alone goes astray.
    """
    state.rounds += 1
    evaluate(state, (near + best) / 2)
    relaxed = relaxed_master(state)
    beaten(state.options, state.bound, state.split.base.least_cost)
    state.relaxed = relaxed.values
    return relaxed


def _ask_about(state: State, near: Floats, numbers: list[int]) -> None:
    keep_bounded(state, near, numbers)
    ask(state, near, numbers)


def _first_point(state: State) -> Floats:
    """Return the relaxed trunk to start from: the best if no branch cost anything, and at hand at once."""
    subproblems, master = state.split.subproblems, state.master.arrays
    lower, upper = master.lower.copy(), master.upper.copy()
    thetas = np.array([f.column for f in subproblems], dtype=np.int32)
    lower[thetas] = upper[thetas] = 0.0
    trunk = replace(master, lower=lower, upper=upper)
    # What is found of the trunk alone is no plan of the whole and must not be told as one.
    options = replace(state.options, progress=lambda _: state.say("searching"))
    outcome = solve_arrays(trunk, options, "searching", relaxed=True)
    threshold = state.split.base.position.get(("v_tail_threshold", (None,)))
    if outcome.status is Status.UNBOUNDED and threshold is not None:
        # The rows that keep the threshold up stand in the subproblems; it is held until their cuts do.
        lower[threshold] = upper[threshold] = 0.0
        outcome = solve_arrays(trunk, options, "searching", relaxed=True)
    refuse(state, outcome)
    held = holding(trunk, np.ceil(outcome.values - USED), options, outcome.basis)
    return outcome.values if held is None else held.values
