"""Terms of linear rows that several subjects share, and the row itself.

A rule returns its row as ``(lower, terms, upper)`` and does not know in which language the model is written:
``models.formulation.array_backend`` strings the terms of all rows together, and
``models.formulation.pyomo_backend`` makes one of Pyomo's expressions of each (docs/decisions/0003, 0017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, wraps
from inspect import Parameter, Signature
from itertools import repeat
from math import floor, inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.formulation.charges import variables_as_array
from models.plan.data import PlanData
from models.plan.deliveries import Shipment
from models.plan.names import TRUNK, Investment, Item, Month, Offer, Process, Scenario
from models.plan.tree import Tree

Term = tuple[float, Any]
"""A coefficient and a variable: its number, or Pyomo's object."""
Row = tuple[float | None, list[Term], float | None]
Model = Any
"""A model made by ``models.formulation.build``, with ``data`` and ``tree``: Pyomo's, or an array model
(``models.formulation.array_backend``)."""
Language = Any
"""What a model is written in: ``models.formulation.pyomo_backend`` or ``models.formulation.array_backend``,
modules with the same names."""


class Linear(NamedTuple):
    """Σ coefficient·variable, the two side by side."""

    coefficients: Sequence[float] | NDArray[np.float64]
    variables: Sequence[Any] | NDArray[Any]


def lists_of(terms: Iterable[Term]) -> tuple[list[float], list[Any]]:
    """Return coefficients and variables side by side, without terms that have nothing for a coefficient."""
    there = [term for term in terms if term[0] != 0.0]
    return [c for c, _ in there], [v for _, v in there]


def row(terms: Iterable[Term], lower: float | None = None, upper: float | None = None) -> Row:
    """Return lower ≤ Σ coefficient·variable ≤ upper; ``None`` leaves a side open."""
    return lower, terms if isinstance(terms, list) else list(terms), upper


def for_all(*indices: str) -> Callable[[Callable[[Model, Sequence[Any]], list[Row]]], Callable[..., Row]]:
    """Make a rule of a function that writes the rows of many indices side by side.

    Pyomo and whoever else asks for one index get that row; arrays take all of them at once.
    """

    def rule_of(rows: Callable[[Model, Sequence[Any]], list[Row]]) -> Callable[..., Row]:
        @wraps(rows)
        def rule(m: Model, *index: Any) -> Row:
            return rows(m, [index])[0]

        named = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in ("m", *indices)]
        vars(rule).update(rows=rows, __signature__=Signature(named))
        return rule

    return rule_of


def pairs(
    first: Iterable[Term], second: Iterable[Term], *, lower: float | None, upper: float | None
) -> list[Row]:
    """Return rows of two terms each, all with the same sides."""
    both = map(list, zip(first, second, strict=True))
    return list(zip(repeat(lower), both, repeat(upper), strict=False))


def equal(terms: Iterable[Term], value: float) -> Row:
    """Return Σ coefficient·variable = value."""
    return row(terms, value, value)


def scaled(factor: float, terms: Iterable[Term]) -> list[Term]:
    """Return the terms times a factor."""
    return [(factor * coefficient, variable) for coefficient, variable in terms]


def modules_done(
    m: Model, investment: Investment, scenario: Scenario, month: Month, factor: float = 1.0
) -> list[Term]:
    """Return the modules of an investment complete by a month on a path, times a factor (section 6)."""
    done = m.tree.completions.done(investment, scenario, month)
    return list(zip(repeat(factor), map(m.v_modules_started.__getitem__, done), strict=False))


def added(
    m: Model,
    investments: Iterable[Investment],
    scenario: Scenario,
    month: Month,
    *,
    most: float = inf,
    factor: float = 1.0,
) -> list[Term]:
    """Return what the complete modules of several investments add, as far as they are ramped up.

    A module that adds more than ``most`` adds as much: nobody has a use for the rest. All times a factor.
    """
    terms = list[Term]()
    for k in investments:
        spec = m.data.investments[k]
        if spec.ramp:
            parts = m.tree.completions.on_ramp(k, scenario, month)
            amounts: Iterable[float] = [factor * min(most, spec.adds * part) for part in parts]
        else:
            amounts = repeat(factor * min(most, spec.adds))
        done = m.tree.completions.done(k, scenario, month)
        terms += zip(amounts, map(m.v_modules_started.__getitem__, done), strict=False)
    return terms


def most_modules(data: PlanData, investment: Investment) -> int:
    """Return how many modules of an investment there can be at all."""
    spec = data.investments[investment]
    can_start = spec.committed is not None or max(0, spec.earliest) <= min(spec.latest, data.months - 1)
    return spec.max_modules if can_start else 0


def modules_of_use(m: Model, investment: Investment) -> int:
    """Return the most modules that a month can usefully start."""
    spec = m.data.investments[investment]
    most: float = m.useful.modules.get(investment, inf)
    typed: int = spec.max_modules
    return typed if spec.committed is not None or most >= typed else floor(most)


def most_added(data: PlanData, investments: Iterable[Investment]) -> float:
    """Return the most that investments can add together: one of each exclusive group, all of the others."""
    total, groups = 0.0, dict[str, float]()
    for investment in investments:
        spec = data.investments[investment]
        most = spec.adds * most_modules(data, investment)
        if spec.excludes is None:
            total += most
        else:
            groups[spec.excludes] = max(groups.get(spec.excludes, 0.0), most)
    return total + sum(groups.values())


def investments_of_process(data: PlanData, process: Process) -> list[Investment]:
    """Return the investments that add capacity to a process."""
    return [k for k, spec in data.investments.items() if spec.adds_process == process]


def investments_of_item(data: PlanData, item: Item) -> list[Investment]:
    """Return the investments that add storage for an item."""
    return [k for k, spec in data.investments.items() if spec.adds_stock == item]


def investments_of_offer(data: PlanData, offer: Offer) -> list[Investment]:
    """Return the investments that raise the monthly maximum of an offer (its tiers share it)."""
    return [k for k, spec in data.investments.items() if spec.adds_offer == data.offers[offer].origin]


def use(m: Model, item: Item, scenario: Scenario, month: Month, factor: float = 1.0) -> list[Term]:
    """Return the consumption of an item at a node, gross of scrap, times a factor."""
    made, activity = m.v_made, m.v_activity
    made = [(factor * c, made[d, v, scenario, month]) for d, v, c in m.users[item]]
    taken = [
        (factor * c, activity[p, scenario, month])
        for p, c in m.takers[item]
        if (p, scenario, month) in activity
    ]
    return [*made, *taken]


def _where_there_is(variables: Any, index: Any) -> Any:
    """Return a variable, or nothing: what ``get`` does, which Pyomo's variables have not."""
    there: bool = index in variables
    return variables[index] if there else None


class Shipped(NamedTuple):
    """Orders that arrive at the nodes of a scenario, side by side, with their variables."""

    placed: tuple[tuple[Offer, Scenario], ...]
    """Offers, and where they were ordered."""
    of: NDArray[np.int64]
    """Place in ``placed`` of each."""
    order_months: NDArray[np.int64]
    arrivals: NDArray[np.int32]
    parts: NDArray[np.float64]
    """Fraction of each order that arrives [-]."""
    orders: NDArray[Any]
    """Variables: numbers, or whatever else a model has."""


class OrdersOnPaths:
    """The orders of each offer along a path, by month.

    Parameters
    ----------
    orders : mapping
        Variables by offer, scenario and month.
    tree : Tree
    """

    def __init__(self, orders: Mapping[tuple[Offer, Scenario, Month], Any], tree: Tree) -> None:
        self._tree = tree
        self._order = orders.get if isinstance(orders, dict) else partial(_where_there_is, orders)
        self._of: dict[tuple[Offer, Scenario], list[Any]] = {}
        self._shipped: dict[Scenario, tuple[tuple[Shipment, ...], Shipped]] = {}

    def shipped(self, tree: Tree, scenario: Scenario) -> Shipped:
        """Return what arrives at a scenario's own nodes, on its tree or on that of a plan like it."""
        shipments = tree.shipments(scenario)
        known, found = self._shipped.get(scenario, (None, None))
        if found is None or known is not shipments:
            found = self._side_by_side(shipments)
            self._shipped[scenario] = shipments, found
        return found

    def _side_by_side(self, shipments: tuple[Shipment, ...]) -> Shipped:
        months, arrivals, parts, orders = list[Month](), list[Month](), list[float](), list[Any]()
        for offer, placed_in, order_months, arriving, fractions in shipments:
            months.extend(order_months)
            arrivals.extend(arriving)
            parts.extend(fractions)
            orders.extend(map(self.of(offer, placed_in).__getitem__, order_months))
        counts = [len(shipment.order_months) for shipment in shipments]
        return Shipped(
            tuple((shipment.offer, shipment.placed_in) for shipment in shipments),
            np.repeat(np.arange(len(shipments)), counts),
            np.array(months, np.int64),
            np.array(arrivals, np.int32),
            np.array(parts, float),
            variables_as_array(orders),
        )

    def of(self, offer: Offer, scenario: Scenario) -> list[Any]:
        """Return the order of each month of a path; ``None`` where there is none."""
        found = self._of.get((offer, scenario))
        if found is None:
            before = [] if scenario == TRUNK else self.of(offer, self._tree.parent[scenario])
            own = [(offer, scenario, t) for t in self._tree.months_of(scenario)]
            found = [*before[: self._tree.onset[scenario]], *map(self._order, own)]
            self._of[offer, scenario] = found
        return found


def orders_on_path(
    m: Model, offers: Iterable[Offer], scenario: Scenario, months: Iterable[Month], factor: float = 1.0
) -> list[Term]:
    """Return the orders of several offers on a path, each in full in its order month, times a factor."""
    placed = [m.orders_on_paths.of(offer, scenario) for offer in offers]
    return [(factor, order) for t in months for each in placed if (order := each[t]) is not None]


def past_orders(m: Model, offers: Iterable[Offer], factor: float = 1.0) -> list[Term]:
    """Return the orders of several offers in the first plan-year before the plan, times a factor.

    Tiers are taken together.
    """
    origins = {m.data.offers[offer].origin for offer in offers}
    return [
        (factor, m.v_past_order[number])
        for number, past in m.data.past_of_first_year
        if past.offer in origins
    ]


def order_caps(data: PlanData) -> dict[Offer, float]:
    """Return the largest order of a month that each offer allows at full availability.

    The tightest bound valid for every plan: it links quantities to binaries in place of a big-M.
    """
    caps: dict[Offer, float] = {}
    for offer, spec in data.offers.items():
        limits = []
        if spec.max_per_month is not None:
            limits.append(spec.max_per_month + most_added(data, investments_of_offer(data, offer)))
        if spec.contract:
            limits.append((1 + spec.flex) * (spec.max_annual or 0.0) / 12)
        caps[offer] = min(limits)
    return caps


def order_bound(m: Model, offer: Offer, scenario: Scenario, month: Month) -> float:
    """Return the most that can be ordered at a node: cap times availability, and the supplier's capacity."""
    cap, capacity = _largest_orders(m, offer)
    return min(cap * available(m, offer, scenario, month), capacity)


def order_bounds(m: Model, offer: Offer, scenario: Scenario) -> list[float]:
    """Return ``order_bound`` of every month."""
    cap, capacity = _largest_orders(m, offer)
    return [min(cap * part, capacity) for part in m.tree.dispatched(offer, scenario)]


def _largest_orders(m: Model, offer: Offer) -> tuple[float, float]:
    """Return the largest order of an offer at full availability, and its supplier's capacity."""
    capacity = m.data.suppliers[m.data.offers[offer].supplier].capacity
    return m.order_caps[offer], inf if capacity is None else capacity


def order_of_use(m: Model, offer: Offer, scenario: Scenario, month: Month) -> float:
    """Return what links an order to a yes or no: no more than can be ordered at a node or be of any use."""
    spec, bound = m.data.offers[offer], order_bound(m, offer, scenario, month)
    most: float = min(m.useful.order.get(offer, inf), m.useful.order_in.get((offer, scenario), inf))
    if spec.contract:  # what is paid for anyway may be taken, up to the highest rate of use
        rate: float = m.useful.rate.get(offer, inf)
        most = inf if rate == inf else (1 + spec.flex) * rate * available(m, offer, scenario, month)
    paid: float = m.useful.order_at.get((offer, scenario, month), inf)
    return min(bound, most, paid)


def available(m: Model, offer: Offer, scenario: Scenario, month: Month) -> float:
    """Return the availability, in its dispatch month, of an order placed at a node [-]."""
    part: float = m.tree.dispatched(offer, scenario)[month]
    return part


def orders_of(m: Model, orders: Sequence[tuple[Offer, Scenario, Month]]) -> Iterable[Term]:
    """Return the orders themselves, one after the other."""
    return zip(repeat(1.0), map(m.v_order_qty.__getitem__, orders), strict=False)


def users_of_items(data: PlanData) -> Mapping[Item, list[tuple[str, str, float]]]:
    """Return for each item the (product, design, quantity per unit made) that consume it."""
    users: dict[Item, list[tuple[str, str, float]]] = {item: [] for item in data.items}
    for product, spec in data.products.items():
        for design, terms in spec.designs.items():
            for item, quantity in terms.use.items():
                users[item].append((product, design, quantity))
    return users


def takers_of_items(data: PlanData) -> Mapping[Item, list[tuple[Process, float]]]:
    """Return for each item the (process, quantity per unit of activity) that consume it."""
    takers: dict[Item, list[tuple[Process, float]]] = {item: [] for item in data.items}
    for process, spec in data.processes.items():
        for item, quantity in spec.inputs.items():
            takers[item].append((process, quantity))
    return takers


def scrappers_of_items(data: PlanData) -> Mapping[Item, list[tuple[str, str, float]]]:
    """Return for each item the (product, design, quantity per unit made) that return it as scrap."""
    scrappers: dict[Item, list[tuple[str, str, float]]] = {item: [] for item in data.items}
    for product, spec in data.products.items():
        for design, terms in spec.designs.items():
            for item, quantity in terms.scrap.items():
                scrappers[item].append((product, design, quantity))
    return scrappers


def returns_of_items(data: PlanData) -> Mapping[Item, list[tuple[str, str, int, float]]]:
    """Return for each item the (product, design, lag, quantity per unit made) that return it months later."""
    returns: dict[Item, list[tuple[str, str, int, float]]] = {item: [] for item in data.items}
    for product, spec in data.products.items():
        for design, terms in spec.designs.items():
            for (item, lag), quantity in terms.scrap_later.items():
                returns[item].append((product, design, lag, quantity))
    return returns


def makers_of_items(data: PlanData) -> Mapping[Item, list[tuple[Process, float]]]:
    """Return for each item the (process, quantity per unit of activity) that make it."""
    makers: dict[Item, list[tuple[Process, float]]] = {item: [] for item in data.items}
    for process, spec in data.processes.items():
        for item, quantity in spec.outputs.items():
            makers[item].append((process, quantity))
    return makers
