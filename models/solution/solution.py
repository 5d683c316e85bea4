"""The answer, as plain values by index: what was decided, what it costs and how good it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.formulation.array_backend import first_of
from models.formulation.choice import Choice
from models.formulation.terms import Model
from models.plan.data import PlanData
from models.plan.names import Month, Node, Scenario
from models.plan.tree import Tree
from models.solution.carried import WarmStart
from models.solver.standard_form import Arrays, Floats, idle_values

Values = Mapping[Any, float]
Payment = tuple[str, Scenario, Month, Month]
"""Component, scenario, month in which it arises, month of the payment."""
Entry = tuple[str, Scenario, Month]
"""Component, scenario, month in which it arises."""


@dataclass(frozen=True)
class Solution:
    """A solved plan.

    ``values`` holds each variable by its name in the model and its index; quantities in item units.
    """

    data: PlanData
    tree: Tree
    values: Mapping[str, Values]
    payments: Mapping[Payment, float]
    """Undiscounted money; first-stage components under the trunk. The month of the payment may lie outside
    the plan."""
    first_stage: frozenset[str]
    """Components of here-and-now decisions, part of every path."""
    path_costs: Mapping[Scenario, float]
    """C_s, present value, first stage included."""
    bound: float
    status: str
    """``optimal`` (within the gap asked) or ``stopped`` (time limit or Ctrl-C)."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """By phase."""
    size: Mapping[str, int] = field(default_factory=dict)
    """Rows, columns, integers and nonzeros of the model."""
    nodes: int = 0
    """Nodes of the search tree."""
    least_cost: float = 1.0
    """The gap is not measured against a cost below this [money]."""
    choice: Choice | None = None
    """How it was solved, and why so; none where a plan was only judged."""
    warm: WarmStart | None = field(default=None, repr=False, compare=False)
    """What a plan like this one can begin with."""

    @cached_property
    def costs(self) -> Mapping[Entry, float]:
        """Undiscounted money by component, scenario and the month in which it arises (goods: they arrive)."""
        return _by_entry(self.payments.items())

    @cached_property
    def present_values(self) -> Mapping[Entry, float]:
        """The same at present value, each by the month of its payment."""
        discount = self.data.discount
        return _by_entry((key, amount * discount(key[-1])) for key, amount in self.payments.items())

    @property
    def expected_cost(self) -> float:
        """Σ π_s C_s [money, present value]."""
        return sum(self.data.probability(s) * cost for s, cost in self.path_costs.items())

    @property
    def cvar(self) -> float:
        """CVaR_α, the least over η [money, present value]."""
        weighted = [(cost, self.data.probability(s)) for s, cost in self.path_costs.items()]
        return conditional_value_at_risk(weighted, self.data.cvar_alpha)

    @property
    def worst_cost(self) -> float:
        """Highest cost of a path with a probability [money, present value]."""
        return max(cost for s, cost in self.path_costs.items() if self.data.probability(s) > 0)

    @property
    def objective(self) -> float:
        """(1 − λ)·expected cost + λ·CVaR, the number that was minimised (11)."""
        weight = self.data.risk_weight
        return (1 - weight) * self.expected_cost + weight * self.cvar

    @property
    def gap(self) -> float:
        """|objective − bound| / max(least cost, |objective|)."""
        return abs(self.objective - self.bound) / max(self.least_cost, abs(self.objective))


def conditional_value_at_risk(weighted: Sequence[tuple[float, float]], alpha: float) -> float:
    """Return the mean of the worst (1 − α) of outcomes given as (cost, probability).

    Equal to min_η η + Σ π·max(0, C − η)/(1 − α) (Rockafellar & Uryasev 2000), found by walking down the tail.
    """
    left, total = 1.0 - alpha, 0.0
    for cost, probability in sorted(weighted, reverse=True):
        part = min(left, probability)
        total += part * cost
        left -= part
    if left > 0:  # probabilities that add up to a hair less than 1
        total += left * min(cost for cost, probability in weighted if probability > 0)
    return total / (1.0 - alpha)


def _by_entry(payments: Iterable[tuple[Payment, float]]) -> dict[Entry, float]:
    found: dict[Entry, float] = {}
    for (component, scenario, month, _), amount in payments:
        key = (component, scenario, month)
        found[key] = found.get(key, 0.0) + amount
    return found


def payments_of(m: Model, values: Floats) -> dict[Payment, float]:
    """Return what is paid, where it arises and when; ``values`` by number of the variable."""
    charges = m.charges
    amounts = charges.rate * values[numbers_of_charges(m)]
    there = np.flatnonzero(amounts)
    month, later = charges.month[there], charges.later[there]
    place = charges.component[there] * len(charges.scenarios) + charges.path[there]
    months, lags = (int(np.abs(column).max(initial=0)) * 2 + 1 for column in (month, later))
    keys = (place.astype(np.int64) * months + month) * lags + later
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    totals = np.bincount(which, amounts[there], len(first))
    order = np.argsort(first)  # as they stand: sums of sums are taken in this order
    told = charges.told(there[first[order]])
    return {
        (component, charge.scenario, charge.month, charge.paid): total
        for (component, charge), total in zip(told, totals[order].tolist(), strict=True)
    }


def numbers_of_charges(m: Model) -> NDArray[np.int64]:
    """Return the number of the variable of each charge."""
    return np.asarray(m.charges.variable, dtype=np.int64)


def columns_of_charges(m: Model, arrays: Arrays) -> NDArray[np.int64]:
    """Return the column of each charge's variable; −1 where it is none.

    So it is for a variable in no row and without weight (a lot where nothing can be ordered); it is 0.
    """
    numbers, told = numbers_of_charges(m), np.asarray(arrays.numbers)
    column = np.full(int(max(numbers.max(initial=0), told.max(initial=0))) + 1, -1)
    column[told] = np.arange(len(told))
    return np.asarray(column[numbers])


def path_costs(
    payments: Mapping[Payment, float], first_stage: frozenset[str], tree: Tree
) -> dict[Scenario, float]:
    """Return C_s of every path, present value."""
    common = 0.0
    at_node: dict[Node, float] = {}
    for (component, scenario, month, paid), amount in payments.items():
        value = amount * tree.data.discount(paid)
        if component in first_stage:
            common += value
        else:
            at_node[scenario, month] = at_node.get((scenario, month), 0.0) + value
    return {
        s: common + math.fsum(at_node.get((tree.path(s, t), t), 0.0) for t in range(tree.data.months))
        for s in tree.scenarios
    }


def read_numbers(m: Model, arrays: Arrays, found: Floats) -> Floats:
    """Return the values of a model's variables by number; those left out of the arrays are idle.

    A quantity a hair below its lower bound (the solver's tolerance) is put on it.
    """
    values = idle_values(m)
    values[arrays.numbers] = np.maximum(found, arrays.lower) + 0.0  # never -0, which would be printed
    return values


def add_values(values: dict[str, dict[Any, float]], m: Model, by_number: Sequence[float]) -> None:
    """Add the values of a model's variables by name and index; what is known already stays as it is."""
    for name, numbers in m.variables.items():
        known, first = values.setdefault(name, {}), first_of(numbers)
        own = zip(numbers, by_number[first : first + len(numbers)], strict=True)
        alone = known.keys().isdisjoint(numbers)
        known.update(own if alone else [(index, x) for index, x in own if index not in known])
