"""An LP that stays in HiGHS from one solve to the next."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from functools import partial
from typing import Any, cast

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.solver.confirm import Confirmation
from models.solver.highs import (
    OTHER_WAYS,
    UNCLEAR,
    USUAL_WAY,
    loaded,
    meaning,
    ray_of,
    set_basis,
    told_in,
    try_again,
    version,
)
from models.solver.outcome import Options, Outcome, Status
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
from models.solver.trust import Facts, Rows

UNHEARD, LEAST_UNHEARD, NUMBERS = 1000, 20, 20_000_000
"""Iterations that nobody is listened to in: at most, at least, and this many over the numbers of the LP."""
_NO_LIMIT = 2**31 - 1
CLEARLY = 1e-7
"""A run ends above a cost by so much more of it that its dual values prove that, in spite of rounding."""


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
        self._quiet = replace(options, time_limit=None, deadline=None, log=None, threads=0)
        self._scale = scale_of(arrays)
        self._arrays = arrays
        self._units = self._scale.columns
        self._own_rows = arrays.matrix.shape[0]
        self._facts = Facts.of(
            replace(
                arrays,
                lower=arrays.lower.copy(),
                upper=arrays.upper.copy(),
                row_lower=arrays.row_lower.copy(),
                row_upper=arrays.row_upper.copy(),
            ),
            self._scale,
            relaxed=True,
        )
        self._values: Floats = np.empty(0)
        self._duals: Floats = np.empty(0)
        self._stop, self.deadline = options.stop, options.deadline
        numbers = max(1, arrays.matrix.nnz)
        self._unheard = max(LEAST_UNHEARD, min(UNHEARD, NUMBERS // numbers))
        self._resting: Basis | None = None
        self._own_highs: highspy.Highs | None = None

    def _loaded(self) -> highspy.Highs:
        """Return HiGHS with the LP as it is now."""
        facts = self._facts
        rows = facts.rows[0]
        arrays = replace(
            self._arrays,
            cost=facts.cost,
            lower=facts.lower,
            upper=facts.upper,
            row_lower=rows.lower,
            row_upper=rows.upper,
        )
        own = rows.factors
        highs = loaded(arrays, self._quiet, relaxed=True, scale=self._scale, factors=own)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("parallel", "off")
        # Presolve helps the first solve of many alone, and keeps a second copy of the LP for all of them.
        highs.setOptionValue("presolve", "off")
        return highs

    def rest(self, basis: Basis | None) -> None:
        """Let go of HiGHS, which holds ten times as much as the LP, and begin the next solve at a basis.

        An LP to which rows were added stays.
        """
        if len(self._facts.rows) > 1:
            return
        self._resting = self._resting if basis is None else basis
        self._values = self._duals = np.empty(0)
        self._own_highs = None

    @property
    def _highs(self) -> highspy.Highs:
        """HiGHS with the LP, handed over again after a rest."""
        if self._own_highs is None:
            self._own_highs = self._loaded()
            if self._resting is not None:
                set_basis(self._own_highs, self._resting, own=True)
        return self._own_highs

    def _interrupt(self, event: Any) -> None:
        if self._over():
            event.interrupt()

    def _over(self) -> bool:
        late = self.deadline is not None and time.perf_counter() >= self.deadline
        return late or self._stop.is_set()

    def set_bounds(self, columns: NDArray[np.int32], lower: Floats, upper: Floats) -> None:
        """Set the bounds of some columns."""
        facts = self._facts
        moved = (facts.lower[columns] != lower) | (facts.upper[columns] != upper)
        columns, lower, upper = columns[moved], lower[moved], upper[moved]
        facts.lower[columns], facts.upper[columns] = lower, upper
        if self._own_highs is None or not len(columns):
            return  # one at rest is told when it wakes
        units = self._units[columns]
        self._highs.changeColsBounds(len(columns), columns, lower / units, upper / units)

    def set_row_bounds(self, rows: NDArray[np.int32], lower: Floats, upper: Floats) -> None:
        """Set the sides of some of the rows that the LP was made with."""
        own = self._facts.rows[0]
        own.lower[rows], own.upper[rows] = lower, upper
        if self._own_highs is None or not len(rows):
            return
        factors, solver = own.factors[rows], cast("Any", self._highs)
        solver.changeRowsBounds(len(rows), rows, lower * factors, upper * factors)

    def set_costs(self, columns: NDArray[np.int32], costs: Floats) -> None:
        """Set the costs of some columns."""
        cost = self._facts.cost.copy()
        cost[columns] = costs
        self._facts = replace(self._facts, cost=cost)
        self._highs.changeColsCost(len(columns), columns, costs * self._units[columns] / self._scale.cost)

    def add_rows(self, lower: Floats, upper: Floats, rows: csr_matrix) -> None:
        """Append rows lower ≤ A·x ≤ upper."""
        factors = self._scale.rows(rows)
        told = scaled_rows(rows, self._scale, factors)
        self._facts = self._facts.with_rows(Rows(rows, lower, upper, factors))
        self._highs.addRows(
            len(lower),
            lower * factors,
            upper * factors,
            told.nnz,
            told.indptr[:-1].astype(np.int32),
            told.indices.astype(np.int32),
            told.data,
        )

    @property
    def rows_added(self) -> tuple[Rows, ...]:
        """The rows that were appended, in their order, a few blocks of them."""
        return tuple(self._facts.rows[1:])

    def row_duals(self) -> Floats:
        """Return the dual values that the last solve gave the rows that it was made with."""
        return self._duals[: self._own_rows]

    def set_basis(self, basis: Basis) -> None:
        """Begin the next solve here; a basis of another rank is repaired."""
        set_basis(self._highs, basis)

    def basis(self) -> Basis | None:
        """Return where the last solve ended; quicker than HiGHS tells it."""
        solver: Any = self._highs
        status, basic = solver.getBasicVariables()
        if status != highspy.HighsStatus.kOk:
            return None
        facts, values = self._facts, self._values
        columns = _nearest(values, facts.lower, facts.upper)
        activities = (_nearest(part.matrix @ values, part.lower, part.upper) for part in facts.rows)
        rows = np.concatenate([*activities])
        columns[basic[basic >= 0]] = BASIC
        rows[-1 - basic[basic < 0]] = BASIC
        return columns, rows

    def solve(self, most: float = math.inf) -> Outcome:
        """Solve from the last basis.

        Parameters
        ----------
        most : float
            Cost above which no plan is of use: the run ends as soon as it is known that there is none below.

        Returns
        -------
        Outcome
            With the reduced costs of the columns; ``TOO_DEAR`` where every plan costs more than ``most``.
        """
        begin = time.perf_counter()
        sure = Confirmation(self._facts, 0.0)
        found = self._run(sure, most)
        if found is None and self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            found = self._run_where_it_ended(sure)
        for changes in OTHER_WAYS:
            if found is not None or self._over():
                break
            try_again(self._highs, changes)
            found = self._run(sure)
            try_again(self._highs, {**USUAL_WAY, "presolve": "off"}, clear=False)
        if found is None and self._over():
            found = Outcome(Status.NOTHING)
        if found is None and not sure.doubts:
            found = Outcome(meaning(self._highs.getModelStatus(), has_plan=False, whole=False))
        found = found or sure.rest(version())
        if found.status is Status.OPTIMAL and found.objective > most:
            found = Outcome(Status.TOO_DEAR, bound=found.bound)
        return replace(found, seconds=time.perf_counter() - begin)

    def _run_below(self, most: float) -> float | None:
        """Run until the cost is above one; return the bound if it is, and dual values prove that."""
        highs = self._highs
        highs.setOptionValue("objective_bound", (most + CLEARLY * abs(most)) / self._scale.cost)
        self._run_heard()
        highs.setOptionValue("objective_bound", highspy.kHighsInf)
        if highs.getModelStatus() != highspy.HighsModelStatus.kObjectiveBound:
            return None
        prices = told_in(self._facts.factors * self._scale.cost, highs.getSolution().row_dual)
        bound = self._facts.proven_by(prices)
        if bound >= most:
            return bound
        self._run_heard()
        return None

    def _run_heard(self) -> None:
        """Run; who wants to stop is heard once it takes long, as an ear costs a tenth of a short run."""
        highs = self._highs
        if not self._over():
            highs.setOptionValue("simplex_iteration_limit", self._unheard)
            highs.run()
            highs.setOptionValue("simplex_iteration_limit", _NO_LIMIT)
            if highs.getModelStatus() != highspy.HighsModelStatus.kIterationLimit:
                return
        highs.cbSimplexInterrupt += self._interrupt
        highs.run()
        highs.cbSimplexInterrupt.clear()

    def _run_where_it_ended(self, sure: Confirmation) -> Outcome | None:
        """Run once more from the basis that an optimum in doubt has, worked out anew.

        Over many changes of bounds small errors add up in the factors of the basis. From nothing a master of
        a thousand branches takes 9,000 iterations, from here none.
        """
        self._highs.setBasis(self._highs.getBasis())
        return self._run(sure)

    def _run(self, sure: Confirmation, most: float = math.inf) -> Outcome | None:
        """Run once, and return what holds of what is said."""
        if math.isinf(most):
            self._run_heard()
        elif (bound := self._run_below(most)) is not None:
            return Outcome(Status.TOO_DEAR, bound=bound)
        if self._highs.getModelStatus() in UNCLEAR:
            return None
        status = meaning(self._highs.getModelStatus(), has_plan=False, whole=False)
        claim = Outcome(status)
        facts, scale = self._facts, self._scale
        if status is Status.OPTIMAL:
            solution = self._highs.getSolution()
            self._duals = told_in(facts.factors * scale.cost, solution.row_dual)
            self._values = told_in(self._units, solution.col_value)
            objective = scale.cost * self._highs.getInfo().objective_function_value
            claim = Outcome(
                status,
                objective=objective,
                values=self._values,
                duals=self._duals,
                reduced_costs=told_in(scale.cost / self._units, solution.col_dual),
            )
        return sure.judged(claim, partial(ray_of, self._highs, facts.factors))


def _nearest(values: Floats, lower: Floats, upper: Floats) -> NDArray[np.int8]:
    """Return at which bound each value stands, by the status of a basis."""
    at_upper = np.abs(values - lower) > np.abs(upper - values)
    free = np.isneginf(lower) & np.isposinf(upper)
    return np.where(free, NONBASIC_FREE, np.where(at_upper, NONBASIC_UPPER, NONBASIC_LOWER)).astype(np.int8)
