"""Investments that are alike in all that the model sees: told to the search in order (docs/decisions/0016).

Of five lines on the same terms any one may be built first, and a search goes through all of them to learn
that it makes no difference. Here the first is begun first. The rows are for the search alone: a final LP, a
clash and a plan that stands know nothing of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.solver.standard_form import Arrays, Floats

ROW_NAME = "investment_order"
"""Name of the rows."""
STARTED, CHOSEN = "v_modules_started", "v_chosen"
"""Variables of an investment."""
OWN = frozenset({"module_limit", "choice_link"})
"""Constraints of an investment alone: so many modules at most, and none unless it is chosen."""


@dataclass(frozen=True)
class Order:
    """Columns of investments that are alike, each by start month; those before come first."""

    started: tuple[tuple[int, ...], ...]
    chosen: tuple[int, ...]
    """Where they exclude each other; else empty."""


def in_order(arrays: Arrays) -> Arrays:
    """Return the arrays with investments that are alike started in order.

    By each month, the modules started of one are at least those of the next. No plan is lost by that: what
    the other rows see of such investments is the sum of their modules, month by month, and any sum that they
    can start they can start in this order.
    """
    rows, columns, signs = list[int](), list[int](), list[float]()
    count = 0
    for order in _orders(arrays):
        for before, after in pairwise(order.started):
            for months in range(1, len(before) + 1):
                rows.extend([count] * (2 * months))
                columns.extend((*before[:months], *after[:months]))
                signs.extend([1.0] * months + [-1.0] * months)
                count += 1
    if not count:
        return arrays
    added = csr_matrix((signs, (rows, columns)), shape=(count, len(arrays.cost)))
    return replace(
        arrays,
        row_names=(*arrays.row_names, *((ROW_NAME, (number,)) for number in range(count))),
        matrix=vstack([arrays.matrix, added]).tocsr(),
        row_lower=np.concatenate([arrays.row_lower, np.zeros(count)]),
        row_upper=np.concatenate([arrays.row_upper, np.full(count, np.inf)]),
    )


def put_in_order(arrays: Arrays, values: Floats) -> Floats:
    """Return the same plan with the modules of investments that are alike started in order."""
    values = values.copy()
    for order in _orders(arrays):
        cells = np.array(order.started)
        left = np.round(values[cells]).sum(axis=0)  # modules of all of them, by month
        for number, line in enumerate(cells):
            before = np.concatenate([[0.0], np.cumsum(left)[:-1]])
            values[line] = np.clip(arrays.upper[line] - before, 0.0, left)
            left = left - values[line]
            if order.chosen:
                values[order.chosen[number]] = float(values[line].sum() > 0)
    return values


def _orders(arrays: Arrays) -> Iterator[Order]:
    """Yield the investments that are alike, found by their columns: whatever a row may be about."""
    started, chosen = defaultdict[object, list[int]](list), dict[object, int]()
    for column, (name, index) in enumerate(arrays.names):
        if name == STARTED:
            started[index[0]].append(column)
        elif name == CHOSEN:
            chosen[index[0]] = column
    alike = defaultdict[Hashable, list[object]](list)
    for investment, columns in started.items():
        own = [*columns, chosen[investment]] if investment in chosen else columns
        looks = _looks(arrays, own)
        if looks is not None:
            alike[looks].append(investment)
    for members in alike.values():
        if len(members) > 1:
            yield Order(
                tuple(tuple(started[k]) for k in members), tuple(chosen[k] for k in members if k in chosen)
            )


def _looks(arrays: Arrays, columns: Sequence[int]) -> Hashable:
    """Return all that the model sees of an investment; ``None`` where it is decided, or limited otherwise."""
    entries, names = arrays.by_column, arrays.names
    own: dict[int, list[tuple[int, float]]] = {}
    seen: list[Hashable] = []
    for place, column in enumerate(columns):
        if arrays.lower[column] != 0.0 or arrays.upper[column] < 1.0:
            return None  # decided already
        part = slice(entries.indptr[column], entries.indptr[column + 1])
        shared = []
        for row, term in zip(entries.indices[part].tolist(), entries.data[part].tolist(), strict=True):
            if arrays.row_names[row][0] in OWN:
                own.setdefault(row, []).append((place, term))
            else:
                shared.append((row, term))
        when = names[column][1][1:]
        seen.append((when, float(arrays.cost[column]), float(arrays.upper[column]), tuple(sorted(shared))))
    limits = []
    for row, terms in own.items():
        limits.append((arrays.row_names[row][0], tuple(terms), float(arrays.row_upper[row])))
    most = {float(arrays.upper[column]) for column in columns if names[column][0] == STARTED}
    if most != {limit for row_name, _, limit in limits if row_name == "module_limit"}:
        return None  # not the same most in a month as in all
    return tuple(seen), tuple(sorted(limits))
