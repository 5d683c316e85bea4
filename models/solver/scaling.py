"""Numbers in units that the solver can see: its tolerances are 10⁻⁷, whatever a plan is written in.

Quantities are told in units of which a month's use is about a hundred (``models.plan.units``), each row so
that a unit of its largest quantity is 1 in it. A row that adds up sums of money (the tail, a cut) is off by
more than a tolerance through rounding alone where plans cost 10⁸, and HiGHS has then taken a plan for the
best that was not: so money is told in parts of the largest payment, and the objective in what a unit
typically costs. All of these are powers of two: exact to undo.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix, diags_array

from models.solver.standard_form import Arrays, Floats, Mask, row_units

PARTS = 32.0
"""The largest payment of the plan is about this many units of money."""
FINER = 256.0
"""What the unit of money is divided by where HiGHS cannot keep to its own tolerance."""
LARGEST_LINK = 1e14
"""The largest coefficient of a whole number as told."""
LARGEST_COST = 2.0**20
"""The largest cost as told: a penalty beyond all prices must not make these look like nothing."""
MOST_TOLD = 1024.0
"""Units as told of a quantity that a payment is looked at for: bounds may be as good as none."""


@dataclass(frozen=True)
class Scale:
    """How a model's numbers are told to the solver."""

    money: Mask
    """Columns of money, in units of …"""
    unit: float
    """… so much money each."""
    cost: float
    """What the objective is divided by."""
    sizes: Floats
    """Own units of each other column in one as told."""
    whole: Mask
    """Columns that count something: whole numbers, fixed or not."""

    @cached_property
    def columns(self) -> Floats:
        """Own units in a unit of each column."""
        return np.where(self.money, self.unit, self.sizes)

    def rows(self, matrix: csr_matrix) -> Floats:
        """Return the factor of each row: those that hold money are divided by its unit."""
        if not len(self.sizes):
            return np.ones(matrix.shape[0])
        units = row_units(matrix, self.sizes, self.whole | self.money)
        held = abs(matrix) @ self.money.astype(float) > 0
        return np.where(held, 1.0 / self.unit, 1.0 / units)


def scale_of(arrays: Arrays) -> Scale:
    """Return the scale of a model: by its units, its prices and the largest payment in its rows of money."""
    money, sizes = arrays.sums, arrays.sizes
    widest = np.maximum(np.abs(arrays.lower), np.abs(arrays.upper))
    widest = np.where(arrays.counted, widest, np.minimum(widest, MOST_TOLD * sizes))
    widest = np.where(np.isfinite(widest) & ~money, widest, 0.0)
    unit = 1.0
    if money.any():
        held = abs(arrays.matrix)[abs(arrays.matrix) @ money.astype(float) > 0]
        payments = (held @ diags_array(widest)).tocsr()
        largest = float(payments.max()) if payments.nnz else 0.0
        unit = _power(max(largest, float(np.max(np.abs(arrays.cost) * widest, initial=0.0))) / PARTS)
    return Scale(money, unit, _cost_scale(arrays, unit), sizes, arrays.counted)


def in_finer_money(arrays: Arrays, scale: Scale) -> Scale:
    """Return a scale whose unit of money is a small part of another's.

    A limit far beyond what is paid makes a unit in which all payments together are less than a tolerance.
    """
    unit = scale.unit / FINER
    return replace(scale, unit=unit, cost=_cost_scale(arrays, unit))


def _cost_scale(arrays: Arrays, unit: float) -> float:
    """Return what the objective is divided by: what a unit as told costs, in the middle of all that cost."""
    priced = (arrays.cost != 0.0) & ~arrays.counted & ~arrays.sums
    if not priced.any():
        priced = arrays.cost != 0.0
    told = np.sort(np.abs(arrays.cost * np.where(arrays.sums, unit, arrays.sizes))[priced])
    return _power(max(float(told[len(told) // 2]), float(told[-1]) / LARGEST_COST)) if len(told) else 1.0


def _power(size: float) -> float:
    return float(2.0 ** np.round(np.log2(size))) if 0.0 < size < np.inf else 1.0


AS_IT_IS = Scale(np.zeros(0, dtype=bool), 1.0, 1.0, np.empty(0), np.zeros(0, dtype=bool))
"""Nothing is told in another unit."""


def scaled(arrays: Arrays, scale: Scale, factors: Floats | None = None) -> Arrays:
    """Return a model as the solver is told it; ``factors`` of its rows where they are known already."""
    if not len(scale.sizes):
        return arrays
    columns, rows = scale.columns, scale.rows(arrays.matrix) if factors is None else factors
    matrix = scaled_rows(arrays.matrix, scale, rows)
    if matrix.nnz and np.max(np.abs(matrix.data)) > LARGEST_LINK:
        # HiGHS refuses such numbers; what opens 10¹² months of use opens as much as anyone can use.
        linked = arrays.counted[matrix.indices]
        matrix.data = np.where(linked, np.clip(matrix.data, -LARGEST_LINK, LARGEST_LINK), matrix.data)
    return replace(
        arrays,
        cost=arrays.cost * columns / scale.cost,
        lower=arrays.lower / columns,
        upper=arrays.upper / columns,
        matrix=matrix,
        row_lower=arrays.row_lower * rows,
        row_upper=arrays.row_upper * rows,
    )


def scaled_rows(matrix: csr_matrix, scale: Scale, rows: Floats) -> csr_matrix:
    """Return rows as the solver is told them."""
    data = matrix.data * np.repeat(rows, np.diff(matrix.indptr)) * scale.columns[matrix.indices]
    return csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)
