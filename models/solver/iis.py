"""Irreducible infeasible subsets: constraints that no plan can keep together, none of which can be spared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from models.formulation.array_backend import Named
from models.runs.stopping import listen
from models.solver.highs import Options, Status, loaded, run, solve_arrays
from models.solver.scaling import scale_of
from models.solver.standard_form import Arrays

PROOF_DUST = 1e-9
"""Weights of rows in a proof below this part of the largest are rounding."""
IIS_SECONDS, IIS_LEAST = 60.0, 5.0
"""Seconds that finding one may take: at most, and where the time limit is near or past."""


def iis_rows(arrays: Arrays, options: Options) -> Iterator[Named]:
    """Yield an irreducible infeasible subset of the LP relaxation: rows, and columns by their bounds.

    The rows that prove the LP infeasible are few; among those HiGHS finds such a set at once, among all rows
    often not in a minute. While it works there is no plan to keep: Ctrl-C interrupts.
    """
    listen(options.stop, listening=False)
    left = options.seconds_left
    limit = IIS_SECONDS if left is None else min(IIS_SECONDS, max(IIS_LEAST, left))
    bounded = replace(options, time_limit=limit, deadline=None)
    found = _proof(arrays, bounded)
    if found is None:
        return
    few, columns = found
    strategy = highspy.IisStrategy
    shrunk = int(strategy.kIisStrategyIrreducible)
    for flags in (int(strategy.kIisStrategyFromLp) | shrunk, shrunk):
        highs = loaded(few, bounded, relaxed=True, scale=scale_of(few))
        highs.setOptionValue("iis_strategy", flags)
        highs.setOptionValue("iis_time_limit", limit)
        status, iis = highs.getIis()
        if status == highspy.HighsStatus.kOk and iis.valid_:
            break
    if not iis.valid_:
        yield from few.row_names if len(few.row_names) < len(arrays.row_names) else ()
        return
    for row in iis.row_index_:
        yield few.row_names[row]
    kinds = highspy.IisBoundStatus
    for column, bound in zip(iis.col_index_, iis.col_bound_, strict=True):
        plain = bound == int(kinds.kIisBoundStatusLower) and few.lower[column] == 0.0
        named = columns[column] < len(arrays.names)  # the value of a subproblem has no name
        if named and bound != int(kinds.kIisBoundStatusFree) and not plain:  # "not below zero" is no news
            yield arrays.names[columns[column]]


def _proof(arrays: Arrays, options: Options) -> tuple[Arrays, NDArray[np.intp]] | None:
    """Return the rows of a proof that the LP relaxation has no plan (Farkas), and their columns.

    ``None`` where it has one. Where no proof is found in time, all of the rows.
    """
    everything = arrays, np.arange(len(arrays.cost))
    free = replace(arrays, cost=np.zeros_like(arrays.cost))
    scale = scale_of(arrays)
    highs: Any = loaded(free, options, relaxed=True, scale=scale)
    highs.setOptionValue("presolve", "off")  # a proof for the presolved rows is none for these
    run(highs, options, "feasibility")
    if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        return None
    _, found, ray = highs.getDualRay()
    if not found:
        return everything
    weights = np.abs(np.array(ray))  # as the solver is told the rows
    rows = weights > PROOF_DUST * weights.max()
    matrix = arrays.matrix[rows]
    columns = np.unique(matrix.indices)
    few = replace(
        arrays,
        names=(),
        numbers=None,
        row_names=tuple(row_name for row_name, r in zip(arrays.row_names, rows, strict=True) if r),
        cost=np.zeros(len(columns)),
        lower=arrays.lower[columns],
        upper=arrays.upper[columns],
        whole=arrays.whole[columns],
        money=None if arrays.money is None else arrays.money[columns],
        units=None if arrays.units is None else arrays.units[columns],
        counts=None if arrays.counts is None else arrays.counts[columns],
        matrix=matrix[:, columns].tocsr(),
        row_lower=arrays.row_lower[rows],
        row_upper=arrays.row_upper[rows],
    )
    alone = solve_arrays(few, options, "feasibility", relaxed=True)
    return (few, columns) if alone.status is Status.INFEASIBLE else everything
