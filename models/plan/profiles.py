"""What the events of a path do to each thing, month by month: a factor for each month 0 … H−1.

Equal profiles are kept once, so that whatever follows from one is found by its identity: most branches leave
most things as they are on the path that they leave.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.plan.data import EventSpec, PlanData
from models.plan.names import TRUNK, Event, Month, Scenario
from models.plan.targets import Targets

Profile = tuple[float, ...]
"""A factor for each month 0 … H−1."""


class Profiles:
    """Factors of the things of one plan on the paths of its tree.

    Parameters
    ----------
    data : PlanData
    parent : mapping
        The scenario that each branch leaves.
    targets : Targets
    """

    def __init__(self, data: PlanData, parent: Mapping[Scenario, Scenario], targets: Targets) -> None:
        self._data, self._parent, self._targets = data, parent, targets
        self._of: dict[tuple[str, Scenario], Mapping[str, Profile]] = {}
        self._calm: dict[str, Profile] = {}
        self._touched: dict[tuple[str, Event], tuple[str, ...]] = {}
        self._changed: dict[tuple[str, int, Event, Month], Profile] = {}
        self._distinct: dict[Profile, Profile] = {}

    def begin_beside(self, other: Profiles) -> None:
        """Share what hangs on no scenario, of a plan that differs in its scenarios alone."""
        self._calm, self._touched, self._changed = other._calm, other._touched, other._changed
        self._distinct = other._distinct

    def of(self, kind: str, scenario: Scenario, thing: str) -> Profile:
        """Return what the events of E_s do to an offer, a process or a product in each month.

        Kinds are availability, process, extension, demand, market price and currency.
        """
        return self._all_of(kind, scenario).get(thing) or self._undisturbed(kind)

    def _all_of(self, kind: str, scenario: Scenario) -> Mapping[str, Profile]:
        """Return the profiles of all that an event of the path changes."""
        found = self._of.get((kind, scenario))
        if found is None:
            before: Mapping[str, Profile] = (
                {} if scenario == TRUNK else self._all_of(kind, self._parent[scenario])
            )
            data = self._data
            own = data.known_events if scenario == TRUNK else data.scenarios[scenario].events
            changes = [(thing, event, start) for event, start in own for thing in self._things(kind, event)]
            changed: dict[str, Profile] = {}
            for thing, event, start in changes:
                profile = changed.get(thing) or before.get(thing) or self._undisturbed(kind)
                changed[thing] = self._with_event(kind, profile, event, start)
            found = self._of[kind, scenario] = {**before, **changed} if changed else before
        return found

    def _with_event(self, kind: str, before: Profile, event: Event, start: Month) -> Profile:
        """Return a profile with what an event does to it, worked out once for all that have the same."""
        key = (kind, id(before), event, start)
        if key not in self._changed:
            self._changed[key] = self._once(_with_event(kind, before, self._data.events[event], start))
        return self._changed[key]

    def _undisturbed(self, kind: str) -> Profile:
        if kind not in self._calm:
            self._calm[kind] = self._once((0.0 if kind == "extension" else 1.0,) * self._data.months)
        return self._calm[kind]

    def _once(self, profile: Profile) -> Profile:
        return self._distinct.setdefault(profile, profile)

    def _things(self, kind: str, event: Event) -> tuple[str, ...]:
        """Return the offers, processes or products on which an event has an effect of one kind."""
        if (kind, event) not in self._touched:
            self._touched[kind, event] = self._find_things(kind, event)
        return self._touched[kind, event]

    def _find_things(self, kind: str, event: Event) -> tuple[str, ...]:
        spec, data, targets = self._data.events[event], self._data, self._targets
        loses = bool(any(spec.profile) if spec.profile else spec.severity)
        moves = spec.price_factor != 1.0
        match kind:
            case "availability":
                return tuple(j for j in data.offers if loses and targets.hits_offer(event, j))
            case "process":
                return tuple(p for p in data.processes if loses and targets.hits_process(event, p))
            case "extension":
                return tuple(
                    j for j in data.offers if spec.lead_time_extension and targets.hits_offer(event, j)
                )
            case "market price":
                return tuple(j for j in data.offers if moves and targets.moves_market(event, j))
            case "currency":
                return tuple(j for j in data.offers if moves and targets.moves_currency(event, j))
            case _:
                return tuple(d for d in data.products if spec.demand_factor != 1.0 and d in spec.products)


def _with_event(kind: str, before: Profile, spec: EventSpec, start: Month) -> Profile:
    match kind:
        case "availability" | "process":
            return tuple(x * spec.remaining(t - start) for t, x in enumerate(before))
        case "extension":
            return tuple(x + spec.lead_time_extension * spec.is_on(t - start) for t, x in enumerate(before))
        case "demand":
            factor = spec.demand_factor
        case _:
            factor = spec.price_factor
    return tuple(x * factor if spec.is_on(t - start) else x for t, x in enumerate(before))
