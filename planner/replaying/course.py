"""What a policy did, month by month, in the ids and months of the whole plan; plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from models.plan.names import TRUNK
from models.solution.solution import Solution

TRACE = 1e-9
"""Part of a thing's usual quantity at or below which an order is the solver's rounding."""


@dataclass(slots=True)
class Placed:
    """One order."""

    offer: str
    tier: int | None
    month: int
    quantity: float
    arrival: int
    dispatch: int
    expected: float
    """Part of the offer that was thought to be there in the dispatch month when it was placed."""
    part: float = 1.0
    """What arrives of it, as far as is known."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One contract signed."""

    month: int
    tier: int | None
    rate: float
    """[unit/month]"""


@dataclass
class Course:
    """The decisions that were carried out."""

    orders: list[Placed] = field(default_factory=list)
    done: dict[str, dict[tuple[str, ...], dict[int, float]]] = field(default_factory=dict)
    """Quantities by variable, thing and month."""
    signed: dict[str, Signed] = field(default_factory=dict)
    qualified: dict[str, int] = field(default_factory=dict)
    started: dict[tuple[str, int], int] = field(default_factory=dict)
    """Modules by investment and month."""
    origin: dict[str, str] = field(default_factory=dict)
    """Investment of the plan by the id of a part of it."""

    def take(self, solution: Solution, first: int, months: Iterable[int], part: Part) -> None:
        """Add what a solution of a plan that begins in month ``first`` does in some months."""
        wanted = set(months)
        self._here_and_now(solution, first)
        for (investment, at), modules in solution.values["v_modules_started"].items():
            known = solution.data.investments[investment].committed is not None
            if not known and modules > 0.5 and first + at in wanted:
                key = self.origin.get(str(investment), str(investment)), first + at
                self.started[key] = self.started.get(key, 0) + round(modules)
        for name in ("v_made", "v_short", "v_late", "v_activity", "v_disposed"):
            kept = self.done.setdefault(name, {})
            for index, x in solution.values.get(name, {}).items():
                if index[-2] == TRUNK and first + index[-1] in wanted:
                    kept.setdefault(tuple(map(str, index[:-2])), {})[first + index[-1]] = x
        self._orders(solution, first, wanted, part)

    def _here_and_now(self, solution: Solution, first: int) -> None:
        data, values = solution.data, solution.values
        for (offer,), signed in _single(values.get("v_signed", {})):
            spec = data.offers[offer]  # type: ignore[index]
            if signed > 0.5 and spec.origin not in self.signed:
                self.signed[spec.origin] = Signed(first, spec.tier, max(0.0, values["v_rate"][offer]))
        for (supplier,), qualified in _single(values.get("v_qualified", {})):
            if qualified > 0.5 and not data.suppliers[supplier].qualified:  # type: ignore[index]
                self.qualified.setdefault(str(supplier), first)

    def _orders(self, solution: Solution, first: int, wanted: set[int], part: Part) -> None:
        data, tree = solution.data, solution.tree
        sizes = tree.units.items
        for (offer, scenario, at), quantity in solution.values["v_order_qty"].items():
            spec = data.offers[offer]
            if scenario != TRUNK or first + at not in wanted or quantity <= TRACE * sizes[spec.item]:
                continue
            arrival = first + tree.arrival(offer, TRUNK, at)
            dispatch = arrival - spec.transit
            tier = self.signed[spec.origin].tier if spec.origin in self.signed else spec.tier
            order = Placed(
                spec.origin, tier, first + at, quantity, arrival, dispatch, part(spec.origin, dispatch)
            )
            self.orders.append(order)

    def learn(self, part: Part, now: int) -> None:
        """Note what arrives of each order, by what is known in a month of the months from it on."""
        for order in self.orders:
            if order.dispatch >= now and order.expected > 0:
                order.part = min(1.0, part(order.offer, order.dispatch) / order.expected)


Part = Callable[[str, int], float]
"""Part of an offer that can be dispatched in a month of the whole plan."""


def _single(values: Mapping[object, float]) -> Iterable[tuple[tuple[object], float]]:
    return [((index[0] if isinstance(index, tuple) else index,), x) for index, x in values.items()]
