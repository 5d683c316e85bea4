"""Rounds of a decomposition: the master's LP and the branches in turn, in stabilised steps.

Source: Ben-Ameur & Neto (2007) for in-out stabilisation.
"""

from __future__ import annotations

import math

import numpy as np

from models.decomposition.state import State, evaluate, refuse
from models.solver.highs import Outcome, Status
from models.solver.standard_form import Arrays, Floats

IN_OUT_STEP = 0.5
"""How far a step goes from the best point so far (in) towards the master's (out)."""
SHARE_OF_GAP = 0.25
"""Part of the gap asked that rounds with fixed whole numbers and the last master searches may leave open."""
MOST_ROUNDS = 400
"""A safeguard only: the rounds end by the gap long before."""


def relaxed_master(state: State) -> Outcome:
    """Return the optimum of the relaxed master, a bound of the plan."""
    state.master.go_back()
    relaxed = state.master.solve()
    refuse(state, relaxed)
    state.bounded_by(relaxed)
    return relaxed


def stabilised(state: State, start: Floats, target: float, *, whole: bool) -> Floats:
    """Solve the relaxed master (``whole``: with fixed whole numbers) and the subproblems in turn, stabilised.

    Returns the best point. Without whole numbers fixed, the master's optimum is a bound of the plan.
    """
    if not whole:
        return _stabilised_rounds(state, start, target, whole=False)
    with state.master.holding(start):
        return _stabilised_rounds(state, start, target, whole=True)


def settled(state: State, numbers: Floats) -> Floats:
    """Ask the branches about whole numbers until it is known what they cost; return the best point."""
    return stabilised(state, numbers, state.options.gap * SHARE_OF_GAP, whole=True)


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
