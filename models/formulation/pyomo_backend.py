"""Pyomo's words, for the rules to write a model that any Pyomo tool takes; nothing else here knows Pyomo.

``models.formulation.rules`` write a model with ``Set``, ``Var``, ``Constraint`` and ``Objective`` of the
module that they are given: this one, or ``models.formulation.array_backend``, by which plans are solved
(docs/decisions/0017). It is imported where a Pyomo model is asked for and not before: Pyomo takes 0.3 s, and
SciPy four times as long once Pyomo is there (``findings/pyomo-scipy-stats.sh``).
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression, MonomialTermExpression

from models.formulation.array_backend import ArrayModel, summed
from models.formulation.terms import Linear, Model, Row, lists_of

ConcreteModel, Set, Var = pyo.ConcreteModel, pyo.Set, pyo.Var
Reals, NonNegativeReals = pyo.Reals, pyo.NonNegativeReals
NonNegativeIntegers, Binary = pyo.NonNegativeIntegers, pyo.Binary


def Constraint(*over: Any, rule: Callable[..., Row], doc: str = "") -> Any:  # noqa: N802
    """Return Pyomo's constraints over an index set, or one alone, of a rule of ours."""

    @wraps(rule)
    def expressed(m: Model, *index: Any) -> tuple[float | None, LinearExpression, float | None]:
        lower, terms, upper = rule(m, *index)
        return lower, expression(*lists_of(terms)), upper

    expressed.__signature__ = inspect.signature(rule)  # type: ignore[attr-defined]  # Pyomo counts indices
    return pyo.Constraint(*over, rule=expressed, doc=doc)


def Objective(*, expr: Linear, doc: str = "") -> Any:  # noqa: N802
    """Return Pyomo's objective."""
    return pyo.Objective(expr=expression(list(expr.coefficients), list(expr.variables)), doc=doc)


class Terms(Sequence[Any]):
    """Coefficients and variables side by side; Pyomo's object of a term is made for who asks for it.

    Pyomo makes all of them and takes them apart again where the lists are asked for, which is a third of the
    time and of the memory of a model.
    """

    __slots__ = ("coefficients", "variables")

    def __init__(self, coefficients: Sequence[float], variables: Sequence[Any]) -> None:
        self.coefficients, self.variables = coefficients, variables

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.coefficients)

    def __getitem__(self, at: Any) -> Any:
        """Return one term, or a list of them."""
        if isinstance(at, slice):
            pairs = zip(self.coefficients[at], self.variables[at], strict=True)
            return [MonomialTermExpression(pair) for pair in pairs]
        return MonomialTermExpression((self.coefficients[at], self.variables[at]))


def expression(coefficients: Sequence[float], variables: Sequence[Any]) -> LinearExpression:
    """Return Σ coefficient·variable as one of Pyomo's expressions that keeps the lists it is given."""
    made = LinearExpression([])
    made._args_ = Terms(coefficients, variables)
    made._nargs = len(coefficients)  # noqa: SLF001
    return made


def as_array_model(m: Model) -> ArrayModel:
    """Return what a Pyomo model of ours holds as an array model, in the order of declaration."""
    read = ArrayModel()
    read.data, read.tree = m.data, m.tree
    columns, rows = read.columns, read.rows
    number = dict[int, int]()
    for component in m.component_objects(pyo.Var):
        for index, variable in component.items():
            number[id(variable)] = len(columns.names)
            low, high = variable.bounds
            columns.names.append((component.local_name, _as_tuple(index)))
            columns.lower.append(-math.inf if low is None else low)
            columns.upper.append(math.inf if high is None else high)
            columns.whole.append(not variable.is_continuous())
    for component in m.component_objects(pyo.Constraint, active=True):
        for index, constraint in component.items():
            lower, body, upper = constraint.to_bounded_expression(evaluate_bounds=True)
            rows.coefficients.extend(body._args_.coefficients)
            rows.columns.extend(_numbers(number, body._args_.variables))
            rows.starts.append(len(rows.columns))
            rows.lower.append(-math.inf if lower is None else lower)
            rows.upper.append(math.inf if upper is None else upper)
            rows.names.append((component.local_name, _as_tuple(index)))
    paid = m.risk_adjusted_cost.expr._args_
    read.cost = summed(paid.coefficients, list(_numbers(number, paid.variables)), len(columns.names))
    return read


def _as_tuple(index: Any) -> tuple[Any, ...]:
    return index if isinstance(index, tuple) else (index,)


def _numbers(number: dict[int, int], variables: Iterable[Any]) -> Iterable[int]:
    return (number[id(variable)] for variable in variables)
