"""What arrives on a branch: its own orders, and those of its ancestors that were still on the way.

Many branches are hit by nothing on the way of most offers; what follows from the same data is worked out and
kept once, whatever the number of branches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from models.plan.arrivals import Arrivals
from models.plan.data import EventSpec, PlanData
from models.plan.names import Event, Month, Offer, Scenario

Start = tuple[Event, Month]
_Stretch = tuple[Scenario, Month, Month]
"""Scenario whose nodes a path passes, the first month in which it does, and the month after the last."""


class Shipment(NamedTuple):
    """Orders of one offer, placed in one scenario, that arrive at the nodes of some scenario."""

    offer: Offer
    placed_in: Scenario
    """Scenario at whose nodes they were ordered."""
    order_months: tuple[Month, ...]
    arrivals: tuple[Month, ...]
    parts: tuple[float, ...]
    """Fraction of each order that arrives [-]."""


class Delivery(NamedTuple):
    """An order that arrives at a node of some scenario."""

    offer: Offer
    placed_in: Scenario
    """Scenario at whose node it was ordered."""
    order_month: Month
    arrival: Month
    part: float
    """Fraction of the order that arrives [-]."""


class PastDelivery(NamedTuple):
    """An order placed before the plan that arrives at a node of some scenario."""

    number: int
    """Its place in the plan's history."""
    arrival: Month
    part: float
    """Fraction of the order that arrives [-]."""


class Deliveries:
    """What arrives at the nodes of each scenario of one plan.

    Parameters
    ----------
    data : PlanData
    arrivals : Arrivals
        When the orders of each scenario arrive.
    onset, events : mapping
        Onset and E_s of every scenario.
    paths : mapping
        For each scenario, whose node its path passes in each month.
    hits : callable
        Tells whether an event stops (part of) an offer.
    """

    def __init__(
        self,
        data: PlanData,
        arrivals: Arrivals,
        onset: Mapping[Scenario, Month],
        events: Mapping[Scenario, tuple[Start, ...]],
        *,
        paths: Callable[[Scenario], tuple[Scenario, ...]],
        hits: Callable[[Event, Offer], bool],
    ) -> None:
        self._data, self._arrivals, self._hits = data, arrivals, hits
        self._onset, self._events, self._paths = onset, events, paths
        self._of: dict[Scenario, tuple[Shipment, ...]] = {}
        self._hit_by: dict[Event, frozenset[Offer]] = {}
        self._columns: dict[tuple[object, ...], tuple[tuple[Month, ...], ...]] = {}
        """Order months and arrivals by all that they follow from; ``Arrivals`` keeps equal ones once."""
        self._parts: dict[tuple[object, ...], tuple[float, ...]] = {}
        """Parts by all that they follow from."""

    def begin_beside(self, other: Deliveries) -> None:
        """Share what follows from equal arrivals, which must be shared too, and from events."""
        self._hit_by, self._columns, self._parts = other._hit_by, other._columns, other._parts
        self._order_range = other._order_range

    def shipments(self, scenario: Scenario) -> tuple[Shipment, ...]:
        """Return what arrives at a scenario's own nodes, by offer and by who ordered it."""
        if scenario not in self._of:
            self._of[scenario] = tuple(self._find_shipments(scenario))
        return self._of[scenario]

    def let_go(self, scenario: Scenario) -> None:
        """Let go of what arrives at a scenario, which is found again where somebody asks."""
        self._of.pop(scenario, None)

    def not_known(
        self, offer: Offer, ordered_in: Scenario, scenario: Scenario
    ) -> tuple[tuple[EventSpec, Month], ...]:
        """Return the events of a branch that hit an offer and that the scenario of its order did not know."""
        return tuple(
            (self._data.events[event], start)
            for event, start in self._news(ordered_in, scenario)
            if offer in self._offers_hit(event)
        )

    def _find_shipments(self, scenario: Scenario) -> Iterator[Shipment]:
        onset, stretches = self._onset[scenario], self._stretches(scenario)
        news = {placed: self._news(placed, scenario) for placed, _, _ in stretches}
        for offer, (first, last) in self._order_range.items():
            for placed, begin, end in stretches:
                if begin > last or end <= first:
                    continue
                arrivals = self._arrivals.arrivals(offer, placed)
                span = max(begin, first), min(end, last + 1), onset
                key = (id(self._arrivals.order_months(offer, placed)), id(arrivals), *span)
                if key not in self._columns:
                    self._columns[key] = self._find_columns(offer, placed, *span)
                months, arriving = self._columns[key]
                if months:
                    yield Shipment(
                        offer, placed, months, arriving, self._parts_of(offer, arriving, news[placed])
                    )

    def _parts_of(
        self, offer: Offer, arriving: tuple[Month, ...], news: tuple[Start, ...]
    ) -> tuple[float, ...]:
        hits = tuple(hit for hit in news if offer in self._offers_hit(hit[0])) if news else news
        transit = self._data.offers[offer].transit
        key = (transit, id(arriving), hits) if hits else (len(arriving),)
        if key not in self._parts:
            self._parts[key] = self._find_parts(offer, arriving, hits)
        return self._parts[key]

    def _find_columns(
        self, offer: Offer, placed: Scenario, begin: Month, end: Month, onset: Month
    ) -> tuple[tuple[Month, ...], ...]:
        """Return the months of the orders that arrive from the onset on, and their arrivals."""
        arrivals, possible = (
            self._arrivals.arrivals(offer, placed),
            self._arrivals.order_months(offer, placed),
        )
        months = tuple(t for t in range(begin, end) if t in possible and arrivals[t] >= onset)
        return months, tuple(arrivals[t] for t in months)

    def _find_parts(
        self, offer: Offer, arriving: tuple[Month, ...], hits: tuple[Start, ...]
    ) -> tuple[float, ...]:
        if not hits:
            return (1.0,) * len(arriving)
        transit, events = self._data.offers[offer].transit, self._data.events
        parts = []
        for arrival in arriving:
            part = 1.0
            for event, start in hits:
                part *= events[event].remaining(arrival - transit - start)
            parts.append(part)
        return tuple(parts)

    @cached_property
    def _order_range(self) -> dict[Offer, tuple[Month, Month]]:
        """First and last month in which each offer may be ordered at all."""
        return {
            offer: (
                max(terms.available_from, self._arrivals.first_order_month(offer), 0),
                min(terms.available_to, self._data.months - 1),
            )
            for offer, terms in self._data.offers.items()
        }

    def _stretches(self, scenario: Scenario) -> list[_Stretch]:
        """Return whose nodes a path passes from when to when."""
        path = self._paths(scenario)
        begins = [t for t, placed in enumerate(path) if not t or placed != path[t - 1]]
        return [(path[a], a, b) for a, b in zip(begins, [*begins[1:], len(path)], strict=True)]

    def _news(self, ordered_in: Scenario, scenario: Scenario) -> tuple[Start, ...]:
        """Return the events of a branch that the scenario of an order did not know."""
        if scenario == ordered_in:
            return ()
        known = set(self._events[ordered_in])
        return tuple(start for start in self._events[scenario] if start not in known)

    def _offers_hit(self, event: Event) -> frozenset[Offer]:
        if event not in self._hit_by:
            self._hit_by[event] = frozenset(j for j in self._data.offers if self._hits(event, j))
        return self._hit_by[event]
