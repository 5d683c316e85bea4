"""A good plan before the search, where there is much to open: small searches among what near relaxations use.

Where relaxations are weak and a plan opens few of many (arcs of a network), a search of all of it has no plan
worth having for minutes. A search among a few dozen has nearly the best of them in a moment, and which few
dozen is what a relaxation says: what the plan known opens costs it next to nothing, a few of these it does
without, every price is moved by chance, and what it uses then may take their place (a large neighbourhood
search, Shaw 1998, in the way of RINS, Danna, Rothberg & Le Pape 2005). One follows the other until several
find nothing better (docs/decisions/0081).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.errors import SolverFailed
from models.solver.highs import Options, Outcome, Progress, Status, solve_arrays
from models.solver.standard_form import Arrays, Floats, Mask

FEW = 45
"""Yes and no that a small search has to decide, about."""
MANY = 4 * FEW
"""From which on all together are no small search."""
WEAK = 0.1
"""Part of a plan's cost by which the relaxation is lower where a search has no good plan by itself."""
NODES = 60
"""Of a small search."""
IN_VAIN = 8
"""Small searches in a row after which another is expected to find nothing either."""
MOST = 60
"""Small searches."""
SPREAD = 0.5
"""Part of its price by which that of an opening is moved."""
KEPT = (0.0, 0.4)
"""Part of its price that an opening of the plan known has in a relaxation: at least, at most."""
DROPPED = (2, 8)
"""Openings of the plan known that a relaxation does without: at least, at most."""
USED = 1e-6
"""What a relaxation opens by less is rounding."""
SHARE = 0.5
"""Of the time that is left, before the search."""
SEARCH = 0.6
"""Part of the time left that the search gets where it may be stalled for the rest of it."""


def near_plan(arrays: Arrays, options: Options, start: Floats | None = None) -> Floats | None:
    """Return a good plan to begin a search with; the start, or ``None``, where a search needs no better.

    Parameters
    ----------
    arrays : Arrays
        Of a plan that only opens (``models.solver.openings``).
    options : Options
        With the clock of the time limit running.
    start : array, optional
        A plan known.
    """
    if not has_much_to_open(arrays):
        return start
    left = options.seconds_left
    within = replace(options, time_limit=None if left is None else SHARE * left, deadline=None).started()
    relaxed = _solved(arrays, within, relaxed=True)
    if relaxed is None:
        return start
    first = None if start is None else Outcome(Status.STOPPED, values=start)
    best = _descent(arrays, relaxed, within, first, np.random.default_rng(options.seed))
    return None if best is None else best.values


def has_much_to_open(arrays: Arrays) -> bool:
    """Tell whether all openings together are no small search."""
    return int(_openings(arrays).sum()) >= MANY


def _openings(arrays: Arrays) -> Mask:
    return arrays.whole & (arrays.lower < arrays.upper)


def better_plan(arrays: Arrays, options: Options, known: Outcome) -> Outcome:
    """Return the best plan that small searches find until it closes or the time is over.

    The first go on from the plan known, for they may have been ended early; all others begin anew.

    Parameters
    ----------
    arrays : Arrays
        Of a plan that only opens.
    options : Options
        With the clock of a time limit running.
    known : Outcome
        What a search has left; its bound stays.
    """
    relaxed = _solved(arrays, options, relaxed=True)
    best, number = known, 0
    while relaxed is not None and best.gap > options.gap and options.seconds_left:
        if options.stop.is_set():
            break
        number += 1
        other = replace(options, seed=options.seed + number)  # or all begin with the same first plan
        chance = np.random.default_rng((options.seed, number))
        found = _descent(arrays, relaxed, other, known if number == 1 else None, chance)
        if found is not None and found.objective < best.objective:
            best = replace(known, objective=found.objective, values=found.values)
    done = best.gap <= options.gap
    return replace(best, status=Status.OPTIMAL) if done else best


def _descent(
    arrays: Arrays,
    relaxed: Outcome,
    within: Options,
    best: Outcome | None,
    chance: np.random.Generator,
) -> Outcome | None:
    """Return the plan at which small searches, one from the plan of the other, find nothing better."""
    loose = _openings(arrays)
    none = np.zeros_like(loose)
    pool, in_vain = none if best is not None else _used(relaxed, loose), 0
    for _ in range(MOST):
        opened = none if best is None else _used(best, loose)
        if best is not None or int(pool.sum()) < FEW:
            pool = pool | _with_what_may_replace_some(arrays, loose, opened, within, chance)
        found = _small_search(arrays, loose & ~pool, within, best)
        better = found is not None and (best is None or not found.objective >= best.objective)
        in_vain, best = (0, found) if better else (in_vain + 1, best)
        if in_vain == IN_VAIN or _is_enough(best, relaxed, within):
            break
        pool = none
    return best


def _is_enough(best: Outcome | None, relaxed: Outcome, options: Options) -> bool:
    """Tell whether a plan is near the relaxation or as cheap as was asked, or the time for it is over."""
    near = best is not None and best.objective - relaxed.objective <= WEAK * abs(best.objective)
    cheap = best is not None and options.enough is not None and best.objective <= options.enough
    return near or cheap or options.stop.is_set() or options.seconds_left == 0


def _used(found: Outcome, loose: Mask) -> Mask:
    return loose & (found.values > USED)


def _with_what_may_replace_some(
    arrays: Arrays, loose: Mask, opened: Mask, options: Options, chance: np.random.Generator
) -> Mask:
    """Return a plan's openings and what a relaxation uses in which some are closed and the others cheap."""
    moved = np.where(loose, chance.uniform(1 - SPREAD, 1 + SPREAD, len(loose)), 1.0)
    price = np.where(opened, chance.uniform(*KEPT) * moved, moved)
    closed = _some_of(opened, chance)
    upper = np.where(closed, arrays.lower, arrays.upper)
    near = _solved(replace(arrays, cost=arrays.cost * price, upper=upper), options, relaxed=True)
    return opened if near is None else opened | _used(near, loose)


def _some_of(opened: Mask, chance: np.random.Generator) -> Mask:
    """Return a few of a plan's openings, by chance."""
    those = np.flatnonzero(opened)
    few = min(len(those), int(chance.integers(*DROPPED, endpoint=True)))
    some = np.zeros_like(opened)
    some[chance.choice(those, few, replace=False)] = True
    return some


def _small_search(arrays: Arrays, closed: Mask, options: Options, best: Outcome | None) -> Outcome | None:
    """Return the best plan found with some never opened."""
    tell = options.progress

    def without_bound(progress: Progress) -> None:
        if tell is not None:  # what bounds a small search is no bound of the plan
            tell(replace(progress, bound=None, gap=None))

    nodes = NODES if options.nodes is None else min(NODES, options.nodes)
    small = replace(options, nodes=nodes, progress=tell and without_bound, proven=None)
    some = replace(arrays, upper=np.where(closed, arrays.lower, arrays.upper))
    return _solved(some, small, start=None if best is None else best.values)


def _solved(
    arrays: Arrays, options: Options, *, relaxed: bool = False, start: Floats | None = None
) -> Outcome | None:
    """Return what a run has found; ``None`` where that is nothing, which the search itself may say better."""
    try:
        found = solve_arrays(arrays, options, "searching", relaxed=relaxed, start=start)
    except SolverFailed:
        return None
    return found if found.status in (Status.OPTIMAL, Status.STOPPED) else None
