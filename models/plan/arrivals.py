"""When orders arrive and what is dispatched: the same for all branches on which an offer is not touched.

What follows from the same data is worked out and kept once, whatever the number of branches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from models.plan.data import PlanData
from models.plan.names import Month, Offer, Scenario
from models.plan.profiles import Profile

_Times = tuple[int, ...]
"""First and last order month, lead time, transit, and whether nothing can be ordered at all."""


class Arrivals:
    """Arrivals of the orders of one plan on the paths of its tree.

    Parameters
    ----------
    data : PlanData
    factor : callable
        Kind, scenario and offer → what the events of E_s do to it in each month: equal ones are the same.
    """

    def __init__(self, data: PlanData, factor: Callable[[str, Scenario, str], Profile]) -> None:
        self._data = data
        self._factor = factor
        self._months: dict[tuple[_Times, int], tuple[tuple[Month, ...], frozenset[Month]]] = {}
        """Arrivals and order months by terms of time and the extension of the lead time."""
        self._dispatched: dict[tuple[_Times, int, int], Profile] = {}
        """By terms of time, extension and availability."""
        self._dispatches: dict[tuple[_Times, int], tuple[Month | None, ...]] = {}
        self._of: dict[tuple[Offer, Scenario], tuple[tuple[Month, ...], frozenset[Month], Profile]] = {}

    def begin_beside(self, other: Arrivals) -> None:
        """Share what follows from equal profiles, which must be shared too, and from terms of time."""
        self._months, self._dispatched, self._dispatches = other._months, other._dispatched, other._dispatches
        self._times = other._times

    def arrivals(self, offer: Offer, scenario: Scenario) -> tuple[Month, ...]:
        """Return the month in which an order of each month arrives (it may lie beyond the plan)."""
        return self._all_of(offer, scenario)[0]

    def order_months(self, offer: Offer, scenario: Scenario) -> frozenset[Month]:
        """Return the months in which an order may be placed and arrives by the end of the plan."""
        return self._all_of(offer, scenario)[1]

    def dispatched(self, offer: Offer, scenario: Scenario) -> Profile:
        """Return the availability, in its dispatch month, of an order placed in each month [-].

        Orders that cannot arrive within the plan are none: 0.
        """
        return self._all_of(offer, scenario)[2]

    def dispatches(self, offer: Offer, scenario: Scenario) -> tuple[Month | None, ...]:
        """Return when the order of each month is dispatched; ``None`` where none may be placed."""
        arrivals, order_months, _ = self._all_of(offer, scenario)
        key = (self._times[offer], id(arrivals))
        found = self._dispatches.get(key)
        if found is None:
            transit = self._data.offers[offer].transit
            found = self._dispatches[key] = tuple(
                arrival - transit if month in order_months else None for month, arrival in enumerate(arrivals)
            )
        return found

    def first_order_month(self, offer: Offer) -> Month:
        """Return the first month after qualification of the offer's supplier."""
        return self._data.suppliers[self._data.offers[offer].supplier].qualification_months

    @cached_property
    def _times(self) -> dict[Offer, _Times]:
        """All terms of time of each offer: those that have the same arrive alike."""
        return {
            offer: (
                *(max(terms.available_from, self.first_order_month(offer)), terms.available_to),
                *(terms.lead_time, terms.transit, terms.signed is False),
            )
            for offer, terms in self._data.offers.items()
        }

    def _all_of(
        self, offer: Offer, scenario: Scenario
    ) -> tuple[tuple[Month, ...], frozenset[Month], Profile]:
        key = (offer, scenario)
        found = self._of.get(key)
        if found is None:
            extension = self._factor("extension", scenario, offer)
            late = (self._times[offer], id(extension))
            if late not in self._months:
                lead = self._data.offers[offer].lead_time
                arrivals = tuple(t + lead + int(extra) for t, extra in enumerate(extension))
                self._months[late] = arrivals, frozenset(self._find_order_months(offer, arrivals))
            arrivals, order_months = self._months[late]
            part = self._factor("availability", scenario, offer)
            scarce = (*late, id(part))
            if scarce not in self._dispatched:
                self._dispatched[scarce] = self._find_dispatched(offer, arrivals, part)
            found = self._of[key] = arrivals, order_months, self._dispatched[scarce]
        return found

    def _find_order_months(self, offer: Offer, arrivals: tuple[Month, ...]) -> Iterator[Month]:
        terms = self._data.offers[offer]
        if terms.signed is False:
            return
        first, last = max(terms.available_from, self.first_order_month(offer)), terms.available_to
        for month, arrival in enumerate(arrivals):
            if first <= month <= last and arrival < self._data.months:
                yield month

    def _find_dispatched(self, offer: Offer, arrivals: tuple[Month, ...], part: Profile) -> Profile:
        transit, months = self._data.offers[offer].transit, self._data.months
        return tuple(part[arrival - transit] if arrival - transit < months else 0.0 for arrival in arrivals)
