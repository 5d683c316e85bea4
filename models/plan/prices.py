"""What a unit costs: index, clip, exchange rate, and what events do to each (model, sections 2, 3).

An event moves the index of an offer in the months that are observed, its exchange rate in the month of the
order, and the market price of spot offers in the month of the order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from models.plan.data import EventSpec, OfferSpec, PlanData
from models.plan.names import TRUNK, Event, Month, Offer, Scenario
from models.plan.profiles import Profile

Starts = Sequence[tuple[Event, Month]]


class Prices:
    """Prices of the offers of one plan on the paths of its tree.

    Parameters
    ----------
    data : PlanData
    events : mapping
        E_s of every scenario.
    parent : mapping
        The scenario that each branch leaves.
    factor : callable
        Kind, scenario and offer → what the events of E_s multiply prices with in each month: equal ones are
        the same.
    """

    def __init__(
        self,
        data: PlanData,
        events: Mapping[Scenario, Starts],
        parent: Mapping[Scenario, Scenario],
        factor: Callable[[str, Scenario, str], Profile],
    ) -> None:
        self._data = data
        self._events = events
        self._parent = parent
        self._factor = factor
        self._index_factors: dict[tuple[Offer, Scenario], Profile] = {}
        self._unit_costs: dict[tuple[Offer, Scenario], Profile] = {}
        self._deficiencies: dict[tuple[Offer, Month], float] = {}
        self._indices: dict[Profile, Profile] = {}
        """Each profile of an index once."""
        self._quoted: dict[tuple[Offer, int, int], Profile] = {}
        """Quoted prices by all that moves them."""
        self._moved: dict[tuple[Offer, int, int, int], Profile] = {}
        """Unit costs by all that moves them: what no event touches costs the same on every path."""

    def share_with(self, other: Prices) -> None:
        """Take over what is known of the offers that are the same in a plan whose events are the same."""
        ours, theirs = self._data, other._data
        if (ours.price_index, ours.index_before) != (theirs.price_index, theirs.index_before):
            return
        pairs = [(offer, terms, theirs.offers[offer]) for offer, terms in ours.offers.items()]
        same = {offer for offer, terms, before in pairs if terms == before}
        indexed = {
            offer
            for offer, terms, before in pairs
            if (terms.index, terms.observed) == (before.index, before.observed)
        }
        self._indices = other._indices
        for name in ("_index_factors", "_unit_costs", "_quoted", "_moved", "_deficiencies"):
            kept, known = indexed if name == "_index_factors" else same, getattr(other, name)
            setattr(self, name, {key: value for key, value in known.items() if key[0] in kept})

    def begin_beside(self, other: Prices) -> None:
        """Share what follows from equal profiles, to be shared before, and what is known of the trunk."""
        self._indices, self._quoted, self._moved = other._indices, other._quoted, other._moved
        self._deficiencies = other._deficiencies
        for offer in self._data.offers:
            known = other._index_of(offer, TRUNK)
            if known is not None:
                self._index_factors[offer, TRUNK] = known

    def unit_costs(self, offer: Offer, scenario: Scenario) -> Profile:
        """Return what a unit ordered in each month costs on arrival, landed [money/unit]."""
        key = (offer, scenario)
        found = self._unit_costs.get(key)
        if found is None:
            spike, rate = (self._factor(kind, scenario, offer) for kind in ("market price", "currency"))
            moved = (offer, id(spike), id(rate), id(self._index_of(offer, scenario)))
            if moved not in self._moved:
                self._moved[moved] = self._find_unit_costs(offer, scenario)
            found = self._unit_costs[key] = self._moved[moved]
        return found

    def _find_unit_costs(self, offer: Offer, scenario: Scenario) -> Profile:
        terms, moved = self._data.offers[offer], self._factor("currency", scenario, offer)
        duty, costs = 1 + terms.tariff, []
        for month, (quoted, move) in enumerate(zip(self.quoted(offer, scenario), moved, strict=True)):
            landed = quoted * duty + terms.freight
            costs.append(landed / terms.price_per * (listed_rate(terms, month) * move))
        return tuple(costs)

    def quoted(self, offer: Offer, scenario: Scenario) -> Profile:
        """Return the price of each month without tariff and freight [offer currency per ``price_per`` units].

        A market spike multiplies the clipped price; an event that names the offer's index moves the index,
        so its factor stands inside the contract's floor and ceiling.
        """
        terms, spikes = self._data.offers[offer], self._factor("market price", scenario, offer)
        index = self._index_of(offer, scenario)
        key = (offer, id(spikes), id(index))
        if key not in self._quoted:
            factors = spikes if index is None else index
            self._quoted[key] = tuple(
                _clipped(terms, terms.price * (1.0 if index is None else factor)) * spike
                for factor, spike in zip(factors, spikes, strict=True)
            )
        return self._quoted[key]

    def exchange_rate(self, offer: Offer, scenario: Scenario, month: Month) -> float:
        """Return the rate of the order month, with the events that name the offer's currency."""
        moved = self._factor("currency", scenario, offer)[month]
        return listed_rate(self._data.offers[offer], month) * moved

    def index_factor(self, offer: Offer, scenario: Scenario, month: Month) -> float:
        """Return the mean of the index over the months observed, moved by the events on in each of them."""
        factors = self._index_of(offer, scenario)
        return 1.0 if factors is None else factors[month]

    def _index_of(self, offer: Offer, scenario: Scenario) -> Profile | None:
        """Return the factor of the index in each order month; ``None`` without an index."""
        if self._data.offers[offer].index is None:
            return None
        key = (offer, scenario)
        if key not in self._index_factors:
            self._index_factors[key] = self._find_index_factors(offer, scenario)
        return self._index_factors[key]

    def _find_index_factors(self, offer: Offer, scenario: Scenario) -> Profile:
        moves = self._moves(offer, self._events[scenario])
        if scenario != TRUNK:
            parent = self._parent[scenario]
            if len(moves) == len(self._moves(offer, self._events[parent])):
                known = self._index_of(offer, parent)
                if known is not None:
                    return known
        found = tuple(self._mean(offer, month, moves) for month in range(self._data.months))
        return self._indices.setdefault(found, found)

    def _moves(self, offer: Offer, events: Starts) -> list[tuple[EventSpec, Month]]:
        """Return those of some events that move the offer's index, with their starts."""
        index = self._data.offers[offer].index
        found = ((self._data.events[event], start) for event, start in events)
        return [(spec, start) for spec, start in found if index in spec.indices and spec.price_factor != 1.0]

    def _mean(self, offer: Offer, month: Month, moves: Sequence[tuple[EventSpec, Month]] = ()) -> float:
        terms = self._data.offers[offer]
        months = terms.observed[month] if terms.observed else (month,)
        total = 0.0
        for at in months:
            factor = self._data.index_factor(str(terms.index), at)
            for spec, start in moves:
                if spec.is_on(at - start):
                    factor *= spec.price_factor
            total += factor
        return total / len(months)

    def deficiency(self, offer: Offer, month: Month) -> float:
        """Return what a unit owed by take-or-pay and not taken costs [money/unit].

        By the listed index and the listed exchange rate: no event, tariff or freight.
        """
        if (offer, month) not in self._deficiencies:
            self._deficiencies[offer, month] = self._find_deficiency(offer, month)
        return self._deficiencies[offer, month]

    def _find_deficiency(self, offer: Offer, month: Month) -> float:
        terms = self._data.offers[offer]
        factor = 1.0 if terms.index is None else self._mean(offer, month)
        return _clipped(terms, terms.price * factor) / terms.price_per * listed_rate(terms, month)


def listed_rate(terms: OfferSpec, month: Month) -> float:
    """Return the plan currency per unit of an offer's currency in a month, without events."""
    return terms.fx_by_month[month] if terms.fx_by_month else terms.fx


def _clipped(terms: OfferSpec, price: float) -> float:
    """Return a price between floor and ceiling [offer currency per ``price_per`` units]."""
    if terms.ceiling is not None:
        price = min(price, terms.ceiling)
    if terms.floor is not None:
        price = max(price, terms.floor)
    return price
