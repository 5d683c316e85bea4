"""The model as arrays: what HiGHS takes, and the parts and variants of it that are solved again.

Each row's two lists (``models.formulation.terms.row``) go straight into a sparse matrix
(docs/decisions/0003).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, diags_array

from models.formulation.array_backend import Draft, Named
from models.formulation.terms import Model, lists_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Law = Named
"""Name and index of a constraint or variable."""
Basis = tuple[NDArray[np.int8], NDArray[np.int8]]
"""Where a simplex run ended: the status of each column and of each row, as HiGHS numbers them."""
NONBASIC_LOWER, BASIC, NONBASIC_UPPER, NONBASIC_FREE = range(4)
"""Statuses of a basis."""

SUMS = frozenset({"v_stretch_cost", "v_first_stage_cost", "v_tail_threshold", "v_tail_excess"})
"""Variables that hold sums of money."""
BREACH = 1e-6
"""A row whose columns are all fixed is broken beyond this part of its largest term."""


@dataclass(frozen=True)
class Arrays:
    """A model as HiGHS takes it: min c·x, row_lower ≤ A·x ≤ row_upper, lower ≤ x ≤ upper, some x whole."""

    names: tuple[Law, ...]
    """Name and index of the variable of each column."""
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
    """Columns that hold sums of money, which the solver is told in a larger unit
    (``models.solver.scaling``)."""
    numbers: NDArray[np.int64] | None = None
    """Number of each column in its model (``numbered``)."""

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
    def position(self) -> Mapping[Law, int]:
        """Column of each variable by its name and index."""
        return {name: k for k, name in enumerate(self.names)}

    @cached_property
    def column_of(self) -> Mapping[int, int]:
        """Column of each variable by its number in the model."""
        return {} if self.numbers is None else {number: k for k, number in enumerate(self.numbers.tolist())}

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
    """Read a model into arrays: Pyomo's, whose rows are ``LinearExpression``, or a draft.

    Parameters
    ----------
    m : pyomo.environ.ConcreteModel or models.formulation.array_backend.Draft
        As made by ``models.formulation.build``.
    keep_unused : bool
        Keep variables that no row and no objective uses.

    Returns
    -------
    Arrays
        Columns in the order of declaration.
    """
    draft = m if isinstance(m, Draft) else _drafted(m)
    columns, rows = draft.columns, draft.rows
    width = len(columns.names)
    cost = np.zeros(width)
    cost[list(draft.cost)] = list(draft.cost.values())
    matrix = csr_matrix(
        (np.array(rows.coefficients), np.array(rows.columns), np.array(rows.starts)),
        shape=(len(rows.laws), width),
    )
    matrix.sum_duplicates()
    used = np.array([keep_unused]) | (cost != 0.0) | (np.bincount(matrix.indices, minlength=width) > 0)
    numbers = np.flatnonzero(used)
    names = tuple(columns.names[k] for k in numbers.tolist())
    return Arrays(
        names=names,
        laws=tuple(rows.laws),
        cost=cost[used],
        lower=np.array(columns.lower)[used],
        upper=np.array(columns.upper)[used],
        whole=np.frombuffer(bytes(columns.whole), dtype=np.bool_)[used],
        matrix=matrix[:, used].tocsr(),
        row_lower=np.array(rows.lower),
        row_upper=np.array(rows.upper),
        money=np.array([name in SUMS for name, _ in names], dtype=bool),
        numbers=numbers,
    )


def _drafted(m: Model) -> Draft:
    """Return a Pyomo model as a draft."""
    draft = Draft()
    columns, rows = draft.columns, draft.rows
    number = numbered(m)
    for name, variables in variables_of(m):
        for index, variable in variables.items():
            low, high = variable.bounds
            columns.names.append((name, as_tuple(index)))
            columns.lower.append(-math.inf if low is None else low)
            columns.upper.append(math.inf if high is None else high)
            columns.whole.append(not variable.is_continuous())
    for component in m.component_objects(pyo.Constraint, active=True):
        name = component.local_name
        for index, law in component.items():
            lower, body, upper = law.to_bounded_expression(evaluate_bounds=True)
            factors, terms = lists_of(body)
            rows.coefficients.extend(factors)
            rows.columns.extend(map(number, terms))
            rows.starts.append(len(rows.columns))
            rows.lower.append(-math.inf if lower is None else lower)
            rows.upper.append(math.inf if upper is None else upper)
            rows.laws.append((name, as_tuple(index)))
    for objective in m.component_data_objects(pyo.Objective, active=True):
        for factor, variable in zip(*lists_of(objective.expr), strict=True):
            draft.cost[number(variable)] = draft.cost.get(number(variable), 0.0) + factor
    return draft


def idle_values(m: Model) -> Floats:
    """Return the value of each variable of a model, by number, that nothing asks anything of."""
    if isinstance(m, Draft):
        lower = np.array(m.columns.lower)
    else:
        bounds = (variable.lb for _, of in variables_of(m) for variable in of.values())
        lower = np.array([-math.inf if low is None else low for low in bounds])
    return np.where(np.isfinite(lower), lower, 0.0)


def variables_of(m: Model) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """Yield the variables of a model by name and index: Pyomo's, or their numbers."""
    if isinstance(m, Draft):
        yield from m.variables.items()
    else:
        for component in m.component_objects(pyo.Var):
            yield component.local_name, component


def numbered(m: Model) -> Callable[[Any], int]:
    """Return what gives the number of a model's variable, in the order of declaration."""
    if isinstance(m, Draft):
        return int
    numbers = {id(v): k for k, v in enumerate(v for _, of in variables_of(m) for v in of.values())}
    return lambda variable: numbers[id(variable)]


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
        names=tuple(v for v, f in zip(arrays.names, free, strict=True) if f),
        numbers=None if arrays.numbers is None else arrays.numbers[free],
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


def largest_terms(matrix: csr_matrix, values: Floats) -> Floats:
    """Return the largest term of each row (or 1, where all are smaller), to measure a breach against."""
    if 0 in matrix.shape:
        return np.ones(matrix.shape[0])
    terms = abs(matrix @ diags_array(np.abs(values)))
    return np.asarray(np.maximum(1.0, np.asarray(terms.max(axis=1).todense()).ravel()))


def with_fixed(arrays: Arrays, values: Floats, fixed: Mask) -> tuple[Arrays, tuple[Law, ...]]:
    """Return the problem left when some columns are fixed to their values, and the rows that breaks.

    Rows without a free column are dropped once they are found to hold, each measured against its own largest
    term: what was solved to a tolerance must not fail on being solved again.
    """
    free = ~fixed
    inner = arrays.matrix[:, free].tocsr()
    outer = np.asarray(arrays.matrix[:, fixed] @ values[fixed])
    rows = np.diff(inner.indptr) > 0
    largest = largest_terms(arrays.matrix[:, fixed], values[fixed])
    breach = np.maximum(arrays.row_lower - outer, outer - arrays.row_upper) / largest
    broken = ~rows & (breach > BREACH)
    left = replace(
        arrays,
        names=tuple(v for v, f in zip(arrays.names, free, strict=True) if f),
        numbers=None if arrays.numbers is None else arrays.numbers[free],
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


def basis_by_name(basis: Basis, names: Sequence[Law], laws: Sequence[Law], arrays: Arrays) -> Basis:
    """Return a basis in another model; what is new there stands at its bound, its law slack."""
    if names == arrays.names and laws == arrays.laws:
        return basis
    columns = dict(zip(names, basis[0].tolist(), strict=True))
    rows = dict(zip(laws, basis[1].tolist(), strict=True))
    return (
        np.array([columns.get(name, NONBASIC_LOWER) for name in arrays.names], dtype=np.int8),
        np.array([rows.get(law, BASIC) for law in arrays.laws], dtype=np.int8),
    )
