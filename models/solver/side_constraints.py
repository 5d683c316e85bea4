"""Side constraints: one decision at least of a group is taken, or decisions stand as they are.

A supplier that is too dear, a contract, an investment: what would a plan be that takes it all the same?
The rows stand on here-and-now columns, what is held on columns of the trunk: branches need not know of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.formulation.array_backend import Named
from models.solver.standard_form import Arrays


@dataclass(frozen=True, slots=True)
class Held:
    """Decisions of the trunk that stand as they are: columns by name and index, each with its value."""

    values: tuple[tuple[Named, float], ...]


SideConstraints = tuple[tuple[Named, ...] | Held, ...]
"""Groups of whole-number columns, of each of which the sum is at least 1; or what stands as it is."""
ROUNDING = 1e-6
"""Part of a usual quantity by which what is held may lie outside its bounds."""
ROW_NAME = "wanted"
"""Name of the rows."""


def with_side_constraints(arrays: Arrays, side_constraints: SideConstraints) -> Arrays:
    """Return the arrays with a row for each group: the sum of its columns is at least 1.

    Parameters
    ----------
    arrays : Arrays
    side_constraints : tuple of tuple of Named, or of Held
        Columns that the model does not have are no help; a group without any has no plan. What is held and
        not there is passed over.
    """
    arrays, outside = _held(arrays, [one for one in side_constraints if isinstance(one, Held)])
    groups = [one for one in side_constraints if not isinstance(one, Held)]
    if outside:
        groups.append(())  # nothing can make its sum 1: no plan
    if not groups:
        return arrays
    rows, columns = list[int](), list[int]()
    for number, group in enumerate(groups):
        for variable in group:
            if variable in arrays.position:
                rows.append(number)
                columns.append(arrays.position[variable])
    shape = (len(groups), len(arrays.names))
    added = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    return replace(
        arrays,
        row_names=(*arrays.row_names, *((ROW_NAME, (number,)) for number in range(len(groups)))),
        matrix=vstack([arrays.matrix, added]).tocsr(),
        row_lower=np.concatenate([arrays.row_lower, np.ones(len(groups))]),
        row_upper=np.concatenate([arrays.row_upper, np.full(len(groups), np.inf)]),
    )


def named_in(side_constraints: SideConstraints) -> Iterator[Named]:
    """Yield the columns that side constraints are about."""
    for one in side_constraints:
        if isinstance(one, Held):
            yield from (variable for variable, _ in one.values)
        else:
            yield from one


def _held(arrays: Arrays, held: list[Held]) -> tuple[Arrays, bool]:
    """Return the arrays with what is held at its value, and whether some value is out of the question."""
    found = [
        (arrays.position[variable], value)
        for one in held
        for variable, value in one.values
        if variable in arrays.position
    ]
    if not found:
        return arrays, False
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    outside = False
    for column, value in found:
        near = min(max(value, lower[column]), upper[column])
        outside |= abs(near - value) > ROUNDING * arrays.sizes[column]
        lower[column] = upper[column] = near
    return replace(arrays, lower=lower, upper=upper), outside
