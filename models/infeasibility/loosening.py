"""Questions put to one infeasible plan: irreducible infeasible subsets of its limits, and ways out.

A change is told as finely as its cell, on the safe side, so that it can be typed into the workbook.

Source of the irreducible set: Junker (2004), QuickXplain. It only asks whether some limits can hold together,
so the set is irreducible with whole numbers decided too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.errors import StoppedWithoutPlan
from models.infeasibility.elastic_filter import NOTHING, USED, Ask, Elastic, product
from models.infeasibility.limits import (
    Family,
    Limit,
    Step,
    Value,
    field_of,
    grid,
    is_searched,
    looser_is_more,
    loosest,
    number_of,
    rounded,
    value_of,
    with_value,
)
from models.solver.highs import Outcome, Status
from models.solver.standard_form import Floats

CLOSE = 1e-7
"""How far a row may be off, measured against its terms, and still hold."""


@dataclass(frozen=True, slots=True)
class Change:
    """One limit changed, as little as can be typed into its cell."""

    limit: Limit
    old: Value
    new: Value
    """``None``: the cell is left blank, or the rule taken out."""


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that together make the plan feasible."""

    changes: tuple[Change, ...]
    family: Family | None = None
    """The one family loosened; ``None``: whatever takes the smallest changes."""
    least: bool = True
    """None can be smaller while the others stand; ``False``: that could not be shown in time."""


@dataclass(frozen=True, slots=True)
class InfeasibleSubset:
    """Limits that cannot hold together."""

    limits: tuple[Limit, ...]
    irreducible: bool
    """Without any one of them the others can hold; ``False``: that could not be shown in time."""


class Search:
    """What is asked of one plan, answered with its elastic model."""

    def __init__(self, elastic: Elastic) -> None:
        self.elastic, self.data = elastic, elastic.data
        self._unsure = False

    # --- what clashes -----------------------------------------------------------------------------------

    def infeasible_subset(self, let_go: Iterable[Limit] = ()) -> InfeasibleSubset | None:
        """Return limits that cannot hold together, some others let go; ``None`` where all can."""
        gone = set(let_go)
        asks = [ask for ask in self.elastic.asks if gone.isdisjoint((*ask.shown, *ask.ways))]
        self._unsure = False
        # What clashes with whole numbers let go clashes with them too, and is found sooner.
        subset = self._pressed(asks)
        if subset:
            subset = self._reduce([], [], subset, relaxed=True)
        elif not self._hold(asks):
            subset = asks
        else:
            return None
        found = set(self._reduce([], [], subset, relaxed=False))
        limits = tuple(limit for ask in self.elastic.asks if ask in found for limit in ask.shown)
        return InfeasibleSubset(limits, irreducible=not self._unsure)

    def _pressed(self, asks: Sequence[Ask]) -> list[Ask]:
        """Return asks among which a clash lies with whole numbers let go; none where all can hold then."""
        on = [limit for ask in asks for limit in ask.ways]
        outcome = self.elastic.solve(self.elastic.all_room, on, relaxed=True)
        if outcome.objective <= NOTHING:
            return []
        pressed = [ask for ask in self.elastic.pressed(outcome) if ask in asks]
        return list(asks) if self._hold(pressed, relaxed=True) else pressed

    def _hold(self, asks: Iterable[Ask], *, relaxed: bool = False) -> bool:
        """Tell whether some asks can hold together, all others let go; taken for granted once time is up."""
        try:
            return self._left_over((limit for ask in asks for limit in ask.ways), relaxed=relaxed) <= NOTHING
        except StoppedWithoutPlan:
            self._unsure = True
            return True

    def _reduce(self, known: list[Ask], news: Sequence[Ask], asks: list[Ask], *, relaxed: bool) -> list[Ask]:
        """Return an irreducible part of ``asks`` that clashes with ``known`` (QuickXplain)."""
        if news and not self._hold(known, relaxed=relaxed):
            return []
        if len(asks) == 1:
            return asks
        first, second = asks[: len(asks) // 2], asks[len(asks) // 2 :]
        right = self._reduce([*known, *first], first, second, relaxed=relaxed)
        left = self._reduce([*known, *right], right, first, relaxed=relaxed)
        return [*left, *right]

    # --- ways out ---------------------------------------------------------------------------------------

    def way(self, family: Family | None = None) -> Way | None:
        """Return the least changes, of one family alone where it is named; ``None`` where there are none."""
        free = [limit for limit in self.elastic.limits if family in (None, field_of(limit).family)]
        outcome = self._least(free) if free else None
        if outcome is None:
            return None
        least = outcome.status is Status.OPTIMAL
        try:
            outcome = self._pruned(outcome)
        except StoppedWithoutPlan:
            least = False
        point = self.elastic.point(outcome)
        loosened = self.elastic.loosened(outcome)
        values = {limit: self._achieved(limit, measure, point) for limit, measure in loosened.items()}
        try:
            self._settle(values)
        except StoppedWithoutPlan:
            least = False
        changes = (
            Change(one, value_of(self.data, one), value)
            for limit, value in values.items()
            for one in (self._crowded(limit, point) if limit.field == "excludes" else [limit])
        )
        return Way(tuple(changes), family, least)

    def _least(self, free: Iterable[Limit]) -> Outcome | None:
        """Return the least loosening of some limits alone; ``None`` where they do not suffice."""
        room = dict.fromkeys(free, math.inf)
        held = [limit for limit in self.elastic.limits if limit not in room]
        if held and self._left_over(held) > NOTHING:
            return None
        return self.elastic.solve(room, room)

    def _left_over(self, held: Iterable[Limit], *, relaxed: bool = False) -> float:
        """Return whether, or how much, some limits must give way where all others may."""
        outcome = self.elastic.solve(self.elastic.all_room, held, decide=True, relaxed=relaxed)
        if outcome.objective > NOTHING and outcome.status is Status.STOPPED:
            raise StoppedWithoutPlan("the time was up before the clash was understood")
        return outcome.objective

    def _pruned(self, outcome: Outcome) -> Outcome:
        """Return an answer that loosens no limit without need: each in turn is left as it is."""
        loosened = self.elastic.loosened(outcome)
        for limit in sorted(loosened, key=lambda one: -loosened[one]):
            if len(loosened) > 1 and limit in loosened:
                fewer = self._least([other for other in loosened if other != limit])
                if fewer is not None:
                    outcome, loosened = fewer, self.elastic.loosened(fewer)
        return outcome

    def _settle(self, values: dict[Limit, Value]) -> None:
        """Make each change as small as it can be while the others stand."""
        for limit in values:
            if is_searched(limit):
                self._halve(limit, values)
        for limit in values if len(values) > 1 else ():
            # Those that were rounded before it may leave it a little less to do.
            if not is_searched(limit) and field_of(limit).step is not Step.SWITCH:
                values[limit] = self._shrink(limit, values)

    def _achieved(self, limit: Limit, measure: float, point: Floats) -> Value:
        """Return the value that a limit needs for one answer to hold, as it can be typed."""
        if field_of(limit).step is Step.SWITCH:
            return None
        if not is_searched(limit):
            return self._linear(limit, measure)
        tight, loose = self._ends(limit)
        if not self._holds_at(limit, loose, point):
            return None  # no value will do: the rule has to go
        while abs(loose - tight) > 1:
            middle = (loose + tight) // 2
            if self._holds_at(limit, middle, point):
                loose = middle
            else:
                tight = middle
        return _at(limit, loose)

    def _linear(self, limit: Limit, measure: float) -> float:
        sign = 1 if looser_is_more(self.data, limit) else -1
        value = number_of(self.data, limit) + sign * measure * self.elastic.unit[limit]
        return rounded(self.data, limit, max(0.0, value))

    def _holds_at(self, limit: Limit, step: int, point: Floats) -> bool:
        matrix, upper = self.elastic.rows(limit, with_value(self.data, limit, _at(limit, step)))
        terms = np.maximum(1.0, product(abs(matrix), np.abs(point)))
        return bool(np.all(product(matrix, point) - upper <= CLOSE * terms))

    def _ends(self, limit: Limit) -> tuple[int, int]:
        """Return the steps between which a value is searched: as written, and where nothing is asked."""
        unit, now = grid(limit, 1.0), number_of(self.data, limit)
        end = float(loosest(self.data, limit, self.elastic.needs) or 0.0)
        if looser_is_more(self.data, limit):
            return math.floor(now / unit + USED), math.ceil(end / unit - USED)
        return math.ceil(now / unit - USED), math.floor(end / unit + USED)

    def _halve(self, limit: Limit, values: dict[Limit, Value]) -> None:
        """Make the change of a limit that is searched as small as it can be, the others as they stand."""
        tight, _ = self._ends(limit)
        while (value := values[limit]) is not None:
            loose = _steps(limit, value)
            if abs(loose - tight) <= 1:
                return
            middle = (loose + tight) // 2
            outcome = self.elastic.at({**values, limit: _at(limit, middle)})
            if outcome.objective <= NOTHING:
                loose = middle
            else:
                tight = middle
            if set(self.elastic.loosened(outcome)) <= set(values):
                # Nothing but this limit is broken, so a value at which it is not will do: often one close by.
                shown = self._achieved(limit, 0.0, self.elastic.point(outcome))
                step = loose if shown is None else _steps(limit, shown)
                if 0 < (step - tight) / (loose - tight) < 1:
                    loose = step
            values[limit] = _at(limit, loose)

    def _shrink(self, limit: Limit, values: Mapping[Limit, Value]) -> Value:
        """Return the least change of a limit that has a column of its own, the others as they stand."""
        room, held, instead = self.elastic.placed(values)
        room |= dict.fromkeys(held, 0.0) | {limit: math.inf}
        outcome = self.elastic.solve(room, (limit,), instead)
        if outcome.status is Status.INFEASIBLE:
            return values[limit]
        return self._linear(limit, self.elastic.loosened(outcome).get(limit, 0.0))

    def _crowded(self, limit: Limit, point: Floats) -> list[Limit]:
        """Return the members of an exclusive group that have to leave it, so that what is built can be."""
        group = value_of(self.data, limit)
        built = {
            str(index[0])
            for index, column in self.elastic.model.v_modules_started.items()
            if point[column] > 0.5
        }
        members = [str(k) for k, spec in self.data.investments.items() if spec.excludes == group]
        return [Limit("excludes", (k,)) for k in members if k in built][1:]


def _steps(limit: Limit, value: Value) -> int:
    return round(float(value or 0.0) / grid(limit, 1.0))


def _at(limit: Limit, step: int) -> float:
    return float(f"{step * grid(limit, 1.0):.12g}")
