"""An infeasible plan taken apart: a model in which no limit binds, and the limits as rows beside it.

One column per limit says how far it is loosened, so every question is a change of bounds and costs of those
columns. Where a limit stands before a quantity that is itself decided (a share of purchases), its column only
measures; ``loosening`` then searches the values that can be typed into the cell.

Source: Chinneck (2008), Feasibility and Infeasibility in Optimization (elastic programs).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from models.errors import SolverFailed, StoppedWithoutPlan
from models.formulation.bounds import ANYTHING
from models.formulation.build import build_array_model, collector_paused
from models.formulation.terms import Model, lists_of
from models.infeasibility.guards import CONSTRAINT_OF, View, guards
from models.infeasibility.limits import (
    Limit,
    Needs,
    Step,
    Value,
    field_of,
    is_searched,
    limits_of,
    loosest,
    needs_of,
    number_of,
    value_of,
    with_value,
)
from models.plan.data import PlanData
from models.plan.names import TRUNK, Rule, Scenario
from models.plan.tree import Tree
from models.solver.highs import Options, Outcome, Status, solve_arrays
from models.solver.standard_form import Arrays, Basis, Floats, compile_model, fixed_integers

PRICE = 1000.0
"""Price of a whole measure, well above the solver's tolerance of a price."""
USED = 1e-7
"""A limit loosened by more than this part of its measure is loosened at all."""
NOTHING = PRICE * USED
"""Cost of an answer that loosens nothing that is priced."""
PRICED = 1e-10
"""A row with a dual value above this has a price; a row of money may have a small one."""
WHOLE = 1e-6
"""A number this near to a whole one is whole."""
GAP = 1e-6
"""Relative gap of a search for the least changes."""
SWITCHED = 0.25
"""What opening a month or a contract counts, beside a share loosened by as much of 1."""
SWITCHES = frozenset({Step.SWITCH, Step.MONTH})


@dataclass(frozen=True)
class Ask:
    """What one or two limits ask by the same rows; loosening either of them loosens the rows."""

    shown: tuple[Limit, ...]
    ways: tuple[Limit, ...]


@dataclass(frozen=True)
class Block:
    """Rows A·x − Σ slope·e ≤ upper of one ask."""

    matrix: csr_matrix
    upper: Floats
    slopes: Mapping[Limit, Floats]


class Elastic:
    """A plan whose limits can be loosened, each for itself.

    Parameters
    ----------
    data : PlanData
    options : Options
        ``time_limit`` is for all questions together.
    """

    def __init__(self, data: PlanData, options: Options) -> None:
        self.data = data
        self.needs = needs_of(data)
        self.asks = tuple(_asks(data, self.needs))
        self.limits = [limit for ask in self.asks for limit in ask.ways]
        self.unit = {limit: _measure(data, limit, self.needs) for limit in self.limits}
        self._options = options
        self._begin = time.perf_counter()
        self._tree = Tree(data)
        self.all_room = dict.fromkeys(self.limits, math.inf)
        self._position = {limit: k for k, limit in enumerate(self.limits)}
        self._indices: dict[str, dict[str, list[Any]]] = {}
        self._basis: Basis | None = None
        self._room: Mapping[Limit, float] | None = None
        with collector_paused():
            # Without weight of the tail no row adds up costs, which nobody asks about here.
            loose = replace(_loosened(data, self.asks, self.needs), risk_weight=0.0)
            self.model: Model = build_array_model(loose, most=ANYTHING)
            self.arrays = _freed(compile_model(self.model, keep_unused=True), data, self.asks)
            self._blocks = {ask: self.block(ask, data) for ask in self.asks}
        self._switch = np.array([field_of(limit).step in SWITCHES for limit in self.limits], dtype=bool)
        self._plain = self._stacked({})

    # --- rows -------------------------------------------------------------------------------------------

    def block(self, ask: Ask, data: PlanData) -> Block:
        """Return the rows of one ask with the numbers of a plan, and what loosening does to them."""
        matrix, upper = self.rows(ask.ways[0], data)
        slopes = {limit: self._slope(limit, data, matrix, upper) for limit in ask.ways}
        return Block(matrix, upper, slopes)

    def rows(self, limit: Limit, data: PlanData) -> tuple[csr_matrix, Floats]:
        """Return the rows of a limit with the numbers of a plan, as A·x ≤ upper."""
        starts, columns, entries, upper = [0], list[int](), list[float](), list[float]()
        for low, body, high in guards(View(self.model, data, self._indices), limit, self._tree):
            sign, bound = (1.0, high) if high is not None else (-1.0, -(low or 0.0))
            coefficients, numbers = lists_of(body)
            columns += numbers  # of an array model with every variable kept: its columns
            entries += [sign * c for c in coefficients]
            starts.append(len(columns))
            upper.append(bound)
        where = np.array(columns, dtype=np.int64), np.array(starts)
        shape = (len(upper), len(self.arrays.names))
        matrix = csr_matrix((np.array(entries, dtype=float), *where), shape=shape)
        matrix.sum_duplicates()
        return matrix, np.array(upper)

    def _slope(self, limit: Limit, data: PlanData, matrix: csr_matrix, upper: Floats) -> Floats:
        """Return by how much a measure of loosening relaxes each row.

        Exact where the limit stands alone or before a yes/no. Before a quantity it is what the largest one
        would give.
        """
        high, low = self.arrays.upper, self.arrays.lower
        if field_of(limit).step in SWITCHES:
            # Enough to let the row go: months before a window opens, a contract signed.
            most = product(matrix.maximum(0), high) + product(matrix.minimum(0), low)
            freed = np.maximum(0.0, most - upper)
            if limit.field == "cover_from":
                last, _ = self.rows(limit, with_value(data, limit, loosest(data, limit, self.needs)))
                freed[np.diff(last.indptr) > 0] = 0.0  # in the last month cover is wanted all the same
            return freed
        end, now, unit = loosest(data, limit, self.needs), number_of(data, limit), self.unit[limit]
        then = float(end) if isinstance(end, int | float) and end != now else now + unit
        other, bound = self.rows(limit, with_value(data, limit, then))
        largest = np.where(np.isfinite(high), high, sum(self.needs.values()) + 1.0)
        moved = product(abs(matrix - other), largest)
        if limit.field == "share":
            most_bought = sum(self.needs[item] for item in data.rules[Rule(limit.key[0])].items)
            moved = np.minimum(moved, abs(then - now) * most_bought)
        return np.asarray((moved + np.abs(bound - upper)) * unit / abs(then - now))

    # --- solves -----------------------------------------------------------------------------------------

    def solve(
        self,
        room: Mapping[Limit, float],
        priced: Iterable[Limit],
        instead: Mapping[Ask, Block] | None = None,
        *,
        decide: bool = False,
        relaxed: bool = False,
    ) -> Outcome:
        """Solve with so much room for each limit, in its measure (none where it is not named).

        Parameters
        ----------
        room : mapping
        priced : iterable of Limit
            Whose loosening is to be least, all together.
        instead : mapping, optional
            Blocks of rows that replace those of the plan.
        decide : bool
            Only whether anything priced must be loosened at all is asked.
        relaxed : bool
            Whole numbers are let go.

        Returns
        -------
        Outcome
            ``STOPPED``: the loosening is not shown to be least.

        Raises
        ------
        StoppedWithoutPlan
            The time is up.
        """
        problem = self._problem(room, set(priced), instead or {})
        # Where only prices differ from the last question, the primal simplex method stays feasible.
        primal = not instead and self._room == room
        self._room = None if instead else room
        found = self._run(problem, relaxed=True, basis=self._basis, primal=primal)
        if found.status is not Status.OPTIMAL:
            return found
        self._basis = found.basis
        if relaxed or not problem.whole.any() or (decide and found.objective > NOTHING):
            return found
        return self._with_whole_numbers(problem, found, decide=decide)

    def _with_whole_numbers(self, problem: Arrays, relaxed: Outcome, *, decide: bool) -> Outcome:
        """Search from the relaxation: whatever it uses rounded up first, which often is enough."""
        enough = NOTHING if decide else relaxed.objective * (1 + GAP) + NOTHING
        held = fixed_integers(problem, np.ceil(relaxed.values - WHOLE))
        near = self._run(held, basis=relaxed.basis)
        if near.status is Status.OPTIMAL:
            near = replace(near, values=np.where(problem.whole, held.lower, near.values))
            if near.objective <= enough:
                return near
        start = near.values if near.status is Status.OPTIMAL else None
        best = self._run(problem, enough=enough, start=start)
        if best.status is Status.STOPPED and best.objective <= enough:
            return replace(best, status=Status.OPTIMAL)
        return best

    def _run(self, problem: Arrays, *, enough: float | None = None, **how: Any) -> Outcome:
        limit = self._options.time_limit
        left = None if limit is None else limit - (time.perf_counter() - self._begin)
        if self._options.stop.is_set() or (left is not None and left <= 0):
            raise StoppedWithoutPlan("the time was up before the clash was understood")
        options = replace(self._options, gap=GAP, time_limit=left, progress=None, enough=enough)
        try:
            outcome = solve_arrays(problem, options, "searching", **how)
        except SolverFailed as error:
            raise StoppedWithoutPlan("the solver gave up before the clash was understood") from error
        if outcome.status is Status.NOTHING:
            raise StoppedWithoutPlan("the time was up before the clash was understood")
        return outcome

    def at(self, values: Mapping[Limit, Value], *, relaxed: bool = False) -> Outcome:
        """Return an answer with some limits at these values; it costs nothing if all others hold."""
        room, held, instead = self.placed(values)
        return self.solve(room, held, instead, relaxed=relaxed)

    def placed(
        self, values: Mapping[Limit, Value]
    ) -> tuple[dict[Limit, float], list[Limit], dict[Ask, Block]]:
        """Return room that some limits at these values have, those held as they are, and rows that change."""
        room, instead, held = dict(self.all_room), dict[Ask, Block](), list[Limit]()
        for ask in self.asks:
            if any(limit in values and values[limit] is None for limit in (*ask.shown, *ask.ways)):
                continue  # let go
            data = self.data
            for limit in ask.ways:
                value = values.get(limit)
                if value is None:
                    held.append(limit)
                elif is_searched(limit):
                    data = with_value(data, limit, value)
                    held.append(limit)
                else:
                    room[limit] = abs(float(value) - number_of(self.data, limit)) / self.unit[limit]
            if data is not self.data:
                instead[ask] = self.block(ask, data)
        return room, held, instead

    def _problem(
        self, room: Mapping[Limit, float], priced: set[Limit], instead: Mapping[Ask, Block]
    ) -> Arrays:
        base = self._stacked(instead) if instead else self._plain
        most = np.array([room.get(limit, 0.0) for limit in self.limits])
        weight = [SWITCHED if switch else 1.0 for switch in self._switch]
        prices = [PRICE * w * (limit in priced) for w, limit in zip(weight, self.limits, strict=True)]
        count = len(self.arrays.names)
        return replace(
            base,
            cost=np.concatenate([base.cost[:count], prices]),
            upper=np.concatenate([base.upper[:count], np.where(self._switch, np.minimum(most, 1.0), most)]),
        )

    def _stacked(self, instead: Mapping[Ask, Block]) -> Arrays:
        """Return the model with the rows of every ask below it and the limits' columns beside it."""
        frame, count = self.arrays, len(self.limits)
        pieces = [hstack([frame.matrix, csr_matrix((len(frame.row_names), count))])]
        uppers = [frame.row_upper]
        for ask, block in {**self._blocks, **instead}.items():
            size = len(block.upper)
            entries = np.concatenate([-block.slopes[limit] for limit in ask.ways])
            where = np.repeat([self._position[limit] for limit in ask.ways], size)
            rows = np.tile(np.arange(size), len(ask.ways))
            beside = csr_matrix((entries, (rows, where)), shape=(size, count))
            pieces.append(hstack([block.matrix, beside]))
            uppers.append(block.upper)
        upper = np.concatenate(uppers)
        extra = len(upper) - len(frame.row_upper)
        return Arrays(
            names=(*frame.names, *(("v_loosened", (k,)) for k in range(count))),
            row_names=(*frame.row_names, *(("limit", (k,)) for k in range(extra))),
            cost=np.zeros(len(frame.cost) + count),
            lower=np.concatenate([frame.lower, np.zeros(count)]),
            upper=np.concatenate([frame.upper, np.full(count, math.inf)]),
            whole=np.concatenate([frame.whole, self._switch]),
            matrix=vstack(pieces).tocsr(),
            row_lower=np.concatenate([frame.row_lower, np.full(extra, -math.inf)]),
            row_upper=upper,
            units=np.concatenate([frame.sizes, np.ones(count)]),
        )

    def loosened(self, outcome: Outcome) -> dict[Limit, float]:
        """Return how far each limit is loosened in an answer, in parts of its measure."""
        found = outcome.values[len(self.arrays.names) :]
        return {limit: float(e) for limit, e in zip(self.limits, found, strict=True) if e > USED}

    def pressed(self, outcome: Outcome) -> list[Ask]:
        """Return the asks that have a price in an answer of the relaxation: a clash lies among them."""
        start, found = len(self.arrays.row_names), []
        for ask, block in self._blocks.items():
            if np.any(np.abs(outcome.duals[start : start + len(block.upper)]) > PRICED):
                found.append(ask)
            start += len(block.upper)
        return found

    def pressed_scenarios(self, outcome: Outcome) -> set[Scenario]:
        """Return the scenarios whose constraints have a dual value in the relaxation, with ancestors."""
        priced = np.flatnonzero(np.abs(outcome.duals) > PRICED)
        columns = np.unique(self._plain.matrix[priced].indices)
        named = {part for k in columns for part in self._plain.names[k][1]}
        found = {scenario for scenario in self.data.scenarios if scenario in named}
        for scenario in reversed(self._tree.scenarios):
            if scenario in found and scenario != TRUNK and self.data.scenarios[scenario].after != TRUNK:
                found.add(self.data.scenarios[scenario].after)
        return found

    def point(self, outcome: Outcome) -> Floats:
        """Return the decisions of an answer, without the limits' columns."""
        return outcome.values[: len(self.arrays.names)]


def product(matrix: csr_matrix, values: Floats) -> Floats:
    """Return A·x where x may be infinite beside a zero."""
    weighted = matrix.copy()
    weighted.eliminate_zeros()  # some releases of scipy keep what maximum(0) made zero
    weighted.data = weighted.data * values[weighted.indices]
    return np.asarray(weighted.sum(axis=1)).ravel()


def _asks(data: PlanData, needs: Needs) -> Iterator[Ask]:
    """Yield what is asked: cover can be loosened in days or in its first month, a group by its members."""
    groups: dict[str, list[Limit]] = {}
    for limit in limits_of(data):
        if limit.field == "cover_from":
            continue
        if limit.field == "excludes":
            groups.setdefault(str(value_of(data, limit)), []).append(limit)
        elif limit.field == "cover_days":
            yield Ask((limit,), (limit, Limit("cover_from", limit.key)))
        elif limit.field == "share" or loosest(data, limit, needs) != value_of(data, limit):
            yield Ask((limit,), (limit,))  # any other asks no more than is of use anyway
    for members in groups.values():
        yield Ask(tuple(members), (members[0],))


def _measure(data: PlanData, limit: Limit, needs: Needs) -> float:
    """Return the change that counts as one: the number itself, a share of 1, a switch."""
    step = field_of(limit).step
    if step is Step.FRACTION or step in SWITCHES:
        return 1.0
    now = number_of(data, limit)
    if now > 0:
        return now
    end = loosest(data, limit, needs)
    return max(1.0, float(end)) if isinstance(end, int | float) else max(1.0, sum(needs.values()))


def _loosened(data: PlanData, asks: Iterable[Ask], needs: Needs) -> PlanData:
    """Return the plan in which no ask binds, as far as bounds and the sets of decisions go."""
    for ask in asks:
        limit = ask.ways[0]
        if limit.field not in CONSTRAINT_OF or limit.field == "max_modules":
            data = with_value(data, limit, loosest(data, limit, needs))
    return data


def _freed(arrays: Arrays, data: PlanData, asks: Iterable[Ask]) -> Arrays:
    """Return a model without the constraints that are limits."""
    freed: set[tuple[str, object]] = set()
    for ask in asks:
        limit = ask.ways[0]
        constraint = CONSTRAINT_OF.get(limit.field)
        if constraint is None:
            continue
        match limit.field:
            case "excludes":
                freed.add((constraint, value_of(data, limit)))
            case "min_take" | "moq" | "min_annual" | "order_multiple":
                freed |= {(constraint, offer) for offer in data.tiers_of_offer[limit.key[0]]}
            case "capex_budget":
                freed |= {(constraint, year) for year in range(len(data.plan_years))}
            case _:
                freed.add((constraint, limit.key[0]))
    free = np.array([(constraint, index[0]) in freed for constraint, index in arrays.row_names], dtype=bool)
    return replace(
        arrays,
        row_lower=np.where(free, -math.inf, arrays.row_lower),
        row_upper=np.where(free, math.inf, arrays.row_upper),
    )
