"""An LP that stays in HiGHS from one solve to the next."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.solver.highs import (
    OTHER_WAYS,
    UNCLEAR,
    USUAL_WAY,
    Options,
    Outcome,
    Status,
    loaded,
    meaning,
    set_basis,
    try_again,
)
from models.solver.scaling import scale_of, scaled_rows
from models.solver.standard_form import (
    BASIC,
    NONBASIC_FREE,
    NONBASIC_LOWER,
    NONBASIC_UPPER,
    Arrays,
    Basis,
    Floats,
)


class PersistentLP:
    """An LP kept in HiGHS between solves, so that each starts from the last one's basis.

    Parameters
    ----------
    arrays : Arrays
        Solved as an LP; whole numbers are let go.
    options : Options
        Its stop event and its deadline are heard; a limit for each run is not.
    """

    def __init__(self, arrays: Arrays, options: Options) -> None:
        quiet = replace(options, time_limit=None, deadline=None, log=None, threads=0)
        self._scale = scale_of(arrays)
        self._highs = loaded(arrays, quiet, relaxed=True, scale=self._scale)
        self._units = self._scale.columns
        self._own_rows = arrays.matrix.shape[0]
        self._factors = self._scale.rows(arrays.matrix)
        self._bounds = arrays.lower.copy(), arrays.upper.copy()
        self._sides = arrays.row_lower, arrays.row_upper
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("parallel", "off")
        # Presolve helps the first solve of many alone, and keeps a second copy of the LP for all of them.
        self._highs.setOptionValue("presolve", "off")
        self._stop, self.deadline = options.stop, options.deadline
        self._highs.cbSimplexInterrupt += self._interrupt

    def _interrupt(self, event: Any) -> None:
        if self._over():
            event.interrupt()

    def _over(self) -> bool:
        late = self.deadline is not None and time.perf_counter() >= self.deadline
        return late or self._stop.is_set()

    def set_bounds(self, columns: NDArray[np.int32], lower: Floats, upper: Floats) -> None:
        """Set the bounds of some columns."""
        self._bounds[0][columns], self._bounds[1][columns] = lower, upper
        units = self._units[columns]
        self._highs.changeColsBounds(len(columns), columns, lower / units, upper / units)

    def set_costs(self, columns: NDArray[np.int32], costs: Floats) -> None:
        """Set the costs of some columns."""
        self._highs.changeColsCost(len(columns), columns, costs * self._units[columns] / self._scale.cost)

    def add_rows(self, lower: Floats, upper: Floats, rows: csr_matrix) -> None:
        """Append rows lower ≤ A·x ≤ upper."""
        factors = self._scale.rows(rows)
        told = scaled_rows(rows, self._scale, factors)
        self._factors = np.append(self._factors, factors)
        self._sides = np.append(self._sides[0], lower), np.append(self._sides[1], upper)
        self._highs.addRows(
            len(lower),
            lower * factors,
            upper * factors,
            told.nnz,
            told.indptr[:-1].astype(np.int32),
            told.indices.astype(np.int32),
            told.data,
        )

    def row_duals(self) -> Floats:
        """Return the dual values that the last solve gave the rows that it was made with."""
        told = np.array(self._highs.getSolution().row_dual)[: self._own_rows]
        return told * self._factors[: self._own_rows] * self._scale.cost

    def set_basis(self, basis: Basis) -> None:
        """Begin the next solve here; a basis of another rank is repaired."""
        set_basis(self._highs, basis)

    def forget(self) -> None:
        """Begin the next solve from nothing."""
        self._highs.clearSolver()

    def basis(self) -> Basis | None:
        """Return where the last solve ended; quicker than HiGHS tells it."""
        solver: Any = self._highs
        status, basic = solver.getBasicVariables()
        if status != highspy.HighsStatus.kOk:
            return None
        solution = self._highs.getSolution()
        columns = _nearest(np.array(solution.col_value) * self._units, *self._bounds)
        rows = _nearest(np.array(solution.row_value) / self._factors, *self._sides)
        columns[basic[basic >= 0]] = BASIC
        rows[-1 - basic[basic < 0]] = BASIC
        return columns, rows

    def solve(self) -> Outcome:
        """Solve from the last basis.

        Returns
        -------
        Outcome
            With the reduced costs of the columns.
        """
        begin = time.perf_counter()
        self._highs.run()
        for changes in OTHER_WAYS:
            if self._highs.getModelStatus() not in UNCLEAR or self._over():
                break
            try_again(self._highs, changes)
            self._highs.run()
            try_again(self._highs, {**USUAL_WAY, "presolve": "off"}, clear=False)
        status = meaning(self._highs.getModelStatus(), has_plan=False, whole=False)
        outcome = Outcome(status, seconds=time.perf_counter() - begin)
        if status is not Status.OPTIMAL:
            return outcome
        solution = self._highs.getSolution()
        objective = self._scale.cost * self._highs.getInfo().objective_function_value
        return replace(
            outcome,
            objective=objective,
            bound=objective,
            values=np.array(solution.col_value) * self._units,
            reduced_costs=np.array(solution.col_dual) * self._scale.cost / self._units,
        )


def _nearest(values: Floats, lower: Floats, upper: Floats) -> NDArray[np.int8]:
    """Return at which bound each value stands, by the status of a basis."""
    at_upper = np.abs(values - lower) > np.abs(upper - values)
    free = np.isneginf(lower) & np.isposinf(upper)
    return np.where(free, NONBASIC_FREE, np.where(at_upper, NONBASIC_UPPER, NONBASIC_LOWER)).astype(np.int8)
