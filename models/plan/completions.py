"""When modules are complete on each path, and what they give on their way up the ramp (model, section 6).

Most branches delay nothing, so what follows from the same completion months is worked out and kept once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.plan.data import PlanData
from models.plan.names import Event, Investment, Month, Scenario

Start = tuple[Event, Month]
Started = tuple[Investment, Month]
"""Modules of an investment, by the month in which they are started."""


class Completions:
    """Completion of the modules of one plan on the paths of its tree.

    Parameters
    ----------
    data : PlanData
    events : mapping
        E_s of every scenario.
    delays : callable
        Tells whether an event delays an investment.
    """

    def __init__(
        self,
        data: PlanData,
        events: Mapping[Scenario, tuple[Start, ...]],
        delays: Callable[[Event, Investment], bool],
    ) -> None:
        self._data, self._events, self._delays = data, events, delays
        self._known: dict[tuple[Investment, Scenario, Month], Month] = {}
        self._months: dict[tuple[Investment, Scenario], tuple[Month, ...]] = {}
        self._distinct: dict[tuple[Month, ...], tuple[Month, ...]] = {}
        """Completions of the start months in turn, equal ones once: what follows is found by identity."""
        self._done: dict[tuple[Investment, int, Month], tuple[Started, ...]] = {}
        self._on_ramp: dict[tuple[Investment, int, Month], tuple[float, ...]] = {}

    def start_months(self, investment: Investment) -> range:
        """Return the months in which modules may be started; the committed one alone where there is one."""
        spec = self._data.investments[investment]
        if spec.committed is not None:
            return range(spec.committed, spec.committed + 1)
        return range(max(0, spec.earliest), min(spec.latest, self._data.months - 1) + 1)

    def completion(self, investment: Investment, scenario: Scenario, start: Month) -> Month:
        """Return the month in which a module started in ``start`` is complete on a scenario's path."""
        key = (investment, scenario, start)
        if key not in self._known:
            complete = start + self._data.investments[investment].lead
            for event, begin in self._events[scenario]:
                spec = self._data.events[event]
                last_on = begin + (len(spec.profile) or spec.duration) - 1
                if begin < complete and start <= last_on and self._delays(event, investment):
                    complete += spec.investment_delay
            self._known[key] = complete
        return self._known[key]

    def done(self, investment: Investment, scenario: Scenario, month: Month) -> tuple[Started, ...]:
        """Return the starts of modules that are complete by a month on a scenario's path."""
        months = self._all_of(investment, scenario)
        key = (investment, id(months), month)
        found = self._done.get(key)
        if found is None:
            starts = zip(self.start_months(investment), months, strict=True)
            found = tuple((investment, start) for start, complete in starts if complete <= month)
            self._done[key] = found
        return found

    def on_ramp(self, investment: Investment, scenario: Scenario, month: Month) -> tuple[float, ...]:
        """Return the part of what they add that the modules of ``done`` give [-], in the same order.

        After completion on the path a step more each month until the ramp ends.
        """
        months = self._all_of(investment, scenario)
        key = (investment, id(months), month)
        found = self._on_ramp.get(key)
        if found is None:
            steps = self._data.investments[investment].ramp + 1
            ages = (month - complete for complete in months if complete <= month)
            found = self._on_ramp[key] = tuple(min(1.0, (age + 1) / steps) for age in ages)
        return found

    def _all_of(self, investment: Investment, scenario: Scenario) -> tuple[Month, ...]:
        key = (investment, scenario)
        found = self._months.get(key)
        if found is None:
            starts = self.start_months(investment)
            months = tuple(self.completion(investment, scenario, start) for start in starts)
            found = self._months[key] = self._distinct.setdefault(months, months)
        return found
