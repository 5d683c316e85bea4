"""Whole numbers worth asking the branches about: as before, by dives, by moves, by a tree, by HiGHS.

Which comes when is told in ``models.decomposition.benders``.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import numpy as np

from models.decomposition.branching import Tree
from models.decomposition.master import USED
from models.decomposition.rounds import SHARE_OF_GAP, relaxed_master, settled
from models.decomposition.state import State, evaluate, refuse
from models.solver.highs import Outcome, Status, solve_arrays
from models.solver.standard_form import Floats

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


def as_before(state: State, near: Floats) -> Outcome | None:
    """Return the master's plan with the old whole numbers, where it is worth asking about."""
    return state.master.with_numbers(near, state.enough(AS_BEFORE))


def ask_soon(state: State, found: Outcome) -> Floats:
    """Ask about whole numbers that only old cuts speak for; return the relaxation after that."""
    state.tried.add(state.numbers(found.values))
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
        again = state.master.with_numbers(found.values, state.enough(1.0)) if state.goes_on() else None
        if again is None or cost > again.objective + state.wide(FAR):
            break
        found = again
    return relaxed.values if relaxed.status is Status.OPTIMAL else point


def dive(state: State, relaxed: Outcome) -> Outcome | None:
    """Return a plan of the master near its relaxation that was not asked about yet and may do."""
    most = math.inf if state.best is None else state.enough(ENOUGH)
    for share in DIVING:
        state.master.go_back()
        found = state.master.dive(relaxed, state.enough(share), most, state.over)
        if found is not None and found.objective <= most and state.numbers(found.values) not in state.tried:
            return found
    return None


def try_numbers(state: State, *, once: bool) -> Floats:
    """Ask about whole numbers near the relaxation while new ones may do; return where it ends.

    A plan within the gap is often among them, and a search of the master costs many times more. ``once``:
    there is still something to be had from the bound, which costs less than the next dive. Near a plan solved
    before one call of this does: its cuts tell enough for the tree, to which the rest is left.
    """
    relaxed = state.master.solve()
    state.bounded_by(relaxed)
    refuse(state, relaxed)
    while state.goes_on() and not state.dived:
        found = dive(state, relaxed)
        state.dived = found is None or state.near is not None
        if found is None:
            break
        state.tried.add(state.numbers(found.values))
        settled(state, found.values)
        relaxed = relaxed_master(state)
        if once:
            break
    return relaxed.values


def round_up(state: State) -> None:
    """Ask about whatever the relaxation has begun with, whole: a plan that stands early, and mostly holds."""
    if state.relaxed is None or not state.goes_on():
        return
    most = math.inf if state.best is None else state.best[0]
    found = state.master.with_numbers(np.ceil(state.relaxed - USED), most)
    if found is not None and found.objective < most:
        state.tried.add(state.numbers(found.values))
        state.rounds += 1
        cost, point, plans = evaluate(state, found.values)
        if math.isfinite(cost):
            state.keep(cost, point, plans)
            state.say("searching")
    state.master.go_back()


def move(state: State) -> None:
    """Move one whole number of the best plan after the other towards the relaxation, while that is better."""
    if not state.goes_on():
        return
    relaxed = relaxed_master(state)
    while state.best is not None and state.goes_on():
        cost, before, _ = state.best
        found = state.master.beside(before, relaxed.values, state.worth(), state.over)
        if found is None or state.numbers(found.values) in state.tried:
            break
        state.tried.add(state.numbers(found.values))
        settled(state, found.values)
        if state.best[0] >= cost:
            break
    state.master.go_back()


def branch(state: State) -> None:
    """Search the master in one tree, as long as it is no great work; what is left then is left to HiGHS."""
    if state.goes_on():
        Tree(state, partial(settled, state)).search(relaxed_master(state))


def dive_deep(state: State) -> bool:
    """Ask about the best numbers that a patient dive finds, where the plan known is far from its bound.

    A search of the master may find nothing better for as long as anyone waits. Tells whether a better plan is
    known then.
    """
    known = state.best
    if not state.goes_on() or (known is not None and state.gap() <= state.options.gap * NEAR):
        return False
    relaxed = relaxed_master(state)
    most = math.inf if known is None else known[0]
    found = state.master.dive(relaxed, state.bound, most, state.over)
    if found is not None and state.numbers(found.values) not in state.tried:
        state.tried.add(state.numbers(found.values))
        settled(state, found.values)
    state.master.go_back()
    return state.best is not known


def search_master(state: State, share: float, loosely: float = 0.0) -> Floats | None:
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
