"""The model as arrays: what HiGHS takes, and the parts and variants of it that are solved again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, diags_array

from models.formulation.array_backend import ArrayModel, Named
from models.formulation.terms import Model
from models.formulation.units import unit_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Basis = tuple[NDArray[np.int8], NDArray[np.int8]]
"""Where a simplex run ended: the status of each column and of each row, as HiGHS numbers them."""
NONBASIC_LOWER, BASIC, NONBASIC_UPPER, NONBASIC_FREE = range(4)
"""Statuses of a basis."""

SUMS = frozenset({"v_stretch_cost", "v_first_stage_cost", "v_tail_threshold", "v_tail_excess"})
"""Variables that hold sums of money."""
BREACH = 1e-6
"""A row whose columns are all fixed is broken beyond this part of its largest term."""


@dataclass(frozen=True)
class Arrays:
    """A model as HiGHS takes it: min c·x, row_lower ≤ A·x ≤ row_upper, lower ≤ x ≤ upper, some x whole."""

    names: Sequence[Named]
    """Name and index of the variable of each column."""
    row_names: Sequence[Named]
    """Name and index of each row."""
    cost: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    matrix: csr_matrix
    row_lower: Floats
    row_upper: Floats
    money: Mask | None = None
    """Columns that hold sums of money, which the solver is told in a larger unit
    (``models.solver.scaling``)."""
    numbers: NDArray[np.int64] | None = None
    """Number of each column in its model (``models.formulation.array_backend``)."""
    units: Floats | None = None
    """Own units of each column in one as the solver is told it, powers of two (``models.solver.scaling``);
    ``None``: all are told as they are."""
    counts: Mask | None = None
    """Columns that count something where ``whole`` does not say so any more: fixed, or held to a plan."""
    least_cost: float = 1.0
    """Gaps are not measured against a cost below this [money]."""

    @property
    def size(self) -> dict[str, int]:
        """Rows, columns, whole-number columns and nonzeros."""
        rows, columns = self.matrix.shape
        whole = int(np.sum(self.whole & (self.lower < self.upper)))
        return {"rows": rows, "columns": columns, "integers": whole, "nonzeros": int(self.matrix.nnz)}

    def activity(self, values: Floats) -> Floats:
        """Return A·x."""
        return np.asarray(self.matrix @ values)

    @cached_property
    def position(self) -> Mapping[Named, int]:
        """Column of each variable by its name and index."""
        return {name: k for k, name in enumerate(self.names)}

    @cached_property
    def column_of(self) -> Mapping[int, int]:
        """Column of each variable by its number in the model."""
        return {} if self.numbers is None else {number: k for k, number in enumerate(self.numbers.tolist())}

    @property
    def sums(self) -> Mask:
        """Columns that hold sums of money."""
        return np.zeros(len(self.cost), dtype=bool) if self.money is None else self.money

    @property
    def sizes(self) -> Floats:
        """Own units of each column in one as told: what is small there is small."""
        return np.ones(len(self.cost)) if self.units is None else self.units

    @property
    def counted(self) -> Mask:
        """Columns that count something; what they open may be loose, so no row is measured by them."""
        return self.whole if self.counts is None else self.whole | self.counts

    @cached_property
    def row_units(self) -> Floats:
        """Unit of each row, own units in one as told: what is small in it is small."""
        return row_units(self.matrix, self.sizes, self.counted | self.sums)

    @cached_property
    def by_column(self) -> csc_matrix:
        """The matrix, quick to ask for a column's rows."""
        return self.matrix.tocsc()


def as_tuple(index: Any) -> tuple[object, ...]:
    """Return an index as a tuple, also where it is a single thing or there is none."""
    return index if isinstance(index, tuple) else (index,)


def compile_model(m: ArrayModel, *, keep_unused: bool = False, like: Arrays | None = None) -> Arrays:
    """Return a model as arrays.

    Parameters
    ----------
    m : ArrayModel
        As made by ``models.formulation.build``.
    keep_unused : bool
        Keep variables that no row and no objective uses.
    like : Arrays, optional
        Of a model with the same variables in the same units, whose names are taken over where the same ones
        are used.

    Returns
    -------
    Arrays
        Columns in the order of declaration.
    """
    columns, rows = m.columns, m.rows
    width = len(columns.names)
    cost = m.cost if len(m.cost) == width else np.zeros(width)
    matrix = csr_matrix(
        (np.array(rows.coefficients), np.array(rows.columns), np.array(rows.starts)),
        shape=(len(rows.names), width),
    )
    matrix.sum_duplicates()
    used = np.array([keep_unused]) | (cost != 0.0) | (np.bincount(matrix.indices, minlength=width) > 0)
    numbers = np.flatnonzero(used)
    names: Sequence[Named]
    if like is not None and like.numbers is not None and np.array_equal(numbers, like.numbers):
        names, units, money = like.names, like.units, like.money
    else:
        names = tuple(columns.names if used.all() else map(columns.names.__getitem__, numbers.tolist()))
        units, money = _units_of(m, names)
    return Arrays(
        names=names,
        row_names=tuple(rows.names),
        cost=cost[used],
        lower=np.array(columns.lower)[used],
        upper=np.array(columns.upper)[used],
        whole=np.frombuffer(bytes(columns.whole), dtype=np.bool_)[used],
        matrix=matrix if used.all() else matrix[:, used].tocsr(),
        row_lower=np.array(rows.lower),
        row_upper=np.array(rows.upper),
        money=money,
        numbers=numbers,
        units=units,
        least_cost=m.tree.units.least_cost,
    )


def _units_of(m: Model, names: Sequence[Named]) -> tuple[Floats, Mask]:
    """Return the unit of each variable, that of the first thing of its index, and whether it is a sum."""
    units, sums = list[float](), list[bool]()
    for name, block in groupby(names, key=itemgetter(0)):
        things = [index[0] for _, index in block]
        unit = {thing: unit_of(m.data, m.tree.units, (name, (thing,))) for thing in dict.fromkeys(things)}
        units.extend(map(unit.__getitem__, things))
        sums.extend([name in SUMS] * len(things))
    return np.array(units, dtype=float), np.array(sums, dtype=bool)


def idle_values(m: Model) -> Floats:
    """Return the value of each variable of a model, by number, that nothing asks anything of."""
    lower = np.array(m.columns.lower)
    return np.where(np.isfinite(lower), lower, 0.0)


def fixed_integers(arrays: Arrays, values: Floats) -> Arrays:
    """Return the LP in which every whole number is fixed to its rounded value."""
    rounded = np.clip(np.round(values), arrays.lower, arrays.upper)
    return replace(
        arrays,
        lower=np.where(arrays.whole, rounded, arrays.lower),
        upper=np.where(arrays.whole, rounded, arrays.upper),
        whole=np.zeros_like(arrays.whole),
        counts=arrays.counted,
    )


def at_whole_numbers(arrays: Arrays, values: Floats) -> Arrays:
    """Return the LP of fixed whole numbers with what they are worth in the rows themselves.

    A solver takes a fixed column within its tolerance, which a loose limit multiplies.
    """
    fixed = fixed_integers(arrays, values)
    worth = arrays.matrix @ np.where(arrays.whole, fixed.lower, 0.0)
    return replace(
        fixed,
        matrix=(arrays.matrix @ diags_array(np.where(arrays.whole, 0.0, 1.0))).tocsr(),
        row_lower=arrays.row_lower - worth,
        row_upper=arrays.row_upper - worth,
    )


def restricted(arrays: Arrays, values: Floats, free: NDArray[np.bool_], cost: Floats) -> Arrays:
    """Return the problem in some columns alone, all others fixed to their values.

    Rows that no free column enters are dropped, and each row admits the present point, so that rounding in
    what is fixed can never make it infeasible.
    """
    inner = arrays.matrix[:, free]
    rows = np.diff(inner.tocsr().indptr) > 0
    outer = arrays.matrix[:, ~free] @ values[~free]
    now = arrays.activity(values)
    return replace(
        arrays,
        names=tuple(v for v, f in zip(arrays.names, free, strict=True) if f),
        numbers=None if arrays.numbers is None else arrays.numbers[free],
        row_names=tuple(row_name for row_name, r in zip(arrays.row_names, rows, strict=True) if r),
        cost=cost[free],
        lower=np.minimum(arrays.lower, values)[free],
        upper=np.maximum(arrays.upper, values)[free],
        whole=arrays.whole[free],
        money=None if arrays.money is None else arrays.money[free],
        units=None if arrays.units is None else arrays.units[free],
        counts=None if arrays.counts is None else arrays.counts[free],
        matrix=inner[rows, :].tocsr(),
        row_lower=(np.minimum(arrays.row_lower, now) - outer)[rows],
        row_upper=(np.maximum(arrays.row_upper, now) - outer)[rows],
    )


def row_units(matrix: csr_matrix, sizes: Floats, whole: Mask) -> Floats:
    """Return the unit of each row: what a unit as told of its largest quantity does in it, a power of two.

    Whole numbers count only where nothing else stands in a row: a limit that one of them opens may be loose.
    """
    entries = np.abs(matrix.data)
    largest = _largest(matrix, entries * np.where(whole, 0.0, sizes)[matrix.indices])
    largest = np.where(largest == 0.0, _largest(matrix, entries), largest)
    return np.asarray(np.exp2(np.round(np.log2(np.where(largest > 0.0, largest, 1.0)))))


def largest_terms(matrix: csr_matrix, values: Floats, least: Floats) -> Floats:
    """Return the largest term of each row (or its unit, if all are smaller), to measure a breach by."""
    return np.asarray(np.maximum(least, _largest(matrix, np.abs(matrix.data * values[matrix.indices]))))


def _largest(matrix: csr_matrix, entries: Floats) -> Floats:
    """Return the largest of the entries of each row, which are not negative; 0 where there is none."""
    found, starts = np.zeros(matrix.shape[0]), matrix.indptr
    there = np.flatnonzero(np.diff(starts))
    if len(there):
        found[there] = np.maximum.reduceat(entries, starts[there])
    return found


def with_fixed(arrays: Arrays, values: Floats, fixed: Mask) -> tuple[Arrays, tuple[Named, ...]]:
    """Return the problem left when some columns are fixed to their values, and the rows that breaks.

    Rows without a free column are dropped once they are found to hold, each measured against its own largest
    term: what was solved to a tolerance must not fail on being solved again.
    """
    free = ~fixed
    inner = arrays.matrix[:, free].tocsr()
    outer = np.asarray(arrays.matrix[:, fixed] @ values[fixed])
    rows = np.diff(inner.indptr) > 0
    largest = largest_terms(arrays.matrix[:, fixed], values[fixed], arrays.row_units)
    breach = np.maximum(arrays.row_lower - outer, outer - arrays.row_upper) / largest
    broken = ~rows & (breach > BREACH)
    left = replace(
        arrays,
        names=tuple(v for v, f in zip(arrays.names, free, strict=True) if f),
        numbers=None if arrays.numbers is None else arrays.numbers[free],
        row_names=tuple(row_name for row_name, r in zip(arrays.row_names, rows, strict=True) if r),
        cost=arrays.cost[free],
        lower=arrays.lower[free],
        upper=arrays.upper[free],
        whole=arrays.whole[free],
        money=None if arrays.money is None else arrays.money[free],
        units=None if arrays.units is None else arrays.units[free],
        counts=None if arrays.counts is None else arrays.counts[free],
        matrix=inner[rows, :].tocsr(),
        row_lower=(arrays.row_lower - outer)[rows],
        row_upper=(arrays.row_upper - outer)[rows],
    )
    return left, tuple(row_name for row_name, b in zip(arrays.row_names, broken, strict=True) if b)


def basis_by_name(basis: Basis, names: Sequence[Named], row_names: Sequence[Named], arrays: Arrays) -> Basis:
    """Return a basis in another model; what is new there stands at its bound, its constraint slack."""
    if names == arrays.names and row_names == arrays.row_names:
        return basis
    columns = dict(zip(names, basis[0].tolist(), strict=True))
    rows = dict(zip(row_names, basis[1].tolist(), strict=True))
    return (
        np.array([columns.get(name, NONBASIC_LOWER) for name in arrays.names], dtype=np.int8),
        np.array([rows.get(row_name, BASIC) for row_name in arrays.row_names], dtype=np.int8),
    )
