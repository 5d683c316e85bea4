"""Columns that a plan of least cost can do without, found by their rows and left out of a search.

Two arguments, both exact: the least cost stays what it is, and so does every bound (docs/decisions/0079).

*What is thrown away.* A column without a cost that only takes from a balance (disposal) is nothing as soon as
whatever brings something into that balance can be lowered instead: it costs no less than nothing, obliges
to nothing, and what goes into it can be thrown away one step before. Of all plans of least cost take one in
which the least is brought in: it throws nothing away.

*What nothing is paid for.* Columns without a cost that share rows with no others but those that open
(``models.solver.openings``) only have to hold somehow: at what holds with nothing opened, they hold with
anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_matrix

from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.openings import only_opens
from models.solver.standard_form import Arrays, Floats, Mask, with_fixed


@dataclass(frozen=True)
class Spared:
    """A problem without the columns that it can do without."""

    arrays: Arrays
    kept: Mask
    """Columns that are left."""
    values: Floats
    """Of the others."""

    def whole_plan(self, found: Outcome) -> Outcome:
        """Return what was found with every column again."""
        if found.status not in (Status.OPTIMAL, Status.STOPPED):
            return found
        values = self.values.copy()
        values[self.kept] = found.values
        return replace(found, values=values)


def spared(arrays: Arrays, options: Options) -> Spared | None:
    """Return a problem that only opens without what it can do without, ``None`` where that is nothing."""
    if not only_opens(arrays):
        return None
    closed = without_disposal(arrays)
    values = np.where(np.isfinite(arrays.lower), arrays.lower, 0.0)
    free = without_price(closed)
    if free.any():
        held = solve_arrays(with_fixed(closed, values, ~free)[0], options, "searching", relaxed=True)
        if held.status is Status.OPTIMAL:
            values[free] = np.clip(held.values, closed.lower[free], closed.upper[free])
        else:
            free = np.zeros_like(free)
    fixed = free | (closed.lower == closed.upper) & ~closed.whole & (closed.cost == 0.0)
    left, broken = with_fixed(closed, values, fixed)
    return Spared(left, ~fixed, values) if fixed.any() and not broken else None


def without_disposal(arrays: Arrays) -> Arrays:
    """Return the arrays without what is thrown away of no use; no plan's least cost changes."""
    thrown, sign = _thrown_away(arrays)
    row_of, column_of, positive = _entries(arrays.matrix.tocoo())
    equal = arrays.row_lower == arrays.row_upper
    takes = equal[row_of] & (sign[row_of] != 0) & (positive == sign[row_of])
    brings = equal[row_of] & (sign[row_of] != 0) & (positive == -sign[row_of])
    eased = np.where(
        positive > 0, np.isinf(arrays.row_lower[row_of]), np.isinf(arrays.row_upper[row_of])
    )  # lowering the column only leaves this row more room
    held = np.bincount(column_of, ~takes & ~eased, len(arrays.cost))
    lowered = ~arrays.whole & (arrays.lower == 0.0) & (arrays.cost >= 0.0) & (held == 1)
    bad = (brings & ~lowered[column_of]) | (arrays.lower[column_of] < 0.0)
    brought = -sign * np.where(equal, arrays.row_lower, 0.0)  # not what is there whatever is decided
    rows = (sign != 0) & equal & (brought >= 0.0) & (np.bincount(row_of, bad, len(sign)) == 0)
    closed = thrown & (np.bincount(column_of, rows[row_of], len(arrays.cost)) > 0)
    return replace(arrays, upper=np.where(closed, 0.0, arrays.upper)) if closed.any() else arrays


def _thrown_away(arrays: Arrays) -> tuple[Mask, Floats]:
    """Return the columns that only take from one balance, and of each row the sign in which they take."""
    by_column = arrays.by_column
    alone = np.diff(by_column.indptr) == 1
    free = (arrays.cost == 0.0) & (arrays.lower == 0.0) & np.isinf(arrays.upper) & ~arrays.whole & alone
    at = by_column.indptr[:-1][free]
    rows, signs = by_column.indices[at], np.sign(by_column.data[at])
    count = len(arrays.row_lower)
    up, down = np.bincount(rows, signs > 0, count) > 0, np.bincount(rows, signs < 0, count) > 0
    return free, np.where(up & down, 0.0, up.astype(float) - down.astype(float))


def _entries(matrix: coo_matrix) -> tuple[np.ndarray, np.ndarray, Floats]:
    used = matrix.data != 0.0
    return matrix.row[used], matrix.col[used], np.sign(matrix.data[used])


def without_price(arrays: Arrays) -> Mask:
    """Return the columns without a cost that are linked, but for what opens them, to none with one."""
    rows, columns = arrays.matrix.shape
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 (slow to load, for few plans)

    row_of, column_of, _ = _entries(arrays.matrix.tocoo())
    linked = ~arrays.whole[column_of]
    graph = coo_matrix(
        (np.ones(int(linked.sum())), (row_of[linked], rows + column_of[linked])),
        shape=(rows + columns, rows + columns),
    )
    _, part = connected_components(graph, directed=False)
    priced = np.bincount(part[rows:], np.abs(arrays.cost)) > 0.0
    return np.asarray(~arrays.whole & ~priced[part[rows:]])
