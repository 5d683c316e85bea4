"""Stands in for Pyomo where a plan is to be solved: the same rules, written straight into rows and columns.

``models.formulation.rules`` write a model with ``Set``, ``Var``, ``Constraint`` and ``Objective`` of the
module that they are given: ``models.formulation.pyomo_backend``, or this one. A variable is here its number,
a constraint its row. Pyomo's objects were most of the time that writing took (docs/decisions/0017).
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Container, ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain, count, groupby, repeat
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.formulation.terms import Linear, Row

Index = tuple[Any, ...]
Sides = tuple[float | None, float | None]
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
    """Variables over an index set, or one alone; ``bounds`` gives two sides by (model and) index."""

    over: Iterable[Any] | None = None
    domain: str = Reals
    bounds: Callable[..., Sides] | Mapping[Index, Sides] | None = None
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

    expr: Linear
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
            cost=np.zeros(0),
            variables=dict[str, Mapping[Any, int]](),
            blocks=dict[str, Block](),
            kept_laws=KeptLaws(),
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
                super().__setattr__("cost", summed(*thing.expr, len(self.columns.names)))
        super().__setattr__(name, thing)

    def write(self, subject: str, add: Callable[[], None], kept_laws: KeptLaws | None = None) -> None:
        """Let a subject write on the model, and note what it has written.

        ``kept_laws`` are taken from a model whose columns before this subject are the same.
        """
        columns, rows, known = len(self.columns.names), len(self.rows.names), set(vars(self))
        vars(self)["kept_laws"] = kept_laws or KeptLaws()
        add()
        vars(self)["kept_laws"] = KeptLaws()
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
        del self.columns.upper[:]
        for name in vars(self).keys() - READ:
            delattr(self, name)
        for name, numbers in self.variables.items():
            self.variables[name] = Numbered(tuple(numbers), first_of(numbers))

    def _numbered(self, name: str, variables: Var) -> Mapping[Any, int]:
        """Number the variables of a name."""
        columns, bounds = self.columns, variables.bounds
        least, most = (-math.inf if variables.domain is Reals else 0.0), math.inf
        if variables.domain is Binary:
            most = 1.0
        indices = ALONE if variables.over is None else tuple(variables.over)
        first, count = len(columns.names), len(indices)
        named = _named(name, indices)
        if bounds is not None:
            pairs = (
                [bounds(self, *at) for _, at in named]
                if callable(bounds)
                else [bounds[index] for index in indices]
            )
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
        rule, first = constraints.rule, len(self.rows.names)
        indices = ALONE if constraints.over is None else tuple(constraints.over)
        named = _named(name, indices)
        kept = self.kept_laws.rows_of(name, named, self.columns)
        if kept is not None:
            self.rows.extend(*kept)
            return range(first, len(self.rows.names))
        if constraints.over is None:
            written = [rule(self)]
        elif (rows := getattr(rule, "rows", None)) is not None:
            written = rows(self, indices)
        else:
            written = [rule(self, *at) for _, at in named]
        self.rows.write(named, written)
        return range(first, len(self.rows.names))


def _named(name: str, indices: Sequence[Any]) -> list[Named]:
    """Return names and indices; that of a thing alone is a tuple, too."""
    if indices and isinstance(indices[0], tuple):
        return list(zip(repeat(name), indices, strict=False))
    return [(name, (index,)) for index in indices]


def summed(coefficients: ArrayLike, numbers: ArrayLike, width: int) -> NDArray[np.float64]:
    """Return the sum of the coefficients of each variable."""
    columns = np.asarray(numbers, dtype=np.int64)
    return np.asarray(
        np.bincount(columns, np.asarray(coefficients, dtype=float), minlength=width), dtype=np.float64
    )


@dataclass(frozen=True)
class Numbered(Mapping[Any, int]):
    """Numbers of the variables of a name, one after the other: a tenth of what a dictionary of them takes."""

    indices: tuple[Any, ...]
    first: int

    def __getitem__(self, index: Any) -> int:
        """Return the number of a variable."""
        return self._numbers[index]

    def __iter__(self) -> Iterator[Any]:
        """Yield the indices."""
        return iter(self.indices)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.indices)

    def items(self) -> ItemsView[Any, int]:
        """Return indices and numbers."""
        return dict(zip(self.indices, count(self.first), strict=False)).items()

    @cached_property
    def _numbers(self) -> dict[Any, int]:
        return {index: number for number, index in enumerate(self.indices, start=self.first)}


def first_of(numbers: Mapping[Any, int]) -> int:
    """Return the first number of the variables of a name; the others follow one by one."""
    return numbers.first if isinstance(numbers, Numbered) else next(iter(numbers.values()), 0)


@dataclass(frozen=True)
class Names(Sequence[Named]):
    """Names of columns or rows, told one by one: an index is a variable's own, a sixth of what pairs take."""

    groups: tuple[tuple[str, tuple[Index, ...]], ...]
    """Indices that follow each other under one name."""

    @classmethod
    def of(cls, names: Iterable[Named]) -> Names:
        """Return names in groups."""
        by_name = groupby(names, key=itemgetter(0))
        return cls(tuple((name, tuple([index for _, index in each])) for name, each in by_name))

    def __iter__(self) -> Iterator[Named]:
        """Yield name and index."""
        for name, indices in self.groups:
            for index in indices:
                yield name, index

    def __len__(self) -> int:
        """Return how many there are."""
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, at: Any) -> Any:
        """Return one of them, or a tuple of some."""
        if isinstance(at, slice):
            return tuple(self)[at]
        at = range(len(self))[at]
        group = bisect_right(self._ends, at)
        name, indices = self.groups[group]
        return name, indices[at - self._ends[group]]

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(indices) for _, indices in self.groups))


def found_in(names: Sequence[Named], wanted: Container[str]) -> Iterator[tuple[int, Named]]:
    """Yield number and name of columns or rows of some names, in their order."""
    if not isinstance(names, Names):
        yield from ((k, named) for k, named in enumerate(names) if named[0] in wanted)
        return
    first = 0
    for name, indices in names.groups:
        if name in wanted:
            yield from ((k, (name, index)) for k, index in enumerate(indices, start=first))
        first += len(indices)


@dataclass(frozen=True)
class Block:
    """What one subject has written: its columns, its rows, and whatever else it has put on the model."""

    columns: range
    rows: range
    things: tuple[str, ...]


@dataclass(frozen=True)
class KeptLaws:
    """Laws whose rows are taken from another model, as long as all columns so far are its own."""

    names: frozenset[str] = frozenset()
    model: ArrayModel | None = None

    def rows_of(self, name: str, named: Sequence[Named], columns: Columns) -> tuple[Rows, range] | None:
        """Return where the rows of a law stand; ``None`` where they are to be written."""
        if self.model is None or name not in self.names:
            return None
        known, found = self.model.columns.names, vars(self.model).get(name)
        if found is None or columns.names != known[: len(columns.names)]:
            return None
        there = self.model.rows
        return (there, found) if there.names[found.start : found.stop] == named else None


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

    def write(self, names: Iterable[Named], written: Sequence[Row]) -> None:
        """Append rows, without the terms that have nothing for a coefficient: all at once, as arrays are."""
        bodies = [body for _, body, _ in written]
        terms = list(chain.from_iterable(bodies))
        factors = np.fromiter(map(itemgetter(0), terms), dtype=np.float64, count=len(terms))
        numbers = np.fromiter(map(itemgetter(1), terms), dtype=np.int64, count=len(terms))
        ends = np.cumsum(np.fromiter(map(len, bodies), dtype=np.int64, count=len(bodies)))
        there = factors != 0.0
        if not there.all():
            ends = np.append(0, np.cumsum(there))[ends]
            factors, numbers = factors[there], numbers[there]
        self.starts.frombytes((ends + len(self.columns)).tobytes())
        self.names.extend(names)
        self.columns.frombytes(numbers.tobytes())
        self.coefficients.frombytes(factors.tobytes())
        self.lower.extend([-math.inf if lower is None else lower for lower, _, _ in written])
        self.upper.extend([math.inf if upper is None else upper for _, _, upper in written])

    def extend(self, other: Rows, of: range) -> None:
        """Append rows of another model, whose columns have the same numbers."""
        part = slice(of.start, of.stop)
        entries = slice(other.starts[of.start], other.starts[of.stop])
        shift = len(self.columns) - entries.start
        self.names.extend(other.names[part])
        starts = other.starts[of.start + 1 : of.stop + 1]
        self.starts.extend([start + shift for start in starts] if shift else starts)
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
