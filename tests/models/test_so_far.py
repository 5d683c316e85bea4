"""What a search branches at: what has begun by a month, as rows of the master without sides."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.decomposition.so_far import SoFar, with_sums
from models.solver.standard_form import Arrays

STARTS = [("started", ("PLANT", t)) for t in (3, 4, 5)]


def plan(*rows: list[float]) -> Arrays:
    """Return a plan that signs, buys, and starts modules in three months, with these rows."""
    names = (("signed", ("C",)), ("bought", ("C",)), *STARTS)
    return Arrays(
        names=names,
        row_names=tuple(("row", (k,)) for k in range(len(rows))),
        cost=np.ones(5),
        lower=np.zeros(5),
        upper=np.array([1.0, 9.0, 2.0, 2.0, 2.0]),
        whole=np.array([True, False, True, True, True]),
        matrix=csr_matrix(np.array(rows)),
        row_lower=np.full(len(rows), -np.inf),
        row_upper=np.full(len(rows), 4.0),
    )


def sums_of(arrays: Arrays) -> tuple[Arrays, SoFar, list[list[float]]]:
    """Return the widened plan, the numbers to branch at, and the rows that came."""
    widened, found = with_sums(arrays)
    more = widened.matrix[len(arrays.row_names) :].toarray().tolist()
    return widened, found, more


def test_what_has_begun_by_a_month_is_a_row_without_sides() -> None:
    """1 in the first, 0 in the second, 2 in the third month: 1, 1 and 3 by then."""
    widened, found, more = sums_of(plan([0, 0, 1, 1, 1]))
    assert more == [[0, 0, 1, 1, 0], [0, 0, 1, 1, 1]]
    assert found.columns.tolist() == [0, 2]
    assert found.rows.tolist() == [1, 2]
    assert found.summed.tolist() == [1, 1, 2, 3]
    assert found.of(np.array([1.0, 1.0, 0.0, 2.0])).tolist() == [1.0, 1.0, 1.0, 3.0]
    assert np.isneginf(widened.row_lower[1:]).all()
    assert np.isposinf(widened.row_upper[1:]).all()
    assert found.upper.tolist() == [1.0, 2.0, np.inf, np.inf]


@pytest.mark.parametrize(
    "row",
    [
        [0, 0, 1, 1, 2],  # modules that count twice
        [0, 1, 1, 1, 1],  # something that need not be whole
        [1, 0, 1, 0, 0],  # things of two names
        [0, 0, 1, 0, 0],  # one month
    ],
)
def test_nothing_else_is_summed_up(row: list[float]) -> None:
    """Then every whole number is branched at as it is."""
    _, found, more = sums_of(plan(row))
    assert more == []
    assert found.columns.tolist() == [0, 2, 3, 4]
    assert found.of(np.arange(4.0)).tolist() == [0.0, 1.0, 2.0, 3.0]


def test_a_number_is_summed_up_once() -> None:
    """Two rows of the same months give one set of sums."""
    _, _, more = sums_of(plan([0, 0, 1, 1, 1], [0, 0, 3, 3, 3]))
    assert len(more) == 2
