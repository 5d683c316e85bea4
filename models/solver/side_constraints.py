"""What is wanted of a plan beyond its laws: that one decision at least of a group is taken.

A supplier that is too dear, a contract, an investment: what would a plan be that takes it all the same?
The rows stand on here-and-now columns alone, so branches need not know of them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.solver.standard_form import Arrays, Law

Wanted = tuple[tuple[Law, ...], ...]
"""Groups of whole-number columns, by name and index; of each group the sum is at least 1."""
LAW = "wanted"
"""Name of the rows."""


def with_wanted(arrays: Arrays, wanted: Wanted) -> Arrays:
    """Return the arrays with a row for each group: the sum of its columns is at least 1.

    Parameters
    ----------
    arrays : Arrays
    wanted : tuple of tuple of Law
        Columns that the model does not have are no help; a group without any has no plan.
    """
    if not wanted:
        return arrays
    rows, columns = list[int](), list[int]()
    for number, group in enumerate(wanted):
        for law in group:
            if law in arrays.position:
                rows.append(number)
                columns.append(arrays.position[law])
    shape = (len(wanted), len(arrays.names))
    added = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    return replace(
        arrays,
        laws=(*arrays.laws, *((LAW, (number,)) for number in range(len(wanted)))),
        matrix=vstack([arrays.matrix, added]).tocsr(),
        row_lower=np.concatenate([arrays.row_lower, np.ones(len(wanted))]),
        row_upper=np.concatenate([arrays.row_upper, np.full(len(wanted), np.inf)]),
    )
