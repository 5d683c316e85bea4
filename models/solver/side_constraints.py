"""Side constraints: one decision at least of a group is taken.

A supplier that is too dear, a contract, an investment: what would a plan be that takes it all the same?
The rows stand on here-and-now columns alone, so branches need not know of them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.formulation.array_backend import Named
from models.solver.standard_form import Arrays

SideConstraints = tuple[tuple[Named, ...], ...]
"""Groups of whole-number columns, by name and index; of each group the sum is at least 1."""
ROW_NAME = "wanted"
"""Name of the rows."""


def with_side_constraints(arrays: Arrays, side_constraints: SideConstraints) -> Arrays:
    """Return the arrays with a row for each group: the sum of its columns is at least 1.

    Parameters
    ----------
    arrays : Arrays
    side_constraints : tuple of tuple of Named
        Columns that the model does not have are no help; a group without any has no plan.
    """
    if not side_constraints:
        return arrays
    rows, columns = list[int](), list[int]()
    for number, group in enumerate(side_constraints):
        for variable in group:
            if variable in arrays.position:
                rows.append(number)
                columns.append(arrays.position[variable])
    shape = (len(side_constraints), len(arrays.names))
    added = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    return replace(
        arrays,
        row_names=(*arrays.row_names, *((ROW_NAME, (number,)) for number in range(len(side_constraints)))),
        matrix=vstack([arrays.matrix, added]).tocsr(),
        row_lower=np.concatenate([arrays.row_lower, np.ones(len(side_constraints))]),
        row_upper=np.concatenate([arrays.row_upper, np.full(len(side_constraints), np.inf)]),
    )
