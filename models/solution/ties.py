"""Ties at λ = 1: of all plans with the least tail, one of least expected cost.

With the tail alone in the objective, what happens on paths outside of it has no price, and the optimum is a
set of plans that differ by much in expected cost. A second search, for expected cost, holds the tail where
the first one left it: the lexicographic optimum (Ehrgott 2005, Multicriteria Optimization, chapter 5).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.formulation.array_backend import summed
from models.formulation.terms import Model
from models.solution.idle_paths import patiently
from models.solution.solution import columns_of_charges
from models.solver.highs import Options, Status, solve_arrays
from models.solver.standard_form import Arrays, Floats, fixed_integers

TAIL_ALONE = 1.0
"""Risk weight at which the expected cost has no part in the objective."""
HELD = 1e-9
"""By this part the tail may rise while ties are settled: rounding."""
MOST_SEARCHED = 20_000
"""Columns up to which other whole numbers are looked for: beyond, that can outlast the plan's own search."""


def settle_ties(m: Model, arrays: Arrays, values: Floats, options: Options) -> Floats | None:
    """Return a plan of no higher tail and the least expected cost found.

    Parameters
    ----------
    m : Model
        With a risk weight of 1.
    arrays : Arrays
        Of it.
    values : Floats
        The plan found, its whole numbers rounded.
    options : Options
        The whole numbers are searched within its gap and time, but for those of a large plan; at those found,
        the rest is settled exactly.

    Returns
    -------
    Floats or None
        ``None`` where nothing better than the plan found is known to hold.
    """
    tied = _with_tail_held(m, arrays, float(arrays.cost @ values))
    known = _settled_at(tied, values, options)
    left = options.seconds_left
    over = options.stop.is_set() or (left is not None and left <= 0)
    if over or not arrays.whole.any() or len(arrays.cost) > MOST_SEARCHED:
        return known
    narrow = replace(options, time_limit=left, enough=None, nodes=None)
    outcome = solve_arrays(tied, narrow, "settling ties", start=values if known is None else known)
    if outcome.status not in (Status.OPTIMAL, Status.STOPPED):
        return known
    found = _settled_at(tied, outcome.values, options)
    return known if found is None else found


def _settled_at(tied: Arrays, whole_numbers: Floats, options: Options) -> Floats | None:
    """Return the plan of least expected cost with these whole numbers, where one holds."""
    final = solve_arrays(fixed_integers(tied, whole_numbers), patiently(options), "settling ties")
    if final.status is not Status.OPTIMAL:
        return None
    return np.where(tied.whole, np.round(whole_numbers), final.values)


def _with_tail_held(m: Model, arrays: Arrays, tail: float) -> Arrays:
    """Return the model with expected cost as objective, and the objective it had as a row."""
    held = csr_matrix(arrays.cost.reshape(1, -1))
    return replace(
        arrays,
        row_names=(*arrays.row_names, ("tail_held", (None,))),
        cost=_expected_cost(m, arrays),
        matrix=vstack([arrays.matrix, held]).tocsr(),
        row_lower=np.append(arrays.row_lower, -np.inf),
        row_upper=np.append(arrays.row_upper, tail + HELD * max(1.0, abs(tail))),
    )


def _expected_cost(m: Model, arrays: Arrays) -> Floats:
    """Return the expected cost of each column [money per unit, present value]."""
    at, on_every_path = columns_of_charges(m, arrays), m.charges.are_of(m.first_stage_components)
    weight = np.where(on_every_path, 1.0, m.charges.at_nodes(m.tree.probabilities, m.data.months))
    paid = (weight > 0) & (at >= 0)
    worth = weight * m.charges.rate * m.charges.discounts(m.data)
    return summed(worth[paid], at[paid], len(arrays.names))
