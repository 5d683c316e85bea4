"""Decisions held as far as a changed plan lets them: the least departure first, then the least cost.

Here-and-now decisions and orders of the trunk are given; production, stock and every branch follow.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from models.errors import SolverFailed
from models.formulation.array_backend import Named
from models.formulation.bounds import ANYTHING
from models.formulation.build import build_array_model, collector_paused
from models.plan.data import PlanData
from models.solution.idle_paths import Part, reported
from models.solution.solution import Solution
from models.solver.highs import Options, Status, solve_arrays
from models.solver.standard_form import Arrays, Floats, Mask, compile_model

WHOLE = 10.0
"""What departing from a yes or no counts, beside a usual quantity."""
MOVED = 1e-6
"""Part of a usual quantity by which an order may move and still be the order that was asked for."""


@dataclass(frozen=True)
class AsFar:
    """A plan judged with given decisions held as far as they can be."""

    solution: Solution
    moved: tuple[Named, ...]
    """Decisions that could not be held."""


def evaluate_as_far(data: PlanData, wanted: Mapping[Named, float], options: Options | None = None) -> AsFar:
    """Return what a plan costs with given decisions, each held or as near to it as the plan lets it be.

    Parameters
    ----------
    data : PlanData
        The plan they are judged on.
    wanted : mapping of Named to float
        Values of columns by name and index; those that the plan does not have are passed over.
    options : Options, optional

    Raises
    ------
    SolverFailed
        The plan has no solution at all, or was stopped.
    """
    options = options or Options()
    with collector_paused():
        m = build_array_model(data, most=ANYTHING)
        arrays = compile_model(m)
    mask = np.array([name in wanted for name in arrays.names], dtype=bool)
    asked = np.array([wanted.get(name, 0.0) for name in arrays.names])
    values = np.clip(asked, arrays.lower, arrays.upper)
    held = _at(arrays, mask, values)
    outcome = solve_arrays(held, options, "final LP")
    if outcome.status is Status.INFEASIBLE:
        near = _nearest(arrays, mask, values, options)
        values = np.where(mask, np.clip(near, arrays.lower, arrays.upper), values)
        loose = _at(arrays, mask & arrays.whole, values, rest=(mask, near))
        outcome = solve_arrays(loose, options, "final LP")
    if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
        raise SolverFailed("the plan could not be judged")
    found = np.where(arrays.whole, np.round(outcome.values), outcome.values)
    final = solve_arrays(_at(arrays, arrays.whole | mask, found), options, "final LP")
    if final.status is Status.OPTIMAL:
        outcome, found = final, np.where(arrays.whole, found, final.values)
    far = mask & (np.abs(found - asked) > 10 * MOVED * arrays.sizes)
    moved = tuple(arrays.names[k] for k in np.flatnonzero(far).tolist())
    solution = reported([Part(m, arrays, found)], replace(outcome, bound=-math.inf, basis=None), {})
    return AsFar(solution, moved)


def _at(arrays: Arrays, mask: Mask, values: Floats, rest: tuple[Mask, Floats] | None = None) -> Arrays:
    """Return the arrays with columns at their values; ``rest``: columns that may be off by rounding."""
    lower = np.where(mask, values, arrays.lower)
    upper = np.where(mask, values, arrays.upper)
    if rest is not None:
        near, at = rest
        near = near & ~mask
        slack = MOVED * arrays.sizes
        lower = np.where(near, np.maximum(arrays.lower, at - slack), lower)
        upper = np.where(near, np.minimum(arrays.upper, at + slack), upper)
    return replace(arrays, lower=lower, upper=upper)


def _nearest(arrays: Arrays, mask: Mask, values: Floats, options: Options) -> Floats:
    """Return the values nearest to those given with which the plan has a solution."""
    columns = np.flatnonzero(mask)
    count, width = len(columns), len(arrays.names)
    pick = csr_matrix((np.ones(count), (np.arange(count), columns)), shape=(count, width))
    one = csr_matrix((np.ones(count), (np.arange(count), np.arange(count))), shape=(count, count))
    none = csr_matrix((arrays.matrix.shape[0], 2 * count))
    weight = np.where(arrays.whole[columns], WHOLE, 1.0 / arrays.sizes[columns])
    sizes = np.tile(np.where(arrays.whole[columns], 1.0, arrays.sizes[columns]), 2)
    elastic = replace(
        arrays,
        names=(*arrays.names, *(("departure", (k,)) for k in range(2 * count))),
        row_names=(*arrays.row_names, *(("kept", (k,)) for k in range(count))),
        cost=np.concatenate([np.zeros(width), weight, weight]),
        lower=np.append(arrays.lower, np.zeros(2 * count)),
        upper=np.append(arrays.upper, np.full(2 * count, math.inf)),
        whole=np.append(arrays.whole, np.zeros(2 * count, dtype=bool)),
        money=None,
        units=np.append(arrays.sizes, sizes),
        matrix=vstack([hstack([arrays.matrix, none]), hstack([pick, -one, one])]).tocsr(),
        row_lower=np.append(arrays.row_lower, values[columns]),
        row_upper=np.append(arrays.row_upper, values[columns]),
    )
    outcome = solve_arrays(elastic, options, "final LP")
    if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
        raise SolverFailed("the plan has no solution at all")
    return outcome.values[:width]
