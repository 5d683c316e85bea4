"""Solving a plan again after a small change: from the decisions and the basis of the plan before.

Two LPs from the old basis usually settle it: one with the old whole numbers bounds the cost from above, the
relaxation from below. Only where the gap between them is too wide does the search begin anew, and then with
the best plan found here as its first incumbent (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from models.solution.carried import WarmStart
from models.solver.dive import dive, holding
from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.outcome import beaten
from models.solver.standard_form import Arrays, Floats
from models.solving.method import LARGE

USED = 1e-6
"""A whole number of the relaxation above this is used at all."""
FAR = 10.0
"""Gaps from the bound beyond which a rounding of the relaxation is not tried: a search is needed anyway."""


def resolve(arrays: Arrays, start: WarmStart, options: Options) -> Outcome | None:
    """Settle a plan with LPs alone, from what a plan like it left.

    Parameters
    ----------
    arrays : Arrays
    start : WarmStart
        Of a plan whose variables and constraints largely have the same names.
    options : Options

    Returns
    -------
    Outcome or None
        ``OPTIMAL``: a plan within the gap asked. ``STOPPED``: a plan to begin the search with, and a bound.
        ``INFEASIBLE``: no plan. ``None``: nothing was learnt.

    Raises
    ------
    NoneBetter
    """
    basis = start.basis_of(arrays)
    best = holding(arrays, start.values_in(arrays), options, basis)
    if best is not None and start.needs_search and len(arrays.cost) >= LARGE:
        return replace(
            best, status=Status.STOPPED, bound=-np.inf
        )  # a search proves it as soon as LPs would not
    begin = best.basis if best is not None else basis
    relaxed = solve_arrays(arrays, options, "searching", relaxed=True, basis=begin)
    if relaxed.status is Status.INFEASIBLE:
        return relaxed
    if relaxed.status is not Status.OPTIMAL:
        return best if best is None else replace(best, status=Status.STOPPED)
    beaten(options, relaxed.objective, arrays.least_cost)
    if best is not None and replace(best, bound=relaxed.objective).gap > FAR * options.gap:
        return replace(best, status=Status.STOPPED, bound=relaxed.objective)  # a rounding hardly closes that
    for candidate in _roundings(arrays, relaxed.values):
        if best is not None and _within(best, relaxed.objective, options):
            break
        best = _better(best, holding(arrays, candidate, options, relaxed.basis))
    if len(arrays.cost) >= LARGE and (best is None or not _within(best, relaxed.objective, options)):
        best = _better(best, dive(arrays, relaxed, options)[0])
    if best is None:
        return None
    done = _within(best, relaxed.objective, options)
    return replace(best, status=Status.OPTIMAL if done else Status.STOPPED, bound=relaxed.objective)


def _within(plan: Outcome, bound: float, options: Options) -> bool:
    return replace(plan, bound=bound).gap <= options.gap


def _better(plan: Outcome | None, other: Outcome | None) -> Outcome | None:
    """Return the cheaper of two plans."""
    if plan is None or other is None:
        return other if plan is None else plan
    return other if other.objective < plan.objective else plan


def _roundings(arrays: Arrays, relaxed: Floats) -> Iterator[Floats]:
    """Yield whole numbers near those of the relaxation: whatever it uses, then the nearest."""
    if not arrays.whole.any():
        return
    yield np.ceil(relaxed - USED)
    yield np.round(relaxed)
