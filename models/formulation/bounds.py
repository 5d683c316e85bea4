"""The most of each thing that can be of use: what links a quantity to a yes or no, in place of a typed limit.

People type 999999 where there is no limit. A yes/no of 10⁻⁷ times that buys everything, and rounding takes it
away. So quantities are linked by what a plan can have a use for: demand at its highest, exploded through
designs and processes, what is wanted in stock at the end and as cover, smallest orders, and what rules make
useful that is bought for nothing else. An optimum is never cut: whatever a plan has beyond can be left out at
no cost, on every path at once, and where that is not sure (disposal that costs, two rules at once, discounts
by volume) there is no bound but the typed one. docs/decisions/0023 has the argument; a subject that makes
more of a thing useful adds it here.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from models.formulation.rules.costs import residual_value
from models.formulation.rules.shares import counted
from models.formulation.terms import investments_of_process, most_added, order_caps
from models.plan.data import ROUNDING, Measure, PlanData, ProcessSpec, RuleSpec
from models.plan.names import TRUNK, Investment, Item, Month, Offer, Process, Scenario
from models.plan.tree import Tree

MOST_PASSES = 12
"""Steps of a chain along which uses are followed; each pass only lowers what is known."""


@dataclass(frozen=True)
class Useful:
    """The most that can be of use; what is not named has no bound but what is typed."""

    order: Mapping[Offer, float] = field(default_factory=dict)
    """Of one order, arriving on the path that loses most of it [unit]."""
    rate: Mapping[Offer, float] = field(default_factory=dict)
    """Committed rate of a contract [unit/month]."""
    activity: Mapping[Process, float] = field(default_factory=dict)
    """All months together [activity]."""
    stock: Mapping[Item, float] = field(default_factory=dict)
    """[unit]."""
    modules: Mapping[Investment, float] = field(default_factory=dict)
    """Started in one month."""
    order_in: Mapping[tuple[Offer, Scenario], float] = field(default_factory=dict)
    """Of one order placed in a branch [unit]; only where that is less than what is typed."""
    order_at: Mapping[tuple[Offer, Scenario, Month], float] = field(default_factory=dict)
    """Of the order of one node [unit]; only where a plan is known already (``affordable``)."""


ANYTHING = Useful()
"""Every bound as typed: where decisions stand already, or limits are let go."""

_known: WeakKeyDictionary[Tree, Useful] = WeakKeyDictionary()


def useful(data: PlanData, tree: Tree) -> Useful:
    """Return the most of each thing that can be of use in a plan, the same for the trunk and every branch."""
    if tree not in _known:
        _known[tree] = _Uses(data, tree).useful()
    return _known[tree]


def needs_of(data: PlanData, tree: Tree) -> dict[Item, float]:
    """Return the most of each item that can be used, with what processes take as long as they make of use."""
    uses = _Uses(data, tree)
    uses.follow(helped=False)
    return uses.needs()


def opened_by_need(data: PlanData) -> bool:
    """Tell whether suppliers are still to be opened, and what their branches need limits what they give.

    Not where processes stand between: what they can take is mostly more than is needed.
    """
    return not data.processes and opens_suppliers(data)


def opens_suppliers(data: PlanData) -> bool:
    """Tell whether there are suppliers to be opened for orders without a contract."""
    return any(_is_opened(data, offer) for offer in data.offers)


def _is_opened(data: PlanData, offer: Offer) -> bool:
    """Tell whether ordering hangs on a yes to the supplier alone."""
    spec = data.offers[offer]
    return not spec.contract and not data.suppliers[spec.supplier].qualified


class _Uses:
    """Uses of one plan on their way to bounds."""

    def __init__(self, data: PlanData, tree: Tree) -> None:
        self._data, self._tree = data, tree
        self._arriving, self._available = _least_parts(tree)
        self._activity = {
            p: (spec.capacity + most_added(data, investments_of_process(data, p))) * data.months
            for p, spec in data.processes.items()
        }
        self._helped_offers = {j: self._rules_helped(offer=j) for j in data.offers}
        self._helped_processes = {p: self._rules_helped(process=p) for p in data.processes}
        self.direct = self._used_by_products(tree.scenarios)

    def follow(self, *, helped: bool = True) -> None:
        """Lower what processes run to what is of use; ``helped``: they may run for a rule alone, too."""
        for _ in range(min(MOST_PASSES, len(self._data.processes) + 1)):
            needs = self.needs()
            lower = {
                p: self._most_run(p, spec, needs, helped=helped) for p, spec in self._data.processes.items()
            }
            if lower == self._activity:
                break
            self._activity = lower

    def useful(self) -> Useful:
        """Return the bounds."""
        self.follow()
        needs = self.needs()
        orders = {j: self.most_ordered(j, needs) for j in self._data.offers}
        free = {i: spec.disposal_cost <= 0 for i, spec in self._data.items.items()}
        found = Useful(
            order=orders,
            rate={j: self._most_committed(j, most) for j, most in orders.items()},
            activity=dict(self._activity),
            stock={i: most for i, most in needs.items() if free[i]},
        )
        modules = most_modules_of_use(self._data, self._tree, found)
        return replace(found, modules=modules, order_in=self._in_branches())

    def _in_branches(self) -> dict[tuple[Offer, Scenario], float]:
        """Return the most of an order of a branch that can be of use there, where less than is typed.

        It serves its branch and the children of that alone. Only orders that a supplier opens and that no
        rule may want: a rule counts what the trunk has bought before.
        """
        data, tree = self._data, self._tree
        if any(_of_use(rule) for rule in data.rules.values()):
            return {}
        typed = order_caps(data)
        limited = {j: typed[j] for j in data.offers if _is_opened(data, j) and not self._helped_offers[j]}
        found: dict[tuple[Offer, Scenario], float] = {}
        for branch in tree.scenarios if limited else ():
            uses = self._within(branch)
            tighter = any(uses.direct[data.offers[j].item] < most for j, most in limited.items())
            if branch == TRUNK or not tighter:
                continue
            uses.follow()
            needs = uses.needs()
            lower = {j: uses.most_ordered(j, needs) for j in limited}
            found |= {(j, branch): most for j, most in lower.items() if most < limited[j]}
        return found

    def _within(self, branch: Scenario) -> _Uses:
        """Return the uses of a branch and its children."""
        uses, family = copy.copy(self), [branch]
        for scenario in family:
            family += self._tree.children[scenario]
        uses.direct = self._used_by_products(family)
        return uses

    def _used_by_products(self, scenarios: Iterable[Scenario]) -> dict[Item, float]:
        """Return the use of each item by products, all demand made in the design that takes most of it."""
        used, among = dict.fromkeys(self._data.items, 0.0), tuple(scenarios)
        for product, spec in self._data.products.items():
            factors = [self._tree.demand_factor(product, s) for s in among]
            demand = sum(q * max(f[t] for f in factors) for t, q in enumerate(spec.demand))
            for item in used:
                used[item] += demand * max((v.use.get(item, 0.0) for v in spec.designs.values()), default=0.0)
        return used

    def needs(self) -> dict[Item, float]:
        """Return the most of each item that can be of use, all months together, with what stock loses."""
        found = {}
        for item, spec in self._data.items.items():
            run = sum(
                process.inputs.get(item, 0.0) * self._activity[p]
                for p, process in self._data.processes.items()
                if item in process.inputs
            )
            used = self.direct[item] + run
            # Beyond the plan cover counts the mean use of the last months, which is part of all of it.
            beyond = spec.cover_days * 12 / 365 * used / min(12, self._data.months)
            keep = (1.0 - spec.monthly_loss) ** self._data.months
            wanted = used + beyond + spec.final_stock + spec.min_stock
            found[item] = wanted / keep if keep > 0 else math.inf
        return found

    def _most_run(
        self, name: Process, spec: ProcessSpec, needs: Mapping[Item, float], *, helped: bool
    ) -> float:
        """Return the most that a process can usefully run: until there is enough of all that it makes."""
        typed, items = self._activity[name], self._data.items
        made = {i: each for i, each in spec.outputs.items() if each > 0}
        rid = any(items[i].disposal_cost > 0 for i in spec.inputs)
        if not made or (helped and (rid or spec.opex < 0 or self._helped_processes[name])):
            return typed
        return min(typed, max(needs[i] / each for i, each in made.items()))

    def most_ordered(self, offer: Offer, needs: Mapping[Item, float]) -> float:
        """Return the most of one order that can be of use."""
        spec, rules = self._data.offers[offer], self._helped_offers[offer]
        if offer not in self._arriving or min(spec.price, spec.freight, 1 + spec.tariff, spec.fx) < 0:
            return math.inf
        most = needs[spec.item] / self._arriving[offer]
        shares = [rule for rule in rules if not _of_use(rule)]
        if len(shares) > 1:
            return math.inf  # each may be of use to the other's
        of_use = sum(
            rule.share * sum(needs[Item(i)] for i in rule.items)
            for rule in self._data.rules.values()
            if _of_use(rule)
        )
        most += of_use
        for rule in shares:
            most += self._of_use_to(rule, needs, of_use)
        multiple = spec.order_multiple or 0.0
        return max(most, spec.moq) + multiple

    def _of_use_to(self, rule: RuleSpec, needs: Mapping[Item, float], more: float) -> float:
        """Return what may be bought for a share of purchases alone: all of the base that is of any use.

        A cap on several members is kept by purchases of the needs divided by the share, spread as they were;
        a target for one member by its share of what others need.
        """
        base = counted(self._data, rule, None)
        if any(self._obliges(j) for j in base.offers):
            return math.inf  # what must be taken may have to be made up for
        bought = {self._data.offers[j].item for j in base.offers} | {Item(i) for i in rule.items}
        least = min((self._arriving[j] for j in base.offers if j in self._arriving), default=1.0)
        total = sum(needs[i] for i in bought) / least + more * (len(base.offers) + 1)
        total += sum(
            self._activity[p] * sum(q for i, q in self._data.processes[p].outputs.items() if i in rule.items)
            for p in base.processes
        )
        total += sum(past.quantity for past in self._data.history)
        total += sum(
            self._data.months * (self._data.offers[j].moq + (self._data.offers[j].order_multiple or 0.0))
            for j in base.offers
        )
        if rule.at_most:
            return total / rule.share if rule.share > 0 else 0.0
        if len(rule.members) > 1 or rule.share >= 1:
            return math.inf
        return total * rule.share / (1 - rule.share)

    def _obliges(self, offer: Offer) -> bool:
        spec = self._data.offers[offer]
        return spec.contract and (spec.min_take > 0 or spec.take_or_pay > 0)

    def _most_committed(self, offer: Offer, most: float) -> float:
        """Return the rate at which all of use can be called off in one month, as scarce as it gets."""
        spec = self._data.offers[offer]
        part = self._available.get(offer)
        if not spec.contract or spec.pool is not None or spec.order_multiple or part is None:
            return math.inf
        return max(spec.min_annual / 12, most / ((1 + spec.flex) * part))

    def _rules_helped(self, offer: Offer | None = None, process: Process | None = None) -> list[RuleSpec]:
        """Return the rules that more of an offer or a process may help to keep."""
        return [rule for rule in self._data.rules.values() if self._helps(rule, offer, process)]

    def _helps(self, rule: RuleSpec, offer: Offer | None, process: Process | None) -> bool:
        data = self._data
        if _of_use(rule) and rule.at_most:
            # What takes items in raises the base; nothing that is bought does.
            return process is not None and not rule.items.isdisjoint(data.processes[process].inputs)
        if rule.at_most and len(rule.members) == 1 and self._matches(rule, offer, process):
            return False
        if not rule.at_most:
            return self._matches(rule, offer, process)
        base = counted(data, rule, None)
        return offer in base.offers or process in base.processes

    def _matches(self, rule: RuleSpec, offer: Offer | None, process: Process | None) -> bool:
        each = (counted(self._data, rule, names) for names in rule.members.values())
        return any(offer in one.offers or process in one.processes for one in each)


def _of_use(rule: RuleSpec) -> bool:
    return rule.of_use or rule.measure is Measure.RECYCLED


_LeastParts = tuple[dict[Offer, float], dict[Offer, float]]
_least: WeakKeyDictionary[Tree, _LeastParts] = WeakKeyDictionary()


def share_least_parts(tree: Tree, other: Tree) -> None:
    """Take over the least parts of another tree, on which the same arrives (``Tree.share_with``)."""
    _least[tree] = _least_parts(other)


def _least_parts(tree: Tree) -> _LeastParts:
    """Return the smallest part (not 0) that arrives of an order, and that is available in a month.

    Offers of which no order can arrive are in neither.
    """
    if tree not in _least:
        _least[tree] = _find_least_parts(tree)
    return _least[tree]


def _find_least_parts(tree: Tree) -> _LeastParts:
    arriving: dict[Offer, float] = {}
    for scenario in tree.scenarios:
        for shipment in tree.shipments(scenario):
            offer, parts = shipment.offer, shipment.parts
            if (least := min(parts)) <= 0:
                least = min((part for part in parts if part > 0), default=math.inf)
            if least < math.inf:
                arriving[offer] = min(least, arriving.get(offer, 1.0))
    available = {j: min(some) for j in arriving if (some := list(_positive(tree, j)))}
    return arriving, available


def _positive(tree: Tree, offer: Offer) -> Iterator[float]:
    profiles = (tree.dispatched(offer, scenario) for scenario in tree.scenarios)
    for profile in {id(profile): profile for profile in profiles}.values():  # most branches share theirs
        yield from (part for part in profile if part > 0)


def most_modules_of_use(data: PlanData, tree: Tree, most: Useful) -> dict[Investment, float]:
    """Return the modules of an investment beyond which one month's alone do for all of use.

    Of a month that starts more, the rest can be left out, if that costs no more; whatever is used while they
    are complete, or on their way up a ramp, the others give.
    """
    return {
        name: max(1.0, math.ceil(_target(data, tree, most, name) * (spec.ramp + 1) / spec.adds - ROUNDING))
        if spec.adds > 0
        else 1.0
        for name, spec in data.investments.items()
        if spec.committed is None
        and least_net(data, tree, name) >= 0
        and (spec.adds <= 0 or _target(data, tree, most, name) < math.inf)
    }


def _target(data: PlanData, tree: Tree, most: Useful, name: Investment) -> float:
    """Return the most of what an investment adds to that can be of use [unit of ``adds``]."""
    spec = data.investments[name]
    if spec.adds_process is not None:
        parts = [b for s in tree.scenarios for b in tree.process_availability(spec.adds_process, s) if b > 0]
        return most.activity.get(spec.adds_process, math.inf) / min(parts, default=1.0)
    if spec.adds_stock is not None:
        return most.stock.get(spec.adds_stock, math.inf)
    if spec.adds_offer is None:
        return 0.0
    found = 0.0
    for offer in data.tiers_of_offer[spec.adds_offer]:
        terms = data.offers[offer]
        part = min((p for s in tree.scenarios for p in tree.dispatched(offer, s) if p > 0), default=1.0)
        if terms.contract:
            found = max(found, (1 + terms.flex) * most.rate.get(offer, math.inf))
        else:
            paid = [x for node, x in most.order_at.items() if node[0] == offer]
            nodes = sum(tree.can_order(offer, s, t) for s, t in tree.nodes())
            all_paid = max(paid, default=0.0) if len(paid) == nodes else math.inf
            found = max(found, min(most.order.get(offer, math.inf), all_paid) / part)
    return found


def least_net(data: PlanData, tree: Tree, name: Investment) -> float:
    """Return what a module costs in all at the least, by its start month [money, present value]."""
    spec, costs = data.investments[name], []
    for start in tree.start_months(name):
        complete = tree.completion(name, TRUNK, start)
        paid = spec.capex * (1 - spec.subsidy) * data.discount(start) if start >= 0 else 0.0
        running = sum(spec.fixed_opex * data.discount(t) for t in range(max(0, complete), data.months))
        left = residual_value(spec, complete, data.months) * data.discount(data.months - 1)
        costs.append(paid + running - left)
    return min(costs, default=0.0)
