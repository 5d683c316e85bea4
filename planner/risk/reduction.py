"""Fewer scenarios that stand for many: fast forward selection on what matters to the plan.

Where a scenario points is the supply that it loses, by item and month (a price rise, more demand and a delay
count as what they cost); how far it goes is what it would cost a plan made without it (``weigh``). Source:
Heitsch & Römisch (2003), Scenario reduction algorithms in stochastic programming, Computational Optimization
and Applications 24.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from models.formulation.terms import order_caps
from models.plan.data import PlanData
from models.plan.names import TRUNK, Event, Offer
from models.plan.tree import Tree
from planner.workbook.events.scenarios import ScenarioSpec

Floats = NDArray[np.float64]

LATE = 0.25
"""Part of the supply that a month of extra lead time counts as."""
DELAY = 1 / 60
"""Part of an investment's cost that a month of delay counts as."""
MOST = 5000
"""Different scenarios beyond which the distances between all of them no longer fit."""


LEAST = 0.01
"""Part of its lost supply that a scenario counts as at least: one that costs nothing still differs."""
WORSE = 2.0
"""Times the dearest scenario that one counts as in which a hard limit cannot be kept."""


class TooFew(Exception):
    """Fewer scenarios are to be kept than it takes to keep one of each event; carries how many it takes."""

    def __init__(self, needed: int) -> None:
        self.needed = needed
        super().__init__(f"{needed} scenarios are needed")


class TooMany(Exception):
    """More different scenarios than can be compared with each other; carries how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} different scenarios")


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a reduction kept, and how far it is from the whole."""

    specs: tuple[ScenarioSpec, ...]
    of: int
    """Scenarios before."""
    distance: float
    """Kantorovich distance to the whole [money of lost supply, expected]."""
    relative: float
    """The same as a part of the distance of the trunk alone [-]."""
    stands_for: Mapping[str, int]
    """Scenarios that each one stands for, itself included."""
    events: tuple[EventLeft, ...] = ()
    """What is left of each event."""


@dataclass(frozen=True, slots=True)
class EventLeft:
    """What a reduction leaves of one event."""

    event: str
    before: int
    """Scenarios on whose path it is."""
    after: int
    chance_before: float
    """Their probability."""
    chance_after: float


def reduce_to(
    specs: Sequence[ScenarioSpec],
    data: PlanData,
    count: int,
    extra: Mapping[str, float] | None = None,
    *,
    every_event: bool = False,
) -> Reduction:
    """Keep the scenarios that best stand for all, with their probabilities re-weighted.

    Parameters
    ----------
    specs : sequence of ScenarioSpec
        Parents before children.
    data : PlanData
        Its events, offers and known events.
    count : int
        Scenarios to keep besides the trunk. Ancestors of what is kept are kept too and count.
    extra : mapping, optional
        What each scenario costs a plan more than life as planned [money]; NaN where it cannot be kept. By
        default what it loses is its weight.
    every_event : bool
        Keep one scenario at least of each event.

    Returns
    -------
    Reduction
        Each scenario left out gives its probability to the nearest one kept, or to the trunk.

    Raises
    ------
    TooMany
    TooFew
    """
    if len(specs) > MOST:
        raise TooMany(len(specs))
    if not specs:
        return Reduction((), 0, 0.0, 0.0, {})
    own = [spec.probability for spec in specs]
    weights = np.array([max(0.0, 1 - sum(own)), *own])
    points = losses(specs, data)
    if extra is not None:
        points = weigh(points, [extra[spec.scenario] for spec in specs])
    apart = cdist(points, points, "cityblock")
    chosen = _select(specs, apart, weights, count, every_event=every_event)
    nearest = np.array(chosen)[np.argmin(apart[:, chosen], axis=1)]
    nearest[chosen] = chosen
    left = apart[np.arange(len(apart)), nearest]
    distance, alone = float(weights @ left), float(weights @ apart[:, 0])
    kept = [replace(specs[k - 1], probability=float(weights[nearest == k].sum())) for k in chosen if k]
    stands = {specs[k - 1].scenario: int((nearest == k).sum()) for k in chosen if k}
    order = {spec.scenario: at for at, spec in enumerate(specs)}
    kept.sort(key=lambda spec: order[spec.scenario])
    relative = distance / alone if alone > 0 else 0.0
    return Reduction(tuple(kept), len(specs), distance, relative, stands, _left(specs, kept))


def weigh(points: Floats, extra: Sequence[float]) -> Floats:
    """Return points whose length is what each scenario costs, the trunk first; their direction stays.

    Parameters
    ----------
    points : array
        ``losses``: the trunk, then the scenarios.
    extra : sequence of float
        Of each scenario [money]; NaN counts as worse than all others. What costs little or nothing counts as
        a small part of the supply it loses.
    """
    lengths = np.abs(points[1:]).sum(axis=1)
    known = np.array(extra)
    dearest = float(np.nanmax(known, initial=0.0))
    costs = np.where(np.isnan(known), WORSE * max(dearest, float(lengths.max(initial=0.0))), known)
    costs = np.maximum(costs, LEAST * lengths)
    # What moves no supply (nothing to point at) has a direction of its own.
    pointless = np.where(lengths > 0, 0.0, costs)
    scaled = points[1:] * np.divide(costs, lengths, out=np.zeros_like(costs), where=lengths > 0)[:, None]
    return np.vstack([np.zeros((1, points.shape[1] + 1)), np.column_stack([scaled, pointless])])


def _left(specs: Sequence[ScenarioSpec], kept: Sequence[ScenarioSpec]) -> tuple[EventLeft, ...]:
    """Return what is left of each event, in the order in which they first appear."""
    paths = _paths(specs)
    after = {spec.scenario: spec.probability for spec in kept}
    found = []
    for event in dict.fromkeys(event for spec in specs for event, _ in spec.events):
        own = [spec for spec in specs if event in paths[spec.scenario]]
        rest = [after[spec.scenario] for spec in own if spec.scenario in after]
        chance = sum(spec.probability for spec in own)
        found.append(EventLeft(event, len(own), len(rest), chance, sum(rest)))
    return tuple(found)


def _paths(specs: Sequence[ScenarioSpec]) -> dict[str, frozenset[str]]:
    """Return the events on the path of each scenario, those of its ancestors with it."""
    found: dict[str, frozenset[str]] = {}
    for spec in specs:
        own = frozenset(event for event, _ in spec.events)
        found[spec.scenario] = own | found.get(spec.after, frozenset())
    return found


def _select(
    specs: Sequence[ScenarioSpec], apart: Floats, weights: Floats, count: int, *, every_event: bool
) -> list[int]:
    """Return rows in the order they are taken: the trunk, then whatever brings the rest nearest."""
    at = {spec.scenario: k for k, spec in enumerate(specs, start=1)}
    above = [[0]] + [_line(spec, specs, at) for spec in specs]
    chosen, near = [0], apart[:, 0].copy()
    if every_event:
        for k in _one_of_each(specs, apart, weights, above):
            if k not in chosen:
                chosen.append(k)
                near = np.minimum(near, apart[:, k])
        if len(chosen) - 1 > count:
            raise TooFew(len(chosen) - 1)
    while len(chosen) - 1 < min(count, len(specs)):
        room = count - (len(chosen) - 1)
        taken = set(chosen)
        # What the distance would be with one more; apart is symmetric, so columns are candidates.
        would = weights @ np.minimum(near[:, None], apart)
        best = next(
            (
                int(k)
                for k in np.argsort(would, kind="stable")
                if int(k) not in taken and len(set(above[k]) - taken) <= room
            ),
            None,
        )
        if best is None:
            break
        for k in above[best]:
            if k not in taken:
                chosen.append(k)
                near = np.minimum(near, apart[:, k])
    return chosen


def _one_of_each(
    specs: Sequence[ScenarioSpec], apart: Floats, weights: Floats, above: Sequence[Sequence[int]]
) -> list[int]:
    """Return rows (with their ancestors) that have every event: for each the one nearest to all that have it.

    The likeliest events choose first; what they bring along need not be chosen again.
    """
    paths = list(_paths(specs).values())
    events = dict.fromkeys(event for spec in specs for event, _ in spec.events)
    having = {event: [k for k, path in enumerate(paths, start=1) if event in path] for event in events}
    chosen: list[int] = []
    for event in sorted(having, key=lambda event: (-weights[having[event]].sum(), event)):
        own = having[event]
        if not set(own) & set(chosen):
            weight = weights[own] if weights[own].sum() > 0 else np.ones(len(own))
            best = own[int(np.argmin(weight @ apart[np.ix_(own, own)]))]
            chosen += [k for k in above[best] if k not in chosen]
    return chosen


def _line(spec: ScenarioSpec, specs: Sequence[ScenarioSpec], at: Mapping[str, int]) -> list[int]:
    """Return the rows of a scenario and its ancestors, the first shock first, the trunk left out."""
    line = [at[spec.scenario]]
    while spec.after in at:
        spec = specs[at[spec.after] - 1]
        line.insert(0, at[spec.scenario])
    return line


def losses(specs: Sequence[ScenarioSpec], data: PlanData) -> Floats:
    """Return what each path loses against the trunk, the trunk itself first [money], by item and month.

    One block of columns a kind: supply lost or late by item and month, supply dearer by item and month, more
    or less demand by product and month, and one column an investment for its delay.
    """
    tree = Tree(replace(data, scenarios={}))
    view = _Effects(data, tree, order_caps(data))
    events: dict[str, list[tuple[Event, int]]] = {}
    rows = [np.zeros(view.width)]
    for spec in specs:
        own = [(Event(event), start) for event, start in spec.events]
        events[spec.scenario] = events.get(spec.after, []) + own
        rows.append(view.row(events[spec.scenario]))
    return np.array(rows)


@dataclass(slots=True)
class _Effects:
    """What events cost, thing by thing; each event's effect is looked up once."""

    data: PlanData
    tree: Tree
    caps: Mapping[Offer, float]

    @property
    def width(self) -> int:
        months, data = self.data.months, self.data
        return (2 * len(data.items) + len(data.products) + len(data.processes)) * months + len(
            data.investments
        )

    def row(self, events: Sequence[tuple[Event, int]]) -> Floats:
        """Return the losses of one path."""
        data, months = self.data, self.data.months
        items = {item: k for k, item in enumerate(data.items)}
        lost, dearer = np.zeros((len(items), months)), np.zeros((len(items), months))
        for offer, terms in data.offers.items():
            part, late, factor = self._offer(offer, events)
            if part is None and late is None and factor is None:
                continue
            worth = np.array([self.tree.unit_cost(offer, TRUNK, t) for t in range(months)]) * self.caps[offer]
            base = np.array(self.tree.availability(offer, TRUNK))
            at = items[terms.item]
            if part is not None:
                lost[at] += worth * base * (1 - part)
            if late is not None:
                lost[at] += worth * base * np.minimum(1.0, LATE * late) * (1 if part is None else part)
            if factor is not None:
                dearer[at] += worth * base * (factor - 1)
        return np.concatenate(
            [
                lost.ravel(),
                dearer.ravel(),
                self._demand(events),
                self._processes(events),
                self._delays(events),
            ]
        )

    def _offer(
        self, offer: Offer, events: Sequence[tuple[Event, int]]
    ) -> tuple[Floats | None, Floats | None, Floats | None]:
        months = range(self.data.months)
        part = late = factor = None
        for event, start in events:
            spec = self.data.events[event]
            if self.tree.targets.hits_offer(event, offer):
                remains = np.array([spec.remaining(t - start) for t in months])
                part = remains if part is None else part * remains
                if spec.lead_time_extension:
                    on = np.array([spec.lead_time_extension * spec.is_on(t - start) for t in months], float)
                    late = on if late is None else late + on
            moved = self.tree.targets.moves_market(event, offer) or self.tree.targets.moves_index(
                event, offer
            )
            if spec.price_factor != 1 and moved:
                up = np.array([spec.price_factor if spec.is_on(t - start) else 1.0 for t in months])
                factor = up if factor is None else factor * up
        return part, late, factor

    def _demand(self, events: Sequence[tuple[Event, int]]) -> Floats:
        data = self.data
        rows = np.zeros((len(data.products), data.months))
        for k, (product, terms) in enumerate(data.products.items()):
            factor = np.ones(data.months)
            for event, start in events:
                spec = data.events[event]
                if product in spec.products:
                    factor *= [
                        spec.demand_factor if spec.is_on(t - start) else 1.0 for t in range(data.months)
                    ]
            cost = min(
                (
                    sum(q * data.items[i].unit_value for i, q in design.use.items())
                    for design in terms.designs.values()
                ),
                default=0.0,
            )
            rows[k] = np.abs(factor - 1) * np.array(terms.demand) * cost
        return rows.ravel()

    def _processes(self, events: Sequence[tuple[Event, int]]) -> Floats:
        data = self.data
        rows = np.zeros((len(data.processes), data.months))
        for k, (process, terms) in enumerate(data.processes.items()):
            part = np.ones(data.months)
            for event, start in events:
                if self.tree.targets.hits_process(event, process):
                    part *= [data.events[event].remaining(t - start) for t in range(data.months)]
            worth = sum(q * data.items[i].unit_value for i, q in terms.outputs.items())
            rows[k] = (1 - part) * terms.capacity * worth
        return rows.ravel()

    def _delays(self, events: Sequence[tuple[Event, int]]) -> Floats:
        return np.array(
            [
                sum(
                    self.data.events[event].investment_delay
                    for event, _ in events
                    if self.tree.targets.delays(event, investment)
                )
                * DELAY
                * terms.capex
                for investment, terms in self.data.investments.items()
            ]
        )
