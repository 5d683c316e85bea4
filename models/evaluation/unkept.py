"""Hard limits that a branch of a fixed plan cannot keep, whatever is short: which they are, and without them.

A share rule may be beyond reach once the source it asks for is gone. That says nothing of supply, so the
branch is looked at without the fewest such limits, and they are named.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, hstack

from models.evaluation.recourse_templates import Problem
from models.formulation.array_backend import Named
from models.solver.highs import Options, Status
from models.solver.persistent_lp import PersistentLP

GOVERNING = frozenset({"share_limit", "cover_floor", "min_take_floor", "storage_limit"})
"""Limits that somebody set and may lift; what is left can be kept by stopping lines."""
TOLERANCE = 1e-6
"""Less than this part of a row's unit is rounding."""


def without_unkept(problem: Problem) -> tuple[Problem, tuple[Named, ...]] | None:
    """Return a branch without the limits that it cannot keep, and these.

    Parameters
    ----------
    problem : Problem
        Infeasible, or with rows that what is held breaks already.

    Returns
    -------
    tuple of Problem and tuple of Named, or None
        The limits left out are those that the least breach in all breaks. ``None`` where a limit of another
        kind stands in the way.
    """
    if any(name not in GOVERNING for name, _ in problem.broken):
        return None
    arrays = problem.arrays
    rows = np.array([k for k, (name, _) in enumerate(arrays.row_names) if name in GOVERNING], dtype=np.int64)
    count, height = len(rows), len(arrays.row_names)
    above = csr_matrix((np.ones(count), (rows, np.arange(count))), shape=(height, count))
    units = arrays.row_units[rows]
    elastic = replace(
        arrays,
        names=(*arrays.names, *(("breach", (k,)) for k in range(2 * count))),
        cost=np.concatenate([np.zeros_like(arrays.cost), np.tile(1.0 / units, 2)]),
        lower=np.append(arrays.lower, np.zeros(2 * count)),
        upper=np.append(arrays.upper, np.full(2 * count, math.inf)),
        whole=np.zeros(len(arrays.names) + 2 * count, dtype=bool),
        money=None,
        units=np.concatenate([arrays.sizes, units, units]),
        matrix=hstack([arrays.matrix, above, -above]).tocsr(),
    )
    outcome = PersistentLP(elastic, Options()).solve()
    if outcome.status is not Status.OPTIMAL:
        return None
    breach = outcome.values[len(arrays.names) :].reshape(2, count).max(axis=0)
    broken = rows[breach > TOLERANCE * units]
    lower, upper = arrays.row_lower.copy(), arrays.row_upper.copy()
    lower[broken], upper[broken] = -math.inf, math.inf
    names = dict.fromkeys([*problem.broken, *(arrays.row_names[k] for k in broken)])
    kept = replace(problem, arrays=replace(arrays, row_lower=lower, row_upper=upper), broken=())
    return kept, tuple(names)
