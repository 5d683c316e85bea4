"""Networks of whole numbers: what is dear is needed whole or not at all, and mostly not at all.

Where all that is decided beside yes and no flows in a network (each quantity leaves one balance and enters
another, none is multiplied on the way) and all that is given is whole, the quantities of some plan of least
cost are whole too: the matrix is totally unimodular (Hoffman & Kruskal, 1956). A quantity whose unit costs
more than a plan (a shortage) is then 0 or at least 1. Without it a plan is found sooner; with it one costs no
less than the relaxation and its price together (docs/decisions/0079).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_matrix

from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.standard_form import Arrays, Floats, Mask

ROUNDING = 1e-9
"""How far a whole number as given may be off."""
DEAR = 0.5
"""Part of the relaxation's cost from which on a unit is dear: few plans of least cost are further from it."""
CERTAIN = 1.0 - 1e-6
"""Part of a price that is counted on, for an LP's prices are rounded."""


@dataclass(frozen=True)
class Dear:
    """Columns that are 0 or at least 1 in a plan of least cost, and what a plan with one of them costs."""

    columns: Mask
    least: float
    """Cost of any plan that has one of them."""

    def without(self, arrays: Arrays) -> Arrays:
        """Return the problem without them."""
        return replace(arrays, upper=np.where(self.columns, 0.0, arrays.upper))

    def bounded(self, found: Outcome) -> Outcome:
        """Return what a search without them has found, with a bound of all plans."""
        return replace(found, bound=min(found.bound, self.least))


def dear_columns(arrays: Arrays, options: Options) -> Dear | None:
    """Return the columns of a network that are too dear for a plan of least cost, as far as one can expect.

    Parameters
    ----------
    arrays : Arrays
        Of a plan that only opens (``models.solver.openings``).
    options : Options
    """
    if not is_network_of_whole_numbers(arrays):
        return None
    relaxed = solve_arrays(_without_implied_bounds(arrays), options, "searching", relaxed=True)
    if relaxed.status is not Status.OPTIMAL or relaxed.objective <= 0.0:
        return None
    prices = np.where(
        arrays.whole | (arrays.lower != 0.0), 0.0, arrays.cost - arrays.matrix.T @ relaxed.duals
    )
    dear = (prices >= DEAR * relaxed.objective) & (arrays.upper > 0.0)
    if not dear.any():
        return None
    return Dear(dear, relaxed.objective + CERTAIN * float(prices[dear].min()))


def is_network_of_whole_numbers(arrays: Arrays) -> bool:
    """Tell whether with every yes or no decided what is left is a network, and all that is given whole."""
    entries = arrays.matrix.tocoo()
    used = entries.data != 0.0
    row_of, column_of, data = entries.row[used], entries.col[used], entries.data[used]
    flows = ~arrays.whole[column_of]
    in_row = np.bincount(row_of[flows], minlength=len(arrays.row_lower))
    size = np.zeros(len(arrays.row_lower))
    np.maximum.at(size, row_of[flows], np.abs(data[flows]))
    size[in_row == 0] = 1.0
    if not np.all(np.abs(data[flows]) == size[row_of[flows]]):
        return False  # something is multiplied on the way
    openings = data[~flows] / size[row_of[~flows]]
    sides = np.concatenate([arrays.row_lower / size, arrays.row_upper / size])
    bounds = np.concatenate([arrays.lower, arrays.upper])[np.tile(~arrays.whole, 2)]
    if not (_whole(openings[in_row[row_of[~flows]] > 0]) and _whole(sides[np.tile(in_row > 0, 2)])):
        return False
    # A row of one quantity is but a bound of it; one of two, of which one stands in it alone, of the other.
    balances = flows & (in_row[row_of] > 1)
    places = np.bincount(column_of[balances], minlength=len(arrays.cost))
    equal = arrays.row_lower == arrays.row_upper
    copied = np.bincount(row_of[balances], places[column_of[balances]] == 1, len(equal)) > 0
    bounds_another = equal & (in_row == 2) & copied
    balances &= ~bounds_another[row_of]
    return _whole(bounds) and _flows_through(row_of[balances], column_of[balances], data[balances], arrays)


def _flows_through(row_of: np.ndarray, column_of: np.ndarray, data: Floats, arrays: Arrays) -> bool:
    """Tell whether rows can be turned round so that each column enters at most one and leaves one other."""
    order = np.argsort(column_of, kind="stable")
    row_of, column_of, data = row_of[order], column_of[order], data[order]
    times = np.bincount(column_of, minlength=len(arrays.cost))
    if np.any(times > 2):
        return False
    twice = times[column_of] == 2
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 (slow to load, for few plans)

    first, second = row_of[twice][::2], row_of[twice][1::2]
    apart = np.sign(data[twice][::2]) == np.sign(data[twice][1::2])  # one of the two rows is turned round
    rows = len(arrays.row_lower)
    ends = np.concatenate([first, first + rows])
    others = np.concatenate([second + rows * apart, second + rows * ~apart])
    graph = coo_matrix((np.ones(len(ends)), (ends, others)), shape=(2 * rows, 2 * rows))
    _, part = connected_components(graph, directed=False)
    return bool(np.all(part[row_of] != part[row_of + rows]))


def _whole(numbers: Floats) -> bool:
    finite = numbers[np.isfinite(numbers)]
    return bool(np.all(np.abs(finite - np.round(finite)) <= ROUNDING * np.maximum(1.0, np.abs(finite))))


def _without_implied_bounds(arrays: Arrays) -> Arrays:
    """Return the problem without upper bounds that a row of nothing but additions says as well.

    What a bound is worth is then told by the row, and with it what everything else in it is.
    """
    entries = arrays.matrix.tocoo()
    adds = (entries.data > 0.0) & (arrays.lower[entries.col] >= 0.0)
    rows = np.bincount(entries.row, ~adds, len(arrays.row_upper)) == 0
    most = np.full(len(arrays.cost), np.inf)
    said = rows[entries.row] & adds
    np.minimum.at(most, entries.col[said], arrays.row_upper[entries.row[said]] / entries.data[said])
    implied = ~arrays.whole & (most <= arrays.upper)
    return replace(arrays, upper=np.where(implied, np.inf, arrays.upper))
