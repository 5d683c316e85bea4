"""The least changes of limits that make an infeasible plan feasible, and what clashes (model, section 10).

One model in which no limit binds, the limits as rows beside it, and one column per limit that says how far it is
loosened: so every question is a change of bounds and costs of those columns. Where a limit stands before a
quantity that is itself decided (a share of purchases), its column is a measure only; its least change is then
found by halving over the values that can be typed into the cell.

Sources: Chinneck (2008), Feasibility and Infeasibility in Optimization (elastic programs, deletion filters);
Junker (2004) QuickXplain, for the irreducible set with whole numbers decided.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from models.arrays import Arrays, Floats, compile_model
from models.build import build_plan, collector_paused
from models.data import PlanData
from models.errors import StoppedWithoutPlan
from models.guards import LAWS, View, guards
from models.highs import Options, Outcome, Status, solve_arrays
from models.limits import (
    FIELDS,
    Family,
    Limit,
    Needs,
    Step,
    Value,
    field_of,
    grid,
    limits_of,
    looser_is_more,
    loosest,
    needs_of,
    number_of,
    rounded,
    value_of,
    with_value,
)
from models.tree import Tree

USED = 1e-7
"""A limit loosened by more than this part of its measure is loosened at all."""
CLOSE = 1e-7
"""How far a row may be off, measured against its terms, and still hold."""
GAP = 1e-6
"""Relative gap of the searches for a least change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One limit changed, as little as can be typed into its cell."""

    limit: Limit
    old: Value
    new: Value
    """``None``: the cell is left blank, or the rule taken out."""


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that together make the plan feasible; none of them can be smaller while the others stand."""

    changes: tuple[Change, ...]
    family: Family | None = None
    """The one family loosened; ``None``: whatever takes the smallest changes."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why there is no plan, and the ways out."""

    clash: tuple[Limit, ...]
    """Limits that cannot hold together; without any one of them the others can."""
    irreducible: bool
    """``False``: the time was up before the clash was shown to be that."""
    ways: tuple[Way, ...]
    """The smallest changes first, then each family that suffices alone."""


@dataclass(frozen=True)
class _Ask:
    """What one or two limits ask by the same rows; loosening any of them loosens the rows."""

    shown: tuple[Limit, ...]
    ways: tuple[Limit, ...]


@dataclass(frozen=True)
class _Block:
    """Rows A·x − Σ slope·e ≤ upper of one ask."""

    matrix: csr_matrix
    upper: Floats
    slopes: Mapping[Limit, Floats]


@dataclass
class Elastic:
    """An infeasible plan taken apart."""

    data: PlanData
    options: Options
    asks: tuple[_Ask, ...] = ()
    _begin: float = field(default_factory=time.perf_counter)
    solves: int = 0

    def __post_init__(self) -> None:
        self.needs = needs_of(self.data)
        self.asks = tuple(_asks(self.data, self.needs))
        self.limits = [limit for ask in self.asks for limit in ask.ways]
        self._position = {limit: k for k, limit in enumerate(self.limits)}
        self._unit = {limit: _measure(self.data, limit, self.needs) for limit in self.limits}
        self._tree = Tree(self.data)
        self._indices: dict[str, dict[str, list[Any]]] = {}
        with collector_paused():
            self._model = build_plan(_loosened(self.data, self.asks, self.needs))
            self._arrays = _freed(compile_model(self._model, keep_unused=True), self._model, self.asks)
            self._columns = {id(v): k for k, v in enumerate(self._arrays.columns)}
            self._blocks = {ask: self._block(ask, self.data) for ask in self.asks}
        self._switch = np.array([FIELDS[limit.field].step in _SWITCHES for limit in self.limits], dtype=bool)

    # --- rows -------------------------------------------------------------------------------------------

    def _block(self, ask: _Ask, data: PlanData) -> _Block:
        """Return the rows of one ask with the numbers of a plan, and what loosening does to them."""
        matrix, upper = self._rows(ask.ways[0], data)
        slopes = {limit: self._slope(limit, data, matrix, upper) for limit in ask.ways}
        return _Block(matrix, upper, slopes)

    def _rows(self, limit: Limit, data: PlanData) -> tuple[csr_matrix, Floats]:
        starts, columns, entries, upper = [0], list[int](), list[float](), list[float]()
        for low, body, high in guards(View(self._model, data, self._indices), limit, self._tree):
            sign, bound = (1.0, high) if high is not None else (-1.0, -(low or 0.0))
            columns += [self._columns[id(v)] for v in body.linear_vars]
            entries += [sign * c for c in body.linear_coefs]
            starts.append(len(columns))
            upper.append(bound)
        shape = (len(upper), len(self._arrays.columns))
        matrix = csr_matrix(
            (np.array(entries), np.array(columns, dtype=np.int64), np.array(starts)), shape=shape
        )
        matrix.sum_duplicates()
        return matrix, np.array(upper)

    def _slope(self, limit: Limit, data: PlanData, matrix: csr_matrix, upper: Floats) -> Floats:
        """Return by how much a unit of loosening relaxes each row.

        Exact where the limit stands alone or before a yes/no; before a quantity it is what the largest quantity
        would give, and so a measure.
        """
        high, low = self._arrays.upper, self._arrays.lower
        if field_of(limit).step in _SWITCHES:
            # Enough to let the row go: months before a window opens, a contract signed.
            positive, negative = matrix.maximum(0), matrix.minimum(0)
            return np.maximum(0.0, _product(positive, high) + _product(negative, low) - upper)
        end = loosest(data, limit, self.needs)
        now, unit = number_of(data, limit), self._unit[limit]
        then = float(end) if isinstance(end, int | float) and end != now else now + unit
        other, bound = self._rows(limit, with_value(data, limit, then))
        moved = _product(abs(matrix - other), self._most(limit, high))
        if limit.field == "share":
            most = sum(self.needs[item] for item in data.rules[limit.key[0]].items)  # type: ignore[index]
            moved = np.minimum(moved, abs(then - now) * most)
        return (moved + np.abs(bound - upper)) * unit / abs(then - now)

    def _most(self, limit: Limit, high: Floats) -> Floats:
        """Return the largest values of columns; where none is known, all that is needed."""
        return np.where(np.isfinite(high), high, sum(self.needs.values()) + 1.0)

    # --- solves -----------------------------------------------------------------------------------------

    def solve(
        self,
        room: Mapping[Limit, float],
        cost: Mapping[Limit, float] | None = None,
        instead: Mapping[_Ask, _Block] | None = None,
        *,
        relaxed: bool = False,
    ) -> Outcome:
        """Solve with so much room for each limit (none where it is not named), at so much for each measure.

        Raises
        ------
        StoppedWithoutPlan
            The time is up.
        """
        blocks = {**self._blocks, **(instead or {})}
        frame, count = self._arrays, len(self.limits)
        pieces, uppers = [hstack([frame.matrix, csr_matrix((len(frame.laws), count))])], [frame.row_upper]
        for block in blocks.values():
            size = len(block.upper)
            at = [np.full(size, self._position[limit]) for limit in block.slopes]
            entries = np.concatenate([-slope for slope in block.slopes.values()])
            rows = np.tile(np.arange(size), len(at))
            slopes = csr_matrix((entries, (rows, np.concatenate(at))), shape=(size, count))
            pieces.append(hstack([block.matrix, slopes]))
            uppers.append(block.upper)
        upper = np.concatenate(uppers)
        most = np.array([room.get(limit, 0.0) for limit in self.limits])
        most = np.where(self._switch, np.minimum(most, len(self.limits)), most)
        prices = np.array([(cost or {}).get(limit, 0.0) for limit in self.limits])
        extra = len(upper) - len(frame.row_upper)
        problem = Arrays(
            columns=frame.columns,
            laws=(*frame.laws, *(("limit", (k,)) for k in range(extra))),
            cost=np.concatenate([np.zeros(len(frame.cost)), prices]),
            lower=np.concatenate([frame.lower, np.zeros(count)]),
            upper=np.concatenate([frame.upper, most]),
            whole=np.concatenate([frame.whole, self._switch]),
            matrix=vstack(pieces).tocsr(),
            row_lower=np.concatenate([frame.row_lower, np.full(extra, -math.inf)]),
            row_upper=upper,
        )
        self.solves += 1
        outcome = solve_arrays(problem, self._options(), "searching", relaxed=relaxed)
        if outcome.status is Status.NOTHING:
            raise StoppedWithoutPlan("the time was up before the clash was understood")
        return outcome

    def _options(self) -> Options:
        limit = self.options.time_limit
        left = None if limit is None else limit - (time.perf_counter() - self._begin)
        if self.options.stop.is_set() or (left is not None and left <= 0):
            raise StoppedWithoutPlan("the time was up before the clash was understood")
        return replace(self.options, gap=GAP, time_limit=left, progress=None)

    def measures(self, outcome: Outcome) -> dict[Limit, float]:
        """Return how far each limit is loosened in an answer, in parts of its measure."""
        found = outcome.values[len(self._arrays.columns) :]
        return {limit: float(e) for limit, e in zip(self.limits, found, strict=True) if e > USED}

    # --- what clashes -----------------------------------------------------------------------------------

    def clash(self) -> tuple[tuple[Limit, ...], bool]:
        """Return an irreducible set of limits that cannot hold together, and whether it is shown to be one."""
        suspects = list(self.asks)
        try:
            suspects = self._suspects()
            found = self._reduce([], [], suspects)
        except StoppedWithoutPlan:
            return tuple(limit for ask in suspects for limit in ask.shown), False
        return tuple(limit for ask in self.asks if ask in found for limit in ask.shown), True

    def _suspects(self) -> list[_Ask]:
        """Return asks among which a clash lies: those that the relaxation presses on, if it has no plan either."""
        every = dict.fromkeys(self.limits, math.inf)
        outcome = self.solve(every, dict.fromkeys(self.limits, 1.0), relaxed=True)
        if outcome.status is not Status.OPTIMAL or outcome.objective <= USED:
            return list(self.asks)
        start = len(self._arrays.laws)
        pressed = []
        for ask, block in self._blocks.items():
            duals = outcome.duals[start : start + len(block.upper)]
            start += len(block.upper)
            if np.any(np.abs(duals) > 1e-12):
                pressed.append(ask)
        return pressed if not self._holds(pressed) else list(self.asks)

    def _holds(self, asks: Iterable[_Ask]) -> bool:
        """Tell whether some asks can hold together, all others let go."""
        on = {limit for ask in asks for limit in ask.ways}
        outcome = self.solve({limit: math.inf for limit in self.limits if limit not in on})
        return outcome.status is not Status.INFEASIBLE

    def _reduce(self, known: list[_Ask], news: Sequence[_Ask], asks: list[_Ask]) -> list[_Ask]:
        """Return an irreducible part of ``asks`` that clashes with ``known`` (QuickXplain)."""
        if news and not self._holds(known):
            return []
        if len(asks) == 1:
            return asks
        first, second = asks[: len(asks) // 2], asks[len(asks) // 2 :]
        right = self._reduce([*known, *first], first, second)
        left = self._reduce([*known, *right], right, first)
        return [*left, *right]

    # --- ways out ---------------------------------------------------------------------------------------

    def way(self, family: Family | None = None) -> Way | None:
        """Return the least changes, of one family alone where it is named; ``None`` where there are none."""
        free = [limit for limit in self.limits if family in (None, field_of(limit).family)]
        if not free:
            return None
        outcome = self._least(free)
        if outcome is None:
            return None
        loosened = self.measures(outcome)
        for limit in sorted(loosened, key=lambda one: -loosened[one]):
            if len(loosened) > 1:
                fewer = self._least([other for other in loosened if other != limit])
                if fewer is not None:
                    outcome, loosened = fewer, self.measures(fewer)
        return Way(tuple(self._settle(loosened, outcome)), family)

    def _least(self, free: Iterable[Limit]) -> Outcome | None:
        room = dict.fromkeys(free, math.inf)
        outcome = self.solve(room, dict.fromkeys(room, 1.0))
        return None if outcome.status is Status.INFEASIBLE else outcome

    def _settle(self, loosened: Mapping[Limit, float], outcome: Outcome) -> list[Change]:
        """Return the changes of an answer, each made as small as it can be while the others stand."""
        point = outcome.values[: len(self._arrays.columns)]
        values = {limit: self._achieved(limit, e, point) for limit, e in loosened.items()}
        searched = [limit for limit in values if _is_searched(limit)]
        for limit in searched:
            values[limit] = self._halve(limit, values)
        for limit in values:
            if searched and limit not in searched and field_of(limit).step is not Step.SWITCH:
                values[limit] = self._shrink(limit, values)
        return [
            Change(one, value_of(self.data, one), value)
            for limit, value in values.items()
            for one in (self._crowded(limit, point) if limit.field == "excludes" else (limit,))
        ]

    def _crowded(self, limit: Limit, point: Floats) -> list[Limit]:
        """Return the members of an exclusive group that have to leave it, so that what is built can be."""
        group = value_of(self.data, limit)
        built = {
            str(index[0])
            for index, variable in self._model.v_modules_started.items()
            if point[self._columns[id(variable)]] > 0.5
        }
        members = [str(k) for k, spec in self.data.investments.items() if spec.excludes == group]
        return [Limit("excludes", (k,)) for k in members if k in built][1:]

    def _achieved(self, limit: Limit, measure: float, point: Floats) -> Value:
        """Return the value that a limit needs for one answer to hold, as it can be typed."""
        if field_of(limit).step is Step.SWITCH:
            return None
        if not _is_searched(limit):
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
        value = number_of(self.data, limit) + sign * measure * self._unit[limit]
        return rounded(self.data, limit, max(0.0, value))

    def _holds_at(self, limit: Limit, step: int, point: Floats) -> bool:
        matrix, upper = self._rows(limit, with_value(self.data, limit, _at(limit, step)))
        terms = np.maximum(1.0, _product(abs(matrix), np.abs(point)))
        return bool(np.all(_product(matrix, point) - upper <= CLOSE * terms))

    def _ends(self, limit: Limit) -> tuple[int, int]:
        """Return the steps between which a value is searched: as written, and where nothing is asked."""
        unit, now = grid(limit, 1.0), number_of(self.data, limit)
        end = float(loosest(self.data, limit, self.needs) or 0.0)
        if looser_is_more(self.data, limit):
            return math.floor(now / unit + 1e-9), math.ceil(end / unit - 1e-9)
        return math.ceil(now / unit - 1e-9), math.floor(end / unit + 1e-9)

    def _halve(self, limit: Limit, values: Mapping[Limit, Value]) -> Value:
        """Return the least change of a limit that is searched, the others as they stand."""
        if values[limit] is None:
            return None
        tight, _ = self._ends(limit)
        unit = grid(limit, 1.0)
        loose = round(float(values[limit] or 0.0) / unit)
        while abs(loose - tight) > 1:
            middle = (loose + tight) // 2
            outcome = self._with({**values, limit: _at(limit, middle)})
            if outcome is None:
                tight = middle
                continue
            point = outcome.values[: len(self._arrays.columns)]
            found = self._achieved(limit, 0.0, point)
            nearer = round(float(found or 0.0) / unit)
            loose = nearer if abs(nearer - tight) <= abs(middle - tight) else middle
            if loose == tight:
                loose = middle  # rounding: what holds cannot be what did not
                break
        return _at(limit, loose)

    def _with(self, values: Mapping[Limit, Value], free: Limit | None = None) -> Outcome | None:
        """Return an answer with limits at these values, one of them free and made least."""
        room, instead = dict[Limit, float](), dict[_Ask, _Block]()
        for ask in self.asks:
            data = self.data
            for limit in ask.ways:
                value = values.get(limit)
                if limit not in values or limit == free:
                    continue
                if value is None:
                    room[limit] = math.inf
                elif _is_searched(limit):
                    data = with_value(data, limit, value)
                else:
                    room[limit] = abs(float(value) - number_of(self.data, limit)) / self._unit[limit]
            if data is not self.data:
                instead[ask] = self._block(ask, data)
        if free is not None:
            room[free] = math.inf
        outcome = self.solve(room, {free: 1.0} if free is not None else {}, instead)
        return None if outcome.status is Status.INFEASIBLE else outcome

    def _shrink(self, limit: Limit, values: Mapping[Limit, Value]) -> Value:
        """Return the least change of a limit that has a column of its own, the others as they stand."""
        outcome = self._with(values, free=limit)
        if outcome is None:
            return values[limit]
        return self._linear(limit, self.measures(outcome).get(limit, 0.0))


def diagnose(data: PlanData, options: Options, *, families: bool = True) -> Diagnosis:
    """Say which limits clash and what least changes end it.

    Parameters
    ----------
    data : PlanData
        An infeasible plan.
    options : Options
        ``time_limit`` is for all of it: what is found by then is returned.
    families : bool
        Also look for ways that loosen one family alone.

    Returns
    -------
    Diagnosis
        Without ways where no limit helps: the plan clashes with how things are.
    """
    elastic = Elastic(data, options)
    ways: list[Way] = []
    clash: tuple[Limit, ...] = ()
    irreducible = False
    try:
        first = elastic.way()
        if first is None:
            return Diagnosis((), False, ())
        ways.append(first)
        clash, irreducible = elastic.clash()
        # Whatever ends the clash loosens a limit of it, so other families cannot suffice alone.
        touched = {field_of(limit).family for limit in clash} if irreducible else set(Family)
        for family in Family:
            if families and family in touched:
                way = elastic.way(family)
                if way is not None and all(way.changes != other.changes for other in ways):
                    ways.append(way)
    except StoppedWithoutPlan:
        pass
    return Diagnosis(clash, irreducible, tuple(ways))


_SWITCHES = frozenset({Step.SWITCH, Step.MONTH})


def _is_searched(limit: Limit) -> bool:
    return field_of(limit).bilinear or field_of(limit).step is Step.MONTH


def _at(limit: Limit, step: int) -> float:
    return float(f"{step * grid(limit, 1.0):.12g}")


def _product(matrix: csr_matrix, values: Floats) -> Floats:
    """Return A·x where x may be infinite beside a zero."""
    weighted = matrix.copy()
    weighted.data = matrix.data * values[matrix.indices]
    weighted.data[matrix.data == 0.0] = 0.0
    return np.asarray(weighted.sum(axis=1)).ravel()


def _asks(data: PlanData, needs: Needs) -> Iterable[_Ask]:
    """Yield what is asked: hard cover can be loosened in days or in its first month, a group by any member."""
    groups: dict[str, list[Limit]] = {}
    for limit in limits_of(data):
        if limit.field == "cover_from":
            continue
        if limit.field == "excludes":
            groups.setdefault(str(value_of(data, limit)), []).append(limit)
            continue
        end, now = loosest(data, limit, needs), value_of(data, limit)
        if limit.field != "share" and end == now:
            continue  # more than can be of use anyway
        ways = (limit, Limit("cover_from", limit.key)) if limit.field == "cover_days" else (limit,)
        yield _Ask((limit,), ways)
    for members in groups.values():
        yield _Ask(tuple(members), (members[0],))


def _measure(data: PlanData, limit: Limit, needs: Needs) -> float:
    """Return the change that counts as one: the number itself, a share of 1, a switch."""
    step = field_of(limit).step
    if step is Step.FRACTION or step in _SWITCHES:
        return 1.0
    now = number_of(data, limit)
    if now > 0:
        return now
    end = loosest(data, limit, needs)
    return max(1.0, float(end)) if isinstance(end, int | float) else max(1.0, sum(needs.values()))


def _loosened(data: PlanData, asks: Iterable[_Ask], needs: Needs) -> PlanData:
    """Return the plan in which no ask binds, as far as bounds and sets of decisions are concerned."""
    for ask in asks:
        for limit in ask.ways:
            if limit.field not in LAWS and limit.field != "cover_from":
                data = with_value(data, limit, loosest(data, limit, needs))
            elif limit.field == "max_modules":
                data = with_value(data, limit, loosest(data, limit, needs))
    return data


def _freed(arrays: Arrays, m: object, asks: Iterable[_Ask]) -> Arrays:
    """Return a model without the laws that are limits."""
    data: PlanData = m.data  # type: ignore[attr-defined]
    freed: set[tuple[str, object]] = set()
    for ask in asks:
        limit = ask.ways[0]
        law = LAWS.get(limit.field)
        match limit.field:
            case "excludes":
                freed.add((str(law), value_of(data, limit)))
            case "min_take" | "moq":
                freed |= {(str(law), offer) for offer in data.tiers_of_offer[limit.key[0]]}
            case "capex_budget":
                freed |= {(str(law), year) for year in range(len(data.plan_years))}
            case _ if law is not None:
                freed.add((law, limit.key[0]))
    free = np.array([(law, index[0]) in freed for law, index in arrays.laws], dtype=bool)
    return replace(
        arrays,
        row_lower=np.where(free, -math.inf, arrays.row_lower),
        row_upper=np.where(free, math.inf, arrays.row_upper),
    )
