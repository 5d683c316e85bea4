"""Benders: the trunk as master, one LP for each branch with its children (model, section 10).

How the search goes stands here, and nothing else: its moves are in ``state``, the master and the subproblems
know how they are solved. Sheets, prices, rules and what a column means may never be known here.

A subproblem sees the trunk only through the columns that both models hold under one name. Its value is a
convex function of those; each solve at a trunk plan gives a supporting hyperplane (an optimality cut) from
the reduced costs of the shared columns, or a feasibility cut where there is no plan. Three phases:

1. the relaxed master and the subproblems, in turn, with in-out stabilised steps;
2. whole numbers near the relaxation, found by diving, are tried;
3. the master is searched as a MIP, until the incumbent and the master's bound meet.

Exact: the bound holds at every moment. A plan like one solved before begins with the cuts that its dual
values give here (decision 0015).

Sources: Benders (1962); Van Slyke & Wets (1969) for one cut per branch; Ben-Ameur & Neto (2007) for in-out
stabilisation; Rockafellar & Uryasev (2000) for the tail, whose rows stand in the master.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from models.decomposition.branching import Tree
from models.decomposition.cut_reuse import CutPool, cuts_of
from models.decomposition.drafts import drafts_for
from models.decomposition.loose import LOOSE, come_nearer
from models.decomposition.master import USED, Master
from models.decomposition.rejoin import rejoined
from models.decomposition.split import Split, split_plan
from models.decomposition.state import State, add_known, ask, evaluate, keep_bounded, refuse
from models.decomposition.subproblems import subproblem_solver
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
from models.solver.standard_form import Arrays, Floats

IN_OUT_STEP = 0.5
"""How far a step goes from the best point so far (in) towards the master's (out)."""
SHARE_OF_GAP = 0.25
"""Part of the gap asked that rounds with fixed whole numbers and the last master searches may leave open."""
RELAXED_SHARES = (0.75, 0.4, 0.15)
"""Part of the gap asked that the relaxed phase may leave open: at first, and where that did not do."""
FAR = 2.0
"""Gaps between a plan and its bound beyond which its whole numbers are left until more is known."""
NEAR = 1.2
"""Gaps between a plan and its bound within which no deeper dive is made before the master is searched."""
ENOUGH = 0.75
"""Part of the gap within which the first master plan found is asked about; halved from search to search."""
OPEN = 1.2
"""Times that part of the gap that a search of the master may leave open: its plan is asked about then, and
what it costs mostly settles it; a search that goes on proves what a better plan known would not ask for."""
DIVING = (0.4, 0.6)
"""Part of the gap within which a dive goes on without looking at the other side of a number: at first, and
where that ends in nothing new."""
AS_BEFORE = 0.5
"""Part of the gap within which the old whole numbers are asked about before any others are looked for."""
FIRST_ROUNDS = 2
"""Rounds that whole numbers found with the cuts of a plan before are worth."""
MOST_ROUNDS = 400
"""A safeguard only: the rounds end by the gap long before."""


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
    target = state.options.gap * SHARE_OF_GAP
    if state.near is None:
        start = _first_point(state)
        keep_bounded(state, start, range(len(state.split.subproblems)))
    else:
        start = _begin_again(state, state.near, before, carried_cuts)
    for share in RELAXED_SHARES:
        if state.goes_on():
            state.relaxed = _stabilised(state, start, state.options.gap * share, whole=False)
            if share == RELAXED_SHARES[0]:
                _round_up(state)
            start = _try_numbers(state, once=share != RELAXED_SHARES[-1])
    _move(state)
    _branch(state)
    _dive_deep(state)
    loosely = partial(_search_master, state, ENOUGH, LOOSE)
    come_nearer(state, loosely, partial(_stabilised, state, target=target, whole=True))
    share, looked_at = ENOUGH, set[tuple[bytes, float]]()
    while state.goes_on() and state.rounds < MOST_ROUNDS:
        found = _search_master(state, share)
        if found is None or not state.goes_on():
            break
        if share == SHARE_OF_GAP:
            seen = np.round(found[state.split.master.whole]).tobytes(), state.bound
            if seen in looked_at:
                break  # it goes in circles: rounding takes away what a trace of a number opens
            looked_at.add(seen)
        _stabilised(state, found, target, whole=True)
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
    found = _as_before(state, near) or _dive(state, outcome)
    return outcome.values if found is None else _ask_soon(state, found)


def _ask_about(state: State, near: Floats, numbers: list[int]) -> None:
    keep_bounded(state, near, numbers)
    ask(state, near, numbers)


def _ask_soon(state: State, found: Outcome) -> Floats:
    """Ask about whole numbers that only old cuts speak for; return the relaxation after that."""
    state.tried.add(state.numbers(found))
    relaxed = found
    for _ in range(FIRST_ROUNDS):
        state.rounds += 1
        cost, point, plans = evaluate(state, found.values)
        if math.isfinite(cost):
            state.keep(cost, point, plans)
        if not state.goes_on():
            break
        state.master.go_back()
        relaxed = state.master.solve()
        state.bounded_by(relaxed)
        state.say("searching")
        again = state.master.with_numbers(found.values) if state.goes_on() else None
        if again is None or cost > again.objective + state.wide(FAR):
            break
        found = again
    return relaxed.values if relaxed.status is Status.OPTIMAL else point


def _as_before(state: State, near: Floats) -> Outcome | None:
    """Return the master's plan with the old whole numbers, where it is worth asking about."""
    found = state.master.with_numbers(near)
    return found if found is not None and found.objective <= state.enough(AS_BEFORE) else None


def _dive(state: State, relaxed: Outcome) -> Outcome | None:
    """Return a plan of the master near its relaxation that was not asked about yet and may do."""
    most = math.inf if state.best is None else state.enough(ENOUGH)
    for share in DIVING:
        state.master.go_back()
        found = state.master.dive(relaxed, state.enough(share), most, state.over)
        if found is not None and found.objective <= most and state.numbers(found) not in state.tried:
            return found
    return None


def _try_numbers(state: State, *, once: bool) -> Floats:
    """Ask about whole numbers near the relaxation while new ones may do; return where it ends.

    A plan within the gap is often among them, and a search of the master costs many times more. ``once``:
    there is still something to be had from the bound, which costs less than the next dive. Near a plan solved
    before one call of this does: its cuts tell enough for the tree, to which the rest is left.
    """
    relaxed = state.master.solve()
    state.bounded_by(relaxed)
    refuse(state, relaxed)
    while state.goes_on() and not state.dived:
        found = _dive(state, relaxed)
        state.dived = found is None or state.near is not None
        if found is None:
            break
        state.tried.add(state.numbers(found))
        _stabilised(state, found.values, state.options.gap * SHARE_OF_GAP, whole=True)
        relaxed = _relaxed(state)
        if once:
            break
    return relaxed.values


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


def _round_up(state: State) -> None:
    """Ask about whatever the relaxation has begun with, whole: a plan that stands early, and mostly holds."""
    if state.relaxed is None or not state.goes_on():
        return
    found = state.master.with_numbers(np.ceil(state.relaxed - USED))
    if found is not None and (state.best is None or found.objective < state.best[0]):
        state.tried.add(state.numbers(found))
        state.rounds += 1
        cost, point, plans = evaluate(state, found.values)
        if math.isfinite(cost):
            state.keep(cost, point, plans)
            state.say("searching")
    state.master.go_back()


def _move(state: State) -> None:
    """Move one whole number of the best plan after the other towards the relaxation, while that is better."""
    if not state.goes_on():
        return
    relaxed = _relaxed(state)
    while state.best is not None and state.goes_on():
        cost, before, _ = state.best
        found = state.master.beside(before, relaxed.values, state.worth(), state.over)
        if found is None or state.numbers(found) in state.tried:
            break
        state.tried.add(state.numbers(found))
        _stabilised(state, found.values, state.options.gap * SHARE_OF_GAP, whole=True)
        if state.best[0] >= cost:
            break
    state.master.go_back()


def _branch(state: State) -> None:
    """Search the master in one tree, as long as it is no great work; what is left then is left to HiGHS."""
    if state.goes_on():
        target = state.options.gap * SHARE_OF_GAP
        ask_about = partial(_stabilised, state, target=target, whole=True)
        Tree(state, ask_about).search(_relaxed(state))


def _relaxed(state: State) -> Outcome:
    """Return the optimum of the relaxed master, a bound of the plan."""
    state.master.go_back()
    relaxed = state.master.solve()
    refuse(state, relaxed)
    state.bounded_by(relaxed)
    return relaxed


def _dive_deep(state: State) -> None:
    """Ask about the best numbers that a patient dive finds, where the plan known is far from its bound.

    A search of the master may find nothing better for as long as anyone waits.
    """
    if not state.goes_on() or (state.best is not None and state.gap() <= state.options.gap * NEAR):
        return
    relaxed = _relaxed(state)
    most = math.inf if state.best is None else state.best[0]
    found = state.master.dive(relaxed, state.bound, most, state.over)
    if found is not None and state.numbers(found) not in state.tried:
        state.tried.add(state.numbers(found))
        _stabilised(state, found.values, state.options.gap * SHARE_OF_GAP, whole=True)
    state.master.go_back()


def _stabilised(state: State, start: Floats, target: float, *, whole: bool) -> Floats:
    """Solve the relaxed master (``whole``: with fixed whole numbers) and the subproblems in turn, stabilised.

    Returns the best point. Without whole numbers fixed, the master's optimum is a bound of the plan.
    """
    if not whole:
        return _stabilised_rounds(state, start, target, whole=False)
    with state.master.holding(start):
        return _stabilised_rounds(state, start, target, whole=True)


def _stabilised_rounds(state: State, start: Floats, target: float, *, whole: bool) -> Floats:
    centre, centre_cost, point = start, math.inf, start
    while not state.over() and state.rounds < MOST_ROUNDS:
        state.rounds += 1
        cost, point, plans = evaluate(state, point)
        if cost < centre_cost:
            centre, centre_cost = point, cost
            if whole or _is_whole(state.split.master, point):
                state.keep(cost, point, plans)
        if state.gap() <= state.options.gap:
            break
        outcome = state.master.solve()
        if outcome.status is not Status.OPTIMAL:
            if whole and outcome.status is Status.INFEASIBLE:
                break  # these whole numbers leave some branch without a plan; the cuts say so from now on
            refuse(state, outcome)
        low = outcome.objective
        if not whole:
            state.bounded_by(outcome)
        state.say("searching")
        if centre_cost - low <= target * max(state.split.base.least_cost, abs(low)):
            break
        if state.gap() <= state.options.gap:
            break
        # Every third step goes all the way, so that the end is exact and not only approached.
        step = IN_OUT_STEP if math.isfinite(centre_cost) and state.rounds % 3 else 1.0
        point = outcome.values if step == 1.0 else (1 - step) * centre + step * outcome.values
    return centre


def _is_whole(arrays: Arrays, values: Floats) -> bool:
    inside = values[arrays.whole]
    return bool(np.all(np.abs(inside - np.round(inside)) < 1e-9))


def _search_master(state: State, share: float, loosely: float = 0.0) -> Floats | None:
    """Search the master with all its cuts as a MIP; return its plan, ``None`` where the time is up.

    ``loosely`` is the gap that the search may leave at least.
    """
    narrow = replace(
        state.options,
        gap=max(loosely, state.options.gap * max(SHARE_OF_GAP, OPEN * share)),
        time_limit=state.left(),
        enough=state.enough(share),
        proven=state.proven(),
        progress=lambda _: state.say("searching"),
    )
    start = None if state.best is None else state.best[1]
    outcome = solve_arrays(state.master.with_cuts(), narrow, "searching", start=start)
    if outcome.status is Status.NOTHING:
        return None
    refuse(state, outcome)
    state.bound = max(state.bound, outcome.bound)
    state.say("searching")
    found = state.master.with_numbers(outcome.values)  # a search may leave them off by its tolerance
    return outcome.values if found is None else found.values
