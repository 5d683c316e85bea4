"""Stands in for Pyomo where only arrays are wanted: the same rules, written straight into rows and columns.

``models.formulation.rules`` write a model with ``Set``, ``Var``, ``Constraint`` and ``Objective`` of the
module that they
are given: ``pyomo.environ``, or this one. A variable is here its number, a constraint its row. A plan that is
cut up has one model for each branch, and Pyomo's objects were most of the time it took (docs/decisions/0017).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from models.formulation.terms import Row, lists_of

Index = tuple[Any, ...]
Named = tuple[str, Index]
"""Name and index of a variable or constraint; the index of a thing alone is ``(None,)``."""

Reals, NonNegativeReals, NonNegativeIntegers, Binary = "reals", "not negative", "whole", "binary"
"""Domains, by Pyomo's names."""

ALONE = (None,)
READ = {
    *("data", "tree", "scope", "columns", "variables"),
    *("charges", "first_stage_components", "windows_owed"),
}
"""What an answer is read with."""


def Set(*, initialize: Iterable[Any], dimen: int = 1, doc: str = "") -> tuple[Any, ...]:  # noqa: ARG001, N802
    """Return the members of a set, in order."""
    return tuple(initialize)


@dataclass(frozen=True)
class Var:
    """Variables over an index set, or one alone; ``bounds`` gives two sides by model and index."""

    over: Iterable[Any] | None = None
    domain: str = Reals
    bounds: Callable[..., tuple[float | None, float | None]] | None = None
    doc: str = ""


@dataclass(frozen=True)
class Constraint:
    """Constraints over an index set, or one alone; the rule returns ``(lower, expression, upper)``."""

    over: Iterable[Any] | None = None
    rule: Callable[..., Row] | None = None
    doc: str = ""


@dataclass(frozen=True)
class Objective:
    """What is to be as small as possible."""

    expr: Any = None
    doc: str = ""


class ArrayModel(SimpleNamespace):
    """A model as rows and columns in the making.

    What a rule puts on it is written down at once: variables become numbers, in a mapping by index;
    constraints become rows. Everything else is kept as it is.
    """

    def __init__(self) -> None:
        super().__init__()
        vars(self).update(
            columns=Columns([], array("d"), array("d"), bytearray()),
            rows=Rows([], array("q", [0]), array("q"), array("d"), array("d"), array("d")),
            cost=dict[int, float](),
            variables=dict[str, Mapping[Any, int]](),
            blocks=dict[str, Block](),
        )

    def __setattr__(self, name: str, thing: Any) -> None:
        """Write down variables, constraints and the objective; keep anything else."""
        match thing:
            case Var():
                numbers = self.variables[name] = self._numbered(name, thing)
                thing = numbers if thing.over is not None else numbers[None]
            case Constraint():
                thing = self._written(name, thing)
            case Objective():
                for coefficient, number in zip(*lists_of(thing.expr), strict=True):
                    self.cost[number] = self.cost.get(number, 0.0) + coefficient
        super().__setattr__(name, thing)

    def write(self, subject: str, add: Callable[[], None]) -> None:
        """Let a subject write on the model, and note what it has written."""
        columns, rows, known = len(self.columns.names), len(self.rows.names), set(vars(self))
        add()
        things = tuple(name for name in vars(self) if name not in known)
        self.blocks[subject] = Block(
            range(columns, len(self.columns.names)), range(rows, len(self.rows.names)), things
        )

    def take(self, subject: str, other: ArrayModel) -> None:
        """Take what a subject has written on a model whose columns so far are the same."""
        block, first = other.blocks[subject], len(self.rows.names)
        self.columns.extend(other.columns, block.columns)
        self.rows.extend(other.rows, block.rows)
        for name in block.things:
            super().__setattr__(name, vars(other)[name])
            if name in other.variables:
                self.variables[name] = other.variables[name]
        self.blocks[subject] = replace(block, rows=range(first, len(self.rows.names)))

    def let_go(self) -> None:
        """Let go of all but what an answer is read with: a plan that is cut up has many models."""
        self.columns.names.clear()
        for name in vars(self).keys() - READ:
            delattr(self, name)

    def _numbered(self, name: str, variables: Var) -> Mapping[Any, int]:
        """Number the variables of a name."""
        columns, bounds = self.columns, variables.bounds
        least, most = (-math.inf if variables.domain is Reals else 0.0), math.inf
        if variables.domain is Binary:
            most = 1.0
        indices = ALONE if variables.over is None else tuple(variables.over)
        first, count = len(columns.names), len(indices)
        named = [(name, i if isinstance(i, tuple) else (i,)) for i in indices]
        if callable(bounds):
            pairs = [bounds(self, *at) for _, at in named]
            columns.lower.extend([least if low is None or low < least else low for low, _ in pairs])
            columns.upper.extend([most if high is None or high > most else high for _, high in pairs])
        else:
            columns.lower.extend([least] * count)
            columns.upper.extend([most] * count)
        columns.names.extend(named)
        columns.whole.extend(bytes([variables.domain in (NonNegativeIntegers, Binary)]) * count)
        return dict(zip(indices, range(first, first + count), strict=True))

    def _written(self, name: str, constraints: Constraint) -> range:
        """Write the rows of a constraint; return their numbers."""
        if constraints.rule is None:
            raise ValueError(f"{name} has no rule")
        rows, rule = self.rows, constraints.rule
        first = len(rows.names)
        for index in ALONE if constraints.over is None else constraints.over:
            at = index if isinstance(index, tuple) else (index,)
            lower, body, upper = rule(self) if constraints.over is None else rule(self, *at)
            coefficients, numbers = lists_of(body)
            rows.coefficients.extend(coefficients)
            rows.columns.extend(numbers)
            rows.starts.append(len(rows.columns))
            rows.lower.append(-math.inf if lower is None else lower)
            rows.upper.append(math.inf if upper is None else upper)
            rows.names.append((name, at))
        return range(first, len(rows.names))


@dataclass(frozen=True)
class Block:
    """What one subject has written: its columns, its rows, and whatever else it has put on the model."""

    columns: range
    rows: range
    things: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """The variables of an array model, by number."""

    names: list[Named]
    lower: array[float]
    upper: array[float]
    whole: bytearray

    def extend(self, other: Columns, of: range) -> None:
        """Append columns of another model."""
        part = slice(of.start, of.stop)
        self.names.extend(other.names[part])
        self.lower.extend(other.lower[part])
        self.upper.extend(other.upper[part])
        self.whole.extend(other.whole[part])

    def are(self, other: Columns, of: range) -> bool:
        """Tell whether columns of another model are the same, bounds and all."""
        part = slice(of.start, of.stop)
        return (
            self.lower[part] == other.lower[part]
            and self.upper[part] == other.upper[part]
            and self.whole[part] == other.whole[part]
        )


@dataclass(frozen=True)
class Rows:
    """The constraints of an array model: row k holds the entries ``starts[k]`` to ``starts[k + 1]``."""

    names: list[Named]
    starts: array[int]
    columns: array[int]
    coefficients: array[float]
    lower: array[float]
    upper: array[float]

    def extend(self, other: Rows, of: range) -> None:
        """Append rows of another model, whose columns have the same numbers."""
        part = slice(of.start, of.stop)
        entries = slice(other.starts[of.start], other.starts[of.stop])
        shift = len(self.columns) - entries.start
        self.names.extend(other.names[part])
        self.starts.extend([start + shift for start in other.starts[of.start + 1 : of.stop + 1]])
        self.columns.extend(other.columns[entries])
        self.coefficients.extend(other.coefficients[entries])
        self.lower.extend(other.lower[part])
        self.upper.extend(other.upper[part])

    def are(self, own: range, other: Rows, of: range) -> bool:
        """Tell whether rows are those of another model."""
        part, others = slice(own.start, own.stop), slice(of.start, of.stop)
        entries = slice(self.starts[own.start], self.starts[own.stop])
        other_entries = slice(other.starts[of.start], other.starts[of.stop])
        return (
            self.names[part] == other.names[others]
            and self.lower[part] == other.lower[others]
            and self.upper[part] == other.upper[others]
            and self.columns[entries] == other.columns[other_entries]
            and self.coefficients[entries] == other.coefficients[other_entries]
            and [x - entries.start for x in self.starts[own.start : own.stop]]
            == [x - other_entries.start for x in other.starts[of.start : of.stop]]
        )
