"""An LP that stays in HiGHS from one solve to the next."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.arrays import Arrays, Floats
from models.highs import (
    OTHER_WAYS,
    UNCLEAR,
    USUAL_WAY,
    Options,
    Outcome,
    Status,
    loaded,
    meaning,
    try_again,
)
from models.scaling import scale_of, scaled_rows


class LiveLP:
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
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("parallel", "off")
        # Presolve helps the first solve of many alone, and keeps a second copy of the LP for all of them.
        self._highs.setOptionValue("presolve", "off")
        self._stop, self._deadline = options.stop, options.deadline
        self._highs.cbSimplexInterrupt += self._interrupt

    def _interrupt(self, event: Any) -> None:
        if self._over():
            event.interrupt()

    def _over(self) -> bool:
        late = self._deadline is not None and time.perf_counter() >= self._deadline
        return late or self._stop.is_set()

    def set_bounds(self, columns: NDArray[np.int32], lower: Floats, upper: Floats) -> None:
        """Set the bounds of some columns."""
        units = self._units[columns]
        self._highs.changeColsBounds(len(columns), columns, lower / units, upper / units)

    def set_costs(self, columns: NDArray[np.int32], costs: Floats) -> None:
        """Set the costs of some columns."""
        self._highs.changeColsCost(len(columns), columns, costs * self._units[columns] / self._scale.cost)

    def add_rows(self, lower: Floats, upper: Floats, rows: csr_matrix) -> None:
        """Append rows lower ≤ A·x ≤ upper."""
        factors = self._scale.rows(rows)
        told = scaled_rows(rows, self._scale, factors)
        self._highs.addRows(
            len(lower),
            lower * factors,
            upper * factors,
            told.nnz,
            told.indptr[:-1].astype(np.int32),
            told.indices.astype(np.int32),
            told.data,
        )

    def solve(self) -> Outcome:
        """Solve from the last basis.

        Returns
        -------
        Outcome
            With the reduced costs of the columns in ``duals``.
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
            duals=np.array(solution.col_dual) * self._scale.cost / self._units,
        )
