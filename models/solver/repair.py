"""A plan that the solver left a hair off its constraints, brought onto them by the least change.

An LP that is solved again and again from its last basis may end with rows off by more than it was asked for:
HiGHS judges them as it has scaled them. A stock of nothing that is off by a millionth fails an audit.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import hstack

from models.solver.highs import Options, Status, solve_arrays
from models.solver.standard_form import Arrays, Floats, largest_terms

ROUGH = 2e-7
"""A row may be off by this part of its largest term (or of 1)."""


def repaired(arrays: Arrays, values: Floats, options: Options) -> Floats:
    """Return the values on their constraints: those given where near enough, or where no others are found.

    Whole numbers stay as they are; of the others the sum of relative changes is the least there is.

    Parameters
    ----------
    arrays : Arrays
    values : ndarray
        In the order of its columns.
    options : Options
    """
    activity = arrays.activity(values)
    sizes = np.where(arrays.sums, 1.0, arrays.sizes)
    off = np.maximum(0.0, np.maximum(arrays.row_lower - activity, activity - arrays.row_upper))
    if not np.any(off > ROUGH * largest_terms(arrays.matrix, values, arrays.row_units)):
        return values
    # Changes are as small as what is off, measured by each row's unit; a solver would take them for nothing.
    unit = float((off / arrays.row_units).max())
    free = ~arrays.whole & (arrays.lower < arrays.upper)
    inner = arrays.matrix[:, free]
    weight = 1.0 / np.maximum(sizes[free], np.abs(values[free]))
    room = np.concatenate([arrays.upper[free] - values[free], values[free] - arrays.lower[free]])
    least = replace(
        arrays,
        names=(),
        numbers=None,
        cost=np.concatenate([weight, weight]),
        lower=np.zeros(len(room)),
        upper=np.maximum(0.0, room) / unit,
        whole=np.zeros(len(room), dtype=bool),
        money=None,
        counts=None,
        units=np.concatenate([sizes[free], sizes[free]]),
        matrix=hstack([inner, -inner]).tocsr(),
        row_lower=(arrays.row_lower - activity) / unit,
        row_upper=(arrays.row_upper - activity) / unit,
    )
    outcome = solve_arrays(least, options, "final LP")
    if outcome.status is not Status.OPTIMAL:
        return values
    up, down = np.split(outcome.values, 2)
    repaired_values = values.copy()
    repaired_values[free] += unit * (up - down)
    return repaired_values
