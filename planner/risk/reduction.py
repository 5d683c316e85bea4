"""Fewer scenarios that stand for many: fast forward selection on what matters to the plan.

Two scenarios are as far apart as the money of supply that one loses and the other does not, by item and month
(a price rise, more demand and a delay count as what they cost). Source: Heitsch & Römisch (2003), Scenario
reduction algorithms in stochastic programming, Computational Optimization and Applications 24.
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


def reduce_to(specs: Sequence[ScenarioSpec], data: PlanData, count: int) -> Reduction:
    """Keep the scenarios that best stand for all, with their probabilities re-weighted.

    Parameters
    ----------
    specs : sequence of ScenarioSpec
        Parents before children.
    data : PlanData
        Its events, offers and known events.
    count : int
        Scenarios to keep besides the trunk. Ancestors of what is kept are kept too and count.

    Returns
    -------
    Reduction
        Each scenario left out gives its probability to the nearest one kept, or to the trunk.

    Raises
    ------
    TooMany
    """
    if len(specs) > MOST:
        raise TooMany(len(specs))
    if not specs:
        return Reduction((), 0, 0.0, 0.0, {})
    own = [spec.probability for spec in specs]
    weights = np.array([max(0.0, 1 - sum(own)), *own])
    points = losses(specs, data)
    apart = cdist(points, points, "cityblock")
    chosen = _select(specs, apart, weights, count)
    nearest = np.array(chosen)[np.argmin(apart[:, chosen], axis=1)]
    nearest[chosen] = chosen
    left = apart[np.arange(len(apart)), nearest]
    distance, alone = float(weights @ left), float(weights @ apart[:, 0])
    kept = [replace(specs[k - 1], probability=float(weights[nearest == k].sum())) for k in chosen if k]
    stands = {specs[k - 1].scenario: int((nearest == k).sum()) for k in chosen if k}
    order = {spec.scenario: at for at, spec in enumerate(specs)}
    kept.sort(key=lambda spec: order[spec.scenario])
    relative = distance / alone if alone > 0 else 0.0
    return Reduction(tuple(kept), len(specs), distance, relative, stands)


def _select(specs: Sequence[ScenarioSpec], apart: Floats, weights: Floats, count: int) -> list[int]:
    """Return rows in the order they are taken: the trunk, then whatever brings the rest nearest."""
    at = {spec.scenario: k for k, spec in enumerate(specs, start=1)}
    above = [[0]] + [_line(spec, specs, at) for spec in specs]
    chosen, near = [0], apart[:, 0].copy()
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
            if self.tree.hits_offer(event, offer):
                remains = np.array([spec.remaining(t - start) for t in months])
                part = remains if part is None else part * remains
                if spec.lead_time_extension:
                    on = np.array([spec.lead_time_extension * spec.is_on(t - start) for t in months], float)
                    late = on if late is None else late + on
            moved = self.tree.moves_market(event, offer) or self.tree.moves_index(event, offer)
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
                if self.tree.hits_process(event, process):
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
                    if self.tree.delays(event, investment)
                )
                * DELAY
                * terms.capex
                for investment, terms in self.data.investments.items()
            ]
        )
