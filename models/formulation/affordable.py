"""What a plan no dearer than one already known can have of each thing: bounds where use gives none.

Where rules, contracts or disposal can make more useful than is used (``models.formulation.bounds``), the
typed limit stands, and 999999 may be typed. Whatever is paid for is bounded all the same once any plan is
known: one that costs no more spends no more on it. With no price below zero, what is expected to be paid for
one order is at most the cost of the known plan and what can be earned beside it, for the objective is never
less than the expected cost (a tail's mean is at least the mean of all). No optimum is cut: every one costs no
more than the plan known. docs/decisions/0024 has the argument.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.formulation.bounds import Useful, least_net, most_modules_of_use, needs_of, useful
from models.formulation.rules.shares import counted
from models.formulation.terms import most_modules
from models.plan.data import PlanData
from models.plan.names import Investment, Item, Month, Offer, Process, Scenario
from models.plan.tree import Tree

ROOM = 1e-6
"""Beyond the known cost, so that rounding cuts nothing."""
AMPLE = 10.0
"""Times its use that a plan is likely to need no more of a thing."""
MOST_PASSES = 12
"""Steps of a chain along which what comes in is followed; each pass only lowers what is known."""


def affordable(data: PlanData, tree: Tree, cost: float) -> Useful:
    """Return the bounds of use, lowered to what a plan that costs no more than this can have.

    Parameters
    ----------
    data : PlanData
    tree : Tree
    cost : float
        Objective of any plan that holds [money, present value].
    """
    known = useful(data, tree)
    spend = _most_spent(data, tree, cost)
    if spend == math.inf:
        return known
    paid = _Paid(data, tree, spend)
    at = {node: spend / rate for node, rate in paid.rates.items() if rate > 0}
    rate = {
        j: min(known.rate.get(j, math.inf), paid.most_committed(j, at))
        for j, spec in data.offers.items()
        if spec.contract
    }
    supply = paid.supply(known)
    most = replace(
        known,
        order_at=at,
        rate=rate,
        activity=supply.activity,
        stock={i: min(x, known.stock.get(i, math.inf)) for i, x in supply.items.items()},
    )
    modules = most_modules_of_use(data, tree, most)
    return replace(most, modules={k: _bought(data, tree, k, spend, modules[k]) for k in modules})


def likely(data: PlanData, tree: Tree) -> Useful:
    """Return several times what a plan uses: not certain to keep its optimum, but a plan to bound it by."""
    needs = {i: AMPLE * x for i, x in needs_of(data, tree).items()}
    orders = {
        j: max(needs[spec.item], spec.moq) + (spec.order_multiple or 0.0) for j, spec in data.offers.items()
    }
    found = Useful(
        order=orders,
        rate={j: max(x, data.offers[j].min_annual / 12) for j, x in orders.items()},
        activity={
            p: max((needs[i] / q for i, q in spec.outputs.items() if q > 0), default=math.inf)
            for p, spec in data.processes.items()
        },
        stock=needs,
    )
    return replace(found, modules=most_modules_of_use(data, tree, found))


def _most_spent(data: PlanData, tree: Tree, cost: float) -> float:
    """Return the most that can be paid for any one thing: the known cost, and all that can be earned.

    Infinite where something without a limit may earn money.
    """
    if _earns_without_limit(data, tree):
        return math.inf
    dearest = max(data.discount(t) for t in (0, data.months - 1))
    earned = 0.0
    for product, spec in data.products.items():
        margin = max((-v.unit_cost for v in spec.designs.values()), default=0.0)
        made = max(
            sum(q * f for q, f in zip(spec.demand, tree.demand_factor(product, s), strict=True))
            for s in tree.scenarios
        )
        earned += max(0.0, margin) * made * dearest
    for offer, terms in data.offers.items():
        for year, months in enumerate(data.plan_years):
            earned += max(0.0, -data.tier_cost(offer, year) * len(months) / 12) * dearest
        earned += max(0.0, -terms.contract_cost)
    for name in data.investments:
        earned += max(0.0, -least_net(data, tree, name)) * most_modules(data, name)
    return (cost + earned) * (1 + ROOM) + ROOM * abs(cost) if cost + earned > 0 else math.inf


def _earns_without_limit(data: PlanData, tree: Tree) -> bool:
    numbers = (
        *(x for i in data.items.values() for x in (i.disposal_cost, i.storage_cost, i.unit_value)),
        *(x for o in data.offers.values() for x in (o.price, o.freight, 1 + o.tariff, o.fx, o.order_cost)),
        *(x for o in data.offers.values() for x in o.fx_by_month),
        *(p.opex for p in data.processes.values()),
        *(x for d in data.products.values() for x in (d.shortage_penalty, d.late_cost)),
        *(g.qualification_cost for g in data.suppliers.values()),
        *(t.tier_cost for tiers in data.pools.values() for t in tiers),
        *(past.unit_cost for past in data.history),
        data.capital_rate,
    )
    return min(numbers, default=0.0) < 0 or any(
        (tree.breach_price(r, s) or 0.0) < 0 for r in data.rules for s in tree.scenarios
    )


def _bought(data: PlanData, tree: Tree, name: Investment, spend: float, of_use: float) -> float:
    """Return the most modules of an investment that can be paid for, and be of use."""
    spec = data.investments[name]
    least = least_net(data, tree, name)
    return of_use if least <= 0 or spec.committed is not None else min(of_use, spend / least)


@dataclass(frozen=True)
class _Supply:
    """What can come in of each item on any path, and what can be done with it."""

    items: Mapping[Item, float]
    activity: Mapping[Process, float]


class _Paid:
    """What is expected to be paid for a unit of each order, and what that leaves."""

    def __init__(self, data: PlanData, tree: Tree, spend: float) -> None:
        self._data, self._tree, self._spend = data, tree, spend
        weight = tree.probabilities
        rates: dict[tuple[Offer, Scenario, Month], float] = defaultdict(float)
        self._arriving: set[tuple[Offer, Scenario, Month]] = set()
        for scenario in tree.scenarios:
            for offer, placed, month, arrival, part in tree.deliveries(scenario):
                paid = arrival + data.offers[offer].payment_months
                share = weight[scenario, arrival] * part * data.discount(paid)
                if part > 0:
                    self._arriving.add((offer, placed, month))
                rates[offer, placed, month] += share * tree.unit_cost(offer, placed, month)
        self.rates = dict(rates)

    def most_committed(self, offer: Offer, at: Mapping[tuple[Offer, Scenario, Month], float]) -> float:
        """Return the rate at which all that can be paid for is called off, as scarce as it gets.

        A higher one owes more and opens nothing; a pool's tier may ask for more, of one member alone. Orders
        of which nothing arrives cost nothing. They may count as taken, or for a rule: without one they can be
        lowered in proportion with what is owed.
        """
        spec, most = self._data.offers[offer], 0.0
        ruled = any(offer in counted(self._data, rule, None).offers for rule in self._data.rules.values())
        for node in self.rates:
            if node[0] == offer and (ruled or node in self._arriving):
                part = self._tree.dispatched(offer, node[1])[node[2]]
                if part > 0:
                    most = max(most, at.get(node, math.inf) / ((1 + spec.flex) * part))
        if spec.pool is not None:
            tier = self._data.pools[spec.pool][(spec.tier or 1) - 1]
            if spec.pool_weight <= 0:
                return math.inf
            most = max(most, tier.from_annual / (12 * spec.pool_weight))
        return max(most, spec.min_annual / 12)

    def supply(self, known: Useful) -> _Supply:
        """Return what can come in of each item on a path, all months together, with what processes make."""
        data, tree = self._data, self._tree
        bought = {i: self._bought(i) for i in data.items}
        scrapped = dict.fromkeys(data.items, 0.0)
        for product, spec in data.products.items():
            made = max(
                sum(q * f for q, f in zip(spec.demand, tree.demand_factor(product, s), strict=True))
                for s in tree.scenarios
            )
            for terms in spec.designs.values():
                for item, each in (
                    *terms.scrap.items(),
                    *((i, q) for (i, _), q in terms.scrap_later.items()),
                ):
                    scrapped[item] += each * made
        activity: dict[Process, float] = {p: known.activity.get(p, math.inf) for p in data.processes}
        items: dict[Item, float] = {}
        for _ in range(min(MOST_PASSES, len(data.processes) + 1)):
            items = {
                i: bought[i]
                + scrapped[i]
                + sum(
                    spec.outputs[i] * activity[p] for p, spec in data.processes.items() if spec.outputs.get(i)
                )
                for i in data.items
            }
            before = dict(activity)
            for p, process in data.processes.items():
                fed = min((items[i] / q for i, q in process.inputs.items() if q > 0), default=math.inf)
                activity[p] = min(activity[p], fed * (1 + ROOM))
            if activity == before:
                break
        return _Supply({i: x * (1 + ROOM) for i, x in items.items()}, activity)

    def _bought(self, item: Item) -> float:
        """Return the most that can come of an item from without on any path."""
        data = self._data
        total = data.items[item].initial_stock + sum(q for (i, _), q in data.receipts.items() if i == item)
        total += sum(
            past.quantity
            for past in data.history
            if data.offers[data.tiers_of_offer[past.offer][0]].item == item
        )
        offers = data.offers_of_item.get(item, ())
        least = min((r for node, r in self.rates.items() if node[0] in set(offers)), default=math.inf)
        if not offers or least == math.inf:
            return total
        return total + (self._spend / least if least > 0 else math.inf)
