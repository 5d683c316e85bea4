"""What has begun by a month, in place of what begins in it: the numbers that a search branches at.

A module of which the relaxation starts a part is put off month after month at next to no cost, so "none in
this month" tells nothing; "none by this month" and "one by this month" both do (docs/decisions/0080). The
sums are rows of the master without sides, which a search bounds.

Source: Artigues (2017), "On the strength of time-indexed formulations for the resource-constrained project
scheduling problem", for step variables beside pulse variables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from models.solver.standard_form import Arrays, Floats


@dataclass(frozen=True)
class SoFar:
    """Numbers to branch at: columns of a master, then rows of it; all are whole where all its numbers are."""

    columns: NDArray[np.int32]
    rows: NDArray[np.int32]
    sums: csr_matrix
    """Which of the master's whole numbers each adds up."""
    lower: Floats
    upper: Floats
    """Bounds that they have of themselves."""

    @property
    def summed(self) -> NDArray[np.int32]:
        """How many whole numbers each adds up."""
        return np.asarray(np.diff(self.sums.indptr))

    def of(self, whole_numbers: Floats) -> Floats:
        """Return the numbers to branch at where the master's whole numbers are these."""
        return np.asarray(self.sums @ whole_numbers)


def with_sums(arrays: Arrays) -> tuple[Arrays, SoFar]:
    """Return a master with rows for what has begun by a month, and the numbers to branch at."""
    whole = np.flatnonzero(arrays.whole)
    place = {column: k for k, column in enumerate(whole.tolist())}
    groups = _groups(arrays)
    later = {column for group in groups for column in group[1:]}
    alone = np.array([column for column in place if column not in later], dtype=np.int32)
    sums = [group[:k] for group in groups for k in range(2, len(group) + 1)]
    by_place = [[place[k] for k in columns] for columns in (*zip(alone.tolist(), strict=True), *sums)]
    added_up = _added_up(by_place, len(whole))
    free, first = np.full(len(sums), np.inf), len(arrays.row_names)
    found = SoFar(
        alone,
        np.arange(first, first + len(sums), dtype=np.int32),
        added_up,
        np.concatenate([arrays.lower[alone], -free]),
        np.concatenate([arrays.upper[alone], free]),
    )
    widened = replace(
        arrays,
        row_names=(*arrays.row_names, *(("so_far", (k,)) for k in range(len(sums)))),
        matrix=vstack([arrays.matrix, _added_up(sums, len(arrays.cost))]).tocsr(),
        row_lower=np.concatenate([arrays.row_lower, -free]),
        row_upper=np.concatenate([arrays.row_upper, free]),
    )
    return widened, found


def _groups(arrays: Arrays) -> list[list[int]]:
    """Return columns that a row adds up, whole numbers of one name whose indices differ in the last part.

    They stand in the order of the months.
    """
    matrix, found, taken = arrays.matrix, list[list[int]](), set[int]()
    counts = np.diff(matrix.indptr)
    there = csr_matrix((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)
    of_whole = there @ arrays.whole.astype(float)
    for k in np.flatnonzero((of_whole == counts) & (counts > 1)).tolist():
        part = slice(matrix.indptr[k], matrix.indptr[k + 1])
        columns = sorted(matrix.indices[part].tolist())
        kinds = {(name, index[:-1]) for name, index in (arrays.names[column] for column in columns)}
        if len(kinds) == 1 and np.ptp(matrix.data[part]) == 0 and taken.isdisjoint(columns):
            taken.update(columns)
            found.append(columns)
    return found


def _added_up(sums: Sequence[Sequence[int]], width: int) -> csr_matrix:
    """Return a row of ones for each list of columns."""
    columns = [column for each in sums for column in each]
    starts = np.cumsum([0, *map(len, sums)])
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(sums), width))
