"""The model as arrays: what HiGHS takes, and the parts and variants of it that are solved again.

Each row's two lists (``models.terms.row``) go straight into a sparse matrix (docs/decisions/0003).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, diags_array

from models.terms import Model, lists_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Law = tuple[str, tuple[object, ...]]
"""Name and index of a constraint or variable."""
Basis = tuple[NDArray[np.int8], NDArray[np.int8]]
"""Where a simplex run ended: the status of each column and of each row, as HiGHS numbers them."""

SUMS = frozenset({"v_stretch_cost", "v_first_stage_cost", "v_tail_threshold", "v_tail_excess"})
"""Variables that hold sums of money."""
BREACH = 1e-6
"""A row whose columns are all fixed is broken beyond this part of its largest term."""


@dataclass(frozen=True)
class Arrays:
    """A model as HiGHS takes it: min c·x, row_lower ≤ A·x ≤ row_upper, lower ≤ x ≤ upper, some x whole."""

    columns: tuple[Any, ...]
    """Pyomo variables in column order."""
    laws: tuple[Law, ...]
    """Name and index of each row."""
    cost: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    matrix: csr_matrix
    row_lower: Floats
    row_upper: Floats
    money: Mask | None = None
    """Columns that hold sums of money, which the solver is told in a larger unit (``models.scaling``)."""

    @property
    def size(self) -> dict[str, int]:
        """Rows, columns, whole-number columns and nonzeros."""
        rows, columns = self.matrix.shape
        whole = int(np.sum(self.whole & (self.lower < self.upper)))
        return {"rows": rows, "columns": columns, "integers": whole, "nonzeros": int(self.matrix.nnz)}

    def activity(self, values: Floats) -> Floats:
        """Return A·x."""
        return np.asarray(self.matrix @ values)

    @cached_property
    def names(self) -> tuple[Law, ...]:
        """Name and index of the variable of each column."""
        return tuple((v.parent_component().local_name, as_tuple(v.index())) for v in self.columns)

    @cached_property
    def position(self) -> Mapping[Law, int]:
        """Column of each variable by its name and index."""
        return {name: k for k, name in enumerate(self.names)}

    @property
    def sums(self) -> Mask:
        """Columns that hold sums of money."""
        return np.zeros(len(self.cost), dtype=bool) if self.money is None else self.money

    @cached_property
    def by_column(self) -> csc_matrix:
        """The matrix, quick to ask for a column's rows."""
        return self.matrix.tocsc()


def as_tuple(index: Any) -> tuple[object, ...]:
    """Return a Pyomo index as a tuple, also where it is a single thing or there is none."""
    return index if isinstance(index, tuple) else (index,)


def compile_model(m: Model, *, keep_unused: bool = False) -> Arrays:
    """Read a Pyomo model whose rows are ``LinearExpression`` into arrays.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel
        As made by ``models.build``.

    Returns
    -------
    Arrays
        Columns in the order of declaration; variables that no row and no objective uses are left out.
    """
    variables, sums = list[Any](), list[bool]()
    for component in m.component_objects(pyo.Var):
        variables.extend(component.values())
        sums.extend([component.local_name in SUMS] * len(component))
    position = {id(v): k for k, v in enumerate(variables)}
    laws: list[Law] = []
    starts, columns, coefficients = [0], list[int](), list[float]()
    row_lower, row_upper = list[float](), list[float]()
    for component in m.component_objects(pyo.Constraint, active=True):
        name = component.local_name
        for index, law in component.items():
            lower, body, upper = law.to_bounded_expression(evaluate_bounds=True)
            factors, terms = lists_of(body)
            coefficients.extend(factors)
            columns.extend(position[id(v)] for v in terms)
            starts.append(len(columns))
            row_lower.append(-math.inf if lower is None else lower)
            row_upper.append(math.inf if upper is None else upper)
            laws.append((name, as_tuple(index)))
    cost = np.zeros(len(variables))
    for objective in m.component_data_objects(pyo.Objective, active=True):
        factors, terms = lists_of(objective.expr)
        np.add.at(cost, [position[id(v)] for v in terms], factors)
    matrix = csr_matrix(
        (np.array(coefficients, dtype=float), np.array(columns, dtype=np.int64), np.array(starts)),
        shape=(len(laws), len(variables)),
    )
    matrix.sum_duplicates()
    used = (
        np.array([keep_unused]) | (cost != 0.0) | (np.bincount(matrix.indices, minlength=len(variables)) > 0)
    )
    kept = [v for v, u in zip(variables, used, strict=True) if u]
    bounds = [v.bounds if not v.fixed else (v.value, v.value) for v in kept]
    return Arrays(
        columns=tuple(kept),
        laws=tuple(laws),
        cost=cost[used],
        lower=np.array([-math.inf if low is None else low for low, _ in bounds]),
        upper=np.array([math.inf if high is None else high for _, high in bounds]),
        whole=np.array([not v.is_continuous() for v in kept], dtype=bool),
        matrix=matrix[:, used].tocsr(),
        row_lower=np.array(row_lower),
        row_upper=np.array(row_upper),
        money=np.array(sums, dtype=bool)[used],
    )


def fixed_integers(arrays: Arrays, values: Floats) -> Arrays:
    """Return the LP in which every whole number is fixed to its rounded value."""
    rounded = np.clip(np.round(values), arrays.lower, arrays.upper)
    return replace(
        arrays,
        lower=np.where(arrays.whole, rounded, arrays.lower),
        upper=np.where(arrays.whole, rounded, arrays.upper),
        whole=np.zeros_like(arrays.whole),
    )


def restricted(arrays: Arrays, values: Floats, free: NDArray[np.bool_], cost: Floats) -> Arrays:
    """Return the problem in some columns alone, all others fixed to their values.

    Rows that no free column enters are dropped, and each row admits the present point, so that rounding in
    what is fixed can never make it infeasible.
    """
    inner = arrays.matrix[:, free]
    rows = np.diff(inner.tocsr().indptr) > 0
    outer = arrays.matrix[:, ~free] @ values[~free]
    now = arrays.activity(values)
    return replace(
        arrays,
        columns=tuple(v for v, f in zip(arrays.columns, free, strict=True) if f),
        laws=tuple(law for law, r in zip(arrays.laws, rows, strict=True) if r),
        cost=cost[free],
        lower=np.minimum(arrays.lower, values)[free],
        upper=np.maximum(arrays.upper, values)[free],
        whole=arrays.whole[free],
        money=None if arrays.money is None else arrays.money[free],
        matrix=inner[rows, :].tocsr(),
        row_lower=(np.minimum(arrays.row_lower, now) - outer)[rows],
        row_upper=(np.maximum(arrays.row_upper, now) - outer)[rows],
    )


def with_fixed(arrays: Arrays, values: Floats, fixed: Mask) -> tuple[Arrays, tuple[Law, ...]]:
    """Return the problem left when some columns are fixed to their values, and the rows that breaks.

    Rows without a free column are dropped once they are found to hold, each measured against its own largest
    term: what was solved to a tolerance must not fail on being solved again.
    """
    free = ~fixed
    inner = arrays.matrix[:, free].tocsr()
    outer = np.asarray(arrays.matrix[:, fixed] @ values[fixed])
    rows = np.diff(inner.indptr) > 0
    # Largest term of each row, to measure a breach against.
    terms = abs(arrays.matrix[:, fixed] @ diags_array(np.abs(values[fixed])))
    largest = np.maximum(1.0, np.asarray(terms.max(axis=1).todense()).ravel())
    breach = np.maximum(arrays.row_lower - outer, outer - arrays.row_upper) / largest
    broken = ~rows & (breach > BREACH)
    left = replace(
        arrays,
        columns=tuple(v for v, f in zip(arrays.columns, free, strict=True) if f),
        laws=tuple(law for law, r in zip(arrays.laws, rows, strict=True) if r),
        cost=arrays.cost[free],
        lower=arrays.lower[free],
        upper=arrays.upper[free],
        whole=arrays.whole[free],
        money=None if arrays.money is None else arrays.money[free],
        matrix=inner[rows, :].tocsr(),
        row_lower=(arrays.row_lower - outer)[rows],
        row_upper=(arrays.row_upper - outer)[rows],
    )
    return left, tuple(law for law, b in zip(arrays.laws, broken, strict=True) if b)
