"""Charges of a model: so much money per unit of a variable, paid at a node, side by side in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.plan.data import PlanData
from models.plan.names import Month, Node, Scenario

Floats = NDArray[np.float64]


class Charge(NamedTuple):
    """Money per unit of a variable, at a node."""

    scenario: Scenario
    month: Month
    rate: float
    """Undiscounted [money per unit of the variable]."""
    variable: Any
    later: int = 0
    """Months from the node to the payment; negative: before."""

    @property
    def paid(self) -> Month:
        """Month of the payment, by which it is discounted; it may lie outside the plan."""
        return self.month + self.later


class Batch(NamedTuple):
    """Charges of one scenario side by side: a tenth of the time that they take one by one."""

    scenario: Scenario
    months: Sequence[Month]
    rate: float | Sequence[float]
    """One for all of them, or one for each."""
    variables: Sequence[Any]
    later: int = 0


class ArrayBatch(NamedTuple):
    """The same as arrays, where there are many of them."""

    scenario: Scenario
    months: NDArray[np.int32]
    rate: Floats
    variables: NDArray[Any]
    later: NDArray[np.int64]


Batches = Iterable[Batch | ArrayBatch]


def one_by_one(batches: Batches) -> Iterator[Charge]:
    """Yield the charges of batches."""
    for batch in batches:
        count = len(batch.variables)
        scenario = repeat(batch.scenario, count)
        if isinstance(batch, ArrayBatch):
            columns = (batch.months, batch.rate, batch.variables, batch.later)
            yield from map(Charge, scenario, *(column.tolist() for column in columns))
        else:
            rates = repeat(batch.rate, count) if isinstance(batch.rate, (int, float)) else batch.rate
            yield from map(Charge, scenario, batch.months, rates, batch.variables, repeat(batch.later, count))


class Columns(NamedTuple):
    """What one component charges; charges at no rate are left out."""

    path: NDArray[np.int32]
    """Place of the scenario in those of the charges."""
    month: NDArray[np.int32]
    later: NDArray[np.int32]
    rate: Floats
    variable: NDArray[Any]
    """Numbers, or Pyomo's objects."""


def gathered(batches: Batches, place: Mapping[Scenario, int]) -> Columns:
    """Return batches as columns; ``place`` numbers the scenarios."""
    chunks, listed = [NOTHING], list[Batch]()
    for batch in batches:
        if isinstance(batch, Batch):
            listed.append(batch)
            continue
        if listed:
            chunks.append(_side_by_side(listed, place))
            listed = []
        path = np.full(len(batch.variables), place[batch.scenario])
        chunks.append(_paid(path, batch.months, batch.later, batch.rate, batch.variables))
    if listed:
        chunks.append(_side_by_side(listed, place))
    return chunks[-1] if len(chunks) <= 2 else Columns._make(map(np.concatenate, zip(*chunks, strict=True)))


def _side_by_side(batches: Iterable[Batch], place: Mapping[Scenario, int]) -> Columns:
    places = list[tuple[int, int, int]]()
    months, rates, variables = list[Month](), list[float](), list[Any]()
    for scenario, when, rate, what, later in batches:
        count = len(what)
        places.append((place[scenario], later, count))
        months.extend(when)
        variables.extend(what)
        rates.extend(repeat(rate, count) if isinstance(rate, (int, float)) else rate)
    each = np.array(places)
    path, later = np.repeat(each[:, :2], each[:, 2], axis=0).T
    return _paid(path, months, later, rates, variables_as_array(variables))


def _paid(path: Any, month: Any, later: Any, rate: Any, variable: NDArray[Any]) -> Columns:
    rates = np.array(rate, dtype=float)
    there = rates != 0.0
    path, month, later = (np.asarray(column, np.int32)[there] for column in (path, month, later))
    return Columns(path, month, later, rates[there], variable[there])


def variables_as_array(variables: Sequence[Any]) -> NDArray[Any]:
    """Return variables as an array: numbers of columns, or values; where both occur, as they are."""
    kinds = set(map(type, variables))
    if kinds <= {int}:
        return np.array(variables, dtype=np.int32)
    if kinds == {float}:
        return np.array(variables, dtype=float)
    found = np.empty(len(variables), dtype=object)
    found[:] = variables
    return found


NOTHING = Columns(
    np.zeros(0, np.int32),
    np.zeros(0, np.int32),
    np.zeros(0, np.int32),
    np.zeros(0),
    np.zeros(0, np.int32),
)
"""What a component charges that does not occur."""


class Charges:
    """The charges of a model in columns: a fifth of the room that they take one by one.

    Parameters
    ----------
    columns : mapping of str to Columns
        By component.
    scenarios : sequence of Scenario
        Those that the places of the columns number.
    """

    def __init__(self, columns: Mapping[str, Columns], scenarios: Sequence[Scenario]) -> None:
        self.components, self.scenarios = tuple(columns), tuple(scenarios)
        counts = [len(each.rate) for each in columns.values()]
        self._ends = np.cumsum([0, *counts]).tolist()
        self.component = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        """Place of each charge's component in theirs."""
        self._columns = Columns._make(map(np.concatenate, zip(*columns.values(), strict=True)))
        self.path, self.month, self.later, self.rate, self.variable = self._columns

    def of(self, component: str) -> Columns:
        """Return what one component charges."""
        at = self.components.index(component)
        part = slice(self._ends[at], self._ends[at + 1])
        return Columns._make(column[part] for column in self._columns)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rate)

    def __iter__(self) -> Iterator[tuple[str, Charge]]:
        """Yield them in their order, with their components."""
        return self.told(np.arange(len(self)))

    def __eq__(self, other: object) -> bool:
        """Tell whether other charges are the same, in the same order."""
        columns = ("component", "path", "month", "later", "rate", "variable")
        return (
            isinstance(other, Charges)
            and (self.components, self.scenarios) == (other.components, other.scenarios)
            and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in columns)
        )

    __hash__ = None  # type: ignore[assignment]

    def are_of(self, components: Iterable[str]) -> NDArray[np.bool_]:
        """Tell which charges are of some components."""
        return np.asarray(np.array([name in components for name in self.components])[self.component])

    def worth(self, data: PlanData) -> Floats:
        """Return the present value of each [money per unit of the variable]."""
        return np.asarray(self.rate * self.discounts(data))

    def discounts(self, data: PlanData) -> Floats:
        """Return the present value of money in the month in which each is paid."""
        paid = self.month + self.later
        first = int(paid.min(initial=0))
        factors = [data.discount(month) for month in range(first, int(paid.max(initial=0)) + 1)]
        return np.asarray(np.array(factors)[paid - first])

    def at_nodes(self, table: Mapping[Node, float], months: int) -> Floats:
        """Return what a table has for the node of each, 0 where it has nothing."""
        rows = [[table.get((s, t), 0) for t in range(months)] for s in self.scenarios]
        found = np.array(rows).reshape(-1, months)[self.path, np.minimum(self.month, months - 1)]
        return np.asarray(found)

    def told(self, which: NDArray[np.int64]) -> Iterator[tuple[str, Charge]]:
        """Yield some of them, by their places, with their components."""
        columns = (self.component, self.path, self.month, self.rate, self.variable, self.later)
        parts = (column[which].tolist() for column in columns)
        for component, path, month, rate, variable, later in zip(*parts, strict=True):
            yield self.components[component], Charge(self.scenarios[path], month, rate, variable, later)
