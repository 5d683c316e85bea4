"""Money in units that the solver can see: plans cost 10⁸, and tolerances are 10⁻⁷.

A row that adds up sums of money (the tail, a cut) is off by more than the solver's absolute tolerance through
rounding alone, and HiGHS has then taken a plan for the best that was not. So columns of money are told to it
in a larger unit, a power of two: exact to undo.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix, diags_array

from models.solver.standard_form import Arrays, Floats, Mask

PARTS = 32.0
"""The largest payment of the plan is about this many units of money."""
FINENESS = 1024.0
"""Units of the objective in a unit of money: its tolerance is that of prices, not of sums."""


@dataclass(frozen=True)
class Scale:
    """How a model's numbers are told to the solver."""

    money: Mask
    """Columns of money, in units of …"""
    unit: float
    """… so much money each."""
    cost: float
    """What the objective is divided by."""

    @cached_property
    def columns(self) -> Floats:
        """Own units in a unit of each column."""
        return np.where(self.money, self.unit, 1.0)

    def rows(self, matrix: csr_matrix) -> Floats:
        """Return the factor of each row: those that hold money are divided by its unit."""
        if self.unit == 1.0:
            return np.ones(matrix.shape[0])
        return np.where(abs(matrix) @ self.money.astype(float) > 0, 1.0 / self.unit, 1.0)


def scale_of(arrays: Arrays) -> Scale:
    """Return the scale of a model: by the largest payment in its rows of money."""
    money = arrays.sums
    if not money.any():
        return Scale(money, 1.0, 1.0)
    widest = np.maximum(np.abs(arrays.lower), np.abs(arrays.upper))
    widest = np.where(np.isfinite(widest) & ~money, widest, 0.0)
    held = abs(arrays.matrix)[abs(arrays.matrix) @ money.astype(float) > 0]
    payments = (held @ diags_array(widest)).tocsr()
    largest = max(float(payments.max()) if payments.nnz else 0.0, float(np.max(np.abs(arrays.cost) * widest)))
    unit = 2.0 ** max(0, round(np.log2(max(1.0, largest / PARTS))))
    return Scale(money, unit, max(1.0, unit / FINENESS))


AS_IT_IS = Scale(np.zeros(0, dtype=bool), 1.0, 1.0)
"""Nothing is told in another unit."""


def scaled(arrays: Arrays, scale: Scale) -> Arrays:
    """Return a model as the solver is told it."""
    if scale.unit == 1.0:
        return arrays
    columns, rows = scale.columns, scale.rows(arrays.matrix)
    return replace(
        arrays,
        cost=arrays.cost * columns / scale.cost,
        lower=arrays.lower / columns,
        upper=arrays.upper / columns,
        matrix=scaled_rows(arrays.matrix, scale, rows),
        row_lower=arrays.row_lower * rows,
        row_upper=arrays.row_upper * rows,
    )


def scaled_rows(matrix: csr_matrix, scale: Scale, rows: Floats) -> csr_matrix:
    """Return rows as the solver is told them."""
    return (diags_array(rows) @ matrix @ diags_array(scale.columns)).tocsr()
