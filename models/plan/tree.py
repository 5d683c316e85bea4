"""The tree of a trunk and its branches, and what each event does on it (model, section 2).

A branch *is* its parent before its onset: ``path`` leads there, and the rules use the parent's variables, so
nonanticipativity holds by construction. Whatever an event does to availability, lead time, price, demand or
completion is decided here and nowhere else. Everything is arithmetic on ``PlanData``: no variable, no sheet
and no solver may be known here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from models.plan.arrivals import Arrivals
from models.plan.breaches import price_unless_short
from models.plan.completions import Completions
from models.plan.data import PlanData
from models.plan.deliveries import Deliveries, Delivery, PastDelivery, Shipment, Start
from models.plan.names import (
    TRUNK,
    Investment,
    Month,
    Node,
    Offer,
    Process,
    Product,
    Rule,
    Scenario,
)
from models.plan.prices import Prices
from models.plan.profiles import Profile, Profiles
from models.plan.targets import Targets
from models.plan.units import Units, units_of


class Tree:
    """Scenarios of one plan, their nodes, and the availability, delay and prices on each.

    Parameters
    ----------
    data : PlanData
        Branches must stand after their parents, with onsets in 0 … H−1 and later than a parent branch's.
    """

    def __init__(self, data: PlanData) -> None:
        self.data = data
        self.scenarios: tuple[Scenario, ...] = (TRUNK, *data.scenarios)
        self.onset: dict[Scenario, Month] = {TRUNK: 0}
        self.parent: dict[Scenario, Scenario] = {}
        self.events: dict[Scenario, tuple[Start, ...]] = {TRUNK: _by_start(data.known_events)}
        self.children: dict[Scenario, list[Scenario]] = {scenario: [] for scenario in self.scenarios}
        for scenario, spec in data.scenarios.items():
            self.onset[scenario] = min(start for _, start in spec.events)
            self.parent[scenario] = spec.after
            self.children[spec.after].append(scenario)
            self.events[scenario] = _by_start((*self.events[spec.after], *spec.events))
        self._dispatches: dict[tuple[Offer, Scenario], tuple[Month | None, ...]] = {}
        self._dispatched: dict[tuple[Offer, Scenario], Profile] = {}
        self._breaches: dict[Rule, float | None] = {}
        self.targets = Targets(data)
        self._profiles = Profiles(data, self.parent, self.targets)
        self._arrivals = Arrivals(data, self._profiles.of)
        self._deliveries = Deliveries(
            data, self._arrivals, self.onset, self.events, paths=self.whole_path, hits=self.targets.hits_offer
        )
        self.completions = Completions(data, self.events, self.targets.delays)
        self._prices = Prices(data, self.events, self.parent, self._profiles.of)

    def __reduce__(self) -> tuple[type[Tree], tuple[PlanData]]:
        """Travel as the plan alone: what is known is known by identity, which does not travel."""
        return Tree, (self.data,)

    def share_with(self, other: Tree) -> None:
        """Take over what is known of the tree of a plan in which events, and terms of time, are the same.

        Availability, lead times, arrivals, completion; prices of the offers that are the same.
        """
        self._profiles = other._profiles
        self._dispatches, self._dispatched = other._dispatches, other._dispatched
        self._prices.share_with(other._prices)
        self._arrivals, self._deliveries = other._arrivals, other._deliveries
        self.completions = other.completions

    def begin_beside(self, other: Tree) -> None:
        """Take over what hangs on no scenario from the tree of a plan that differs in its scenarios alone.

        What is known of the trunk, and what follows from equal profiles; nothing of a branch.
        """
        self._profiles.begin_beside(other._profiles)
        self._arrivals.begin_beside(other._arrivals)
        self._deliveries.begin_beside(other._deliveries)
        self._prices.begin_beside(other._prices)
        self._breaches = other._breaches

    @cached_property
    def units(self) -> Units:
        """Units in which the plan is told to the solver."""
        return units_of(self.data)

    # --- shape ------------------------------------------------------------------------------------------

    def ancestors(self, scenario: Scenario) -> Iterator[Scenario]:
        """Yield the scenario itself, its parent, … and last the trunk."""
        while scenario != TRUNK:
            yield scenario
            scenario = self.parent[scenario]
        yield TRUNK

    @cached_property
    def _paths(self) -> dict[Scenario, tuple[Scenario, ...]]:
        paths: dict[Scenario, tuple[Scenario, ...]] = {TRUNK: (TRUNK,) * self.data.months}
        for scenario in self.scenarios[1:]:
            onset = self.onset[scenario]
            paths[scenario] = paths[self.parent[scenario]][:onset] + (scenario,) * (self.data.months - onset)
        return paths

    def whole_path(self, scenario: Scenario) -> tuple[Scenario, ...]:
        """Return the scenario whose node the path of ``scenario`` passes in each month."""
        return self._paths[scenario]

    def path(self, scenario: Scenario, month: Month) -> Scenario:
        """Return the scenario whose node the path of ``scenario`` passes in a month."""
        return self._paths[scenario][month]

    def months_of(self, scenario: Scenario) -> range:
        """Return the months in which a scenario has nodes of its own."""
        return range(self.onset[scenario], self.data.months)

    def nodes(self, scenarios: Iterable[Scenario] | None = None) -> Iterator[Node]:
        """Yield the nodes of the scenarios given (all of them by default), in order."""
        for scenario in self.scenarios if scenarios is None else scenarios:
            for month in self.months_of(scenario):
                yield scenario, month

    @cached_property
    def paths_through(self) -> dict[Node, tuple[Scenario, ...]]:
        """Scenarios whose path passes each node."""
        through: dict[Node, list[Scenario]] = {node: [] for node in self.nodes()}
        for scenario in self.scenarios:
            for month in range(self.data.months):
                through[self.path(scenario, month), month].append(scenario)
        return {node: tuple(scenarios) for node, scenarios in through.items()}

    def node_weights(self, weight: Mapping[Scenario, float]) -> dict[Node, float]:
        """Return for each node the sum of the weights of the paths through it."""
        return {node: sum(weight[s] for s in scenarios) for node, scenarios in self.paths_through.items()}

    @cached_property
    def probabilities(self) -> dict[Node, float]:
        """Probability of passing each node."""
        return self.node_weights({s: self.data.probability(s) for s in self.scenarios})

    def stretches(self, scenario: Scenario) -> list[range]:
        """Cut a scenario's own months where its children leave it."""
        cuts = sorted({self.onset[scenario], *(self.onset[c] for c in self.children[scenario])})
        return [range(a, b) for a, b in zip(cuts, [*cuts[1:], self.data.months], strict=True) if a < b]

    # --- factors by month -------------------------------------------------------------------------------

    def availability(self, offer: Offer, scenario: Scenario) -> Profile:
        """Return a[j,s,·], the part of an offer that can be dispatched in each month [-]."""
        return self._profiles.of("availability", scenario, offer)

    def process_availability(self, process: Process, scenario: Scenario) -> Profile:
        """Return b[p,s,·], the part of a process's capacity that works in each month [-]."""
        return self._profiles.of("process", scenario, process)

    def demand_factor(self, product: Product, scenario: Scenario) -> Profile:
        """Return df[d,s,·] [-]."""
        return self._profiles.of("demand", scenario, product)

    def lead_time_extension(self, offer: Offer, scenario: Scenario) -> Profile:
        """Return ext[j,s,·], extra months for orders placed in each month [months]."""
        return self._profiles.of("extension", scenario, offer)

    def survival(self, offer: Offer, dispatch: Month, ordered_in: Scenario, scenario: Scenario) -> float:
        """Return the part of an ancestor's order that still arrives on a branch.

        The product of what remains, in the dispatch month, after the events of the branch that the scenario
        it was ordered in does not know.
        """
        part = 1.0
        for spec, start in self._deliveries.not_known(offer, ordered_in, scenario):
            part *= spec.remaining(dispatch - start)
        return part

    # --- orders -----------------------------------------------------------------------------------------

    def arrival(self, offer: Offer, scenario: Scenario, month: Month) -> Month:
        """Return the month in which an order placed at a node arrives (it may lie beyond the plan)."""
        return self._arrivals.arrivals(offer, scenario)[month]

    def dispatch(self, offer: Offer, scenario: Scenario, month: Month) -> Month:
        """Return the month in which an order placed at a node is dispatched."""
        return self.arrival(offer, scenario, month) - self.data.offers[offer].transit

    def dispatched(self, offer: Offer, scenario: Scenario) -> Profile:
        """Return the availability, in its dispatch month, of an order placed in each month [-].

        Orders that cannot arrive within the plan are none: 0.
        """
        found = self._dispatched.get((offer, scenario))
        if found is None:
            found = self._dispatched[offer, scenario] = self._arrivals.dispatched(offer, scenario)
        return found

    def order_months(self, offer: Offer, scenario: Scenario) -> frozenset[Month]:
        """Return the months in which an order placed in a scenario arrives by the end of the plan."""
        return self._arrivals.order_months(offer, scenario)

    def dispatches(self, offer: Offer, scenario: Scenario) -> tuple[Month | None, ...]:
        """Return when the order of each month of a path is dispatched; ``None`` where there can be none."""
        key = (offer, scenario)
        found = self._dispatches.get(key)
        if found is None:
            found = self._arrivals.dispatches(offer, scenario)
            if scenario != TRUNK:
                onset = self.onset[scenario]
                found = self.dispatches(offer, self.parent[scenario])[:onset] + found[onset:]
            self._dispatches[key] = found
        return found

    def can_order(self, offer: Offer, scenario: Scenario, month: Month) -> bool:
        """Tell whether an order may be placed at a node and arrives by the end of the plan."""
        return month in self._arrivals.order_months(offer, scenario)

    def deliveries(self, scenario: Scenario) -> tuple[Delivery, ...]:
        """Return what arrives at a scenario's own nodes: its own orders and its ancestors' still on the way.

        What was dispatched before the branch left arrives whole; of the rest the part arrives that survives
        the events which the scenario it was ordered in does not know.
        """
        return tuple(
            Delivery(offer, placed_in, *order)
            for offer, placed_in, *columns in self.shipments(scenario)
            for order in zip(*columns, strict=True)
        )

    def shipments(self, scenario: Scenario) -> tuple[Shipment, ...]:
        """Return the same, the orders of an offer that one scenario has placed side by side."""
        return self._deliveries.shipments(scenario)

    def let_go(self, scenario: Scenario) -> None:
        """Let go of what arrives at a scenario, which is found again where somebody asks."""
        self._deliveries.let_go(scenario)

    def first_order_month(self, offer: Offer) -> Month:
        """Return the first month after qualification of the offer's supplier."""
        return self._arrivals.first_order_month(offer)

    def unit_cost(self, offer: Offer, scenario: Scenario, month: Month) -> float:
        """Return what a unit ordered at a node costs on arrival, landed [money/unit]."""
        return self._prices.unit_costs(offer, scenario)[month]

    def unit_costs(self, offer: Offer, scenario: Scenario) -> Profile:
        """Return the same for the orders of each month."""
        return self._prices.unit_costs(offer, scenario)

    def quoted_prices(self, offer: Offer, scenario: Scenario) -> Profile:
        """Return the same without tariff and freight [offer currency per ``price_per`` units]."""
        return self._prices.quoted(offer, scenario)

    def index_factor(self, offer: Offer, scenario: Scenario, month: Month) -> float:
        """Return the factor that the offer's index, as events move it, gives an order (1 without one) [-]."""
        return self._prices.index_factor(offer, scenario, month)

    def exchange_rate(self, offer: Offer, scenario: Scenario, month: Month) -> float:
        """Return the plan currency per unit of the offer's currency for an order, as events move it."""
        return self._prices.exchange_rate(offer, scenario, month)

    def deficiency_price(self, offer: Offer, month: Month) -> float:
        """Return what a unit owed by take-or-pay and not taken costs: no tariff, freight or event."""
        return self._prices.deficiency(offer, month)

    def breach_price(self, rule: Rule, scenario: Scenario) -> float | None:
        """Return what a unit of a rule's breach costs on a path [money/unit]; ``None``: it is hard there."""
        spec = self.data.rules[rule]
        if not spec.unless_short:
            return spec.penalty
        if scenario == TRUNK:
            return None
        if rule not in self._breaches:
            self._breaches[rule] = price_unless_short(self.data, spec)
        return self._breaches[rule]

    # --- before the plan --------------------------------------------------------------------------------

    def past_deliveries(self, scenario: Scenario) -> tuple[PastDelivery, ...]:
        """Return what of the orders before the plan arrives at a scenario's own nodes."""
        found = []
        for number, past in enumerate(self.data.history):
            if self.onset[scenario] <= past.arrival < self.data.months:
                offer = self.data.tiers_of_offer[past.offer][0]  # all tiers are hit alike
                dispatch = past.arrival - self.data.offers[offer].transit
                part = self.survival(offer, dispatch, TRUNK, scenario)
                found.append(PastDelivery(number, past.arrival, part))
        return tuple(found)

    def is_owed_from_before(self, offer: Offer) -> bool:
        """Tell whether take-or-pay of the first plan-year counts the months before the plan.

        So it is where the contract is signed and History says what was taken in that year.
        """
        terms = self.data.offers[offer]
        known = any(past.offer == terms.origin for _, past in self.data.past_of_first_year)
        return bool(terms.signed) and known

    def past_availability(self, offer: Offer) -> float:
        """Return how many months of the first plan-year before month 0 an offer was available for [-].

        The sum of its availabilities under the known events, each in the dispatch month of its order.
        """
        terms = self.data.offers[offer]
        total = 0.0
        hits = [
            (self.data.events[event], start)
            for event, start in self.events[TRUNK]
            if self.targets.hits_offer(event, offer)
        ]
        for month in terms.past_months:
            extension = sum(spec.lead_time_extension * spec.is_on(month - start) for spec, start in hits)
            dispatch = month + terms.lead_time + extension - terms.transit
            total += math.prod(spec.remaining(dispatch - start) for spec, start in hits)
        return total

    def commitment_months(self, offer: Offer) -> list[Month]:
        """Return a contract's order months: those whose trunk order arrives within the plan."""
        return [t for t in range(self.data.months) if self.can_order(offer, TRUNK, t)]

    @cached_property
    def commitments(self) -> dict[Offer, list[Month]]:
        """Order months of each contract."""
        return {j: self.commitment_months(j) for j, spec in self.data.offers.items() if spec.contract}

    @cached_property
    def windows_owed(self) -> dict[Offer, dict[int, list[Month]]]:
        """Order months of each take-or-pay contract by plan-year, where there are any."""
        return {
            j: {
                year: window
                for year, months in enumerate(self.data.plan_years)
                if self.data.offers[j].take_or_pay > 0
                and (window := [t for t in order_months if t in months])
            }
            for j, order_months in self.commitments.items()
        }

    # --- investments ------------------------------------------------------------------------------------

    def completion(self, investment: Investment, scenario: Scenario, start: Month) -> Month:
        """Return the month in which a module started in ``start`` is complete on a scenario's path."""
        return self.completions.completion(investment, scenario, start)

    def ramped(self, investment: Investment, scenario: Scenario, start: Month, month: Month) -> float:
        """Return the part of what it adds that a module started in ``start`` gives in a month [-]."""
        starts = self.completions.done(investment, scenario, month)
        parts = self.completions.on_ramp(investment, scenario, month)
        return dict(zip(starts, parts, strict=True)).get((investment, start), 0.0)

    def start_months(self, investment: Investment) -> range:
        """Return the months in which modules may be started; the committed month alone where there is one."""
        return self.completions.start_months(investment)

    # --- cover again ------------------------------------------------------------------------------------

    def last_felt(self, scenario: Scenario) -> Month:
        """Return the last month in which an event of a branch beyond the known ones is on or recovering."""
        known = set(self.events[TRUNK])
        return max(
            start + self.data.events[event].months_felt - 1
            for event, start in self.events[scenario]
            if (event, start) not in known
        )


def _by_start(starts: Iterable[Start]) -> tuple[Start, ...]:
    return tuple(sorted(starts, key=lambda pair: pair[1]))
