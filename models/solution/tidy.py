"""A plan without what costs nothing and is no use: nobody should sign, qualify or build it for the report.

Where a decision has no price, the optimiser leaves it wherever its method ended: contracts signed under
which nothing is called off, rates above what is ever called off, suppliers qualified for nothing, modules
that stand idle. Each is lowered here as far as every constraint of the model still holds, on every path,
and the cost does not rise: what earns something (a cost below zero) is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.formulation.array_backend import Named, found_in
from models.solution.idle_paths import Part
from models.solver.side_constraints import SideConstraints, named_in
from models.solver.standard_form import Floats

USED = ("v_rate", "v_deficiency")
"""Quantities lowered to what the others ask of them, in this order."""
TAKEN = ("v_signed", "v_pool_tier", "v_qualified", "v_modules_started", "v_chosen")
"""Whole numbers lowered one by one, in this order: who is not signed need not be qualified."""
ROUNDING = 1e-9
"""How far a row may be off beyond what it is already, against its side."""


def tidied(parts: Sequence[Part], side_constraints: SideConstraints = ()) -> list[Part]:
    """Return the parts of a plan, their free and useless decisions lowered.

    Parameters
    ----------
    parts : sequence of Part
        The plan as one model, or the trunk and its branches; where they share a variable its value is the
        same in each.
    side_constraints : tuple of tuple of Named
        Decisions that the plan was asked to take one of; they stay as they are.

    Returns
    -------
    list of Part
        Every constraint holds as it did; no cost is higher.
    """
    plan = _Plan(parts, set(named_in(side_constraints)))
    plan.lower_quantities()
    for name in TAKEN:
        for variable in plan.taken(name):
            while plan.give_up(variable):
                pass
    plan.lower_quantities()
    return [replace(part, values=values) for part, values in zip(parts, plan.values, strict=True)]


@dataclass(frozen=True, slots=True)
class _Place:
    """A column of one part, with its entries."""

    part: int
    column: int


class _Plan:
    """Values that change together in every part, and the rows that must go on holding."""

    def __init__(self, parts: Sequence[Part], kept: set[Named]) -> None:
        self._parts = parts
        self.values: list[Floats] = [part.values.copy() for part in parts]
        self._activity = [part.arrays.activity(part.values) for part in parts]
        self._places: dict[Named, list[_Place]] = {}
        lowered = {*USED, *TAKEN}
        for number, part in enumerate(parts):
            for column, variable in found_in(part.arrays.names, lowered):
                if variable not in kept:
                    self._places.setdefault(variable, []).append(_Place(number, column))

    def _of(self, name: str) -> Iterator[Named]:
        return (variable for variable in self._places if variable[0] == name)

    def _value(self, variable: Named) -> float:
        place = self._places[variable][0]
        return float(self.values[place.part][place.column])

    def _least(self, variable: Named) -> float:
        place = self._places[variable][0]
        return float(self._parts[place.part].arrays.lower[place.column])

    def _entries(self, place: _Place) -> tuple[Floats, Floats]:
        """Return the rows of a column and its coefficients in them."""
        matrix = self._parts[place.part].arrays.by_column
        entries = slice(matrix.indptr[place.column], matrix.indptr[place.column + 1])
        return matrix.indices[entries], matrix.data[entries]

    def taken(self, name: str) -> list[Named]:
        """Return the whole numbers of a name that could be lower, the dearest and latest first."""
        row_names = [
            variable for variable in self._of(name) if self._value(variable) > self._least(variable) + 0.5
        ]
        return sorted(
            row_names,
            key=lambda variable: (self._cost(variable), variable[1][-1:], variable[1]),
            reverse=True,
        )

    def _cost(self, variable: Named) -> float:
        return float(sum(self._parts[p.part].arrays.cost[p.column] for p in self._places[variable]))

    def lower_quantities(self) -> None:
        """Lower every rate to what is called off, and what is owed for it to what is not taken."""
        for name in USED:
            for variable in self._of(name):
                if self._cost(variable) < 0:
                    continue
                fall = self._value(variable) - self._least(variable)
                for place in self._places[variable]:
                    if fall <= 0:
                        break  # mostly at the trunk already, and there are many branches
                    fall = min(fall, self._room(place))
                if fall > 0:
                    self._change({variable: -fall})

    def _room(self, place: _Place) -> float:
        """Return how far a column may fall before one of its rows is broken."""
        arrays = self._parts[place.part].arrays
        rows, terms = self._entries(place)
        now = self._activity[place.part][rows]
        room = np.where(terms > 0, now - arrays.row_lower[rows], arrays.row_upper[rows] - now)
        return float(np.min(room / np.abs(terms), initial=np.inf))

    def give_up(self, variable: Named) -> bool:
        """Lower a whole number by one where all constraints still hold; a contract goes with its rate.

        One that earns something is kept. Where costs stand in rows of the tail, the rows say so themselves.
        """
        if self._value(variable) < self._least(variable) + 0.5 or self._cost(variable) < 0:
            return False
        changes = {variable: -1.0}
        rate = ("v_rate", variable[1])
        if variable[0] == "v_signed" and rate in self._places:
            changes[rate] = -self._value(rate)
        before = {
            place.part: self._activity[place.part] for variable in changes for place in self._places[variable]
        }
        before = {part: activity.copy() for part, activity in before.items()}
        self._change(changes)
        if all(self._holds(part, activity) for part, activity in before.items()):
            return True
        self._change({variable: -change for variable, change in changes.items()})
        return False

    def _change(self, changes: Mapping[Named, float]) -> None:
        for variable, change in changes.items():
            for place in self._places[variable]:
                rows, terms = self._entries(place)
                self._activity[place.part][rows] += change * terms
                self.values[place.part][place.column] += change

    def _holds(self, part: int, before: Floats) -> bool:
        """Tell whether no row of a part is broken further than it was."""
        arrays, now = self._parts[part].arrays, self._activity[part]

        def off(activity: Floats) -> Floats:
            return np.maximum(0.0, np.maximum(arrays.row_lower - activity, activity - arrays.row_upper))

        return bool(np.all(off(now) <= off(before) + ROUNDING * np.maximum(arrays.row_units, np.abs(before))))
