"""Other probabilities of a plan's events: whose scenarios are scaled, and what a plan then costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from models.solution.solution import conditional_value_at_risk
from planner.risk.plan_file import with_scenarios
from planner.workbook.access import text
from planner.workbook.events.scenarios import TRUNK, ScenarioSpec, known_events, scenario_list
from planner.workbook.tables import Tables


class CannotAsk(Exception):
    """An event whose odds cannot be asked about; carries why."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(key)


@dataclass(frozen=True)
class Tree:
    """The scenarios of a plan with their probabilities, and how those of an event are scaled."""

    specs: tuple[ScenarioSpec, ...]
    alpha: float
    weight: float
    """Of the tail."""

    @classmethod
    def of(cls, tables: Tables) -> Tree:
        """Read it from the tables of a plan."""
        alpha, weight = (float(str(tables.settings[key])) for key in ("cvar_alpha", "risk_weight"))
        return cls(tuple(scenario_list(tables)), alpha, weight)

    @cached_property
    def events_on(self) -> Mapping[str, frozenset[str]]:
        """Events on the path of each scenario, those of its ancestors with it."""
        found: dict[str, frozenset[str]] = {TRUNK: frozenset()}
        for spec in self.specs:
            found[spec.scenario] = found[spec.after] | {event for event, _ in spec.events}
        return found

    def events(self) -> list[str]:
        """Return the events that scenarios have, in their order."""
        return list(dict.fromkeys(event for spec in self.specs for event, _ in spec.events))

    def of_event(self, event: str) -> list[ScenarioSpec]:
        """Return the scenarios on whose path an event is."""
        return [spec for spec in self.specs if event in self.events_on[spec.scenario]]

    def now(self, event: str) -> float:
        """Return the probability that an event begins within the plan."""
        return sum(spec.probability for spec in self.of_event(event))

    def together(self, events: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return events by the first of those that stand in the same scenarios: their odds are one."""
        found: dict[frozenset[str], list[str]] = {}
        for event in events:
            own = frozenset(spec.scenario for spec in self.of_event(event))
            found.setdefault(own, []).append(event)
        return {names[0]: tuple(names[1:]) for names in found.values()}

    @property
    def undisturbed(self) -> float:
        """Probability of life as planned."""
        return max(0.0, 1.0 - sum(spec.probability for spec in self.specs))

    def weights(self, wanted: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of each scenario once events have others.

        Life as planned takes what is left. An event's scenarios are scaled together; where none of them has
        any, all get alike.
        """
        weights = {spec.scenario: spec.probability for spec in self.specs}
        for event, probability in wanted.items():
            own, now = self.of_event(event), self.now(event)
            for spec in own:
                part = spec.probability / now if now > 0 else 1 / len(own)
                weights[spec.scenario] = probability * part
        weights[TRUNK] = max(0.0, 1.0 - sum(weights.values()))
        return weights

    def changed(self, tables: Tables, wanted: Mapping[str, float]) -> Tables:
        """Return the plan with other probabilities."""
        weights = self.weights(wanted)
        specs = [replace(spec, probability=weights[spec.scenario]) for spec in self.specs]
        return with_scenarios(tables, specs, {})[0]

    def objective(self, costs: Mapping[str, float], weights: Mapping[str, float]) -> float:
        """Return (1 − λ)·expected cost + λ·CVaR of a plan with these path costs (11)."""
        pairs = [(costs[name], weight) for name, weight in weights.items()]
        expected = sum(cost * weight for cost, weight in pairs if weight > 0)
        if self.weight == 0:
            return expected
        tail = conditional_value_at_risk(pairs, self.alpha)
        return (1 - self.weight) * expected + self.weight * tail


def asked_events(tables: Tables, names: Sequence[str] = ()) -> list[str]:
    """Return the events to ask about: those named, or all that scenarios have.

    Raises
    ------
    CannotAsk
        ``unknown``: the plan has no such event. ``known``: it stands under scenario 0, so it is certain.
        ``no scenario``: no scenario has it. ``nothing``: the plan has no scenario at all.
    """
    tree = Tree.of(tables)
    have = tree.events()
    listed = [text(row, "event") for row in tables["Events"]]
    certain = {event for event, _ in known_events(tables)}
    for name in names:
        if name not in listed:
            raise CannotAsk("unknown", event=name, known=tuple(listed))
        if name not in have:
            raise CannotAsk("known" if name in certain else "no scenario", event=name, known=tuple(have))
    if not have:
        raise CannotAsk("nothing")
    return list(dict.fromkeys(names)) or have
