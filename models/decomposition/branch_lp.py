"""The LP of a branch at a given trunk plan, kept between questions (decision 0084).

Once the trunk is given, a row that holds one column of the branch's own is a bound of that column: links to
what is opened, limits of call-offs, gates of designs. They are more than half of all rows, and the simplex
method is quicker without them. What they are priced at is what their columns' reduced costs say there, so
that replies, dual values and bases are those of the whole LP.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from models.solver.highs import Options, Outcome, Status
from models.solver.persistent_lp import PersistentLP
from models.solver.standard_form import (
    BASIC,
    NONBASIC_LOWER,
    NONBASIC_UPPER,
    Arrays,
    Basis,
    Floats,
    Mask,
)

OFF = 1e-7
"""Bounds may miss each other by this part of a unit as told, as a row may for the solver."""


@dataclass(frozen=True)
class BoundRows:
    """Rows of one column of a branch's own; by ``rows``, no two of the same column."""

    rows: NDArray[np.int64]
    column: NDArray[np.int32]
    """The column of each …"""
    factor: Floats
    """… and its coefficient."""
    trunk: csr_matrix
    """The rest of each, over the columns that the branch sees of the trunk."""
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, arrays: Arrays, seen: NDArray[np.int32]) -> BoundRows:
        """Find them."""
        matrix = arrays.matrix
        rows, columns = matrix.shape
        own = np.ones(columns, dtype=bool)
        own[seen] = False
        entries = np.flatnonzero(own[matrix.indices] & (matrix.data != 0.0))
        holder = np.searchsorted(matrix.indptr, entries, side="right") - 1
        alone = np.bincount(holder, minlength=rows)[holder] == 1
        entries, holder = entries[alone], holder[alone]
        _, first = np.unique(matrix.indices[entries], return_index=True)
        first.sort()
        entries, holder = entries[first], holder[first]
        return cls(
            rows=holder,
            column=matrix.indices[entries],
            factor=matrix.data[entries],
            trunk=matrix[holder][:, seen],
            lower=arrays.row_lower[holder],
            upper=arrays.row_upper[holder],
        )

    @cached_property
    def transposed(self) -> csc_matrix:
        """The rest of each, by column seen; without a copy."""
        return self.trunk.T

    def bounds(self, trunk: Floats) -> tuple[Floats, Floats]:
        """Return the bounds of their columns at a trunk plan."""
        given = self.trunk @ trunk
        one, other = (self.lower - given) / self.factor, (self.upper - given) / self.factor
        return np.minimum(one, other), np.maximum(one, other)


class BranchLP:
    """An LP that is asked about one trunk plan after the other.

    Parameters
    ----------
    arrays : Arrays
        Of the branch.
    seen : ndarray of int
        Columns shared with the trunk.
    options : Options
        As for ``PersistentLP``.
    """

    def __init__(self, arrays: Arrays, seen: NDArray[np.int32], options: Options) -> None:
        self._arrays, self._seen, self._options = arrays, seen, options
        self._bound = BoundRows.of(arrays, seen)
        stays = np.ones(arrays.matrix.shape[0], dtype=bool)
        stays[self._bound.rows] = False
        self._kept = np.flatnonzero(stays)
        self._held: PersistentLP | None = None
        self._whole: PersistentLP | None = None
        self._begin: Basis | None = None
        self._rested: Basis | None = None
        self.deadline = options.deadline

    def begin_at(self, basis: Basis) -> None:
        """Begin the first solve here."""
        self._begin = basis

    def rest(self) -> None:
        """Let go of HiGHS until the next question."""
        if self._held is not None:
            self._held.rest(self._rested)
        self._whole = None

    def solve(
        self, lower: Floats, upper: Floats, let_go: NDArray[np.int32] | None = None
    ) -> tuple[Outcome, Basis | None]:
        """Solve with the trunk between bounds, ``let_go`` without any.

        Returns
        -------
        Outcome
            Its dual values by row; its reduced costs are those of the columns shared with the trunk.
        tuple, optional
            Where it ended, in all rows.
        """
        if let_go is None and np.array_equal(lower, upper):
            return self._solve_held(lower)
        return self._solve_whole(lower, upper, let_go)

    def _solve_whole(
        self, lower: Floats, upper: Floats, let_go: NDArray[np.int32] | None
    ) -> tuple[Outcome, Basis | None]:
        lp = self._whole
        if lp is None:
            lp = self._whole = PersistentLP(self._arrays, self._options)
            if self._begin is not None:
                lp.set_basis(self._begin)
        lp.deadline = self.deadline
        lp.set_bounds(self._seen, lower, upper)
        if let_go is not None:
            lp.set_bounds(let_go, np.full(len(let_go), -math.inf), np.full(len(let_go), math.inf))
        outcome = lp.solve()
        if let_go is not None:
            lp.set_bounds(let_go, self._arrays.lower[let_go], self._arrays.upper[let_go])
        if outcome.status is not Status.OPTIMAL:
            return outcome, None
        basis = lp.basis()
        if self._held is None and basis is not None:
            self._begin = basis
        shared = outcome.reduced_costs[self._seen]
        return replace(outcome, duals=lp.row_duals(), reduced_costs=shared), basis

    def _solve_held(self, trunk: Floats) -> tuple[Outcome, Basis | None]:
        bound, column = self._bound, self._bound.column
        own = self._arrays.lower[column], self._arrays.upper[column]
        low, high = bound.bounds(trunk)
        missed = np.maximum(low - own[1], own[0] - high)
        if np.any(missed > OFF * self._arrays.sizes[column]):
            return Outcome(Status.INFEASIBLE), None
        low, high = np.clip(low, *own), np.clip(high, *own)
        lp = self._held = self._held or self._begun()
        self._whole = None
        lp.deadline = self.deadline
        lp.set_bounds(
            np.concatenate([self._seen, column]), np.concatenate([trunk, low]), np.concatenate([trunk, high])
        )
        outcome = lp.solve()
        if outcome.status is not Status.OPTIMAL:
            return outcome, None
        costs = outcome.reduced_costs[column]
        lower_is_row, upper_is_row = low > own[0], high < own[1]
        prices = np.where(np.where(costs > 0, lower_is_row, upper_is_row), costs / bound.factor, 0.0)
        duals = np.zeros(self._arrays.matrix.shape[0])
        duals[self._kept], duals[bound.rows] = lp.row_duals(), prices
        shared = outcome.reduced_costs[self._seen] - bound.transposed @ prices
        found = replace(outcome, duals=duals, reduced_costs=shared)
        self._rested = basis = lp.basis()
        if basis is None:
            return found, None
        at_upper = np.where(costs != 0.0, costs < 0, basis[0][column] == NONBASIC_UPPER)
        by_row = (basis[0][column] != BASIC) & np.where(at_upper, upper_is_row, lower_is_row)
        return found, self._with_rows(basis, by_row, at_upper)

    def _with_rows(self, basis: Basis, by_row: Mask, at_upper: Mask) -> Basis:
        """Return a basis in all rows: what a row bounds is in, the row is out."""
        bound = self._bound
        columns, rows = basis[0].copy(), np.full(self._arrays.matrix.shape[0], BASIC, dtype=np.int8)
        rows[self._kept] = basis[1]
        columns[bound.column[by_row]] = BASIC
        side = np.where(at_upper == (bound.factor > 0), NONBASIC_UPPER, NONBASIC_LOWER)
        rows[bound.rows[by_row]] = side[by_row]
        return columns, rows

    def _begun(self) -> PersistentLP:
        """Return the LP without the rows that are bounds, where the first solve is to begin."""
        arrays, kept = self._arrays, self._kept
        lp = PersistentLP(
            replace(
                arrays,
                matrix=arrays.matrix[kept],
                row_lower=arrays.row_lower[kept],
                row_upper=arrays.row_upper[kept],
            ),
            self._options,
        )
        if self._begin is not None:
            lp.set_basis(self._without_rows(self._begin))
            self._begin = None
        return lp

    def _without_rows(self, basis: Basis) -> Basis:
        """Return a basis in the rows that stay: what is in and bounded by a row that is out stands there."""
        bound = self._bound
        columns, row = basis[0].copy(), basis[1][bound.rows]
        stands = (row != BASIC) & (columns[bound.column] == BASIC)
        side = np.where((row == NONBASIC_UPPER) == (bound.factor > 0), NONBASIC_UPPER, NONBASIC_LOWER)
        columns[bound.column[stands]] = side[stands]
        return columns, basis[1][self._kept]
