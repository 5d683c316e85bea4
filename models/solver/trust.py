"""No solver is believed: what it says of a model is held against the model itself (docs/decisions/0018).

Sums of numbers at hand, no search: values against bounds, rows and whole numbers, the objective against cost
times values, a bound against every plan known, the optimum of an LP against its dual values, and "no plan"
against a proof of Farkas. Tolerances are those of the model as the solver is told it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from models.solver.scaling import Scale
from models.solver.standard_form import Arrays, Floats, largest_terms

ROW_OFF = 1e-5
"""A row may be off by this part of its largest term (or of 1): the solver is asked for 1e-7 of its own."""
COLUMN_OFF = 1e-5
"""A value may be off its bound by this part of it (or of 1)."""
WHOLE_OFF = 1e-4
"""A whole number may be off by so much: where finer fails the solver is asked for 1e-6 of its own."""
COST_OFF = 1e-6
"""Objective and bounds may be off by this part of the sum of all costs without their signs (or of 1)."""
PROVEN = 1e-9
"""By what part of its largest term a proof that there is no plan must hold."""


@dataclass(frozen=True)
class Rows:
    """Rows lower ≤ A·x ≤ upper, and what each is multiplied by where the solver is told it."""

    matrix: csr_matrix
    lower: Floats
    upper: Floats
    factors: Floats


def _joined(first: Rows, second: Rows) -> Rows:
    both = (first.lower, second.lower), (first.upper, second.upper), (first.factors, second.factors)
    return Rows(vstack([first.matrix, second.matrix]).tocsr(), *map(np.concatenate, both))


@dataclass(frozen=True)
class Facts:
    """A model and how it was told: all that an answer is held against."""

    cost: Floats
    lower: Floats
    upper: Floats
    rows: Sequence[Rows]
    """Blocks in their order."""
    scale: Scale
    whole: np.ndarray | None = None
    """Columns that must be whole; ``None``: all are let go."""

    @classmethod
    def of(cls, arrays: Arrays, scale: Scale, *, relaxed: bool) -> Facts:
        """Return the facts of a model."""
        factors = scale.rows(arrays.matrix)
        rows = Rows(arrays.matrix, arrays.row_lower, arrays.row_upper, factors)
        whole = None if relaxed or not arrays.whole.any() else arrays.whole
        return cls(arrays.cost, arrays.lower, arrays.upper, (rows,), scale, whole)

    def with_rows(self, rows: Rows) -> Facts:
        """Return the facts of the model with rows more; few blocks, whatever their number."""
        blocks = [*self.rows, rows]
        while len(blocks) > 2 and len(blocks[-2].lower) <= 2 * len(blocks[-1].lower):
            blocks[-2:] = [_joined(*blocks[-2:])]
        return replace(self, rows=tuple(blocks))

    @property
    def factors(self) -> Floats:
        """What the rows are multiplied by where the solver is told them."""
        return np.concatenate([block.factors for block in self.rows])

    def doubt_of_values(self, values: Floats) -> str | None:
        """Return what speaks against a plan: a bound, a row or a whole number that it breaks."""
        if len(values) != len(self.cost) or not np.all(np.isfinite(values)):
            return "the values are no numbers"
        off = np.maximum(self.lower - values, values - self.upper)
        size = np.maximum(self.scale.columns, np.abs(values))
        if np.any(off > COLUMN_OFF * size):
            return "a value is out of its bounds"
        if self.whole is not None:
            inside = values[self.whole]
            if np.any(np.abs(inside - np.round(inside)) > WHOLE_OFF):
                return "a whole number is none"
        for block in self.rows:
            activity = block.matrix @ values
            off = np.maximum(block.lower - activity, activity - block.upper) * block.factors
            wide = np.flatnonzero(off > ROW_OFF)  # most plans have none; terms are looked at for those alone
            if len(wide):
                told = block.factors[wide]
                terms = largest_terms(block.matrix[wide], values) * np.minimum(told, 1.0)
                if np.any(off[wide] > ROW_OFF * np.maximum(1.0, terms)):
                    return "the values break a row"
        return None

    def cost_of(self, values: Floats) -> float:
        """Return cost times values."""
        return float(self.cost @ values)

    def rounding(self, values: Floats) -> float:
        """Return what the objective may be off by."""
        return COST_OFF * max(1.0, self.scale.cost, float(np.abs(self.cost) @ np.abs(values)))

    def doubt_of_objective(self, values: Floats, said: float) -> str | None:
        """Return what speaks against an objective: cost times values."""
        if abs(said - self.cost_of(values)) <= self.rounding(values):
            return None
        return f"the objective is said to be {said:.10g}, cost times values {self.cost_of(values):.10g}"

    def doubt_of_duals(self, values: Floats, duals: Floats) -> str | None:
        """Return what speaks against the optimum of an LP: the bound that its dual values give lies lower."""
        if not np.all(np.isfinite(duals)):
            return "the dual values are no numbers"
        slopes, bound, at = self.cost, 0.0, 0
        for block in self.rows:
            own = duals[at : at + len(block.lower)]
            at += len(own)
            used = own != 0.0
            activity = None
            sides = np.where(own > 0, block.lower, block.upper)
            if not np.all(np.isfinite(sides[used])):
                # A price of rounding where the row has no side: it holds nothing.
                activity = block.matrix @ values
                sides = np.where(np.isfinite(sides), sides, activity)
                lost = used & ~np.isfinite(np.where(own > 0, block.lower, block.upper))
                if np.any(np.abs(own[lost]) / (block.factors[lost] * self.scale.cost) > _DUST):
                    return "a dual value has the wrong sign"
            bound += float(own[used] @ sides[used])
            slopes = slopes - block.matrix.T @ own
        ends = np.where(slopes > 0, self.lower, self.upper)
        endless = ~np.isfinite(ends)
        if np.any(np.abs(slopes[endless]) * self.scale.columns[endless] / self.scale.cost > _DUST):
            return "a reduced cost has the wrong sign"
        bound += float(np.sum(slopes * np.where(endless, values, ends)))
        low = self.cost_of(values) - bound
        if low <= max(self.rounding(values), COST_OFF * float(np.abs(duals) @ self._largest_sides(values))):
            return None
        return f"its dual values prove {bound:.10g} only"

    def _largest_sides(self, values: Floats) -> Floats:
        return np.concatenate([np.abs(block.matrix @ values) for block in self.rows])

    def proves_none(self, ray: Floats) -> bool:
        """Tell whether weights of the rows prove that no values meet rows and bounds (Farkas).

        The weighted sum of the rows asks for more than the bounds let it be; either sign will do.
        """
        return any(self._proves_none(sign * ray) for sign in (1.0, -1.0))

    def _proves_none(self, ray: Floats) -> bool:
        largest = float(np.max(np.abs(ray), initial=0.0))
        if largest == 0.0 or not np.isfinite(largest):
            return False
        ray = np.where(np.abs(ray) > PROVEN * largest, ray / largest, 0.0)
        slopes, asked, size, at = np.zeros(len(self.cost)), 0.0, 0.0, 0
        terms = np.zeros(len(self.cost))
        for block in self.rows:
            own = ray[at : at + len(block.lower)]
            at += len(own)
            used = own != 0.0
            sides = own[used] * np.where(own > 0, block.lower, block.upper)[used]
            asked += float(np.sum(sides))
            size += float(np.sum(np.abs(sides)))
            slopes += block.matrix.T @ own
            terms += abs(block.matrix).T @ np.abs(own)
        slopes = np.where(np.abs(slopes) > PROVEN * terms, slopes, 0.0)  # the rest is rounding
        used = slopes != 0.0
        most = slopes[used] * np.where(slopes > 0, self.upper, self.lower)[used]
        size += float(np.sum(np.abs(most)))
        return bool(np.isfinite(size) and asked - float(np.sum(most)) > PROVEN * size)


_DUST = 1e-5
"""A dual value that is wrong by so much, in the solver's own units, is rounding."""
