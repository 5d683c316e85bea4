"""No solver is believed: what it says of a model is held against the model itself (docs/decisions/0018).

Sums of numbers at hand, no search: values against bounds, rows and whole numbers, the objective against cost
times values, a bound against every plan known, the optimum of an LP against its dual values, and "no plan"
against a proof of Farkas. Tolerances are those of the model as the solver is told it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, vstack

from models.solver.scaling import Scale
from models.solver.standard_form import Arrays, Floats, largest_terms

ROW_OFF = 1e-5
"""A row may be off by this part of its largest term (or of its unit); the solver is asked for 1e-7."""
COLUMN_OFF = 1e-5
"""A value may be off its bound by this part of it (or of its unit)."""
WHOLE_OFF = 1e-4
"""A whole number may be off by so much: where finer fails the solver is asked for 1e-6 of its own."""
COST_OFF = 1e-6
"""Objective and bounds may be off by this part of the sum of all costs without their signs (or of a
unit as told)."""
ZERO = 1e-6
"""Dual values below are none, in the solver's own units: it is asked for 1e-7 itself."""
ENDLESS = 1e20
"""Room where there is no bound: a price there proves nothing."""
PROVEN = 1e-9
"""By what part of its largest term a proof that there is no plan must hold."""


@dataclass(frozen=True)
class Rows:
    """Rows lower ≤ A·x ≤ upper, and what each is multiplied by where the solver is told it."""

    matrix: csr_matrix
    lower: Floats
    upper: Floats
    factors: Floats

    @cached_property
    def transposed(self) -> csc_matrix:
        """Aᵀ, without a copy."""
        return self.matrix.T


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
    least_cost: float = 1.0
    """Gaps are not measured against less [money]."""

    @classmethod
    def of(cls, arrays: Arrays, scale: Scale, *, relaxed: bool) -> Facts:
        """Return the facts of a model."""
        factors = scale.rows(arrays.matrix)
        rows = Rows(arrays.matrix, arrays.row_lower, arrays.row_upper, factors)
        whole = None if relaxed or not arrays.whole.any() else arrays.whole
        return cls(arrays.cost, arrays.lower, arrays.upper, (rows,), scale, whole, arrays.least_cost)

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

    def activities(self, values: Floats) -> list[Floats]:
        """Return A·x, by block."""
        return [block.matrix @ values for block in self.rows]

    def doubt_of_values(self, values: Floats, activities: Sequence[Floats]) -> str | None:
        """Return what speaks against a plan: a bound, a row or a whole number that it breaks."""
        off = np.maximum(self.lower - values, values - self.upper)
        if not off.max(initial=0.0) <= COLUMN_OFF:
            size = np.maximum(self.scale.columns, np.abs(values))
            if not np.all(off <= COLUMN_OFF * size):
                return "a value is out of its bounds"
        if self.whole is not None:
            inside = values[self.whole]
            if np.any(np.abs(inside - np.round(inside)) > WHOLE_OFF):
                return "a whole number is none"
        for block, activity in zip(self.rows, activities, strict=True):
            off_by = np.maximum(block.lower - activity, activity - block.upper) * block.factors
            if not off_by.max(initial=0.0) <= ROW_OFF:  # terms are looked at where they are needed alone
                wide = np.flatnonzero(~(off_by <= ROW_OFF))
                told = block.factors[wide]
                terms = largest_terms(block.matrix[wide], values, 1.0 / told) * told
                if not np.all(off_by[wide] <= ROW_OFF * terms):
                    return "the values break a row"
        return None

    def cost_of(self, values: Floats) -> float:
        """Return cost times values."""
        return float(self.cost @ values)

    def rounding(self, values: Floats) -> float:
        """Return what the objective may be off by."""
        return COST_OFF * max(self.scale.cost, float(np.abs(self.cost) @ np.abs(values)))

    def doubt_of_objective(self, values: Floats, said: float) -> str | None:
        """Return what speaks against an objective: cost times values."""
        off = abs(said - self.cost_of(values))
        if off <= COST_OFF * self.scale.cost or off <= self.rounding(values):
            return None
        return f"the objective is said to be {said:.10g}, cost times values {self.cost_of(values):.10g}"

    def doubt_of_duals(self, values: Floats, activities: Sequence[Floats], duals: Floats) -> str | None:
        """Return what speaks against the optimum of an LP: the bound that its dual values give lies lower.

        How much lower is what complementary slackness leaves: each price times the room that it leaves.
        """
        slopes, lower, at = self.cost, 0.0, 0
        for block, activity in zip(self.rows, activities, strict=True):
            own = duals[at : at + len(activity)]
            at += len(activity)
            lower += _left_open(own, block.factors * self.scale.cost, activity, block.lower, block.upper)
            slopes = slopes - block.transposed @ own
        lower += _left_open(slopes, self.scale.cost / self.scale.columns, values, self.lower, self.upper)
        if lower <= COST_OFF * self.scale.cost:
            return None
        if lower <= max(self.rounding(values), COST_OFF * self._paid(activities, duals)):
            return None
        return f"its dual values prove no more than {self.cost_of(values) - lower:.10g}"

    def proven_by(self, duals: Floats) -> float:
        """Return the bound that dual values prove, whatever they were found for; it may be −∞."""
        slopes, proven, at = self.cost, 0.0, 0
        for block in self.rows:
            own = duals[at : at + len(block.lower)]
            at += len(own)
            proven += _worth(own, block.factors * self.scale.cost, block.lower, block.upper)
            slopes = slopes - block.transposed @ own
        return proven + _worth(slopes, self.scale.cost / self.scale.columns, self.lower, self.upper)

    def _paid(self, activities: Sequence[Floats], duals: Floats) -> float:
        """Return the sum of what all rows are priced at, without signs."""
        return float(np.abs(duals) @ np.abs(np.concatenate([*activities])))

    def a_row_proves_none(self) -> bool:
        """Tell whether a row alone rules every plan out: nothing that the bounds allow reaches its sides."""
        for block in self.rows:
            up, down = block.matrix.copy(), block.matrix.copy()
            up.data, down.data = np.maximum(up.data, 0.0), np.minimum(down.data, 0.0)
            up.eliminate_zeros()  # nothing times no bound is no number
            down.eliminate_zeros()
            with np.errstate(invalid="ignore"):  # a row without an end on either side proves nothing
                least = up @ self.lower + down @ self.upper
                most = up @ self.upper + down @ self.lower
                over, under = (least - block.upper), (block.lower - most)
            if np.any(np.maximum(over, under) * block.factors > ROW_OFF):
                return True
        return False

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
            slopes += block.transposed @ own
            terms += abs(block.matrix).T @ np.abs(own)
        slopes = np.where(np.abs(slopes) > PROVEN * terms, slopes, 0.0)  # the rest is rounding
        used = slopes != 0.0
        most = slopes[used] * np.where(slopes > 0, self.upper, self.lower)[used]
        size += float(np.sum(np.abs(most)))
        return bool(np.isfinite(size) and asked - float(np.sum(most)) > PROVEN * size)


def _left_open(prices: Floats, unit: Floats, reached: Floats, lower: Floats, upper: Floats) -> float:
    """Return what prices leave open: each times the room between the value and the bound that it is of."""
    size = np.abs(prices)
    size[size <= ZERO * unit] = 0.0
    room = np.where(prices > 0, reached - lower, upper - reached)
    return float(size @ np.minimum(room, ENDLESS))


def _worth(prices: Floats, unit: Floats, lower: Floats, upper: Floats) -> float:
    """Return the least that prices ask for; where there is no bound, a price of rounding asks nothing."""
    side = np.where(prices > 0, lower, upper)
    none = (prices == 0.0) | (np.isinf(side) & (np.abs(prices) <= ZERO * unit))
    least = float(prices @ np.where(none, 0.0, side))
    return -np.inf if np.isnan(least) else least
