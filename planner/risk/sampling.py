"""Sampling disruptions: each shock starts by its probability over its window, independently of the others.

Several may fall into one sample. Shocks that start in one month happen together; a later one is a surprise,
so it becomes a child scenario, and samples that share the first shock and its month share a parent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.workbook.access import text
from planner.workbook.events.chances import chances, own_chance
from planner.workbook.events.scenarios import (
    TRUNK,
    ScenarioSpec,
    generated,
    has_own_scenarios,
    onset_window,
    scenario_list,
)
from planner.workbook.tables import Tables

Draw = tuple[tuple[int, int], ...]
"""One sample: (month, number of the shock) of every shock that starts in it, in order."""
History = tuple[tuple[int, tuple[int, ...]], ...]
"""The same as what is learnt month by month: (month, shocks that start in it)."""


@dataclass(frozen=True, slots=True)
class Shock:
    """Events that start together, or some months apart, as one."""

    name: str
    events: tuple[tuple[str, int], ...]
    """Event and its start, in months after the shock's."""
    probability: float
    """That it starts within the plan."""
    first: int
    """First month in which it may start."""
    last: int

    def starts(self, month: int, months: int) -> tuple[tuple[str, int], ...]:
        """Return its events with their starts, those beyond the plan left out."""
        return tuple((event, month + later) for event, later in self.events if month + later < months)

    def chance_by(self, month: int) -> float:
        """Return the probability that it starts in this month or before."""
        passed = min(max(month - self.first + 1, 0), self.last - self.first + 1)
        return self.probability * passed / (self.last - self.first + 1)


def shocks_of(tables: Tables) -> tuple[Shock, ...]:
    """Return what may start on its own.

    An event with a probability is one shock, over its window. Where the sheet Scenarios holds scenarios, the
    events without a probability of their own make one shock for each combination that a scenario starts: as
    likely as all scenarios that pass through such a start, over the months from the first of these to the
    last.
    """
    shocks = []
    for row in tables["Events"]:
        window, chance = onset_window(row, tables), own_chance(row, tables, tables.months)
        if window is not None and chance:
            name = text(row, "event")
            shocks.append(Shock(name, ((name, 0),), chance, *window))
    if has_own_scenarios(tables):
        shocks += _combinations(scenario_list(tables), {shock.name for shock in shocks})
    return tuple(shocks)


def shocks_in_plan(tables: Tables) -> tuple[Shock, ...]:
    """Return what may start, as likely as the plan says.

    Where the sheet Scenarios holds scenarios, the plan knows no other probabilities than theirs: those of
    Events are left aside there. A scenario that starts one event alone has that event's window. Elsewhere
    independent events are as likely as the scenarios made from them, of which one at most happens.
    """
    if not has_own_scenarios(tables):
        made = chances(tables, tables.months)
        return tuple(replace(shock, probability=made[shock.name]) for shock in shocks_of(tables))
    windows = {
        text(row, "event"): window
        for row in tables["Events"]
        if own_chance(row, tables, tables.months) and (window := onset_window(row, tables)) is not None
    }
    return tuple(
        replace(shock, first=min(shock.first, first), last=max(shock.last, last))
        for shock in _combinations(scenario_list(tables), set())
        for first, last in [
            windows.get(shock.events[0][0], (shock.first, shock.last))
            if len(shock.events) == 1
            else (shock.first, shock.last)
        ]
    )


def _combinations(specs: Sequence[ScenarioSpec], known: set[str]) -> list[Shock]:
    """Return one shock for each combination of events that scenarios start, none of them known.

    A scenario without a probability is no future of its own but leads on to others for certain: what it
    starts belongs to the shock of each of these, and is counted there alone.
    """
    through = {spec.scenario: spec.probability for spec in specs}
    for spec in reversed(specs):
        if spec.after != TRUNK:
            through[spec.after] += through[spec.scenario]
    parents = {spec.after for spec in specs}
    passed = {spec.scenario: spec for spec in specs if spec.scenario in parents and spec.probability <= 0}
    found: dict[tuple[tuple[str, int], ...], list[ScenarioSpec]] = {}
    for spec in specs:
        if spec.scenario in passed:
            continue
        whole, before = spec, passed.get(spec.after)
        while before is not None and not any(event in known for event, _ in before.events):
            whole = replace(whole, events=(*before.events, *whole.events), onset=before.onset)
            before = passed.get(before.after)
        pattern = tuple(sorted((event, start - whole.onset) for event, start in whole.events))
        if not any(event in known for event, _ in pattern):
            found.setdefault(pattern, []).append(whole)
    shocks: list[Shock] = []
    for pattern, alike in found.items():
        probability = min(1.0, sum(through[spec.scenario] for spec in alike))
        if probability > 0:
            onsets = [spec.onset for spec in alike if through[spec.scenario] > 0]
            name = _name(alike[0], {shock.name for shock in shocks} | known)
            shocks.append(Shock(name, pattern, probability, min(onsets), max(onsets)))
    return shocks


def _name(spec: ScenarioSpec, taken: set[str]) -> str:
    """Return the name of a combination: its first event, or all of them where that is taken."""
    events = [event for event, _ in spec.events]
    for name in (events[0], "&".join(events)):
        if name not in taken:
            return name
    return f"{'&'.join(events)}#{len(taken)}"


def draw(shocks: Sequence[Shock], samples: int, seed: int) -> list[Draw]:
    """Return samples: for each, which shocks start and when; the same for the same seed."""
    dice = np.random.Generator(np.random.PCG64(seed))
    happens = dice.random((samples, len(shocks))) < np.array([shock.probability for shock in shocks])
    first = np.array([shock.first for shock in shocks], dtype=np.int64)
    last = np.array([shock.last for shock in shocks], dtype=np.int64)
    months = dice.integers(first, last + 1, size=(samples, len(shocks)))
    return [
        tuple(sorted((int(months[k, s]), int(s)) for s in np.flatnonzero(happens[k]))) for k in range(samples)
    ]


def steps(sample: Draw) -> History:
    """Return a sample as what is learnt month by month."""
    by_month: dict[int, list[int]] = {}
    for month, shock in sample:
        by_month.setdefault(month, []).append(shock)
    return tuple((month, tuple(numbers)) for month, numbers in by_month.items())


def tree_of(draws: Iterable[Draw], shocks: Sequence[Shock], months: int) -> list[ScenarioSpec]:
    """Return samples as a tree of scenarios, parents first; what is left of 1 ends on the trunk.

    A scenario's probability is the part of the samples that end in it. A parent in which none ended would
    lead to its children alone, and so foresee them: it keeps, of what passes through it, the part that the
    probabilities of the shocks say ends there.
    """
    counts = Counter(steps(sample) for sample in draws)
    total = sum(counts.values())
    ends = {history: count / total for history, count in counts.items()}
    histories = {history[:length] for history in counts for length in range(1, len(history) + 1)}
    ends = {history: ends.get(history, 0.0) for history in sorted(histories, key=lambda h: (len(h), h))}
    ends = _unforeseen(ends, shocks)
    specs: list[ScenarioSpec] = []
    for history, probability in ends.items():
        month, numbers = history[-1]
        events = dict.fromkeys(pair for s in numbers for pair in shocks[s].starts(month, months))
        before = {
            pair for m, earlier in history[:-1] for s in earlier for pair in shocks[s].starts(m, months)
        }
        after = _scenario(history[:-1], shocks) if len(history) > 1 else TRUNK
        own = tuple(pair for pair in events if pair not in before)
        specs.append(ScenarioSpec(_scenario(history, shocks), after, probability, own, month))
    return _without_empty(specs)


def _scenario(history: Sequence[tuple[int, tuple[int, ...]]], shocks: Sequence[Shock]) -> str:
    return ">".join("+".join(shocks[s].name for s in numbers) + f"-{month:02d}" for month, numbers in history)


def _unforeseen(ends: Mapping[History, float], shocks: Sequence[Shock]) -> dict[History, float]:
    """Give every parent in which no sample ended the part that ends there by the probabilities."""
    found = dict(ends)
    for parent in list(found):  # parents first, so that a grandchild is scaled by both
        below = [h for h in found if len(h) > len(parent) and h[: len(parent)] == parent]
        if found[parent] > 0 or not below:
            continue
        begun = {s for _, numbers in parent for s in numbers}
        part = 1.0
        for s, shock in enumerate(shocks):
            if s not in begun:
                part *= (1 - shock.probability) / max(1 - shock.chance_by(parent[-1][0]), 1e-12)
        passes = sum(found[h] for h in below)
        found[parent] = passes * part
        for history in below:
            found[history] *= 1 - part
    return found


def _without_empty(specs: Sequence[ScenarioSpec]) -> list[ScenarioSpec]:
    """Join scenarios that add nothing of their own (the same event started already) to their parents."""
    parent = {spec.scenario: spec.after for spec in specs}
    empty = {spec.scenario for spec in specs if not spec.events}

    def lasting(scenario: str) -> str:
        while scenario in empty:
            scenario = parent[scenario]
        return scenario

    extra: dict[str, float] = {}
    for spec in specs:
        if spec.scenario in empty:
            home = lasting(spec.scenario)
            extra[home] = extra.get(home, 0.0) + spec.probability
    return [
        replace(
            spec,
            after=lasting(spec.after),
            probability=spec.probability + extra.get(spec.scenario, 0.0),
            onset=min(start for _, start in spec.events),
        )
        for spec in specs
        if spec.scenario not in empty
    ]


def at_most_one(tables: Tables) -> list[ScenarioSpec]:
    """Return one scenario per event and onset, conditional on at most one event within the plan.

    With independent events of probability p, o = p/(1 − p): the event's weight is o/(1 + Σo), shared equally
    by its onsets.

    Raises
    ------
    ValueError
        An event is certain (p = 1): then it belongs under scenario 0.
    """
    rows = [row for row in tables["Events"] if own_chance(row, tables, tables.months)]
    odds: dict[str, float] = {}
    for row in rows:
        probability = own_chance(row, tables, tables.months) or 0.0
        if probability >= 1:
            raise ValueError(text(row, "event"))
        odds[text(row, "event")] = probability / (1 - probability)
    made = [(row, generated(row, tables)) for row in rows]
    total = 1 + sum(odds[text(row, "event")] for row, specs in made if specs)
    return [
        replace(spec, probability=odds[text(row, "event")] / total / len(specs))
        for row, specs in made
        for spec in specs
    ]
