"""What each event hits: offers, processes and investments, market prices, indices and currencies.

An event hits what matches every target that it fills (model, section 2).
"""

from __future__ import annotations

from models.plan.data import EventSpec, PlanData
from models.plan.names import Country, Event, Investment, Offer, Process


class Targets:
    """What the events of one plan hit.

    Parameters
    ----------
    data : PlanData
    """

    def __init__(self, data: PlanData) -> None:
        self._data = data

    def hits_offer(self, event: Event, offer: Offer) -> bool:
        """Tell whether an event stops (part of) an offer: it matches every target that the event fills."""
        spec = self._data.events[event]
        if spec.processes or not (spec.countries or spec.suppliers or spec.items or spec.destinations):
            return False
        terms = self._data.offers[offer]
        stages = spec.stages or terms.countries.keys()
        return (
            (not spec.suppliers or terms.supplier in spec.suppliers)
            and (not spec.items or terms.item in spec.items)
            and (not spec.countries or any(terms.countries.get(stage) in spec.countries for stage in stages))
            and self._bound_to(terms.destination, spec)
        )

    def hits_process(self, event: Event, process: Process) -> bool:
        """Tell whether an event stops (part of) a process."""
        spec = self._data.events[event]
        if spec.suppliers or spec.items or not (spec.countries or spec.processes):
            return False
        terms = self._data.processes[process]
        return (
            (not spec.countries or terms.country in spec.countries)
            and (not spec.processes or process in spec.processes)
            and (not spec.stages or terms.stage in spec.stages)
            and self._bound_to(terms.destination, spec)
        )

    def delays(self, event: Event, investment: Investment) -> bool:
        """Tell whether an event delays an investment."""
        spec = self._data.events[event]
        terms = self._data.investments[investment]
        technology = terms.technology_country
        return (
            spec.investment_delay > 0
            and (investment in spec.investments or (technology is not None and technology in spec.countries))
            and self._bound_to(terms.destination, spec)
        )

    def moves_market(self, event: Event, offer: Offer) -> bool:
        """Tell whether an event's price factor is a market spike for an offer: spot only, hit or not."""
        spec, terms = self._data.events[event], self._data.offers[offer]
        moves_all = not spec.indices and not spec.currencies
        return moves_all and not terms.contract and (not spec.items or terms.item in spec.items)

    def moves_index(self, event: Event, offer: Offer) -> bool:
        """Tell whether an event's price factor moves the index that an offer is priced on."""
        return self._data.offers[offer].index in self._data.events[event].indices

    def moves_currency(self, event: Event, offer: Offer) -> bool:
        """Tell whether an event's price factor moves the exchange rate of an offer."""
        return self._data.offers[offer].currency in self._data.events[event].currencies

    def _bound_to(self, destination: Country | None, spec: EventSpec) -> bool:
        return not spec.destinations or (destination or self._data.home_country) in spec.destinations
