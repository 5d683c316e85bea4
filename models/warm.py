"""Solving a plan again after a small change: from the decisions and the basis of the plan before.

Two LPs from the old basis usually settle it: one with the old whole numbers bounds the cost from above, the
relaxation from below. Only where the gap between them is too wide does the search begin anew, and then with
the best plan found here as its first incumbent (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from models.arrays import Arrays, Basis, Floats, Law
from models.dive import dive, holding
from models.highs import Options, Outcome, Status, solve_arrays
from models.method import LARGE
from models.taught import Lessons, basis_by_name

USED = 1e-6
"""A whole number of the relaxation above this is used at all."""
FAR = 10.0
"""Gaps from the bound beyond which a rounding of the relaxation is not tried: a search is needed anyway."""


@dataclass(frozen=True)
class WarmStart:
    """What a solved plan leaves to one like it: plain data, cheap to send to another process."""

    names: tuple[Law, ...]
    """Variables, in the order of ``values``."""
    laws: tuple[Law, ...]
    values: Floats
    basis: Basis | None
    """Of the final LP; ``None`` where the plan was cut up: then names and values are those of the trunk."""
    lessons: Lessons = field(default_factory=dict)
    """What the branches taught, where it was cut up."""
    needs_search: bool = False
    """LPs alone were tried on it, and did not do."""

    def values_in(self, arrays: Arrays) -> Floats:
        """Return these values in the columns of another model; what is new there is at 0."""
        known = dict(zip(self.names, self.values.tolist(), strict=True))
        return np.array([known.get(name, 0.0) for name in arrays.names])

    def basis_of(self, arrays: Arrays) -> Basis | None:
        """Return this basis in another model; what is new there stands at its bound, its law slack."""
        return None if self.basis is None else basis_by_name(self.basis, self.names, self.laws, arrays)


def warm_start(arrays: Arrays, values: Floats, basis: Basis | None) -> WarmStart:
    """Return what a solved plan leaves to the next one."""
    return WarmStart(arrays.names, arrays.laws, values, basis)


def resolve(arrays: Arrays, start: WarmStart, options: Options) -> Outcome | None:
    """Settle a plan with LPs alone, from what a plan like it left.

    Parameters
    ----------
    arrays : Arrays
    start : WarmStart
        Of a plan whose variables and laws largely have the same names.
    options : Options

    Returns
    -------
    Outcome or None
        ``OPTIMAL``: a plan within the gap asked. ``STOPPED``: a plan to begin the search with, and a bound.
        ``INFEASIBLE``: no plan. ``None``: nothing was learnt.
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
