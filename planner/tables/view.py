"""A solution with what several result tables look up, each worked out once.

What stands at every node is an array with a row for each thing and a column for each node
(``planner.tables.nodes``); along the paths it has a row for each scenario and a column for each month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.formulation.terms import (
    makers_of_items,
    returns_of_items,
    scrappers_of_items,
    takers_of_items,
    users_of_items,
)
from models.plan.data import PlanData
from models.plan.names import Investment, Item, Month, Offer, Rule, Scenario
from models.plan.profiles import Profile
from models.plan.tree import Tree
from models.solution.solution import Solution
from planner.tables.cover import days_of_cover
from planner.tables.nodes import Floats, Ints, Nodes, Record
from planner.tables.volumes import Volume

DUST = 1e-9
"""Quantities and money at or below it are the solver's rounding, not orders or payments."""


class Delivered(NamedTuple):
    """Orders that arrive at the nodes of some scenario, side by side; those of nothing left out."""

    scenario: Ints
    """Number of the scenario at whose node each arrives."""
    offer: Ints
    placed_in: Ints
    """Number of the scenario at whose node each was ordered."""
    order_month: Ints
    arrival: Ints
    part: Floats
    """Fraction of the order that arrives [-]."""
    quantity: Floats
    """Ordered [unit]."""

    def where(self, wanted: npt.NDArray[np.bool_]) -> Delivered:
        """Return some of them."""
        return Delivered(
            self.scenario[wanted],
            self.offer[wanted],
            self.placed_in[wanted],
            self.order_month[wanted],
            self.arrival[wanted],
            self.part[wanted],
            self.quantity[wanted],
        )


@dataclass(frozen=True)
class View:
    """A solution with what several tables look up."""

    solution: Solution
    start: dt.date

    @cached_property
    def data(self) -> PlanData:
        """The plan that was solved."""
        return self.solution.data

    @cached_property
    def tree(self) -> Tree:
        """Its scenarios."""
        return self.solution.tree

    @cached_property
    def nodes(self) -> Nodes:
        """Their nodes."""
        return Nodes(self.tree)

    def value(self, name: str) -> Mapping[Any, float]:
        """Return the values of a variable by its index."""
        return self.solution.values.get(name, {})

    def dates(self, months: Sequence[Month] | Ints) -> npt.NDArray[np.datetime64]:
        """Return plan months as dates, a column of a table."""
        first = np.datetime64(f"{self.start:%Y-%m}", "M")
        return (first + np.array(months, "timedelta64[M]")).astype("datetime64[us]")

    def month(self, month: Month) -> pd.Timestamp:
        """Return one plan month as a date."""
        count = self.start.year * 12 + self.start.month - 1 + month
        return pd.Timestamp(count // 12, count % 12 + 1, 1)

    def by_path(self, profiles: Iterable[Profile]) -> Floats:
        """Return a profile for each scenario as one array; equal ones are the same, and read once."""
        rows = list(profiles)
        once = {id(row): row for row in rows}
        place = {key: k for k, key in enumerate(once)}
        read = np.array(list(once.values()), float).reshape(-1, self.data.months)
        return read[[place[id(row)] for row in rows]]

    # --- orders -----------------------------------------------------------------------------------------

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Offers in the order in which they are numbered here."""
        return tuple(self.data.offers)

    @cached_property
    def orders(self) -> Floats:
        """What is ordered of each offer at every node."""
        found = np.zeros((len(self.offers), len(self.nodes)))
        row = {offer: k * len(self.nodes) for k, offer in enumerate(self.offers)}
        base = dict(zip(self.nodes.scenarios, self.nodes.base.tolist(), strict=True))
        placed = [
            (row[offer] + base[scenario] + month, quantity)
            for (offer, scenario, month), quantity in self.value("v_order_qty").items()
            if quantity
        ]
        if placed:
            at, quantities = zip(*placed, strict=True)
            found.ravel()[list(at)] = quantities
        return found

    @cached_property
    def trunk_orders(self) -> dict[Offer, dict[Month, float]]:
        """Quantity ordered on the trunk by offer and month."""
        months = range(self.data.months)
        return {
            offer: {t: q for t, q in zip(months, placed, strict=True) if q > dust}
            for offer, dust, placed in zip(
                self.offers, self.dust.tolist(), self.orders[:, self.nodes.path[0]].tolist(), strict=True
            )
        }

    @cached_property
    def dust(self) -> Floats:
        """The quantity at or below which an order of each offer is the solver's rounding."""
        units = self.tree.units.items
        return np.array([DUST * units[spec.item] for spec in self.data.offers.values()])

    @cached_property
    def delivered(self) -> Delivered:
        """What arrives at each scenario's own nodes, each order with its quantity."""
        offer, scenario = {j: k for k, j in enumerate(self.offers)}, self.nodes.number
        none, nothing = np.zeros(0, np.int64), np.zeros(0)
        found = [Delivered(none, none, none, none, none, nothing, nothing)]
        for s in self.tree.scenarios:
            shipments = self.tree.shipments(s)
            if not shipments:
                continue
            counts = [len(each.order_months) for each in shipments]
            offers = np.repeat([offer[each.offer] for each in shipments], counts)
            placed_in = np.repeat([scenario[each.placed_in] for each in shipments], counts)
            ordered, arriving, parts = (
                np.concatenate([each[column] for each in shipments]) for column in (2, 3, 4)
            )
            quantity = self.orders[offers, self.nodes.base[placed_in] + ordered]
            there = quantity != 0.0
            columns = (offers, placed_in, ordered, arriving, parts, quantity)
            here = np.full(int(np.count_nonzero(there)), scenario[s])
            found.append(Delivered(here, *(column[there] for column in columns)))
        return Delivered(*map(np.concatenate, zip(*found, strict=True)))

    @cached_property
    def _volumes(self) -> dict[tuple[Rule, str | None], Volume]:
        return {}

    def volume(self, rule: Rule, member: str | None = None) -> Volume:
        """Return what a rule counts of one of its members; of all its options without one."""
        key = (rule, member)
        if key not in self._volumes:
            names = None if member is None else self.data.rules[rule].members[member]
            self._volumes[key] = Volume(
                self.data, rule, names, self.nodes, orders=self.orders, activity=self.activity
            )
        return self._volumes[key]

    def base(self, rule: Rule, months: range, *, before: bool) -> list[float]:
        """Return what a rule takes its share of, on the path of each scenario: purchases, or use."""
        spec = self.data.rules[rule]
        if not spec.of_use:
            return self.volume(rule).on_paths(months, before=before)
        if (spec.items, months) not in self._uses:
            rows = [k for k, item in enumerate(self.data.items) if item in spec.items]
            used = self.path_use[rows, :, months.start : months.stop].sum(axis=(0, 2))
            self._uses[spec.items, months] = used.tolist()
        return self._uses[spec.items, months]

    @cached_property
    def _uses(self) -> dict[tuple[frozenset[str], range], list[float]]:
        return {}

    @cached_property
    def arrivals(self) -> Floats:
        """What arrives of every item."""
        item = {i: k for k, i in enumerate(self.data.items)}
        of_offer = np.array([item[spec.item] for spec in self.data.offers.values()], np.int64)
        size, come = len(self.nodes), self.delivered
        places = of_offer[come.offer] * size + self.nodes.base[come.scenario] + come.arrival
        summed = np.bincount(places, come.part * come.quantity, len(item) * size)
        arrived = np.asarray(summed, float).reshape(len(item), size)
        for number, s in enumerate(self.tree.scenarios):
            for past in self.tree.past_deliveries(s):
                order = self.data.history[past.number]
                row = of_offer[self.offers.index(self.data.tiers_of_offer[order.offer][0])]
                arrived[row, self.nodes.base[number] + past.arrival] += past.part * order.quantity
        return arrived

    # --- use --------------------------------------------------------------------------------------------

    @cached_property
    def made(self) -> dict[Record, Floats]:
        """What is made of each product and design at every node."""
        designs = [(d, v) for d, spec in self.data.products.items() for v in spec.designs]
        return dict(zip(designs, self.nodes.read(self.value("v_made"), designs), strict=True))

    @cached_property
    def activity(self) -> dict[Record, Floats]:
        """How much of each process is begun at every node; what would end after the plan is not begun."""
        processes = [(process,) for process in self.data.processes]
        return dict(zip(processes, self.nodes.read(self.value("v_activity"), processes, 0.0), strict=True))

    @cached_property
    def product_use(self) -> Floats:
        """What products take of every item, gross of scrap."""
        return self._sums(self.made, users_of_items(self.data))

    @cached_property
    def scrap(self) -> Floats:
        """What production gives back of every item, at once and months later."""
        back = self._sums(self.made, scrappers_of_items(self.data))
        for row, lines in enumerate(returns_of_items(self.data).values()):
            if lines:
                back[row] += self._later(self.made, [(line[:2], line[2], line[3]) for line in lines])
        return back

    @cached_property
    def process_in(self) -> Floats:
        """What processes take of every item."""
        return self._sums(self.activity, takers_of_items(self.data))

    @cached_property
    def process_out(self) -> Floats:
        """What processes make of every item, in the month in which it is done."""
        leads = {process: spec.lead for process, spec in self.data.processes.items()}
        return np.array(
            [
                self._later(self.activity, [((process,), leads[process], made) for process, made in lines])
                for lines in makers_of_items(self.data).values()
            ]
        )

    def _later(self, done: Mapping[Record, Floats], lines: Sequence[tuple[Record, int, float]]) -> Floats:
        """Return what comes at every node of what was done along the path so many months before."""
        come = np.zeros(self.nodes.path.shape)
        for thing, lag, quantity in lines:
            before = self.nodes.along(done[thing])
            come[:, lag:] += quantity * before[:, : before.shape[1] - lag]
        return self.own(come)

    def own(self, paths: Floats) -> Floats:
        """Return what stands along the paths at each scenario's own nodes."""
        return paths[..., self.nodes.scenario, self.nodes.month]

    def _sums(
        self, done: Mapping[Record, Floats], makers: Mapping[Item, Sequence[tuple[Any, ...]]]
    ) -> Floats:
        found = np.zeros((len(makers), len(self.nodes)))
        for row, lines in enumerate(makers.values()):
            for *thing, quantity in lines:
                found[row] += quantity * done[tuple(thing)]
        return found

    @cached_property
    def path_use(self) -> Floats:
        """Use of every item by products and processes along every path."""
        return self.nodes.along(self.product_use + self.process_in)

    @cached_property
    def stock(self) -> Floats:
        """Stock of every item at the end of each node."""
        return self.nodes.read(self.value("v_stock"), [(item,) for item in self.data.items])

    @cached_property
    def cover_days(self) -> Floats:
        """How many days the stock at the end of each node lasts; NaN where nothing could end it.

        Use beyond the plan is the mean of its last min(12, H) months.
        """
        none = np.array([[DUST * self.tree.units.items[item]] for item in self.data.items])
        tail = self.path_use[..., -12:]
        beyond = sum(np.moveaxis(tail, -1, 0)) / tail.shape[-1]
        return days_of_cover(self.stock, self.path_use, beyond, self.nodes, none)

    # --- demand -----------------------------------------------------------------------------------------

    @cached_property
    def asked(self) -> Floats:
        """Demand of every product with its factors, along every path."""
        return np.array(
            [
                np.array(spec.demand)
                * self.by_path(self.tree.demand_factor(product, s) for s in self.tree.scenarios)
                for product, spec in self.data.products.items()
            ]
        ).reshape(-1, *self.nodes.path.shape)

    @cached_property
    def short(self) -> Floats:
        """Demand of every product that is lost at every node."""
        return self.nodes.read(self.value("v_short"), self._products)

    @cached_property
    def late(self) -> Floats:
        """What is owed of every product at the end of every node."""
        return self.nodes.read(self.value("v_late"), self._products, 0.0)

    @property
    def _products(self) -> list[Record]:
        return [(product,) for product in self.data.products]

    # --- investments ------------------------------------------------------------------------------------

    @cached_property
    def started(self) -> list[tuple[Investment, Month, int]]:
        """Modules by investment and the month in which they are started."""
        modules = sorted(self.value("v_modules_started").items())
        return [(k, month, round(count)) for (k, month), count in modules if round(count)]

    def complete(self, investment: Investment) -> Floats:
        """Return how many modules of an investment are complete in each month of each path."""
        found = np.zeros(self.nodes.path.shape)
        for k, begin, count in self.started:
            if k == investment:
                done = [self.tree.completion(k, s, begin) for s in self.tree.scenarios]
                found += count * (np.arange(self.data.months) >= np.array(done)[:, None])
        return found

    def added(self, investment: Investment) -> Floats:
        """Return what the modules of an investment add in each month of each path, while they ramp up too."""
        adds, months = self.data.investments[investment].adds, range(self.data.months)
        found = np.zeros(self.nodes.path.shape)
        for k, begin, count in self.started:
            if k != investment:
                continue
            done = [self.tree.completion(k, s, begin) for s in self.tree.scenarios]
            some = dict[Month, Scenario](zip(done, self.tree.scenarios, strict=True))
            parts = {month: [self.tree.ramped(k, s, begin, t) for t in months] for month, s in some.items()}
            found += adds * count * np.array([parts[month] for month in done])
        return found
